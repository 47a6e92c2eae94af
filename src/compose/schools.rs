//! The schools of each district, released with the open tables: a later report compares no district whose schools are others.

use super::format::{and, period};
use super::open_data::{self, area};
use super::view::View;
use crate::model::counts::Coordinate;
use crate::model::document::{Block, OpenRow, OpenTable, Structure, Table};
use crate::model::geography::{Area, DistrictId, Geography};
use crate::model::indicator::Indicator;
use crate::model::period::Period;
use crate::model::project::Project;
use crate::model::register::DistrictSchools;
use std::collections::BTreeSet;

/// Stands where an open table has the indicator's id.
pub(super) const SCHOOLS: &str = "skoler";

/// The name of the table.
const NAME: &str = "distrikternes-skoler";

/// Returns the table: a row per school, with its institution number as the category; `None` without a school register.
pub(super) fn table(view: &View) -> Option<OpenTable> {
    let open = || "alle".to_owned();
    let when = period(Period::SchoolYear(view.input.periods.survey));
    let row = |id: DistrictId, number: &String| OpenRow {
        indikator: SCHOOLS.into(),
        periode: when.clone(),
        stedbegreb: Geography::School.danish().into(),
        omraade: view.input.project.district(id).id.clone(),
        koen: open(),
        klassetrin: open(),
        alder: open(),
        kategori: number.clone(),
        taeller: "1".into(),
        naevner: String::new(),
        vaerdi: "1".into(),
        enhed: "skole".into(),
        status: "vist".into(),
        taeller_hoejst: String::new(),
    };
    let rows: Vec<OpenRow> = view
        .input
        .schools
        .iter()
        .flat_map(|(id, schools)| schools.iter().map(move |number| (*id, number)))
        .map(|(id, n)| row(id, n))
        .collect();
    (!rows.is_empty()).then(|| OpenTable {
        name: NAME.into(),
        file: open_data::file(view, NAME),
        title: "Distrikternes skoler".into(),
        rows,
        structure: Structure::default(),
    })
}

/// Returns the districts a release had other schools in; every district where it does not say.
pub fn other_schools(release: &[OpenRow], project: &Project, now: &DistrictSchools) -> BTreeSet<DistrictId> {
    let mut then = DistrictSchools::new();
    for row in release.iter().filter(|row| row.indikator == SCHOOLS) {
        if let Some(Area::District(id)) = area(&row.omraade, project) {
            then.entry(id).or_default().insert(row.kategori.clone());
        }
    }
    let differs = |id: &DistrictId| then.is_empty() || then.get(id) != now.get(id);
    project.district_ids().filter(differs).collect()
}

/// Returns the figures of a release that a district's schools are counted in.
pub fn of_schools(at: &Coordinate) -> Option<DistrictId> {
    match (at.geography, at.area) {
        (Geography::School, Area::District(id)) => Some(id),
        _ => None,
    }
}

/// Returns a table with the note on the districts whose earlier figures rest on other schools than today's.
pub(super) fn noted<'a>(view: &View, block: Block, earlier: impl IntoIterator<Item = (&'a Indicator, Coordinate)>) -> Block {
    let Block::Table(table) = block else { return block };
    let other = |(indicator, at): (&Indicator, Coordinate)| view.has_other_schools(indicator, &at).then_some(at.area);
    let districts: BTreeSet<Area> = earlier.into_iter().filter_map(other).collect();
    let names: Vec<String> = districts.into_iter().map(|area| view.area(area)).collect();
    let note = (!names.is_empty()).then(|| {
        format!(
            "Skolerne i {} var andre ved den tidligere måling, eller det vides ikke, hvilke de var. Tallene vises, men er ikke sammenlignet.",
            and(&names)
        )
    });
    Block::Table(Table { notes: table.notes.into_iter().chain(note).collect(), ..table })
}
