//! A column of numbers: decimal sign and unit are decided once, from all its cells, before one of them is read.

use super::date::{iso_date, serial};
use super::mark;
use super::number::{Proof, Sign, decimals, example, proof, scaled, whole};
use crate::model::profile::{Profile, Unit};

/// Decimals with which a share of one becomes thousandths of a per cent.
const SHARE_PLACES: u8 = 5;
/// A share of one, with those decimals.
const ONE: i64 = 100_000;

/// What a column of numbers holds, and the unit it is read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Whole numbers of persons, years and the like.
    Count,
    /// Days or hours, read in hundredths.
    Days,
    /// Parts of a hundred, read in thousandths. Shares of one are converted.
    Percent,
}

/// One cell of a column of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// A number in the unit of its kind.
    Known(i64),
    /// The source has a number and hides it: neither zero nor missing.
    Hidden,
    /// Nothing stands there.
    Blank,
    /// Something stands there that is no number.
    Unreadable,
}

/// Why a column of numbers cannot be read. Rows are 0-based among the rows of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// One cell with a decimal comma, one with a decimal point.
    Mixed(Seen, Seen),
    /// A cell that can be read both ways, and none that proves one.
    Open(Seen),
    /// Numbers up to one without a sign: per cent or shares.
    Unit(usize),
}

/// A row, and a number of the shape that stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) row: usize,
    pub(super) like: &'static str,
}

/// What the profile says of a column.
#[derive(Clone, Debug, Default)]
pub(super) struct Stated<'a> {
    sign: Option<Sign>,
    unit: Option<Unit>,
    /// Marks of the source for hidden numbers.
    hidden: Vec<&'a str>,
}

impl<'a> Stated<'a> {
    /// Returns what the profile says of a field; the column's own word wins.
    pub(super) fn of(profile: &'a Profile, field: &str) -> Self {
        let column = profile.kolonner.get(field);
        let own = column.map_or(&[][..], |c| c.skjult_af_kilden.as_slice());
        Self {
            sign: column.and_then(|c| c.decimaltegn).or(profile.decimaltegn).map(Sign::stated),
            unit: column.and_then(|c| c.enhed),
            hidden: profile.skjult_af_kilden.iter().chain(own).map(String::as_str).collect(),
        }
    }
}

/// How the cells of one column of numbers are read.
pub(super) struct NumberColumn<'a> {
    kind: Kind,
    sign: Sign,
    unit: Unit,
    hidden: Vec<&'a str>,
    workbook: bool,
    /// Whether shares of one were recognised without a word of the profile.
    pub(super) guessed_shares: bool,
    /// The question the profile has to answer; until then no cell is read.
    pub(super) doubt: Option<Doubt>,
}

impl<'a> NumberColumn<'a> {
    /// Decides a column from all its cells. `workbook` says that the reader wrote its numbers, always with the sign of the
    /// profile or a comma.
    pub(super) fn decide<'c>(
        kind: Kind,
        workbook: bool,
        stated: Stated<'a>,
        cells: impl Iterator<Item = &'c str> + Clone,
    ) -> Self {
        let filled = |text: &&str| !text.is_empty() && !mark::is_one_of(text, &stated.hidden);
        let cells = cells.enumerate().filter(|(_, text)| filled(text));
        let sign = stated.sign.map_or_else(|| sign_of(cells.clone(), kind, workbook), Ok);
        let known = sign.unwrap_or(Sign::Comma);
        let unit = stated.unit.map_or_else(|| unit_of(cells.clone(), kind, known), Ok);
        Self {
            kind,
            sign: known,
            unit: unit.unwrap_or(Unit::Percent),
            hidden: stated.hidden,
            workbook,
            guessed_shares: stated.unit.is_none() && unit == Ok(Unit::Share),
            doubt: sign.err().or(unit.err()),
        }
    }

    /// Returns the value of a cell.
    pub(super) fn read(&self, text: &str) -> Value {
        if text.is_empty() {
            return Value::Blank;
        }
        if mark::is_one_of(text, &self.hidden) {
            return Value::Hidden;
        }
        let number = if self.doubt.is_some() { None } else { self.number(text) };
        number.map_or(Value::Unreadable, Value::Known)
    }

    /// Returns whether a count was given the look of a date in its workbook, and is read as the number it is.
    pub(super) fn is_dated_count(&self, text: &str) -> bool {
        self.kind == Kind::Count && self.looks_dated(text)
    }

    /// Returns whether a number was given the look of a date in its workbook. Its decimals went with the time of day.
    pub(super) fn looks_dated(&self, text: &str) -> bool {
        self.workbook && iso_date(text).is_some()
    }

    fn number(&self, text: &str) -> Option<i64> {
        match self.kind {
            Kind::Count if self.looks_dated(text) => iso_date(text).and_then(serial),
            Kind::Count => whole(text, self.sign),
            Kind::Days => scaled(text, self.sign, 2),
            Kind::Percent => {
                let (number, signed) = without_sign(text);
                scaled(number, self.sign, if signed || self.unit == Unit::Percent { 3 } else { SHARE_PLACES })
            }
        }
    }
}

/// Cuts off `%`, `pct.` or `procent`, with or without a blank before it.
fn without_sign(text: &str) -> (&str, bool) {
    let cut = ["%", "pct.", "pct", "procent"].into_iter().find_map(|sign| text.strip_suffix(sign));
    cut.map_or((text, false), |number| (number.trim_end(), true))
}

/// A number that can be read both ways proves nothing, but for a count: that can only be the whole number. What the reader of a
/// workbook wrote with a comma is a decimal comma.
fn sign_of<'c>(cells: impl Iterator<Item = (usize, &'c str)>, kind: Kind, workbook: bool) -> Result<Sign, Doubt> {
    let (mut comma, mut point, mut open) = (None, None, None);
    // Most cells are whole numbers without any sign, and prove nothing.
    for (row, text) in cells.filter(|(_, text)| text.contains(['.', ','])) {
        let number = without_sign(text).0;
        let place = match proof(number) {
            Proof::Nothing => continue,
            Proof::Only(Sign::Comma) => &mut comma,
            Proof::Only(Sign::Point) => &mut point,
            Proof::Either(Sign::Point) if workbook && kind != Kind::Count => &mut comma,
            Proof::Either(Sign::Comma) if kind == Kind::Count => &mut comma,
            Proof::Either(Sign::Point) if kind == Kind::Count => &mut point,
            Proof::Either(_) => &mut open,
        };
        place.get_or_insert(Seen { row, like: example(number) });
    }
    match (comma, point, open) {
        (Some(comma), Some(point), _) => Err(Doubt::Mixed(comma, point)),
        (None, None, Some(open)) => Err(Doubt::Open(open)),
        (None, Some(_), _) => Ok(Sign::Point),
        _ => Ok(Sign::Comma),
    }
}

/// Numbers up to one with decimals and without a sign are shares. Where none has more than one decimal (0,5) they may as well
/// be small parts of a hundred, and beside cells with a sign they are nothing certain: both are asked about.
fn unit_of<'c>(cells: impl Iterator<Item = (usize, &'c str)>, kind: Kind, sign: Sign) -> Result<Unit, Doubt> {
    if kind != Kind::Percent {
        return Ok(Unit::Percent);
    }
    let (mut largest, mut places, mut first, mut any_signed) = (0, 0, None, false);
    for (row, text) in cells {
        let (number, signed) = without_sign(text);
        let Some(value) = scaled(number, sign, SHARE_PLACES) else { continue };
        any_signed |= signed;
        if signed {
            continue;
        }
        largest = largest.max(value.abs());
        places = places.max(decimals(number, sign));
        if value % ONE != 0 {
            first.get_or_insert(row);
        }
    }
    match first.filter(|_| largest <= ONE) {
        None => Ok(Unit::Percent),
        Some(row) if any_signed || places < 2 => Err(Doubt::Unit(row)),
        Some(_) => Ok(Unit::Share),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn column<'a>(kind: Kind, workbook: bool, cells: &[&str]) -> NumberColumn<'a> {
        NumberColumn::decide(kind, workbook, Stated::default(), cells.iter().copied())
    }

    fn read(kind: Kind, cells: &[&str]) -> Result<Vec<Value>, Doubt> {
        let column = column(kind, false, cells);
        column.doubt.map_or_else(|| Ok(cells.iter().map(|text| column.read(text)).collect()), Err)
    }

    fn known(values: &[i64]) -> Result<Vec<Value>, Doubt> {
        Ok(values.iter().copied().map(Value::Known).collect())
    }

    #[test]
    fn one_cell_proves_the_sign_of_all() {
        assert_eq!(read(Kind::Days, &["1.299", "0,5"]), known(&[129_900, 50]));
        assert_eq!(read(Kind::Days, &["1.299", "0.75"]), known(&[130, 75]), "rounded to hundredths");
        assert_eq!(read(Kind::Days, &["1.299", "1.299.000"]), known(&[129_900, 129_900_000]));
        assert_eq!(read(Kind::Days, &["1,299", "1,299.5"]), known(&[129_900, 129_950]));
        assert_eq!(read(Kind::Days, &["12", "7"]), known(&[1200, 700]));
    }

    #[test]
    fn without_proof_or_with_both_the_column_is_asked_about() {
        assert_eq!(read(Kind::Days, &["1", "1.299"]), Err(Doubt::Open(Seen { row: 1, like: "1.299" })));
        let (comma, point) = (Seen { row: 0, like: "1,5" }, Seen { row: 1, like: "1.5" });
        assert_eq!(read(Kind::Days, &["7,3", "0.75"]), Err(Doubt::Mixed(comma, point)));
    }

    #[test]
    fn a_count_can_only_be_the_whole_number() {
        assert_eq!(read(Kind::Count, &["1.299", "7"]), known(&[1299, 7]));
        assert_eq!(read(Kind::Count, &["1,299", "7"]), known(&[1299, 7]));
        let (comma, point) = (Seen { row: 0, like: "1.299" }, Seen { row: 1, like: "1.5" });
        assert_eq!(read(Kind::Count, &["1.299", "0.75"]), Err(Doubt::Mixed(comma, point)));
    }

    #[test]
    fn the_profile_answers_the_question() {
        let stated = Stated { sign: Some(Sign::Point), ..Stated::default() };
        let column = NumberColumn::decide(Kind::Days, false, stated, ["1.299", "7,3"].into_iter());
        assert_eq!((column.read("1.299"), column.read("7,3")), (Value::Known(130), Value::Unreadable));
    }

    #[test]
    fn a_workbook_writes_its_own_numbers_with_a_comma() {
        let column = column(Kind::Percent, true, &["12,125", "7"]);
        assert_eq!((column.doubt, column.read("12,125")), (None, Value::Known(12_125)));
    }

    #[test]
    fn per_cent_signs_are_cut_off_with_any_blank() {
        assert_eq!(read(Kind::Percent, &["7,3 %", "7,3%", "7,3\u{a0}%", "7,3 pct."]), known(&[7300; 4]));
        assert_eq!(read(Kind::Percent, &["0,5 %", "0,25 %"]), known(&[500, 250]), "the sign says what they are");
        assert_eq!(read(Kind::Count, &["7 %"]), Ok(vec![Value::Unreadable]));
    }

    #[test]
    fn shares_of_one_become_per_cent() {
        assert_eq!(read(Kind::Percent, &["0,073", "1", "0"]), known(&[7300, 100_000, 0]));
        assert!(column(Kind::Percent, false, &["0,073"]).guessed_shares);
        assert_eq!(read(Kind::Percent, &["0,073", "12"]), known(&[73, 12_000]), "one number above one: they are per cent");
        assert_eq!(read(Kind::Percent, &["0", "1"]), known(&[0, 1000]));
    }

    #[test]
    fn small_numbers_that_may_be_either_are_asked_about() {
        assert_eq!(read(Kind::Percent, &["0,5", "0,8"]), Err(Doubt::Unit(0)));
        assert_eq!(read(Kind::Percent, &["7,3 %", "0,073"]), Err(Doubt::Unit(1)));
        let stated = Stated { unit: Some(Unit::Share), ..Stated::default() };
        let column = NumberColumn::decide(Kind::Percent, false, stated, ["0,5", "80 %"].into_iter());
        assert_eq!((column.read("0,5"), column.read("80 %")), (Value::Known(50_000), Value::Known(80_000)));
        assert!(!column.guessed_shares);
    }

    #[test]
    fn a_mark_of_the_profile_is_hidden_and_neither_zero_nor_blank() {
        let stated = Stated { hidden: vec!["<5", "-"], ..Stated::default() };
        let column = NumberColumn::decide(Kind::Count, false, stated, ["<5", "7"].into_iter());
        let values = ["<5", "-", "", "..", "7"].map(|text| column.read(text));
        assert_eq!(values, [Value::Hidden, Value::Hidden, Value::Blank, Value::Unreadable, Value::Known(7)]);
    }

    #[test]
    fn a_count_with_the_look_of_a_date_is_the_number_again() {
        let column = column(Kind::Count, true, &["1903-07-22"]);
        assert_eq!(column.read("1903-07-22"), Value::Known(1299));
        let days = self::column(Kind::Days, true, &["1900-01-01"]);
        assert_eq!(days.read("1900-01-01"), Value::Unreadable, "half a day went with the time");
        let text = self::column(Kind::Count, false, &["1903-07-22"]);
        assert_eq!(text.read("1903-07-22"), Value::Unreadable, "a delimited file has no formats");
    }

    proptest! {
        #[test]
        fn a_column_that_mixes_proofs_is_never_read(
            first in "[1-9][0-9]{0,2},[0-9]{1,2}", second in "[1-9][0-9]{0,2}\\.[0-9]{1,2}",
            more in prop::collection::vec("[0-9.,]{0,8}", 0..5), kind in prop::sample::select(vec![Kind::Count, Kind::Days, Kind::Percent]),
        ) {
            let mut cells = vec![first, second];
            cells.extend(more);
            let texts: Vec<&str> = cells.iter().map(String::as_str).collect();
            prop_assert!(matches!(read(kind, &texts), Err(Doubt::Mixed(..))));
        }

        #[test]
        fn a_column_is_read_in_one_style_or_not_at_all(cells in prop::collection::vec("[0-9]{1,3}[.,][0-9]{1,3}|[0-9]{1,4}", 1..6)) {
            let texts: Vec<&str> = cells.iter().map(String::as_str).collect();
            let in_style = |sign| texts.iter().map(|t| scaled(t, sign, 2).map_or(Value::Unreadable, Value::Known)).collect::<Vec<_>>();
            if let Ok(values) = read(Kind::Days, &texts) {
                prop_assert!(values == in_style(Sign::Comma) || values == in_style(Sign::Point));
                prop_assert!(!values.contains(&Value::Unreadable), "a decided column loses no number");
            }
        }

        #[test]
        fn no_column_panics(cells in prop::collection::vec("\\PC{0,8}|[-0-9.,% ]{0,12}", 0..6), workbook: bool) {
            let texts: Vec<&str> = cells.iter().map(String::as_str).collect();
            for kind in [Kind::Count, Kind::Days, Kind::Percent] {
                let column = column(kind, workbook, &texts);
                texts.iter().for_each(|text| { let _ = column.read(text); });
            }
        }
    }
}
