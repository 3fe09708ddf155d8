//! What a spreadsheet cell may hold.

use std::borrow::Cow;

use super::guard;

/// What Excel holds in a cell, in UTF-16 code units ("Excel specifications and limits").
const MOST_UNITS: usize = 32_767;

/// How many line feeds Excel holds in a cell (the same page).
const MOST_LINE_FEEDS: usize = 253;

/// Ends a cell that had to be shortened; such a cell is not written back.
pub const SHORTENED: &str = "\n[… shortened: longer than a spreadsheet cell]";

/// `text` as a cell: lines end with `\n`, formulas are guarded, and what is beyond the limits of
/// spreadsheets gives way to [`SHORTENED`].
pub fn from_text(text: &str) -> String {
    shorten(guard(&with_line_feeds(text)).into_owned())
}

/// Whether the cell holds less than the text that it was made from.
pub fn is_shortened(cell: &str) -> bool {
    cell.ends_with(SHORTENED)
}

/// `text` with every line break as `\n`, as spreadsheets have it inside a cell.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

fn shorten(mut cell: String) -> String {
    if fitting(&cell, MOST_UNITS, MOST_LINE_FEEDS) == cell.len() {
        return cell;
    }
    let mark = SHORTENED.encode_utf16().count();
    let end = fitting(&cell, MOST_UNITS - mark, MOST_LINE_FEEDS - 1);
    // Between words, where that costs little: a cut elsewhere could part a letter from its accent.
    let space = cell[..end].rfind(char::is_whitespace).filter(|space| *space > end / 2);
    cell.truncate(space.unwrap_or(end));
    cell.push_str(SHORTENED);
    cell
}

/// How many bytes of `text` hold at most so many UTF-16 units and line feeds; on a character boundary.
fn fitting(text: &str, mut units: usize, mut line_feeds: usize) -> usize {
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
        assert_eq!(from_text("a\r\nb\rc\nd"), "a\nb\nc\nd");
    }

    #[test]
    fn what_just_fits_is_left_alone() {
        let long = "x".repeat(MOST_UNITS);
        assert_eq!(from_text(&long), long);
        let lines = "x\n".repeat(MOST_LINE_FEEDS);
        assert_eq!(from_text(&lines), lines);
    }

    #[test]
    fn what_is_too_long_ends_with_a_mark_inside_the_limit() {
        for text in ["x".repeat(MOST_UNITS + 1), "🦀".repeat(MOST_UNITS / 2 + 1), "=word ".repeat(9000)] {
            let cell = from_text(&text);
            assert!(is_shortened(&cell) && units(&cell) <= MOST_UNITS);
            assert!(units(&cell) > MOST_UNITS - 8, "as much as fits is kept: {}", units(&cell));
            assert!(text.starts_with(super::super::unguard(cell.trim_end_matches(SHORTENED))));
        }
    }

    #[test]
    fn the_guard_counts() {
        let cell = from_text(&format!("={}", "x".repeat(MOST_UNITS - 1)));
        assert!(is_shortened(&cell) && units(&cell) == MOST_UNITS);
    }

    #[test]
    fn too_many_lines_end_with_a_mark_inside_the_limit() {
        let cell = from_text(&"a line\n".repeat(MOST_LINE_FEEDS + 1));
        assert!(is_shortened(&cell));
        assert_eq!(cell.matches('\n').count(), MOST_LINE_FEEDS);
    }
}
