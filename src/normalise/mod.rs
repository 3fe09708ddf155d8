//! Turns entries into drafts of notes: one question each, with everything that its entries say.
//!
//! `asked` reads off a question what it is about and what is asked of that (over `tokens` and `parts`), `outline` puts
//! numbers for its words, `likeness` compares two of them, `index` finds whom to compare, `evidence` looks beyond their
//! words, and `merge` puts the entries together that ask the same.

mod answers;
mod apart;
mod asked;
mod cues;
mod digest;
mod english;
mod evidence;
mod extract;
mod index;
mod key;
mod lexicon;
mod likeness;
mod lists;
mod merge;
mod outline;
mod overlap;
mod parts;
mod reword;
mod sentences;
mod size;
mod tags;
mod taxonomy;
mod term;
mod title;
mod tokens;
mod topic;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rayon::prelude::*;

pub use asked::Asked;
pub use key::{cloze_key, entry_key, key, question_key, wording};
pub use likeness::{PERHAPS, SAME, likeness, reason};
pub use lists::{ListError, Lists, Texts};
pub use merge::key_of_wording;
pub use reword::{fingerprint, rewordings};
pub use tags::{anki_tags, content_tags};
pub use topic::Topics;

use crate::model::{Blocks, Decisions, Document, Doubt, Draft, Entry, NoteKind, Variant};
use answers::answers;
use digest::{Given, brief};
use merge::Group;

/// What is known beside the entries.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
    /// The documents and folders whose answers come before others, the first named first.
    pub priority: Vec<String>,
    /// Which of the known notes that ask the same is to stay, the smallest first, by the keys of their questions.
    pub known: BTreeMap<String, i64>,
    /// What people said of pairs of questions.
    pub decisions: Decisions,
}

/// The drafts of `entries`, in the order of the places of their first entries, and the pairs of them that perhaps ask
/// the same, the likest first.
///
/// Every entry belongs to exactly one draft. [`Topics::order`] tells in which order drafts are to be learnt.
pub fn drafts(
    entries: &[Entry],
    documents: &[Document],
    knowledge: &Knowledge,
    topics: &Topics,
    lists: &Lists,
) -> (Vec<Draft>, Vec<Doubt>) {
    let ranks: Vec<usize> =
        documents.iter().map(|document| rank(&document.id, &knowledge.priority)).collect();
    let (groups, doubtful) = merge::groups(entries, documents, &knowledge.known, &knowledge.decisions, lists);
    let drafts = groups
        .into_par_iter()
        .map(|group| draft(entries, documents, &ranks, topics.of(&entries[group.anchor]), group, lists))
        .collect();
    let mut doubts: Vec<Doubt> = doubtful
        .into_iter()
        .map(|doubt| Doubt { notes: doubt.groups, score: doubt.score, reason: doubt.reason })
        .collect();
    doubts.sort_by_key(|doubt| (Reverse(doubt.score), doubt.notes));
    (drafts, doubts)
}

fn draft(
    entries: &[Entry],
    documents: &[Document],
    ranks: &[usize],
    topic: String,
    group: Group,
    lists: &Lists,
) -> Draft {
    let anchor = &entries[group.anchor];
    let answers = answers(entries, ranks, &group.members, &lists.cues);
    let mut draft = Draft {
        kind: anchor.kind,
        cloze: anchor.cloze.clone(),
        question: anchor.question.clone(),
        question_blocks: anchor.question_blocks.clone(),
        brief: brief_of(anchor, &answers, entries, documents, lists),
        answer: answers.first().map(|best| best.blocks.clone()),
        variants: answers.into_iter().skip(1).collect(),
        asides: Vec::new(),
        tags: Vec::new(),
        companies: Vec::new(),
        links: Vec::new(),
        difficulty: None,
        topic,
        entries: Vec::new(),
        merges: group.merges,
    };
    for &member in &group.members {
        let entry = &entries[member];
        draft.difficulty = draft.difficulty.max(entry.difficulty);
        extend(&mut draft.asides, &entry.asides);
        extend(&mut draft.tags, &entry.tags);
        extend(&mut draft.companies, &entry.companies);
        extend(&mut draft.links, &entry.links);
    }
    draft.tags.sort();
    draft.entries = group.members;
    draft
}

/// The short answer of `draft`, whose answer is not what its entries say.
pub fn brief_of_draft(
    draft: &Draft,
    entries: &[Entry],
    documents: &[Document],
    lists: &Lists,
) -> Option<Blocks> {
    let entry = draft.entries[0];
    let own = draft.answer.iter().map(|blocks| Variant { entry, blocks: blocks.clone() });
    let answers: Vec<Variant> = own.chain(draft.variants.iter().cloned()).collect();
    brief_of(&entries[entry], &answers, entries, documents, lists)
}

/// The short form of the first of `answers`; a question with options needs none.
fn brief_of(
    anchor: &Entry,
    answers: &[Variant],
    entries: &[Entry],
    documents: &[Document],
    lists: &Lists,
) -> Option<Blocks> {
    if anchor.kind != NoteKind::Basic {
        return None;
    }
    let lang = |entry: &Entry| documents[entry.document].lang.as_str();
    let given: Vec<Given> = answers
        .iter()
        .map(|answer| Given { blocks: &answer.blocks, lang: lang(&entries[answer.entry]) })
        .collect();
    let wording = wording(&anchor.question);
    brief(&wording, || Asked::of(&wording, lang(anchor), lists), &given, &lists.cues)
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
