//! The content tree as slabs.

use crate::model::content::{Definition, Image, Item, List, plain_text};
use crate::model::{Block, BlockKind, Inline, InlineKind};

use super::flow::{Rail, Slab, lay_rail};
use super::font::Face;
use super::inline::{self, bold, italic};
use super::page::{Mark, Point};
use super::text::{Engine, Look, Rich};
use super::theme::{Colour, Theme};
use super::units::Pt;

/// Sets content into slabs.
pub struct Setter<'a> {
    /// Sets lines.
    pub engine: &'a mut dyn Engine,
    /// The look of the product.
    pub theme: &'a Theme,
    /// The language that words are hyphenated in; `None` when none is known.
    pub language: Option<hypher::Lang>,
}

/// Where content stands in its column, and how its running text looks.
#[derive(Clone, Debug)]
pub struct Measure {
    /// From the column's left edge.
    pub x: Pt,
    /// Its width.
    pub width: Pt,
    /// Its running text.
    pub look: Look,
    /// From base line to base line.
    pub leading: Pt,
}

/// No nesting narrows a measure below this share of the column.
const NARROWEST: f32 = 0.45;
/// Width of the bar beside quotes and callouts.
const BAR: Pt = Pt(1.4);

impl Measure {
    /// A whole column of running text.
    pub fn column(theme: &Theme) -> Self {
        let look = Look::new(Face::SANS, theme.body, Colour::INK);
        Self { x: Pt::ZERO, width: theme.column_width(), look, leading: theme.leading }
    }

    /// Moved in from the left, as far as the column allows.
    pub fn indented(&self, by: Pt, theme: &Theme) -> Self {
        let by = by.min(self.width - theme.column_width() * NARROWEST).max(Pt::ZERO);
        Self { x: self.x + by, width: self.width - by, ..self.clone() }
    }

    /// With another look.
    pub fn with(&self, look: Look) -> Self {
        Self { look, ..self.clone() }
    }

    /// From the top of a line to its base line.
    pub fn base_line(&self) -> Pt {
        self.leading / 2.0 + self.look.size * 0.32
    }
}

impl Setter<'_> {
    /// `blocks` one below the other.
    pub fn blocks(&mut self, blocks: &[Block], measure: &Measure) -> Vec<Slab> {
        self.stack(blocks, measure, self.theme.paragraph_gap)
    }

    fn stack(&mut self, blocks: &[Block], measure: &Measure, gap: Pt) -> Vec<Slab> {
        let mut slabs: Vec<Slab> = Vec::new();
        let mut before: Option<&Block> = None;
        for block in blocks {
            let mut next = self.block(block, measure);
            let beside_figure = is_figure(block) || before.is_some_and(is_figure);
            if let Some(first) = next.first_mut() {
                first.gap = first.gap.max(if beside_figure { self.theme.figure_gap } else { gap });
            }
            if let Some(last) = slabs.last_mut() {
                last.keep |= before.is_some_and(announces);
            }
            slabs.append(&mut next);
            before = Some(block);
        }
        slabs
    }

    fn block(&mut self, block: &Block, measure: &Measure) -> Vec<Slab> {
        match &block.kind {
            BlockKind::Paragraph(content) => self.paragraph(content, measure),
            BlockKind::Heading { level, content } => self.heading(*level, content, measure),
            BlockKind::List(list) => self.list(list, measure),
            BlockKind::Code(code) => self.listing(code.language.as_deref(), &code.text, measure),
            BlockKind::Table(table) => self.table(table, measure),
            BlockKind::Quote(blocks) => self.barred(Vec::new(), blocks, self.theme.hairline, measure),
            BlockKind::Callout { kind, title, blocks } => {
                let look = bold(&measure.look);
                let title = match title {
                    Some(title) => inline::rich(title, &look, self.theme),
                    None => Rich::of(&capitalised(kind), &look),
                };
                let inner = measure.indented(self.theme.indent * 0.7, self.theme);
                let title = kept(self.text(&title, &inner.with(look)));
                self.barred(title, blocks, self.theme.accent, measure)
            }
            BlockKind::Disclosure { summary, blocks, .. } => {
                let mut slabs = kept(self.paragraph(summary, &measure.with(bold(&measure.look))));
                slabs.append(&mut self.blocks(blocks, measure));
                slabs
            }
            BlockKind::DefinitionList(list) => self.definitions(list, measure),
            BlockKind::Image(image) => self.picture(image, measure),
            BlockKind::Diagram { language, source } => self.listing(Some(language), source, measure),
            BlockKind::Math(tex) => {
                let inner = measure.indented(self.theme.indent, self.theme);
                self.text(&Rich::of(tex, &italic(&measure.look)), &inner)
            }
            BlockKind::Rule => vec![self.rule(measure)],
            BlockKind::Footnote { label, blocks } => self.footnote(label, blocks, measure),
        }
    }

    /// A paragraph.
    pub fn paragraph(&mut self, content: &[Inline], measure: &Measure) -> Vec<Slab> {
        let text = inline::rich(content, &measure.look, self.theme);
        self.text(&text, measure)
    }

    /// Rich text as a paragraph: its first two and its last two lines stay together.
    pub fn text(&mut self, text: &Rich, measure: &Measure) -> Vec<Slab> {
        let lines = self.engine.paragraph(text, measure.width, self.language);
        let count = lines.len();
        let slab = |(index, line): (usize, super::text::Line)| {
            let keep = index + 1 < count && (index == 0 || index + 2 == count);
            let y = measure.base_line();
            let marks = line.marks.into_iter().map(|mark| mark.moved(measure.x, y)).collect();
            Slab { height: measure.leading, keep, marks, ..Slab::default() }
        };
        lines.into_iter().enumerate().map(slab).collect()
    }

    fn heading(&mut self, level: u8, content: &[Inline], measure: &Measure) -> Vec<Slab> {
        let mut look = bold(&measure.look);
        if level <= 3 {
            look.size = look.size.max(self.theme.heading);
        } else {
            look.face.italic = true;
        }
        let mut slabs = kept(self.paragraph(content, &measure.with(look)));
        if let Some(first) = slabs.first_mut() {
            first.gap = self.theme.paragraph_gap * 2.0;
        }
        slabs
    }

    fn list(&mut self, list: &List, measure: &Measure) -> Vec<Slab> {
        let gap = if list.tight { self.theme.item_gap } else { self.theme.paragraph_gap };
        let last = list.start.map(|start| start.saturating_add(list.items.len() as u64 - 1));
        let widest = last.map_or(Pt::ZERO, |last| self.width(&format!("{last}."), &measure.look));
        let indent = self.theme.indent.max(widest + Pt(3.0));
        let inner = measure.indented(indent, self.theme);
        let mut slabs = Vec::new();
        let count = list.items.len();
        for (index, item) in list.items.iter().enumerate() {
            let number = list.start.map(|start| start.saturating_add(index as u64));
            let mut item = self.item(item, number, gap, measure, &inner);
            // No item of one line stands alone at a column's foot or head.
            if let ([only], true) = (&mut item[..], index + 1 < count && (index == 0 || index + 2 == count)) {
                only.keep = true;
            }
            if let (Some(first), true) = (item.first_mut(), index > 0) {
                first.gap = first.gap.max(gap);
            }
            slabs.append(&mut item);
        }
        slabs
    }

    fn item(
        &mut self,
        item: &Item,
        number: Option<u64>,
        gap: Pt,
        measure: &Measure,
        inner: &Measure,
    ) -> Vec<Slab> {
        let marker = match (item.task, number) {
            (Some(true), _) => "☑".to_string(),
            (Some(false), _) => "☐".to_string(),
            (None, Some(number)) => format!("{number}."),
            (None, None) => "•".to_string(),
        };
        let mut slabs = self.stack(&item.blocks, inner, gap);
        if slabs.is_empty() {
            slabs.push(Slab { height: measure.leading, ..Slab::default() });
        }
        let width = self.width(&marker, &measure.look);
        let x = (inner.x - Pt(3.0) - width).max(measure.x);
        let marker = Rich::of(&format!("{marker} "), &measure.look);
        let mut marks = self.marks(&marker, Point { x, y: measure.base_line() });
        marks.append(&mut slabs[0].marks);
        slabs[0].marks = marks;
        slabs
    }

    /// Content behind a bar, `head` first.
    fn barred(
        &mut self,
        mut head: Vec<Slab>,
        blocks: &[Block],
        colour: Colour,
        measure: &Measure,
    ) -> Vec<Slab> {
        let inner = measure.indented(self.theme.indent * 0.7, self.theme);
        let bar = Rail { x: measure.x, width: BAR, colour, starts: true };
        let mut body = self.blocks(blocks, &inner);
        if let (Some(first), true) = (body.first_mut(), head.is_empty()) {
            first.gap = Pt::ZERO;
        }
        head.append(&mut body);
        lay_rail(&mut head, bar);
        head
    }

    fn definitions(&mut self, list: &[Definition], measure: &Measure) -> Vec<Slab> {
        let inner = measure.indented(self.theme.indent, self.theme);
        let mut slabs = Vec::new();
        for definition in list {
            for (index, term) in definition.terms.iter().enumerate() {
                let mut term = kept(self.paragraph(term, &measure.with(bold(&measure.look))));
                if let (Some(first), true) = (term.first_mut(), index == 0 && !slabs.is_empty()) {
                    first.gap = self.theme.paragraph_gap;
                }
                slabs.append(&mut term);
            }
            for blocks in &definition.definitions {
                slabs.append(&mut self.stack(blocks, &inner, self.theme.item_gap));
            }
        }
        slabs
    }

    /// A frame with what the picture shows, until pictures can be drawn.
    fn picture(&mut self, image: &Image, measure: &Measure) -> Vec<Slab> {
        let pad = Pt(4.0);
        let inner = Measure { x: measure.x + pad, width: measure.width - pad * 2.0, ..measure.clone() };
        let mut label =
            Rich::of(if image.alt.is_empty() { "Picture" } else { &image.alt }, &italic(&measure.look));
        let small = Look { size: self.theme.small, colour: self.theme.muted, ..measure.look.clone() };
        label.push("\n", &small);
        label.push(&image.url, &inline::linked(&small, &image.url, self.theme));
        let mut slabs = kept(self.text(&label, &inner));
        if let Some(last) = slabs.last_mut() {
            last.keep = false;
        }
        let ground = Rail { x: measure.x, width: measure.width, colour: self.theme.shade, starts: true };
        lay_rail(&mut slabs, ground);
        slabs
    }

    fn footnote(&mut self, label: &str, blocks: &[Block], measure: &Measure) -> Vec<Slab> {
        let look = Look { size: self.theme.table, ..measure.look.clone() };
        let note = Measure { look, leading: self.theme.table_leading, ..measure.clone() };
        let inner = note.indented(self.theme.indent, self.theme);
        let mut slabs = self.blocks(blocks, &inner);
        if slabs.is_empty() {
            slabs.push(Slab { height: note.leading, ..Slab::default() });
        }
        let mut marks =
            self.marks(&Rich::of(&format!("{label} "), &note.look), Point { x: note.x, y: note.base_line() });
        marks.append(&mut slabs[0].marks);
        slabs[0].marks = marks;
        slabs
    }

    fn rule(&self, measure: &Measure) -> Slab {
        let y = Pt(3.0);
        let points = vec![Point { x: measure.x, y }, Point { x: measure.x + measure.width, y }];
        let line = Mark::Stroke { points, width: Pt(0.4), colour: self.theme.hairline };
        Slab { height: Pt(6.0), marks: vec![line], ..Slab::default() }
    }

    /// Text of one line at a place.
    pub fn marks(&mut self, text: &Rich, at: Point) -> Vec<Mark> {
        let lines = self.engine.paragraph(text, Pt(f32::MAX), None);
        lines.into_iter().flat_map(|line| line.marks).map(|mark| mark.moved(at.x, at.y)).collect()
    }

    /// Width of text on one line.
    pub fn width(&mut self, text: &str, look: &Look) -> Pt {
        self.engine.extent(&Rich::of(text, look)).natural
    }
}

/// `slabs`, each in the same column as the next, and the last as what follows.
pub fn kept(mut slabs: Vec<Slab>) -> Vec<Slab> {
    slabs.iter_mut().for_each(|slab| slab.keep = true);
    slabs
}

/// Whether `block` stands on a ground of its own or between rules.
fn is_figure(block: &Block) -> bool {
    use BlockKind::{Callout, Code, Diagram, Image, Quote, Table};
    matches!(block.kind, Code(_) | Diagram { .. } | Image(_) | Table(_) | Quote(_) | Callout { .. })
}

/// Whether `block` only leads to what follows: a bold line, or one that ends in a colon.
fn announces(block: &Block) -> bool {
    let BlockKind::Paragraph(content) = &block.kind else { return false };
    let blank = |inline: &Inline| matches!(&inline.kind, InlineKind::Text(text) if text.trim().is_empty());
    let heavy = |inline: &Inline| matches!(inline.kind, InlineKind::Strong(_)) || blank(inline);
    content.iter().all(heavy) || plain_text(content).trim_end().ends_with(':')
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
