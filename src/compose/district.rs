//! The district sheet: two pages in the order of the district group's agenda. Nothing about any other district.

use super::blocks::{columns, note, paragraph, section, signal_cell, table, write_space};
use super::data_basis;
use super::format::{capital, date, grade, period};
use super::overview::{annual_plan, message};
use super::plan::{Entry, SectionKind};
use super::schools::noted;
use super::sentence::{hidden_words, no_source};
use super::signal::{Against, Comparison};
use super::source_line::{sourced, sourced_in};
use super::tables::{danish_order, without_year};
use super::theme::chosen;
use super::view::{View, group};
use crate::model::counts::Coordinate;
use crate::model::document::{Block, Cell, KeyFigure, Section, Signal};
use crate::model::geography::{Area, DistrictId};
use crate::model::indicator::{Breakdown, Indicator, Unit};
use crate::model::period::Period;
use crate::model::profile::Source;

/// How many key figures the sheet has.
const KEY_FIGURES: usize = 6;

/// How many two-month periods the sheet shows.
const LATEST: usize = 2;

/// How many messages of the annual report the sheet repeats.
const MESSAGES: usize = 2;

/// Returns the section of one entry of the district plan.
pub(super) fn sections(view: &View, entry: &Entry, id: DistrictId) -> Vec<Section> {
    let blocks = match entry.slags {
        SectionKind::DistriktFokus => focus(view, entry, id),
        SectionKind::Aarshjul => wheel(view, entry),
        SectionKind::DistriktBudskaber => messages(view, id),
        SectionKind::DistriktTal => key_figures(view, entry, id),
        SectionKind::SidenSidst => since_last(view, entry, id),
        SectionKind::DistriktFravaer => absence(view, entry, id),
        SectionKind::DistriktSkrev => written(view, entry, id),
        SectionKind::Aftaler => agreements(),
        SectionKind::SkoleSvar => answers(view, entry, id),
        _ => Vec::new(),
    };
    vec![section(entry, view.input.project.word(&entry.titel), blocks)]
}

/// Returns "17. marts 2025" or that the meeting has no date yet.
pub(super) fn next_meeting(view: &View, id: DistrictId) -> String {
    let project = view.input.project;
    let meeting = project.report.district_meetings.get(&project.district(id).id);
    meeting.map_or_else(|| "Ikke fastsat".into(), |day| date(*day))
}

fn focus(view: &View, entry: &Entry, id: DistrictId) -> Vec<Block> {
    let word = view.word("fokusområde");
    let status = || {
        let steps = super::plans::steps(view, &entry.id, Some(id));
        steps.unwrap_or_else(|| write_space("Status på procesplanen", 2))
    };
    let Some(chosen) = view.input.project.report.chosen_focus() else {
        return vec![write_space(format!("Årets {word}"), 1), status()];
    };
    let measured: Vec<&Indicator> = chosen.indicators.iter().filter_map(|i| view.indicator(i)).collect();
    let mut blocks = vec![paragraph(format!("{}, valgt i {}: {}.", capital(word), chosen.chosen, chosen.title))];
    if !measured.is_empty() {
        let rows = measured.iter().map(|i| beside(view, i, id)).collect();
        let titles =
            ["Indikator", "Periode og sted", &format!("#{}", view.district(id)), &format!("#{}", view.area(Area::Municipality))];
        let caption = format!("{} i {} og {}.", capital(word), view.district(id), view.inside(Area::Municipality));
        let table = table(format!("{}{}-tal", view.prefix, entry.id), caption, columns(&titles), rows, &view.hidden_legend());
        blocks.push(sourced(view, table, measured.iter().copied()));
    }
    blocks.push(status());
    blocks
}

fn beside(view: &View, indicator: &Indicator, id: DistrictId) -> Vec<Cell> {
    let own = view.now(indicator, Area::District(id)).full_cell();
    let whole = view.now(indicator, Area::Municipality).full_cell();
    vec![Cell::text(indicator.titel.clone()), Cell::text(view.period_and_place(indicator)), own, whole]
}

fn wheel(view: &View, entry: &Entry) -> Vec<Block> {
    let plan = annual_plan(&format!("{}{}-plan", view.prefix, entry.id), &view.input.project.report.annual_plan);
    vec![plan, write_space("Gjort, og det næste", 1)]
}

fn messages(view: &View, id: DistrictId) -> Vec<Block> {
    let sure = view.family.sure();
    let own = sure.iter().filter(|c| c.against == Against::Rest(id));
    let whole = sure.iter().filter(|c| c.against == Against::YearBefore);
    let chosen: Vec<&&Comparison> = own.chain(whole).take(MESSAGES).collect();
    if chosen.is_empty() {
        return vec![paragraph(format!(
            "Datarapporten har ingen statistisk sikre forskelle, der handler om {} eller om hele {}.",
            view.district(id),
            view.word("kommunen")
        ))];
    }
    vec![Block::Messages { items: chosen.into_iter().map(|c| message(view, c)).collect() }]
}

/// Focus indicators first, then what differs most here, then those the plan names.
fn key_figures(view: &View, entry: &Entry, id: DistrictId) -> Vec<Block> {
    let focus = view.input.project.report.chosen_focus().into_iter().flat_map(|f| &f.indicators).cloned();
    let own = view.family.sure().into_iter().filter(|c| c.against == Against::Rest(id)).map(|c| c.indicator.clone());
    let mut picked: Vec<&Indicator> = Vec::new();
    for name in focus.chain(own).chain(entry.indikatorer.iter().cloned()).chain(view.indicators().map(|i| i.id.clone())) {
        let fits =
            |i: &&Indicator| i.udbryd.contains(&Breakdown::District) && i.kilde != Source::Observationer && view.has_now(i);
        let new = |i: &&Indicator| picked.iter().all(|known| known.id != i.id);
        picked.extend(view.indicator(&name).filter(fits).filter(new));
    }
    picked.truncate(KEY_FIGURES);
    if picked.is_empty() {
        return vec![paragraph("Der er ingen tal til nøgletal, fordi ingen af kilderne har data for rapportens perioder.")];
    }
    let items = picked.into_iter().map(|i| key_figure(view, i, id)).collect();
    let against = format!("Tegnene sammenligner med resten af {}.", view.word("kommunen"));
    vec![Block::KeyFigures { items }, paragraph(against)]
}

fn key_figure(view: &View, indicator: &Indicator, id: DistrictId) -> KeyFigure {
    let own = view.now(indicator, Area::District(id));
    let whole = view.now(indicator, Area::Municipality);
    let about = match (own.figure().is_some(), own.hidden()) {
        (true, _) if matches!(indicator.unit(), Unit::Count) => capital(&view.period_and_place(indicator)),
        (true, _) => format!("Grundlag: {}, {}", own.base(), view.period_and_place(indicator)),
        (false, true) => format!("Tallet {}", hidden_words(own.hidden_by_source())),
        (false, false) => format!("Ingen data i {}", view.period_and_place(indicator)),
    };
    let beside = format!("{}: {}", view.area(Area::Municipality), whole.full_text());
    let signal = if own.figure().is_some() { view.in_place(indicator, id) } else { Signal::None };
    KeyFigure { label: indicator.titel.clone(), value: own.text(), context: vec![about, beside], signal }
}

/// The district's last closed half-year; two months are nearly always too few to show for one district, so they are the
/// municipality's.
fn since_last(view: &View, entry: &Entry, id: DistrictId) -> Vec<Block> {
    let indicators = chosen(view, entry);
    let year = view.input.periods.police;
    let half = Period::HalfYear(year, 2);
    let halves = indicators.iter().filter(|i| i.udbryd.contains(&Breakdown::HalfYear));
    let both = |i: &&Indicator| [Area::District(id), Area::Municipality].map(|area| then_and_now(view, i, (area, half), true));
    let mut rows: Vec<Vec<Cell>> = halves.flat_map(both).collect();
    for indicator in indicators.iter().filter(|i| i.udbryd.contains(&Breakdown::TwoMonths)) {
        let pairs = (1..=6).map(|part| Period::TwoMonths(year, part));
        let measured = pairs.filter(|part| !view.reading(indicator, &at(view, indicator, (Area::Municipality, *part))).missing());
        let measured: Vec<Period> = measured.collect();
        rows.extend(since(view, &measured).iter().map(|part| then_and_now(view, indicator, (Area::Municipality, *part), false)));
    }
    if rows.is_empty() || !indicators.iter().any(|i| view.has_figures(i)) {
        return vec![paragraph(no_source(view, "de seneste lukkede perioder", &[Source::Politi]))];
    }
    let titles = ["Indikator og område".to_owned(), "Periode".into(), format!("#{year}"), format!("#{}", year - 1)];
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let caption = format!(
        "De seneste lukkede perioder, efter bopæl: halvår for {}, to måneder for {}.",
        view.district(id),
        view.word("kommunen")
    );
    let table = table(format!("{}{}-perioder", view.prefix, entry.id), caption, columns(&titles), rows, &view.hidden_legend());
    let table = sourced_in(table, indicators.iter().flat_map(|i| [half, half.a_year_before()].map(|half| (*i, half))));
    let then = indicators.iter().map(|i| (*i, at(view, i, (Area::District(id), half.a_year_before()))));
    let table = noted(view, table, then);
    std::iter::once(table).chain(not_here(view)).chain(data_basis::missing_in(view, year).map(note)).collect()
}

/// Returns the two-month periods since the groups met last; the year's latest where ssp.toml does not say when.
fn since<'p>(view: &View, measured: &'p [Period]) -> &'p [Period] {
    match view.input.project.report.since_last {
        Some((year, part)) => {
            let before = measured.iter().take_while(|period| **period < Period::TwoMonths(year, part)).count();
            &measured[before..]
        }
        None => &measured[measured.len().saturating_sub(LATEST)..],
    }
}

/// Says so where the time since the last meeting is not among the report's closed periods.
fn not_here(view: &View) -> Option<Block> {
    let (year, part) = view.input.project.report.since_last?;
    let first = period(Period::TwoMonths(year, part));
    (year > view.input.periods.police).then(|| {
        let known = view.input.periods.police;
        note(format!("Gruppen mødtes sidst i {first}. Rapportens tal fra politiet går til udgangen af {known}, så tiden siden mødet er ikke med."))
    })
}

fn at(view: &View, indicator: &Indicator, (area, period): (Area, Period)) -> Coordinate {
    Coordinate { period, ..view.at(indicator, area) }
}

fn then_and_now(view: &View, indicator: &Indicator, (area, part): (Area, Period), full: bool) -> Vec<Cell> {
    let now = view.reading(indicator, &at(view, indicator, (area, part)));
    let before = view.long_reading(indicator, &at(view, indicator, (area, part.a_year_before())));
    let cell = |reading: super::value::Reading| match reading.figure() {
        Some(figure) if !full => reading.cell_of(super::value::count(figure)),
        _ => reading.full_cell(),
    };
    let name = format!("{}, {}", indicator.titel, view.area(area));
    vec![Cell::text(name), Cell::text(without_year(part)), cell(now), cell(before)]
}

fn absence(view: &View, entry: &Entry, id: DistrictId) -> Vec<Block> {
    let indicators: Vec<&Indicator> = chosen(view, entry).into_iter().filter(|i| view.has_now(i)).collect();
    let Some(first) = indicators.first() else {
        return vec![paragraph(no_source(view, "skolefravær", &[Source::Fravaer]))];
    };
    let when = view.current(first);
    let mut grades = view.values(first, when, |at| at.grade.filter(|_| at.area == Area::District(id)));
    grades.retain(|grade| entry.shows_grade(*grade));
    let rows = std::iter::once(None).chain(grades.into_iter().map(Some)).map(|number| {
        let cells = indicators.iter().flat_map(|i| {
            [Area::District(id), Area::Municipality]
                .map(|area| view.reading(i, &Coordinate { grade: number, ..view.at(i, area) }).full_cell())
        });
        std::iter::once(Cell::text(number.map_or_else(|| "Alle klassetrin".to_owned(), grade))).chain(cells).collect()
    });
    let names = [view.district(id).to_owned(), view.area(Area::Municipality)];
    let heads = indicators.iter().flat_map(|i| names.iter().map(|name| format!("#{}, {name}", i.titel)));
    let heads: Vec<String> = std::iter::once("Klassetrin".to_owned()).chain(heads).collect();
    let titles: Vec<&str> = heads.iter().map(String::as_str).collect();
    let caption = format!("Fravær i {}, efter skolens distrikt.", period(when));
    let id = format!("{}{}-klassetrin", view.prefix, entry.id);
    let table = table(id, caption, columns(&titles), rows.collect(), &view.hidden_legend());
    vec![sourced(view, table, indicators.iter().copied())]
}

/// Returns the survey's answers at the district's schools together, beside the municipality's.
fn answers(view: &View, entry: &Entry, id: DistrictId) -> Vec<Block> {
    let asked = |i: &&Indicator| {
        i.kilde == Source::Upu && i.udbryd.contains(&Breakdown::District) && view.has_now(i) && i.unit() == Unit::Share
    };
    let indicators: Vec<&Indicator> = chosen(view, entry).into_iter().filter(asked).collect();
    let Some(first) = indicators.first() else {
        return vec![paragraph(no_source(view, "elevernes svar", &[Source::Upu]))];
    };
    if view.silent_districts(Source::Upu).contains(&id) {
        return vec![paragraph(super::sentence::statement(view, first, &view.at(first, Area::District(id))))];
    }
    // Where all were asked the same grades, the caption says which.
    let together = indicators.iter().all(|i| i.klassetrin == first.klassetrin);
    let row = |i: &&Indicator| {
        let own = view.now(i, Area::District(id));
        let signal = if own.figure().is_some() { signal_cell(view.in_place(i, id)) } else { Cell::text("–") };
        let name = if together { i.titel.clone() } else { format!("{}, {}", i.titel, group(i, &view.at(i, Area::Municipality))) };
        let whole = view.now(i, Area::Municipality);
        vec![Cell::text(name), own.full_cell(), whole.full_cell(), signal]
    };
    let heads = [format!("#{}", view.district(id)), format!("#{}", view.area(Area::Municipality))];
    let against = format!("Mod resten af {}", view.word("kommunen"));
    let titles = ["Indikator", heads[0].as_str(), heads[1].as_str(), against.as_str()];
    let caption =
        format!("Svar i Ungeprofilundersøgelsen i {}, efter skolens {}.", period(view.current(first)), view.word("distrikt"));
    let id = format!("{}{}-tabel", view.prefix, entry.id);
    let table = table(id, caption, columns(&titles), indicators.iter().map(row).collect(), &view.hidden_legend());
    vec![sourced(view, table, indicators.iter().copied())]
}

fn written(view: &View, entry: &Entry, id: DistrictId) -> Vec<Block> {
    let mut items: Vec<String> = Vec::new();
    for indicator in chosen(view, entry) {
        let here = view.at(indicator, Area::District(id));
        let mut themes = view.values(indicator, here.period, |at| at.category.clone().filter(|_| at.area == here.area));
        let order = danish_order();
        themes.sort_by(|a, b| order.compare(a, b));
        let sources = |theme: &String| view.reading(indicator, &Coordinate { category: Some(theme.clone()), ..here.clone() });
        let item = |theme: &String| format!("{theme} ({})", sources(theme).text());
        items.extend(themes.iter().map(item));
    }
    let group = view.word("distriktsgruppen");
    if items.is_empty() {
        return vec![paragraph(format!("Der er ingen bidrag fra {group} i {}.", view.input.periods.police))];
    }
    let year = view.input.periods.police;
    let counted = format!("I parentes står antallet af uafhængige kilder i {year}, aldrig et antal børn.");
    vec![paragraph(format!("Temaer i {year}: {}. {counted}", items.join(", ")))]
}

fn agreements() -> Vec<Block> {
    vec![write_space("Hvad, hvem, hvornår", 3), paragraph("Enkeltsager drøftes mundtligt og står ikke her.")]
}
