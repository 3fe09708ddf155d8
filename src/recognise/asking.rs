//! Paragraphs that ask, each with what follows down to the next one: questions that nothing marks but their wording.

use super::page::Page;
use super::words::{Likeness, QUESTION_LABELS, announces_questions, label_length, likeness};
use super::{Claim, answer, lines, wording};
use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, Blocks, Inlines, Span};

/// Claims the paragraphs of a document that are a question, alone or in their first line, where that is its way to
/// tell things: most of these are answered, and little stands apart from them. A question in passing is rhetoric.
pub fn find(page: &Page) -> Vec<Claim> {
    const FEWEST: usize = 3;
    let Some(flow) = page.flows.first() else { return Vec::new() };
    let is_paragraph = |block: &&Block| matches!(block.kind, BlockKind::Paragraph(_));
    let paragraphs = flow.iter().filter(is_paragraph).count();
    let starts: Vec<(usize, Question)> =
        flow.iter().enumerate().filter_map(|(at, block)| Some((at, question(block)?))).collect();
    // Two are a habit where there is nothing else.
    let fewest = if paragraphs <= 2 * 2 { 2 } else { FEWEST };
    // What titles announce may stand further apart, behind a longer introduction.
    let announced = page.outline.titles.iter().any(|title| announces_questions(title));
    let (rarest, least) = if announced { (16, 2) } else { (8, 3) };
    if starts.len() < fewest || starts.len() * rarest < paragraphs {
        return Vec::new();
    }
    let nexts = starts.iter().skip(1).map(|start| start.0).chain([flow.len()]);
    let claims: Vec<Claim> =
        starts.iter().zip(nexts).map(|((at, question), next)| claim(flow, *at, question, next)).collect();
    let answered = claims.iter().filter(|claim| !claim.body.is_empty()).count();
    let said = starts.iter().filter(|(_, question)| question.said.is_some()).count();
    let told = claims.len() + claims.iter().flat_map(|claim| &claim.body).filter(is_paragraph).count() - said;
    if answered >= fewest && answered * 4 >= claims.len() * 3 && told * 4 >= paragraphs * least {
        claims
    } else {
        Vec::new()
    }
}

/// What a paragraph asks, and what follows in it.
struct Question {
    asked: Inlines,
    said: Option<Block>,
}

fn question(block: &Block) -> Option<Question> {
    const LONGEST: u32 = 300;
    // A question may be quoted that somebody else asked.
    let block = match &block.kind {
        BlockKind::Quote(blocks) => match blocks.as_slice() {
            [only] => only,
            _ => return None,
        },
        _ => block,
    };
    let BlockKind::Paragraph(content) = &block.kind else { return None };
    if answer::marks_answer(block) {
        return None;
    }
    // What a number or a label carries is for other rules.
    let text = plain_text(content);
    if wording::number_prefix(&text).is_some() || label_length(&text, QUESTION_LABELS).is_some() {
        return None;
    }
    let (asked, said) = lines::question_and_rest(content);
    let text = plain_text(&wording::strip(asked.clone()).question);
    let is_short = asked.last()?.span.end.saturating_sub(asked.first()?.span.start) <= LONGEST;
    let asks = text.trim_end().ends_with(['?', '？', '؟']) && likeness(&text) == Likeness::Clear;
    // Several sentences that end in a question tell something first.
    let tells = text.trim_end_matches(['?', '？', '؟']).contains(['.', '!', '。']) && text.contains(". ");
    // What goes on with a sentence is no sentence.
    let tells = tells || text.trim_start().starts_with(char::is_lowercase);
    let is_word = text.is_ascii() && !text.trim().contains(' ');
    (is_short && asks && !tells && !is_word).then_some(Question { asked, said })
}

fn claim(flow: &[Block], at: usize, question: &Question, next: usize) -> Claim {
    let block = &flow[at];
    let is_end = |block: &Block| matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Rule);
    let below = &flow[at + 1..next];
    let below = &below[..below.iter().position(is_end).unwrap_or(below.len())];
    let end = question.asked.last().map_or(block.span.end, |last| last.span.end);
    let body: Blocks = question.said.iter().chain(below).cloned().collect();
    Claim {
        confidence: 71,
        runs_on: true,
        span: below.last().map_or(block.span, |last| block.span.cover(last.span)),
        question_span: Span { start: block.span.start, end },
        question: question.asked.clone(),
        body,
        metadata: None,
    }
}
