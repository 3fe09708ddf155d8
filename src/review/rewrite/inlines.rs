//! Which words of a run of text are others now: the least that has to be written.
//!
//! A run is taken apart into atoms (words, spaces, the marks around strong text and links), those of the document
//! are compared with the wanted ones, and what differs is written in their place.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::prefix::{Place, without_bars};
use super::{Care, Edit};
use crate::model::content::plain_text;
use crate::model::{Inline, InlineKind, Inlines, Span};
use crate::render::markdown;

/// The edits that make `new` of `old`, which stands in `text`; `None` where `old` is nothing that could be edited.
pub fn edits(text: &str, old: &[Inline], new: &[Inline], place: &Place, care: Care) -> Option<Vec<Edit>> {
    let (mut was, mut is) = (Vec::new(), Vec::new());
    atoms(Some(text), old, place, &mut was);
    atoms(None, new, place, &mut is);
    let first = was.first()?.span.start;
    let keys = |atoms: &[Atom]| atoms.iter().map(|atom| atom.key.clone()).collect::<Vec<_>>();
    let mut edits = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &keys(&was), &keys(&is)) {
        let DiffOp::Equal { .. } = op else {
            let (gone, come) = (&was[op.old_range()], &is[op.new_range()]);
            let span = match (gone.first(), gone.last()) {
                (Some(first), Some(last)) => first.span.cover(last.span),
                _ => {
                    let at = op.old_range().start.checked_sub(1).map_or(first, |before| was[before].span.end);
                    Span { start: at, end: at }
                }
            };
            let written: String = come.iter().map(|atom| atom.write(place, care)).collect();
            edits.push(Edit { span, text: written });
            continue;
        };
    }
    Some(edits)
}

/// A piece of running text that is kept or changed as a whole.
struct Atom {
    /// Equal where two say the same.
    key: String,
    /// Where it stands, in the document's text.
    span: Span,
    kind: Kind,
}

enum Kind {
    /// Words, and the spaces between them.
    Words(String),
    /// A break of the line: one that means a space, or one that is meant.
    Break { hard: bool },
    /// The mark that opens or closes something.
    Mark(String),
    /// What is written as Markdown has it.
    Whole(Inline),
}

impl Atom {
    fn write(&self, place: &Place, care: Care) -> String {
        match &self.kind {
            Kind::Words(words) if care == Care::Bare || words.trim().is_empty() => place.line(words),
            Kind::Words(words) => {
                let text: Inlines = [Inline::text(Span::default(), words.as_str())].into();
                without_bars(&markdown::inlines(&text))
            }
            Kind::Break { hard: true } if care == Care::Bare && !place.is_line() => {
                format!("\\{}", place.next_line())
            }
            Kind::Break { hard: true } => "<br>".to_string(),
            Kind::Break { hard: false } => {
                if place.is_line() {
                    " ".to_string()
                } else {
                    place.next_line()
                }
            }
            Kind::Mark(mark) => mark.clone(),
            Kind::Whole(inline) if care == Care::Bare => {
                place.line(&markdown::inlines(std::slice::from_ref(inline)))
            }
            Kind::Whole(inline) => without_bars(&markdown::inlines(std::slice::from_ref(inline))),
        }
    }
}

/// Takes `inlines` apart; `source` is the text that their spans lead into.
fn atoms(source: Option<&str>, inlines: &[Inline], place: &Place, out: &mut Vec<Atom>) {
    for inline in inlines {
        let span = inline.span;
        let mut push = |key: String, kind| out.push(Atom { key, span, kind });
        match &inline.kind {
            InlineKind::Text(words) => text_atoms(source, words, span, out),
            InlineKind::SoftBreak if place.is_line() => push(" ".to_string(), Kind::Words(" ".to_string())),
            InlineKind::SoftBreak => push("\n".to_string(), Kind::Break { hard: false }),
            InlineKind::HardBreak => push("\\".to_string(), Kind::Break { hard: true }),
            _ => match marks(inline) {
                Some([open, close]) => {
                    let content = inline.children();
                    let inner = |inline: Option<&Inline>| inline.map_or(span, |inline| inline.span);
                    let (first, last) = (inner(content.first()), inner(content.last()));
                    let mark = |key: &str, start: u32, end: u32| Atom {
                        key: format!("\u{0}{key}"),
                        span: Span { start: start.min(end), end },
                        kind: Kind::Mark(key.to_string()),
                    };
                    out.push(mark(&open, span.start, first.start));
                    atoms(source, content, place, out);
                    out.push(mark(&close, last.end, span.end.max(last.end)));
                }
                None => push(
                    format!("\u{0}{}", markdown::inlines(std::slice::from_ref(inline))),
                    Kind::Whole(inline.clone()),
                ),
            },
        }
    }
}

/// What stands around the content of `inline` in Markdown; `None` of what has none.
fn marks(inline: &Inline) -> Option<[String; 2]> {
    let pair = |open: &str, close: &str| Some([open.to_string(), close.to_string()]);
    match &inline.kind {
        InlineKind::Strong(_) => pair("**", "**"),
        InlineKind::Emphasis(_) => pair("*", "*"),
        InlineKind::Strike(_) => pair("~~", "~~"),
        InlineKind::Superscript(_) => pair("<sup>", "</sup>"),
        InlineKind::Subscript(_) => pair("<sub>", "</sub>"),
        InlineKind::Link(link) => {
            // The address as Markdown writes it, which only it knows how to.
            let mut named = link.as_ref().clone();
            named.content = [Inline::text(Span::default(), "x")].into();
            let written = markdown::inlines(&[Inline::new(Span::default(), InlineKind::Link(named.into()))]);
            pair("[", written.strip_prefix("[x")?)
        }
        _ => None,
    }
}

/// One atom for each word of `words` and each space between; one for the whole where its source says it otherwise.
fn text_atoms(source: Option<&str>, words: &str, span: Span, out: &mut Vec<Atom>) {
    let places = source.map(|source| places(words, source.get(span.range()).unwrap_or_default()));
    let whole = matches!(places, Some(None));
    let mut push = |from: usize, to: usize| {
        let place = match &places {
            Some(Some(places)) => {
                let start = span.start as usize;
                Span::new(start + places[from], start + places[to])
            }
            _ => span,
        };
        let piece = &words[from..to];
        // An escape parts texts, not words.
        if let Some(Atom { key, span, kind: Kind::Words(before) }) = out.last_mut()
            && before.trim().is_empty() == piece.trim().is_empty()
        {
            before.push_str(piece);
            key.push_str(piece);
            *span = span.cover(place);
            return;
        }
        out.push(Atom { key: piece.to_string(), span: place, kind: Kind::Words(piece.to_string()) });
    };
    if whole {
        return push(0, words.len());
    }
    let mut from = 0;
    let mut spaces = words.starts_with(char::is_whitespace);
    for (at, c) in words.char_indices() {
        if c.is_whitespace() != spaces {
            push(from, at);
            (from, spaces) = (at, !spaces);
        }
    }
    if from < words.len() {
        push(from, words.len());
    }
}

/// For each byte of `words`, and their end, where it stands in `written`, which spells them with escapes and entities;
/// `None` where it spells something else.
fn places(words: &str, written: &str) -> Option<Vec<usize>> {
    let mut places = Vec::with_capacity(words.len() + 1);
    let mut at = 0;
    for c in words.chars() {
        let rest = &written[at..];
        let length = match rest.chars().next()? {
            '&' if c == '&' && rest.starts_with("&amp;") => "&amp;".len(),
            first if first == c => c.len_utf8(),
            '\\' if rest[1..].starts_with(c) => 1 + c.len_utf8(),
            '&' => rest.find(';').filter(|end| *end < 12)? + 1,
            _ => return None,
        };
        places.extend(std::iter::repeat_n(at, c.len_utf8()));
        at += length;
    }
    places.push(at);
    (at == written.len()).then_some(places)
}

/// `inlines` as they are, where nothing in a text is markup.
pub fn raw(inlines: &[Inline]) -> String {
    let mut lines = vec![Inlines::new()];
    for inline in inlines {
        match inline.kind {
            InlineKind::SoftBreak | InlineKind::HardBreak => lines.push(Inlines::new()),
            _ => {
                if let Some(line) = lines.last_mut() {
                    line.push(inline.clone());
                }
            }
        }
    }
    lines.iter().map(|line| plain_text(line)).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::parse_markdown;
    use crate::model::BlockKind;
    use crate::review::rewrite::applied;

    fn rewritten(old: &str, new: &str) -> String {
        let run = |text: &str| match &parse_markdown(text).blocks[0].kind {
            BlockKind::Paragraph(content) => content.clone(),
            kind => panic!("{kind:?}"),
        };
        let place = Place::at(old, 0, "\n");
        let edits = edits(old, &run(old), &run(new), &place, Care::Bare).unwrap();
        applied(old, &edits).unwrap()
    }

    #[test]
    fn only_other_words_are_written() {
        for (old, new, expected) in [
            ("one two  three\n", "one zwei three", "one zwei three\n"),
            ("a __b x__ c\\*d &amp; e", "a **b x** c*d & f", "a __b x__ c\\*d &amp; f"),
            (
                "see [the _docs_](http://x.y 'T') now",
                "see [the *book*](http://x.y \"T\") now",
                "see [the _book_](http://x.y 'T') now",
            ),
            ("a\nb", "a\nc", "a\nc"),
            ("plain word", "plain **word**", "plain **word**"),
            ("use `f()` here", "use `g()` here", "use `g()` here"),
            ("__all of__ it", "all of it", "all of it"),
            ("one", "one and two", "one and two"),
        ] {
            assert_eq!(rewritten(old, new), expected);
        }
    }
}
