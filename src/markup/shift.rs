//! Moves the spans of a tree that was read from a text of its own to where that text stands.

use crate::model::walk::Part;
use crate::model::{Block, Inline, OffsetMap, Span};

/// Moves every span of `blocks` as `map` says.
pub(super) fn shift(blocks: &mut [Block], map: &OffsetMap) {
    for block in blocks {
        shift_span(&mut block.span, map);
        block.parts_mut(|part| match part {
            Part::Place(span) => shift_span(span, map),
            Part::Run(content) => shift_inlines(content, map),
            Part::Flow(blocks) => shift(blocks.make_mut(), map),
        });
    }
}

fn shift_inlines(inlines: &mut [Inline], map: &OffsetMap) {
    for inline in inlines {
        shift_span(&mut inline.span, map);
        if let Some(content) = inline.content_mut() {
            shift_inlines(content, map);
        }
    }
}

fn shift_span(span: &mut Span, map: &OffsetMap) {
    let (start, end) = map.to_origin(span.start as usize, span.end as usize);
    *span = Span::new(start.min(end), end);
}
