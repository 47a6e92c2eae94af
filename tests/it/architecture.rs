//! The rules a compiler does not know: which module may name which, which library has which door, what a person's data may not be.
//!
//! Every rule is a function of a path and a source text, so that a planted violation can show that it fails.

use crate::rust_source::{module_of, paths, resolved, tokens};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Who may name whom: modules of the crate, or single items of them with the reason.
const ARROWS: &[(&str, &[&str])] = &[
    // raw tables and findings speak of the same places in files
    ("model", &["model", "diagnostic"]),
    ("diagnostic", &["diagnostic", "model"]),
    ("config", &["config", "model"]),
    ("read", &["read", "model", "diagnostic"]),
    ("source", &["source", "model"]),
    // looks at the cells of a file without profile, and at the headers and words of the built-in profiles
    ("propose", &["propose", "model", "diagnostic", "source", "read::glimpse"]),
    ("validate", &["validate", "model", "diagnostic", "source"]),
    ("aggregate", &["aggregate", "model", "diagnostic", "statistics"]),
    ("statistics", &["statistics"]),
    ("solver", &["solver"]),
    ("protect", &["protect", "model", "diagnostic", "solver"]),
    ("compose", &["compose", "model", "diagnostic", "statistics", "protect"]),
    // takes nothing but finished documents
    ("render", &["render", "model::document", "model::artefact"]),
    ("publish", &["publish", "model::artefact"]),
    // reads finished files; shares nothing with the protection but the solver
    ("attack", &["attack", "solver", "model::artefact", "publish::reading"]),
    ("sample", &["sample", "model"]),
    (
        "pipeline",
        &[
            "pipeline",
            "model",
            "diagnostic",
            "config",
            "read",
            "source",
            "propose",
            "validate",
            "aggregate",
            "statistics",
            "protect",
            "compose",
            "render",
            "publish",
            "attack",
        ],
    ),
    (
        "cli",
        &[
            "cli",
            "pipeline",
            // prints what was found
            "diagnostic",
            // opret writes these files into a new project
            "config::CHECK_CMD",
            "config::REPORT_CMD",
            "config::PROJECT_TEMPLATE",
            "config::SAMPLE_PROJECT",
            // profiler lists the built-in profiles
            "source::listed",
            "source::Listed",
            // eksempel, and opret --med-eksempel
            "sample::Size",
            "sample::municipality",
            // told apart for their exit codes
            "publish::PublishError",
            "render::RenderError",
        ],
    ),
];

const PERSON_ZONE: [&str; 6] = ["read", "source", "propose", "validate", "store", "aggregate"];
const RELEASE_ZONE: [&str; 4] = ["compose", "render", "publish", "attack"];

/// Where a library may be used.
const DOORS: &[(&str, &[&str])] = &[
    ("polars", &["src/aggregate/", "src/store/"]),
    ("typst", &["src/render/pdf/"]),
    ("typst_layout", &["src/render/pdf/"]),
    ("typst_pdf", &["src/render/pdf/"]),
    ("plotters", &["src/render/chart/"]),
    ("minijinja", &["src/render/html.rs", "src/render/html/"]),
    ("notosans", &["src/render/fonts.rs"]),
    ("calamine", &["src/read/"]),
    ("encoding_rs", &["src/read/"]),
    ("quick_xml", &["src/read/"]),
    // read, and the writer of the open tables
    ("csv", &["src/read/", "src/render/tables.rs"]),
    // xlsx and docx are zip files: read, scanned, and written for the sample
    ("zip", &["src/read/", "src/publish/", "src/sample/"]),
    ("rust_xlsxwriter", &["src/render/tables/", "src/sample/"]),
    ("lopdf", &["src/publish/"]),
    ("icu_collator", &["src/compose/"]),
    ("icu_locale_core", &["src/compose/"]),
    ("statrs", &["src/statistics/"]),
    ("microlp", &["src/solver/"]),
    ("clap", &["src/cli/"]),
    ("getrandom", &["src/cli/"]),
    ("oorandom", &["src/sample/"]),
];

/// Words that mean a clock, a terminal or the environment; they belong to the command line.
const WORLDLY: [&str; 7] = ["Instant", "SystemTime", "stdout", "stderr", "stdin", "Zoned", "Timestamp"];
/// `Timestamp` is also the PDF writer's word for the date of a file, which is the data's.
const WORLDLY_ELSEWHERE: [(&str, &str); 1] = [("src/render/pdf/mod.rs", "Timestamp")];
const PRINTERS: [&str; 5] = ["print", "println", "eprint", "eprintln", "dbg"];

/// Types that must not be written out, in the files that hold them.
const SECRET_FILES: [&str; 3] = ["src/model/person.rs", "src/model/records.rs", "src/model/counts.rs"];
const SECRET_TYPES: [&str; 4] = ["Pseudonym", "Records", "CountTable", "Exact"];

const LONGEST_FILE: usize = 400;
/// Files that may be longer: tables of data.
const LONG_TABLES: [(&str, &str); 1] = [("src/aggregate/indicators.toml", "one entry per indicator, in one catalogue")];
const EMPTY_NAMES: [&str; 8] = ["utils", "util", "helpers", "helper", "common", "misc", "manager", "shared"];

/// Every source file of the program but its tests.
fn sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = crate::example::files(&root.join("src"));
    let text = |(path, bytes): (String, Vec<u8>)| Some((format!("src/{path}"), String::from_utf8(bytes).ok()?));
    files.into_iter().filter_map(text).collect()
}

fn is_test_file(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs")
}

/// Runs a rule over the program.
fn offences(rule: fn(&str, &str) -> Vec<String>) -> Vec<String> {
    let sources = sources();
    let checked: Vec<_> = sources.iter().filter(|(path, _)| path.ends_with(".rs") && !is_test_file(path)).collect();
    assert!(checked.len() > 100, "the rule must see the program, and saw {} files", checked.len());
    checked.into_iter().flat_map(|(path, text)| rule(path, text)).collect()
}

#[track_caller]
fn assert_kept(rule: fn(&str, &str) -> Vec<String>) {
    let found = offences(rule);
    assert!(found.is_empty(), "{} offences:\n{}", found.len(), found.join("\n"));
}

#[track_caller]
fn assert_seen(rule: fn(&str, &str) -> Vec<String>, planted: &[(&str, &str)]) {
    for (path, source) in planted {
        assert!(!rule(path, source).is_empty(), "nobody noticed in {path}: {source}");
    }
}

fn is_at_or_below(path: &str, allowed: &str) -> bool {
    path == allowed || path.strip_prefix(allowed).is_some_and(|rest| rest.starts_with("::"))
}

/// Returns the parts of the own crate that a file names, from the root on.
fn named(path: &str, source: &str) -> BTreeSet<String> {
    let module = module_of(path);
    let of_crate = paths(&tokens(source)).into_iter().filter_map(|p| resolved(&module, &p));
    let without_self = |mut parts: Vec<String>| {
        parts.retain(|part| part != "self");
        parts.join("::")
    };
    of_crate.map(without_self).filter(|p| !p.is_empty()).collect()
}

fn arrows(path: &str, source: &str) -> Vec<String> {
    let module = module_of(path);
    let Some(stage) = module.first() else { return Vec::new() };
    let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| name == stage) else {
        return vec![format!("{path}: {stage} stands in no row of the table of arrows")];
    };
    let named = named(path, source).into_iter();
    named.filter(|name| !allowed.iter().any(|a| is_at_or_below(name, a))).map(|name| format!("{path} names {name}")).collect()
}

#[test]
fn stages_name_only_what_the_table_allows() {
    assert_kept(arrows);
}

#[test]
fn an_arrow_too_many_is_noticed() {
    assert_seen(
        arrows,
        &[
            ("src/model/x.rs", "use crate::config::X;"),
            ("src/diagnostic/x.rs", "use super::super::read::X;"),
            ("src/read/x.rs", "use crate::{model::raw::RawTable, validate::Tally};"),
            ("src/propose/x.rs", "use crate::read::read_tables;"),
            ("src/source/x.rs", "use crate::read::glimpse::glimpse;"),
            ("src/validate/x.rs", "fn f() -> crate::read::Reading<'static> { todo!() }"),
            ("src/validate/mod.rs", "use super::aggregate;"),
            ("src/aggregate/x.rs", "pub use crate::protect::Protected;"),
            ("src/statistics/x.rs", "use crate::model::counts::Exact;"),
            ("src/protect/x.rs", "use crate::compose::Input;"),
            ("src/compose/x.rs", "use crate::aggregate::Scope;"),
            ("src/render/x.rs", "use crate::model::counts::CountTable;"),
            ("src/render/pdf/mod.rs", "use crate::protect::Protected;"),
            ("src/publish/mod.rs", "use crate::model::records::Records;"),
            ("src/pipeline.rs", "use crate::cli::run;"),
            ("src/cli/x.rs", "use crate::aggregate::aggregate;"),
            ("src/cli/x.rs", "use crate::config::project;"),
            ("src/cli/x.rs", "use crate::sample::*;"),
            ("src/sample/x.rs", "use crate::read::read_table;"),
            ("src/newcomer/mod.rs", "use crate::model::raw;"),
        ],
    );
}

#[test]
fn every_row_of_the_table_has_its_module() {
    let sources = sources();
    for (stage, _) in ARROWS {
        assert!(sources.keys().any(|path| module_of(path).first().is_some_and(|m| m == stage)), "{stage} is gone");
    }
}

/// The table itself must keep the zones apart, whoever edits it.
fn arrows_between_zones(table: &[(&str, &[&str])]) -> Vec<String> {
    let zone = |name: &str| (PERSON_ZONE.contains(&name), RELEASE_ZONE.contains(&name));
    let mut found = Vec::new();
    for (from, to) in table {
        for target in *to {
            let target_stage = target.split("::").next().unwrap_or_default();
            let ((from_person, from_release), (to_person, to_release)) = (zone(from), zone(target_stage));
            if (from_person && (to_release || target_stage == "protect")) || (from_release && to_person) {
                found.push(format!("{from} -> {target}"));
            }
        }
    }
    found
}

#[test]
fn person_zone_and_release_zone_never_meet() {
    assert!(arrows_between_zones(ARROWS).is_empty());
    assert_eq!(arrows_between_zones(&[("render", &["aggregate"])]), ["render -> aggregate"]);
    assert_eq!(arrows_between_zones(&[("read", &["publish"]), ("aggregate", &["protect"])]).len(), 2);
}

fn doors(path: &str, source: &str) -> Vec<String> {
    let used = paths(&tokens(source));
    let of = |krate: &str| used.iter().any(|p| p[0] == krate);
    let outside = DOORS.iter().filter(|(krate, places)| of(krate) && !places.iter().any(|place| path.starts_with(place)));
    outside.map(|(krate, _)| format!("{path} uses {krate}")).collect()
}

#[test]
fn libraries_are_used_behind_their_doors_only() {
    assert_kept(doors);
}

#[test]
fn every_door_is_used() {
    for (krate, places) in DOORS {
        let used = sources().iter().any(|(path, text)| {
            path.ends_with(".rs")
                && places.iter().any(|p| path.starts_with(p))
                && paths(&tokens(text)).iter().any(|p| p[0] == *krate)
        });
        assert!(used, "{krate} is not used where the table says");
    }
}

#[test]
fn a_library_at_the_wrong_door_is_noticed() {
    for (krate, _) in DOORS {
        assert_seen(
            doors,
            &[
                ("src/protect/x.rs", &format!("use {krate}::x;")),
                ("src/model/x.rs", &format!("use {krate};")),
                ("src/protect/x.rs", &format!("fn f() {{ ::{krate}::x() }}")),
                ("src/pipeline.rs", &format!("fn f(x: {krate}::X) {{}}")),
            ],
        );
    }
    assert!(
        doors("src/render/mod.rs", "fn f() { tables::csv(t); crate::render::csv::x() }").is_empty(),
        "own modules are no library"
    );
}

fn worldly(path: &str, source: &str) -> Vec<String> {
    if path.starts_with("src/cli/") || path == "src/main.rs" {
        return Vec::new();
    }
    let tokens = tokens(source);
    let follows = |at: usize, sign: &str| tokens.get(at + 1).is_some_and(|next| next == sign);
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let word = token.as_str();
        let listed = WORLDLY_ELSEWHERE.contains(&(path, word));
        let of_std = word == "env" && at > 1 && tokens[at - 1] == "::" && tokens[at - 2] == "std";
        let printer = PRINTERS.contains(&word) && follows(at, "!");
        if (WORLDLY.contains(&word) && !listed) || of_std || printer || (word == "exit" && follows(at, "(")) {
            found.push(format!("{path} uses {word}"));
        }
    }
    found.extend(
        paths(&tokens).iter().filter(|p| p.starts_with(&["std".into(), "env".into()])).map(|_| format!("{path} uses std::env")),
    );
    found
}

#[test]
fn clock_terminal_and_environment_belong_to_the_command_line() {
    assert_kept(worldly);
}

#[test]
fn a_clock_or_a_print_elsewhere_is_noticed() {
    assert_seen(
        worldly,
        &[
            ("src/compose/x.rs", "use std::time::Instant;"),
            ("src/publish/x.rs", "fn f() { std::time::SystemTime::now() }"),
            ("src/read/x.rs", "fn f() { println!(\"x\") }"),
            ("src/pipeline.rs", "fn f() { dbg!(1); }"),
            ("src/render/x.rs", "use std::{env, fs};"),
            ("src/render/x.rs", "fn f() { std::env::var(\"X\") }"),
            ("src/validate/x.rs", "fn f() { io::stdout().write_all(b\"\") }"),
            ("src/aggregate/x.rs", "fn f() { std::process::exit(1) }"),
            ("src/compose/x.rs", "fn f() { jiff::Zoned::now() }"),
        ],
    );
}

/// Model and diagnostic take nothing from any library but serde.
fn plain(path: &str, source: &str) -> Vec<String> {
    if !path.starts_with("src/model/") && !path.starts_with("src/diagnostic/") {
        return Vec::new();
    }
    let libraries = dependencies();
    let used = paths(&tokens(source)).into_iter().map(|p| p[0].clone()).filter(|first| first != "serde");
    used.filter(|first| libraries.contains(first)).map(|krate| format!("{path} uses {krate}")).collect()
}

fn dependencies() -> BTreeSet<String> {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).expect("Cargo.toml");
    let manifest: toml::Table = manifest.parse().expect("Cargo.toml is TOML");
    let names = manifest["dependencies"].as_table().expect("a table of dependencies").keys();
    names.map(|name| name.replace('-', "_")).collect()
}

#[test]
fn the_model_takes_nothing_but_serde() {
    // diagnostic writes its own JSON
    let found: Vec<String> = offences(plain).into_iter().filter(|o| o != "src/diagnostic/report.rs uses serde_json").collect();
    assert!(found.is_empty(), "{found:?}");
    assert_seen(plain, &[("src/model/x.rs", "use jiff::civil::Date;"), ("src/diagnostic/x.rs", "fn f(x: toml::Table) {}")]);
}

/// `Protected { … }` as a value; a type, a pattern's struct or an `impl` block is none.
fn forgery(path: &str, source: &str) -> Vec<String> {
    if path.starts_with("src/protect/") {
        return Vec::new();
    }
    let tokens = tokens(source);
    let is_value = |at: usize| {
        let before = at.checked_sub(1).map_or("", |b| tokens[b].as_str());
        let after_arrow = before == ">" && at > 1 && tokens[at - 2] == "-";
        !["struct", "impl", "for", "enum", "&"].contains(&before) && !after_arrow
    };
    let built = tokens.windows(2).enumerate().filter(|(at, pair)| pair[0] == "Protected" && pair[1] == "{" && is_value(*at));
    built.map(|_| format!("{path} builds Protected")).collect()
}

#[test]
fn publishable_figures_are_built_in_protect_only() {
    assert_kept(forgery);
    assert_seen(
        forgery,
        &[
            ("src/compose/x.rs", "fn f() -> Protected { Protected { cells } }"),
            ("src/pipeline.rs", "let p = crate::protect::Protected { indicators };"),
        ],
    );
    assert!(forgery("src/compose/x.rs", "fn f() -> Protected { x() } impl Protected { }").is_empty());
}

/// The wall would have a hole if `Protected` could be made from text, by default, or field by field.
fn holes(path: &str, source: &str) -> Vec<String> {
    if path != "src/protect/mod.rs" {
        return Vec::new();
    }
    let tokens = tokens(source);
    let Some(at) = tokens.windows(2).position(|pair| pair[0] == "struct" && pair[1] == "Protected") else {
        return vec!["Protected is gone".to_owned()];
    };
    let body: Vec<&str> = tokens[at..].iter().map(String::as_str).take_while(|token| *token != "}").collect();
    let mut found = Vec::new();
    if body.contains(&"pub") {
        found.push("Protected has a public field".to_owned());
    }
    let derived = derives(&tokens, at);
    found.extend(["Default", "Deserialize"].iter().filter(|d| derived.contains(**d)).map(|d| format!("Protected derives {d}")));
    found
}

/// Returns what the item whose `struct` or `enum` stands at `at` derives.
fn derives(tokens: &[String], at: usize) -> BTreeSet<&str> {
    let start = tokens[..at].iter().rposition(|token| matches!(token.as_str(), "}" | ";")).map_or(0, |end| end + 1);
    let before = &tokens[start..at];
    let Some(first) = before.iter().position(|token| token == "derive") else { return BTreeSet::new() };
    before[first..].iter().map(String::as_str).take_while(|token| *token != "]").collect()
}

#[test]
fn the_wall_has_no_hole() {
    assert_kept(holes);
    assert_seen(
        holes,
        &[
            ("src/protect/mod.rs", "pub struct Protected { pub cells: u8 }"),
            ("src/protect/mod.rs", "#[derive(Clone, Default)] pub struct Protected { cells: u8 }"),
            ("src/protect/mod.rs", "pub struct Other;"),
        ],
    );
}

/// Records and counts cannot be written out.
fn talkative(path: &str, source: &str) -> Vec<String> {
    let tokens = tokens(source);
    let mut found = Vec::new();
    if SECRET_FILES.contains(&path) && tokens.iter().any(|token| token == "Serialize") {
        found.push(format!("{path} names Serialize"));
    }
    for (at, token) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1).map_or("", String::as_str);
        let secret = SECRET_TYPES.contains(&next);
        if matches!(token.as_str(), "struct" | "enum") && secret {
            let derived = derives(&tokens, at);
            found.extend(
                ["Serialize", "Debug", "Display"].iter().filter(|d| derived.contains(**d)).map(|d| format!("{next} derives {d}")),
            );
        }
        let behind = at.checked_sub(1).map_or("", |b| tokens[b].as_str());
        if token == "for" && secret && matches!(behind, "Display" | "Serialize" | "ToString") {
            found.push(format!("{path} writes {next} out"));
        }
    }
    found
}

#[test]
fn records_and_counts_cannot_be_written_out() {
    assert_kept(talkative);
    assert_seen(
        talkative,
        &[
            ("src/model/records.rs", "use serde::Serialize;"),
            ("src/model/x.rs", "#[derive(Clone, Serialize)] pub struct CountTable { x: u8 }"),
            ("src/model/x.rs", "#[derive(Debug)] pub struct Pseudonym(u128);"),
            ("src/read/x.rs", "impl fmt::Display for Pseudonym { }"),
            ("src/cli/x.rs", "impl serde::Serialize for Records { }"),
        ],
    );
}

/// The compiler's word for the same: each line would be ambiguous, and fail to compile, if the type could be serialised.
mod never_serialised {
    use ssp_datarapport::model::{counts, person, records};

    trait Ambiguous<Marker> {
        fn holds() -> bool {
            true
        }
    }
    impl<T: ?Sized> Ambiguous<()> for T {}
    impl<T: ?Sized + serde::Serialize> Ambiguous<u8> for T {}

    #[test]
    fn persons_and_counts_have_no_serialize() {
        assert!(<person::Pseudonym as Ambiguous<_>>::holds());
        assert!(<records::Records as Ambiguous<_>>::holds());
        assert!(<records::PoliceRecord as Ambiguous<_>>::holds());
        assert!(<records::AbsenceRecord as Ambiguous<_>>::holds());
        assert!(<records::Note as Ambiguous<_>>::holds());
        assert!(<counts::CountTable as Ambiguous<_>>::holds());
        assert!(<counts::Exact as Ambiguous<_>>::holds());
    }
}

fn too_long(path: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    let listed = LONG_TABLES.iter().any(|(table, _)| *table == path);
    (lines > LONGEST_FILE && !listed).then(|| format!("{path} has {lines} lines"))
}

#[test]
fn no_file_is_longer_than_one_can_keep_in_mind() {
    let sources = sources();
    let found: Vec<String> = sources.iter().filter_map(|(path, text)| too_long(path, text)).collect();
    assert!(found.is_empty(), "{found:?}");
    assert!(too_long("src/x.rs", &"x\n".repeat(401)).is_some());
    for (table, _) in LONG_TABLES {
        assert!(sources[table].lines().count() > LONGEST_FILE, "{table} needs no exception");
    }
}

fn empty_name(path: &str) -> bool {
    module_of(path)
        .iter()
        .any(|part| EMPTY_NAMES.contains(&part.as_str()) || part.ends_with("_utils") || part.ends_with("_helpers"))
}

#[test]
fn every_module_is_named_for_what_it_does() {
    let found: Vec<String> = sources().into_keys().filter(|path| empty_name(path)).collect();
    assert!(found.is_empty(), "{found:?}");
    assert!(empty_name("src/read/utils.rs") && empty_name("src/common/mod.rs") && empty_name("src/date_helpers.rs"));
}

/// The checker resolves `super` from the file, so a module inside a file would mislead it.
fn inner_modules(path: &str, source: &str) -> Vec<String> {
    let tokens = tokens(source);
    let opened = tokens.windows(3).filter(|three| three[0] == "mod" && three[2] == "{");
    opened.map(|three| format!("{path} opens mod {}", three[1])).collect()
}

#[test]
fn a_module_is_a_file() {
    assert_kept(inner_modules);
    assert_seen(inner_modules, &[("src/read/x.rs", "mod inner { use super::super::publish; }")]);
}
