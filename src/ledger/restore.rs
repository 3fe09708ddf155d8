//! A ledger from what an earlier build left behind.

use super::{Ledger, LedgerError, Record, Reviewed, Sighted, identity::is_guid};
use crate::model::Verdict;

/// A note as an artifact of an earlier build shows it.
#[derive(Clone, Debug)]
pub struct Remembered {
    /// The note; hashes are empty where the artifact does not hold them.
    pub sighted: Sighted,
    /// When its fields last changed, in seconds since 1970; 0 where the artifact does not say.
    pub modified: i64,
    /// The document that it was first seen in.
    pub first_seen: String,
    /// When it was first seen, in seconds since 1970; 0 where the artifact does not say.
    pub since: i64,
    /// What people said of it.
    pub verdict: Option<Verdict>,
}

impl Ledger {
    /// The ledger of a build that had these notes. What had left the sources before is not in it.
    ///
    /// # Errors
    /// At the first note, as its line, whose guid is none or that of another.
    pub fn restored(notes: Vec<Remembered>) -> Result<Self, LedgerError> {
        let mut ledger = Self::default();
        for (index, note) in notes.into_iter().enumerate() {
            let guid = note.sighted.guid.clone();
            let error = |reason: String| LedgerError { line: index + 1, reason };
            if !is_guid(&guid) {
                return Err(error(format!("`{guid}` is no guid")));
            }
            let record = Record {
                review: Reviewed::new(note.verdict, ""),
                rejected: note.verdict == Some(Verdict::Rejected),
                ..Record::of(note.sighted, note.modified, note.first_seen, note.since)
            };
            if ledger.records.insert(guid.clone(), record).is_some() {
                return Err(error(format!("another note has the guid `{guid}` already")));
            }
        }
        Ok(ledger)
    }
}
