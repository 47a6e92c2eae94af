//! The rows of an open table, read from the CSV file as a reader would.

use std::collections::BTreeMap;

/// The columns that say which figure a row is.
pub(super) const PLACE: [&str; 8] = ["indikator", "periode", "stedbegreb", "omraade", "koen", "klassetrin", "alder", "kategori"];

/// Which figure a row is: its values of [`PLACE`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place(pub(super) [String; 8]);

impl Place {
    /// Returns the value of a column; empty for a column of none.
    pub(super) fn get(&self, column: &str) -> &str {
        PLACE.iter().position(|name| *name == column).map_or("", |at| &self.0[at])
    }

    /// Returns the same place with another value of a column.
    pub(super) fn with(&self, column: &str, value: &str) -> Self {
        let mut other = self.clone();
        if let Some(at) = PLACE.iter().position(|name| *name == column) {
            value.clone_into(&mut other.0[at]);
        }
        other
    }

    /// Returns the place in words: what is left open is left out.
    pub(super) fn words(&self) -> String {
        let open = |value: &&String| !value.is_empty() && value.as_str() != "alle";
        self.0[1..].iter().filter(open).map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}

/// A number as it is printed: its digits without the comma, and how many stand behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Printed {
    pub(super) digits: i64,
    pub(super) decimals: u32,
}

impl Printed {
    /// Reads a number with decimal comma.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim().replace('−', "-");
        let (whole, fraction) = text.split_once(',').unwrap_or((&text, ""));
        let decimals = u32::try_from(fraction.len()).ok().filter(|decimals| *decimals < 9)?;
        format!("{whole}{fraction}").parse().ok().map(|digits| Self { digits, decimals })
    }
}

/// One row.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) place: Place,
    /// k, where it is printed and whole.
    pub(super) k: Option<i64>,
    /// n, where it is printed.
    pub(super) n: Option<i64>,
    /// The highest k there can be.
    pub(super) most: Option<i64>,
    pub(super) value: Option<Printed>,
    pub(super) unit: String,
    pub(super) status: String,
}

impl Row {
    /// Returns whether a number of the row is kept from the reader.
    pub(super) fn hidden(&self) -> bool {
        self.status.starts_with("skjult")
    }

    /// Returns whether it is kept from the reader to protect somebody. What a source has hidden itself is its own to guard: it can be no
    /// more than the inhabitants under a rate.
    pub(super) fn guarded(&self) -> bool {
        self.status == "skjult"
    }

    /// Returns whether anything is known of the figure, be it that it is hidden.
    pub(super) fn exists(&self) -> bool {
        self.status != "ingen data"
    }
}

/// Reads a table; rows that have no place are left out.
pub(super) fn rows(bytes: &[u8]) -> Vec<Row> {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(cells);
    let header = lines.next().unwrap_or_default();
    lines.map(|cells| row(&header.iter().map(String::as_str).zip(cells).collect())).collect()
}

fn row(cells: &BTreeMap<&str, String>) -> Row {
    let text = |column: &str| cells.get(column).cloned().unwrap_or_default();
    let number = |column: &str| text(column).parse().ok();
    Row {
        place: Place(PLACE.map(text)),
        k: number("taeller"),
        n: number("naevner"),
        most: number("taeller_hoejst"),
        value: Printed::read(&text("vaerdi")),
        unit: text("enhed"),
        status: text("status"),
    }
}

/// Parts a line at semicolons outside quotes. No cell of an open table holds a line break.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for letter in line.trim_end_matches('\r').chars() {
        match letter {
            '"' => quoted = !quoted,
            ';' if !quoted => cells.push(String::new()),
            other => cells.last_mut().expect("there is always a cell").push(other),
        }
    }
    cells
}
