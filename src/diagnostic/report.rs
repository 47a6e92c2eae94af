//! Findings as text for people and as JSON for programs.

use super::{Code, FileRows, Finding, Findings, Location, Severity, masked};
use std::collections::BTreeMap;

/// Returns all findings as Danish text, the gravest first, grouped by code, in the order found; the same remark on many files is told once, with
/// the first three places.
pub fn text(findings: &Findings) -> String {
    let mut first: BTreeMap<(Code, &str, &str), usize> = BTreeMap::new();
    let mut groups: BTreeMap<(Severity, Code, usize, &str, &str), Vec<&Finding>> = BTreeMap::new();
    for (order, finding) in findings.iter().enumerate() {
        let (message, action) = (finding.message.as_str(), finding.action.as_str());
        let order = *first.entry((finding.code, message, action)).or_insert(order);
        groups.entry((finding.severity, finding.code, order, message, action)).or_default().push(finding);
    }
    let mut out = String::new();
    let mut last = None;
    for ((severity, code, _, message, action), mut same) in groups {
        if last != Some((severity, code)) {
            out += &format!("{code} {}: {}\n", severity.danish(), super::entry(code).title);
            last = Some((severity, code));
        }
        same.sort_by(|a, b| a.location.cmp(&b.location));
        out += &format!("  {message}\n  {action}\n{}", places(&same));
    }
    out
}

/// Lists up to three places and counts the rest.
fn places(same: &[&Finding]) -> String {
    const SHOWN: usize = 3;
    let one = |finding: &&Finding| {
        let times = if finding.count > 1 { format!(" ({} steder, her det første)", finding.count) } else { String::new() };
        format!("    {}{times}\n", place(&finding.location))
    };
    let mut out: String = same.iter().take(SHOWN).map(one).collect();
    let more = same.len().saturating_sub(SHOWN);
    if more > 0 {
        out +=
            &format!("    … og {more} {} mere. ssp tjek --format json viser alle.\n", if more == 1 { "sted" } else { "steder" });
    }
    out
}

fn place(location: &Location) -> String {
    let mut parts = vec![masked(&location.file)];
    if let Some(sheet) = &location.sheet {
        parts.push(format!("ark \"{sheet}\""));
    }
    let mut within = Vec::new();
    if let Some(row) = location.row {
        within.push(format!("række {row}"));
    }
    if let Some((index, header)) = &location.column {
        let header = if header.is_empty() { String::new() } else { format!(" \"{header}\"") };
        within.push(format!("kolonne {}{header}", column_letters(*index)));
    }
    if !within.is_empty() {
        parts.push(within.join(", "));
    }
    parts.join(" › ")
}

/// Returns the letters Excel shows for a 0-based column: A … Z, AA …
pub fn column_letters(index: u32) -> String {
    let mut left = index + 1;
    let mut out = Vec::new();
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).expect("a remainder of 26 fits a byte");
        out.push(char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    out.iter().rev().collect()
}

/// Returns one JSON object: `bemaerkninger` (all findings in the order found), `filer` (what became of the rows of each table) and
/// `mangler` (what is still missing).
pub fn json(findings: &Findings, files: &[FileRows], needs: &[String]) -> String {
    let all: Vec<&Finding> = findings.iter().collect();
    serde_json::to_string_pretty(&serde_json::json!({ "bemaerkninger": all, "filer": files, "mangler": needs }))
        .expect("findings hold only strings and numbers")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_excel_names_them() {
        assert_eq!([0, 25, 26, 701, 702].map(column_letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }

    #[test]
    fn a_finding_says_where_what_and_what_to_do() {
        let mut findings = Findings::default();
        let place = Location {
            file: "indbakke/politi/uge12.xlsx".into(),
            sheet: Some("Liste".into()),
            row: Some(17),
            column: Some((2, "Dato".into())),
        };
        findings.push(Finding::new(29, place, "Datoen ligger efter listens uge."));
        let expected = "D029 Afvist række: Datoen er umulig eller uden for perioden\n  Datoen ligger efter listens uge.\n  Ret datoen i kildefilen.\n    indbakke/politi/uge12.xlsx › ark \"Liste\" › række 17, kolonne C \"Dato\"\n";
        assert_eq!(text(&findings), expected);
    }
}
