//! What is to be said about content: collected, never thrown.

use super::Span;

/// A remark on the content of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// A stable name, such as `open-question`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// One sentence, lower case, no final stop.
    pub message: String,
    /// Where: document index and span, the main place first; empty when it is about the run.
    pub places: Vec<(usize, Span)>,
    /// What to do next; empty when nothing is to be done.
    pub hint: String,
}

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Probably wrong.
    Warning,
    /// Wrong: the exit code says so.
    Error,
}
