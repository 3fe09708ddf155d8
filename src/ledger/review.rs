//! What people said of notes in a review sheet, and of their identity.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Ledger;
use crate::model::Verdict;

/// What people said of a note.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Reviewed {
    /// Whether it is fine or is to be no card; `None` where nobody said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// Hash of the content that was approved; `None` until a build sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<String>,
    /// What was remarked.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub comment: String,
}

impl Reviewed {
    /// That a note is `verdict`, with a remark.
    pub fn new(verdict: Option<Verdict>, comment: &str) -> Self {
        Self { verdict, content: None, comment: comment.to_string() }
    }

    /// Whether nobody said anything.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// What still holds of it now that the note's content has the hash `content`: what was approved is only that.
    pub fn of_content(mut self, content: &str) -> Self {
        if self.verdict == Some(Verdict::Approved) {
            match &self.content {
                Some(approved) if approved != content => (self.verdict, self.content) = (None, None),
                _ => self.content = Some(content.to_string()),
            }
        }
        self
    }
}

impl Ledger {
    /// Whether the note with this guid is known.
    pub fn knows(&self, guid: &str) -> bool {
        self.records.contains_key(guid)
    }

    /// What people said of the note, and what they remarked; nothing of a note that is not known.
    pub fn reviewed(&self, guid: &str) -> (Option<Verdict>, &str) {
        self.records.get(guid).map_or((None, ""), |record| (record.review.verdict, &record.review.comment))
    }

    /// Keeps what people say of a note that is known: of its content as it will be at the next build.
    pub fn review(&mut self, guid: &str, verdict: Option<Verdict>, comment: &str) {
        if let Some(record) = self.records.get_mut(guid) {
            record.review = Reviewed::new(verdict, comment);
        }
    }

    /// Says in which words notes ask their questions from now on, by guid: so their identity is no matter of likeness.
    /// What people said of the old words holds of the new ones.
    pub fn asks(&mut self, questions: BTreeMap<&str, Asked>) {
        let mut keys: BTreeMap<String, String> = BTreeMap::new();
        for (guid, Asked { key, wording }) in questions {
            let Some(record) = self.records.get_mut(guid) else { continue };
            let built = record.built.take().unwrap_or_else(|| record.wording().to_string());
            record.built = Some(built).filter(|built| *built != wording);
            record.wording = Some(wording).filter(|wording| *wording != key);
            let old = std::mem::replace(&mut record.question, key.clone());
            keys.insert(old, key);
        }
        for record in self.records.values_mut() {
            for list in [&mut record.same, &mut record.different] {
                *list = list.iter().map(|key| keys.get(key).unwrap_or(key).clone()).collect();
            }
        }
    }
}

/// A question as a ledger knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// As questions are compared.
    pub key: String,
    /// As it is written.
    pub wording: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_approved_is_one_content() {
        let approved = Reviewed { verdict: Some(Verdict::Approved), ..Reviewed::default() };
        let first = approved.of_content("1");
        assert_eq!(first.clone().of_content("1").verdict, Some(Verdict::Approved));
        assert_eq!(first.of_content("2"), Reviewed::default());
        let comment = "wrong".to_string();
        let rejected = Reviewed { verdict: Some(Verdict::Rejected), content: None, comment };
        assert_eq!(rejected.clone().of_content("1").of_content("2"), rejected);
    }
}
