//! The sentences of the quality page about what the checks found. Words are data; no sentence holds a number.

use crate::diagnostic::{Code, Findings};
use crate::model::profile::Source;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The built-in sentences.
const QUALITY_SENTENCES: &str = include_str!("../../report-templates/quality.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentences {
    saetning: Vec<Sentence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentence {
    koder: Vec<String>,
    tekst: String,
}

/// Returns the sentences of what was found, each with the sources it holds for. `folders` says where the files of each
/// source lie.
///
/// # Panics
/// When the built-in sentences are no valid TOML: a bug.
pub fn quality_sentences(findings: &Findings, folders: &BTreeMap<Source, String>) -> Vec<String> {
    let found = codes(findings, folders);
    let known: Sentences = toml::from_str(QUALITY_SENTENCES).expect("the built-in sentences are valid TOML");
    known.saetning.iter().filter_map(|sentence| sentence.about(&found)).collect()
}

fn codes(findings: &Findings, folders: &BTreeMap<Source, String>) -> BTreeMap<Source, BTreeSet<Code>> {
    let mut found: BTreeMap<Source, BTreeSet<Code>> = BTreeMap::new();
    for finding in findings.iter() {
        let below =
            |folder: &String| finding.location.file.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'));
        for (source, _) in folders.iter().filter(|(_, folder)| finding.location.file == **folder || below(folder)) {
            found.entry(*source).or_default().insert(finding.code);
        }
    }
    found
}

impl Sentence {
    fn about(&self, found: &BTreeMap<Source, BTreeSet<Code>>) -> Option<String> {
        let holds = |codes: &BTreeSet<Code>| codes.iter().any(|code| self.koder.contains(&code.to_string()));
        let sources: Vec<&str> = found.iter().filter(|(_, codes)| holds(codes)).map(|(source, _)| source.danish()).collect();
        let (last, others) = sources.split_last()?;
        let names = if others.is_empty() { (*last).to_owned() } else { format!("{} og {last}", others.join(", ")) };
        Some(self.tekst.replace("{kilder}", &names))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Finding, Location, entry};

    fn folders() -> BTreeMap<Source, String> {
        [(Source::Upu, "indbakke/upu".to_owned()), (Source::Politi, "indbakke/politi".to_owned())].into()
    }

    #[test]
    fn a_sentence_names_every_source_it_holds_for_once() {
        let mut findings = Findings::default();
        for file in ["indbakke/politi/a.xlsx", "indbakke/politi/b.xlsx", "indbakke/upu/c.xlsx"] {
            findings.push(Finding::new(40, Location::file(file), "Ord.").counted(7));
        }
        let sentences = quality_sentences(&findings, &folders());
        assert_eq!(sentences.len(), 1);
        assert!(sentences[0].ends_with("Det gælder Ungeprofilundersøgelsen og Politiets SSP-lister."), "{sentences:?}");
    }

    #[test]
    fn nothing_found_says_nothing() {
        assert!(quality_sentences(&Findings::default(), &folders()).is_empty());
    }

    #[test]
    fn every_sentence_has_known_codes_and_no_number() {
        let known: Sentences = toml::from_str(QUALITY_SENTENCES).expect("valid TOML");
        for sentence in known.saetning {
            for code in &sentence.koder {
                let number = code.trim_start_matches('D').parse().expect("a code is D and a number");
                assert_eq!(entry(Code(number)).code.to_string(), *code);
            }
            assert!(
                sentence.tekst.contains("{kilder}")
                    && !sentence.tekst.replace("15 år", "").contains(|c: char| c.is_ascii_digit())
            );
        }
    }
}
