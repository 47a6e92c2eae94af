//! Sentences that state one figure. Each stands alone with its period, group, place and n; the words are in saetninger.toml.

use super::format::{self, and, k_of_n, open, percent, period, plural, thousands};
use super::value::{SMALL_GROUP, school_range};
use super::view::{View, group};
use super::{breaks, change};
use crate::model::counts::Coordinate;
use crate::model::geography::{Area, Geography};
use crate::model::indicator::{Indicator, Measure, RoleName, Unit};
use crate::model::period::Period;
use crate::model::person::Role;
use crate::model::profile::Source;
use crate::model::release::Figure;
use std::fmt::Display;

/// Returns what is said of every number this program hides, and of every number made from what its source has hidden.
///
/// Not a text that can be replaced: whatever hid a number, the words are the same.
pub(super) fn hidden_words(by_source: bool) -> &'static str {
    if by_source {
        "vises ikke, fordi kilden selv har skjult et eller flere af de tal, der skal bruges."
    } else {
        "vises ikke, så ingen unge kan genkendes."
    }
}

/// Returns the figure, its development or its place among the districts, and how sure that is.
pub(super) fn finding(view: &View, indicator: &Indicator, at: &Coordinate) -> String {
    if view.reading(indicator, at).figure().is_none() {
        return statement(view, indicator, at);
    }
    // A mean stands beside the year before in its first sentence, so how sure that is must be said of every area.
    let of_absence = matches!(indicator.maal, Measure::AbsenceMean { .. });
    let over_time = at.area == Area::Municipality || of_absence;
    let opening = if of_absence { absence_mean(view, indicator, at) } else { statement(view, indicator, at) };
    let mut parts = vec![opening];
    parts.extend(look_back(view, indicator, at));
    parts.extend(over_time.then(|| change::in_time(view, indicator, at)).flatten());
    parts.extend(pupils(view, indicator, at));
    parts.extend(rate(view, indicator, at));
    parts.extend(change::in_place(view, indicator, at));
    parts.join(" ")
}

/// Returns the sentence that states one figure, or says why it cannot be stated.
pub(super) fn statement(view: &View, indicator: &Indicator, at: &Coordinate) -> String {
    let reading = view.reading(indicator, at);
    match reading.figure() {
        Some(figure) => shown(view, indicator, at, figure),
        None if reading.hidden() => hidden(view, indicator, at),
        None => missing(view, indicator, at),
    }
}

fn shown(view: &View, indicator: &Indicator, at: &Coordinate, figure: Figure) -> String {
    match &indicator.maal {
        Measure::AbsenceMean { .. } => {
            let pupils = thousands(figure.denominator.unwrap_or_default());
            [absence_mean(view, indicator, at), view.say("fravaer_elever", &[("n", &pupils)])].join(" ")
        }
        Measure::Incidents { roller, .. } => incidents(view, indicator, at, (figure, roller)),
        Measure::SchoolRange { .. } => range(view, indicator, at, figure),
        Measure::Notes => sources(view, at, figure),
        _ => persons_and_shares(view, indicator, at, figure),
    }
}

fn persons_and_shares(view: &View, indicator: &Indicator, at: &Coordinate, figure: Figure) -> String {
    let n = figure.denominator.unwrap_or_default();
    let (name, remark) = pattern(view, &indicator.maal, figure);
    let mean = indicator.unit() == Unit::Mean;
    let whom = group(indicator, at);
    let whom = if mean { definite(&whom) } else { whom };
    let counted = indicator.maal.roles().unwrap_or_default();
    let known = if others_may_be(view, indicator, at, counted) { ", og som har en personnøgle" } else { "" };
    let texts: [(&str, &dyn Display); 11] = [
        ("periode", &period(at.period)),
        ("hvem", &whom),
        ("hvor", &view.place(indicator, at.area)),
        ("k", &number(figure)),
        ("n", &thousands(n)),
        ("andel", &part(figure)),
        ("led", &indicator.saetning),
        ("roller", &roles(counted)),
        ("noegle", &known),
        ("vaerdi", &view.reading(indicator, at).text()),
        ("titel", &open(&indicator.titel)),
    ];
    [view.say(name, &texts), remark].join(" ").trim_end().to_owned()
}

/// Returns the name of the sentence of a measure, and what has to be remarked behind it.
fn pattern(view: &View, measure: &Measure, figure: Figure) -> (&'static str, String) {
    let few = figure.denominator.is_some_and(|n| n < SMALL_GROUP);
    let remark = |when: bool, name: &str| if when { view.say(name, &[]) } else { String::new() };
    match measure {
        Measure::AnswerShare { .. } | Measure::Answers { .. } if few => ("svar_lille", String::new()),
        Measure::AnswerShare { .. } | Measure::Answers { .. } => ("svar", String::new()),
        Measure::Overestimate { .. } => ("troede_for_meget", remark(few, "lille")),
        Measure::AnswerMean { .. } => ("troede", String::new()),
        Measure::ResponseRate => ("svarprocent", String::new()),
        Measure::Persons { .. } => ("personer", remark(figure.upper.is_some(), "uden_noegle")),
        Measure::OffenceShare { .. } => ("forhold_andel", remark(few, "lille")),
        Measure::OffencesPerPerson { .. } => ("forhold_pr_ung", String::new()),
        Measure::TopShare { .. } => ("forhold_flest", remark(few, "lille")),
        Measure::OwnDistrict { .. } => ("forhold_hjemme", remark(few, "lille")),
        Measure::FollowUp { .. } => ("forhold_fulgt_op", remark(few, "lille")),
        Measure::AbsenceGap { .. } => ("fravaer_forskel", String::new()),
        Measure::FirstTime { .. } => ("foerstegang", remark(few, "lille")),
        Measure::Repeat { .. } => ("flere_gange", remark(few, "lille")),
        Measure::Rows | Measure::FileRows => ("raekker", String::new()),
        _ => ("havde", remark(few, "lille")),
    }
}

fn incidents(view: &View, indicator: &Indicator, at: &Coordinate, (figure, counted): (Figure, &[RoleName])) -> String {
    let name = match (&at.category, indicator.geography()) {
        (Some(_), _) => "forhold_type",
        (None, Geography::Scene) => "forhold_sted",
        (None, _) => "forhold",
    };
    // A neuter noun: "ét forhold".
    let many = if figure.numerator == 1 { "ét".to_owned() } else { number(figure) };
    let texts: [(&str, &dyn Display); 7] = [
        ("periode", &period(at.period)),
        ("k", &many),
        ("led", &indicator.saetning),
        ("hvem", &group(indicator, at)),
        ("hvor", &view.place(indicator, at.area)),
        ("roller", &roles(counted)),
        ("type", &at.category.as_deref().unwrap_or_default()),
    ];
    view.say(name, &texts)
}

fn sources(view: &View, at: &Coordinate, figure: Figure) -> String {
    let kinds = plural(figure.numerator, "uafhængig kilde", "uafhængige kilder");
    let (when, many) = (period(at.period), number(figure));
    match &at.category {
        Some(theme) => view.say("tema", &[("periode", &when), ("k", &many), ("kilder", &kinds), ("tema", theme)]),
        None => view.say("bidrag", &[("periode", &when), ("k", &many), ("kilder", &kinds)]),
    }
}

/// Says how far back the lists go: whoever stood on one before that may be called new.
fn look_back(view: &View, indicator: &Indicator, at: &Coordinate) -> Option<String> {
    let (Measure::FirstTime { .. }, Period::Year(year)) = (&indicator.maal, at.period) else { return None };
    let months = view.input.coverage.months_of_lists_before(year)?;
    let unit = plural(months, "måned", "måneder");
    let many = if months == 1 { "én".into() } else { thousands(months) };
    Some(view.say("lister_tilbage", &[("k", &many), ("maaneder", &unit), ("aar", &year)]))
}

/// Returns whether the number of persons a share is taken of is an interval: the share is of those with a key.
fn others_may_be(view: &View, share: &Indicator, at: &Coordinate, counted: &[RoleName]) -> bool {
    let of_persons = matches!(share.maal, Measure::FirstTime { .. } | Measure::Repeat { .. });
    let same = |all: &&Indicator| {
        let counts = matches!(&all.maal, Measure::Persons { roller, .. } if roller == counted);
        counts && all.alder == share.alder && all.sted == share.sted
    };
    let all = view.input.protected.indicators().iter().find(same).filter(|_| of_persons);
    all.is_some_and(|all| view.reading(all, &Coordinate { indicator: all.id.clone(), ..at.clone() }).is_between())
}

fn absence_mean(view: &View, indicator: &Indicator, at: &Coordinate) -> String {
    let now = view.reading(indicator, at);
    let earlier = at.period.a_year_before();
    let before = view.long_reading(indicator, &Coordinate { period: earlier, ..at.clone() });
    let apart = breaks::between(view.input, indicator.kilde, earlier, at.period).is_some();
    let name = match before.tenths().filter(|_| !apart) {
        Some(value) if now.tenths() == Some(value) => "fravaer_samme",
        Some(_) => "fravaer_mod",
        None => "fravaer",
    };
    let texts: [(&str, &dyn Display); 7] = [
        ("periode", &period(at.period)),
        ("hvem", &definite(&group(indicator, at))),
        ("hvor", &view.place(indicator, at.area)),
        ("led", &indicator.saetning),
        ("vaerdi", &now.text()),
        ("foer", &before.text()),
        ("periode_foer", &period(earlier)),
    ];
    view.say(name, &texts)
}

/// Returns what stands behind a mean of absence: how many pupils had much of it, where that is known of the same pupils, else
/// how many pupils there were.
fn pupils(view: &View, indicator: &Indicator, at: &Coordinate) -> Option<String> {
    let Measure::AbsenceMean { fravaer } = &indicator.maal else { return None };
    let pupils = view.reading(indicator, at).figure()?.denominator?;
    let of_same =
        |i: &&Indicator| matches!(&i.maal, Measure::AbsenceOver { fravaer: kinds, i_et_kvartal: false, .. } if kinds == fravaer);
    let much = view.indicators().find(of_same);
    let figure = much.and_then(|much| view.reading(much, &Coordinate { indicator: much.id.clone(), ..at.clone() }).figure());
    match (much, figure.filter(|figure| figure.denominator == Some(pupils))) {
        (Some(much), Some(figure)) => {
            let texts: [(&str, &dyn Display); 4] =
                [("k", &number(figure)), ("n", &thousands(pupils)), ("andel", &part(figure)), ("led", &much.saetning)];
            Some(view.say("fravaer_over", &texts))
        }
        _ => Some(view.say("fravaer_elever", &[("n", &thousands(pupils))])),
    }
}

fn range(view: &View, indicator: &Indicator, at: &Coordinate, figure: Figure) -> String {
    let (low, high) = school_range(figure);
    let n = figure.denominator.unwrap_or_default();
    let texts: [(&str, &dyn Display); 7] = [
        ("periode", &period(at.period)),
        ("n", &thousands(n)),
        ("skoler", &plural(n, "skole", "skoler")),
        ("hvor", &view.inside(at.area)),
        ("lavest", &format::decimal(low)),
        ("hoejest", &format::decimal(high)),
        ("led", &indicator.saetning),
    ];
    view.say("skoler", &texts)
}

/// Returns the share sentence of a rate's own base ("Tallet for 2024 svarer til 3,4 pr. 1.000 …").
fn rate(view: &View, indicator: &Indicator, at: &Coordinate) -> Option<String> {
    let reading = view.reading(indicator, at);
    let texts: [(&str, &dyn Display); 4] = [
        ("periode", &period(at.period)),
        ("vaerdi", &reading.text()),
        ("hvem", &group(indicator, at)),
        ("grundlag", &reading.base()),
    ];
    (indicator.unit() == Unit::Rate).then(|| view.say("rate", &texts))
}

fn hidden(view: &View, indicator: &Indicator, at: &Coordinate) -> String {
    let name = match &indicator.maal {
        Measure::Persons { .. } => "skjult_personer",
        Measure::AnswerShare { .. } | Measure::Answers { .. } => "skjult_svar",
        _ => "skjult_tal",
    };
    let texts: [(&str, &dyn Display); 6] = [
        ("hvem", &group(indicator, at)),
        ("hvor", &view.place(indicator, at.area)),
        ("led", &indicator.saetning),
        ("periode", &period(at.period)),
        ("titel", &indicator.titel),
        ("skjult", &hidden_words(view.reading(indicator, at).hidden_by_source())),
    ];
    view.say(name, &texts)
}

fn missing(view: &View, indicator: &Indicator, at: &Coordinate) -> String {
    let topic = view.input.texts.topic(&indicator.id);
    let quoted = format!("”{}”", indicator.titel);
    let texts: [(&str, &dyn Display); 7] = [
        ("emne", &topic.unwrap_or(&quoted)),
        ("hvem", &group(indicator, at)),
        ("hvor", &view.inside(at.area)),
        ("periode", &period(at.period)),
        ("grund", &reason(view, indicator, at)),
        ("emne_igen", &topic.unwrap_or("det")),
        ("omraade", &within(view, at.area)),
    ];
    // How the work goes is no trait of the young.
    let of_work = matches!(indicator.maal, Measure::FollowUp { .. });
    view.say(if of_work { "mangler_arbejdsgang" } else { "mangler" }, &texts)
}

fn within(view: &View, area: Area) -> String {
    match area {
        Area::District(_) => format!("i {}", view.word("distriktet")),
        Area::Municipality | Area::Unknown => format!("i {}", view.word("kommunen")),
    }
}

fn reason(view: &View, indicator: &Indicator, at: &Coordinate) -> String {
    if !view.has_source(indicator.kilde) {
        return view.say("grund_kilde", &[("kilde", &indicator.kilde.danish())]);
    }
    match at.area {
        Area::District(id) if indicator.kilde == Source::Upu && view.silent_districts(Source::Upu).contains(&id) => {
            view.say("grund_skoler", &[("distriktets", &view.word("distriktets"))])
        }
        _ => view.say("grund_oplysning", &[]),
    }
}

/// Returns the sentence of a theme that has no figures: its sources gave nothing, or no indicator asks them for it.
pub(super) fn no_source(view: &View, what: &str, sources: &[Source]) -> String {
    if sources.iter().any(|source| view.has_source(*source)) {
        return view.say("mangler_maal", &[("hvad", &what)]);
    }
    let names: Vec<String> = sources.iter().map(|source| format!("”{}”", source.danish())).collect();
    let from = if names.len() == 1 { "kilden" } else { "kilderne" };
    view.say("mangler_kilder", &[("hvad", &what), ("fra", &from), ("kilder", &and(&names))])
}

/// Returns how many were registered for the first time and how many more than once, of the same persons.
pub(super) fn first_and_repeat(view: &View, first: &Indicator, repeat: &Indicator) -> Option<String> {
    let at = view.at(first, Area::Municipality);
    let once = view.reading(first, &at).figure()?;
    let again = view.now(repeat, Area::Municipality).figure()?;
    let counted = first.maal.roles().unwrap_or_default();
    let known = if others_may_be(view, first, &at, counted) { ", og som har en personnøgle" } else { "" };
    let texts: [(&str, &dyn Display); 10] = [
        ("n", &thousands(once.denominator.unwrap_or_default())),
        ("hvem", &group(first, &at)),
        ("hvor", &view.place(first, at.area)),
        ("roller", &roles(counted)),
        ("periode", &period(at.period)),
        ("noegle", &known),
        ("k", &number(once)),
        ("led", &first.saetning),
        ("k_flere", &number(again)),
        ("led_flere", &repeat.saetning),
    ];
    (once.denominator == again.denominator).then(|| view.say("foerst_og_flere", &texts))
}

/// Returns the roles an indicator counts ("sigtet eller mistænkt").
pub(super) fn roles(names: &[RoleName]) -> String {
    let words: Vec<String> = names.iter().map(|name| Role::from(*name).danish().to_owned()).collect();
    and(&words).replace(" og ", " eller ")
}

/// Returns the number as it stands in a text, or the two it lies between: "ingen" for none, "én" for one.
fn number(figure: Figure) -> String {
    match (figure.upper, figure.numerator) {
        (None, 0) => "ingen".into(),
        (None, 1) => "én".into(),
        _ => super::value::count(figure),
    }
}

fn share(figure: Figure) -> String {
    let tenths = super::value::tenths(Unit::Share, figure);
    percent(tenths.expect("a share has a denominator"))
}

/// Returns the share where the group is large enough for per cent in a sentence, else nothing.
fn part(figure: Figure) -> String {
    if figure.denominator.is_some_and(|n| n >= SMALL_GROUP) { share(figure) } else { String::new() }
}

/// Returns "eleverne i 8. klasse" for "elever i 8. klasse".
pub(super) fn definite(who: &str) -> String {
    for (plain, the) in [("elever", "eleverne"), ("drenge", "drengene"), ("piger", "pigerne")] {
        if let Some(rest) = who.strip_prefix(plain) {
            return format!("{the}{rest}");
        }
    }
    who.to_owned()
}

/// Returns a share as it stands in a comparison ("18,1 % (175 af 969)", small groups "12 af 45").
pub(super) fn compared_share(figure: Figure) -> String {
    let n = figure.denominator.unwrap_or_default();
    let base = k_of_n(figure.numerator, n);
    if n < SMALL_GROUP { base } else { format!("{} ({base})", share(figure)) }
}

/// Returns the sentence on the lists of some weeks or months that are missing ("uge 29 og 30 i 2024").
///
/// A fall may be no fall; that is said only where lists of the year before are there to fall from.
pub(super) fn missing_lists(view: &View, months: bool, year: i16, numbers: &[u8], year_before: bool) -> String {
    let names = if months {
        let words: Vec<String> = numbers.iter().map(|n| format::month(*n).to_owned()).collect();
        and(&words)
    } else {
        format!("uge {}", format::ranges(numbers))
    };
    let (lists, they) = if numbers.len() == 1 { ("SSP-liste", "listen") } else { ("SSP-lister", "listerne") };
    let texts: [(&str, &dyn Display); 5] =
        [("lister", &lists), ("hvornaar", &names), ("aar", &year), ("aar_foer", &(year - 1)), ("de", &they)];
    view.say(if year_before { "lister_fald" } else { "lister" }, &texts)
}
