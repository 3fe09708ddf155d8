//! All that a run found, and what its writers return.

use std::collections::BTreeMap;

use super::{Account, Diagnostic, Document, Doubt, Entry, Note, Passage, Reject, Status};

/// Everything that the sources hold, ready for every writer.
#[derive(Clone, Debug, Default)]
pub struct Collection {
    /// Name of the root deck.
    pub name: String,
    /// By id.
    pub documents: Vec<Document>,
    /// By document and place.
    pub entries: Vec<Entry>,
    /// By document and place.
    pub passages: Vec<Passage>,
    /// By document and place.
    pub rejects: Vec<Reject>,
    /// What the lines of each document were taken for; as many as there are documents.
    pub accounts: Vec<Account>,
    /// By position.
    pub notes: Vec<Note>,
    /// Notes made from parts of others, such as their follow-up questions, where the user asks for them; each stands
    /// right behind its parent in the order in which cards are learnt.
    pub derived: Vec<Note>,
    /// Pairs of notes that perhaps ask the same.
    pub doubts: Vec<Doubt>,
    /// Every deck that a note is in, and their parents, by name.
    pub decks: Vec<Deck>,
    /// Pictures and other files that fields refer to, by name.
    pub media: Vec<Media>,
    /// Pictures that no card shows: those of passages and of open questions, by name.
    pub pictures: Vec<Media>,
    /// What diagrams given as text are drawn as: the names of their pictures, by their source.
    pub drawn: BTreeMap<String, String>,
    /// What is to be said about the content, by place.
    pub diagnostics: Vec<Diagnostic>,
}

impl Collection {
    /// The notes that make cards in Anki: those that have an answer, and those made from parts of them.
    pub fn cards(&self) -> impl Iterator<Item = &Note> {
        self.notes.iter().filter(|note| note.status() == Status::Ready).chain(&self.derived)
    }
}

/// An Anki deck.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deck {
    /// Full name, `::` between levels.
    pub name: String,
    /// What the user reads below its name: sources and counts.
    pub description: String,
}

/// A file that fields refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// Its name, made from the hash of its content.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A file as a writer returns it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Relative to the output folder.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}
