//! The rows of small spreadsheets.

use super::*;

fn content(body: &str) -> Result<Vec<Table>, Trouble> {
    let styles = "<style:style style:name=\"h\"><style:table-properties table:display=\"false\"/></style:style>";
    let xml =
        format!("<office:document-content>{styles}<office:spreadsheet>{body}</office:spreadsheet></office:document-content>");
    let mut content = Content::new(',');
    content.read(Reader::from_reader(xml.as_bytes())).map(|()| content.tables)
}

fn cells(rows: &str) -> (Vec<(u32, Vec<String>)>, Option<Strays>) {
    let tables = content(&format!("<table:table table:name=\"A\">{rows}</table:table>")).expect("the table is whole");
    let (grid, strays) = tables[0].content.as_ref().expect("the table is closed");
    let row = |at: usize| (grid.row(at).number, grid.row(at).cells().map(str::to_owned).collect());
    ((0..grid.len()).map(row).collect(), *strays)
}

fn text(text: &str) -> String {
    format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
}

#[test]
fn values_are_read_by_their_kind() {
    let cell = |attributes: &str| format!("<table:table-cell {attributes}><text:p>vist</text:p></table:table-cell>");
    let row = [
        cell("office:value-type=\"float\" office:value=\"12.5\""),
        cell("office:value-type=\"percentage\" office:value=\"0.1\""),
        cell("office:value-type=\"date\" office:date-value=\"2024-03-17T10:00:00\""),
        cell("office:value-type=\"time\" office:time-value=\"PT09H30M00S\""),
        cell("office:value-type=\"boolean\" office:boolean-value=\"true\""),
        cell("office:value-type=\"string\" office:string-value=\"skrevet\""),
        text("a &amp; b<text:s text:c=\"2\"/>c</text:p><text:p>d"),
        text("x<office:annotation><text:p>hemmelig</text:p></office:annotation>"),
    ];
    let (rows, _) = cells(&format!("<table:table-row>{}</table:table-row>", row.concat()));
    assert_eq!(rows[0].1, ["12,5", "0,1", "2024-03-17", "09:30", "SAND", "skrevet", "a & b  c\nd", "x"]);
}

#[test]
fn repeated_cells_and_rows_are_read_as_often_as_they_stand_there() {
    let twice = text("x").replacen("<table:table-cell", "<table:table-cell table:number-columns-repeated=\"2\"", 1);
    let (rows, strays) = cells(&format!(
        "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell/>{twice}</table:table-row>\
         <table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>"
    ));
    let cells: Vec<String> = ["", "x", "x"].map(str::to_owned).to_vec();
    assert_eq!((rows, strays), (vec![(1, cells.clone()), (2, cells)], None));
}

#[test]
fn a_cell_repeated_beyond_the_table_is_a_stray_and_repeated_everywhere_is_too_large() {
    let wide = text("x").replacen("<table:table-cell", "<table:table-cell table:number-columns-repeated=\"1000000\"", 1);
    let (rows, strays) = cells(&format!("<table:table-row>{wide}</table:table-row>"));
    assert_eq!((rows[0].1.len(), strays), (512, Some(((0, 512), 999_488))));
    let all = format!(
        "<table:table table:name=\"A\"><table:table-row table:number-rows-repeated=\"1000000\">{wide}</table:table-row></table:table>"
    );
    assert!(matches!(content(&all), Err(Trouble::TooLarge)));
}

#[test]
fn a_formula_without_value_and_an_error_are_flaws() {
    let row = "<table:table-row><table:table-cell table:formula=\"of:=[.A2]\"/>\
        <table:table-cell table:formula=\"of:=1/0\" office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\"><text:p>#DIV/0!</text:p></table:table-cell></table:table-row>";
    let tables = content(&format!("<table:table table:name=\"A\">{row}</table:table>")).expect("the table is whole");
    let (grid, _) = tables[0].content.as_ref().expect("the table is closed");
    assert_eq!(grid.flaws(1), [(1, 0, crate::read::grid::Flaw::Uncached), (1, 1, crate::read::grid::Flaw::Error("#DIV/0!"))]);
}

#[test]
fn hidden_sheets_are_known_and_torn_ones_are_damage() {
    let tables = content(
        "<table:table table:name=\"A\" table:style-name=\"h\"/><table:table table:name=\"B\"/><table:table table:name=\"'file:///x'#B\"/>",
    );
    let listed: Vec<(String, bool)> = tables.expect("the tables are whole").into_iter().map(|t| (t.name, t.visible)).collect();
    assert_eq!(listed, [("A".to_owned(), false), ("B".to_owned(), true)]);
    assert!(matches!(content("<table:table table:name=\"A\"><table:table-row>"), Err(Trouble::Damaged)));
}
