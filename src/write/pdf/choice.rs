//! Multiple choice: options that have no letters or numbers are boxes to tick, and the right ones are ticked where the
//! answer begins with them.

use std::borrow::Cow;

use crate::model::content::{Item, List, plain_text_of};
use crate::model::{Block, BlockKind, Note, NoteKind, Span};

use super::list::own_labels;

/// What belongs to the question of `note` beside its wording.
pub fn question(note: &Note) -> Cow<'_, [Block]> {
    let blocks = note.draft.question_blocks.as_slice();
    match (options(note), blocks.split_last()) {
        (Some(list), Some((_, above))) if list.start.is_none() && own_labels(list).is_none() => {
            Cow::Owned(above.iter().cloned().chain([boxes(list, false)]).collect())
        }
        _ => Cow::Borrowed(blocks),
    }
}

/// `answer`, an answer of `note` or a part of it.
pub fn answer<'a>(note: &Note, answer: &'a [Block]) -> Cow<'a, [Block]> {
    let (Some(options), Some((first, rest))) = (options(note), answer.split_first()) else {
        return Cow::Borrowed(answer);
    };
    let is_option = |blocks: &[Block]| {
        let words = plain_text_of(blocks);
        options.items.iter().any(|option| plain_text_of(&option.blocks) == words)
    };
    let right = match &first.kind {
        BlockKind::List(list) if list.items.iter().all(|item| is_option(&item.blocks)) => list.clone(),
        BlockKind::Paragraph(_) if is_option(std::slice::from_ref(first)) => {
            let item = Item { span: first.span, task: None, blocks: [first.clone()].into() };
            List { start: None, tight: true, items: [item].into() }
        }
        _ => return Cow::Borrowed(answer),
    };
    Cow::Owned([boxes(&right, true)].into_iter().chain(rest.iter().cloned()).collect())
}

/// The options of `note`; `None` where it has none.
fn options(note: &Note) -> Option<&List> {
    let last = note.draft.question_blocks.last().filter(|_| note.draft.kind == NoteKind::Choice)?;
    if let BlockKind::List(list) = &last.kind { Some(list) } else { None }
}

/// `list` with a box before each item.
fn boxes(list: &List, ticked: bool) -> Block {
    let items: Vec<Item> =
        list.items.iter().map(|item| Item { task: Some(ticked), ..item.clone() }).collect();
    let span = items.iter().map(|item| item.span).reduce(Span::cover).unwrap_or_default();
    Block::new(span, BlockKind::List(List { items: items.into(), ..list.clone() }))
}
