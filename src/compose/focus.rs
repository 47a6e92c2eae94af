//! Possible focus areas, chosen by a stated rule from the tested signals, and last year's focus area.

use super::blocks::{columns, list, paragraph, section, subsection, table, write_space};
use super::format::{and, capital, open, period, plural};
use super::plan::Entry;
use super::sentence::finding;
use super::signal::{Against, Comparison};
use super::source_line::sourced_in;
use super::view::{View, a_year_after, current};
use crate::model::counts::Coordinate;
use crate::model::document::{Block, Cell, Section, Signal};
use crate::model::geography::Area;
use crate::model::indicator::Indicator;
use crate::model::period::ReportPeriods;
use crate::model::profile::Source;
use crate::model::project::Focus;

/// How many candidates are put before the meeting.
const CANDIDATES: usize = 5;

/// One candidate: an indicator with its sure differences to the worse, the weightiest first.
struct Candidate<'a> {
    indicator: &'a Indicator,
    worse: Vec<&'a Comparison>,
}

/// Returns the indicators with sure differences to the worse: a development first, then the number of districts, then weight.
fn candidates<'a>(view: &'a View<'a>) -> Vec<Candidate<'a>> {
    let mut found: Vec<Candidate> = Vec::new();
    let near = |c: &&Comparison| matches!(c.against, Against::YearBefore | Against::Rest(_));
    for comparison in view.family.sure().into_iter().filter(near).filter(|c| c.signal() == Signal::Worse) {
        match found.iter_mut().find(|c| c.indicator.id == comparison.indicator) {
            Some(known) => known.worse.push(comparison),
            None => {
                let indicator = view.indicator(&comparison.indicator).expect("every comparison belongs to an indicator");
                found.push(Candidate { indicator, worse: vec![comparison] });
            }
        }
    }
    let grows = |c: &Candidate| c.worse.iter().any(|w| w.against == Against::YearBefore);
    found.sort_by_key(|c| (std::cmp::Reverse(grows(c)), std::cmp::Reverse(c.worse.len())));
    found.truncate(CANDIDATES);
    found
}

/// Returns each candidate in one line.
pub(super) fn one_liners(view: &View) -> Vec<String> {
    candidates(view).iter().map(|c| format!("{}: {}", open(&c.indicator.titel), place_words(view, c))).collect()
}

fn place_words(view: &View, candidate: &Candidate) -> String {
    let grows = candidate.worse.iter().any(|c| c.against == Against::YearBefore);
    let districts = districts(view, candidate);
    let whole = view.inside(Area::Municipality);
    let rest = format!("resten af {}", view.word("kommunen"));
    match (grows, districts.is_empty()) {
        (true, true) => format!("dårligere {whole} end året før."),
        (true, false) => format!("dårligere {whole} end året før, og dårligere i {} end i {rest}.", and(&districts)),
        (false, _) => format!("dårligere i {} end i {rest}.", and(&districts)),
    }
}

fn districts(view: &View, candidate: &Candidate) -> Vec<String> {
    let worse = |id| candidate.worse.iter().any(|c| c.against == Against::Rest(id));
    view.input.project.district_ids().filter(|id| worse(*id)).map(|id| view.district(id).to_owned()).collect()
}

/// Returns the section of possible focus areas, then last year's.
pub(super) fn focus(view: &View, entry: &Entry) -> Vec<Section> {
    let found = candidates(view);
    let head = section(entry, view.input.project.word(&entry.titel), vec![paragraph(rule(view, found.len()))]);
    let parts = found.iter().map(|candidate| candidate_section(view, entry, candidate));
    let mut sections: Vec<Section> = std::iter::once(head).chain(parts).collect();
    if found.is_empty() {
        let own = vec![write_space("Forslag fra mødet, og hvorfor", 6)];
        sections.push(subsection(entry, "egne-forslag", "Egne forslag", own));
    }
    let last = last_year(view, &format!("{}-sidste-tabel", entry.id));
    sections.push(subsection(entry, "sidste", format!("Sidste års {}", view.word("fokusområde")), last));
    sections
}

fn rule(view: &View, found: usize) -> String {
    let areas = view.word("fokusområder");
    let how = "Et område kommer med, når mindst én afprøvet sammenligning er statistisk sikker og går i den dårlige retning.";
    let order = "Først står det, der er blevet dårligere siden året før; derefter det, der er dårligere i flest områder. Der \
     vises højst fem.";
    let count = i64::try_from(found).unwrap_or(i64::MAX);
    let many = match count {
        0 => format!("Ingen indikator opfylder reglen i år, så tallene peger ikke selv på {areas}."),
        _ => format!("I år opfylder {} {} reglen.", number_word(found), plural(count, "indikator", "indikatorer")),
    };
    format!("{how} {order} {many} Rækkefølgen er et oplæg; mødet vælger.")
}

fn number_word(count: usize) -> &'static str {
    ["ingen", "én", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni"].get(count).copied().unwrap_or("flere")
}

fn candidate_section(view: &View, entry: &Entry, candidate: &Candidate) -> Section {
    let indicator = candidate.indicator;
    let why = candidate.worse.iter().take(2).map(|c| format!("Hvorfor: {}", finding(view, indicator, &c.at)));
    let measured = format!("Hvad der kan måles: ”{}”, næste gang {}.", indicator.titel, next_time(view, indicator));
    let items = why.chain([
        format!("Hvorfor ikke: {}", why_not(view, candidate)),
        format!("Hvor: {}", place_words(view, candidate)),
        measured,
    ]);
    let blocks = vec![list(items.collect()), write_space("Det gør vi allerede", 1), write_space("Hvem ejer det", 1)];
    subsection(entry, &super::format::slug(&indicator.id), open(&indicator.titel), blocks)
}

fn why_not(view: &View, candidate: &Candidate) -> String {
    let indicator = candidate.indicator;
    let limits = match indicator.kilde {
        Source::Upu => "Tallene bygger på svar fra de elever, der deltog, og viser ikke årsager.",
        Source::Politi => "Tallene afhænger af, hvad der bliver anmeldt og registreret, og viser ikke årsager.",
        Source::Fravaer => "Fravær kan hænge sammen med mange ting, som tallene ikke viser.",
        Source::Observationer | Source::Befolkning => "Tallene viser ikke årsager.",
    };
    let all: Vec<&Comparison> = view.family.of(&indicator.id).collect();
    let count = |signal: Signal| number_word(all.iter().filter(|c| c.signal() == signal).count());
    let (worse, better, none) = (count(Signal::Worse), count(Signal::Better), count(Signal::NoDifference));
    format!(
        "{limits} Af indikatorens {} sammenligninger viser {worse} en sikker forskel til det dårligere, {better} en sikker forskel \
         til det bedre og {none} ingen sikker forskel.",
        all.len()
    )
}

/// Returns "i vinteren 2025/26".
fn next_time(view: &View, indicator: &Indicator) -> String {
    format!("i {}", period(a_year_after(view.current(indicator))))
}

/// Returns last year's focus area: value when it was chosen, now, and whether it must wait for the next measurement.
pub(super) fn last_year(view: &View, id: &str) -> Vec<Block> {
    let Some(chosen) = &view.input.project.report.last_focus else {
        return vec![paragraph(format!("Der er ikke skrevet et {} ind fra sidste år.", view.word("fokusområde")))];
    };
    let opening = paragraph(format!("Valgt i {}: {}.", chosen.chosen, chosen.title));
    let measured: Vec<&Indicator> = chosen.indicators.iter().filter_map(|id| view.indicator(id)).collect();
    if measured.is_empty() {
        return vec![opening, paragraph("Ingen af rapportens indikatorer er knyttet til området.")];
    }
    let rows = measured.iter().map(|i| focus_row(view, i, chosen)).collect();
    let titles = ["Indikator", "#Da det blev valgt", "#Nu", "#Interval nu (95 %)", "Næste måling"];
    let caption = format!("{}, {}: værdi ved valget og nu.", open(&capital(&chosen.title)), view.inside(Area::Municipality));
    let table = table(format!("{}{id}", view.prefix), caption, columns(&titles), rows, &view.hidden_legend());
    let periods = |i: &Indicator| [current(&ReportPeriods::for_meeting(chosen.chosen), i), view.current(i)];
    vec![opening, sourced_in(table, measured.iter().flat_map(|i| periods(i).map(|when| (*i, when))))]
}

fn focus_row(view: &View, indicator: &Indicator, focus: &Focus) -> Vec<Cell> {
    let now_at = view.at(indicator, Area::Municipality);
    let then_at = Coordinate { period: current(&ReportPeriods::for_meeting(focus.chosen), indicator), ..now_at.clone() };
    let then = view.long_reading(indicator, &then_at);
    let now = view.reading(indicator, &now_at);
    let again = Cell::text(format!("Måles igen {}", next_time(view, indicator)));
    let measured_again = now_at.period > then_at.period && !now.missing();
    let with_period = |reading: super::value::Reading, at: &Coordinate| {
        if reading.hidden() {
            reading.hidden_cell()
        } else {
            Cell::text(format!("{} i {}", reading.full_text(), period(at.period)))
        }
    };
    let (value, interval) = if measured_again {
        (with_period(now, &now_at), Cell::text(now.interval_text()))
    } else {
        (again.clone(), Cell::text("–"))
    };
    vec![Cell::text(indicator.titel.clone()), with_period(then, &then_at), value, interval, again]
}
