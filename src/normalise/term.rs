//! A word of a question, and how much it tells.

/// A word of a subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// It without inflection; the name of its group where it has synonyms.
    pub text: String,
    /// What words of its family share.
    pub family: String,
    /// How it is written, in lower case.
    pub word: String,
    /// How much it tells questions apart.
    pub weight: f32,
    /// How much it would if it were not only what the subject is seen in.
    pub full: f32,
    /// Whether it may be the first letters of words.
    pub is_abbreviation: bool,
    /// Whether it only says what the subject is seen in.
    pub in_tail: bool,
    /// Whether it is a number: another number is another question.
    pub is_number: bool,
    /// Whether it may as well be left out, or said with another such word.
    pub says_little: bool,
    /// The signs that are written on it, where it is code: `--` of `--force`.
    pub signs: Option<String>,
}

impl Term {
    /// A term that is no number, no abbreviation and no code, and of the subject itself.
    pub fn plain(text: String, word: String, weight: f32) -> Self {
        Self {
            family: text.clone(),
            text,
            word,
            weight,
            full: weight,
            is_abbreviation: false,
            in_tail: false,
            is_number: false,
            says_little: false,
            signs: None,
        }
    }
}
