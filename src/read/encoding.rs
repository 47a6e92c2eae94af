//! Bytes of a text file to text: byte order mark, UTF-16, strict UTF-8, Windows-1252, or the CP850 of old DOS programs.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// The upper half of code page 850, which `encoding_rs` does not have.
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤\
ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// Returns the text, and the name of its encoding when it is not UTF-8.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, Option<&'static str>) {
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    if let Some(encoding) = marked.or_else(|| unmarked_utf16(bytes)) {
        let name = (encoding != UTF_8).then_some("UTF-16");
        return (encoding.decode_with_bom_removal(bytes).0, name);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (Cow::Borrowed(text), None);
    }
    if looks_like_cp850(bytes) {
        return (Cow::Owned(decode_cp850(bytes)), Some("CP850"));
    }
    (WINDOWS_1252.decode_without_bom_handling(bytes).0, Some("Windows-1252"))
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

/// The bytes of ø, å, Ø and Å in CP850 are rare marks or nothing in Windows-1252; there the Danish letters are others.
fn looks_like_cp850(bytes: &[u8]) -> bool {
    let in_word =
        |w: &&[u8]| matches!(w[1], 0x86 | 0x9b | 0x8f | 0x9d) && (w[0].is_ascii_alphabetic() || w[2].is_ascii_alphabetic());
    let danish = |b: &u8| matches!(b, 0xe6 | 0xf8 | 0xe5 | 0xc6 | 0xd8 | 0xc5);
    !bytes.iter().any(danish) && bytes.windows(3).any(|w| in_word(&w))
}

fn decode_cp850(bytes: &[u8]) -> String {
    let upper: Vec<char> = CP850.chars().collect();
    bytes.iter().map(|b| if b.is_ascii() { char::from(*b) } else { upper[usize::from(b - 128)] }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn danish_letters_survive_every_encoding() {
        let utf16: Vec<u8> = "Køn;Ærø".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [&[0xff, 0xfe][..], &utf16].concat();
        let cases: [(&[u8], Option<&str>); 6] = [
            ("Køn;Ærø".as_bytes(), None),
            ("\u{feff}Køn;Ærø".as_bytes(), None),
            (b"K\xf8n;\xc6r\xf8", Some("Windows-1252")),
            (b"K\x9bn;\x92r\x9b", Some("CP850")),
            (&marked, Some("UTF-16")),
            (&utf16, Some("UTF-16")),
        ];
        for (bytes, name) in cases {
            assert_eq!(decode(bytes), (Cow::Borrowed("Køn;Ærø"), name));
        }
    }

    #[test]
    fn the_upper_half_of_a_code_page_has_128_characters() {
        assert_eq!(CP850.chars().count(), 128);
    }

    #[test]
    fn an_apostrophe_of_windows_1252_is_not_cp850() {
        assert_eq!(decode(b"Peter\x92s caf\xe9").0, "Peter’s café");
    }
}
