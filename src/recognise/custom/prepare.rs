//! A tree as rules of the user are to see it: what they call a section is a heading, and what looked like unfenced
//! code and is a line of theirs is none.

use std::borrow::Cow;
use std::ops::Deref;

use super::lines;
use super::pattern::{CustomRule, Pattern};
use crate::model::content::Code;
use crate::model::{Block, BlockKind, Document, Inline, Span, Tree};
use crate::recognise::between::between;

/// A tree with the lines that are sections as headings.
pub struct Prepared {
    tree: Tree,
    /// Where those lines stand, in order.
    sections: Vec<Span>,
}

impl Deref for Prepared {
    type Target = Tree;

    fn deref(&self) -> &Tree {
        &self.tree
    }
}

impl Prepared {
    /// Whether what starts with `span` is a line that a rule calls a section.
    pub fn is_section(&self, span: Span) -> bool {
        let next = self.sections.partition_point(|section| section.end <= span.start);
        self.sections.get(next).is_some_and(|section| section.start <= span.start)
    }
}

/// Prepares `tree` for those of `rules` that are for `document`. Sections are headings one level below the last other
/// heading above; lines inside lists, quotes and the like are left alone, as headings are there.
pub fn prepare(document: &Document, tree: Tree, rules: &[CustomRule]) -> Prepared {
    let rules: Vec<&CustomRule> = rules.iter().filter(|rule| rule.is_for(&document.id)).collect();
    let patterns: Vec<&Pattern> = rules.iter().filter_map(|rule| rule.section.as_ref()).collect();
    if rules.is_empty() || (patterns.is_empty() && !tree.plain) {
        return Prepared { tree, sections: Vec::new() };
    }
    let mut blocks = Vec::with_capacity(tree.blocks.len());
    let mut sections = Vec::new();
    let mut above = 1;
    let told = tree.blocks.iter().flat_map(|block| match &block.kind {
        BlockKind::Code(code) if tree.plain => told_from_code(document, block.span, code, &rules),
        _ => vec![Cow::Borrowed(block)],
    });
    for block in told {
        let parts = match block.kind {
            BlockKind::Paragraph(_) | BlockKind::Heading { .. } => {
                parted(document, &block, &patterns, (above + 1).min(6), &mut sections)
            }
            _ => Vec::new(),
        };
        if parts.is_empty() {
            if let BlockKind::Heading { level, .. } = block.kind {
                above = level;
            }
            blocks.push(block.into_owned());
        }
        blocks.extend(parts);
    }
    Prepared { tree: Tree { blocks: blocks.into(), ..tree }, sections }
}

/// The unfenced code at `span` with the lines that `rules` describe as paragraphs between the rest.
fn told_from_code<'b>(
    document: &Document,
    span: Span,
    code: &Code,
    rules: &[&CustomRule],
) -> Vec<Cow<'b, Block>> {
    let mut blocks: Vec<Block> = Vec::new();
    let numbers = document.lines.lines(span);
    // Where the code that is being gathered starts, and where this line does.
    let (mut from, mut at) = (0, 0);
    for (number, text) in (numbers.first..=numbers.last).zip(code.text.split('\n')) {
        let (start, end) = (at, at + text.len());
        at = end + 1;
        let Some(line) = document.lines.span_of(number) else { continue };
        let place = lines::trimmed(&document.text, line);
        let words = document.slice(place);
        if rules.iter().flat_map(|rule| rule.patterns()).any(|pattern| pattern.matches(words)) {
            let content = [Inline::text(place, document.text.substr(place.range()))].into();
            blocks.push(Block::new(place, BlockKind::Paragraph(content)));
        } else if let Some(Block { span, kind: BlockKind::Code(gathered) }) = blocks.last_mut() {
            *span = span.cover(place);
            gathered.text = code.text.substr(from..end);
        } else if !place.is_empty() {
            from = start;
            let text = code.text.substr(start..end);
            blocks.push(Block::new(place, BlockKind::Code(Code { text, ..code.clone() })));
        }
    }
    for block in &mut blocks {
        if let BlockKind::Code(code) = &mut block.kind {
            code.text = code.text.substr_using(str::trim_end);
        }
    }
    blocks.into_iter().map(Cow::Owned).collect()
}

/// A paragraph or heading in parts, its lines that `patterns` match as headings; nothing where they match none.
fn parted(
    document: &Document,
    block: &Block,
    patterns: &[&Pattern],
    level: u8,
    sections: &mut Vec<Span>,
) -> Vec<Block> {
    let text = &document.text;
    let mut parts = Vec::new();
    let mut from = block.span.start;
    for line in &lines::of(document, std::slice::from_ref(block)).lines {
        let Some(matched) = patterns.iter().find_map(|pattern| pattern.on(line, text)) else { continue };
        let content = line.within(text, matched.group("section").unwrap_or(line.content));
        let before = Span { start: from, end: line.content.start };
        parts.extend(between(text, std::slice::from_ref(block), &[before]));
        parts.push(Block::new(line.content, BlockKind::Heading { level, content }));
        sections.push(line.content);
        from = line.content.end;
    }
    if from > block.span.start {
        let behind = Span { start: from, end: block.span.end };
        parts.extend(between(text, std::slice::from_ref(block), &[behind]));
    }
    parts
}
