//! The drawing surface: lines, shapes and words in quarter points, written by the plotters SVG backend.
//!
//! The backend knows whole numbers only, so everything is drawn four times as large as it is meant and scaled by the `viewBox`.

use super::scale::Scale;
use super::tags;
use super::text;
use crate::model::document::RowMark;
use plotters::prelude::{
    DrawingBackend, FontDesc, FontFamily, FontStyle, FontTransform, RGBColor, SVGBackend, ShapeStyle, TextStyle,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Width of every chart; 2080 quarter points are shown about 16 cm wide, which makes a text of 48 about 10 points.
pub(super) const WIDTH: i32 = 2080;
/// Size of labels and values.
pub(super) const TEXT: i32 = 48;
/// Size of axis words and legends.
pub(super) const SMALL: i32 = 43;
/// Distance between two lines of a text.
pub(super) const LEADING: i32 = 56;

/// Colour of words.
pub(super) const INK: RGBColor = RGBColor(0x1f, 0x29, 0x33);
/// Colour of lesser words, contrast 7:1 on white.
pub(super) const MUTED: RGBColor = RGBColor(0x4a, 0x55, 0x60);
/// Colour of what carries the finding.
pub(super) const BLUE: RGBColor = RGBColor(0x0b, 0x3d, 0x6e);
/// Colour of a better value, always with its own mark.
pub(super) const GREEN: RGBColor = RGBColor(0x1b, 0x6e, 0x3c);
/// Colour of a worse value, always with its own mark.
pub(super) const RUST: RGBColor = RGBColor(0xa1, 0x36, 0x0a);
/// Lighter fill, told apart from [`BLUE`] also in grey print.
pub(super) const SKY: RGBColor = RGBColor(0xa9, 0xc8, 0xe6);
/// Axis and hatching, contrast over 3:1 on white.
pub(super) const AXIS: RGBColor = RGBColor(0x6b, 0x76, 0x80);
/// Lines that only guide the eye.
pub(super) const GRID: RGBColor = RGBColor(0xd9, 0xdf, 0xe5);
/// Ground of a hidden box.
pub(super) const PALE: RGBColor = RGBColor(0xf3, 0xf5, 0xf7);
/// Paper.
pub(super) const WHITE: RGBColor = RGBColor(0xff, 0xff, 0xff);

/// The page side prints with Noto Sans; a browser may lack it.
const FAMILY: &str = "Noto Sans, Segoe UI, Arial, sans-serif";
const INFALLIBLE: &str = "the backend writes into a string, which cannot fail";

/// A place on the surface, in quarter points from the top left corner.
pub(super) type Point = (i32, i32);

/// A rectangle.
#[derive(Clone, Copy)]
pub(super) struct Area {
    pub(super) left: i32,
    pub(super) top: i32,
    pub(super) right: i32,
    pub(super) bottom: i32,
}

impl Area {
    pub(super) fn middle(self) -> Point {
        ((self.left + self.right) / 2, (self.top + self.bottom) / 2)
    }

    fn outline(self) -> [Point; 5] {
        let Self { left, top, right, bottom } = self;
        [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    }
}

/// Which end of a text stands at its point.
#[derive(Clone, Copy)]
pub(super) enum Align {
    Left,
    Centre,
    Right,
}

/// The look of a text.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) size: i32,
    pub(super) colour: RGBColor,
    pub(super) bold: bool,
    pub(super) align: Align,
}

impl Look {
    pub(super) fn label(align: Align) -> Self {
        Self { size: TEXT, colour: INK, bold: false, align }
    }

    pub(super) fn small(align: Align) -> Self {
        Self { size: SMALL, colour: MUTED, bold: false, align }
    }

    pub(super) fn bold(self) -> Self {
        Self { bold: true, ..self }
    }
}

/// The surface.
pub(super) struct Canvas<'a> {
    backend: SVGBackend<'a>,
    /// What the drawing says of its scale.
    scale: String,
}

/// Returns the SVG text of what `draw` draws; it has no size of its own, so that it fills the width it is given.
pub(super) fn paint(id: &str, height: i32, draw: impl FnOnce(&mut Canvas<'_>)) -> String {
    paint_wide(id, (WIDTH, height), draw)
}

/// Returns the SVG text of what `draw` draws on a surface of another width.
pub(super) fn paint_wide(id: &str, (width, height): (i32, i32), draw: impl FnOnce(&mut Canvas<'_>)) -> String {
    let mut buffer = String::new();
    let size = (width.unsigned_abs(), height.unsigned_abs());
    let scale = {
        let mut canvas = Canvas { backend: SVGBackend::with_string(&mut buffer, size), scale: String::new() };
        draw(&mut canvas);
        canvas.backend.present().expect(INFALLIBLE);
        std::mem::take(&mut canvas.scale)
    };
    let buffer = tags::put(&buffer);
    let id: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    buffer.replacen(&format!("<svg width=\"{}\" height=\"{}\"", size.0, size.1), &format!("<svg id=\"{id}-svg\"{scale}"), 1)
}

fn stroke(colour: RGBColor, width: u32) -> ShapeStyle {
    ShapeStyle { color: colour.into(), filled: false, stroke_width: width }
}

fn style(look: Look) -> TextStyle<'static> {
    let horizontal = match look.align {
        Align::Left => HPos::Left,
        Align::Centre => HPos::Center,
        Align::Right => HPos::Right,
    };
    let face = if look.bold { FontStyle::Bold } else { FontStyle::Normal };
    // The backend divides sizes by 1.24 and centres on small letters; capitals and digits stand a twelfth higher.
    let font = FontDesc::new(FontFamily::Name(FAMILY), f64::from(look.size) * 1.24, face);
    font.color(&look.colour).pos(Pos::new(horizontal, VPos::Center))
}

impl Canvas<'_> {
    /// Says which values stand where: `x` for places from left to right, `y` for places up and down.
    pub(super) fn measured(&mut self, axis: char, scale: &Scale) {
        self.scale = format!(" data-skala=\"{axis} {}\"", scale.ends());
    }

    /// Draws a figure, so that whoever reads the drawing knows which row of the open tables it is.
    pub(super) fn figure(&mut self, row: Option<RowMark>, draw: impl FnOnce(&mut Self)) {
        let Some(row) = row else { return draw(self) };
        self.tag(&tags::of(row));
        draw(self);
        self.tag(tags::END);
    }

    /// Draws what explains the marks and is none itself.
    pub(super) fn key(&mut self, draw: impl FnOnce(&mut Self)) {
        self.tag(tags::KEY);
        draw(self);
        self.tag(tags::END);
    }

    fn tag(&mut self, tag: &str) {
        self.backend.draw_text(tag, &style(Look::small(Align::Left)), (0, 0)).expect(INFALLIBLE);
    }

    pub(super) fn path(&mut self, points: &[Point], colour: RGBColor, width: u32) {
        self.backend.draw_path(points.iter().copied(), &stroke(colour, width)).expect(INFALLIBLE);
    }

    pub(super) fn line(&mut self, from: Point, to: Point, colour: RGBColor, width: u32) {
        self.backend.draw_line(from, to, &stroke(colour, width)).expect(INFALLIBLE);
    }

    pub(super) fn fill(&mut self, points: &[Point], colour: RGBColor) {
        self.backend.fill_polygon(points.iter().copied(), &colour).expect(INFALLIBLE);
    }

    pub(super) fn rect(&mut self, area: Area, colour: RGBColor) {
        self.backend.draw_rect((area.left, area.top), (area.right, area.bottom), &colour, true).expect(INFALLIBLE);
    }

    pub(super) fn frame(&mut self, area: Area, colour: RGBColor, width: u32) {
        self.path(&area.outline(), colour, width);
    }

    pub(super) fn disc(&mut self, at: Point, radius: u32, colour: RGBColor) {
        self.backend.draw_circle(at, radius, &colour, true).expect(INFALLIBLE);
    }

    pub(super) fn ring(&mut self, at: Point, radius: u32, colour: RGBColor, width: u32) {
        self.disc(at, radius, WHITE);
        self.backend.draw_circle(at, radius, &stroke(colour, width), false).expect(INFALLIBLE);
    }

    /// Draws a broken line straight down.
    pub(super) fn dashes(&mut self, x: i32, top: i32, bottom: i32, colour: RGBColor, width: u32) {
        let mut y = top;
        while y < bottom {
            self.line((x, y), (x, (y + 20).min(bottom)), colour, width);
            y += 36;
        }
    }

    /// Draws one line of text, its middle at the height of `at`.
    pub(super) fn text(&mut self, at: Point, words: &str, look: Look) {
        let style = style(look);
        self.backend.draw_text(words, &style, (at.0, at.1 + look.size / 12)).expect(INFALLIBLE);
    }

    /// Draws a text that reads upwards from `at`, on a white plate.
    pub(super) fn upright(&mut self, at: Point, words: &str, look: Look) {
        let style = style(Look { align: Align::Left, ..look }).transform(FontTransform::Rotate270);
        let half = look.size * 3 / 5;
        self.rect(Area { left: at.0 - half, top: at.1 - text::width(words, look.size), right: at.0 + half, bottom: at.1 }, WHITE);
        self.backend.draw_text(words, &style, at).expect(INFALLIBLE);
    }

    /// Draws lines of text below each other, the middle of them all at the height of `at`.
    pub(super) fn lines(&mut self, at: Point, lines: &[String], look: Look) {
        let count = i32::try_from(lines.len()).expect("a label has few lines");
        let first = at.1 - (count - 1) * LEADING / 2;
        for (y, line) in (first..).step_by(56).zip(lines) {
            self.text((at.0, y), line, look);
        }
    }

    /// Draws a text on a white plate, so that lines below do not cut through it.
    pub(super) fn plate(&mut self, at: Point, words: &str, look: Look) {
        let width = text::width(words, look.size) + 12;
        let left = match look.align {
            Align::Left => at.0 - 6,
            Align::Centre => at.0 - width / 2,
            Align::Right => at.0 + 6 - width,
        };
        let half = look.size * 3 / 5;
        self.rect(Area { left, top: at.1 - half, right: left + width, bottom: at.1 + half }, WHITE);
        self.text(at, words, look);
    }

    /// Draws slanted lines, cut at the edges of the area.
    pub(super) fn hatch(&mut self, area: Area, gap: i32, colour: RGBColor, width: u32) {
        let (across, down) = (area.right - area.left, area.bottom - area.top);
        let mut offset = gap - down;
        while offset < across {
            let (start, end) = ((-offset).max(0), down.min(across - offset));
            if start < end {
                let point = |t: i32| (area.left + offset + t, area.bottom - t);
                self.line(point(start), point(end), colour, width);
            }
            offset += gap;
        }
    }

    /// Draws a hatched box, for a hidden value whose word stands beside it.
    pub(super) fn hatched(&mut self, area: Area) {
        self.rect(area, PALE);
        self.hatch(area, 26, AXIS, 3);
        self.frame(area, AXIS, 4);
    }

    /// Draws the one look of every hidden value: a hatched box with a word; nothing of it depends on the value.
    pub(super) fn hidden(&mut self, area: Area, word: &str) {
        self.hatched(area);
        self.plate(area.middle(), word, Look { size: SMALL, ..Look::label(Align::Centre) });
    }
}
