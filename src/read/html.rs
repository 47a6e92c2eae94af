//! Web pages with tables, which many systems hand out under the name of an Excel file.
//!
//! Real pages close no tags, write attributes without quotation marks and hold conditional comments. This reads what a browser
//! would show of the tables, from front to back and never twice.

use super::encoding;
use super::grid::Grid;
use super::journal::{Journal, Stopped};
use super::tables::Tables;
use crate::model::profile::Profile;

/// Most bytes of a page.
const MOST_BYTES: usize = 64 << 20;
/// Longest name of a character, `&` and `;` left out.
const LONGEST_NAME: usize = 10;

/// Reads the tables whose header the profile knows as one table.
pub(super) fn read(bytes: Vec<u8>, profile: &Profile, journal: &mut Journal) -> Result<Grid, Stopped> {
    if bytes.len() > MOST_BYTES {
        return Err(journal.stop(8, "Websiden fylder over 64 MB."));
    }
    let text = encoding::web_page(bytes, profile.tegnsaet, journal)?;
    let mut page = Page { text: &text, at: 0, tables: Tables::default(), blank: true, no_mark: [false; 2] };
    page.read();
    let tables = page.tables;
    if tables.too_large {
        return Err(journal.stop(8, "Websiden har flere celler, end værktøjet læser."));
    }
    let Some((grid, unread)) = tables.joined(profile) else {
        return Err(journal.stop(120, "Filen er en webside uden en tabel."));
    };
    journal.note(3, "Filen er en webside, selv om den ligner et regneark. Tabellen i den er læst.");
    if unread {
        journal.note(113, "Teksten uden for websidens tabel er ikke læst.");
    }
    Ok(grid)
}

struct Page<'a> {
    text: &'a str,
    at: usize,
    tables: Tables,
    /// Whether the last character shown was a blank: many in a row are shown as one.
    blank: bool,
    /// Whether no further `"`, and no further `'`, stands in the page.
    no_mark: [bool; 2],
}

impl Page<'_> {
    fn read(&mut self) {
        while self.at < self.text.len() {
            let rest = &self.text[self.at..];
            let shown = rest.find('<').unwrap_or(rest.len());
            self.show(self.at, self.at + shown);
            self.at += shown;
            let rest = &self.text[self.at..];
            if rest.starts_with("<!--") {
                self.pass("-->");
            } else if rest.starts_with("<!") || rest.starts_with("<?") {
                self.pass(">");
            } else if rest.starts_with("</") || rest[1.min(rest.len())..].starts_with(|c: char| c.is_ascii_alphabetic()) {
                self.tag();
            } else if !rest.is_empty() {
                self.show(self.at, self.at + 1);
                self.at += 1;
            }
        }
    }

    /// Goes on behind a mark, or to the end of the page.
    fn pass(&mut self, mark: &str) {
        self.at = self.text[self.at..].find(mark).map_or(self.text.len(), |found| self.at + found + mark.len());
    }

    fn tag(&mut self) {
        let end = self.end_of_tag();
        let inside = self.text[self.at..end].trim_start_matches('<').trim_end_matches('>');
        self.at = end;
        let closing = inside.starts_with('/');
        let inside = inside.trim_start_matches('/');
        let name_end = inside.find(|c: char| !c.is_ascii_alphanumeric() && c != ':').unwrap_or(inside.len());
        let name = inside[..name_end].to_ascii_lowercase();
        if closing {
            self.close(&name);
        } else {
            self.open(&name, &inside[name_end..]);
        }
    }

    /// Returns where a tag ends; a `>` between quotation marks is no end.
    fn end_of_tag(&mut self) -> usize {
        let mut at = self.at + 1;
        loop {
            let rest = &self.text[at..];
            let Some(found) = rest.find(['>', '"', '\'']) else { return self.text.len() };
            at += found + 1;
            let (which, mark) = match rest.as_bytes()[found] {
                b'>' => return at,
                b'"' => (0, '"'),
                _ => (1, '\''),
            };
            let begins_value = self.text[..at - 1].trim_end().ends_with('=');
            if !begins_value || self.no_mark[which] {
                continue;
            }
            match self.text[at..].find(mark) {
                Some(found) => at += found + 1,
                None => self.no_mark[which] = true,
            }
        }
    }

    fn open(&mut self, name: &str, attributes: &str) {
        match name {
            "table" => self.tables.open_table(),
            "tr" => self.tables.open_row(),
            "td" | "th" => {
                let columns = attribute(attributes, "colspan").and_then(|n| n.parse().ok()).unwrap_or(1);
                let rows = attribute(attributes, "rowspan").and_then(|n| n.parse().ok()).unwrap_or(1);
                self.tables.open_cell(columns, rows);
                self.blank = true;
            }
            "thead" | "tbody" | "tfoot" => self.tables.close_row(),
            "script" | "style" | "title" | "textarea" | "xml" => self.pass_element(name),
            "br" | "p" | "div" | "li" => self.push(" "),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "table" => self.tables.close_table(),
            "tr" | "thead" | "tbody" | "tfoot" => self.tables.close_row(),
            "td" | "th" => self.tables.close_cell(),
            "p" | "div" | "li" => self.push(" "),
            _ => {}
        }
    }

    /// Passes over an element whose content is never shown.
    fn pass_element(&mut self, name: &str) {
        let mut at = self.at;
        while let Some(found) = self.text[at..].find("</") {
            at += found + 2;
            let rest = &self.text.as_bytes()[at..];
            if rest.len() >= name.len() && rest[..name.len()].eq_ignore_ascii_case(name.as_bytes()) {
                self.at = at;
                return self.pass(">");
            }
        }
        self.at = self.text.len();
    }

    fn show(&mut self, from: usize, to: usize) {
        let mut left = &self.text[from..to];
        while let Some(found) = left.find('&') {
            self.push(&left[..found]);
            left = &left[found + 1..];
            match character(left) {
                Some((character, length)) => {
                    self.push(character.encode_utf8(&mut [0; 4]));
                    left = &left[length..];
                }
                None => self.push("&"),
            }
        }
        self.push(left);
    }

    fn push(&mut self, text: &str) {
        if !text.contains(|c: char| c.is_ascii_whitespace()) {
            self.blank &= text.is_empty();
            return self.tables.text(text);
        }
        for piece in text.split_inclusive(|c: char| c.is_ascii_whitespace()) {
            let word = piece.trim_end_matches(|c: char| c.is_ascii_whitespace());
            self.tables.text(word);
            self.blank &= word.is_empty();
            if word.len() < piece.len() && !self.blank {
                self.tables.text(" ");
                self.blank = true;
            }
        }
    }
}

/// Returns the value of an attribute, with or without quotation marks.
fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let lower = attributes.to_ascii_lowercase();
    let mut from = 0;
    while let Some(found) = lower[from..].find(name) {
        let (start, end) = (from + found, from + found + name.len());
        let rest = attributes[end..].trim_start();
        if lower[..start].ends_with(|c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\'')) && rest.starts_with('=') {
            let value = rest[1..].trim_start().trim_start_matches(['"', '\'']);
            return value.split(|c: char| !c.is_ascii_digit()).next();
        }
        from = end;
    }
    None
}

/// Returns the character that a name behind `&` stands for, and how long the name is with its `;`.
fn character(text: &str) -> Option<(char, usize)> {
    let end = text
        .bytes()
        .take(LONGEST_NAME)
        .position(|b| !b.is_ascii_alphanumeric() && b != b'#')
        .unwrap_or(text.len().min(LONGEST_NAME));
    let name = text.get(..end)?;
    let length = end + usize::from(text.as_bytes().get(end) == Some(&b';'));
    let character = match name.strip_prefix('#') {
        Some(number) => numbered(number)?,
        None => named(name)?,
    };
    Some((character, length))
}

fn numbered(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code).filter(|c| *c != '\0')
}

fn named(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "aelig" => 'æ',
        "oslash" => 'ø',
        "aring" => 'å',
        "AElig" => 'Æ',
        "Oslash" => 'Ø',
        "Aring" => 'Å',
        "eacute" => 'é',
        "Eacute" => 'É',
        "egrave" => 'è',
        "aacute" => 'á',
        "agrave" => 'à',
        "oacute" => 'ó',
        "uacute" => 'ú',
        "iacute" => 'í',
        "auml" => 'ä',
        "Auml" => 'Ä',
        "ouml" => 'ö',
        "Ouml" => 'Ö',
        "uuml" => 'ü',
        "Uuml" => 'Ü',
        "szlig" => 'ß',
        "ccedil" => 'ç',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "laquo" => '«',
        "raquo" => '»',
        "euro" => '€',
        "sect" => '§',
        "deg" => '°',
        "frac12" => '½',
        "shy" => '\u{ad}',
        "middot" => '·',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(page: &str) -> Vec<Vec<String>> {
        let toml =
            "navn = \"p\"\nkilde = \"politi\"\n[kolonner.rolle]\nnavne = [\"Rolle\"]\n[kolonner.dato]\nnavne = [\"Dato\"]\n";
        let profile: Profile = toml::from_str(toml).expect("the profile of a test is valid");
        let mut journal = Journal::new("f.xls");
        let grid = read(page.as_bytes().to_vec(), &profile, &mut journal).unwrap_or_default();
        (0..grid.len()).map(|at| grid.row(at).cells().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn a_page_of_a_web_system_is_read() {
        let page = "<html><head><meta charset=utf-8><title>Rolle</title><style>td { x: '>' }</style></head><body>\
            <!--[if gte mso 9]><table><tr><td>Rolle<td>Dato<td>x</table><![endif]-->\
            <TABLE border=1 title=\"a > b\"><TR><TH>Rolle</TH><th>Dato</th></tr>\r\n<tr><td>M&oslash;dt&nbsp;i\r\n  byen<br>k&#230;rt</td><td >17-03-2024</td></tr></TABLE>";
        assert_eq!(rows(page), [["Rolle", "Dato"], ["Mødt\u{a0}i byen kært", "17-03-2024"]]);
    }

    #[test]
    fn tags_nobody_closed_are_closed() {
        assert_eq!(rows("<table><tr><td>Rolle<td>Dato<tr><td>a<td>b"), [["Rolle", "Dato"], ["a", "b"]]);
        assert_eq!(rows("<table><thead><td>Rolle</thead><tbody><tr><td>a</table>"), [["Rolle"], ["a"]]);
    }

    #[test]
    fn cells_over_several_rows_and_columns_keep_the_others_in_place() {
        let page = "<table><tr><th rowspan=2>Rolle<th colspan='2'>Antal<th rowspan=\"2\">Dato<tr><th>K<th>M<tr><td>a<td>1<td>2<td>b</table>";
        assert_eq!(rows(page), [["Rolle", "Antal", "", "Dato"], ["Rolle", "K", "M", "Dato"], ["a", "1", "2", "b"]]);
    }

    #[test]
    fn the_table_with_the_known_header_is_chosen_even_inside_another() {
        let page = "<table><tr><td>Menu<td><table><tr><td>Rolle<td>Dato<tr><td>a<td>b</table><td>Log ud</table>";
        assert_eq!(rows(page), [["Rolle", "Dato"], ["a", "b"]]);
    }

    #[test]
    fn marks_without_meaning_are_text() {
        assert_eq!(
            rows("<table><tr><td>Rolle<tr><td>a < b & c &ukendt; &amp;lt; 2\" bred <tr><td x=\"åben>y"),
            [["Rolle"], ["a < b & c &ukendt; &lt; 2\" bred"], ["y"]]
        );
    }

    #[test]
    fn tables_deep_inside_each_other_are_too_much() {
        assert_eq!(rows(&format!("{}<tr><td>Rolle<tr><td>a", "<table><tr><td>".repeat(9000))), [[""; 0]; 0]);
    }
}
