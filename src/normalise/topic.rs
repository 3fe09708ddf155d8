//! What a note is about: a topic of the taxonomy, else the section that its anchor stands in.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ecow::EcoString;

use super::key::wording;
use super::lexicon::Lexicon;
use super::lists::Lists;
use super::taxonomy::{Taxonomy, Told, words};
use crate::model::{Difficulty, Document, Draft, Entry, Passage};

/// Tells the topics of entries and passages, and their order.
///
/// Whether the taxonomy is asked is settled for each document by its own title and questions, so that another document
/// changes nothing. Titles that are the same but for case, marks and number are one topic.
pub struct Topics<'a> {
    taxonomy: &'a Taxonomy,
    lexicon: &'a Lexicon,
    documents: Vec<About>,
    /// How a topic is spelled, by its words.
    spelled: HashMap<Vec<String>, String>,
}

/// What is known of a document.
struct About {
    /// Its title, else its file's name.
    name: String,
    /// How many titles at the head of every path name the document.
    shared: usize,
    /// Whether the taxonomy is for it.
    is_taken: bool,
}

impl<'a> Topics<'a> {
    /// Looks at the sections and questions of each document. `known` are topics that cards have already: others are
    /// spelled as they are.
    pub fn new(entries: &[Entry], documents: &[Document], known: &BTreeSet<&str>, lists: &'a Lists) -> Self {
        let Lists { taxonomy, lexicon, .. } = lists;
        let mut of_document: Vec<Vec<&Entry>> = vec![Vec::new(); documents.len()];
        entries.iter().for_each(|entry| of_document[entry.document].push(entry));
        let about = documents.iter().zip(&of_document).map(|(document, entries)| {
            let shared = shared(entries);
            let title = if shared.is_empty() { stem(&document.id) } else { shared.join(", ") };
            let questions = entries.iter().map(|entry| said(entry));
            About {
                is_taken: taxonomy.takes(&document.lang, &title, questions),
                name: shared.last().map_or(title, EcoString::to_string),
                shared: shared.len(),
            }
        });
        let mut topics = Self { taxonomy, lexicon, documents: about.collect(), spelled: HashMap::new() };
        let names = known.iter().copied().chain(taxonomy.names().iter().map(String::as_str));
        names.for_each(|name| topics.spell(name));
        let mut by_place: Vec<&Entry> = entries.iter().collect();
        by_place.sort_by_key(|entry| (documents[entry.document].id.as_str(), entry.span.start));
        by_place.dedup_by_key(|entry| (entry.document, entry.section.clone()));
        for entry in by_place {
            let title = topics.title(entry).to_string();
            topics.spell(&title);
        }
        topics
    }

    /// Remembers how a topic is spelled, unless that is known.
    fn spell(&mut self, name: &str) {
        let name = deck_name(name);
        self.spelled.entry(key(&name)).or_insert(name);
    }

    /// The topic of an entry.
    pub fn of(&self, entry: &Entry) -> String {
        let name = match self.named(entry) {
            Some(topic) => self.taxonomy.names()[topic].as_str(),
            None => self.title(entry),
        };
        let name = deck_name(name);
        self.spelled.get(&key(&name)).cloned().unwrap_or(name)
    }

    /// The topic of the taxonomy that the titles over a passage name; `None` where they name none.
    pub fn of_passage(&self, passage: &Passage) -> Option<&str> {
        let document = &self.documents[passage.document];
        let topics = if document.is_taken { self.titled(&passage.section) } else { Vec::new() };
        topics.first().map(|&topic| self.taxonomy.names()[topic].as_str())
    }

    /// The topic of the taxonomy that an entry is about.
    fn named(&self, entry: &Entry) -> Option<usize> {
        let document = &self.documents[entry.document];
        if !document.is_taken {
            return None;
        }
        let among = self.titled(&entry.section);
        if among.is_empty() {
            // A file's name is no title: it tells less than the question does.
            let title = entry.section.get(document.shared).or(entry.section.last());
            if title.is_some_and(|title| self.taxonomy.told(title, self.lexicon) == Told::Other) {
                return None;
            }
        }
        match among[..] {
            [topic] => Some(topic),
            // A title that names several sums up what stands below it: it may hold more than it names.
            _ => self.taxonomy.asked_about(said(entry), &among).or(among.first().copied()),
        }
    }

    /// The topics that the outermost title names that names any; where it names several, those of them that the
    /// titles below it name too.
    fn titled(&self, section: &[EcoString]) -> Vec<usize> {
        let mut among: Vec<usize> = Vec::new();
        for title in section {
            if among.len() == 1 {
                break;
            }
            if let Told::Topics(topics) = self.taxonomy.told(title, self.lexicon) {
                let both: Vec<usize> = topics.iter().copied().filter(|topic| among.contains(topic)).collect();
                among = if both.is_empty() { topics } else { both };
            }
        }
        among
    }

    /// The outermost title that tells the entry's section from others of its document; else the document's name.
    fn title<'t>(&'t self, entry: &'t Entry) -> &'t str {
        let About { name, shared, .. } = &self.documents[entry.document];
        entry.section.get(*shared).map_or(name.as_str(), EcoString::as_str)
    }

    /// The order in which `drafts`, which stand in order of place, are to be learnt, as indices: topics in the order of
    /// the taxonomy, then those that it does not know in the order of their first notes; inside of a topic what is easy
    /// first and what is hard last. Where nothing is stated, a question is no harder than its neighbours: with those
    /// of medium difficulty it stays in order of place, as the author put it.
    pub fn order(&self, drafts: &[&Draft]) -> Vec<usize> {
        let mut ranks: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        let names = self.taxonomy.names().iter().map(String::as_str);
        for name in names.chain(drafts.iter().map(|draft| draft.topic.as_str())) {
            let next = ranks.len();
            ranks.entry(key(name)).or_insert(next);
        }
        let ease = |draft: &Draft| draft.difficulty.unwrap_or(Difficulty::Medium);
        let mut order: Vec<usize> = (0..drafts.len()).collect();
        order.sort_by_cached_key(|&at| (ranks.get(&key(&drafts[at].topic)).copied(), ease(drafts[at])));
        order
    }
}

/// The titles that every path of `entries` begins with.
fn shared<'a>(entries: &[&'a Entry]) -> &'a [EcoString] {
    let mut paths = entries.iter().map(|entry| entry.section.as_slice());
    let Some(first) = paths.next() else { return &[] };
    paths.fold(first, |known, path| {
        let same = known.iter().zip(path).take_while(|(a, b)| a == b).count();
        &known[..same]
    })
}

/// What an entry says of its field: question and tags.
fn said(entry: &Entry) -> impl Iterator<Item = String> {
    std::iter::once(wording(&entry.question)).chain(entry.tags.iter().cloned())
}

/// `title` as one level of a deck's name.
fn deck_name(title: &str) -> String {
    title.replace("::", ":").trim().to_string()
}

/// What two spellings of a topic share.
fn key(name: &str) -> Vec<String> {
    let words = words(&name.replace('&', " and "));
    if words.is_empty() { vec![name.to_lowercase()] } else { words }
}

/// A file's name without folders and extension.
fn stem(id: &str) -> String {
    let name = id.rsplit('/').next().unwrap_or(id);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_string()
}
