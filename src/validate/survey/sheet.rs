//! One table of the survey: who a row is about, and where things stand in it.

use super::super::Context;
use super::super::cell::Cells;
use super::super::schools::Levels;
use super::missing::{self, Missing};
use super::questions::{Questions, Target};
use crate::diagnostic::{Finding, Findings, Location};
use crate::model::geography::SchoolDistrict;
use crate::model::profile::Profile;
use crate::model::raw::RawTable;
use crate::model::records::Respondent;

pub(super) struct Sheet<'a> {
    pub(super) table: &'a RawTable,
    pub(super) cells: Cells<'a>,
    pub(super) profile: &'a Profile,
    pub(super) questions: &'a Questions<'a>,
    context: Context<'a>,
    levels: &'a Levels,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(
        table: &'a RawTable,
        profile: &'a Profile,
        questions: &'a Questions<'a>,
        context: Context<'a>,
        levels: &'a Levels,
    ) -> Self {
        Self { table, cells: Cells::new(table, profile), profile, questions, context, levels }
    }

    /// Returns whether the pupils of a row are counted on another level.
    pub(super) fn skips(&self, row: usize, findings: &mut Findings) -> bool {
        self.levels.skips(&self.cells, row, findings)
    }

    /// Returns who a row is about and the number of the school. A row without a wave is reported and left out.
    pub(super) fn who(&self, row: usize, linked: bool, findings: &mut Findings) -> Option<(Respondent, &'a str)> {
        let Some(wave) = self.cells.school_year(row) else {
            let message = "Skoleåret kan ikke læses. Ventede et skoleår som 2024/25.";
            self.cells.report(104, row, "skoleaar", message, findings);
            return None;
        };
        let district = if self.table.field("institution").is_some() {
            self.cells.school(row, self.context.schools, findings)
        } else {
            self.cells.district(row, "distrikt", self.context.project, findings).map(SchoolDistrict)
        };
        let who = Respondent { wave, district, grade: self.cells.grade(row), sex: self.cells.sex(row, findings), linked };
        Some((who, self.cells.text(row, "institution")))
    }

    /// Returns the question a row is about, by its cell. A name the codebook does not know is reported.
    pub(super) fn question(&self, row: usize, findings: &mut Findings) -> Option<Target> {
        let found = self.questions.find(self.cells.text(row, "spoergsmaal"));
        if found.is_none() {
            let message = "Spørgsmålet findes ikke i kodebogen, og rækken er sprunget over.";
            let action = "Tilføj spørgsmålet i kodebogen, hvis det skal med. Ellers behøver du ikke gøre noget.";
            findings.push_counted(Finding::new(40, self.place(row, "spoergsmaal"), message).with_action(action));
        }
        found
    }

    /// Returns where a field of a row stands.
    pub(super) fn place(&self, row: usize, field: &str) -> Location {
        self.table.field(field).map_or_else(|| self.table.row_location(row), |at| self.table.location(row, at))
    }

    /// Reports the questions none of whose items is in the table.
    pub(super) fn report_missing(&self, present: &[bool], findings: &mut Findings) {
        let missing = self.questions.list.iter().filter(|q| !present[q.slots.clone()].iter().any(|p| *p));
        let missing: Vec<Missing> = missing.map(|question| Missing { id: question.id, headers: &[] }).collect();
        missing::finding(&missing, self.table.table_location()).into_iter().for_each(|finding| findings.push(finding));
    }

    /// Reports the filters that cannot be followed, because the item that decides is not in the table.
    pub(super) fn report_blind_filters(&self, present: &[bool], findings: &mut Findings) {
        for question in &self.questions.list {
            let Some(filter) = &question.item.filter else { continue };
            let decides = self.questions.slot(&filter.spoergsmaal);
            let asked = present[question.slots.clone()].iter().any(|p| *p);
            if !asked || decides.is_none_or(|at| present[at]) {
                continue;
            }
            let what = match question.item.uden_for_filter {
                Some(_) => "Spørgsmålet kan derfor ikke måles.",
                None => "Alle svar på spørgsmålet tæller derfor med.",
            };
            let message =
                format!("Filteret på {} kan ikke følges, fordi {} mangler i filen. {what}", question.id, filter.spoergsmaal);
            findings.push(Finding::new(163, self.table.table_location(), message));
        }
    }
}
