//! Every character that can reach a paper is in the typeface.

use crate::example::{EXAMPLE, files};
use crate::searcher::plain;
use ssp_datarapport::render::pdf::missing_glyphs;
use std::path::Path;

/// Comments of TOML and typst never reach a paper.
fn without_comments(text: &str) -> String {
    let is_comment = |line: &&str| {
        line.trim_start().starts_with('#') && !line.trim_start().starts_with("#let") || line.trim_start().starts_with("//")
    };
    text.lines().filter(|line| !is_comment(line)).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_character_of_texts_and_templates_is_in_the_typeface() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut checked = 0;
    for folder in ["report-templates", "src/aggregate", "src/source/profiles"] {
        for (path, bytes) in files(&root.join(folder)) {
            if [".toml", ".typ", ".html"].iter().any(|ending| path.ends_with(ending)) && !path.starts_with("projekt/") {
                let missing = missing_glyphs(&without_comments(&String::from_utf8(bytes).expect("UTF-8")));
                assert!(missing.is_empty(), "{folder}/{path}: {missing:?}");
                checked += 1;
            }
        }
    }
    assert!(checked > 8);
}

#[test]
fn every_character_of_the_examples_papers_is_in_the_typeface() {
    for (path, bytes) in files(&EXAMPLE.report).into_iter().filter(|(path, _)| path.ends_with(".html")) {
        let missing = missing_glyphs(&plain(&String::from_utf8(bytes).expect("UTF-8")));
        assert!(missing.is_empty(), "{path}: {missing:?}");
    }
}

#[test]
fn every_character_of_the_source_code_texts_is_in_the_typeface() {
    // Sentences, labels and marks are written in the stages that compose and draw.
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["src/compose", "src/render/chart", "src/model"] {
        for (path, bytes) in files(&root.join(folder)) {
            let text = without_comments(&String::from_utf8(bytes).expect("UTF-8"));
            let missing = missing_glyphs(&text);
            assert!(missing.is_empty(), "{folder}/{path}: {missing:?}");
        }
    }
}

#[test]
fn a_character_the_typeface_lacks_is_noticed() {
    assert_eq!(missing_glyphs(&plain("<p>&#x6F22; a</p>")), ['漢']);
}
