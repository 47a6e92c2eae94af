//! From publishable figures to finished papers: sections, prose, tables and charts in Danish.
//!
//! Everything is computed from the published k and n, so that no sentence, interval or signal knows more than the tables.
//! Must not see exact counts or records, and must not know how a paper looks.

use crate::model::counts::Coordinate;
use crate::model::document::{Block, Described, Document, Fact, Kind, Meta, Section};
use crate::model::edition::Issue;
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
mod candidate;
mod change;
mod charts;
mod compact;
mod comparing;
mod criteria;
mod data_basis;
mod decisions;
mod definitions;
mod district;
mod earlier;
mod explain;
mod far;
mod focus;
mod focus_papers;
mod format;
mod guide;
mod half_year;
mod hiding;
mod norms;
mod notes;
mod open_data;
mod overview;
mod paper;
mod pictures;
mod plan;
mod plans;
mod police;
mod protecting;
mod quality;
mod response;
mod schools;
mod sentence;
mod signal;
mod source_line;
mod spread;
mod structure;
mod tables;
mod talk;
mod texts;
mod theme;
mod trial;
mod typography;
mod value;
mod view;
mod wordings;

#[cfg(test)]
mod tests;

pub use decisions::{DECISION_COLUMNS, decisions};
pub use earlier::{Changed, Component, Told, cell_name, changed, earlier, is_no_indicator, together, unusable};
pub use explain::{Passage, about_cell, figures, meaning};
pub use open_data::is_known_area;
pub use paper::{Paper, Plans};
pub use plan::{Entry, Part, Plan, PlanError, SectionKind, plan};
pub use quality::quality_sentences;
pub use schools::{of_schools, other_schools};
pub use texts::{BREAKS, SENTENCES, TextError, Texts};

/// Everything a paper is composed from.
#[derive(Clone, Copy)]
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
    /// For whom it is, and whether it is released.
    pub issue: &'a Issue,
    /// Figures of earlier releases, used only where this run measured nothing.
    pub earlier: &'a BTreeMap<Coordinate, CellStatus>,
    /// The schools of each district today.
    pub schools: &'a DistrictSchools,
    /// Figures of earlier releases whose district had other schools: shown, compared with nothing.
    pub other_schools: &'a BTreeSet<Coordinate>,
    /// Sentences, and breaks in the series.
    pub texts: &'a Texts,
    /// Plan of the paper that is composed.
    pub plan: &'a Plan,
    /// Plans of all papers.
    pub plans: &'a Plans,
    /// Version of the program.
    pub version: &'a str,
    /// Danish sentences about stopped or exempted files, without counts of persons.
    pub quality: &'a [String],
    /// The municipality's own page templates, for the numbers of their words.
    pub own_templates: &'a [&'a str],
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

/// Returns the year's papers, or only those of one kind, in the order of [`Paper::ALL`].
pub fn papers(input: &Input, only: Option<Paper>) -> Vec<Document> {
    let wanted = Paper::ALL.into_iter().filter(|paper| only.is_none_or(|only| only == *paper));
    wanted.flat_map(|paper| of_kind(input, paper)).collect()
}

fn of_kind(input: &Input, paper: Paper) -> Vec<Document> {
    match paper {
        Paper::Annual => vec![annual(&Input { plan: input.plans.of(paper), ..*input })],
        Paper::District => input.project.district_ids().map(|id| district(input, id)).collect(),
        Paper::School => input.project.district_ids().map(|id| one(input, paper, Some(id))).collect(),
        Paper::FocusStatus | Paper::FocusDepth | Paper::HalfYear | Paper::Talk => vec![one(input, paper, None)],
    }
}

/// Returns a paper besides the annual report; its figures are the annual report's, so it has no open tables.
fn one(input: &Input, paper: Paper, id: Option<DistrictId>) -> Document {
    let own = Input { plan: input.plans.of(paper), ..*input };
    let whose = id.map_or_else(String::new, |id| format!("{}-", input.project.district(id).id));
    let view = view::View::new(&own, &format!("{}-{whose}", paper.name()));
    let sections = own.plan.afsnit.iter().flat_map(|entry| section_of(&view, entry, id)).collect();
    typography::set(Document {
        meta: paper_meta(&view, paper, id),
        sections,
        open_tables: Vec::new(),
        told: Described::default(),
    })
}

/// Returns the annual report by the input's plan, with all open tables.
pub fn annual(input: &Input) -> Document {
    let view = view::View::new(input, "");
    let sections = without_empty_pages(input.plan.afsnit.iter().flat_map(|entry| section_of(&view, entry, None)).collect());
    let told = Described { edition: input.issue.edition.name(), numbers: wordings::numbers(&view) };
    typography::set(Document { meta: annual_meta(&view), sections, open_tables: open_data::open_tables(&view), told })
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
    let own = Input { plan: input.plans.of(Paper::District), ..*input };
    let view = view::View::new(&own, &format!("{}-", input.project.district(id).id));
    let sections = own.plan.afsnit.iter().flat_map(|entry| section_of(&view, entry, Some(id))).collect();
    typography::set(Document { meta: district_meta(&view, id), sections, open_tables: Vec::new(), told: Described::default() })
}

/// Any plan may name any kind of section; those about one district are headings only in a paper that is about none.
fn section_of(view: &view::View, entry: &Entry, id: Option<DistrictId>) -> Vec<Section> {
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
        SectionKind::Definitioner => definitions::definitions(view, entry),
        SectionKind::Beskyttelse => protecting::protection(view, entry),
        SectionKind::Kilder => appendix::sources(view, entry),
        SectionKind::FokusStatus => focus_papers::status(view, entry),
        SectionKind::FokusOrd => focus_papers::words(view, entry),
        SectionKind::FokusTal => focus_papers::figures(view, entry),
        SectionKind::FokusKilder => focus_papers::sources(view, entry),
        SectionKind::Procesplan => plans::process_plan(view, entry),
        SectionKind::Indsatser => plans::efforts(view, entry),
        SectionKind::Indsatspunkter => plans::council_points(view, entry),
        SectionKind::Skriveplads => plans::write_spaces(view, entry),
        SectionKind::Papirer => plans::papers(view, entry),
        SectionKind::Halvaar => half_year::half_years(view, entry),
        SectionKind::PolitietsLister => half_year::police_lists(view, entry),
        SectionKind::TaleBudskaber => talk::messages(view, entry),
        SectionKind::TaleSpoergsmaal => talk::questions(view, entry),
        SectionKind::Overskrift => vec![blocks::section(entry, view.input.project.word(&entry.titel), Vec::new())],
        _ => match id {
            Some(id) => district::sections(view, entry, id),
            None => vec![blocks::section(entry, view.input.project.word(&entry.titel), Vec::new())],
        },
    }
}

fn fact(label: &str, text: impl Into<String>) -> Fact {
    Fact { label: label.into(), text: text.into() }
}

fn annual_meta(view: &view::View) -> Meta {
    let input = view.input;
    let title = format!("SSP-datarapport {}", input.periods.meeting_year);
    let meeting = input.project.report.meeting_date.map_or_else(|| "Ikke fastsat".into(), format::date);
    let mut facts = vec![
        fact("Udgave", edition(view)),
        fact("Møde", format!("Årets første møde i {}: {}", view.word("styregruppen"), format::capital(&meeting))),
        fact("Data opgjort den", format::date(input.as_of)),
    ];
    facts.extend(clocks(view));
    facts.push(fact("Version", format!("ssp {}", input.version)));
    meta(view, (Kind::Annual, format!("datarapport-{}", input.periods.meeting_year), title), facts)
}

/// Returns for whom the report is, and that it is a draft.
fn edition(view: &view::View) -> String {
    let report = format!("Årets rapport til {}", view.word("styregruppen"));
    let marks = view.input.issue.marks();
    if marks.is_empty() { report } else { format!("{report}. {}", marks.join(". ")) }
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
        fact("Periode", periods_told(view)),
        fact("Næste møde", district::next_meeting(view, id)),
        fact("Data opgjort den", format::date(input.as_of)),
    ];
    let title = format!("{} {} · {name}", format::capital(view.word("distriktsark")), input.periods.meeting_year);
    meta(view, (Kind::District, stem, title), facts)
}

fn periods_told(view: &view::View) -> String {
    let periods = view.input.periods;
    format!("Politi {}, undersøgelse {}, fravær {}", periods.police, periods.survey, periods.absence)
}

fn paper_meta(view: &view::View, paper: Paper, id: Option<DistrictId>) -> Meta {
    let (input, year) = (view.input, view.input.periods.meeting_year);
    let kind = if paper == Paper::School { Kind::School } else { Kind::Paper };
    let district = id.map(|id| input.project.district(id));
    let name = plans::named(view, &input.plan.titel);
    // A name with a year of its own needs no other.
    let name = if name == input.plan.titel { format!("{name} {year}") } else { name };
    let title = district.map_or_else(|| name.clone(), |district| format!("{name} · {}", district.name));
    let stem = paper.file_stem(year, district.map(|district| district.id.as_str()));
    let facts = vec![
        fact("Til", view.word(&input.plan.til)),
        fact("Periode", if paper == Paper::HalfYear { half_year::periods_told(view) } else { periods_told(view) }),
        fact("Data opgjort den", format::date(input.as_of)),
    ];
    meta(view, (kind, stem, title), facts)
}

fn meta(view: &view::View, (kind, file_stem, title): (Kind, String, String), facts: Vec<Fact>) -> Meta {
    let subtitle = format!("{} Kommune", view.input.project.name);
    let made = format!("data opgjort den {}", format::date(view.input.as_of));
    let Date { year, month, day } = view.input.as_of;
    let file_stem = file_stem + view.input.issue.edition.suffix();
    Meta {
        kind,
        file_stem,
        marks: view.input.issue.marks(),
        running_foot: format!("{title} · {subtitle} · {made}"),
        description: format!("{title} for {subtitle}, {made}. Små tal er skjult, så ingen unge kan genkendes."),
        title,
        subtitle,
        facts,
        date: (year, month, day),
    }
}
