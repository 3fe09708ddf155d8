//! Which of the answers to a question is its answer, and which are its variants.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};

use super::cues::Cues;
use super::size::Size;
use crate::model::content::{plain_text, plain_text_of};
use crate::model::{Block, BlockKind, Entry, Variant};

/// The answers that `members` of `entries` give, the best first; one that repeats another word for word is left out,
/// and one whose words all stand in the best in a row.
///
/// Better is, in this order: the document that comes first in `ranks`; what does not break off; what is more than a
/// brief; what has more kinds of content; what is longer; what stands first.
pub fn answers(entries: &[Entry], ranks: &[usize], members: &[usize], cues: &Cues) -> Vec<Variant> {
    let given: Vec<Variant> = members
        .iter()
        .filter_map(|&entry| Some(Variant { entry, blocks: entries[entry].answer.clone()? }))
        .collect();
    if given.len() < 2 {
        return given;
    }
    let mut known = HashSet::new();
    let mut answers: Vec<Candidate> = given
        .into_iter()
        .filter_map(|variant| {
            let words = words_of(&variant.blocks);
            known.insert(words.clone()).then_some(Candidate { words, variant })
        })
        .collect();
    answers.sort_by_cached_key(|answer| {
        let blocks = &answer.variant.blocks;
        let kinds: BTreeSet<_> = blocks.iter().map(kind).collect();
        (
            ranks[entries[answer.variant.entry].document],
            !is_complete(blocks, cues),
            Size::of(blocks).is_brief(),
            Reverse(kinds.len()),
            Reverse(answer.words.len()),
        )
    });
    let mut answers = answers.into_iter();
    let Some(best) = answers.next() else { return Vec::new() };
    let rest = answers.filter(|answer| !best.words.contains(&answer.words)).map(|answer| answer.variant);
    std::iter::once(best.variant.clone()).chain(rest).collect()
}

struct Candidate {
    /// Its words with one space around each.
    words: String,
    variant: Variant,
}

fn words_of(blocks: &[Block]) -> String {
    let mut words = String::from(" ");
    for word in plain_text_of(blocks).split_whitespace() {
        words.push_str(word);
        words.push(' ');
    }
    words
}

/// Whether `blocks` do not break off.
pub fn is_complete(blocks: &[Block], cues: &Cues) -> bool {
    let Some(last) = blocks.iter().rev().find(|block| block.kind != BlockKind::Rule) else { return false };
    match &last.kind {
        BlockKind::Paragraph(content) => !cues.dangles(&plain_text(content)),
        BlockKind::Heading { .. } => false,
        BlockKind::List(list) => list.items.last().is_some_and(|item| is_complete(&item.blocks, cues)),
        BlockKind::Quote(blocks)
        | BlockKind::Callout { blocks, .. }
        | BlockKind::Disclosure { blocks, .. } => is_complete(blocks, cues),
        _ => true,
    }
}

/// What `block` is, as far as the structure of an answer goes.
fn kind(block: &Block) -> u8 {
    match block.kind {
        BlockKind::List(_) | BlockKind::DefinitionList(_) => 1,
        BlockKind::Code(_) => 2,
        BlockKind::Table(_) => 3,
        BlockKind::Image(_) | BlockKind::Diagram { .. } | BlockKind::Math(_) => 4,
        _ => 0,
    }
}
