//! What stands inside a block or an inline: the one place that knows, for all who walk a tree.

use super::content::{Block, BlockKind, Blocks, Inline, InlineKind};
use super::{Inlines, Span};

/// What stands directly inside a block.
#[derive(Debug)]
pub enum Part<'a> {
    /// The place of an item or a row, in front of what stands in it.
    Place(&'a mut Span),
    /// Running text: a paragraph's, a title, a term, a cell.
    Run(&'a mut [Inline]),
    /// Blocks one after another: a quote's, an item's, a definition.
    Flow(&'a mut Blocks),
}

impl Block {
    /// The runs of blocks directly inside, in order: one of a quote and the like, one of each item and definition.
    pub fn flows(&self) -> Vec<&[Block]> {
        match &self.kind {
            BlockKind::Quote(blocks)
            | BlockKind::Callout { blocks, .. }
            | BlockKind::Disclosure { blocks, .. }
            | BlockKind::Footnote { blocks, .. } => vec![blocks],
            BlockKind::List(list) => list.items.iter().map(|item| item.blocks.as_slice()).collect(),
            BlockKind::DefinitionList(list) => {
                list.iter().flat_map(|definition| &definition.definitions).map(Blocks::as_slice).collect()
            }
            BlockKind::Paragraph(_)
            | BlockKind::Heading { .. }
            | BlockKind::Code(_)
            | BlockKind::Table(_)
            | BlockKind::Image(_)
            | BlockKind::Diagram { .. }
            | BlockKind::Math(_)
            | BlockKind::Rule => Vec::new(),
        }
    }

    /// The blocks directly inside, in order; a list's and a definition list's of all their items.
    pub fn children(&self) -> Vec<&Block> {
        self.flows().into_iter().flatten().collect()
    }

    /// Shows `see` everything directly inside, in order of place, to be changed.
    pub fn parts_mut(&mut self, mut see: impl FnMut(Part)) {
        match &mut self.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => {
                see(Part::Run(content.make_mut()));
            }
            BlockKind::List(list) => {
                for item in list.items.make_mut() {
                    see(Part::Place(&mut item.span));
                    see(Part::Flow(&mut item.blocks));
                }
            }
            BlockKind::Table(table) => {
                for row in std::iter::once(&mut table.head).chain(table.rows.make_mut()) {
                    see(Part::Place(&mut row.span));
                    row.cells.make_mut().iter_mut().for_each(|cell| see(Part::Run(cell)));
                }
            }
            BlockKind::Quote(blocks) | BlockKind::Footnote { blocks, .. } => see(Part::Flow(blocks)),
            BlockKind::Callout { title, blocks, .. } => {
                title.iter_mut().for_each(|title| see(Part::Run(title.make_mut())));
                see(Part::Flow(blocks));
            }
            BlockKind::Disclosure { summary, blocks, .. } => {
                see(Part::Run(summary.make_mut()));
                see(Part::Flow(blocks));
            }
            BlockKind::DefinitionList(list) => {
                for definition in list.make_mut() {
                    definition.terms.make_mut().iter_mut().for_each(|term| see(Part::Run(term.make_mut())));
                    definition.definitions.make_mut().iter_mut().for_each(|blocks| see(Part::Flow(blocks)));
                }
            }
            BlockKind::Code(_)
            | BlockKind::Image(_)
            | BlockKind::Diagram { .. }
            | BlockKind::Math(_)
            | BlockKind::Rule => {}
        }
    }
}

impl Inline {
    /// The inlines directly inside; `None` of what holds none.
    pub fn content(&self) -> Option<&Inlines> {
        match &self.kind {
            InlineKind::Strong(content)
            | InlineKind::Emphasis(content)
            | InlineKind::Strike(content)
            | InlineKind::Superscript(content)
            | InlineKind::Subscript(content) => Some(content),
            InlineKind::Link(link) => Some(&link.content),
            InlineKind::Text(_)
            | InlineKind::SoftBreak
            | InlineKind::HardBreak
            | InlineKind::Code(_)
            | InlineKind::Image(_)
            | InlineKind::Math(_)
            | InlineKind::Key(_)
            | InlineKind::FootnoteReference(_) => None,
        }
    }

    /// The inlines directly inside, to be changed; `None` of what holds none.
    pub fn content_mut(&mut self) -> Option<&mut Inlines> {
        match &mut self.kind {
            InlineKind::Strong(content)
            | InlineKind::Emphasis(content)
            | InlineKind::Strike(content)
            | InlineKind::Superscript(content)
            | InlineKind::Subscript(content) => Some(content),
            InlineKind::Link(link) => Some(&mut link.content),
            InlineKind::Text(_)
            | InlineKind::SoftBreak
            | InlineKind::HardBreak
            | InlineKind::Code(_)
            | InlineKind::Image(_)
            | InlineKind::Math(_)
            | InlineKind::Key(_)
            | InlineKind::FootnoteReference(_) => None,
        }
    }

    /// The inlines directly inside; empty for a leaf.
    pub fn children(&self) -> &[Inline] {
        self.content().map_or(&[], |content| content)
    }
}
