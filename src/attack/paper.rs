//! The papers: every number in a page, a drawing, a workbook or a PDF must be one of the open tables'.

use super::drawing;
use super::explained::{Explained, Named, tenths};
use super::finding::{Finding, Known, What};
use super::interval;
use super::markup::{Piece, pieces};
use super::prose::{Judged, Number, judge, numbers, told};
use super::release::Release;
use super::workbook;
use crate::model::artefact::Artefact;
use crate::publish::reading;
use std::collections::BTreeSet;

/// What the papers of a release say: numbers that were matched, and what cannot be explained.
#[derive(Default)]
pub(super) struct Said {
    pub(super) matched: usize,
    pub(super) findings: BTreeSet<Finding>,
}

/// Looks through every paper of a release.
pub(super) fn look(release: &Release, explained: &Explained) -> Said {
    let mut said = Said::default();
    // Intervals stand in the tables of the pages; the other papers repeat them.
    let mut look = Look {
        release: &release.name,
        explained,
        words: &release.words,
        intervals: BTreeSet::new(),
        ticks: BTreeSet::new(),
        said: &mut said,
    };
    let pages: Vec<(&Artefact, Vec<Piece>)> = release
        .papers
        .iter()
        .filter(|paper| paper.path.ends_with(".html") || paper.path.ends_with(".svg"))
        .map(|paper| (paper, pieces(&String::from_utf8_lossy(&paper.bytes))))
        .collect();
    for (paper, page) in &pages {
        look.marked(&paper.path, page);
    }
    for (paper, page) in &pages {
        look.prose(&paper.path, &running(page));
    }
    for paper in &release.papers {
        if paper.path.ends_with(".pdf") {
            match reading::pdf_texts(&paper.bytes) {
                Some(texts) => look.prose(&paper.path, &texts),
                None => look.finds(Known::Unreadable { file: paper.path.clone() }),
            }
        } else if paper.path.ends_with(".xlsx") {
            look.workbook(paper);
        }
    }
    said
}

/// Returns the texts of a page outside cells and drawings that name their row.
fn running(page: &[Piece]) -> Vec<String> {
    let (mut texts, mut words) = (Vec::new(), String::new());
    let mut skipped = 0_usize;
    for piece in page {
        match piece {
            Piece::Open(name, attributes, ended) => {
                let alone = attributes.contains_key("data-tal") || name == "svg";
                if (alone || skipped > 0) && !ended && !is_void(name) {
                    skipped += 1;
                }
                texts.extend(attributes.iter().filter(|(name, _)| !is_build(name)).map(|(_, text)| text.clone()));
                if !is_inline(name) {
                    texts.push(std::mem::take(&mut words));
                }
            }
            Piece::Close(name) => {
                skipped = skipped.saturating_sub(1);
                if !is_inline(name) {
                    texts.push(std::mem::take(&mut words));
                }
            }
            Piece::Text(text) if skipped == 0 => words.push_str(text),
            Piece::Text(_) => {}
        }
    }
    texts.push(words);
    texts
}

fn is_inline(name: &str) -> bool {
    ["a", "abbr", "b", "em", "i", "span", "strong", "sub", "sup", "time"].contains(&name)
}

/// Returns whether an attribute says how a page is built and drawn; every other one is read as words. Drawings are read by `drawing`.
fn is_build(attribute: &str) -> bool {
    const PAGE: [&str; 14] = [
        "class",
        "id",
        "name",
        "href",
        "scope",
        "role",
        "tabindex",
        "lang",
        "charset",
        "colspan",
        "aria-hidden",
        "aria-labelledby",
        "data-tal",
        "data-tegn",
    ];
    const DRAWING: [&str; 25] = [
        "xmlns",
        "viewbox",
        "data-skala",
        "width",
        "height",
        "x",
        "y",
        "dy",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "points",
        "d",
        "transform",
        "opacity",
        "fill",
        "stroke",
        "stroke-width",
        "text-anchor",
        "font-size",
        "font-family",
    ];
    PAGE.contains(&attribute) || DRAWING.contains(&attribute) || attribute == "font-weight"
}

fn is_void(name: &str) -> bool {
    ["meta", "link", "br", "hr", "img", "input", "wbr", "col"].contains(&name)
}

/// All a cell of a hidden row may say: a word more, or an arrow, tells of it.
const SAYS_NOTHING: [&str; 4] = ["", "–", "skjult", "skjult af kilden"];

/// What a cell may say beside of what another release hid, and this one does not tell by itself.
const NOT_TOLD: &str = "ingen data";

/// One look through the papers.
struct Look<'a> {
    release: &'a str,
    explained: &'a Explained<'a>,
    /// Numbers of its words, from the data package.
    words: &'a [String],
    /// Ends of intervals beside shown figures, in tenths.
    intervals: BTreeSet<i64>,
    /// Numbers of axes, which stand alone in a PDF file too.
    ticks: BTreeSet<String>,
    said: &'a mut Said,
}

impl Look<'_> {
    fn finds(&mut self, known: Known) {
        self.said.findings.insert(Finding::in_file(self.release, known));
    }

    fn finds_at(&mut self, at: Named, known: Known) {
        self.finds_of(at, What::Taeller, known);
    }

    fn finds_of(&mut self, at: Named, what: What, known: Known) {
        self.said.findings.insert(Finding {
            release: self.release.into(),
            table: at.table.into(),
            name: at.name.into(),
            cell: at.row.place.words(),
            what,
            known,
        });
    }

    fn prose(&mut self, file: &str, texts: &[String]) {
        for number in texts.iter().flat_map(|text| numbers(text)) {
            if told(&number, self.words) || number.is_alone() && self.ticks.contains(number.text) {
                continue;
            }
            match judge(&number, self.explained, &|tenths| self.intervals.contains(&tenths)) {
                Judged::Matched => self.said.matched += 1,
                Judged::Structural => {}
                Judged::Unexplained => {
                    self.finds(Known::Unexplained { file: file.to_owned(), number: number.text.to_owned() });
                }
            }
        }
    }

    /// Looks at the cells that name their row, and at the drawings.
    fn marked(&mut self, file: &str, page: &[Piece]) {
        let mut at = 0;
        while at < page.len() {
            if let Piece::Open(name, attributes, false) = &page[at] {
                let end = end_of(page, at, name);
                if name == "svg" {
                    self.drawing(file, &page[at..end]);
                    at = end;
                    continue;
                }
                if let Some(mark) = attributes.get("data-tal") {
                    let text = words(&page[at..end]);
                    match self.explained.row(mark) {
                        Some(named) => self.cell(file, named, &text),
                        None => self.nameless(file, &text),
                    }
                }
            }
            at += 1;
        }
    }

    /// A cell that names a row of no table; it may name a school year.
    fn nameless(&mut self, file: &str, text: &str) {
        if !numbers(text).iter().all(Number::is_name) {
            self.finds(Known::Unexplained { file: file.to_owned(), number: text.trim().to_owned() });
        }
    }

    /// A cell holds the numbers of its row alone: k, n, value, and an interval around the value.
    fn cell(&mut self, file: &str, named: Named, text: &str) {
        let own = tenths(named.row);
        let shown = !named.row.hidden();
        let counts: BTreeSet<i64> = [named.row.k, named.row.n, named.row.most].into_iter().flatten().collect();
        let found = numbers(text);
        let printed: Vec<_> = found.iter().filter_map(|number| Some((number, number.printed()?))).collect();
        if !shown {
            let says_nothing = SAYS_NOTHING.contains(&text.trim()) || !named.is_here && text.trim() == NOT_TOLD;
            if !printed.is_empty() || !says_nothing {
                self.finds_at(named, Known::Shown { file: file.to_owned() });
            }
            if let [(_, percent), (_, low), (_, high)] = printed[..] {
                self.inverted(named, &interval::counts(percent, low, high));
            }
            return;
        }
        let ends: Vec<i64> = printed.iter().filter(|(_, p)| p.decimals == 1).map(|(_, p)| p.digits).collect();
        let around = text.contains('–') && ends.len() == 2 && own.iter().any(|v| ends[0] <= *v && *v <= ends[1]);
        for (number, value) in printed {
            let explained = match value.decimals {
                0 => counts.contains(&value.digits) || own.contains(&(10 * value.digits)),
                1 => own.contains(&value.digits) || around,
                _ => false,
            };
            let structural = || value.decimals == 0 && judge(number, self.explained, &|_| false) == Judged::Structural;
            if explained {
                self.said.matched += 1;
            } else if !structural() {
                self.finds_at(named, Known::Unexplained { file: file.to_owned(), number: number.text.to_owned() });
            }
        }
        self.intervals.extend(ends.into_iter().filter(|_| around));
    }

    /// A per cent and its interval beside a hidden row tell which counts they are of.
    fn inverted(&mut self, named: Named, counts: &[(i64, i64)]) {
        for (what, of) in [(What::Taeller, (|pair| pair.0) as fn(&(i64, i64)) -> i64), (What::Naevner, |pair| pair.1)] {
            let (least, most) = (counts.iter().map(of).min(), counts.iter().map(of).max());
            match (least, most) {
                (Some(one), Some(other)) if one == other => self.finds_of(named, what, Known::Exact(one)),
                (Some(_), _) => self.finds_of(named, what, Known::Between(least, most)),
                _ => {}
            }
        }
    }

    fn drawing(&mut self, file: &str, pieces: &[Piece]) {
        let seen = drawing::look(pieces, self.explained);
        self.said.matched += seen.matched;
        for (named, fault) in seen.faults {
            let file = file.to_owned();
            let known = match fault {
                drawing::Fault::Shown => Known::Shown { file },
                drawing::Fault::Misplaced => Known::Misplaced { file },
            };
            match named {
                Some(named) => self.finds_at(named, known),
                None => self.finds(Known::Unexplained { file: file_of(known), number: "mærke på en figur".into() }),
            }
        }
        self.prose(file, &seen.texts);
        self.ticks.extend(seen.ticks);
    }

    fn workbook(&mut self, paper: &Artefact) {
        let Some(parts) = reading::workbook_parts(&paper.bytes) else {
            return self.finds(Known::Unreadable { file: paper.path.clone() });
        };
        for number in workbook::strays(&parts) {
            self.finds(Known::Unexplained { file: paper.path.clone(), number });
        }
        for (mark, number) in workbook::rows(&parts) {
            match self.explained.row(&mark).filter(|named| workbook::same(named.row, &number)) {
                Some(_) => self.said.matched += number.iter().filter(|cell| !cell.is_empty()).count(),
                None => {
                    let number = number.join(" ");
                    self.finds(Known::Unexplained { file: paper.path.clone(), number });
                }
            }
        }
    }
}

fn file_of(known: Known) -> String {
    match known {
        Known::Shown { file } | Known::Misplaced { file } => file,
        _ => String::new(),
    }
}

/// Returns where the element that opens at `start` ends.
fn end_of(page: &[Piece], start: usize, name: &str) -> usize {
    let mut depth = 0_usize;
    for (at, piece) in page.iter().enumerate().skip(start) {
        match piece {
            Piece::Open(other, _, false) if other == name => depth += 1,
            Piece::Close(other) if other == name => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    page.len()
}

fn words(page: &[Piece]) -> String {
    let text = |piece: &Piece| if let Piece::Text(text) = piece { text.clone() } else { String::new() };
    page.iter().map(text).collect()
}
