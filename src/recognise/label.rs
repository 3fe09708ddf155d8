//! Paragraphs that open with `Q:`, each with what follows down to the next one.

use super::lines::{is_break, lines, parted, parted_by_label, parted_by_letter, question_and_rest};
use super::page::Page;
use super::words::{
    Likeness, is_bare_label, letter_label_length, likeness, names_task, numbered_word_length, opens_answer,
    question_label_length,
};
use super::{Claim, answer, metadata::Metadata, noise, wording};
use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, Inline, Inlines, Span};

/// Claims labelled paragraphs. Question and answer may be lines of one paragraph.
pub fn find(page: &Page) -> Vec<Claim> {
    let flows = page.flows.iter().zip(&page.in_items);
    let claims: Vec<Claim> = flows.flat_map(|(flow, is_item)| find_in(flow, *is_item)).collect();
    // One problem and its solution are a story, and a label without a question or an answer is something else.
    let sets_task = |claim: &Claim| names_task(&plain_text(&claim.question));
    let tasks = claims.iter().filter(|claim| sets_task(claim)).count();
    let total = claims.len();
    let says_nothing = |claim: &Claim| {
        claim.confidence < MARKED && (claim.body.is_empty() || total == 1) && !wording_asks(claim)
    };
    // A task that nothing answers is one among those that are answered.
    let solved = claims.iter().filter(|claim| claim.confidence == MARKED && sets_task(claim)).count();
    let stands = |claim: &Claim| match sets_task(claim) {
        true if claim.confidence < MARKED => solved > 1,
        true => tasks != 1,
        false => true,
    };
    claims.into_iter().filter(|claim| stands(claim) && !says_nothing(claim)).collect()
}

/// How sure a claim is whose answer is labelled as well.
const MARKED: u8 = 92;

fn wording_asks(claim: &Claim) -> bool {
    let text = plain_text(&claim.question);
    numbered_word_length(&text).is_some()
        || is_bare_label(&text)
        || likeness(&plain_text(&wording::strip(claim.question.clone()).question)) > Likeness::None
}

fn find_in(flow: &[Block], is_item: bool) -> Vec<Claim> {
    let opens = |line: &[Inline]| {
        let text = plain_text(line);
        asks(line) || opens_answer(&text) || letter_label_length(&text).is_some_and(|_| text.starts_with('A'))
    };
    // No claim goes on behind a heading or a rule.
    let is_end = |block: &Block| matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Rule);
    let has_question = |block: &Block| lines(block).iter().any(|line| asks(line));
    let mut claims: Vec<Claim> = Vec::new();
    // How deep the heading is below which the last claim stands that has the label of its answer, and no more.
    let mut open: Option<u8> = None;
    for section in flow.chunk_by(|_, next| !is_end(next)) {
        let level = section.first().and_then(level);
        if !section.iter().any(has_question) {
            match (open, level, claims.last_mut()) {
                (Some(above), Some(level), Some(claim)) if level > above => {
                    claim.span = section.last().map_or(claim.span, |last| claim.span.cover(last.span));
                    claim.body.extend(section.iter().cloned());
                    claim.runs_on = false;
                }
                _ => open = None,
            }
            continue;
        }
        let parts: Vec<Block> = section.iter().flat_map(|block| parted(block, opens)).collect();
        // What leads to a question is none.
        let starts = (0..parts.len()).filter(|&at| is_question(&parts[at]) && !leads_to_one(&parts[at]));
        let found = starts.filter_map(|at| claim(&parts[at], &parts[at + 1..]));
        // An item such as `Question 6: its topic` says what stands elsewhere.
        claims.extend(
            found.filter(|claim| !(is_item && claim.body.is_empty() && names_topic(&claim.question))),
        );
        let is_open = claims.last().is_some_and(|claim| {
            matches!(claim.body.as_slice(), [mark] if section.last().is_some_and(|last| last.span == mark.span)
                && answer::is_label_alone(mark))
        });
        open = level.filter(|_| is_open);
    }
    claims
}

fn level(block: &Block) -> Option<u8> {
    match &block.kind {
        BlockKind::Heading { level, .. } => Some(*level),
        _ => None,
    }
}

fn leads_to_one(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Paragraph(content) if noise::leads_inside(content))
}

fn names_topic(question: &[Inline]) -> bool {
    numbered_word_length(&plain_text(question)).is_some()
        && likeness(&plain_text(&wording::strip(question.into()).question)) == Likeness::None
}

fn claim(block: &Block, rest: &[Block]) -> Option<Claim> {
    let BlockKind::Paragraph(content) = &block.kind else { return None };
    let (number, question): (_, Inlines) = match label_line(content) {
        Some(end) => (wording::number_of(&plain_text(&content[..end])), content[end + 1..].into()),
        None => (None, content.clone()),
    };
    let question = &question;
    let ends = |block: &Block| {
        is_question(block) || matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Rule)
    };
    let below = &rest[..rest.iter().position(ends).unwrap_or(rest.len())];
    let (question, said) = match parted_by_label(question).or_else(|| parted_by_letter(question)) {
        Some(parts) => parts,
        // Where nothing follows, the lines below the one that asks are the answer.
        None if below.is_empty() => question_and_rest(question),
        None => (question.clone(), None),
    };
    let question_end = question.last().map_or(block.span.end, |last| last.span.end);
    let mut body: Vec<Block> = said.into_iter().chain(below.iter().cloned()).collect();
    let span = body.last().map_or(block.span, |last| block.span.cover(last.span));
    let marked = answer::without_letter(&mut body) || answer::is_marked(&body);
    if !marked && !body.is_empty() && names_task(&plain_text(&question)) {
        return None;
    }
    Some(Claim {
        confidence: if marked { MARKED } else { 80 },
        runs_on: true,
        span,
        question_span: Span { start: block.span.start, end: question_end },
        question,
        body: body.into(),
        metadata: Metadata { number, ..Metadata::default() }.told(),
    })
}

fn is_question(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Paragraph(content) if asks(content) || label_line(content).is_some())
}

/// Where the first line of a paragraph ends if that is no more than the label of a question.
fn label_line(content: &[Inline]) -> Option<usize> {
    let end = content.iter().position(is_break)?;
    let line = plain_text(&content[..end]);
    let is_title = !line.starts_with(char::is_lowercase) && !line.ends_with(['.', ',', ';']);
    (is_title && is_bare_label(&line) && !names_task(&line)).then_some(end)
}

fn asks(line: &[Inline]) -> bool {
    let text = plain_text(line);
    question_label_length(&text).is_some()
        || names_task(&text)
        || is_bare_label(&text)
        || (numbered_word_length(&text).is_some() && wording::number_prefix(&text).is_some())
}
