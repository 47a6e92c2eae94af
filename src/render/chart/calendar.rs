//! Weeks or months as squares: filled = a list came, crossed = it is missing.

use super::canvas::{Align, Area, BLUE, Canvas, LEADING, Look, TEXT, WIDTH, paint};
use super::symbol::{self, Entry, Symbol};
use super::text;

const HEAD: i32 = LEADING + 14;
const LARGEST: i32 = 110;

/// Returns the chart as SVG.
pub(super) fn svg(id: &str, unit: &str, years: &[(i16, Vec<bool>)]) -> String {
    let left = text::width("2000", TEXT) + 28;
    let most = years.iter().map(|(_, weeks)| weeks.len()).max().unwrap_or(1);
    let right = WIDTH - years.iter().map(|(_, weeks)| text::width(&tally(weeks), TEXT)).max().unwrap_or(0) - 28;
    let pitch = ((right - left) / count(most)).min(LARGEST);
    let row = pitch + 28;
    let legend = [
        Entry { symbol: Symbol::Came, word: format!("{} med liste", capital(unit)) },
        Entry { symbol: Symbol::Missing, word: format!("{} uden liste", capital(unit)) },
    ];
    let foot = HEAD + count(years.len()) * row;
    paint(id, foot + symbol::legend_height(&legend) + 24, |canvas| {
        draw_head(canvas, unit, left, pitch, most);
        for (index, (year, weeks)) in (0..).zip(years) {
            let top = HEAD + index * row;
            let middle = top + pitch / 2;
            canvas.text((0, middle), &year.to_string(), Look::label(Align::Left));
            draw_year(canvas, (left, top), pitch, weeks);
            let end = left + count(weeks.len()) * pitch + 20;
            canvas.text((end, middle), &tally(weeks), Look::label(Align::Left));
        }
        symbol::legend(canvas, foot + 8, &legend);
    })
}

fn count(n: usize) -> i32 {
    i32::try_from(n).expect("a year has few weeks")
}

fn tally(weeks: &[bool]) -> String {
    format!("{} af {}", weeks.iter().filter(|came| **came).count(), weeks.len())
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Writes the number of every tenth week, or of every month.
fn draw_head(canvas: &mut Canvas<'_>, unit: &str, left: i32, pitch: i32, most: usize) {
    let step = if most > 12 { 10 } else { 1 };
    canvas.text((0, LEADING / 2), &capital(unit), Look::small(Align::Left));
    for number in (1..=most).filter(|n| *n == 1 || n % step == 0) {
        let x = left + (count(number) - 1) * pitch + pitch / 2;
        canvas.text((x, LEADING / 2), &number.to_string(), Look::small(Align::Centre));
    }
}

fn draw_year(canvas: &mut Canvas<'_>, (left, top): (i32, i32), pitch: i32, weeks: &[bool]) {
    for (index, came) in (0..).zip(weeks) {
        let x = left + index * pitch;
        let square = Area { left: x + 2, top, right: x + pitch - 3, bottom: top + pitch - 5 };
        if *came {
            canvas.rect(square, BLUE);
        } else {
            symbol::missing(canvas, square);
        }
    }
}
