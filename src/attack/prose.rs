//! The numbers of running text: which of them are about young people, and whether the tables explain them.

use super::explained::Explained;
use super::table::Printed;

/// A number in a text, with what stands around it.
pub(super) struct Number<'a> {
    pub(super) text: &'a str,
    before: &'a str,
    after: &'a str,
}

/// Words that make a number one of young people or of what they did.
const PEOPLE: [&str; 16] = [
    "unge",
    "ung",
    "elever",
    "elev",
    "børn",
    "barn",
    "drenge",
    "dreng",
    "piger",
    "pige",
    "personer",
    "person",
    "forhold",
    "sigtede",
    "antrufne",
    "forurettede",
];

/// Words that make a number one of something else.
const THINGS: [&str; 18] = [
    "uger",
    "uge",
    "måneder",
    "måned",
    "lister",
    "liste",
    "sammenligninger",
    "skoler",
    "skole",
    "områder",
    "filer",
    "sider",
    "år",
    "årige",
    "dage",
    "timer",
    "minutter",
    "møder",
];

/// More digits than any count has: the number of a file, a hash.
const LONGEST: usize = 9;

/// The largest number that may be a day, a grade, an age, a page or a place in a list.
const SMALL: i64 = 31;

/// So many letters before an interval its value stands: "16,4 % (1.120 af 12.731)".
const BEFORE_INTERVAL: usize = 40;

/// The last week a year can have.
const LAST_WEEK: i64 = 53;

/// Limits that the method page tells, beside whole per cent.
const LIMITS: [&str; 1] = ["0,05"];

/// Returns every number of a text.
pub(super) fn numbers(text: &str) -> Vec<Number<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(|c: char| c.is_ascii_digit()).map(|at| from + at) {
        let end = start + length(&text[start..]);
        found.push(Number { text: &text[start..end], before: &text[..start], after: &text[end..] });
        from = end;
    }
    found
}

/// Digits, with a comma or a thousands point between digits.
fn length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = digits(0);
    while bytes.get(end) == Some(&b'.') && digits(end + 1) == 3 {
        end += 4;
    }
    if bytes.get(end) == Some(&b',') && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    }
    end
}

impl Number<'_> {
    /// Returns the number as it is printed.
    pub(super) fn printed(&self) -> Option<Printed> {
        Printed::read(&self.text.replace('.', ""))
    }

    /// The word right behind the number, over blanks.
    fn word(&self) -> &str {
        let after = self.after.trim_start();
        after.split(|c: char| !c.is_alphabetic() && c != '%').next().unwrap_or_default()
    }

    /// A unit or a limit. A letter, a sign or a dash right before or behind makes a name of it: U15, 2024/25, 0.1.0, a hash.
    pub(super) fn is_name(&self) -> bool {
        if LIMITS.contains(&self.text) || self.text == "1.000" && self.is_per() || self.text.len() > LONGEST {
            return true;
        }
        let joins = |c: char| c.is_alphabetic() || "/_#".contains(c);
        let point = |c: Option<char>, next: Option<char>| c == Some('.') && next.is_some_and(|c| c.is_ascii_digit());
        let mut before = self.before.chars().rev();
        let mut after = self.after.chars();
        let (last, first) = (before.next(), after.next());
        last.is_some_and(joins) || first.is_some_and(joins) || point(last, before.next()) || point(first, after.next())
    }

    fn is_per(&self) -> bool {
        ["pr.", "Pr."].iter().any(|per| self.before.trim_end().ends_with(per))
    }

    /// Returns whether it is the number of a snippet from the data package: the same number, and the same word behind it. Where a line
    /// breaks in the word, its beginning is enough. A snippet that ends with its number says nothing of what comes, but young people
    /// are told of with their word.
    fn is_told(&self, snippet: &Number) -> bool {
        let (here, there) = (self.word(), snippet.word());
        self.text == snippet.text
            && if snippet.after.is_empty() {
                !self.is_of_people() && self.of().is_none()
            } else {
                here == there || !here.is_empty() && there.starts_with(here) || self.is_broken_off()
            }
    }

    /// Its line ends with it, so its word may stand on another page, or below a cell beside it.
    fn is_broken_off(&self) -> bool {
        self.after.starts_with('\n') && !self.is_of_people() && self.of().is_none()
    }

    /// Lists of weeks or months of a year, alone on their line: "51 af 52".
    fn is_lists(&self, whole: &Number) -> bool {
        ["12", "52", "53"].contains(&whole.text) && self.is_alone() && !whole.is_of_people()
    }

    /// The number of a page or a section: "side 3 af 38", "afsnit 2".
    fn is_place(&self) -> bool {
        ["side", "Side", "afsnit", "Afsnit"].iter().any(|word| self.before.trim_end().ends_with(word))
    }

    /// The month or the day of a date as machines write it: 2025-10-01.
    fn is_of_date(&self) -> bool {
        let digits = |text: &str, count: usize| {
            let Some(from) = text.len().checked_sub(count) else { return false };
            text.bytes().skip(from).all(|byte| byte.is_ascii_digit())
        };
        let Some(before) = self.before.strip_suffix('-').filter(|_| self.text.len() == 2) else { return false };
        let day = || {
            before.strip_suffix(|c: char| c.is_ascii_digit()).and_then(|before| before.strip_suffix(|c: char| c.is_ascii_digit()))
        };
        let is_month = self.after.starts_with('-') && digits(before, 4);
        is_month || day().and_then(|before| before.strip_suffix('-')).is_some_and(|before| digits(before, 4))
    }

    /// Nothing stands before it on its line, and nothing but "af" and a number behind it.
    pub(super) fn is_alone(&self) -> bool {
        let line = self.after.split('\n').next().unwrap_or_default();
        let behind = line.trim_start().strip_prefix("af").unwrap_or(line);
        (self.before.trim_end_matches([' ', '\u{a0}']).ends_with('\n') || self.before.is_empty())
            && behind.chars().all(|c| c.is_ascii_digit() || c.is_whitespace())
    }

    /// Days, grades, years and what else is counted on fingers; in contents the numbers of pages.
    fn is_structural(&self, value: i64) -> bool {
        if value <= LAST_WEEK && self.is_week() {
            return true;
        }
        // In contents, where the next line may begin with young people.
        let is_led_to = self.before.trim_end().ends_with("....");
        if value < 100 && (is_led_to || self.is_alone() && self.of().is_none() && !self.is_of_people()) {
            return true;
        }
        if THINGS.contains(&self.word().to_lowercase().as_str()) {
            return true;
        }
        let year = self.text.len() == 4 && (1990..2100).contains(&value);
        let small = value <= SMALL && (self.after.starts_with('.') || self.is_of_date());
        let place = value < 100 && self.is_place() && !self.is_of_people();
        year || small || place || self.is_led_to_things()
    }

    /// The first of a range of things: "10–17 år".
    fn is_led_to_things(&self) -> bool {
        let Some(after) = self.after.strip_prefix('–') else { return false };
        let last = Number { text: &after[..length(after)], before: "", after: &after[length(after)..] };
        !last.text.is_empty() && THINGS.contains(&last.word().to_lowercase().as_str())
    }

    /// One of a list of weeks: "uge 1, 3, 6–9 og 38".
    fn is_week(&self) -> bool {
        let before = self.before.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || ",–".contains(c));
        let before = before.strip_suffix("og").unwrap_or(before);
        let before = before.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || ",–".contains(c));
        before.len() < self.before.len() && (before.ends_with("uge") || before.ends_with("Uge")) && !self.is_of_people()
    }

    /// Returns the ends of an interval it is one of, and what stands before the interval: "14,5–18,5 %".
    fn interval(&self) -> Option<(i64, i64, &str)> {
        let tenths = |text: &str| Printed::read(text).filter(|printed| printed.decimals == 1).map(|printed| printed.digits);
        if let Some(after) = self.after.strip_prefix('–') {
            return Some((tenths(self.text)?, tenths(after.get(..length(after))?)?, self.before));
        }
        let before = self.before.strip_suffix('–')?;
        let start = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == ',').len();
        Some((tenths(&before[start..])?, tenths(self.text)?, &before[..start]))
    }

    /// Whether it is an end of an interval around the value right before it.
    fn is_around(&self, explained: &Explained) -> bool {
        let Some((low, high, before)) = self.interval() else { return false };
        let near = before.char_indices().rev().nth(BEFORE_INTERVAL).map_or(0, |(at, _)| at);
        let own = before[near..].rsplit("skjult").next().unwrap_or_default();
        let mut values = numbers(own).into_iter().filter_map(|number| number.printed()).filter(|printed| printed.decimals == 1);
        values.next_back().is_some_and(|value| (low..=high).contains(&value.digits) && explained.decimal(value.digits))
    }

    fn is_of_people(&self) -> bool {
        PEOPLE.contains(&self.word().to_lowercase().as_str())
    }

    /// A word stands behind it, and not one of people.
    fn is_of_others(&self) -> bool {
        !self.word().is_empty() && self.word() != "%" && !self.is_of_people()
    }

    /// It counts things: "52 uger".
    fn is_of_things(&self) -> bool {
        let word = self.word();
        THINGS.iter().any(|thing| word.starts_with(thing))
    }

    /// Returns n of "k af n".
    fn of(&self) -> Option<(i64, Number<'_>)> {
        let rest = self.after.trim_start().strip_prefix("af")?.trim_start();
        let n = Number { text: rest.get(..length(rest))?, before: "", after: rest.get(length(rest)..)? };
        n.text.replace('.', "").parse().ok().map(|value| (value, n))
    }
}

/// What becomes of a number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Judged {
    /// It is one of the tables'.
    Matched,
    /// It is no number of young people.
    Structural,
    /// Nobody can say where it is from.
    Unexplained,
}

/// Returns whether a number of running text is one of the words', as the data package lists them.
pub(super) fn told(number: &Number, snippets: &[String]) -> bool {
    let mut all = snippets.iter().filter(|snippet| snippet.starts_with(number.text));
    all.any(|snippet| numbers(snippet).first().is_some_and(|first| number.is_told(first)))
}

/// Judges a number of running text. `seen` holds the tenths of intervals that stand beside shown figures.
pub(super) fn judge(number: &Number, explained: &Explained, seen: &dyn Fn(i64) -> bool) -> Judged {
    let Some(Printed { digits, decimals }) = number.printed() else { return Judged::Unexplained };
    if number.is_name() {
        return Judged::Structural;
    }
    let known = |is: bool| if is { Judged::Matched } else { Judged::Unexplained };
    match decimals {
        1 => known(explained.decimal(digits) || seen(digits) || number.is_around(explained)),
        0 if number.word() == "%" => known(explained.decimal(10 * digits)),
        0 => match number.of() {
            Some((n, _)) if explained.pair(digits, n) => Judged::Matched,
            Some((_, whole)) if number.is_place() || number.is_lists(&whole) || whole.is_of_things() => Judged::Structural,
            Some((_, whole)) if !whole.is_of_others() => Judged::Unexplained,
            _ if explained.count(digits) => Judged::Matched,
            _ if number.is_structural(digits) => Judged::Structural,
            _ => Judged::Unexplained,
        },
        _ => Judged::Unexplained,
    }
}
