//! The content tree as slabs.

use crate::model::content::{Definition, plain_text};
use crate::model::{Block, BlockKind, Inline, InlineKind};

use super::direction::blocks_run_to_left;
use super::font::Face;
use super::inline::{self, bold};
use super::language::Language;
use super::math;
use super::page::{Mark, Point};
use super::picture::Pictures;
use super::slab::{Keep, Rail, Slab, kept, lay_rail, wrap};
use super::tag::Tag;
use super::text::{Engine, Look, Rich, Setting};
use super::theme::{Colour, Theme};
use super::units::Pt;

/// Sets content into slabs.
pub struct Setter<'a> {
    /// Sets lines.
    pub engine: &'a mut dyn Engine,
    /// The look of the product.
    pub theme: &'a Theme,
    /// The language of what is being set.
    pub language: Language,
    /// The pictures that content shows.
    pub pictures: &'a Pictures<'a>,
    /// A name, unique in the product, of what is being set: footnotes are found by it. Empty for none.
    pub scope: String,
    /// Level of the headings inside content, which stand below the product's own.
    pub heading: u8,
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
    /// Whether its running text is even at both sides.
    pub justified: bool,
    /// Width of the whole column.
    pub column: Pt,
    /// Height of the whole column: what may be cut, and what is too tall to be set as it is, is a share of it.
    pub height: Pt,
    /// Whether content runs to the left, so that it is moved in from the right.
    pub to_left: bool,
}

/// No nesting narrows a measure below this share of the column.
const NARROWEST: f32 = 0.45;
/// Width of the bar beside quotes and callouts.
const BAR: Pt = Pt(1.4);
/// Level of headings inside content where a product has three of its own: its title, topics, questions.
const CONTENT_HEADING: u8 = 4;

impl Measure {
    /// A whole column of running text.
    pub fn column(theme: &Theme) -> Self {
        Self::frame(theme, theme.column_width(), theme.column_height())
    }

    /// A whole column, of what a product says of its own in a language.
    pub fn column_in(language: Language, theme: &Theme) -> Self {
        Self { to_left: language.to_left, ..Self::column(theme) }
    }

    /// A frame of running text.
    pub fn frame(theme: &Theme, width: Pt, height: Pt) -> Self {
        let look = Look::new(Face::SANS, theme.body, Colour::INK);
        let leading = theme.leading;
        Self {
            x: Pt::ZERO,
            width,
            look,
            leading,
            justified: theme.justified,
            column: width,
            height,
            to_left: false,
        }
    }

    /// Moved in from where lines begin, as far as the column allows.
    pub fn indented(&self, by: Pt) -> Self {
        let by = by.min(self.width - self.column * NARROWEST).max(Pt::ZERO);
        let x = if self.to_left { self.x } else { self.x + by };
        Self { x, width: self.width - by, ..self.clone() }
    }

    /// Where something of this width stands that is as near to where lines begin as can be.
    pub fn start(&self, width: Pt) -> Pt {
        if self.to_left { self.x + self.width - width } else { self.x }
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

impl<'a> Setter<'a> {
    /// Sets content of a language, none known.
    pub fn new(engine: &'a mut dyn Engine, theme: &'a Theme, pictures: &'a Pictures<'a>) -> Self {
        Self {
            engine,
            theme,
            language: Language::NONE,
            pictures,
            scope: String::new(),
            heading: CONTENT_HEADING,
        }
    }

    /// `blocks` one below the other.
    pub fn blocks(&mut self, blocks: &[Block], measure: &Measure) -> Vec<Slab> {
        self.stack(blocks, measure, self.theme.paragraph_gap)
    }

    pub(super) fn stack(&mut self, blocks: &[Block], measure: &Measure, gap: Pt) -> Vec<Slab> {
        let mut slabs: Vec<Slab> = Vec::new();
        let mut before: Option<&Block> = None;
        for block in blocks {
            let to_left = blocks_run_to_left(std::slice::from_ref(block), self.language.to_left);
            let mut next = if to_left == measure.to_left {
                self.block(block, measure)
            } else {
                self.block(block, &Measure { to_left, ..measure.clone() })
            };
            let announced = before.is_some_and(announces);
            // A line that leads to what follows stands nearer to that than to what it follows.
            let beside_figure = before.is_some_and(is_figure) || (is_figure(block) && !announced);
            if let Some(first) = next.first_mut() {
                first.gap = first.gap.max(if beside_figure { self.theme.figure_gap } else { gap });
            }
            if let (Some(last), true) = (slabs.last_mut(), announced) {
                last.keep = Keep::Must;
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
            BlockKind::Quote(blocks) => {
                let mut slabs = self.barred(Vec::new(), blocks, self.theme.hairline, measure);
                wrap(&mut slabs, &Tag::Quote);
                slabs
            }
            BlockKind::Callout { kind, title, blocks } => {
                let look = bold(&measure.look);
                let title = match title {
                    Some(title) => self.rich(title, &look),
                    None => Rich::of(&capitalised(kind), &look),
                };
                let inner = measure.indented(self.theme.indent * 0.7);
                let title = kept(self.text(&title, &inner.with(look)));
                let mut slabs = self.barred(title, blocks, self.theme.accent, measure);
                wrap(&mut slabs, &Tag::Division);
                slabs
            }
            BlockKind::Disclosure { summary, blocks, .. } => {
                let mut slabs = kept(self.paragraph(summary, &measure.with(bold(&measure.look))));
                slabs.append(&mut self.blocks(blocks, measure));
                wrap(&mut slabs, &Tag::Division);
                slabs
            }
            BlockKind::DefinitionList(list) => self.definitions(list, measure),
            BlockKind::Image(image) => self.image(image, measure),
            BlockKind::Diagram { language, source } => self.diagram(language, source, measure),
            BlockKind::Math(tex) => self.formula(tex, measure),
            BlockKind::Rule => vec![self.rule(measure)],
            BlockKind::Footnote { label, blocks } => self.footnote(label, blocks, measure),
        }
    }

    /// Running text of the content tree as rich text.
    pub fn rich(&self, content: &[Inline], look: &Look) -> Rich {
        let mut rich = Rich::default();
        inline::push_in(&self.scope, content, look, self.theme, &mut rich);
        rich
    }

    /// A paragraph.
    pub fn paragraph(&mut self, content: &[Inline], measure: &Measure) -> Vec<Slab> {
        let text = self.rich(content, &measure.look);
        let mut slabs = self.lines(&text, measure);
        if !self.scope.is_empty() {
            self.anchor_references(content, &mut slabs);
        }
        wrap(&mut slabs, &Tag::Paragraph);
        slabs
    }

    /// Rich text as a paragraph.
    pub fn text(&mut self, text: &Rich, measure: &Measure) -> Vec<Slab> {
        let mut slabs = self.lines(text, measure);
        wrap(&mut slabs, &Tag::Paragraph);
        slabs
    }

    /// Rich text as lines that are no element of structure yet: its first two and its last two stay together.
    pub fn lines(&mut self, text: &Rich, measure: &Measure) -> Vec<Slab> {
        let Measure { width, justified, .. } = *measure;
        let setting = Setting { width, language: self.language, justified, whole_words: false };
        self.set(text, measure, setting, false)
    }

    /// Rich text as the lines of a title: ragged, words whole, and even where it is of foreign letters, from the edge
    /// where the language begins its lines.
    pub fn title(&mut self, text: &Rich, measure: &Measure) -> Vec<Slab> {
        let Measure { width, to_left, .. } = *measure;
        let setting = Setting { width, language: self.language, justified: false, whole_words: true };
        self.set(text, measure, setting, to_left || self.language.to_left)
    }

    /// Lines that begin at the right edge where all are to, or where they run to the left.
    fn set(&mut self, text: &Rich, measure: &Measure, setting: Setting, from_right: bool) -> Vec<Slab> {
        let lines = self.engine.paragraph(text, setting);
        let count = lines.len();
        let slab = |(index, line): (usize, super::text::Line)| {
            let at_edge = index + 1 < count && (index == 0 || index + 2 == count);
            let keep = if at_edge { Keep::Must } else { Keep::Free };
            let y = measure.base_line();
            let start = if from_right { measure.width - line.width } else { line.start(measure.width) };
            let x = measure.x + start.max(Pt::ZERO);
            let marks = line.marks.into_iter().map(|mark| mark.moved(x, y)).collect();
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
        let text = self.rich(content, &look);
        let mut slabs = kept(self.title(&text, &measure.with(look)));
        wrap(&mut slabs, &Tag::Heading(self.heading));
        if let Some(first) = slabs.first_mut() {
            first.gap = self.theme.paragraph_gap * 2.0;
        }
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
        let inner = measure.indented(self.theme.indent * 0.7);
        let bar = Rail { x: measure.start(BAR), width: BAR, colour, starts: true };
        let mut body = self.blocks(blocks, &inner);
        if let (Some(first), true) = (body.first_mut(), head.is_empty()) {
            first.gap = Pt::ZERO;
        }
        head.append(&mut body);
        lay_rail(&mut head, bar);
        head
    }

    fn definitions(&mut self, list: &[Definition], measure: &Measure) -> Vec<Slab> {
        let inner = measure.indented(self.theme.indent);
        let mut slabs = Vec::new();
        for definition in list {
            let mut item = Vec::new();
            for term in &definition.terms {
                item.append(&mut kept(self.paragraph(term, &measure.with(bold(&measure.look)))));
            }
            wrap(&mut item, &Tag::Label);
            if let (Some(first), false) = (item.first_mut(), slabs.is_empty()) {
                first.gap = self.theme.paragraph_gap;
            }
            let mut body = Vec::new();
            for blocks in &definition.definitions {
                body.append(&mut self.stack(blocks, &inner, self.theme.item_gap));
            }
            wrap(&mut body, &Tag::ItemBody);
            item.append(&mut body);
            wrap(&mut item, &Tag::Item);
            slabs.append(&mut item);
        }
        wrap(&mut slabs, &Tag::List);
        slabs
    }

    fn formula(&mut self, tex: &str, measure: &Measure) -> Vec<Slab> {
        let inner = Measure { justified: false, ..measure.indented(self.theme.indent) };
        let mut text = Rich::default();
        math::push_display(tex, &measure.look, &mut text);
        let mut slabs = self.lines(&text, &inner);
        wrap(&mut slabs, &Tag::Formula(tex.into()));
        wrap(&mut slabs, &Tag::Paragraph);
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
        let lines = self.engine.paragraph(text, Setting { language: self.language, ..Setting::ONE_LINE });
        lines.into_iter().flat_map(|line| line.marks).map(|mark| mark.moved(at.x, at.y)).collect()
    }

    /// Width of text on one line.
    pub fn width(&mut self, text: &str, look: &Look) -> Pt {
        self.engine.extent(&Rich::of(text, look)).natural
    }
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
