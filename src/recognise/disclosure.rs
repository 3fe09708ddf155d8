//! Something to be opened whose summary is the question: accordions, `<details>`, `???`.

use super::page::Page;
use super::words::{Likeness, is_reveal, likeness};
use super::{Claim, metadata::Metadata, wording};
use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, Inline};

/// Claims each disclosure whose summary is a question. Where at least half of a document's
/// disclosures are questions by their wording or number, all of them are.
pub fn find(page: &Page) -> Vec<Claim> {
    let titled: Vec<_> = page.flows.iter().flat_map(|flow| flow.iter()).filter_map(titled).collect();
    let asks = |summary: &[Inline]| {
        let text = plain_text(summary);
        wording::number_prefix(&text).is_some() || likeness(&wording::title(&text)) > Likeness::None
    };
    let asking = titled.iter().filter(|(_, summary, _)| asks(summary)).count();
    let all = asking >= 2 && asking * 2 >= titled.len();
    titled
        .into_iter()
        .filter(|(_, summary, _)| all || asks(summary))
        .map(|(block, summary, body)| Claim {
            confidence: 95,
            span: block.span,
            question_span: question_span(block, summary),
            question: summary.to_vec(),
            body: body.to_vec(),
            metadata: Metadata::default(),
        })
        .collect()
}

/// A disclosure with a summary that says something.
fn titled(block: &Block) -> Option<(&Block, &[Inline], &[Block])> {
    let BlockKind::Disclosure { summary, blocks, .. } = &block.kind else { return None };
    let text = plain_text(summary);
    (!text.trim().is_empty() && !is_reveal(&text)).then_some((block, summary, blocks))
}

fn question_span(block: &Block, summary: &[Inline]) -> crate::model::Span {
    summary.iter().map(|inline| inline.span).reduce(crate::model::Span::cover).unwrap_or(block.span)
}
