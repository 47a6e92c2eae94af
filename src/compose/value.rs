//! One published figure with its unit: value, base and interval, each computed from the published k and n alone.

use super::format::{NBSP, decimal, half_up, k_of_n, percent, plural, thousands};
use super::spread::Spread;
use crate::model::document::{Cell, HIDDEN_BY_SOURCE, Mark, RowMark, Signal};
use crate::model::indicator::Unit;
use crate::model::release::{CellStatus, Figure, Reason};
use crate::statistics::{poisson_exact, wilson, wilson_clustered};

/// Below this many in the group a sentence gives "k af n" without per cent.
pub(super) const SMALL_GROUP: i64 = 50;

/// Below this many in the group no per cent is printed at all.
pub(super) const NO_PER_CENT: i64 = 30;

/// What a reader may know of one figure, with the unit that makes a value of it.
#[derive(Clone, Copy)]
pub(super) struct Reading {
    pub(super) unit: Unit,
    pub(super) status: CellStatus,
    /// What the interval rests on besides k and n.
    pub(super) spread: Spread,
    /// Which row of the open tables it is; `None` for what is no row, such as the rest of a municipality.
    pub(super) row: Option<RowMark>,
}

impl Reading {
    /// Returns the figure, if it is shown.
    pub(super) fn figure(self) -> Option<Figure> {
        match self.status {
            CellStatus::Shown(figure) => Some(figure),
            CellStatus::Suppressed(_) | CellStatus::NoData => None,
        }
    }

    /// Returns whether the figure is a number of persons between two.
    pub(super) fn is_between(self) -> bool {
        self.figure().is_some_and(|figure| figure.upper.is_some())
    }

    /// Returns whether the figure is hidden.
    pub(super) fn hidden(self) -> bool {
        matches!(self.status, CellStatus::Suppressed(_))
    }

    /// Returns whether the figure is hidden because its source hid a number it is made from.
    pub(super) fn hidden_by_source(self) -> bool {
        self.status == CellStatus::Suppressed(Reason::BySource)
    }

    /// Returns the cell of a hidden figure.
    pub(super) fn hidden_cell(self) -> Cell {
        let cell = if self.hidden_by_source() { Cell::hidden_by_source() } else { Cell::hidden() };
        self.marked(cell)
    }

    /// Returns whether nothing was measured.
    pub(super) fn missing(self) -> bool {
        self.status == CellStatus::NoData
    }

    /// Returns the value in tenths of the printed unit; `None` where no number is printed.
    pub(super) fn tenths(self) -> Option<i64> {
        let figure = self.figure()?;
        if matches!(self.unit, Unit::Share | Unit::Mean) && figure.denominator? < NO_PER_CENT {
            return None;
        }
        tenths(self.unit, figure)
    }

    /// Returns the value as it is printed ("16,4 %", "7 af 28", "58", "skjult", "ingen data").
    pub(super) fn text(self) -> String {
        match self.status {
            CellStatus::Shown(figure) => self.shown(figure),
            CellStatus::Suppressed(Reason::BySource) => HIDDEN_BY_SOURCE.into(),
            CellStatus::Suppressed(_) => "skjult".into(),
            CellStatus::NoData => "ingen data".into(),
        }
    }

    fn shown(self, figure: Figure) -> String {
        match (self.unit, figure.denominator, self.tenths()) {
            (Unit::SchoolRange, ..) => {
                let (low, high) = school_range(figure);
                format!("{} og {}", decimal(low), decimal(high))
            }
            (Unit::Share | Unit::Mean, _, Some(value)) => percent(value),
            (Unit::PerPerson, _, Some(value)) => decimal(value),
            (Unit::Points, _, Some(value)) => format!("{}{NBSP}procentpoint", decimal(value)),
            (Unit::Rate, _, Some(value)) => {
                let highest = upper_end(figure).and_then(|end| tenths(self.unit, end));
                let span = highest.map_or_else(String::new, |high| format!("–{}", decimal(high)));
                format!("{}{span}{NBSP}pr.{NBSP}1.000", decimal(value))
            }
            (Unit::Mean, ..) => "for få til procent".into(),
            (_, Some(n), None) => k_of_n(figure.numerator, n),
            _ => count(figure),
        }
    }

    /// Returns what the value rests on ("214 af 1.302", "402 elever", "12 skoler", "–").
    pub(super) fn base(self) -> String {
        match (self.status, self.unit) {
            (CellStatus::Shown(Figure { denominator: Some(n), .. }), Unit::Mean | Unit::Points) => {
                format!("{} elever", thousands(n))
            }
            (CellStatus::Shown(figure @ Figure { denominator: Some(n), .. }), Unit::PerPerson) => {
                format!("{} forhold, {} unge", count(figure), thousands(n))
            }
            (CellStatus::Shown(Figure { denominator: Some(n), .. }), Unit::SchoolRange) => {
                format!("{} {}", thousands(n), plural(n, "skole", "skoler"))
            }
            (CellStatus::Shown(figure @ Figure { denominator: Some(n), .. }), _) => {
                format!("{} af {}", count(figure), thousands(n))
            }
            _ => "–".into(),
        }
    }

    /// Returns the 95 % interval in tenths of the printed unit, where one can be given: of pupils only where the spread between
    /// their schools is known.
    pub(super) fn interval(self) -> Option<(i64, i64)> {
        // Chance is not the largest doubt of a number that is an interval already.
        let (figure, _) = (self.figure().filter(|figure| figure.upper.is_none())?, self.tenths()?);
        let n = unsigned(figure.denominator?);
        match self.unit {
            Unit::Share => {
                let share = match self.spread {
                    Spread::Persons => wilson(unsigned(figure.numerator), n),
                    Spread::Schools(clustering) => wilson_clustered(unsigned(figure.numerator), n, clustering),
                    Spread::Unknown => return None,
                };
                Some((rounded(share.low * 1000.0), rounded(share.high * 1000.0)))
            }
            Unit::Mean => {
                let Spread::Schools(clustering) = self.spread else { return None };
                let mean = clustering.mean_interval(real(unsigned(figure.numerator)) / (1000.0 * real(n)), real(n));
                Some((rounded(mean.low.max(0.0)), rounded(mean.high.min(1000.0))))
            }
            Unit::Rate => {
                let events = poisson_exact(unsigned(figure.numerator));
                let scale = 10_000.0 / real(n);
                Some((rounded(events.low * scale), rounded(events.high * scale)))
            }
            Unit::PerPerson | Unit::Points | Unit::Count | Unit::SchoolRange => None,
        }
    }

    /// Returns the interval as it is printed ("14,5–18,5 %"), or "–".
    pub(super) fn interval_text(self) -> String {
        match (self.interval(), self.unit) {
            (Some((low, high)), Unit::Share | Unit::Mean) => format!("{}–{}", decimal(low), percent(high)),
            (Some((low, high)), _) => format!("{}–{}", decimal(low), decimal(high)),
            (None, _) => "–".into(),
        }
    }

    /// Returns the value as a table cell.
    pub(super) fn cell(self) -> Cell {
        self.cell_of(self.text())
    }

    /// Returns a cell that says something of the figure; of a hidden one, only that it is hidden.
    pub(super) fn cell_of(self, text: String) -> Cell {
        if self.hidden() { self.hidden_cell() } else { self.marked(Cell::text(text)) }
    }

    /// Returns a cell with the mark of the figure's row.
    pub(super) fn marked(self, cell: Cell) -> Cell {
        Cell { row: self.row, ..cell }
    }

    /// Returns value and base in one cell ("16,4 % (214 af 1.302)").
    pub(super) fn full_cell(self) -> Cell {
        self.cell_of(self.full_text())
    }

    /// Returns value and base in one text.
    pub(super) fn full_text(self) -> String {
        let (value, base) = (self.text(), self.base());
        if base == "–" || base == value { value } else { format!("{value} ({base})") }
    }

    /// Returns the value as something a chart draws.
    pub(super) fn mark(self, label: impl Into<String>, signal: Signal) -> Mark {
        Mark {
            label: label.into(),
            text: self.text(),
            value: self.tenths(),
            interval: self.interval(),
            hidden: self.hidden(),
            signal: if self.figure().is_some() { signal } else { Signal::None },
            weak: false,
            row: self.row,
        }
    }
}

/// Returns how many ("61", or "61–99" where rows without person key may be persons of their own).
pub(super) fn count(figure: Figure) -> String {
    let high = figure.upper.map_or_else(String::new, |upper| format!("–{}", thousands(upper)));
    thousands(figure.numerator) + &high
}

/// Returns the figure at the upper end of its interval.
fn upper_end(figure: Figure) -> Option<Figure> {
    figure.upper.map(|upper| Figure { numerator: upper, upper: None, ..figure })
}

/// Returns the value of a figure in tenths of the printed unit; of an interval, its lower end.
pub(super) fn tenths(unit: Unit, figure: Figure) -> Option<i64> {
    let k = i128::from(figure.numerator);
    let n = figure.denominator.map(i128::from).filter(|n| *n > 0);
    match unit {
        Unit::Share => n.map(|n| half_up(1000 * k, n)),
        Unit::Mean => n.map(|n| half_up(k, 1000 * n)),
        Unit::Rate => n.map(|n| half_up(10_000 * k, n)),
        Unit::PerPerson => n.map(|n| half_up(10 * k, n)),
        Unit::Points => Some(half_up(k, 1000)),
        Unit::Count => Some(10 * figure.numerator),
        Unit::SchoolRange => None,
    }
}

/// Returns lowest and highest school of a packed figure, in tenths of the source's unit.
pub(super) fn school_range(figure: Figure) -> (i64, i64) {
    let (low, high) = (figure.numerator.div_euclid(1_000_000), figure.numerator.rem_euclid(1_000_000));
    (half_up(i128::from(low), 100), half_up(i128::from(high), 100))
}

/// Returns the word for a unit at an axis.
pub(super) fn axis(unit: Unit) -> &'static str {
    match unit {
        Unit::Share | Unit::Mean => "procent",
        Unit::Rate => "pr. 1.000 unge",
        Unit::PerPerson => "forhold pr. ung",
        Unit::Points => "procentpoint",
        Unit::Count | Unit::SchoolRange => "antal",
    }
}

/// Returns a published count as the statistics want it.
pub(super) fn unsigned(count: i64) -> u64 {
    u64::try_from(count).expect("a published count is never negative")
}

/// Returns a count as a real number, exact below 2^53.
pub(super) fn real(count: u64) -> f64 {
    count as f64
}

/// Returns a computed bound as a whole number.
#[expect(clippy::cast_possible_truncation, reason = "a bound in tenths of a printed unit is far below 2^53")]
pub(super) fn rounded(value: f64) -> i64 {
    value.round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::Clustering;

    fn shown(unit: Unit, numerator: i64, denominator: Option<i64>) -> Reading {
        Reading {
            unit,
            status: CellStatus::Shown(Figure { numerator, denominator, upper: None }),
            spread: Spread::Persons,
            row: None,
        }
    }

    #[test]
    fn persons_between_two_numbers_are_printed_with_both() {
        let between = |unit, denominator| {
            let figure = Figure { numerator: 61, denominator, upper: Some(1_099) };
            Reading { unit, status: CellStatus::Shown(figure), spread: Spread::Persons, row: None }
        };
        let count = between(Unit::Count, None);
        assert_eq!((count.text(), count.tenths(), count.base()), ("61–1.099".into(), Some(610), "–".into()));
        let rate = between(Unit::Rate, Some(5_000));
        assert_eq!(rate.full_text(), "12,2–219,8\u{a0}pr.\u{a0}1.000 (61–1.099 af 5.000)");
        assert_eq!((rate.interval(), rate.mark("x", Signal::None).value), (None, Some(122)), "the drawing is the lower end");
    }

    #[test]
    fn each_unit_prints_its_own_way() {
        assert_eq!(shown(Unit::Share, 214, Some(1302)).text(), "16,4\u{a0}%");
        assert_eq!(shown(Unit::Mean, 33_768_000, Some(402)).text(), "8,4\u{a0}%");
        assert_eq!(shown(Unit::Rate, 17, Some(5000)).text(), "3,4\u{a0}pr.\u{a0}1.000");
        assert_eq!(shown(Unit::Count, 1234, None).text(), "1.234");
        assert_eq!(shown(Unit::SchoolRange, 93_100_097_300, Some(12)).full_text(), "93,1 og 97,3 (12 skoler)");
    }

    #[test]
    fn fewer_than_thirty_get_no_per_cent_and_no_drawn_value() {
        let small = shown(Unit::Share, 7, Some(28));
        assert_eq!((small.text(), small.tenths(), small.interval()), ("7 af 28".into(), None, None));
        assert_eq!(small.full_text(), "7 af 28");
    }

    #[test]
    fn a_hidden_figure_has_no_value_interval_or_signal() {
        let hidden =
            Reading { unit: Unit::Share, status: CellStatus::Suppressed(Reason::Small), spread: Spread::Persons, row: None };
        let mark = hidden.mark("x", Signal::Worse);
        assert_eq!((mark.value, mark.interval, mark.hidden, mark.signal), (None, None, true, Signal::None));
        assert_eq!((hidden.base(), hidden.interval_text(), hidden.cell()), ("–".into(), "–".into(), Cell::hidden()));
    }

    #[test]
    fn what_the_source_has_hidden_says_so_and_has_no_number_either() {
        let hidden =
            Reading { unit: Unit::Share, status: CellStatus::Suppressed(Reason::BySource), spread: Spread::Persons, row: None };
        assert_eq!((hidden.full_text(), hidden.base(), hidden.tenths()), ("skjult af kilden".into(), "–".into(), None));
        assert_eq!(hidden.cell(), Cell::hidden_by_source());
    }

    #[test]
    fn intervals_come_from_the_printed_numbers() {
        assert_eq!(shown(Unit::Share, 30, Some(333)).interval(), Some((64, 126)));
        assert_eq!(shown(Unit::Rate, 10, Some(1000)).interval_text(), "4,8–18,4");
    }

    #[test]
    fn pupils_of_schools_have_a_wider_interval_and_none_where_schools_are_unknown() {
        let plain = shown(Unit::Share, 30, Some(333));
        let clustered = Spread::Schools(Clustering { variance: 3.0, freedom: 10.0 });
        assert_eq!(Reading { spread: clustered, ..plain }.interval(), Some((46, 169)));
        assert_eq!(Reading { spread: Spread::Unknown, ..plain }.interval(), None);
    }

    #[test]
    fn a_mean_has_an_interval_from_the_spread_between_schools() {
        let mean = shown(Unit::Mean, 33_768_000, Some(402));
        assert_eq!(mean.interval(), None);
        let schools = Spread::Schools(Clustering { variance: 150.0 * 150.0, freedom: 10.0 });
        // 8.4 ± 2.228 · 15 / √402 points.
        assert_eq!(Reading { spread: schools, ..mean }.interval_text(), "6,7–10,1\u{a0}%");
    }

    #[test]
    fn a_grade_is_judged_as_the_part_of_the_schools_it_is() {
        let schools = Spread::Schools(Clustering { variance: 4.0, freedom: 10.0 });
        assert_eq!(schools.of_part(100, 300), Spread::Schools(Clustering { variance: 2.0, freedom: 10.0 }));
        assert_eq!(schools.of_part(300, 300), schools);
    }
}
