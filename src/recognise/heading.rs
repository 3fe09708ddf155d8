//! Headings that are questions, each with what follows it down to the next heading of its rank.

use super::page::Page;
use super::words::{Likeness, QUESTION_LABELS, label_length, likeness};
use super::{Claim, answer, cut, metadata::Metadata, wording};
use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, Inline, Span};

struct Candidate<'a> {
    block: &'a Block,
    content: &'a [Inline],
    level: u8,
    likeness: Likeness,
    body: &'a [Block],
}

/// Claims the headings that are questions. One that only opens like a question is one where most
/// headings of its level are; of nested candidates the level that holds more of them wins.
pub fn find(page: &Page) -> Vec<Claim> {
    page.flows.iter().flat_map(|flow| find_in(flow)).collect()
}

fn find_in(flow: &[Block]) -> Vec<Claim> {
    let headings = candidates(flow);
    let mut asking = [0_usize; 8];
    let mut total = [0_usize; 8];
    for heading in &headings {
        total[usize::from(heading.level)] += 1;
        asking[usize::from(heading.level)] += usize::from(heading.likeness > Likeness::None);
    }
    let habit = |level: u8| {
        let level = usize::from(level);
        asking[level] >= 3 && asking[level] * 2 >= total[level]
    };
    let questions: Vec<&Candidate> = headings
        .iter()
        .filter(|heading| {
            heading.likeness == Likeness::Clear
                || (heading.likeness == Likeness::Stem && habit(heading.level))
        })
        .collect();
    questions
        .iter()
        .enumerate()
        .filter(|(index, outer)| {
            let end = outer.body.last().map_or(outer.block.span.end, |block| block.span.end);
            // The headings in a body are all of lower rank: the first of its own ends it.
            let inner = questions[index + 1..].iter().take_while(|inner| inner.block.span.start < end);
            inner
                .map(|inner| asking[usize::from(inner.level)])
                .max()
                .is_none_or(|most| most <= asking[usize::from(outer.level)])
        })
        .map(|(_, heading)| claim(heading))
        .collect()
}

fn candidates(flow: &[Block]) -> Vec<Candidate<'_>> {
    let mut candidates = Vec::new();
    for (at, block) in flow.iter().enumerate() {
        let BlockKind::Heading { level, content } = &block.kind else { continue };
        let rest = &flow[at + 1..];
        let ends =
            |block: &Block| matches!(&block.kind, BlockKind::Heading { level: next, .. } if next <= level);
        let body = &rest[..rest.iter().position(ends).unwrap_or(rest.len())];
        candidates.push(Candidate {
            block,
            content,
            level: *level,
            likeness: heading_likeness(content, body),
            body,
        });
    }
    candidates
}

fn heading_likeness(content: &[Inline], body: &[Block]) -> Likeness {
    let text = plain_text(content);
    let title = wording::title(&text);
    let own =
        body.iter().position(|block| matches!(block.kind, BlockKind::Heading { .. })).unwrap_or(body.len());
    let quoted = plain_text(&cut::unquoted(vec![Inline::text(Span::default(), &title)])) != title;
    if label_length(&text, QUESTION_LABELS).is_some() || quoted || answer::is_marked(&body[..own]) {
        return Likeness::Clear;
    }
    likeness(&plain_text(&wording::strip(content.to_vec()).question))
}

fn claim(heading: &Candidate) -> Claim {
    let last = heading.body.iter().rev().find(|block| block.kind != BlockKind::Rule);
    Claim {
        confidence: if answer::is_marked(heading.body) { 90 } else { 75 },
        span: last.map_or(heading.block.span, |last| heading.block.span.cover(last.span)),
        question_span: heading.block.span,
        question: heading.content.to_vec(),
        body: heading.body.to_vec(),
        metadata: Metadata::default(),
    }
}
