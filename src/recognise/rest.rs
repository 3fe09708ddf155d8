//! What no rule claimed: study material, unless it is structure.

use super::page::{Outline, Page};
use super::text_lines::{self, Line};
use super::words::announces_questions;
use super::{hashtag, noise};
use crate::model::content::{Definition, Item, List, Table, plain_text};
use crate::model::{Block, BlockKind, Inline, Passage, Span, StructureKind};

/// The passages of a page whose claimed places are `taken`, in order of place.
///
/// A run of blocks in one section is one passage.
pub fn passages(document: usize, page: &Page, taken: &[Span]) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    let mut runs_on = false;
    for (block, about_document) in noise::blocks(page) {
        let left = without(block, taken);
        let said = left.filter(|block| !about_document && structure_of(block, &page.outline).is_none());
        let Some(block) = said else {
            runs_on = false;
            continue;
        };
        match passages.last_mut() {
            Some(passage) if runs_on => {
                passage.span = passage.span.cover(block.span);
                passage.blocks.push(block);
            }
            _ => passages.push(Passage {
                topic: String::new(),
                document,
                span: block.span,
                section: page.outline.section_at(block.span.start),
                blocks: [block].into(),
            }),
        }
        runs_on = true;
    }
    passages
}

/// `block` without what is taken; `None` when nothing is left.
fn without(block: &Block, taken: &[Span]) -> Option<Block> {
    let first = taken.partition_point(|span| span.end <= block.span.start);
    let touching = taken[first..].iter().take_while(|span| span.start < block.span.end);
    let mut touched = false;
    for span in touching {
        if span.contains(block.span) {
            return None;
        }
        touched = true;
    }
    if !touched {
        return Some(block.clone());
    }
    let blocks =
        |blocks: &[Block]| blocks.iter().filter_map(|block| without(block, taken)).collect::<Vec<_>>();
    let kind = match &block.kind {
        BlockKind::List(list) => {
            let items = list.items.iter().enumerate().filter_map(|(index, item)| {
                let left = blocks(&item.blocks);
                let bare = left.len() < item.blocks.len() && left.iter().all(announces);
                (!left.is_empty() && !bare).then(|| (index, Item { blocks: left.into(), ..item.clone() }))
            });
            let (indices, items): (Vec<_>, Vec<_>) = items.unzip();
            let first = u64::try_from(*indices.first()?).unwrap_or(u64::MAX);
            let start = list.start.map(|start| start.saturating_add(first));
            BlockKind::List(List { start, items: items.into(), ..list.clone() })
        }
        BlockKind::Paragraph(content) => {
            let is_free = |line: &Line| {
                let place = line.span();
                let at = taken.partition_point(|span| span.end <= place.start);
                !taken.get(at).is_some_and(|span| span.contains(place))
            };
            let left = text_lines::joined(text_lines::of(content).into_iter().filter(is_free));
            if plain_text(&left).trim().is_empty() {
                return None;
            }
            BlockKind::Paragraph(left)
        }
        BlockKind::Table(table) => {
            let is_free = |row: &Span| {
                let at = taken.partition_point(|span| span.end <= row.start);
                !taken.get(at).is_some_and(|span| span.contains(*row))
            };
            let rows: Vec<_> = table.rows.iter().filter(|row| is_free(&row.span)).cloned().collect();
            if rows.is_empty() {
                return None;
            }
            BlockKind::Table(Box::new(Table { rows: rows.into(), ..Table::clone(table) }))
        }
        BlockKind::DefinitionList(list) => {
            let is_free = |definition: &&Definition| {
                let Some(block) = definition.definitions.iter().flatten().next() else { return true };
                let at = taken.partition_point(|span| span.end <= block.span.start);
                !taken.get(at).is_some_and(|span| span.contains(block.span))
            };
            let left: Vec<_> = list.iter().filter(is_free).cloned().collect();
            if left.is_empty() {
                return None;
            }
            BlockKind::DefinitionList(left.into())
        }
        BlockKind::Quote(inner) => BlockKind::Quote(blocks(inner).into()),
        BlockKind::Callout { kind, title, blocks: inner } => {
            BlockKind::Callout { kind: kind.clone(), title: title.clone(), blocks: blocks(inner).into() }
        }
        BlockKind::Disclosure { kind, summary, shown, open, blocks: inner } => BlockKind::Disclosure {
            kind: kind.clone(),
            summary: summary.clone(),
            shown: blocks(&inner[..*shown as usize]).len() as u32,
            open: *open,
            blocks: blocks(inner).into(),
        },
        other => other.clone(),
    };
    let span = match &kind {
        BlockKind::List(list) => list.items.iter().map(|item| item.span).reduce(Span::cover),
        BlockKind::Table(table) => table.rows.iter().map(|row| row.span).reduce(Span::cover),
        BlockKind::Paragraph(content) => content.iter().map(|inline| inline.span).reduce(Span::cover),
        _ => None,
    };
    let left = Block::new(span.unwrap_or(block.span), kind);
    let emptied = left.children().is_empty() && !block.children().is_empty();
    (!emptied).then_some(left)
}

/// What `block` is when nobody takes it and it is no passage; `None` when it is content.
pub fn structure_of(block: &Block, outline: &Outline) -> Option<StructureKind> {
    match &block.kind {
        BlockKind::Heading { .. } => Some(StructureKind::Heading),
        BlockKind::Rule => Some(StructureKind::Rule),
        _ if announces(block) => Some(StructureKind::Announcement),
        BlockKind::Paragraph(content) if is_marks(content) => Some(StructureKind::Marks),
        BlockKind::Image(_) if noise::is_noise(block, outline) => Some(StructureKind::Noise),
        _ => noise::is_noise(block, outline).then_some(StructureKind::Navigation),
    }
}

/// Whether all lines of a paragraph are properties, dividers or bare tags of a note-taking program.
fn is_marks(content: &[Inline]) -> bool {
    text_lines::of(content)
        .iter()
        .all(|line| line.is_property() || line.divider().is_some() || hashtag::is_bare(line.content))
}

/// Whether `block` is a paragraph that announces questions.
fn announces(block: &Block) -> bool {
    let BlockKind::Paragraph(content) = &block.kind else { return false };
    let text = plain_text(content);
    text.trim_end().ends_with([':', '：']) && announces_questions(&text)
}
