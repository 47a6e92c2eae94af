//! The districts of ssp.toml: ids fit for file names, and no word that could mean two districts.

use super::document::Document;
use super::unchecked::UncheckedDistrict;
use super::values::{required_text, texts};
use crate::model::project::District;
use std::collections::BTreeMap;

/// Ids the open tables and file names use for something else.
const RESERVED: [&str; 3] = ["kommune", "uoplyst", "alle"];

/// Returns the districts, complaining about every id and name that cannot be used.
pub(super) fn check(document: &mut Document<'_>, raw: Vec<UncheckedDistrict>) -> Vec<District> {
    if raw.is_empty() && document.is_whole() {
        let text =
            "Der er ingen distrikter. Tilføj et afsnit for hvert: [[distrikter]] med id = \"nord\" og navn = \"Nordre distrikt\"";
        document.complain(&["distrikter"], text);
    }
    let districts: Vec<District> = raw.into_iter().enumerate().map(|(i, district)| one(document, i, district)).collect();
    check_names(document, &districts);
    districts
}

fn one(document: &mut Document<'_>, index: usize, raw: UncheckedDistrict) -> District {
    let index = index.to_string();
    let place = |key| ["distrikter", index.as_str(), key];
    let id = required_text(document, &place("id"), raw.id);
    if RESERVED.contains(&id.as_str()) {
        document
            .complain(&place("id"), format!("Id \"{id}\" bruges af programmet selv. Vælg et andet, for eksempel \"{id}-1\"."));
    } else if !id.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-')) {
        let text = format!(
            "Id \"{id}\" må kun have små bogstaver a-z, tal og bindestreg, for det bruges i filnavne. Skriv for eksempel \"oest\"."
        );
        document.complain(&place("id"), text);
    }
    District {
        id,
        name: required_text(document, &place("navn"), raw.navn),
        aliases: texts(document, &place("aliasser"), raw.aliasser),
    }
}

/// Complains where an id, a name or an alias is taken by another district already.
fn check_names(document: &mut Document<'_>, districts: &[District]) {
    let mut taken: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (index, district) in districts.iter().enumerate() {
        let number = index.to_string();
        let words = [("id", None, &district.id), ("navn", None, &district.name)];
        let aliases = district.aliases.iter().enumerate().map(|(i, alias)| ("aliasser", Some(i.to_string()), alias));
        for (key, item, word) in words.into_iter().chain(aliases).filter(|(_, _, word)| !word.is_empty()) {
            let mut place = vec!["distrikter", number.as_str(), key];
            place.extend(item.as_deref());
            let line = document.line_number(&place);
            let (owner, first) = *taken.entry(word.to_lowercase()).or_insert((index, line));
            if owner != index {
                let text = format!(
                    "\"{word}\" bruges også af distriktet i linje {first}. Giv de to distrikter hver sit id og hver sine navne."
                );
                document.complain(&place, text);
            }
        }
    }
}
