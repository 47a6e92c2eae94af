//! The fewest figures of any pattern that keeps the small figures of a table from being narrowed: a bound that no search can beat.
//!
//! A demand that is not met by what is hidden gives a cut: figures of which every pattern must hide one. The fewest figures that meet
//! all cuts so far are hidden next, until nothing is narrowed. Nothing of protect/ is used.

use super::*;

/// The smallest number of persons that must stay possible of a figure for readers, or for somebody who knows another figure; or the
/// largest, counted below zero.
struct Goal {
    form: Vec<(usize, i64)>,
    least: i64,
    known: Option<usize>,
}

/// The figures of a table, and which of them readers are told.
pub(super) struct Fewest<'a> {
    book: &'a Textbook,
    figures: Vec<&'a Coordinate>,
    small: BTreeSet<usize>,
    /// For each demand, goals of which one must be possible.
    demands: Vec<Vec<Goal>>,
}

impl<'a> Fewest<'a> {
    /// Every small figure may be nobody, and may reach the threshold.
    pub(super) fn of(book: &'a Textbook, threshold: i64) -> Self {
        let figures: Vec<&Coordinate> = book.figures.keys().collect();
        let small = (0..figures.len()).filter(|at| (1..threshold).contains(&book.persons(figures[*at]))).collect();
        let mut fewest = Self { book, figures, small, demands: Vec::new() };
        for figure in fewest.small.clone() {
            fewest.demands.extend([vec![fewest.up(figure, threshold, None)], vec![fewest.down(figure, 0, None)]]);
        }
        fewest
    }

    /// And somebody who is alone in a figure cannot work out another one.
    pub(super) fn with_single_persons(mut self) -> Self {
        let alone: Vec<usize> = self.small.iter().copied().filter(|figure| self.persons(*figure) == 1).collect();
        for figure in self.small.clone() {
            let persons = self.persons(figure);
            for one in alone.iter().filter(|one| **one != figure) {
                self.demands.push(vec![self.up(figure, persons + 1, Some(*one)), self.down(figure, persons - 1, Some(*one))]);
            }
        }
        self
    }

    /// Returns how many figures every pattern that meets the demands hides beside the small ones.
    pub(super) fn beside(&self) -> usize {
        let mut cuts: BTreeSet<BTreeSet<usize>> = BTreeSet::new();
        loop {
            let system = self.hitting(&cuts);
            let hidden = self.hidden(&system);
            let new: Vec<BTreeSet<usize>> = self.unmet(&hidden).flat_map(|demand| self.cuts(&hidden, demand)).collect();
            if new.is_empty() {
                let fewest = system.bounds(&self.all()).least.expect("the solver proves that there are not fewer");
                return usize::try_from(fewest).expect("a number of figures");
            }
            cuts.extend(new);
        }
    }

    fn persons(&self, figure: usize) -> i64 {
        self.book.persons(self.figures[figure])
    }

    fn form(&self, figure: usize) -> Vec<(usize, i64)> {
        sum(&self.book.figures[self.figures[figure]])
    }

    fn up(&self, figure: usize, least: i64, known: Option<usize>) -> Goal {
        Goal { form: self.form(figure), least, known }
    }

    fn down(&self, figure: usize, most: i64, known: Option<usize>) -> Goal {
        Goal { form: self.form(figure).into_iter().map(|(group, times)| (group, -times)).collect(), least: -most, known }
    }

    fn all(&self) -> Vec<(usize, i64)> {
        (0..self.figures.len()).filter(|figure| !self.small.contains(figure)).map(|figure| (figure, 1)).collect()
    }

    /// A pattern hides, or does not, each figure; one at least of each cut.
    fn hitting(&self, cuts: &BTreeSet<BTreeSet<usize>>) -> System {
        let mut system = System::default();
        for _ in &self.figures {
            system.unknown(Some(1));
        }
        for cut in cuts {
            system.between(&cut.iter().map(|figure| (*figure, 1)).collect::<Vec<_>>(), 1, i64::MAX);
        }
        system
    }

    /// Returns the small figures, and the fewest others that meet the cuts.
    fn hidden(&self, system: &System) -> BTreeSet<usize> {
        let Reach::At(pattern) = system.cheapest(&self.all(), 0, &self.all()) else { panic!("everything may be hidden") };
        pattern.iter().filter(|(_, is_hidden)| **is_hidden == 1).map(|(figure, _)| *figure).chain(self.small.clone()).collect()
    }

    fn unmet(&self, hidden: &BTreeSet<usize>) -> impl Iterator<Item = &Vec<Goal>> {
        self.demands.iter().filter(|demand| !self.is_met(hidden, demand))
    }

    fn is_met(&self, hidden: &BTreeSet<usize>, demand: &[Goal]) -> bool {
        let shown = |known: Option<usize>| {
            (0..self.figures.len()).filter(move |figure| !hidden.contains(figure) || known == Some(*figure))
        };
        demand.iter().any(|goal| {
            let mut system = System::default();
            self.book.persons.iter().for_each(|_| _ = system.unknown(None));
            shown(goal.known).for_each(|figure| system.equal(&self.form(figure), self.persons(figure)));
            Pattern::can(&system.at_least(&goal.form, goal.least))
        })
    }

    /// Returns sets of figures that cannot all be shown: hides what can be hidden without meeting the demand, from either end.
    fn cuts(&self, hidden: &BTreeSet<usize>, demand: &[Goal]) -> [BTreeSet<usize>; 2] {
        let open: Vec<usize> = (0..self.figures.len()).filter(|figure| !hidden.contains(figure)).collect();
        let cut = |order: &mut dyn Iterator<Item = &usize>| {
            let mut all = hidden.clone();
            for figure in order {
                all.insert(*figure);
                if self.is_met(&all, demand) {
                    all.remove(figure);
                }
            }
            open.iter().copied().filter(|figure| !all.contains(figure)).collect()
        };
        [cut(&mut open.iter()), cut(&mut open.iter().rev())]
    }
}
