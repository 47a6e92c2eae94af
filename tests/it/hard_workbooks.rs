//! Workbooks that lie, written by hand.
#![cfg(unix)]

use rust_xlsxwriter::Workbook;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Returns a small workbook of population figures.
pub(crate) fn numbers() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in (0..).zip(["Distrikt", "Køn", "Alder", "År", "Antal"]) {
        sheet.write(0, column, header).expect("a cell");
    }
    sheet.write(1, 0, "Nord").expect("a cell");
    sheet.write(1, 1, "K").expect("a cell");
    for (column, number) in [(2, 15), (3, 2024), (4, 100)] {
        sheet.write(1, column, number).expect("a cell");
    }
    book.save_to_buffer().expect("a workbook")
}

/// Returns a zip file.
pub(crate) fn archive(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(name, SimpleFileOptions::default().compression_level(Some(1))).expect("a part");
        writer.write_all(bytes).expect("memory takes it");
    }
    writer.finish().expect("a directory").into_inner()
}

/// Returns a workbook with one part changed.
pub(crate) fn parts(whole: &[u8], name: &str, change: impl FnOnce(&str) -> String) -> Vec<u8> {
    let mut old = ZipArchive::new(Cursor::new(whole)).expect("a zip file");
    let mut all = Vec::new();
    for at in 0..old.len() {
        let mut part = old.by_index(at).expect("a part");
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("a whole part");
        all.push((part.name().expect("a name").into_owned(), bytes));
    }
    let (_, bytes) = all.iter_mut().find(|(part, _)| part.ends_with(name)).expect("the part");
    let text = String::from_utf8(std::mem::take(bytes)).expect("UTF-8");
    let changed = change(&text);
    assert_ne!(changed, text, "{name} is changed");
    *bytes = changed.into_bytes();
    archive(&all)
}

/// Returns a spreadsheet of LibreOffice.
pub(crate) fn spreadsheet(before: &str, tables: &str) -> Vec<u8> {
    let content = format!("<?xml version=\"1.0\"?>{before}<office:document-content>{tables}</office:document-content>");
    let mimetype = "application/vnd.oasis.opendocument.spreadsheet";
    let parts = [("mimetype", mimetype), ("META-INF/manifest.xml", "<m/>"), ("content.xml", &content)];
    archive(&parts.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())))
}

/// Returns a workbook with a part of very many zeros that claims to hold a hundred bytes. The compressed bytes are written by
/// hand: a zero, and then again and again "the last byte, 258 times", which is thirteen bits.
pub(crate) fn bomb(name: &str, unpacked: usize) -> Vec<u8> {
    let book = [("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<workbook/>")];
    let mut file = archive(&book.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())));
    let directory = file.len() - 22;
    let start =
        usize::try_from(u32::from_le_bytes(file[directory + 16..directory + 20].try_into().expect("four bytes"))).expect("fits");
    let (listed, end) = (file[start..directory].to_vec(), file[directory..].to_vec());
    file.truncate(start);
    let packed = zeros(unpacked);
    let sizes = [0_u32.to_le_bytes(), u32::try_from(packed.len()).expect("fits").to_le_bytes(), 100_u32.to_le_bytes()].concat();
    let length = u16::try_from(name.len()).expect("fits").to_le_bytes();
    let head = [&[20, 0, 0, 0, 8, 0, 0, 0, 0x21, 0x54], &sizes[..], &length, &[0, 0]].concat();
    file.extend([b"PK\x03\x04", &head[..], name.as_bytes(), &packed].concat());
    let new_start = u32::try_from(file.len()).expect("fits");
    file.extend(&listed);
    file.extend(
        [b"PK\x01\x02\x14\x00", &head[..], &[0; 10], &u32::try_from(start).expect("fits").to_le_bytes(), name.as_bytes()]
            .concat(),
    );
    let size = u32::try_from(file.len()).expect("fits") - new_start;
    file.extend([&end[..8], &[3, 0, 3, 0], &size.to_le_bytes(), &new_start.to_le_bytes(), &[0, 0]].concat());
    file
}

fn zeros(unpacked: usize) -> Vec<u8> {
    let mut bits = vec![true, true, false];
    bits.extend([false, false, true, true, false, false, false, false]);
    let again = [true, true, false, false, false, true, false, true, false, false, false, false, false];
    (0..8).for_each(|_| bits.extend(again));
    let byte = |bits: &[bool]| bits.iter().rev().fold(0_u8, |sum, bit| sum << 1 | u8::from(*bit));
    let begin: Vec<u8> = bits[..bits.len() / 8 * 8].chunks(8).map(byte).collect();
    // After a whole byte the thirteen bits come round every thirteen bytes, wherever they began.
    let shift = bits.len() % 8;
    let round: Vec<bool> = again.iter().cycle().skip(again.len() - shift).take(104).copied().collect();
    let round: Vec<u8> = round.chunks(8).map(byte).collect();
    [begin, round.repeat(unpacked / (8 * 258))].concat()
}

/// Returns an old Excel file with numbers at these rows and columns, whose sheet claims to be as large as can be.
pub(crate) fn old_excel(cells: &[(u16, u16)]) -> Vec<u8> {
    let record = |kind: u16, data: &[u8]| {
        [&kind.to_le_bytes()[..], &u16::try_from(data.len()).expect("fits").to_le_bytes(), data].concat()
    };
    let bof = |kind: u8| record(0x0809, &[0, 6, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let end = record(0x000a, &[]);
    let sheet_start = u32::try_from(bof(5).len() + 4 + 9 + end.len()).expect("fits").to_le_bytes();
    let mut stream = [bof(5), record(0x0085, &[&sheet_start[..], &[0, 0, 1, 0, b'A']].concat()), end.clone(), bof(16)].concat();
    stream.extend(record(0x0200, &[0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 0xff, 0xff, 0, 0]));
    for (row, column) in cells {
        stream.extend(record(0x0203, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 2], &1.5_f64.to_le_bytes()].concat()));
    }
    stream.extend(end);
    stream.resize(4096, 0);
    compound(&stream)
}

/// Wraps 4096 bytes as the workbook of a compound file with sectors of that size.
fn compound(stream: &[u8]) -> Vec<u8> {
    const SECTOR: usize = 4096;
    let end = 0xffff_fffe_u32;
    let mut file = vec![0; SECTOR * 4];
    let mut put = |at: usize, bytes: &[u8]| file[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    put(24, b"\x3e\x00\x04\x00\xfe\xff\x0c\x00\x06\x00");
    put(44, &1_u32.to_le_bytes());
    put(48, &1_u32.to_le_bytes());
    put(56, &4096_u32.to_le_bytes());
    put(60, &end.to_le_bytes());
    put(68, &end.to_le_bytes());
    put(76, &[0xff; 436]);
    put(76, &2_u32.to_le_bytes());
    put(SECTOR, stream);
    for (at, name, kind, length) in [(SECTOR * 2, "Root Entry", 5_u8, 0_u64), (SECTOR * 2 + 128, "Workbook", 2, 4096)] {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        put(at, &name);
        put(at + 64, &[u8::try_from(name.len() + 2).expect("fits"), 0, kind, 1]);
        put(at + 68, &[0xff; 12]);
        put(at + 120, &length.to_le_bytes());
    }
    put(SECTOR * 3, &[0xff; SECTOR]);
    put(SECTOR * 3, &[end, end, end - 1].map(u32::to_le_bytes).concat());
    file
}
