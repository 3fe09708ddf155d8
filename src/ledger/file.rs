//! The ledger as text.

use std::collections::btree_map::Entry;

use serde::Serialize;

use super::{Ledger, Record, Styled};

/// A line of a ledger that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the ledger cannot be read: {reason}")]
pub struct LedgerError {
    /// The line, counted from one.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

/// What git writes around the two sides of a conflict.
const CONFLICT: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// What is wrong, without serde's own number of the line: it reads one at a time.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(" at line ") {
        Some((what, _)) => format!("{what} at column {}", error.column()),
        None => text,
    }
}

impl Ledger {
    /// Reads a ledger. Where a merge left two lines of one note, the newer counts: the next build sees what the
    /// documents say of it anyway.
    ///
    /// # Errors
    /// At the first line that is no record.
    pub fn parse(text: &str) -> Result<Self, LedgerError> {
        let mut ledger = Self::default();
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let line_error = |reason: String| LedgerError { line: index + 1, reason };
            if CONFLICT.iter().any(|mark| line.starts_with(mark)) {
                let reason =
                    "a conflict mark of a merge; take the marks away and keep the lines of both sides";
                return Err(line_error(reason.to_string()));
            }
            if line.starts_with(STYLED) {
                let styled: Styled =
                    serde_json::from_str(line).map_err(|error| line_error(reason(&error)))?;
                let is_newer = |known: &Styled| styled.modified > known.modified;
                if ledger.note_type.as_ref().is_none_or(is_newer) {
                    ledger.note_type = Some(styled);
                }
                continue;
            }
            let record: Record = serde_json::from_str(line).map_err(|error| line_error(reason(&error)))?;
            if !super::identity::is_guid(&record.guid) {
                return Err(line_error(format!("`{}` is no guid", record.guid)));
            }
            match ledger.records.entry(record.guid.clone()) {
                Entry::Vacant(place) => drop(place.insert(record)),
                Entry::Occupied(mut place) => place.get_mut().join(record),
            }
        }
        Ok(ledger)
    }

    /// The ledger as text: the note type's line if it has one, then one record a line, sorted by guid, a blank line
    /// between two. Without that line git would see one conflict in edits of neighbours that have nothing to do with
    /// each other.
    pub fn to_text(&self) -> String {
        let lines: Vec<String> =
            self.note_type.iter().map(line).chain(self.records.values().map(line)).collect();
        lines.join("\n")
    }
}

/// How the line of the note type begins.
const STYLED: &str = "{\"note_type\":";

/// `record` as a line.
fn line(record: &impl Serialize) -> String {
    match serde_json::to_string(record) {
        Ok(line) => line + "\n",
        Err(error) => unreachable!("a record of strings and numbers serialises: {error}"),
    }
}

impl Record {
    /// Takes `other` for what is known of the note if it is not older; keeps what people said in either.
    fn join(&mut self, mut other: Self) {
        if other.modified < self.modified {
            std::mem::swap(self, &mut other);
        }
        other.since = self.since.min(other.since);
        if other.review.is_nothing() {
            other.review = std::mem::take(&mut self.review);
        }
        other.same.append(&mut self.same);
        other.different.append(&mut self.different);
        *self = other;
    }
}
