//! Something to be opened whose summary is the question: accordions, `<details>`, `???`.

use super::page::Page;
use super::words::{Likeness, is_reveal, likeness};
use super::{Claim, metadata::Metadata, wording};
use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, Inline, Span};

/// Claims each disclosure whose summary is a question by its number or wording. Where at least half of
/// a document's disclosures are, all of them are; where those carry numbers, all that carry one.
pub fn find(page: &Page) -> Vec<Claim> {
    let titled: Vec<_> = page.flows.iter().flat_map(|flow| flow.iter()).filter_map(titled).collect();
    let numbered = |text: &str| wording::number_prefix(text).is_some();
    let asks = |text: &str| numbered(text) || likeness(&wording::title(text)) > Likeness::None;
    let texts: Vec<String> = titled.iter().map(|(_, summary, _)| plain_text(summary)).collect();
    let asking: Vec<&String> = texts.iter().filter(|text| asks(text)).collect();
    let all =
        asking.len() >= 2 && asking.len() * 2 >= texts.len() && !asking.iter().all(|text| numbered(text));
    titled
        .into_iter()
        .zip(&texts)
        .filter(|(_, text)| all || asks(text))
        .map(|((block, summary, body), _)| Claim {
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

fn question_span(block: &Block, summary: &[Inline]) -> Span {
    summary.iter().map(|inline| inline.span).reduce(Span::cover).unwrap_or(block.span)
}
