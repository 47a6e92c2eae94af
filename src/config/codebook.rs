//! Codebooks: everything that would make an answer be counted wrongly, each complaint at its line.

use super::document::Document;
use super::profile::Headers;
use super::words::{any_of, nearest};
use crate::model::profile::{Codebook, Item, Rule};
use std::collections::BTreeMap;

/// What an answer to an item can be coded as.
enum Codes {
    These(Vec<i16>),
    Between(i16, i16),
}

impl Codes {
    fn of(item: &Item) -> Self {
        match item.tal {
            Some((from, to)) => Self::Between(from, to),
            None => Self::These(item.svar.values().chain(&item.uden_for_filter).copied().collect()),
        }
    }

    fn hold(&self, code: i16) -> bool {
        match self {
            Self::These(codes) => codes.contains(&code),
            Self::Between(from, to) => (*from..=*to).contains(&code),
        }
    }
}

/// The items of a codebook: a question with one answer is an item, one with several has an item for each choice.
type Items<'a> = BTreeMap<&'a str, Codes>;

/// Complains about everything in a codebook that would make an answer be counted wrongly.
pub(super) fn check(document: &mut Document<'_>, codebook: &Codebook) {
    if codebook.spoergsmaal.is_empty() {
        document.complain(
            &["spoergsmaal"],
            "Kodebogen har ingen spørgsmål. Tilføj et afsnit for hvert, for eksempel [spoergsmaal.\"wb.lonely\"].",
        );
    }
    let mut headers = Headers::new("spoergsmaal", "kolonne");
    let items = items(document, codebook);
    for (name, item) in &codebook.spoergsmaal {
        if item.flere.is_empty() || !item.kolonne.is_empty() {
            headers.check(document, name, &item.kolonne);
        }
        if item.flere.is_empty() {
            check_single(document, name, item);
        } else {
            check_choices(document, name, item);
        }
        check_invalid(document, name, item);
        check_filter(document, name, item, &items);
    }
    check_circles(document, codebook);
    for (index, rule) in codebook.useriose.regel.iter().enumerate() {
        check_rule(document, &index.to_string(), rule, &items);
    }
    check_least(document, codebook);
}

fn items<'a>(document: &mut Document<'_>, codebook: &'a Codebook) -> Items<'a> {
    let mut items = Items::new();
    for (name, item) in codebook.spoergsmaal.iter().filter(|(_, item)| item.flere.is_empty()) {
        items.insert(name, Codes::of(item));
    }
    for (name, item) in &codebook.spoergsmaal {
        for choice in item.flere.keys() {
            let taken = items.insert(choice, Codes::Between(0, 1)).is_some() || codebook.spoergsmaal.contains_key(choice);
            if taken {
                let text = format!("Id \"{choice}\" bruges også et andet sted i kodebogen. Giv svarmuligheden sit eget id.");
                document.complain(&["spoergsmaal", name, "flere", choice], text);
            }
        }
    }
    items
}

fn check_single(document: &mut Document<'_>, name: &str, item: &Item) {
    match item.tal {
        None if item.svar.is_empty() => {
            let text = format!(
                "Spørgsmålet \"{name}\" har hverken \"svar\" eller \"tal\". Tilføj svar = {{ \"Ja\" = 1, \"Nej\" = 0 }} eller tal = [0, 10]"
            );
            document.complain(&["spoergsmaal", name], text);
        }
        Some((from, to)) if from > to => {
            document.complain(
                &["spoergsmaal", name, "tal"],
                format!("Det første tal ({from}) er større end det sidste ({to}). Byt dem om."),
            );
        }
        // The ends of a scale often have words ("0 Værst").
        Some((from, to)) => {
            for (answer, code) in item.svar.iter().filter(|(_, code)| !(from..=to).contains(*code)) {
                let text = format!(
                    "Svaret \"{answer}\" har koden {code}, men \"tal\" går fra {from} til {to}. Ret koden eller \"tal\"."
                );
                document.complain(&["spoergsmaal", name, "svar", answer], text);
            }
        }
        None => {}
    }
}

/// Either every choice has a column of its own, or the question has one and every choice its words.
fn check_choices(document: &mut Document<'_>, name: &str, item: &Item) {
    if item.tal.is_some() {
        let text = format!("Spørgsmålet \"{name}\" tager flere svar og kan ikke have \"tal\". Slet linjen.");
        document.complain(&["spoergsmaal", name, "tal"], text);
    }
    for (answer, code) in item.svar.iter().filter(|(_, code)| !matches!(code, 0 | 1)) {
        let text =
            format!("Svaret \"{answer}\" har koden {code}, men når et spørgsmål tager flere svar, er 1 valgt og 0 ikke valgt.");
        document.complain(&["spoergsmaal", name, "svar", answer], text);
    }
    for (id, choice) in &item.flere {
        let place = ["spoergsmaal", name, "flere", id];
        if item.kolonne.is_empty() && choice.kolonne.is_empty() {
            let text =
                format!("Svarmuligheden \"{id}\" har ingen kolonne. Skriv kolonne = [\"…\"] her, eller under spørgsmålet.");
            document.complain(&place, text);
        } else if !item.kolonne.is_empty() && !choice.kolonne.is_empty() {
            document.complain(&place, "Både spørgsmålet og svarmuligheden har \"kolonne\". Slet den ene.");
        } else if !item.kolonne.is_empty() && choice.ord.is_empty() {
            let text = format!("Svarmuligheden \"{id}\" har ingen ord. Skriv ord = [\"…\"], som de står i kolonnen.");
            document.complain(&place, text);
        }
    }
}

fn check_invalid(document: &mut Document<'_>, name: &str, item: &Item) {
    for answer in item.ugyldige.iter().filter(|answer| item.svar.contains_key(*answer)) {
        let text = format!("Svaret \"{answer}\" står både under \"svar\" og \"ugyldige\". Slet det ene.");
        document.complain(&["spoergsmaal", name, "ugyldige"], text);
    }
}

fn check_filter(document: &mut Document<'_>, name: &str, item: &Item, items: &Items) {
    let Some(filter) = &item.filter else {
        if item.uden_for_filter.is_some() {
            let text =
                format!("Spørgsmålet \"{name}\" har \"uden_for_filter\", men intet filter. Tilføj filter, eller slet linjen.");
            document.complain(&["spoergsmaal", name, "uden_for_filter"], text);
        }
        return;
    };
    check_codes(document, &["spoergsmaal", name, "filter", "spoergsmaal"], &filter.spoergsmaal, &filter.svar, items);
    if filter.svar.is_empty() {
        let text = "Listen \"svar\" er tom, så ingen bliver spurgt. Skriv de koder, der leder til spørgsmålet.";
        document.complain(&["spoergsmaal", name, "filter", "svar"], text);
    }
    if let Some(code) = item.uden_for_filter.filter(|code| item.tal.is_some_and(|(from, to)| !(from..=to).contains(code))) {
        let text = format!("\"uden_for_filter\" er {code}, som ligger uden for \"tal\". Ret den ene.");
        document.complain(&["spoergsmaal", name, "uden_for_filter"], text);
    }
}

/// Complains about an item that does not exist, or codes it does not have.
fn check_codes(document: &mut Document<'_>, place: &[&str], id: &str, codes: &[i16], items: &Items) {
    let Some(known) = items.get(id) else {
        let advice = match nearest(id, items.keys().copied()) {
            Some(near) => format!("Mente du \"{near}\"?"),
            None => "Brug et id fra kodebogen; når et spørgsmål tager flere svar, er det svarmulighedens id.".to_owned(),
        };
        return document.complain(place, format!("Kodebogen har intet spørgsmål med id \"{id}\". {advice}"));
    };
    for code in codes.iter().filter(|code| !known.hold(**code)) {
        let words = match known {
            Codes::Between(from, to) => format!("koder fra {from} til {to}"),
            Codes::These(codes) => {
                let names: Vec<String> = codes.iter().map(i16::to_string).collect();
                format!("koderne {}", any_of(&names.iter().map(String::as_str).collect::<Vec<_>>()).replace('"', ""))
            }
        };
        document.complain(place, format!("\"{id}\" har ikke koden {code}. Spørgsmålet har {words}."));
    }
}

/// A chain of filters must begin somewhere.
fn check_circles(document: &mut Document<'_>, codebook: &Codebook) {
    let question = |id: &str| {
        let choice = || codebook.spoergsmaal.iter().find(|(_, item)| item.flere.contains_key(id)).map(|(name, _)| name);
        codebook.spoergsmaal.get_key_value(id).map(|(name, _)| name).or_else(choice)
    };
    let before = |name: &&String| question(&codebook.spoergsmaal[*name].filter.as_ref()?.spoergsmaal);
    for name in codebook.spoergsmaal.keys() {
        let chain = std::iter::successors(before(&name), before);
        if chain.take(codebook.spoergsmaal.len()).any(|other| other == name) {
            let text = format!("Filteret på \"{name}\" fører tilbage til spørgsmålet selv. Ret det, så kæden begynder et sted.");
            document.complain(&["spoergsmaal", name, "filter"], text);
        }
    }
}

fn check_rule(document: &mut Document<'_>, index: &str, rule: &Rule, items: &Items) {
    let place = ["useriose", "regel", index];
    let kinds = [!rule.svar.is_empty(), !rule.alle_ens.is_empty(), !rule.hoejeste.is_empty()];
    if kinds.iter().filter(|given| **given).count() != 1 {
        let text = format!("Reglen \"{}\" skal have netop én af \"svar\", \"alle_ens\" og \"hoejeste\".", rule.navn);
        document.complain(&place, text);
    }
    for (id, codes) in &rule.svar {
        check_codes(document, &[&place[..], &["svar", id]].concat(), id, codes, items);
    }
    for (key, list) in [("alle_ens", &rule.alle_ens), ("hoejeste", &rule.hoejeste)] {
        for (at, id) in list.iter().enumerate() {
            check_codes(document, &[&place[..], &[key, &at.to_string()]].concat(), id, &[], items);
        }
    }
    if (1..3).contains(&rule.alle_ens.len()) {
        let text = "\"alle_ens\" skal have mindst tre spørgsmål. To ens svar siger intet om, hvorvidt eleven svarede seriøst.";
        document.complain(&[&place[..], &["alle_ens"]].concat(), text);
    }
}

fn check_least(document: &mut Document<'_>, codebook: &Codebook) {
    let rules = codebook.useriose.regel.len();
    let Some(least) = codebook.useriose.mindst.filter(|least| *least == 0 || *least > rules) else { return };
    let text = format!("\"mindst\" er {least}, men der er {rules} regler. Skriv et tal fra 1 til {rules}.");
    document.complain(&["useriose", "mindst"], text);
}

#[cfg(test)]
mod tests {
    use super::super::codebook;

    const EVER: &str =
        "kilde = \"x\"\n[spoergsmaal.\"al.ever\"]\nkolonne = [\"S1\"]\ntekst = \"?\"\nsvar = { Ja = 1, Nej = 0 }\n";

    fn refusal(more: &str) -> String {
        codebook("k.toml", &format!("{EVER}{more}")).map(|_| ()).expect_err("the codebook is wrong").to_string()
    }

    fn last(filter: &str) -> String {
        format!("[spoergsmaal.\"al.last\"]\nkolonne = [\"S2\"]\ntekst = \"?\"\ntal = [0, 9]\n{filter}\n")
    }

    #[test]
    fn a_filter_on_an_item_that_does_not_exist_points_at_its_line_with_the_nearest() {
        let expected = "k.toml, linje 10: Kodebogen har intet spørgsmål med id \"al.evr\". Mente du \"al.ever\"?\n    \
            10 | filter = { spoergsmaal = \"al.evr\", svar = [1] }\n       |                          ^^^^^^^^";
        assert_eq!(refusal(&last("filter = { spoergsmaal = \"al.evr\", svar = [1] }")), expected);
        let codes = refusal(&last("filter = { spoergsmaal = \"al.ever\", svar = [2] }"));
        assert!(codes.contains("linje 10: \"al.ever\" har ikke koden 2. Spørgsmålet har koderne 1 eller 0."), "{codes}");
    }

    #[test]
    fn a_filter_that_leads_back_to_itself_is_refused() {
        let text = last("filter = { spoergsmaal = \"al.where\", svar = [1] }")
            + "[spoergsmaal.\"al.where\"]\nkolonne = [\"S3\"]\ntekst = \"?\"\ntal = [0, 9]\nfilter = { spoergsmaal = \"al.last\", svar = [1] }\n";
        assert_eq!(refusal(&text).matches("fører tilbage til spørgsmålet selv").count(), 2);
        assert!(refusal(&last("uden_for_filter = 0")).contains("har \"uden_for_filter\", men intet filter"));
    }

    #[test]
    fn the_ends_of_a_scale_may_have_words_inside_it() {
        let scale = |code: i16| {
            format!(
                "[spoergsmaal.\"wb.life\"]\nkolonne = [\"S4\"]\ntekst = \"?\"\ntal = [0, 10]\nsvar = {{ \"Bedst\" = {code} }}\n"
            )
        };
        assert!(codebook("k.toml", &format!("{EVER}{}", scale(10))).is_ok());
        assert!(refusal(&scale(11)).contains("linje 10: Svaret \"Bedst\" har koden 11, men \"tal\" går fra 0 til 10."));
    }

    #[test]
    fn choices_need_a_column_of_their_own_or_words_in_the_questions() {
        let question = "[spoergsmaal.\"le.where\"]\ntekst = \"?\"\nflere = { \"le.club\" = { ord = [\"Klub\"] }, \"al.ever\" = { kolonne = [\"S6\"] } }\n";
        let message = refusal(question);
        assert!(message.contains("linje 8: Svarmuligheden \"le.club\" har ingen kolonne."), "{message}");
        assert!(message.contains("linje 8: Id \"al.ever\" bruges også et andet sted"), "{message}");
        let whole = format!(
            "{EVER}{}",
            question.replace("\"?\"\n", "\"?\"\nkolonne = [\"S5\"]\n").replace(", \"al.ever\" = { kolonne = [\"S6\"] }", "")
        );
        assert!(codebook("k.toml", &whole).is_ok());
    }

    #[test]
    fn a_rule_names_known_items_and_one_kind_of_sign() {
        let message = refusal(
            "[useriose]\nmindst = 3\n[[useriose.regel]]\nnavn = \"a\"\nhoejeste = [\"al.evre\"]\n[[useriose.regel]]\nnavn = \"b\"\n",
        );
        assert!(message.contains("linje 7: \"mindst\" er 3, men der er 2 regler."), "{message}");
        assert!(
            message.contains("linje 10: Kodebogen har intet spørgsmål med id \"al.evre\". Mente du \"al.ever\"?"),
            "{message}"
        );
        assert!(message.contains("linje 11: Reglen \"b\" skal have netop én af"), "{message}");
    }
}
