//! The Anki tags of a note, in a namespace of their own so that they never touch a user's.

use crate::model::{Document, Draft, Entry};

/// The tags of `draft` below `prefix`, sorted: topic, difficulty, stated tags, companies and documents, each kind on a
/// level of its own. An empty prefix is none: `topic::Concurrency`.
pub fn anki_tags(draft: &Draft, entries: &[Entry], documents: &[Document], prefix: &str) -> Vec<String> {
    let sources =
        draft.entries.iter().map(|&entry| ("source", documents[entries[entry].document].name.as_str()));
    below(prefix, own(draft).chain(sources))
}

/// The tags of `draft` below `prefix` without those of the documents that it stands in, sorted.
pub fn content_tags(draft: &Draft, prefix: &str) -> Vec<String> {
    below(prefix, own(draft))
}

/// What `draft` itself is tagged with, by kind.
fn own(draft: &Draft) -> impl Iterator<Item = (&str, &str)> {
    let difficulty = draft.difficulty.map(|difficulty| ("difficulty", difficulty.word()));
    let tags = draft.tags.iter().map(|tag| ("tag", tag.as_str()));
    let companies = draft.companies.iter().map(|company| ("company", company.as_str()));
    std::iter::once(("topic", draft.topic.as_str())).chain(difficulty).chain(tags).chain(companies)
}

fn below<'a>(prefix: &str, names: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let prefix: String =
        prefix.split("::").map(level).filter(|level| !level.is_empty()).map(|level| level + "::").collect();
    let names = names.map(|(kind, name)| (kind, level(name))).filter(|(_, name)| !name.is_empty());
    let mut tags: Vec<String> = names.map(|(kind, name)| format!("{prefix}{kind}::{name}")).collect();
    tags.sort();
    tags.dedup();
    tags
}

/// `text` as one level of a tag, which is one word without quotation marks; `::` parts its levels.
fn level(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control() || matches!(c, ':' | '"'));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_")
}
