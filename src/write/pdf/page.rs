//! The finished page as plain data: what stands where, and nothing of how it got there.
//!
//! The origin is the page's upper left corner; `y` grows downwards.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use ecow::EcoString;

use super::font::{FontId, Fonts};
use super::marks::Marks;
use super::picture::Picture;
use super::tag::Tag;
use super::text::Engine;
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
    /// Places that links inside the product lead to, by name.
    pub anchors: Places,
    /// The fonts that its glyphs are of.
    pub fonts: Fonts,
    /// Characters that no font has, and how often they came: their code points stand in for them.
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
    pub marks: Marks,
}

/// A line of the outline.
#[derive(Clone, Debug, PartialEq)]
pub struct Bookmark {
    /// What it says.
    pub title: String,
    /// From zero.
    pub level: usize,
    /// Where it leads.
    pub at: Place,
}

/// Where things stand in a product: notes by their guid, topics by the anchor of their heading.
pub type Places = BTreeMap<Arc<str>, Place>;

/// A place in a product.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Index of its page.
    pub page: usize,
    /// Where on the page.
    pub at: Point,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To an address in ASCII.
    Url(Arc<str>),
    /// To the anchor of this name. Where there is none, it is no link.
    Anchor(Arc<str>),
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
    /// A picture that fills an area.
    Picture(Rect, Arc<Picture>),
    /// An area that leads somewhere. It stands behind its text.
    Link(Rect, Target),
    /// Figures in place of which [`Paper::number`] puts the number of the page where an anchor stands.
    PageNumber(Box<GlyphRun>, Arc<str>),
    /// Here begins, or goes on, an element of structure. Marks outside of all elements are decoration.
    Open {
        /// What it is.
        tag: Tag,
        /// Whether it begins here; else it goes on from the column before.
        starts: bool,
    },
    /// Here ends the element that was opened last, or its part in this column.
    Close,
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
    pub text: EcoString,
    /// Whether they say it from the last glyph to the first.
    pub to_left: bool,
}

/// A glyph.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// Its number in the font.
    pub id: u16,
    /// How far right of its place and above it it is drawn, in thousandths of the size.
    pub shift: [i16; 2],
    /// From its start to the next one's, in thousandths of the size.
    pub advance: f32,
    /// How many bytes of the run's text it says: zero when it completes the glyph before it.
    pub bytes: u16,
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
        self.shift(x, y);
        self
    }

    /// Moves the mark.
    pub fn shift(&mut self, x: Pt, y: Pt) {
        let shift = |point: &mut Point| {
            point.x += x;
            point.y += y;
        };
        match self {
            Self::Glyphs(run) => shift(&mut run.at),
            Self::PageNumber(run, _) => shift(&mut run.at),
            Self::Open { .. } | Self::Close => {}
            Self::Stroke { points, .. } => points.iter_mut().for_each(shift),
            Self::Fill(rect, _) | Self::Link(rect, _) | Self::Picture(rect, _) => {
                rect.x += x;
                rect.y += y;
            }
        }
    }
}

impl Paper {
    /// Replaces the room for page numbers by the numbers of the pages where the anchors stand: the first page is number
    /// one. An anchor that stands nowhere leaves a question mark.
    pub fn number(&mut self, engine: &mut dyn Engine) {
        let anchors = &self.anchors;
        let number = |name: &Arc<str>| anchors.get(name).map(|place| place.page + 1);
        for mark in self.pages.iter_mut().flat_map(|page| &mut page.marks) {
            let Mark::PageNumber(run, anchor) = mark else { continue };
            let figures = number(anchor).map_or("?".to_string(), |number| number.to_string());
            let shaped = engine.glyphs(&figures, run);
            *mark = Mark::Glyphs(shaped);
        }
    }

    /// Draws the frames of filled areas in place of them. What is as thin as a bar stays as it is.
    pub fn save_ink(&mut self) {
        const THICKEST_BAR: Pt = Pt(3.0);
        for mark in self.pages.iter_mut().flat_map(|page| &mut page.marks) {
            let Mark::Fill(Rect { x, y, width, height }, _) = *mark else { continue };
            if width > THICKEST_BAR && height > THICKEST_BAR {
                let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)];
                let points = corners.map(|(x, y)| Point { x, y }).to_vec();
                *mark = Mark::Stroke { points, width: Pt(0.3), colour: Colour::grey(0.7) };
            }
        }
    }

    /// The pages in words, for tests: one mark a line, lengths in tenths of a point.
    pub fn dump(&self) -> String {
        let mut out = String::new();
        let mut depth = 1;
        for (index, page) in self.pages.iter().enumerate() {
            let _ = writeln!(out, "page {} {:.1} x {:.1}", index + 1, page.width.0, page.height.0);
            for mark in &page.marks {
                dump_mark(mark, &self.fonts, &mut depth, &mut out);
            }
        }
        for Bookmark { title, level, at: Place { page, at } } in &self.outline {
            let indent = "  ".repeat(*level);
            let _ = writeln!(out, "outline {indent}{title} -> {} at {:.1},{:.1}", page + 1, at.x.0, at.y.0);
        }
        for (name, Place { page, at }) in &self.anchors {
            let _ = writeln!(out, "anchor {name} -> {} at {:.1},{:.1}", page + 1, at.x.0, at.y.0);
        }
        out
    }
}

fn dump_mark(mark: &Mark, fonts: &Fonts, depth: &mut usize, out: &mut String) {
    if *mark == Mark::Close {
        *depth -= 1;
        return;
    }
    let indent = "  ".repeat(*depth);
    let _ = match mark {
        Mark::Glyphs(run) => {
            let (name, Point { x: Pt(x), y: Pt(y) }) = (fonts.get(run.font).name, run.at);
            let (size, text) = (run.size.0, &run.text);
            writeln!(out, "{indent}{x:.1},{y:.1} +{:.1} {name} {size:.1} {text:?}", run.width().0)
        }
        Mark::PageNumber(run, anchor) => {
            writeln!(out, "{indent}{:.1},{:.1} page of {anchor}", run.at.x.0, run.at.y.0)
        }
        Mark::Fill(area, colour) => writeln!(out, "{indent}{} fill {:.2}", said(area), colour.1),
        Mark::Stroke { points, width, .. } => {
            let path: Vec<_> = points.iter().map(|p| format!("{:.1},{:.1}", p.x.0, p.y.0)).collect();
            writeln!(out, "{indent}stroke {:.1} {}", width.0, path.join(" "))
        }
        Mark::Picture(area, picture) => writeln!(out, "{indent}{} picture {}", said(area), picture.name),
        Mark::Link(area, Target::Url(url)) => writeln!(out, "{indent}{} link {url}", said(area)),
        Mark::Link(area, Target::Anchor(name)) => writeln!(out, "{indent}{} link to {name}", said(area)),
        Mark::Open { tag, starts } => {
            *depth += 1;
            writeln!(out, "{indent}{}{}", tag.name(), if *starts { "" } else { " goes on" })
        }
        Mark::Close => Ok(()),
    };
}

fn said(Rect { x, y, width, height }: &Rect) -> String {
    format!("{:.1},{:.1} {:.1} x {:.1}", x.0, y.0, width.0, height.0)
}
