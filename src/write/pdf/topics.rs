//! What a product tells, in its order: topics, each with its passages and its notes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ecow::EcoString;

use crate::model::{Collection, Note, Passage, SectionPath, Status};

/// Where documents say what they are.
const PREFACES: &str = "About the documents";

/// What stands under one title.
pub struct Topic<'a> {
    /// The title.
    pub title: String,
    /// By document and place.
    pub passages: Vec<&'a Passage>,
    /// Those with an answer, by position.
    pub notes: Vec<&'a Note>,
}

impl Topic<'_> {
    /// The name by which links find a topic, of its place among all.
    pub fn anchor(index: usize) -> Arc<str> {
        format!("topic {index}").into()
    }
}

/// Topics in order of their first note; those that only passages have follow, in order of place, and last what
/// documents say of themselves.
pub fn topics(collection: &Collection) -> Vec<Topic<'_>> {
    let mut topics: Vec<Topic> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut find = |title: &str, topics: &mut Vec<Topic>| {
        *known.entry(title.to_lowercase()).or_insert_with(|| {
            topics.push(Topic { title: title.to_string(), passages: Vec::new(), notes: Vec::new() });
            topics.len() - 1
        })
    };
    for note in collection.notes.iter().filter(|note| note.status() == Status::Ready) {
        let index = find(topic_of(note), &mut topics);
        topics[index].notes.push(note);
    }
    let of_notes: BTreeSet<String> = topics.iter().map(|topic| topic.title.to_lowercase()).collect();
    let prefaces = Prefaces::of(collection);
    let (prefaces, passages): (Vec<&Passage>, Vec<&Passage>) =
        collection.passages.iter().partition(|passage| prefaces.has(passage));
    for passage in passages {
        // The innermost title that is a topic of questions, else the topic that the titles name, else the outermost,
        // else the document's.
        let known =
            passage.section.iter().rev().find(|title| of_notes.contains(title.to_lowercase().as_str()));
        let named = Some(passage.topic.as_str()).filter(|topic| !topic.is_empty());
        let title = known.map(EcoString::as_str).or(named).or(passage.section.first().map(EcoString::as_str));
        let index = find(title.unwrap_or_else(|| title_of(collection, passage.document)), &mut topics);
        topics[index].passages.push(passage);
    }
    if !prefaces.is_empty() {
        topics.push(Topic { title: PREFACES.to_string(), passages: prefaces, notes: Vec::new() });
    }
    topics
}

/// For each document how many titles all of it stands under; `None` where nothing stands under more.
struct Prefaces(Vec<Option<usize>>);

impl Prefaces {
    fn of(collection: &Collection) -> Self {
        let mut shared: Vec<Option<(&SectionPath, usize, usize)>> = vec![None; collection.documents.len()];
        let passages = collection.passages.iter().map(|passage| (passage.document, &passage.section));
        let entries = collection.entries.iter().map(|entry| (entry.document, &entry.section));
        for (document, section) in passages.chain(entries) {
            let (first, common, longest) = shared[document].unwrap_or((section, section.len(), 0));
            let same = first.iter().zip(section).take_while(|(a, b)| a == b).count();
            shared[document] = Some((first, common.min(same), longest.max(section.len())));
        }
        let depth = |&shared: &Option<_>| shared.filter(|(_, common, longest)| longest > common);
        Self(shared.iter().map(|shared| depth(shared).map(|(_, common, _)| common)).collect())
    }

    /// Whether `passage` stands before all sections of its document, and names no topic.
    fn has(&self, passage: &Passage) -> bool {
        passage.topic.is_empty() && self.0[passage.document] == Some(passage.section.len())
    }
}

/// The notes that nobody answers yet, by position.
pub fn open(collection: &Collection) -> impl Iterator<Item = &Note> {
    collection.notes.iter().filter(|note| note.status() == Status::Open)
}

/// The topic, else the last level of the deck.
pub fn topic_of(note: &Note) -> &str {
    match note.draft.topic.as_str() {
        "" => note.deck.rsplit("::").next().unwrap_or(&note.deck),
        topic => topic,
    }
}

/// The language that a note is written in: that of its anchor's document.
pub fn language_of<'a>(note: &Note, collection: &'a Collection) -> &'a str {
    let document = note.draft.entries.first().map(|&entry| collection.entries[entry].document);
    document.map_or("en", |document| &collection.documents[document].lang)
}

/// The language of most of what is printed: that of the first document.
pub fn language(collection: &Collection) -> &str {
    collection.documents.first().map_or("en", |document| &document.lang)
}

/// The first title of a document, else its file name.
fn title_of(collection: &Collection, document: usize) -> &str {
    let passages = collection.passages.iter().filter(|passage| passage.document == document);
    let entries = collection.entries.iter().filter(|entry| entry.document == document);
    let first = passages
        .map(|passage| (passage.span, &passage.section))
        .chain(entries.map(|entry| (entry.span, &entry.section)))
        .filter(|(_, section)| !section.is_empty())
        .min_by_key(|(span, _)| *span);
    let id = collection.documents[document].id.as_str();
    first.map_or(id.rsplit('/').next().unwrap_or(id), |(_, section)| &section[0])
}
