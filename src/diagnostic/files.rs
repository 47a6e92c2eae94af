//! What became of the rows of each file, for people and for programs. Exact numbers: for `tjek` only.

use super::{Severity, masked, masking};
use serde::Serialize;

/// Files named in the text before the rest is only counted.
const SHOWN: usize = 20;

/// What became of the rows of one table. `laest` is the sum of the other four numbers, unless the file was stopped before its rows
/// were judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileRows {
    /// Path relative to the project folder; masked where it is shown.
    #[serde(serialize_with = "masking::serialize")]
    pub fil: String,
    /// Sheet, for workbooks; masked.
    pub ark: Option<String>,
    /// Rows read.
    pub laest: u64,
    /// Rows behind the figures.
    pub brugt: u64,
    /// Rows left out with a finding.
    pub afvist: u64,
    /// Rows that are the same event as an earlier one.
    pub slaaet_sammen: u64,
    /// Rows that are no data.
    pub sprunget_over: u64,
    /// Whether a finding stopped the file.
    pub stoppet: bool,
    /// Whether ssp.toml exempts the file.
    pub undtaget: bool,
}

impl FileRows {
    /// Returns what happens with the file, in one or two Danish sentences.
    pub fn fate(&self) -> &'static str {
        match self {
            Self { stoppet: true, undtaget: true, .. } => "Filen er undtaget i ssp.toml. Rapporten laves uden den.",
            Self { stoppet: true, .. } => "Filen er stoppet. Rapporten bliver ikke lavet, før filen er rettet eller undtaget.",
            Self { laest: 0, .. } => "Filen har ingen rækker.",
            Self { brugt: 0, .. } => "Ingen af filens rækker er brugt.",
            Self { afvist: 1.., .. } => "Filen er med i rapporten uden de afviste rækker.",
            _ => "Filen er med i rapporten.",
        }
    }

    fn is_whole(&self) -> bool {
        self.afvist + self.slaaet_sammen + self.sprunget_over == 0
    }

    fn place(&self) -> String {
        let place = self.ark.as_ref().map_or_else(|| self.fil.clone(), |sheet| format!("{} › ark \"{sheet}\"", self.fil));
        masked(&place)
    }
}

/// Returns a table of the files of which some rows were not used, those with most rejected rows first; empty when there is none.
pub fn rows_text(files: &[FileRows]) -> String {
    let mut told: Vec<&FileRows> = files.iter().filter(|file| !file.is_whole()).collect();
    if told.is_empty() {
        return String::new();
    }
    told.sort_by_key(|file| std::cmp::Reverse(file.afvist));
    let mut out = "Filer med rækker, der ikke er brugt\n  læst   brugt  afvist  slået sammen  sprunget over  fil\n".to_owned();
    for file in told.iter().take(SHOWN) {
        let FileRows { laest, brugt, afvist, slaaet_sammen, sprunget_over, .. } = file;
        out += &format!("{laest:>6}  {brugt:>6}  {afvist:>6}  {slaaet_sammen:>12}  {sprunget_over:>13}  {}\n", file.place());
    }
    match told.len().saturating_sub(SHOWN) {
        0 => {}
        1 => out += "  … og 1 fil mere. ssp tjek --format json viser alle.\n",
        more => out += &format!("  … og {more} filer mere. ssp tjek --format json viser alle.\n"),
    }
    out
}

impl Severity {
    /// Returns the Danish word for several findings of this level.
    pub fn danish_plural(self) -> &'static str {
        match self {
            Self::Stop => "Stop",
            Self::Row => "Afviste rækker",
            Self::Warning => "Advarsler",
            Self::Information => "Oplysninger",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(fil: &str, afvist: u64, slaaet_sammen: u64) -> FileRows {
        let (laest, brugt) = (10, 10 - afvist - slaaet_sammen);
        FileRows {
            fil: fil.into(),
            ark: None,
            laest,
            brugt,
            afvist,
            slaaet_sammen,
            sprunget_over: 0,
            stoppet: false,
            undtaget: false,
        }
    }

    #[test]
    fn files_that_lost_rows_are_listed_the_worst_first() {
        let sheet = FileRows { ark: Some("Uge 2".into()), ..file("b.xlsx", 3, 0) };
        let expected = "Filer med rækker, der ikke er brugt\n  læst   brugt  afvist  slået sammen  sprunget over  fil\n    \
            10       7       3             0              0  b.xlsx › ark \"Uge 2\"\n    10       9       0             1              0  a.csv\n";
        assert_eq!(rows_text(&[file("a.csv", 0, 1), file("hel.csv", 0, 0), sheet]), expected);
        assert_eq!(rows_text(&[file("hel.csv", 0, 0)]), "");
    }

    #[test]
    fn many_files_are_counted() {
        let files: Vec<FileRows> = (0..22).map(|number| file(&format!("{number}.csv"), 1, 0)).collect();
        assert!(rows_text(&files).ends_with("… og 2 filer mere. ssp tjek --format json viser alle.\n"));
    }

    #[test]
    fn what_happens_with_a_file_is_said_in_words() {
        assert_eq!(file("a", 1, 0).fate(), "Filen er med i rapporten uden de afviste rækker.");
        assert_eq!(FileRows { laest: 0, ..file("a", 0, 0) }.fate(), "Filen har ingen rækker.");
        let stopped = FileRows { stoppet: true, ..file("a", 0, 0) };
        assert!(stopped.fate().starts_with("Filen er stoppet."));
        assert!(FileRows { undtaget: true, ..stopped }.fate().starts_with("Filen er undtaget"));
    }
}
