//! What earlier runs decided: a group of figures that has not changed is not judged again.
//!
//! A verdict depends on nothing but the group: its figures, what they tell of each other, the rules they are held to, and what readers
//! know. All of it is written down and sealed; the verdict lies under that seal. A verdict has a seal of its own, so that nobody without
//! the key can write one. The memory names which figures are hidden, so it is for the municipality alone.

use super::group::Group;
use super::relation::{Form, Number, cell_of};
use super::secondary::Hiding;
use std::collections::{BTreeMap, BTreeSet};

/// Raised whenever the same group could be decided otherwise than by the last version of this program.
const RULES: u32 = 10;

/// Makes a seal of a text: nobody without the project's key can make it, nor try texts against it.
pub type Seal = Box<dyn Fn(&str) -> String + Send + Sync>;

/// The verdicts of earlier runs.
pub struct Memory {
    seal: Option<Seal>,
    /// By the seal of the group.
    verdicts: BTreeMap<String, Decided>,
}

/// What was decided of a group, by position in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Decided {
    /// Hidden in the end.
    pub(super) hidden: BTreeSet<usize>,
    /// Hidden by elimination.
    pub(super) eliminated: BTreeSet<usize>,
    /// Given away, whatever is hidden.
    pub(super) given_away: BTreeSet<usize>,
}

impl Memory {
    /// Returns the memory of a run that remembers nothing and need not be remembered.
    pub fn none() -> Self {
        Self { seal: None, verdicts: BTreeMap::new() }
    }

    /// Returns what the lines of an earlier run hold. A line whose seal is not right is left out: its group is judged again.
    pub fn new(lines: &str, seal: Seal) -> Self {
        let verdicts = lines.lines().filter_map(|line| {
            let (rest, sealed) = line.rsplit_once(' ')?;
            let (group, verdict) = rest.split_once(' ').filter(|_| seal(rest) == sealed)?;
            Some((group.to_owned(), Decided::read(verdict)?))
        });
        let verdicts = verdicts.collect();
        Self { seal: Some(seal), verdicts }
    }

    /// Returns the seal of a group, if this run is to be remembered.
    pub(super) fn sealed(&self, group: &Group, hiding: &Hiding) -> Option<String> {
        self.seal.as_ref().map(|seal| seal(&description(group, hiding)))
    }

    /// Returns what was decided of a group.
    pub(super) fn recall(&self, sealed: &str) -> Option<Decided> {
        self.verdicts.get(sealed).cloned()
    }

    /// Returns the line for the next run.
    pub(super) fn line(&self, sealed: &str, decided: &Decided) -> Option<String> {
        let rest = format!("{sealed} {}", decided.written());
        self.seal.as_ref().map(|seal| format!("{rest} {}", seal(&rest)))
    }
}

impl Decided {
    /// Three lists of positions: hidden, hidden by elimination, given away.
    fn written(&self) -> String {
        let list = |cells: &BTreeSet<usize>| cells.iter().map(usize::to_string).collect::<Vec<_>>().join(",");
        [&self.hidden, &self.eliminated, &self.given_away].map(list).join("/")
    }

    fn read(text: &str) -> Option<Self> {
        let list = |part: &str| part.split(',').filter(|cell| !cell.is_empty()).map(|cell| cell.parse().ok()).collect();
        let lists: Option<Vec<BTreeSet<usize>>> = text.split('/').map(list).collect();
        let [hidden, eliminated, given_away] = <[BTreeSet<usize>; 3]>::try_from(lists?).ok()?;
        Some(Self { hidden, eliminated, given_away })
    }
}

/// Writes down everything the verdict on a group depends on, in the group's own order.
fn description(group: &Group, hiding: &Hiding) -> String {
    let place: BTreeMap<usize, usize> = group.cells.iter().enumerate().map(|(place, cell)| (*cell, place)).collect();
    let own = |number: Number| (place.get(&cell_of(number)).copied(), number % 3);
    let form = |form: &Form| form.iter().map(|(number, times)| (own(*number), *times)).collect::<Vec<_>>();
    let figure = |cell: &usize| {
        let (at, exact) = &hiding.table.cells[*cell];
        let numbers = hiding.numbers.of(*cell).into_iter().map(|number| (own(number), hiding.numbers.value(number)));
        let (primary, known) = (hiding.primary[*cell], hiding.known.contains(cell));
        format!("{at:?} {} {primary:?} {known} {:?}", exact.behind, numbers.collect::<Vec<_>>())
    };
    let ids: BTreeSet<&str> = group.cells.iter().map(|cell| hiding.table.cells[*cell].0.indicator.as_str()).collect();
    let indicators = hiding.table.indicators.iter().filter(|indicator| ids.contains(indicator.id.as_str()));
    let relation = |at: &usize| format!("{:?} {:?}", form(&hiding.relations[*at].form), hiding.relations[*at].known);
    let follower = |(leader, follower): &(usize, usize)| format!("{:?} {:?}", place.get(leader), place.get(follower));
    let parts = [
        vec![format!("{RULES} {:?}", hiding.settings)],
        indicators.map(|indicator| format!("{indicator:?}")).collect(),
        group.cells.iter().map(figure).collect(),
        group.relations.iter().map(relation).collect(),
        group.followers.iter().map(follower).collect(),
        group.nested.iter().map(|nested| format!("{:?}", form(nested))).collect(),
        group.told.relations.iter().map(|told| format!("{:?} {:?}", form(&told.form), told.known)).collect(),
        group.told.hidden.iter().map(|cell| format!("{:?}", place.get(cell))).collect(),
        group.told.limits.iter().map(|(cell, limit)| format!("{:?} {limit}", place.get(cell))).collect(),
    ];
    parts.map(|lines: Vec<String>| lines.join("\n")).join("\n\n")
}
