//! How single persons are protected: five sentences, where the limits come from, and the limits themselves. True for any limits.

use super::blocks::{columns, list, paragraph, section, subsection, words_table};
use super::format::thousands;
use super::plan::Entry;
use super::view::View;
use crate::model::document::{Block, Cell, Section};
use crate::model::edition::Edition;
use crate::model::indicator::{Indicator, Level, Sensitivity};
use crate::model::project::{Preset, Protection};

/// Returns what is hidden and why, and the limits.
pub(super) fn protection(view: &View, entry: &Entry) -> Vec<Section> {
    let limits = view.input.protected.settings();
    let told = paragraph(sentences(view, limits).join(" "));
    let origin = paragraph(origin(view, limits));
    vec![
        section(entry, view.input.project.word(&entry.titel), vec![told, paragraph(edition(view))]),
        subsection(entry, "graenser", "Grænserne", vec![origin, table(view, entry, limits), list(details(view, limits))]),
    ]
}

/// Returns which edition this is and who may read it.
fn edition(view: &View) -> String {
    match view.input.issue.edition {
        Edition::Public => view.say("udgave_offentlig", &[]),
        Edition::Confidential => view.say("udgave_fortrolig", &[("styregruppen", &view.word("styregruppen"))]),
    }
}

/// Returns the five sentences.
fn sentences(view: &View, limits: Protection) -> [String; 5] {
    let say = |name: &str| view.say(name, &[]);
    let persons = if limits.sensitive == limits.ordinary || of_class(view, Sensitivity::Ordinary).is_empty() {
        view.say("beskyttelse_antal", &[("foelsom", &limits.sensitive)])
    } else {
        view.say("beskyttelse_antal_to", &[("foelsom", &limits.sensitive), ("almindelig", &limits.ordinary)])
    };
    let alike = if view.has_hidden_by_source() { "beskyttelse_ens_kilde" } else { "beskyttelse_ens" };
    [
        persons,
        view.say("beskyttelse_gruppe", &[("alle", &all(view))]),
        say("beskyttelse_en_person"),
        say("beskyttelse_flere"),
        say(alike),
    ]
}

/// Returns who is as good as all of a group: all, or all but as many as may know of themselves and tell.
pub(super) fn all(view: &View) -> String {
    match view.input.protected.settings().coalition {
        0 => view.say("beskyttelse_alle", &[]),
        1 => view.say("beskyttelse_alle_paa_naer_en", &[]),
        few => view.say("beskyttelse_alle_paa_naer", &[("n", &few)]),
    }
}

/// Returns the name of the preset and its source; the numbers in it are the preset's, whatever the municipality has changed.
fn origin(view: &View, limits: Protection) -> String {
    let its = Protection::of(limits.preset);
    let (sensitive, ordinary): (&dyn std::fmt::Display, &dyn std::fmt::Display) = (&its.sensitive, &its.ordinary);
    let named = match limits.preset {
        Preset::Ssp => view.say("regelsaet_ssp", &[("foelsom", sensitive), ("almindelig", ordinary)]),
        Preset::Dst => view.say("regelsaet_dst", &[("foelsom", sensitive)]),
        Preset::Uvm => view.say("regelsaet_uvm", &[("foelsom", sensitive)]),
    };
    let changed = (limits != its.for_edition(view.input.issue.edition)).then(|| view.say("regelsaet_aendret", &[]));
    [Some(named), changed, Some(view.say("regelsaet_egne", &[]))].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn table(view: &View, entry: &Entry, limits: Protection) -> Block {
    let (very, ordinary) = (very_sensitive(view), of_class(view, Sensitivity::Ordinary));
    let others = if very.is_empty() && ordinary.is_empty() { "beskyttelse_alle_tal" } else { "beskyttelse_oevrige" };
    let least = |number: i64| Cell::text(view.say("beskyttelse_mindst", &[("n", &thousands(number))]));
    let row = |name: &str, which: String, persons: i64, answers: i64| {
        [Cell::text(view.say(name, &[])), Cell::text(which), least(persons), least(answers)].to_vec()
    };
    let rows = [
        Some(row("beskyttelse_foelsomme", view.say(others, &[]), limits.sensitive, limits.survey_base)),
        (!very.is_empty()).then(|| row("beskyttelse_saerligt", very.join(", "), limits.sensitive, limits.very_sensitive_base)),
        (!ordinary.is_empty()).then(|| row("beskyttelse_almindelige", ordinary.join(", "), limits.ordinary, limits.survey_base)),
    ];
    let titles = ["Klasse", "Hvilke tal", "Personer bag og uden for tallet", "Svar bag en andel"];
    let id = format!("{}{}-tabel", view.prefix, entry.id);
    words_table(id, &view.say("beskyttelse_tabel", &[]), columns(&titles), rows.into_iter().flatten().collect())
}

/// Returns the names of the report's indicators of a class. Counts on the quality of the data are no figures of young people.
fn of_class(view: &View, class: Sensitivity) -> Vec<String> {
    names(view, |indicator| indicator.beskyttelse == class)
}

fn very_sensitive(view: &View) -> Vec<String> {
    names(view, |indicator| indicator.foelsom)
}

fn names(view: &View, wanted: impl Fn(&Indicator) -> bool) -> Vec<String> {
    let shown = view.input.protected.indicators().iter().filter(|i| i.niveau != Level::Kvalitet && wanted(i));
    shown.map(|indicator| indicator.id.clone()).collect()
}

fn details(view: &View, limits: Protection) -> Vec<String> {
    let say = |name: &str| view.say(name, &[]);
    vec![
        say("beskyttelse_nul"),
        say("beskyttelse_begge"),
        say("beskyttelse_uden_noegle"),
        view.say("beskyttelse_gennemsnit", &[("n", &thousands(limits.survey_base)), ("personer", &limits.sensitive)]),
        view.say("beskyttelse_indbyggere", &[("n", &thousands(limits.rate_base))]),
        view.say("beskyttelse_del", &[("procent", &limits.dominance)]),
        say("beskyttelse_frigivet"),
        say("beskyttelse_perioder"),
        say("beskyttelse_tekst"),
        say("beskyttelse_navne"),
    ]
}
