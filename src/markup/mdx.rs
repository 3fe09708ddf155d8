//! MDX: components such as `<Accordion title="…">`, and program lines.

use super::html::attributes;
use super::opener::{ContainerKind, Ending, Opener};
use crate::model::StructureKind;

/// A tag longer than this is none: its end is missing.
const MAX_TAG: usize = 4096;

/// Components that draw attention to their content; the word in lower case is the kind.
const CALLOUTS: [&str; 16] = [
    "Note",
    "Tip",
    "Warning",
    "Info",
    "Check",
    "Danger",
    "Caution",
    "Important",
    "Success",
    "Error",
    "Hint",
    "Callout",
    "Admonition",
    "Aside",
    "Alert",
    "Question",
];

/// Components that hold others and mean nothing by themselves; a title of theirs is kept as text.
const WRAPPERS: [&str; 26] = [
    "AccordionGroup",
    "Accordions",
    "Tabs",
    "Tab",
    "TabItem",
    "TabPanel",
    "Steps",
    "Step",
    "Card",
    "CardGroup",
    "Cards",
    "CodeGroup",
    "Frame",
    "Columns",
    "Column",
    "Panel",
    "Update",
    "Expandables",
    "FileTree",
    "Grid",
    "Center",
    "Box",
    "Section",
    "Container",
    "Layout",
    "Fragment",
];

/// Attributes that hold the title of a component.
const TITLES: [&str; 7] = ["title", "summary", "header", "heading", "label", "question", "name"];

/// Reads a component or a program line at the start of `text`; `closes` says whether a name is closed further on.
pub(super) fn opener(text: &str, closes: &dyn Fn(&str) -> bool) -> Option<Opener> {
    if text.starts_with('<') { component(text, closes) } else { program(text) }
}

fn component(text: &str, closes: &dyn Fn(&str) -> bool) -> Option<Opener> {
    let rest = text.strip_prefix('<')?;
    if !rest.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let name = &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '.').unwrap_or(rest.len())];
    let tag = &text[..tag_len(text)?];
    let titled = |names: &[&str]| {
        attributes(tag).find(|(attribute, value)| names.contains(attribute) && !value.is_empty())
    };
    let title = titled(&TITLES).map(|(_, value)| value);
    let base = name.rsplit('.').next().unwrap_or(name);
    let kind = if CALLOUTS.contains(&base) {
        let kind = titled(&["type", "kind", "variant", "intent"]).map_or(base, |(_, value)| &tag[value]);
        Some(ContainerKind::Callout { kind: kind.to_lowercase() })
    } else if WRAPPERS.contains(&base) {
        None
    } else if title.is_some()
        && attributes(tag).all(|(name, _)| name.starts_with(|c: char| c.is_alphabetic()))
    {
        let open = attributes(tag).any(|(name, value)| name.ends_with("pen") && &tag[value] != "false");
        Some(ContainerKind::Disclosure { kind: None, open })
    } else if is_alone(text, tag.len()) && (closes(name) || (tag.ends_with("/>") && name.len() > 1)) {
        // It holds nothing that could be read, or what is in it is read without it.
        None
    } else {
        // `List<Thing>` and its like are text.
        return None;
    };
    let ending = if tag.ends_with("/>") { Ending::AtOnce } else { Ending::Tag(name.to_owned()) };
    Some(Opener {
        ending,
        kind,
        title: title.unwrap_or(0..0),
        len: tag.len(),
        structure: StructureKind::Container,
    })
}

/// Whether nothing else stands on the line of a tag.
fn is_alone(text: &str, tag: usize) -> bool {
    text[tag..].split(['\n', '\r']).next().is_some_and(|rest| rest.trim().is_empty())
}

/// The length of the tag at the start of `text`, `>` included; quoted values and braces may hold `>`.
pub(super) fn tag_len(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut braces = 0_usize;
    for (at, byte) in text.bytes().enumerate().take(MAX_TAG) {
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'' | b'`') => quote = Some(byte),
            (None, b'{') => braces += 1,
            (None, b'}') => braces = braces.saturating_sub(1),
            (None, b'>') if braces == 0 => return Some(at + 1),
            (None, b'<') if at > 0 && braces == 0 => return None,
            _ => {}
        }
    }
    None
}

/// `import` and `export` of a module, on one line.
fn program(text: &str) -> Option<Opener> {
    let line = text.split(['\n', '\r']).next()?;
    let end = line.trim_end().trim_end_matches(';').trim_end();
    let quoted = end.ends_with('"') || end.ends_with('\'');
    let import = line.strip_prefix("import ").is_some_and(|rest| {
        quoted && (rest.starts_with(['"', '\'']) || rest.contains(" from \"") || rest.contains(" from '"))
    });
    let export = line.strip_prefix("export ").is_some_and(|rest| {
        ["const ", "default ", "let ", "var ", "{"].iter().any(|word| rest.starts_with(word))
            && (end.ends_with(['}', ']', ')', '"', '\'']) || line.trim_end().ends_with(';'))
    });
    (import || export).then_some(Opener {
        ending: Ending::AtOnce,
        kind: None,
        title: 0..0,
        len: line.len(),
        structure: StructureKind::Program,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> Option<Option<ContainerKind>> {
        opener(text, &|name| name == "Thing").map(|opener| opener.kind)
    }

    #[test]
    fn components_are_told_from_generic_types() {
        let disclosure = ContainerKind::Disclosure { kind: None, open: false };
        assert_eq!(kind("<Accordion title=\"a > b\">x"), Some(Some(disclosure)));
        assert_eq!(kind("<AccordionGroup>\n"), Some(None));
        assert_eq!(kind("<Warning>\n"), Some(Some(ContainerKind::Callout { kind: "warning".into() })));
        assert_eq!(kind("<T> is a parameter"), None);
        assert_eq!(kind("<T>\n"), None);
        assert_eq!(kind("<Thing>\na\n</Thing>"), Some(None));
        assert_eq!(kind("<DocCards depth={2} />\n"), Some(None));
        assert_eq!(kind("<DocCards /> are components"), None);
    }

    #[test]
    fn imports_of_other_languages_are_no_program_lines() {
        assert!(program("import { A } from 'b';\nx").is_some());
        assert!(program("import asyncio\n").is_none());
        assert!(program("import the file from \"disk\" first").is_none());
    }
}
