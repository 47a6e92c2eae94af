//! Mutated copies of every sample: the reader tells what is wrong with them, and neither panics nor hangs nor shows a number.
//!
//! The mutations are the same in every run. What a mutation is called says how to make it again.

use super::{Pseudonymiser, Reading, profile, streets};
use crate::diagnostic::Findings;
use crate::model::profile::Profile;
use crate::model::raw::RawTable;
use crate::read::read_tables;
use crate::source::built_in;
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// No single copy may take longer to read.
const LONGEST: Duration = Duration::from_secs(60);
/// About so many bytes are read of all copies of one sample.
const BUDGET: usize = 12 << 20;
/// A longer text file is cut here first: what follows is more of the same.
const MOST_TEXT: usize = 20_000;
/// The profiles a sample is tried with; the first that finds a table is taken.
const PROFILES: [&str; 7] = [
    "politi-ugeliste",
    "fravaer-elev-maaned",
    "upu-bred",
    "observationer",
    "befolkning-distrikt",
    "stamdata-skoler",
    "stamdata-veje",
];

/// A copy of a sample: what was done to it, and its bytes.
type Copy = (String, Vec<u8>);

#[test]
fn no_mutated_copy_of_the_sample_project_panics_hangs_or_shows_a_number() {
    let kinds = [
        "indbakke/befolkning",
        "indbakke/fravaer",
        "indbakke/observationer",
        "indbakke/politi/2024",
        "indbakke/upu",
        "stamdata",
        "tidligere/2024",
    ];
    let smallest = kinds.iter().flat_map(|folder| smallest_of_each_kind(&samples("eksempelby").join(folder)));
    let files: Vec<PathBuf> = smallest.collect();
    assert!(files.len() >= 7, "the sample project has a file of each source");
    files.iter().for_each(|file| all_copies_are_read(file));
}

#[test]
fn no_mutated_copy_of_a_sample_of_a_finding_panics_hangs_or_shows_a_number() {
    files_below(&samples("fejl")).iter().for_each(|file| all_copies_are_read(file));
}

#[test]
fn a_copy_is_really_changed_and_a_packed_one_still_opens() {
    let file = smallest_of_each_kind(&samples("eksempelby").join("indbakke/politi/2024")).remove(0);
    let whole = fs::read(file).expect("a sample can be read");
    let copies = copies(&whole);
    assert!(copies.iter().all(|(_, bytes)| *bytes != whole));
    let opened = copies.iter().filter(|(_, bytes)| ZipArchive::new(Cursor::new(bytes)).is_ok()).count();
    assert!(opened * 3 > copies.len(), "a third of the copies is a whole zip file with something wrong inside");
}

fn samples(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data-samples").join(folder)
}

/// Returns all files below a folder, sorted; none when there is no such folder.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

fn smallest_of_each_kind(folder: &Path) -> Vec<PathBuf> {
    let mut smallest: BTreeMap<String, (u64, PathBuf)> = BTreeMap::new();
    for path in files_below(folder) {
        let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        let size = fs::metadata(&path).map_or(u64::MAX, |m| m.len());
        let known = smallest.entry(ending).or_insert((size, path.clone()));
        if size < known.0 {
            *known = (size, path);
        }
    }
    smallest.into_values().map(|(_, path)| path).collect()
}

/// Reads every copy in a thread of its own, so that a copy that hangs can be named.
fn all_copies_are_read(file: &Path) {
    let whole = fs::read(file).expect("a sample can be read");
    let packed = whole.starts_with(b"PK") || whole.starts_with(b"\xd0\xcf");
    let base = if packed { whole } else { whole[..whole.len().min(MOST_TEXT)].to_vec() };
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (said, heard) = channel();
    let reader = thread::spawn(move || read_all(&name, &base, &said));
    while let Some(what) = next(&heard) {
        let answer = heard.recv_timeout(LONGEST);
        assert!(answer.is_ok(), "{}: {what}: takes too long or panics", file.display());
    }
    assert!(reader.join().is_ok(), "{}: a promise is broken, see above", file.display());
}

fn next(heard: &Receiver<String>) -> Option<String> {
    heard.recv_timeout(LONGEST).ok()
}

/// Says the name of each copy before it is read, and again when it has been.
fn read_all(name: &str, base: &[u8], said: &Sender<String>) {
    let say = |what: &str| said.send(what.to_owned()).expect("the test listens");
    let profile = fitting(name, base);
    for (what, bytes) in copies(base) {
        say(&what);
        let (tables, findings) = read_with(name, bytes, &profile);
        assert!(!tables.is_empty() || findings.stops(), "{name}: {what}: no table and no stop");
        let shown = findings.iter().find(|f| holds_a_number(&f.message) || holds_a_number(&f.action));
        assert!(
            shown.is_none(),
            "{name}: {what}: a message of {} shows a number",
            shown.map_or(String::new(), |f| f.code.to_string())
        );
        say(&what);
    }
}

fn read_with(name: &str, bytes: Vec<u8>, profile: &Profile) -> (Vec<RawTable>, Findings) {
    read_tables(name, bytes, &Reading { profile, people: &Pseudonymiser::new(&[7; 32]), streets: &streets() })
}

fn fitting(name: &str, base: &[u8]) -> Profile {
    let known = |name: &&str| profile(built_in(name).expect("the profiles are built in"));
    let fits = |profile: &Profile| !read_with(name, base.to_vec(), profile).0.is_empty();
    PROFILES.iter().map(known).find(fits).unwrap_or_else(|| known(&PROFILES[0]))
}

/// Ten digits in a row, blanks and dashes aside.
fn holds_a_number(text: &str) -> bool {
    let kept: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '\u{a0}')).collect();
    kept.split(|c: char| !c.is_ascii_digit()).any(|run| run.len() >= 10)
}

/// Returns the copies of a file: of its bytes, and where it is packed, of its parts.
fn copies(whole: &[u8]) -> Vec<Copy> {
    let parts = unpacked(whole);
    let count = (BUDGET / whole.len().max(1)).clamp(6, 120);
    let mut copies = mutated(whole, count);
    for (at, (name, bytes)) in parts.iter().enumerate() {
        let with = |bytes: Option<&[u8]>| packed(&parts, at, bytes);
        copies.push((format!("{name} empty"), with(Some(b""))));
        copies.push((format!("{name} missing"), with(None)));
        copies.push((format!("{name} swapped"), with(Some(&parts[(at + 1) % parts.len()].1))));
        let count = (BUDGET / parts.len() / bytes.len().max(1)).clamp(2, 30);
        copies.extend(mutated(bytes, count).into_iter().map(|(what, bytes)| (format!("{name} {what}"), with(Some(&bytes)))));
    }
    copies.retain(|(_, bytes)| bytes != whole);
    copies
}

/// Returns copies with bytes changed, blocks cut off, left out, doubled, blanked or swapped, about `count` of them.
fn mutated(bytes: &[u8], count: usize) -> Vec<Copy> {
    let mut dice = Dice(u64::try_from(bytes.len()).expect("a length fits 64 bits"));
    let mut copies = Vec::new();
    for _ in 0..count.div_ceil(6) {
        let (at, other) = (dice.below(bytes.len() + 1), dice.below(bytes.len() + 1));
        let end = (at + 1 + dice.below(200)).min(bytes.len()).max(at);
        let (head, block, tail) = (&bytes[..at], &bytes[at..end], &bytes[end..]);
        let blank = vec![dice.byte(); block.len()];
        copies.push((format!("cut off at {at}"), head.to_vec()));
        copies.push((format!("{at}..{end} left out"), [head, tail].concat()));
        copies.push((format!("{at}..{end} doubled"), [head, block, block, tail].concat()));
        copies.push((format!("{at}..{end} blanked"), [head, &blank, tail].concat()));
        copies.push((format!("{at}..{end} put at {other}"), [&bytes[..other], block, &bytes[other..]].concat()));
        copies.push((format!("bytes flipped from {at} on"), flipped(bytes, at, &mut dice)));
    }
    copies
}

/// Turns one bit in each of up to four bytes from `at` on.
fn flipped(bytes: &[u8], at: usize, dice: &mut Dice) -> Vec<u8> {
    let mut copy = bytes.to_vec();
    for _ in 0..=dice.below(4) {
        let place = at + dice.below(50);
        if let Some(byte) = copy.get_mut(place) {
            *byte ^= 1 << dice.below(8);
        }
    }
    copy
}

fn unpacked(whole: &[u8]) -> Vec<Copy> {
    let Ok(mut zip) = ZipArchive::new(Cursor::new(whole)) else { return Vec::new() };
    let count = zip.len();
    let part = |at| {
        let mut part = zip.by_index(at).ok()?;
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).ok()?;
        Some((part.name().ok()?.into_owned(), bytes))
    };
    (0..count).filter_map(part).collect()
}

/// Packs the parts again, with other bytes for the part at `at`, or without it.
fn packed(parts: &[Copy], at: usize, bytes: Option<&[u8]>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (number, (name, own)) in parts.iter().enumerate() {
        let Some(bytes) = (if number == at { bytes } else { Some(&own[..]) }) else { continue };
        writer.start_file(name.as_str(), stored).expect("memory takes a part");
        writer.write_all(bytes).expect("memory takes bytes");
    }
    writer.finish().expect("memory takes the directory").into_inner()
}

/// Numbers that look drawn and are the same in every run (Knuth's multiplier).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let limit = u64::try_from(limit.max(1)).expect("a limit fits 64 bits");
        usize::try_from((self.0 >> 33) % limit).expect("a number below a length fits a length")
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).expect("a number below 256 fits a byte")
    }
}
