//! Text files and Word documents.

use super::*;

#[test]
fn persons_and_places_are_gone_before_the_table_exists() {
    let text = "CPR-nr.;Navn;Adresse;Gerningssted;Journalnr.;Dato;Rolle\n\
        711210-4321;Anna Prøve;Skovvej 12, 9999 Eksempelby;Torvet;9999-1-1-24;2024-03-17;Sigtet\n\
        ;;;;;-;Antruffet\n";
    let (table, findings) = read("liste.csv", text.as_bytes(), POLICE);
    let table = table.expect("the file is whole");
    assert_eq!(column(&table, "bopael"), ["#2", ""]);
    assert_eq!(column(&table, "gerningssted"), ["?", ""]);
    assert_eq!(column(&table, "foedt"), ["2010-12-11", ""]);
    assert_eq!(column(&table, "koen"), ["dreng", ""]);
    assert_eq!(column(&table, "dato"), ["2024-03-17", ""]);
    assert_eq!(column(&table, "kreds"), ["sydøst", "sydøst"]);
    assert_eq!(column(&table, "person")[0], Pseudonymiser::new(&[7; 32]).pseudonym("7112104321"));
    assert_eq!(column(&table, "sag")[0].len(), 32);
    assert_eq!(table.field("Navn"), None);
    assert_eq!(codes(&findings), [35, 33]);
}

#[test]
fn all_spellings_of_a_number_are_one_person() {
    let text = "CPR-nr.;Rolle\n711210-4321;a\n7112104321;a\n=\"7112104321\";a\n'711210 4321;a\n";
    let table = read("liste.csv", text.as_bytes(), POLICE).0.expect("the file is whole");
    let mut persons = column(&table, "person");
    persons.dedup();
    assert_eq!((table.len(), persons.len()), (4, 1));
}

#[test]
fn a_destroyed_number_takes_its_row_out_and_a_lost_zero_does_not() {
    let text = "CPR-nr.;Rolle\n1,01124E+09;a\n201609995;b\n";
    let (table, findings) = read("liste.csv", text.as_bytes(), POLICE);
    assert_eq!(column(&table.expect("the file is whole"), "rolle"), ["b"]);
    // The test persons of the health service have no modulus 11.
    assert_eq!(codes(&findings), [34, 32, 36]);
}

#[test]
fn a_company_is_no_person_and_a_person_nobody_knows_is_one_without_key() {
    let text = "CPR-nr.;Rolle\n31883949;a\n290200K;b\n711210-xxxx;c\n9912345678;d\n";
    let (table, findings) = read("liste.csv", text.as_bytes(), POLICE);
    let table = table.expect("the file is whole");
    assert_eq!((column(&table, "rolle"), table.left_out().skipped), (vec!["b".into(), "c".into(), "d".into()], 1));
    assert_eq!(column(&table, "foedt"), ["", "2010-12-11", ""]);
    assert_eq!(column(&table, "person").iter().map(String::len).collect::<Vec<_>>(), [0, 0, 32]);
    assert_eq!(codes(&findings), [156, 33, 33]);
}

#[test]
fn two_keys_give_the_same_findings_and_the_same_places() {
    let text = "CPR-nr.;Adresse;Rolle\n711210-4321;Skovvej 1, 9999 Eksempelby;a\n31883949;;b\n1,1E+09;;c\n201609995;;d\n;;e\n";
    let profile = profile(POLICE);
    let with = |key: u8| {
        let people = Pseudonymiser::new(&[key; 32]);
        let how = Reading { profile: &profile, people: &people, streets: &streets() };
        read_tables("liste.csv", text.as_bytes().to_vec(), &how)
    };
    let ((one, found), (other, again)) = (with(1), with(2));
    assert_eq!(found, again);
    assert_eq!((one[0].len(), column(&one[0], "foedt")), (other[0].len(), column(&other[0], "foedt")));
    assert_ne!(column(&one[0], "person"), column(&other[0], "person"));
}

#[test]
fn titles_totals_repeated_headers_and_blank_rows_are_told_apart_from_data() {
    let text = "SSP-liste\n\nCPR-nr.;Rolle\n;a\n\n\nCPR-nr.;Rolle\n;b\n;c;\nI alt;3\n\n";
    let (table, findings) = read("liste.csv", text.as_bytes(), POLICE);
    let table = table.expect("the file is whole");
    assert_eq!(column(&table, "rolle"), ["a", "b", "c"]);
    assert_eq!(table.row_location(1).row, Some(8));
    assert_eq!(codes(&findings), [11, 33, 13, 12]);
}

#[test]
fn blank_rows_inside_data_are_counted_with_the_first_place() {
    let (_, findings) = read("liste.csv", b"CPR-nr.;Rolle\n;a\n\n;b\n;;\n;c\n", POLICE);
    let gap = findings.iter().find(|f| f.code.0 == 14).expect("blank rows are a finding");
    assert_eq!((gap.location.row, gap.count), (Some(3), 2));
}

#[test]
fn a_word_that_only_begins_like_a_total_is_data() {
    let table = read("liste.csv", "CPR-nr.;Rolle\nI alternativ;a\nI alt: 7;b\n".as_bytes(), POLICE).0.expect("the file is whole");
    assert_eq!(column(&table, "rolle"), ["a"]);
}

#[test]
fn every_separator_is_found() {
    for separator in ["\t", "¤", ",", ";"] {
        let text = format!("CPR-nr.{separator}Rolle\n{separator}Sigtet\n");
        let table = read("liste.txt", text.as_bytes(), POLICE).0.expect("the separator is found");
        assert_eq!(column(&table, "rolle"), ["Sigtet"]);
    }
    let stated = read("liste.csv", b"sep=|\r\nCPR-nr.|Rolle\r\n|Sigtet\r\n", POLICE).0.expect("the separator is stated");
    assert_eq!((column(&stated, "rolle"), stated.row_location(0).row), (vec!["Sigtet".to_owned()], Some(2)));
}

#[test]
fn windows_1252_and_old_line_ends_are_read() {
    let (table, findings) = read("liste.csv", b"CPR-nr.;Rolle\r;Mist\xe6nkt\r", POLICE);
    assert_eq!(column(&table.expect("the file is whole"), "rolle"), ["Mistænkt"]);
    assert!(codes(&findings).contains(&18));
}

#[test]
fn an_unbalanced_quotation_mark_stops_the_file() {
    let swallowed = "CPR-nr.;Dato;Rolle\n;x;a\n;x;\"b\n;x;c\n;x;d\" e\n;x;f\n";
    assert!(codes(&read("liste.csv", swallowed.as_bytes(), POLICE).1).contains(&21));
    let open = "CPR-nr.;Rolle\n;a\n;\"b\n;c\n;d\n";
    assert!(codes(&read("liste.csv", open.as_bytes(), POLICE).1).contains(&21));
    let fine = "CPR-nr.;Rolle\n;\"to\nlinjer\"\n;Bakkebo \"\"\n";
    assert!(!codes(&read("liste.csv", fine.as_bytes(), POLICE).1).contains(&21));
}

#[test]
fn a_missing_column_names_the_likely_one_and_the_profile_key() {
    let (table, findings) = read("liste.csv", b"CPR-nr.;Rolletype\n;a\n", POLICE);
    let missing = findings.iter().find(|f| f.code.0 == 17).expect("the column is missed");
    assert!(table.is_none());
    assert!(missing.message.contains("\"Rolle\"") && missing.message.contains("\"Rolletype\""));
    assert!(missing.action.contains("kolonner.rolle.navne"));
}

#[test]
fn a_file_without_headers_is_stopped_without_repeating_it() {
    let (table, findings) = read("liste.csv", b"711210-4321;Anna;Skovvej\n", POLICE);
    assert!(table.is_none() && findings.stops());
    assert!(findings.iter().all(|f| !f.message.contains("Anna") && !f.message.contains("7112")));
}

#[test]
fn an_own_column_wins_over_what_a_number_says_and_a_constant_fills_a_missing_one() {
    let own = format!("{POLICE}rolle = \"Sigtet\"\n[kolonner.koen]\nnavne = [\"Køn\"]\n");
    let table = read("liste.csv", "CPR-nr.;Køn\n711210-4321;K\n".as_bytes(), &own).0.expect("the role is constant");
    assert_eq!((column(&table, "koen"), column(&table, "rolle")), (vec!["K".to_owned()], vec!["Sigtet".to_owned()]));
}

#[test]
fn two_columns_of_one_name_stop_the_file() {
    let (table, findings) = read("liste.csv", b"CPR-nr.;Rolle;rolle \n;a;b\n", POLICE);
    assert!(table.is_none());
    assert_eq!(codes(&findings), [16]);
}

#[test]
fn a_blank_header_is_remarked_only_above_data() {
    assert!(codes(&read("l.csv", b"CPR-nr.;;Rolle\n;x;a\n", POLICE).1).contains(&15));
    assert!(!codes(&read("l.csv", b"CPR-nr.;;Rolle\n;;a\n", POLICE).1).contains(&15));
    let (table, findings) = read("l.csv", b"CPR-nr.;Rolle;\n;a;note\n", POLICE);
    assert_eq!(table.expect("a column without header is no broken row").len(), 1);
    assert!(codes(&findings).contains(&15));
}

#[test]
fn a_survey_that_names_persons_is_refused() {
    for text in ["Løbenr;S01;CPR-nr\n1;Nej;\n", "Løbenr;S01;Kode\n1;Nej;7112104321\n", "Løbenr;S01\nanna12b4;Nej\n"] {
        let (table, findings) = read("upu.csv", text.as_bytes(), SURVEY);
        assert!(table.is_none() && codes(&findings).contains(&43), "{text}");
    }
    assert!(read("upu.csv", "Løbenr;S01;Skolenavn\n1;Nej;Skovskolen\n".as_bytes(), SURVEY).0.is_some());
}

#[test]
fn a_number_in_the_header_is_refused_without_being_shown() {
    let text = "Løbenr;S01;7112104321\n1;Nej;7112104321\n";
    let findings = read("upu.csv", text.as_bytes(), SURVEY).1;
    assert!(codes(&findings).contains(&43));
    assert!(findings.iter().all(|f| !format!("{f:?}").contains("7112104321")));
}

#[test]
fn the_table_of_a_word_document_is_read_and_the_text_around_it_is_noted() {
    let table = [row(&["CPR-nr.", "Rolle"]), row(&["", "Kaffe &amp; kage"])].concat();
    let body = format!("<w:p><w:r><w:t>Referat</w:t></w:r></w:p><w:tbl>{table}</w:tbl>");
    let (table, findings) = read("referat.docx", &docx(&body), POLICE);
    assert_eq!(column(&table.expect("the document is whole"), "rolle"), ["Kaffe & kage"]);
    assert_eq!(codes(&findings), [113, 33]);
}

#[test]
fn tables_of_a_word_document_with_the_same_header_are_one() {
    let table = |role: &str| format!("<w:tbl>{}{}</w:tbl>", row(&["CPR-nr.", "Rolle"]), row(&["", role]));
    let other = format!("<w:tbl>{}</w:tbl>", row(&["Deltagere", "Anna"]));
    let (read, findings) = read("referat.docx", &docx(&format!("{}{other}{}", table("a"), table("b"))), POLICE);
    assert_eq!(column(&read.expect("the document is whole"), "rolle"), ["a", "b"]);
    assert!(codes(&findings).contains(&13));
}

#[test]
fn no_message_holds_a_cell() {
    let text =
        "CPR-nr.;Adresse;Rolle\n711210-4321;Hemmelig 1;Sigtet;Anna\n9912319999;Hemmelig 2;Sigtet\n1,1E+09;Hemmelig 3;Sigtet\n";
    let (_, findings) = read("liste.csv", text.as_bytes(), POLICE);
    assert!(findings.iter().any(|f| f.severity == Severity::Row));
    for cell in ["7112", "9912", "1,1E", "Hemmelig", "Sigtet", "Anna"] {
        assert!(findings.iter().all(|f| !f.message.contains(cell) && !f.action.contains(cell)), "{cell}");
    }
}
