//! Strong paragraphs that are questions, each with what follows down to the next one.

use super::page::Page;
use super::words::{Likeness, announces_questions, likeness};
use super::{Claim, answer, lines, wording};
use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, Inline, InlineKind};

/// How many strong questions make a habit.
const FEWEST: usize = 2;

/// Claims strong paragraphs where most of a document's ask. Number and wording tell which.
pub fn find(page: &Page) -> Vec<Claim> {
    let flows: Vec<&[Block]> = page
        .flows
        .iter()
        .zip(&page.in_items)
        .filter(|(_, is_item)| !**is_item)
        .map(|(flow, _)| *flow)
        .collect();
    let found: Vec<Strong> = flows.iter().flat_map(|flow| flow.iter()).filter_map(strong).collect();
    let asking = found.iter().filter(|strong| strong.likeness >= Likeness::Stem).count();
    let clear = found.iter().filter(|strong| strong.likeness == Likeness::Clear).count();
    if asking < FEWEST || clear == 0 || asking * 2 < found.len() {
        return Vec::new();
    }
    let numbered = found.iter().filter(|strong| strong.asks() && strong.numbered).count();
    // Where they are numbered, one without a number is part of an answer.
    let counts = numbered * 4 > asking * 3;
    let is_question = |block: &Block| {
        strong(block).is_some_and(|strong| match strong.likeness {
            Likeness::Clear | Likeness::Stem => strong.numbered || !counts,
            Likeness::Task | Likeness::None => counts && strong.numbered,
        })
    };
    flows.iter().flat_map(|flow| find_in(flow, &is_question)).collect()
}

/// A paragraph that a strong run opens.
struct Strong {
    likeness: Likeness,
    numbered: bool,
}

impl Strong {
    fn asks(&self) -> bool {
        self.likeness >= Likeness::Stem
    }
}

/// Reads `block` as a strong question: all of it strong, or its first line, or what a question mark ends.
fn strong(block: &Block) -> Option<Strong> {
    let BlockKind::Paragraph(content) = &block.kind else { return None };
    let (question, _) = lines::question_and_rest(content);
    let is_strong = |inline: &Inline| matches!(inline.kind, InlineKind::Strong(_) | InlineKind::Emphasis(_));
    let carried =
        |inline: &Inline| is_strong(inline) || wording::is_carrier(&plain_text(std::slice::from_ref(inline)));
    if !question.iter().any(is_strong) || !question.iter().all(carried) || answer::marks_answer(block) {
        return None;
    }
    let text = plain_text(&question);
    let numbered = wording::number_prefix(&text).is_some();
    let wording = plain_text(&wording::strip(question).question);
    if likeness(&wording) == Likeness::None && announces_questions(&wording) {
        return None;
    }
    // A label with its colon opens a line of its own meaning.
    (!wording.ends_with([':', '：'])).then(|| Strong { likeness: likeness(&wording), numbered })
}

fn find_in(flow: &[Block], is_question: &dyn Fn(&Block) -> bool) -> Vec<Claim> {
    let starts: Vec<usize> = (0..flow.len()).filter(|&at| is_question(&flow[at])).collect();
    let claim = |at: usize| {
        let block = &flow[at];
        let BlockKind::Paragraph(content) = &block.kind else { return None };
        let ends = |block: &Block| {
            is_question(block) || matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Rule)
        };
        let rest = &flow[at + 1..];
        let below = &rest[..rest.iter().position(ends).unwrap_or(rest.len())];
        let (question, inside) = lines::question_above(content, !below.is_empty());
        let claim = Claim::of_paragraph(block, question, inside, below);
        Some(Claim { confidence: if answer::is_marked(&claim.body) { 90 } else { 73 }, ..claim })
    };
    starts.into_iter().filter_map(claim).collect()
}
