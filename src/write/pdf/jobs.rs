//! What a product sets, part after part. Each part can be set without knowing the others.

use ecow::EcoString;

use crate::model::{Collection, Note, Passage};

use super::item;
use super::theme::{Part, Theme};
use super::topics::{self, Topic};

/// Where the open questions stand.
const OPEN_TITLE: &str = "Open questions";

/// A part of a product.
pub enum Job<'a> {
    /// The title of a topic, and its place among all.
    Topic(&'a str, usize),
    /// A passage.
    Passage {
        /// It.
        passage: &'a Passage,
        /// The title above it; `None` where its topic or the passage before it says that already.
        title: Option<&'a str>,
        /// Its place in its topic.
        place: usize,
    },
    /// A question that has an answer, and its place in its topic.
    Note(&'a Note, usize),
    /// A question that nobody answers yet, and its place among those.
    Open(&'a Note, usize),
}

/// Topic by topic what `theme` includes, then what is open. A topic of which nothing is printed has no title.
pub fn jobs<'a>(collection: &'a Collection, topics: &'a [Topic<'a>], theme: &Theme) -> Vec<Job<'a>> {
    let mut jobs = Vec::new();
    for (index, topic) in topics.iter().enumerate() {
        let passages = if theme.includes(Part::Passages) { topic.passages.as_slice() } else { &[] };
        if passages.is_empty() && topic.notes.is_empty() {
            continue;
        }
        jobs.push(Job::Topic(&topic.title, index));
        let mut section = None;
        for (place, &passage) in passages.iter().enumerate() {
            let is_new = section != Some(&passage.section);
            let title = item::passage_title(passage, topic).filter(|_| is_new).map(EcoString::as_str);
            jobs.push(Job::Passage { passage, title, place });
            section = Some(&passage.section);
        }
        jobs.extend(topic.notes.iter().enumerate().map(|(place, note)| Job::Note(note, place)));
    }
    if theme.includes(Part::Open) && topics::open(collection).next().is_some() {
        jobs.push(Job::Topic(OPEN_TITLE, topics.len()));
        jobs.extend(topics::open(collection).enumerate().map(|(place, note)| Job::Open(note, place)));
    }
    jobs
}

impl Job<'_> {
    /// The language that it is written in.
    pub fn language<'a>(&self, collection: &'a Collection) -> &'a str {
        match self {
            Self::Note(note, _) | Self::Open(note, _) => topics::language_of(note, collection),
            Self::Passage { passage, .. } => &collection.documents[passage.document].lang,
            Self::Topic(..) => topics::language(collection),
        }
    }

    /// A name of it that no other part has, by which its footnotes are found; empty where it can have none.
    pub fn scope(&self) -> String {
        match self {
            Self::Passage { passage, .. } => format!("passage {} {}", passage.document, passage.span.start),
            Self::Note(note, _) => note.guid.clone(),
            Self::Open(..) | Self::Topic(..) => String::new(),
        }
    }
}
