//! The operators of one page (ISO 32000-1, Annex A), and which element of structure each piece belongs to.
//!
//! Pages are many and their glyphs more: they are written and packed one by one, so that at no time all of them stand
//! in memory as anything but packed bytes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;

use super::super::font::FontId;
use super::super::page::{Glyph, GlyphRun, Mark, Page, Point, Rect, Target};
use super::super::picture::Picture;
use super::super::theme::Colour;
use super::super::units::Pt;
use super::file::{push_escaped, zlib};
use super::fonts::{Embedded, clusters};
use super::structure::{Kid, PageTree};
use super::utf16;

/// A page, and what is set on the document rather than in the page.
pub(super) struct PageParts {
    /// Its operators, packed with zlib.
    pub packed: Vec<u8>,
    pub tree: PageTree,
    pub links: Vec<Link>,
}

/// An area that leads somewhere.
pub(super) struct Link {
    /// Left, lower, right and upper edge, from the page's lower left corner.
    pub area: [Pt; 4],
    pub target: Target,
    /// What can be read there.
    pub label: String,
}

/// Writes one page's operators.
struct PageOps<'a> {
    out: Vec<u8>,
    height: Pt,
    fonts: &'a BTreeMap<FontId, Embedded>,
    in_text: bool,
    /// Where the last run of the text object starts, in hundredths of a point.
    line: (i32, i32),
    font: Option<(FontId, f32)>,
    fill: Option<Colour>,
    /// What is being marked.
    content: Content,
    tree: PageTree,
    /// The elements that are open, the innermost last.
    open: Vec<usize>,
    links: Vec<Link>,
    /// The text of the open element that stands last, for the links in it.
    said: String,
}

/// What a piece of a page is.
#[derive(Clone, Copy, PartialEq)]
enum Content {
    Unmarked,
    Decoration,
    Element(usize),
}

/// Writes and packs a page.
///
/// # Errors
/// When it cannot be packed.
pub(super) fn emit_page(page: Page, fonts: &BTreeMap<FontId, Embedded>) -> std::io::Result<PageParts> {
    let mut out = PageOps {
        out: Vec::new(),
        height: page.height,
        fonts,
        in_text: false,
        line: (0, 0),
        font: None,
        fill: None,
        content: Content::Unmarked,
        tree: PageTree::default(),
        open: Vec::new(),
        links: Vec::new(),
        said: String::new(),
    };
    for mark in page.marks {
        match mark {
            Mark::Glyphs(run) => out.glyphs(&run),
            Mark::PageNumber(run, _) => out.glyphs(&run),
            Mark::Fill(area, colour) => out.area(area, colour),
            Mark::Stroke { points, width, colour } => out.stroke(&points, width, colour),
            Mark::Picture(area, picture) => out.picture(area, &picture),
            Mark::Link(area, target) => out.link(area, target),
            Mark::Open { tag, starts } => {
                out.said.clear();
                let parent = out.open.last().copied();
                out.open.push(out.tree.open(tag, starts, parent));
            }
            Mark::Close => {
                out.open.pop();
            }
        }
    }
    out.enter(Content::Unmarked);
    Ok(PageParts { packed: zlib(&out.out)?, tree: out.tree, links: out.links })
}

impl PageOps<'_> {
    fn text(&mut self, wanted: bool) {
        if self.in_text != wanted {
            self.out.extend_from_slice(if wanted { b"BT\n" } else { b"ET\n" });
            self.in_text = wanted;
            self.line = (0, 0);
        }
    }

    /// Marks what follows (ISO 32000-1, 14.6): a sequence holds whole text objects.
    fn enter(&mut self, content: Content) {
        if self.content == content {
            return;
        }
        self.text(false);
        if self.content != Content::Unmarked {
            self.out.extend_from_slice(b"EMC\n");
        }
        self.content = content;
        match content {
            Content::Unmarked => {}
            Content::Decoration => self.out.extend_from_slice(b"/Artifact BMC\n"),
            Content::Element(node) => {
                let (tag, number) = self.tree.content(node);
                self.write(format_args!("/{tag}<</MCID {number}>>BDC\n"));
            }
        }
    }

    /// Marks what follows as part of the innermost element; outside of all it is decoration.
    fn enter_element(&mut self) {
        self.enter(self.open.last().map_or(Content::Decoration, |&node| Content::Element(node)));
    }

    fn fill(&mut self, colour: Colour) {
        if self.fill != Some(colour) {
            self.colour(colour, ["rg", "g"]);
            self.fill = Some(colour);
        }
    }

    fn glyphs(&mut self, run: &GlyphRun) {
        let Some(font) = self.fonts.get(&run.font) else { return };
        self.enter_element();
        self.text(true);
        self.fill(run.colour);
        if !self.open.is_empty() {
            self.said.push_str(&run.text);
        }
        if self.font != Some((run.font, run.size.0)) {
            self.write(format_args!("/{} ", font.id.0));
            self.numbers(&[run.size.0], "Tf");
            self.font = Some((run.font, run.size.0));
        }
        self.move_to(run.at);
        let mut shown = Shown::default();
        let mut rise = 0;
        for cluster in clusters(run) {
            let says_itself = match cluster.glyphs {
                // A space that keeps words together is a space for those who copy it.
                [glyph] => {
                    let text = if cluster.text == "\u{A0}" { " " } else { cluster.text };
                    font.glyphs.get(&glyph.id).is_some_and(|known| known.text == text)
                }
                _ => false,
            };
            if !says_itself {
                shown.end(&mut self.out);
                self.actual_text(cluster.text);
            }
            for glyph in cluster.glyphs {
                if glyph.shift[1] != rise {
                    rise = glyph.shift[1];
                    shown.end(&mut self.out);
                    self.rise(rise, run.size);
                }
                shown.add(glyph, font);
            }
            if !says_itself {
                shown.end(&mut self.out);
                self.out.extend_from_slice(b"EMC\n");
            }
        }
        shown.end(&mut self.out);
        if rise != 0 {
            self.rise(0, run.size);
        }
    }

    /// Lifts the glyphs that follow above the base line, by thousandths of their size.
    fn rise(&mut self, thousandths: i16, size: Pt) {
        self.numbers(&[f32::from(thousandths) * size.0 / 1000.0], "Ts");
    }

    /// Moves from the start of the last run to that of the next: in whole hundredths, so that no error adds up.
    fn move_to(&mut self, at: Point) {
        let hundredths = |length: Pt| (length.0 * 100.0).round() as i32;
        let (x, y) = (hundredths(at.x), hundredths(self.height - at.y));
        let (before_x, before_y) = std::mem::replace(&mut self.line, (x, y));
        self.numbers(&[(x - before_x) as f32 / 100.0, (y - before_y) as f32 / 100.0], "Td");
    }

    /// Says what the glyphs that follow mean, where they do not say it each for itself.
    fn actual_text(&mut self, text: &str) {
        let mut hex = String::with_capacity(text.len() * 4 + 4);
        for byte in utf16(text) {
            let _ = write!(hex, "{byte:02X}");
        }
        self.write(format_args!("/Span<</ActualText<{hex}>>>BDC\n"));
    }

    fn area(&mut self, area: Rect, colour: Colour) {
        self.enter(Content::Decoration);
        self.fill(colour);
        let lower = self.height - area.y - area.height;
        self.numbers(&[area.x.0, lower.0, area.width.0, area.height.0], "re f");
    }

    fn stroke(&mut self, points: &[Point], width: Pt, colour: Colour) {
        self.enter(Content::Decoration);
        self.colour(colour, ["RG", "G"]);
        self.numbers(&[width.0], "w");
        for (index, point) in points.iter().enumerate() {
            self.numbers(&[point.x.0, (self.height - point.y).0], if index == 0 { "m" } else { "l" });
        }
        self.out.extend_from_slice(b"S\n");
    }

    /// Draws a picture from its lower left corner; it is one unit wide and high.
    fn picture(&mut self, area: Rect, picture: &Picture) {
        self.enter_element();
        self.text(false);
        let lower = self.height - area.y - area.height;
        self.out.extend_from_slice(b"q ");
        self.numbers(&[area.width.0, 0.0, 0.0, area.height.0, area.x.0, lower.0], "cm");
        self.write(format_args!("/{} Do Q\n", super::pictures::name(picture)));
    }

    fn link(&mut self, area: Rect, target: Target) {
        let Some(&node) = self.open.last() else { return };
        let (lower, upper) = (self.height - area.y - area.height, self.height - area.y);
        self.tree.add(node, Kid::Link(self.links.len()));
        let area = [area.x, lower, area.x + area.width, upper];
        self.links.push(Link { area, target, label: self.said.trim().to_string() });
    }

    fn colour(&mut self, Colour(r, g, b): Colour, [rgb, grey]: [&str; 2]) {
        if r == g && g == b {
            self.numbers(&[r], grey);
        } else {
            self.numbers(&[r, g, b], rgb);
        }
    }

    fn numbers(&mut self, numbers: &[f32], operator: &str) {
        for &number in numbers {
            push_number(number, 3, &mut self.out);
            self.out.push(b' ');
        }
        self.out.extend_from_slice(operator.as_bytes());
        self.out.push(b'\n');
    }

    fn write(&mut self, text: std::fmt::Arguments) {
        // Writing into memory does not fail.
        let _ = self.out.write_fmt(text);
    }
}

/// A number with at most this many digits behind its point. Never with an exponent, which PDF does not know.
pub(super) fn push_number(number: f32, digits: usize, out: &mut Vec<u8>) {
    let start = out.len();
    // Writing into memory does not fail.
    let _ = write!(out, "{number:.digits$}");
    if out[start..].contains(&b'.') {
        let kept = out.iter().rposition(|&byte| byte != b'0').map_or(start, |last| last + 1);
        out.truncate(if out[kept - 1] == b'.' { kept - 1 } else { kept });
    }
    if &out[start..] == b"-0" {
        out.remove(start);
    }
}

/// Glyphs that are shown by one operator, and how far they are from where they should stand.
#[derive(Default)]
struct Shown {
    /// What stands in the brackets of `TJ`.
    items: Vec<u8>,
    in_string: bool,
    wanted: f32,
    pen: f32,
}

impl Shown {
    fn add(&mut self, glyph: &Glyph, font: &Embedded) {
        let Some(known) = font.glyphs.get(&glyph.id) else { return };
        self.move_to(self.wanted + f32::from(glyph.shift[0]));
        if !self.in_string {
            self.items.push(b'(');
            self.in_string = true;
        }
        for byte in known.id.to_be_bytes() {
            push_escaped(byte, &mut self.items);
        }
        self.wanted += glyph.advance;
        self.pen += known.advance;
    }

    /// Moves the pen to a place that is `wanted`, in whole thousandths of the size, to the left where they are positive.
    fn move_to(&mut self, wanted: f32) {
        let offset = (self.pen - wanted).round();
        self.pen -= offset;
        if offset != 0.0 {
            self.close();
            push_number(offset, 0, &mut self.items);
        }
    }

    fn close(&mut self) {
        if std::mem::take(&mut self.in_string) {
            self.items.push(b')');
        }
    }

    fn end(&mut self, out: &mut Vec<u8>) {
        self.close();
        if !self.items.is_empty() {
            out.push(b'[');
            out.append(&mut self.items);
            out.extend_from_slice(b"]TJ\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_no_exponent_and_no_needless_digit() {
        let said = |number: f32| {
            let mut out = Vec::new();
            push_number(number, 3, &mut out);
            String::from_utf8(out).expect("ASCII")
        };
        let numbers = [0.0, -0.0, 0.5, -0.25, 12.0, -3.1004, 0.00004, 841.89];
        assert_eq!(numbers.map(said), ["0", "0", "0.5", "-0.25", "12", "-3.1", "0", "841.89"]);
    }
}
