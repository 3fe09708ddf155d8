//! Something with a title that is the question: accordions, `<details>`, `???`, callouts.

use super::page::Page;
use super::words::{Likeness, is_bare_label, is_reveal, likeness};
use super::{Claim, answer, wording};
use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, Blocks, Inlines, Span};

/// Claims each disclosure whose summary is a question by its number or wording. Where at least half of
/// a document's disclosures are, all of them are; where those carry numbers, all that carry one.
/// A callout is one by its kind, or where its title ends as a question and questions are no kind of their own.
pub fn find(page: &Page) -> Vec<Claim> {
    let titled: Vec<_> = page.flows.iter().flat_map(|flow| flow.iter()).filter_map(titled).collect();
    let numbered = |text: &str| wording::number_prefix(text).is_some();
    let asks = |text: &str| numbered(text) || likeness(&wording::title(text)) > Likeness::None;
    let texts: Vec<String> = titled.iter().map(|titled| plain_text(titled.title)).collect();
    let disclosed = || titled.iter().zip(&texts).filter(|(titled, _)| !titled.is_callout);
    let asking: Vec<&String> = disclosed().map(|(_, text)| text).filter(|text| asks(text)).collect();
    let all = asking.len() >= 2
        && asking.len() * 2 >= disclosed().count()
        && !asking.iter().all(|text| numbered(text));
    let by_kind = titled.iter().filter(|titled| titled.asks_by_kind).count() > 1;
    titled
        .iter()
        .zip(&texts)
        .filter(|(titled, text)| {
            let clear = likeness(&wording::title(text)) == Likeness::Clear;
            if titled.is_callout {
                (clear && !by_kind) || titled.asks_by_kind
            } else {
                (all && !holds_questions(&titled.blocks[titled.shown..])) || asks(text) || titled.asks_by_kind
            }
        })
        .map(|(titled, _)| titled.claim())
        .collect()
}

/// Whether questions stand in `body`, several or nothing else: then its title names a section.
fn holds_questions(body: &[Block]) -> bool {
    let is_clear = |content: &Inlines| likeness(&wording::title(&plain_text(content))) == Likeness::Clear;
    let asks = |block: &&Block| match &block.kind {
        BlockKind::Heading { content, .. } => is_clear(content),
        BlockKind::Disclosure { summary, .. } => is_clear(summary),
        _ => false,
    };
    let folded = |block: &Block| matches!(block.kind, BlockKind::Disclosure { .. });
    let asking = body.iter().filter(asks).count();
    asking >= 2 || (asking == 1 && body.iter().all(folded))
}

/// A block with a title that says something.
struct Titled<'a> {
    block: &'a Block,
    title: &'a Inlines,
    blocks: &'a Blocks,
    /// How many blocks of it stand in the title below its first paragraph.
    shown: usize,
    is_callout: bool,
    /// Whether its kind says that it is a question.
    asks_by_kind: bool,
}

const QUESTION_KINDS: &[&str] = &["question", "faq", "help", "quiz", "exercise", "card", "flashcard"];

fn titled(block: &Block) -> Option<Titled<'_>> {
    let (kind, title, blocks, shown, is_callout) = match &block.kind {
        BlockKind::Disclosure { kind, summary, shown, blocks, .. } => {
            (kind.as_deref(), summary, blocks, *shown as usize, false)
        }
        BlockKind::Callout { kind, title: Some(title), blocks } => {
            (Some(kind.as_str()), title, blocks, 0, true)
        }
        _ => return None,
    };
    let text = plain_text(title);
    let asks_by_kind = kind.is_some_and(|kind| QUESTION_KINDS.contains(&kind))
        && (likeness(&wording::title(&text)) > Likeness::None
            || answer::is_marked(&blocks[shown..])
            || is_bare_label(&text));
    let says_something = !text.trim().is_empty() && !is_reveal(&text);
    says_something.then_some(Titled { block, title, blocks, shown, is_callout, asks_by_kind })
}

impl Titled<'_> {
    fn claim(&self) -> Claim {
        let question_span = self.title.iter().map(|inline| inline.span).reduce(Span::cover);
        // A callout that asks may as well decorate an answer.
        let confidence = if self.is_callout && !self.asks_by_kind { 71 } else { 95 };
        let body = match self.blocks.split_at(self.shown) {
            ([], _) => self.blocks.clone(),
            (shown, body) => {
                let start = body.first().map_or(self.block.span.end, |first| first.span.start);
                answer::told(shown.into(), start, body.into())
            }
        };
        Claim {
            confidence,
            runs_on: false,
            span: self.block.span,
            question_span: question_span.unwrap_or(self.block.span),
            question: self.title.clone(),
            body,
            metadata: None,
        }
    }
}
