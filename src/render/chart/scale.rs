//! From tenths of a unit to a place on the surface, with round steps and Danish numbers.

use crate::model::document::Mark;

const STEPS: [i64; 3] = [1, 2, 5];
const MOST_TICKS: i64 = 6;

/// Returns the value that may be drawn: none where it is hidden, whatever else the mark holds.
pub(super) fn shown(mark: &Mark) -> Option<i64> {
    mark.value.filter(|_| !mark.hidden)
}

/// Returns the interval that may be drawn.
pub(super) fn interval(mark: &Mark) -> Option<(i64, i64)> {
    shown(mark).and(mark.interval)
}

/// Returns every number of a mark that may be drawn.
pub(super) fn numbers(mark: &Mark) -> impl Iterator<Item = i64> {
    shown(mark).into_iter().chain(interval(mark).into_iter().flat_map(|(low, high)| [low, high]))
}

/// A linear scale from zero (or below, if values are) to a round number.
pub(super) struct Scale {
    low: i64,
    high: i64,
    step: i64,
    from: i32,
    to: i32,
    empty: bool,
}

impl Scale {
    /// Returns the scale that holds zero and all `values` (tenths) between the places `from` and `to`.
    pub(super) fn over(values: impl IntoIterator<Item = i64>, from: i32, to: i32) -> Self {
        let (least, most) = values.into_iter().fold((0, 0), |(low, high): (i64, i64), v| (low.min(v), high.max(v)));
        let empty = least == 0 && most == 0;
        let most = if empty { 100 } else { most };
        let step = round_step(most - least);
        Self { low: least.div_euclid(step) * step, high: -(-most).div_euclid(step) * step, step, from, to, empty }
    }

    /// Returns the place of a value in tenths.
    pub(super) fn at(&self, tenths: i64) -> i32 {
        let span = i64::from(self.to - self.from);
        let offset = (tenths - self.low) * span / (self.high - self.low);
        self.from + i32::try_from(offset).expect("the scale holds every value that is drawn")
    }

    /// Returns its ends in words: the first place and the last, and the tenths that stand there.
    pub(super) fn ends(&self) -> String {
        format!("{} {} {} {}", self.from, self.to, self.low, self.high)
    }

    /// Returns place and number of every step; where nothing is drawn, there is nothing to read but zero.
    pub(super) fn ticks(&self) -> Vec<(i32, String)> {
        let count = if self.empty { 0 } else { (self.high - self.low) / self.step };
        (0..=count).map(|i| self.low + i * self.step).map(|v| (self.at(v), danish(v, self.step % 10 != 0))).collect()
    }
}

fn round_step(span: i64) -> i64 {
    let mut decade = 1;
    loop {
        if let Some(step) = STEPS.iter().map(|s| s * decade).find(|step| span <= step * MOST_TICKS) {
            return step;
        }
        decade *= 10;
    }
}

fn danish(tenths: i64, decimals: bool) -> String {
    let sign = if tenths < 0 { "−" } else { "" };
    let (whole, tenth) = (tenths.abs() / 10, tenths.abs() % 10);
    let whole = if whole >= 1000 { format!("{}.{:03}", whole / 1000, whole % 1000) } else { whole.to_string() };
    if decimals { format!("{sign}{whole},{tenth}") } else { format!("{sign}{whole}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(values: &[i64]) -> Vec<String> {
        Scale::over(values.iter().copied(), 0, 1000).ticks().into_iter().map(|(_, word)| word).collect()
    }

    #[test]
    fn a_share_scale_begins_at_zero_and_ends_at_a_round_number() {
        assert_eq!(words(&[164, 212]), ["0", "5", "10", "15", "20", "25"]);
    }

    #[test]
    fn small_rates_get_a_decimal_comma_and_large_ones_a_thousands_point() {
        assert_eq!(words(&[9]), ["0,0", "0,2", "0,4", "0,6", "0,8", "1,0"]);
        assert_eq!(words(&[25_000]).last().map(String::as_str), Some("2.500"));
    }

    #[test]
    fn changes_below_zero_stay_inside_the_scale() {
        let scale = Scale::over([-31, 22], 100, 1100);
        assert!(scale.at(-31) >= 100 && scale.at(22) <= 1100 && scale.at(-31) < scale.at(0));
    }

    #[test]
    fn the_numbers_of_a_hidden_mark_are_not_seen() {
        let mark = Mark {
            label: String::new(),
            text: "skjult".into(),
            value: Some(7),
            interval: Some((1, 9)),
            hidden: true,
            signal: crate::model::document::Signal::None,
            weak: false,
            row: None,
        };
        assert_eq!(numbers(&mark).count(), 0);
    }
}
