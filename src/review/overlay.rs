//! `review.overlay.toml`: what people want of notes and no document says, by guid.
//!
//! It holds what follows from several places (a short answer, the tags of all entries, the hardest difficulty, a deck,
//! the wording of a question that several documents ask) and what a document's style cannot hold. A build applies it
//! once identities are known. Beside each value stands what the documents said when it was written, so that a later
//! change of theirs is noticed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::cells;
use crate::model::{Blocks, Difficulty, Draft};
use crate::render::sheet as shown;
use crate::sheet::{Column, fingerprint};

/// The overlay of a deck.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Overlay {
    notes: BTreeMap<String, Held>,
}

/// What is wanted of one note; what is `None` follows from the documents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Held {
    #[serde(skip_serializing_if = "Option::is_none")]
    deck: Option<String>,
    /// `easy`, `medium`, `hard`, or nothing for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    difficulty: Option<String>,
    /// In Markdown, as in a sheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    brief: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    companies: Option<Vec<String>>,
    /// For each column that is held a hash of what the documents said.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    was: BTreeMap<String, String>,
}

/// Why a file is no overlay.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct OverlayError {
    /// The line, counted from one.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

/// What stands above everything else in the file.
const HEADING: &str = "\
# What a review wants of notes and no document says, by id; written by `deckpress review apply`, applied by every
# build. docs/review.md tells more. A value that is taken away follows from the documents again.
";

impl Overlay {
    /// The columns that it can hold.
    pub const COLUMNS: [Column; 7] = [
        Column::Deck,
        Column::Difficulty,
        Column::Question,
        Column::Answer,
        // Behind the answer, of which it is made where nobody says otherwise.
        Column::Brief,
        Column::Tags,
        Column::Companies,
    ];

    /// Reads what [`Self::to_text`] wrote.
    ///
    /// # Errors
    /// At the first line that is none of an overlay.
    pub fn parse(text: &str) -> Result<Self, OverlayError> {
        let overlay: Self = toml::from_str(text).map_err(|error: toml::de::Error| {
            let at = error.span().map_or(0, |span| span.start);
            let line = text[..at.min(text.len())].matches('\n').count() + 1;
            OverlayError { line, reason: error.message().to_string() }
        })?;
        for (guid, held) in &overlay.notes {
            for column in Self::COLUMNS {
                if let Some(cell) = held.cell(column)
                    && let Err(reason) = cells::check(column, &cell)
                {
                    let line = text.lines().position(|line| line.contains(guid.as_str())).unwrap_or(0) + 1;
                    return Err(OverlayError {
                        line,
                        reason: format!("{} of `{guid}`: {reason}", column.name()),
                    });
                }
            }
        }
        Ok(overlay)
    }

    /// It as a file, one table a note, sorted by guid.
    pub fn to_text(&self) -> String {
        match toml::to_string_pretty(self) {
            Ok(text) => format!("{HEADING}\n{text}"),
            Err(error) => unreachable!("an overlay of strings serialises: {error}"),
        }
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }

    /// The notes that it holds something of, with the columns that it holds, by guid.
    pub fn notes(&self) -> impl Iterator<Item = (&str, Vec<Column>)> {
        let columns =
            |held: &Held| Self::COLUMNS.into_iter().filter(|column| held.cell(*column).is_some()).collect();
        self.notes.iter().map(move |(guid, held)| (guid.as_str(), columns(held)))
    }

    /// Whether it holds `column` of the note.
    pub fn holds(&self, guid: &str, column: Column) -> bool {
        self.notes.get(guid).is_some_and(|held| held.cell(column).is_some())
    }

    /// For each note of which it holds the question, by guid: what that is to be, and the fingerprint of what the
    /// documents asked when that was written, as [`fingerprint`] of [`said`] makes it.
    pub fn questions(&self) -> impl Iterator<Item = (&str, &str, u32)> {
        self.notes.iter().filter_map(|(guid, held)| {
            let was = held.was.get(Column::Question.name())?;
            Some((guid.as_str(), held.question.as_deref()?, u32::from_str_radix(was, 16).ok()?))
        })
    }

    /// Holds what the cell of `column` is to say; the documents say `was`. A column that it cannot hold is none.
    pub fn hold(&mut self, guid: &str, column: Column, cell: &str, was: &str) {
        let held = self.notes.entry(guid.to_string()).or_default();
        let items = || Some(crate::sheet::items(cell).map(str::to_string).collect());
        let text = || Some(cell.to_string());
        match column {
            Column::Deck => held.deck = text(),
            Column::Difficulty => held.difficulty = text(),
            Column::Question => held.question = text(),
            Column::Brief => held.brief = text(),
            Column::Answer => held.answer = text(),
            Column::Tags => held.tags = items(),
            Column::Companies => held.companies = items(),
            _ => return,
        }
        held.was.insert(column.name().to_string(), format!("{:08x}", fingerprint(column, was)));
    }

    /// Lets `column` of the note follow from the documents again.
    pub fn release(&mut self, guid: &str, column: Column) {
        let Some(held) = self.notes.get_mut(guid) else { return };
        match column {
            Column::Deck => held.deck = None,
            Column::Difficulty => held.difficulty = None,
            Column::Question => held.question = None,
            Column::Brief => held.brief = None,
            Column::Answer => held.answer = None,
            Column::Tags => held.tags = None,
            Column::Companies => held.companies = None,
            _ => {}
        }
        held.was.remove(column.name());
        if Self::COLUMNS.iter().all(|column| held.cell(*column).is_none()) {
            self.notes.remove(guid);
        }
    }

    /// The deck that the note is to be in.
    pub fn deck(&self, guid: &str) -> Option<&str> {
        self.notes.get(guid)?.deck.as_deref()
    }

    /// Gives `draft`, that of the note, what is wanted of it; the columns of which the documents say something else
    /// than when that was written. `digest` makes the short answer of a draft whose answer is another now.
    pub fn apply(
        &self,
        guid: &str,
        draft: &mut Draft,
        digest: impl Fn(&Draft) -> Option<Blocks>,
    ) -> Vec<Column> {
        let Some(held) = self.notes.get(guid) else { return Vec::new() };
        let mut stale = Vec::new();
        for column in Self::COLUMNS {
            let Some(cell) = held.cell(column) else { continue };
            if draft.cloze.is_some() && matches!(column, Column::Question | Column::Answer) {
                continue;
            }
            let now = said(draft, column).filter(|_| column != Column::Brief || held.answer.is_none());
            let was = held.was.get(column.name());
            if now.is_some_and(|now| {
                was.is_some_and(|was| *was != format!("{:08x}", fingerprint(column, &now)))
            }) {
                stale.push(column);
            }
            match column {
                Column::Difficulty => draft.difficulty = cells::difficulty(&cell).unwrap_or_default(),
                Column::Question => {
                    if let Ok((wording, blocks)) = cells::question(&cell) {
                        (draft.question, draft.question_blocks) = (wording, blocks);
                    }
                }
                Column::Answer => {
                    draft.answer = cells::blocks(&cell);
                    draft.brief = digest(draft);
                }
                Column::Brief => draft.brief = cells::blocks(&cell),
                Column::Tags => draft.tags = held.tags.clone().unwrap_or_default(),
                Column::Companies => draft.companies = held.companies.clone().unwrap_or_default(),
                _ => {}
            }
        }
        if draft.answer.is_none() {
            draft.brief = None;
        }
        stale
    }
}

/// What a draft says in the cell of `column`; `None` where a draft does not know.
pub fn said(draft: &Draft, column: Column) -> Option<String> {
    Some(match column {
        Column::Difficulty => draft.difficulty.map_or("", Difficulty::word).to_string(),
        Column::Question => shown::question(&draft.question, &draft.question_blocks),
        Column::Brief => shown::blocks(draft.brief.as_deref()),
        Column::Answer => shown::blocks(draft.answer.as_deref()),
        Column::Tags => draft.tags.join("\n"),
        Column::Companies => draft.companies.join("\n"),
        _ => return None,
    })
}

impl Held {
    /// What the cell of `column` is to say.
    fn cell(&self, column: Column) -> Option<String> {
        match column {
            Column::Deck => self.deck.clone(),
            Column::Difficulty => self.difficulty.clone(),
            Column::Question => self.question.clone(),
            Column::Brief => self.brief.clone(),
            Column::Answer => self.answer.clone(),
            Column::Tags => self.tags.as_ref().map(|items| items.join("\n")),
            Column::Companies => self.companies.as_ref().map(|items| items.join("\n")),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_overlay_survives_its_file() {
        let mut overlay = Overlay::default();
        assert!(overlay.is_empty());
        overlay.hold("b0", Column::Answer, "One.\n\n    two '''three''' \"\"\"\n\\", "");
        overlay.hold("a0", Column::Tags, "x\ny", "x");
        overlay.hold("a0", Column::Difficulty, "", "easy");
        let text = overlay.to_text();
        assert_eq!(Overlay::parse(&text), Ok(overlay.clone()), "{text}");
        assert_eq!(overlay.to_text(), text);
        let columns: Vec<_> = overlay.notes().collect();
        assert_eq!(columns, [("a0", vec![Column::Difficulty, Column::Tags]), ("b0", vec![Column::Answer])]);
        overlay.release("a0", Column::Tags);
        overlay.release("a0", Column::Difficulty);
        assert!(!overlay.holds("a0", Column::Tags) && overlay.notes().count() == 1);
    }

    #[test]
    fn a_damaged_overlay_names_its_line() {
        for (text, line, reason) in [
            ("[a]\nx = 1\n", 2, "unknown field"),
            ("\n[a]\ntags = \"x\"\n", 3, "invalid type"),
            ("[a]\ndifficulty = \"tricky\"\n", 1, "difficulty of `a`"),
            ("[a\n", 1, ""),
        ] {
            let error = Overlay::parse(text).unwrap_err();
            assert!(error.line == line && error.reason.contains(reason), "{text}: {error}");
        }
    }
}
