//! Turns entries into drafts of notes: one question each, with everything that its entries say.
//!
//! Entries that ask the same in the same words, but for case, spaces and punctuation, are one note.

mod key;
mod tags;
mod topic;

use std::collections::BTreeMap;

pub use key::question_key;
pub use tags::anki_tags;

use crate::model::content::plain_text_of;
use crate::model::{Document, Draft, Entry, NoteKind, Variant};

/// The drafts of `entries`, in the order in which they are to be learnt.
///
/// Every entry belongs to exactly one draft.
pub fn drafts(entries: &[Entry], documents: &[Document]) -> Vec<Draft> {
    let topics = topic::Topics::new(entries, documents);
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        groups.entry(key::entry_key(entry)).or_default().push(index);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    groups.sort_unstable();
    let mut drafts: Vec<Draft> =
        groups.into_iter().map(|members| draft(entries, topics.of(&entries[members[0]]), members)).collect();
    // Topics in order of their first note; inside a topic the documents' own order.
    let mut order = BTreeMap::new();
    for draft in &drafts {
        let next = order.len();
        order.entry(draft.topic.clone()).or_insert(next);
    }
    drafts.sort_by_key(|draft| order.get(&draft.topic).copied());
    drafts
}

fn draft(entries: &[Entry], topic: String, members: Vec<usize>) -> Draft {
    let anchor = &entries[members[0]];
    let answers = answers(entries, &members);
    let mut draft = Draft {
        kind: NoteKind::Basic,
        question: anchor.question.clone(),
        question_blocks: anchor.question_blocks.clone(),
        brief: None,
        answer: answers.first().map(|best| best.blocks.clone()),
        variants: answers.into_iter().skip(1).collect(),
        asides: Vec::new(),
        tags: Vec::new(),
        companies: Vec::new(),
        links: Vec::new(),
        difficulty: None,
        topic,
        entries: Vec::new(),
    };
    for &member in &members {
        let entry = &entries[member];
        draft.difficulty = draft.difficulty.max(entry.difficulty);
        extend(&mut draft.asides, &entry.asides);
        extend(&mut draft.tags, &entry.tags);
        extend(&mut draft.companies, &entry.companies);
        extend(&mut draft.links, &entry.links);
    }
    draft.tags.sort();
    draft.entries = members;
    draft
}

fn extend<T: Clone + PartialEq>(list: &mut Vec<T>, more: &[T]) {
    for item in more {
        if !list.contains(item) {
            list.push(item.clone());
        }
    }
}

/// The answers of `members`, the longest first, then in order; one that repeats another is left out.
fn answers(entries: &[Entry], members: &[usize]) -> Vec<Variant> {
    let mut answers: Vec<(String, Variant)> = Vec::new();
    for &entry in members {
        let Some(blocks) = &entries[entry].answer else { continue };
        let text = plain_text_of(blocks);
        if answers.iter().all(|(known, _)| *known != text) {
            answers.push((text, Variant { entry, blocks: blocks.clone() }));
        }
    }
    answers.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
    answers.into_iter().map(|(_, answer)| answer).collect()
}
