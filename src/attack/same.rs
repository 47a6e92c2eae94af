//! Numbers that several tables tell: what a table says its numbers count is one number wherever it stands.

use super::knowledge::{Amount, Cell, Key, Knowledge};
use super::package::Column;
use super::table::Place;
use std::collections::BTreeMap;

/// One telling of a number.
struct Told {
    /// The release it is known from where releases tell different numbers of it; 0 where they all tell the same.
    tag: usize,
    /// The first release it stands in.
    first: usize,
    amount: Amount,
}

impl Told {
    /// Whether two tellings are of the same release, or have not changed between releases.
    fn goes_with(&self, other: &Self) -> bool {
        let is_of = |one: &Self, other: &Self| one.tag == 0 && one.first + 1 == other.tag;
        self.tag == other.tag || is_of(self, other) || is_of(other, self)
    }

    fn belies(&self, other: &Self) -> bool {
        let known = |told: &Self| told.amount.form.is_empty();
        self.goes_with(other) && known(self) && known(other) && self.amount != other.amount
    }
}

/// What is counted, and in which period.
type Name = (String, String);

impl Knowledge<'_> {
    /// Adds that numbers of the same name are the same, but for names whose printed numbers differ: no reader would believe them.
    pub(super) fn same_numbers(&mut self) {
        let mut all: BTreeMap<Name, BTreeMap<Place, Vec<Told>>> = BTreeMap::new();
        for (key, cell) in &self.cells {
            for (name, told) in self.named(key, cell) {
                let place = key.0.with("indikator", "");
                let name = (name, place.get("periode").to_owned());
                all.entry(name).or_default().entry(place).or_default().push(told);
            }
        }
        for places in all.into_values().filter(|places| !places.values().any(|told| is_belied(told))) {
            for (place, told) in places {
                for (at, one) in told.iter().enumerate() {
                    if let Some(other) = told[..at].iter().find(|other| other.goes_with(one)) {
                        self.holds(&one.amount.clone().plus(&other.amount, -1), 0, 0, &place);
                    }
                }
            }
        }
    }

    fn named(&self, key: &Key, cell: &Cell) -> Vec<(String, Told)> {
        let structure = &self.releases[cell.stands.0].tables[cell.stands.1].structure;
        let k = Some(&cell.k).filter(|_| structure.guarded == Column::Taeller);
        let told = |amount: &Amount| Told { tag: key.1, first: cell.stands.0, amount: amount.clone() };
        let numbers = [(&structure.numerator_counts, k), (&structure.base_counts, cell.n.as_ref())];
        numbers.into_iter().filter_map(|(name, amount)| Some((name.clone()?, told(amount?)))).collect()
    }
}

fn is_belied(told: &[Told]) -> bool {
    told.iter().enumerate().any(|(at, one)| told[..at].iter().any(|other| other.belies(one)))
}
