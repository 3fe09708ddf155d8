//! Which notes make a second card that asks the other way round, where the user asks for that.

use crate::model::content::{plain_text, plain_text_of};
use crate::model::{BlockKind, Draft, NoteKind};
use crate::recognise;

/// What the field says of a note that is asked both ways.
pub const YES: &str = "y";

/// A term has at most so many words and characters,
const TERM: (usize, usize) = (6, 60);
/// and its meaning so many.
const MEANING: (usize, usize) = (30, 240);

/// Whether `draft` is a term with its meaning, a word with its translation: both can be asked for. An answer to a
/// question is no such thing: nobody learns to guess questions.
pub fn is_term(draft: &Draft) -> bool {
    let term = plain_text(&draft.question);
    let meaning = draft.answer.as_deref().unwrap_or_default();
    let is_text = meaning.iter().all(|block| matches!(block.kind, BlockKind::Paragraph(_)));
    draft.kind == NoteKind::Basic
        && draft.question_blocks.is_empty()
        && !meaning.is_empty()
        && is_text
        && fits(&term, TERM)
        && fits(&plain_text_of(meaning), MEANING)
        && !recognise::asks(&term)
}

fn fits(text: &str, (words, characters): (usize, usize)) -> bool {
    text.split_whitespace().count() <= words && text.chars().count() <= characters
}
