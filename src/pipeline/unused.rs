//! What of the configuration nothing in the documents answers to.

use std::collections::BTreeSet;

use crate::config::{self, Config};
use crate::model::{Diagnostic, Document, Entry, Severity};
use crate::{normalise, recognise};

/// The ids in `priority` that name neither a document nor a folder of one.
pub(super) fn unknown_priorities(documents: &[Document], priority: &[String]) -> Vec<Diagnostic> {
    let is_unknown = |id: &&String| normalise::priority_of(documents, id).is_none();
    let unknown = priority.iter().filter(is_unknown).map(|id| Diagnostic {
        code: "unknown-priority",
        severity: Severity::Warning,
        message: format!("`priority` names `{id}`, and there is no such document"),
        places: Vec::new(),
        hint: "name documents as `model.json` does, and folders with `/` at the end".to_string(),
    });
    unknown.collect()
}

/// The rules of the user that found no question in the documents that the configuration names.
pub(super) fn silent_rules(documents: &[Document], entries: &[Entry], config: &Config) -> Vec<Diagnostic> {
    let heard: BTreeSet<&str> = entries.iter().map(|entry| entry.rule.as_str()).collect();
    let is_silent =
        |rule: &&recognise::CustomRule| rule.question.is_some() && !heard.contains(rule.name.as_str());
    let silent = config.recognise.rules.iter().filter(|_| !config.own_deck).filter(is_silent).map(|rule| {
        let count = documents.iter().filter(|document| rule.is_for(&document.id)).count();
        let (problem, hint) = match count {
            0 => ("is for no document: its `files` match none", "name documents as `model.json` does"),
            _ => (
                "found no question in the documents that it is for",
                "compare its `question` with a line that should match, as it is written",
            ),
        };
        Diagnostic {
            code: "silent-rule",
            severity: Severity::Warning,
            message: format!("rule `{}` of {} {problem}", rule.name, config::FILE),
            places: Vec::new(),
            hint: format!("{hint}; docs/rules.md tells how lines are matched"),
        }
    });
    silent.collect()
}
