//! The operators of one page, and which element of structure each piece belongs to.

use std::collections::BTreeMap;

use printpdf::{
    Codepoint, Color, CurTransMat, DictItem, Line, LinePoint, Op, PaintMode, PdfFontHandle, PdfPage, Rgb,
    TextItem, TextMatrix, XObjectId, XObjectTransform,
};

use super::super::font::FontId;
use super::super::page::{GlyphRun, Mark, Page, Point, Rect, Target};
use super::super::picture::Picture;
use super::super::theme::Colour;
use super::super::units::Pt;
use super::fonts::{Embedded, Known, clusters};
use super::structure::{Kid, PageTree};
use super::{pt, utf16};

/// A page, and what is set on the document rather than in the page.
pub(super) struct PageParts {
    pub page: PdfPage,
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
    ops: Vec<Op>,
    index: usize,
    height: Pt,
    fonts: &'a BTreeMap<FontId, Embedded>,
    in_text: bool,
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

pub(super) fn emit_page(page: Page, index: usize, fonts: &BTreeMap<FontId, Embedded>) -> PageParts {
    let mut out = PageOps {
        ops: Vec::new(),
        index,
        height: page.height,
        fonts,
        in_text: false,
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
    let mut sheet = PdfPage::new(printpdf::Mm(0.0), printpdf::Mm(0.0), out.ops);
    let size = printpdf::Rect::from_wh(pt(page.width), pt(page.height));
    (sheet.media_box, sheet.trim_box, sheet.crop_box) = (size.clone(), size.clone(), size);
    PageParts { page: sheet, tree: out.tree, links: out.links }
}

impl PageOps<'_> {
    fn text(&mut self, wanted: bool) {
        if self.in_text != wanted {
            self.ops.push(if wanted { Op::StartTextSection } else { Op::EndTextSection });
            self.in_text = wanted;
        }
    }

    /// Marks what follows (ISO 32000-1, 14.6): a sequence holds whole text objects.
    fn enter(&mut self, content: Content) {
        if self.content == content {
            return;
        }
        self.text(false);
        if self.content != Content::Unmarked {
            self.ops.push(Op::EndMarkedContent);
        }
        self.content = content;
        match content {
            Content::Unmarked => {}
            Content::Decoration => self.ops.push(Op::BeginMarkedContent { tag: "Artifact".to_string() }),
            Content::Element(node) => {
                let (tag, number) = self.tree.content(node);
                let map = BTreeMap::from([("MCID".to_string(), DictItem::Int(number as i64))]);
                let properties = DictItem::Dict { map };
                self.ops.push(Op::BeginMarkedContentWithProperties { tag: tag.to_string(), properties });
            }
        }
    }

    /// Marks what follows as part of the innermost element; outside of all it is decoration.
    fn enter_element(&mut self) {
        self.enter(self.open.last().map_or(Content::Decoration, |&node| Content::Element(node)));
    }

    fn fill(&mut self, colour: Colour) {
        if self.fill != Some(colour) {
            self.ops.push(Op::SetFillColor { col: rgb(colour) });
            self.fill = Some(colour);
        }
    }

    fn glyphs(&mut self, run: &GlyphRun) {
        let Some(font) = self.fonts.get(&run.font) else { return };
        self.enter_element();
        self.text(true);
        self.fill(run.colour);
        self.said.push_str(&run.text);
        if self.font != Some((run.font, run.size.0)) {
            let handle = PdfFontHandle::External(font.id.clone());
            self.ops.push(Op::SetFont { font: handle, size: pt(run.size) });
            self.font = Some((run.font, run.size.0));
        }
        let matrix = TextMatrix::Translate(pt(run.at.x), pt(self.height - run.at.y));
        self.ops.push(Op::SetTextMatrix { matrix });
        let (mut wanted, mut pen) = (0.0_f32, 0.0_f32);
        let mut plain: Vec<Codepoint> = Vec::with_capacity(run.glyphs.len());
        for cluster in clusters(run) {
            let mut codes = Vec::with_capacity(cluster.glyphs.len());
            for glyph in cluster.glyphs {
                let Some(known) = font.glyphs.get(&glyph.id) else { continue };
                wanted += glyph.advance;
                pen += known.advance;
                let offset = (pen - wanted).round();
                pen -= offset;
                codes.push(Codepoint { gid: known.id, offset, cid: self.says(known) });
            }
            let says_itself = match cluster.glyphs {
                [glyph] => font.glyphs.get(&glyph.id).is_some_and(|known| known.text == cluster.text),
                _ => false,
            };
            if says_itself {
                plain.append(&mut codes);
            } else {
                self.show(std::mem::take(&mut plain));
                self.ops.push(actual_text(cluster.text));
                self.show(codes);
                self.ops.push(Op::EndMarkedContent);
            }
        }
        self.show(plain);
    }

    /// What printpdf is told that a glyph says. It believes what it hears last, so one page is enough,
    /// and the text of millions of glyphs need not be held.
    fn says(&self, known: &Known) -> Option<String> {
        let text = if known.text.is_empty() { "\u{FFFD}" } else { &known.text };
        (known.last_page == self.index).then(|| text.to_string())
    }

    fn show(&mut self, codes: Vec<Codepoint>) {
        if !codes.is_empty() {
            self.ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(codes)] });
        }
    }

    fn area(&mut self, area: Rect, colour: Colour) {
        self.enter(Content::Decoration);
        self.fill(colour);
        let rectangle = printpdf::Rect {
            x: pt(area.x),
            y: pt(self.height - area.y - area.height),
            width: pt(area.width),
            height: pt(area.height),
            mode: Some(PaintMode::Fill),
            winding_order: None,
        };
        self.ops.push(Op::DrawRectangle { rectangle });
    }

    fn stroke(&mut self, points: &[Point], width: Pt, colour: Colour) {
        self.enter(Content::Decoration);
        self.ops.push(Op::SetOutlineColor { col: rgb(colour) });
        self.ops.push(Op::SetOutlineThickness { pt: pt(width) });
        let point = |at: &Point| LinePoint {
            p: printpdf::Point { x: pt(at.x), y: pt(self.height - at.y) },
            bezier: false,
        };
        let line = Line { points: points.iter().map(point).collect(), is_closed: false };
        self.ops.push(Op::DrawLine { line });
    }

    /// Draws a picture from its lower left corner; it is one unit wide and high.
    fn picture(&mut self, area: Rect, picture: &Picture) {
        self.enter_element();
        self.text(false);
        self.ops.push(Op::SaveGraphicsState);
        let lower = self.height - area.y - area.height;
        let size = [pt(area.width).0, 0.0, 0.0, pt(area.height).0, pt(area.x).0, pt(lower).0];
        self.ops.push(Op::SetTransformationMatrix { matrix: CurTransMat::Raw(size) });
        let transform = XObjectTransform::default();
        self.ops.push(Op::UseXobject { id: XObjectId(super::pictures::name(picture)), transform });
        self.ops.push(Op::RestoreGraphicsState);
    }

    fn link(&mut self, area: Rect, target: Target) {
        let Some(&node) = self.open.last() else { return };
        let (lower, upper) = (self.height - area.y - area.height, self.height - area.y);
        self.tree.add(node, Kid::Link(self.links.len()));
        let area = [area.x, lower, area.x + area.width, upper];
        self.links.push(Link { area, target, label: self.said.trim().to_string() });
    }
}

fn rgb(Colour(r, g, b): Colour) -> Color {
    Color::Rgb(Rgb { r, g, b, icc_profile: None })
}

fn actual_text(text: &str) -> Op {
    let data = utf16(text);
    let map = BTreeMap::from([("ActualText".to_string(), DictItem::String { data, literal: false })]);
    Op::BeginMarkedContentWithProperties { tag: "Span".to_string(), properties: DictItem::Dict { map } }
}
