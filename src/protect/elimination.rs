//! Complementary hiding by elimination: nothing that must stay hidden may be a sum of what is published.
//!
//! Figures are published one after the other, the ones a reader needs most first. A figure whose numbers, with those published before
//! and the equations between numbers, would give a target away is hidden instead. Øyvind Langsrud, *Secondary Cell Suppression by
//! Gaussian Elimination: An Algorithm Suitable for Handling Issues with Zeros and Singletons*, Privacy in Statistical Databases 2024.
//! Arithmetic is exact, in the field of whole numbers modulo the prime 2^61 - 1: a sum that is nothing there and something in truth
//! would need a determinant of small numbers that this prime divides.

use super::relation::{Form, Number};
use std::collections::BTreeMap;

const PRIME: u64 = (1 << 61) - 1;

/// What can be worked out so far, as rows that each begin with a number of their own.
struct Span {
    /// By the number a row begins with.
    rows: BTreeMap<Number, Row>,
}

/// Numbers, each times an element of the field other than zero.
type Row = BTreeMap<Number, u64>;

/// A form that must not be worked out.
pub(super) struct Target {
    pub(super) form: Form,
    /// Whether one person stands behind it, who knows it and must not work out another target with it.
    pub(super) is_one: bool,
}

/// Returns which candidates must stay hidden, in the order given, so that no target can be worked out. A candidate is the numbers
/// that are published together. Targets that the equations alone give away are left out: nothing could help them.
pub(super) fn eliminate(equations: &[Form], targets: &[Target], candidates: &[Vec<Number>]) -> Vec<bool> {
    let mut span = Span { rows: BTreeMap::new() };
    for equation in equations {
        let row = span.reduced(row(equation));
        span.add(row);
    }
    let secret = |target: &Target| Secret { row: span.reduced(row(&target.form)), is_one: target.is_one, told_to_one: false };
    let mut left: Vec<Secret> = targets.iter().map(secret).filter(|secret| !secret.row.is_empty()).collect();
    let told: Vec<bool> = left.iter().map(|secret| is_told_by_one(&left, secret)).collect();
    left.iter_mut().zip(told).for_each(|(secret, told)| secret.told_to_one = told);
    candidates.iter().map(|numbers| !span.publish(numbers, &mut left)).collect()
}

/// What is left of a target.
struct Secret {
    row: Row,
    is_one: bool,
    /// One person can work it out from the start, which nothing hidden could keep from them.
    told_to_one: bool,
}

/// Whether somebody who is alone behind another target can work this one out: it is a multiple of theirs.
fn is_told_by_one(all: &[Secret], secret: &Secret) -> bool {
    let others = all.iter().filter(|other| other.is_one && !std::ptr::eq(*other, secret));
    others.into_iter().any(|one| {
        let mut row = secret.row.clone();
        cancel(&mut row, &one.row);
        row.is_empty()
    })
}

impl Span {
    /// Adds numbers and takes them out of the targets, unless a target would be told; tells whether it did.
    fn publish(&mut self, numbers: &[Number], targets: &mut Vec<Secret>) -> bool {
        let mut new: Vec<Row> = Vec::new();
        for number in numbers {
            let mut row = self.reduced(Row::from([(*number, 1)]));
            new.iter().for_each(|pivot| cancel(&mut row, pivot));
            if !row.is_empty() {
                new.push(row);
            }
        }
        let touched: Vec<bool> = targets.iter().map(|target| without(&target.row, &new).is_some()).collect();
        let after = |target: &Secret| without(&target.row, &new).unwrap_or_else(|| target.row.clone());
        let left =
            targets.iter().map(|target| Secret { row: after(target), is_one: target.is_one, told_to_one: target.told_to_one });
        let left: Vec<Secret> = left.collect();
        let is_told = |secret: &Secret| secret.row.is_empty() || !secret.told_to_one && is_told_by_one(&left, secret);
        if touched.contains(&true) && left.iter().any(is_told) {
            return false;
        }
        *targets = left;
        new.into_iter().for_each(|row| self.add(row));
        true
    }

    /// Adds a row that is already reduced; an empty one tells nothing.
    fn add(&mut self, row: Row) {
        if let Some(first) = row.keys().next() {
            self.rows.insert(*first, row);
        }
    }

    /// Returns what is left of a row when everything that can be worked out is taken off.
    fn reduced(&self, mut row: Row) -> Row {
        let mut from = 0;
        while let Some(number) = row.range(from..).map(|(number, _)| *number).next() {
            if let Some(pivot) = self.rows.get(&number) {
                cancel(&mut row, pivot);
            }
            from = number + 1;
        }
        row
    }
}

/// Returns what is left of a target, or `None` where nothing changes.
fn without(target: &Row, pivots: &[Row]) -> Option<Row> {
    let touches = |pivot: &&Row| pivot.keys().next().is_some_and(|first| target.contains_key(first));
    pivots.iter().find(touches)?;
    let mut left = target.clone();
    pivots.iter().for_each(|pivot| cancel(&mut left, pivot));
    Some(left)
}

/// Takes a multiple of a pivot row off a row, so that the number the pivot begins with is gone.
fn cancel(row: &mut Row, pivot: &Row) {
    let Some((first, head)) = pivot.first_key_value() else { return };
    let Some(value) = row.get(first) else { return };
    let times = product(*value, inverse(*head));
    for (number, value) in pivot {
        let less = product(times, *value);
        let entry = row.entry(*number).or_default();
        *entry = (*entry + PRIME - less) % PRIME;
        if *entry == 0 {
            row.remove(number);
        }
    }
}

fn row(form: &Form) -> Row {
    let mut row = Row::new();
    for (number, times) in form {
        let entry = row.entry(*number).or_default();
        *entry = (*entry + element(*times)) % PRIME;
    }
    row.retain(|_, value| *value != 0);
    row
}

fn element(number: i64) -> u64 {
    let size = number.unsigned_abs() % PRIME;
    if number < 0 { (PRIME - size) % PRIME } else { size }
}

fn product(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b) % u128::from(PRIME);
    u64::try_from(product).expect("a remainder of a 61-bit prime fits 64 bits")
}

/// By Fermat: a to the power of p - 2.
fn inverse(a: u64) -> u64 {
    if a == 1 {
        return 1;
    }
    let (mut result, mut base, mut power) = (1, a, PRIME - 2);
    while power > 0 {
        if power & 1 == 1 {
            result = product(result, base);
        }
        base = product(base, base);
        power >>= 1;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(whole: Number, parts: &[Number]) -> Form {
        std::iter::once((whole, 1)).chain(parts.iter().map(|part| (*part, -1))).collect()
    }

    fn many(form: &[(Number, i64)]) -> Target {
        Target { form: form.to_vec(), is_one: false }
    }

    fn alone(number: Number) -> Vec<Number> {
        vec![number]
    }

    #[test]
    fn the_last_part_of_a_sum_with_one_hidden_stays_hidden() {
        let hidden = eliminate(&[sum(0, &[1, 2, 3])], &[many(&[(1, 1)])], &[alone(0), alone(3), alone(2)]);
        assert_eq!(hidden, [false, false, true]);
    }

    #[test]
    fn a_cross_needs_a_rectangle() {
        // rows 0, 1; columns 2, 3; cells 4 5 / 6 7; 4 is the target.
        let equations = [sum(0, &[4, 5]), sum(1, &[6, 7]), sum(2, &[4, 6]), sum(3, &[5, 7])];
        let order: Vec<Vec<Number>> = [0, 1, 2, 3, 7, 6, 5].map(alone).to_vec();
        assert_eq!(eliminate(&equations, &[many(&[(4, 1)])], &order), [false, false, false, false, true, true, true]);
    }

    #[test]
    fn a_difference_can_be_a_target() {
        let hidden = eliminate(&[], &[many(&[(0, 1), (1, -1)])], &[alone(0), alone(1)]);
        assert_eq!(hidden, [false, true]);
    }

    #[test]
    fn numbers_that_are_published_together_are_hidden_together() {
        // The n of a share is another figure's number: 2 = 0 + 1.
        let hidden = eliminate(&[vec![(2, 1), (0, -1), (1, -1)]], &[many(&[(2, 1)])], &[vec![0, 1]]);
        assert_eq!(hidden, [true]);
    }

    #[test]
    fn a_target_given_away_before_anything_is_published_hides_nothing_else() {
        assert_eq!(eliminate(&[vec![(0, 1)]], &[many(&[(0, 1)])], &[alone(1)]), [false]);
    }

    #[test]
    fn somebody_alone_behind_a_hidden_number_works_out_no_other() {
        let one = Target { form: vec![(1, 1)], is_one: true };
        let secrets = [one, many(&[(2, 1)])];
        let order = [0, 4, 3].map(alone);
        assert_eq!(eliminate(&[sum(0, &[1, 2, 3, 4])], &secrets, &order), [false, false, true], "0 - 4 - 3 - 1 is 2");
    }

    #[test]
    fn what_one_person_knows_from_the_start_is_kept_from_everybody_else() {
        let one = || Target { form: vec![(1, 1)], is_one: true };
        // 2 is another name of 1.
        let equations = [vec![(1, 1), (2, -1)], sum(0, &[1, 3])];
        assert_eq!(eliminate(&equations, &[one(), many(&[(2, 1)])], &[0, 3].map(alone)), [false, true]);
    }

    #[test]
    fn the_field_has_inverses() {
        for a in [1, 2, 3, PRIME - 1, 123_456_789] {
            assert_eq!(product(a, inverse(a)), 1);
        }
    }
}
