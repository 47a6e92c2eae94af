//! A watch over what comes out of a packed file: how many bytes, and how long a single piece of markup is.
//!
//! Readers of markup keep one piece (a tag, a text, a comment) in memory at a time. A file can claim any size and pack a piece
//! of many gigabytes into a few megabytes, so the stream is cut off before a reader sees more.

use std::cell::Cell;
use std::io::{self, Read};

/// Most bytes of one tag, text or comment.
const MOST_OF_A_PIECE: usize = 4 << 20;

/// What a stream has shown of itself.
#[derive(Default)]
pub(super) struct Seen {
    /// Bytes.
    pub(super) bytes: Cell<u64>,
    /// Tags and comments, which is more than elements.
    pub(super) tags: Cell<u64>,
    /// Bytes of the longest piece.
    pub(super) longest: Cell<usize>,
    /// Whether the stream was cut off.
    pub(super) cut: Cell<bool>,
}

/// A stream that ends with an error once it has given `most` bytes, or a piece of markup that is too long.
pub(super) struct Guarded<'a, R> {
    inner: R,
    most: u64,
    pieces: Option<Pieces>,
    seen: &'a Seen,
}

impl<'a, R> Guarded<'a, R> {
    /// Watches a stream of markup.
    pub(super) fn markup(inner: R, most: u64, seen: &'a Seen) -> Self {
        Self { inner, most, pieces: Some(Pieces::default()), seen }
    }

    /// Watches a stream of anything else.
    pub(super) fn other(inner: R, most: u64, seen: &'a Seen) -> Self {
        Self { inner, most, pieces: None, seen }
    }
}

impl<R: Read> Read for Guarded<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let bytes = self.seen.bytes.get().saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        self.seen.bytes.set(bytes);
        if let Some(pieces) = &mut self.pieces {
            pieces.take(&buffer[..count]);
            self.seen.tags.set(pieces.tags);
            self.seen.longest.set(pieces.longest);
        }
        if bytes > self.most || self.seen.longest.get() > MOST_OF_A_PIECE {
            self.seen.cut.set(true);
            return Err(io::Error::other("more than a reader takes"));
        }
        Ok(count)
    }
}

/// Measures the pieces of markup as the reader of markup will see them.
#[derive(Default)]
struct Pieces {
    place: Place,
    length: usize,
    longest: usize,
    tags: u64,
}

/// Where in the markup a byte stands.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Place {
    /// In text.
    #[default]
    Text,
    /// After `<`.
    Opened,
    /// After `<!`, with the bytes that followed.
    Declared(u8),
    /// In a tag.
    Tag,
    /// In a closing tag, where quotation marks mean nothing.
    Closing,
    /// Between the quotation marks of an attribute.
    Quoted(u8),
    /// In `<!-- -->`, `<![CDATA[ ]]>` or `<? ?>`: ends with `>` after this many of that byte, so many of which came last.
    Until { byte: u8, wanted: u8, last: u8 },
    /// In `<!DOCTYPE`, which no office program writes into these parts: never left, so that it soon is too long.
    Doctype,
}

impl Pieces {
    fn take(&mut self, bytes: &[u8]) {
        let mut left = bytes;
        while let Some(first) = left.first() {
            let passed = match self.place {
                Place::Text => before(left, b'<'),
                Place::Tag => self.whole_tag(left),
                Place::Quoted(mark) => before(left, mark),
                _ => 0,
            };
            self.length += passed;
            if passed == 0 {
                self.step(*first);
            } else if self.place == Place::Tag {
                self.place = self.end();
            }
            self.longest = self.longest.max(self.length);
            left = &left[passed.max(1)..];
        }
    }

    /// Returns how long the rest of a tag is, when it ends here and holds no apostrophe: then every second quotation mark
    /// closes. Nearly every tag is so, and this is the quick way past it.
    fn whole_tag(&self, bytes: &[u8]) -> usize {
        let mut open = false;
        for (length, byte) in (1..).zip(bytes) {
            match byte {
                b'"' => open = !open,
                b'>' if !open => return length,
                b'\'' => return 0,
                _ => {}
            }
        }
        0
    }

    fn step(&mut self, byte: u8) {
        self.length += 1;
        self.place = match (self.place, byte) {
            (Place::Text, _) => {
                self.length = 1;
                self.tags += 1;
                Place::Opened
            }
            (Place::Opened, b'!') => Place::Declared(0),
            (Place::Opened, b'?') => Place::Until { byte: b'?', wanted: 1, last: 0 },
            (Place::Opened, b'/') => Place::Closing,
            (Place::Declared(0), b'-') => Place::Declared(b'-'),
            (Place::Declared(b'-'), b'-') => Place::Until { byte: b'-', wanted: 2, last: 0 },
            (Place::Declared(0), b'[') => Place::Until { byte: b']', wanted: 2, last: 0 },
            (Place::Declared(_) | Place::Doctype, _) => Place::Doctype,
            (Place::Tag | Place::Opened, b'"' | b'\'') => Place::Quoted(byte),
            (Place::Tag | Place::Opened | Place::Closing, b'>') => self.end(),
            (Place::Closing, _) => Place::Closing,
            (Place::Quoted(_) | Place::Tag | Place::Opened, _) => Place::Tag,
            (Place::Until { byte: wanted_byte, wanted, last }, _) => {
                if byte == b'>' && last >= wanted {
                    self.end()
                } else {
                    let last = if byte == wanted_byte { last.saturating_add(1) } else { 0 };
                    Place::Until { byte: wanted_byte, wanted, last }
                }
            }
        };
    }

    fn end(&mut self) -> Place {
        self.longest = self.longest.max(self.length);
        self.length = 0;
        Place::Text
    }
}

/// Returns how many bytes come before the one that ends a stretch.
fn before(bytes: &[u8], end: u8) -> usize {
    bytes.iter().position(|byte| *byte == end).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn longest(markup: &str) -> (usize, u64) {
        let mut whole = Pieces::default();
        whole.take(markup.as_bytes());
        let mut bytewise = Pieces::default();
        markup.bytes().for_each(|b| bytewise.take(&[b]));
        assert_eq!((whole.longest, whole.tags), (bytewise.longest, bytewise.tags), "{markup}");
        (whole.longest, whole.tags)
    }

    #[test]
    fn every_piece_of_markup_is_measured() {
        assert_eq!(longest("<a>1234567</a>"), (7, 2));
        assert_eq!(longest("<a b='<<>>>>'>1</a>"), (14, 2));
        assert_eq!(longest("<!-- <a> -- > <b> --><c>"), (21, 2));
        assert_eq!(longest("<![CDATA[ <a> ]> ]]><c>"), (20, 2));
        assert_eq!(longest("<?xml <a> > ?><c>"), (14, 2));
        assert_eq!(longest("</a \"><b>\"<c>"), (6, 3));
        assert_eq!(longest("<!DOCTYPE a [<!ENTITY b 'c'>]><d>"), (33, 1));
    }

    #[test]
    fn a_stream_is_cut_off_at_its_limit_and_at_an_endless_piece() {
        let cut = |markup: &[u8], most: u64| {
            let seen = Seen::default();
            let read = io::copy(&mut Guarded::markup(markup, most, &seen), &mut io::sink());
            read.is_err() && seen.cut.get()
        };
        assert!(cut(b"<a></a>", 6) && !cut(b"<a></a>", 7));
        assert!(cut(&[b'x'; MOST_OF_A_PIECE + 1], u64::MAX) && !cut(&[b'x'; MOST_OF_A_PIECE], u64::MAX));
    }
}
