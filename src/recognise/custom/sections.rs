//! Lines that the user calls sections.

use std::borrow::Cow;
use std::ops::Deref;

use super::lines;
use super::pattern::{CustomRule, Pattern};
use crate::model::{Block, BlockKind, Document, Span, Tree};
use crate::recognise::between::between;

/// A tree with the lines that are sections as headings.
pub struct Sectioned<'t> {
    tree: Cow<'t, Tree>,
    /// Where those lines stand, in order.
    sections: Vec<Span>,
}

impl Deref for Sectioned<'_> {
    type Target = Tree;

    fn deref(&self) -> &Tree {
        &self.tree
    }
}

impl Sectioned<'_> {
    /// Whether the heading at `span` was a line that a rule calls a section.
    pub fn is_section(&self, span: Span) -> bool {
        self.sections.binary_search(&span).is_ok()
    }
}

/// `tree` with the lines that `rules` call sections as headings, all of them one level below the last other heading
/// above. Lines inside lists, quotes and the like are left alone, as headings are there.
pub fn with_sections<'t>(document: &Document, tree: &'t Tree, rules: &[CustomRule]) -> Sectioned<'t> {
    let rules = rules.iter().filter(|rule| rule.is_for(&document.id));
    let patterns: Vec<&Pattern> = rules.filter_map(|rule| rule.section.as_ref()).collect();
    if patterns.is_empty() {
        return Sectioned { tree: Cow::Borrowed(tree), sections: Vec::new() };
    }
    let mut blocks = Vec::with_capacity(tree.blocks.len());
    let mut sections = Vec::new();
    let mut above = 1;
    for block in &tree.blocks {
        let parts = match block.kind {
            BlockKind::Paragraph(_) | BlockKind::Heading { .. } => {
                parted(document, block, &patterns, (above + 1).min(6), &mut sections)
            }
            _ => Vec::new(),
        };
        if parts.is_empty() {
            if let BlockKind::Heading { level, .. } = block.kind {
                above = level;
            }
            blocks.push(block.clone());
        }
        blocks.extend(parts);
    }
    let tree = match sections.as_slice() {
        [] => Cow::Borrowed(tree),
        _ => Cow::Owned(Tree { blocks, ..tree.clone() }),
    };
    Sectioned { tree, sections }
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
