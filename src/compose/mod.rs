//! From publishable figures to finished papers: sections, prose, tables and charts in Danish.
//!
//! Everything is computed from the published k and n, so that no sentence, interval or signal knows more than the tables.
//! Must not see exact counts or records, and must not know how a paper looks.

use crate::model::counts::Coordinate;
use crate::model::document::{Block, Document, Fact, Kind, Meta, Section};
use crate::model::geography::DistrictId;
use crate::model::period::{Date, Period, ReportPeriods};
use crate::model::profile::{Rhythm, Source};
use crate::model::project::Project;
use crate::model::register::DistrictSchools;
use crate::model::release::{CellStatus, Coverage};
use crate::protect::Protected;
use std::collections::{BTreeMap, BTreeSet};

mod appendix;
mod blocks;
mod breaks;
mod change;
mod charts;
mod compact;
mod comparing;
mod data_basis;
mod district;
mod earlier;
mod explain;
mod far;
mod focus;
mod format;
mod guide;
mod norms;
mod notes;
mod open_data;
mod overview;
mod pictures;
mod plan;
mod police;
mod quality;
mod response;
mod schools;
mod sentence;
mod signal;
mod source_line;
mod spread;
mod tables;
mod texts;
mod theme;
mod trial;
mod typography;
mod value;
mod view;

#[cfg(test)]
mod tests;

pub use earlier::{Told, changed, earlier, unusable};
pub use explain::{Passage, about_cell, figures, meaning};
pub use plan::{Entry, Part, Plan, PlanError, SectionKind, plan};
pub use quality::quality_sentences;
pub use schools::{of_schools, other_schools};
pub use texts::{BREAKS, SENTENCES, TextError, Texts};

/// The built-in plan of the annual report.
pub const ANNUAL_PLAN: &str = include_str!("../../report-templates/annual.toml");

/// The built-in plan of the district sheet.
pub const DISTRICT_PLAN: &str = include_str!("../../report-templates/district.toml");

/// Everything a paper is composed from.
pub struct Input<'a> {
    /// The municipality's settings.
    pub project: &'a Project,
    /// Publishable figures.
    pub protected: &'a Protected,
    /// What came from the sources.
    pub coverage: &'a Coverage,
    /// The three clocks.
    pub periods: ReportPeriods,
    /// The date the data were made up.
    pub as_of: Date,
    /// Figures of earlier releases, used only where this run measured nothing.
    pub earlier: &'a BTreeMap<Coordinate, CellStatus>,
    /// The schools of each district today.
    pub schools: &'a DistrictSchools,
    /// Figures of earlier releases whose district had other schools: shown, compared with nothing.
    pub other_schools: &'a BTreeSet<Coordinate>,
    /// Plan of the annual report.
    pub plan: &'a Plan,
    /// Plan of the district sheets.
    pub district_plan: &'a Plan,
    /// Sentences, and breaks in the series.
    pub texts: &'a Texts,
    /// Version of the program.
    pub version: &'a str,
    /// Danish sentences about stopped or exempted files, without counts of persons.
    pub quality: &'a [String],
}

/// How many comparisons a report makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparisons {
    /// Tested together.
    pub tested: usize,
    /// Sure, and large enough to act on.
    pub sure: usize,
}

/// Returns how many comparisons a report makes and how many of them give a signal.
pub fn comparisons(input: &Input) -> Comparisons {
    let family = view::View::new(input, "").family;
    Comparisons { tested: family.len(), sure: family.sure().len() }
}

/// Returns the annual report, with all open tables.
pub fn annual(input: &Input) -> Document {
    let view = view::View::new(input, "");
    let sections = without_empty_pages(input.plan.afsnit.iter().flat_map(|entry| annual_section(&view, entry)).collect());
    typography::set(Document { meta: annual_meta(&view), sections, open_tables: open_data::open_tables(&view) })
}

/// A chapter without table, chart or message needs no page of its own: it follows the one before.
fn without_empty_pages(mut sections: Vec<Section>) -> Vec<Section> {
    let chapters: Vec<usize> = (0..sections.len()).filter(|at| sections[*at].level == 1).collect();
    for (number, first) in chapters.iter().enumerate() {
        let end = chapters.get(number + 1).copied().unwrap_or(sections.len());
        let is_short = !sections[*first..end].iter().flat_map(|s| &s.blocks).any(fills_a_page);
        sections[*first].new_page &= !is_short;
    }
    sections
}

fn fills_a_page(block: &Block) -> bool {
    matches!(block, Block::Table(_) | Block::Chart(_) | Block::Messages { .. } | Block::WriteSpace { .. } | Block::Quote { .. })
}

/// Returns the sheet of one district; its tables repeat the annual report's, so it has no open ones.
pub fn district(input: &Input, id: DistrictId) -> Document {
    let view = view::View::new(input, &format!("{}-", input.project.district(id).id));
    let sections = input.district_plan.afsnit.iter().flat_map(|entry| district_section(&view, entry, id)).collect();
    typography::set(Document { meta: district_meta(&view, id), sections, open_tables: Vec::new() })
}

fn annual_section(view: &view::View, entry: &Entry) -> Vec<Section> {
    match entry.slags {
        SectionKind::Vigtigste => overview::messages(view, entry),
        SectionKind::Beslutning => overview::decisions(view, entry),
        SectionKind::Overblik => overview::overview(view, entry),
        SectionKind::Laesevejledning => guide::guide(view, entry),
        SectionKind::Datagrundlag => data_basis::data_basis(view, entry),
        SectionKind::Tema => theme::theme(view, entry),
        SectionKind::OevrigeTemaer => theme::others(view, entry),
        SectionKind::PersonerOgForhold => police::persons_and_offences(view, entry),
        SectionKind::BopaelOgGerningssted => police::residence_and_scene(view, entry),
        SectionKind::Overdrivelser => norms::norms(view, entry),
        SectionKind::SvaretOgRegistreret => police::answered_and_registered(view, entry),
        SectionKind::Distrikter => theme::side_by_side(view, entry),
        SectionKind::Observationer => notes::observations(view, entry),
        SectionKind::Fokus => focus::focus(view, entry),
        SectionKind::Metode => appendix::method(view, entry),
        SectionKind::Tabeller => appendix::detail_tables(view, entry),
        SectionKind::Definitioner => appendix::definitions(view, entry),
        SectionKind::Beskyttelse => appendix::protection(view, entry),
        SectionKind::Kilder => appendix::sources(view, entry),
        // A heading, or a kind that only a district sheet can fill.
        _ => vec![blocks::section(entry, view.input.project.word(&entry.titel), Vec::new())],
    }
}

fn district_section(view: &view::View, entry: &Entry, id: DistrictId) -> Vec<Section> {
    district::sections(view, entry, id)
}

fn fact(label: &str, text: impl Into<String>) -> Fact {
    Fact { label: label.into(), text: text.into() }
}

fn annual_meta(view: &view::View) -> Meta {
    let input = view.input;
    let title = format!("SSP-datarapport {}", input.periods.meeting_year);
    let meeting = input.project.report.meeting_date.map_or_else(|| "Ikke fastsat".into(), format::date);
    let mut facts = vec![
        fact("Udgave", format!("Årets rapport til {}", view.word("styregruppen"))),
        fact("Møde", format!("Årets første møde i {}: {}", view.word("styregruppen"), format::capital(&meeting))),
        fact("Data opgjort den", format::date(input.as_of)),
    ];
    facts.extend(clocks(view));
    facts.push(fact("Version", format!("ssp {}", input.version)));
    meta(view, (Kind::Annual, format!("datarapport-{}", input.periods.meeting_year), title), facts)
}

fn clocks(view: &view::View) -> Vec<Fact> {
    let (input, periods) = (view.input, view.input.periods);
    let when = |source: Source, text: String| if view.has_source(source) { text } else { "ingen data".into() };
    let absence =
        format!("{} og det løbende skoleår {}", format::period(Period::SchoolYear(periods.absence)), periods.absence_running);
    let mut facts = vec![
        fact("Ungeprofilundersøgelsen", when(Source::Upu, format::period(Period::Wave(periods.survey)))),
        fact("Politiets SSP-lister", when(Source::Politi, format::period(Period::Year(periods.police)))),
        fact("Skolefravær", when(Source::Fravaer, absence)),
    ];
    let latest = input.coverage.lists.iter().filter(|(_, came)| *came).map(|(week, _)| *week).max();
    facts.extend(latest.map(|week| match input.coverage.rhythm {
        Some(Rhythm::Month) => fact("Seneste liste fra politiet", format!("{} {}", format::month(week.number), week.year)),
        _ => fact("Seneste liste fra politiet", format!("uge {} {}", week.number, week.year)),
    }));
    facts
}

fn district_meta(view: &view::View, id: DistrictId) -> Meta {
    let input = view.input;
    let name = view.district(id);
    let stem = format!("distriktsark-{}-{}", input.project.district(id).id, input.periods.meeting_year);
    let facts = vec![
        fact(
            "Periode",
            format!("Politi {}, undersøgelse {}, fravær {}", input.periods.police, input.periods.survey, input.periods.absence),
        ),
        fact("Næste møde", district::next_meeting(view, id)),
        fact("Data opgjort den", format::date(input.as_of)),
    ];
    let title = format!("{} {} · {name}", format::capital(view.word("distriktsark")), input.periods.meeting_year);
    meta(view, (Kind::District, stem, title), facts)
}

fn meta(view: &view::View, (kind, file_stem, title): (Kind, String, String), facts: Vec<Fact>) -> Meta {
    let subtitle = format!("{} Kommune", view.input.project.name);
    let made = format!("data opgjort den {}", format::date(view.input.as_of));
    let Date { year, month, day } = view.input.as_of;
    Meta {
        kind,
        file_stem,
        running_foot: format!("{title} · {subtitle} · {made}"),
        description: format!("{title} for {subtitle}, {made}. Små tal er skjult, så ingen unge kan genkendes."),
        title,
        subtitle,
        facts,
        date: (year, month, day),
    }
}
