//! The part of a tree that stands in stretches of its text.

use ecow::EcoVec;

use super::cut;
use crate::model::content::{Definition, Item, List, Table, plain_text};
use crate::model::{Block, BlockKind, Blocks, Inline, InlineKind, Inlines, Span};

/// What stands in `stretches`, which are apart and in order: paragraphs are cut to them, and what opens before
/// them is opened, so that only its content is left.
pub fn between(text: &str, blocks: &[Block], stretches: &[Span]) -> Blocks {
    debug_assert!(stretches.is_sorted_by(|before, behind| before.end <= behind.start));
    let mut kept = Blocks::new();
    for block in near(blocks, |block| block.span, stretches).1 {
        push(text, block, stretches, &mut kept);
    }
    kept
}

fn push(text: &str, block: &Block, stretches: &[Span], kept: &mut Blocks) {
    let opens = holds(stretches, block.span.start);
    match &block.kind {
        _ if around(stretches, block.span).is_some_and(|stretch| stretch.contains(block.span)) => {
            kept.push(block.clone());
        }
        BlockKind::Paragraph(content) => kept.extend(paragraph(text, content, stretches)),
        BlockKind::List(list) => push_list(text, list, stretches, kept),
        BlockKind::Table(table) => {
            let rows = near(&table.rows, |row| row.span, stretches);
            let rows: EcoVec<_> =
                rows.1.iter().filter(|row| holds(stretches, row.span.start)).cloned().collect();
            if let (Some(first), Some(last)) = (rows.first(), rows.last()) {
                let span = first.span.cover(last.span);
                kept.push(Block::new(
                    span,
                    BlockKind::Table(Box::new(Table { rows, ..Table::clone(table) })),
                ));
            }
        }
        BlockKind::Quote(blocks) => {
            let inner = between(text, blocks, stretches);
            push_holder(block, inner, opens, BlockKind::Quote, kept);
        }
        BlockKind::Callout { kind, title, blocks } => {
            let callout = |blocks| BlockKind::Callout { kind: kind.clone(), title: title.clone(), blocks };
            push_holder(block, between(text, blocks, stretches), opens, callout, kept);
        }
        BlockKind::Disclosure { kind, summary, shown, open, blocks } => {
            let shown = between(text, &blocks[..*shown as usize], stretches).len() as u32;
            let disclosure = |blocks| BlockKind::Disclosure {
                kind: kind.clone(),
                summary: summary.clone(),
                shown,
                open: *open,
                blocks,
            };
            push_holder(block, between(text, blocks, stretches), opens, disclosure, kept);
        }
        BlockKind::Footnote { label, blocks } => {
            let footnote = |blocks| BlockKind::Footnote { label: label.clone(), blocks };
            push_holder(block, between(text, blocks, stretches), opens, footnote, kept);
        }
        BlockKind::DefinitionList(list) => {
            let place = |definition: &Definition| {
                let meanings = definition.definitions.iter().flatten();
                meanings.map(|block| block.span).reduce(Span::cover).unwrap_or_default()
            };
            let near = near(list, place, stretches).1.iter();
            for blocks in near.flat_map(|definition| &definition.definitions) {
                kept.extend(between(text, blocks, stretches));
            }
        }
        // A heading may take several lines.
        BlockKind::Heading { level, content } => {
            let left = paragraph(text, content, stretches);
            kept.extend(left.map(|left| match left.kind {
                BlockKind::Paragraph(content) if opens => {
                    Block::new(left.span, BlockKind::Heading { level: *level, content })
                }
                kind => Block::new(left.span, kind),
            }));
        }
        BlockKind::Code(_)
        | BlockKind::Image(_)
        | BlockKind::Diagram { .. }
        | BlockKind::Math(_)
        | BlockKind::Rule => {
            if opens {
                kept.push(block.clone());
            }
        }
    }
}

/// What is left `inner` of a quote and the like; bare where it opened before.
fn push_holder(
    block: &Block,
    inner: Blocks,
    opens: bool,
    kind: impl FnOnce(Blocks) -> BlockKind,
    kept: &mut Blocks,
) {
    if !opens {
        kept.extend(inner);
    } else if let Some(span) = place(&inner) {
        kept.push(Block::new(Span { start: block.span.start, ..span }, kind(inner)));
    }
}

fn push_list(text: &str, list: &List, stretches: &[Span], kept: &mut Blocks) {
    let mut items = EcoVec::new();
    let mut start = list.start;
    let (first, near) = near(&list.items, |item| item.span, stretches);
    for (index, item) in (first..).zip(near) {
        let inner = between(text, &item.blocks, stretches);
        if !holds(stretches, item.span.start) {
            kept.extend(inner);
        } else if let Some(span) = place(&inner) {
            if items.is_empty() {
                start = list.start.map(|start| start.saturating_add(index as u64));
            }
            let span = Span { start: item.span.start, ..span };
            items.push(Item { span, task: item.task, blocks: inner });
        }
    }
    if let (Some(first), Some(last)) = (items.first(), items.last()) {
        let span = first.span.cover(last.span);
        kept.push(Block::new(span, BlockKind::List(List { start, tight: list.tight, items })));
    }
}

/// The lines of a paragraph that stand in `stretches`; `None` when they say nothing.
fn paragraph(text: &str, content: &[Inline], stretches: &[Span]) -> Option<Block> {
    let mut left = Inlines::new();
    let (Some(first), Some(last)) = (content.first(), content.last()) else { return None };
    let place = first.span.cover(last.span);
    let from = stretches.partition_point(|stretch| stretch.end <= place.start);
    for stretch in stretches[from..].iter().take_while(|stretch| stretch.start < place.end) {
        let part = cut::within(text, content, *stretch);
        let part = without_outer_breaks(&part);
        if let (Some(before), Some(behind)) = (left.last(), part.first()) {
            let gap = Span { start: before.span.end, end: behind.span.start };
            left.push(Inline::new(gap, InlineKind::SoftBreak));
        }
        left.extend_from_slice(part);
    }
    let left = cut::trimmed(left);
    let span = left.iter().map(|inline| inline.span).reduce(Span::cover)?;
    (!plain_text(&left).trim().is_empty()
        || left.iter().any(|inline| matches!(inline.kind, InlineKind::Image(_))))
    .then(|| Block::new(span, BlockKind::Paragraph(left)))
}

fn without_outer_breaks(content: &[Inline]) -> &[Inline] {
    let is_break = |inline: &Inline| matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak);
    let Some(first) = content.iter().position(|inline| !is_break(inline)) else { return &[] };
    let last = content.iter().rposition(|inline| !is_break(inline)).unwrap_or(first);
    &content[first..=last]
}

/// Those of `all`, which are in order of place, that may touch `stretches`, and the index of the first.
fn near<'a, T>(all: &'a [T], span: impl Fn(&T) -> Span, stretches: &[Span]) -> (usize, &'a [T]) {
    let (Some(first), Some(last)) = (stretches.first(), stretches.last()) else { return (0, &[]) };
    let from = all.partition_point(|one| span(one).end <= first.start);
    let count = all[from..].partition_point(|one| span(one).start < last.end);
    (from, &all[from..from + count])
}

fn place(blocks: &[Block]) -> Option<Span> {
    blocks.iter().map(|block| block.span).reduce(Span::cover)
}

fn holds(stretches: &[Span], offset: u32) -> bool {
    around(stretches, Span { start: offset, end: offset }).is_some_and(|stretch| stretch.start <= offset)
}

/// The first stretch that goes beyond the start of `span`.
fn around(stretches: &[Span], span: Span) -> Option<&Span> {
    stretches.get(stretches.partition_point(|stretch| stretch.end <= span.start))
}
