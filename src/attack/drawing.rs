//! A drawing: every mark stands where its row's printed number is, and a hidden row has none.

use super::explained::{Explained, Named, tenths};
use super::markup::Piece;
use std::collections::BTreeMap;

/// What is wrong with a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// A hidden row has a mark or an interval, or a mark names no row.
    Shown,
    /// It does not stand where its number is.
    Misplaced,
}

/// What a drawing says.
#[derive(Default)]
pub(super) struct Seen<'a> {
    /// Marks that stand where they should.
    pub(super) matched: usize,
    /// Faults, with the row where one is named.
    pub(super) faults: Vec<(Option<Named<'a>>, Fault)>,
    /// Words, but for the numbers of the axis.
    pub(super) texts: Vec<String>,
    /// The numbers of the axis.
    pub(super) ticks: Vec<String>,
}

/// Where values stand: the axis, its first and last place, and the tenths that stand there.
#[derive(Clone, Copy)]
struct Scale {
    lying: bool,
    from: f64,
    to: f64,
    low: f64,
    high: f64,
}

/// Half a unit of the drawing at either side, and as much for the unit the drawing rounds to.
const NEAR: f64 = 1.0;

/// How far from its tick the number of an axis stands.
const TICK: f64 = 14.0;

impl Scale {
    fn read(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace();
        let lying = words.next()? == "x";
        let mut number = || words.next()?.parse().ok();
        Some(Self { lying, from: number()?, to: number()?, low: number()?, high: number()? })
    }

    fn at(self, tenths: f64) -> f64 {
        self.from + (tenths - self.low) * (self.to - self.from) / (self.high - self.low)
    }
}

/// A shape: its extent along the axis of the scale and across it.
struct Shape<'a> {
    name: &'a str,
    along: (f64, f64),
    across: (f64, f64),
    coloured: bool,
}

impl Shape<'_> {
    fn stands_at(&self, place: f64) -> bool {
        let (first, last) = self.along;
        [first, last, f64::midpoint(first, last)].into_iter().any(|along| (along - place).abs() < NEAR)
    }

    /// Discs, triangles, squares and bars carry a value; lines and paper do not.
    fn is_mark(&self) -> bool {
        self.name == "circle" || self.coloured && ["polygon", "rect"].contains(&self.name)
    }

    /// Strokes along or across the scale; hatching is slanted.
    fn is_straight(&self) -> bool {
        self.name == "line" && (same(self.along) || same(self.across))
    }
}

fn same((first, last): (f64, f64)) -> bool {
    (first - last).abs() < NEAR
}

/// What the shapes at hand belong to.
enum Group {
    /// Nothing: axis, grid, words.
    None,
    /// The marks of a legend.
    Key,
    /// A row.
    Row(String),
}

/// Looks through a drawing.
pub(super) fn look<'a>(pieces: &[Piece], explained: &Explained<'a>) -> Seen<'a> {
    let mut seen = Seen::default();
    let scale = match pieces.first() {
        Some(Piece::Open(_, attributes, _)) => attributes.get("data-skala").and_then(|text| Scale::read(text)),
        _ => None,
    };
    let lying = scale.is_none_or(|scale| scale.lying);
    let (mut group, mut shapes): (Group, Vec<Shape>) = (Group::None, Vec::new());
    let mut stands = (0.0, 0.0);
    for piece in pieces.iter().skip(1) {
        match piece {
            Piece::Open(name, attributes, _) if name == "g" => {
                loose(&mut seen, scale, &std::mem::take(&mut shapes));
                group = attributes.get("data-tal").map_or(Group::Key, |mark| Group::Row(mark.clone()));
            }
            Piece::Close(name) if name == "g" || name == "svg" => {
                let drawn = std::mem::take(&mut shapes);
                match &group {
                    Group::Row(mark) => figure(&mut seen, scale, &drawn, explained.row(mark)),
                    Group::Key => {}
                    Group::None => loose(&mut seen, scale, &drawn),
                }
                group = Group::None;
            }
            Piece::Open(name, attributes, _) if name == "text" => {
                let at = |name: &str| number(attributes, name).unwrap_or(0.0);
                stands = if lying { (at("x"), at("y")) } else { (at("y"), at("x")) };
            }
            Piece::Open(name, attributes, _) => shapes.extend(shape(name, attributes, lying)),
            // With a word before it: alone on its line it would be taken for the number of a page.
            Piece::Text(text) if is_tick(text, scale, stands.0) => seen.ticks.push(text.trim().to_owned()),
            Piece::Text(text) => seen.texts.push(format!("tegning {text}")),
            _ => {}
        }
    }
    seen
}

/// Shapes that name no row: an axis may have lines, and words a plate of paper.
fn loose<'a>(seen: &mut Seen<'a>, scale: Option<Scale>, shapes: &[Shape]) {
    if scale.is_some() {
        seen.faults.extend(shapes.iter().filter(|shape| shape.is_mark()).map(|_| (None, Fault::Shown)));
    }
}

fn figure<'a>(seen: &mut Seen<'a>, scale: Option<Scale>, shapes: &[Shape], named: Option<Named<'a>>) {
    let Some(named) = named else { return loose(seen, scale, shapes) };
    if named.row.hidden() {
        if shapes.iter().any(|shape| shape.is_mark() || shape.is_straight()) {
            seen.faults.push((Some(named), Fault::Shown));
        }
        return;
    }
    let Some(scale) = scale else { return };
    if named.row.value.is_none() {
        // A group too small for per cent has its numbers in words alone.
        seen.faults.extend(shapes.iter().filter(|shape| shape.is_mark()).map(|_| (Some(named), Fault::Misplaced)));
        return;
    }
    let places: Vec<f64> =
        tenths(named.row).into_iter().filter_map(|tenths| tenths.to_string().parse().ok()).map(|t| scale.at(t)).collect();
    let fits = |shape: &&Shape| places.iter().any(|place| shape.stands_at(*place));
    let marks: Vec<&Shape> = shapes.iter().filter(|shape| shape.is_mark()).collect();
    let around = |shape: &Shape| places.iter().any(|place| shape.along.0 - NEAR <= *place && *place <= shape.along.1 + NEAR);
    let lines = || shapes.iter().any(|shape| fits(&shape) || around(shape));
    if marks.iter().all(fits) && (!marks.is_empty() || shapes.is_empty() || lines()) {
        seen.matched += 1;
    } else {
        seen.faults.push((Some(named), Fault::Misplaced));
    }
}

fn number(attributes: &BTreeMap<String, String>, name: &str) -> Option<f64> {
    attributes.get(name)?.parse().ok()
}

/// Colours of paper: plates below words, ground of hidden boxes.
const PAPER: [&str; 4] = ["#FFFFFF", "#F3F5F7", "#D9DFE5", "none"];

fn shape<'a>(name: &'a str, attributes: &BTreeMap<String, String>, lying: bool) -> Option<Shape<'a>> {
    let at = |name: &str| number(attributes, name);
    let (x, y) = match name {
        "circle" => ((at("cx")?, at("cx")?), (at("cy")?, at("cy")?)),
        "line" => ((at("x1")?, at("x2")?), (at("y1")?, at("y2")?)),
        "rect" => ((at("x")?, at("x")? + at("width")?), (at("y")?, at("y")? + at("height")?)),
        "polygon" => extent(attributes.get("points")?)?,
        _ => return None,
    };
    let sorted = |(a, b): (f64, f64)| (a.min(b), a.max(b));
    let (along, across) = if lying { (x, y) } else { (y, x) };
    let fill = attributes.get("fill").map_or("none", String::as_str);
    let coloured = !PAPER.iter().any(|paper| paper.eq_ignore_ascii_case(fill));
    Some(Shape { name, along: sorted(along), across: sorted(across), coloured })
}

fn extent(points: &str) -> Option<((f64, f64), (f64, f64))> {
    let points: Vec<(f64, f64)> = points
        .split_whitespace()
        .filter_map(|point| point.split_once(','))
        .filter_map(|(x, y)| Some((x.parse().ok()?, y.parse().ok()?)))
        .collect();
    let ends = |of: fn(&(f64, f64)) -> f64| {
        let all = points.iter().map(of);
        Some((all.clone().reduce(f64::min)?, all.reduce(f64::max)?))
    };
    Some((ends(|point| point.0)?, ends(|point| point.1)?))
}

/// Whether a text is the number of an axis: it stands where its number is.
fn is_tick(text: &str, scale: Option<Scale>, place: f64) -> bool {
    let plain = text.trim().replace('.', "").replace('−', "-").replace(',', ".");
    let value: Option<f64> = plain.parse().ok();
    value.zip(scale).is_some_and(|(value, scale)| (scale.at(value * 10.0) - place).abs() < TICK)
}
