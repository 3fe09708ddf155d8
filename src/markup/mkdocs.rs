//! MkDocs: `!!! kind "title"`, `??? kind "title"`, `???+`, `=== "tab"`, each with an indented body.

use super::opener::{ContainerKind, Ending, Opener};
use crate::model::StructureKind;

/// Reads an admonition at the start of `text`.
pub(super) fn opener(text: &str) -> Option<Opener> {
    let whole = text.split(['\n', '\r']).next()?;
    let line = whole.trim_end();
    let mark = ["!!!", "???", "==="].into_iter().find(|mark| line.starts_with(mark))?;
    let open = mark == "???" && line[mark.len()..].starts_with('+');
    let rest = mark.len() + usize::from(open);
    let (words, title) = match line[rest..].find(['"', '\'']) {
        Some(at) => {
            let quoted = &line[rest + at..];
            if quoted.len() < 2 || !quoted.ends_with(&quoted[..1]) {
                return None;
            }
            (&line[rest..rest + at], rest + at + 1..line.len() - 1)
        }
        None => (&line[rest..], 0..0),
    };
    let mut words = words.split_whitespace();
    let kind = words.next().map(str::to_lowercase);
    let is_word = |word: &str| word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    if !kind.as_deref().is_none_or(is_word) || !words.all(is_word) || (kind.is_none() && title.is_empty()) {
        return None;
    }
    let kind = match mark {
        "!!!" => Some(ContainerKind::Callout { kind: kind? }),
        "???" => Some(ContainerKind::Disclosure { kind, open }),
        _ if kind.is_some() || title.is_empty() => return None,
        _ => None,
    };
    Some(Opener {
        ending: Ending::Dedent,
        kind,
        title,
        len: whole.len(),
        structure: StructureKind::Container,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_found_behind_the_kind() {
        let text = "???+ success \"View *it*\" \nbody";
        let opener = opener(text).unwrap();
        assert_eq!(&text[opener.title], "View *it*");
        assert_eq!(opener.kind, Some(ContainerKind::Disclosure { kind: Some("success".into()), open: true }));
    }

    #[test]
    fn exclamations_are_no_admonitions() {
        assert_eq!(opener("!!! what is this?"), None);
        assert_eq!(opener("!!!"), None);
        assert_eq!(opener("??? \"open"), None);
        assert_eq!(opener("==="), None);
        assert_eq!(opener("???"), None);
    }
}
