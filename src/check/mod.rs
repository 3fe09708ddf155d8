//! Rules over the finished collection: what a person should know before using what comes out.
//!
//! One file per family. Every code is described in docs/diagnostics.md.

mod answers;
mod code;
mod documents;
mod questions;

use crate::model::{Collection, Diagnostic};

/// A rule: what it has to say of a collection.
type Rule = fn(&Collection) -> Vec<Diagnostic>;

/// Every rule.
const RULES: &[Rule] = &[
    documents::without_questions,
    documents::rejected_lines,
    documents::duplicate_ids,
    questions::perhaps_same,
    questions::merged,
    questions::difficulties,
    answers::open,
    answers::placeholders,
    answers::cut,
    code::unclosed,
    code::suspicious,
];

/// What every rule has to say.
pub fn check(collection: &Collection) -> Vec<Diagnostic> {
    RULES.iter().flat_map(|rule| rule(collection)).collect()
}
