//! The content tree from the events of the Markdown parser.

mod code;
mod contained;
mod elements;
mod raw_html;
mod runs;

use arcstr::ArcStr;
use ecow::EcoVec;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Alignment, BrokenLink, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::containers::{Definitions, Ends, Lessons, Scan};
use super::drawn;
use super::inlines::InlineStack;
use crate::model::content::{Align, Definition, Item, List, Row, Table};
use crate::model::{
    Block, BlockKind, FrontMatter, Inline, InlineKind, Inlines, Span, Structure, StructureKind,
};
use code::{code, code_span};
use contained::contained;
use elements::Open;

/// Blocks deeper than this stand in their ancestor: whoever walks the tree may recurse.
const MAX_DEPTH: usize = 64;

/// What a section holds.
#[derive(Default)]
pub(super) struct Content {
    pub blocks: Vec<Block>,
    pub front_matter: Option<FrontMatter>,
    pub ids: Vec<(Span, String)>,
    pub structure: Vec<Structure>,
    /// Openers (by their offset in the document) that the Markdown parser took for something else.
    pub misread: Vec<usize>,
    /// Opening tags (likewise) whose end is missing.
    pub unclosed: Vec<usize>,
    /// The links that are defined.
    pub definitions: Definitions,
    /// The labels that look like those of links and are not defined.
    pub undefined: BTreeSet<String>,
    /// Whether it defines footnotes.
    pub has_footnotes: bool,
    /// Whether an element is open at its end that a later section closes.
    pub is_open: bool,
}

/// Reads the derived text of `scan`, which was made from `origin`, knowing what earlier readings taught.
pub(super) fn read(origin: &ArcStr, scan: Scan<'_>, lessons: &Lessons, ends: &Ends) -> Content {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH
        | Options::ENABLE_DEFINITION_LIST;
    let undefined = RefCell::new(BTreeSet::new());
    let define = |link: BrokenLink<'_>| {
        let label = label(&link.reference);
        match lessons.definitions.get(&label) {
            Some((url, title)) => Some((url.clone().into(), title.clone().into())),
            None => {
                undefined.borrow_mut().insert(label);
                None
            }
        }
    };
    let parser = Parser::new_with_broken_link_callback(&scan.derived.text, options, Some(define));
    let events = parser.into_offset_iter();
    let mut definitions = Definitions::new();
    let mut places: Vec<Range<usize>> = Vec::new();
    for (name, definition) in events.reference_definitions().iter() {
        let title = definition.title.as_deref().unwrap_or_default();
        definitions.insert(label(name), (definition.dest.to_string(), title.to_string()));
        places.push(definition.span.clone());
    }
    places.sort_by_key(|span| span.start);

    let mut builder = Builder::new(origin, &scan, lessons, ends);
    for (event, range) in events {
        builder.event(event, range);
    }
    let mut content = builder.finish(&places);
    content.front_matter = scan.front_matter;
    content.structure.extend(scan.structure);
    content.unclosed.extend(scan.unclosed);
    Content { definitions, undefined: undefined.into_inner(), ..content }
}

/// A label of a link as it is compared: in one case and with single spaces.
fn label(written: &str) -> String {
    let words: Vec<&str> = written.split_whitespace().collect();
    words.join(" ").to_uppercase().to_lowercase()
}

struct Builder<'a> {
    origin: &'a ArcStr,
    scan: &'a Scan<'a>,
    lessons: &'a Lessons,
    /// The open blocks; the document itself is the first.
    frames: Vec<Frame>,
    /// How many frames were too deep and stand in the last one.
    too_deep: usize,
    /// The text of the innermost block, if one is being read.
    inlines: Option<InlineStack>,
    seen: Vec<bool>,
    ids: Vec<(Span, String)>,
    structure: Vec<Structure>,
    unclosed: Vec<usize>,
    ends: &'a Ends,
    has_footnotes: bool,
    /// The paragraph whose end was asked for last.
    paragraph: Range<usize>,
}

/// A block whose end has not come yet.
struct Frame {
    span: Span,
    blocks: Vec<Block>,
    kind: FrameKind,
}

enum FrameKind {
    Document,
    Quote {
        container: Option<usize>,
    },
    List {
        start: Option<u64>,
        loose: bool,
        items: Vec<Item>,
    },
    Item {
        task: Option<bool>,
        loose: bool,
    },
    Footnote {
        label: String,
    },
    Definitions {
        list: Vec<Definition>,
    },
    Definition,
    Table {
        align: Vec<Align>,
        head: Option<Row>,
        rows: Vec<Row>,
    },
    Row {
        cells: Vec<Inlines>,
    },
    Code {
        info: Option<String>,
        text: String,
    },
    /// Raw HTML, and where each line of it stands in the derived text.
    Html {
        raw: String,
        lines: Vec<(usize, Range<usize>)>,
    },
    Element(Open),
}

impl<'a> Builder<'a> {
    fn new(origin: &'a ArcStr, scan: &'a Scan<'a>, lessons: &'a Lessons, ends: &'a Ends) -> Self {
        let document =
            Frame { span: Span::new(0, origin.len()), blocks: Vec::new(), kind: FrameKind::Document };
        Self {
            origin,
            scan,
            lessons,
            frames: vec![document],
            too_deep: 0,
            inlines: None,
            seen: vec![false; scan.markers.len()],
            ids: Vec::new(),
            structure: Vec::new(),
            unclosed: Vec::new(),
            ends,
            has_footnotes: false,
            paragraph: 0..0,
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if matches!(self.frames.last(), Some(Frame { kind: FrameKind::Element(_), .. }))
            && !matches!(event, Event::End(_))
        {
            let at = self.span(&range).start as usize;
            self.leave_elements(at);
        }
        match event {
            Event::Start(tag) => self.start(tag, &range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, &range),
            Event::Html(raw) => self.html(&raw, &range),
            Event::InlineHtml(raw) => {
                let raw = self.scan.derived.as_written(&range).unwrap_or_else(|| raw.to_string());
                self.inline_html(&raw, self.span(&range));
            }
            Event::Code(text) => {
                let text = match self.scan.derived.as_written(&range) {
                    Some(written) => code_span(&written).into(),
                    None => text,
                };
                self.leaf(&text, InlineKind::Code, &range);
            }
            Event::InlineMath(text) => self.math(&text, &range, 1),
            Event::DisplayMath(text) => self.math(&text, &range, 2),
            Event::FootnoteReference(label) => {
                self.leaf(&label, InlineKind::FootnoteReference, &range);
            }
            Event::SoftBreak => self.line_break(InlineKind::SoftBreak, &range),
            Event::HardBreak => self.line_break(InlineKind::HardBreak, &range),
            Event::Rule => self.block(Block::new(self.block_span(&range), BlockKind::Rule)),
            Event::TaskListMarker(done) => {
                let item = self.frames.iter_mut().rev().find_map(|frame| match &mut frame.kind {
                    FrameKind::Item { task, .. } => Some(task),
                    _ => None,
                });
                if let Some(task) = item {
                    *task = Some(done);
                }
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        let kind = match tag {
            Tag::Paragraph => {
                if let Some(Frame { kind: FrameKind::Item { loose, .. }, .. }) = self.frames.last_mut() {
                    *loose = true;
                }
                return self.open_inlines(range);
            }
            Tag::Heading { .. } => {
                self.doubt_elements();
                return self.open_inlines(range);
            }
            Tag::DefinitionListTitle | Tag::TableCell => {
                return self.open_inlines(range);
            }
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. } => {
                let span = self.span(range);
                let source = self.origin;
                return self.inlines_at(span).open_markdown(&tag, span, source);
            }
            Tag::BlockQuote(_) => FrameKind::Quote { container: None },
            Tag::CodeBlock(kind) => FrameKind::Code {
                info: match kind {
                    CodeBlockKind::Fenced(info) => Some(info.to_string()),
                    CodeBlockKind::Indented => None,
                },
                text: String::new(),
            },
            Tag::HtmlBlock => FrameKind::Html { raw: String::new(), lines: Vec::new() },
            Tag::List(start) => FrameKind::List { start, loose: false, items: Vec::new() },
            Tag::Item => FrameKind::Item { task: None, loose: false },
            Tag::FootnoteDefinition(label) => {
                self.has_footnotes = true;
                FrameKind::Footnote { label: label.to_string() }
            }
            Tag::DefinitionList => FrameKind::Definitions { list: Vec::new() },
            Tag::DefinitionListDefinition => FrameKind::Definition,
            Tag::Table(align) => FrameKind::Table {
                align: align.into_iter().map(alignment).collect(),
                head: None,
                rows: Vec::new(),
            },
            Tag::TableHead | Tag::TableRow => FrameKind::Row { cells: Vec::new() },
            Tag::MetadataBlock(_) => return,
        };
        self.close_inlines();
        let may_nest = matches!(
            kind,
            FrameKind::Quote { .. }
                | FrameKind::List { .. }
                | FrameKind::Item { .. }
                | FrameKind::Footnote { .. }
                | FrameKind::Definitions { .. }
                | FrameKind::Definition
        );
        if may_nest && (self.too_deep > 0 || self.frames.len() > MAX_DEPTH) {
            self.too_deep += 1;
            return;
        }
        let span = self.block_span(range);
        let span = match kind {
            // Behind tabs the parser lets them start in front of the line break.
            FrameKind::List { .. } | FrameKind::Item { .. } => trim_start(self.origin, span),
            _ => span,
        };
        self.frames.push(Frame { span, blocks: Vec::new(), kind });
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.close_inlines(),
            TagEnd::Heading(level) => self.close_heading(level as u8),
            TagEnd::DefinitionListTitle => self.close_term(),
            TagEnd::TableCell => self.close_cell(),
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image => {
                if let Some(inlines) = &mut self.inlines {
                    inlines.close_markdown();
                }
            }
            TagEnd::MetadataBlock(_) => {}
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListDefinition => {
                self.close_inlines();
                if self.too_deep > 0 {
                    self.too_deep -= 1;
                } else {
                    self.close_elements();
                    self.close_frame();
                }
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow => {
                self.close_inlines();
                self.close_frame();
            }
        }
    }

    /// Whether a marker stands in `range`; the quote that it opens becomes its container.
    fn take_marker(&mut self, range: &Range<usize>) -> bool {
        let markers = &self.scan.markers;
        let index = markers.partition_point(|marker| marker.at < range.start);
        let Some(marker) = markers.get(index).filter(|marker| range.contains(&marker.at)) else {
            return false;
        };
        self.seen[index] = true;
        let Some(container) = marker.container else { return true };
        // The marker's own HTML block is the last frame, its quote the one before.
        let quote = self.frames.len().checked_sub(2).and_then(|at| self.frames.get_mut(at));
        match quote {
            Some(Frame { kind: FrameKind::Quote { container: slot }, blocks, .. })
                if slot.is_none() && blocks.is_empty() && self.too_deep == 0 =>
            {
                *slot = Some(container);
            }
            _ => self.seen[index] = false,
        }
        true
    }

    /// Ends the paragraph here, if one is being read and no Markdown is open in it.
    fn split_paragraph(&mut self, span: Span) -> bool {
        if !self.is_paragraph_place() || self.inlines.as_ref().is_some_and(InlineStack::is_in_markdown) {
            if let Some(inlines) = &mut self.inlines {
                inlines.push(Inline::new(span, InlineKind::SoftBreak));
            }
            return false;
        }
        self.close_inlines_before(span);
        true
    }

    /// Whether the innermost frame holds blocks.
    fn is_paragraph_place(&self) -> bool {
        !matches!(
            self.frames.last().map(|frame| &frame.kind),
            Some(FrameKind::Row { .. } | FrameKind::Definitions { .. } | FrameKind::Table { .. })
        )
    }

    fn block(&mut self, block: Block) {
        self.close_inlines();
        if let Some(frame) = self.frames.last_mut() {
            frame.blocks.push(block);
        }
    }

    fn close_frame(&mut self) {
        if self.frames.len() < 2 {
            return;
        }
        let Some(Frame { span, mut blocks, kind }) = self.frames.pop() else { return };
        // Most containers hold one block, and a vector starts with room for four.
        blocks.shrink_to_fit();
        match kind {
            FrameKind::Document => {}
            FrameKind::Quote { container: Some(index) } => {
                let block = contained(&self.scan.containers, index, blocks);
                self.block(block);
            }
            FrameKind::Quote { container: None } => {
                let kind = super::callout::from_quote(blocks);
                self.block(Block::new(span, kind));
            }
            FrameKind::List { start, loose, items } => {
                if items.is_empty() {
                    return;
                }
                let list = List { start, tight: !loose, items: items.into() };
                self.block(Block::new(span, BlockKind::List(list)));
            }
            FrameKind::Item { task, loose: item_loose } => match self.frames.last_mut() {
                Some(Frame { kind: FrameKind::List { loose, items, .. }, .. }) => {
                    *loose |= item_loose;
                    items.push(Item { span, task, blocks: blocks.into() });
                }
                Some(parent) => parent.blocks.extend(blocks),
                None => {}
            },
            FrameKind::Footnote { label } => {
                self.block(Block::new(
                    span,
                    BlockKind::Footnote { label: label.into(), blocks: blocks.into() },
                ));
            }
            FrameKind::Definitions { list } => {
                // The parser's own range runs on into what follows.
                let last =
                    list.last().and_then(|last| last.definitions.last()).and_then(|blocks| blocks.last());
                let end = last.map_or(span.end, |block| block.span.end).max(span.start);
                let span = Span { start: span.start, end };
                self.block(Block::new(span, BlockKind::DefinitionList(list.into())));
            }
            FrameKind::Definition => {
                if let Some(Frame { kind: FrameKind::Definitions { list }, .. }) = self.frames.last_mut() {
                    match list.last_mut() {
                        Some(last) => last.definitions.push(blocks.into()),
                        None => list
                            .push(Definition { terms: EcoVec::new(), definitions: [blocks.into()].into() }),
                    }
                }
            }
            FrameKind::Table { align, head, rows } => {
                let head =
                    head.unwrap_or(Row { span, cells: EcoVec::from_elem(Inlines::default(), align.len()) });
                let mut table = Table { align: align.into(), head, rows: rows.into() };
                drawn::join_rows(&mut table, &self.origin[span.range()]);
                self.block(Block::new(span, BlockKind::Table(Box::new(table))));
            }
            FrameKind::Row { mut cells } => {
                if let Some(Frame { kind: FrameKind::Table { align, head, rows }, .. }) =
                    self.frames.last_mut()
                {
                    cells.resize(align.len(), Inlines::default());
                    let row = Row { span, cells: cells.into() };
                    match head {
                        None => *head = Some(row),
                        Some(_) => rows.push(row),
                    }
                }
            }
            FrameKind::Code { info, text } => {
                // A fence that is not closed takes the blank lines up to the end of what holds it.
                let last = self.origin[span.range()].rsplit(['\n', '\r']).next().unwrap_or("").trim_end();
                let closed = last.ends_with("```") || last.ends_with("~~~");
                let text = if info.is_some() && !closed { text.trim_end() } else { &text };
                let kind = code(info.as_deref(), text, self.origin, span);
                self.block(Block::new(span, kind));
            }
            FrameKind::Html { raw, lines } => self.html_block(&raw, span, &lines),
            FrameKind::Element(open) => self.finish_element(open, span, blocks),
        }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        self.scan.derived.span(range)
    }

    /// The span of a block, without the white space at its end.
    fn block_span(&self, range: &Range<usize>) -> Span {
        trim(self.origin, self.span(range))
    }

    /// Whether `frame` is an element whose closing tag may stand behind this section.
    fn is_closed_later(&self, frame: &Frame) -> bool {
        let name = |tag: &str| {
            let name = tag.trim_start_matches('<');
            name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())].to_ascii_lowercase()
        };
        let later = |name: &str| self.ends.get(name).is_some_and(|&last| last >= self.scan.derived.end());
        matches!(frame.kind, FrameKind::Element(_)) && later(&name(&self.origin[frame.span.range()]))
    }

    fn finish(mut self, definitions: &[Range<usize>]) -> Content {
        let is_open = self.frames.iter().any(|frame| self.is_closed_later(frame));
        self.close_inlines();
        while self.frames.len() > 1 {
            self.close_elements();
            self.close_frame();
        }
        for range in definitions {
            let span = self.block_span(range);
            self.structure.push(Structure { span, kind: StructureKind::LinkDefinition });
        }
        let misread = self.scan.markers.iter().zip(&self.seen).filter(|(_, seen)| !**seen);
        let misread = misread.map(|(marker, _)| marker.opener).collect();
        let mut blocks = self.frames.pop().map(|document| document.blocks).unwrap_or_default();
        // It waits for the other sections.
        blocks.shrink_to_fit();
        Content {
            blocks,
            ids: self.ids,
            structure: self.structure,
            misread,
            unclosed: self.unclosed,
            has_footnotes: self.has_footnotes,
            is_open,
            ..Content::default()
        }
    }
}

fn alignment(align: Alignment) -> Align {
    match align {
        Alignment::None => Align::Default,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}

/// `span` without the white space at its start.
fn trim_start(origin: &str, span: Span) -> Span {
    let kept = origin[span.range()].trim_start().len();
    Span::new(span.end as usize - kept, span.end as usize)
}

/// `span` without the white space at its end.
fn trim(origin: &str, span: Span) -> Span {
    let kept = origin[span.range()].trim_end().len();
    Span::new(span.start as usize, span.start as usize + kept)
}
