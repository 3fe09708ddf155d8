//! Notes: one question each, first as a draft, then with a lasting identity.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Aside, Blocks, Cloze, Difficulty, Inlines, Link};

/// What becomes one Anki note, before it has an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What kind of card it makes.
    pub kind: NoteKind,
    /// The text that it is to fill in, where it is one with gaps; they are numbered once the note has an identity.
    pub cloze: Option<Box<Cloze>>,
    /// The question.
    pub question: Inlines,
    /// What belongs to the question beside its wording: options, code.
    pub question_blocks: Blocks,
    /// The short answer; `None` when there is none worth having.
    pub brief: Option<Blocks>,
    /// The full answer; `None` while the note is open.
    pub answer: Option<Blocks>,
    /// The other answers.
    pub variants: Vec<Variant>,
    /// What stands beside the answer, of all entries.
    pub asides: Vec<Aside>,
    /// Stated tags of all entries, sorted, as written.
    pub tags: Vec<String>,
    /// Companies of all entries, in order of first mention.
    pub companies: Vec<String>,
    /// Links of all entries, in order of first mention.
    pub links: Vec<Link>,
    /// The hardest stated difficulty.
    pub difficulty: Option<Difficulty>,
    /// The topic that its deck is named after; empty when it has none.
    pub topic: String,
    /// Indices of its entries in the collection: the anchor first, then by document and place.
    pub entries: Vec<usize>,
    /// Why each entry but the anchor is among them, in the same order.
    pub merges: Vec<Merge>,
}

/// Why an entry belongs to a note: how much it asks the same as the note's anchor.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// Index of the entry in the collection.
    pub entry: usize,
    /// 0 to 100.
    pub score: u8,
    /// In words.
    pub reason: String,
}

/// Two notes that perhaps ask the same, and were kept apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Indices of the notes in the collection, the smaller first.
    pub notes: [usize; 2],
    /// How much they ask the same, 0 to 100.
    pub score: u8,
    /// Why, in words.
    pub reason: String,
}

impl Draft {
    /// Whether an answer is known.
    pub fn status(&self) -> Status {
        if self.answer.is_some() { Status::Ready } else { Status::Open }
    }
}

/// Whether a note can be studied.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// No entry answers it yet.
    Open,
    /// It has an answer.
    Ready,
    /// A person took it out, answered or not.
    Rejected,
}

impl Status {
    /// The word for it: `open`, `ready`, `rejected`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Ready => "ready",
            Self::Rejected => "rejected",
        }
    }
}

/// What kind of card a note makes.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NoteKind {
    /// Question in front, answer behind.
    #[default]
    Basic,
    /// A text with gaps.
    Cloze,
    /// A question with options.
    Choice,
}

/// Another answer to the same question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Index of the entry that gives it.
    pub entry: usize,
    /// The answer, at least one block.
    pub blocks: Blocks,
}

/// A note with everything that writers need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its lasting identity, see [`Note::short_id`].
    pub guid: String,
    /// Its place among all notes, counted from one: the order in which Anki shows new cards.
    pub position: u32,
    /// Full name of its Anki deck, `::` between levels.
    pub deck: String,
    /// Its content.
    pub draft: Draft,
    /// Its fields as Anki shows them.
    pub fields: Fields,
    /// Its Anki tags: namespaced, sorted, without spaces.
    pub anki_tags: Vec<String>,
    /// What the ledger knows of it.
    pub stamp: Stamp,
}

impl Note {
    /// The six characters that stand on card, paper and sheet.
    pub fn short_id(&self) -> &str {
        &self.guid[..6]
    }

    /// Whether it is studied, and if not, why.
    pub fn status(&self) -> Status {
        match self.stamp.review {
            Some(Verdict::Rejected) => Status::Rejected,
            _ => self.draft.status(),
        }
    }
}

/// The parts of a card as HTML made from the content tree; a part that is absent is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// The question, with code and options where they belong to it; of a text with gaps the text, with Anki's marks
    /// around what fills them, and then brief, answer and variants are empty.
    pub question: String,
    /// The short answer.
    pub brief: String,
    /// The full answer.
    pub answer: String,
    /// Labelled blocks: what is tested, red flags, insights.
    pub asides: String,
    /// Questions that come next, each with its hint.
    pub follow_ups: String,
    /// Other answers with their sources.
    pub variants: String,
    /// Links given beside the question.
    pub links: String,
    /// Documents and sections it comes from, and companies that ask it.
    pub source: String,
    /// Its topic.
    pub topic: String,
    /// `easy`, `medium`, `hard` or empty.
    pub difficulty: String,
    /// Of a note made from another, such as one of its follow-up questions, the question of that.
    pub parent: String,
    /// Whether a second card asks for the question; empty where none does.
    pub reverse: String,
}

/// What the ledger says of a note's content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Changes when the user changed the content.
    pub content_hash: String,
    /// Changes when what Anki shows changed, but for the places that the words stand in.
    pub field_hash: String,
    /// When the fields last changed, in seconds since 1970; only rises.
    pub modified: i64,
    /// Fingerprint of the answer, in hexadecimal; empty while the note is open, and where it is short.
    pub answer: String,
    /// Id of the document that it was first seen in.
    pub first_seen: String,
    /// When it was first seen, in seconds since 1970; 0 where that is not known.
    pub since: i64,
    /// What a person said of it; `None` where nobody did, or its content changed since.
    pub review: Option<Verdict>,
    /// What that person remarked.
    pub comment: String,
}

/// What a person says of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It is fine as it is.
    Approved,
    /// It is to be no card.
    Rejected,
}

impl Verdict {
    /// The word for it: `approved`, `rejected`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Rejected => "rejected",
        }
    }
}

/// A question as it was asked at one time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wording<'a> {
    /// It as written, code between backticks.
    pub text: &'a str,
    /// It as questions are compared.
    pub key: &'a str,
    /// The fingerprint of its answer; `None` while it is open, and where the answer is short or not known.
    pub answer: Option<u64>,
    /// Id of the document that it stood in first.
    pub document: &'a str,
}

/// What people said of pairs of questions, by their keys, the smaller first; it wins over everything else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// They ask the same.
    pub same: BTreeSet<[String; 2]>,
    /// They do not.
    pub different: BTreeSet<[String; 2]>,
}

impl Decisions {
    /// Adds what `newer` says; where both speak of a pair, `newer` wins.
    pub fn extend(&mut self, newer: Self) {
        self.same.retain(|pair| !newer.different.contains(pair));
        self.different.retain(|pair| !newer.same.contains(pair));
        self.same.extend(newer.same);
        self.different.extend(newer.different);
    }

    /// The pair of two keys.
    pub fn pair(a: &str, b: &str) -> [String; 2] {
        let mut pair = [a.to_string(), b.to_string()];
        pair.sort_unstable();
        pair
    }
}
