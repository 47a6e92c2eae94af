//! Open tables: every protected figure as one row, and the way back from rows to figures.

use super::earlier::together;
use super::format::{period, read_period, slug};
use super::schools;
use super::structure;
use super::value::Reading;
use super::view::View;
use crate::model::counts::Coordinate;
use crate::model::document::{HIDDEN_BY_SOURCE, OpenRow, OpenTable, RowMark};
use crate::model::geography::{Area, Geography};
use crate::model::indicator::{Indicator, Unit};
use crate::model::period::Period;
use crate::model::person::{AgeBand, Sex};
use crate::model::project::Project;
use crate::model::release::{CellStatus, Figure, Reason};
use std::collections::BTreeMap;

/// Stands for a dimension that is left open.
const ALL: &str = "alle";

/// Categories of the two rows of a range over schools.
const LOWEST: &str = "laveste skole";
const HIGHEST: &str = "højeste skole";

/// Returns one open table per indicator that has figures, and the one with the districts' schools.
pub(super) fn open_tables(view: &View) -> Vec<OpenTable> {
    let tables = view.input.protected.indicators().iter().map(|i| one(view, i));
    let tables: Vec<OpenTable> = tables.filter(|table| !table.rows.is_empty()).collect();
    let schools = schools::table(view).filter(|_| !tables.is_empty());
    tables.into_iter().chain(schools).collect()
}

fn one(view: &View, indicator: &Indicator) -> OpenTable {
    let cells = view.input.protected.cells().filter(|(at, _)| at.indicator == indicator.id);
    let rows: Vec<OpenRow> = cells.flat_map(|(at, _)| rows(view.input.project, at, view.reading(indicator, at))).collect();
    let structure = structure::of(view.input.protected, indicator, &rows);
    let name = slug(&indicator.id);
    OpenTable { file: file(view, &name), name, title: indicator.titel.clone(), rows, structure }
}

/// Returns where the CSV file of a table lies in the report.
pub(super) fn file(view: &View, name: &str) -> String {
    format!("tabeller/{name}{}.csv", view.input.issue.edition.suffix())
}

/// A range is two rows, so that every value is one number.
fn rows(project: &Project, at: &Coordinate, reading: Reading) -> Vec<OpenRow> {
    if reading.unit != Unit::SchoolRange {
        return vec![row(project, at, reading)];
    }
    let one = |category: &str, thousandths: i64| OpenRow {
        kategori: category.into(),
        vaerdi: format!("{},{:03}", thousandths / 1000, thousandths % 1000),
        ..row(project, at, reading)
    };
    match reading.figure() {
        Some(Figure { numerator, .. }) => vec![one(LOWEST, numerator / 1_000_000), one(HIGHEST, numerator % 1_000_000)],
        None => vec![row(project, at, reading)],
    }
}

/// Returns the mark by which a cell or a drawing names the row of a figure.
pub(super) fn row_mark(project: &Project, at: &Coordinate) -> RowMark {
    let row = place(project, at);
    RowMark::of([
        &row.indikator,
        &row.periode,
        &row.stedbegreb,
        &row.omraade,
        &row.koen,
        &row.klassetrin,
        &row.alder,
        &row.kategori,
    ])
}

/// Returns the row of a figure.
pub(super) fn row(project: &Project, at: &Coordinate, reading: Reading) -> OpenRow {
    let reading = Reading { unit: unit_of(at, reading), ..reading };
    let (k, n, value) = numbers(reading);
    OpenRow {
        taeller: k,
        taeller_hoejst: reading.figure().and_then(|f| f.upper).map_or_else(String::new, |upper| upper.to_string()),
        naevner: n,
        vaerdi: value,
        enhed: unit_name(reading.unit).into(),
        status: match reading.status {
            CellStatus::Shown(_) => "vist",
            CellStatus::Suppressed(Reason::BySource) => HIDDEN_BY_SOURCE,
            CellStatus::Suppressed(_) => "skjult",
            CellStatus::NoData => "ingen data",
        }
        .into(),
        ..place(project, at)
    }
}

/// Returns the row of a figure without its numbers.
fn place(project: &Project, at: &Coordinate) -> OpenRow {
    OpenRow {
        indikator: at.indicator.clone(),
        periode: period(at.period),
        stedbegreb: at.geography.danish().into(),
        omraade: match at.area {
            Area::Municipality => "kommune".into(),
            Area::District(id) => project.district(id).id.clone(),
            Area::Unknown => "uoplyst".into(),
        },
        koen: at.sex.map_or(ALL, Sex::danish).into(),
        klassetrin: at.grade.map_or_else(|| ALL.into(), |grade| grade.to_string()),
        alder: at.age.map_or_else(|| ALL.into(), |band| format!("{}-{}", band.from, band.to)),
        kategori: at.category.clone().unwrap_or_else(|| ALL.into()),
        ..OpenRow::default()
    }
}

/// A rate is per year: for shorter periods, and where no population is known, the count stands alone.
fn unit_of(at: &Coordinate, reading: Reading) -> Unit {
    let per_year = matches!(at.period, Period::Year(_)) && reading.figure().is_none_or(|f| f.denominator.is_some());
    if reading.unit == Unit::Rate && !per_year { Unit::Count } else { reading.unit }
}

/// Returns k, n and value in digits; all empty for a figure that is not shown.
fn numbers(reading: Reading) -> (String, String, String) {
    let Some(Figure { numerator, denominator, .. }) = reading.figure() else { return Default::default() };
    let n = denominator.map_or_else(String::new, |n| n.to_string());
    let sign = |tenths: i64| if tenths < 0 { "-" } else { "" };
    let digits = |tenths: i64| format!("{}{},{}", sign(tenths), tenths.abs() / 10, tenths.abs() % 10);
    let value = reading.tenths().map_or_else(String::new, digits);
    match reading.unit {
        Unit::Share | Unit::Rate | Unit::PerPerson | Unit::Points => (numerator.to_string(), n, value),
        Unit::Mean => (format!("{},{:06}", numerator / 1_000_000, numerator % 1_000_000), n, value),
        Unit::Count => (numerator.to_string(), n, numerator.to_string()),
        Unit::SchoolRange => (String::new(), n, String::new()),
    }
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Share => "procent",
        Unit::Mean => "procent (gennemsnit)",
        Unit::Rate => "pr. 1.000",
        Unit::PerPerson => "forhold pr. ung",
        Unit::Points => "procentpoint",
        Unit::Count => "antal",
        Unit::SchoolRange => "kildens enhed, ikke vægtet",
    }
}

/// Returns the figures of rows that [`open_tables`] wrote in an earlier year; rows that name nothing known are left out.
pub(super) fn earlier(rows: &[OpenRow], project: &Project) -> BTreeMap<Coordinate, CellStatus> {
    let ranges = rows.iter().filter(|row| row.kategori == LOWEST).filter_map(|low| range(low, rows, project));
    let single =
        rows.iter().filter(|row| ![LOWEST, HIGHEST].contains(&row.kategori.as_str()) && row.indikator != schools::SCHOOLS);
    let each = single.filter_map(|row| Some((coordinate(row, project)?, status(row)?))).chain(ranges);
    together(each.map(|figure| BTreeMap::from([figure])), |_| None)
}

/// Joins the two rows of a range again.
fn range(low: &OpenRow, rows: &[OpenRow], project: &Project) -> Option<(Coordinate, CellStatus)> {
    let wanted = OpenRow { kategori: HIGHEST.into(), vaerdi: String::new(), ..low.clone() };
    let high = rows.iter().find(|row| OpenRow { vaerdi: String::new(), ..(*row).clone() } == wanted)?;
    let at = coordinate(&OpenRow { kategori: ALL.into(), ..low.clone() }, project)?;
    let numerator = digits(&low.vaerdi)? * 1_000_000 + digits(&high.vaerdi)?;
    Some((at, CellStatus::Shown(Figure { numerator, denominator: Some(low.naevner.parse().ok()?), upper: None })))
}

/// Returns why a row of an earlier release cannot be used, and the column it stands in; `None` for a row that can. No cell is
/// repeated: whatever lies in the folder may be another file.
pub(super) fn unreadable(row: &OpenRow, project: &Project, indicators: &[Indicator]) -> Option<(&'static str, &'static str)> {
    if row.indikator == schools::SCHOOLS {
        return None;
    }
    let indicator = indicators.iter().find(|i| i.id == row.indikator);
    let place = coordinate(row, project).map(|at| at.geography);
    let is_range = [LOWEST, HIGHEST].contains(&row.kategori.as_str());
    let complaints = [
        ("indikator", indicator.is_none(), "Indikatoren findes ikke i projektets indikatorer."),
        ("periode", read_period(&row.periode).is_none(), "Perioden kan ikke læses."),
        (
            "omraade",
            area(&row.omraade, project).is_none(),
            "Området er hverken kommune, uoplyst eller id for et distrikt i ssp.toml.",
        ),
        ("stedbegreb", place.is_none(), "Stedbegreb, køn, klassetrin eller alder kan ikke læses."),
        (
            "stedbegreb",
            indicator.is_some_and(|i| place != Some(i.geography())),
            "Indikatoren måles nu et andet sted, så tallene kan ikke sammenlignes.",
        ),
        ("status", !KNOWN.contains(&row.status.as_str()), "Status er hverken vist, skjult, skjult af kilden eller ingen data."),
        (
            "taeller",
            row.status == KNOWN[0] && !is_range && figure(row).is_none(),
            "Cellen er vist, men tæller eller nævner er ikke et tal.",
        ),
    ];
    complaints.into_iter().find(|(_, wrong, _)| *wrong).map(|(column, _, why)| (column, why))
}

/// Every status a row can have.
const KNOWN: [&str; 4] = ["vist", "skjult", HIDDEN_BY_SOURCE, "ingen data"];

/// Returns the figures that stand in several rows with different numbers: the place of the later row, and the figure.
pub(super) fn twice(rows: &[OpenRow], project: &Project) -> Vec<(usize, Coordinate)> {
    let mut seen: BTreeMap<Coordinate, CellStatus> = BTreeMap::new();
    let mut found = Vec::new();
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| ![LOWEST, HIGHEST].contains(&row.kategori.as_str())) {
        let (Some(coordinate), Some(now @ CellStatus::Shown(_))) = (coordinate(row, project), status(row)) else { continue };
        if seen.insert(coordinate.clone(), now).is_some_and(|before| before != now) {
            found.push((at, coordinate));
        }
    }
    found
}

fn coordinate(row: &OpenRow, project: &Project) -> Option<Coordinate> {
    let geographies = [Geography::School, Geography::Residence, Geography::Scene, Geography::DistrictGroup];
    Some(Coordinate {
        indicator: row.indikator.clone(),
        period: read_period(&row.periode)?,
        geography: geographies.into_iter().find(|g| g.danish() == row.stedbegreb)?,
        area: area(&row.omraade, project)?,
        sex: filled(&row.koen, |text| [Sex::Boy, Sex::Girl, Sex::Unknown].into_iter().find(|sex| sex.danish() == text))?,
        grade: filled(&row.klassetrin, |text| text.parse().ok())?,
        age: filled(&row.alder, age_band)?,
        category: filled(&row.kategori, |text| Some(text.to_owned()))?,
    })
}

/// Returns `Some(None)` for an open dimension, `None` for a value that cannot be read.
fn filled<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    if text == ALL { Some(None) } else { read(text).map(Some) }
}

/// Returns whether a text of the column `omraade` is an area of the project.
pub fn is_known_area(text: &str, project: &Project) -> bool {
    area(text, project).is_some()
}

pub(super) fn area(text: &str, project: &Project) -> Option<Area> {
    match text {
        "kommune" => Some(Area::Municipality),
        "uoplyst" => Some(Area::Unknown),
        id => project.district_ids().find(|d| project.district(*d).id == id).map(Area::District),
    }
}

fn age_band(text: &str) -> Option<AgeBand> {
    let (from, to) = text.split_once('-')?;
    Some(AgeBand { from: from.parse().ok()?, to: to.parse().ok()? })
}

fn status(row: &OpenRow) -> Option<CellStatus> {
    match row.status.as_str() {
        "vist" => figure(row).map(CellStatus::Shown),
        // The tables do not say why: every reason but the source's reads the same.
        "skjult" => Some(CellStatus::Suppressed(Reason::Secondary)),
        HIDDEN_BY_SOURCE => Some(CellStatus::Suppressed(Reason::BySource)),
        _ => None,
    }
}

fn figure(row: &OpenRow) -> Option<Figure> {
    let denominator = if row.naevner.is_empty() { None } else { Some(row.naevner.parse().ok()?) };
    let upper = if row.taeller_hoejst.is_empty() { None } else { Some(row.taeller_hoejst.parse().ok()?) };
    Some(Figure { numerator: digits(&row.taeller)?, denominator, upper })
}

/// Returns a number in its smallest unit: millionths and thousandths are always written out in full.
fn digits(text: &str) -> Option<i64> {
    text.replace(',', "").parse().ok()
}
