//! Whether a document is written in markup at all.

use super::code;
use crate::markup::front_matter;
use crate::markup::line::list_item;
use crate::markup::{details, directive, drawn, mdx, mkdocs};

/// How much evidence makes a document one of markup. What nobody writes by accident counts this much.
const ENOUGH: usize = 2;

/// Whether nothing in `text` shows that its author wrote markup.
///
/// A numbered list is no evidence, nor is anything in a line that looks like code.
pub(in crate::markup) fn is_plain(text: &str) -> bool {
    if front_matter::read(text).is_some() {
        return false;
    }
    if opens_with_title(text) || drawn::is_in(text) {
        return false;
    }
    let mut found = 0;
    let mut fence = None;
    let mut outer_bullet: Option<usize> = None;
    let mut after_blank = true;
    for line in super::lines(text) {
        let trimmed = line.trimmed();
        found += match fence_mark(trimmed) {
            Some(mark) if fence == Some(mark) => ENOUGH,
            Some(mark) => {
                fence = Some(mark);
                0
            }
            None => by_start(trimmed, after_blank),
        };
        if trimmed.starts_with(['-', '*', '+']) && list_item(trimmed).is_some() {
            let indent = line.text.len() - line.text.trim_start().len();
            if outer_bullet.is_some_and(|outer| indent >= outer + 2) {
                found += ENOUGH;
            }
            outer_bullet.get_or_insert(indent);
        } else if trimmed.is_empty() || !line.is_indented() {
            outer_bullet = None;
        }
        if found < ENOUGH && !code::is_code(line.text) {
            found += in_line(trimmed);
        }
        if found >= ENOUGH {
            return false;
        }
        after_blank = trimmed.is_empty();
    }
    true
}

/// Whether the first line is a heading of Markdown that stands apart: comments stand above what they speak of.
fn opens_with_title(text: &str) -> bool {
    let mut lines = text.trim_start_matches('\u{feff}').trim_start().lines();
    let title = lines.next().and_then(|line| line.strip_prefix("# ")).map(str::trim);
    let titled =
        title.is_some_and(|title| title.starts_with(char::is_uppercase) && !title.ends_with([';', ',']));
    titled && lines.next().is_some_and(|line| line.trim().is_empty()) && !text.contains("\n# ")
}

fn fence_mark(line: &str) -> Option<&str> {
    ["```", "~~~"].into_iter().find(|mark| line.starts_with(mark))
}

/// Evidence in what a line starts with.
fn by_start(line: &str, after_blank: bool) -> usize {
    let hashes = line.bytes().take_while(|&b| b == b'#').count();
    let rest = &line[hashes..];
    if (2..=6).contains(&hashes) && rest.starts_with(' ') && !rest.trim().is_empty() {
        return ENOUGH;
    }
    // A heading that lacks its space.
    if (2..=6).contains(&hashes) && after_blank && rest.starts_with(char::is_alphabetic) {
        return 1;
    }
    // One `#` is a comment of many languages; a heading stands apart.
    if hashes == 1 && after_blank && rest.starts_with(' ') && rest.trim().starts_with(char::is_uppercase) {
        return 1;
    }
    // What Anki exports says itself whether it holds HTML.
    if line.starts_with("#html:true") || line.starts_with("> [!") || is_delimiter_row(line) {
        return ENOUGH;
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && after_blank && line[digits..].starts_with("\\. ") {
        return ENOUGH;
    }
    let heading =
        after_blank && line.starts_with("<h") && line.as_bytes().get(2).is_some_and(u8::is_ascii_digit);
    if heading && line.ends_with(&format!("</{}>", &line[1..3])) {
        return 1;
    }
    let page = |tag: &str| line.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    if page("<!doctype html") || page("<html") || page("<body") {
        return ENOUGH;
    }
    let list = ["<dl", "<ul", "<ol", "<table"].iter().find_map(|tag| line.strip_prefix(tag));
    if list.is_some_and(|rest| rest.starts_with(['>', ' ']) && line.contains('>')) {
        return ENOUGH;
    }
    if line.starts_with("<!--") || (after_blank && matches!(line, "---" | "***" | "___")) {
        return 1;
    }
    let container = details::opener(line)
        .or_else(|| mdx::opener(line, &|_| false).filter(|opener| opener.kind.is_some()))
        .or_else(|| mkdocs::opener(line))
        .or_else(|| directive::opener(line));
    if container.is_some() { ENOUGH } else { 0 }
}

fn is_delimiter_row(line: &str) -> bool {
    line.contains("--") && line.contains('|') && line.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' '))
}

/// Evidence inside a line of prose.
fn in_line(line: &str) -> usize {
    if ["](http", "](#", "](./", "](/", "](../", "]: http", "![]("].iter().any(|link| line.contains(link)) {
        return ENOUGH;
    }
    let strong = paired(line, "**") || (paired(line, "__") && line.contains(' ') && !is_dunder(line));
    let strong = if strong { ENOUGH } else { 0 };
    let code = line.matches('`').count() / 2;
    let breaks = usize::from(line.contains("<br>") || line.contains("<br/>") || line.contains("<b>"));
    strong + code + breaks + usize::from(paired(line, "*"))
}

/// Whether `mark` opens before a letter and closes behind one in this line.
fn paired(line: &str, mark: &str) -> bool {
    let opens = |at: usize| {
        let before = line[..at].chars().next_back();
        let after = line[at + mark.len()..].chars().next();
        before.is_none_or(|c| c.is_whitespace() || "(\"'[|".contains(c))
            && after.is_some_and(char::is_alphanumeric)
    };
    let closes = |at: usize| {
        let before = line[..at].chars().next_back();
        let after = line[at + mark.len()..].chars().next();
        before.is_some_and(|c| c.is_alphanumeric() || ".:?!)".contains(c))
            && after.is_none_or(|c| !c.is_alphanumeric() && c != '*' && c != '_')
    };
    let Some(open) = line.match_indices(mark).map(|(at, _)| at).find(|&at| opens(at)) else { return false };
    line[open + mark.len()..].match_indices(mark).any(|(at, _)| closes(open + mark.len() + at))
}

/// Whether the double underscores of the line are names such as `__init__`.
fn is_dunder(line: &str) -> bool {
    line.split(|c: char| !c.is_alphanumeric() && c != '_')
        .any(|word| word.len() > 4 && word.starts_with("__") && word.ends_with("__"))
}
