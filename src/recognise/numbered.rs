//! Numbered paragraphs, each with what follows down to the next: the questions of plain text.

use super::page::Page;
use super::{Claim, metadata::Metadata, wording};
use crate::model::content::plain_text;
use crate::model::{Block, BlockKind};

/// Claims the numbered paragraphs of a document when their numbers run on. A number out of turn is
/// part of an answer; a new section may start again at one.
pub fn find(page: &Page) -> Vec<Claim> {
    page.flows.first().map(|flow| find_in(flow)).unwrap_or_default()
}

fn find_in(flow: &[Block]) -> Vec<Claim> {
    const FEWEST: usize = 3;
    let starts = starts(flow);
    if starts.len() < FEWEST {
        return Vec::new();
    }
    starts.iter().enumerate().map(|(index, &at)| claim(flow, at, starts.get(index + 1).copied())).collect()
}

/// The paragraphs whose numbers run on.
fn starts(flow: &[Block]) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut next = None;
    let mut after_heading = true;
    for (at, block) in flow.iter().enumerate() {
        if matches!(block.kind, BlockKind::Heading { .. }) {
            after_heading = true;
        }
        let Some(number) = number(block) else { continue };
        // One or two numbers may be missing; a larger gap is another count.
        let runs_on = next.is_some_and(|next| (next..next + 3).contains(&number));
        if runs_on || (after_heading && number <= 1) || next.is_none() {
            starts.push(at);
            next = Some(number + 1);
            after_heading = false;
        }
    }
    starts
}

fn number(block: &Block) -> Option<u32> {
    let BlockKind::Paragraph(content) = &block.kind else { return None };
    wording::number_prefix(&plain_text(content))?.0?.parse().ok()
}

fn claim(flow: &[Block], at: usize, next: Option<usize>) -> Claim {
    let block = &flow[at];
    let end = next.unwrap_or(flow.len());
    let is_end = |block: &Block| matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Rule);
    let body = &flow[at + 1..end];
    let body = &body[..body.iter().position(is_end).unwrap_or(body.len())];
    let BlockKind::Paragraph(question) = &block.kind else { unreachable!("only paragraphs are numbered") };
    Claim {
        confidence: 72,
        span: body.last().map_or(block.span, |last| block.span.cover(last.span)),
        question_span: block.span,
        question: question.clone(),
        body: body.to_vec(),
        metadata: Metadata::default(),
    }
}
