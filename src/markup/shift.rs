//! Moves the spans of a tree that was read from a text of its own to where that text stands.

use crate::model::content::Row;
use crate::model::{Block, BlockKind, InlineKind, Inlines, OffsetMap, Span};

/// Moves every span of `blocks` as `map` says.
pub(super) fn shift(blocks: &mut [Block], map: &OffsetMap) {
    blocks.iter_mut().for_each(|block| shift_block(block, map));
}

fn shift_span(span: &mut Span, map: &OffsetMap) {
    let (start, end) = map.to_origin(span.start as usize, span.end as usize);
    *span = Span::new(start.min(end), end);
}

fn shift_block(block: &mut Block, map: &OffsetMap) {
    shift_span(&mut block.span, map);
    match &mut block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => shift_inlines(content, map),
        BlockKind::List(list) => {
            for item in list.items.make_mut() {
                shift_span(&mut item.span, map);
                shift(item.blocks.make_mut(), map);
            }
        }
        BlockKind::Table(table) => {
            for Row { span, cells } in std::iter::once(&mut table.head).chain(table.rows.make_mut()) {
                shift_span(span, map);
                cells.make_mut().iter_mut().for_each(|cell| shift_inlines(cell, map));
            }
        }
        BlockKind::Callout { title, blocks, .. } => {
            title.iter_mut().for_each(|title| shift_inlines(title, map));
            shift(blocks.make_mut(), map);
        }
        BlockKind::Disclosure { summary, blocks, .. } => {
            shift_inlines(summary, map);
            shift(blocks.make_mut(), map);
        }
        BlockKind::Quote(blocks) | BlockKind::Footnote { blocks, .. } => shift(blocks.make_mut(), map),
        BlockKind::DefinitionList(list) => {
            for definition in list.make_mut() {
                definition.terms.make_mut().iter_mut().for_each(|term| shift_inlines(term, map));
                definition.definitions.make_mut().iter_mut().for_each(|blocks| shift(blocks.make_mut(), map));
            }
        }
        BlockKind::Code(_)
        | BlockKind::Image(_)
        | BlockKind::Diagram { .. }
        | BlockKind::Math(_)
        | BlockKind::Rule => {}
    }
}

fn shift_inlines(inlines: &mut Inlines, map: &OffsetMap) {
    for inline in inlines.make_mut() {
        shift_span(&mut inline.span, map);
        match &mut inline.kind {
            InlineKind::Strong(content)
            | InlineKind::Emphasis(content)
            | InlineKind::Strike(content)
            | InlineKind::Superscript(content)
            | InlineKind::Subscript(content) => shift_inlines(content, map),
            InlineKind::Link(link) => shift_inlines(&mut link.content, map),
            InlineKind::Text(_)
            | InlineKind::SoftBreak
            | InlineKind::HardBreak
            | InlineKind::Code(_)
            | InlineKind::Image(_)
            | InlineKind::Math(_)
            | InlineKind::Key(_)
            | InlineKind::FootnoteReference(_) => {}
        }
    }
}
