//! The words of a row and a column, turned into the figure they are about.

use crate::compose::format::read_period;
use crate::compose::view::View;
use crate::model::counts::Coordinate;
use crate::model::geography::Area;
use crate::model::indicator::Indicator;
use crate::model::period::{Period, SchoolYear};
use crate::model::person::{AgeBand, Sex};
use crate::model::profile::Source;

/// Words that leave everything open, or say again what the indicator says.
const OPEN: [&str; 9] =
    ["alle", "i alt", "kilder i alt", "alle klassetrin", "skole", "bopæl", "gerningssted", "distriktsgruppe", "nu"];

/// Returns the parts of what was written: "Antrufne unge, Søndre distrikt" is an indicator and a district.
pub(super) fn terms(words: &[String]) -> Vec<String> {
    let parts = words.iter().flat_map(|word| word.split(", "));
    parts.map(|part| part.trim().replace('\u{a0}', " ")).filter(|part| !part.is_empty()).collect()
}

/// Returns the indicator a term names by id or title.
pub(super) fn indicator<'a>(view: &View<'a>, term: &str) -> Option<&'a Indicator> {
    let all = view.input.protected.indicators();
    all.iter().find(|i| same(&i.id, term) || same(&i.titel, term))
}

/// Returns the coordinate the terms describe, beginning from the municipality's figure of this report.
///
/// # Errors
/// Returns the term that means nothing here.
pub(super) fn coordinate(view: &View, indicator: &Indicator, terms: &[String], known: &[String]) -> Result<Coordinate, String> {
    let mut at = view.at(indicator, Area::Municipality);
    for term in terms {
        let open = OPEN.contains(&term.to_lowercase().as_str()) || self::indicator(view, term).is_some();
        if !(open || set(view, indicator, &mut at, term) || known.iter().any(|title| same(title, term))) {
            return Err(term.clone());
        }
    }
    Ok(at)
}

/// Sets the dimension a term speaks of; tells whether it speaks of any.
fn set(view: &View, indicator: &Indicator, at: &mut Coordinate, term: &str) -> bool {
    if let Some(area) = area(view, term) {
        at.area = area;
    } else if let Some(sex) = sex(term) {
        at.sex = Some(sex);
    } else if let Some(grade) = term.strip_suffix(". klasse").and_then(|number| number.parse().ok()) {
        at.grade = Some(grade);
    } else if let Some(band) = band(term) {
        at.age = Some(band);
    } else if let Some(category) = category(view, indicator, term) {
        at.category = Some(category);
    } else if let Some(period) = period(view, indicator, term) {
        at.period = period;
    } else {
        return false;
    }
    true
}

fn area(view: &View, term: &str) -> Option<Area> {
    let project = view.input.project;
    let is = |name: &str| same(name, term);
    if is(view.word("kommunen")) || is("kommunen") || is("kommune") {
        return Some(Area::Municipality);
    }
    if is("uoplyst") {
        return Some(Area::Unknown);
    }
    let named = project.district_ids().find(|id| {
        let district = project.district(*id);
        is(&district.id) || is(&district.name) || district.aliases.iter().any(|alias| is(alias))
    });
    named.map(Area::District)
}

fn sex(term: &str) -> Option<Sex> {
    match term.to_lowercase().as_str() {
        "dreng" | "drenge" => Some(Sex::Boy),
        "pige" | "piger" => Some(Sex::Girl),
        _ => None,
    }
}

/// Reads "15–17 år" and "15-17".
fn band(term: &str) -> Option<AgeBand> {
    let (from, to) = term.strip_suffix(" år").unwrap_or(term).split_once(['–', '-'])?;
    Some(AgeBand { from: from.parse().ok()?, to: to.parse().ok()? })
}

fn category(view: &View, indicator: &Indicator, term: &str) -> Option<String> {
    let cells = view.input.protected.cells().filter(|(at, _)| at.indicator == indicator.id);
    cells.filter_map(|(at, _)| at.category.clone()).find(|category| same(category, term))
}

/// Reads a period by its name; a school year alone is a winter of the survey or a school year, a part of a year alone is of the
/// report's year.
fn period(view: &View, indicator: &Indicator, term: &str) -> Option<Period> {
    let lower = term.to_lowercase();
    let school = SchoolYear::parse(&lower).map(|year| match indicator.kilde {
        Source::Upu => Period::Wave(year),
        _ => Period::SchoolYear(year),
    });
    let of_year = || read_period(&format!("{lower} {}", view.input.periods.police));
    school.or_else(|| read_period(&lower)).or_else(of_year)
}

pub(super) fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}
