//! Running text cut by its words: offsets are those of its plain text, markup around the words stays.

use std::ops::Range;

use super::content::plain_text;
use super::{Inline, InlineKind, Inlines, Span};

/// The part of `inlines` that `range` of their plain text covers.
pub fn keep(inlines: Inlines, range: Range<usize>) -> Inlines {
    let mut at = 0;
    let mut kept = Vec::new();
    for inline in inlines {
        let length = plain_text(std::slice::from_ref(&inline)).len();
        let from = range.start.saturating_sub(at).min(length);
        let to = range.end.saturating_sub(at).min(length);
        at += length;
        if from >= to {
            continue;
        }
        kept.push(if from == 0 && to == length { inline } else { cut(inline, from..to) });
    }
    kept.into()
}

fn cut(mut inline: Inline, range: Range<usize>) -> Inline {
    if let InlineKind::Text(text) = &mut inline.kind {
        // Offsets are exact where the source is the text itself, without escapes.
        if inline.span.len() == text.len() {
            let start = inline.span.start as usize;
            inline.span = Span::new(start + range.start, start + range.end);
        }
        *text = text.substr(range);
    } else if let Some(content) = inline.content_mut() {
        *content = keep(std::mem::take(content), range);
    }
    inline
}

/// Without white space at either end.
pub fn trimmed(inlines: Inlines) -> Inlines {
    let text = plain_text(&inlines);
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end().len();
    if start == 0 && end == text.len() { inlines } else { keep(inlines, start.min(end)..end) }
}
