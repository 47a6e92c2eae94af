//! Observations: different sources per theme and per district group. Never children.

use super::Counts;
use crate::model::counts::{Coordinate, Exact};
use crate::model::geography::Area;
use crate::model::indicator::Indicator;
use crate::model::period::Period;
use crate::model::records::Note;
use std::collections::{BTreeMap, BTreeSet};

/// Returns the number of different sources, in all, per theme and per district group, per year.
pub(super) fn count(notes: &[Note], indicator: &Indicator) -> Counts {
    let mut sources: BTreeMap<Coordinate, BTreeSet<(Option<u16>, &str)>> = BTreeMap::new();
    for note in notes {
        let whole = Coordinate::whole(&indicator.id, Period::Year(note.year), indicator.geography());
        let area = note.district.map_or(Area::Unknown, Area::District);
        let theme = Coordinate { category: Some(note.theme.clone()), ..whole.clone() };
        for at in [theme.in_area(area), whole.in_area(area), theme, whole] {
            sources.entry(at).or_default().insert((note.district.map(|d| d.0), note.source.as_str()));
        }
    }
    sources.into_iter().map(|(at, who)| (at, exact(who.len()))).collect()
}

fn exact(sources: usize) -> Exact {
    let k = i64::try_from(sources).expect("a number of sources fits 63 bits");
    Exact { numerator: k, denominator: None, behind: k, complement: None, largest: 0, ..Exact::default() }
}
