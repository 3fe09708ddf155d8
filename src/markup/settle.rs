//! Makes the spans of a tree keep their promise: children lie inside parents, siblings follow each other.

use crate::model::{Block, BlockKind, Inline, Inlines, Span};

/// Settles the spans of a whole document of `len` bytes.
pub(super) fn settle(blocks: &mut [Block], len: usize) {
    settle_blocks(blocks, Span::new(0, len));
}

fn settle_blocks(blocks: &mut [Block], within: Span) {
    let mut from = within.start;
    for block in blocks {
        block.span = clamp(block.span, from, within.end);
        from = block.span.end;
        settle_block(block);
    }
}

fn settle_block(block: &mut Block) {
    let span = block.span;
    match &mut block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => {
            settle_inlines(content.make_mut(), span);
        }
        BlockKind::List(list) => {
            let mut from = span.start;
            for item in list.items.make_mut() {
                item.span = clamp(item.span, from, span.end);
                from = item.span.end;
                settle_blocks(item.blocks.make_mut(), item.span);
            }
        }
        BlockKind::Table(table) => {
            let mut from = span.start;
            for row in std::iter::once(&mut table.head).chain(table.rows.make_mut()) {
                row.span = clamp(row.span, from, span.end);
                from = row.span.end;
                settle_cells(row.cells.make_mut(), row.span);
            }
        }
        BlockKind::Callout { title, blocks, .. } => {
            let from = title
                .as_mut()
                .map_or(span.start, |title| settle_from(title.make_mut(), span.start, span.end));
            settle_blocks(blocks.make_mut(), Span { start: from, end: span.end });
        }
        BlockKind::Disclosure { summary, blocks, .. } => {
            let from = settle_from(summary.make_mut(), span.start, span.end);
            settle_blocks(blocks.make_mut(), Span { start: from, end: span.end });
        }
        BlockKind::Quote(blocks) | BlockKind::Footnote { blocks, .. } => {
            settle_blocks(blocks.make_mut(), span);
        }
        BlockKind::DefinitionList(list) => {
            let mut from = span.start;
            for definition in list.make_mut() {
                for term in definition.terms.make_mut() {
                    from = settle_from(term.make_mut(), from, span.end);
                }
                for blocks in definition.definitions.make_mut() {
                    settle_blocks(blocks.make_mut(), Span { start: from, end: span.end });
                    from = blocks.last().map_or(from, |last| last.span.end);
                }
            }
        }
        BlockKind::Code(_)
        | BlockKind::Image(_)
        | BlockKind::Diagram { .. }
        | BlockKind::Math(_)
        | BlockKind::Rule => {}
    }
}

fn settle_cells(cells: &mut [Inlines], within: Span) {
    let mut from = within.start;
    for cell in cells {
        from = settle_from(cell, from, within.end);
    }
}

fn settle_inlines(content: &mut [Inline], within: Span) {
    settle_from(content, within.start, within.end);
}

/// Settles a run of inlines between two offsets; returns where it ends.
fn settle_from(content: &mut [Inline], mut from: u32, end: u32) -> u32 {
    for inline in content {
        inline.span = clamp(inline.span, from, end);
        from = inline.span.end;
        let span = inline.span;
        if let Some(inner) = inline.content_mut() {
            settle_inlines(inner, span);
        }
    }
    from
}

fn clamp(span: Span, from: u32, end: u32) -> Span {
    let start = span.start.clamp(from, end);
    Span { start, end: span.end.clamp(start, end) }
}
