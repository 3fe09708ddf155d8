//! Whole documents: whether they say anything, and whether all of it could be used.

use std::collections::BTreeMap;

use crate::model::{Collection, Diagnostic, Entry, Severity, Span};

/// Documents that ask nothing.
pub fn without_questions(collection: &Collection) -> Vec<Diagnostic> {
    let mut asking = vec![false; collection.documents.len()];
    for entry in &collection.entries {
        asking[entry.document] = true;
    }
    let silent = collection.documents.iter().enumerate().filter(|(index, _)| !asking[*index]);
    silent
        .map(|(index, document)| Diagnostic {
            code: "no-questions",
            severity: Severity::Warning,
            message: format!("no question was recognised in `{}`", document.id),
            places: vec![(index, Span::default())],
            hint: "write questions as headings, numbered lists, `Q:`/`A:` lines or disclosures".to_string(),
        })
        .collect()
}

/// Lines that could not be used.
pub fn rejected_lines(collection: &Collection) -> Vec<Diagnostic> {
    let told = collection.rejects.iter().map(|reject| Diagnostic {
        code: "rejected-lines",
        severity: Severity::Warning,
        message: reject.reason.clone(),
        places: vec![(reject.document, reject.span)],
        hint: "write them as text or Markdown, or take them out".to_string(),
    });
    told.collect()
}

/// Different notes to which the sources give the same id: none of them is known by it.
pub fn duplicate_ids(collection: &Collection) -> Vec<Diagnostic> {
    let mut bearers = BTreeMap::<&str, Vec<&Entry>>::new();
    for note in &collection.notes {
        let entries = note.draft.entries.iter().map(|&entry| &collection.entries[entry]);
        let mut named: Vec<_> =
            entries.filter_map(|entry| Some((entry.explicit_id.as_deref()?, entry))).collect();
        named.dedup_by_key(|(id, _)| *id);
        for (id, entry) in named {
            bearers.entry(id).or_default().push(entry);
        }
    }
    let repeated = bearers.into_iter().filter(|(_, entries)| entries.len() > 1);
    repeated
        .map(|(id, mut entries)| {
            entries.sort_by_key(|entry| (entry.document, entry.span));
            Diagnostic {
                code: "duplicate-id",
                severity: Severity::Warning,
                message: format!("the id `{id}` is given to {} different questions", entries.len()),
                places: entries.iter().map(|entry| (entry.document, entry.question_span)).collect(),
                hint: "such an id counts for none of them: give each its own, or none".to_string(),
            }
        })
        .collect()
}
