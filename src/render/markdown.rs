//! The content tree as Markdown.

use crate::model::{Block, Inline};

/// `blocks` as Markdown that reads back as the same tree.
pub fn blocks(blocks: &[Block]) -> String {
    let _ = blocks;
    String::new()
}

/// `inlines` as Markdown on one line that reads back as the same inlines.
pub fn inlines(inlines: &[Inline]) -> String {
    let _ = inlines;
    String::new()
}
