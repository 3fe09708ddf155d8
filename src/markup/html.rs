//! The HTML elements that mean something here. What is not on the list is visible text.

mod pieces;
mod references;

pub(super) use pieces::{Piece, opens, pieces, preformatted};
pub(super) use references::decode;

use crate::model::content::Image;
use crate::model::{Inline, InlineKind};

/// A tag as it is understood.
#[derive(Debug, PartialEq)]
pub(super) enum Tag {
    Break,
    Rule,
    Image(Image),
    Open(Format),
    Close(Format),
    /// `<h1>` to `<h6>`.
    Heading {
        level: Option<u8>,
        closing: bool,
    },
    /// An element whose content is blocks and whose kind means something.
    Element {
        element: Element,
        closing: bool,
    },
    /// The box of a task.
    Task(bool),
    /// An element that ends the paragraph and has no meaning of its own.
    Block,
    /// What is never shown, and where it leads nobody goes: a frame, a player.
    Hidden,
}

/// Elements whose content is blocks and whose kind means something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    Bullets,
    Numbers,
    Item,
    Quote,
    Definitions,
    Term,
    Meaning,
    /// What frames a page and is none of its content: `<head>`, `<nav>`, `<footer>`.
    Furniture,
    Table,
    Row,
    /// A cell; whether it is one of a header.
    Cell {
        head: bool,
    },
}

impl Element {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "ul" | "menu" | "dir" => Self::Bullets,
            "ol" => Self::Numbers,
            "li" => Self::Item,
            "blockquote" => Self::Quote,
            "dl" => Self::Definitions,
            "dt" => Self::Term,
            "dd" => Self::Meaning,
            "head" | "nav" | "footer" => Self::Furniture,
            "table" => Self::Table,
            "tr" => Self::Row,
            "td" => Self::Cell { head: false },
            "th" => Self::Cell { head: true },
            _ => return None,
        })
    }

    pub fn is_list(self) -> bool {
        matches!(self, Self::Bullets | Self::Numbers)
    }

    /// Whether what stands behind its opening tag can only be meant as its first part.
    pub fn begins_with(self, rest: &str) -> bool {
        let parts: &[&str] = match self {
            Self::Bullets | Self::Numbers => &["li"],
            Self::Definitions => &["dt", "dd"],
            Self::Table => &["tr", "th", "td", "thead", "tbody", "caption", "colgroup"],
            Self::Item
            | Self::Quote
            | Self::Term
            | Self::Meaning
            | Self::Furniture
            | Self::Row
            | Self::Cell { .. } => {
                return true;
            }
        };
        let Some(rest) = rest.trim_start().strip_prefix('<') else { return false };
        let len = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        parts.iter().any(|part| rest[..len].eq_ignore_ascii_case(part))
    }
}

/// What an element does to the text in it.
#[derive(Debug, PartialEq)]
pub(super) enum Format {
    Strong,
    Emphasis,
    Strike,
    Superscript,
    Subscript,
    Code,
    Key,
    /// `None` for an anchor that leads nowhere.
    Link(Option<String>),
    /// Nothing; its name.
    None(String),
}

impl Format {
    /// Whether a closing tag of this format closes `other`.
    pub fn same_element(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::None(ours), Self::None(theirs)) => ours == theirs,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

/// Elements that end a paragraph and whose tags are structure.
const BLOCKS: [&str; 29] = [
    "address",
    "article",
    "aside",
    "body",
    "caption",
    "center",
    "col",
    "colgroup",
    "details",
    "div",
    "fieldset",
    "figcaption",
    "figure",
    "form",
    "header",
    "hgroup",
    "html",
    "legend",
    "main",
    "p",
    "picture",
    "pre",
    "section",
    "source",
    "summary",
    "tbody",
    "tfoot",
    "thead",
    "title",
];

/// Elements whose tags go and whose text stays.
const NEUTRAL: [&str; 22] = [
    "abbr", "acronym", "bdi", "bdo", "big", "button", "cite", "font", "ins", "label", "mark", "nobr", "q",
    "rp", "rt", "ruby", "small", "span", "time", "tt", "u", "wbr",
];

/// Elements that show something from elsewhere, when they name it.
const FRAMES: [&str; 6] = ["audio", "embed", "iframe", "object", "track", "video"];

/// Reads one tag, `<` to `>`; `None` when the element is not known.
pub(super) fn tag(raw: &str) -> Option<Tag> {
    let inner = raw.strip_prefix('<')?.strip_suffix('>')?;
    let (closing, inner) = inner.strip_prefix('/').map_or((false, inner), |rest| (true, rest));
    let name_len = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    let name = inner[..name_len].to_ascii_lowercase();
    if !matches!(inner[name_len..].chars().next(), None | Some('/' | ' ' | '\t' | '\n' | '\r')) {
        return None;
    }
    if let Some(element) = Element::named(&name) {
        return Some(Tag::Element { element, closing });
    }
    let format = match name.as_str() {
        "br" => return Some(Tag::Break),
        "hr" => return Some(Tag::Rule),
        "img" if !closing => return Some(Tag::Image(image(raw))),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            let level = name.as_bytes().get(1).map(|digit| digit - b'0');
            return Some(Tag::Heading { level, closing });
        }
        "b" | "strong" => Format::Strong,
        "i" | "em" | "dfn" | "var" => Format::Emphasis,
        "s" | "del" | "strike" => Format::Strike,
        "sup" => Format::Superscript,
        "sub" => Format::Subscript,
        "code" | "samp" => Format::Code,
        "kbd" => Format::Key,
        "a" => Format::Link(attribute(raw, "href").filter(|url| !is_program(url))),
        "input" if attribute(raw, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox")) => {
            return Some(Tag::Task(attribute(raw, "checked").is_some()));
        }
        name if FRAMES.contains(&name) && (closing || attributes(raw).next().is_some()) => {
            return Some(Tag::Hidden);
        }
        name if BLOCKS.contains(&name) => return Some(Tag::Block),
        name if NEUTRAL.contains(&name) => Format::None(name.to_owned()),
        _ => return None,
    };
    Some(if closing { Tag::Close(format) } else { Tag::Open(format) })
}

/// Whether an address would run something instead of leading somewhere.
fn is_program(url: &str) -> bool {
    let scheme: String = url.chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(11).collect();
    ["javascript:", "vbscript:", "data:"]
        .iter()
        .any(|program| scheme.to_ascii_lowercase().starts_with(program))
}

fn image(raw: &str) -> Image {
    let attribute = |name| attribute(raw, name).unwrap_or_default();
    Image { url: attribute("src").into(), alt: attribute("alt").into(), title: attribute("title").into() }
}

/// The value of an attribute of the tag `raw`, character references decoded; empty when it has no value.
pub(super) fn attribute(raw: &str, name: &str) -> Option<String> {
    attributes(raw).find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| decode(&raw[value]))
}

/// The attributes of a tag: each name with the place of its value inside `raw`, quotes excluded.
///
/// JSX values in braces count as quoted: `title={"a"}`, `` title={`a`} ``.
pub(super) fn attributes(raw: &str) -> impl Iterator<Item = (&str, std::ops::Range<usize>)> {
    let bytes = raw.as_bytes();
    let mut at = raw.find(|c: char| c.is_whitespace()).unwrap_or(raw.len());
    std::iter::from_fn(move || {
        while bytes.get(at).is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>')) {
            at += 1;
        }
        let start = at;
        while bytes.get(at).is_some_and(|b| !b.is_ascii_whitespace() && !matches!(b, b'=' | b'>' | b'/')) {
            at += 1;
        }
        if start == at {
            // A stray `=` would stop here for good.
            at = bytes.len();
            return None;
        }
        let name = &raw[start..at];
        let mut after = at;
        while bytes.get(after).is_some_and(u8::is_ascii_whitespace) {
            after += 1;
        }
        if bytes.get(after) != Some(&b'=') {
            return Some((name, at..at));
        }
        at = after + 1;
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        let (from, to, next) = value(raw, at);
        at = next;
        Some((name, from..to))
    })
}

/// Where the value at `at` starts and ends, and where reading goes on.
fn value(raw: &str, at: usize) -> (usize, usize, usize) {
    let bytes = raw.as_bytes();
    let until = |from: usize, end: &str| raw[from..].find(end).map_or(raw.len(), |len| from + len);
    match bytes.get(at) {
        Some(&quote @ (b'"' | b'\'')) => {
            let end = until(at + 1, if quote == b'"' { "\"" } else { "'" });
            (at + 1, end, (end + 1).min(raw.len()))
        }
        Some(b'{') => {
            let quote = bytes.get(at + 1).copied().filter(|b| matches!(b, b'"' | b'\'' | b'`'));
            let close = match quote {
                Some(b'"') => "\"}",
                Some(b'\'') => "'}",
                Some(_) => "`}",
                None => "}",
            };
            let from = at + 1 + usize::from(quote.is_some());
            let end = if from <= raw.len() { until(from, close) } else { raw.len() };
            (from.min(end), end, (end + close.len()).min(raw.len()))
        }
        _ => {
            let len = raw[at..].find(|c: char| c.is_whitespace() || c == '>').unwrap_or(raw.len() - at);
            (at, at + len, at + len)
        }
    }
}

/// The id that a comment gives: `<!-- id: x -->`.
pub(super) fn comment_id(raw: &str) -> Option<String> {
    let inner = raw.trim().strip_prefix("<!--")?.strip_suffix("-->")?.trim();
    let id = inner.strip_prefix("id").or_else(|| inner.strip_prefix("ID"))?.trim_start();
    let id = id.strip_prefix([':', '='])?.trim();
    (!id.is_empty() && !id.contains(char::is_whitespace)).then(|| id.to_owned())
}

/// Takes `{#id}` from the end of a heading of the document `origin`.
pub(super) fn take_heading_id(origin: &str, content: &mut Vec<Inline>) -> Option<String> {
    let Some(Inline { span, kind: InlineKind::Text(text) }) = content.last_mut() else { return None };
    let open = text.rfind("{#")?;
    let written = &origin[..span.range().end];
    if written.rfind("{#").is_none_or(|at| written[..at].ends_with('\\')) {
        return None;
    }
    let inner = text[open + 2..].strip_suffix('}')?;
    let id = inner.split_whitespace().next()?;
    let valid = |part: &str| part.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'));
    if id.is_empty() || !inner.split_whitespace().all(valid) {
        return None;
    }
    let id = id.to_owned();
    *text = text.substr_using(|text| text[..open].trim_end());
    if text.is_empty() {
        content.pop();
    }
    Some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_in_every_way_of_quoting() {
        let raw = r#"<Accordion title="1. a > b" icon='x' open n={3} note={"q"}>"#;
        let read: Vec<_> = attributes(raw).map(|(name, value)| (name, &raw[value])).collect();
        assert_eq!(read, [("title", "1. a > b"), ("icon", "x"), ("open", ""), ("n", "3"), ("note", "q")]);
    }

    #[test]
    fn unknown_elements_are_no_tags() {
        for raw in ["<T>", "<typename T>", "<int>", "<b-c>", "<int, b>"] {
            assert_eq!(tag(raw), None, "{raw}");
        }
        assert_eq!(tag("<BR/>"), Some(Tag::Break));
        assert_eq!(tag("</strong>"), Some(Tag::Close(Format::Strong)));
    }

    #[test]
    fn comments_give_ids() {
        assert_eq!(comment_id("<!-- id: q-1 -->").as_deref(), Some("q-1"));
        assert_eq!(comment_id("<!-- idea: x -->"), None);
    }
}
