//! The titles inside an answer.

use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, InlineKind};

/// A paragraph in bold is a title up to so many words.
const LONGEST: usize = 12;

/// The words of `block` where it only titles what follows: a heading, or a short paragraph all in bold.
pub fn title(block: &Block) -> Option<String> {
    match &block.kind {
        BlockKind::Heading { content, .. } => Some(plain_text(content)),
        BlockKind::Paragraph(content) => {
            let (first, rest) = content.split_first()?;
            let text = plain_text(content);
            let is_bold = matches!(first.kind, InlineKind::Strong(_))
                && plain_text(rest).trim_matches([':', '：', ' ']).is_empty();
            let is_statement = text.trim_end().ends_with(['.', '!', '。', '！']);
            (is_bold && !is_statement && text.split_whitespace().count() <= LONGEST).then_some(text)
        }
        _ => None,
    }
}
