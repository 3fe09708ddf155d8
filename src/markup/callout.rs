//! Callouts written as quotes: `> [!NOTE]` of GitHub, `> [!kind]- title` of Obsidian.

use super::inlines;
use crate::model::{Block, BlockKind, Inline, InlineKind};

/// What a quote with this content is.
pub(super) fn from_quote(mut blocks: Vec<Block>) -> BlockKind {
    let Some(Block { kind: BlockKind::Paragraph(content), .. }) = blocks.first_mut() else {
        return BlockKind::Quote(blocks.into());
    };
    let Some(label) = label(content) else { return BlockKind::Quote(blocks.into()) };
    let (title, rest) = split_first_line(content, label.len);
    match rest.first() {
        Some(first) => {
            if let Some(block) = blocks.first_mut() {
                block.span.start = first.span.start;
                block.kind = BlockKind::Paragraph(rest.into());
            }
        }
        None => {
            blocks.remove(0);
        }
    }
    match label.open {
        Some(open) => BlockKind::Disclosure {
            kind: Some(label.kind).filter(|kind| !kind.is_empty()).map(Into::into),
            summary: title.into(),
            shown: 0,
            open,
            blocks: blocks.into(),
        },
        None => BlockKind::Callout {
            kind: label.kind.into(),
            title: if title.is_empty() { None } else { Some(title.into()) },
            blocks: blocks.into(),
        },
    }
}

struct Label {
    kind: String,
    /// `None` when it cannot be closed.
    open: Option<bool>,
    /// Bytes of the first text that it takes.
    len: usize,
}

fn label(content: &[Inline]) -> Option<Label> {
    let Some(Inline { kind: InlineKind::Text(text), .. }) = content.first() else { return None };
    let (kind, rest) = text.strip_prefix("[!")?.split_once(']')?;
    let named = kind.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '|' | ' '));
    let open = match rest.chars().next() {
        Some('-') => Some(false),
        Some('+') => Some(true),
        _ => None,
    };
    if !named || (kind.is_empty() && open.is_none()) {
        return None;
    }
    let len = text.len() - rest.len() + usize::from(open.is_some());
    Some(Label { kind: kind.trim().to_lowercase(), open, len })
}

/// The first line behind the label, and what follows its break.
fn split_first_line(content: &[Inline], label: usize) -> (Vec<Inline>, Vec<Inline>) {
    let mut title = Vec::new();
    let mut rest = content.iter().cloned();
    for mut inline in rest.by_ref() {
        match &mut inline.kind {
            InlineKind::SoftBreak | InlineKind::HardBreak => break,
            InlineKind::Text(text) if title.is_empty() && label <= text.len() && text.starts_with("[!") => {
                *text = text.substr(label..);
                inlines::push(&mut title, inline);
            }
            _ => title.push(inline),
        }
    }
    inlines::trim(&mut title);
    (title, rest.collect())
}
