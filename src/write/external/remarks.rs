//! What an external writer says, line by line, as diagnostics.

use std::collections::BTreeMap;

use super::protocol::{self, Remark};
use crate::model::{Collection, Diagnostic, Note, Severity, Span};

const CODE: &str = "writer-remark";

/// What `writer` says of `collection` on its standard output; what is no remark comes together as one warning.
pub fn diagnostics(writer: &str, said: &[u8], collection: &Collection) -> Vec<Diagnostic> {
    let said = String::from_utf8_lossy(said);
    let mut diagnostics = Vec::new();
    let mut strange = Vec::new();
    let mut known = None;
    for line in said.lines().filter(|line| !line.trim().is_empty()) {
        let Ok(Remark { severity, message, hint, note }) = serde_json::from_str(line) else {
            strange.push(line);
            continue;
        };
        let known = known.get_or_insert_with(|| notes(collection));
        let places = note.and_then(|guid| known.get(guid.as_str())).map(|note| places(note, collection));
        let message = format!("`{writer}`: {}", on_one_line(&message));
        let severity = match severity {
            protocol::Severity::Info => Severity::Info,
            protocol::Severity::Warning => Severity::Warning,
            protocol::Severity::Error => Severity::Error,
        };
        diagnostics.push(Diagnostic {
            code: CODE,
            severity,
            message,
            places: places.unwrap_or_default(),
            hint: on_one_line(&hint),
        });
    }
    if let [first, rest @ ..] = strange.as_slice() {
        let more =
            if rest.is_empty() { String::new() } else { format!(" and {} more such lines", rest.len()) };
        diagnostics.push(Diagnostic {
            code: CODE,
            severity: Severity::Warning,
            message: format!("`{writer}` printed what is no diagnostic: `{}`{more}", start(first)),
            places: Vec::new(),
            hint:
                "standard output is for diagnostics, all else belongs on standard error; see docs/plugins.md"
                    .to_owned(),
        });
    }
    diagnostics
}

/// The notes by their guids.
fn notes(collection: &Collection) -> BTreeMap<&str, &Note> {
    let notes = collection.notes.iter().chain(&collection.derived);
    notes.map(|note| (note.guid.as_str(), note)).collect()
}

/// Where the questions of `note` stand.
fn places(note: &Note, collection: &Collection) -> Vec<(usize, Span)> {
    let entries = note.draft.entries.iter().map(|&entry| &collection.entries[entry]);
    entries.map(|entry| (entry.document, entry.question_span)).collect()
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// As much of `line` as a message holds.
fn start(line: &str) -> String {
    const SHOWN: usize = 80;
    let line = on_one_line(line);
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_remarks_and_the_rest_is_told_once() {
        let said = "{\"severity\":\"error\",\"message\":\"no\\npicture\",\"hint\":\"draw one\",\"later\":1}\n\
                    \nloading\n{\"severity\":\"dire\",\"message\":\"x\"}\n";
        let diagnostics = diagnostics("site", said.as_bytes(), &Collection::default());
        let told: Vec<_> = diagnostics
            .iter()
            .map(|each| (each.severity, each.message.as_str(), each.hint.as_str()))
            .collect();
        assert_eq!(told[0], (Severity::Error, "`site`: no picture", "draw one"));
        assert_eq!(told[1].0, Severity::Warning);
        assert_eq!(told[1].1, "`site` printed what is no diagnostic: `loading` and 1 more such lines");
        assert_eq!(told.len(), 2);
    }
}
