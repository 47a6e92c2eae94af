//! Bytes of a text file to text: byte order mark, UTF-16, strict UTF-8, Windows-1252, or the CP850 of old DOS programs.
//!
//! The text takes the place of the bytes, so that a large file is in memory once.

use super::doubled;
use super::grid::WHOLE_FILE;
use super::journal::{Journal, Stopped};
use crate::model::profile::TextEncoding;
use encoding_rs::{CoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The upper half of code page 850, which `encoding_rs` does not have.
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤\
ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// How the bytes of a file are to be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    Utf8,
    Utf16(&'static Encoding),
    Windows1252,
    Cp850,
    /// What a web page says of itself.
    Named(&'static Encoding),
}

impl Coding {
    fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16(_) => "UTF-16",
            Self::Windows1252 => "Windows-1252",
            Self::Cp850 => "CP850",
            Self::Named(encoding) => encoding.name(),
        }
    }
}

/// Returns the text of a file in the encoding the profile states, or the one that is found; remarks on anything but UTF-8,
/// and mends text that was encoded twice.
pub(super) fn text(bytes: Vec<u8>, stated: Option<TextEncoding>, journal: &mut Journal) -> Result<String, Stopped> {
    let coding = stated.map_or_else(|| found(&bytes), |stated| said(stated, &bytes));
    decode(bytes, coding, stated.is_some(), journal)
}

/// Returns the name of the encoding that is found in the bytes of a text file.
pub(super) fn name(bytes: &[u8]) -> &'static str {
    found(bytes).name()
}

/// Returns the text of a web page. What the page says of its encoding counts only where the bytes do not know better: text
/// that can be UTF-8 is UTF-8.
pub(super) fn web_page(bytes: Vec<u8>, stated: Option<TextEncoding>, journal: &mut Journal) -> Result<String, Stopped> {
    let coding = match stated.map_or_else(|| found(&bytes), |stated| said(stated, &bytes)) {
        Coding::Windows1252 | Coding::Cp850 if stated.is_none() => named(&bytes).map_or(Coding::Windows1252, Coding::Named),
        known => known,
    };
    decode(bytes, coding, stated.is_some(), journal)
}

/// Returns the encoding a page names, if it is another than those that are found anyway.
fn named(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_lowercase();
    let (_, label) = start.split_once("charset=")?;
    let label = label.trim_start_matches(['"', '\'']).split(['"', '\'', '>', ' ', ';', '/']).next()?;
    Encoding::for_label(label.as_bytes()).filter(|e| ![UTF_8, UTF_16LE, UTF_16BE, WINDOWS_1252].contains(e))
}

fn decode(bytes: Vec<u8>, coding: Coding, stated: bool, journal: &mut Journal) -> Result<String, Stopped> {
    if coding != Coding::Utf8 {
        let by = if stated { ", som importprofilen siger" } else { "" };
        journal.note(18, &format!("Filens tegnsæt er {}{by}.", coding.name()));
    }
    let high = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    if coding != Coding::Utf8 && bytes.len() + high > WHOLE_FILE.text {
        return Err(journal.stop(8, "Filens tekst fylder over 256 MB."));
    }
    let mut text = match coding {
        Coding::Utf8 => String::from_utf8(bytes).map_err(|_| not_as_stated(journal))?,
        Coding::Utf16(encoding) => decoded(encoding, &bytes, bytes.len() / 2 * 3),
        Coding::Windows1252 => decoded(WINDOWS_1252, &bytes, bytes.len() + 2 * high),
        Coding::Cp850 => decode_cp850(&bytes, bytes.len() + 2 * high),
        Coding::Named(encoding) => decoded(encoding, &bytes, bytes.len() + 2 * high),
    };
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(doubled::mended(text, journal))
}

/// Returns the beginning of a file as text in lower case, for telling kinds of files apart.
pub(super) fn beginning(bytes: &[u8]) -> String {
    let start = &bytes[..bytes.len().min(4096)];
    let text = match found(bytes) {
        Coding::Utf16(encoding) => decoded(encoding, start, start.len() * 2),
        _ => String::from_utf8_lossy(start).into_owned(),
    };
    text.trim_start_matches('\u{feff}').trim_start().to_lowercase()
}

fn not_as_stated(journal: &mut Journal) -> Stopped {
    journal.stop(122, "Filens tegnsæt er ikke UTF-8, som importprofilen siger.")
}

fn said(stated: TextEncoding, bytes: &[u8]) -> Coding {
    match stated {
        TextEncoding::Utf8 => Coding::Utf8,
        TextEncoding::Utf16 if bytes.starts_with(b"\xfe\xff") => Coding::Utf16(UTF_16BE),
        TextEncoding::Utf16 => Coding::Utf16(unmarked_utf16(bytes).unwrap_or(UTF_16LE)),
        TextEncoding::Windows1252 => Coding::Windows1252,
        TextEncoding::Cp850 => Coding::Cp850,
    }
}

fn found(bytes: &[u8]) -> Coding {
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    match marked.or_else(|| unmarked_utf16(bytes)) {
        Some(encoding) if encoding != UTF_8 => return Coding::Utf16(encoding),
        _ => {}
    }
    if std::str::from_utf8(bytes).is_ok() {
        Coding::Utf8
    } else if looks_like_cp850(bytes) {
        Coding::Cp850
    } else {
        Coding::Windows1252
    }
}

/// Danish text in UTF-16 has a zero in nearly every second byte.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(1024)];
    let zeros = |first: usize| sample.iter().skip(first).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = sample.len() * 2 / 5;
    match (even, odd) {
        (0, o) if o > most => Some(UTF_16LE),
        (e, 0) if e > most => Some(UTF_16BE),
        _ => None,
    }
}

/// The bytes of ø, å, Ø and Å in CP850 are rare marks or nothing in Windows-1252, and that of æ is an opening quotation mark,
/// which never stands between two letters; the Danish letters of Windows-1252 are other bytes.
fn looks_like_cp850(bytes: &[u8]) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphabetic();
    let in_word = |w: &[u8]| match w[1] {
        0x86 | 0x9b | 0x8f | 0x9d => letter(w[0]) || letter(w[2]),
        0x91 => letter(w[0]) && letter(w[2]),
        _ => false,
    };
    let danish = |b: &u8| matches!(b, 0xe6 | 0xf8 | 0xe5 | 0xc6 | 0xd8 | 0xc5);
    !bytes.iter().any(danish) && bytes.windows(3).any(in_word)
}

/// Decodes into a buffer of its own; what is not touched of `room` costs nothing.
fn decoded(encoding: &'static Encoding, bytes: &[u8], room: usize) -> String {
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let mut text = String::with_capacity(room + 64);
    let mut left = bytes;
    loop {
        let (result, read, _) = decoder.decode_to_string(left, &mut text, true);
        left = &left[read..];
        if result == CoderResult::InputEmpty {
            return text;
        }
        text.reserve(left.len() / 2 + 64);
    }
}

fn decode_cp850(bytes: &[u8], room: usize) -> String {
    let upper: Vec<char> = CP850.chars().collect();
    let mut text = String::with_capacity(room);
    text.extend(bytes.iter().map(|b| if b.is_ascii() { char::from(*b) } else { upper[usize::from(b - 128)] }));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(bytes: &[u8], stated: Option<TextEncoding>) -> (String, Vec<String>) {
        let mut journal = Journal::new("f.csv");
        let text = text(bytes.to_vec(), stated, &mut journal).unwrap_or_default();
        (text, journal.into_findings().iter().map(|f| format!("{} {}", f.code, f.message)).collect())
    }

    #[test]
    fn danish_letters_survive_every_encoding() {
        let units = || "Køn;Ærø".encode_utf16();
        let (little, big): (Vec<u8>, Vec<u8>) =
            (units().flat_map(u16::to_le_bytes).collect(), units().flat_map(u16::to_be_bytes).collect());
        let marked = |mark: &[u8], text: &[u8]| [mark, text].concat();
        let cases: [(Vec<u8>, Option<&str>); 9] = [
            ("Køn;Ærø".into(), None),
            ("\u{feff}Køn;Ærø".into(), None),
            (b"K\xf8n;\xc6r\xf8".to_vec(), Some("Windows-1252")),
            (b"K\x9bn;\x92r\x9b".to_vec(), Some("CP850")),
            (b"K\x9bn;\x92r\x9b".to_vec(), Some("CP850")),
            (marked(b"\xff\xfe", &little), Some("UTF-16")),
            (marked(b"\xfe\xff", &big), Some("UTF-16")),
            (little, Some("UTF-16")),
            (big, Some("UTF-16")),
        ];
        for (bytes, name) in cases {
            let said = name.map(|name| format!("D018 Filens tegnsæt er {name}.")).into_iter().collect();
            assert_eq!(decode(&bytes, None), ("Køn;Ærø".to_owned(), said));
        }
    }

    #[test]
    fn the_upper_half_of_a_code_page_has_128_characters() {
        assert_eq!(CP850.chars().count(), 128);
    }

    #[test]
    fn an_apostrophe_of_windows_1252_is_not_cp850() {
        assert_eq!(decode(b"Peter\x92s caf\xe9 \x91x\x92", None).0, "Peter’s café ‘x’");
        assert_eq!(decode(b"L\x91st", None).0, "Læst");
    }

    #[test]
    fn a_page_is_asked_only_where_its_bytes_do_not_say() {
        let page = |bytes: &[u8]| web_page(bytes.to_vec(), None, &mut Journal::new("f.xls")).unwrap_or_default();
        assert_eq!(page(b"<meta charset=iso-8859-2>\xb9"), "<meta charset=iso-8859-2>š");
        assert_eq!(page("<meta charset=\"iso-8859-2\">ø".as_bytes()), "<meta charset=\"iso-8859-2\">ø");
        assert_eq!(page(b"<meta charset=utf-8>\xf8"), "<meta charset=utf-8>ø");
    }

    #[test]
    fn the_profile_knows_better() {
        let (text, said) = decode(b"\x9b", Some(TextEncoding::Cp850));
        assert_eq!((text.as_str(), said[0].as_str()), ("ø", "D018 Filens tegnsæt er CP850, som importprofilen siger."));
        assert_eq!(
            decode(b"K\xf8n", Some(TextEncoding::Utf8)).1,
            ["D122 Filens tegnsæt er ikke UTF-8, som importprofilen siger."]
        );
    }
}
