//! A small municipality in numbers: hand-made counts, protected for real.

use crate::compose::{Input, Paper, PlanError, Plans, Texts};
use crate::model::counts::{Coordinate, CountTable, Exact};
use crate::model::edition::Issue;
use crate::model::geography::{Area, DistrictId};
use crate::model::indicator::{Indicator, Measure, Unit};
use crate::model::period::{Date, Period, ReportPeriods, SchoolYear, Week};
use crate::model::person::{AgeBand, Sex};
use crate::model::profile::{Rhythm, Source};
use crate::model::project::{District, Focus, LeastEffect, PlanFiles, PlannedActivity, Project, Protection, ReportSettings};
use crate::model::records::{Approval, Note};
use crate::model::register::DistrictSchools;
use crate::model::release::{CellStatus, Coverage, Delivery, Dispersion};
use crate::protect::{Protected, protect};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
struct Catalogue {
    indikator: Vec<Indicator>,
}

/// Returns the built-in indicators.
pub(super) fn catalogue() -> Vec<Indicator> {
    let text = include_str!("../../aggregate/indicators.toml");
    let all = toml::from_str::<Catalogue>(text).map_err(|e| e.message().to_owned()).expect("the built-in catalogue is valid");
    all.indikator.into_iter().filter(|indicator| !indicator.fra).collect()
}

/// Returns an indicator of the catalogue.
pub(super) fn indicator(id: &str) -> Indicator {
    catalogue().into_iter().find(|i| i.id == id).expect("the test names a known indicator")
}

/// Returns Eksempelby with its four districts.
pub(super) fn project() -> Project {
    let district = |id: &str, name: &str| District { id: id.into(), name: format!("{name} distrikt"), aliases: Vec::new() };
    let activity = PlannedActivity {
        when: "Oktober".into(),
        what: "Forældremøde om alkohol".into(),
        for_whom: "7. klasse".into(),
        status: String::new(),
    };
    let focus = Focus { title: "mindre fuldskab i 8. klasse".into(), indicators: vec!["U15".into(), "P02".into()], chosen: 2024 };
    Project {
        code: "999".into(),
        name: "Eksempelby".into(),
        districts: vec![
            district("nord", "Nordre"),
            district("syd", "Søndre"),
            district("oest", "Østre"),
            district("vest", "Vestre"),
        ],
        meeting_year: Some(2025),
        as_of: None,
        school_register: None,
        street_register: None,
        invited_register: None,
        school_calendar: None,
        plan_files: PlanFiles::default(),
        sources: BTreeMap::new(),
        protection: Protection::default(),
        report: ReportSettings {
            meeting_date: Some(Date { year: 2025, month: 3, day: 26 }),
            council_points: vec!["Uro ved stationen".into()],
            last_focus: Some(focus),
            annual_plan: vec![activity],
            professional_groups: vec!["Skolelærere i udskolingen".into()],
            district_meetings: BTreeMap::from([("syd".to_owned(), Date { year: 2025, month: 4, day: 9 })]),
            ..ReportSettings::default()
        },
        words: BTreeMap::new(),
        indicators: crate::model::project::IndicatorSettings::default(),
        jump_percent: 50,
        least_effect: LeastEffect::default(),
        reference_file: None,
        references: Vec::new(),
    }
}

/// Everything a paper is composed from, owned.
pub(super) struct Municipality {
    pub(super) project: Project,
    pub(super) protected: Protected,
    pub(super) coverage: Coverage,
    pub(super) earlier: BTreeMap<Coordinate, CellStatus>,
    pub(super) schools: DistrictSchools,
    pub(super) other_schools: BTreeSet<Coordinate>,
    pub(super) quality: Vec<String>,
    pub(super) issue: Issue,
    pub(super) texts: Texts,
    pub(super) plans: Plans,
}

impl Municipality {
    /// Returns a municipality with these counts.
    pub(super) fn new(counts: Counts) -> Self {
        Self::of(CountTable {
            indicators: catalogue(),
            cells: counts.0.into_iter().collect(),
            dispersions: dispersions(&catalogue()),
        })
    }

    /// Returns a municipality with its own catalogue and single figures.
    pub(super) fn with(indicators: Vec<Indicator>, figures: Vec<(Coordinate, (i64, Option<i64>))>) -> Self {
        let of = |id: &str| indicators.iter().find(|i| i.id == id).expect("the test names an indicator of its catalogue");
        let cells = figures.into_iter().map(|(at, (k, n))| (at.clone(), exact(of(&at.indicator), k, n))).collect();
        Self::of(CountTable { cells, dispersions: dispersions(&indicators), indicators })
    }

    /// Returns a municipality with a table of counts.
    pub(super) fn of(table: CountTable) -> Self {
        Self {
            project: project(),
            protected: protect(table, &notes(), Protection::default()),
            coverage: coverage(),
            earlier: BTreeMap::new(),
            schools: (0..4).map(|id| (DistrictId(id), BTreeSet::from([format!("99900{id}")]))).collect(),
            other_schools: BTreeSet::new(),
            quality: vec!["Én fil fra politiet er stoppet, fordi en kolonne mangler.".into()],
            issue: Issue::default(),
            texts: Texts::read(None, None).expect("the built-in texts are valid"),
            plans: Plans::read::<PlanError>(|_| Ok(None)).expect("the built-in plans are valid"),
        }
    }

    /// Returns a municipality without any data.
    pub(super) fn empty() -> Self {
        let none = CountTable { indicators: catalogue(), cells: Vec::new(), dispersions: BTreeMap::new() };
        let protected = protect(none, &[], Protection::default());
        Self { protected, coverage: Coverage::default(), quality: Vec::new(), ..Self::new(Counts::default()) }
    }

    /// Returns the input of the papers.
    pub(super) fn input(&self) -> Input<'_> {
        Input {
            project: &self.project,
            protected: &self.protected,
            coverage: &self.coverage,
            periods: ReportPeriods::for_meeting(2025),
            as_of: Date { year: 2025, month: 3, day: 17 },
            earlier: &self.earlier,
            schools: &self.schools,
            other_schools: &self.other_schools,
            texts: &self.texts,
            plan: self.plans.of(Paper::Annual),
            plans: &self.plans,
            version: "0.1.0",
            quality: &self.quality,
            own_templates: &[],
            issue: &self.issue,
        }
    }
}

/// Many schools that are as alike as chance makes them: pupils then vary like single persons. Means vary by 15 points per pupil.
fn dispersions(indicators: &[Indicator]) -> BTreeMap<String, Dispersion> {
    let of = |i: &Indicator| {
        let tenths = if i.unit() == Unit::Mean { 150 } else { 10 };
        (i.id.clone(), Dispersion { tenths, schools: 100_004, districts: 4, periods: 1 })
    };
    indicators.iter().map(of).collect()
}

fn notes() -> Vec<Note> {
    let note = |district: u16, theme: &str, approval| Note {
        district: Some(DistrictId(district)),
        year: 2024,
        theme: theme.into(),
        source: "klubben".into(),
        text: format!("Mange taler om {theme}."),
        approval,
    };
    let approved = Approval { by: "SSP-tovholderen".into(), date: Date { year: 2025, month: 1, day: 20 } };
    vec![note(0, "ærlighed", Some(approved.clone())), note(1, "alkohol", Some(approved)), note(2, "hemmeligt", None)]
}

fn coverage() -> Coverage {
    let missing = [29, 30];
    let lists = [2023_i16, 2024].into_iter().flat_map(|year| (1..=52).map(move |number| Week { year, number }));
    let lists = lists.map(|week| (week, !(week.year == 2024 && missing.contains(&week.number)))).collect();
    let delivery = |number| Delivery {
        source: Source::Upu,
        number,
        keyed_hash: "ab".repeat(32),
        exempted: number == 2,
        period: Some(Period::Wave(SchoolYear(2022 + i16::try_from(number).expect("small")))),
    };
    Coverage { rhythm: Some(Rhythm::Week), lists, deliveries: vec![delivery(1), delivery(2)], ..Coverage::default() }
}

/// Counts under construction: adding to a figure adds to every whole it is part of.
#[derive(Default)]
pub(super) struct Counts(pub(super) BTreeMap<Coordinate, Exact>);

impl Counts {
    /// Puts one figure.
    pub(super) fn put(&mut self, at: Coordinate, k: i64, n: Option<i64>) -> &mut Self {
        let indicator = indicator(&at.indicator);
        self.0.insert(at, exact(&indicator, k, n));
        self
    }

    /// Puts the whole figure of an indicator in an area.
    pub(super) fn whole(&mut self, id: &str, period: Period, area: Area, (k, n): (i64, Option<i64>)) -> &mut Self {
        let at = Coordinate::whole(id, period, indicator(id).geography()).in_area(area);
        self.put(at, k, n)
    }

    fn add(&mut self, indicator: &Indicator, at: Coordinate, k: i64, n: Option<i64>) {
        let before = self.0.get(&at).copied();
        let k = k + before.map_or(0, |e| e.numerator);
        let n = n.map(|n| n + before.and_then(|e| e.denominator).unwrap_or(0));
        self.0.insert(at, exact(indicator, k, n));
    }
}

fn exact(indicator: &Indicator, k: i64, n: Option<i64>) -> Exact {
    let complement = n.filter(|_| indicator.unit() == Unit::Share).map(|n| n - k);
    let behind = if indicator.unit() == Unit::Mean { n.unwrap_or(0) } else { k };
    Exact { numerator: k, denominator: n, behind, complement, largest: 1, ..Exact::default() }
}

/// Returns the full municipality without one source.
pub(super) fn without(source: Source) -> Municipality {
    let mut counts = full_counts();
    let of_source: Vec<String> = catalogue().into_iter().filter(|i| i.kilde == source).map(|i| i.id).collect();
    counts.0.retain(|at, _| !of_source.contains(&at.indicator));
    Municipality::new(counts)
}

/// Returns the full municipality with so few behind every figure that all of them are hidden.
pub(super) fn hidden() -> Municipality {
    let mut counts = full_counts();
    counts.0.values_mut().for_each(|exact| (exact.behind, exact.numerator) = (1, 1));
    Municipality::new(counts)
}

/// Returns the exact counts of the full municipality.
pub(super) fn full_table() -> CountTable {
    CountTable { indicators: catalogue(), cells: full_counts().0.into_iter().collect(), dispersions: dispersions(&catalogue()) }
}

/// Returns a municipality with figures of every source; Søndre distrikt differs from the rest in the survey.
pub(super) fn full() -> Municipality {
    Municipality::new(full_counts())
}

fn full_counts() -> Counts {
    let mut counts = Counts::default();
    for indicator in catalogue() {
        match indicator.kilde {
            Source::Upu => (2020..=2024).for_each(|year| survey(&mut counts, &indicator, year)),
            Source::Politi => (2022..=2024).for_each(|year| police(&mut counts, &indicator, year)),
            Source::Fravaer => {
                (2022..=2023).for_each(|year| absence(&mut counts, &indicator, Period::SchoolYear(SchoolYear(year))));
            }
            Source::Observationer => observations(&mut counts, &indicator),
            Source::Befolkning => {}
        }
        if indicator.kilde == Source::Fravaer {
            (2023..=2024).for_each(|year| absence(&mut counts, &indicator, Period::RunningSchoolYear(SchoolYear(year), 12)));
        }
    }
    counts
}

fn survey(counts: &mut Counts, indicator: &Indicator, year: i16) {
    let whole = Coordinate::whole(&indicator.id, Period::Wave(SchoolYear(year)), indicator.geography());
    for (district, grade, sex) in (0..4_u16).flat_map(|d| (7..=9_u8).flat_map(move |g| [Sex::Boy, Sex::Girl].map(|s| (d, g, s))))
    {
        let n = 50 + i64::from(grade);
        let low = if district == 1 { 6 } else { 14 };
        let k = low + i64::from(grade) + i64::from(sex == Sex::Girl) + i64::from(year - 2020) * i64::from(indicator.id == "U19");
        let mean = matches!(indicator.maal, Measure::AnswerMean { .. });
        let k = if mean { n * 410_000 } else { k };
        // Nearly all answer.
        let k = if matches!(indicator.maal, Measure::ResponseRate) { n - 5 } else { k };
        let (area, grade, sex) = (Area::District(DistrictId(district)), Some(grade), Some(sex));
        let mut parts = vec![Coordinate { grade, ..whole.clone() }, whole.clone()];
        parts.push(whole.in_area(area));
        if !mean {
            parts.extend([Coordinate { sex, ..whole.clone() }, Coordinate { sex, grade, ..whole.clone() }]);
        }
        parts.into_iter().for_each(|at| counts.add(indicator, at, k, Some(n)));
    }
}

fn police(counts: &mut Counts, indicator: &Indicator, year: i16) {
    let whole = Coordinate::whole(&indicator.id, Period::Year(year), indicator.geography());
    let base = match indicator.unit() {
        Unit::Rate => Some(1100),
        Unit::Share => Some(60),
        _ => None,
    };
    for (district, sex) in (0..4_u16).flat_map(|d| [Sex::Boy, Sex::Girl].map(|s| (d, s))) {
        let k = 15 + i64::from(district) + i64::from(sex == Sex::Boy) + i64::from(2024 - year);
        let parts =
            [whole.in_area(Area::District(DistrictId(district))), Coordinate { sex: Some(sex), ..whole.clone() }, whole.clone()];
        parts.into_iter().for_each(|at| counts.add(indicator, at, k, base));
        let category = ["vold og trusler", "andet tyveri", "ærekrænkelse", "butikstyveri"][usize::from(district)];
        let age = Some(if sex == Sex::Boy { AgeBand { from: 10, to: 14 } } else { AgeBand { from: 15, to: 17 } });
        if indicator.id == "P08" {
            counts.add(indicator, Coordinate { category: Some(category.into()), ..whole.clone() }, k, base);
        }
        if ["P02", "P08"].contains(&indicator.id.as_str()) {
            counts.add(indicator, Coordinate { age, ..whole.clone() }, k, base);
        }
        for period in [Period::HalfYear(year, 2), Period::TwoMonths(year, 6)] {
            let part = Coordinate { period, ..whole.clone() };
            if indicator.udbryd.len() > 3 {
                counts.add(indicator, part.in_area(Area::District(DistrictId(district))), k, base);
                counts.add(indicator, part, k, base);
            }
        }
    }
}

fn absence(counts: &mut Counts, indicator: &Indicator, period: Period) {
    let whole = Coordinate::whole(&indicator.id, period, indicator.geography());
    for (district, grade) in (0..4_u16).flat_map(|d| (7..=9_u8).map(move |g| (d, g))) {
        let n = 130 + i64::from(grade);
        let k = if indicator.unit() == Unit::Mean { n * 84_000 } else { 20 + i64::from(grade) };
        let (area, grade) = (Area::District(DistrictId(district)), Some(grade));
        let parts = [
            Coordinate { grade, ..whole.in_area(area) },
            whole.in_area(area),
            Coordinate { grade, ..whole.clone() },
            whole.clone(),
        ];
        parts.into_iter().for_each(|at| counts.add(indicator, at, k, Some(n)));
    }
}

fn observations(counts: &mut Counts, indicator: &Indicator) {
    let whole = Coordinate::whole(&indicator.id, Period::Year(2024), indicator.geography());
    for (district, theme) in [(0, "ærlighed"), (1, "alkohol"), (2, "alkohol")] {
        let at = Coordinate { category: Some(theme.into()), ..whole.clone() };
        counts.add(indicator, at.in_area(Area::District(DistrictId(district))), 1, None);
        counts.add(indicator, at, 1, None);
        counts.add(indicator, whole.clone(), 1, None);
    }
}
