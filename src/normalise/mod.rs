//! Turns entries into drafts of notes: one question each, with everything that its entries say.
//!
//! Entries that ask the same in the same words, but for case, spaces and punctuation, are one note.

mod asked;
mod key;
mod lexicon;
mod likeness;
mod tags;
mod tokens;
mod topic;

use std::collections::BTreeMap;

pub use asked::Asked;
pub use key::{entry_key, question_key, wording};
pub use likeness::{PERHAPS, SAME, likeness, reason};
pub use tags::anki_tags;

use crate::model::content::plain_text_of;
use crate::model::{Document, Draft, Entry, Variant};

/// The drafts of `entries`, in the order in which they are to be learnt.
///
/// Every entry belongs to exactly one draft. Answers of the documents and folders in `priority` come
/// before others, the first named first.
pub fn drafts(entries: &[Entry], documents: &[Document], priority: &[String]) -> Vec<Draft> {
    let ranks: Vec<usize> = documents.iter().map(|document| rank(&document.id, priority)).collect();
    let topics = topic::Topics::new(entries, documents);
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        groups.entry(entry_key(entry)).or_default().push(index);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    groups.sort_unstable();
    let mut drafts: Vec<Draft> = groups
        .into_iter()
        .map(|members| draft(entries, &ranks, topics.of(&entries[members[0]]), members))
        .collect();
    // Topics in order of their first note; inside a topic the documents' own order.
    let mut order = BTreeMap::new();
    for draft in &drafts {
        let next = order.len();
        order.entry(draft.topic.clone()).or_insert(next);
    }
    drafts.sort_by_key(|draft| order.get(&draft.topic).copied());
    drafts
}

fn draft(entries: &[Entry], ranks: &[usize], topic: String, members: Vec<usize>) -> Draft {
    let anchor = &entries[members[0]];
    let answers = answers(entries, ranks, &members);
    let mut draft = Draft {
        kind: anchor.kind,
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

/// How far at the front of `priority` the document called `id`, or a folder of it, stands.
fn rank(id: &str, priority: &[String]) -> usize {
    priority.iter().position(|name| is_named(id, name)).unwrap_or(priority.len())
}

fn is_named(id: &str, name: &str) -> bool {
    id == name || (name.ends_with('/') && id.starts_with(name))
}

/// The first document that `name`, an item of `priority`, names.
pub fn priority_of<'a>(documents: &'a [Document], name: &str) -> Option<&'a Document> {
    documents.iter().find(|document| is_named(&document.id, name))
}

/// The answers of `members`: by the rank of their document, then the longest first, then in order;
/// one that repeats another is left out.
fn answers(entries: &[Entry], ranks: &[usize], members: &[usize]) -> Vec<Variant> {
    let mut answers: Vec<(String, Variant)> = Vec::new();
    for &entry in members {
        let Some(blocks) = &entries[entry].answer else { continue };
        let text = plain_text_of(blocks);
        if answers.iter().all(|(known, _)| *known != text) {
            answers.push((text, Variant { entry, blocks: blocks.clone() }));
        }
    }
    answers
        .sort_by_key(|(text, answer)| (ranks[entries[answer.entry].document], std::cmp::Reverse(text.len())));
    answers.into_iter().map(|(_, answer)| answer).collect()
}
