//! A compound file (OLE2), the container of encrypted workbooks: header, one table of sectors, one directory sector, two streams.

const SECTOR: usize = 512;
/// A stream of this size lies in ordinary sectors; shorter ones would need a second, finer table.
const STREAM: usize = 4096;
const FREE: u32 = 0xFFFF_FFFF;
const END: u32 = 0xFFFF_FFFE;
const TABLE: u32 = 0xFFFF_FFFD;

/// Returns what Excel writes when a workbook gets a password: the whole workbook is the stream `EncryptedPackage`.
pub(crate) fn encrypted() -> Vec<u8> {
    let sectors_of_stream = u32::try_from(STREAM / SECTOR).expect("eight");
    let mut file = header();
    file.extend(sector_table(sectors_of_stream));
    file.extend(directory(sectors_of_stream));
    file.extend(stream(b"agile"));
    file.extend(stream(b"\x00\x10"));
    file
}

fn header() -> Vec<u8> {
    let mut header = Vec::new();
    header.extend(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    header.extend([0; 16]);
    for short in [0x3e_u16, 3, 0xfffe, 9, 6] {
        header.extend(short.to_le_bytes());
    }
    header.extend([0; 6]);
    // no directory sectors (version 3), one sector table, the directory is sector 1, no fine table, no further tables
    for long in [0, 1, 1, 0, 4096, END, 0, END, 0, 0] {
        header.extend(long.to_le_bytes());
    }
    header.resize(SECTOR, 0xff);
    header
}

/// Sector 0 is this table, 1 the directory, then the two streams.
fn sector_table(of_stream: u32) -> Vec<u8> {
    let mut table = vec![TABLE, END];
    for _ in 0..2 {
        let first = u32::try_from(table.len()).expect("few sectors");
        table.extend((1..of_stream).map(|next| first + next));
        table.push(END);
    }
    table.resize(SECTOR / 4, FREE);
    table.iter().flat_map(|entry| entry.to_le_bytes()).collect()
}

fn directory(of_stream: u32) -> Vec<u8> {
    let size = u64::try_from(STREAM).expect("4096");
    let mut out = Vec::new();
    out.extend(entry("Root Entry", 5, (FREE, FREE, 1), END, 0));
    out.extend(entry("EncryptionInfo", 2, (FREE, 2, FREE), 2, size));
    out.extend(entry("EncryptedPackage", 2, (FREE, FREE, FREE), 2 + of_stream, size));
    out.extend(entry("", 0, (FREE, FREE, FREE), 0, 0));
    out
}

fn entry(name: &str, kind: u8, (left, right, child): (u32, u32, u32), start: u32, size: u64) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = if name.is_empty() { 0 } else { u16::try_from(entry.len() + 2).expect("a short name") };
    entry.resize(64, 0);
    entry.extend(length.to_le_bytes());
    entry.extend([kind, 1]);
    for long in [left, right, child] {
        entry.extend(long.to_le_bytes());
    }
    entry.extend([0; 36]);
    entry.extend(start.to_le_bytes());
    entry.extend(size.to_le_bytes());
    entry
}

fn stream(start: &[u8]) -> Vec<u8> {
    let mut stream = start.to_vec();
    stream.resize(STREAM, 0x5a);
    stream
}
