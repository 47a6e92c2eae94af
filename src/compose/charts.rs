//! Charts of one indicator: districts, development, grade and sex. Each states its finding in words.

use super::format::{NBSP, grade, open, period, slug};
use super::signal::Against;
use super::value::{Reading, axis};
use super::view::{View, subject as about};
use super::{breaks, data_basis, response};
use crate::model::counts::Coordinate;
use crate::model::document::{Block, Chart, ChartSpec, Mark, Series, Signal};
use crate::model::geography::Area;
use crate::model::indicator::{Breakdown, Indicator, Unit};
use crate::model::period::{Period, SchoolYear};
use crate::model::person::Sex;

/// How many periods a development shows at most.
const LONGEST: usize = 5;

/// Said under a drawing with numbers of persons that are intervals.
const LOWER_END: &str = " Hvor antallet er et interval, er det laveste tal tegnet.";

/// Returns the id of a chart or table, unique over all papers.
pub(super) fn id(view: &View, section: &str, indicator: &Indicator, what: &str) -> String {
    format!("{}{section}-{}-{what}", view.prefix, slug(&indicator.id))
}

fn subject(view: &View, indicator: &Indicator) -> String {
    let at = view.at(indicator, Area::Municipality);
    format!("{}, {}", about(indicator, &at), period(at.period))
}

/// Returns the districts as dots with intervals and the municipality as reference; `None` where fewer than two are drawn.
pub(super) fn districts(view: &View, section: &str, indicator: &Indicator) -> Option<Block> {
    let has =
        indicator.udbryd.contains(&Breakdown::District) && matches!(indicator.unit(), Unit::Share | Unit::Rate | Unit::Mean);
    let rows = district_marks(view, indicator);
    if !has || rows.iter().filter(|mark| mark.value.is_some()).count() < 2 {
        return None;
    }
    let whole = view.now(indicator, Area::Municipality);
    let reference = Some(whole.mark(view.area(Area::Municipality), Signal::None)).filter(|mark| mark.value.is_some());
    let alt = format!("{} {}", deviations(view, indicator), listed(view, indicator, &rows, whole));
    let no_streaks = rows.iter().all(|mark| mark.interval.is_none());
    let streaks = if no_streaks { String::new() } else { format!(" Streger viser 95{NBSP}% intervaller.") };
    let between = view.input.project.district_ids().any(|id| view.now(indicator, Area::District(id)).is_between());
    let lower = if between || whole.is_between() { LOWER_END } else { "" };
    let few = response::remark(view, indicator).map_or_else(String::new, |remark| format!(" {remark}"));
    let what = format!("{}, {}. {}", subject(view, indicator), view.by_place(indicator), basis(view, whole));
    let caption = format!("{what}.{streaks}{lower}{few}");
    let spec = ChartSpec::Dots { unit: axis(indicator.unit()).into(), rows, reference };
    Some(Block::Chart(Chart { id: id(view, section, indicator, "prikker"), caption, alt, spec }))
}

/// Returns the districts' marks in the order of ssp.toml.
pub(super) fn district_marks(view: &View, indicator: &Indicator) -> Vec<Mark> {
    let of = |id| view.now(indicator, Area::District(id)).mark(view.district(id), view.in_place(indicator, id));
    view.input.project.district_ids().map(|id| response::mark(view, indicator, id, of(id))).collect()
}

fn basis(view: &View, whole: Reading) -> String {
    format!("{}: {}", view.area(Area::Municipality), whole.full_text())
}

fn listed(view: &View, indicator: &Indicator, rows: &[Mark], whole: Reading) -> String {
    let values: Vec<String> = rows.iter().map(|mark| format!("{} {}", mark.label, mark.text)).collect();
    let municipality = format!("{} {}", view.word("kommunen"), whole.text());
    format!("{}: {}, {municipality}.", subject(view, indicator), values.join(", "))
}

/// Returns which districts differ from the rest of the municipality.
pub(super) fn deviations(view: &View, indicator: &Indicator) -> String {
    let differ = |id| {
        let comparison = view.family.find(&indicator.id, Against::Rest(id)).filter(|c| c.sure())?;
        Some(format!("{} ({})", view.district(id), if comparison.higher() { "højere" } else { "lavere" }))
    };
    let names: Vec<String> = view.input.project.district_ids().filter_map(differ).collect();
    let compared = view.family.of(&indicator.id).any(|c| matches!(c.against, Against::Rest(_)));
    let rest = format!("resten af {}", view.word("kommunen"));
    match (compared, names.is_empty()) {
        (false, _) => {
            format!("{} er ikke sammenlignet statistisk med {rest}.", super::format::capital(view.word("distrikterne")))
        }
        (true, true) => {
            format!("{} adskiller sig statistisk sikkert fra {rest}.", super::format::capital(view.word("intet distrikt")))
        }
        (true, false) => format!("Statistisk sikkert anderledes end {rest}: {}.", super::format::and(&names)),
    }
}

/// Returns the periods of an indicator's development, oldest first, without holes.
pub(super) fn periods(view: &View, indicator: &Indicator) -> Vec<Period> {
    let last = view.current(indicator);
    let earlier = std::iter::successors(Some(last), |p| Some(p.a_year_before()));
    let mut found: Vec<Period> = earlier.take(LONGEST).collect();
    let whole = Coordinate::whole(&indicator.id, last, indicator.geography());
    let known = |p: &Period| !view.long_reading(indicator, &Coordinate { period: *p, ..whole.clone() }).missing();
    while found.last().is_some_and(|p| !known(p)) {
        found.pop();
    }
    found.reverse();
    found
}

/// Returns the development of the municipality; `None` where fewer than two periods can be drawn.
pub(super) fn trend(view: &View, section: &str, indicator: &Indicator) -> Option<Block> {
    let whole = view.at(indicator, Area::Municipality);
    let periods = periods(view, indicator);
    let read = |p: &Period| view.long_reading(indicator, &Coordinate { period: *p, ..whole.clone() });
    let marks: Vec<Mark> = periods.iter().map(|p| read(p).mark(period(*p), Signal::None)).collect();
    if marks.iter().filter(|mark| mark.value.is_some()).count() < 2 {
        return None;
    }
    let alt = trend_words(view, indicator, &marks);
    let geography = view.place(indicator, Area::Municipality);
    let years: Vec<String> = periods.iter().map(|p| read(p).full_text()).collect();
    let title = format!("{}, {geography}", about(indicator, &whole));
    let lower = if periods.iter().any(|p| read(p).is_between()) { LOWER_END } else { "" };
    let latest = &years[years.len() - 1];
    let crossed = breaks::crossed(view, indicator, &periods);
    let lacking = data_basis::lacking(view, indicator, &periods);
    let gaps = if lacking.is_empty() { String::new() } else { format!(" {}", view.say("uger_kurve", &[])) };
    let from_to = format!("{title}, {} til {}. Seneste: {latest}.", period(periods[0]), period(whole.period));
    let caption = format!("{from_to}{lower}{}{gaps}", breaks::words(view, &crossed));
    let series = vec![Series { label: view.area(Area::Municipality), marks }];
    let names = periods.iter().map(|p| short(*p)).collect();
    let breaks = crossed.iter().map(|(at, found)| (*at, found.name.clone())).collect();
    let spec = ChartSpec::Trend { unit: axis(indicator.unit()).into(), periods: names, series, breaks, lacking };
    Some(Block::Chart(Chart { id: id(view, section, indicator, "kurve"), caption, alt, spec }))
}

fn trend_words(view: &View, indicator: &Indicator, marks: &[Mark]) -> String {
    let drawn: Vec<&Mark> = marks.iter().filter(|mark| mark.value.is_some()).collect();
    let (first, last) = (drawn[0], drawn[drawn.len() - 1]);
    let from_to = format!("fra {} i {} til {} i {}", first.text, first.label, last.text, last.label);
    let all: Vec<String> = marks.iter().map(|mark| format!("{}: {}", mark.label, mark.text)).collect();
    let inside = view.inside(Area::Municipality);
    format!("Udviklingen {inside} i ”{}”: {from_to}. I rækkefølge: {}.", indicator.titel, all.join(", "))
}

/// Returns the short name of a period for an axis ("2024/25").
fn short(at: Period) -> String {
    match at {
        Period::Wave(SchoolYear(_)) | Period::SchoolYear(SchoolYear(_)) => {
            period(at).rsplit(' ').next().unwrap_or_default().to_owned()
        }
        _ => period(at),
    }
}

/// Returns bars by grade, with one series per sex where the indicator is split so; `None` where nothing is drawn.
pub(super) fn bars(view: &View, section: &str, indicator: &Indicator) -> Option<Block> {
    let whole = view.at(indicator, Area::Municipality);
    let grades = view.values(indicator, whole.period, |at| at.grade.filter(|_| at.area == Area::Municipality));
    let by_sex = indicator.udbryd.contains(&Breakdown::SexGrade);
    let sexes: &[Option<Sex>] = if by_sex { &[Some(Sex::Boy), Some(Sex::Girl)] } else { &[None] };
    let series: Vec<Series> = sexes.iter().map(|sex| one_series(view, indicator, (&whole, *sex), &grades)).collect();
    let drawn: Vec<&Mark> = series.iter().flat_map(|s| &s.marks).filter(|mark| mark.value.is_some()).collect();
    let highest = drawn.iter().max_by_key(|mark| mark.value)?;
    let split = if by_sex { "efter klassetrin og køn" } else { "efter klassetrin" };
    let title = format!("{}, {split}", open(&indicator.titel));
    let all: Vec<String> = series.iter().flat_map(|s| &s.marks).map(|mark| format!("{} {}", mark.label, mark.text)).collect();
    let is_hidden = series.iter().flat_map(|s| &s.marks).any(|mark| mark.value.is_none());
    // The highest of some may not be the highest.
    let top = if is_hidden { String::new() } else { format!(" højest er {} ({}).", highest.label, highest.text) };
    let alt = format!("{title}:{top} Alle: {}.", all.join(", "));
    let place = view.place(indicator, Area::Municipality);
    let whole_text = basis(view, view.now(indicator, Area::Municipality));
    let caption = format!("{title}, {place}, {}. {whole_text}.", period(whole.period));
    let groups = grades.iter().map(|g| grade(*g)).collect();
    let spec = ChartSpec::Bars { unit: axis(indicator.unit()).into(), groups, series };
    Some(Block::Chart(Chart { id: id(view, section, indicator, "soejler"), caption, alt, spec }))
}

fn one_series(view: &View, indicator: &Indicator, (whole, sex): (&Coordinate, Option<Sex>), grades: &[u8]) -> Series {
    let name = sex_plural(sex);
    let mark = |number: &u8| {
        let at = Coordinate { sex, grade: Some(*number), ..whole.clone() };
        let who = if sex.is_none() { "elever" } else { name };
        view.reading(indicator, &at).mark(format!("{who} i {}", grade(*number)), Signal::None)
    };
    Series { label: super::format::capital(name), marks: grades.iter().map(mark).collect() }
}

/// Returns the word for a group of one sex.
pub(super) fn sex_plural(sex: Option<Sex>) -> &'static str {
    match sex {
        None => "alle",
        Some(Sex::Boy) => "drenge",
        Some(Sex::Girl) => "piger",
        Some(Sex::Unknown) => "uoplyst køn",
    }
}
