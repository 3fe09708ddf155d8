//! The content tree: what a document says, whatever syntax it said it in.
//!
//! Both enums are closed: every reader maps onto them and every renderer handles all of them.

use ecow::EcoVec;

use super::{Inlines, Span, Text};

/// Blocks one after another, shared as [`Inlines`] are.
pub type Blocks = EcoVec<Block>;

/// A block with its place in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// From the first byte of its syntax to the last, container markers included.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// The kinds of block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Running text.
    Paragraph(Inlines),
    /// A heading of level 1 to 6.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its text.
        content: Inlines,
    },
    /// A bullet, ordered or task list.
    List(List),
    /// A code block.
    Code(Code),
    /// A table with one header row.
    Table(Box<Table>),
    /// A block quote.
    Quote(Blocks),
    /// A note, tip, warning and the like.
    Callout {
        /// Its kind in lower case as written: `note`, `tip`, `success`, `question`.
        kind: Text,
        /// Its title; `None` where the syntax gives none, so that the kind serves.
        title: Option<Box<Inlines>>,
        /// Its content.
        blocks: Blocks,
    },
    /// Something to be opened: an accordion, `<details>`, a collapsible admonition.
    Disclosure {
        /// The kind word of the syntax in lower case, if it has one: `success` of `??? success`.
        kind: Option<Text>,
        /// What stands on it while it is closed.
        summary: Box<Inlines>,
        /// How many of its first blocks stand there as well: code or options of a question. None without a summary.
        shown: u32,
        /// Whether it starts open.
        open: bool,
        /// Its content.
        blocks: Blocks,
    },
    /// Terms with their definitions.
    DefinitionList(EcoVec<Definition>),
    /// A picture that stands alone.
    Image(Box<Image>),
    /// A diagram given as text.
    Diagram {
        /// The language, in lower case: `mermaid`, `dot`.
        language: Text,
        /// Its source, without a final line break.
        source: Text,
    },
    /// Displayed mathematics, TeX without its delimiters.
    Math(Text),
    /// A thematic break.
    Rule,
    /// The text of a footnote.
    Footnote {
        /// What references call it.
        label: Text,
        /// Its content.
        blocks: Blocks,
    },
}

/// A list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The number of the first item; `None` for a bullet list.
    pub start: Option<u64>,
    /// Whether its paragraphs stand without space between them.
    pub tight: bool,
    /// Its items, at least one.
    pub items: EcoVec<Item>,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// From its marker to its end.
    pub span: Span,
    /// Whether the task is done; `None` when it is no task.
    pub task: Option<bool>,
    /// Its content.
    pub blocks: Blocks,
}

/// A code block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The language in lower case, without attributes; `None` when none is given.
    pub language: Option<Text>,
    /// Whether it stood in a fence; else it was indented, or plain text that is code.
    pub fenced: bool,
    /// Its lines, `\n` between them, without a final line break.
    pub text: Text,
}

/// A table. Every row has as many cells as `align`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The alignment of each column.
    pub align: EcoVec<Align>,
    /// The header cells.
    pub head: Row,
    /// The body.
    pub rows: EcoVec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The row's line.
    pub span: Span,
    /// Its cells.
    pub cells: EcoVec<Inlines>,
}

/// Alignment of a table column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// As the reader's language has it.
    Default,
    /// To the left.
    Left,
    /// Centred.
    Center,
    /// To the right.
    Right,
}

/// A term, or several, with what they mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The terms, at least one.
    pub terms: EcoVec<Inlines>,
    /// The definitions, at least one.
    pub definitions: EcoVec<Blocks>,
}

/// A picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Image {
    /// Where it is, as written.
    pub url: Text,
    /// What is said when it cannot be seen; empty when nothing is.
    pub alt: Text,
    /// Its title; empty when it has none.
    pub title: Text,
}

/// A piece of running text with its place in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline {
    /// From the first byte of its syntax to the last.
    pub span: Span,
    /// What it is.
    pub kind: InlineKind,
}

/// The kinds of inline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InlineKind {
    /// Text with escapes and entities undone; never holds a line break.
    Text(Text),
    /// A line break of the source that means a space.
    SoftBreak,
    /// A line break that is meant.
    HardBreak,
    /// Strong.
    Strong(Box<Inlines>),
    /// Emphasised.
    Emphasis(Box<Inlines>),
    /// Struck out.
    Strike(Box<Inlines>),
    /// Code.
    Code(Text),
    /// A link.
    Link(Box<Hyperlink>),
    /// A picture in the line.
    Image(Box<Image>),
    /// Mathematics in the line, TeX without its delimiters.
    Math(Text),
    /// A key of the keyboard.
    Key(Text),
    /// Raised.
    Superscript(Box<Inlines>),
    /// Lowered.
    Subscript(Box<Inlines>),
    /// A reference to a footnote's label.
    FootnoteReference(Text),
}

/// A link to somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hyperlink {
    /// Where to, as written.
    pub url: Text,
    /// Its title; empty when it has none.
    pub title: Text,
    /// What it stands on.
    pub content: Inlines,
}

// Blocks are many: what is seldom or large in them is boxed.
const _: () = assert!(size_of::<Block>() <= 56);

impl Block {
    /// A block of `kind` at `span`.
    pub fn new(span: Span, kind: BlockKind) -> Self {
        Self { span, kind }
    }
}

impl Inline {
    /// An inline of `kind` at `span`.
    pub fn new(span: Span, kind: InlineKind) -> Self {
        Self { span, kind }
    }

    /// Text at `span`.
    pub fn text(span: Span, text: impl Into<Text>) -> Self {
        Self::new(span, InlineKind::Text(text.into()))
    }
}

/// The words of `inlines` without any markup: breaks become spaces, a picture its alternative text.
pub fn plain_text(inlines: &[Inline]) -> String {
    let span = |inline: Option<&Inline>| inline.map_or(Span::default(), |inline| inline.span);
    let length = span(inlines.last()).end.saturating_sub(span(inlines.first()).start);
    let mut text = String::with_capacity(length.min(1 << 12) as usize);
    push_plain_text(inlines, &mut text);
    text
}

fn push_plain_text(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text)
            | InlineKind::Code(text)
            | InlineKind::Math(text)
            | InlineKind::Key(text) => {
                out.push_str(text);
            }
            InlineKind::SoftBreak | InlineKind::HardBreak => out.push(' '),
            InlineKind::Image(image) => out.push_str(&image.alt),
            InlineKind::FootnoteReference(_) => {}
            _ => push_plain_text(inline.children(), out),
        }
    }
}

/// The words of `blocks` without any markup, a line break behind each block.
pub fn plain_text_of(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        push_plain_text_of(block, &mut text);
    }
    text
}

fn push_plain_text_of(block: &Block, out: &mut String) {
    match &block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => push_plain_text(content, out),
        BlockKind::Code(Code { text, .. })
        | BlockKind::Diagram { source: text, .. }
        | BlockKind::Math(text) => {
            out.push_str(text);
        }
        BlockKind::Table(table) => {
            for row in std::iter::once(&table.head).chain(&table.rows) {
                for cell in &row.cells {
                    push_plain_text(cell, out);
                    out.push('\t');
                }
                out.push('\n');
            }
        }
        BlockKind::Image(image) => out.push_str(&image.alt),
        BlockKind::DefinitionList(list) => {
            for definition in list {
                for term in &definition.terms {
                    push_plain_text(term, out);
                    out.push('\n');
                }
                for blocks in &definition.definitions {
                    out.push_str(&plain_text_of(blocks));
                }
            }
        }
        BlockKind::Callout { title, .. } => title.iter().for_each(|title| push_plain_text(title, out)),
        BlockKind::Disclosure { summary, .. } => push_plain_text(summary, out),
        BlockKind::List(_) | BlockKind::Quote(_) | BlockKind::Rule | BlockKind::Footnote { .. } => {}
    }
    out.push('\n');
    if !matches!(block.kind, BlockKind::DefinitionList(_)) {
        for child in block.children() {
            push_plain_text_of(child, out);
        }
    }
}
