//! Rules over the finished collection: what a person should know before using what comes out.

use crate::model::{Collection, Diagnostic, Severity, Status};

/// A rule: what it has to say of a collection.
type Rule = fn(&Collection) -> Vec<Diagnostic>;

/// Every rule.
const RULES: &[Rule] = &[documents_without_questions, open_questions];

/// What every rule has to say, by place.
pub fn check(collection: &Collection) -> Vec<Diagnostic> {
    RULES.iter().flat_map(|rule| rule(collection)).collect()
}

fn documents_without_questions(collection: &Collection) -> Vec<Diagnostic> {
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
            places: vec![(index, crate::model::Span::default())],
            hint: "write questions as headings, numbered lists, `Q:`/`A:` lines or disclosures".to_string(),
        })
        .collect()
}

fn open_questions(collection: &Collection) -> Vec<Diagnostic> {
    let open = collection.notes.iter().filter(|note| note.status() == Status::Open);
    open.map(|note| {
        let entry = |&index: &usize| &collection.entries[index];
        Diagnostic {
            code: "open-question",
            severity: Severity::Info,
            message: "no document answers this question".to_string(),
            places: note
                .draft
                .entries
                .iter()
                .map(entry)
                .map(|entry| (entry.document, entry.question_span))
                .collect(),
            hint: "write an answer below it, or add a document that answers it".to_string(),
        }
    })
    .collect()
}
