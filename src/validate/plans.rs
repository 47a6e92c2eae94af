//! The municipality's own plans as small tables: annual plan, process plan, efforts, points of the council.
//!
//! A row that lacks something is stopped with its place: a plan on a page of decisions must not lose a line unseen.

use super::cell::Cells;
use crate::diagnostic::{Finding, Findings};
use crate::model::geography::DistrictId;
use crate::model::profile::Profile;
use crate::model::project::{Effort, PlannedActivity, PlannedStep, Project};
use crate::model::raw::RawTable;
use std::collections::BTreeSet;

/// Returns the annual plan.
pub fn annual_plan(table: &RawTable, profile: &Profile) -> (Vec<PlannedActivity>, Findings) {
    let (cells, mut findings) = (Cells::new(table, profile), Findings::default());
    let mut row = |row: usize| {
        let [when, what] = filled(&cells, table, row, ["hvornaar", "hvad"], &mut findings)?;
        let for_whom = cells.text(row, "for_hvem").to_owned();
        Some(PlannedActivity { when, what, for_whom, status: cells.text(row, "status").to_owned() })
    };
    ((0..table.len()).filter_map(&mut row).collect(), findings)
}

/// Returns the process plan. A district that ssp.toml does not know stops the table.
pub fn process_plan(table: &RawTable, profile: &Profile, project: &Project) -> (Vec<PlannedStep>, Findings) {
    let (cells, mut findings) = (Cells::new(table, profile), Findings::default());
    let mut row = |row: usize| {
        let [when, what, who] = filled(&cells, table, row, ["hvornaar", "hvad", "hvem"], &mut findings)?;
        let district = district(&cells, table, row, project, &mut findings);
        Some(PlannedStep { when, what, who, status: cells.text(row, "status").to_owned(), district })
    };
    ((0..table.len()).filter_map(&mut row).collect(), findings)
}

fn district(cells: &Cells, table: &RawTable, row: usize, project: &Project, findings: &mut Findings) -> Option<DistrictId> {
    let text = cells.text(row, "distrikt");
    let found = project.find_district(text);
    if found.is_none() && !text.is_empty() {
        let message = "Distriktet findes ikke i ssp.toml. Lad cellen være tom, hvis skridtet gælder alle distrikter.";
        findings.push(Finding::new(110, table.row_location(row), message));
    }
    found
}

/// Returns what is done already. A theme that no indicator of the catalogue has stops the table: nobody would ever see the effort.
pub fn efforts(table: &RawTable, profile: &Profile, themes: &BTreeSet<&str>) -> (Vec<Effort>, Findings) {
    let (cells, mut findings) = (Cells::new(table, profile), Findings::default());
    let mut row = |row: usize| {
        let [what, theme, owner] = filled(&cells, table, row, ["indsats", "tema", "ejer"], &mut findings)?;
        if !themes.contains(theme.to_lowercase().as_str()) {
            let known: Vec<&str> = themes.iter().copied().collect();
            let message = format!("Temaet kendes ikke. Skriv et af indikatorernes temaer: {}.", known.join(", "));
            findings.push(Finding::new(110, table.row_location(row), message));
        }
        Some(Effort { what, theme, owner, for_whom: cells.text(row, "for_hvem").to_owned() })
    };
    ((0..table.len()).filter_map(&mut row).collect(), findings)
}

/// Returns the points the local police liaison council asks for.
pub fn council_points(table: &RawTable, profile: &Profile) -> (Vec<String>, Findings) {
    let (cells, mut findings) = (Cells::new(table, profile), Findings::default());
    let mut row = |row: usize| filled(&cells, table, row, ["punkt"], &mut findings).map(|[point]| point);
    ((0..table.len()).filter_map(&mut row).collect(), findings)
}

/// Returns the cells that must not be empty; a row without one of them is a finding.
fn filled<const N: usize>(
    cells: &Cells,
    table: &RawTable,
    row: usize,
    fields: [&str; N],
    findings: &mut Findings,
) -> Option<[String; N]> {
    let texts = fields.map(|field| cells.text(row, field).to_owned());
    if texts.iter().all(|text| !text.is_empty()) {
        return Some(texts);
    }
    findings.push(Finding::new(110, table.row_location(row), "Rækken mangler en oplysning. Udfyld de tomme celler."));
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(fields: &[&str], rows: &[&[&str]]) -> RawTable {
        let fields = (0..).zip(fields).map(|(at, field)| ((*field).into(), (*field).into(), at)).collect();
        let mut table = RawTable::new("stamdata/plan.csv", None, fields);
        (2..).zip(rows).for_each(|(number, row)| table.push_row(number, row.iter().copied()));
        table
    }

    fn profile(name: &str) -> Profile {
        toml::from_str(crate::source::built_in(name).expect("a built-in profile")).expect("a valid profile")
    }

    fn project() -> Project {
        let text = "[kommune]\nkode = \"999\"\nnavn = \"E\"\n\n[[distrikter]]\nid = \"nord\"\nnavn = \"Nordre distrikt\"\n";
        crate::config::project("ssp.toml", text).expect("a valid project")
    }

    #[test]
    fn steps_are_read_with_their_district_and_faults_point_at_their_row() {
        let fields = ["hvornaar", "hvad", "hvem", "status", "distrikt"];
        let rows: [&[&str]; 4] = [
            &["Marts", "Møde", "Skolerne", "gjort", "Nordre distrikt"],
            &["April", "Aftaler", "Klubben", "", ""],
            &["Maj", "", "Klubben", "", ""],
            &["Juni", "Status", "Klubben", "", "Syd"],
        ];
        let (steps, findings) = process_plan(&table(&fields, &rows), &profile("stamdata-procesplan"), &project());
        assert_eq!(steps.iter().map(|step| step.district).collect::<Vec<_>>(), [Some(DistrictId(0)), None, None]);
        let places: Vec<Option<u32>> = findings.iter().map(|finding| finding.location.row).collect();
        assert_eq!(places, [Some(4), Some(5)]);
    }

    #[test]
    fn an_effort_needs_a_theme_that_an_indicator_has() {
        let rows: [&[&str]; 2] = [&["Undervisning", "Nikotin", "Skolerne", ""], &["Andet", "nikotn", "Skolerne", ""]];
        let themes = BTreeSet::from(["nikotin", "alkohol"]);
        let table = table(&["indsats", "tema", "ejer", "for_hvem"], &rows);
        let (efforts, findings) = efforts(&table, &profile("stamdata-indsatser"), &themes);
        assert_eq!((efforts.len(), findings.iter().count()), (2, 1));
        let said: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
        assert!(said[0].ends_with("alkohol, nikotin.") && !said[0].contains("nikotn"), "{said:?}");
    }

    #[test]
    fn activities_and_points_need_their_words() {
        let rows: [&[&str]; 2] = [&["Oktober", "Undervisning", "7. klasse", "gjort"], &["", "Møde", "", ""]];
        let (plan, findings) =
            annual_plan(&table(&["hvornaar", "hvad", "for_hvem", "status"], &rows), &profile("stamdata-aarshjul"));
        assert_eq!((plan.len(), plan[0].status.as_str(), findings.iter().count()), (1, "gjort", 1));
        let (points, found) = council_points(&table(&["punkt"], &[&["Lys ved stien"]]), &profile("stamdata-indsatspunkter"));
        assert_eq!((points, found.is_empty()), (vec!["Lys ved stien".to_owned()], true));
    }
}
