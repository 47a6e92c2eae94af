//! The findings as a workbook to send back, and the rows of each file.

use crate::example::{EXAMPLE, Small, files, ssp};
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use std::fs;
use std::io::{Cursor, Read};

fn saved(small: &Small, option: &str) -> Vec<u8> {
    let file = small.path("til leverandøren.xlsx");
    let run = ssp(&["tjek", small.folder(), option, file.to_str().expect("UTF-8")]).ends_with(1);
    assert!(run.stdout.contains("Bemærkningerne er gemt i") && run.stdout.contains("til leverandøren.xlsx"), "{}", run.stdout);
    fs::read(file).expect("the findings")
}

fn sheet(workbook: &[u8], name: &str) -> Vec<Vec<String>> {
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(workbook)).expect("a workbook");
    let range = workbook.worksheet_range(name).unwrap_or_else(|_| panic!("the sheet {name}"));
    range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect()
}

#[test]
fn the_workbook_has_the_files_the_kinds_and_every_finding() {
    let small = Small::with_rejected_rows();
    let workbook = saved(&small, "--gem-bemaerkninger");
    let json = ssp(&["tjek", small.folder(), "--format", "json"]).ends_with(1).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let all = sheet(&workbook, "Alle bemærkninger");
    assert_eq!(all.len() - 1, json["bemaerkninger"].as_array().expect("a list").len());
    assert_eq!(all[0][..4], ["Kode", "Alvor", "Fil", "Ark"]);
    let note = all.iter().find(|row| row[0] == "D044").expect("the rejected note");
    assert_eq!((note[1].as_str(), note[5].as_str(), note[6].as_str()), ("Afvist række", "E", "Observation"));
    assert!(note[4].parse::<u32>().is_ok_and(|row| row > 1), "{note:?}");
    let kinds = sheet(&workbook, "Fejltyper");
    let kind = kinds.iter().find(|row| row[0] == "D044").expect("the kind of the rejected notes");
    assert!(kind[3] == "2" && kind[4] == "1" && kind[5].ends_with('.') && kind[6].ends_with('.'), "{kind:?}");
    let overview = sheet(&workbook, "Oversigt");
    assert_eq!(overview.len() - 1, json["filer"].as_array().expect("a list").len());
    let file = overview.iter().find(|row| row[0].ends_with("observationer-2024.csv")).expect("the file");
    assert_eq!(file.last().map(String::as_str), Some("Filen er med i rapporten uden de afviste rækker."));
}

#[test]
fn both_spellings_save_the_same_bytes_every_time() {
    let small = Small::with_rejected_rows();
    let first = saved(&small, "--gem-bemaerkninger");
    assert!(first == saved(&small, "--gem-bemærkninger"));
}

#[test]
fn the_sheets_can_be_filtered_read_and_printed() {
    let small = Small::with_rejected_rows();
    let workbook = saved(&small, "--gem-bemaerkninger");
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).expect("a workbook");
    for number in 1..=3 {
        let mut xml = String::new();
        archive.by_name(&format!("xl/worksheets/sheet{number}.xml")).expect("a sheet").read_to_string(&mut xml).expect("UTF-8");
        for part in
            ["<autoFilter", "state=\"frozen\"", "<cols>", "orientation=\"landscape\"", "fitToHeight=\"0\"", "<headerFooter"]
        {
            assert!(xml.contains(part), "sheet {number} has no {part}");
        }
    }
    let mut names = String::new();
    archive.by_name("docProps/core.xml").expect("the properties").read_to_string(&mut names).expect("UTF-8");
    assert!(names.contains("<dc:creator></dc:creator>") && names.contains("2000-01-01T00:00:00Z"), "{names}");
}

#[test]
fn a_place_that_cannot_be_written_is_told_and_the_findings_are_printed_all_the_same() {
    let small = Small::new();
    let nowhere = small.path("findes-ikke/a.xlsx");
    let run = ssp(&["tjek", small.folder(), "--gem-bemaerkninger", nowhere.to_str().expect("UTF-8")]).ends_with(15);
    assert!(run.stderr.contains("Luk filen, hvis den er åben i Excel") && run.stdout.contains("Det mangler du endnu"));
    small.write("mappe.xlsx/x", "");
    let folder = small.path("mappe.xlsx");
    ssp(&["tjek", small.folder(), "--gem-bemaerkninger", folder.to_str().expect("UTF-8")]).ends_with(15);
    assert!(files(&small.path("")).keys().all(|name| !name.contains(".ssp-")), "nothing half written is left");
}

#[test]
fn a_name_that_would_do_harm_is_refused_before_anything_is_read() {
    let small = Small::new();
    for (inside, said) in [("fund.csv", "slutter på .xlsx"), ("indbakke/politi/fund.xlsx", "i indbakken")] {
        let file = small.path(inside);
        let run = ssp(&["tjek", small.folder(), "--gem-bemaerkninger", file.to_str().expect("UTF-8")]).ends_with(2);
        assert!(run.stderr.contains(said) && !file.exists(), "{}", run.stderr);
    }
}

#[test]
fn the_rows_of_each_table_are_told_and_add_up() {
    let json = EXAMPLE.runs.iter().find(|run| run.what.contains("json")).expect("a run with json");
    let value: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    let tables = value["filer"].as_array().expect("a list");
    assert!(tables.len() > 160, "{} tables", tables.len());
    for table in tables {
        let count = |key: &str| table[key].as_u64().expect("a count");
        assert_eq!(count("laest"), count("brugt") + count("afvist") + count("slaaet_sammen") + count("sprunget_over"), "{table}");
    }
    let text = EXAMPLE.runs.iter().find(|run| run.what.contains("tjek") && !run.what.contains("json")).expect("a run");
    assert!(text.stdout.contains("Filer med rækker, der ikke er brugt") && text.stdout.contains("filer mere."));
}
