//! What makes two questions equal: their words, without case, spaces, quotes and closing marks.
//! Code counts as it is written: `Self` is not `self`, and `?` is not `!`.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::model::content::plain_text_of;
use crate::model::{Block, Entry, Inline, InlineKind};

/// The words of `question` as they are compared.
///
/// In text, letters are lower case, full-width forms are narrow, and marks at the edge of a word are
/// dropped unless they are all of it. Operators stay, since `is` against `==` is no question about `is`.
pub fn question_key(question: &[Inline]) -> String {
    let mut words = Words::default();
    words.push_all(question);
    words.end();
    words.key
}

/// Collects words; inlines that touch make one word.
#[derive(Default)]
struct Words {
    key: String,
    word: String,
    /// What of the word is code.
    code: Option<Range<usize>>,
}

impl Words {
    fn push_all(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(text) => self.push_text(text),
                InlineKind::Code(code) | InlineKind::Math(code) | InlineKind::Key(code) => {
                    let start = self.code.as_ref().map_or(self.word.len(), |code| code.start);
                    self.word.push_str(code);
                    self.code = Some(start..self.word.len());
                }
                InlineKind::SoftBreak | InlineKind::HardBreak => self.end(),
                InlineKind::Image(image) => self.push_text(&image.alt),
                _ => self.push_all(inline.children()),
            }
        }
    }

    fn push_text(&mut self, text: &str) {
        for c in text.nfc().map(narrow).flat_map(char::to_lowercase) {
            if c.is_whitespace() {
                self.end();
            } else {
                self.word.push(if c == '’' { '\'' } else { c });
            }
        }
    }

    fn end(&mut self) {
        const EDGES: &str = "\"'`“”‘’«»„?!.,;:()[]{}…。、「」¿¡";
        let is_edge = |c: char| EDGES.contains(c);
        let trimmed = match &self.code {
            // Only what stands around code is trimmed.
            Some(code) => {
                let before = self.word[..code.start].trim_start_matches(is_edge).len();
                let behind = self.word[code.end..].trim_end_matches(is_edge).len();
                &self.word[code.start - before..code.end + behind]
            }
            None => self.word.trim_matches(is_edge),
        };
        let word = if trimmed.is_empty() { self.word.as_str() } else { trimmed };
        if !word.is_empty() {
            if !self.key.is_empty() {
                self.key.push(' ');
            }
            self.key.push_str(word);
        }
        self.word.clear();
        self.code = None;
    }
}

/// `question` as text, code and maths between backticks.
pub fn wording(question: &[Inline]) -> String {
    let mut text = String::new();
    push_wording(question, &mut text);
    text
}

fn push_wording(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) => out.push_str(text),
            InlineKind::Code(code) | InlineKind::Math(code) | InlineKind::Key(code) => {
                out.push('`');
                out.push_str(code);
                out.push('`');
            }
            InlineKind::SoftBreak | InlineKind::HardBreak => out.push(' '),
            InlineKind::Image(image) => out.push_str(&image.alt),
            _ => push_wording(inline.children(), out),
        }
    }
}

/// The ordinary form of a full-width letter, digit or mark.
fn narrow(c: char) -> char {
    match u32::from(c) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
        0x3000 => ' ',
        _ => c,
    }
}

/// The key of an entry.
pub fn entry_key(entry: &Entry) -> String {
    match &entry.cloze {
        Some(cloze) => cloze_key(&cloze.filled()),
        None => key(&entry.question, &entry.question_blocks),
    }
}

/// The key of a text with gaps, all of them filled: what fills them tells `[…] is a city` from the next. It is that of
/// no question, since blocks never start with an empty line.
pub fn cloze_key(filled: &[Inline]) -> String {
    question_key(filled) + "\n\n[…]"
}

/// The key of a question; what stands beside the wording (options, code) belongs to it.
pub fn key(question: &[Inline], blocks: &[Block]) -> String {
    let mut key = question_key(question);
    if !blocks.is_empty() {
        key.push('\n');
        key.push_str(plain_text_of(blocks).trim());
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    fn key(text: &str) -> String {
        question_key(&[Inline::text(Span::default(), text)])
    }

    #[test]
    fn case_spaces_and_marks_do_not_matter() {
        assert_eq!(key("What is  the GIL (“lock”)?"), key("what is the gil \"Lock\""));
        assert_eq!(key("Ｗhat？"), key("what?"));
    }

    #[test]
    fn operators_and_words_do() {
        assert_ne!(key("is vs =="), key("is vs ="));
        assert_ne!(key("C"), key("C++"));
        assert_ne!(key("x²"), key("x2"));
        assert_ne!(key("?"), key("!"));
    }

    #[test]
    fn code_counts_as_it_is_written() {
        let code = |text: &str| {
            let inline = |kind| Inline::new(Span::default(), kind);
            question_key(&[
                inline(InlineKind::Text("What is ".into())),
                inline(InlineKind::Code(text.to_string().into())),
                inline(InlineKind::Text("?".into())),
            ])
        };
        assert_ne!(code("Self"), code("self"));
        assert_ne!(code("?"), code("!"));
        assert_ne!(code("[]"), code("{}"));
        assert_eq!(code("slots"), key("What is slots?"));
    }
}
