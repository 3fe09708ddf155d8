//! The lines of a document as patterns see them, each with the running text that stands on it.

use crate::model::{Block, BlockKind, Document, Inline, InlineKind, Inlines, Span};
use crate::recognise::cut;

/// The running text of a document, line by line, and what holds it.
pub(super) struct Lines<'a> {
    pub lines: Vec<Line<'a>>,
    /// What holds lines: items, quotes and the like, outer before inner; the first is the document.
    pub scopes: Vec<Scope>,
}

/// What holds lines.
pub(super) struct Scope {
    pub span: Span,
    /// The scope around it; `None` for the document.
    pub around: Option<usize>,
    pub is_item: bool,
}

/// A line of a paragraph, heading or table row.
pub(super) struct Line<'a> {
    /// The line as far as the paragraph, heading or row goes, without white space around it; empty where an earlier
    /// text stands on the same line.
    pub whole: Span,
    /// What of it is the running text of the paragraph or heading, or the row: without the marks of blocks.
    pub content: Span,
    /// Where it starts, with what of its block stands in front of it.
    pub start: u32,
    /// Where the paragraph, heading or row ends.
    pub block_end: u32,
    /// The running text of the block: of a row the cells.
    inlines: Vec<&'a [Inline]>,
    /// The level of the heading that it is.
    pub level: Option<u8>,
    /// Index of what holds it directly.
    pub scope: usize,
}

impl Line<'_> {
    /// The running text that stands in `span`.
    pub fn within(&self, text: &str, span: Span) -> Inlines {
        cut::trimmed(self.inlines.iter().flat_map(|inlines| cut::within(text, inlines, span)).collect())
    }

    /// From its first to its last character.
    pub fn span(&self) -> Span {
        if self.whole.is_empty() { self.content } else { self.whole.cover(self.content) }
    }
}

/// The lines of `blocks`, in order of place; those of code and the like are left out.
pub(super) fn of<'a>(document: &Document, blocks: &'a [Block]) -> Lines<'a> {
    let everything = Scope { span: Span::new(0, document.text.len()), around: None, is_item: false };
    let mut found = Lines { lines: Vec::new(), scopes: vec![everything] };
    found.add(document, blocks, 0);
    found
}

impl<'a> Lines<'a> {
    fn add(&mut self, document: &Document, blocks: &'a [Block], scope: usize) {
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(content) => {
                    self.add_lines(document, block.span, &[content], None, scope);
                }
                BlockKind::Heading { level, content } => {
                    self.add_lines(document, block.span, &[content], Some(*level), scope);
                }
                BlockKind::Table(table) => {
                    for row in &table.rows {
                        let cells: Vec<&[Inline]> = row.cells.iter().map(|cell| &**cell).collect();
                        self.add_lines(document, row.span, &cells, None, scope);
                    }
                }
                BlockKind::List(list) => {
                    for item in &list.items {
                        self.add_scope(document, item.span, &item.blocks, scope, true);
                    }
                }
                BlockKind::Quote(blocks)
                | BlockKind::Callout { blocks, .. }
                | BlockKind::Disclosure { blocks, .. }
                | BlockKind::Footnote { blocks, .. } => {
                    self.add_scope(document, block.span, blocks, scope, false);
                }
                BlockKind::DefinitionList(list) => {
                    for blocks in list.iter().flat_map(|definition| &definition.definitions) {
                        self.add(document, blocks, scope);
                    }
                }
                BlockKind::Code(_)
                | BlockKind::Image(_)
                | BlockKind::Diagram { .. }
                | BlockKind::Math(_)
                | BlockKind::Rule => {}
            }
        }
    }

    fn add_scope(
        &mut self,
        document: &Document,
        span: Span,
        blocks: &'a [Block],
        around: usize,
        is_item: bool,
    ) {
        self.scopes.push(Scope { span, around: Some(around), is_item });
        self.add(document, blocks, self.scopes.len() - 1);
    }

    fn add_lines(
        &mut self,
        document: &Document,
        block: Span,
        inlines: &[&'a [Inline]],
        level: Option<u8>,
        scope: usize,
    ) {
        let numbers = document.lines.lines(block);
        let mut block_start = Some(block.start);
        for number in numbers.first..=numbers.last {
            let Some(line) = document.lines.span_of(number) else { continue };
            let part = Span { start: line.start.max(block.start), end: line.end.min(block.end) };
            let (start, end) = match inlines {
                [inlines] => (start_in(inlines, part), end_in(inlines, part)),
                _ => (part.start, part.end),
            };
            let content = trimmed(&document.text, Span { start, end: end.max(start) });
            if content.is_empty() {
                continue;
            }
            // What stands on a line is in order: a whole line is seen once, with the first text on it.
            let seen = self.lines.last().is_some_and(|before| before.content.start >= line.start);
            let whole = Span { start: line.start, end: if seen { line.start } else { part.end } };
            let whole = trimmed(&document.text, whole);
            let inlines = inlines.to_vec();
            let start = if whole.is_empty() { content.start } else { whole.start.min(content.start) };
            let start = block_start.take().map_or(start, |block| block.min(start));
            self.lines.push(Line { whole, content, start, block_end: block.end, inlines, level, scope });
        }
    }
}

/// Where the first of `inlines` that reaches into `line` starts on it.
fn start_in(inlines: &[Inline], line: Span) -> u32 {
    let at = inlines.partition_point(|inline| inline.span.end <= line.start);
    match inlines[at..].iter().find(|inline| !is_break(inline)) {
        Some(first) if first.span.start >= line.start => first.span.start.min(line.end),
        Some(first) if !first.children().is_empty() => start_in(first.children(), line),
        Some(_) => line.start,
        None => line.end,
    }
}

/// Where the last of `inlines` that reaches into `line` ends on it.
fn end_in(inlines: &[Inline], line: Span) -> u32 {
    let at = inlines.partition_point(|inline| inline.span.start < line.end);
    inlines[..at]
        .iter()
        .rfind(|inline| !is_break(inline))
        .map_or(line.start, |last| last.span.end.min(line.end))
}

fn is_break(inline: &Inline) -> bool {
    matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak)
}

/// `span` without white space at either end.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let words = text.get(span.range()).unwrap_or_default();
    let start = span.start as usize + words.len() - words.trim_start().len();
    Span::new(start, start + words.trim().len())
}
