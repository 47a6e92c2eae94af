use super::{COLUMNS, csv, datapackage, decimal, workbook};
use crate::model::document::{Described, OpenRow, OpenTable, Structure};

fn row(kategori: &str, numbers: [&str; 3], status: &str) -> OpenRow {
    let [taeller, naevner, vaerdi] = numbers.map(str::to_owned);
    OpenRow {
        indikator: "al.drunk.30d".into(),
        periode: "vinteren 2024/25".into(),
        stedbegreb: "skole".into(),
        omraade: "syd".into(),
        koen: "alle".into(),
        klassetrin: "7".into(),
        alder: "alle".into(),
        kategori: kategori.into(),
        taeller,
        naevner,
        vaerdi,
        enhed: "procent".into(),
        status: status.into(),
        taeller_hoejst: String::new(),
    }
}

fn table() -> OpenTable {
    let rows = vec![
        row("alle", ["30", "333", "9,0"], "vist"),
        row("=1+1", ["", "", ""], "skjult"),
        row("a;b", ["", "", "-1,5"], "vist"),
    ];
    OpenTable {
        name: "alkohol".into(),
        file: "tabeller/alkohol.csv".into(),
        title: "Alkohol".into(),
        rows,
        structure: Structure::default(),
    }
}

#[test]
fn a_csv_file_opens_in_danish_excel() {
    let bytes = csv(&table());
    assert!(bytes.starts_with(&[0xef, 0xbb, 0xbf]));
    let text = String::from_utf8(bytes).expect("UTF-8");
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(
        lines[0],
        "indikator;periode;stedbegreb;omraade;koen;klassetrin;alder;kategori;taeller;naevner;vaerdi;enhed;status;taeller_hoejst"
    );
    assert_eq!(lines[1], "al.drunk.30d;vinteren 2024/25;skole;syd;alle;7;alle;alle;30;333;9,0;procent;vist;");
    assert!(!text.contains('\r') && text.ends_with('\n'));
}

#[test]
fn a_hidden_number_is_empty_and_a_formula_is_disarmed() {
    let text = String::from_utf8(csv(&table())).expect("UTF-8");
    assert!(text.contains(";'=1+1;;;;procent;skjult;\n"));
    assert!(text.contains(";\"a;b\";;;-1,5;procent;vist;\n"), "a negative number stays a number");
}

#[test]
fn only_plain_numbers_are_numbers() {
    assert_eq!(decimal("-1,5"), Some((-1.5, 1)));
    assert_eq!(decimal("333"), Some((333.0, 0)));
    for word in ["", "-", "1.234", "1,", "+1", "1e5", "7. klasse"] {
        assert_eq!(decimal(word), None, "{word}");
    }
}

#[test]
fn a_workbook_has_the_same_bytes_every_time_and_carries_its_date() {
    let write = |day| workbook("SSP-datarapport 2025", (2025, 3, day), &[table(), table()]).expect("a small workbook");
    assert_eq!(write(7), write(7));
    assert_ne!(write(7), write(8));
    assert!(write(7).starts_with(b"PK"));
}

#[test]
fn a_workbook_without_tables_still_explains_itself() {
    assert!(workbook("SSP-datarapport 2025", (2025, 3, 7), &[]).is_ok());
}

#[test]
fn the_data_package_describes_every_column_of_every_file() {
    let json = datapackage("SSP-datarapport 2025, Østby", (2025, 3, 7), &[table()], &Described::default());
    let package: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
    assert_eq!(package["name"], "ssp-datarapport-2025-oestby");
    assert_eq!(package["created"], "2025-03-07T00:00:00Z");
    let resource = &package["resources"][0];
    assert_eq!(resource["path"], "tabeller/alkohol.csv");
    assert_eq!(resource["dialect"]["delimiter"], ";");
    assert_eq!(resource["schema"]["missingValues"], serde_json::json!([""]));
    let fields = resource["schema"]["fields"].as_array().expect("a list");
    let names: Vec<&str> = fields.iter().filter_map(|field| field["name"].as_str()).collect();
    assert_eq!(names, COLUMNS.map(|column| column.name));
    assert_eq!(fields[10]["type"], "number");
    assert_eq!(fields[10]["decimalChar"], ",");
}
