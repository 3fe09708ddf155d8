//! The short form of an answer.

use super::Asked;
use super::answers::is_complete;
use super::cues::{Cues, Label};
use super::extract::{Extract, is_enough, paragraph};
use super::size::Size;
use super::title::title;
use crate::model::content::plain_text;
use crate::model::cut::{keep, trimmed};
use crate::model::{Block, BlockKind, Blocks, InlineKind, Inlines};

/// An answer, and the language of the document that gives it.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// Its blocks.
    pub blocks: &'a [Block],
    /// A BCP 47 tag.
    pub lang: &'a str,
}

/// A brief is worth having where it takes at most so much of the time that the answer takes.
const WORTH: (usize, usize) = (3, 4);
/// A whole answer of another entry has at least so many words,
const FEWEST_WORDS: usize = 9;
/// and one of fewer than so many is taken where there is no longer one.
const ENOUGH: usize = 20;

/// The short form of the first of `answers` to the question `wording`, which asks what `asked` says: what an author marks as such in one of them, else the shortest of the
/// others that is short enough and complete, else what [`Extract`] takes out of them, the first first.
///
/// All of it is content of the answers, cut at ends of sentences. `None` where the answer is short itself, and where it
/// is in doubt.
pub fn brief(wording: &str, asked: impl FnOnce() -> Asked, answers: &[Given], cues: &Cues) -> Option<Blocks> {
    let (full, others) = answers.split_first()?;
    let size = Size::of(full.blocks);
    if size.is_brief() && size.pictures == 0 {
        return None;
    }
    let is_worth = |brief: &Blocks| {
        let brief = Size::of(brief);
        brief.is_brief() && brief.weight() * WORTH.1 <= size.weight() * WORTH.0
    };
    if let Some(brief) = answers.iter().filter_map(|answer| marked(answer, cues)).find(is_worth) {
        return Some(brief);
    }
    let asked = asked();
    let mut whole: Vec<&Given> =
        others.iter().filter(|answer| is_adequate(answer.blocks, &asked, cues)).collect();
    whole.sort_by_key(|answer| match Size::of(answer.blocks).weight() {
        short @ ..ENOUGH => (true, ENOUGH - short),
        weight => (false, weight),
    });
    let whole = whole.into_iter().map(|answer| Blocks::from(answer.blocks));
    let extracts = answers
        .iter()
        .filter_map(|answer| Extract { wording, asked: &asked, lang: answer.lang, cues }.of(answer.blocks));
    whole.chain(extracts).find(is_worth)
}

/// Whether a whole answer may serve as a brief.
fn is_adequate(blocks: &[Block], asked: &Asked, cues: &Cues) -> bool {
    let size = Size::of(blocks);
    let opens_alone = match blocks.first().map(|block| &block.kind) {
        Some(BlockKind::Paragraph(content)) => !cues.leans(&plain_text(content)),
        Some(BlockKind::List(_) | BlockKind::Table(_)) => true,
        _ => false,
    };
    size.is_brief()
        && size.pictures == 0
        && opens_alone
        && is_complete(blocks, cues)
        && blocks.iter().all(|block| title(block).is_none())
        && is_enough(blocks, asked, FEWEST_WORDS, cues)
}

/// What the author of an answer marks as its short form.
fn marked(answer: &Given, cues: &Cues) -> Option<Blocks> {
    let blocks = answer.blocks;
    for (at, block) in blocks.iter().enumerate() {
        let found = match &block.kind {
            BlockKind::Paragraph(content) => {
                if let Some(length) = label(content, Label::Brief, cues) {
                    labelled(content, length, &blocks[at + 1..], cues)
                } else if at > 0 && label(content, Label::Long, cues).is_some() {
                    Some(blocks[..at].into())
                } else {
                    summed_up(content, answer.lang, cues)
                }
            }
            BlockKind::Heading { content, .. } => {
                let text = plain_text(content);
                if cues.label(&text, Label::Brief) == Some(text.len()) {
                    Some(section(&blocks[at + 1..]))
                } else if at > 0 && cues.label(&text, Label::Long) == Some(text.len()) {
                    Some(blocks[..at].into())
                } else {
                    None
                }
            }
            BlockKind::Callout { kind, title, blocks } => {
                let title = title.as_ref().map_or_else(|| kind.to_string(), |title| plain_text(title));
                let is_brief = |text: &str| cues.label(text, Label::Brief) == Some(text.len());
                (is_brief(&title) || is_brief(kind)).then(|| blocks.clone())
            }
            _ => None,
        };
        let is_whole = |found: &Blocks| Size::of(found).words > 1 && is_complete(found, cues);
        if let Some(found) = found.map(without_titles).filter(is_whole) {
            return Some(found);
        }
    }
    None
}

/// How long the label is that `content` opens with, with the mark behind it, which may be missing behind bold.
fn label(content: &Inlines, label: Label, cues: &Cues) -> Option<usize> {
    cues.label(&plain_text(content), label).or_else(|| {
        let first = content.first().filter(|first| matches!(first.kind, InlineKind::Strong(_)))?;
        let bold = plain_text(std::slice::from_ref(first));
        (cues.label(&bold, label) == Some(bold.len())).then_some(bold.len())
    })
}

/// What stands behind a label: the rest of its paragraph, and what that leads to; what follows, where it is all of it.
fn labelled(content: &Inlines, label: usize, behind: &[Block], cues: &Cues) -> Option<Blocks> {
    let rest = trimmed(keep(content.clone(), label..plain_text(content).len()));
    let Some(rest) = paragraph(rest) else { return Some(section(behind).into_iter().take(1).collect()) };
    let leads = !is_complete(std::slice::from_ref(&rest), cues);
    Some(std::iter::once(rest).chain(behind.iter().take(usize::from(leads)).cloned()).collect())
}

/// The sentences of `content` from the one on that promises a short answer.
fn summed_up(content: &Inlines, lang: &str, cues: &Cues) -> Option<Blocks> {
    let text = plain_text(content);
    let mut start = 0;
    for end in super::sentences::ends(content, lang, cues) {
        if cues.sums_up(&text[start..end]) {
            let rest = trimmed(keep(content.clone(), start..text.len()));
            return paragraph(rest).map(|rest| [rest].into());
        }
        start = end;
    }
    None
}

/// The blocks up to the next title.
fn section(blocks: &[Block]) -> Blocks {
    blocks
        .iter()
        .take_while(|block| title(block).is_none() && block.kind != BlockKind::Rule)
        .cloned()
        .collect()
}

fn without_titles(blocks: Blocks) -> Blocks {
    blocks.into_iter().skip_while(|block| title(block).is_some()).collect()
}
