//! Examinations in GIFT, the text format of Moodle: a question, and its answers in braces.
//!
//! <https://docs.moodle.org/en/GIFT_format>. `{=right ~wrong}` are options, `{=right =right}` short answers, `{T}` and
//! `{#42}` what they say. What stands behind the braces belongs to the question, which then has a gap.

use ecow::EcoVec;

use super::page::Page;
use super::{Claim, answer, cut, lines, text_lines};
use crate::model::content::{Item, List, plain_text};
use crate::model::{Block, BlockKind, Blocks, Inline, Inlines, Span};
use std::ops::Range;

/// Claims the paragraphs that end in braces, or have them inside, where most paragraphs do.
pub fn find(page: &Page) -> Vec<Claim> {
    const FEWEST: usize = 2;
    let Some(flow) = page.flows.first() else { return Vec::new() };
    let claims: Vec<Claim> =
        flow.iter().enumerate().filter_map(|(at, block)| claim(block, flow.get(at + 1))).collect();
    let told = |block: &&Block| match &block.kind {
        BlockKind::Paragraph(content) => apart_length(content) < plain_text(content).len(),
        BlockKind::Heading { .. } | BlockKind::Rule => false,
        _ => true,
    };
    let others = flow.iter().filter(told).count().saturating_sub(claims.len());
    let answered = claims.iter().filter(|claim| !claim.body.is_empty()).count();
    if answered >= FEWEST && others <= claims.len() { claims } else { Vec::new() }
}

/// How many bytes of the words of `content` the lines take that stand above its question: comments, and the name of a
/// category.
fn apart_length(content: &[Inline]) -> usize {
    let lines = content.split(lines::is_break).map(plain_text);
    let apart = lines.take_while(|line| line.starts_with("//") || line.starts_with("$CATEGORY:"));
    let length: usize = apart.map(|line| line.len() + 1).sum();
    length.min(plain_text(content).len())
}

fn claim(block: &Block, next: Option<&Block>) -> Option<Claim> {
    let BlockKind::Paragraph(content) = &block.kind else { return None };
    let text = plain_text(content);
    // A brace on its own line looks like code.
    let closing = next.filter(|next| matches!(&next.kind, BlockKind::Code(code) if code.text.trim() == "}"));
    let apart = apart_length(content);
    let asked = text.get(apart..)?;
    let (open, close) = braces(asked)
        .or_else(|| {
            let open = asked.find('{').filter(|_| closing.is_some() && !asked.contains('}'))?;
            Some((open, asked.len()))
        })
        .map(|(open, close)| (apart + open, apart + close))?;
    let is_whole = close < text.len();
    let told = Told::read(&text, open + 1..close)?;
    let from = apart + title_length(text.get(apart..open)?);
    let behind = text.get(close + 1..).unwrap_or_default().trim();
    let piece = |range: Range<usize>| cut::trimmed(cut::keep(content.clone(), range));
    let mut question = piece(from..open);
    if behind.chars().any(char::is_alphanumeric) {
        let place =
            question.last().map_or(block.span, |last| Span { start: last.span.end, end: last.span.end });
        question.push(Inline::text(place, " _____ "));
        question.extend(piece(close + 1..text.len()));
    }
    if question.is_empty() {
        return None;
    }
    let blocks = told.blocks(&piece);
    let offset = blocks.first().map_or(block.span.end, |first| first.span.start);
    let body = if told.has_options() || blocks.is_empty() {
        blocks
    } else {
        answer::told(Blocks::new(), offset, blocks)
    };
    Some(Claim {
        confidence: 94,
        runs_on: false,
        span: closing.filter(|_| !is_whole).map_or(block.span, |closing| block.span.cover(closing.span)),
        question_span: question.iter().map(|inline| inline.span).reduce(Span::cover)?,
        question,
        body,
        metadata: None,
    })
}

/// Where the first braces open and close.
fn braces(text: &str) -> Option<(usize, usize)> {
    let is_escaped = |at: usize| text[..at].ends_with('\\');
    let find = |sign: char, from: usize| {
        text[from..].match_indices(sign).map(|(at, _)| from + at).find(|&at| !is_escaped(at))
    };
    let open = find('{', 0)?;
    Some((open, find('}', open)?))
}

/// Length of a title, `::Question 1::`, and of a format, `[html]`, in front of the question.
fn title_length(text: &str) -> usize {
    let titled = text.strip_prefix("::").and_then(|rest| rest.find("::"));
    let rest = text[titled.map_or(0, |end| end + 4)..].trim_start();
    let formats = ["[html]", "[moodle]", "[plain]", "[markdown]"];
    let format = formats.iter().find(|format| rest.starts_with(**format)).map_or(0, |format| format.len());
    text.len() - rest.len() + format
}

/// What braces tell, by its place in the text.
enum Told {
    /// Options, and whether each is right.
    Options(Vec<(Range<usize>, bool)>),
    /// Answers of which each is right.
    Answers(Vec<Range<usize>>),
}

impl Told {
    /// Reads what stands at `inner`; `None` where it is no answer.
    fn read(text: &str, inner: Range<usize>) -> Option<Self> {
        let said = text[inner.clone()].trim();
        if said.is_empty() {
            return Some(Self::Answers(Vec::new()));
        }
        let start = inner.start + text[inner.clone()].find(said)?;
        let only = |range: Range<usize>| Some(Self::Answers(vec![range]));
        let bare = said.split('#').next().unwrap_or_default().trim();
        if ["T", "F", "TRUE", "FALSE"].contains(&bare) {
            return only(start..start + bare.len());
        }
        if let Some(number) = said.strip_prefix('#') {
            // What may be off is none of its answer.
            let number = number.split(['#', ':']).next().unwrap_or_default();
            let is_number = number.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.'));
            return if is_number { only(start + 1..start + 1 + number.len()) } else { None };
        }
        if !said.starts_with(['=', '~']) {
            return None;
        }
        let mut marks: Vec<usize> = said
            .match_indices(['=', '~'])
            .map(|(at, _)| at)
            .filter(|&at| at == 0 || said[..at].ends_with(char::is_whitespace))
            .collect();
        marks.push(said.len());
        let parts: Vec<(Range<usize>, bool)> = marks
            .windows(2)
            .map(|ends| {
                let part = &said[ends[0] + 1..ends[1]];
                // A weight, `%50%`, stands in front of it, and what is replied to it behind `#`.
                let weight = part.strip_prefix('%').and_then(|rest| rest.find('%')).map_or(0, |end| end + 2);
                let end = part[weight..].find('#').map_or(part.len(), |end| weight + end);
                let right = said[ends[0]..].starts_with('=')
                    || weight > 0 && !part.starts_with("%-") && !part.starts_with("%0%");
                (start + ends[0] + 1 + weight..start + ends[0] + 1 + end, right)
            })
            .collect();
        let wrong = parts.iter().filter(|(_, right)| !right).count();
        Some(if wrong > 0 {
            Self::Options(parts)
        } else {
            Self::Answers(parts.into_iter().map(|(range, _)| range).collect())
        })
    }

    fn has_options(&self) -> bool {
        matches!(self, Self::Options(_))
    }

    fn blocks(&self, piece: &dyn Fn(Range<usize>) -> Inlines) -> Blocks {
        let list = |items: EcoVec<Item>| {
            let span = items.iter().map(|item| item.span).reduce(Span::cover)?;
            Some(Block::new(span, BlockKind::List(List { start: None, tight: true, items })))
        };
        let item = |range: &Range<usize>, task: Option<bool>| {
            let paragraph = text_lines::paragraph(piece(range.clone()))?;
            Some(Item { span: paragraph.span, task, blocks: [paragraph].into() })
        };
        match self {
            Self::Options(parts) => {
                let items = parts.iter().filter_map(|(range, right)| item(range, Some(*right))).collect();
                list(items).into_iter().collect()
            }
            Self::Answers(parts) => match parts.as_slice() {
                [only] => text_lines::paragraph(piece(only.clone())).into_iter().collect(),
                _ => list(parts.iter().filter_map(|range| item(range, None)).collect()).into_iter().collect(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_are_read_by_their_signs() {
        let told = |text: &str| {
            let (open, close) = braces(text)?;
            Some(match Told::read(text, open + 1..close)? {
                Told::Options(parts) => {
                    let sign = |right: bool| if right { '+' } else { '-' };
                    parts
                        .into_iter()
                        .map(|(range, right)| format!("{}{}", sign(right), text[range].trim()))
                        .collect()
                }
                Told::Answers(parts) => {
                    parts.into_iter().map(|range| text[range].trim().to_string()).collect::<Vec<_>>()
                }
            })
        };
        assert_eq!(told("Who? {=Ada #yes ~Bob #no}"), Some(vec!["+Ada".into(), "-Bob".into()]));
        assert_eq!(told("Which? {~%50%a ~%-50%b ~%50%c}"), Some(vec!["+a".into(), "-b".into(), "+c".into()]));
        assert_eq!(told("Two and two are {=four =4}."), Some(vec!["four".into(), "4".into()]));
        assert_eq!(told("When? {#1815:2}"), Some(vec!["1815".into()]));
        assert_eq!(told("True? {FALSE#It is not.}"), Some(vec!["FALSE".into()]));
        assert_eq!(told("a = {x | x > 2}"), None);
        assert_eq!(told("\\{=a\\}"), None);
    }
}
