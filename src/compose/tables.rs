//! Tables of one indicator: districts, grade and sex, age, category, parts of the year.

use super::blocks::{columns, paragraph, signal_cell, table};
use super::charts::{id, sex_plural};
use super::format::{capital, grade, period};
use super::response;
use super::sentence::hidden_words;
use super::signal::Against;
use super::source_line::{sourced, sourced_in};
use super::value::Reading;
use super::view::{View, subject, years};
use crate::model::counts::Coordinate;
use crate::model::document::{Block, Cell};
use crate::model::geography::Area;
use crate::model::indicator::{Breakdown, Indicator, Unit};
use crate::model::period::Period;
use crate::model::person::Sex;
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;

/// Returns the Danish order of names (æ, ø, å last; aa as å).
pub(super) fn danish_order() -> CollatorBorrowed<'static> {
    Collator::try_new(locale!("da").into(), CollatorOptions::default()).expect("the Danish order is compiled in")
}

fn caption(view: &View, indicator: &Indicator, how: &str) -> String {
    let at = view.at(indicator, Area::Municipality);
    format!("{}, {}, {how}.", subject(indicator, &at), period(at.period))
}

/// Returns the table of districts; `None` where the indicator is not split by district.
pub(super) fn districts(view: &View, section: &str, indicator: &Indicator) -> Option<Block> {
    if !indicator.udbryd.contains(&Breakdown::District) {
        return None;
    }
    let districts = view.input.project.district_ids().map(Area::District);
    let unknown = Some(Area::Unknown).filter(|area| !view.now(indicator, *area).missing());
    let areas = std::iter::once(Area::Municipality).chain(districts).chain(unknown);
    let readings: Vec<Reading> = view.input.project.district_ids().map(|id| view.now(indicator, Area::District(id))).collect();
    let by_source = readings.iter().filter(|reading| reading.hidden_by_source()).count();
    if readings.iter().all(|reading| reading.hidden()) && [0, readings.len()].contains(&by_source) {
        let text = format!("Tallene for {} {}", view.word("distrikterne"), hidden_words(by_source > 0));
        return Some(paragraph(text));
    }
    let rows = areas.map(|area| area_row(view, indicator, area)).collect();
    let heads = heads(view, indicator);
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let id = id(view, section, indicator, "distrikter");
    let table = table(id, caption(view, indicator, &view.by_place(indicator)), columns(&heads), rows, &view.hidden_legend());
    Some(sourced(view, table, [indicator]))
}

fn heads(view: &View, indicator: &Indicator) -> Vec<String> {
    let value: &[&str] = match indicator.unit() {
        Unit::Share => &["#Andel", "#k af n", "#Interval (95 %)"],
        Unit::Rate => &["#Pr. 1.000", "#k af n", "#Interval (95 %)"],
        Unit::Mean => &["#Gennemsnit", "#Elever", "#Interval (95 %)"],
        Unit::PerPerson => &["#Pr. ung", "#Forhold og unge"],
        Unit::Points => &["#Forskel", "#Elever"],
        Unit::Count => &["#Antal"],
        Unit::SchoolRange => &["#Laveste og højeste skole", "#Skoler"],
    };
    let tested = view.family.of(&indicator.id).any(|c| matches!(c.against, Against::Rest(_)));
    let against = tested.then(|| format!("Mod resten af {}", view.word("kommunen")));
    std::iter::once("Område").chain(value.iter().copied()).map(String::from).chain(against).collect()
}

fn area_row(view: &View, indicator: &Indicator, area: Area) -> Vec<Cell> {
    let reading = view.now(indicator, area);
    // A group too small for per cent has its numbers in the next column alone.
    let too_small = indicator.unit() == Unit::Share && reading.figure().is_some() && reading.tenths().is_none();
    let value = if too_small { Cell::text("–") } else { reading.cell() };
    let mut row = vec![
        Cell::text(response::label(view, indicator, area)),
        value,
        base_cell(reading),
        reading.marked(Cell::text(reading.interval_text())),
    ];
    let signal = match area {
        Area::District(id) if reading.figure().is_some() => signal_cell(view.in_place(indicator, id)),
        _ => Cell::text("–"),
    };
    row.push(signal);
    row.truncate(heads(view, indicator).len());
    let few = matches!(area, Area::District(id) if response::weak(view, indicator, id));
    row.into_iter().map(|cell| Cell { faint: few, ..cell }).collect()
}

/// Returns what a value rests on as a cell.
pub(super) fn base_cell(reading: Reading) -> Cell {
    reading.cell_of(reading.base())
}

/// Returns the table by grade and sex, or by sex alone; `None` where the indicator is split by neither.
pub(super) fn grades(view: &View, section: &str, indicator: &Indicator) -> Option<Block> {
    let whole = view.at(indicator, Area::Municipality);
    let grades = view.values(indicator, whole.period, |at| at.grade.filter(|_| at.area == Area::Municipality));
    let sexes = view.values(indicator, whole.period, |at| at.sex.filter(|_| at.area == Area::Municipality));
    if grades.is_empty() {
        let rows = sexes.iter().map(|sex| (capital(sex_plural(Some(*sex))), Coordinate { sex: Some(*sex), ..whole.clone() }));
        return two_years(view, (section, "koen"), indicator, ("Køn", "efter køn", rows.collect()));
    }
    let titles = ["Klassetrin".to_owned(), "#Alle".to_owned()].into_iter();
    let titles: Vec<String> = titles.chain(sexes.iter().map(|s| format!("#{}", capital(sex_plural(Some(*s)))))).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let rows =
        std::iter::once(None).chain(grades.iter().copied().map(Some)).map(|g| grade_row(view, indicator, (&whole, g), &sexes));
    let how = if sexes.is_empty() { "efter klassetrin" } else { "efter klassetrin og køn" };
    let caption = caption(view, indicator, &format!("{how}, {}", view.place(indicator, Area::Municipality)));
    let id = id(view, section, indicator, "klassetrin");
    Some(sourced(view, table(id, caption, columns(&titles), rows.collect(), &view.hidden_legend()), [indicator]))
}

fn grade_row(view: &View, indicator: &Indicator, (whole, number): (&Coordinate, Option<u8>), sexes: &[Sex]) -> Vec<Cell> {
    let name = number.map_or_else(|| "Alle".to_owned(), grade);
    let split = |sex| {
        let reading = view.reading(indicator, &Coordinate { sex, grade: number, ..whole.clone() });
        let combined = number.is_some() && sex.is_some() && !indicator.udbryd.contains(&Breakdown::SexGrade);
        if combined { Cell::text("–") } else { reading.full_cell() }
    };
    let cells = std::iter::once(None).chain(sexes.iter().copied().map(Some)).map(split);
    std::iter::once(Cell::text(name)).chain(cells).collect()
}

/// Returns the table by age band with the year before; `None` where the indicator is not split so.
pub(super) fn ages(view: &View, section: &str, indicator: &Indicator) -> Option<Block> {
    let whole = view.at(indicator, Area::Municipality);
    let bands = view.values(indicator, whole.period, |at| at.age.filter(|_| at.category.is_none()));
    let rows = bands.iter().map(|band| (years(*band), Coordinate { age: Some(*band), ..whole.clone() }));
    two_years(view, (section, "aldersgrupper"), indicator, ("Alder", "efter alder", rows.collect()))
}

/// Returns the table by category, in Danish order of names, with the year before and the age bands.
pub(super) fn categories(view: &View, section: &str, indicator: &Indicator) -> Option<Block> {
    let whole = view.at(indicator, Area::Municipality);
    let mut names = view.values(indicator, whole.period, |at| at.category.clone());
    let order = danish_order();
    names.sort_by(|a, b| order.compare(a, b));
    let rows = names.into_iter().map(|name| (capital(&name), Coordinate { category: Some(name), ..whole.clone() }));
    let (head, how) = if indicator.udbryd.contains(&Breakdown::Theme) { ("Tema", "efter tema") } else { ("Type", "efter type") };
    two_years(view, (section, "kategorier"), indicator, (head, how, rows.collect()))
}

type Rows<'a> = (&'a str, &'a str, Vec<(String, Coordinate)>);

fn two_years(view: &View, (section, what): (&str, &str), indicator: &Indicator, (head, how, parts): Rows) -> Option<Block> {
    let whole = view.at(indicator, Area::Municipality);
    if parts.is_empty() {
        return None;
    }
    // One source may name several themes, so the sum of the themes is not the number of sources.
    let total = if indicator.udbryd.contains(&Breakdown::Theme) { "Kilder i alt" } else { "I alt" };
    let all = (total.to_owned(), whole.clone());
    let before = whole.period.a_year_before();
    let earlier = |at: &Coordinate| view.long_reading(indicator, &Coordinate { period: before, ..at.clone() });
    let named: Vec<(String, Coordinate)> = parts.into_iter().chain([all]).collect();
    // A year nobody measured is no column.
    let columns_shown = if named.iter().all(|(_, at)| earlier(at).missing()) { 2 } else { 3 };
    let rows = named.into_iter().map(|(name, at)| {
        let mut row = vec![Cell::text(name), view.reading(indicator, &at).full_cell(), earlier(&at).full_cell()];
        row.truncate(columns_shown);
        row
    });
    let titles = [head.to_owned(), format!("#{}", capital(&period(whole.period))), format!("#{}", capital(&period(before)))];
    let titles: Vec<&str> = titles.iter().take(columns_shown).map(String::as_str).collect();
    let caption = caption(view, indicator, &format!("{how}, {}", view.place(indicator, Area::Municipality)));
    let id = id(view, section, indicator, what);
    let shown = [whole.period, before].into_iter().take(columns_shown - 1).map(|when| (indicator, when));
    Some(sourced_in(table(id, caption, columns(&titles), rows.collect(), &view.hidden_legend()), shown))
}

/// Returns the table of the year's half-years or two-month periods with the year before; `None` without such figures.
pub(super) fn parts_of_year(view: &View, section: &str, indicator: &Indicator) -> Option<Block> {
    let year = view.input.periods.police;
    let halves = (1..=2).map(|part| Period::HalfYear(year, part)).filter(|_| indicator.udbryd.contains(&Breakdown::HalfYear));
    let pairs = (1..=6).map(|part| Period::TwoMonths(year, part)).filter(|_| indicator.udbryd.contains(&Breakdown::TwoMonths));
    let at = |period| Coordinate { period, ..view.at(indicator, Area::Municipality) };
    let mut rows = Vec::new();
    for part in halves.chain(pairs) {
        let now = view.reading(indicator, &at(part));
        let before = view.long_reading(indicator, &at(part.a_year_before()));
        if !now.missing() {
            rows.push(vec![Cell::text(without_year(part)), now.full_cell(), before.full_cell()]);
        }
    }
    let titles = ["Periode".to_owned(), format!("#{year}"), format!("#{}", year - 1)];
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let caption = caption(view, indicator, &format!("lukkede perioder, {}", view.place(indicator, Area::Municipality)));
    let id = id(view, section, indicator, "perioder");
    let years = [year, year - 1].map(|year| (indicator, Period::HalfYear(year, 1)));
    (!rows.is_empty()).then(|| sourced_in(table(id, caption, columns(&titles), rows, &view.hidden_legend()), years))
}

/// Returns the name of a part of a year without the year ("januar–februar").
pub(super) fn without_year(part: Period) -> String {
    let name = period(part);
    let bare = name.rsplit_once(' ').map_or(name.as_str(), |(bare, _)| bare);
    capital(bare)
}
