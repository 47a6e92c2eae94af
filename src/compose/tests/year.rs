//! The year's papers: whole with all sources, with any one missing, with none, and with everything hidden.

use super::fixture::{Municipality, full, hidden, without};
use crate::compose::value::Reading;
use crate::compose::view::View;
use crate::compose::{Paper, format, papers};
use crate::model::document::{Block, Document};
use crate::model::geography::{Area, DistrictId};
use crate::model::profile::Source;
use crate::model::project::{Effort, PlannedStep};
use crate::model::release::{CellStatus, Figure};
use std::collections::BTreeSet;

/// Every state a municipality's data can be in.
fn towns() -> Vec<Municipality> {
    let one_missing = [Source::Upu, Source::Politi, Source::Fravaer, Source::Observationer].map(without);
    [full(), hidden(), Municipality::empty()].into_iter().chain(one_missing).collect()
}

fn of(town: &Municipality, paper: Paper) -> Vec<Document> {
    papers(&town.input(), Some(paper))
}

fn json(document: &Document) -> String {
    serde_json::to_string(document).expect("a document can be serialised")
}

/// Every text of a paper: headings, sentences, labels and cells.
fn texts(document: &Document) -> Vec<String> {
    fn gather(value: &serde_json::Value, found: &mut Vec<String>) {
        match value {
            serde_json::Value::String(text) => found.push(text.clone()),
            serde_json::Value::Array(items) => items.iter().for_each(|item| gather(item, found)),
            serde_json::Value::Object(fields) => fields.values().for_each(|field| gather(field, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    gather(&serde_json::to_value(&document.sections).expect("sections can be serialised"), &mut found);
    found
}

#[test]
fn every_paper_reads_as_a_whole_whatever_is_missing_or_hidden() {
    for town in towns() {
        for document in papers(&town.input(), None) {
            let stem = &document.meta.file_stem;
            assert!(document.sections.len() > 1, "{stem}");
            let last = document.sections.len() - 1;
            for (at, section) in document.sections.iter().enumerate() {
                let has_more = at < last && document.sections[at + 1].level > section.level;
                assert!(!section.blocks.is_empty() || has_more, "{stem}: {} says nothing", section.id);
            }
            assert!(texts(&document).iter().all(|text| !text.contains('{') && !text.contains("  ")), "{stem}");
        }
    }
}

#[test]
fn one_run_makes_every_paper_once_and_a_choice_makes_one_kind() {
    let town = full();
    let all: Vec<String> = papers(&town.input(), None).into_iter().map(|d| d.meta.file_stem).collect();
    assert_eq!(all.len(), 5 + 2 * town.project.districts.len());
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    assert_eq!(of(&town, Paper::FocusStatus)[0].meta.file_stem, "status-fokusomraade-2025");
    let sheets: Vec<String> = of(&town, Paper::School).into_iter().map(|d| d.meta.file_stem).collect();
    assert_eq!(sheets, ["nord", "syd", "oest", "vest"].map(|id| format!("skoleark-{id}-2025")));
}

#[test]
fn no_paper_has_a_field_for_single_cases_and_each_says_where_they_belong() {
    for document in papers(&full().input(), None) {
        let said = json(&document).contains("Enkeltsager drøftes mundtligt og står ikke her.");
        assert!(said, "{}", document.meta.file_stem);
        let labels = document.sections.iter().flat_map(|s| &s.blocks).filter_map(|block| match block {
            Block::WriteSpace { label, .. } => Some(label.to_lowercase()),
            _ => None,
        });
        for label in labels {
            assert!(!["navn", "cpr", "sag", "ung", "elev"].iter().any(|word| label.contains(word)), "{label}");
        }
    }
}

/// What may stand in a paper: published figures, and what follows from them alone.
struct Known(BTreeSet<String>);

impl Known {
    fn of(town: &Municipality) -> Self {
        let input = town.input();
        let view = View::new(&input, "");
        let mut known = Self(BTreeSet::new());
        for (at, status) in town.protected.cells() {
            let (CellStatus::Shown(figure), Some(indicator)) = (status, view.indicator(&at.indicator)) else { continue };
            let reading = view.reading(indicator, at);
            known.add(reading, figure);
            // "Resten af kommunen" is the municipality without a district, computed from the two.
            let whole = town.protected.status(&at.in_area(Area::Municipality));
            if let (Area::District(_), CellStatus::Shown(whole)) = (at.area, whole) {
                let rest = rest(whole, figure);
                rest.into_iter().for_each(|rest| known.add(Reading { status: CellStatus::Shown(rest), ..reading }, rest));
            }
        }
        known
    }

    fn add(&mut self, reading: Reading, figure: Figure) {
        self.0.insert(format::thousands(figure.numerator));
        for text in [reading.text(), reading.base(), reading.interval_text()] {
            self.0.extend(figures(&text));
        }
    }

    /// Returns the figures of a text that are not known: per cents with a decimal, and numbers "af" others.
    fn strange(&self, text: &str) -> Vec<String> {
        figures(text).into_iter().filter(|figure| !self.0.contains(figure)).collect()
    }
}

fn rest(whole: Figure, district: Figure) -> Option<Figure> {
    let (k, n) = (whole.numerator - district.numerator, whole.denominator? - district.denominator?);
    (k >= 0 && n > 0).then_some(Figure { numerator: k, denominator: Some(n), upper: None })
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) && word.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',')
}

/// Returns what in a text is a figure: "16,4" of per cents and rates, and "214 af 1.302".
fn figures(text: &str) -> Vec<String> {
    let between = |c: char| c.is_whitespace() || ['(', ')', '–', ';', ':', '”', '%'].contains(&c);
    let words: Vec<&str> =
        text.split(between).map(|word| word.trim_matches(['.', ','])).filter(|word| !word.is_empty()).collect();
    let decimals = words.iter().filter(|word| is_number(word) && word.contains(','));
    let pairs = words.windows(3).filter(|three| is_number(three[0]) && three[1] == "af" && is_number(three[2]));
    decimals.map(|word| (*word).to_owned()).chain(pairs.map(|three| three.join(" "))).collect()
}

/// Returns the texts of a paper that may hold differences of two figures, which are no figures themselves.
fn without_differences(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let is_difference = |at: usize| words.get(at + 1).is_some_and(|next| next.starts_with("procentpoint"));
    let kept = words.iter().enumerate().filter(|(at, _)| !is_difference(*at)).map(|(_, word)| *word);
    kept.collect::<Vec<_>>().join(" ")
}

#[test]
fn no_paper_has_a_figure_that_is_not_published() {
    for town in towns() {
        let known = Known::of(&town);
        let rows = papers(&town.input(), Some(Paper::Annual)).remove(0).open_tables.into_iter().flat_map(|table| table.rows);
        let open: BTreeSet<String> = rows.filter(|row| row.status == "vist").map(|row| row.taeller).collect();
        let more = Paper::ALL.into_iter().filter(|paper| *paper != Paper::Annual).flat_map(|paper| of(&town, paper));
        for document in more {
            // How many lists came is not about persons.
            for text in texts(&document).into_iter().filter(|text| !text.starts_with("Politiets SSP-lister")) {
                let strange = known.strange(&without_differences(&text));
                assert!(strange.is_empty(), "{}: {strange:?} in {text}", document.meta.file_stem);
            }
            for cell in document
                .sections
                .iter()
                .flat_map(|s| &s.blocks)
                .filter_map(|b| if let Block::Table(t) = b { Some(t) } else { None })
                .flat_map(|t| t.rows.iter().flatten())
            {
                let plain = cell.text.replace('.', "");
                let is_count = !plain.is_empty() && plain.chars().all(|c| c.is_ascii_digit());
                assert!(!is_count || open.contains(&plain), "{}: {}", document.meta.file_stem, cell.text);
            }
        }
    }
}

#[test]
fn a_planted_figure_is_seen() {
    let known = Known::of(&full());
    assert_eq!(known.strange("I alt 77 af 1.001 elever (98,7\u{a0}%)."), ["98,7", "77 af 1.001"]);
    assert!(Known::of(&hidden()).strange("4,2 pr. 1.000") == ["4,2"]);
}

#[test]
fn nothing_of_a_hidden_municipality_stands_anywhere() {
    let town = hidden();
    assert!(
        town.protected
            .cells()
            .all(|(_, status)| !matches!(status, CellStatus::Shown(f) if f.numerator == 1 && f.denominator.is_some()))
    );
    for document in papers(&town.input(), None) {
        let said = json(&document);
        assert!(
            !said.contains("statistisk sikkert dårligere i") && !said.contains("Statistisk sikkert anderledes"),
            "{}",
            document.meta.file_stem
        );
    }
}

#[test]
fn a_sheet_of_schools_names_no_other_district_and_no_single_school() {
    let town = full();
    for (at, document) in of(&town, Paper::School).iter().enumerate() {
        let said = json(document);
        assert!(said.contains("Enkelte skoler vises ikke"));
        for other in town.project.district_ids().filter(|id| usize::from(id.0) != at) {
            assert!(!said.contains(&town.project.district(other).name), "{}", document.meta.file_stem);
        }
    }
}

#[test]
fn the_status_has_the_value_at_choice_and_now_or_when_it_is_measured_again() {
    let mut town = full();
    let status = |town: &Municipality| json(&of(town, Paper::FocusStatus)[0]);
    let before = status(&town);
    assert!(before.contains("i vinteren 2023/24\"") && before.contains("i vinteren 2024/25\""), "{before}");
    town.project.report.focus =
        town.project.report.last_focus.clone().map(|focus| crate::model::project::Focus { chosen: 2025, ..focus });
    let after = status(&town);
    assert!(after.contains("valgt i 2025") && after.contains("Måles igen i vinteren 2025/26"), "{after}");
    (town.project.report.focus, town.project.report.last_focus) = (None, None);
    assert!(status(&town).contains("Der er ikke valgt et fokusområde endnu."));
}

#[test]
fn steps_and_efforts_stand_where_they_belong() {
    let mut town = full();
    let step = |what: &str, district: Option<u16>| PlannedStep {
        when: "Maj".into(),
        what: what.into(),
        who: "Klubben".into(),
        status: String::new(),
        district: district.map(DistrictId),
    };
    town.project.report.process_plan = vec![step("Skridt for alle", None), step("Skridt i nord", Some(0))];
    let effort = |what: &str, theme: &str| Effort {
        what: what.into(),
        theme: theme.into(),
        owner: "Skolen".into(),
        for_whom: String::new(),
    };
    town.project.report.efforts = vec![effort("Aftaler om fester", "alkohol"), effort("Stoffer for sig", "stoffer")];
    let status = json(&of(&town, Paper::FocusStatus)[0]);
    assert!(status.contains("Skridt i nord") && status.contains("Aftaler om fester") && !status.contains("Stoffer for sig"));
    let sheets: Vec<String> = of(&town, Paper::District).iter().map(json).collect();
    assert!(sheets.iter().all(|sheet| sheet.contains("Skridt for alle")));
    assert_eq!(sheets.iter().map(|sheet| sheet.contains("Skridt i nord")).collect::<Vec<_>>(), [true, false, false, false]);
}

#[test]
fn since_last_begins_where_ssp_toml_says_and_time_after_the_figures_is_named() {
    let mut town = full();
    let sheet = |town: &Municipality| json(&of(town, Paper::District)[0]);
    assert!(sheet(&town).contains("November–december"));
    town.project.report.since_last = Some((2025, 1));
    let later = sheet(&town);
    assert!(!later.contains("November–december") && later.contains("Gruppen mødtes sidst i januar–februar 2025."), "{later}");
}

#[test]
fn the_list_of_papers_names_them_all_and_says_what_is_not_made() {
    let annual = json(&of(&full(), Paper::Annual)[0]);
    assert!(Paper::ALL.into_iter().all(|paper| annual.contains(&format!("\"{}", paper.place(2025)))));
    assert!(annual.contains("Der laves ikke noget papir til overleveringsmødet."));
}

#[test]
fn talking_points_answer_each_main_message_and_ask_only_of_what_came() {
    let town = full();
    let talk = of(&town, Paper::Talk).remove(0);
    let said = talk.sections.iter().filter(|s| s.id.starts_with("budskaber-")).count();
    assert!((1..=8).contains(&said), "{said}");
    assert!(json(&talk).contains("Er en, der er antruffet, også sigtet?"));
    let quiet = json(&of(&without(Source::Politi), Paper::Talk)[0]);
    assert!(!quiet.contains("Er en, der er antruffet, også sigtet?"));
    assert!(json(&of(&Municipality::empty(), Paper::Talk)[0]).contains("Ingen enkelt forskel er så sikker"));
}
