//! Sentences that state one figure. Each stands alone with its period, group, place and n.

use super::format::{and, k_of_n, open, percent, period, thousands};
use super::value::{Reading, SMALL_GROUP, school_range};
use super::view::{View, group};
use super::{change, format};
use crate::model::counts::Coordinate;
use crate::model::geography::{Area, Geography};
use crate::model::indicator::{Indicator, Measure, RoleName, Unit};
use crate::model::period::Period;
use crate::model::person::Role;
use crate::model::profile::Source;
use crate::model::release::Figure;

/// Returns what is said of every number this program hides, and of every number made from what its source has hidden.
pub(super) fn hidden_words(by_source: bool) -> &'static str {
    if by_source {
        "vises ikke, fordi kilden selv har skjult et eller flere af de tal, der skal bruges."
    } else {
        "vises ikke, så ingen unge kan genkendes."
    }
}

/// Returns the figure, its development or its place among the districts, and how sure that is.
pub(super) fn finding(view: &View, indicator: &Indicator, at: &Coordinate) -> String {
    let mut parts = vec![statement(view, indicator, at)];
    if view.reading(indicator, at).figure().is_some() {
        parts.extend(look_back(view, indicator, at));
        parts.extend((at.area == Area::Municipality).then(|| change::in_time(view, indicator, at)).flatten());
        parts.extend(rate(view, indicator, at));
        parts.extend(change::in_place(view, indicator, at));
    }
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
    let when = format!("I {}", period(at.period));
    let (who, place, clause) = (group(indicator, at), view.place(indicator, at.area), &indicator.saetning);
    let (k, n) = (number(figure), figure.denominator.unwrap_or_default());
    match &indicator.maal {
        Measure::AnswerShare { .. } | Measure::Answers { .. } if n < SMALL_GROUP => {
            format!("{when} svarede {k} af {n} {who} {place}, {clause}. Gruppen er lille, og få svar kan flytte tallet meget.")
        }
        Measure::AnswerShare { .. } | Measure::Answers { .. } => {
            format!("{when} svarede {k} af {} {who} {place} ({}), {clause}.", thousands(n), share(figure))
        }
        Measure::AnswerMean { .. } => {
            let value = Reading::text(view.reading(indicator, at));
            let who = definite(&who);
            format!(
                "{when} troede {who} {place} i gennemsnit, at {value} af deres jævnaldrende {clause} ({} svar).",
                thousands(n)
            )
        }
        Measure::Overestimate { .. } => {
            format!("{when} troede {} {who} {place}{}, {clause}.{}", k_of_n_words(figure), part(figure), small(n))
        }
        Measure::Persons { .. } => format!("{when} blev {k} {who} {place} {clause}.{}", without_key(figure)),
        Measure::Incidents { .. } => incidents(&when, indicator, at, (&k, &(who + scene_words(indicator) + &place))),
        Measure::OffenceShare { roller, .. } => {
            let all = format!("Af de {} forhold, hvor {who} {place} var {} i {}", thousands(n), roles(roller), period(at.period));
            format!("{all}, handlede {k} om {clause}{}.{}", part(figure), small(n))
        }
        Measure::OffencesPerPerson { roller } => {
            let value = view.reading(indicator, at).text();
            let all = format!("De {} {who} {place}, der blev {} i {},", thousands(n), roles(roller), period(at.period));
            format!("{all} stod tilsammen bag {k} forhold. Det er i gennemsnit {value} {clause}.")
        }
        Measure::TopShare { roller, .. } => {
            let all = format!("Af de {} forhold, {who} {place} var {} for i {}", thousands(n), roles(roller), period(at.period));
            format!("{all}, kom {k} fra {clause}{}.{}", part(figure), small(n))
        }
        Measure::OwnDistrict { roller } => {
            let all = format!("Af de {} forhold {place}, hvor {who} var {} i {}", thousands(n), roles(roller), period(at.period));
            format!("{all}, var {k} {clause}{}.{}", part(figure), small(n))
        }
        Measure::FollowUp { roller, .. } => {
            let all = format!("Af de {} forhold, hvor {who} {place} var {} i {}", thousands(n), roles(roller), period(at.period));
            format!("{all}, blev {k} {clause}{}.{}", part(figure), small(n))
        }
        Measure::FirstTime { roller, .. } => {
            format!("{}, var {k} {clause}{}.{}", of_all(indicator, at, view, (roller, n)), part(figure), small(n))
        }
        Measure::Repeat { roller } => {
            format!("{}, blev {k} {clause}{}.{}", of_all(indicator, at, view, (roller, n)), part(figure), small(n))
        }
        Measure::AbsenceMean { .. } => absence_mean(view, indicator, at, n),
        Measure::AbsenceGap { .. } => {
            let value = view.reading(indicator, at).text();
            format!(
                "I {} var fraværet {place} i gennemsnit {value} {clause}. Tallet bygger på {} elever.",
                period(at.period),
                thousands(n)
            )
        }
        Measure::AbsenceOver { .. } | Measure::Index { .. } => {
            format!("{when} havde {} {who} {place}{} {clause}.{}", k_of_n_words(figure), part(figure), small(n))
        }
        Measure::SchoolRange { .. } => range(view, indicator, at, figure),
        Measure::Notes => match &at.category {
            Some(theme) => format!(
                "{when} nævnte {k} {} temaet {theme}.",
                format::plural(figure.numerator, "uafhængig kilde", "uafhængige kilder")
            ),
            None => format!(
                "{when} kom der bidrag fra {k} {}.",
                format::plural(figure.numerator, "uafhængig kilde", "uafhængige kilder")
            ),
        },
        Measure::Rows | Measure::FileRows => format!("{} i {}: {k}.", open(&indicator.titel), period(at.period)),
        Measure::ResponseRate => {
            format!("{when} svarede {} {who} {place}{}.", k_of_n_words(figure), part(figure))
        }
    }
}

fn incidents(when: &str, indicator: &Indicator, at: &Coordinate, (k, whom): (&str, &str)) -> String {
    match &at.category {
        Some(kind) => format!("{when} blev der registreret {k} forhold af typen {kind} ({whom})."),
        None => {
            format!("{when} blev der registreret {k} {}, hvor mindst én af {whom} var sigtet eller mistænkt.", indicator.saetning)
        }
    }
}

fn scene_words(indicator: &Indicator) -> &'static str {
    if indicator.geography() == Geography::Scene { ", gerningssted " } else { " " }
}

fn of_all(indicator: &Indicator, at: &Coordinate, view: &View, (roles_counted, n): (&[RoleName], i64)) -> String {
    let (who, place) = (group(indicator, at), view.place(indicator, at.area));
    let known = if others_may_be(view, indicator, at, roles_counted) { ", og som har en personnøgle" } else { "" };
    format!("Af de {} {who} {place}, der blev {} i {}{known}", thousands(n), roles(roles_counted), period(at.period))
}

/// Says how far back the lists go: whoever stood on one before that may be called new.
fn look_back(view: &View, indicator: &Indicator, at: &Coordinate) -> Option<String> {
    let (Measure::FirstTime { .. }, Period::Year(year)) = (&indicator.maal, at.period) else { return None };
    let months = view.input.coverage.months_of_lists_before(year)?;
    let unit = format::plural(months, "måned", "måneder");
    Some(format!("Politiets lister går {} {unit} længere tilbage end {year}.", thousands(months)))
}

/// Returns whether the number of persons a share is taken of is an interval: the share is of those with a key.
fn others_may_be(view: &View, share: &Indicator, at: &Coordinate, roles_counted: &[RoleName]) -> bool {
    let same = |all: &&Indicator| {
        let counts = matches!(&all.maal, Measure::Persons { roller, .. } if roller == roles_counted);
        counts && all.alder == share.alder && all.sted == share.sted
    };
    let all = view.input.protected.indicators().iter().find(same);
    all.is_some_and(|all| view.reading(all, &Coordinate { indicator: all.id.clone(), ..at.clone() }).is_between())
}

fn absence_mean(view: &View, indicator: &Indicator, at: &Coordinate, n: i64) -> String {
    let now = view.reading(indicator, at);
    let before = view.long_reading(indicator, &Coordinate { period: at.period.a_year_before(), ..at.clone() });
    let compared = match before.tenths() {
        Some(value) if now.tenths() == Some(value) => format!(", det samme som i {}", period(at.period.a_year_before())),
        Some(value) => format!(" mod {} i {}", percent(value), period(at.period.a_year_before())),
        None => String::new(),
    };
    let who = definite(&group(indicator, at));
    let place = view.place(indicator, at.area);
    let value =
        format!("I {} var {who} {place} {} {} af skoledagene{compared}.", period(at.period), indicator.saetning, now.text());
    format!("{value} Tallet bygger på {} elever.", thousands(n))
}

fn range(view: &View, indicator: &Indicator, at: &Coordinate, figure: Figure) -> String {
    let (low, high) = school_range(figure);
    let n = figure.denominator.unwrap_or_default();
    let schools = format!("{} {} {}", thousands(n), format::plural(n, "skole", "skoler"), view.inside(at.area));
    let values = format!("{} på den laveste og {} på den højeste skole", format::decimal(low), format::decimal(high));
    format!("I {} var der tal fra {schools}: {values} ({}). Skolerne er ikke vægtet.", period(at.period), indicator.saetning)
}

/// Returns the share sentence of a rate's own base ("Tallet for 2024 svarer til 3,4 pr. 1.000 …").
fn rate(view: &View, indicator: &Indicator, at: &Coordinate) -> Option<String> {
    let reading = view.reading(indicator, at);
    let is_rate = indicator.unit() == Unit::Rate;
    let whom = group(indicator, at);
    is_rate.then(|| format!("Tallet for {} svarer til {} {whom} ({}).", period(at.period), reading.text(), reading.base()))
}

fn hidden(view: &View, indicator: &Indicator, at: &Coordinate) -> String {
    let (who, place, when) = (group(indicator, at), view.place(indicator, at.area), period(at.period));
    let words = hidden_words(view.reading(indicator, at).hidden_by_source());
    match &indicator.maal {
        Measure::Persons { .. } => format!("Antallet af {who} {place}, der blev {} i {when}, {words}", indicator.saetning),
        Measure::AnswerShare { .. } | Measure::Answers { .. } => {
            format!("Andelen af {who} {place}, der i {when} svarede, {}, {words}", indicator.saetning)
        }
        _ => format!("Tallet for ”{}” blandt {who} {place} i {when} {words}", indicator.titel),
    }
}

fn missing(view: &View, indicator: &Indicator, at: &Coordinate) -> String {
    let (who, inside) = (group(indicator, at), view.inside(at.area));
    let (reason, within) = (reason(view, indicator, at), within(view, at.area));
    let what = format!("Der er ingen tal for ”{}” blandt {who} {inside} i {}", indicator.titel, period(at.period));
    format!("{what}, fordi {reason}. Det siger intet om, hvor udbredt det er {within}.")
}

fn within(view: &View, area: Area) -> String {
    match area {
        Area::District(_) => format!("i {}", view.word("distriktet")),
        Area::Municipality | Area::Unknown => format!("i {}", view.word("kommunen")),
    }
}

fn reason(view: &View, indicator: &Indicator, at: &Coordinate) -> String {
    if !view.has_source(indicator.kilde) {
        return format!("der ikke er data fra kilden ”{}”", indicator.kilde.danish());
    }
    match at.area {
        Area::District(id) if indicator.kilde == Source::Upu && view.silent_districts(Source::Upu).contains(&id) => {
            format!("ingen af {} skoler deltog i Ungeprofilundersøgelsen", view.word("distriktets"))
        }
        _ => "oplysningen ikke findes i de data, rapporten bygger på".into(),
    }
}

/// Returns the sentence of a theme that has no figures: its sources gave nothing, or no indicator asks them for it.
pub(super) fn no_source(view: &View, what: &str, sources: &[Source]) -> String {
    if sources.iter().any(|source| view.has_source(*source)) {
        return format!("Der er ingen tal for {what}, fordi ingen af rapportens indikatorer måler det i de data, der kom.");
    }
    let names: Vec<String> = sources.iter().map(|source| format!("”{}”", source.danish())).collect();
    let from = if names.len() == 1 { "kilden" } else { "kilderne" };
    format!(
        "Der er ingen tal for {what}, fordi der ikke er data fra {from} {}. Det siger intet om, hvor udbredt det er.",
        and(&names)
    )
}

/// Returns how many were registered for the first time and how many more than once, of the same persons.
pub(super) fn first_and_repeat(view: &View, first: &Indicator, repeat: &Indicator) -> Option<String> {
    let at = view.at(first, Area::Municipality);
    let once = view.reading(first, &at).figure()?;
    let again = view.now(repeat, Area::Municipality).figure()?;
    let same = once.denominator == again.denominator;
    let opening = statement(view, first, &at);
    same.then(|| {
        let more = format!("I alt {} blev {} i {}.", count(again.numerator), repeat.saetning, period(at.period));
        format!("{opening} {more} Den samme unge kan indgå i begge tal.")
    })
}

/// Returns the roles an indicator counts ("sigtet eller mistænkt").
pub(super) fn roles(names: &[RoleName]) -> String {
    let words: Vec<String> = names.iter().map(|name| Role::from(*name).danish().to_owned()).collect();
    and(&words).replace(" og ", " eller ")
}

/// Returns the number, the two it lies between, or "ingen" for none.
fn number(figure: Figure) -> String {
    if figure.upper.is_some() { super::value::count(figure) } else { count(figure.numerator) }
}

/// Says why a number is an interval.
fn without_key(figure: Figure) -> &'static str {
    if figure.upper.is_none() {
        return "";
    }
    " Tallet er et interval, fordi nogle af politiets rækker ikke viser, hvem personen er."
}

/// Returns the number, or "ingen" for none.
fn count(number: i64) -> String {
    if number == 0 { "ingen".into() } else { thousands(number) }
}

fn k_of_n_words(figure: Figure) -> String {
    format!("{} af {}", count(figure.numerator), thousands(figure.denominator.unwrap_or_default()))
}

fn share(figure: Figure) -> String {
    let tenths = super::value::tenths(Unit::Share, figure);
    percent(tenths.expect("a share has a denominator"))
}

/// Returns " (16,4 %)" where the group is large enough for per cent in a sentence.
fn part(figure: Figure) -> String {
    if figure.denominator.is_some_and(|n| n >= SMALL_GROUP) { format!(" ({})", share(figure)) } else { String::new() }
}

fn small(n: i64) -> &'static str {
    if n < SMALL_GROUP { " Gruppen er lille, og få kan flytte tallet meget." } else { "" }
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

/// Returns the sentence with which a list of weeks or months is named ("uge 29 og 30 i 2024").
///
/// A fall may be no fall; that is said only where lists of the year before are there to fall from.
pub(super) fn missing_lists(months: bool, year: i16, numbers: &[u8], year_before: bool) -> String {
    let names = if months {
        let words: Vec<String> = numbers.iter().map(|n| format::month(*n).to_owned()).collect();
        and(&words)
    } else {
        format!("uge {}", format::ranges(numbers))
    };
    let (lists, they) = if numbers.len() == 1 { ("SSP-liste", "listen") } else { ("SSP-lister", "listerne") };
    let what = format!("Politiets {lists} for {names} i {year} mangler.");
    let fall =
        if year_before { format!(", og et fald siden {} kan skyldes, at {they} mangler", year - 1) } else { String::new() };
    format!("{what} Tallene for {year} kan derfor være for lave{fall}.")
}
