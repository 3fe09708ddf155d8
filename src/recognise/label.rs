//! Paragraphs that open with `Q:`, each with what follows down to the next one.

use super::page::Page;
use super::words::{ANSWER_LABELS, QUESTION_LABELS, label_length, numbered_word_length};
use super::{Claim, answer, metadata::Metadata};
use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, Inline, InlineKind, Span};

/// Claims labelled paragraphs. Question and answer may be lines of one paragraph.
pub fn find(page: &Page) -> Vec<Claim> {
    page.flows.iter().flat_map(|flow| find_in(flow)).collect()
}

fn find_in(flow: &[Block]) -> Vec<Claim> {
    if !flow.iter().any(|block| lines(block).iter().any(|line| asks(line))) {
        return Vec::new();
    }
    let flow: Vec<Block> = flow.iter().flat_map(split_at_labels).collect();
    let starts: Vec<usize> = (0..flow.len()).filter(|&at| is_question(&flow[at])).collect();
    starts
        .iter()
        .map(|&at| {
            let rest = &flow[at + 1..];
            let ends = |block: &Block| {
                is_question(block) || matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Rule)
            };
            let body = &rest[..rest.iter().position(ends).unwrap_or(rest.len())];
            let last = body.last().unwrap_or(&flow[at]);
            let BlockKind::Paragraph(question) = &flow[at].kind else {
                unreachable!("only paragraphs are questions here")
            };
            Claim {
                confidence: if answer::is_marked(body) { 92 } else { 80 },
                span: flow[at].span.cover(last.span),
                question_span: flow[at].span,
                question: question.clone(),
                body: body.to_vec(),
                metadata: Metadata::default(),
            }
        })
        .collect()
}

fn is_question(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Paragraph(content) if asks(content))
}

fn asks(line: &[Inline]) -> bool {
    let text = plain_text(line);
    label_length(&text, QUESTION_LABELS).is_some()
        || (numbered_word_length(&text).is_some() && super::wording::number_prefix(&text).is_some())
}

/// The lines of a paragraph; none of any other block.
fn lines(block: &Block) -> Vec<&[Inline]> {
    let BlockKind::Paragraph(content) = &block.kind else { return Vec::new() };
    content.split(|inline| matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak)).collect()
}

/// Parts a paragraph before each line that a label opens.
fn split_at_labels(block: &Block) -> Vec<Block> {
    let lines = lines(block);
    let opens = |line: &[Inline]| asks(line) || label_length(&plain_text(line), ANSWER_LABELS).is_some();
    if !lines.iter().skip(1).any(|line| opens(line)) {
        return vec![block.clone()];
    }
    let BlockKind::Paragraph(content) = &block.kind else { return vec![block.clone()] };
    let mut parts: Vec<Vec<Inline>> = Vec::new();
    let mut at = 0;
    for line in lines {
        // The break in front of a line goes with it, unless the line starts a part.
        if parts.is_empty() || opens(line) {
            parts.push(line.to_vec());
        } else if let Some(part) = parts.last_mut() {
            part.extend_from_slice(&content[at - 1..at + line.len()]);
        }
        at += line.len() + 1;
    }
    let spanned = |part: Vec<Inline>| {
        let span = part.iter().map(|inline| inline.span).reduce(Span::cover)?;
        Some(Block::new(span, BlockKind::Paragraph(part)))
    };
    parts.into_iter().filter_map(spanned).collect()
}
