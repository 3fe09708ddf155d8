//! The ledger as text.

use super::{Ledger, Record};

/// A line of a ledger that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the ledger cannot be read: {reason}")]
pub struct LedgerError {
    /// The line, counted from one.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

impl Ledger {
    /// Reads a ledger.
    ///
    /// # Errors
    /// At the first line that is no record, or whose guid another line has already.
    pub fn parse(text: &str) -> Result<Self, LedgerError> {
        let mut ledger = Self::default();
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let line_error = |reason: String| LedgerError { line: index + 1, reason };
            let record: Record = serde_json::from_str(line).map_err(|error| line_error(error.to_string()))?;
            if !super::identity::is_guid(&record.guid) {
                return Err(line_error(format!("`{}` is no guid", record.guid)));
            }
            if let Some(twice) = ledger.records.insert(record.guid.clone(), record) {
                return Err(line_error(format!("the guid `{}` stands on another line already", twice.guid)));
            }
        }
        Ok(ledger)
    }

    /// The ledger as text: one record a line, sorted by guid.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for record in self.records.values() {
            match serde_json::to_string(record) {
                Ok(line) => text.push_str(&line),
                Err(error) => unreachable!("a record of strings and numbers serialises: {error}"),
            }
            text.push('\n');
        }
        text
    }
}
