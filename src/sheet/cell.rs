//! What a spreadsheet cell may hold.

use std::borrow::Cow;

/// What Excel holds in a cell, in UTF-16 code units ("Excel specifications and limits"), less one for a guard.
const MOST_UNITS: usize = 32_767 - 1;

/// How many line feeds Excel holds in a cell (the same page).
const MOST_LINE_FEEDS: usize = 253;

/// Ends a cell that had to be shortened; such a cell is not written back.
pub const SHORTENED: &str = "\n[… shortened: longer than a spreadsheet cell]";

/// `text` as a cell: lines end with `\n`, and what is beyond the limits of spreadsheets gives way to [`SHORTENED`].
///
/// In a text file, where spreadsheets look for formulas, it wants a [`super::guard`] too.
pub fn shortened(text: &str) -> Cow<'_, str> {
    let text = with_line_feeds(text);
    if fitting(&text, MOST_UNITS, MOST_LINE_FEEDS) == text.len() { text } else { Cow::Owned(shorten(&text)) }
}

/// Whether the cell holds less than the text that it was made from.
pub fn is_shortened(cell: &str) -> bool {
    cell.ends_with(SHORTENED)
}

/// `text` with every line break as `\n`, as spreadsheets have it inside a cell.
pub fn with_line_feeds(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

fn shorten(text: &str) -> String {
    let mark = SHORTENED.encode_utf16().count();
    let end = fitting(text, MOST_UNITS - mark, MOST_LINE_FEEDS - 1);
    // Between words, where that costs little: a cut elsewhere could part a letter from its accent.
    let space = text[..end].rfind(char::is_whitespace).filter(|space| *space > end / 2);
    format!("{}{SHORTENED}", &text[..space.unwrap_or(end)])
}

/// How many bytes of `text` hold at most so many UTF-16 units and line feeds; on a character boundary.
fn fitting(text: &str, mut units: usize, mut line_feeds: usize) -> usize {
    // A byte is a unit at most, so that nearly every text is known to fit at a glance.
    if text.len() <= units && memchr::memchr_iter(b'\n', text.as_bytes()).count() <= line_feeds {
        return text.len();
    }
    for (at, character) in text.char_indices() {
        let feed = usize::from(character == '\n');
        if character.len_utf16() > units || feed > line_feeds {
            return at;
        }
        units -= character.len_utf16();
        line_feeds -= feed;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str) -> usize {
        text.encode_utf16().count()
    }

    #[test]
    fn line_breaks_become_line_feeds() {
        assert_eq!(shortened("a\r\nb\rc\nd"), "a\nb\nc\nd");
    }

    #[test]
    fn what_just_fits_is_left_alone() {
        let long = "x".repeat(MOST_UNITS);
        assert_eq!(shortened(&long), long);
        let lines = "x\n".repeat(MOST_LINE_FEEDS);
        assert_eq!(shortened(&lines), lines);
    }

    #[test]
    fn what_is_too_long_ends_with_a_mark_inside_the_limit() {
        for text in ["x".repeat(MOST_UNITS + 1), "🦀".repeat(MOST_UNITS / 2 + 1), "=word ".repeat(9000)] {
            let cell = shortened(&text);
            assert!(is_shortened(&cell) && units(&cell) <= MOST_UNITS);
            assert!(units(&cell) > MOST_UNITS - 8, "as much as fits is kept: {}", units(&cell));
            assert!(text.starts_with(cell.trim_end_matches(SHORTENED)));
        }
    }

    #[test]
    fn a_guard_fits_in() {
        let cell = shortened(&format!("={}", "x".repeat(MOST_UNITS))).into_owned();
        assert!(is_shortened(&cell));
        assert_eq!(units(&super::super::guard(&cell)), 32_767);
    }

    #[test]
    fn too_many_lines_end_with_a_mark_inside_the_limit() {
        let text = "a line\n".repeat(MOST_LINE_FEEDS + 1);
        let cell = shortened(&text);
        assert!(is_shortened(&cell));
        assert_eq!(cell.matches('\n').count(), MOST_LINE_FEEDS);
    }
}
