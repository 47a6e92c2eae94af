//! What a paper says of its edition, and of figures that stand as they were released.

use super::fixture::{Municipality, full};
use crate::compose::{annual, papers};
use crate::model::edition::{Edition, Issue};
use crate::model::period::{Date, Period};
use crate::model::profile::Source;
use crate::model::release::CellStatus;
use crate::protect::{Memory, protect_again, protect_confidential};
use std::collections::BTreeMap;

fn page(municipality: &Municipality) -> String {
    let paper = annual(&municipality.input());
    serde_json::to_string(&paper).expect("a paper is plain text")
}

#[test]
fn the_method_page_says_which_edition_it_is_and_who_may_read_it() {
    let mut municipality = full();
    assert!(page(&municipality).contains("Det er den offentlige udgave, som alle må læse."));
    municipality.issue.edition = Edition::Confidential;
    assert!(page(&municipality).contains("Det er den fortrolige udgave, som kun medlemmer af styregruppen må læse."));
}

#[test]
fn every_paper_of_the_confidential_edition_is_marked_in_name_and_on_its_pages() {
    let issue = Issue { edition: Edition::Confidential, draft: true, ..Issue::default() };
    let municipality = Municipality { issue, ..full() };
    let made = papers(&municipality.input(), None);
    assert!(made.len() > 10);
    for paper in made {
        assert!(paper.meta.file_stem.ends_with("-2025-fortrolig"), "{}", paper.meta.file_stem);
        assert_eq!(paper.meta.marks, ["UDKAST", "Fortrolig udgave – kun til SSP-styregruppen"], "{}", paper.meta.title);
    }
    assert!(page(&municipality).contains("datarapport-2025-fortrolig"), "the list of papers names the files as they are");
}

#[test]
fn figures_that_stand_as_they_were_released_are_dated() {
    let date = Date { year: 2025, month: 2, day: 5 };
    let released: BTreeMap<_, _> = full().protected.cells().map(|(at, status)| (at.clone(), status)).collect();
    let table = super::fixture::full_table();
    let protected = protect_again(table, &[], full().protected.settings(), &released, &Memory::none());
    let dates = BTreeMap::from([((Source::Politi, Period::Year(2023)), date)]);
    let municipality = Municipality { protected, issue: Issue { released: dates, ..Issue::default() }, ..full() };
    assert!(page(&municipality).contains("Politiets SSP-lister, 2023 (som frigivet 5. februar 2025)."));
    assert!(!page(&full()).contains("som frigivet"), "nothing was released");
}

#[test]
fn the_confidential_edition_of_the_whole_municipality_shows_what_the_public_one_shows() {
    let public = full().protected;
    let limits = public.settings().for_edition(Edition::Confidential);
    let confidential =
        protect_confidential(super::fixture::full_table(), &[], limits, BTreeMap::new(), (&public, &Memory::none()));
    assert!(confidential.exposed().is_empty());
    for (at, status) in public.cells().filter(|(_, status)| matches!(status, CellStatus::Shown(_))) {
        assert_eq!(confidential.status(at), status, "{at:?}");
    }
}
