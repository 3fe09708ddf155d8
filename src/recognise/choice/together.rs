//! Several questions with their options in one paragraph, as copied pages have them.

use super::options::{self, names_answer, opens};
use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, Inline, InlineKind, Span};
use crate::recognise::text_lines::{self, Line};
use crate::recognise::{lines, wording, words};

/// The blocks of `flow`, a paragraph that holds several questions with their options parted before each of them.
///
/// A question starts at a line with the next number, else behind the line that says the answer of the one before.
pub fn parted(flow: &[Block]) -> Vec<Block> {
    flow.iter().flat_map(|block| in_parts(block).unwrap_or_else(|| vec![block.clone()])).collect()
}

/// The blocks of `flow`, a paragraph parted before each line, but its first, that a label and a number make a question.
pub fn parted_by_labels(flow: &[Block]) -> Vec<Block> {
    let asks = |line: &[Inline]| is_labelled(&plain_text(line));
    flow.iter().flat_map(|block| lines::parted(block, asks)).collect()
}

/// The blocks of `flow` with numbered questions joined to the paragraph that goes on with their sentence, in front of
/// options; `None` where none has to be.
pub fn joined(flow: &[Block], by_number: bool) -> Option<Vec<Block>> {
    let goes_on = |at: usize| {
        let (block, next) = (&flow[at], flow.get(at + 1)?);
        let (BlockKind::Paragraph(question), BlockKind::Paragraph(rest)) = (&block.kind, &next.kind) else {
            return None;
        };
        let Some(InlineKind::Text(words)) = rest.first().map(|first| &first.kind) else { return None };
        if !words.trim_start().starts_with(char::is_lowercase) || next.span.start - block.span.end > 4 {
            return None;
        }
        let text = plain_text(question);
        let is_open = !text.trim_end().ends_with(['.', '?', '!', ':', ';', '…']);
        let numbered = is_open && wording::number_prefix(&text).is_some();
        let asks = || {
            options::at(&flow[at + 1..], by_number).is_some_and(|found| !found.above.is_empty())
                || options::at(flow.get(at + 2..).unwrap_or_default(), by_number).is_some()
        };
        (numbered && asks()).then(|| {
            let between = Span { start: block.span.end, end: next.span.start };
            let mut content = question.clone();
            content.push(Inline::new(between, InlineKind::SoftBreak));
            content.extend(rest.iter().cloned());
            Block::new(block.span.cover(next.span), BlockKind::Paragraph(content))
        })
    };
    let mut blocks = Vec::new();
    let mut at = 0;
    let mut is_joined = false;
    while at < flow.len() {
        let whole = goes_on(at);
        is_joined |= whole.is_some();
        at += 1 + usize::from(whole.is_some());
        blocks.push(whole.unwrap_or_else(|| flow[at - 1].clone()));
    }
    is_joined.then_some(blocks)
}

/// Whether a labelled question follows in `block`, behind options or other lines.
pub fn holds_labelled(block: &Block) -> bool {
    text_lines::of_block(block).iter().skip(1).any(|line| is_labelled(&line.text()))
}

/// Whether a label and a number make `text` a question: `Question 3. …`.
pub fn is_labelled(text: &str) -> bool {
    words::numbered_word_length(text).is_some() && wording::number_prefix(text).is_some()
}

/// Whether `block` holds several questions with their options.
pub fn holds_several(block: &Block) -> bool {
    let lines = text_lines::of_block(block);
    first_options(&lines).len() > 1
}

/// The lines that open with the letter `a`, each with that of `b` below it.
fn first_options(lines: &[Line]) -> Vec<usize> {
    let at_most = |next: usize| lines[next..].iter().take(3);
    // Most lines open with another letter.
    let may_open = |line: &Line| match line.content.first().map(|inline| &inline.kind) {
        Some(InlineKind::Text(text)) => {
            let first = text.chars().next();
            first.is_some_and(|c| matches!(c, 'a' | 'A') || !(c.is_alphanumeric() || c.is_whitespace()))
        }
        _ => true,
    };
    (0..lines.len())
        .filter(|&at| {
            may_open(&lines[at]) && opens(&lines[at], 0) && at_most(at + 1).any(|line| opens(line, 1))
        })
        .collect()
}

fn in_parts(block: &Block) -> Option<Vec<Block>> {
    let lines = text_lines::of_block(block);
    let firsts = first_options(&lines);
    let mut starts = Vec::new();
    for pair in firsts.windows(2) {
        let between = pair[0] + 1..pair[1];
        let number = starts.last().map_or(0, |&start: &usize| start);
        let last = leading_number(&lines[number]);
        let numbered = between.clone().rev().find(|&at| {
            let own = leading_number(&lines[at]);
            own.is_some() && (own == Some(1) || last.is_none_or(|last| own == Some(last + 1)))
        });
        let answered = || between.clone().rev().find(|&at| names_answer(&lines[at])).map(|at| at + 1);
        starts.push(numbered.or_else(answered).filter(|start| *start < pair[1])?);
    }
    let ends = starts.iter().copied().chain([lines.len()]);
    let parts = [0].into_iter().chain(starts.iter().copied()).zip(ends);
    let parts: Vec<Block> = parts
        .filter_map(|(start, end)| {
            text_lines::paragraph(text_lines::joined(lines[start..end].iter().copied()))
        })
        .collect();
    (parts.len() > 1).then_some(parts)
}

/// The number that a line opens with, whether a mark closes it or not.
fn leading_number(line: &Line) -> Option<u32> {
    let text = line.text();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let behind = text[digits..].trim_start_matches(['.', ')', ':']);
    (behind.starts_with(' ') && (1..=3).contains(&digits)).then(|| text[..digits].parse().ok())?
}

/// The length of a number without a mark that the question `text` opens with.
pub fn bare_number_length(text: &str) -> Option<usize> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let behind = text[digits..].strip_prefix(' ')?.trim_start();
    let titled = behind.starts_with(|c: char| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()));
    ((1..=3).contains(&digits) && titled).then_some(text.len() - behind.len())
}
