//! Tables inside sheets: headers of two rows, units, totals, notes, several tables.

use super::workbooks::list;
use super::*;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

pub(super) const ABSENCE: &str = r#"
navn = "fravær"
kilde = "befolkning"
[kolonner.skole]
navne = ["Skole"]
paakraevet = true
[kolonner.klasse]
navne = ["Klasse"]
[kolonner.sygdom]
navne = ["Fravær Sygdom", "Sygdom"]
paakraevet = true
[kolonner.ulovligt]
navne = ["Ulovligt"]
[kolonner.procent]
navne = ["Pct."]
"#;

/// Reads a text and returns its tables.
pub(super) fn read_all(file: &str, bytes: &[u8], toml: &str) -> (Vec<RawTable>, Findings) {
    let people = Pseudonymiser::new(&[7; 32]);
    let profile = profile(toml);
    read_tables(file, bytes.to_vec(), &Reading { profile: &profile, people: &people, streets: &streets() })
}

fn one(text: &str) -> (RawTable, Findings) {
    let (table, findings) = read("f.csv", text.as_bytes(), ABSENCE);
    (table.unwrap_or_else(|| panic!("the file is whole: {:?}", codes(&findings))), findings)
}

fn message(findings: &Findings, code: u16) -> String {
    let found = findings.iter().find(|f| f.code.0 == code);
    found.unwrap_or_else(|| panic!("there is a D{code:03}: {:?}", codes(findings))).message.clone()
}

#[test]
fn a_header_of_two_rows_is_read_by_both_rows_or_either() {
    let (table, findings) = one("Fravær 2024\n;;Fravær;;\nSkole;Klasse;Sygdom;Ulovligt;Pct.\nA;7;1;2;3\n");
    assert_eq!((column(&table, "sygdom"), column(&table, "ulovligt")), (vec!["1".to_owned()], vec!["2".to_owned()]));
    assert_eq!(codes(&findings), [11]);
    let (table, findings) = one("Skole;Klasse;Fravær;\n;;Sygdom;Ulovligt\nA;7;1;2\n");
    assert_eq!((column(&table, "skole"), column(&table, "ulovligt")), (vec!["A".to_owned()], vec!["2".to_owned()]));
    assert_eq!(table.column_location(table.field("sygdom").expect("a field")).column, Some((2, "Fravær Sygdom".into())));
    assert_eq!(message(&findings, 11), "Overskriften står i række 1 og 2.");
}

#[test]
fn merged_cells_of_a_workbook_are_a_header_of_two_rows() {
    let bytes = list(|book| {
        let sheet: &mut Worksheet = book.add_worksheet();
        let plain = Format::new();
        sheet.write(0, 0, "Fravær i Eksempelby")?;
        sheet.merge_range(2, 0, 3, 0, "Skole", &plain)?;
        sheet.merge_range(2, 1, 2, 2, "Fravær", &plain)?;
        sheet.merge_range(2, 3, 2, 4, "Elever", &plain)?;
        for (column, name) in (1_u16..).zip(["Sygdom", "Ulovligt", "Sygdom", "Alle"]) {
            sheet.write(3, column, name)?;
        }
        for (column, value) in (1_u16..).zip([1.5, 2.0, 100.0, 200.0]) {
            sheet.write(4, column, value)?;
        }
        sheet.write(4, 0, "A")?;
        Ok::<(), XlsxError>(())
    });
    let (table, findings) = read("f.xlsx", &bytes, ABSENCE);
    assert_eq!(column(&table.expect("both rows together tell the two apart"), "sygdom"), ["1,5"]);
    assert_eq!(message(&findings, 11), "Overskriften står i række 3 og 4. Rækkerne over den er ikke læst.");
}

#[test]
fn a_group_that_does_not_tell_two_columns_apart_stops_the_file_with_excels_letters() {
    let (tables, findings) =
        read_all("f.csv", "Skole;2023;;2024;\n;Sygdom;Ulovligt;Sygdom;Andet\nA;1;2;3;4\n".as_bytes(), ABSENCE);
    assert!(tables.is_empty());
    assert_eq!(message(&findings, 16), "Kolonne B og kolonne D hedder begge \"Sygdom\".");
}

#[test]
fn the_row_the_profile_states_is_the_header() {
    let text = "Skole;Sygdom\nA;9\nKlasse;Skole;Sygdom\n7;B;1\n";
    let stated = format!("overskrift = 3\n{ABSENCE}");
    let table = read("f.csv", text.as_bytes(), &stated).0.expect("row 3 is a header");
    assert_eq!((column(&table, "skole"), column(&table, "sygdom")), (vec!["B".to_owned()], vec!["1".to_owned()]));
    let wrong = format!("overskrift = 2\n{ABSENCE}");
    let (table, findings) = read("f.csv", text.as_bytes(), &wrong);
    assert!(table.is_none());
    assert_eq!(message(&findings, 17), "Række 2 har ingen overskrift, som importprofilen kender.");
}

#[test]
fn units_under_the_header_are_skipped_and_counted() {
    let (table, findings) = one("Skole;Sygdom;Ulovligt;Pct.\n;(dage);antal;pct.\nA;1;2;3\n");
    assert_eq!((table.len(), table.left_out().skipped), (1, 1));
    assert_eq!(codes(&findings), [130]);
    let (table, _) = one("Skole;Sygdom\nA;1\nTimer;2\n");
    assert_eq!(table.len(), 2, "only the row right under the header has units");
}

#[test]
fn blank_rows_are_told_with_where_data_go_on() {
    let (table, findings) = one("Skole;Sygdom\nA;1\n\n\n\n\nB;2\n\nC;3\n");
    assert_eq!(table.len(), 3);
    assert_eq!(message(&findings, 14), "Række 3-6 er tomme, og tabellen fortsætter i række 7.");
    assert_eq!(findings.iter().find(|f| f.code.0 == 14).map(|f| f.count), Some(2));
    assert_eq!(message(&one("Skole;Sygdom\nA;1\n\nB;2\n").1, 14), "Række 3 er tom, og tabellen fortsætter i række 4.");
}

#[test]
fn a_total_is_compared_with_its_rows() {
    let (table, findings) = one("Skole;Klasse;Sygdom\nA;7;400\nB;7;9\nI alt;;412\n");
    assert_eq!((table.len(), table.left_out().skipped), (2, 1));
    assert_eq!(codes(&findings), [12, 133]);
    assert_eq!(message(&findings, 133), "Bundlinjen i række 4 siger 412 i kolonne C \"Sygdom\", men rækkernes sum er 409.");
    let (_, findings) = one("Skole;Klasse;Sygdom\nA;7;400,5\nB;7;9\nI alt;;409,5\n");
    assert_eq!(codes(&findings), [12, 111]);
}

#[test]
fn sums_are_exact_in_danish_and_english_writing() {
    for rows in [
        "A;1.299,1\nB;0,2\nTotal;1.299,3",
        "A;1,299.1\nB;0.2\nTotal;1,299.3",
        "A;1.299\nB;1\nTotal;1.300",
        "A;1.299\nB;1\nTotal;2.299",
    ] {
        assert_eq!(codes(&one(&format!("Skole;Sygdom\n{rows}\n")).1), [12, 111], "{rows}");
    }
}

#[test]
fn subtotals_and_the_grand_total_are_each_compared_with_their_rows() {
    let (table, findings) = one("Skole;Klasse;Sygdom\nA;7;1\nA;8;2\nA i alt;;3\nB;7;4\nB;8;5\nB i alt;;8\nHovedtotal;;12\n");
    assert_eq!((table.len(), table.left_out().skipped), (4, 3));
    assert_eq!(codes(&findings), [12, 133, 111]);
    assert!(message(&findings, 133).starts_with("Bundlinjen i række 7 siger 8 "));
}

#[test]
fn what_is_no_sum_is_not_compared() {
    let keys = "Skole;Klasse;Sygdom;Pct.\nA;7;1;50\nB;7;2;20\nI alt;7;3;35\n";
    assert_eq!(codes(&one(keys).1), [12, 111], "a class that is the same everywhere, and shares");
    let mean = "Skole;Sygdom\nA;10\nB;20\nTotal;15\n";
    assert_eq!(codes(&one(mean).1), [12], "an average");
    let hidden = "Skole;Sygdom\nA;<5\nB;20\nTotal;23\n";
    assert_eq!(codes(&one(hidden).1), [12], "a row without a number");
}

#[test]
fn totals_are_told_by_usual_words_in_usual_places() {
    for total in [
        "I alt;;3",
        "IALT:;;3",
        ";Total;3",
        "2024;I alt;3",
        "Hovedtotal;;3",
        ";;Sum",
        "Skovskolen Total;;3",
        "Total for uge 12;;",
    ] {
        let (table, _) = one(&format!("Skole;Klasse;Sygdom\nA;7;3\n{total}\n"));
        let is_total = !total.starts_with("2024");
        assert_eq!((table.len(), table.left_out().skipped), if is_total { (1, 1) } else { (2, 0) }, "{total}");
    }
    let (table, _) = one("Klasse;Skole;Sygdom;Ulovligt\n7;A;3;1\n2024;I alt;;4\n");
    assert_eq!(table.len(), 1, "the second cell counts where a row lacks what data must have");
    for data in ["Total Skole;7;3", "Summerup;7;3", "A;I alt;3"] {
        let (table, _) = one(&format!("Skole;Klasse;Sygdom\n{data}\n"));
        assert_eq!(table.len(), 1, "{data}");
    }
}

#[test]
fn a_word_the_profile_translates_is_data() {
    let text = "Klasse;Skole;Sygdom\nI alt;A;3\n";
    let translated = ABSENCE.replace("navne = [\"Klasse\"]", "navne = [\"Klasse\"]\nvaerdier = { \"I alt\" = \"alle\" }");
    assert_eq!(read("f.csv", text.as_bytes(), &translated).0.expect("the file is whole").len(), 1);
    assert_eq!(read("f.csv", text.as_bytes(), ABSENCE).0.expect("the file is whole").len(), 0);
}

#[test]
fn notes_at_the_bottom_are_skipped_and_their_text_is_never_shown() {
    let text = "Skole;Sygdom\nA;1\nI alt;1\n\nKilde: Hemmelig skole\n* tal under 5 er skjult\nUdtrukket den 3. maj af Hemmelig\n";
    let (table, findings) = one(text);
    assert_eq!((table.len(), table.left_out().skipped, table.left_out().rejected), (1, 4, 0));
    assert_eq!(findings.iter().find(|f| f.code.0 == 132).map(|f| (f.count, f.location.row)), Some((3, Some(5))));
    assert!(findings.iter().all(|f| !f.message.contains("Hemmelig") && !f.message.contains("skjult")));
}

#[test]
fn a_lone_cell_between_data_rows_is_no_note() {
    let (table, _) = one("Skole;Klasse;Sygdom\nA;7;1\nNordre Skole;;\nB;7;1\n");
    assert_eq!((table.len(), table.left_out().skipped), (3, 0));
}

#[test]
fn a_second_table_with_the_columns_in_another_order_is_a_table_of_its_own() {
    let text = "Skole;Klasse;Sygdom\nA;7;1\n\nSydskolen 2024\nSygdom;Skole;Klasse\n2;B;8\n";
    let (tables, findings) = read_all("f.csv", text.as_bytes(), ABSENCE);
    let rows: Vec<(Vec<String>, Vec<String>)> = tables.iter().map(|t| (column(t, "skole"), column(t, "sygdom"))).collect();
    let expected = [("A", "1"), ("B", "2")].map(|(skole, dage)| (vec![skole.to_owned()], vec![dage.to_owned()]));
    assert_eq!(rows, expected);
    assert_eq!(tables[1].location(0, tables[1].field("sygdom").expect("a field")).column, Some((0, "Sygdom".into())));
    assert_eq!((tables[0].left_out().skipped, tables[1].left_out().skipped), (1, 0));
    assert_eq!(codes(&findings), [11, 132]);
}

#[test]
fn a_table_with_other_headers_below_is_not_read() {
    let text =
        "Skole;Klasse;Sygdom\nA;7;1\nB;7;2\n\nOpgjort pr. lærer\nLærer;Fag;Timer\nAnna Prøve;Dansk;12\nPer Prøve;Idræt;13\n";
    let (tables, findings) = read_all("f.csv", text.as_bytes(), ABSENCE);
    assert_eq!((tables.len(), tables[0].len(), tables[0].left_out().skipped), (1, 2, 4));
    assert_eq!(codes(&findings), [132, 131]);
    assert!(findings.iter().all(|f| !f.message.contains("Lærer") && !f.message.contains("Anna")));
}

#[test]
fn the_same_table_twice_beside_each_other_is_read_as_one() {
    let text = "Skole;Sygdom;;Skole;Sygdom\nA;1;;C;3\nB;2;;;\nI alt;3;;I alt;3\n";
    let (tables, findings) = read_all("f.csv", text.as_bytes(), ABSENCE);
    let schools: Vec<String> = tables.iter().flat_map(|t| column(t, "skole")).collect();
    assert_eq!(schools, ["A", "B", "C"]);
    assert_eq!((tables[1].row_location(0).row, tables[1].column_location(1).column.map(|c| c.0)), (Some(2), Some(4)));
    assert_eq!(codes(&findings), [134, 12, 111, 111]);
    assert_eq!(findings.iter().find(|f| f.code.0 == 12).map(|f| f.count), Some(2));
}

#[test]
fn tables_beside_each_other_that_differ_stop_the_file() {
    for text in [
        "Skole;Sygdom;;Skole;Sygdom;Andet\nA;1;;C;3;4\n",
        "Skole;Sygdom;Skole;Sygdom\nA;1;C;3\n",
        "Drenge;;;Piger;\nSkole;Sygdom;;Skole;Sygdom\nA;1;;C;3\n",
    ] {
        let (tables, findings) = read_all("f.csv", text.as_bytes(), ABSENCE);
        assert!(tables.is_empty(), "{text}");
        assert!(message(&findings, 16).starts_with("Kolonne "), "{text}");
    }
}

#[test]
fn a_ragged_row_is_rejected_and_one_in_a_hundred_stops_the_file() {
    let rows = |wrong: &str, right: usize| format!("Skole;Klasse;Sygdom\n{wrong}\n{}", "A;7;1\n".repeat(right));
    for wrong in ["A;7;1;9", "A;7"] {
        let (table, findings) = one(&rows(wrong, 100));
        assert_eq!((table.len(), table.left_out().rejected), (100, 1), "{wrong}");
        assert_eq!(codes(&findings), [22], "{wrong}");
        let (tables, findings) = read_all("f.csv", rows(wrong, 99).as_bytes(), ABSENCE);
        assert!(tables.is_empty(), "{wrong}");
        assert_eq!(message(&findings, 138), "1 af 100 rækker har et forkert antal felter, så tal kan stå i forkerte kolonner.");
    }
    assert!(codes(&one(&rows("A;7;1;", 3)).1).is_empty(), "a closing separator is no field");
}

#[test]
fn a_blank_header_is_named_by_excels_letter() {
    assert_eq!(message(&one("Skole;;Sygdom\nA;x;1\n").1, 15), "Kolonne B har ingen overskrift og er ikke læst.");
}

#[test]
fn a_header_of_two_rows_is_known_when_it_comes_again() {
    let header = "Skole;Klasse;Fravær;\n;;Sygdom;Ulovligt\n";
    let (table, findings) = one(&format!("{header}A;7;1;2\n{header}B;8;3;4\n"));
    assert_eq!((column(&table, "skole"), table.left_out().skipped), (vec!["A".to_owned(), "B".to_owned()], 2));
    assert_eq!(codes(&findings), [11, 13]);
}

#[test]
fn a_sheet_as_a_school_system_prints_it_is_read_whole() {
    let bytes = list(|book| {
        let sheet: &mut Worksheet = book.add_worksheet();
        sheet.write(0, 0, "Fravær pr. klasse")?;
        sheet.write(1, 0, "Udskrevet 03-11-2024")?;
        for (column, name) in (0_u16..).zip(["Skole", "Klasse", "Sygdom", "Ulovligt", "Pct."]) {
            sheet.write(3, column, name)?;
            sheet.write(10, column, name)?;
        }
        sheet.write(4, 2, "(dage)")?.write(4, 3, "(dage)")?.write(4, 4, "%")?;
        for (row, days) in [(5_u32, 1.5), (6, 2.25), (11, 4.0)] {
            sheet
                .write(row, 0, "Nordre Skole")?
                .write(row, 1, "7.A")?
                .write(row, 2, days)?
                .write(row, 3, 0)?
                .write(row, 4, 10.5)?;
        }
        sheet.write(7, 0, "I alt")?.write(7, 2, 3.75)?.write(7, 3, 0)?.write(7, 4, 10.5)?;
        sheet.write(12, 0, "Hovedtotal")?.write(12, 2, 8.0)?;
        sheet.write(14, 0, "Kilde: Skoleforvaltningen")?;
        Ok(())
    });
    let (table, findings) = read("f.xlsx", &bytes, ABSENCE);
    let table = table.expect("the workbook is whole");
    assert_eq!(column(&table, "sygdom"), ["1,5", "2,25", "4"]);
    assert_eq!((table.left_out().skipped, table.left_out().rejected), (5, 0));
    assert_eq!(codes(&findings), [11, 130, 12, 13, 132, 133, 111]);
    let wrong = "Bundlinjen i række 13 siger 8 i kolonne C \"Sygdom\", men rækkernes sum er 4.";
    assert_eq!(message(&findings, 133), wrong, "neither the sum of its section nor the sum of all, which is 7,75");
}

#[test]
fn the_header_and_the_first_row_of_data_are_no_second_header() {
    // Both rows together would name more columns than the first row of data alone.
    let (table, _) = one("Skole;Klasse;Sygdom\nSkole;;Ulovligt\nA;7;1\n");
    assert_eq!((table.len(), table.left_out().skipped), (2, 0));
}
