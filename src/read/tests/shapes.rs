//! Random tables: exactly the data rows come out, and every row is accounted for once.

use super::tables::{ABSENCE, read_all};
use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

/// What stands in a row of a made-up sheet.
#[derive(Clone, Debug)]
enum Line {
    Data(u16, u16),
    Blank(usize),
    Total,
    Header,
}

fn line() -> impl Strategy<Value = Line> {
    prop_oneof![
        6 => (any::<u16>(), any::<u16>()).prop_map(|(a, b)| Line::Data(a, b)),
        1 => (1_usize..5).prop_map(Line::Blank),
        1 => Just(Line::Total),
        1 => Just(Line::Header),
    ]
}

fn written(lines: &[Line]) -> String {
    let (mut text, mut sum) = ("Titel 2024\n\nSkole;Klasse;Sygdom\n".to_owned(), 0_u64);
    for line in lines {
        match line {
            Line::Data(class, days) => {
                sum += u64::from(*days);
                text += &format!("S{class};{class};{days}\n");
            }
            Line::Blank(rows) => text += &";;\n".repeat(*rows),
            Line::Total => {
                text += &format!("I alt;;{sum}\n");
                sum = 0;
            }
            Line::Header => {
                text += "Skole;Klasse;Sygdom\n";
                sum = 0;
            }
        }
    }
    text + "\nKilde: en skole\n"
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn exactly_the_data_rows_come_out(lines in vec(line(), 1..40)) {
        let (table, findings) = read("f.csv", written(&lines).as_bytes(), ABSENCE);
        let table = table.expect("the file is whole");
        let expected: Vec<String> =
            lines.iter().filter_map(|l| if let Line::Data(_, days) = l { Some(days.to_string()) } else { None }).collect();
        prop_assert_eq!(column(&table, "sygdom"), expected);
        let others = lines.iter().filter(|l| matches!(l, Line::Total | Line::Header)).count();
        prop_assert_eq!(table.left_out().skipped, u64::try_from(others + 1).expect("few rows"));
        prop_assert_eq!(table.left_out().rejected, 0);
        // A total right after another one repeats nothing, so only sums of rows are compared.
        let lone = |w: &[Line]| matches!(w, [Line::Data(..), Line::Total]);
        if lines.windows(2).filter(|w| matches!(w[1], Line::Total)).all(lone) && !matches!(lines[0], Line::Total) {
            prop_assert!(!codes(&findings).contains(&133));
        }
    }

    #[test]
    fn every_row_below_the_header_is_accounted_for_once(
        rows in vec(vec(prop_oneof![
            Just(""), Just("Skole"), Just("Klasse"), Just("Sygdom"), Just("I alt"), Just("(dage)"), Just("Kilde: x y"),
            Just("7"), Just("412"), Just("1.5"), Just("Nordre Skole"), Just("Lærer"), Just("Fag")], 0..6), 0..30)
    ) {
        let mut text = "Skole;Klasse;Sygdom\n".to_owned();
        for row in &rows {
            text += &(row.join(";") + "\n");
        }
        let (tables, findings) = read_all("f.csv", text.as_bytes(), ABSENCE);
        prop_assert!(!tables.is_empty() || findings.stops());
        if tables.is_empty() { return Ok(()); }
        let filled = rows.iter().filter(|row| row.iter().any(|cell| !cell.is_empty())).count();
        let out: u64 = tables.iter().map(|t| t.left_out().skipped + t.left_out().rejected).sum();
        let read: usize = tables.iter().map(RawTable::len).sum();
        // The header of each further table, of one row or two, is a header and no row.
        let places = findings.iter().filter(|f| f.code.0 == 11).map(|f| 1 + f.message.matches(" og ").count());
        let headers: usize = places.sum();
        prop_assert_eq!(u64::try_from(read).expect("few rows") + out, u64::try_from(filled - headers).expect("few rows"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tables_beside_and_below_each_other_give_all_their_rows(left in vec(0_u16..900, 0..8), right in vec(0_u16..900, 0..8), below in vec(0_u16..900, 1..8)) {
        let mut text = "Skole;Klasse;Sygdom;;Skole;Klasse;Sygdom\n".to_owned();
        for at in 0..left.len().max(right.len()) {
            let half = |side: &[u16]| side.get(at).map_or(";;".to_owned(), |days| format!("S{days};7;{days}"));
            text += &format!("{};;{}\n", half(&left), half(&right));
        }
        let (tables, _) = read_all("f.csv", text.as_bytes(), ABSENCE);
        let found: Vec<String> = tables.iter().flat_map(|t| column(t, "sygdom")).collect();
        let expected: Vec<String> = left.iter().chain(&right).map(u16::to_string).collect();
        prop_assert_eq!(found, expected);

        let mut text = "Skole;Klasse;Sygdom\n".to_owned();
        left.iter().for_each(|days| text += &format!("S;7;{days}\n"));
        text += "\nKlasse;Sygdom;Skole\n";
        below.iter().for_each(|days| text += &format!("7;{days};S\n"));
        let (tables, _) = read_all("f.csv", text.as_bytes(), ABSENCE);
        let found: Vec<String> = tables.iter().flat_map(|t| column(t, "sygdom")).collect();
        let expected: Vec<String> = left.iter().chain(&below).map(u16::to_string).collect();
        prop_assert_eq!((found, tables.len()), (expected, 2));
    }
}
