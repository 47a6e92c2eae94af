//! The family of comparisons one report makes, tested together, and the signals they give.

use super::Input;
use super::value::{real, tenths, unsigned};
use super::view;
use crate::model::counts::Coordinate;
use crate::model::document::Signal;
use crate::model::geography::{Area, DistrictId};
use crate::model::indicator::{Direction, Indicator, Level, Measure, Unit};
use crate::model::release::{CellStatus, Figure};
use crate::statistics::{benjamini_hochberg, newcombe_difference, two_proportions, two_rates};

/// The share of sure differences that may be expected to be chance.
const FALSE_SHARE: f64 = 0.05;

/// The smallest change worth acting on, in tenths of a percentage point: "stort set uændret" is said only inside it.
const PRACTICAL: i64 = 40;

/// A change of a small share is worth acting on sooner: a fifth of the lower of the two.
const PRACTICAL_PART: i64 = 5;

/// What a figure is compared with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Against {
    /// The whole municipality a year earlier.
    YearBefore,
    /// The rest of the municipality, for this district.
    Rest(DistrictId),
}

/// One tested comparison.
#[derive(Clone)]
pub(super) struct Comparison {
    pub(super) indicator: String,
    pub(super) against: Against,
    /// Where the compared figure stands.
    pub(super) at: Coordinate,
    pub(super) now: Figure,
    pub(super) other: Figure,
    unit: Unit,
    direction: Direction,
    q: f64,
}

impl Comparison {
    /// Returns whether the difference is sure.
    pub(super) fn sure(&self) -> bool {
        self.q <= FALSE_SHARE
    }

    /// Returns whether the figure is the higher of the two.
    pub(super) fn higher(&self) -> bool {
        self.effect() > 0.0
    }

    /// Returns the signal.
    pub(super) fn signal(&self) -> Signal {
        match (self.sure(), self.direction, self.higher()) {
            (false, ..) => Signal::NoDifference,
            (true, Direction::HighIsBad, true) | (true, Direction::HighIsGood, false) => Signal::Worse,
            (true, Direction::HighIsBad, false) | (true, Direction::HighIsGood, true) => Signal::Better,
            (true, Direction::Neutral, true) => Signal::Higher,
            (true, Direction::Neutral, false) => Signal::Lower,
        }
    }

    /// Returns whether the whole interval of the difference of two shares lies inside the practical minimum.
    pub(super) fn unchanged(&self) -> bool {
        let (Unit::Share, Some(n1), Some(n2)) = (self.unit, self.now.denominator, self.other.denominator) else { return false };
        let gap = newcombe_difference(unsigned(self.now.numerator), unsigned(n1), unsigned(self.other.numerator), unsigned(n2));
        let limit = real(unsigned(self.practical())) / 1000.0;
        gap.low > -limit && gap.high < limit
    }

    /// Returns the smallest change of this share worth acting on, in tenths of a percentage point.
    pub(super) fn practical(&self) -> i64 {
        let now = tenths(self.unit, self.now).expect("only figures with a value are compared");
        PRACTICAL.min(now.min(self.other_tenths()) / PRACTICAL_PART)
    }

    /// Returns the value compared with, in tenths of the printed unit.
    pub(super) fn other_tenths(&self) -> i64 {
        tenths(self.unit, self.other).expect("only figures with a value are compared")
    }

    /// Returns the difference per person, which shares and rates have in common.
    fn effect(&self) -> f64 {
        per_person(self.now) - per_person(self.other)
    }

    fn p(&self) -> f64 {
        let (k1, k2) = (unsigned(self.now.numerator), unsigned(self.other.numerator));
        let base = |figure: Figure| unsigned(figure.denominator.expect("only figures with a denominator are compared"));
        match self.unit {
            Unit::Rate => two_rates(k1, base(self.now), k2, base(self.other)),
            _ => two_proportions(k1, base(self.now), k2, base(self.other)),
        }
    }
}

fn per_person(figure: Figure) -> f64 {
    let n = figure.denominator.expect("only figures with a denominator are compared");
    real(unsigned(figure.numerator)) / real(unsigned(n))
}

/// All comparisons of one report, in catalogue order.
pub(super) struct Family {
    comparisons: Vec<Comparison>,
}

impl Family {
    /// Returns the tested comparisons: the municipality against a year before, each district against the rest.
    pub(super) fn build(input: &Input) -> Self {
        let indicators = input.protected.indicators().iter().filter(|i| testable(i));
        let mut comparisons: Vec<Comparison> = indicators.flat_map(|i| of_indicator(input, i)).collect();
        let p: Vec<f64> = comparisons.iter().map(Comparison::p).collect();
        for (comparison, q) in comparisons.iter_mut().zip(benjamini_hochberg(&p)) {
            comparison.q = q;
        }
        Self { comparisons }
    }

    /// Returns the number of comparisons.
    pub(super) fn len(&self) -> usize {
        self.comparisons.len()
    }

    /// Returns the comparisons of one indicator.
    pub(super) fn of<'a>(&'a self, indicator: &'a str) -> impl Iterator<Item = &'a Comparison> {
        self.comparisons.iter().filter(move |c| c.indicator == indicator)
    }

    /// Returns one comparison, if it was made.
    pub(super) fn find(&self, indicator: &str, against: Against) -> Option<&Comparison> {
        self.comparisons.iter().find(|c| c.indicator == indicator && c.against == against)
    }

    /// Returns the signal of one comparison.
    pub(super) fn signal(&self, indicator: &str, against: Against) -> Signal {
        self.find(indicator, against).map_or(Signal::None, Comparison::signal)
    }

    /// Returns the sure differences, the weightiest first: by q, then by size, then in catalogue order.
    pub(super) fn sure(&self) -> Vec<&Comparison> {
        let mut sure: Vec<&Comparison> = self.comparisons.iter().filter(|c| c.sure()).collect();
        sure.sort_by(|a, b| a.q.total_cmp(&b.q).then(b.effect().abs().total_cmp(&a.effect().abs())));
        sure
    }
}

/// Shares and rates of persons are tested. Offences are not: one person may stand behind several, so that the tests would see
/// differences that are none. Means are not: their spread is not published.
fn testable(indicator: &Indicator) -> bool {
    let persons = matches!(indicator.unit(), Unit::Share | Unit::Rate);
    let offences = matches!(indicator.maal, Measure::OffenceShare { .. } | Measure::Incidents { .. });
    persons && !offences && indicator.niveau != Level::Kvalitet
}

fn of_indicator(input: &Input, indicator: &Indicator) -> Vec<Comparison> {
    let period = view::current(&input.periods, indicator);
    let whole = Coordinate::whole(&indicator.id, period, indicator.geography());
    let Some(now) = shown(input, &whole) else { return Vec::new() };
    let before = shown(input, &Coordinate { period: period.a_year_before(), ..whole.clone() });
    let in_time = before.and_then(|other| compare(indicator, Against::YearBefore, &whole, (now, other)));
    let in_place = input.project.district_ids().filter_map(|id| {
        let at = whole.in_area(Area::District(id));
        let own = shown(input, &at)?;
        compare(indicator, Against::Rest(id), &at, (own, rest(now, own)?))
    });
    in_time.into_iter().chain(in_place).collect()
}

fn shown(input: &Input, at: &Coordinate) -> Option<Figure> {
    match input.protected.status(at) {
        // A number of persons that is an interval cannot be tested.
        CellStatus::Shown(figure) => Some(figure).filter(|figure| figure.upper.is_none()),
        CellStatus::Suppressed(_) | CellStatus::NoData => None,
    }
}

/// Returns the municipality without one district, from two published figures.
fn rest(whole: Figure, district: Figure) -> Option<Figure> {
    let numerator = whole.numerator - district.numerator;
    let denominator = whole.denominator? - district.denominator?;
    (numerator >= 0 && denominator > 0).then_some(Figure { numerator, denominator: Some(denominator), upper: None })
}

fn compare(indicator: &Indicator, against: Against, at: &Coordinate, (now, other): (Figure, Figure)) -> Option<Comparison> {
    let comparable = |figure: Figure| {
        let fits = |n: i64| n > 0 && (indicator.unit() == Unit::Rate || figure.numerator <= n);
        figure.denominator.is_some_and(fits)
    };
    (comparable(now) && comparable(other)).then(|| Comparison {
        indicator: indicator.id.clone(),
        against,
        at: at.clone(),
        now,
        other,
        unit: indicator.unit(),
        direction: indicator.retning,
        q: 1.0,
    })
}
