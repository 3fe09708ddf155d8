//! Running text cut by its words: offsets are those of its plain text, markup around the words stays.

use crate::model::content::plain_text;
use crate::model::{Inline, InlineKind, Inlines, Span};

/// The part of `inlines` that `range` of their plain text covers.
pub fn keep(inlines: Inlines, range: std::ops::Range<usize>) -> Inlines {
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

fn cut(mut inline: Inline, range: std::ops::Range<usize>) -> Inline {
    match &mut inline.kind {
        InlineKind::Text(text) => {
            // Offsets are exact where the source is the text itself, without escapes.
            if inline.span.len() == text.len() {
                let start = inline.span.start as usize;
                inline.span = Span::new(start + range.start, start + range.end);
            }
            *text = text[range].into();
        }
        InlineKind::Strong(content)
        | InlineKind::Emphasis(content)
        | InlineKind::Strike(content)
        | InlineKind::Superscript(content)
        | InlineKind::Subscript(content) => *content = keep(std::mem::take(content), range),
        InlineKind::Link(link) => link.content = keep(std::mem::take(&mut link.content), range),
        InlineKind::Code(_)
        | InlineKind::SoftBreak
        | InlineKind::HardBreak
        | InlineKind::Image(_)
        | InlineKind::Math(_)
        | InlineKind::Key(_)
        | InlineKind::FootnoteReference(_) => {}
    }
    inline
}

/// The part of `inlines` that stands inside `span` of the document.
pub fn within(inlines: &[Inline], span: Span) -> Inlines {
    let mut kept = Vec::new();
    let first = inlines.partition_point(|inline| inline.span.end <= span.start);
    for inline in inlines[first..].iter().take_while(|inline| inline.span.start < span.end) {
        let part = Span { start: inline.span.start.max(span.start), end: inline.span.end.min(span.end) };
        if part.start >= part.end {
            continue;
        }
        if part == inline.span {
            kept.push(inline.clone());
        } else if let InlineKind::Text(text) = &inline.kind
            && text.len() == inline.span.len()
        {
            let from = (part.start - inline.span.start) as usize;
            kept.extend(text.get(from..from + part.len()).map(|text| Inline::text(part, text)));
        }
    }
    kept.into()
}

/// Without white space at either end.
pub fn trimmed(inlines: Inlines) -> Inlines {
    let text = plain_text(&inlines);
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end().len();
    if start == 0 && end == text.len() { inlines } else { keep(inlines, start.min(end)..end) }
}

/// Without strong or emphasis around the whole.
pub fn unwrapped(mut inlines: Inlines) -> Inlines {
    while let [Inline { kind: InlineKind::Strong(content) | InlineKind::Emphasis(content), .. }] =
        inlines.as_slice()
    {
        inlines = trimmed(content.clone());
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
