//! HTML disclosures and wrappers: `<details><summary>…</summary>`, `<div align="center">`.

use super::html::attribute;
use super::opener::{ContainerKind, Ending, Opener};
use crate::model::StructureKind;

/// A summary longer than this is none: its end is missing.
const MAX_SUMMARY: usize = 4096;

/// Elements that hold blocks and mean nothing here, when their tag stands alone on its line.
const WRAPPERS: [&str; 8] = ["div", "center", "section", "article", "main", "figure", "blockquote", "p"];

/// Reads the opening of an element at the start of `text`.
pub(super) fn opener(text: &str) -> Option<Opener> {
    let name_len = text.strip_prefix('<')?.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = text[1..=name_len].to_ascii_lowercase();
    if name != "details" && !WRAPPERS.contains(&name.as_str()) {
        return None;
    }
    let tag = &text[..super::mdx::tag_len(text)?];
    if name == "details" {
        return Some(details(text, tag));
    }
    let line = text[tag.len()..].split(['\n', '\r']).next().unwrap_or("");
    line.trim().is_empty().then_some(Opener {
        ending: Ending::Tag(name),
        kind: None,
        title: 0..0,
        len: tag.len(),
        structure: StructureKind::Container,
    })
}

fn details(text: &str, tag: &str) -> Opener {
    let kind =
        attribute(tag, "class").and_then(|class| class.split_whitespace().next().map(str::to_lowercase));
    let open = attribute(tag, "open").is_some();
    let summary = summary(text, tag.len());
    Opener {
        ending: Ending::Tag("details".to_owned()),
        kind: Some(ContainerKind::Disclosure { kind, open }),
        title: summary.as_ref().map_or(0..0, |(title, _)| title.clone()),
        len: summary.map_or(tag.len(), |(_, len)| len),
        structure: StructureKind::Container,
    }
}

/// Where the text of the summary that follows the tag stands, and where its element ends.
fn summary(text: &str, tag: usize) -> Option<(std::ops::Range<usize>, usize)> {
    let mut window = text.len().min(tag + MAX_SUMMARY);
    while !text.is_char_boundary(window) {
        window -= 1;
    }
    let text = &text[..window];
    let open = tag + (text[tag..].len() - text[tag..].trim_start().len());
    let rest = text[open..].strip_prefix("<summary")?;
    let start = text.len() - rest.len() + rest.find('>')? + 1;
    let inner = &text[start..];
    // Without its own end it takes its line, not the summary of another. A fence that is open to the end hides nothing.
    let end = [true, false].into_iter().find_map(|knows_code| {
        let end = find(inner, "</summary>", knows_code)?;
        let foreign = ["<details", "</details", "<summary"];
        (!foreign.iter().any(|tag| find(&inner[..end], tag, knows_code).is_some())).then_some(end)
    });
    match end {
        Some(len) => Some((start..start + len, start + len + "</summary>".len())),
        None => {
            let len = inner.find(['\n', '\r']).unwrap_or(inner.len());
            Some((start..start + len, start + len))
        }
    }
}

/// Where `tag` stands in `text`, escaped ones aside, and where it `knows_code`, those in fences.
fn find(text: &str, tag: &str, knows_code: bool) -> Option<usize> {
    text.find(tag)?;
    let mut fence: Option<&str> = None;
    let mut at = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        let mark = ["```", "~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark));
        match (fence, mark) {
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, Some(mark)) if knows_code => fence = Some(mark),
            (None, _) => {
                let mut found = line.match_indices(tag).map(|(found, _)| found);
                if let Some(found) = found.find(|found| !line[..*found].ends_with('\\')) {
                    return Some(at + found);
                }
            }
            _ => {}
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_may_stand_on_lines_of_its_own() {
        let text = "<details open>\n  <summary>\n  What?\n  </summary>\nThat.";
        let opener = opener(text).unwrap();
        assert_eq!(text[opener.title.clone()].trim(), "What?");
        assert_eq!(&text[opener.len..], "\nThat.");
        assert_eq!(opener.kind, Some(ContainerKind::Disclosure { kind: None, open: true }));
    }

    #[test]
    fn code_in_a_summary_may_tell_of_summaries() {
        let text = "<details><summary>What?\n\n```html\n</summary>\n```\n\n\\</details>\n</summary>\nThat.</details>";
        let opener = opener(text).unwrap();
        assert_eq!(&text[opener.len..], "\nThat.</details>");
    }

    #[test]
    fn a_missing_summary_end_is_the_end_of_its_line() {
        let text = "<details><summary>What?\nThat.</details>\n<details><summary>Who?</summary>";
        assert_eq!(&text[opener(text).unwrap().title], "What?");
    }
}
