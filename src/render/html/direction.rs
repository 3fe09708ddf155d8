//! Which way a text runs.
//!
//! Paragraphs find that out themselves, by the style sheet. What has bullets, columns or a border on one side needs to be
//! told.

use unicode_bidi::{BidiClass, bidi_class};

use crate::model::{Block, BlockKind, Inline, InlineKind};

/// Whether the first letter of `blocks` runs from right to left, as browsers find it for `dir="auto"`
/// (<https://www.unicode.org/reports/tr9/#P2>); `None` where there is no letter.
pub(super) fn of_blocks(blocks: &[Block]) -> Option<bool> {
    blocks.iter().find_map(of_block)
}

/// The same of one block.
pub(super) fn of_block(block: &Block) -> Option<bool> {
    match &block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => of_inlines(content),
        BlockKind::Table(table) => {
            let rows = std::iter::once(&table.head).chain(&table.rows);
            rows.flat_map(|row| &row.cells).find_map(|cell| of_inlines(cell))
        }
        BlockKind::Callout { title: Some(title), blocks, .. } => {
            of_inlines(title).or_else(|| of_blocks(blocks))
        }
        BlockKind::Disclosure { summary, blocks, .. } => of_inlines(summary).or_else(|| of_blocks(blocks)),
        BlockKind::DefinitionList(list) => {
            list.iter().flat_map(|definition| &definition.terms).find_map(|term| of_inlines(term))
        }
        _ => block.flows().into_iter().find_map(of_blocks),
    }
}

/// The same of running text.
pub(super) fn of_inlines(inlines: &[Inline]) -> Option<bool> {
    inlines.iter().find_map(|inline| match &inline.kind {
        InlineKind::Text(text) => text.chars().find_map(of_letter),
        _ => of_inlines(inline.children()),
    })
}

fn of_letter(letter: char) -> Option<bool> {
    match bidi_class(letter) {
        BidiClass::L => Some(false),
        BidiClass::R | BidiClass::AL => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    fn run(text: &str) -> Inline {
        Inline::text(Span::default(), text)
    }

    #[test]
    fn the_first_letter_tells() {
        for (text, expected) in [
            ("1. أولاً then", Some(true)),
            ("שלום", Some(true)),
            ("loom: النول", Some(false)),
            ("織機", Some(false)),
            ("1 + 2", None),
        ] {
            assert_eq!(of_inlines(&[run("— "), run(text)]), expected, "{text}");
        }
    }
}
