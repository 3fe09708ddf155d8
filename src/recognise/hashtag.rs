//! `#tags` at the end of a line, and those that say that the line is a card.

use super::cut::{keep, trimmed};
use super::text_lines::prose;
use crate::model::content::plain_text;
use crate::model::{Inline, Inlines};

/// Tags that note programs know a card by.
const CARD_TAGS: &[&str] = &["card", "cards", "flashcard", "flashcards", "spaced", "anki"];

/// Whether `line` bears a tag that says that it is a card.
pub fn is_card(line: &[Inline]) -> bool {
    prose(line).split_whitespace().any(|word| tag(word).is_some_and(is_card_tag))
}

/// Whether `line` is nothing but tags.
pub fn is_bare(line: &[Inline]) -> bool {
    prose(line).split_whitespace().all(|word| tag(word).is_some())
}

/// `line` without the tags at its end, which go to `tags`, and without block ids such as `^a1b2c3`.
pub fn without_tags(mut line: Inlines, tags: &mut Vec<String>) -> Inlines {
    loop {
        let words = prose(&line);
        let words = words.trim_end();
        let last = words.rsplit(char::is_whitespace).next().unwrap_or_default();
        let kept = words.len() - last.len();
        let Some(name) =
            tag(last).or_else(|| last.strip_prefix('^').filter(|id| is_block_id(id)).map(|_| ""))
        else {
            return trimmed(line);
        };
        if words[..kept].trim().is_empty() {
            return trimmed(line);
        }
        if !name.is_empty() && !is_card_tag(name) {
            tags.insert(0, name.to_string());
        }
        debug_assert_eq!(prose(&line).len(), plain_text(&line).len());
        line = keep(line, 0..kept);
    }
}

/// The name of a tag: `card` of `#card` and of `[[card]]`.
fn tag(word: &str) -> Option<&str> {
    let name = word
        .strip_prefix('#')
        .or_else(|| word.strip_prefix("[[")?.strip_suffix("]]").filter(|name| is_card_tag(name)))?;
    let opens = name.starts_with(char::is_alphabetic);
    (opens && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/'))).then_some(name)
}

fn is_card_tag(name: &str) -> bool {
    CARD_TAGS.contains(&name.split('/').next().unwrap_or_default().to_lowercase().as_str())
}

fn is_block_id(id: &str) -> bool {
    id.len() >= 4 && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}
