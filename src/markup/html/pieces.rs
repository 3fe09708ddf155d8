//! Raw HTML cut into tags, text and line breaks.

use super::{Tag, attribute, decode, tag};
use crate::markup::mend::COMMENT;

/// A piece of raw HTML.
pub(in crate::markup) enum Piece<'a> {
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
pub(in crate::markup) fn pieces(raw: &str) -> Vec<Piece<'_>> {
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
    if rest.starts_with(COMMENT)
        && let Some(len) = comment_len(rest)
    {
        return (Piece::Tag(&rest[..len]), len);
    }
    for (open, close) in [("<script", "</script>"), ("<style", "</style>"), ("<?", "?>"), ("<!", ">")] {
        if rest.get(..open.len()).is_some_and(|start| start.eq_ignore_ascii_case(open)) {
            let end = if close.starts_with('<') { find_tag(rest, close) } else { rest.find(close) };
            let len = end.map_or(rest.len(), |at| at + close.len());
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
    let comments = rest[..len].match_indices(COMMENT).map(|(at, _)| at);
    let len = comments.into_iter().find(|&at| at > 0).unwrap_or(len);
    (Piece::Text(&rest[..len]), len)
}

/// The length of the comment of MDX that `text` opens with; `None` where it lacks its end.
fn comment_len(text: &str) -> Option<usize> {
    const END: &[u8] = b"*/}";
    // The search for an end must not make reading quadratic.
    const LONGEST: usize = 4096;
    let near = &text.as_bytes()[..text.len().min(LONGEST)];
    memchr::memmem::find(near, END).map(|at| at + END.len())
}

/// Whether `text` opens with the tag of `name`, in whatever case.
pub(in crate::markup) fn opens(text: &str, name: &str) -> bool {
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
pub(in crate::markup) fn preformatted(raw: &str) -> (Option<String>, String) {
    let mut text = String::new();
    // The element's own tag is no piece of its content.
    let own = raw.find('>').map_or(raw.len(), |at| at + 1);
    let mut language = code_language(&raw[..own]);
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
