//! Questions: those that perhaps ask the same, and those whose entries disagree.

use std::collections::BTreeSet;

use crate::model::content::plain_text;
use crate::model::{Collection, Diagnostic, Note, Severity, Span};

/// Pairs of notes that perhaps ask the same.
pub fn perhaps_same(collection: &Collection) -> Vec<Diagnostic> {
    let doubts = collection.doubts.iter().map(|doubt| {
        let [one, other] = doubt.notes.map(|note| &collection.notes[note]);
        Diagnostic {
            code: "perhaps-same",
            severity: Severity::Info,
            message: format!(
                "`{}` ({}) and `{}` ({}) perhaps ask the same ({} of 100): {}",
                plain_text(&one.draft.question),
                one.short_id(),
                plain_text(&other.draft.question),
                other.short_id(),
                doubt.score,
                doubt.reason
            ),
            places: vec![place(collection, one), place(collection, other)],
            hint: format!(
                "say so in deckpress.toml: `[[same]]` or `[[different]]` with `questions = [\"{}\", \"{}\"]`",
                one.short_id(),
                other.short_id()
            ),
        }
    });
    doubts.collect()
}

/// Notes whose entries state different difficulties: the hardest counts.
pub fn difficulties(collection: &Collection) -> Vec<Diagnostic> {
    let told = collection.notes.iter().filter_map(|note| {
        let entries = || note.draft.entries.iter().map(|&entry| &collection.entries[entry]);
        let stated: BTreeSet<_> = entries().filter_map(|entry| entry.difficulty).collect();
        let hardest = stated.last().filter(|_| stated.len() > 1)?;
        let words: Vec<&str> = stated.iter().map(|difficulty| difficulty.word()).collect();
        let stating = entries().filter(|entry| entry.difficulty.is_some());
        Some(Diagnostic {
            code: "difficulty-differs",
            severity: Severity::Info,
            message: format!(
                "this question is said to be {}; it counts as {}",
                words.join(" and "),
                hardest.word()
            ),
            places: stating.map(|entry| (entry.document, entry.question_span)).collect(),
            hint: "state one difficulty in all of them".to_string(),
        })
    });
    told.collect()
}

/// Where a note's anchor asks.
fn place(collection: &Collection, note: &Note) -> (usize, Span) {
    let anchor = &collection.entries[note.draft.entries[0]];
    (anchor.document, anchor.question_span)
}
