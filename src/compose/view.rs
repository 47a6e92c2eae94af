//! What every section needs: the input, the tested comparisons, and the words for places, groups and periods.

use super::Input;
use super::breaks;
use super::format;
use super::open_data::row_mark;
use super::signal::{Against, Family};
use super::spread::spread_at;
use super::value::Reading;
use crate::model::counts::Coordinate;
use crate::model::document::Signal;
use crate::model::geography::{Area, DistrictId, Geography};
use crate::model::indicator::{Indicator, Level, Unit};
use crate::model::period::{Period, ReportPeriods, SchoolYear};
use crate::model::person::{AgeBand, Sex};
use crate::model::profile::Source;
use crate::model::release::{CellStatus, Reason};
use std::collections::BTreeSet;
use std::fmt::Display;

/// The input of one paper with what is computed once.
pub(super) struct View<'a> {
    pub(super) input: &'a Input<'a>,
    pub(super) family: Family,
    /// Begins every chart id, so that ids are unique over all papers.
    pub(super) prefix: String,
}

impl<'a> View<'a> {
    /// Returns a view on the input.
    pub(super) fn new(input: &'a Input<'a>, prefix: &str) -> Self {
        Self {
            input,
            family: Family::unbroken(input, &|i, from, to| breaks::between(input, i.kilde, from, to).is_some()),
            prefix: prefix.to_owned(),
        }
    }

    /// Returns the municipality's word for a general one.
    pub(super) fn word(&self, general: &'a str) -> &'a str {
        self.input.project.word(general)
    }

    /// Returns the sentence `name` with its places filled.
    pub(super) fn say(&self, name: &str, texts: &[(&str, &dyn Display)]) -> String {
        self.input.texts.fill(name, texts)
    }

    /// Returns the indicators of the report proper: all but those on data quality.
    pub(super) fn indicators(&self) -> impl Iterator<Item = &'a Indicator> + use<'a> {
        self.input.protected.indicators().iter().filter(|i| i.niveau != Level::Kvalitet)
    }

    /// Returns the indicator with this id.
    pub(super) fn indicator(&self, id: &str) -> Option<&'a Indicator> {
        self.input.protected.indicators().iter().find(|i| i.id == id)
    }

    /// Returns the period the report speaks of for an indicator.
    pub(super) fn current(&self, indicator: &Indicator) -> Period {
        current(&self.input.periods, indicator)
    }

    /// Returns the coordinate of an indicator's whole figure in an area, this report's period.
    pub(super) fn at(&self, indicator: &Indicator, area: Area) -> Coordinate {
        Coordinate::whole(&indicator.id, self.current(indicator), indicator.geography()).in_area(area)
    }

    /// Returns what may be known of a figure of this run.
    pub(super) fn reading(&self, indicator: &Indicator, at: &Coordinate) -> Reading {
        let spread = spread_at(self.input.protected, indicator, at);
        Reading {
            unit: indicator.unit(),
            status: self.input.protected.status(at),
            spread,
            // A range of schools is two rows of the open tables, and neither of them.
            row: (indicator.unit() != Unit::SchoolRange).then(|| row_mark(self.input.project, at)),
        }
    }

    /// Returns what may be known of a figure, from earlier releases where this run measured nothing.
    pub(super) fn long_reading(&self, indicator: &Indicator, at: &Coordinate) -> Reading {
        let now = self.reading(indicator, at);
        let status = if now.missing() { self.input.earlier.get(at).copied().unwrap_or(CellStatus::NoData) } else { now.status };
        Reading { status, ..now }
    }

    /// Returns whether a figure is an earlier release's, of a district that had other schools then: no one may compare it with today's.
    pub(super) fn has_other_schools(&self, indicator: &Indicator, at: &Coordinate) -> bool {
        self.reading(indicator, at).missing() && self.input.other_schools.contains(at)
    }

    /// Returns the whole figure of an indicator in an area, this report's period.
    pub(super) fn now(&self, indicator: &Indicator, area: Area) -> Reading {
        self.reading(indicator, &self.at(indicator, area))
    }

    /// Returns whether there is any figure of a source.
    pub(super) fn has_source(&self, source: Source) -> bool {
        self.input.protected.indicators().iter().any(|i| i.kilde == source && self.has_figures(i))
    }

    /// Returns whether there is any figure of an indicator.
    pub(super) fn has_figures(&self, indicator: &Indicator) -> bool {
        self.input.protected.cells().any(|(at, _)| at.indicator == indicator.id)
    }

    /// Returns whether there is any figure of an indicator in this report's period.
    pub(super) fn has_now(&self, indicator: &Indicator) -> bool {
        let period = self.current(indicator);
        self.input.protected.cells().any(|(at, _)| at.indicator == indicator.id && at.period == period)
    }

    /// Returns the different values of one dimension among an indicator's figures of a period, sorted.
    pub(super) fn values<T: Ord>(
        &self,
        indicator: &Indicator,
        period: Period,
        pick: impl Fn(&Coordinate) -> Option<T>,
    ) -> Vec<T> {
        let cells = self.input.protected.cells().filter(|(at, _)| at.indicator == indicator.id && at.period == period);
        cells.filter_map(|(at, _)| pick(at)).collect::<BTreeSet<T>>().into_iter().collect()
    }

    /// Returns the districts none of whose schools has a figure from the source in this report's period.
    pub(super) fn silent_districts(&self, source: Source) -> Vec<DistrictId> {
        let spoke: BTreeSet<Area> = self
            .indicators()
            .filter(|i| i.kilde == source)
            .flat_map(|i| self.values(i, self.current(i), |at| Some(at.area)))
            .collect();
        self.input.project.district_ids().filter(|id| !spoke.contains(&Area::District(*id))).collect()
    }

    /// Returns the signal of the municipality against a year before.
    pub(super) fn in_time(&self, indicator: &Indicator) -> Signal {
        self.family.signal(&indicator.id, Against::YearBefore)
    }

    /// Returns the signal of a district against the rest of the municipality.
    pub(super) fn in_place(&self, indicator: &Indicator, id: DistrictId) -> Signal {
        self.family.signal(&indicator.id, Against::Rest(id))
    }

    /// Returns the name of an area for a row or label.
    pub(super) fn area(&self, area: Area) -> String {
        match area {
            Area::Municipality => format::capital(self.word("kommunen")),
            Area::District(id) => self.district(id).to_owned(),
            Area::Unknown => "Uoplyst".into(),
        }
    }

    /// Returns the name of a district.
    pub(super) fn district(&self, id: DistrictId) -> &'a str {
        &self.input.project.district(id).name
    }

    /// Returns "i kommunen", "i Søndre distrikt".
    pub(super) fn inside(&self, area: Area) -> String {
        match area {
            Area::Municipality => format!("i {}", self.word("kommunen")),
            Area::District(id) => format!("i {}", self.district(id)),
            Area::Unknown => format!("uden oplyst {}", self.word("distrikt")),
        }
    }

    /// Returns where a figure is measured ("på de deltagende skoler i kommunen", "med bopæl i Søndre distrikt").
    pub(super) fn place(&self, indicator: &Indicator, area: Area) -> String {
        let inside = self.inside(area);
        match (indicator.geography(), indicator.kilde) {
            (Geography::School, Source::Upu) => format!("på de deltagende skoler {inside}"),
            (Geography::School, _) => format!("på {} {inside}", self.word("folkeskolerne")),
            (Geography::Residence, _) => format!("med bopæl {inside}"),
            (Geography::Scene | Geography::DistrictGroup, _) => inside,
        }
    }

    /// Returns by what an indicator's districts are meant ("efter bopæl").
    pub(super) fn by_place(&self, indicator: &Indicator) -> String {
        match indicator.geography() {
            Geography::School => format!("efter skolens {}", self.word("distrikt")),
            Geography::Residence => "efter bopæl".into(),
            Geography::Scene => "efter gerningssted".into(),
            Geography::DistrictGroup => format!("efter {}", self.word("distriktsgruppe")),
        }
    }

    /// Returns "vinteren 2024/25, skole": period and geography of an indicator.
    pub(super) fn period_and_place(&self, indicator: &Indicator) -> String {
        format!("{}, {}", format::period(self.current(indicator)), indicator.geography().danish())
    }

    /// Returns whether any figure is hidden because its source hid a number.
    pub(super) fn has_hidden_by_source(&self) -> bool {
        self.input.protected.cells().any(|(_, status)| status == CellStatus::Suppressed(Reason::BySource))
    }

    /// Returns the note about the look of hidden figures.
    pub(super) fn hidden_legend(&self) -> String {
        "Skjult: tallet vises ikke, så ingen unge kan genkendes.".into()
    }
}

/// Returns the period a report speaks of for an indicator: the three clocks.
pub(super) fn current(periods: &ReportPeriods, indicator: &Indicator) -> Period {
    match indicator.kilde {
        Source::Upu => Period::Wave(periods.survey),
        Source::Fravaer => Period::SchoolYear(periods.absence),
        Source::Politi | Source::Observationer | Source::Befolkning => Period::Year(periods.police),
    }
}

/// Returns the same period one year later.
pub(super) fn a_year_after(period: Period) -> Period {
    match period {
        Period::Wave(SchoolYear(year)) => Period::Wave(SchoolYear(year + 1)),
        Period::SchoolYear(SchoolYear(year)) => Period::SchoolYear(SchoolYear(year + 1)),
        Period::Year(year) => Period::Year(year + 1),
        Period::HalfYear(year, half) => Period::HalfYear(year + 1, half),
        Period::Quarter(year, quarter) => Period::Quarter(year + 1, quarter),
        Period::TwoMonths(year, part) => Period::TwoMonths(year + 1, part),
        Period::RunningSchoolYear(SchoolYear(year), month) => Period::RunningSchoolYear(SchoolYear(year + 1), month),
    }
}

/// Returns who a figure is about ("elever i 7.–9. klasse", "unge på 15–17 år", "piger i 8. klasse").
pub(super) fn group(indicator: &Indicator, at: &Coordinate) -> String {
    match indicator.geography() {
        Geography::School => pupils(indicator, at),
        Geography::Residence | Geography::Scene => young(indicator, at),
        Geography::DistrictGroup => "uafhængige kilder".into(),
    }
}

fn pupils(indicator: &Indicator, at: &Coordinate) -> String {
    let who = match at.sex {
        None => "elever",
        Some(Sex::Boy) => "drenge",
        Some(Sex::Girl) => "piger",
        Some(Sex::Unknown) => "elever uden oplyst køn",
    };
    match (at.grade, indicator.klassetrin) {
        (Some(grade), _) => format!("{who} i {}", format::grade(grade)),
        (None, Some((first, last))) => format!("{who} i {}", format::grades(first, last)),
        (None, None) => who.into(),
    }
}

fn young(indicator: &Indicator, at: &Coordinate) -> String {
    let band = at.age.or(indicator.alder.map(|(from, to)| AgeBand { from, to }));
    let who = match (at.sex, band) {
        (Some(Sex::Boy), _) => "drenge",
        (Some(Sex::Girl), _) => "piger",
        (_, Some(AgeBand { from: 0..=9, .. })) => "børn og unge",
        _ => "unge",
    };
    match band {
        Some(band) => format!("{who} på {}", years(band)),
        None => who.into(),
    }
}

/// Returns what a figure is about ("Bruger e-cigaretter, elever i 7.–9. klasse").
pub(super) fn subject(indicator: &Indicator, at: &Coordinate) -> String {
    let (title, who) = (format::open(&indicator.titel), group(indicator, at));
    // "Elever med meget fravær, elever" says nothing twice.
    if who == "elever" { title } else { format!("{title}, {who}") }
}

/// Returns "15–17 år".
pub(super) fn years(band: AgeBand) -> String {
    if band.from == band.to { format!("{} år", band.from) } else { format!("{}–{} år", band.from, band.to) }
}
