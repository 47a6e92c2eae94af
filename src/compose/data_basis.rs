//! What the report rests on: which lists came, what each source gave, what was stopped.

use super::blocks::{columns, list, note, paragraph, section, subsection, table};
use super::format::{and, capital, date, period, plural};
use super::plan::Entry;
use super::sentence::missing_lists;
use super::source_line::{from, sourced};
use super::tables::danish_order;
use super::view::View;
use crate::model::counts::Coordinate;
use crate::model::document::{Block, Cell, Chart, ChartSpec, Section};
use crate::model::geography::Area;
use crate::model::indicator::{Indicator, Level, Measure};
use crate::model::period::{Date, Period};
use crate::model::profile::{Rhythm, Source};
use crate::model::release::{Delivery, MERGED, REJECTED, SKIPPED};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a list came, by number of week or month, year for year.
type Years = BTreeMap<i16, BTreeMap<u8, bool>>;

/// Returns coverage and quality.
pub(super) fn data_basis(view: &View, entry: &Entry) -> Vec<Section> {
    let blocks = std::iter::once(sources(view, entry)).chain(as_released(view)).collect();
    let head = section(entry, view.input.project.word(&entry.titel), blocks);
    let lists = subsection(entry, "lister", "Politiets lister", lists(view, entry));
    let quality = subsection(entry, "kvalitet", "Datakvalitet", quality(view, entry));
    vec![head, lists, quality]
}

/// Returns the texts of the table of sources: how many deliveries came, of which periods.
pub(super) fn came(view: &View) -> Vec<String> {
    Source::ALL.iter().flat_map(|source| source_row(view, *source)).map(|cell| cell.text).collect()
}

fn sources(view: &View, entry: &Entry) -> Block {
    let rows = Source::ALL.iter().map(|source| source_row(view, *source)).collect();
    let titles = ["Kilde", "#Leveringer", "#Undtaget", "Perioder"];
    let id = format!("{}{}-kilder", view.prefix, entry.id);
    let table = table(id, "Kilderne og det, der kom fra dem.".into(), columns(&titles), rows, "");
    from(table, &["Leveringerne til denne rapport".to_owned()])
}

/// Returns the sentence about figures that stand as they were released. It names what was measured alike as well as what is kept, so
/// that it does not tell where something has changed.
fn as_released(view: &View) -> Option<Block> {
    let mut named: BTreeMap<(Source, Date), Vec<String>> = BTreeMap::new();
    for part @ (source, when) in view.input.protected.as_released() {
        if let Some(date) = view.input.issue.released.get(part) {
            named.entry((*source, *date)).or_default().push(period(*when));
        }
    }
    let one = |((source, day), periods): (&(Source, Date), &Vec<String>)| {
        format!("{}, {} (som frigivet {})", source.danish(), and(periods), date(*day))
    };
    let all: Vec<String> = named.iter().map(one).collect();
    (!all.is_empty()).then(|| note(view.say("som_frigivet", &[("tal", &all.join("; "))])))
}

fn source_row(view: &View, source: Source) -> Vec<Cell> {
    let came: Vec<&Delivery> = view.input.coverage.deliveries.iter().filter(|d| d.source == source).collect();
    let aside = came.iter().filter(|d| d.exempted).count();
    let known: BTreeSet<Period> = came.iter().filter_map(|d| d.period).collect();
    let periods = match (known.first(), known.last()) {
        _ if came.is_empty() => "ingen data".into(),
        (Some(first), Some(last)) if first == last => period(*first),
        (Some(first), Some(last)) => format!("{} til {}", period(*first), period(*last)),
        _ => "–".into(),
    };
    vec![Cell::text(source.danish()), Cell::text(came.len().to_string()), Cell::text(aside.to_string()), Cell::text(periods)]
}

/// Returns which lists came, as a calendar, and what their gaps mean.
pub(super) fn lists(view: &View, entry: &Entry) -> Vec<Block> {
    let coverage = view.input.coverage;
    let mut years = Years::new();
    for (week, came) in &coverage.lists {
        years.entry(week.year).or_default().insert(week.number, *came);
    }
    if years.is_empty() {
        return vec![paragraph("Der er ingen lister fra politiet i rapportens data. Afsnit, der bygger på dem, siger det.")];
    }
    let months = coverage.rhythm == Some(Rhythm::Month);
    let mut blocks = vec![calendar(view, entry, &years, months)];
    let gaps: Vec<String> = years.iter().filter_map(|(year, lists)| gap(view, *year, lists)).collect();
    if gaps.is_empty() {
        blocks.push(paragraph(format!("Der kom en liste for hver {} i den viste tid.", unit(months))));
    } else {
        blocks.push(note(gaps.join(" ")));
    }
    blocks.extend(years.keys().last().and_then(|year| late(view, *year)));
    blocks
}

/// Returns the caution about the last year, where its last eight weeks are so new that cases may still come on a later list.
fn late(view: &View, year: i16) -> Option<Block> {
    let eight_weeks_after = Date { year: year + 1, month: 2, day: 25 };
    let say = || view.say("nye_sager", &[("dato", &date(view.input.as_of)), ("aar", &year)]);
    (view.input.as_of <= eight_weeks_after).then(|| paragraph(say()))
}

fn gap(view: &View, year: i16, lists: &BTreeMap<u8, bool>) -> Option<String> {
    let months = view.input.coverage.rhythm == Some(Rhythm::Month);
    let year_before = view.input.coverage.lists.iter().any(|(week, came)| *came && week.year == year - 1);
    let missing: Vec<u8> = lists.iter().filter(|(_, came)| !**came).map(|(number, _)| *number).collect();
    (!missing.is_empty()).then(|| missing_lists(view, months, year, &missing, year_before))
}

/// Returns the periods of a police figure that lists are missing in, with their number in words ("2 uger mangler").
pub(super) fn lacking(view: &View, indicator: &Indicator, periods: &[Period]) -> Vec<(usize, String)> {
    let months = view.input.coverage.rhythm == Some(Rhythm::Month);
    let words = |at: &Period| {
        let Period::Year(year) = *at else { return None };
        let lists = view.input.coverage.lists.iter().filter(|(week, came)| week.year == year && !*came);
        let many = i64::try_from(lists.count()).expect("a year has few lists");
        let unit = if months { plural(many, "måned", "måneder") } else { plural(many, "uge", "uger") };
        let number = if many == 1 { "én".to_owned() } else { many.to_string() };
        (many > 0).then(|| format!("{number} {unit} mangler"))
    };
    let of_police = indicator.kilde == Source::Politi;
    let found = periods.iter().enumerate().filter(|_| of_police).filter_map(|(at, period)| Some((at, words(period)?)));
    found.collect()
}

/// Returns the sentence about the lists that are missing in a year.
pub(super) fn missing_in(view: &View, year: i16) -> Option<String> {
    let of_year = view.input.coverage.lists.iter().filter(|(week, _)| week.year == year);
    let lists: BTreeMap<u8, bool> = of_year.map(|(week, came)| (week.number, *came)).collect();
    gap(view, year, &lists)
}

fn unit(months: bool) -> &'static str {
    if months { "måned" } else { "uge" }
}

fn calendar(view: &View, entry: &Entry, years: &Years, months: bool) -> Block {
    let many = if months { "måneder" } else { "uger" };
    let words: Vec<String> = years
        .iter()
        .map(|(year, lists)| {
            format!("i {year} kom der en liste for {} af {} {many}", lists.values().filter(|came| **came).count(), lists.len())
        })
        .collect();
    let spec = ChartSpec::Calendar {
        years: years.iter().map(|(year, lists)| (*year, lists.values().copied().collect())).collect(),
        unit: unit(months).into(),
    };
    let caption = format!("Politiets SSP-lister, {} for {}. Udfyldt: listen kom.", unit(months), unit(months));
    let alt = format!("Politiets SSP-lister: {}.", words.join("; "));
    Block::Chart(Chart { id: format!("{}{}-kalender", view.prefix, entry.id), caption, alt, spec })
}

fn quality(view: &View, entry: &Entry) -> Vec<Block> {
    let all = || view.input.protected.indicators().iter().filter(|i| i.niveau == Level::Kvalitet);
    let (files, indicators): (Vec<&Indicator>, Vec<&Indicator>) = all().partition(|i| matches!(i.maal, Measure::FileRows));
    let rows: Vec<Vec<Cell>> = indicators.iter().flat_map(|i| quality_rows(view, i)).collect();
    let mut blocks = Vec::new();
    if !rows.is_empty() {
        let id = format!("{}{}-raekker", view.prefix, entry.id);
        let caption = "Mål for datakvalitet.".to_owned();
        let table = table(id, caption, columns(&["Mål", "Periode", "#Værdi"]), rows, &view.hidden_legend());
        blocks.push(sourced(view, table, indicators.iter().copied()));
    }
    blocks.extend(left_out(view, entry, &files));
    blocks.extend(silent_schools(view).into_iter().map(note));
    let nothing = view.input.quality.is_empty() && blocks.is_empty();
    let nothing = nothing.then(|| "Ingen filer er stoppet eller sat til side.".to_owned());
    let unknown = format!("Tal uden oplyst {} tæller med i {}.", view.word("distrikt"), view.word("kommunen"));
    let told = nothing.into_iter().chain(view.input.quality.iter().cloned()).chain([capital(&unknown)]);
    std::iter::once(list(told.collect())).chain(blocks).collect()
}

/// Returns a table with the rows that are not counted, a source in each row.
fn left_out(view: &View, entry: &Entry, indicators: &[&Indicator]) -> Option<Block> {
    let row = |indicator: &&Indicator| {
        let whole = view.at(indicator, Area::Municipality);
        let of = |why: &str| view.reading(indicator, &Coordinate { category: Some(why.to_owned()), ..whole.clone() });
        let readings = [REJECTED, MERGED, SKIPPED].map(of);
        let cells = [Cell::text(indicator.kilde.danish()), Cell::text(period(whole.period))].into_iter();
        let seen = readings.iter().any(|reading| !reading.missing());
        seen.then(|| cells.chain(readings.iter().map(|reading| reading.full_cell())).collect::<Vec<_>>())
    };
    let rows: Vec<Vec<Cell>> = indicators.iter().filter_map(row).collect();
    let titles = ["Kilde", "Periode", "#Fejl", "#Dubletter", "#Ikke data"];
    let caption = "Rækker i filerne, der ikke er talt med. Ikke data er sumlinjer og gentagne overskrifter.".to_owned();
    let id = format!("{}{}-udeladt", view.prefix, entry.id);
    let measured = indicators.iter().copied().filter(|i| view.has_now(i));
    (!rows.is_empty()).then(|| sourced(view, table(id, caption, columns(&titles), rows, &view.hidden_legend()), measured))
}

/// Returns the sentence about the schools that were invited to this report's survey and gave no answer.
fn silent_schools(view: &View) -> Option<String> {
    let wave = view.input.periods.survey;
    let (_, schools) = view.input.coverage.silent_schools.iter().find(|(of, _)| *of == wave)?;
    let mut names: Vec<String> = schools.iter().filter(|name| !name.is_empty()).cloned().collect();
    let order = danish_order();
    names.sort_by(|a, b| order.compare(a, b));
    let unnamed = schools.len() - names.len();
    if unnamed > 0 {
        let count = i64::try_from(unnamed).expect("a list of schools fits 64 bits");
        names.push(format!("{unnamed} {}, der ikke står i skoleregistret", plural(count, "skole", "skoler")));
    }
    let (who, whose) = if schools.len() == 1 { ("En inviteret skole", "Dens") } else { ("Nogle inviterede skoler", "Deres") };
    Some(format!(
        "{who} har ingen svar i undersøgelsen {}: {}. {whose} elever er ikke med i tallene.",
        period(Period::Wave(wave)),
        and(&names)
    ))
}

/// Returns the whole figure and each category's; roles have no whole, for they are never added together.
fn quality_rows(view: &View, indicator: &Indicator) -> Vec<Vec<Cell>> {
    let whole = view.at(indicator, Area::Municipality);
    let mut names = view.values(indicator, whole.period, |at| at.category.clone().filter(|_| at.area == Area::Municipality));
    let order = danish_order();
    names.sort_by(|a, b| order.compare(a, b));
    let parts = names
        .into_iter()
        .map(|name| (format!("{}: {name}", indicator.titel), Coordinate { category: Some(name), ..whole.clone() }));
    let districts = view
        .input
        .project
        .district_ids()
        .filter(|_| matches!(indicator.maal, Measure::ResponseRate))
        .map(|id| (format!("{}: {}", indicator.titel, view.district(id)), whole.in_area(Area::District(id))));
    let figures = std::iter::once((indicator.titel.clone(), whole.clone())).chain(parts).chain(districts);
    let shown = figures.map(|(name, at)| (name, view.reading(indicator, &at))).filter(|(_, reading)| !reading.missing());
    shown.map(|(name, reading)| vec![Cell::text(name), Cell::text(period(whole.period)), reading.full_cell()]).collect()
}
