//! Groups of figures that tell of each other: each is judged by itself.

use super::linked;
use super::relation::{Form, Numbers, Relation, cell_of};
use super::respondents::Told;
use super::sum::sums;
use std::collections::{BTreeMap, BTreeSet};

/// Figures that tell of each other.
#[derive(Default)]
pub(super) struct Group {
    /// In the order of the table.
    pub(super) cells: Vec<usize>,
    pub(super) relations: Vec<usize>,
    /// Pairs where the second must be hidden with the first, beyond what equations say.
    pub(super) followers: Vec<(usize, usize)>,
    /// Differences of a whole and a part in it, and of the parts of a year and the year.
    pub(super) nested: Vec<Form>,
    /// What the number of respondents tells of answers, beside the relations.
    pub(super) told: Told,
}

/// Returns the groups of figures that tell of each other, in the order of their first figures.
pub(super) fn groups(numbers: &Numbers, relations: &[Relation]) -> Vec<Group> {
    let table = numbers.table;
    let mut joined = Joined::new(table.cells.len());
    let overlaps = linked::overlaps(table);
    let mut nested: Vec<(Form, usize)> = overlaps.iter().flat_map(|overlap| numbers.nested(overlap)).collect();
    nested.extend(sums(table).iter().filter_map(|sum| numbers.in_several_parts(sum)));
    nested.extend(numbers.within_one_half());
    let mut followers = linked::followers(table);
    followers.retain(|(leader, follower)| numbers.repeated(*leader, *follower).is_none());
    followers.extend(linked::differences(table));
    followers.extend(linked::beside_means(table));
    followers.extend(linked::asked_of(table).into_iter().map(|(asked, before, _)| (before, asked)));
    relations.iter().for_each(|relation| joined.join_form(&relation.form));
    followers.iter().for_each(|(leader, follower)| joined.join(*leader, *follower));
    let roots: Vec<usize> = (0..table.cells.len()).map(|cell| joined.root(cell)).collect();
    let mut groups: BTreeMap<usize, Group> = BTreeMap::new();
    for (cell, root) in roots.iter().enumerate() {
        groups.entry(*root).or_default().cells.push(cell);
    }
    let mut of = |cell: usize, add: &dyn Fn(&mut Group)| add(groups.entry(roots[cell]).or_default());
    for (at, relation) in relations.iter().enumerate() {
        of(cell_of(relation.form[0].0), &|group| group.relations.push(at));
    }
    for pair in followers {
        of(pair.0, &|group| group.followers.push(pair));
    }
    for (form, part) in nested {
        of(part, &|group| group.nested.push(form.clone()));
    }
    groups.into_values().collect()
}

/// Hides what goes with a hidden figure, but for what readers know.
pub(super) fn follow(group: &Group, known: &BTreeSet<usize>, hidden: &mut BTreeSet<usize>) {
    let goes_along = |hidden: &BTreeSet<usize>| {
        let follows = |(leader, follower): &&(usize, usize)| {
            hidden.contains(leader) && !hidden.contains(follower) && !known.contains(follower)
        };
        group.followers.iter().find(follows).map(|(_, follower)| *follower)
    };
    while let Some(follower) = goes_along(hidden) {
        hidden.insert(follower);
    }
}

/// Which figures hang together: each knows an earlier one it hangs together with, or itself.
struct Joined(Vec<usize>);

impl Joined {
    fn new(cells: usize) -> Self {
        Self((0..cells).collect())
    }

    fn root(&mut self, cell: usize) -> usize {
        let mut root = cell;
        while self.0[root] != root {
            self.0[root] = self.0[self.0[root]];
            root = self.0[root];
        }
        root
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }

    fn join_form(&mut self, form: &Form) {
        let first = cell_of(form[0].0);
        form.iter().for_each(|(number, _)| self.join(first, cell_of(*number)));
    }
}
