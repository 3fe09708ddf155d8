//! The HTML elements that mean something here. What is not on the list is visible text.

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
            Self::Item | Self::Quote | Self::Term | Self::Meaning | Self::Row | Self::Cell { .. } => {
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
const BLOCKS: [&str; 30] = [
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
    "footer",
    "form",
    "header",
    "hgroup",
    "html",
    "legend",
    "main",
    "nav",
    "p",
    "picture",
    "pre",
    "section",
    "source",
    "summary",
    "tbody",
    "tfoot",
    "thead",
];

/// Elements whose tags go and whose text stays.
const NEUTRAL: [&str; 21] = [
    "abbr", "acronym", "bdi", "bdo", "big", "cite", "font", "ins", "label", "mark", "nobr", "q", "rp", "rt",
    "ruby", "small", "span", "time", "tt", "u", "wbr",
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

/// A piece of raw HTML.
pub(super) enum Piece<'a> {
    /// A tag or a comment.
    Tag(&'a str),
    Text(&'a str),
    /// Line breaks with the white space that follows.
    Break(&'a str),
    /// A `<pre>` element with its tags.
    Preformatted(&'a str),
    /// What is never shown: scripts, styles, declarations.
    Hidden(&'a str),
}

impl Piece<'_> {
    /// Its length in bytes.
    pub fn len(&self) -> usize {
        match self {
            Self::Tag(text)
            | Self::Text(text)
            | Self::Break(text)
            | Self::Preformatted(text)
            | Self::Hidden(text) => text.len(),
        }
    }
}

/// Cuts raw HTML into tags, text and line breaks.
pub(super) fn pieces(raw: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = raw;
    while !rest.is_empty() {
        let (piece, len) = next_piece(rest);
        pieces.push(piece);
        rest = &rest[len..];
    }
    pieces
}

fn next_piece(rest: &str) -> (Piece<'_>, usize) {
    let through = |end: &str| rest.find(end).map_or(rest.len(), |at| at + end.len());
    if rest.starts_with("<!--") {
        let len = through("-->");
        return (Piece::Tag(&rest[..len]), len);
    }
    for (open, close) in [("<script", "</script>"), ("<style", "</style>"), ("<?", "?>"), ("<!", ">")] {
        if rest.get(..open.len()).is_some_and(|start| start.eq_ignore_ascii_case(open)) {
            let len = find_tag(rest, close).map_or(rest.len(), |at| at + close.len());
            return (Piece::Hidden(&rest[..len]), len);
        }
    }
    if opens(rest, "pre") {
        let end = find_tag(rest, "</pre").unwrap_or(rest.len());
        let len = rest[end..].find('>').map_or(rest.len(), |len| end + len + 1);
        return (Piece::Preformatted(&rest[..len]), len);
    }
    if let Some(inner) = rest.strip_prefix('<') {
        let tagged = inner.starts_with(|c: char| c == '/' || c.is_ascii_alphabetic());
        // A tag is short: the search for its end must not make this quadratic.
        let end = rest.bytes().take(1024).position(|b| b == b'>');
        if let Some(end) = end.filter(|_| tagged) {
            return (Piece::Tag(&rest[..=end]), end + 1);
        }
        return (Piece::Text("<"), 1);
    }
    if let Some(broken) = rest.strip_prefix(['\n', '\r']) {
        let len = rest.len() - broken.trim_start().len();
        return (Piece::Break(&rest[..len]), len);
    }
    let len = rest.find(['<', '\n', '\r']).unwrap_or(rest.len());
    (Piece::Text(&rest[..len]), len)
}

/// Whether `text` opens with the tag of `name`, in whatever case.
pub(super) fn opens(text: &str, name: &str) -> bool {
    text.strip_prefix('<').and_then(|rest| rest.get(..name.len())).is_some_and(|start| {
        start.eq_ignore_ascii_case(name)
            && text[1 + name.len()..].starts_with(['>', ' ', '\t', '\n', '\r', '/'])
    })
}

/// Where `tag` stands in `text` first, in whatever case.
fn find_tag(text: &str, tag: &str) -> Option<usize> {
    memchr::memchr_iter(b'<', text.as_bytes()).find(|&at| {
        text.as_bytes()[at..].get(..tag.len()).is_some_and(|found| found.eq_ignore_ascii_case(tag.as_bytes()))
    })
}

/// The language and the text of a `<pre>` element, tags taken out.
pub(super) fn preformatted(raw: &str) -> (Option<String>, String) {
    let mut language = None;
    let mut text = String::new();
    // The element's own tag is no piece of its content.
    let own = raw.find('>').map_or(raw.len(), |at| at + 1);
    language = language.or_else(|| code_language(&raw[..own]));
    for piece in pieces(&raw[own..]) {
        match piece {
            Piece::Text(words) => text.push_str(&decode(words)),
            Piece::Tag(raw) if raw.starts_with("<!--") || is_end_of_pre(raw) => {}
            Piece::Tag(raw) => match tag(raw) {
                None => text.push_str(raw),
                Some(Tag::Break) => text.push('\n'),
                Some(_) => language = language.or_else(|| code_language(raw)),
            },
            Piece::Break(space) => text.push_str(&space.replace("\r\n", "\n").replace('\r', "\n")),
            Piece::Preformatted(raw) => text.push_str(&preformatted(raw).1),
            Piece::Hidden(_) => {}
        }
    }
    (language, text.trim_matches('\n').to_owned())
}

fn is_end_of_pre(raw: &str) -> bool {
    raw.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("</pre"))
}

/// The language that a tag of code names: `lang="go"`, `class="language-go"`, `class="highlight-source-go"`.
fn code_language(raw: &str) -> Option<String> {
    let named = attribute(raw, "lang").filter(|name| !name.is_empty());
    let class = attribute(raw, "class").unwrap_or_default();
    let mut classes = class.split_whitespace();
    let language = named.or_else(|| {
        classes.find_map(|class| {
            let prefixes = ["language-", "lang-", "highlight-source-"];
            prefixes.iter().find_map(|prefix| class.strip_prefix(prefix)).map(str::to_owned)
        })
    })?;
    let word = language.split(|c: char| c.is_whitespace() || matches!(c, ';' | '{' | ',')).next()?;
    (!word.is_empty()).then(|| word.to_lowercase())
}

/// Text with its common character references decoded.
pub(super) fn decode(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let reference = rest.find(';').filter(|&end| end <= 10).map(|end| &rest[1..end]);
        match reference.and_then(character) {
            Some((c, len)) => {
                decoded.push(c);
                rest = &rest[len + 2..];
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

fn character(name: &str) -> Option<(char, usize)> {
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "mdash" => '—',
        "ndash" => '–',
        "hellip" => '…',
        "rarr" => '→',
        "larr" => '←',
        "times" => '×',
        "uarr" => '↑',
        "darr" => '↓',
        "harr" => '↔',
        "rArr" => '⇒',
        "hArr" => '⇔',
        "le" => '≤',
        "ge" => '≥',
        "ne" => '≠',
        "asymp" => '≈',
        "plusmn" => '±',
        "minus" => '−',
        "divide" => '÷',
        "infin" => '∞',
        "deg" => '°',
        "micro" => 'µ',
        "middot" => '·',
        "bull" => '•',
        "check" => '✓',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "euro" => '€',
        "pound" => '£',
        "sect" => '§',
        "para" => '¶',
        "laquo" => '«',
        "raquo" => '»',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "bdquo" => '„',
        "iexcl" => '¡',
        "iquest" => '¿',
        "frac12" => '½',
        "frac14" => '¼',
        "sup2" => '²',
        "sup3" => '³',
        "lbrace" | "lcub" => '{',
        "rbrace" | "rcub" => '}',
        "lbrack" | "lsqb" => '[',
        "rbrack" | "rsqb" => ']',
        "vert" | "verbar" => '|',
        "ast" => '*',
        "lowbar" => '_',
        "num" => '#',
        "dollar" => '$',
        "bsol" => '\\',
        "sol" => '/',
        "grave" => '`',
        "colon" => ':',
        "ensp" | "emsp" | "thinsp" => ' ',
        "shy" => '\u{ad}',
        "alpha" => 'α',
        "beta" => 'β',
        "gamma" => 'γ',
        "delta" => 'δ',
        "epsilon" => 'ε',
        "theta" => 'θ',
        "lambda" => 'λ',
        "mu" => 'μ',
        "pi" => 'π',
        "sigma" => 'σ',
        "phi" => 'φ',
        "omega" => 'ω',
        "Delta" => 'Δ',
        "Sigma" => 'Σ',
        "Omega" => 'Ω',
        "sum" => '∑',
        "prod" => '∏',
        "radic" => '√',
        "isin" => '∈',
        "cap" => '∩',
        "cup" => '∪',
        "sub" => '⊂',
        "forall" => '∀',
        "exist" => '∃',
        "and" => '∧',
        "or" => '∨',
        "not" => '¬',
        "empty" => '∅',
        "Auml" => 'Ä',
        "Ouml" => 'Ö',
        "Uuml" => 'Ü',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "szlig" => 'ß',
        "agrave" => 'à',
        "aacute" => 'á',
        "acirc" => 'â',
        "atilde" => 'ã',
        "ccedil" => 'ç',
        "egrave" => 'è',
        "eacute" => 'é',
        "Eacute" => 'É',
        "ecirc" => 'ê',
        "iacute" => 'í',
        "icirc" => 'î',
        "ntilde" => 'ñ',
        "oacute" => 'ó',
        "ocirc" => 'ô',
        "otilde" => 'õ',
        "ugrave" => 'ù',
        "uacute" => 'ú',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| !c.is_control())?
        }
    };
    Some((c, name.len()))
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
    fn references_are_decoded_once() {
        assert_eq!(decode("a &amp;lt; &#65;&#x42; & &x; &eacute;"), "a &lt; AB & &x; é");
    }

    #[test]
    fn comments_give_ids() {
        assert_eq!(comment_id("<!-- id: q-1 -->").as_deref(), Some("q-1"));
        assert_eq!(comment_id("<!-- idea: x -->"), None);
    }
}
