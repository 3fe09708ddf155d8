//! Text that a spreadsheet would run as a formula, made harmless and back again.
//!
//! The guard is one apostrophe in front, which every spreadsheet shows as text. To keep the way back
//! exact, a text that is a formula behind apostrophes of its own gets one more; any other text, also
//! one that opens with an apostrophe, stays as it is.

use std::borrow::Cow;

const GUARD: char = '\'';

/// `text`, with the guard in front where a spreadsheet could run it. Undone by [`unguard`].
pub fn guard(text: &str) -> Cow<'_, str> {
    if hides_formula(text) { Cow::Owned(format!("{GUARD}{text}")) } else { Cow::Borrowed(text) }
}

/// The text that [`guard`] was given; a text that carries no guard stays as it is.
pub fn unguard(cell: &str) -> &str {
    cell.strip_prefix(GUARD).filter(|text| hides_formula(text)).unwrap_or(cell)
}

/// Whether a spreadsheet could run `text`: it starts with `=`, `+`, `-`, `@` or their full-width
/// forms, also behind white space, which some spreadsheets skip, or with a tab or line break.
///
/// After the OWASP page on CSV injection.
pub fn is_formula_like(text: &str) -> bool {
    text.starts_with(['\t', '\r', '\n'])
        || text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// Whether `text` is a formula behind any number of guards.
fn hides_formula(text: &str) -> bool {
    is_formula_like(text.trim_start_matches(GUARD))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_formulas_are_guarded() {
        assert_eq!(guard("=1+1"), "'=1+1");
        assert_eq!(guard(" \u{a0}@SUM(A1)"), "' \u{a0}@SUM(A1)");
        assert_eq!(guard("\tx"), "'\tx");
        assert_eq!(guard("＝1"), "'＝1");
        assert_eq!(guard("'-x"), "''-x");
        assert_eq!(guard("'quoted'"), "'quoted'");
        assert_eq!(guard("* item"), "* item");
        assert_eq!(guard("a = b"), "a = b");
        assert_eq!(guard(""), "");
    }

    #[test]
    fn a_text_that_was_never_guarded_stays() {
        assert_eq!(unguard("'quoted'"), "'quoted'");
        assert_eq!(unguard("=1"), "=1");
        assert_eq!(unguard("'"), "'");
    }

    proptest! {
        #[test]
        fn the_guard_is_exactly_reversible(text in prop_oneof![any::<String>(), "['=+@\t\r\n＝－ a-]{0,6}"]) {
            let guarded = guard(&text);
            prop_assert_eq!(unguard(&guarded), &text);
            prop_assert!(!is_formula_like(&guarded));
        }
    }
}
