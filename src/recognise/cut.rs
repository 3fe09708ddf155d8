//! Running text cut by its place, its markup and its quotes.

use crate::model::content::plain_text;
pub use crate::model::cut::{keep, trimmed};
use crate::model::{Inline, InlineKind, Inlines, Span};

/// The part of `inlines` that stands inside `span` of the document, whose text is `source`. What cannot be cut,
/// such as code, goes with its start.
pub fn within(source: &str, inlines: &[Inline], span: Span) -> Inlines {
    let mut kept = Vec::new();
    let first = inlines.partition_point(|inline| inline.span.end <= span.start);
    for inline in inlines[first..].iter().take_while(|inline| inline.span.start < span.end) {
        let part = Span { start: inline.span.start.max(span.start), end: inline.span.end.min(span.end) };
        if part.start >= part.end {
            continue;
        }
        if part == inline.span {
            kept.push(inline.clone());
        } else if let InlineKind::Text(text) = &inline.kind {
            let written = source.get(inline.span.range()).unwrap_or_default();
            let at = |offset: u32| offset_in(text, written, (offset - inline.span.start) as usize);
            let (from, to) = (at(part.start), at(part.end));
            if from < to {
                kept.push(Inline::text(part, text.substr(from..to)));
            }
        } else if inline.children().is_empty() {
            kept.extend((part.start == inline.span.start).then(|| inline.clone()));
        } else {
            let mut inline = Inline::new(part, inline.kind.clone());
            if let Some(content) = inline.content_mut() {
                *content = within(source, content, span);
            }
            if !inline.children().is_empty() {
                kept.push(inline);
            }
        }
    }
    kept.into()
}

/// Where in `text` stands what was written `offset` bytes behind its start. `written` is `text` with escapes and
/// entities.
fn offset_in(text: &str, written: &str, offset: usize) -> usize {
    if text.len() == written.len() {
        return if text.is_char_boundary(offset) { offset } else { text.len() };
    }
    let mut at = 0;
    for (place, c) in text.char_indices() {
        let rest = written.get(at..).unwrap_or_default();
        at += match rest.chars().next() {
            Some(first) if first == c => c.len_utf8(),
            Some('&') => rest.find(';').map_or(rest.len(), |end| end + 1),
            // A backslash, or a mark that the parser dropped.
            Some(mark) => mark.len_utf8() + c.len_utf8(),
            None => return place,
        };
        if at > offset {
            return place;
        }
    }
    text.len()
}

/// Without strong or emphasis around the whole.
pub fn unwrapped(mut inlines: Inlines) -> Inlines {
    while let [Inline { kind: InlineKind::Strong(content) | InlineKind::Emphasis(content), .. }] =
        inlines.as_slice()
    {
        inlines = trimmed(Inlines::clone(content));
    }
    inlines
}

/// Without quotes around the whole; quotes that are part of the wording stay.
pub fn unquoted(inlines: Inlines) -> Inlines {
    const PAIRS: [(char, char); 6] =
        [('"', '"'), ('“', '”'), ('«', '»'), ('„', '“'), ('「', '」'), ('『', '』')];
    let text = plain_text(&inlines);
    for (open, close) in PAIRS {
        if let Some(inner) = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close))
            && !inner.is_empty()
            && !inner.contains([open, close])
        {
            let start = open.len_utf8();
            return trimmed(keep(inlines, start..start + inner.len()));
        }
    }
    inlines
}
