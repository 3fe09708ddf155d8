//! What makes two questions equal: their words, without case, spaces, quotes and closing marks.

use unicode_normalization::UnicodeNormalization;

use crate::model::content::{plain_text, plain_text_of};
use crate::model::{Entry, Inline};

/// The words of `question` as they are compared.
///
/// Compatibility forms are folded (NFKC), letters are lower case, and marks at the edge of a word
/// are dropped. Operators stay, since `is` against `==` is no question about `is`.
pub fn question_key(question: &[Inline]) -> String {
    let folded: String = plain_text(question).nfkc().flat_map(char::to_lowercase).collect();
    let mut key = String::with_capacity(folded.len());
    for word in folded.split_whitespace() {
        let word = word.trim_matches(|c: char| "\"'`“”‘’«»„?!.,;:()[]{}…。？！，：；（）、「」".contains(c));
        if !word.is_empty() {
            if !key.is_empty() {
                key.push(' ');
            }
            key.extend(word.chars().map(|c| if c == '’' { '\'' } else { c }));
        }
    }
    key
}

/// The key of an entry; what stands beside the wording (options, code) belongs to it.
///
/// An entry without any word in its question shares its key with no other.
pub fn entry_key(entry: &Entry) -> String {
    let mut key = question_key(&entry.question);
    if key.is_empty() {
        key = format!("\0{}:{}", entry.document, entry.span.start);
    }
    if !entry.question_blocks.is_empty() {
        key.push('\n');
        key.push_str(plain_text_of(&entry.question_blocks).trim());
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
        assert_ne!(key("`is` vs `==`"), key("`is` vs `=`"));
        assert_ne!(key("C"), key("C++"));
    }
}
