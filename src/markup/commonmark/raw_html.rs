//! Raw HTML among Markdown: read tag by tag, as the parser hands it over.

use std::ops::Range;

use super::code::code;
use super::{Builder, Frame, FrameKind, trim};
use crate::markup::html::{self, Tag as HtmlTag};
use crate::markup::mend::COMMENT;
use crate::model::{Block, BlockKind, Inline, InlineKind, Span, Structure, StructureKind};

/// How many characters of a line are looked at in front of a tag.
const MAX_LOOK_BACK: usize = 200;

impl Builder<'_> {
    pub(super) fn html(&mut self, raw: &str, range: &Range<usize>) {
        if self.take_marker(range) {
            return;
        }
        if let Some(Frame { kind: FrameKind::Html { raw: block, lines }, .. }) = self.frames.last_mut() {
            let written = self.scan.derived.pieces_as_written(range);
            for (piece, place) in written.unwrap_or_else(|| vec![(raw, range.clone())]) {
                lines.push((block.len(), place));
                block.push_str(piece);
            }
        }
    }

    /// A block of raw HTML: comments go, preformatted text is code, the rest is read tag by tag.
    pub(super) fn html_block(&mut self, raw: &str, span: Span, lines: &[(usize, Range<usize>)]) {
        if raw.trim().is_empty() {
            return;
        }
        let place = |at: usize, len: usize| {
            let line = |at: usize| lines.partition_point(|(start, _)| *start <= at).saturating_sub(1);
            let (Some((start, first)), Some((end, last))) =
                (lines.get(line(at)), lines.get(line(at + len - 1)))
            else {
                return span;
            };
            let from = (first.start + at - start).min(first.end);
            let to = (last.start + at + len - end).clamp(from, last.end.max(from));
            self.span(&(from..to))
        };
        let mut at = 0;
        let mut end = span.start;
        let pieces = html::pieces(raw).into_iter().map(|piece| {
            let len = piece.len().max(1);
            at += len;
            // What the parser would misread has one place, wherever it is cut.
            let place = place(at - len, len);
            let start = place.start.max(end);
            end = place.end.max(start);
            (piece, trim(self.origin, Span { start, end }))
        });
        for (piece, span) in pieces.collect::<Vec<_>>() {
            match piece {
                html::Piece::Tag(tag) => self.inline_html(tag, span),
                html::Piece::Text(text) => {
                    let text = html::decode(text).replace(['\n', '\r'], " ");
                    self.inlines_at(span).push(Inline::text(span, text));
                }
                html::Piece::Break(_) => self.inlines_at(span).push(Inline::new(span, InlineKind::SoftBreak)),
                html::Piece::Preformatted(raw) => {
                    let (language, text) = html::preformatted(raw);
                    let kind = code(Some(language.as_deref().unwrap_or("")), &text, self.origin, span);
                    self.block(Block::new(span, kind));
                }
                html::Piece::Hidden(_) => {
                    self.structure.push(Structure { span, kind: StructureKind::Container });
                }
            }
        }
        self.close_inlines();
    }

    pub(super) fn inline_html(&mut self, raw: &str, span: Span) {
        let Some(tag) = html::tag(raw) else {
            if raw.starts_with("<!--") || raw.starts_with(COMMENT) {
                return self.comment(raw, span);
            }
            if raw.starts_with("<!") || raw.starts_with("<?") {
                return self.structure.push(Structure { span, kind: StructureKind::Container });
            }
            return self.visible(raw, span);
        };
        if self.is_mention(&tag, raw, span) {
            return self.visible(raw, span);
        }
        match tag {
            HtmlTag::Break => self.inlines_at(span).push(Inline::new(span, InlineKind::HardBreak)),
            HtmlTag::Rule => {
                if self.split_paragraph(span) {
                    self.block(Block::new(span, BlockKind::Rule));
                }
            }
            HtmlTag::Image(image) => {
                self.inlines_at(span).push(Inline::new(span, InlineKind::Image(Box::new(image))));
            }
            HtmlTag::Open(format) => self.inlines_at(span).open_html(format, span),
            HtmlTag::Close(format) => self.inlines_at(span).close_html(&format, span),
            HtmlTag::Heading { level, closing } => {
                let level = level.filter(|_| closing);
                if let (Some(level), Some(inlines)) = (level, &self.inlines)
                    && !inlines.is_in_markdown()
                    && self.is_paragraph_place()
                {
                    self.close_heading(level);
                } else {
                    self.split_paragraph(span);
                }
            }
            HtmlTag::Element { element, closing: false } => self.open_element(element, raw, span),
            HtmlTag::Element { element, closing: true } => self.close_element(element, span),
            HtmlTag::Task(done) => self.task(done, span),
            HtmlTag::Hidden => self.structure.push(Structure { span, kind: StructureKind::Container }),
            HtmlTag::Block => self.separate(span),
        }
    }

    /// A tag that is text.
    pub(super) fn visible(&mut self, raw: &str, span: Span) {
        self.inlines_at(span).push(Inline::text(span, raw.replace(['\n', '\r'], " ")));
    }

    /// Whether a tag is spoken of, not used: "what does <div> mean?". It stands like a word, and nothing closes it.
    fn is_mention(&self, tag: &HtmlTag, raw: &str, span: Span) -> bool {
        let opening = matches!(
            tag,
            HtmlTag::Open(_)
                | HtmlTag::Block
                | HtmlTag::Element { closing: false, .. }
                | HtmlTag::Heading { closing: false, .. }
        );
        let Some(name) = raw.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else { return false };
        if !opening || !name.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return false;
        }
        let Range { start, end } = span.range();
        let after = self.origin[end..].chars().next();
        if after.is_some_and(|c| !c.is_whitespace() && !"?.,;:!)/".contains(c)) {
            return false;
        }
        let mut before = self.origin[..start].chars().rev().take(MAX_LOOK_BACK);
        let apart = before.next().is_some_and(|c| matches!(c, ' ' | '\t' | '(' | '/'));
        let mut line = before.take_while(|c| !matches!(c, '\n' | '\r'));
        let closed = || self.ends.get(&name.to_ascii_lowercase()).is_some_and(|&last| last >= end);
        apart && line.any(char::is_alphanumeric) && !closed()
    }

    fn comment(&mut self, raw: &str, span: Span) {
        if let Some(id) = html::comment_id(raw) {
            self.ids.push((span, id));
        }
        self.structure.push(Structure { span, kind: StructureKind::Comment });
    }
}
