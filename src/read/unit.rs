//! The row of units under a header.

use super::grid::Row;
use super::header::Header;
use super::names::normal;
use crate::model::profile::Profile;

/// Units as tables write them, without brackets, in lower case.
const UNITS: [&str; 47] = [
    "%",
    "‰",
    "andel",
    "antal",
    "antal dage",
    "antal elever",
    "antal personer",
    "dag",
    "dage",
    "dato",
    "dd-mm-yyyy",
    "dd-mm-åååå",
    "dd/mm/yyyy",
    "dd/mm/åååå",
    "elever",
    "fraværsdage",
    "gns",
    "halve dage",
    "hele dage",
    "hh:mm",
    "i dage",
    "i pct",
    "i procent",
    "kl",
    "klokkeslæt",
    "kr",
    "kroner",
    "lektioner",
    "min",
    "minutter",
    "pct",
    "personer",
    "pr. 1.000",
    "promille",
    "procent",
    "skoledage",
    "stk",
    "tal",
    "tekst",
    "timer",
    "tt:mm",
    "uge",
    "yyyy-mm-dd",
    "år",
    "åååå",
    "åååå-mm-dd",
    "åååå/åå",
];
/// Weekdays over or under the days of a month.
const WEEKDAYS: [&str; 7] = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"];

/// Returns whether every filled cell of a row is a unit; above the days of a month also a weekday.
pub(super) fn is_units(row: Row, header: &Header, profile: &Profile) -> bool {
    let weekdays = profile.maanedsgitter.is_some();
    let unit = |cell: &str| {
        let name = normal(cell.trim_matches(['(', ')', '[', ']']));
        UNITS.contains(&name.as_str()) || weekdays && !name.is_empty() && WEEKDAYS.iter().any(|day| day.starts_with(&name))
    };
    let key = header.columns.iter().any(|c| c.required && weekdays && !row.cell(c.column).is_empty());
    let mut filled = header.span.filled(row);
    !key && filled.clone().next().is_some() && filled.all(|(_, cell)| cell.len() <= 40 && unit(cell))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_sorted_and_compared_as_headers_are() {
        assert!(UNITS.iter().all(|unit| normal(unit) == *unit));
    }
}
