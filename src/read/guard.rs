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

/// What of a stream is looked at, besides its length.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Watch {
    /// Nothing.
    Length,
    /// How many tags it has.
    Tags,
    /// How many tags it has, and how long each piece of markup is.
    Pieces,
}

/// A stream that ends with an error once it has given `most` bytes, or a piece of markup that is too long.
pub(super) struct Guarded<'a, R> {
    inner: R,
    most: u64,
    watch: Watch,
    pieces: Pieces,
    seen: &'a Seen,
}

impl<'a, R> Guarded<'a, R> {
    pub(super) fn new(inner: R, most: u64, watch: Watch, seen: &'a Seen) -> Self {
        Self { inner, most, watch, pieces: Pieces::default(), seen }
    }

    fn look(&mut self, bytes: &[u8]) {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.seen.bytes.set(self.seen.bytes.get().saturating_add(length));
        match self.watch {
            Watch::Length => {}
            Watch::Tags => {
                let tags = bytes.iter().filter(|byte| **byte == b'<').count();
                self.seen.tags.set(self.seen.tags.get() + u64::try_from(tags).unwrap_or(u64::MAX));
            }
            Watch::Pieces => {
                self.pieces.take(bytes);
                self.seen.tags.set(self.pieces.tags);
                self.seen.longest.set(self.pieces.longest);
            }
        }
    }
}

impl<R: Read> Read for Guarded<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.look(&buffer[..count]);
        if self.seen.bytes.get() > self.most || self.seen.longest.get() > MOST_OF_A_PIECE {
            self.seen.cut.set(true);
            return Err(io::Error::other("more than a reader takes"));
        }
        Ok(count)
    }
}

/// Measures the pieces of markup as the reader of markup will see them: one step in a table of places per byte.
struct Pieces {
    next: [[u8; KINDS]; PLACES],
    kind: [u8; 256],
    place: u8,
    length: usize,
    longest: usize,
    tags: u64,
}

/// Kinds of bytes: those that mean something in markup, and all others.
const MARKS: &[u8] = b"<>\"'/!?-][";
const KINDS: usize = 16;

/// Places in markup, and room for more, so that no step can leave the table.
const PLACES: usize = 32;
/// In text.
const TEXT: u8 = 0;
/// After `<`.
const OPENED: u8 = 1;
/// In a tag, and between its two kinds of quotation marks.
const TAG: u8 = 2;
const QUOTED: u8 = 3;
const SINGLE_QUOTED: u8 = 4;
/// In a closing tag, where quotation marks mean nothing.
const CLOSING: u8 = 5;
/// In `<? ?>`, and after a `?` in it.
const INSTRUCTION: u8 = 6;
const INSTRUCTION_END: u8 = 7;
/// After `<!`, and after `<!-`.
const DECLARED: u8 = 8;
const DASHED: u8 = 9;
/// In `<!-- -->`, and after one dash and two in it.
const COMMENT: u8 = 10;
const COMMENT_DASH: u8 = 11;
const COMMENT_END: u8 = 12;
/// In `<![CDATA[ ]]>`, and after one bracket and two in it.
const DATA: u8 = 13;
const DATA_BRACKET: u8 = 14;
const DATA_END: u8 = 15;
/// In `<!DOCTYPE`, which no office program writes into these parts: never left, so that it soon is too long.
const DOCTYPE: u8 = 16;

/// Returns the place after a byte.
fn step(place: u8, byte: u8) -> u8 {
    match (place, byte) {
        (TEXT, b'<') => OPENED,
        (OPENED, b'/') => CLOSING,
        (OPENED, b'?') => INSTRUCTION,
        (OPENED, b'!') => DECLARED,
        (OPENED | TAG | CLOSING | INSTRUCTION_END | COMMENT_END | DATA_END, b'>') | (TEXT, _) => TEXT,
        (OPENED | TAG, b'"') => QUOTED,
        (OPENED | TAG, b'\'') => SINGLE_QUOTED,
        (QUOTED, b'"') | (SINGLE_QUOTED, b'\'') | (OPENED | TAG, _) => TAG,
        (INSTRUCTION | INSTRUCTION_END, b'?') => INSTRUCTION_END,
        (INSTRUCTION | INSTRUCTION_END, _) => INSTRUCTION,
        (DECLARED, b'-') => DASHED,
        (DECLARED, b'[') | (DATA | DATA_BRACKET | DATA_END, _) if byte != b']' => DATA,
        (DATA, _) => DATA_BRACKET,
        (DATA_BRACKET | DATA_END, _) => DATA_END,
        (DASHED, b'-') => COMMENT,
        (DECLARED | DASHED, _) => DOCTYPE,
        (COMMENT, b'-') => COMMENT_DASH,
        (COMMENT_DASH | COMMENT_END, b'-') => COMMENT_END,
        (COMMENT | COMMENT_DASH | COMMENT_END, _) => COMMENT,
        _ => place,
    }
}

impl Default for Pieces {
    fn default() -> Self {
        let mut kind = [0; 256];
        let mut next = [[0; KINDS]; PLACES];
        for (number, mark) in (1_u8..).zip(MARKS) {
            kind[usize::from(*mark)] = number;
        }
        for (place, after) in (0_u8..).zip(&mut next) {
            for (after, mark) in after.iter_mut().zip([b'x'].iter().chain(MARKS)) {
                *after = step(place, *mark);
            }
        }
        Self { next, kind, place: TEXT, length: 0, longest: 0, tags: 0 }
    }
}

impl Pieces {
    fn take(&mut self, bytes: &[u8]) {
        let mut begun = 0;
        let mut place = usize::from(self.place);
        for (at, byte) in bytes.iter().enumerate() {
            let after = usize::from(self.next[place % PLACES][usize::from(self.kind[usize::from(*byte)]) % KINDS]);
            // A piece ends before the `<` of the next, and behind the `>` of its own.
            if after < 2 && after != place {
                let opened = usize::from(after == usize::from(OPENED));
                self.end(at + 1 - opened - begun);
                self.tags += u64::from(opened == 1);
                begun = at + 1 - opened;
            }
            place = after;
        }
        self.place = u8::try_from(place).expect("a place in markup is a small number");
        self.length += bytes.len() - begun;
        self.longest = self.longest.max(self.length);
    }

    fn end(&mut self, more: usize) {
        self.longest = self.longest.max(self.length + more);
        self.length = 0;
    }
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
            let read = io::copy(&mut Guarded::new(markup, most, Watch::Pieces, &seen), &mut io::sink());
            read.is_err() && seen.cut.get()
        };
        assert!(cut(b"<a></a>", 6) && !cut(b"<a></a>", 7));
        assert!(cut(&[b'x'; MOST_OF_A_PIECE + 1], u64::MAX) && !cut(&[b'x'; MOST_OF_A_PIECE], u64::MAX));
    }
}
