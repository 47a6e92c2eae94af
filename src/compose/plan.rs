//! The report plan: which sections a paper has, in which order, and what they show. Data in TOML, no section is built here.

use serde::Deserialize;
use std::collections::BTreeSet;
use thiserror::Error;

/// The sections of one paper in reading order.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// What the paper is called, without year and place; a project's own plan may leave it out.
    #[serde(default)]
    pub titel: String,
    /// Which meeting it is for; a project's own plan may leave it out.
    #[serde(default)]
    pub til: String,
    /// One entry per section.
    pub afsnit: Vec<Entry>,
}

/// One section of a plan.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Anchor, unique in the plan, `[a-z0-9-]+`.
    pub id: String,
    /// Heading.
    pub titel: String,
    /// Heading level, 1-3.
    pub niveau: u8,
    /// What the section shows.
    pub slags: SectionKind,
    /// Whether it starts on a new page.
    #[serde(default)]
    pub ny_side: bool,
    /// Themes whose indicators are shown.
    #[serde(default)]
    pub temaer: Vec<String>,
    /// Indicators shown besides those of the themes.
    #[serde(default)]
    pub indikatorer: Vec<String>,
    /// Parts shown of each indicator; empty = all that fit it.
    #[serde(default)]
    pub vis: Vec<Part>,
    /// Parts shown of the indicators beside the one the section opens with; empty = the same as `vis`.
    #[serde(default)]
    pub vis_andre: Vec<Part>,
    /// First and last grade of tables by grade; without it all.
    #[serde(default)]
    pub klassetrin: Option<(u8, u8)>,
    /// Labels of lines to write on.
    #[serde(default)]
    pub felter: Vec<String>,
    /// Text below the heading.
    #[serde(default)]
    pub intro: Option<String>,
}

/// What a section shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SectionKind {
    /// The heading and its intro only.
    Overskrift,
    /// Tested messages.
    Vigtigste,
    /// What is to be decided.
    Beslutning,
    /// All indicators by level of prevention.
    Overblik,
    /// How to read the report.
    Laesevejledning,
    /// What came, what is missing.
    Datagrundlag,
    /// Indicators of themes.
    Tema,
    /// Indicators of themes that no other section names; left out when there are none.
    OevrigeTemaer,
    /// Persons and offences side by side: a person indicator, then an offence indicator.
    PersonerOgForhold,
    /// Residence beside scene: an indicator by residence, then one by scene.
    BopaelOgGerningssted,
    /// Norm gaps.
    Overdrivelser,
    /// Self-reported beside registered: indicators in pairs.
    SvaretOgRegistreret,
    /// Districts side by side.
    Distrikter,
    /// What the district groups say.
    Observationer,
    /// Possible focus areas.
    Fokus,
    /// Method.
    Metode,
    /// The tables behind the themes' charts: by district, and by grade and sex.
    Tabeller,
    /// Definitions of all indicators.
    Definitioner,
    /// Disclosure control.
    Beskyttelse,
    /// Sources with keyed hashes, and the program's version.
    Kilder,
    /// District sheet: focus area and status.
    DistriktFokus,
    /// District sheet: annual plan.
    Aarshjul,
    /// District sheet: two messages of the annual report.
    DistriktBudskaber,
    /// District sheet: six key figures.
    DistriktTal,
    /// District sheet: the last closed periods.
    SidenSidst,
    /// District sheet: absence by grade.
    DistriktFravaer,
    /// District sheet: what the group wrote.
    DistriktSkrev,
    /// District sheet: agreements to fill in.
    Aftaler,
    /// The chosen focus area: value when it was chosen and now, in the municipality and each district.
    FokusStatus,
    /// What the district groups say about the focus area.
    FokusOrd,
    /// The steps of the process plan.
    Procesplan,
    /// Lines to write on.
    Skriveplads,
    /// The indicators of the focus area, each as in a theme.
    FokusTal,
    /// Other figures of the focus area's themes, with their sources.
    FokusKilder,
    /// What is done already.
    Indsatser,
    /// The closed half-years by district.
    Halvaar,
    /// Which police lists came.
    PolitietsLister,
    /// Points the local police liaison council asks for.
    Indsatspunkter,
    /// School sheet: the survey of the district's schools together.
    SkoleSvar,
    /// Talking points: the main messages with likely questions.
    TaleBudskaber,
    /// Talking points: questions of every year.
    TaleSpoergsmaal,
    /// The year's papers, and what is not made.
    Papirer,
}

/// One part of what is shown of an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Part {
    /// Districts as dots with intervals.
    #[serde(rename = "prikker")]
    Dots,
    /// Development.
    #[serde(rename = "kurve")]
    Trend,
    /// Bars by grade and sex.
    #[serde(rename = "søjler")]
    Bars,
    /// Table of districts.
    #[serde(rename = "distrikter")]
    Districts,
    /// Table by grade and sex.
    #[serde(rename = "klassetrin")]
    Grades,
    /// Table by age band.
    #[serde(rename = "aldersgrupper")]
    Ages,
    /// Table by category.
    #[serde(rename = "kategorier")]
    Categories,
    /// Table of half-years and two-month periods.
    #[serde(rename = "perioder")]
    Periods,
    /// One table of all the indicators but the one the section opens with. Only for `vis_andre`.
    #[serde(rename = "samlet")]
    Together,
}

impl Plan {
    /// Returns the plan with the names of another where it has none.
    pub(super) fn named_as(self, usual: &Self) -> Self {
        let or = |own: String, usual: &String| if own.is_empty() { usual.clone() } else { own };
        Self { titel: or(self.titel, &usual.titel), til: or(self.til, &usual.til), ..self }
    }
}

impl Entry {
    /// Returns whether a part of an indicator is to be shown; `leading` for the one the section opens with.
    pub(super) fn shows(&self, part: Part, leading: bool) -> bool {
        let parts = if leading || self.vis_andre.is_empty() { &self.vis } else { &self.vis_andre };
        parts.is_empty() || parts.contains(&part)
    }

    /// Returns whether a grade is to be shown.
    pub(super) fn shows_grade(&self, grade: u8) -> bool {
        self.klassetrin.is_none_or(|(first, last)| (first..=last).contains(&grade))
    }
}

/// Why a plan cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("Rapportplanen, linje {line}: {problem}")]
pub struct PlanError {
    /// Line in the plan, from 1.
    pub line: usize,
    /// What is wrong and what to do, in Danish.
    pub problem: String,
}

/// Reads a plan.
///
/// # Errors
/// When a key or value is unknown, an id is used twice, or heading levels skip one.
pub fn plan(text: &str) -> Result<Plan, PlanError> {
    let plan: Plan = toml::from_str(text).map_err(|error| {
        let line = text[..error.span().map_or(0, |span| span.start)].matches('\n').count() + 1;
        PlanError { line, problem: danish(error.message()) }
    })?;
    match fault(&plan) {
        Some((at, problem)) => Err(PlanError { line: entry_line(text, at), problem }),
        None => Ok(plan),
    }
}

/// Says in Danish what the TOML reader found; the names in its backticks come from the plan itself.
fn danish(message: &str) -> String {
    let name = message.split('`').nth(1).unwrap_or("");
    if message.starts_with("unknown field") {
        format!("\"{name}\" er ikke et felt i planen. Ret navnet, eller slet linjen.")
    } else if message.starts_with("unknown variant") {
        format!("\"{name}\" kendes ikke her. Vælg en af de værdier, som den indbyggede plan bruger.")
    } else if message.starts_with("missing field") {
        format!("Feltet \"{name}\" mangler i dette afsnit. Tilføj det.")
    } else {
        "Linjen kan ikke læses. Sammenlign med den indbyggede plan.".into()
    }
}

/// Returns the first entry that cannot stand where it stands, and why.
fn fault(plan: &Plan) -> Option<(usize, String)> {
    let mut seen = BTreeSet::new();
    let mut above = 0;
    for (at, entry) in plan.afsnit.iter().enumerate() {
        if entry.id.is_empty() || !entry.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            return Some((at, format!("Id \"{}\" må kun bestå af a-z, 0-9 og bindestreg.", entry.id)));
        }
        if !seen.insert(&entry.id) {
            return Some((at, format!("Id \"{}\" er brugt to gange. Giv afsnittet et andet id.", entry.id)));
        }
        if entry.niveau == 0 || entry.niveau > 3 || entry.niveau > above + 1 {
            return Some((
                at,
                format!("Niveau {} kan ikke stå under niveau {above}. Brug 1-3, og spring ikke et niveau over.", entry.niveau),
            ));
        }
        above = entry.niveau;
    }
    plan.afsnit.is_empty().then(|| (0, "Planen har ingen afsnit. Tilføj mindst ét [[afsnit]].".into()))
}

fn entry_line(text: &str, at: usize) -> usize {
    let heads = text.lines().enumerate().filter(|(_, line)| line.trim_start().starts_with("[[afsnit]]"));
    heads.map(|(line, _)| line + 1).nth(at).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "[[afsnit]]\nid = \"a\"\ntitel = \"A\"\nniveau = 1\nslags = \"overskrift\"\n";

    #[test]
    fn the_built_in_plans_can_be_read() {
        for paper in crate::compose::Paper::ALL {
            let plan = plan(paper.built_in()).expect("a built-in plan is valid");
            assert!(!plan.titel.is_empty() && !plan.til.is_empty(), "{}", paper.name());
        }
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line() {
        let error = plan(&format!("{ONE}farve = 1\n")).expect_err("unknown key");
        assert_eq!((error.line, error.problem.contains("\"farve\"")), (6, true));
    }

    #[test]
    fn an_unknown_kind_is_named_in_danish() {
        let error = plan(&ONE.replace("overskrift", "vejrudsigt")).expect_err("unknown kind");
        assert_eq!((error.line, error.problem.contains("\"vejrudsigt\" kendes ikke")), (5, true));
    }

    #[test]
    fn a_skipped_heading_level_is_refused() {
        let error =
            plan(&format!("{ONE}\n{}", ONE.replace("\"a\"", "\"b\"").replace("niveau = 1", "niveau = 3"))).expect_err("skip");
        assert_eq!(error.line, 7);
    }

    #[test]
    fn an_id_used_twice_is_refused() {
        assert!(plan(&format!("{ONE}{ONE}")).expect_err("twice").problem.contains("to gange"));
    }
}
