//! Compound files, the container of old Office programs and of files with a password: named streams in chains of sectors.
//!
//! Every chain is bounded by the sectors the file really has, so that a chain in a ring ends.

const END: u32 = 0xffff_fffe;
const HEADER: usize = 512;

/// An opened compound file.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
    small: Vec<u8>,
    small_table: Vec<u32>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    first: u32,
    length: usize,
}

impl<'a> Compound<'a> {
    /// Returns nothing when the file is cut off or damaged.
    pub(super) fn open(bytes: &'a [u8]) -> Option<Self> {
        let sector = match number(bytes, 30, 2)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Self { bytes, sector, table: Vec::new(), small: Vec::new(), small_table: Vec::new(), entries: Vec::new() };
        file.table = file.read_table()?;
        let directory = file.chain(word(bytes, 48)?, usize::MAX)?;
        file.entries = directory.chunks_exact(128).filter_map(|entry| Entry::read(entry, sector)).collect();
        let root = file.entries.first()?;
        if word(bytes, 64)? > 0 {
            file.small = file.chain(root.first, root.length)?;
            file.small_table = words(&file.chain(word(bytes, 60)?, usize::MAX)?);
        }
        Some(file)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    /// Returns the bytes of a stream.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entry(name)?;
        if entry.length >= 4096 { self.chain(entry.first, entry.length) } else { self.small_chain(entry) }
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    fn sector(&self, id: u32) -> Option<&'a [u8]> {
        let start = usize::try_from(id).ok()?.checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|sector| !sector.is_empty())
    }

    /// The table of sectors lies in sectors itself, 109 of which the header names; the rest are named by a chain.
    fn read_table(&self) -> Option<Vec<u32>> {
        let mut names = words(self.bytes.get(76..HEADER)?);
        let mut next = word(self.bytes, 68)?;
        let most = self.bytes.len() / self.sector + 1;
        // Counted, because a torn sector in a ring names nothing and leads to itself.
        let mut left = most;
        while next < END - 1 && left > 0 {
            left -= 1;
            let mut more = words(self.sector(next)?);
            next = more.pop()?;
            names.extend(more);
        }
        let mut table = Vec::new();
        for id in names.into_iter().filter(|id| *id < END - 1).take(most) {
            table.extend(words(self.sector(id)?));
        }
        Some(table)
    }

    fn chain(&self, first: u32, length: usize) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let mut at = first;
        while at != END && out.len() < length {
            out.extend_from_slice(self.sector(at)?);
            if out.len() > self.bytes.len() {
                return None;
            }
            at = *self.table.get(usize::try_from(at).ok()?)?;
        }
        out.truncate(length);
        Some(out)
    }

    fn small_chain(&self, entry: &Entry) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let mut at = entry.first;
        while at != END && out.len() < entry.length {
            let start = usize::try_from(at).ok()?.checked_mul(64)?;
            out.extend_from_slice(self.small.get(start..self.small.len().min(start.checked_add(64)?))?);
            if out.len() > self.small.len() {
                return None;
            }
            at = *self.small_table.get(usize::try_from(at).ok()?)?;
        }
        out.truncate(entry.length);
        Some(out)
    }
}

impl Entry {
    fn read(bytes: &[u8], sector: usize) -> Option<Self> {
        let units: Vec<u16> =
            bytes[..64].chunks_exact(2).map(|u| u16::from_le_bytes([u[0], u[1]])).take_while(|u| *u != 0).collect();
        let width = if sector == 512 { 4 } else { 8 };
        let length = usize::try_from(number(bytes, 120, width)?).ok()?;
        Some(Self { name: String::from_utf16_lossy(&units), first: word(bytes, 116)?, length })
    }
}

fn number(bytes: &[u8], at: usize, width: usize) -> Option<u64> {
    let found = bytes.get(at..at + width)?;
    Some(found.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    u32::try_from(number(bytes, at, 4)?).ok()
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|w| u32::from_le_bytes([w[0], w[1], w[2], w[3]])).collect()
}

/// Returns a compound file with one stream, which is filled up with zeros to the next sector.
pub(super) fn with_stream(name: &str, stream: &[u8]) -> Vec<u8> {
    const SECTOR: usize = 4096;
    let count = |sectors: usize| u32::try_from(sectors).expect("a file in memory has fewer than four billion sectors");
    let data = stream.len().div_ceil(SECTOR).max(1);
    let tables = (data + 2).div_ceil(SECTOR / 4 - 1);
    let mut out = vec![0; SECTOR];
    let mut put = |at: usize, bytes: &[u8]| out[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    put(24, b"\x3e\x00\x04\x00\xfe\xff\x0c\x00\x06\x00");
    put(44, &count(tables).to_le_bytes());
    put(48, &count(data).to_le_bytes());
    put(56, &4096_u32.to_le_bytes());
    put(60, &END.to_le_bytes());
    put(68, &END.to_le_bytes());
    for at in 0..109 {
        let id = if at < tables { count(data + 1 + at) } else { u32::MAX };
        put(76 + at * 4, &id.to_le_bytes());
    }
    out.extend_from_slice(stream);
    out.resize((data + 1) * SECTOR, 0);
    out.extend(entry("Root Entry", 5, 0, 0, 1));
    out.extend(entry(name, 2, 0, data * SECTOR, u32::MAX));
    out.resize((data + 2) * SECTOR, 0);
    let chained = (1..data).map(count).chain([END, END]).chain(std::iter::repeat_n(END - 1, tables));
    out.extend(chained.flat_map(u32::to_le_bytes));
    out.resize((data + 2 + tables) * SECTOR, 0xff);
    out
}

fn entry(name: &str, kind: u8, first: u32, length: usize, child: u32) -> [u8; 128] {
    let mut out = [0; 128];
    let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).take(62).collect();
    out[..units.len()].copy_from_slice(&units);
    out[64] = u8::try_from(units.len() + 2).expect("a name of a stream is short");
    (out[66], out[67]) = (kind, 1);
    out[68..76].fill(0xff);
    out[76..80].copy_from_slice(&child.to_le_bytes());
    out[116..120].copy_from_slice(&first.to_le_bytes());
    let length = u64::try_from(length).expect("a file in memory has fewer bytes than 64 bits count");
    out[120..128].copy_from_slice(&length.to_le_bytes());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_torn_sector_that_leads_to_itself_ends() {
        let mut bytes = vec![0; HEADER + 5];
        bytes[30] = 9;
        assert!(Compound::open(&bytes).is_none_or(|file| !file.has("Workbook")));
    }

    #[test]
    fn a_stream_that_was_written_is_read_back() {
        for length in [1, 4096, 5000, 5_000_000] {
            let stream: Vec<u8> = (0..=255_u8).cycle().take(length).collect();
            let file = with_stream("Workbook", &stream);
            let read = Compound::open(&file).and_then(|f| f.stream("WORKBOOK")).expect("the file is whole");
            assert!(read.starts_with(&stream) && read.iter().skip(length).all(|b| *b == 0));
        }
    }

    #[test]
    fn a_chain_in_a_ring_and_a_torn_file_end() {
        let mut file = with_stream("Workbook", &[1; 9000]);
        assert!(!Compound::open(&file).is_some_and(|f| f.has("WordDocument")));
        let table = file.len() - 4096;
        file[table..table + 12].copy_from_slice(&[1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert!(Compound::open(&file).and_then(|f| f.stream("Workbook")).is_none_or(|s| s.len() <= file.len()));
        assert!((0..file.len()).step_by(97).all(|cut| Compound::open(&file[..cut]).is_none_or(|f| f.stream("x").is_none())));
    }
}
