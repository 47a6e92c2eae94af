//! What became of every row of a table: nothing is dropped in silence.

use crate::model::raw::RawTable;
use std::ops::AddAssign;

/// What became of the rows of a table, or of several. Exact numbers: for `tjek` only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows below the header that are not blank.
    pub read: u64,
    /// Rows that stand behind the figures.
    pub used: u64,
    /// Rows left out with a finding.
    pub rejected: u64,
    /// Rows that are the same event as an earlier row.
    pub merged: u64,
    /// Rows that are no data of this municipality: totals, repeated headers, other areas.
    pub skipped: u64,
    /// Rows among the used ones that have no person key.
    pub without_key: u64,
}

impl Tally {
    /// Returns the tally of a table before its rows are judged: what the reader left out is counted already.
    pub fn of(table: &RawTable) -> Self {
        let left_out = table.left_out();
        let rows = u64::try_from(table.len()).expect("a row count fits 64 bits");
        Self {
            read: rows + left_out.skipped + left_out.rejected,
            skipped: left_out.skipped,
            rejected: left_out.rejected,
            ..Self::default()
        }
    }

    /// Returns the tally of a table none of whose rows is used, because a column cannot be read.
    #[must_use]
    pub fn all_rejected(self) -> Self {
        Self { rejected: self.read - self.skipped, ..self }
    }

    /// Returns whether every row read is accounted for exactly once.
    pub fn is_whole(&self) -> bool {
        self.read == self.used + self.rejected + self.merged + self.skipped
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.read += other.read;
        self.used += other.used;
        self.rejected += other.rejected;
        self.merged += other.merged;
        self.skipped += other.skipped;
        self.without_key += other.without_key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_reader_left_out_is_part_of_what_was_read() {
        let mut table = RawTable::new("f.csv", None, vec![("a".into(), "A".into(), 0)]);
        table.push_row(2, ["x"]);
        table.count_skipped();
        table.count_rejected();
        let mut tally = Tally::of(&table);
        assert_eq!((tally.read, tally.skipped, tally.rejected, tally.is_whole()), (3, 1, 1, false));
        assert!(tally.all_rejected().is_whole());
        tally.used += 1;
        assert!(tally.is_whole());
    }
}
