//! Sentences that compare: with the year before, and with the rest of the municipality.

use super::format::{decimal, k_of_n, percent, period};
use super::sentence::{compared_share, hidden_words};
use super::signal::{Against, Comparison, Obstacle};
use super::value::{SMALL_GROUP, tenths};
use super::view::View;
use crate::model::counts::Coordinate;
use crate::model::geography::Area;
use crate::model::indicator::{Indicator, Measure, Unit};
use crate::model::release::Figure;

const CHANCE: &str = "Forskellen er ikke større, end tilfældige udsving kan forklare.";

const SMALL: &str = "Forskellen er statistisk sikker, men så lille, at den ikke får et tegn.";

/// Returns what is said of a difference that gives no signal.
fn no_signal(comparison: &Comparison) -> &'static str {
    if comparison.sure_but_small() { SMALL } else { CHANCE }
}

/// Returns what has changed since the year before.
pub(super) fn in_time(view: &View, indicator: &Indicator, at: &Coordinate) -> Option<String> {
    match view.family.find(&indicator.id, Against::YearBefore) {
        Some(comparison) if comparison.at == *at => tested(indicator, comparison),
        _ => untested(view, indicator, at),
    }
}

fn tested(indicator: &Indicator, comparison: &Comparison) -> Option<String> {
    let before = period(comparison.since);
    match indicator.unit() {
        Unit::Rate | Unit::Count => Some(numbers(comparison, &before)),
        Unit::Mean => means(indicator, comparison, &before),
        Unit::Share | Unit::PerPerson | Unit::Points | Unit::SchoolRange => Some(shares(comparison, &before)),
    }
}

/// The sentence of an absence names the year before itself; that it is the same then needs no second sentence.
fn means(indicator: &Indicator, comparison: &Comparison, before: &str) -> Option<String> {
    let is_said = matches!(indicator.maal, Measure::AbsenceMean { .. });
    let same = tenths(Unit::Mean, comparison.now) == Some(comparison.other_tenths());
    let was = format!("I {before} var det {}.", percent(comparison.other_tenths()));
    let found = match (comparison.sure(), comparison.higher()) {
        (true, true) => "Stigningen er statistisk sikker.",
        (true, false) => "Faldet er statistisk sikkert.",
        _ if same && is_said => return None,
        _ if same || comparison.sure_but_small() => no_signal(comparison),
        (false, true) => "Stigningen er ikke statistisk sikker.",
        (false, false) => "Faldet er ikke statistisk sikkert.",
    };
    Some(if is_said { found.to_owned() } else { format!("{was} {found}") })
}

fn shares(comparison: &Comparison, before: &str) -> String {
    let other = compared_share(comparison.other);
    match (comparison.sure(), comparison.higher()) {
        (true, true) => format!("Andelen er steget fra {other} i {before}, og stigningen er statistisk sikker."),
        (true, false) => format!("Andelen er faldet fra {other} i {before}, og faldet er statistisk sikkert."),
        (false, _) if comparison.unchanged() => {
            let value = percent(comparison.other_tenths());
            let limit = comparison.practical();
            let limit = if limit % 10 == 0 { (limit / 10).to_string() } else { decimal(limit) };
            let bound = format!("Med 95{}% sikkerhed er ændringen mindre end {limit} procentpoint.", super::format::NBSP);
            format!("Andelen er stort set uændret siden {before} ({value}). {bound}")
        }
        (false, _) if comparison.other.denominator.is_some_and(|n| n < SMALL_GROUP) => {
            format!("I {before} var det {other}. {}", no_signal(comparison))
        }
        (false, _) => format!("I {before} var andelen {other}. {}", no_signal(comparison)),
    }
}

/// A count is said, a rate is tested: where the two go different ways, only "forskellen" is true of both.
fn numbers(comparison: &Comparison, before: &str) -> String {
    let (now, other) = (comparison.now.numerator, comparison.other.numerator);
    let was = format!("I {before} var det {}.", super::format::thousands(other));
    match (comparison.sure(), comparison.higher()) {
        (true, true) if now > other => format!("{was} Stigningen er statistisk sikker."),
        (true, false) if now < other => format!("{was} Faldet er statistisk sikkert."),
        (true, _) => format!("{was} Forskellen, når der tages højde for antallet af unge, er statistisk sikker."),
        (false, _) => format!("{was} {}", no_signal(comparison)),
    }
}

fn untested(view: &View, indicator: &Indicator, at: &Coordinate) -> Option<String> {
    let before = Coordinate { period: at.period.a_year_before(), ..at.clone() };
    let reading = view.long_reading(indicator, &before);
    let when = period(before.period);
    match (indicator.unit(), reading.figure()) {
        (Unit::Mean, Some(_)) if reading.tenths() == view.reading(indicator, at).tenths() => None,
        (Unit::Mean, Some(_)) => Some(not_tested(view, indicator, Against::YearBefore).into()),
        (_, Some(_)) => {
            let why = not_tested(view, indicator, Against::YearBefore);
            Some(format!("I {when} var det {}. {why}", reading.full_text()))
        }
        (_, None) if reading.hidden() => Some(format!("Tallet for {when} {}", hidden_words(reading.hidden_by_source()))),
        (_, None) => Some(format!("Der er ingen tal for {when} at sammenligne med.")),
    }
}

fn not_tested(view: &View, indicator: &Indicator, against: Against) -> &'static str {
    match view.family.obstacle(&indicator.id, against) {
        Some(Obstacle::FewSchools) => "Forskellen kan ikke vurderes, fordi der er for få skoler at måle udsving på.",
        Some(Obstacle::Break) => "De to tal er opgjort forskelligt og kan ikke sammenlignes.",
        None => "Forskellen er ikke afprøvet statistisk.",
    }
}

/// Returns how a district lies against the rest of the municipality.
pub(super) fn in_place(view: &View, indicator: &Indicator, at: &Coordinate) -> Option<String> {
    let Area::District(id) = at.area else { return None };
    let against = Against::Rest(id);
    let whole = Coordinate::whole(&indicator.id, view.current(indicator), indicator.geography());
    if view.family.obstacle(&indicator.id, against).is_some() && *at == whole.in_area(at.area) {
        return Some(not_tested(view, indicator, against).to_owned());
    }
    let comparison = view.family.find(&indicator.id, against).filter(|c| c.at == *at)?;
    let rest = format!("resten af {}", view.word("kommunen"));
    let what = match indicator.unit() {
        Unit::Rate => "Antallet pr. 1.000",
        Unit::Mean => "Gennemsnittet",
        _ => "Andelen",
    };
    let value = other_value(comparison, indicator.unit());
    let way = if comparison.higher() { "højere" } else { "lavere" };
    Some(if comparison.sure() {
        format!("{what} er {way} end i {rest} ({value}), og forskellen er statistisk sikker. Tallene viser ikke hvorfor.")
    } else {
        format!("I {rest} er det {value}. {}", no_signal(comparison))
    })
}

fn other_value(comparison: &Comparison, unit: Unit) -> String {
    let Figure { numerator, denominator, .. } = comparison.other;
    let n = denominator.unwrap_or_default();
    let base = k_of_n(numerator, n);
    if unit == Unit::Mean {
        format!("{}, {} elever", percent(comparison.other_tenths()), super::format::thousands(n))
    } else if unit == Unit::Rate {
        format!("{} pr. 1.000, {base}", decimal(comparison.other_tenths()))
    } else if n < SMALL_GROUP {
        base
    } else {
        format!("{}, {base}", percent(comparison.other_tenths()))
    }
}
