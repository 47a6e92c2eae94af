//! Sentences that compare: with the year before, and with the rest of the municipality.

use super::format::{decimal, k_of_n, percent, period};
use super::sentence::{compared_share, hidden_words};
use super::signal::{Against, Comparison};
use super::value::SMALL_GROUP;
use super::view::View;
use crate::model::counts::Coordinate;
use crate::model::geography::Area;
use crate::model::indicator::{Indicator, Unit};
use crate::model::release::Figure;

const CHANCE: &str = "Forskellen er ikke større, end tilfældige udsving kan forklare.";

/// Returns what has changed since the year before.
pub(super) fn in_time(view: &View, indicator: &Indicator, at: &Coordinate) -> Option<String> {
    match view.family.find(&indicator.id, Against::YearBefore) {
        Some(comparison) if comparison.at == *at => Some(tested(indicator, comparison)),
        _ => untested(view, indicator, at),
    }
}

fn tested(indicator: &Indicator, comparison: &Comparison) -> String {
    let before = period(comparison.at.period.a_year_before());
    if indicator.unit() == Unit::Rate { numbers(comparison, &before) } else { shares(comparison, &before) }
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
            format!("I {before} var det {other}. {CHANCE}")
        }
        (false, _) => format!("I {before} var andelen {other}. {CHANCE}"),
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
        (false, _) => format!("{was} {CHANCE}"),
    }
}

fn untested(view: &View, indicator: &Indicator, at: &Coordinate) -> Option<String> {
    let before = Coordinate { period: at.period.a_year_before(), ..at.clone() };
    let reading = view.long_reading(indicator, &before);
    let when = period(before.period);
    match (indicator.unit(), reading.figure()) {
        (Unit::Mean, Some(_)) if reading.tenths() == view.reading(indicator, at).tenths() => None,
        (Unit::Mean, Some(_)) => Some("Forskellen er ikke afprøvet statistisk.".into()),
        (_, Some(_)) => Some(format!("I {when} var det {}. Forskellen er ikke afprøvet statistisk.", reading.full_text())),
        (_, None) if reading.hidden() => Some(format!("Tallet for {when} {}", hidden_words(reading.hidden_by_source()))),
        (_, None) => Some(format!("Der er ingen tal for {when} at sammenligne med.")),
    }
}

/// Returns how a district lies against the rest of the municipality.
pub(super) fn in_place(view: &View, indicator: &Indicator, at: &Coordinate) -> Option<String> {
    let Area::District(id) = at.area else { return None };
    let comparison = view.family.find(&indicator.id, Against::Rest(id)).filter(|c| c.at == *at)?;
    let rest = format!("resten af {}", view.word("kommunen"));
    let rate = indicator.unit() == Unit::Rate;
    let what = if rate { "Antallet pr. 1.000" } else { "Andelen" };
    let value = other_value(comparison, rate);
    let way = if comparison.higher() { "højere" } else { "lavere" };
    Some(if comparison.sure() {
        format!("{what} er {way} end i {rest} ({value}), og forskellen er statistisk sikker. Tallene viser ikke hvorfor.")
    } else {
        format!("I {rest} er det {value}. {CHANCE}")
    })
}

fn other_value(comparison: &Comparison, rate: bool) -> String {
    let Figure { numerator, denominator, .. } = comparison.other;
    let n = denominator.unwrap_or_default();
    let base = k_of_n(numerator, n);
    if rate {
        format!("{} pr. 1.000, {base}", decimal(comparison.other_tenths()))
    } else if n < SMALL_GROUP {
        base
    } else {
        format!("{}, {base}", percent(comparison.other_tenths()))
    }
}
