//! Diagnostics as the best compilers show them: what, where, the line itself, what to do.

use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::model::{Diagnostic, Document, Severity, Span};

/// Places shown in full; of more only the number is told.
const PLACES: usize = 3;

/// In bytes: of longer lines only the part around the place is given to the renderer, which cuts it to the terminal.
const EXCERPT: usize = 6_000;

/// Prints `diagnostics` on standard error, in colour where that is a terminal.
pub fn print<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>, documents: &[Document]) {
    for diagnostic in diagnostics {
        eprintln!("{}\n", rendered(diagnostic, documents));
    }
}

/// How many of what there are, in one line: `225 open questions, 135 repairs`.
pub fn counted<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>) -> String {
    let mut counts = BTreeMap::<&str, usize>::new();
    for diagnostic in diagnostics {
        *counts.entry(diagnostic.code).or_default() += match diagnostic.code {
            "repaired-text" => diagnostic.places.len(),
            _ => 1,
        };
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|&(code, count)| (std::cmp::Reverse(count), code));
    counts
        .into_iter()
        .map(|(code, count)| format!("{count} {}", noun(code, count)))
        .collect::<Vec<_>>()
        .join(", ")
}

fn noun(code: &str, count: usize) -> String {
    let one = match code {
        "repaired-text" => "repair".to_owned(),
        "suspicious-code" => "suspicious code block".to_owned(),
        "perhaps-same" => "doubtful pair".to_owned(),
        "difficulty-differs" => "disputed difficulty".to_owned(),
        code => code.replace('-', " "),
    };
    match one.strip_suffix('y').filter(|_| count > 1) {
        Some(stem) => format!("{stem}ies"),
        None if count == 1 => one,
        None => one + "s",
    }
}

fn rendered(diagnostic: &Diagnostic, documents: &[Document]) -> String {
    let level = match diagnostic.severity {
        Severity::Info => Level::INFO,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let mut group = Group::with_title(level.primary_title(diagnostic.message.as_str()).id(diagnostic.code));
    for (at, &(document, span)) in diagnostic.places.iter().take(PLACES).enumerate() {
        let document = &documents[document];
        let kind = if at == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        group = match excerpt(document, span) {
            Some(excerpt) => group.element(
                Snippet::source(excerpt.source)
                    .path(document.id.as_str())
                    .line_start(excerpt.line)
                    .annotation(kind.span(excerpt.range)),
            ),
            None => group.element(Origin::path(document.id.as_str()).line(1)),
        };
    }
    if let Some(more @ 1..) = diagnostic.places.len().checked_sub(PLACES) {
        let places = if more == 1 { "place" } else { "places" };
        group = group.element(Level::NOTE.message(format!("and {more} more {places}")));
    }
    if !diagnostic.hint.is_empty() {
        group = group.element(Level::HELP.message(diagnostic.hint.as_str()));
    }
    Renderer::styled().decor_style(DecorStyle::Ascii).render(&[group])
}

/// What is shown of a place: one line, cut where it is long.
struct Excerpt {
    line: usize,
    source: String,
    range: Range<usize>,
}

/// The first line of `span`; `None` when the span is empty: it is about the whole document.
fn excerpt(document: &Document, span: Span) -> Option<Excerpt> {
    if span.is_empty() {
        return None;
    }
    let line = document.lines.lines(span).first;
    let whole = document.lines.span_of(line)?;
    let text = document.slice(whole).trim_end();
    let start = (span.start - whole.start) as usize;
    let end = (span.end.min(whole.end) - whole.start) as usize;
    let place = text.get(start..end.min(text.len())).unwrap_or_default();
    let (start, end) = (start + place.len() - place.trim_start().len(), start + place.trim_end().len());
    let end = end.max(start);
    // A window of a line without end: a little before the place, and more behind it.
    let from = if text.len() > EXCERPT { boundary(text, start.saturating_sub(EXCERPT / 6)) } else { 0 };
    let to = boundary(text, text.len().min(from + EXCERPT));
    let before = if from > 0 { "…" } else { "" };
    let behind = if to < text.len() { "…" } else { "" };
    let source = format!("{before}{}{behind}", &text[from..to]);
    let shifted = |at: usize| at.clamp(from, to) - from + before.len();
    Some(Excerpt { line, source, range: shifted(start)..shifted(end) })
}

/// The first boundary between characters at or before `at`.
fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake;

    fn shown(text: &str, words: &str) -> String {
        let document = intake::document("notes.md".to_owned(), text.as_bytes(), "en").unwrap().document;
        let start = document.text.find(words).unwrap();
        let diagnostic = Diagnostic {
            code: "test",
            severity: Severity::Warning,
            message: "something is wrong".to_owned(),
            places: vec![(0, Span::new(start, start + words.len()))],
            hint: "mend it".to_owned(),
        };
        anstream::adapter::strip_str(&rendered(&diagnostic, &[document])).to_string()
    }

    #[test]
    fn a_place_is_underlined_whatever_its_width() {
        let expected = "\
warning[test]: something is wrong
 --> notes.md:2:4
  |
2 |     两 *this*
  |        ^^^^^^
  |
  = help: mend it";
        assert_eq!(shown("one\r\n\t两 *this*\n", "*this*"), expected);
        assert_eq!(shown("one\r\t两 *this*\rthree", "*this*"), expected);
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = format!("{}é{}", "words ".repeat(50_000), "more ".repeat(50_000));
        let shown = shown(&text, "é");
        assert!(shown.len() < 1_000 && shown.contains("words émore"), "{shown}");
    }
}
