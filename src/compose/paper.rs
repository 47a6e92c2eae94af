//! The year's papers: what each is called, and which plan it follows. What stands in a paper is data in its plan.

use super::plan::{Plan, PlanError, plan};
use std::collections::BTreeMap;

/// One of the year's papers, all made in one run from the same figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Paper {
    /// The annual report with its open tables.
    Annual,
    /// The sheets of the districts.
    District,
    /// Status on the focus area.
    FocusStatus,
    /// The focus area in depth.
    FocusDepth,
    /// The half-years' crime picture.
    HalfYear,
    /// The sheets of each district's schools together.
    School,
    /// What to say, and likely questions.
    Talk,
}

impl Paper {
    /// All papers, in the order they are made.
    pub const ALL: [Self; 7] =
        [Self::Annual, Self::District, Self::FocusStatus, Self::FocusDepth, Self::HalfYear, Self::School, Self::Talk];

    /// Returns the Danish name: of the files, of the choice on the command line, and of the folder of a paper made alone.
    pub fn name(self) -> &'static str {
        match self {
            Self::Annual => "datarapport",
            Self::District => "distriktsark",
            Self::FocusStatus => "status-fokusomraade",
            Self::FocusDepth => "uddybning-fokusomraade",
            Self::HalfYear => "lokalraad-halvaar",
            Self::School => "skoleark",
            Self::Talk => "talepapir",
        }
    }

    /// Returns the file of the plan, in `report-templates/` and in the project's own `skabeloner/`.
    pub fn plan_file(self) -> &'static str {
        match self {
            Self::Annual => "annual.toml",
            Self::District => "district.toml",
            Self::FocusStatus => "focus-status.toml",
            Self::FocusDepth => "focus-depth.toml",
            Self::HalfYear => "half-year.toml",
            Self::School => "school.toml",
            Self::Talk => "talk.toml",
        }
    }

    /// Returns the built-in plan.
    pub fn built_in(self) -> &'static str {
        match self {
            Self::Annual => include_str!("../../report-templates/annual.toml"),
            Self::District => include_str!("../../report-templates/district.toml"),
            Self::FocusStatus => include_str!("../../report-templates/focus-status.toml"),
            Self::FocusDepth => include_str!("../../report-templates/focus-depth.toml"),
            Self::HalfYear => include_str!("../../report-templates/half-year.toml"),
            Self::School => include_str!("../../report-templates/school.toml"),
            Self::Talk => include_str!("../../report-templates/talk.toml"),
        }
    }

    /// Returns the name of its files without folder and extension.
    pub(super) fn file_stem(self, year: i16, district: Option<&str>) -> String {
        match district {
            Some(id) => format!("{}-{id}-{year}", self.name()),
            None => format!("{}-{year}", self.name()),
        }
    }

    /// Returns where the files of the paper lie below the report's folder, for the list of papers.
    pub(super) fn place(self, year: i16) -> String {
        match self {
            Self::District | Self::School => format!("{0}/{0}-…-{year}", self.name()),
            _ => self.file_stem(year, None),
        }
    }
}

/// The plan of every paper.
#[derive(Clone, Debug)]
pub struct Plans(BTreeMap<Paper, Plan>);

impl Plans {
    /// Reads all plans; `own` returns the project's own text of a plan file, which wins over the built-in one.
    ///
    /// # Errors
    /// When a plan cannot be used, or `own` fails.
    pub fn read<E: From<PlanError>>(own: impl Fn(&str) -> Result<Option<String>, E>) -> Result<Self, E> {
        let mut plans = BTreeMap::new();
        for paper in Paper::ALL {
            let usual = plan(paper.built_in())?;
            let chosen = own(paper.plan_file())?.map(|text| plan(&text)).transpose()?;
            plans.insert(paper, chosen.map_or_else(|| usual.clone(), |chosen| chosen.named_as(&usual)));
        }
        Ok(Self(plans))
    }

    /// Returns the plan of a paper.
    ///
    /// # Panics
    /// Never: every paper has a plan once the plans are read.
    pub fn of(&self, paper: Paper) -> &Plan {
        self.0.get(&paper).expect("every paper has a plan once the plans are read")
    }
}
