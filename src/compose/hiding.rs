//! Why a figure is hidden, in words for whoever runs the program. Never in a paper: the reason would narrow the hidden number down.

use super::format::capital;
use super::protecting;
use super::view::View;
use crate::model::counts::Coordinate;
use crate::model::indicator::{Direction, Indicator, Measure};
use crate::model::release::Reason;

/// Returns the name of the rule, as the decision log has it.
pub(super) fn rule(reason: Reason) -> &'static str {
    match reason {
        Reason::Small => "få bag tallet",
        Reason::Complement => "få uden for tallet",
        Reason::Base => "lille gruppe",
        Reason::GroupDisclosure => "alle eller næsten alle",
        Reason::Dominance => "én person fylder for meget",
        Reason::Secondary => "beskytter et andet tal",
        Reason::Audit => "kunne indsnævre et andet tal",
        Reason::Released => "skjult i en tidligere rapport",
        Reason::BySource => "skjult af kilden",
    }
}

/// Returns what the rule means for one figure. Where a release hid it, the rule of then stands in the log of that release.
pub(super) fn why_here(view: &View, indicator: &Indicator, at: &Coordinate, reason: Reason) -> String {
    match view.input.issue.hidden_in.get(at) {
        Some(log) if reason == Reason::Released => view.say("hvorfor_udgivet_fil", &[("fil", log)]),
        _ => why(view, indicator, reason),
    }
}

/// Returns what the rule means for a figure of an indicator: one or two sentences without any number of the figure.
pub(super) fn why(view: &View, indicator: &Indicator, reason: Reason) -> String {
    let limits = view.input.protected.settings();
    let persons = limits.threshold(indicator);
    let say = |name: &str| view.say(name, &[]);
    match reason {
        Reason::Small => small(view, indicator, persons),
        Reason::Complement => view.say("hvorfor_udenfor", &[("n", &persons), ("hvem", &counted(indicator))]),
        Reason::Base => view.say("hvorfor_gruppe", &[("n", &limits.base(indicator).unwrap_or(persons))]),
        Reason::GroupDisclosure => group(view, indicator, limits.coalition),
        Reason::Dominance => view.say("hvorfor_en_person", &[("procent", &limits.dominance)]),
        Reason::Secondary => say("hvorfor_beskytter"),
        Reason::Audit => say("hvorfor_indsnaevrer"),
        Reason::Released => say("hvorfor_udgivet"),
        Reason::BySource => say("hvorfor_kilden"),
    }
}

/// Where an indicator has no direction, both ends are hidden: which of them it is, the reason does not say.
fn group(view: &View, indicator: &Indicator, coalition: i64) -> String {
    if indicator.retning != Direction::Neutral {
        return view.say("hvorfor_alle", &[("alle", &capital(&protecting::all(view)))]);
    }
    let (but, or) = match coalition {
        0 => Default::default(),
        1 => (view.say("hvorfor_paa_naer_en", &[]), view.say("hvorfor_kun_en", &[])),
        few => (view.say("hvorfor_paa_naer", &[("n", &few)]), view.say("hvorfor_kun_faa", &[("n", &few)])),
    };
    view.say("hvorfor_alle_eller_ingen", &[("naesten_alle", &but), ("naesten_ingen", &or)])
}

fn small(view: &View, indicator: &Indicator, persons: i64) -> String {
    match indicator.maal {
        Measure::TopShare { mindst_personer, .. } => view.say("hvorfor_mest_aktive", &[("n", &mindst_personer.max(persons))]),
        // An interval of persons is hidden for its width too.
        Measure::Persons { .. } => view.say("hvorfor_interval", &[("n", &persons)]),
        _ => view.say("hvorfor_bag", &[("n", &persons), ("hvem", &counted(indicator))]),
    }
}

/// Offences may have no person key and then count for themselves.
fn counted(indicator: &Indicator) -> &'static str {
    if indicator.maal.counts_deeds() { "personer eller forhold" } else { "personer" }
}
