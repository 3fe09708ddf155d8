//! Running text: gathered while its block is open, and made that block when it closes.

use std::ops::Range;

use ecow::EcoVec;

use super::{Builder, Frame, FrameKind, trim};
use crate::markup::inlines::InlineStack;
use crate::markup::{html, line};
use crate::model::content::Definition;
use crate::model::text::said;
use crate::model::{Block, BlockKind, Inline, InlineKind, Span, Text};

impl Builder<'_> {
    pub(super) fn text(&mut self, text: &str, range: &Range<usize>) {
        // What was unescaped or decoded is no longer what the range holds.
        let verbatim = text.len() == range.len();
        let written = verbatim.then(|| self.scan.derived.as_written(range)).flatten();
        let text = written.as_deref().unwrap_or(text);
        if let Some(Frame { kind: FrameKind::Code { text: code, .. }, .. }) = self.frames.last_mut() {
            code.push_str(text);
            return;
        }
        if !text.is_empty() {
            // Text never holds a line break; a character reference may spell one.
            if text.contains(['\n', '\r']) {
                self.leaf(&text.replace(['\n', '\r'], " "), InlineKind::Text, range);
            } else {
                self.leaf(text, InlineKind::Text, range);
            }
        }
    }

    pub(super) fn math(&mut self, text: &str, range: &Range<usize>, delimiter: usize) {
        let inner = range.start + delimiter..range.end - delimiter;
        let text = self.scan.derived.as_written(&inner).unwrap_or_else(|| text.to_string());
        let span = self.span(range);
        // GitHub also takes the formula in backticks.
        let quoted = text.strip_prefix('`').and_then(|text| text.strip_suffix('`'));
        let text = quoted.filter(|text| !text.is_empty()).unwrap_or(&text);
        let text = said(self.origin, span, text.trim());
        self.inlines_at(span).push_math(text, span, delimiter == 2);
    }

    /// Takes an inline that holds nothing but `words`.
    pub(super) fn leaf(&mut self, words: &str, kind: fn(Text) -> InlineKind, range: &Range<usize>) {
        let span = self.span(range);
        let words = said(self.origin, span, words);
        self.inlines_at(span).push(Inline::new(span, kind(words)));
    }

    pub(super) fn line_break(&mut self, kind: InlineKind, range: &Range<usize>) {
        let span = self.span(range);
        self.inlines_at(span).push(Inline::new(span, kind));
    }

    pub(super) fn open_inlines(&mut self, range: &Range<usize>) {
        self.close_inlines();
        self.inlines = Some(InlineStack::new(self.block_span(range)));
    }

    /// The text being read; in a tight item it opens without an event of its own.
    pub(super) fn inlines_at(&mut self, span: Span) -> &mut InlineStack {
        self.inlines.get_or_insert_with(|| InlineStack::new(span))
    }

    /// Closes the text in front of the tag at `span`.
    pub(super) fn close_inlines_before(&mut self, span: Span) {
        if let Some(inlines) = &mut self.inlines {
            inlines.end_at(span.start);
        }
        self.close_inlines();
    }

    pub(super) fn close_inlines(&mut self) {
        let Some(stack) = self.inlines.take() else { return };
        let displayed = stack.is_displayed();
        let (span, mut content) = stack.finish();
        let kind = match content.as_mut_slice() {
            [] => return,
            [Inline { kind: InlineKind::Image(image), .. }] => BlockKind::Image(std::mem::take(image)),
            [Inline { kind: InlineKind::Math(tex), .. }] if displayed => BlockKind::Math(std::mem::take(tex)),
            [Inline { kind: InlineKind::Text(text), .. }] if line::is_drawn_rule(text) => BlockKind::Rule,
            _ => BlockKind::Paragraph(content.into()),
        };
        self.block(Block::new(trim(self.origin, span), kind));
    }

    pub(super) fn close_heading(&mut self, level: u8) {
        let Some(stack) = self.inlines.take() else { return };
        let (span, mut content) = stack.finish_line();
        if let Some(id) = html::take_heading_id(self.origin, &mut content) {
            self.ids.push((span, id));
        }
        self.block(Block::new(
            trim(self.origin, span),
            BlockKind::Heading { level, content: content.into() },
        ));
    }

    pub(super) fn close_term(&mut self) {
        let Some(stack) = self.inlines.take() else { return };
        let (_, content) = stack.finish_line();
        if let Some(Frame { kind: FrameKind::Definitions { list }, .. }) = self.frames.last_mut() {
            match list.last_mut() {
                Some(last) if last.definitions.is_empty() => last.terms.push(content.into()),
                _ => list.push(Definition { terms: [content.into()].into(), definitions: EcoVec::new() }),
            }
        }
    }

    pub(super) fn close_cell(&mut self) {
        let Some(stack) = self.inlines.take() else { return };
        let (_, content) = stack.finish_line();
        if let Some(Frame { kind: FrameKind::Row { cells }, .. }) = self.frames.last_mut() {
            cells.push(content.into());
        }
    }
}
