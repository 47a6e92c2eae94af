//! The youth survey: one respondent per row, one answer per item. There is no person key, on purpose.

use super::cell::Cells;
use super::schools::{Levels, Unit};
use super::{Checked, Context, Tally};
use crate::diagnostic::{Finding, Findings};
use crate::model::period::SchoolYear;
use crate::model::profile::{Codebook, Item, Profile};
use crate::model::raw::RawTable;
use crate::model::records::{Respondent, SurveyRecords};
use std::collections::BTreeMap;

/// Returns the respondents of all waves.
pub fn survey(tables: &[RawTable], profile: &Profile, codebook: &Codebook, context: Context) -> Checked<SurveyRecords> {
    let (mut records, mut tallies) = (SurveyRecords::default(), Vec::new());
    let (levels, mut findings) = Levels::of(tables, profile, context.schools, Unit::Respondent);
    for id in codebook.spoergsmaal.keys() {
        records.answers.insert(id.clone(), Vec::new());
    }
    for table in tables {
        let cells = Cells::new(table, profile);
        report_missing_items(table, codebook, &mut findings);
        let items: Vec<(&str, Answers)> =
            codebook.spoergsmaal.iter().map(|(id, item)| (id.as_str(), Answers::new(item))).collect();
        let mut tally = Tally::of(table);
        for row in 0..table.len() {
            if levels.skips(&cells, row, &mut findings) {
                tally.skipped += 1;
                continue;
            }
            let Some(wave) = cells.school_year(row) else {
                cells.report(104, row, "skoleaar", "Skoleåret kan ikke læses. Ventede et skoleår som 2024/25.", &mut findings);
                tally.rejected += 1;
                continue;
            };
            tally.used += 1;
            records.rows.push(respondent(&cells, row, wave, context, &mut findings));
            for (id, answers) in &items {
                let code = answers.read(&cells, row, id, &mut findings);
                records.answers.get_mut(*id).expect("every item of the codebook has a column").push(code);
            }
        }
        tallies.push(tally);
    }
    Checked { value: records, findings, tallies }
}

fn respondent(cells: &Cells, row: usize, wave: SchoolYear, context: Context, findings: &mut Findings) -> Respondent {
    let district = cells.school(row, context.schools, findings);
    Respondent { wave, district, grade: cells.grade(row), sex: cells.sex(row, findings) }
}

fn report_missing_items(table: &RawTable, codebook: &Codebook, findings: &mut Findings) {
    for (id, item) in &codebook.spoergsmaal {
        if table.field(id).is_none() {
            let message =
                format!("Spørgsmålet {id} mangler. Kodebogen venter kolonnen \"{}\".", item.kolonne.join("\" eller \""));
            findings.push(Finding::new(107, table.table_location(), message));
        }
    }
}

/// The answers of one item, ready for look-up.
struct Answers {
    codes: BTreeMap<String, Option<i16>>,
    numbers: Option<(i16, i16)>,
}

impl Answers {
    fn new(item: &Item) -> Self {
        let mut codes: BTreeMap<String, Option<i16>> =
            item.svar.iter().map(|(text, code)| (text.to_lowercase(), Some(*code))).collect();
        codes.extend(item.ugyldige.iter().map(|text| (text.to_lowercase(), None)));
        Self { codes, numbers: item.tal }
    }

    /// Returns the code of an answer; `None` = no valid answer. An answer the codebook does not know is reported.
    fn read(&self, cells: &Cells, row: usize, field: &str, findings: &mut Findings) -> Option<i16> {
        let text = cells.text(row, field);
        if text.is_empty() {
            return None;
        }
        if let Some(code) = self.codes.get(text.to_lowercase().as_str()) {
            return *code;
        }
        let number = self.numbers.and_then(|(from, to)| text.parse().ok().filter(|n| (from..=to).contains(n)));
        if number.is_none() {
            cells.report(40, row, field, "Svaret findes ikke i kodebogen og tæller ikke med.", findings);
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item() -> Item {
        let svar = [("Ja".to_owned(), 1), ("Nej".to_owned(), 0)].into();
        Item {
            kolonne: vec!["Q1".into()],
            tekst: "?".into(),
            svar,
            ugyldige: vec!["Ønsker ikke at svare".into()],
            tal: Some((0, 10)),
        }
    }

    fn read(text: &str) -> (Option<i16>, bool) {
        let mut table = RawTable::new("f.xlsx", None, vec![("q".into(), "Q1".into(), 0)]);
        table.push_row(2, [text]);
        let profile: Profile = toml::from_str("navn = 'x'\nkilde = 'upu'\n[kolonner]\n").expect("valid profile");
        let mut findings = Findings::default();
        let code = Answers::new(&item()).read(&Cells::new(&table, &profile), 0, "q", &mut findings);
        (code, findings.is_empty())
    }

    #[test]
    fn answers_are_known_invalid_numeric_or_reported() {
        assert_eq!(read("ja"), (Some(1), true));
        assert_eq!(read("Ønsker ikke at svare"), (None, true));
        assert_eq!(read(""), (None, true));
        assert_eq!(read("7"), (Some(7), true));
        assert_eq!(read("11"), (None, false));
        assert_eq!(read("måske"), (None, false));
    }
}
