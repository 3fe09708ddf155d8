//! Docusaurus and Pandoc: `:::kind[title]`, `::: kind title`, closed by as many colons.

use super::opener::{ContainerKind, Ending, Opener};
use crate::model::StructureKind;

/// Reads a directive at the start of `text`.
pub(super) fn opener(text: &str) -> Option<Opener> {
    let line = text.split(['\n', '\r']).next()?.trim_end();
    let colons = line.bytes().take_while(|&b| b == b':').count();
    if colons < 3 {
        return None;
    }
    let inner = line[colons..].trim_start();
    let word_at = line.len() - inner.len();
    let word_len = inner.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').unwrap_or(inner.len());
    let kind = inner[..word_len].to_lowercase();
    if kind.is_empty() || !kind.starts_with(char::is_alphabetic) {
        return None;
    }
    let kind = match kind.as_str() {
        "details" | "spoiler" | "collapse" | "collapsible" => {
            ContainerKind::Disclosure { kind: None, open: false }
        }
        _ => ContainerKind::Callout { kind },
    };
    Some(Opener {
        ending: Ending::Colons(colons),
        kind: Some(kind),
        title: title(line, word_at + word_len),
        len: line.len(),
        structure: StructureKind::Container,
    })
}

/// Where the title stands: in brackets or to the end of the line, attributes in braces excluded.
fn title(line: &str, from: usize) -> std::ops::Range<usize> {
    let rest = &line[from..];
    if rest.starts_with('[')
        && let Some(len) = rest.rfind(']')
    {
        return from + 1..from + len;
    }
    let end = rest.rfind('{').filter(|_| rest.ends_with('}')).unwrap_or(rest.len());
    let kept = rest[..end].trim_end();
    let start = from + kept.len() - kept.trim_start().len();
    start..from + kept.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_stand_in_brackets_or_behind() {
        for (text, title) in [
            (":::note[My *title*]\n", "My *title*"),
            ("::: tip My title {#id}\n", "My title"),
            ("::::details Why?", "Why?"),
            (":::warning", ""),
        ] {
            assert_eq!(&text[opener(text).unwrap().title], title, "{text}");
        }
        assert_eq!(opener("::: "), None);
        assert_eq!(opener("::: {.panel}"), None);
    }
}
