//! Paragraphs line by line.

use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, Inline, InlineKind, Inlines, Span};

/// A line of a paragraph.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// Its content, without the breaks around it; at least one inline.
    pub content: &'a [Inline],
    /// The break in front of it; `None` for the first line.
    pub broken_by: Option<&'a Inline>,
}

impl Line<'_> {
    /// Where it stands.
    pub fn span(&self) -> Span {
        self.content.iter().map(|inline| inline.span).reduce(Span::cover).unwrap_or_default()
    }

    /// Whether it is a property that a note program keeps: `card-last-interval:: 4`, or the mark by which one finds the
    /// block above: `^a1b2c3`.
    pub fn is_property(&self) -> bool {
        self.is_block_mark()
            || self.holds(&["::"])
                && self.text().split_once("::").is_some_and(|(key, value)| {
                    !key.is_empty()
                        && key
                            .chars()
                            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'))
                        && (value.is_empty() || value.starts_with(' '))
                })
    }

    /// Whether it is the mark of a block and nothing else, `^a1b2c3`: letters and digits, as no exponent has them.
    fn is_block_mark(&self) -> bool {
        const FEWEST: usize = 4;
        let opens = self.content.first().is_some_and(
            |first| matches!(&first.kind, InlineKind::Text(text) if text.trim_start().starts_with('^')),
        );
        opens && {
            let text = self.text();
            let mark = text.trim().trim_start_matches('^');
            mark.len() >= FEWEST && mark.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        }
    }

    /// Whether its own words, not those of code, hold one of `marks`.
    pub fn holds(&self, marks: &[&str]) -> bool {
        let mut firsts: Vec<u8> = marks.iter().filter_map(|mark| mark.bytes().next()).collect();
        firsts.sort_unstable();
        firsts.dedup();
        holds(self.content, marks, &firsts)
    }

    /// Its words where they are nothing but text.
    fn plain(&self) -> Option<&str> {
        match self.content {
            [Inline { kind: InlineKind::Text(text), .. }] => Some(text.trim()),
            _ => None,
        }
    }

    /// Whether it is nothing but a question mark, or two.
    pub fn is_question_mark(&self) -> bool {
        matches!(self.plain(), Some("?" | "??" | "？"))
    }

    /// The sign that it repeats to divide what stands around it.
    pub fn divider(&self) -> Option<char> {
        let text = self.plain()?;
        let sign = text.chars().next().filter(|c| matches!(c, '%' | '-' | '*' | '_'))?;
        (text.len() >= 3 && text.chars().all(|c| c == sign)).then_some(sign)
    }

    /// Its words.
    pub fn text(&self) -> String {
        plain_text(self.content)
    }
}

/// The lines of running text; those without content are left out.
pub fn of(content: &[Inline]) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut broken_by = None;
    let mut rest = content;
    loop {
        let end = rest.iter().position(is_break).unwrap_or(rest.len());
        if end > 0 {
            lines.push(Line { content: &rest[..end], broken_by });
        }
        let Some(next) = rest.get(end) else { return lines };
        broken_by = Some(next);
        rest = &rest[end + 1..];
    }
}

/// The lines of a paragraph; none of any other block.
pub fn of_block(block: &Block) -> Vec<Line<'_>> {
    match &block.kind {
        BlockKind::Paragraph(content) => of(content),
        _ => Vec::new(),
    }
}

/// Running text of `lines`, with the breaks that stood between them.
pub fn joined<'a>(lines: impl IntoIterator<Item = Line<'a>>) -> Inlines {
    let mut content = Inlines::new();
    for line in lines {
        content.extend(line.broken_by.filter(|_| !content.is_empty()).cloned());
        content.extend_from_slice(line.content);
    }
    content
}

/// A paragraph of `content` at its own place; `None` when it says nothing.
pub fn paragraph(content: Inlines) -> Option<Block> {
    let span = content.iter().map(|inline| inline.span).reduce(Span::cover)?;
    (!plain_text(&content).trim().is_empty()).then(|| Block::new(span, BlockKind::Paragraph(content)))
}

/// The words of `content` with the bytes of code and formulas blotted out: what is left is the writer's own.
pub fn prose(content: &[Inline]) -> String {
    let mut text = String::new();
    for inline in content {
        let words = plain_text(std::slice::from_ref(inline));
        match &inline.kind {
            InlineKind::Code(_) | InlineKind::Math(_) | InlineKind::Key(_) | InlineKind::Image(_) => {
                text.extend(std::iter::repeat_n('x', words.len()));
            }
            InlineKind::Link(_) => text.push_str(&words.replace([':', '>'], "x")),
            _ if !inline.children().is_empty() => text.push_str(&prose(inline.children())),
            _ => text.push_str(&words),
        }
    }
    text
}

fn is_break(inline: &Inline) -> bool {
    matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak)
}

/// Whether `content` holds one of `marks`, which start with `firsts`.
fn holds(content: &[Inline], marks: &[&str], firsts: &[u8]) -> bool {
    content.iter().any(|inline| match &inline.kind {
        InlineKind::Text(text) => text_holds(text.as_bytes(), marks, firsts),
        _ => holds(inline.children(), marks, firsts),
    })
}

/// A search that is set up for the marks costs more than it saves on so short a text: their first bytes, of which
/// there are few, are looked for at once.
fn text_holds(text: &[u8], marks: &[&str], firsts: &[u8]) -> bool {
    let starts = |at: usize| {
        let second = text.get(at + 1);
        let may_be = |mark: &[u8]| mark.get(1).is_none_or(|byte| second == Some(byte));
        marks.iter().map(|mark| mark.as_bytes()).any(|mark| may_be(mark) && text[at..].starts_with(mark))
    };
    firsts.chunks(3).any(|firsts| match *firsts {
        [a] => memchr::memchr_iter(a, text).any(starts),
        [a, b] => memchr::memchr2_iter(a, b, text).any(starts),
        [a, b, c, ..] => memchr::memchr3_iter(a, b, c, text).any(starts),
        [] => false,
    })
}
