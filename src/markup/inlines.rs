//! Running text while it is being read.

use arcstr::{ArcStr, literal_substr};
use pulldown_cmark::Tag;

use super::html::Format;
use crate::model::content::{Hyperlink, Image, plain_text};
use crate::model::text::{self, said};
use crate::model::{Inline, InlineKind, Inlines, Span, Text};

/// Markup deeper than this has no effect: whoever walks the tree may recurse.
const MAX_DEPTH: usize = 32;

/// How many inlines most content has: a vector that grows by itself starts with room for four, and as much room is lost
/// between what lasts.
const MOSTLY: usize = 1;

/// The inlines of one block with the markup that is still open.
pub(super) struct InlineStack {
    span: Span,
    /// The innermost content comes last; the first holds what stands in no markup.
    levels: Vec<Level>,
    /// How much Markdown was too deep to be kept apart.
    too_deep: usize,
    /// Whether the only inline is displayed mathematics.
    displayed: bool,
}

struct Level {
    span: Span,
    content: Vec<Inline>,
    opener: Opener,
}

enum Opener {
    Block,
    Emphasis,
    Strong,
    Strike,
    Superscript,
    Subscript,
    Link { url: Text, title: Text },
    Image { url: Text, title: Text },
    Html(Format),
}

impl InlineStack {
    pub fn new(span: Span) -> Self {
        let block = Level { span, content: Vec::with_capacity(MOSTLY), opener: Opener::Block };
        Self { span, levels: vec![block], too_deep: 0, displayed: false }
    }

    /// Whether Markdown is open, whose own end is still to come.
    pub fn is_in_markdown(&self) -> bool {
        let html = |level: &Level| matches!(level.opener, Opener::Html(_) | Opener::Block);
        self.too_deep > 0 || !self.levels.iter().all(html)
    }

    /// Whether nothing has been read.
    pub fn is_empty(&self) -> bool {
        self.levels.iter().all(|level| level.content.is_empty())
    }

    /// Whether some markup is open.
    fn is_nested(&self) -> bool {
        self.levels.len() > 1 || self.too_deep > 0
    }

    /// Lets the text end at `offset`, where something else opens: what was read of it stands before.
    pub fn end_at(&mut self, offset: u32) {
        self.span.end = self.span.end.min(offset).max(self.span.start);
    }

    pub fn push(&mut self, inline: Inline) {
        self.span = self.span.cover(inline.span);
        if let Some(level) = self.levels.last_mut() {
            push(&mut level.content, inline);
        }
    }

    pub fn push_math(&mut self, tex: Text, span: Span, displayed: bool) {
        self.displayed = displayed && !self.is_nested();
        self.push(Inline::new(span, InlineKind::Math(tex)));
    }

    /// Opens what `tag` opens in the document `source`.
    pub fn open_markdown(&mut self, tag: &Tag<'_>, span: Span, source: &ArcStr) {
        if self.levels.len() > MAX_DEPTH {
            self.too_deep += 1;
            return;
        }
        let opener = match tag {
            Tag::Strong => Opener::Strong,
            Tag::Strikethrough => Opener::Strike,
            Tag::Superscript => Opener::Superscript,
            Tag::Subscript => Opener::Subscript,
            Tag::Link { dest_url, title, .. } => {
                Opener::Link { url: said(source, span, dest_url), title: said(source, span, title) }
            }
            Tag::Image { dest_url, title, .. } => {
                Opener::Image { url: said(source, span, dest_url), title: said(source, span, title) }
            }
            _ => Opener::Emphasis,
        };
        self.levels.push(Level { span, content: Vec::with_capacity(MOSTLY), opener });
    }

    /// Closes the innermost Markdown; HTML that is still open inside it has no effect.
    pub fn close_markdown(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        while self.levels.len() > 1 {
            let Some(Level { span, content, opener }) = self.levels.pop() else { return };
            if matches!(opener, Opener::Html(_)) {
                self.dissolve(content);
                continue;
            }
            let content = joined(content);
            let kind = match opener {
                Opener::Html(_) | Opener::Block => return,
                Opener::Emphasis => InlineKind::Emphasis(content.into()),
                Opener::Strong => InlineKind::Strong(content.into()),
                Opener::Strike => InlineKind::Strike(content.into()),
                Opener::Superscript => InlineKind::Superscript(content.into()),
                Opener::Subscript => InlineKind::Subscript(content.into()),
                Opener::Link { url, title } => link(url, title, content),
                Opener::Image { url, title } => {
                    InlineKind::Image(Box::new(Image { url, alt: plain_text(&content).into(), title }))
                }
            };
            return self.push(Inline::new(span, kind));
        }
    }

    pub fn open_html(&mut self, format: Format, span: Span) {
        if self.levels.len() <= MAX_DEPTH {
            self.levels.push(Level {
                span,
                content: Vec::with_capacity(MOSTLY),
                opener: Opener::Html(format),
            });
        }
    }

    /// Closes the HTML element that `format` names, if it was opened inside the innermost Markdown.
    pub fn close_html(&mut self, format: &Format, end: Span) {
        let inside = self.levels.iter().rev().take_while(|level| matches!(level.opener, Opener::Html(_)));
        let depth = inside
            .enumerate()
            .find(|(_, level)| matches!(&level.opener, Opener::Html(open) if open.same_element(format)));
        let Some((depth, _)) = depth else { return };
        for _ in 0..depth {
            if let Some(level) = self.levels.pop() {
                self.dissolve(level.content);
            }
        }
        let Some(Level { span, content, opener: Opener::Html(format) }) = self.levels.pop() else { return };
        let content = joined(content);
        let kind = match format {
            Format::Strong => InlineKind::Strong(content.into()),
            Format::Emphasis => InlineKind::Emphasis(content.into()),
            Format::Strike => InlineKind::Strike(content.into()),
            Format::Superscript => InlineKind::Superscript(content.into()),
            Format::Subscript => InlineKind::Subscript(content.into()),
            Format::Code => InlineKind::Code(plain_text(&content).into()),
            Format::Key => InlineKind::Key(plain_text(&content).into()),
            Format::Link(Some(url)) => link(url.into(), Text::new(), content),
            Format::Link(None) | Format::None(_) => return self.dissolve(content),
        };
        self.push(Inline::new(span.cover(end), kind));
    }

    fn dissolve(&mut self, content: Vec<Inline>) {
        for inline in content {
            self.push(inline);
        }
    }

    /// The content of a paragraph, without breaks at its edges. Mathematics that is not displayed does not stand alone.
    pub fn finish(mut self) -> (Span, Vec<Inline>) {
        while self.levels.len() > 1 {
            if let Some(level) = self.levels.pop() {
                self.dissolve(level.content);
            }
        }
        let mut content = self.levels.pop().map(|level| joined(level.content)).unwrap_or_default();
        trim(&mut content);
        // Most paragraphs hold one inline, and a vector starts with room for four.
        content.shrink_to_fit();
        (self.span, content)
    }

    /// The content of what stands on one line: breaks are spaces.
    pub fn finish_line(self) -> (Span, Vec<Inline>) {
        let (span, content) = self.finish();
        let mut line = Vec::with_capacity(content.len());
        for mut inline in content {
            unbreak(&mut inline);
            push(&mut line, inline);
        }
        (span, joined(line))
    }

    /// Whether the text is displayed mathematics and nothing else.
    pub fn is_displayed(&self) -> bool {
        self.displayed && matches!(self.levels.as_slice(), [level] if level.content.len() == 1)
    }
}

/// Appends `inline`: nothing is empty, a break is one break. Who is done makes adjacent text one, see [`joined`].
pub(super) fn push(content: &mut Vec<Inline>, inline: Inline) {
    let empty = match &inline.kind {
        InlineKind::Text(text) | InlineKind::Code(text) | InlineKind::Key(text) => text.is_empty(),
        InlineKind::Strong(inner)
        | InlineKind::Emphasis(inner)
        | InlineKind::Strike(inner)
        | InlineKind::Superscript(inner)
        | InlineKind::Subscript(inner) => inner.is_empty(),
        _ => false,
    };
    if empty {
        return;
    }
    match (content.last_mut(), &inline.kind) {
        (Some(Inline { kind: InlineKind::HardBreak | InlineKind::SoftBreak, .. }), InlineKind::SoftBreak) => {
        }
        (Some(last @ Inline { kind: InlineKind::SoftBreak, .. }), InlineKind::HardBreak) => *last = inline,
        _ => content.push(inline),
    }
}

/// `content` with adjacent text as one.
pub(super) fn joined(content: Vec<Inline>) -> Vec<Inline> {
    fn words(inline: &Inline) -> Option<&Text> {
        if let InlineKind::Text(text) = &inline.kind { Some(text) } else { None }
    }
    let adjacent = |a: &Inline, b: &Inline| words(a).is_some() && words(b).is_some();
    if !content.windows(2).any(|pair| adjacent(&pair[0], &pair[1])) {
        return content;
    }
    let join = |run: &[Inline]| match run {
        [first, .., last] => {
            let texts: Vec<&Text> = run.iter().filter_map(words).collect();
            Inline::text(first.span.cover(last.span), text::joined(&texts))
        }
        one => one[0].clone(),
    };
    content.chunk_by(adjacent).map(join).collect()
}

/// Takes breaks and white space from both ends.
pub(super) fn trim(content: &mut Vec<Inline>) {
    while let Some(last) = content.last_mut() {
        match &mut last.kind {
            InlineKind::SoftBreak | InlineKind::HardBreak => {}
            InlineKind::Text(text) if text.trim_end().len() < text.len() => {
                *text = text.substr_using(str::trim_end);
                if !text.is_empty() {
                    break;
                }
            }
            _ => break,
        }
        content.pop();
    }
    while let Some(first) = content.first_mut() {
        match &mut first.kind {
            InlineKind::SoftBreak | InlineKind::HardBreak => {}
            InlineKind::Text(text) if text.trim_start().len() < text.len() => {
                *text = text.substr_using(str::trim_start);
                if !text.is_empty() {
                    break;
                }
            }
            _ => break,
        }
        content.remove(0);
    }
}

/// Makes every break of `inline` that is not meant a space.
pub(super) fn unbreak(inline: &mut Inline) {
    if inline.kind == InlineKind::SoftBreak {
        inline.kind = InlineKind::Text(literal_substr!(" "));
    } else if let Some(content) = inline.content_mut() {
        unbreak_all(content);
    }
}

fn unbreak_all(content: &mut Inlines) {
    let mut unbroken = Vec::with_capacity(content.len());
    for mut inline in std::mem::take(content) {
        unbreak(&mut inline);
        push(&mut unbroken, inline);
    }
    *content = joined(unbroken).into();
}

fn link(url: Text, title: Text, content: Vec<Inline>) -> InlineKind {
    InlineKind::Link(Box::new(Hyperlink { url, title, content: content.into() }))
}
