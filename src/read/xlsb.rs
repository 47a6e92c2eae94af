//! Binary workbooks, looked through before the reader sees them.
//!
//! The reader spells out the formula of every name and repeats the names of sheets and names in it, so that a few long ones
//! could fill the memory.

use super::archive::Archive;
use super::sheet::Trouble;

/// Most bytes of the part that lists the sheets, and of a record in it that is repeated.
const MOST_BYTES: u64 = 1 << 20;
const LONGEST: usize = 1024;
/// Records with the name of a sheet, and with a name and its formula.
const REPEATED: [u32; 2] = [0x9c, 0x27];

/// Refuses a workbook whose lists would be written out to more than the memory takes.
pub(super) fn check(archive: &mut Archive) -> Result<(), Trouble> {
    let list = archive.part("xl/workbook.bin", MOST_BYTES).ok_or(Trouble::Damaged)?;
    if is_short(&list) { Ok(()) } else { Err(Trouble::TooLarge) }
}

fn is_short(list: &[u8]) -> bool {
    let mut left = list;
    while let Some((kind, rest)) = number(left, 2) {
        let Some((length, rest)) = number(rest, 4) else { return true };
        let Ok(length) = usize::try_from(length) else { return false };
        if REPEATED.contains(&kind) && length > LONGEST {
            return false;
        }
        let Some(next) = rest.get(length..) else { return true };
        left = next;
    }
    true
}

/// Returns a number written with seven bits to the byte, and what follows.
fn number(bytes: &[u8], most: u32) -> Option<(u32, &[u8])> {
    let mut value = 0;
    let mut left = bytes;
    for place in 0..most {
        let (byte, rest) = left.split_first()?;
        value += u32::from(byte & 0x7f) << (7 * place);
        left = rest;
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some((value, left))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_refused_and_a_long_record_of_another_kind_is_not() {
        let record = |kind: u8, length: usize| {
            let (low, high) = (u8::try_from(length & 0x7f).expect("seven bits"), u8::try_from(length >> 7).expect("few bits"));
            [vec![kind, low | 0x80, high], vec![0; length]].concat()
        };
        assert!(is_short(&[record(0x27, 1024), record(0x11, 9000)].concat()));
        assert!(!is_short(&[record(0x11, 9000), record(0x27, 1025)].concat()));
        assert!(is_short(&record(0x27, 300)[..100]));
    }
}
