//! What stands behind a figure of the report, in words for the terminal: an indicator with its published figures, a cell of a table.
//!
//! Everything here comes from publishable figures. The one thing no paper says is why a number is hidden. The terminal says it:
//! whoever runs the program has the files and could count for himself, and has to know whether more answers would help or whether
//! another number is being protected. In a paper the reason would narrow the hidden number down.

mod cell;
mod place;

pub use cell::about_cell;

use super::Input;
use super::format::period;
use super::hiding::rule;
use super::sentence::finding;
use super::view::{View, group};
use crate::model::geography::Area;
use crate::model::indicator::Indicator;
use crate::model::release::{CellStatus, Reason};

/// A heading with its lines.
pub struct Passage {
    /// Heading.
    pub heading: String,
    /// Lines below it.
    pub lines: Vec<String>,
}

impl Passage {
    /// Returns a part.
    pub fn new(heading: impl Into<String>, lines: impl IntoIterator<Item = String>) -> Self {
        Self { heading: heading.into(), lines: lines.into_iter().collect() }
    }
}

/// Returns what an indicator means: title, definition, base, period and place.
pub fn meaning(input: &Input, indicator: &Indicator) -> Vec<Passage> {
    let view = View::new(input, "");
    let at = view.at(indicator, Area::Municipality);
    let base = format!("{} {}", super::format::capital(&group(indicator, &at)), view.place(indicator, Area::Municipality));
    let when = format!("{}, {}", super::format::capital(&period(at.period)), view.by_place(indicator));
    let words = [("Tæller", &indicator.taeller), ("Nævner", &indicator.naevner), ("Forbehold", &indicator.forbehold)];
    let words = words.into_iter().filter_map(|(heading, text)| Some(Passage::new(heading, [text.clone()?])));
    let title = Passage::new(format!("{} {}", indicator.id, indicator.titel), [indicator.definition.clone()]);
    let about = [Passage::new("Hvem tallet handler om", [base]), Passage::new("Periode og sted", [when])];
    std::iter::once(title).chain(words).chain(about).collect()
}

/// Returns the figures of an indicator as they are published: the municipality, every district, and what was compared.
pub fn figures(input: &Input, indicator: &Indicator) -> Vec<Passage> {
    let view = View::new(input, "");
    let districts = input.project.district_ids().map(Area::District);
    let areas: Vec<Area> = std::iter::once(Area::Municipality).chain(districts).chain([Area::Unknown]).collect();
    let widest = areas.iter().map(|area| view.area(*area).chars().count()).max().unwrap_or(0);
    let line = |area: &Area| {
        let reading = view.now(indicator, *area);
        let interval = reading.interval_text();
        let interval = if interval == "–" { String::new() } else { format!("  interval {interval}") };
        let rule = reason(reading.status).map(|reason| format!(" ({})", rule(reason))).unwrap_or_default();
        format!("{:widest$}  {}{rule}{interval}", view.area(*area), reading.full_text())
    };
    let shown = areas.iter().filter(|area| **area != Area::Unknown || !view.now(indicator, **area).missing());
    let heading = format!("Tal, som de offentliggøres ({})", period(view.current(indicator)));
    let told = finding(&view, indicator, &view.at(indicator, Area::Municipality));
    vec![Passage::new(heading, shown.map(line)), Passage::new("I ord", [told])]
}

/// Returns why a figure is hidden.
fn reason(status: CellStatus) -> Option<Reason> {
    if let CellStatus::Suppressed(reason) = status { Some(reason) } else { None }
}
