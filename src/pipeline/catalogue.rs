//! Which indicators a project counts, and why it does not count the others.

use crate::model::indicator::{Indicator, Measure};
use crate::model::profile::{Codebook, Filter};
use crate::model::project::IndicatorSettings;

/// One indicator of the catalogue, and whether this project counts it.
pub struct Entry {
    /// The indicator.
    pub indicator: Indicator,
    /// Whether the project brings it itself.
    pub own: bool,
    /// Whether it is counted.
    pub state: State,
}

/// Whether a project counts an indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It is counted.
    On,
    /// It is off by itself, and ssp.toml does not switch it on.
    OffByItself,
    /// ssp.toml switches it off.
    SwitchedOff,
    /// The codebook lacks these of its items.
    ItemsMissing(Vec<String>),
}

/// Returns the whole catalogue: the built-in indicators, an own one in the place of a built-in one of the same id, then the other
/// own ones. A project that wants its own alone has switched the others off: earlier releases may tell of them all the same. Without a
/// codebook no item is missed.
pub(super) fn entries(
    built_in: Vec<Indicator>,
    own: Vec<Indicator>,
    settings: &IndicatorSettings,
    codebook: Option<&Codebook>,
) -> Vec<Entry> {
    let mut all: Vec<(Indicator, bool)> = built_in.into_iter().map(|indicator| (indicator, false)).collect();
    for indicator in own {
        match all.iter_mut().find(|(known, _)| known.id == indicator.id) {
            Some(place) => *place = (indicator, true),
            None => all.push((indicator, true)),
        }
    }
    let entry = |(indicator, own): (Indicator, bool)| {
        let merged = settings.merged.get(&indicator.id).into_iter().flatten();
        let indicator = merged.fold(indicator, |indicator, split| indicator.merged(*split));
        let is_wanted = own || !settings.only_own;
        let state = if is_wanted { state(&indicator, settings, codebook) } else { State::SwitchedOff };
        Entry { indicator, own, state }
    };
    let tied = tied(&all);
    let all_asked: Vec<Indicator> = tied.iter().map(|(indicator, _)| indicator.clone()).collect();
    let asked = |(indicator, own): (Indicator, bool)| {
        let among = |side| codebook.map(|codebook| asked_among(&indicator, &all_asked, codebook, side)).unwrap_or_default();
        (Indicator { asked_of: among(Side::Numerator), asked_beside: among(Side::Beside), ..indicator }, own)
    };
    tied.into_iter().map(asked).map(entry).collect()
}

/// A side of a share.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Numerator,
    Beside,
}

/// Returns the indicators one side of which holds everybody who was asked: by the codebook the question was only put to those who gave
/// an answer they count, or one they do not count.
fn asked_among(indicator: &Indicator, all: &[Indicator], codebook: &Codebook, side: Side) -> Vec<String> {
    let asked = match &indicator.maal {
        Measure::AnswerShare { item, .. } | Measure::AnswerMean { item } | Measure::Overestimate { item, .. } => {
            vec![item.as_str()]
        }
        Measure::Answers { svar, .. } => svar.iter().map(|answer| answer.item.as_str()).collect(),
        _ => Vec::new(),
    };
    let filters: Vec<&Filter> = asked.into_iter().flat_map(|item| filters(item, codebook)).collect();
    let counted = |filter: &Filter, koder: &[i16]| match side {
        Side::Numerator => filter.svar.iter().all(|code| koder.contains(code)),
        Side::Beside => !filter.svar.iter().any(|code| koder.contains(code)),
    };
    let holds_all = |whole: &&Indicator| match &whole.maal {
        Measure::AnswerShare { item, koder } => {
            filters.iter().any(|filter| filter.spoergsmaal == *item && counted(filter, koder))
        }
        _ => false,
    };
    all.iter().filter(holds_all).map(|whole| whole.id.clone()).collect()
}

/// Returns the filters a pupil has passed who is in the base of an item: those of the questions before it too, as far as nobody was led
/// past one with an answer of his own.
fn filters<'a>(item: &str, codebook: &'a Codebook) -> Vec<&'a Filter> {
    let question = |item: &str| {
        let choice = || codebook.spoergsmaal.values().find(|question| question.flere.contains_key(item));
        codebook.spoergsmaal.get(item).or_else(choice)
    };
    let passed = |item: &str, answers: &[i16]| {
        let question = question(item)?;
        let led_past = question.uden_for_filter.is_some_and(|code| answers.is_empty() || answers.contains(&code));
        question.filter.as_ref().filter(|_| !led_past)
    };
    let mut found: Vec<&Filter> = passed(item, &[]).into_iter().collect();
    while let Some(filter) = found.last().and_then(|last| passed(&last.spoergsmaal, &last.svar)) {
        found.push(filter);
    }
    found
}

/// Writes what indicators are a part of where their definitions say so and nobody has. Otherwise somebody could subtract them.
fn tied(all: &[(Indicator, bool)]) -> Vec<(Indicator, bool)> {
    let is_tied = |part: &Indicator, whole: &Indicator| {
        part.delmaengde_af.is_some() || whole.en_af.contains(&part.id) || whole.sum_af.contains(&part.id)
    };
    let is_part = |part: &Indicator, whole: &Indicator| {
        part.id != whole.id && part.is_part_of(whole) && !whole.is_part_of(part) && !is_tied(part, whole)
    };
    let wholes = |part: &Indicator| -> Vec<&Indicator> {
        all.iter().map(|(whole, _)| whole).filter(|whole| is_part(part, whole)).collect()
    };
    // The nearest one: what that is a part of is tied to it in turn.
    let nearest = |part: &Indicator| {
        let wholes = wholes(part);
        wholes.iter().find(|one| !wholes.iter().any(|other| is_part(other, one))).map(|whole| whole.id.clone())
    };
    let links: Vec<Option<String>> = all.iter().map(|(part, _)| nearest(part)).collect();
    let tie = |((indicator, own), link): ((Indicator, bool), Option<String>)| {
        let delmaengde_af = indicator.delmaengde_af.clone().or(link);
        (Indicator { delmaengde_af, ..indicator }, own)
    };
    all.iter().cloned().zip(links).map(tie).collect()
}

fn state(indicator: &Indicator, settings: &IndicatorSettings, codebook: Option<&Codebook>) -> State {
    if settings.off.contains(&indicator.id) {
        return State::SwitchedOff;
    }
    if indicator.fra && !settings.on.contains(&indicator.id) {
        return State::OffByItself;
    }
    let lacks = |item: &&str| codebook.is_some_and(|codebook| !items(codebook).any(|known| known == *item));
    let missing: Vec<String> = indicator.maal.items().into_iter().filter(lacks).map(str::to_owned).collect();
    if missing.is_empty() { State::On } else { State::ItemsMissing(missing) }
}

/// Returns the items of a codebook; a question with several answers has one for each choice.
pub(super) fn items(codebook: &Codebook) -> impl Iterator<Item = &str> {
    let choices = codebook.spoergsmaal.values().flat_map(|item| item.flere.keys());
    codebook.spoergsmaal.keys().chain(choices).map(String::as_str)
}

/// Returns the sentence of the quality page on what the survey was not asked; `None` where nothing is missing.
pub(super) fn not_asked(entries: &[Entry]) -> Option<String> {
    let missing = entries.iter().filter(|entry| matches!(entry.state, State::ItemsMissing(_)));
    let names: Vec<String> = missing.map(|entry| format!("{} {}", entry.indicator.id, entry.indicator.titel)).collect();
    let words = if names.len() == 1 { "En indikator er" } else { "Disse indikatorer er" };
    (!names.is_empty())
        .then(|| format!("{words} ikke med, fordi undersøgelsens kodebog ikke har spørgsmålet: {}.", names.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::INDICATORS;
    use crate::config;
    use crate::model::indicator::Breakdown;
    use std::collections::BTreeMap;

    fn built_in() -> Vec<Indicator> {
        config::indicators("indicators.toml", INDICATORS).expect("the built-in catalogue is valid")
    }

    fn codebook() -> Codebook {
        toml::from_str(crate::source::built_in("upu-kodebog").expect("built in")).expect("valid")
    }

    fn with(settings: &IndicatorSettings, own: Vec<Indicator>) -> Vec<Entry> {
        entries(built_in(), own, settings, Some(&codebook()))
    }

    fn state_of(entries: &[Entry], id: &str) -> State {
        entries.iter().find(|entry| entry.indicator.id == id).expect("the catalogue has it").state.clone()
    }

    #[test]
    fn ssp_toml_switches_indicators_on_and_off() {
        let settings = IndicatorSettings { on: vec!["N03".into()], off: vec!["U15".into()], ..IndicatorSettings::default() };
        let all = with(&settings, Vec::new());
        assert_eq!([state_of(&all, "N03"), state_of(&all, "U15")], [State::On, State::SwitchedOff]);
        assert_eq!(state_of(&all, "U02"), State::OffByItself);
    }

    #[test]
    fn what_ssp_toml_wants_told_together_is_split_no_more() {
        let splits = |merged: &[Breakdown]| {
            let settings =
                IndicatorSettings { merged: BTreeMap::from([("U15".into(), merged.to_vec())]), ..IndicatorSettings::default() };
            let all = with(&settings, Vec::new());
            all.iter().find(|entry| entry.indicator.id == "U15").expect("the catalogue has it").indicator.udbryd.clone()
        };
        assert_eq!(splits(&[]), [Breakdown::District, Breakdown::Sex, Breakdown::Grade, Breakdown::SexGrade]);
        assert_eq!(splits(&[Breakdown::SexGrade]), [Breakdown::District, Breakdown::Sex, Breakdown::Grade]);
        assert_eq!(splits(&[Breakdown::Grade]), [Breakdown::District, Breakdown::Sex]);
        assert_eq!(splits(&[Breakdown::District, Breakdown::Sex]), [Breakdown::Grade]);
    }

    #[test]
    fn an_indicator_without_its_question_is_off_whoever_switched_it_on_and_the_quality_page_says_so() {
        let settings = IndicatorSettings { on: vec!["U05".into()], ..IndicatorSettings::default() };
        let all = with(&settings, Vec::new());
        assert_eq!(state_of(&all, "U05"), State::ItemsMissing(vec!["wb.selfharm".into()]));
        let said = not_asked(&all).expect("something is missing");
        assert!(said.ends_with("spørgsmålet: U05 Selvskade inden for de seneste 12 måneder."), "{said}");
        assert_eq!(not_asked(&with(&IndicatorSettings::default(), Vec::new())), None);
    }

    #[test]
    fn an_own_indicator_is_added_or_takes_the_place_of_a_built_in_one() {
        let mut own: Vec<Indicator> = built_in().into_iter().filter(|i| ["U15", "U19"].contains(&i.id.as_str())).collect();
        own[0].titel = "Vores egen".into();
        own[1].id = "E01".into();
        let all = with(&IndicatorSettings::default(), own.clone());
        let at = |id: &str| all.iter().position(|entry| entry.indicator.id == id);
        let u15 = &all[at("U15").expect("U15 is still there")];
        assert_eq!((u15.own, u15.indicator.titel.as_str()), (true, "Vores egen"));
        assert_eq!((at("E01"), all.len()), (Some(all.len() - 1), built_in().len() + 1));
    }

    #[test]
    fn a_part_is_tied_to_its_whole_though_nobody_wrote_so() {
        let like = |id: &str, new: &str, change: fn(&mut Indicator)| {
            let mut one = built_in().into_iter().find(|indicator| indicator.id == id).expect("it is built in");
            one.id = new.into();
            change(&mut one);
            one
        };
        let own = vec![
            like("U19", "E01", |one| {
                if let Measure::AnswerShare { koder, .. } = &mut one.maal {
                    koder.pop();
                }
            }),
            like("P02", "E02", |one| one.alder = Some((10, 16))),
            like("F02", "E03", |one| {
                if let Measure::AbsenceOver { procent, .. } = &mut one.maal {
                    *procent += 2;
                }
            }),
            like("U19", "E04", |_| ()),
        ];
        let all = with(&IndicatorSettings::default(), own);
        let whole = |id: &str| all.iter().find(|e| e.indicator.id == id).and_then(|e| e.indicator.delmaengde_af.clone());
        assert_eq!(["E01", "E02", "E03", "E04"].map(whole), [Some("U19".into()), Some("P02".into()), Some("F02".into()), None]);
    }

    #[test]
    fn whoever_a_filter_led_to_a_question_is_in_the_answer_before_it() {
        let questions = r#"
            [spoergsmaal.ever]
            tekst = "x"
            svar = { Ja = 1, Nej = 0 }
            [spoergsmaal.often]
            tekst = "x"
            tal = [0, 9]
            filter = { spoergsmaal = "ever", svar = [1] }
            [spoergsmaal.where]
            tekst = "x"
            svar = { Ude = 1, Hjemme = 0 }
            filter = { spoergsmaal = "often", svar = [2, 3] }"#;
        let codebook = |led_past: &str| -> Codebook {
            let head = "kilde = 'x'\n";
            toml::from_str(&format!("{head}{}", questions.replace("tal = [0, 9]", &format!("tal = [0, 9]\n{led_past}"))))
                .expect("valid")
        };
        let share = |id: &str, item: &str, koder: &[i16]| {
            let mut one = built_in().remove(0);
            (one.id, one.maal) = (id.into(), Measure::AnswerShare { item: item.into(), koder: koder.to_vec() });
            one
        };
        let own =
            [share("A", "ever", &[1]), share("B", "ever", &[0]), share("C", "often", &[2, 3, 4]), share("D", "where", &[1])];
        let asked = |led_past: &str| {
            let all = entries(own.to_vec(), Vec::new(), &IndicatorSettings::default(), Some(&codebook(led_past)));
            all.into_iter().map(|entry| (entry.indicator.asked_of, entry.indicator.asked_beside)).collect::<Vec<_>>()
        };
        let list = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        let none = || (list(&[]), list(&[]));
        assert_eq!(asked(""), [none(), none(), (list(&["A"]), list(&["B"])), (list(&["A", "C"]), list(&["B"]))]);
        let led_past = asked("uden_for_filter = 2");
        assert_eq!(led_past, [none(), none(), none(), (list(&["C"]), list(&[]))], "who never did has answered twice a month");
    }

    #[test]
    fn the_built_in_catalogue_says_itself_what_is_a_part() {
        let written = |all: &[Indicator]| all.iter().map(|one| (one.id.clone(), one.delmaengde_af.clone())).collect::<Vec<_>>();
        let tied: Vec<Indicator> = with(&IndicatorSettings::default(), Vec::new()).into_iter().map(|e| e.indicator).collect();
        assert_eq!(written(&tied), written(&built_in()));
    }

    #[test]
    fn who_wants_own_indicators_alone_has_switched_the_others_off() {
        let mut own = built_in();
        own.truncate(1);
        own[0].id = "E01".into();
        let all = with(&IndicatorSettings { only_own: true, ..IndicatorSettings::default() }, own);
        let is_on = |entry: &&Entry| entry.state != State::SwitchedOff;
        assert_eq!(all.iter().filter(is_on).map(|entry| entry.indicator.id.as_str()).collect::<Vec<_>>(), ["E01"]);
        assert_eq!(all.len(), built_in().len() + 1);
    }
}
