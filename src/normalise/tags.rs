//! The Anki tags of a note, in a namespace of their own so that they never touch a user's.

use crate::model::{Document, Draft, Entry};

/// The tags of `draft` below `prefix`, sorted: topic, difficulty, stated tags, companies and documents, each kind on a
/// level of its own. An empty prefix is none: `topic::Concurrency`.
pub fn anki_tags(draft: &Draft, entries: &[Entry], documents: &[Document], prefix: &str) -> Vec<String> {
    let prefix: String =
        prefix.split("::").map(level).filter(|level| !level.is_empty()).map(|level| level + "::").collect();
    let mut tags = Vec::new();
    let mut push = |kind: &str, name: &str| {
        let name = level(name);
        if !name.is_empty() {
            tags.push(format!("{prefix}{kind}::{name}"));
        }
    };
    push("topic", &draft.topic);
    if let Some(difficulty) = draft.difficulty {
        push("difficulty", difficulty.word());
    }
    draft.tags.iter().for_each(|tag| push("tag", tag));
    draft.companies.iter().for_each(|company| push("company", company));
    for &entry in &draft.entries {
        push("source", &documents[entries[entry].document].name);
    }
    tags.sort();
    tags.dedup();
    tags
}

/// `text` as one level of a tag, which is one word without quotation marks; `::` parts its levels.
fn level(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control() || matches!(c, ':' | '"'));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_")
}
