//! Data at the very start of a document.

use super::line;
use crate::model::{FrontMatter, Span};

/// Data between `---` lines (or `+++`) at the very start, and where the content starts.
pub(super) fn read(text: &str) -> Option<(FrontMatter, usize)> {
    let (end, mut at) = line::line_end(text, 0);
    let fence = text[..end].trim_end();
    if !matches!(fence, "---" | "+++") {
        return None;
    }
    let from = at;
    while at < text.len() {
        let (end, next) = line::line_end(text, at);
        let line = text[at..end].trim_end();
        if line == fence || (fence == "---" && line == "...") {
            let data = &text[from..at];
            if !data.lines().any(is_data) {
                return None;
            }
            let front_matter = FrontMatter { span: Span::new(0, at + line.len()), text: data.to_owned() };
            return Some((front_matter, next));
        }
        at = next;
    }
    None
}

/// Whether the line assigns a value to a key: `key: value`, `key = value`.
fn is_data(line: &str) -> bool {
    let Some((key, _)) = line.split_once([':', '=']) else { return false };
    let key = key.trim_end();
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}
