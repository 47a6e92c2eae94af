//! Earlier years from the program's own released tables: what they say, what of them cannot be used, and what this run sees otherwise.
//!
//! What was measured in this run wins, and a difference is told; but published figures that differ by a few persons stay, and what a
//! release hid stays hidden ([`crate::protect::protect_again`]).

use super::format::{decimal, k_of_n, percent, period, thousands};
use super::open_data;
use super::schools::SCHOOLS;
use super::value::tenths;
use crate::model::counts::Coordinate;
use crate::model::document::OpenRow;
use crate::model::geography::Area;
use crate::model::indicator::{Indicator, Unit};
use crate::model::period::Period;
use crate::model::profile::Source;
use crate::model::project::Project;
use crate::model::release::{CellStatus, Figure, Reason};
use crate::protect::Protected;
use std::collections::{BTreeMap, BTreeSet};

/// Something to be told of the rows of earlier tables.
pub struct Told {
    /// The first row it is about, as its place among the rows.
    pub row: usize,
    /// The column.
    pub column: &'static str,
    /// What is wrong, in one Danish sentence.
    pub message: String,
}

/// Returns the figures of an earlier release from the rows of its open tables; rows that name nothing known are left out. Where a
/// figure stands in several releases, the later row counts.
pub fn earlier(csv_rows: &[OpenRow], project: &Project) -> BTreeMap<Coordinate, CellStatus> {
    open_data::earlier(csv_rows, project)
}

/// The figures of a source and year, which are kept or renewed together.
pub type Component = (Source, Period);

/// Returns what several releases say together, the oldest first: what any of them showed is known, and the later one counts. Where a
/// later one renewed a component, the older numbers of it are no longer those of its figures: what it does not show is hidden.
pub fn together(
    releases: impl IntoIterator<Item = BTreeMap<Coordinate, CellStatus>>,
    component: impl Fn(&Coordinate) -> Option<Component>,
) -> BTreeMap<Coordinate, CellStatus> {
    let mut known: BTreeMap<Coordinate, CellStatus> = BTreeMap::new();
    for figures in releases {
        let is_other = |at: &Coordinate, status: &CellStatus| {
            is_shown(*status) && known.get(at).is_some_and(|before| is_shown(*before) && before != status)
        };
        let other = figures.iter().filter(|(at, status)| is_other(at, status));
        let renewed: BTreeSet<Component> = other.filter_map(|(at, _)| component(at)).collect();
        let is_renewed = |at: &Coordinate| component(at).is_some_and(|part| renewed.contains(&part));
        if !renewed.is_empty() {
            let stale = known.iter_mut().filter(|(at, status)| is_shown(**status) && is_renewed(at));
            stale.for_each(|(_, status)| *status = CellStatus::Suppressed(Reason::Released));
        }
        for (at, status) in figures {
            if is_shown(status) || !known.get(&at).is_some_and(|before| is_shown(*before)) {
                known.insert(at, status);
            }
        }
    }
    known
}

fn is_shown(status: CellStatus) -> bool {
    matches!(status, CellStatus::Shown(_))
}

/// Returns the name of a figure for a message: its place, period and group, never its number.
pub fn cell_name(at: &Coordinate, project: &Project) -> String {
    format!("{}, {}", who(at, project), period(at.period))
}

/// Returns what is wrong with the rows of earlier tables: cells that cannot be read, and figures that stand there with two values.
pub fn unusable(rows: &[OpenRow], project: &Project, indicators: &[Indicator]) -> (Vec<Told>, Vec<Told>) {
    let unread = rows.iter().enumerate().filter_map(|(row, cells)| {
        let (column, why) = open_data::unreadable(cells, project, indicators)?;
        Some(Told { row, column, message: format!("{why} Rækken bruges ikke.") })
    });
    let twice = open_data::twice(rows, project).into_iter().map(|(row, at)| Told {
        row,
        column: "taeller",
        message: format!(
            "{} i {} står her med et andet tal end i en tidligere række. Tallet her bruges.",
            at.indicator,
            period(at.period)
        ),
    });
    (unread.collect(), twice.collect())
}

/// Returns whether what stands where a row names its indicator is none: the schools of the districts.
pub fn is_no_indicator(id: &str) -> bool {
    id == SCHOOLS
}

/// A published figure that is not the one this run measured.
pub struct Changed {
    /// The figure, or the first of several.
    pub at: Coordinate,
    /// How many figures.
    pub count: u64,
    /// What is otherwise, in Danish.
    pub message: String,
    /// Whether the report shows what was published all the same.
    pub kept: bool,
}

/// Returns a sentence for each indicator and period of which this run measured other numbers than were published, the first of them as
/// the example, and one for each source and year that is kept. Only published numbers are named.
pub fn changed(protected: &Protected, earlier: &BTreeMap<Coordinate, CellStatus>, project: &Project) -> Vec<Changed> {
    let mut found: BTreeMap<(&str, Period), Changed> = BTreeMap::new();
    for (at, before) in earlier {
        let (CellStatus::Shown(before), CellStatus::Shown(now)) = (before, protected.status(at)) else { continue };
        // A range over schools is no single number.
        let unit = unit(protected, at).filter(|unit| now != *before && *unit != Unit::SchoolRange);
        let Some(unit) = unit else { continue };
        let example = || {
            let (when, [before, now]) = (period(at.period), [*before, now].map(|figure| told(unit, figure)));
            let who = who(at, project);
            let message = format!(
                "{} i {when} er målt til {now} for {who}, men blev offentliggjort som {before}. Det målte bruges.",
                at.indicator
            );
            Changed { at: at.clone(), count: 0, message, kept: false }
        };
        found.entry((at.indicator.as_str(), at.period)).or_insert_with(example).count += 1;
    }
    let kept = protected.held_back().iter().filter_map(|part| Some(kept(part, first_of(*part, protected, earlier)?)));
    found.into_values().chain(kept).collect()
}

fn kept((source, when): &(Source, Period), at: &Coordinate) -> Changed {
    let what =
        format!("Tallene fra kilden {} i {} kan ikke skiftes ud uden at vise en enkelt ung.", source.danish(), period(*when));
    let message = format!("{what} Rapporten viser derfor de tal, der er offentliggjort.");
    Changed { at: at.clone(), count: 1, message, kept: true }
}

/// Returns the first published figure of a source and year.
fn first_of<'a>(
    (source, when): (Source, Period),
    protected: &Protected,
    earlier: &'a BTreeMap<Coordinate, CellStatus>,
) -> Option<&'a Coordinate> {
    let is_of = |id: &str| protected.indicators().iter().any(|indicator| indicator.id == id && indicator.kilde == source);
    let mut shown = earlier.iter().filter(|(_, status)| matches!(status, CellStatus::Shown(_))).map(|(at, _)| at);
    shown.find(|at| at.period.whole_year() == when && is_of(&at.indicator))
}

fn unit(protected: &Protected, at: &Coordinate) -> Option<Unit> {
    protected.indicators().iter().find(|indicator| indicator.id == at.indicator).map(Indicator::unit)
}

fn told(unit: Unit, figure: Figure) -> String {
    match (unit, figure.denominator) {
        (Unit::Share | Unit::Rate, Some(n)) => k_of_n(figure.numerator, n),
        (Unit::PerPerson, Some(n)) => format!("{} for {}", thousands(figure.numerator), thousands(n)),
        (Unit::Points, _) => tenths(unit, figure).map_or_else(String::new, |points| format!("{} procentpoint", decimal(points))),
        (Unit::Mean, _) => tenths(unit, figure).map_or_else(String::new, percent),
        _ => thousands(figure.numerator),
    }
}

fn who(at: &Coordinate, project: &Project) -> String {
    let area = match at.area {
        Area::Municipality => project.word("kommunen").to_owned(),
        Area::District(id) => project.district(id).name.clone(),
        Area::Unknown => "uoplyst".to_owned(),
    };
    let sex = at.sex.map(|sex| format!(", {}", sex.danish()));
    let grade = at.grade.map(|grade| format!(", {}", super::format::grade(grade)));
    let category = at.category.as_ref().map(|category| format!(", {category}"));
    [Some(area), sex, grade, category].into_iter().flatten().collect()
}
