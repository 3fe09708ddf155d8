//! The blocks that containers become.

use crate::markup::containers::Container;
use crate::markup::opener::ContainerKind;
use crate::model::{Block, BlockKind, Inlines};

/// The block that the quote of container `index` stands for.
pub(super) fn contained(containers: &[Container], index: usize, mut blocks: Vec<Block>) -> Block {
    let container = &containers[index];
    let titled =
        container.titled && matches!(blocks.first().map(|b| &b.kind), Some(BlockKind::Heading { .. }));
    let title = match titled.then(|| blocks.remove(0).kind) {
        Some(BlockKind::Heading { content, .. }) => content,
        _ => Inlines::new(),
    };
    // What a title holds below its first paragraph comes next.
    let titled = containers.get(index + 1).is_some_and(|next| next.kind == ContainerKind::Summary);
    let more = match blocks.first().map(|first| &first.kind) {
        Some(BlockKind::Quote(_)) if titled => blocks.remove(0).kind,
        _ => BlockKind::Rule,
    };
    let mut shown = 0;
    if let BlockKind::Quote(more) = more {
        shown = more.len();
        blocks.splice(0..0, more);
    }
    let kind = match &container.kind {
        ContainerKind::Disclosure { kind, open } => BlockKind::Disclosure {
            kind: kind.clone().map(Into::into),
            summary: title.into(),
            shown: shown as u32,
            open: *open,
            blocks: blocks.into(),
        },
        ContainerKind::Summary => BlockKind::Quote(blocks.into()),
        ContainerKind::Callout { kind } => BlockKind::Callout {
            kind: kind.clone().into(),
            title: (!title.is_empty()).then(|| title.into()),
            blocks: blocks.into(),
        },
    };
    Block::new(container.span, kind)
}
