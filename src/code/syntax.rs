//! Whether a text is well-formed in its language.
//!
//! Grammars read hostile texts over and over: no text is parsed beyond a bound, which depends on nothing but the text.

use std::cell::{Cell, RefCell};
use std::ops::ControlFlow;

use tree_sitter::{ParseOptions, ParseState, Parser, Tree};

use super::languages;

thread_local! {
    /// Keeps its buffers from one text to the next.
    static PARSER: RefCell<Parser> = RefCell::new(Parser::new());
}

/// What the parser gets at a time, in bytes: how often it asks tells how much it reads.
const PORTION: usize = 64;

/// How often the parser may read the whole text. Programs are read twice or thrice; hostile text was
/// read a thousand times (a scanner that looks ahead to the end for each of `(((`).
const READINGS: usize = 12;

/// In bytes: a longer text with syntax errors is not parsed. Recovery from errors costs the square of
/// the length and worse, and cannot be interrupted everywhere.
const LONGEST_WRONG: usize = 2 << 10;

/// Whether `text` is free of syntax errors; `None` where that cannot be told: the language is unknown,
/// the text too long for its grammar (16 KiB; 2 KiB if it is wrong), or such that the grammar reads it
/// over and over.
pub fn parses(language: &str, text: &str) -> Option<bool> {
    Some(!checked(language, text)?.root_node().has_error())
}

/// Where the first syntax error of `text` starts; `None` when there is none, or that cannot be told.
pub fn first_error(language: &str, text: &str) -> Option<usize> {
    let tree = checked(language, text)?;
    let mut node = tree.root_node();
    while node.has_error() && !node.is_error() && !node.is_missing() {
        let mut cursor = node.walk();
        let next = node.children(&mut cursor).find(|child| child.has_error() || child.is_missing());
        match next {
            Some(child) => node = child,
            None => break,
        }
    }
    let found = node.is_error() || node.is_missing() || node.has_error();
    found.then(|| node.start_byte().min(text.len()))
}

fn checked(language: &str, text: &str) -> Option<Tree> {
    let language = languages::find(language).filter(|language| language.can_parse(text))?;
    tree(&language.grammar(), text)
}

/// The syntax tree of `text`; `None` beyond the bound.
pub fn tree(language: &tree_sitter::Language, text: &str) -> Option<Tree> {
    PARSER.with_borrow_mut(|parser| parse(parser, language, text))
}

fn parse(parser: &mut Parser, language: &tree_sitter::Language, text: &str) -> Option<Tree> {
    parser.set_language(language).ok()?;
    let most = READINGS * (text.len() / PORTION + 1);
    let reads = Cell::new(0);
    let mut portion = |at: usize, _| {
        reads.set(reads.get() + 1);
        // Beyond the bound the text ends.
        if reads.get() > most {
            &[]
        } else {
            &text.as_bytes()[at.min(text.len())..text.len().min(at + PORTION)]
        }
    };
    let mut goes_on = |state: &ParseState| {
        let wrong = state.has_error() && text.len() > LONGEST_WRONG;
        if wrong || reads.get() > most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let options = ParseOptions::new().progress_callback(&mut goes_on);
    let tree = parser.parse_with_options(&mut portion, None, Some(options));
    parser.reset();
    tree.filter(|_| reads.get() <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_error_has_a_place() {
        assert_eq!(parses("python", "def f():\n    pass\n"), Some(true));
        assert_eq!(first_error("python", "def f():\n    pass\n"), None);
        assert_eq!(first_error("python", "a = 1\nb = = 2\n"), Some("a = 1\nb = ".len()));
        assert_eq!(first_error("klingon", "b = = 2"), None);
    }
}
