//! Cards whose two sides a line of its own divides: `?` or `??` between question and answer.

use super::lines::{self, Line};
use super::page::Page;
use super::{Claim, cut, hashtag, metadata::Metadata};
use crate::model::{Block, BlockKind, Span};

/// Claims what stands above and below a line that holds nothing but `?` or `??`.
pub fn find(page: &Page) -> Vec<Claim> {
    page.flows.iter().flat_map(|flow| (0..flow.len()).filter_map(|at| find_at(page, flow, at))).collect()
}

fn find_at(page: &Page, flow: &[Block], at: usize) -> Option<Claim> {
    let block = &flow[at];
    let lines = lines::of_block(block);
    let divides = |line: &Line| matches!(line.text().trim(), "?" | "??" | "？");
    let middle = lines.iter().position(divides)?;
    let (above, below) = (&lines[..middle], &lines[middle + 1..]);
    if below.iter().any(divides) {
        return None;
    }
    let (question, place) = if above.is_empty() {
        let before = &flow[at.checked_sub(1)?];
        let (BlockKind::Paragraph(content) | BlockKind::Heading { content, .. }) = &before.kind else {
            return None;
        };
        (content.clone(), before.span)
    } else {
        let place = above.iter().map(Line::span).reduce(Span::cover)?;
        (lines::joined(above.iter().copied()), Span { start: block.span.start, ..place })
    };
    let mut body: Vec<Block> = lines::paragraph(lines::joined(below.iter().copied())).into_iter().collect();
    // A blank line ends the card, except where the dividing line stands apart itself.
    let mut end = block.span;
    for next in &flow[at + 1..] {
        let apart = above.is_empty() && body.is_empty();
        let structure = matches!(next.kind, BlockKind::Heading { .. } | BlockKind::Rule);
        if structure || !(apart || page.touch(end, next.span)) {
            break;
        }
        end = next.span;
        body.push(next.clone());
    }
    if body.is_empty() {
        return None;
    }
    let mut metadata = Metadata::default();
    let question = hashtag::without_tags(cut::trimmed(question), &mut metadata.tags);
    Some(Claim { confidence: 91, span: place.cover(end), question_span: place, question, body, metadata })
}
