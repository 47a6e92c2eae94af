//! Where the search for a possible table is given up, nobody knows: a figure is then neither taken for protected nor for plain.

use super::*;
use crate::protect::audit::{Audit, Demand, Limit, Rules};
use crate::protect::relation::{Form, Known, Numbers, Relation, numerator};
use std::collections::BTreeSet;

const PERSONS: &str = "{slags='personer',roller=['sigtet']}";

/// Figures of 0 or 1, half of them 1. Twice their sum is even, and no whole numbers make it odd, but halves do: the search tries one
/// after the other.
const MANY: usize = 30;

/// Returns the last figure beside the many, all of them hidden; what is told is twice the many's sum and the last, which is at most
/// one above `k`.
fn audited<R>(k: i64, ask: impl FnOnce(&mut Audit, usize) -> R) -> R {
    let district = |at: usize| Area::District(DistrictId(u16::try_from(at).expect("few")));
    let count = |k: i64| Exact { numerator: k, behind: k, largest: 1, ..Exact::default() };
    let many = (0..MANY).map(|at| i64::from(at % 2 == 0));
    let cells = many.chain([k]).enumerate().map(|(at, k)| (Coordinate { area: district(at), ..whole() }, count(k)));
    let table =
        CountTable { indicators: vec![indicator("neutral", PERSONS)], cells: cells.collect(), dispersions: BTreeMap::new() };
    let numbers = Numbers::new(&table);
    let most = |at: usize, most: i64| Relation { form: vec![(numerator(at), -1)], known: Known::AtLeast(-most) };
    let twice: Form = (0..MANY).map(|at| (numerator(at), 2)).chain([(numerator(MANY), 1)]).collect();
    let told = Relation { known: Known::Equal(numbers.value_of(&twice)), form: twice };
    let relations: Vec<Relation> = (0..MANY).map(|at| most(at, 1)).chain([most(MANY, k + 1), told]).collect();
    let demands = |at: usize| {
        let few = Demand { form: vec![(numerator(at), 1)], limit: Limit::Few(1) };
        if at == MANY { vec![few] } else { Vec::new() }
    };
    let rules = Rules { demands: &demands, always: Vec::new(), along: &|_| Vec::new() };
    let hidden: BTreeSet<usize> = (0..=MANY).collect();
    let nothing = BTreeSet::new();
    ask(&mut Audit::new(&numbers, relations.iter().collect(), rules, Vec::new(), hidden, &nothing), MANY)
}

#[test]
fn a_figure_is_not_protected_by_a_question_nobody_could_answer() {
    let lost = audited(1, |audit, _| {
        audit.repair();
        audit.lost.len()
    });
    assert_eq!(lost, 1, "nothing more can be hidden, so it is told that nothing protects it");
}

#[test]
fn that_nobody_is_in_it_is_not_plain_where_the_question_could_not_be_answered() {
    assert!(!audited(0, |audit, last| audit.is_plainly_nobody(last)));
}
