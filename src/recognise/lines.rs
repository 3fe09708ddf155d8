//! The lines of a paragraph, where they mean more than a line of text.

use super::words::{ANSWER_LABELS, Likeness, label_length, likeness};
use super::{cut, wording};
use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, Blocks, Inline, InlineKind, Inlines, Span};

/// Whether a line ends here.
pub fn is_break(inline: &Inline) -> bool {
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
            Some(rest) => ([Inline::new(span, InlineKind::Strong(question.into()))].into(), Some(rest)),
            None => (content.clone(), None),
        };
    }
    if let Some(parts) = parted_by_label(content) {
        return parts;
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

/// Parts running text like [`question_and_rest`]. A remark in brackets that stands behind a strong question on its line
/// is part of it when something else answers: lines below it, or what `is_answered` tells of.
pub fn question_above(content: &Inlines, is_answered: bool) -> (Inlines, Option<Block>) {
    let (mut question, rest) = question_and_rest(content);
    let Some(Block { kind: BlockKind::Paragraph(said), span }) = &rest else { return (question, rest) };
    let end = said.iter().position(is_break).unwrap_or(said.len());
    let answered = end < said.len() || is_answered;
    let stands_beside = content.get(question.len()).is_some_and(|next| !is_break(next));
    if !answered || !stands_beside || !is_remark(&plain_text(&said[..end])) {
        return (question, rest);
    }
    let place = question.last().map_or(*span, |last| Span { start: last.span.end, end: span.start });
    question = cut::unwrapped(question);
    question.push(Inline::text(place, " "));
    question.extend_from_slice(&said[..end]);
    (question, said.get(end + 1..).and_then(|rest| paragraph(rest.into())))
}

/// Whether all of `text` stands in one pair of brackets, and is short.
fn is_remark(text: &str) -> bool {
    const LONGEST: usize = 60;
    const PAIRS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('（', '）'), ('【', '】')];
    let text = text.trim();
    text.len() <= LONGEST
        && PAIRS.iter().any(|(open, close)| {
            let inner = text.strip_prefix(*open).and_then(|text| text.strip_suffix(*close));
            inner.is_some_and(|inner| !inner.trim().is_empty() && !inner.contains([*open, *close]))
        })
}

/// Parts running text before the label of an answer in the middle of it: in strong type, or behind the end of a
/// sentence; `None` without one.
pub fn parted_by_label(content: &[Inline]) -> Option<(Inlines, Option<Block>)> {
    let is_label = |inline: &Inline| {
        matches!(inline.kind, InlineKind::Strong(_) | InlineKind::Emphasis(_)) && {
            let text = plain_text(std::slice::from_ref(inline));
            label_length(&text, ANSWER_LABELS) == Some(text.len())
        }
    };
    if let Some(at) = content.iter().skip(1).position(is_label) {
        let question = cut::trimmed(content[..=at].into());
        return (!question.is_empty()).then(|| (question, paragraph(content[at + 1..].into())));
    }
    let colon = |inline: &Inline| matches!(&inline.kind, InlineKind::Text(text) if text.contains(": "));
    if !content.iter().any(colon) {
        return None;
    }
    let text = plain_text(content);
    if let Some((at, inner)) = in_brackets(&text) {
        let question = cut::trimmed(cut::keep(content.into(), 0..at));
        // The brackets go with what they hold.
        let place = content.iter().map(|inline| inline.span).reduce(Span::cover)?;
        let said = paragraph(cut::keep(content.into(), inner))?;
        let said = Block::new(Span { end: place.end, ..said.span }, said.kind);
        return (!question.is_empty()).then_some((question, Some(said)));
    }
    let ends = text.match_indices(['?', '？', '.', '!']).map(|(at, mark)| at + mark.len());
    let at = ends.into_iter().find(|&at| {
        let behind = text[at..].strip_prefix(' ').unwrap_or_default();
        behind.starts_with(char::is_uppercase)
            && label_length(behind, ANSWER_LABELS)
                .is_some_and(|length| behind[..length].trim_end().ends_with(':'))
    })?;
    let question = cut::trimmed(cut::keep(content.into(), 0..at));
    Some((question, paragraph(cut::trimmed(cut::keep(content.into(), at..text.len())))))
}

/// Parts running text that opens with `Q.` before `A.` behind the end of a sentence, as catechisms have both in one
/// paragraph; `None` without one.
pub fn parted_by_letter(content: &[Inline]) -> Option<(Inlines, Option<Block>)> {
    let text = plain_text(content);
    let label = text.trim_start_matches(|c: char| !c.is_alphanumeric()).strip_prefix(['Q', 'q'])?;
    if !label.starts_with(|c: char| matches!(c, '.' | ')' | ':' | ' ') || c.is_ascii_digit()) {
        return None;
    }
    let ends_sentence = |at: usize| {
        let before = text[..at].trim_end();
        before.len() < at && before.ends_with(['?', '.', '!', '"', '”', '’', ')', ';'])
    };
    let opens = |at: usize| text[at..].starts_with("A. ") || text[at..].starts_with("A: ");
    let from = text.len() - label.len() + 1;
    let (at, _) = text.match_indices('A').find(|&(at, _)| at > from && opens(at) && ends_sentence(at))?;
    let question = cut::trimmed(cut::keep(content.into(), 0..at));
    Some((question, paragraph(cut::trimmed(cut::keep(content.into(), at..text.len())))))
}

/// Where a text ends in a labelled answer in brackets, `… (Ans: 42)`: the place of the bracket, and what it holds.
fn in_brackets(text: &str) -> Option<(usize, std::ops::Range<usize>)> {
    let end = text.trim_end().strip_suffix([')', ']', '）'])?.len();
    let open = text[..end].rfind(['(', '[', '（'])?;
    let inner = open + text[open..].chars().next().map_or(1, char::len_utf8);
    label_length(&text[inner..end], ANSWER_LABELS).map(|_| (open, inner..end))
}

/// How many inlines of `content` its question takes; `None` when it takes all.
fn question_end(content: &[Inline]) -> Option<usize> {
    let asks = |content: &[Inline]| likeness(&plain_text(&wording::strip(content.into()).question));
    let strong = content.iter().position(|inline| matches!(inline.kind, InlineKind::Strong(_)));
    if let Some(at) = strong
        && wording::is_carrier(&plain_text(&content[..at]))
        && (asks(&content[..=at]) == Likeness::Clear
            || content.get(at + 1).is_some_and(is_break)
            || (asks(&content[..=at]) == Likeness::Stem
                && plain_text(&content[..=at]).trim_end().ends_with(':')))
        && content.len() > at + 1
    {
        // What asks on in the same line is part of it.
        let line = content[at + 1..].iter().position(is_break).map_or(content.len(), |end| at + 1 + end);
        if asks_on(&plain_text(&content[at + 1..line])) {
            return (line < content.len()).then_some(line);
        }
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

/// Whether `text` is one more question, and nothing else.
fn asks_on(text: &str) -> bool {
    let text = text.trim();
    text.strip_suffix(['?', '？', '؟']).is_some_and(|asked| {
        asked.starts_with(char::is_alphabetic)
            && !asked.contains(['!', ':', ';', '。', '：'])
            && !asked.contains(". ")
    })
}

/// A paragraph of `content`; `None` when it is empty.
pub fn paragraph(content: Inlines) -> Option<Block> {
    let span = content.iter().map(|inline| inline.span).reduce(Span::cover)?;
    Some(Block::new(span, BlockKind::Paragraph(content)))
}
