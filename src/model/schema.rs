//! The shape of `model.json`: the collection as other programs read it.
//!
//! Places are lines of the user's own files, counted from one, both ends inclusive; content is
//! Markdown, CommonMark with the extensions of GitHub. A key is only ever added; anything else raises
//! [`SCHEMA_VERSION`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Class, Difficulty, Link, Merge, NoteKind, Status, StructureKind};

/// The version of this shape.
pub const SCHEMA_VERSION: u32 = 1;

/// The whole file.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Model {
    /// Version of this shape.
    pub schema_version: u32,
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
    /// What holds the documents together and is no study material; by document and place.
    pub structure: Vec<Structure>,
    /// By position.
    pub notes: Vec<Note>,
    /// Pairs of notes that perhaps ask the same, and were kept apart.
    #[serde(default)]
    pub doubts: Vec<Doubt>,
    /// By name.
    pub decks: Vec<Deck>,
}

/// Two notes that perhaps ask the same.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// Their guids, by position.
    pub notes: [String; 2],
    /// How much they ask the same, 0 to 100.
    pub score: u8,
    /// Why, in words.
    pub reason: String,
}

/// A source file.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Path relative to its source root.
    pub id: String,
    /// BCP 47 language of its prose.
    pub lang: String,
    /// Name of its encoding.
    pub encoding: String,
    /// How many lines it has.
    pub lines: usize,
    /// SHA-256 of its bytes, in hexadecimal.
    pub hash: String,
    /// Garbled text that was put right, by place.
    pub repairs: Vec<Repair>,
    /// What its lines were taken for.
    pub account: Account,
}

/// How many lines of a document were taken for what. Each line counts once, and all of them add up to
/// the lines that the document has.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Lines without a character that can be seen.
    pub blank: usize,
    /// Lines of questions and their answers.
    pub entries: usize,
    /// Lines of passages.
    pub passages: usize,
    /// Lines of structure, by kind.
    pub structure: BTreeMap<StructureKind, usize>,
    /// Lines that could not be used.
    pub rejects: usize,
}

impl Account {
    /// The sums of `account`, whose document has so many lines.
    pub fn of(account: &super::Account, lines: usize) -> Self {
        let mut structure = BTreeMap::new();
        for stretch in &account.stretches {
            if let Class::Structure(kind) = stretch.class {
                *structure.entry(kind).or_default() += stretch.filled;
            }
        }
        Self {
            blank: lines - account.lines(|_| true),
            entries: account.lines(|class| matches!(class, Class::Entry(_))),
            passages: account.lines(|class| matches!(class, Class::Passage(_))),
            structure,
            rejects: account.lines(|class| matches!(class, Class::Reject(_))),
        }
    }
}

/// A run of garbled text that was put right.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    /// The line that it starts on.
    pub first_line: usize,
    /// The garbled text.
    pub before: String,
    /// What it is read as.
    pub after: String,
}

/// One question as it stands in one document.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Id of its document.
    pub document: String,
    /// Where it starts.
    pub first_line: usize,
    /// Where it ends, asides included.
    pub last_line: usize,
    /// The rule that found it.
    pub rule: String,
    /// How sure the rule is, 0 to 100.
    pub confidence: u8,
    /// The number it carries.
    pub number: Option<String>,
    /// The id that the source gives it.
    pub explicit_id: Option<String>,
    /// The question without markup.
    pub question_text: String,
    /// The question.
    pub question_markdown: String,
    /// Where the question starts, number and label included.
    pub question_first_line: usize,
    /// Where the question ends.
    pub question_last_line: usize,
    /// Options and code that belong to the question; empty when nothing does.
    pub question_blocks_markdown: String,
    /// The answer; `null` while it is open.
    pub answer_markdown: Option<String>,
    /// Why it is open, in words; `null` when it is answered.
    #[serde(default)]
    pub open_reason: Option<String>,
    /// Where the answer starts; `null` while it is open.
    pub answer_first_line: Option<usize>,
    /// Where the answer ends; `null` while it is open.
    pub answer_last_line: Option<usize>,
    /// Languages of the code in the answer, in order of first mention.
    pub code_languages: Vec<String>,
    /// The stated difficulty.
    pub difficulty: Option<Difficulty>,
    /// Stated tags, as written.
    pub tags: Vec<String>,
    /// Companies said to ask it, as written.
    pub companies: Vec<String>,
    /// Links given beside the question.
    pub links: Vec<Link>,
    /// Titles from the outermost section to its own.
    pub section: Vec<String>,
    /// What stands beside the answer, by place.
    pub asides: Vec<Aside>,
    /// The guid of its note.
    pub note: Option<String>,
}

/// What stands beside an answer.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    /// What it is.
    pub kind: AsideKind,
    /// Where it starts, label included.
    pub first_line: usize,
    /// Where it ends.
    pub last_line: usize,
    /// Its content; `null` for follow-up questions.
    pub markdown: Option<String>,
    /// Follow-up questions; empty for every other kind.
    pub follow_ups: Vec<FollowUp>,
}

/// The kinds of aside.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AsideKind {
    /// What an interviewer looks for.
    Insight,
    /// What the question really tests.
    Tested,
    /// What a weak answer sounds like.
    RedFlag,
    /// Questions that come next.
    FollowUps,
}

/// A question that follows on another.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// The question, in Markdown.
    pub question: String,
    /// The hint that came with it, in Markdown; empty when none did.
    pub hint: String,
}

/// Study material that is not a question.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Id of its document.
    pub document: String,
    /// Where it starts.
    pub first_line: usize,
    /// Where it ends.
    pub last_line: usize,
    /// Titles from the outermost section to its own.
    pub section: Vec<String>,
    /// Its content.
    pub markdown: String,
}

/// Lines that look like study material and could not be used.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reject {
    /// Id of its document.
    pub document: String,
    /// Where it starts.
    pub first_line: usize,
    /// Where it ends.
    pub last_line: usize,
    /// Titles from the outermost section to its own.
    pub section: Vec<String>,
    /// Why it could not be used.
    pub reason: String,
}

/// What holds a document together and is no study material.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Structure {
    /// Id of its document.
    pub document: String,
    /// Where it starts.
    pub first_line: usize,
    /// Where it ends.
    pub last_line: usize,
    /// What it is.
    pub kind: StructureKind,
}

/// What becomes one Anki note.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Its lasting identity.
    pub guid: String,
    /// The six characters that stand on card, paper and sheet.
    pub short_id: String,
    /// Whether an answer is known.
    pub status: Status,
    /// What kind of card it makes.
    pub kind: NoteKind,
    /// The question without markup.
    pub question_text: String,
    /// The short form of its answer; `null` where the answer is short itself, or none is sure to serve.
    #[serde(default)]
    pub brief_markdown: Option<String>,
    /// The gaps of a text, in order of place; none where `kind` is another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
    /// Full name of its deck.
    pub deck: String,
    /// Its topic; empty when it has none.
    pub topic: String,
    /// Stated tags of all its entries, as written.
    pub tags: Vec<String>,
    /// Its tags as Anki has them.
    pub anki_tags: Vec<String>,
    /// Its place among all notes, counted from one.
    pub position: u32,
    /// The hardest stated difficulty.
    pub difficulty: Option<Difficulty>,
    /// When its fields last changed, in seconds since 1970.
    pub modified: i64,
    /// Changes little when the words of its answer do, in hexadecimal; empty while it is open, and where it is short.
    #[serde(default)]
    pub answer_fingerprint: String,
    /// Id of the document that it was first seen in.
    #[serde(default)]
    pub first_seen: String,
    /// When it was first seen, in seconds since 1970; 0 where that is not known.
    #[serde(default)]
    pub since: i64,
    /// Changes when its content changed.
    pub content_hash: String,
    /// Changes when what Anki shows changed, but for the places that the words stand in.
    pub field_hash: String,
    /// Its Anki fields by name, as HTML; only where an external writer is told of it, not in `model.json`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
    /// Indices into the entries of the file, the anchor first.
    pub entries: Vec<usize>,
    /// Why each entry but the first is among them.
    #[serde(default)]
    pub merges: Vec<Merge>,
}

/// A gap in a text.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// Gaps of one number are asked together, on one card.
    pub number: u16,
    /// What fills it, code between backticks.
    pub filling: String,
    /// What it shows instead; empty where the source says nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hint: String,
}

/// An Anki deck.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deck {
    /// Full name, `::` between levels.
    pub name: String,
    /// What the user reads below its name.
    pub description: String,
}
