//! The mark by which a cell or a drawn value names its row of the open tables.

use serde::{Serialize, Serializer};

/// Which row of the open tables a value is: the FNV-1a hash (64 bit) of the row's first eight columns, each ended by `|`. Anybody
/// can make it from the row; it tells nothing of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowMark(u64);

impl RowMark {
    /// Returns the mark of a row.
    pub fn of(place: [&str; 8]) -> Self {
        let bytes = place.iter().flat_map(|column| column.bytes().chain([b'|']));
        Self(bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)))
    }
}

impl std::fmt::Display for RowMark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl Serialize for RowMark {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
