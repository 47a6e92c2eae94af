//! Every complementary hiding is needed: with one of those figures shown, the attacker names a hidden one.

use super::super::{Edition, Paper, Progress, Request, counted, editions, inspect, papers};
use crate::attack::{Finding, Known, Release, attack};
use crate::compose;
use crate::model::artefact::Artefact;
use crate::model::counts::{Coordinate, Exact};
use crate::model::edition::Issue;
use crate::model::release::{CellStatus, Reason};
use crate::render;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

struct Silent;

impl Progress for Silent {
    fn stage(&mut self, _: &str) {}
}

/// A figure that is hidden to protect another: its row in the open tables up to the numbers, and its true numbers.
struct Complementary {
    table: String,
    row: String,
    exact: Exact,
}

/// The example's open tables, and every figure in them that is hidden to protect another.
fn example() -> (Vec<Artefact>, Vec<Complementary>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data-samples/eksempelby");
    let key = [7; 32];
    let request = Request { folder: &folder, year: None, key: &key, edition: Edition::Public, only: None, target: None };
    let inspection = inspect(request, &mut Silent).expect("the example can be read");
    let truth: BTreeMap<Coordinate, Exact> = counted(&inspection).expect("it can be counted").cells.into_iter().collect();
    let protected = editions::protect(&inspection, &mut Silent).expect("it can be protected").public;
    let issue = Issue::default();
    let annual = papers::compose(&inspection, &protected, &issue, Some(Paper::Annual));
    let files = annual.iter().flat_map(|document| render::open_data(document).expect("tables can be written")).collect();
    let rows = papers::with_input(&inspection, &protected, &issue, compose::decisions);
    let hidden = |(at, status): (&Coordinate, CellStatus)| match status {
        CellStatus::Suppressed(reason) => Some((at.clone(), matches!(reason, Reason::Secondary | Reason::Audit))),
        _ => None,
    };
    let ids = protected.indicators().iter().map(|indicator| indicator.id.as_str());
    let places = ids.flat_map(|id| protected.cells().filter(move |(at, _)| at.indicator == id)).filter_map(hidden);
    let one = |(row, (at, complementary)): (Vec<String>, (Coordinate, bool))| {
        let row = [&row[..1], &row[2..9]].concat().join(";");
        complementary.then(|| Complementary { table: at.indicator.to_lowercase(), row, exact: truth[&at] })
    };
    (files, rows.into_iter().zip(places).filter_map(one).collect())
}

/// Returns the tables that are tied to a table by what the data package tells of them, itself among them.
fn tied(files: &[Artefact], table: &str) -> BTreeSet<String> {
    let package = files.iter().find(|file| file.path == "datapackage.json").expect("a data package");
    let package: serde_json::Value = serde_json::from_slice(&package.bytes).expect("JSON");
    let mut ties: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut first_to_count: BTreeMap<&str, &str> = BTreeMap::new();
    for resource in package["resources"].as_array().expect("a list") {
        let name = resource["name"].as_str().expect("a name");
        for counted in ["taeller_er", "naevner_er"].iter().filter_map(|number| resource["ssp:struktur"][number].as_str()) {
            let first = *first_to_count.entry(counted).or_insert(name);
            ties.entry(name).or_default().insert(first);
            ties.entry(first).or_default().insert(name);
        }
        for link in resource["ssp:struktur"]["led"].as_array().expect("a list") {
            for other in link["tabeller"].as_array().expect("a list").iter().filter_map(|other| other.as_str()) {
                ties.entry(name).or_default().insert(other);
                ties.entry(other).or_default().insert(name);
            }
        }
    }
    let mut found = BTreeSet::from([table.to_owned()]);
    let mut open = vec![table.to_owned()];
    while let Some(at) = open.pop() {
        let beside = ties.get(at.as_str()).into_iter().flatten().map(|other| (*other).to_owned());
        open.extend(beside.filter(|other| found.insert(other.clone())).collect::<Vec<_>>());
    }
    found
}

/// Returns what is found in the tables tied to a figure's, with or without the figure.
fn found(files: &[Artefact], cell: &Complementary, shown: bool) -> Vec<Finding> {
    let group = tied(files, &cell.table);
    let name =
        |file: &Artefact| file.path.strip_prefix("tabeller/").and_then(|name| name.strip_suffix(".csv")).map(str::to_owned);
    let of_group = |file: &&Artefact| file.path == "datapackage.json" || name(file).is_some_and(|name| group.contains(&name));
    let mut files: Vec<Artefact> = files.iter().filter(of_group).cloned().collect();
    if shown {
        let file = files.iter_mut().find(|file| name(file).as_ref() == Some(&cell.table)).expect("its table");
        let text = String::from_utf8(file.bytes.clone()).expect("UTF-8");
        let line = text.lines().find(|line| line.starts_with(&format!("{};", cell.row))).expect("its row");
        let unit = line.split(';').nth(11).expect("a unit");
        let number = |number: Option<i64>| number.map_or_else(String::new, |number| number.to_string());
        let Exact { numerator, denominator, upper, .. } = cell.exact;
        let told = format!("{};{numerator};{};;{unit};vist;{}", cell.row, number(denominator), number(upper));
        file.bytes = text.replacen(line, &told, 1).into_bytes();
    }
    attack(&[Release::of("r", &files).expect("a data package")]).findings
}

/// Every so many of the complementary figures are tried.
const STEP: usize = 10;

/// What is not found has three reasons, none of which a reader of the tables can know: the wall thinks of somebody who is alone behind a
/// figure; it gives the reader by how much parts overlap, which stands nowhere; and it protects differences because they are of a few,
/// where a reader cannot tell whether they are. When this was written 504 of all 528 were found.
#[test]
fn the_attacker_names_a_hidden_figure_when_a_complementary_one_is_shown() {
    let (files, cells) = example();
    let sample: Vec<&Complementary> = cells.iter().step_by(STEP).collect();
    let mut missed = Vec::new();
    for cell in &sample {
        assert!(found(&files, cell, false).is_empty(), "{} hides nothing from the attacker as it is", cell.row);
        let told = found(&files, cell, true);
        assert!(
            told.iter().all(|finding| matches!(
                finding.known,
                Known::Exact(_) | Known::Few(_) | Known::Between(..) | Known::Presumed(..)
            )),
            "{told:?}"
        );
        if told.is_empty() {
            missed.push(cell.row.as_str());
        }
    }
    assert!(sample.len() >= 50 && missed.len() * 10 <= sample.len(), "{} of {}: {missed:#?}", missed.len(), sample.len());
}
