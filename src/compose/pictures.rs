//! Drawings of the size of a word: the last years as a line, the districts as dots on one scale.

use super::charts::{district_marks, id, periods};
use super::format::{open, period};
use super::value::Reading;
use super::view::View;
use super::{breaks, format};
use crate::model::counts::Coordinate;
use crate::model::document::{Cell, ChartSpec, Mark, Picture, Signal};
use crate::model::geography::Area;
use crate::model::indicator::{Breakdown, Indicator, Unit};

/// Returns the last years of the municipality; `None` where fewer than two can be drawn.
pub(super) fn spark(view: &View, section: &str, indicator: &Indicator) -> Option<Picture> {
    let whole = view.at(indicator, Area::Municipality);
    let periods = periods(view, indicator);
    let read = |at| view.long_reading(indicator, &Coordinate { period: at, ..whole.clone() });
    let marks: Vec<Mark> = periods.iter().map(|at| read(*at).mark(period(*at), Signal::None)).collect();
    let drawn = marks.iter().filter(|mark| mark.value.is_some()).count();
    let crossed = breaks::crossed(view, indicator, &periods);
    let broken = if crossed.is_empty() { "" } else { ", med brud i tidsrækken" };
    let said: Vec<String> = marks.iter().map(|mark| format!("{} i {}", mark.text, mark.label)).collect();
    let alt = format!("{}, år for år: {}{broken}.", open(&indicator.titel), said.join(", "));
    let breaks = crossed.into_iter().map(|(at, _)| at).collect();
    let id = id(view, section, indicator, "lille-kurve");
    (drawn >= 2).then_some(Picture { id, alt, spec: ChartSpec::Spark { marks, breaks } })
}

/// Returns the districts as a cell: a drawing, the word of hidden figures, or that the indicator is not split so.
pub(super) fn strip_cell(view: &View, section: &str, indicator: &Indicator) -> Cell {
    let all: Vec<Reading> = view.input.project.district_ids().map(|id| view.now(indicator, Area::District(id))).collect();
    match (strip(view, section, indicator), all.iter().find(|reading| reading.hidden())) {
        (Some(picture), _) => Cell::picture(picture),
        (None, Some(hidden)) => hidden.hidden_cell(),
        (None, None) => Cell::text("–"),
    }
}

/// Returns the districts on one scale with the municipality as a line; `None` where nothing can be drawn.
pub(super) fn strip(view: &View, section: &str, indicator: &Indicator) -> Option<Picture> {
    let has =
        indicator.udbryd.contains(&Breakdown::District) && matches!(indicator.unit(), Unit::Share | Unit::Rate | Unit::Mean);
    let rows = district_marks(view, indicator);
    let drawn = rows.iter().filter(|mark| mark.value.is_some()).count();
    let whole = view.now(indicator, Area::Municipality);
    let reference = Some(whole.mark(view.area(Area::Municipality), Signal::None)).filter(|mark| mark.value.is_some());
    let compared = |mark: &Mark| if mark.signal == Signal::None { String::new() } else { format!(" ({})", mark.signal.word()) };
    let said: Vec<String> = rows.iter().map(|mark| format!("{} {}{}", mark.label, mark.text, compared(mark))).collect();
    let when = period(view.current(indicator));
    let alt = format!("{}, {when}: {}, {} {}.", open(&indicator.titel), said.join(", "), view.word("kommunen"), whole.text());
    let id = id(view, section, indicator, "smaa-prikker");
    (has && drawn >= 1).then_some(Picture { id, alt, spec: ChartSpec::Strip { rows, reference } })
}

/// Returns the last years as a cell: a drawing, or that there are not two of them.
pub(super) fn spark_cell(view: &View, section: &str, indicator: &Indicator) -> Cell {
    spark(view, section, indicator).map_or_else(|| Cell::text("–"), Cell::picture)
}

/// Returns how the two drawings are read.
pub(super) fn legend(view: &View) -> String {
    let names: Vec<String> = view.input.project.district_ids().map(|id| view.district(id).to_owned()).collect();
    format!(
        "De små kurver viser op til fem år fra nul. De små prikker er {} fra nul, oppefra og ned: {}; den lodrette streg er {}. \
         Skraveret betyder skjult, en kort streg ingen data, og en stiplet streg et brud.",
        view.word("distrikterne"),
        format::and(&names),
        view.word("kommunen")
    )
}
