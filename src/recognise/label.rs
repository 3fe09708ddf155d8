//! Paragraphs that open with `Q:`, each with what follows down to the next one.

use super::lines::{lines, parted};
use super::page::Page;
use super::words::{
    ANSWER_LABELS, QUESTION_LABELS, is_bare_label, label_length, letter_label_length, names_task,
    numbered_word_length,
};
use super::{Claim, answer, cut, metadata::Metadata, wording};
use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, Inline, Span};

/// Claims labelled paragraphs. Question and answer may be lines of one paragraph.
pub fn find(page: &Page) -> Vec<Claim> {
    let claims: Vec<Claim> = page.flows.iter().flat_map(|flow| find_in(flow)).collect();
    // One problem and its solution are a story.
    let sets_task = |claim: &Claim| names_task(&plain_text(&claim.question));
    let tasks = claims.iter().filter(|claim| sets_task(claim)).count();
    claims.into_iter().filter(|claim| tasks != 1 || !sets_task(claim)).collect()
}

fn find_in(flow: &[Block]) -> Vec<Claim> {
    let opens = |line: &[Inline]| {
        let text = plain_text(line);
        asks(line)
            || label_length(&text, ANSWER_LABELS).is_some()
            || letter_label_length(&text).is_some_and(|_| text.starts_with('A'))
    };
    // No claim goes on behind a heading or a rule.
    let is_end = |block: &Block| matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Rule);
    let has_question = |block: &Block| lines(block).iter().any(|line| asks(line));
    let mut claims = Vec::new();
    for section in flow.chunk_by(|_, next| !is_end(next)).filter(|section| section.iter().any(has_question)) {
        let parts: Vec<Block> = section.iter().flat_map(|block| parted(block, opens)).collect();
        let starts = (0..parts.len()).filter(|&at| is_question(&parts[at]));
        claims.extend(starts.filter_map(|at| claim(&parts[at], &parts[at + 1..])));
    }
    claims
}

fn claim(block: &Block, rest: &[Block]) -> Option<Claim> {
    let BlockKind::Paragraph(question) = &block.kind else { return None };
    let ends = |block: &Block| {
        is_question(block) || matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Rule)
    };
    let mut body = rest[..rest.iter().position(ends).unwrap_or(rest.len())].to_vec();
    let span = body.last().map_or(block.span, |last| block.span.cover(last.span));
    let marked = without_letter(&mut body) || answer::is_marked(&body);
    if !marked && names_task(&plain_text(question)) {
        return None;
    }
    Some(Claim {
        confidence: if marked { 92 } else { 80 },
        runs_on: true,
        span,
        question_span: block.span,
        question: question.clone(),
        body: body.into(),
        metadata: Metadata::default(),
    })
}

/// Takes `A.` off a body that opens with it, unless `B.` follows: those are options.
fn without_letter(body: &mut [Block]) -> bool {
    let is_option = |block: &Block| {
        lines(block).iter().any(|line| {
            plain_text(line).trim_start().starts_with(['B', 'b']) && {
                let text = plain_text(line);
                text.trim_start()[1..].starts_with(['.', ')'])
            }
        })
    };
    if body.iter().take(2).any(is_option) {
        return false;
    }
    let Some(Block { kind: BlockKind::Paragraph(content), span }) = body.first_mut() else { return false };
    let text = plain_text(content);
    let Some(length) = letter_label_length(&text) else { return false };
    *content = cut::trimmed(cut::keep(std::mem::take(content), length..text.len()));
    let start = content.first().map_or(span.start, |first| first.span.start);
    *span = Span { start: start.clamp(span.start, span.end), end: span.end };
    true
}

fn is_question(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Paragraph(content) if asks(content))
}

fn asks(line: &[Inline]) -> bool {
    let text = plain_text(line);
    label_length(&text, QUESTION_LABELS).is_some()
        || names_task(&text)
        || is_bare_label(&text)
        || (numbered_word_length(&text).is_some() && wording::number_prefix(&text).is_some())
}
