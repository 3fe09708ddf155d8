//! What the cells of a sheet say, read as what notes are made of.

use crate::markup;
use crate::model::walk::Part;
use crate::model::{Block, BlockKind, Blocks, Difficulty, Inline, Inlines, Span};
use crate::render::markdown;
use crate::sheet::{Column, Shape, fingerprint};

/// Whether the cell of `column` can be read.
///
/// # Errors
/// What is wrong with it, in words.
pub fn check(column: Column, cell: &str) -> Result<(), String> {
    match column {
        Column::Question => question(cell).map(drop),
        Column::Difficulty => difficulty(cell).map(drop),
        Column::Deck if cell.trim().is_empty() || cell.split("::").any(|part| part.trim().is_empty()) => {
            Err(format!("`{cell}` is no deck; write its full name, `::` between levels"))
        }
        _ => Ok(()),
    }
}

/// Whether two texts say the same in a cell of `column`: Markdown says what it reads as, whatever its marks.
pub fn say_the_same(column: Column, one: &str, other: &str) -> bool {
    let canonical = |cell: &str| {
        let once = markdown::blocks(&markup::parse_markdown(cell).blocks);
        markdown::blocks(&markup::parse_markdown(once).blocks)
    };
    fingerprint(column, one) == fingerprint(column, other)
        || column.shape() == Shape::Markdown && canonical(one) == canonical(other)
}

/// The wording that a cell opens with, and what belongs to it below.
///
/// # Errors
/// When it does not open with running text.
pub fn question(cell: &str) -> Result<(Inlines, Blocks), String> {
    let blocks = tree(cell);
    match blocks.first().map(|block| &block.kind) {
        Some(BlockKind::Paragraph(wording)) => Ok((wording.clone(), blocks[1..].iter().cloned().collect())),
        Some(_) => Err("a question opens with its wording as running text".to_string()),
        None => Err("a question has words; to take the note out, write `rejected` into its column `review`"
            .to_string()),
    }
}

/// An answer, whole or short; `None` for none.
pub fn blocks(cell: &str) -> Option<Blocks> {
    Some(tree(cell)).filter(|blocks| !blocks.is_empty())
}

/// A difficulty; `None` for none.
///
/// # Errors
/// When the word is none.
pub fn difficulty(cell: &str) -> Result<Option<Difficulty>, String> {
    let word = cell.trim().to_lowercase();
    if word.is_empty() {
        return Ok(None);
    }
    let known = [Difficulty::Easy, Difficulty::Medium, Difficulty::Hard];
    let found = known.into_iter().find(|difficulty| difficulty.word() == word);
    found.map(Some).ok_or_else(|| format!("`{cell}` is no difficulty; there are `easy`, `medium` and `hard`"))
}

/// What `cell` says in Markdown. It stands in no document: all its places are empty.
fn tree(cell: &str) -> Blocks {
    let mut blocks = markup::parse_markdown(cell).blocks;
    blocks.make_mut().iter_mut().for_each(without_place);
    blocks
}

fn without_place(block: &mut Block) {
    block.span = Span::default();
    block.parts_mut(|part| match part {
        Part::Place(span) => *span = Span::default(),
        Part::Run(run) => run.iter_mut().for_each(inline_without_place),
        Part::Flow(blocks) => blocks.make_mut().iter_mut().for_each(without_place),
    });
}

fn inline_without_place(inline: &mut Inline) {
    inline.span = Span::default();
    if let Some(content) = inline.content_mut() {
        content.iter_mut().for_each(inline_without_place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_says_why() {
        for (column, cell, reason) in [
            (Column::Question, "", "has words"),
            (Column::Question, "```\nx\n```", "running text"),
            (Column::Difficulty, "tricky", "`tricky` is no difficulty"),
            (Column::Deck, "A::", "is no deck"),
        ] {
            assert!(check(column, cell).unwrap_err().contains(reason), "{column:?}");
        }
        for (column, cell) in
            [(Column::Question, "Why?\n\n* a"), (Column::Difficulty, " Hard"), (Column::Answer, "")]
        {
            assert_eq!(check(column, cell), Ok(()));
        }
    }
}
