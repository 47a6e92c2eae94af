//! What of a file may be shown, on the screen and in the proposal: masked cells, headers, and the words of a column that is
//! plainly not about persons.

use super::number;
use super::table::Column;
use super::vocabulary::is_known_header;

/// Most characters of a header.
const LONGEST_HEADER: usize = 60;
/// Most characters of a header that is a question.
const LONGEST_QUESTION: usize = 200;
/// Most different words of a column whose words are shown.
const MOST_WORDS: usize = 40;
/// Fewest times each of them occurs.
const FEWEST_TIMES: usize = 3;
/// Fewest rows of such a column.
const FEWEST_ROWS: usize = 50;
/// Characters of a cell that are shown masked.
const MASKED_LENGTH: usize = 28;

/// Words of a header that tell of a person or of free text.
const PERSONAL: [&str; 52] = [
    "etnicitet",
    "ethnicity",
    "race",
    "nationalitet",
    "nationality",
    "religion",
    "statsborgerskab",
    "diagnose",
    "navn",
    "navne",
    "fornavn",
    "efternavn",
    "mellemnavn",
    "kaldenavn",
    "initialer",
    "adresse",
    "adr",
    "bopæl",
    "vej",
    "vejnavn",
    "gade",
    "cpr",
    "cprnr",
    "personnummer",
    "personnr",
    "person",
    "unilogin",
    "login",
    "telefon",
    "tlf",
    "mobil",
    "mail",
    "email",
    "forælder",
    "forældre",
    "mor",
    "far",
    "værge",
    "kontakt",
    "note",
    "noter",
    "bemærkning",
    "bemærkninger",
    "kommentar",
    "kommentarer",
    "resume",
    "beskrivelse",
    "observation",
    "name",
    "address",
    "phone",
    "comment",
];

/// Words among them that a whole question may hold: it asks about these persons and does not name them.
const ASKED_ABOUT: [&str; 6] = ["forælder", "forældre", "mor", "far", "person", "vej"];

/// Given names that many young people in Denmark have: a column of them is a column of persons, whatever its header says.
const GIVEN_NAMES: &str = " adam agnes ahmad ahmed albert alberte alexander alfred ali alma amalie amina anders andreas anna anne \
    anton asger astrid aya benjamin bjørn camilla carl caroline cecilie christian clara daniel david ella ellen elias \
    emil emilie emily emma erik esther fatima felix filip fatma frederik freja frida gustav hannah hans hassan helena henrik \
    ibrahim ida ingrid isabella jakob jan jens jesper johan johanne johannes jonas josefine julie karen karl karla kasper \
    katrine kristian lars lasse laura laurits lauge lea lærke leonora liam lily line liva louise lucas luca luna mads magnus maja \
    malik malou malthe marcus maria marie markus mathias mathilde martin mette michael mikkel mohamad mohamed mohammad muhammad \
    mustafa naja nanna nicklas nikolaj noah nora nour olivia oliver omar oscar oskar otto peter philip pernille rasmus rosa saga \
    sander sara sarah sebastian signe silje simon sofia sofie sofus søren storm theo theodor thomas tilde tobias valdemar vera \
    victor victoria vigga viktor viktoria villads vilma william yasmin yusuf zahra ";

/// Returns a cell with every letter as x and every digit as 9. Signs stay; what is no sign of plain text is an x too.
pub(super) fn masked(cell: &str) -> String {
    let mask = |c: char| match c {
        '0'..='9' => '9',
        ' ' | '\t' | '\n' => ' ',
        _ if c.is_ascii_punctuation() => c,
        _ if c.is_numeric() => '9',
        _ => 'x',
    };
    let shown: String = cell.chars().take(MASKED_LENGTH).map(mask).collect();
    if cell.chars().count() > MASKED_LENGTH { shown + " …" } else { shown }
}

/// Returns whether a header may be shown: short, or a question; without long numbers, addresses of mail and control signs.
pub(super) fn header(text: &str) -> bool {
    let length = text.chars().count();
    let long_enough = length <= LONGEST_HEADER || (length <= LONGEST_QUESTION && text.ends_with('?'));
    let digits = text.chars().filter(char::is_ascii_digit).count();
    // A list turned on its side has names for headers.
    let named = has_given_name(text) && !is_known_header(text);
    !named && !text.is_empty() && long_enough && digits < 5 && !text.contains('@') && !text.contains(char::is_control)
}

/// Returns whether a header tells that its column is about a person or holds free text.
pub(super) fn tells_of_person(header: &str) -> bool {
    let lower = header.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let asked = words.len() > 4;
    words.iter().any(|word| PERSONAL.contains(word) && !(asked && ASKED_ABOUT.contains(word)))
}

/// Returns whether the words of a column may be shown: a question of chance for no person. `persons` is the number of
/// different persons of the file, where it has a key.
pub(super) fn words(column: &Column, persons: Option<usize>) -> bool {
    let different = column.values().count();
    column.rows >= FEWEST_ROWS
        && (1..=MOST_WORDS).contains(&different)
        && persons.is_none_or(|persons| different * 4 <= persons)
        && !tells_of_person(column.header)
        && column.counted().all(|(word, times)| times >= FEWEST_TIMES && word_alone(word))
}

/// Returns whether a word could not be a name, a number or a piece of free text.
fn word_alone(word: &str) -> bool {
    word.chars().count() <= 60
        && !has_long_number(word)
        && !has_capitalised_pair(word)
        && !has_given_name(word)
        && !word.contains('@')
}

fn has_long_number(word: &str) -> bool {
    word.split(|c: char| !c.is_numeric()).any(|run| run.chars().count() >= 4)
}

/// `Anna Hansen`, and anything else with two words in capitals beside each other.
fn has_capitalised_pair(word: &str) -> bool {
    let capitalised: Vec<bool> = word
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '-' | '/'))
        .filter(|part| !part.is_empty())
        .map(|part| part.starts_with(char::is_uppercase))
        .collect();
    capitalised.windows(2).any(|pair| pair == [true, true])
}

fn has_given_name(word: &str) -> bool {
    let lower = word.to_lowercase();
    lower
        .split(|c: char| !c.is_alphabetic())
        .filter(|part| !part.is_empty())
        .any(|part| GIVEN_NAMES.contains(&format!(" {part} ")))
}

/// Returns the smallest and the greatest whole number that enough rows share; nothing for a column whose numbers could
/// tell rows apart.
pub(super) fn range(column: &Column) -> Option<(i16, i16)> {
    let shared = column.counted().filter(|(cell, times)| *times >= FEWEST_TIMES && number::is_whole(cell));
    let numbers: Vec<i16> = shared.filter_map(|(cell, _)| cell.parse().ok()).collect();
    let (low, high) = (*numbers.iter().min()?, *numbers.iter().max()?);
    (column.rows >= FEWEST_ROWS && high <= 100 && !tells_of_person(column.header)).then_some((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_cell_keeps_its_signs_only() {
        assert_eq!(masked("Ærø Ås, 4. th. (711210-4321)"), "xxx xx, 9. xx. (999999-9999)");
        assert_eq!(masked("Zoë\u{308} ½ – €"), "xxxx 9 x x");
        assert_eq!(masked(&"a".repeat(30)), "x".repeat(28) + " …");
    }

    #[test]
    fn headers_that_could_be_data_are_not_shown() {
        assert!(header("Skoleår 2024") && header("Hvor mange gange har du inden for de seneste 30 dage drukket alkohol?"));
        assert!(tells_of_person("Mor") && tells_of_person("Elevens navn og klasse i skolen") && !tells_of_person("Rolle"));
        assert!(!tells_of_person("Taler du med din mor eller far?"));
        assert!(!header("711210-4321") && !header("a@b.dk") && !header("") && !header(&"x".repeat(61)));
    }

    #[test]
    fn words_that_could_be_names_are_none() {
        for word in ["Tyveri", "Meget ofte", "1-2 gange", "Besiddelse af euforiserende stoffer"] {
            assert!(word_alone(word), "{word}");
        }
        for word in ["Anna", "anna h", "Canari Testesen", "20304050", "x@y.dk", "Skovvej, Eksempelby", "Bo-Erik"] {
            assert!(!word_alone(word), "{word}");
        }
    }
}
