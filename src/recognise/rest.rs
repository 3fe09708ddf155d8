//! What no rule claimed: study material, unless it is structure.

use super::{cut, noise};
use super::page::Page;
use super::words::announces_questions;
use crate::model::content::{List, plain_text};
use crate::model::{Block, BlockKind, Inline, Passage, Span};

/// The passages of a page whose claimed places are `taken`, in order of place.
///
/// A run of blocks in one section is one passage.
pub fn passages(document: usize, page: &Page, taken: &[Span]) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    let mut runs_on = false;
    let mut is_about_document = false;
    for block in &page.tree.blocks {
        if let BlockKind::Heading { content, .. } = &block.kind {
            is_about_document = noise::is_about_document(&plain_text(content));
        }
        if matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Rule) {
            runs_on = false;
            continue;
        }
        let left = without(block, taken);
        let said = left.filter(|block| !(is_about_document || is_structure(block) || noise::is_noise(block, page)));
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
                document,
                span: block.span,
                section: page.section_at(block.span.start),
                blocks: vec![block],
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
            let items = list.items.iter().filter_map(|item| {
                let left = blocks(&item.blocks);
                let bare = left.len() < item.blocks.len() && left.iter().all(is_structure);
                (!left.is_empty() && !bare)
                    .then(|| crate::model::content::Item { blocks: left, ..item.clone() })
            });
            let items: Vec<_> = items.collect();
            if items.is_empty() {
                return None;
            }
            BlockKind::List(List { items, ..list.clone() })
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
            BlockKind::Table(crate::model::content::Table { rows, ..table.clone() })
        }
        BlockKind::Paragraph(content) => {
            let is_free = |inline: &&Inline| {
                let at = taken.partition_point(|span| span.end <= inline.span.start);
                !taken.get(at).is_some_and(|span| span.contains(inline.span))
            };
            let left = cut::trimmed(content.iter().filter(is_free).cloned().collect());
            if plain_text(&left).trim().is_empty() {
                return None;
            }
            BlockKind::Paragraph(left)
        }
        BlockKind::Quote(inner) => BlockKind::Quote(blocks(inner)),
        BlockKind::Callout { kind, title, blocks: inner } => {
            BlockKind::Callout { kind: kind.clone(), title: title.clone(), blocks: blocks(inner) }
        }
        BlockKind::Disclosure { kind, summary, open, blocks: inner } => BlockKind::Disclosure {
            kind: kind.clone(),
            summary: summary.clone(),
            open: *open,
            blocks: blocks(inner),
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

/// Whether `block` is a heading, a rule, or announces questions.
fn is_structure(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Heading { .. } | BlockKind::Rule => true,
        BlockKind::Paragraph(content) => {
            let text = plain_text(content);
            text.trim_end().ends_with([':', '：']) && announces_questions(&text)
        }
        _ => false,
    }
}
