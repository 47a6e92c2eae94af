//! Possible focus areas, ranked by a stated rule from published figures, and last year's focus area.

use super::blocks::{columns, list, paragraph, section, subsection, table, words_table, write_space};
use super::candidate::{Rated, candidates};
use super::criteria::{CriterionWords, WORDS, filled};
use super::format::{and, capital, open, period};
use super::overview::message;
use super::plan::Entry;
use super::plans::done_and_owner;
use super::sentence::finding;
use super::signal::Against;
use super::source_line::{sourced, sourced_in};
use super::value::Reading;
use super::view::{View, a_year_after, current};
use crate::model::counts::Coordinate;
use crate::model::document::{Block, Cell, Section};
use crate::model::geography::Area;
use crate::model::indicator::Indicator;
use crate::model::period::{Period, ReportPeriods};
use crate::model::project::Focus;

/// Returns each candidate in one line.
pub(super) fn one_liners(view: &View) -> Vec<String> {
    candidates(view).iter().map(|c| format!("{}: {}", open(&c.indicator.titel), place_words(view, c))).collect()
}

fn place_words(view: &View, candidate: &Rated) -> String {
    let rest = format!("resten af {}", view.word("kommunen"));
    let whole = view.inside(Area::Municipality);
    let is_worse = |against| candidate.worse.iter().find(|c| c.against == against);
    let districts = districts(view, candidate);
    let places = [
        is_worse(Against::YearBefore).map(|_| format!("dårligere {whole} end året før")),
        is_worse(Against::Trend).map(|c| format!("dårligere {whole} set over årene siden {}", period(c.since))),
        is_worse(Against::Reference).map(|_| format!("dårligere {whole} end i de andre kommuner")),
        (!districts.is_empty()).then(|| format!("dårligere i {} end i {rest}", and(&districts))),
    ];
    let places: Vec<String> = places.into_iter().flatten().collect();
    if places.is_empty() { "ingen sikker forskel; andre kriterier taler for det.".into() } else { format!("{}.", and(&places)) }
}

fn districts(view: &View, candidate: &Rated) -> Vec<String> {
    let worse = |id| candidate.worse.iter().any(|c| c.against == Against::Rest(id));
    view.input.project.district_ids().filter(|id| worse(*id)).map(|id| view.district(id).to_owned()).collect()
}

/// Returns the section of possible focus areas, then last year's.
pub(super) fn focus(view: &View, entry: &Entry) -> Vec<Section> {
    let found = candidates(view);
    let mut opening = vec![paragraph(rule(view, &found))];
    opening.extend(points(view, entry, &found));
    let head = section(entry, view.input.project.word(&entry.titel), opening);
    let parts = found.iter().map(|candidate| candidate_section(view, entry, candidate));
    let mut sections: Vec<Section> = std::iter::once(head).chain(parts).collect();
    if found.is_empty() {
        let own = vec![write_space("Forslag fra mødet, og hvorfor", 6)];
        sections.push(subsection(entry, "egne-forslag", "Egne forslag", own));
    } else {
        sections.push(subsection(entry, "kriterier", "Sådan gives pointene", vec![rules(view, entry)]));
    }
    let last = last_year(view, &format!("{}-sidste-tabel", entry.id));
    sections.push(subsection(entry, "sidste", format!("Sidste års {}", view.word("fokusområde")), last));
    sections
}

fn said(view: &View, pattern: &str) -> String {
    let (municipality, areas) = (view.word("kommunen"), view.word("fokusområder"));
    filled(pattern, &[("kommunen", municipality), ("fokusområder", areas)])
}

fn rule(view: &View, found: &[Rated]) -> String {
    let opening = said(view, &WORDS.regel);
    if found.is_empty() {
        return format!("{opening} {}", said(view, &WORDS.ingen));
    }
    if found.iter().all(|candidate| candidate.worse.is_empty()) {
        return format!("{opening} {}", said(view, &WORDS.usikkert));
    }
    opening
}

/// Returns how the points came about: a row for each candidate, a column for each criterion.
fn points(view: &View, entry: &Entry, found: &[Rated]) -> Option<Block> {
    let weights = view.input.project.report.weights;
    let row = |candidate: &Rated| {
        let points = candidate.scores.iter().map(|(_, score)| Cell::text(score.points.to_string()));
        let name = Cell::text(candidate.indicator.titel.clone());
        std::iter::once(name).chain(points).chain([Cell::text(candidate.total.to_string())]).collect()
    };
    let heads = WORDS.kriterium.iter().map(|words| format!("#{} ×\u{a0}{}", words.navn, words.noegle.weight(weights)));
    let heads: Vec<String> = std::iter::once("Muligt område".to_owned()).chain(heads).chain(["#I alt".to_owned()]).collect();
    let titles: Vec<&str> = heads.iter().map(String::as_str).collect();
    let caption = "Point for hvert kriterium. Tallet efter × er kriteriets vægt, og I alt er summen af point gange vægt.";
    let id = format!("{}{}-point", view.prefix, entry.id);
    let table = || table(id, caption.to_owned(), columns(&titles), found.iter().map(row).collect(), "");
    (!found.is_empty()).then(|| sourced(view, table(), found.iter().map(|candidate| candidate.indicator)))
}

fn rules(view: &View, entry: &Entry) -> Block {
    let row = |words: &CriterionWords| vec![Cell::text(words.navn.clone()), Cell::text(said(view, &words.regel))];
    let rows = WORDS.kriterium.iter().map(row).collect();
    let caption = "Kriterierne og deres regler. Pointene er regnet af de viste tal og er ikke en test.";
    words_table(format!("{}{}-regler", view.prefix, entry.id), caption, columns(&["Kriterium", "Sådan gives point"]), rows)
}

fn candidate_section(view: &View, entry: &Entry, candidate: &Rated) -> Section {
    let indicator = candidate.indicator;
    let measured = format!("Det kan måles på: ”{}”, næste gang {}.", indicator.titel, next_time(view, indicator));
    let items = vec![
        format!("Hvorfor: {}", why(view, candidate)),
        format!("Hvorfor ikke: {}", why_not(candidate)),
        format!("Hvor: {}", capital(&place_words(view, candidate))),
        measured,
    ];
    let mut blocks = vec![list(items)];
    blocks.extend(done_and_owned(view, indicator));
    let title = format!("{}: {}", capital(&indicator.tema), indicator.titel);
    subsection(entry, &super::format::slug(&indicator.id), title, blocks)
}

/// The weightiest sure difference in full, else the figure itself; then what else gives points.
fn why(view: &View, candidate: &Rated) -> String {
    let itself = || finding(view, candidate.indicator, &view.at(candidate.indicator, Area::Municipality));
    let told = candidate.worse.first().map_or_else(itself, |c| message(view, c).text);
    let others = candidate.scores.iter().filter_map(|(_, score)| score.why.clone());
    std::iter::once(told).chain(others).collect::<Vec<_>>().join(" ")
}

fn why_not(candidate: &Rated) -> String {
    let key = candidate.indicator.kilde.key();
    let limits = WORDS.forbehold.get(key).or_else(|| WORDS.forbehold.get("andre")).expect("the words hold a general reservation");
    let reasons = candidate.scores.iter().filter_map(|(_, score)| score.why_not.clone());
    reasons.chain([limits.clone()]).collect::<Vec<_>>().join(" ")
}

/// Returns what is done already and who owns it, from the table of efforts; lines to write on where it names none.
fn done_and_owned(view: &View, indicator: &Indicator) -> Vec<Block> {
    match done_and_owner(view, indicator) {
        None => vec![write_space("Det gør vi allerede", 1), write_space("Hvem ejer det", 1)],
        Some((done, owner)) => {
            vec![list(vec![format!("Det gør vi allerede: {done}."), format!("Hvem ejer det: {owner}.")])]
        }
    }
}

/// Returns "i vinteren 2025/26".
pub(super) fn next_time(view: &View, indicator: &Indicator) -> String {
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
    let periods = |i: &Indicator| [then_period(i, chosen), view.current(i)];
    vec![opening, sourced_in(table, measured.iter().flat_map(|i| periods(i).map(|when| (*i, when))))]
}

fn focus_row(view: &View, indicator: &Indicator, focus: &Focus) -> Vec<Cell> {
    let [then, now, interval] = then_and_now(view, indicator, focus, Area::Municipality);
    let again = Cell::text(format!("Måles igen {}", next_time(view, indicator)));
    vec![Cell::text(indicator.titel.clone()), then, now, interval, again]
}

/// Returns the period of an indicator when the focus area was chosen.
pub(super) fn then_period(indicator: &Indicator, focus: &Focus) -> Period {
    current(&ReportPeriods::for_meeting(focus.chosen), indicator)
}

/// Returns a focus indicator in an area: when it was chosen, now, and the interval now; or when it is measured again.
pub(super) fn then_and_now(view: &View, indicator: &Indicator, focus: &Focus, area: Area) -> [Cell; 3] {
    let now_at = view.at(indicator, area);
    let then_at = Coordinate { period: then_period(indicator, focus), ..now_at.clone() };
    let then = view.long_reading(indicator, &then_at);
    let now = view.reading(indicator, &now_at);
    if now_at.period <= then_at.period || now.missing() {
        let again = format!("Måles igen {}", next_time(view, indicator));
        return [dated(then, then_at.period), Cell::text(again), Cell::text("–")];
    }
    let interval = now.marked(Cell::text(now.interval_text()));
    [dated(then, then_at.period), dated(now, now_at.period), interval]
}

/// Returns a figure with its period as a cell.
fn dated(reading: Reading, at: Period) -> Cell {
    reading.cell_of(format!("{} i {}", reading.full_text(), period(at)))
}
