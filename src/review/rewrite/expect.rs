//! Whether a document that was rewritten reads as it should: what was wanted is there, and all else as before.

use super::{Part, Wanted, canonical};
use crate::model::alike::{same_aside, same_blocks, same_cloze, same_inlines, same_on_one_line};
use crate::model::{Document, Entry, Inlines, Passage, Reject};
use crate::render::markdown;

/// What a document reads as.
#[derive(Clone, Debug)]
pub struct Read {
    /// The document.
    pub document: Document,
    /// Its questions, in order of place.
    pub entries: Vec<Entry>,
    /// In order of place.
    pub passages: Vec<Passage>,
    /// In order of place.
    pub rejects: Vec<Reject>,
}

/// What came of rewriting.
pub enum Verdict {
    /// All reads as it should.
    AsWanted,
    /// Something does not: which of the wanted ones, where that can be told.
    Otherwise(Vec<usize>),
}

/// Compares a document `before` and `after` the `wanted` parts were written, each with its number.
pub fn verdict(before: &Read, after: &Read, wanted: &[(usize, &Wanted)]) -> Verdict {
    let stays = before.entries.len() == after.entries.len()
        && same_all(&before.passages, &after.passages, same_passage)
        && same_all(&before.rejects, &after.rejects, |one, other| {
            one.reason == other.reason && before.document.slice(one.span) == after.document.slice(other.span)
        });
    let mut culprits = Vec::new();
    let mut others = !stays;
    let mut sorted: Vec<&(usize, &Wanted)> = wanted.iter().collect();
    sorted.sort_by_key(|(_, wanted)| wanted.entry);
    let mut sorted = sorted.into_iter().peekable();
    for (at, (one, other)) in before.entries.iter().zip(&after.entries).enumerate() {
        let mut own = Vec::new();
        while let Some(next) = sorted.next_if(|(_, wanted)| wanted.entry == at) {
            own.push(next);
        }
        if !reads_as(one, other, &own) {
            others |= own.is_empty();
            culprits.extend(own.iter().map(|(number, _)| *number));
            if before.entries.len() != after.entries.len() {
                // Behind this one all stand elsewhere.
                break;
            }
        }
    }
    if culprits.is_empty() && !others { Verdict::AsWanted } else { Verdict::Otherwise(culprits) }
}

fn same_all<T>(one: &[T], other: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
}

/// Whether `after` is the entry `before` with the `wanted` parts.
fn reads_as(before: &Entry, after: &Entry, wanted: &[&(usize, &Wanted)]) -> bool {
    let question = wanted.iter().find_map(|(_, wanted)| match &wanted.part {
        Part::Question(wording, blocks) => Some((wording, blocks)),
        _ => None,
    });
    let texts = wanted.iter().find_map(|(_, wanted)| match &wanted.part {
        Part::Texts(texts) => Some(texts),
        _ => None,
    });
    let answer = wanted.iter().find_map(|(_, wanted)| match &wanted.part {
        Part::Answer(blocks) => Some(blocks),
        _ => None,
    });
    let asks = match (question, texts) {
        (_, Some(texts)) => says_around_gaps(before, after, texts),
        (Some((wording, blocks)), None) => {
            markdown::inlines(&after.question) == markdown::inlines(wording)
                && canonical(&after.question_blocks) == canonical(blocks)
        }
        (None, None) => {
            same_inlines(&before.question, &after.question)
                && same_blocks(&before.question_blocks, &after.question_blocks)
        }
    };
    let answers = match answer {
        // Its answer is the text.
        _ if texts.is_some() => true,
        Some(blocks) => {
            after.answer.is_some() != blocks.is_empty()
                && canonical(after.answer.as_deref().unwrap_or_default()) == canonical(blocks)
        }
        None => match (&before.answer, &after.answer) {
            (Some(one), Some(other)) => same_blocks(one, other),
            (one, other) => one.is_none() && other.is_none(),
        },
    };
    asks && answers
        && before.kind == after.kind
        && before.number == after.number
        && before.difficulty == after.difficulty
        && before.tags == after.tags
        && before.companies == after.companies
        && before.links == after.links
        && before.explicit_id == after.explicit_id
        && before.section == after.section
        && same_all(&before.asides, &after.asides, same_aside)
}

/// Whether `after` has the gaps of `before` with those `texts` around them.
fn says_around_gaps(before: &Entry, after: &Entry, texts: &[Inlines]) -> bool {
    let (Some(one), Some(other)) = (&before.cloze, &after.cloze) else { return false };
    let nothing = vec![Inlines::new(); texts.len()];
    same_cloze(&one.with_texts(&nothing), &other.with_texts(&nothing))
        && same_all(&other.texts(), texts, |one, other| same_on_one_line(one, other))
        && same_blocks(&before.question_blocks, &after.question_blocks)
}

fn same_passage(one: &Passage, other: &Passage) -> bool {
    one.section == other.section && same_blocks(&one.blocks, &other.blocks)
}
