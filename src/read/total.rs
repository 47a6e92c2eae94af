//! Total rows: told by their words, left out of the data, and compared with the rows they sum.

use super::columns::Found;
use super::decimal::{Decimal, exact};
use super::grid::{Grid, Row};
use super::header::{Header, letter};
use super::journal::Journal;
use super::names::LONGEST;
use super::shape::{Kind, Part};
use crate::model::profile::{ColumnKind, Profile};

/// What a cell of a total row says in any file, in lower case.
const WORDS: [&str; 11] =
    ["i alt", "ialt", "total", "totalt", "totaler", "sum", "subtotal", "delsum", "hovedtotal", "grand total", "samlet sum"];
/// What stands before or behind a name where a column of the profile is blank: "Skovskolen i alt", "Total for uge 12".
const BESIDE_NAMES: [&str; 5] = ["i alt", "ialt", "total", "subtotal", "hovedtotal"];
/// Total rows that differ and are named one by one.
const MOST_NAMED: usize = 10;
/// Words of headers whose figures are no sums.
const RATES: [&str; 9] = ["pct", "procent", "%", "‰", "promille", "andel", "gennemsnit", "gns", "snit"];

/// The words of total rows: the profile's and those of any file.
pub(super) struct TotalWords {
    stated: Vec<String>,
    digits: bool,
}

impl TotalWords {
    pub(super) fn of(profile: &Profile) -> Self {
        let words = profile.bundlinjer.iter().map(|w| w.trim().to_lowercase());
        let stated: Vec<String> = words.filter(|w| !w.is_empty()).collect();
        let digits = stated.iter().any(|w| w.starts_with(|c: char| c.is_ascii_digit()));
        Self { stated, digits }
    }

    /// Returns whether a row is a total: its first filled cell begins with a word of the profile or is a usual word. The second
    /// filled cell, or a word beside a name, counts where a column of the profile is blank.
    pub(super) fn is_total(&self, row: Row, header: &Header, profile: &Profile) -> bool {
        let mut filled = header.span.filled(row).map(|(column, cell)| (column, self.word(cell)));
        let (first, second) = (filled.next(), filled.next());
        let is_value = |column: usize, word: &str| is_value_of_profile(column, word, header, profile);
        let by_first = |column: usize, word: &str| {
            let usual = WORDS.contains(&word) || is_beside_a_name(word) && lacks_something(row, header);
            self.stated.iter().any(|stated| begins(word, stated)) || usual && !is_value(column, word)
        };
        let by_second = |column: usize, word: &str| {
            let known = WORDS.contains(&word) || self.stated.iter().any(|stated| stated == word);
            known && !is_value(column, word) && lacks_something(row, header)
        };
        let holds = |cell: Option<(usize, Option<String>)>, test: &dyn Fn(usize, &str) -> bool| {
            cell.and_then(|(column, word)| Some((column, word?))).is_some_and(|(column, word)| test(column, &word))
        };
        holds(first, &by_first) || holds(second, &by_second)
    }

    /// Returns a cell as it is compared; `None` where no word of a total begins like it, which spares most rows the work.
    fn word(&self, cell: &str) -> Option<String> {
        (self.digits || !cell.starts_with(|c: char| c.is_ascii_digit())).then(|| normal_word(cell))
    }
}

fn is_beside_a_name(word: &str) -> bool {
    BESIDE_NAMES.iter().any(|w| begins(word, w) || word.strip_suffix(w).is_some_and(|rest| rest.ends_with(' ')))
}

fn normal_word(cell: &str) -> String {
    if cell.len() > LONGEST {
        return String::new();
    }
    cell.trim_end_matches(['.', ':', ' ']).to_lowercase()
}

fn begins(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// A word the profile translates in this column is data: "I alt" may mean both sexes.
fn is_value_of_profile(column: usize, word: &str, header: &Header, profile: &Profile) -> bool {
    let found = header.columns.iter().find(|c| c.column == column).and_then(|c| profile.kolonner.get(c.field));
    found.is_some_and(|c| c.vaerdier.keys().any(|key| normal_word(key.trim()) == word))
}

fn lacks_something(row: Row, header: &Header) -> bool {
    header.columns.iter().any(|c| row.cell(c.column).is_empty())
}

/// A number written with a comma, and the same text with a point as decimal sign: until a sum decides, it can be both.
type Readings = [Option<Decimal>; 2];

/// The sums of one column, by decimal sign.
#[derive(Clone, Copy)]
struct Sums {
    readings: Readings,
    rows: u32,
    /// Whether every row says the same.
    same: bool,
    first: Option<Decimal>,
}

impl Sums {
    const NOTHING: Self = Self { readings: [Some(Decimal::ZERO); 2], rows: 0, same: true, first: None };

    fn add(&mut self, cell: &str, signs: &[char]) {
        if cell.is_empty() {
            return;
        }
        for (sum, sign) in self.readings.iter_mut().zip(signs) {
            let value = exact(cell, *sign);
            *sum = sum.and_then(|sum| sum.plus(value?));
        }
        let value = exact(cell, signs[0]);
        self.same &= self.rows == 0 || value == self.first;
        self.first = self.first.or(value);
        self.rows += 1;
    }

    fn join(&mut self, other: &Self) {
        for (sum, more) in self.readings.iter_mut().zip(other.readings) {
            *sum = sum.and_then(|sum| sum.plus(more?));
        }
        self.same &= other.same && (self.first.is_none() || other.first.is_none() || self.first == other.first);
        self.first = self.first.or(other.first);
        self.rows += other.rows;
    }
}

/// How a figure of a total row stands to the rows.
enum Outcome {
    Equal,
    Differs {
        says: Decimal,
        sum: Decimal,
    },
    /// The column has something else than figures to be summed.
    NoSum,
}

/// Compares the figures of every total row with the rows above it, and writes what differs.
pub(super) fn reconcile(part: &Part, grid: &Grid, profile: &Profile, journal: &mut Journal) {
    if !part.kinds.contains(&Kind::Total) {
        return;
    }
    let columns: Vec<(&Found, Vec<char>)> =
        part.header.columns.iter().filter(|c| may_be_summed(c, profile)).map(|c| (c, signs(c, profile))).collect();
    let nothing = vec![Sums::NOTHING; columns.len()];
    let (mut section, mut all) = (nothing.clone(), nothing.clone());
    let (mut equal, mut differing) = (0_u64, Vec::new());
    for (row, kind) in part.rows(grid) {
        match kind {
            Kind::Data | Kind::TooLong | Kind::TooShort => {
                columns
                    .iter()
                    .zip(&mut section)
                    .for_each(|((c, signs), sums)| sums.add(blank(row.cell(c.column), profile), signs));
            }
            Kind::Total => {
                all.iter_mut().zip(&section).for_each(|(all, section)| all.join(section));
                for (at, (found, signs)) in columns.iter().enumerate() {
                    match compare(row.cell(found.column), signs, &[section[at], all[at]], grid.delimited) {
                        Outcome::Equal => equal += 1,
                        Outcome::Differs { says, sum } => differing.push((row.number, *found, says, sum)),
                        Outcome::NoSum => {}
                    }
                }
                section.clone_from(&nothing);
            }
            Kind::Repeated => {
                all.iter_mut().zip(&section).for_each(|(all, section)| all.join(section));
                section.clone_from(&nothing);
            }
            _ => {}
        }
    }
    report(equal, &differing, journal);
}

fn blank<'a>(cell: &'a str, profile: &Profile) -> &'a str {
    if profile.manglende.iter().any(|m| m.trim() == cell) { "" } else { cell }
}

fn may_be_summed(found: &Found, profile: &Profile) -> bool {
    let header = found.header.to_lowercase();
    let rate =
        RATES.iter().any(|word| header.contains(word)) || profile.kolonner.get(found.field).is_some_and(|c| c.enhed.is_some());
    found.kind == ColumnKind::Text && !rate
}

/// The signs a column can be written with: the stated one, else the Danish before the English.
fn signs(found: &Found, profile: &Profile) -> Vec<char> {
    let own = profile.kolonner.get(found.field).and_then(|c| c.decimaltegn);
    own.or(profile.decimaltegn).map_or_else(|| vec![',', '.'], |sign| vec![sign])
}

/// Compares a figure with the sums of its section and of the whole table. Where numbers are text (`rounded`) a total may have
/// fewer decimals than its rows; a workbook holds them as they are.
fn compare(cell: &str, signs: &[char], sums: &[Sums; 2], rounded: bool) -> Outcome {
    let mut differs = Outcome::NoSum;
    for (at, sign) in signs.iter().enumerate() {
        let Some(says) = exact(cell, *sign) else { continue };
        let filled = sums.iter().filter(|sums| sums.rows > 0);
        let sums: Vec<(Decimal, &Sums)> = filled.filter_map(|sums| Some((sums.readings[at]?, sums))).collect();
        let is_equal =
            |(sum, s): &(Decimal, &Sums)| if rounded { sum.is_written_as(says) } else { sum.is_calculated_as(says, s.rows) };
        if sums.iter().any(is_equal) {
            return Outcome::Equal;
        }
        let is_key = sums.iter().any(|(sum, sums)| {
            sums.same && sums.first.is_some_and(|first| first == says) || sum.is_mean_written_as(says, sums.rows)
        });
        if let (Outcome::NoSum, Some((sum, _)), false) = (&differs, sums.first(), is_key || says.looks_like_a_key()) {
            differs = Outcome::Differs { says, sum: *sum };
        }
        if is_key {
            return Outcome::NoSum;
        }
    }
    differs
}

fn report(equal: u64, differing: &[(u32, &Found, Decimal, Decimal)], journal: &mut Journal) {
    for (row, found, says, sum) in differing.iter().take(MOST_NAMED) {
        let place = format!("kolonne {} \"{}\"", letter(found.column), found.header);
        let message = format!("Bundlinjen i række {row} siger {says} i {place}, men rækkernes sum er {sum}.");
        let finding = journal.finding(133, Some(*row), Some((found.column, &found.header)), &message);
        journal.write(finding);
    }
    if let Some(more) = differing.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
        let message = format!("{more} tal mere i bundlinjerne er forskellige fra rækkernes sum.");
        journal.note(133, &message);
    }
    if equal > 0 {
        let numbers = if equal == 1 {
            "Et tal i bundlinjerne er lig med rækkernes sum.".to_owned()
        } else {
            format!("{equal} tal i bundlinjerne er lig med rækkernes sum.")
        };
        journal.note(111, &numbers);
    }
}
