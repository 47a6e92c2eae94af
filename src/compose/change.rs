//! Sentences that compare: with the year before, and with the rest of the municipality. The words are in saetninger.toml.

use super::breaks;
use super::format::{decimal, k_of_n, percent, period, thousands};
use super::sentence::{compared_share, hidden_words};
use super::signal::{Against, Comparison, Obstacle};
use super::value::{SMALL_GROUP, tenths};
use super::view::View;
use crate::model::counts::Coordinate;
use crate::model::geography::Area;
use crate::model::indicator::{Indicator, Measure, Unit};
use crate::model::release::Figure;
use std::fmt::Display;

/// Returns what is said of a difference that gives no signal.
fn no_signal(view: &View, comparison: &Comparison) -> String {
    view.say(if comparison.sure_but_small() { "for_lille" } else { "tilfaeldig" }, &[])
}

/// Returns what has changed since the year before; across a break, why that is not said.
pub(super) fn in_time(view: &View, indicator: &Indicator, at: &Coordinate) -> Option<String> {
    let before = at.period.a_year_before();
    if let Some(found) = breaks::between(view.input, indicator.kilde, before, at.period) {
        return Some(view.say("brud_foer", &[("periode", &period(before)), ("hvorfor", &found.why)]));
    }
    match view.family.find(&indicator.id, Against::YearBefore) {
        Some(comparison) if comparison.at == *at => tested(view, indicator, comparison),
        _ => untested(view, indicator, at),
    }
}

fn tested(view: &View, indicator: &Indicator, comparison: &Comparison) -> Option<String> {
    let before = period(comparison.since);
    match indicator.unit() {
        Unit::Rate | Unit::Count => Some(numbers(view, comparison, &before)),
        Unit::Mean => means(view, indicator, comparison, &before),
        Unit::Share | Unit::PerPerson | Unit::Points | Unit::SchoolRange => Some(shares(view, comparison, &before)),
    }
}

/// The sentence of an absence names the year before itself; that it is the same then needs no second sentence.
fn means(view: &View, indicator: &Indicator, comparison: &Comparison, before: &str) -> Option<String> {
    let is_said = matches!(indicator.maal, Measure::AbsenceMean { .. });
    let same = tenths(Unit::Mean, comparison.now) == Some(comparison.other_tenths());
    let found = match (comparison.sure(), comparison.higher()) {
        (true, true) => view.say("stigning_sikker", &[]),
        (true, false) => view.say("fald_sikkert", &[]),
        _ if same && is_said => return None,
        _ if same || comparison.sure_but_small() => no_signal(view, comparison),
        (false, true) => view.say("stigning_usikker", &[]),
        (false, false) => view.say("fald_usikkert", &[]),
    };
    let was = percent(comparison.other_tenths());
    Some(if is_said { found } else { view.say("det_var", &[("periode", &before), ("foer", &was), ("dom", &found)]) })
}

fn shares(view: &View, comparison: &Comparison, before: &str) -> String {
    let other = compared_share(comparison.other);
    let verdict = no_signal(view, comparison);
    let compared = |name: &str| view.say(name, &[("foer", &other), ("periode", &before), ("dom", &verdict)]);
    match (comparison.sure(), comparison.higher()) {
        (true, true) => compared("steget"),
        (true, false) => compared("faldet"),
        (false, _) if comparison.unchanged() => {
            let limit = comparison.practical();
            let limit = if limit % 10 == 0 { (limit / 10).to_string() } else { decimal(limit) };
            let value = percent(comparison.other_tenths());
            view.say("uaendret", &[("foer", &value), ("periode", &before), ("graense", &limit)])
        }
        (false, _) if comparison.other.denominator.is_some_and(|n| n < SMALL_GROUP) => compared("det_var"),
        (false, _) => compared("andel_var"),
    }
}

/// A count is said, a rate is tested: where the two go different ways, only "forskellen" is true of both.
fn numbers(view: &View, comparison: &Comparison, before: &str) -> String {
    let (now, other) = (comparison.now.numerator, comparison.other.numerator);
    let verdict = match (comparison.sure(), comparison.higher()) {
        (true, true) if now > other => view.say("stigning_sikker", &[]),
        (true, false) if now < other => view.say("fald_sikkert", &[]),
        (true, _) => view.say("forskel_sikker", &[]),
        (false, _) => no_signal(view, comparison),
    };
    view.say("det_var", &[("periode", &before), ("foer", &thousands(other)), ("dom", &verdict)])
}

fn untested(view: &View, indicator: &Indicator, at: &Coordinate) -> Option<String> {
    let before = Coordinate { period: at.period.a_year_before(), ..at.clone() };
    let reading = view.long_reading(indicator, &before);
    let when = period(before.period);
    let hidden = hidden_words(reading.hidden_by_source());
    let why = not_tested(view, indicator, Against::YearBefore);
    match (indicator.unit(), reading.figure()) {
        (Unit::Mean, Some(_)) if reading.tenths() == view.reading(indicator, at).tenths() => None,
        (Unit::Mean, Some(_)) => Some(why),
        (_, Some(_)) => Some(view.say("det_var", &[("periode", &when), ("foer", &reading.full_text()), ("dom", &why)])),
        (_, None) if reading.hidden() => Some(view.say("foer_skjult", &[("periode", &when), ("skjult", &hidden)])),
        (_, None) => Some(view.say("foer_mangler", &[("periode", &when)])),
    }
}

fn not_tested(view: &View, indicator: &Indicator, against: Against) -> String {
    match view.family.obstacle(&indicator.id, against) {
        Some(Obstacle::FewSchools) => view.say("faa_skoler", &[]),
        Some(Obstacle::Break) => view.say("brud", &[]),
        None => view.say("ikke_afproevet", &[]),
    }
}

/// Returns how a district lies against the rest of the municipality.
pub(super) fn in_place(view: &View, indicator: &Indicator, at: &Coordinate) -> Option<String> {
    let Area::District(id) = at.area else { return None };
    let against = Against::Rest(id);
    let whole = Coordinate::whole(&indicator.id, view.current(indicator), indicator.geography());
    if view.family.obstacle(&indicator.id, against).is_some() && *at == whole.in_area(at.area) {
        return Some(not_tested(view, indicator, against));
    }
    let comparison = view.family.find(&indicator.id, against).filter(|c| c.at == *at)?;
    let what = match indicator.unit() {
        Unit::Rate => "Antallet pr. 1.000",
        Unit::Mean => "Gennemsnittet",
        _ => "Andelen",
    };
    let texts: [(&str, &dyn Display); 5] = [
        ("hvad", &what),
        ("vej", &if comparison.higher() { "højere" } else { "lavere" }),
        ("kommunen", &view.word("kommunen")),
        ("vaerdi", &other_value(comparison, indicator.unit())),
        ("dom", &no_signal(view, comparison)),
    ];
    Some(view.say(if comparison.sure() { "sted_sikker" } else { "sted_usikker" }, &texts))
}

fn other_value(comparison: &Comparison, unit: Unit) -> String {
    let Figure { numerator, denominator, .. } = comparison.other;
    let n = denominator.unwrap_or_default();
    let base = k_of_n(numerator, n);
    match unit {
        Unit::Rate => format!("{} pr. 1.000, {base}", decimal(comparison.other_tenths())),
        Unit::Mean => format!("{}, {} elever", percent(comparison.other_tenths()), thousands(n)),
        _ if n < SMALL_GROUP => base,
        _ => format!("{}, {base}", percent(comparison.other_tenths())),
    }
}
