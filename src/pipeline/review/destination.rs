//! Where an edited cell goes.

use std::collections::BTreeMap;

use super::{Held, Into, Made};
use crate::model::{Draft, Entry};
use crate::review::merge::CellEdit;
use crate::review::overlay;
use crate::review::rewrite::{Part, Untouchable};
use crate::review::{cells, gaps};
use crate::sheet::Column;

/// An edit of question or answer, or of what is held beside the documents, and where it goes.
#[derive(Clone, Debug)]
pub struct Aim {
    /// Index of the edit.
    pub edit: usize,
    /// Where it goes.
    pub target: Target,
    /// What the documents alone say in its cell, where the overlay says something else by now.
    pub said: Option<String>,
    /// Whether it is one of a text with gaps, which is held nowhere but in its document.
    pub is_gapped: bool,
}

/// Where an edit goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Into the document that gave it.
    Document {
        /// Index of the document.
        document: usize,
        /// Number of the entry among those of the document.
        entry: usize,
    },
    /// Beside the documents.
    Overlay(Reason),
}

/// Why an edit is held beside the documents.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// The user wants it so.
    #[error("as `--into overlay` asks for")]
    Asked,
    /// No document says it: it is made of what they say.
    #[error("it follows from what the documents say")]
    Derived,
    /// Several documents ask the question.
    #[error("several documents ask this")]
    Several,
    /// The document's style cannot hold it.
    #[error("the style of `{0}` cannot hold it there")]
    Style(String),
    /// The document's bytes are not to be changed.
    #[error("`{0}` was left alone: {1}")]
    Untouchable(String, Untouchable),
    /// Another program turns the document into text.
    #[error("another program turns `{0}` into text")]
    Converted(String),
    /// Written into the document, the note or others would be something else.
    #[error("in its document it would change what notes belong together")]
    Entangled,
}

impl Aim {
    /// Why no document takes the edit.
    fn reason(&self) -> Option<&Reason> {
        match &self.target {
            Target::Document { .. } => None,
            Target::Overlay(reason) => Some(reason),
        }
    }

    /// Why the edit can be taken nowhere.
    pub fn left(&self) -> Option<&Reason> {
        self.reason().filter(|_| self.is_gapped)
    }

    /// What is to be said of an edit that is held beside the documents.
    pub fn held(&self, edits: &[CellEdit]) -> Option<Held> {
        let reason = self.reason().filter(|_| !self.is_gapped)?;
        let CellEdit { line, guid, column, .. } = &edits[self.edit];
        Some(Held { guid: guid.clone(), line: *line, column: *column, reason: reason.clone() })
    }
}

/// Where each of `edits` goes; what people said of notes goes to the ledger and is no matter here.
pub fn aims(edits: &[CellEdit], made: &Made, into: Into) -> Vec<Aim> {
    let drafts: BTreeMap<&str, &Draft> =
        made.collection.notes.iter().map(|note| (note.guid.as_str(), &note.draft)).collect();
    let mut aims = Vec::new();
    for (edit, cell) in edits.iter().enumerate() {
        let Some(draft) = drafts.get(cell.guid.as_str()) else { continue };
        let is_text = matches!(cell.column, Column::Question | Column::Answer);
        let is_gapped = is_text && draft.cloze.is_some();
        let target = match cell.column {
            Column::Review | Column::Comment => continue,
            _ if is_text && into == Into::Overlay => Target::Overlay(Reason::Asked),
            _ if (is_gapped || cell.column == Column::Question) && draft.entries.len() > 1 => {
                Target::Overlay(Reason::Several)
            }
            _ if is_text => {
                let entry = cell.entry.unwrap_or_else(|| giver(draft, cell.column, &made.collection.entries));
                let document = made.collection.entries[entry].document;
                let first = made.collection.entries.partition_point(|entry| entry.document < document);
                Target::Document { document, entry: entry - first }
            }
            _ => Target::Overlay(Reason::Derived),
        };
        let said = made.overlay.holds(&cell.guid, cell.column).then(|| said(draft, cell.column, made));
        aims.push(Aim { edit, target, said, is_gapped });
    }
    aims
}

/// The entry of `draft` that gave its answer, or its question.
fn giver(draft: &Draft, column: Column, entries: &[Entry]) -> usize {
    let own = || draft.entries.iter().copied();
    let gave = own().find(|&entry| entries[entry].answer.is_some() && entries[entry].answer == draft.answer);
    match column {
        Column::Answer => {
            gave.or_else(|| own().find(|&entry| entries[entry].answer.is_some())).unwrap_or(draft.entries[0])
        }
        _ => draft.entries[0],
    }
}

/// What the documents alone say in the cell of `column`.
fn said(draft: &Draft, column: Column, made: &Made) -> String {
    let entry = &made.collection.entries[giver(draft, column, &made.collection.entries)];
    let mut alone = draft.clone();
    alone.question = entry.question.clone();
    alone.question_blocks = entry.question_blocks.clone();
    alone.answer = entry.answer.clone();
    overlay::said(&alone, column).unwrap_or_default()
}

/// What an edit of a question or an answer wants of `entry`.
pub fn part(edit: &CellEdit, entry: &Entry) -> Option<Part> {
    if let Some(cloze) = &entry.cloze {
        return gaps::texts(cloze, edit.column, &edit.text).ok().map(Part::Texts);
    }
    match edit.column {
        Column::Question => {
            cells::question(&edit.text).ok().map(|(wording, blocks)| Part::Question(wording, blocks))
        }
        Column::Answer => Some(Part::Answer(cells::blocks(&edit.text).unwrap_or_default())),
        _ => None,
    }
}
