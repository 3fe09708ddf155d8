//! The Anki tags of a note, in a namespace of their own so that they never touch a user's.

use crate::model::{Document, Draft, Entry};

/// The tags of `draft`: difficulty, topics, companies and documents below `deckpress::`, sorted.
pub fn anki_tags(draft: &Draft, entries: &[Entry], documents: &[Document]) -> Vec<String> {
    let mut tags = Vec::new();
    let mut push = |kind: &str, name: &str| {
        let name = name_of(name);
        if !name.is_empty() {
            tags.push(format!("deckpress::{kind}::{name}"));
        }
    };
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

/// A tag is one word, and `::` parts its levels.
fn name_of(text: &str) -> String {
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c == ':' || c.is_control()).collect();
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_")
}
