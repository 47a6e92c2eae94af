//! The criteria of the candidates for focus area: 0 to 3 points each, from published figures only. The words are data.

use super::charts;
use super::format::period;
use super::plan::SectionKind;
use super::signal::{Against, Comparison};
use super::value::{Reading, tenths};
use super::view::View;
use super::{Paper, candidate::Rated};
use crate::model::counts::Coordinate;
use crate::model::document::Signal;
use crate::model::geography::Area;
use crate::model::indicator::{Direction, Indicator, Level, Measure, Unit};
use crate::model::period::Period;
use crate::model::project::FocusWeights;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The most points a criterion gives.
const MOST: i64 = 3;

/// Fewer measurements than this are no development.
const FEWEST: usize = 3;

/// A criterion, in the order of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Criterion {
    Signal,
    #[serde(rename = "stoerrelse")]
    Size,
    #[serde(rename = "udvikling")]
    Trend,
    #[serde(rename = "udbredelse")]
    Prevalence,
    #[serde(rename = "kilder")]
    Sources,
    #[serde(rename = "observationer")]
    Notes,
    #[serde(rename = "niveau")]
    Level,
}

/// The words of all criteria.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) regel: String,
    pub(super) ingen: String,
    pub(super) usikkert: String,
    pub(super) kriterium: Vec<CriterionWords>,
    pub(super) forbehold: BTreeMap<String, String>,
}

/// The words of one criterion.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CriterionWords {
    pub(super) noegle: Criterion,
    pub(super) navn: String,
    pub(super) regel: String,
    /// Where one, two and three points begin; per mille for shares.
    #[serde(default)]
    graenser: Vec<i64>,
    saetninger: BTreeMap<String, String>,
}

/// The words that come with the program.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("../../report-templates/focus-words.toml")).expect("the words of the criteria are valid TOML")
});

/// Points of one criterion, and what may be said for and against because of it.
#[derive(Default)]
pub(super) struct Score {
    pub(super) points: i64,
    pub(super) why: Option<String>,
    pub(super) why_not: Option<String>,
}

impl Criterion {
    /// Returns whether points here alone may make an indicator a candidate: it says that something is the matter.
    pub(super) fn speaks(self) -> bool {
        matches!(self, Self::Signal | Self::Trend | Self::Sources | Self::Notes)
    }

    /// Returns what the criterion weighs.
    pub(super) fn weight(self, weights: FocusWeights) -> i64 {
        match self {
            Self::Signal => weights.signal,
            Self::Size => weights.size,
            Self::Trend => weights.trend,
            Self::Prevalence => weights.prevalence,
            Self::Sources => weights.sources,
            Self::Notes => weights.notes,
            Self::Level => weights.level,
        }
    }

    /// Returns the points of an indicator whose municipal figure is shown; `worse` are its sure differences to the worse.
    pub(super) fn score(self, view: &View, indicator: &Indicator, worse: &[&Comparison]) -> Score {
        match self {
            Self::Signal => signal(view, indicator, worse),
            Self::Size => size(indicator, worse),
            Self::Trend => trend(view, indicator),
            Self::Prevalence => prevalence(view, indicator),
            Self::Sources => sources(view, indicator),
            Self::Notes => notes(view, indicator),
            Self::Level => level(indicator),
        }
    }

    fn words(self) -> &'static CriterionWords {
        WORDS.kriterium.iter().find(|words| words.noegle == self).expect("every criterion has words")
    }

    fn say(self, name: &str, values: &[(&str, &str)]) -> String {
        let pattern = self.words().saetninger.get(name).expect("every sentence of a criterion has its words");
        filled(pattern, values)
    }

    /// Returns the points of a value: one for each limit it reaches.
    fn reached(self, value: i64) -> i64 {
        (0..).zip(&self.words().graenser).filter(|(_, limit)| value >= **limit).map(|(at, _): (i64, _)| at + 1).max().unwrap_or(0)
    }
}

/// Returns a pattern with its words in braces replaced.
pub(super) fn filled(pattern: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(pattern.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

fn signal(view: &View, indicator: &Indicator, worse: &[&Comparison]) -> Score {
    let of = Criterion::Signal;
    let whole = worse.iter().any(|c| !matches!(c.against, Against::Rest(_)));
    let tested = view.family.of(&indicator.id).next().is_some();
    let municipality = [("kommunen", view.word("kommunen"))];
    match (whole, worse.is_empty(), tested) {
        (true, ..) => Score { points: MOST, ..Score::default() },
        (false, false, _) => Score { points: 2, why: None, why_not: Some(of.say("kun_distrikter", &municipality)) },
        (.., true) => Score { why_not: Some(of.say("ingen", &[])), ..Score::default() },
        (.., false) => Score { why_not: Some(of.say("uproevet", &[])), ..Score::default() },
    }
}

/// The largest sure difference, per mille of what is compared with.
fn size(indicator: &Indicator, worse: &[&Comparison]) -> Score {
    let relative = |c: &&Comparison| {
        let (now, other) = (tenths(indicator.unit(), c.now)?, c.other_tenths());
        (other > 0).then(|| (now - other).abs() * 1000 / other)
    };
    let Some(largest) = worse.iter().filter_map(relative).max() else { return Score::default() };
    let points = Criterion::Size.reached(largest);
    let say = |name| Some(Criterion::Size.say(name, &[]));
    Score { points, why: if points == MOST { say("stor") } else { None }, why_not: if points == 0 { say("lille") } else { None } }
}

/// Returns whether `now` is worse than `other`; never for figures that are neither good nor bad.
fn is_worse(indicator: &Indicator, now: i64, other: i64) -> bool {
    match indicator.retning {
        Direction::HighIsBad => now > other,
        Direction::HighIsGood => now < other,
        Direction::Neutral => false,
    }
}

/// A tested trend needs five measurements. Of fewer, the first and the latest say whether it goes the wrong way, and nothing is
/// called sure.
fn trend(view: &View, indicator: &Indicator) -> Score {
    let of = Criterion::Trend;
    let whole = view.at(indicator, Area::Municipality);
    let read = |at: Period| (at, view.long_reading(indicator, &Coordinate { period: at, ..whole.clone() }));
    let shown: Vec<(Period, Reading)> =
        charts::periods(view, indicator).into_iter().map(read).filter(|(_, reading)| reading.tenths().is_some()).collect();
    let [first, .., before, last] = shown.as_slice() else {
        return Score { why_not: Some(of.say("for_faa", &[])), ..Score::default() };
    };
    debug_assert!(shown.len() >= FEWEST, "a first, a last and one between are three");
    let worse_than = |(_, other): &(Period, Reading)| {
        let (now, other) = (last.1.tenths(), other.tenths());
        now.zip(other).is_some_and(|(now, other)| is_worse(indicator, now, other))
    };
    let tested = view.family.find(&indicator.id, Against::Trend);
    let is_sure = tested.is_some_and(|trend| trend.signal() == Signal::Worse);
    if is_sure || (tested.is_none() && worse_than(first) && apart(first.1, last.1)) {
        let (from, to) = (first.1.text(), last.1.text());
        let values: [(&str, &str); 4] =
            [("foerste", &from), ("foerste_periode", &period(first.0)), ("seneste", &to), ("seneste_periode", &period(last.0))];
        let points = if is_sure { MOST } else { 2 };
        return Score { points, why: Some(of.say("forkert_vej", &values)), why_not: None };
    }
    if worse_than(first) && worse_than(before) {
        return Score { points: 1, why: None, why_not: Some(of.say("maaske", &[])) };
    }
    Score { why_not: Some(of.say("ingen", &[])), ..Score::default() }
}

fn apart(one: Reading, other: Reading) -> bool {
    one.interval().zip(other.interval()).is_some_and(|((low1, high1), (low2, high2))| high1 < low2 || high2 < low1)
}

fn prevalence(view: &View, indicator: &Indicator) -> Score {
    let of = Criterion::Prevalence;
    let reading = view.now(indicator, Area::Municipality);
    let of_pupils = matches!(indicator.maal, Measure::AnswerShare { .. } | Measure::Index { .. } | Measure::AbsenceOver { .. });
    let Some(share) = reading.tenths().filter(|_| of_pupils && indicator.unit() == Unit::Share) else {
        return Score { why_not: Some(of.say("uegnet", &[])), ..Score::default() };
    };
    let good = indicator.retning == Direction::HighIsGood;
    let points = of.reached(if good { 1000 - share } else { share });
    let text = reading.full_text();
    let say =
        |bad, the_good| Some(of.say(if good { the_good } else { bad }, &[("tal", &text), ("kommunen", view.word("kommunen"))]));
    Score {
        points,
        why: if points >= 2 { say("mange", "mange_ikke") } else { None },
        why_not: if points == 0 { say("faa", "faa_ikke") } else { None },
    }
}

/// The report sets some figures of the survey beside registered ones; only those count as sources of the same.
fn sources(view: &View, indicator: &Indicator) -> Score {
    let of = Criterion::Sources;
    let Some(other) = partner(view, indicator) else {
        return Score { why_not: Some(of.say("alene", &[])), ..Score::default() };
    };
    let title = [("titel", other.titel.as_str())];
    if view.family.of(&other.id).any(|c| c.signal() == Signal::Worse) {
        return Score { points: MOST, why: Some(of.say("sikker", &title)), why_not: None };
    }
    let at = view.at(other, Area::Municipality);
    let before = view.long_reading(other, &Coordinate { period: at.period.a_year_before(), ..at.clone() }).tenths();
    let now = view.reading(other, &at).tenths();
    if now.zip(before).is_some_and(|(now, before)| is_worse(other, now, before)) {
        return Score { points: 1, why: None, why_not: Some(of.say("samme_vej", &title)) };
    }
    // What is hidden says nothing, neither way.
    let known = now.is_some() && before.is_some();
    Score { why_not: known.then(|| of.say("ingen", &title)), ..Score::default() }
}

fn partner<'a>(view: &View<'a>, indicator: &Indicator) -> Option<&'a Indicator> {
    let side_by_side = |entry: &&super::Entry| entry.slags == SectionKind::SvaretOgRegistreret;
    let annual = view.input.plans.of(Paper::Annual);
    let pairs = annual.afsnit.iter().filter(side_by_side).flat_map(|entry| entry.indikatorer.chunks_exact(2));
    let other = pairs.filter_map(|pair| match pair {
        [one, other] if *one == indicator.id => view.indicator(other),
        [other, one] if *one == indicator.id => view.indicator(other),
        _ => None,
    });
    other.into_iter().find(|other| other.kilde != indicator.kilde && other.retning != Direction::Neutral)
}

fn notes(view: &View, indicator: &Indicator) -> Score {
    let named = named_by_groups(view, indicator);
    let Some((theme, count)) = named.into_iter().max_by_key(|(_, count)| *count) else { return Score::default() };
    let points = Criterion::Notes.reached(count);
    let text = count.to_string();
    Score {
        points,
        why: (points > 0).then(|| Criterion::Notes.say("naevnt", &[("tema", &theme), ("tal", &text)])),
        why_not: None,
    }
}

/// Returns the themes of the district groups that are about an indicator, with their published number of sources.
fn named_by_groups(view: &View, indicator: &Indicator) -> Vec<(String, i64)> {
    let mut named = Vec::new();
    for notes in view.indicators().filter(|i| matches!(i.maal, Measure::Notes)) {
        let whole = view.at(notes, Area::Municipality);
        for theme in view.values(notes, whole.period, |at| at.category.clone()).into_iter().filter(|t| is_about(t, indicator)) {
            let at = Coordinate { category: Some(theme.clone()), ..whole.clone() };
            named.extend(view.reading(notes, &at).figure().map(|figure| (theme, figure.numerator)));
        }
    }
    named
}

/// Returns whether a theme of a district group is about an indicator: its word stands in the indicator's theme or title.
pub(super) fn is_about(theme: &str, indicator: &Indicator) -> bool {
    let theme = theme.to_lowercase();
    indicator.tema.to_lowercase() == theme || indicator.titel.to_lowercase().contains(&theme)
}

fn level(indicator: &Indicator) -> Score {
    let say = |name| Some(Criterion::Level.say(name, &[]));
    match indicator.niveau {
        Level::Generel => Score { points: 3, why: say("generel"), why_not: None },
        Level::Specifik | Level::Udsat => Score { points: 2, ..Score::default() },
        Level::Individ => Score { points: 1, why: None, why_not: say("individ") },
        Level::Kvalitet => Score::default(),
    }
}

/// Returns every criterion with its points, in the order of the report.
pub(super) fn rate<'a>(view: &'a View<'a>, indicator: &'a Indicator) -> Rated<'a> {
    let worse: Vec<&Comparison> =
        view.family.sure().into_iter().filter(|c| c.indicator == indicator.id && c.signal() == Signal::Worse).collect();
    let scores = WORDS.kriterium.iter().map(|words| (words.noegle, words.noegle.score(view, indicator, &worse))).collect();
    Rated::new(indicator, worse, scores, view.input.project.report.weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_criterion_has_words_and_limits_rise() {
        assert_eq!(WORDS.kriterium.len(), 7);
        for words in &WORDS.kriterium {
            assert!(words.graenser.is_sorted() && words.graenser.len() <= 3, "{}", words.navn);
            assert!(!words.regel.is_empty() && words.saetninger.values().all(|sentence| sentence.ends_with('.')));
        }
    }

    #[test]
    fn points_begin_at_their_limits() {
        let points = [49, 50, 99, 100, 199, 200].map(|share| Criterion::Prevalence.reached(share));
        assert_eq!(points, [0, 1, 1, 2, 2, 3]);
        assert_eq!(Criterion::Notes.reached(0), 0);
    }

    #[test]
    fn words_in_braces_are_replaced() {
        assert_eq!(filled("Fra {a} til {b}.", &[("a", "én"), ("b", "to")]), "Fra én til to.");
    }
}
