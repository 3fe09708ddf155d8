//! List items that are questions, bare or with their answer inside.

use super::page::Page;
use super::words::{ANSWER_LABELS, Likeness, QUESTION_LABELS, announces_questions, label_length, likeness};
use super::{Claim, answer, metadata, metadata::Metadata, wording};
use crate::model::content::{Item, List, plain_text};
use crate::model::{Block, BlockKind, Inline, InlineKind, Span};

/// Claims items whose answer is marked, and the items of lists that are banks of questions.
pub fn find(page: &Page) -> Vec<Claim> {
    let mut claims = Vec::new();
    for flow in &page.flows {
        for (at, block) in flow.iter().enumerate() {
            if let BlockKind::List(list) = &block.kind {
                let lead = at.checked_sub(1).map(|before| &flow[before]);
                find_in(list, lead, page, &mut claims);
            }
        }
    }
    claims
}

fn find_in(list: &List, lead: Option<&Block>, page: &Page, claims: &mut Vec<Claim>) {
    let bank = is_bank(list, lead);
    let mut items = list.items.iter().enumerate().peekable();
    while let Some((index, item)) = items.next() {
        let Some((question, body)) = parts(item) else { continue };
        let labelled = label_length(&plain_text(question), QUESTION_LABELS).is_some();
        let mut body = body.to_vec();
        let mut span = item.span;
        // `- Q: …` with its `- A: …` as the next item.
        while labelled && let Some((_, next)) = items.next_if(|(_, next)| answers(next)) {
            span = span.cover(next.span);
            body.extend(next.blocks.iter().cloned());
        }
        let marked = answer::is_marked(&body);
        if !(marked || labelled || bank) {
            continue;
        }
        let section = page.section_at(item.span.start);
        claims.push(Claim {
            confidence: if marked { 92 } else { 70 },
            span: trimmed_end(span, body.last(), question),
            question_span: question
                .iter()
                .map(|inline| inline.span)
                .fold(item.span, |_, last| Span { start: item.span.start, end: last.end }),
            question: question.to_vec(),
            body,
            metadata: Metadata {
                number: list.start.map(|start| (start + index as u64).to_string()),
                companies: section
                    .last()
                    .map(|title| metadata::companies_of_title(title))
                    .unwrap_or_default(),
                ..Metadata::default()
            },
        });
    }
}

/// An item ends with its content: blank lines behind it are not its own.
fn trimmed_end(span: Span, last: Option<&Block>, question: &[Inline]) -> Span {
    let end = last.map(|block| block.span.end).or_else(|| question.last().map(|inline| inline.span.end));
    Span { start: span.start, end: end.map_or(span.end, |end| end.min(span.end).max(span.start)) }
}

/// The question of an item and what follows it.
fn parts(item: &Item) -> Option<(&[Inline], &[Block])> {
    let (first, body) = item.blocks.split_first()?;
    match &first.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => Some((content, body)),
        _ => None,
    }
}

fn answers(item: &Item) -> bool {
    parts(item).is_some_and(|(content, _)| label_length(&plain_text(content), ANSWER_LABELS).is_some())
}

/// Whether half of the items of `list` are questions, or a third where what stands above it announces
/// questions. One that only opens like a question counts there, and where the items are numbered.
fn is_bank(list: &List, lead: Option<&Block>) -> bool {
    let announced = lead.is_some_and(|block| match &block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => {
            announces_questions(&plain_text(content))
        }
        _ => false,
    });
    let enough = if announced || list.start.is_some() { Likeness::Stem } else { Likeness::Clear };
    let asking = list.items.iter().filter(|item| item_likeness(item) >= enough).count();
    let (least, share) = if announced { (1, 3) } else { (2, 2) };
    asking >= least && asking * share >= list.items.len()
}

fn item_likeness(item: &Item) -> Likeness {
    let Some((content, _)) = parts(item) else { return Likeness::None };
    let is_link = |inline: &Inline| matches!(inline.kind, InlineKind::Link { .. });
    if content.iter().all(is_link) {
        return Likeness::None;
    }
    likeness(&plain_text(&wording::strip(content.to_vec()).question))
}
