//! The lines of a paragraph, where they mean more than a line of text.

use super::words::{Likeness, likeness};
use super::{cut, wording};
use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, Blocks, Inline, InlineKind, Inlines, Span};

fn is_break(inline: &Inline) -> bool {
    matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak)
}

/// The lines of a paragraph; none of any other block.
pub fn lines(block: &Block) -> Vec<&[Inline]> {
    let BlockKind::Paragraph(content) = &block.kind else { return Vec::new() };
    content.split(is_break).collect()
}

/// Parts a paragraph before each line, but its first, that `opens` something.
pub fn parted(block: &Block, opens: impl Fn(&[Inline]) -> bool) -> Blocks {
    let lines = lines(block);
    if !lines.iter().skip(1).any(|line| opens(line)) {
        return [block.clone()].into();
    }
    let BlockKind::Paragraph(content) = &block.kind else { return [block.clone()].into() };
    let mut parts: Vec<Inlines> = Vec::new();
    let mut at = 0;
    for line in lines {
        // The break in front of a line goes with it, unless the line starts a part.
        if parts.is_empty() || opens(line) {
            parts.push(line.into());
        } else if let Some(part) = parts.last_mut() {
            part.extend_from_slice(&content[at - 1..at + line.len()]);
        }
        at += line.len() + 1;
    }
    parts.into_iter().filter_map(paragraph).collect()
}

/// Parts running text into a question and what follows it in the same paragraph: behind a strong
/// question, else behind the line that ends as one, or that a break ends which is meant.
pub fn question_and_rest(content: &Inlines) -> (Inlines, Option<Block>) {
    // All of it may be strong or a label's span.
    if let [Inline { kind: InlineKind::Strong(inner) | InlineKind::Emphasis(inner), span }] =
        content.as_slice()
        && inner.iter().any(is_break)
    {
        let (question, rest) = question_and_rest(inner);
        let span = Span { start: span.start, end: question.last().map_or(span.end, |last| last.span.end) };
        return match rest {
            Some(rest) => ([Inline::new(span, InlineKind::Strong(question))].into(), Some(rest)),
            None => (content.clone(), None),
        };
    }
    let Some(at) = question_end(content) else { return (content.clone(), None) };
    let behind: Inlines = content[at..].iter().skip_while(|inline| is_break(inline)).cloned().collect();
    // A dash or colon that only parts the two belongs to neither.
    let text = plain_text(&behind);
    let parting = text.trim_start().trim_start_matches(['-', '–', '—', ':', '：']);
    let from = if parting.starts_with(char::is_whitespace) { text.len() - parting.len() } else { 0 };
    match paragraph(cut::trimmed(cut::keep(behind, from..text.len()))) {
        Some(rest) => ((&content[..at]).into(), Some(rest)),
        None => (content.clone(), None),
    }
}

/// How many inlines of `content` its question takes; `None` when it takes all.
fn question_end(content: &[Inline]) -> Option<usize> {
    let asks = |content: &[Inline]| likeness(&plain_text(&wording::strip(content.into()).question));
    let strong = content.iter().position(|inline| matches!(inline.kind, InlineKind::Strong(_)));
    if let Some(at) = strong
        && wording::is_carrier(&plain_text(&content[..at]))
        && (asks(&content[..=at]) == Likeness::Clear || content.get(at + 1).is_some_and(is_break))
        && content.len() > at + 1
    {
        return Some(at + 1);
    }
    let at = content.iter().position(is_break)?;
    let rest = plain_text(&content[at..]);
    // A question of several lines, or several questions, are one.
    if likeness(&rest) == Likeness::Clear {
        return None;
    }
    let likeness = asks(&content[..at]);
    let meant = content[at].kind == InlineKind::HardBreak && likeness > Likeness::None;
    (likeness == Likeness::Clear || meant).then_some(at)
}

/// A paragraph of `content`; `None` when it is empty.
fn paragraph(content: Inlines) -> Option<Block> {
    let span = content.iter().map(|inline| inline.span).reduce(Span::cover)?;
    Some(Block::new(span, BlockKind::Paragraph(content)))
}
