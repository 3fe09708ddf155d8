//! Questions: those that ask the same or perhaps do, and those whose entries disagree.

use std::collections::BTreeSet;

use crate::model::content::plain_text;
use crate::model::{Collection, Diagnostic, Note, Severity, Span};
use crate::normalise::entry_key;

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

/// Entries that joined a note in other words.
pub fn merged(collection: &Collection) -> Vec<Diagnostic> {
    let told = collection.notes.iter().flat_map(|note| {
        let anchor = &collection.entries[note.draft.entries[0]];
        let key = entry_key(anchor);
        note.draft.merges.iter().filter_map(move |merge| {
            let entry = &collection.entries[merge.entry];
            let [one, other] = [anchor, entry].map(|entry| plain_text(&entry.question));
            (entry_key(entry) != key).then(|| Diagnostic {
                code: "merged-question",
                severity: Severity::Info,
                message: format!(
                    "`{other}` is on the note `{one}` ({}), {} of 100: {}",
                    note.short_id(),
                    merge.score,
                    merge.reason
                ),
                places: vec![(entry.document, entry.question_span), place(collection, note)],
                hint: format!(
                    "if they ask different things, say so in deckpress.toml: `[[different]]` with \
                     `questions = [{one:?}, {other:?}]`"
                ),
            })
        })
    });
    told.collect()
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
