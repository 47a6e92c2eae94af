//! Month grids, and columns that become rows.

use super::tables::read_all;
use super::workbooks::list;
use super::*;
use rust_xlsxwriter::{ExcelDateTime, Format};

const GRID: &str = r#"
navn = "månedsark"
kilde = "fravaer"
form = "elev"
[kolonner.elev]
navne = ["Elevnr"]
slags = "personnoegle"
paakraevet = true
[kolonner.klasse]
navne = ["Klasse"]
[maanedsgitter]
halve = ["s/", "u/"]
[maanedsgitter.koder]
"S" = "sygdom"
"s/" = "sygdom"
"L" = "lovligt"
"U" = "ulovligt"
"u/" = "ulovligt"
"F" = "ingen skoledag"
"x" = "til stede"
"" = "til stede"
"#;

/// Returns a header of the days of a month and one row with these letters, the rest blank.
fn sheet(title: &str, rows: &[&str]) -> String {
    let days: String = (1..=31).map(|day| format!(";{day}")).collect();
    format!("{title}\nElevnr;Klasse{days}\n{}\n", rows.join("\n"))
}

fn values(table: &RawTable, row: usize) -> Vec<String> {
    ["sygdom", "lovligt", "ulovligt", "skoledage", "maaned", "skoleaar"].iter().map(|f| column(table, f)[row].clone()).collect()
}

#[test]
fn the_letters_of_a_month_become_days() {
    // October 2024 begins on a Tuesday and has 23 weekdays; five are a holiday here.
    let text = sheet("Fravær oktober 2024", &["1;7.A;S;s/;L;U;;;u/;;;;;;;F;F;F;F;F", "2;7.A"]);
    let (table, findings) = read("gitter.csv", text.as_bytes(), GRID);
    let table = table.expect("the sheet is whole");
    assert_eq!(values(&table, 0), ["1,5", "1", "1,5", "18", "2024-10", "2024/25"]);
    assert_eq!(values(&table, 1), ["0", "0", "0", "23", "2024-10", "2024/25"]);
    assert_eq!(codes(&findings), [11]);
}

#[test]
fn an_unknown_letter_takes_its_row_out_and_is_not_shown() {
    let text = sheet("10/2024", &["1;7.A;Hemmelig", "2;7.A;S"]);
    let (table, findings) = read("gitter.csv", text.as_bytes(), GRID);
    let table = table.expect("the sheet is whole");
    assert_eq!((table.len(), table.left_out().rejected), (1, 1));
    let unknown = findings.iter().find(|f| f.code.0 == 40).expect("the letter is unknown");
    assert_eq!((unknown.location.row, unknown.location.column.as_ref().map(|c| c.0)), (Some(3), Some(2)));
    assert!(unknown.action.contains("maanedsgitter.koder") && !unknown.message.contains("Hemmelig"));
}

#[test]
fn a_blank_day_without_a_meaning_takes_its_row_out_but_weekends_do_not() {
    let profile = GRID.replace("\"\" = \"til stede\"\n", "");
    let days = |weekend: &str| {
        (1..=31)
            .map(|day| if [5, 6, 12, 13, 19, 20, 26, 27].contains(&day) { weekend } else { "x" })
            .collect::<Vec<_>>()
            .join(";")
    };
    let text = sheet("Måned: 10/2024", &[&format!("1;7.A;{}", days("")), "2;7.A;x;x"]);
    let (table, _) = read("gitter.csv", text.as_bytes(), &profile);
    let table = table.expect("the sheet is whole");
    assert_eq!((values(&table, 0)[3].as_str(), table.left_out().rejected), ("23", 1));
}

#[test]
fn a_day_the_month_does_not_have_must_be_blank() {
    let days: String = std::iter::repeat_n(";", 30).chain(["x"]).collect();
    let text = sheet("november 2024", &[&format!("1;7.A;{days}"), "2;7.A"]);
    let (table, findings) = read("gitter.csv", text.as_bytes(), GRID);
    assert_eq!(table.expect("the sheet is whole").len(), 1);
    assert!(codes(&findings).contains(&29));
}

#[test]
fn the_month_comes_from_a_column_a_constant_or_the_dates_of_the_header() {
    let days: String = (1..=31).map(|day| format!(";{day:02}")).collect();
    let column_of = GRID.replace("[maanedsgitter]", "[kolonner.maaned]\nnavne = [\"Måned\"]\n[maanedsgitter]");
    let text = format!("Elevnr;Måned{days}\n1;2024-10;S\n2;februar 2024;S\n3;?;S\n");
    let (table, findings) = read("gitter.csv", text.as_bytes(), &column_of);
    let table = table.expect("the sheet is whole");
    assert_eq!(
        (column(&table, "skoledage"), column(&table, "skoleaar")),
        (vec!["23".into(), "21".into()], vec!["2024/25".into(), "2023/24".into()])
    );
    assert!(codes(&findings).contains(&104));
    let constant = format!("{GRID}[konstanter]\nmaaned = \"2024-10\"\n");
    let table = read("gitter.csv", sheet("", &["1;7.A;S"]).as_bytes(), &constant).0.expect("the month is constant");
    assert_eq!((column(&table, "maaned"), column(&table, "skoledage")), (vec!["2024-10".to_owned()], vec!["23".to_owned()]));
    let dates = list(|book| {
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "Elevnr")?;
        let format = Format::new().set_num_format("d");
        for day in 1..=31 {
            let date = ExcelDateTime::from_ymd(2024, 10, day)?;
            sheet.write_with_format(0, u16::from(day), &date, &format)?;
        }
        sheet.write(1, 0, 1)?;
        sheet.write(1, 3, "U")?;
        Ok(())
    });
    let table = read("gitter.xlsx", &dates, GRID).0.expect("the header has dates");
    assert_eq!(values(&table, 0), ["0", "0", "1", "23", "2024-10", "2024/25"]);
}

#[test]
fn a_sheet_without_month_is_stopped_and_so_is_one_with_two() {
    for title in ["", "Fravær oktober 2024 og november 2024"] {
        let (table, findings) = read("gitter.csv", sheet(title, &["1;7.A;S"]).as_bytes(), GRID);
        assert!(table.is_none());
        assert!(codes(&findings).contains(&135), "{title}");
    }
    let (table, findings) = read("gitter.csv", b"Elevnr;Klasse\n1;7.A\n", GRID);
    assert!(table.is_none());
    assert_eq!(codes(&findings), [17]);
}

#[test]
fn months_below_each_other_keep_their_own_month() {
    let text = sheet("Oktober 2024", &["1;7.A;S", "2;7.A"]) + "\n" + &sheet("November 2024", &["1;7.A;S", "2;7.A"]);
    let (tables, _) = read_all("gitter.csv", text.as_bytes(), GRID);
    let months: Vec<String> = tables.iter().flat_map(|t| column(t, "maaned")).collect();
    assert_eq!(months, ["2024-10", "2024-10", "2024-11", "2024-11"]);
}

#[test]
fn weekdays_under_the_days_are_units() {
    let text = sheet("Oktober 2024", &[";;ti;on;to;fr;lø;sø;ma", "1;7.A;S"]);
    let (table, findings) = read("gitter.csv", text.as_bytes(), GRID);
    assert_eq!(table.expect("the sheet is whole").len(), 1);
    assert!(codes(&findings).contains(&130));
}

const WIDE: &str = r#"
navn = "bred"
kilde = "befolkning"
[kolonner.distrikt]
navne = ["Distrikt"]
paakraevet = true
[udfold]
felt = "aar"
vaerdi = "antal"
[udfold.kolonner]
"2023" = "2023"
"2024" = "2024"
"#;

#[test]
fn columns_whose_headers_are_values_become_rows() {
    let (table, findings) = read("b.csv", b"Distrikt;2023;2024\nNord;10;11\nSyd;;12\n\xc3\x98st;;\nI alt;10;23\n", WIDE);
    let table = table.expect("the file is whole");
    assert_eq!(column(&table, "distrikt"), ["Nord", "Nord", "Syd"]);
    assert_eq!(column(&table, "aar"), ["2023", "2024", "2024"]);
    assert_eq!(column(&table, "antal"), ["10", "11", "12"]);
    assert_eq!((table.row_location(2).row, table.left_out().skipped), (Some(3), 2));
    assert_eq!(codes(&findings), [130, 12]);
}

#[test]
fn a_missing_value_column_is_told_and_none_at_all_stops_the_file() {
    let (table, findings) = read("b.csv", b"Distrikt;2023\nNord;10\n", WIDE);
    assert_eq!((table.map(|t| t.len()), codes(&findings)), (Some(1), vec![139]));
    let (table, findings) = read("b.csv", b"Distrikt;Antal\nNord;10\n", WIDE);
    assert!(table.is_none() && codes(&findings).contains(&17));
}
