//! The finished page as plain data: what stands where, and nothing of how it got there.
//!
//! The origin is the page's upper left corner; `y` grows downwards.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::font::{FontId, shipped};
use super::theme::Colour;
use super::units::Pt;

/// A finished product.
#[derive(Clone, Debug, Default)]
pub struct Paper {
    /// Its title.
    pub title: String,
    /// BCP 47 language of most of it.
    pub language: String,
    /// Its pages.
    pub pages: Vec<Page>,
    /// Places that the outline leads to, in order; a deeper level lies inside the one before it.
    pub outline: Vec<Bookmark>,
    /// Characters that no shipped font has, and how often they came: their code points stand in for them.
    pub missing: BTreeMap<char, usize>,
}

/// A page.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Its width.
    pub width: Pt,
    /// Its height.
    pub height: Pt,
    /// What stands on it, in order of reading; later marks lie above earlier ones.
    pub marks: Vec<Mark>,
}

/// A line of the outline.
#[derive(Clone, Debug, PartialEq)]
pub struct Bookmark {
    /// What it says.
    pub title: String,
    /// From zero.
    pub level: usize,
    /// Index of its page.
    pub page: usize,
    /// Where on the page.
    pub at: Point,
}

/// A place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: Pt,
    /// From the top.
    pub y: Pt,
}

/// An upright rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: Pt,
    /// Upper edge.
    pub y: Pt,
    /// Width.
    pub width: Pt,
    /// Height.
    pub height: Pt,
}

/// Something on a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// Glyphs on a base line.
    Glyphs(GlyphRun),
    /// A filled area.
    Fill(Rect, Colour),
    /// A line through points.
    Stroke {
        /// At least two.
        points: Vec<Point>,
        /// Its width.
        width: Pt,
        /// Its colour.
        colour: Colour,
    },
    /// An area that leads to an address.
    Link(Rect, String),
}

/// Glyphs of one font and size on a base line.
#[derive(Clone, Debug, PartialEq)]
pub struct GlyphRun {
    /// Where the first glyph starts on the base line.
    pub at: Point,
    /// Their font.
    pub font: FontId,
    /// Their size.
    pub size: Pt,
    /// Their colour.
    pub colour: Colour,
    /// In order from left to right.
    pub glyphs: Vec<Glyph>,
    /// What the glyphs say.
    pub text: String,
}

/// A glyph.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// Its number in the font.
    pub id: u16,
    /// From its start to the next one's, in thousandths of the size.
    pub advance: f32,
    /// How many bytes of the run's text it says: zero when it completes the glyph before it.
    pub bytes: u32,
}

impl GlyphRun {
    /// From its start to its end.
    pub fn width(&self) -> Pt {
        self.size * (self.glyphs.iter().map(|glyph| glyph.advance).sum::<f32>() / 1000.0)
    }
}

impl Mark {
    /// The mark, moved.
    #[must_use]
    pub fn moved(mut self, x: Pt, y: Pt) -> Self {
        let shift = |point: &mut Point| {
            point.x += x;
            point.y += y;
        };
        match &mut self {
            Self::Glyphs(run) => shift(&mut run.at),
            Self::Stroke { points, .. } => points.iter_mut().for_each(shift),
            Self::Fill(rect, _) | Self::Link(rect, _) => {
                rect.x += x;
                rect.y += y;
            }
        }
        self
    }
}

impl Paper {
    /// The pages in words, for tests: one mark a line, lengths in tenths of a point.
    pub fn dump(&self) -> String {
        let mut out = String::new();
        for (index, page) in self.pages.iter().enumerate() {
            let _ = writeln!(out, "page {} {:.1} x {:.1}", index + 1, page.width.0, page.height.0);
            for mark in &page.marks {
                dump_mark(mark, &mut out);
            }
        }
        for Bookmark { title, level, page, at } in &self.outline {
            let indent = "  ".repeat(*level);
            let _ = writeln!(out, "outline {indent}{title} -> {} at {:.1},{:.1}", page + 1, at.x.0, at.y.0);
        }
        out
    }
}

fn dump_mark(mark: &Mark, out: &mut String) {
    let _ = match mark {
        Mark::Glyphs(run) => {
            let (name, Point { x, y }) = (shipped(run.font).name, run.at);
            let (size, text) = (run.size.0, &run.text);
            writeln!(out, "  {:.1},{:.1} +{:.1} {name} {size:.1} {text:?}", x.0, y.0, run.width().0)
        }
        Mark::Fill(rect, colour) => {
            let Rect { x, y, width, height } = rect;
            writeln!(out, "  {:.1},{:.1} {:.1} x {:.1} fill {:.2}", x.0, y.0, width.0, height.0, colour.1)
        }
        Mark::Stroke { points, width, .. } => {
            let path: Vec<_> = points.iter().map(|p| format!("{:.1},{:.1}", p.x.0, p.y.0)).collect();
            writeln!(out, "  stroke {:.1} {}", width.0, path.join(" "))
        }
        Mark::Link(Rect { x, y, width, height }, url) => {
            writeln!(out, "  {:.1},{:.1} {:.1} x {:.1} link {url}", x.0, y.0, width.0, height.0)
        }
    };
}
