//! Text that was encoded as UTF-8 twice, so that ø stands as `Ã¸`, and text with two encodings in one file.

use super::journal::Journal;
use encoding_rs::WINDOWS_1252;

/// What æ, ø, å, Æ, Ø and Å become, by way of Windows-1252 or of Latin-1.
const MARKS: [&str; 9] = ["Ã¦", "Ã¸", "Ã¥", "Ã†", "Ã˜", "Ã…", "Ã\u{86}", "Ã\u{98}", "Ã\u{85}"];
/// Stands where a letter could not be kept.
const LOST: char = char::REPLACEMENT_CHARACTER;

/// Returns the text as it was before it was encoded twice. That is done for the whole text or not at all: as soon as one
/// letter cannot come from a second encoding, the file holds two encodings and nobody can tell which is meant.
pub(super) fn mended(text: String, journal: &mut Journal) -> String {
    if !text.contains(['Ã', LOST]) {
        return text;
    }
    remark(&text, |line| line.contains(LOST), "hvor bogstaver er gået tabt og står som et spørgsmålstegn", journal);
    let doubled = |line: &str| MARKS.iter().any(|mark| line.contains(mark));
    if !doubled(&text) {
        return text;
    }
    if let Some(once) = decoded_once(&text) {
        remark(&text, doubled, "hvor æ, ø og å var dobbeltkodet. Hele filen er rettet", journal);
        return once;
    }
    remark(
        &text,
        doubled,
        "hvor æ, ø og å er dobbeltkodet eller skrevet i et andet tegnsæt end resten. De er ikke rettet",
        journal,
    );
    text
}

/// Writes how many lines are touched, with the first.
fn remark(text: &str, touched: impl Fn(&str) -> bool, what: &str, journal: &mut Journal) {
    let mut lines = (1_u32..).zip(text.split('\n')).filter(|(_, line)| touched(line)).map(|(number, _)| number);
    let Some(first) = lines.next() else { return };
    let count = 1 + u64::try_from(lines.count()).unwrap_or(u64::MAX);
    let rows = if count == 1 { "1 række".to_owned() } else { format!("{count} rækker") };
    let finding = journal.finding(19, Some(first), None, &format!("Filen har {rows}, {what}."));
    journal.write(finding.counted(count));
}

fn decoded_once(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    for character in text.chars() {
        bytes.push(byte(character)?);
    }
    String::from_utf8(bytes).ok()
}

/// Returns the byte of a character in Windows-1252, and in Latin-1 where that has nothing.
fn byte(character: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(character) {
        return Some(byte);
    }
    let mut buffer = [0; 4];
    let (bytes, _, unmappable) = WINDOWS_1252.encode(character.encode_utf8(&mut buffer));
    match bytes[..] {
        [byte] if !unmappable => Some(byte),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mend(text: &str) -> (String, Vec<(u64, String)>) {
        let mut journal = Journal::new("f.csv");
        let text = mended(text.to_owned(), &mut journal);
        (text, journal.into_findings().iter().map(|f| (f.count, f.message.clone())).collect())
    }

    #[test]
    fn text_encoded_twice_is_mended_as_a_whole() {
        let (text, said) = mend("KÃ¸n;Skole\nK;Ã†blegÃ¥rd\nM;Nord – Syd\n".replace('–', "â€“").as_str());
        assert_eq!(text, "Køn;Skole\nK;Æblegård\nM;Nord – Syd\n");
        assert_eq!(said, [(2, "Filen har 2 rækker, hvor æ, ø og å var dobbeltkodet. Hele filen er rettet.".to_owned())]);
    }

    #[test]
    fn two_encodings_in_one_file_are_left_alone() {
        let mixed = "Køn;Skole\nK;Ã˜ster\n";
        let (text, said) = mend(mixed);
        assert_eq!((text.as_str(), said[0].0), (mixed, 1));
        assert!(said[0].1.ends_with("De er ikke rettet."));
    }

    #[test]
    fn ordinary_text_is_not_remarked() {
        assert_eq!(mend("São Paulo;Ærø;Ãrger").1, []);
        assert_eq!(mend("K\u{fffd}n\nx").1[0].0, 1);
    }
}
