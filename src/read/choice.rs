//! Which sheets of a workbook are read.

use super::header::normal;
use super::journal::{Journal, Stopped};
use crate::model::profile::{Profile, Sheets};

/// Most sheets a message names.
const MOST_NAMED: usize = 12;

/// A sheet with cells, as the workbook lists it.
pub(super) struct Listed {
    pub(super) name: String,
    pub(super) visible: bool,
}

/// Returns the names of the sheets to read: those the profile names, or the only visible one that holds anything. A hidden
/// sheet is read only when the profile names it; every other one is remarked.
pub(super) fn choose(
    sheets: &[Listed],
    profile: &Profile,
    journal: &mut Journal,
    mut is_blank: impl FnMut(&str) -> bool,
) -> Result<Vec<String>, Stopped> {
    let value_sheet = profile.vaerdiark.as_ref().map(|sheet| normal(&sheet.ark));
    let is_data = |sheet: &&Listed| sheet.visible && Some(normal(&sheet.name)) != value_sheet;
    let chosen = match &profile.ark {
        Some(Sheets::One(name)) if normal(name) != "alle" => named(std::slice::from_ref(name), sheets, profile, journal),
        Some(Sheets::Several(names)) => named(names, sheets, profile, journal),
        _ => {
            let visible: Vec<&str> = sheets.iter().filter(is_data).map(|sheet| sheet.name.as_str()).collect();
            let filled: Vec<&str> =
                if visible.len() < 2 { visible } else { visible.into_iter().filter(|name| !is_blank(name)).collect() };
            every_or_only(&filled, profile, journal)
        }
    };
    let read = |sheet: &Listed| chosen.as_ref().is_ok_and(|names| names.contains(&sheet.name));
    for hidden in sheets.iter().filter(|s| !s.visible && !read(s) && Some(normal(&s.name)) != value_sheet) {
        journal.note(9, &format!("Det skjulte ark \"{}\" er ikke læst.", hidden.name));
    }
    chosen
}

fn named(names: &[String], sheets: &[Listed], profile: &Profile, journal: &mut Journal) -> Result<Vec<String>, Stopped> {
    let mut found = Vec::new();
    let mut stopped = None;
    for wanted in names {
        match sheets.iter().find(|sheet| normal(&sheet.name) == normal(wanted)) {
            Some(sheet) if found.contains(&sheet.name) => {}
            Some(sheet) => found.push(sheet.name.clone()),
            None => {
                let visible: Vec<&str> = sheets.iter().filter(|s| s.visible).map(|s| s.name.as_str()).collect();
                let message = format!("Arket \"{wanted}\" findes ikke. Filens synlige ark er {}.", quoted(&visible));
                stopped = Some(journal.stop_with(10, &message, &advice(profile)));
            }
        }
    }
    stopped.map_or(Ok(found), Err)
}

fn every_or_only(filled: &[&str], profile: &Profile, journal: &mut Journal) -> Result<Vec<String>, Stopped> {
    match filled {
        [] => {
            let action = "Vis det ark i Excel, der skal læses, og gem filen. Eller skriv arkets navn under ark i importprofilen.";
            Err(journal.stop_with(10, "Filen har ingen synlige ark med indhold.", action))
        }
        [_, _, ..] if profile.ark.is_none() => {
            let message = format!("Filen har {} synlige ark: {}.", filled.len(), quoted(filled));
            let action = format!(
                "Skriv arkets navn under ark i importprofilen {}, eller skriv ark = \"alle\", hvis alle ark skal læses.",
                profile.navn
            );
            Err(journal.stop_with(10, &message, &action))
        }
        names => Ok(names.iter().map(|name| (*name).to_owned()).collect()),
    }
}

fn advice(profile: &Profile) -> String {
    format!("Ret arkets navn under ark i importprofilen {}.", profile.navn)
}

fn quoted(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().take(MOST_NAMED).map(|name| format!("\"{name}\"")).collect();
    let rest = names.len().saturating_sub(MOST_NAMED);
    let more = if rest > 0 { format!(" og {rest} mere") } else { String::new() };
    format!("{}{more}", shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEETS: [(&str, bool); 4] = [("Uge 1", true), ("Uge 2", true), ("Tom", true), ("Skjult", false)];

    fn choice(ark: &str, sheets: &[(&str, bool)]) -> (Option<Vec<String>>, Vec<String>) {
        let sheets: Vec<Listed> =
            sheets.iter().map(|(name, visible)| Listed { name: (*name).into(), visible: *visible }).collect();
        let toml = format!("navn = \"p\"\nkilde = \"politi\"\n{ark}\n[kolonner]\n");
        let profile: Profile = toml::from_str(&toml).expect("the profile of a test is valid");
        let mut journal = Journal::new("f.xlsx");
        let chosen = choose(&sheets, &profile, &mut journal, |name| name == "Tom").ok();
        (chosen, journal.into_findings().iter().map(|f| format!("{} {}", f.code, f.message)).collect())
    }

    #[test]
    fn without_a_word_from_the_profile_only_one_filled_sheet_is_read() {
        assert_eq!(choice("", &SHEETS[1..3]), (Some(vec!["Uge 2".into()]), vec![]));
        let (chosen, said) = choice("", &SHEETS);
        assert_eq!(chosen, None);
        assert_eq!(
            said,
            ["D010 Filen har 2 synlige ark: \"Uge 1\", \"Uge 2\".", "D009 Det skjulte ark \"Skjult\" er ikke læst."]
        );
    }

    #[test]
    fn a_lone_hidden_sheet_is_asked_about() {
        let (chosen, said) = choice("", &SHEETS[3..]);
        assert_eq!((chosen, said.len()), (None, 2));
        assert!(said[0].starts_with("D010") && said[1].starts_with("D009"));
    }

    #[test]
    fn the_profile_names_one_several_or_all() {
        let names = |ark: &str| choice(ark, &SHEETS).0.unwrap_or_default();
        assert_eq!(names("ark = \"uge 2\""), ["Uge 2"]);
        assert_eq!(names("ark = [\"Uge 2\", \"Skjult\"]"), ["Uge 2", "Skjult"]);
        assert_eq!(names("ark = \"alle\""), ["Uge 1", "Uge 2"]);
        assert_eq!(choice("ark = \"Skjult\"", &SHEETS).1, [""; 0]);
    }

    #[test]
    fn a_name_that_is_not_there_stops_with_those_that_are() {
        let (chosen, said) = choice("ark = [\"Uge 1\", \"Uge 9\"]", &SHEETS);
        assert_eq!(chosen, None);
        assert_eq!(said[0], "D010 Arket \"Uge 9\" findes ikke. Filens synlige ark er \"Uge 1\", \"Uge 2\", \"Tom\".");
    }

    #[test]
    fn the_sheet_that_explains_codes_is_no_data() {
        let toml = "[vaerdiark]\nark = \"Uge 2\"\nvariabel = \"v\"\nkode = \"k\"\ntekst = \"t\"";
        assert_eq!(choice(toml, &SHEETS[..3]).0, Some(vec!["Uge 1".into()]));
    }
}
