//! Exact counts: the last value of the person zone. It cannot be serialised; only protect/ may read it.

use super::geography::{Area, Geography};
use super::indicator::Indicator;
use super::period::Period;
use super::person::{AgeBand, Sex};
use super::release::Dispersion;
use std::collections::BTreeMap;

/// What one figure is about. Two cells with the same coordinate are the same figure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Coordinate {
    /// Indicator id.
    pub indicator: String,
    /// Period.
    pub period: Period,
    /// What place means.
    pub geography: Geography,
    /// The area.
    pub area: Area,
    /// `None` = both sexes.
    pub sex: Option<Sex>,
    /// `None` = all grades.
    pub grade: Option<u8>,
    /// `None` = all ages of the indicator.
    pub age: Option<AgeBand>,
    /// `None` = all categories.
    pub category: Option<String>,
}

/// Grade of rows that state none: judged with the other grades, never published.
pub const UNSTATED_GRADE: u8 = u8::MAX;

/// Age of rows whose age lies in no band: judged with the bands, never published.
pub const UNSTATED_AGES: AgeBand = AgeBand { from: u8::MAX, to: u8::MAX };

impl Coordinate {
    /// Returns whether the figure is about rows without grade or age band.
    pub fn is_unstated(&self) -> bool {
        self.grade == Some(UNSTATED_GRADE) || self.age == Some(UNSTATED_AGES)
    }

    /// Returns the coordinate of the whole municipality, without breakdown.
    pub fn whole(indicator: &str, period: Period, geography: Geography) -> Self {
        Self {
            indicator: indicator.to_owned(),
            period,
            geography,
            area: Area::Municipality,
            sex: None,
            grade: None,
            age: None,
            category: None,
        }
    }

    /// Returns the same coordinate for another area.
    pub fn in_area(&self, area: Area) -> Self {
        Self { area, ..self.clone() }
    }
}

/// The exact numbers behind one figure.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Exact {
    /// k: what is counted or summed, in the indicator's unit.
    pub numerator: i64,
    /// n: what k is a part of; `None` for a plain count.
    pub denominator: Option<i64>,
    /// Units (persons, or incidents where rows have no person key) behind the numerator.
    pub behind: i64,
    /// Units not in the numerator but in the denominator; `None` where the two are not part and whole.
    pub complement: Option<i64>,
    /// The largest number one person contributes to the numerator.
    pub largest: i64,
    /// The second largest; 0 where nobody knows it.
    pub second: i64,
    /// The highest number of persons there can be, where rows have no person key: each of them a new person. The numerator is
    /// then the lowest, the persons with a key.
    pub upper: Option<i64>,
    /// What of the figure the source itself has hidden. The numbers then hold only what it gave.
    pub by_source: Option<HiddenPart>,
}

/// The part of a figure that a source has hidden, the graver one last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HiddenPart {
    /// n alone, such as the inhabitants of a small district: k is known.
    Denominator,
    /// k, or a part of it.
    Numerator,
}

/// All exact counts of one run.
#[derive(Clone)]
pub struct CountTable {
    /// The indicators that were measured, in catalogue order.
    pub indicators: Vec<Indicator>,
    /// Figures, sorted by coordinate, each coordinate once.
    pub cells: Vec<(Coordinate, Exact)>,
    /// How much schools differ within districts, by indicator id; only indicators that count pupils of schools have it.
    pub dispersions: BTreeMap<String, Dispersion>,
}
