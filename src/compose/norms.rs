//! Norm gaps ("sociale overdrivelser"): what pupils believe of their peers beside what they say of themselves.

use super::blocks::{lead, note, paragraph, section};
use super::charts::id;
use super::format::{decimal, grade, k_of_n, open, percent, period};
use super::plan::Entry;
use super::sentence::{definite, finding, no_source};
use super::theme::chosen;
use super::value::{NO_PER_CENT, Reading};
use super::view::{View, group};
use crate::model::counts::Coordinate;
use crate::model::document::{Block, Chart, ChartSpec, Mark, Section, Signal};
use crate::model::geography::Area;
use crate::model::indicator::{Indicator, Measure};

/// Belief and answer of one group.
struct Gap<'a> {
    belief: &'a Indicator,
    at: Coordinate,
    believed: Reading,
    actual: Reading,
}

/// Returns the dumbbells by grade, the sentences a teacher can say, and the other indicators of the entry.
pub(super) fn norms(view: &View, entry: &Entry) -> Vec<Section> {
    let (beliefs, others): (Vec<&Indicator>, Vec<&Indicator>) =
        chosen(view, entry).into_iter().partition(|i| matches!(i.maal, Measure::AnswerMean { .. }));
    let mut blocks: Vec<Block> = beliefs.iter().flat_map(|belief| of_belief(view, entry, belief)).collect();
    if blocks.is_empty() {
        blocks.push(paragraph(no_source(view, &format!("”{}”", entry.titel), &[crate::model::profile::Source::Upu])));
    }
    if let Some(first) = others.iter().find(|i| view.has_figures(i)) {
        blocks.push(note(format!("Til forældremødet: {}", finding(view, first, &view.at(first, Area::Municipality)))));
    }
    vec![section(entry, view.input.project.word(&entry.titel), blocks)]
}

fn of_belief(view: &View, entry: &Entry, belief: &Indicator) -> Vec<Block> {
    let Some(own) = belief.modpart.as_deref().and_then(|id| view.indicator(id)) else { return Vec::new() };
    if !view.has_figures(belief) {
        return Vec::new();
    }
    let whole = view.at(belief, Area::Municipality);
    let grades = view.values(belief, whole.period, |at| at.grade);
    let gap = |number: Option<u8>| gap(view, belief, own, Coordinate { grade: number, ..whole.clone() });
    let by_grade: Vec<Gap> = grades.iter().map(|g| gap(Some(*g))).collect();
    let mut blocks: Vec<Block> = sentence(view, &gap(None)).map(lead).into_iter().collect();
    blocks.extend(dumbbell(view, entry, belief, &by_grade));
    blocks.extend(by_grade.iter().filter_map(|g| sentence(view, g)).map(paragraph));
    blocks.extend(last_years_youngest(view, belief, own, grades.first().copied()));
    blocks
}

fn gap<'a>(view: &View, belief: &'a Indicator, own: &Indicator, at: Coordinate) -> Gap<'a> {
    let actual = view.reading(own, &Coordinate { indicator: own.id.clone(), ..at.clone() });
    Gap { belief, believed: view.reading(belief, &at), actual, at }
}

/// Teaching of the youngest grade starts before the survey, so last year's figures are the ones to teach from.
fn last_years_youngest(view: &View, belief: &Indicator, own: &Indicator, youngest: Option<u8>) -> Option<Block> {
    let whole = view.at(belief, Area::Municipality);
    let at = Coordinate { grade: Some(youngest?), period: whole.period.a_year_before(), ..whole };
    let words = sentence(view, &gap(view, belief, own, at.clone()))?;
    let class = grade(youngest?);
    Some(note(format!(
        "Undervisningen i {class} begynder før undersøgelsen. Brug derfor tallene fra {}: {words}",
        period(at.period)
    )))
}

/// Returns the sentence about one group; `None` where a number is missing or hidden.
fn sentence(view: &View, gap: &Gap) -> Option<String> {
    let (believed, actual, figure) = (gap.believed.tenths()?, gap.actual.tenths()?, gap.actual.figure()?);
    let (k, n) = (figure.numerator, figure.denominator?);
    let who = definite(&group(gap.belief, &gap.at));
    let place = view.place(gap.belief, gap.at.area);
    let clause = &gap.belief.saetning;
    let opening = format!(
        "I {} troede {who} {place} i gennemsnit, at {} af deres jævnaldrende {clause}.",
        period(gap.at.period),
        percent(believed)
    );
    let own = format!("Om sig selv svarede {} elever ja ({}).", k_of_n(k, n), percent(actual));
    let difference = format!("Forskellen er {} procentpoint.", decimal((believed - actual).abs()));
    Some([opening, own, difference].into_iter().chain(to_the_teacher(gap, n - k, n)).collect::<Vec<_>>().join(" "))
}

/// Returns what a teacher can say of the majority; `None` where those who do not are no clear majority.
fn to_the_teacher(gap: &Gap, not: i64, n: i64) -> Option<String> {
    let clause = gap.belief.laerersaetning.as_ref()?;
    let class = gap.at.grade.map_or_else(|| group(gap.belief, &gap.at).replacen("elever i ", "", 1), grade);
    let many = majority(not, n)?;
    Some(format!("Til læreren: ”{many} i {class} {clause}.”"))
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

fn dumbbell(view: &View, entry: &Entry, belief: &Indicator, gaps: &[Gap]) -> Option<Block> {
    let row = |g: &Gap| {
        let name = grade(g.at.grade.unwrap_or_default());
        (name.clone(), g.actual.mark(name.clone(), Signal::None), g.believed.mark(name, Signal::None))
    };
    let rows: Vec<(String, Mark, Mark)> = gaps.iter().map(row).collect();
    if rows.iter().all(|(_, actual, believed)| actual.value.is_none() && believed.value.is_none()) {
        return None;
    }
    let words: Vec<String> = rows
        .iter()
        .map(|(name, a, b)| format!("{name}: svarede selv ja {}, troede om jævnaldrende {}", a.text, b.text))
        .collect();
    let title = open(&belief.titel);
    let alt = format!("{title}, afstanden mellem det, eleverne svarede, og det, de troede. {}.", capital_join(&words));
    let answers: Vec<String> =
        gaps.iter().map(|g| format!("{} ({})", grade(g.at.grade.unwrap_or_default()), g.actual.base())).collect();
    let place = view.place(belief, Area::Municipality);
    let caption = format!("{title}, {place}, {}. Svarede selv ja: {}.", period(view.current(belief)), answers.join(", "));
    let spec = ChartSpec::Dumbbell {
        unit: "procent".into(),
        first: "Svarede selv ja".into(),
        second: "Troede om jævnaldrende".into(),
        rows,
    };
    Some(Block::Chart(Chart { id: id(view, &entry.id, belief, "haandvaegt"), caption, alt, spec }))
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
