//! Norm gaps ("sociale overdrivelser"): what pupils believe of their peers beside what they say of themselves.

use super::blocks::{lead, note, paragraph, section};
use super::charts::id;
use super::format::{decimal, grade, open, percent, period, slug, thousands};
use super::plan::{Entry, Part};
use super::sentence::{definite, finding, no_source};
use super::theme::chosen;
use super::value::{NO_PER_CENT, Reading, SMALL_GROUP};
use super::view::{View, group};
use super::{response, tables};
use crate::model::counts::Coordinate;
use crate::model::document::{Block, Chart, ChartSpec, Mark, Section, Signal};
use crate::model::geography::Area;
use crate::model::indicator::{Breakdown, Indicator, Measure};
use std::fmt::Display;

/// Belief and answer of one group.
struct Gap<'a> {
    belief: &'a Indicator,
    at: Coordinate,
    believed: Reading,
    actual: Reading,
    /// Rests on few answers.
    weak: bool,
}

/// Returns the dumbbells by grade, the sentences a teacher can say, and the other indicators of the entry.
pub(super) fn norms(view: &View, entry: &Entry) -> Vec<Section> {
    let (beliefs, others): (Vec<&Indicator>, Vec<&Indicator>) =
        chosen(view, entry).into_iter().partition(|i| matches!(i.maal, Measure::AnswerMean { .. }));
    let mut blocks: Vec<Block> = beliefs.iter().flat_map(|belief| of_belief(view, entry, belief)).collect();
    if blocks.is_empty() {
        blocks.push(paragraph(no_source(view, &format!("”{}”", entry.titel), &[crate::model::profile::Source::Upu])));
    }
    let measured = others.into_iter().filter(|i| view.has_figures(i));
    let (too_high, for_parents): (Vec<&Indicator>, Vec<&Indicator>) =
        measured.partition(|i| matches!(i.maal, Measure::Overestimate { .. }));
    blocks.extend(too_high.iter().flat_map(|i| overestimate(view, entry, i)));
    if let Some(first) = for_parents.first() {
        let words = finding(view, first, &view.at(first, Area::Municipality));
        blocks.push(note(view.say("til_foraeldre", &[("saetning", &words)])));
    }
    vec![section(entry, view.input.project.word(&entry.titel), blocks)]
}

/// Returns how many think too high, in all and by grade.
fn overestimate(view: &View, entry: &Entry, indicator: &Indicator) -> Vec<Block> {
    let told = finding(view, indicator, &view.at(indicator, Area::Municipality));
    std::iter::once(paragraph(told)).chain(tables::grades(view, &entry.id, indicator)).collect()
}

fn of_belief(view: &View, entry: &Entry, belief: &Indicator) -> Vec<Block> {
    let Some(own) = belief.modpart.as_deref().and_then(|id| view.indicator(id)) else { return Vec::new() };
    if !view.has_figures(belief) {
        return Vec::new();
    }
    let whole = view.at(belief, Area::Municipality);
    let grades = view.values(belief, whole.period, |at| at.grade.filter(|_| at.area == Area::Municipality));
    let of_grade = |number: u8| gap(view, belief, own, Coordinate { grade: Some(number), ..whole.clone() });
    let by_grade: Vec<(String, Gap)> = grades.iter().map(|g| (grade(*g), of_grade(*g))).collect();
    let sentences: Vec<Block> = by_grade.iter().filter_map(|(_, g)| sentence(view, g)).map(paragraph).collect();
    let mut blocks: Vec<Block> = sentence(view, &gap(view, belief, own, whole.clone())).map(lead).into_iter().collect();
    blocks.extend(dumbbell(view, entry, belief, ("efter klassetrin", by_grade)));
    blocks.extend(sentences);
    blocks.extend(last_years_youngest(view, belief, own, grades.first().copied()));
    // A paper about one district names no other.
    if entry.shows(Part::Districts, true) {
        blocks.extend(by_district(view, entry, (belief, own)));
    }
    blocks
}

/// Returns the same for each district, where both indicators are split so and any of it may be shown.
fn by_district(view: &View, entry: &Entry, (belief, own): (&Indicator, &Indicator)) -> Vec<Block> {
    if !belief.udbryd.contains(&Breakdown::District) {
        return Vec::new();
    }
    let of = |id| {
        let area = Area::District(id);
        let weak = response::weak(view, belief, id);
        (response::label(view, belief, area), Gap { weak, ..gap(view, belief, own, view.at(belief, area)) })
    };
    let gaps = view.input.project.district_ids().map(of).collect();
    let how = format!("efter skolens {}", view.word("distrikt"));
    let chart = dumbbell(view, entry, belief, (&how, gaps));
    let few = chart.is_some().then(|| response::remark(view, belief)).flatten().map(note);
    chart.into_iter().chain(few).collect()
}

fn gap<'a>(view: &View, belief: &'a Indicator, own: &Indicator, at: Coordinate) -> Gap<'a> {
    let actual = view.reading(own, &Coordinate { indicator: own.id.clone(), ..at.clone() });
    Gap { belief, believed: view.reading(belief, &at), actual, weak: false, at }
}

/// Teaching of the youngest grade starts before the survey, so last year's figures are the ones to teach from.
fn last_years_youngest(view: &View, belief: &Indicator, own: &Indicator, youngest: Option<u8>) -> Option<Block> {
    let whole = view.at(belief, Area::Municipality);
    let at = Coordinate { grade: Some(youngest?), period: whole.period.a_year_before(), ..whole };
    let words = sentence(view, &gap(view, belief, own, at.clone()))?;
    let class = grade(youngest?);
    let texts: [(&str, &dyn Display); 3] = [("klasse", &class), ("periode", &period(at.period)), ("saetning", &words)];
    Some(note(view.say("undervisning_foer", &texts)))
}

/// Returns the sentence about one group; `None` where a number is missing or hidden, or the group too small for per cent.
fn sentence(view: &View, gap: &Gap) -> Option<String> {
    let (believed, actual, figure) = (gap.believed.tenths()?, gap.actual.tenths()?, gap.actual.figure()?);
    let (k, n) = (figure.numerator, figure.denominator.filter(|n| *n >= SMALL_GROUP)?);
    let texts: [(&str, &dyn Display); 9] = [
        ("periode", &period(gap.at.period)),
        ("hvem", &definite(&group(gap.belief, &gap.at))),
        ("hvor", &view.place(gap.belief, gap.at.area)),
        ("troede", &percent(believed)),
        ("led", &gap.belief.saetning),
        ("k", &thousands(k)),
        ("n", &thousands(n)),
        ("andel", &percent(actual)),
        ("forskel", &decimal((believed - actual).abs())),
    ];
    let said = view.say("overdrivelse", &texts);
    Some(std::iter::once(said).chain(to_the_teacher(view, gap, n - k, n)).collect::<Vec<_>>().join(" "))
}

/// Returns what a teacher can say of the majority; `None` where those who do not are no clear majority.
fn to_the_teacher(view: &View, gap: &Gap, not: i64, n: i64) -> Option<String> {
    let clause = gap.belief.laerersaetning.as_ref()?;
    let class = gap.at.grade.map_or_else(|| group(gap.belief, &gap.at).replacen("elever i ", "", 1), grade);
    let class = if let Area::District(id) = gap.at.area { format!("{class} i {}", view.district(id)) } else { class };
    Some(view.say("til_laereren", &[("mange", &majority(not, n)?), ("klasse", &class), ("led", clause)]))
}

/// Plain fractions of a majority, in hundredths, with their words.
const FRACTIONS: [(i64, &str); 6] = [
    (60, "tre ud af fem"),
    (67, "to ud af tre"),
    (75, "tre ud af fire"),
    (80, "fire ud af fem"),
    (90, "ni ud af ti"),
    (95, "19 ud af 20"),
];

/// Returns the nearest plain fraction with "godt" or "knap" before it.
fn majority(k: i64, n: i64) -> Option<String> {
    let per_mille = super::format::half_up(1000 * i128::from(k), i128::from(n));
    if n < NO_PER_CENT || per_mille < 550 {
        return None;
    }
    if per_mille >= 980 {
        return Some("Næsten alle".into());
    }
    let (hundredths, words) = FRACTIONS.into_iter().min_by_key(|(h, _)| (per_mille - 10 * h).abs())?;
    let size = match per_mille - 10 * hundredths {
        over if over > 5 => "Godt",
        under if under < -5 => "Knap",
        _ => "Omkring",
    };
    Some(format!("{size} {words}"))
}

/// Returns the pairs of dots, one row for each named group; `None` where nothing can be drawn.
fn dumbbell(view: &View, entry: &Entry, belief: &Indicator, (how, gaps): (&str, Vec<(String, Gap)>)) -> Option<Block> {
    let row = |(name, g): &(String, Gap)| {
        let mark = |reading: Reading| Mark { weak: g.weak, ..reading.mark(name.clone(), Signal::None) };
        (name.clone(), mark(g.actual), mark(g.believed))
    };
    let rows: Vec<(String, Mark, Mark)> = gaps.iter().map(row).collect();
    if rows.iter().all(|(_, actual, believed)| actual.value.is_none() && believed.value.is_none()) {
        return None;
    }
    let said =
        |(name, a, b): &(String, Mark, Mark)| format!("{name}: svarede selv ja {}, troede om jævnaldrende {}", a.text, b.text);
    let words: Vec<String> = rows.iter().map(said).collect();
    let title = format!("{} {how}", open(&belief.titel));
    let alt = format!("{title}, afstanden mellem det, eleverne svarede, og det, de troede. {}.", capital_join(&words));
    let answers: Vec<String> = gaps.iter().map(|(name, g)| format!("{name} ({})", basis(g.actual))).collect();
    let place = view.place(belief, Area::Municipality);
    let caption = format!("{title}, {place}, {}. Svarede selv ja: {}.", period(view.current(belief)), answers.join(", "));
    let (first, second) = ("Svarede selv ja".into(), "Troede om jævnaldrende".into());
    let spec = ChartSpec::Dumbbell { unit: "procent".into(), first, second, rows };
    Some(Block::Chart(Chart { id: id(view, &entry.id, belief, &slug(how)), caption, alt, spec }))
}

/// Returns what a share rests on, or the word for what is not shown.
fn basis(reading: Reading) -> String {
    if reading.figure().is_some() { reading.base() } else { reading.text() }
}

fn capital_join(words: &[String]) -> String {
    format!("For {}", words.join("; for "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_majority_is_said_in_plain_fractions() {
        assert_eq!(majority(357, 436).as_deref(), Some("Godt fire ud af fem"));
        assert_eq!(majority(90, 100).as_deref(), Some("Omkring ni ud af ti"));
        assert_eq!(majority(65, 100).as_deref(), Some("Knap to ud af tre"));
        assert_eq!(majority(99, 100).as_deref(), Some("Næsten alle"));
        assert_eq!((majority(50, 100), majority(25, 28)), (None, None));
    }
}
