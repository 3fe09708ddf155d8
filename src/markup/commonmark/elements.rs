//! HTML elements that hold blocks: lists, tables, quotes and definitions, with Markdown in them or without.
//!
//! As browsers do, an element closes what cannot stand beside it (`<li>` the item before it), and a closing
//! tag closes all that was left open inside. Other than in browsers an element whose end is missing ends at
//! the next blank line or heading of Markdown, so that it does not take the rest of the document.

use ecow::EcoVec;

use super::{Builder, Frame, FrameKind, MAX_DEPTH, trim};
use crate::markup::html::{self, Element};
use crate::markup::inlines;
use crate::model::content::{Align, Definition, Item, List, Row, Table};
use crate::model::{Block, BlockKind, Inline, InlineKind, Inlines, Span, Structure, StructureKind};

/// More columns or rows than this no cell spans: a bound on what one tag can ask for.
const MAX_CELL: usize = 32;

/// An element whose end has not come yet.
pub(super) struct Open {
    pub element: Element,
    /// Where it ends at the latest; `None` when its own tag ends it.
    until: Option<usize>,
    /// What has been read of it.
    parts: Parts,
}

enum Parts {
    Blocks,
    List { start: Option<u64>, items: Vec<Item> },
    Item { task: Option<bool> },
    Definitions(Vec<Definition>),
    Table(Vec<RowParts>),
    Row(Vec<CellParts>),
    Cell { align: Align, columns: usize, rows: usize },
}

struct RowParts {
    span: Span,
    cells: Vec<CellParts>,
}

struct CellParts {
    blocks: Vec<Block>,
    head: bool,
    align: Align,
    columns: usize,
    rows: usize,
}

impl Builder<'_> {
    /// Takes an opening tag.
    pub(super) fn open_element(&mut self, element: Element, raw: &str, span: Span) {
        if !self.is_paragraph_place() {
            return self.item_in_a_cell(element, span);
        }
        if self.inlines.as_ref().is_some_and(super::InlineStack::is_in_markdown) {
            return self.separate(span);
        }
        let at = span.start as usize;
        let unclosed = self.lessons.unclosed.binary_search(&at).is_ok();
        let followed = element.begins_with(&self.origin[span.range().end..]);
        let mentioned = unclosed && !followed;
        if mentioned {
            return self.visible(raw, span);
        }
        self.close_what_ends_before(element);
        let fits = match element {
            Element::Item => self.has_open(Element::is_list, |open| matches!(open, Element::Cell { .. })),
            Element::Term | Element::Meaning => self
                .has_open(|open| open == Element::Definitions, |open| matches!(open, Element::Cell { .. })),
            Element::Row => self.has_open(|open| open == Element::Table, |_| false),
            Element::Cell { .. } => self.has_open(|open| open == Element::Row, |open| open == Element::Table),
            // Inside of something it is that thing's: who said a quote.
            Element::Furniture => !unclosed && !self.has_open(|_| true, |_| false),
            _ => true,
        };
        if matches!(element, Element::Cell { .. })
            && !fits
            && self.has_open(|open| open == Element::Table, |_| false)
        {
            self.push_element(Element::Row, "", span, None);
            return self.open_element(element, raw, span);
        }
        if element == Element::Item && !fits && self.frames.len() < MAX_DEPTH {
            let until = Some(self.end_of_paragraph(at));
            self.push_element(Element::Bullets, "", span, until);
        } else if !fits || self.frames.len() > MAX_DEPTH {
            return self.separate(span);
        }
        let until = if unclosed { Some(self.end_of_paragraph(at)) } else { None };
        self.push_element(element, raw, span, until);
        self.structure.push(Structure { span, kind: StructureKind::Container });
    }

    fn push_element(&mut self, element: Element, raw: &str, span: Span, until: Option<usize>) {
        self.close_inlines_before(span);
        let number = |name| html::attribute(raw, name).and_then(|value| value.trim().parse::<u64>().ok());
        let cells =
            |name| number(name).map_or(1, |count| usize::try_from(count).unwrap_or(1).clamp(1, MAX_CELL));
        let parts = match element {
            Element::Bullets => Parts::List { start: None, items: Vec::new() },
            Element::Numbers => Parts::List { start: Some(number("start").unwrap_or(1)), items: Vec::new() },
            Element::Item => Parts::Item { task: None },
            Element::Definitions => Parts::Definitions(Vec::new()),
            Element::Table => Parts::Table(Vec::new()),
            Element::Row => Parts::Row(Vec::new()),
            Element::Cell { .. } => {
                Parts::Cell { align: alignment(raw), columns: cells("colspan"), rows: cells("rowspan") }
            }
            Element::Quote | Element::Furniture | Element::Term | Element::Meaning => Parts::Blocks,
        };
        let kind = FrameKind::Element(Open { element, until, parts });
        self.frames.push(Frame { span, blocks: Vec::new(), kind });
    }

    /// A table cell of Markdown holds no blocks: the items of a list in it are lines.
    fn item_in_a_cell(&mut self, element: Element, span: Span) {
        self.structure.push(Structure { span, kind: StructureKind::Container });
        let line = self.inlines_at(span);
        if element == Element::Item {
            if !line.is_empty() {
                line.push(Inline::new(span, InlineKind::HardBreak));
            }
            line.push(Inline::text(span, "• "));
        }
    }

    /// Takes a closing tag.
    pub(super) fn close_element(&mut self, element: Element, span: Span) {
        self.structure.push(Structure { span, kind: StructureKind::Container });
        if !self.is_paragraph_place() {
            return;
        }
        if self.inlines.as_ref().is_some_and(super::InlineStack::is_in_markdown) {
            return self.separate(span);
        }
        let cell = |open: Element| matches!(open, Element::Cell { .. });
        let found = match element {
            Element::Bullets | Element::Numbers => {
                // The wrong kind of list is closed where the right one is not open.
                self.find_open(|open| open == element, cell)
                    .or_else(|| self.find_open(Element::is_list, cell))
            }
            Element::Item => self.find_open(|open| open == element, |open| open.is_list() || cell(open)),
            Element::Quote | Element::Furniture | Element::Definitions => {
                self.find_open(|open| open == element, cell)
            }
            Element::Term | Element::Meaning => {
                self.find_open(|open| open == element, |open| open == Element::Definitions || cell(open))
            }
            Element::Table => self.find_open(|open| open == element, |_| false),
            Element::Row => self.find_open(|open| open == element, |open| open == Element::Table),
            Element::Cell { .. } => self.find_open(cell, |open| open == Element::Table),
        };
        match found {
            Some(frame) => {
                self.close_inlines_before(span);
                while self.frames.len() > frame + 1 {
                    self.close_frame();
                }
                if let Some(Frame { span: own, kind: FrameKind::Element(open), .. }) = self.frames.last_mut()
                {
                    *own = own.cover(span);
                    // It has its end.
                    open.until = Some(span.range().end);
                }
                self.close_frame();
            }
            None => {
                self.split_paragraph(span);
            }
        }
    }

    /// Takes the box of a task.
    pub(super) fn task(&mut self, done: bool, span: Span) {
        self.structure.push(Structure { span, kind: StructureKind::Container });
        let item = self.frames.iter_mut().rev().find_map(|frame| match &mut frame.kind {
            FrameKind::Element(Open { parts: Parts::Item { task }, .. }) => Some(task),
            FrameKind::Item { task, .. } => Some(task),
            _ => None,
        });
        if let Some(task) = item {
            *task = Some(done);
        }
    }

    /// A tag that only separates.
    pub(super) fn separate(&mut self, span: Span) {
        self.structure.push(Structure { span, kind: StructureKind::Container });
        self.split_paragraph(span);
    }

    /// Closes the elements whose end is missing and that end before `at`.
    pub(super) fn leave_elements(&mut self, at: usize) {
        let elements = self.frames.iter().enumerate().rev().map_while(|(index, frame)| match &frame.kind {
            FrameKind::Element(open) => Some((index, open.until)),
            _ => None,
        });
        let ended = elements.filter(|(_, until)| until.is_some_and(|until| until <= at)).last();
        if let Some((index, _)) = ended {
            self.close_inlines();
            while self.frames.len() > index {
                self.close_frame();
            }
        }
    }

    /// Learns that the open lists, tables and definitions have lost their ends: a heading of Markdown stands in them.
    pub(super) fn doubt_elements(&mut self) {
        let doubtful =
            |element: Element| element.is_list() || matches!(element, Element::Definitions | Element::Table);
        for frame in self.frames.iter().rev() {
            match &frame.kind {
                FrameKind::Element(Open { element, until: None, .. }) if doubtful(*element) => {
                    self.unclosed.push(frame.span.start as usize);
                }
                FrameKind::Element(_) => {}
                _ => return,
            }
        }
    }

    /// Where the paragraph that holds `at` ends: at a blank line, quote marks aside.
    fn end_of_paragraph(&mut self, at: usize) -> usize {
        if !self.paragraph.contains(&at) {
            let mut end = at;
            for line in self.origin[at..].split_inclusive(['\n', '\r']) {
                // The line feed behind a carriage return is no line.
                let is_line = line != "\n" || !self.origin[..end].ends_with('\r');
                if end > at && is_line && line.trim_start_matches('>').trim().is_empty() {
                    break;
                }
                end += line.len();
            }
            self.paragraph = at..end;
        }
        self.paragraph.end
    }

    /// Closes all elements that stand in the innermost block of Markdown.
    pub(super) fn close_elements(&mut self) {
        while matches!(self.frames.last(), Some(Frame { kind: FrameKind::Element(_), .. })) {
            self.close_inlines();
            self.close_frame();
        }
    }

    /// Closes what an opening tag of `element` closes: the item, term, row or cell before it.
    fn close_what_ends_before(&mut self, element: Element) {
        let cell = |open: Element| matches!(open, Element::Cell { .. });
        let found = match element {
            Element::Item => {
                self.find_open(|open| open == Element::Item, |open| open.is_list() || cell(open))
            }
            Element::Term | Element::Meaning => self.find_open(
                |open| matches!(open, Element::Term | Element::Meaning),
                |open| open == Element::Definitions || cell(open),
            ),
            Element::Row => self.find_open(|open| open == Element::Row, |open| open == Element::Table),
            Element::Cell { .. } => {
                self.find_open(cell, |open| matches!(open, Element::Row | Element::Table))
            }
            _ => None,
        };
        if let Some(frame) = found {
            self.close_inlines();
            while self.frames.len() > frame {
                self.close_frame();
            }
        }
    }

    /// The innermost open element of the innermost block of Markdown that `is` meant, unless a `barrier` comes first.
    fn find_open(&self, is: impl Fn(Element) -> bool, barrier: impl Fn(Element) -> bool) -> Option<usize> {
        for (index, frame) in self.frames.iter().enumerate().rev() {
            match &frame.kind {
                FrameKind::Element(open) if is(open.element) => return Some(index),
                FrameKind::Element(open) if !barrier(open.element) => {}
                _ => return None,
            }
        }
        None
    }

    fn has_open(&self, is: impl Fn(Element) -> bool, barrier: impl Fn(Element) -> bool) -> bool {
        self.find_open(is, barrier).is_some()
    }

    /// Makes of an element that has ended what its parent holds.
    pub(super) fn finish_element(&mut self, open: Open, span: Span, blocks: Vec<Block>) {
        let Open { element, until, parts } = open;
        let needs_end = element.is_list()
            || matches!(element, Element::Definitions | Element::Table | Element::Quote | Element::Furniture);
        if needs_end && until.is_none() {
            self.unclosed.push(span.start as usize);
        }
        let span = trim(self.origin, blocks.last().map_or(span, |last| span.cover(last.span)));
        match parts {
            Parts::Blocks if element == Element::Quote => {
                if !blocks.is_empty() {
                    self.block(Block::new(span, BlockKind::Quote(blocks.into())));
                }
            }
            // Without its end it frames nothing.
            Parts::Blocks if element == Element::Furniture && until.is_some() => {
                self.structure.push(Structure { span, kind: StructureKind::Navigation });
            }
            Parts::Blocks if element == Element::Furniture => self.splice(blocks),
            Parts::Blocks => self.finish_definition(element, blocks),
            Parts::List { start, items } => self.finish_list(start, items, span, blocks),
            Parts::Item { task } => match self.frames.last_mut() {
                Some(Frame {
                    span: list,
                    blocks: strays,
                    kind: FrameKind::Element(Open { parts: Parts::List { items, .. }, .. }),
                }) => {
                    fold_strays(items, strays);
                    *list = list.cover(span);
                    items.push(Item { span, task, blocks: blocks.into() });
                }
                _ => self.splice(blocks),
            },
            Parts::Definitions(list) => self.finish_definitions(list, span, blocks),
            Parts::Table(rows) => {
                self.splice(blocks);
                match table(rows, span) {
                    Ok(Some(table)) => self.block(Block::new(span, BlockKind::Table(table.into()))),
                    Ok(None) => {}
                    Err(blocks) => self.splice(blocks),
                }
            }
            Parts::Row(cells) => match self.frames.last_mut() {
                Some(Frame {
                    span: table,
                    kind: FrameKind::Element(Open { parts: Parts::Table(rows), .. }),
                    ..
                }) => {
                    *table = table.cover(span);
                    rows.push(RowParts { span, cells });
                    self.splice(blocks);
                }
                _ => self.splice(blocks),
            },
            Parts::Cell { align, columns, rows } => match self.frames.last_mut() {
                Some(Frame {
                    span: row,
                    kind: FrameKind::Element(Open { parts: Parts::Row(cells), .. }),
                    ..
                }) => {
                    *row = row.cover(span);
                    let head = element == Element::Cell { head: true };
                    cells.push(CellParts { blocks, head, align, columns, rows });
                }
                _ => self.splice(blocks),
            },
        }
    }

    fn splice(&mut self, blocks: Vec<Block>) {
        if let Some(frame) = self.frames.last_mut() {
            frame.blocks.extend(blocks);
        }
    }

    fn finish_list(&mut self, start: Option<u64>, mut items: Vec<Item>, span: Span, mut strays: Vec<Block>) {
        if items.is_empty() {
            return self.splice(strays);
        }
        fold_strays(&mut items, &mut strays);
        let tight = items.iter().all(|item| keeps_together(&item.blocks));
        self.splice(strays);
        let start_at = items.first().map_or(span.start, |item| item.span.start).min(span.start);
        let span = Span { start: start_at, ..span };
        self.block(Block::new(span, BlockKind::List(List { start, tight, items: items.into() })));
    }

    fn finish_definition(&mut self, element: Element, blocks: Vec<Block>) {
        let Some(Frame { kind: FrameKind::Element(Open { parts: Parts::Definitions(list), .. }), .. }) =
            self.frames.last_mut()
        else {
            return self.splice(blocks);
        };
        if element == Element::Meaning {
            match list.last_mut() {
                Some(last) => last.definitions.push(blocks.into()),
                None => list.push(Definition { terms: EcoVec::new(), definitions: [blocks.into()].into() }),
            }
            return;
        }
        let Some(term) = on_one_line(blocks) else { return };
        match list.last_mut() {
            Some(last) if last.definitions.is_empty() => last.terms.push(term.into()),
            _ => list.push(Definition { terms: [term.into()].into(), definitions: EcoVec::new() }),
        }
    }

    /// A list of definitions; where a term or what it means is missing, paragraphs.
    fn finish_definitions(&mut self, list: Vec<Definition>, span: Span, strays: Vec<Block>) {
        self.splice(strays);
        let whole = |entry: &Definition| {
            !entry.terms.is_empty()
                && entry.terms.iter().all(|term| !term.is_empty())
                && !entry.definitions.is_empty()
                && entry.definitions.iter().all(|blocks| !blocks.is_empty())
        };
        if list.iter().all(whole) && !list.is_empty() {
            return self.block(Block::new(span, BlockKind::DefinitionList(list.into())));
        }
        for entry in list {
            for term in entry.terms.into_iter().filter(|term| !term.is_empty()) {
                let span = run_span(&term).unwrap_or(span);
                self.block(Block::new(span, BlockKind::Paragraph(term)));
            }
            self.splice(entry.definitions.into_iter().flatten().collect());
        }
    }
}

/// Blocks between two items belong to the first of them.
fn fold_strays(items: &mut [Item], strays: &mut Vec<Block>) {
    if let Some(last) = items.last_mut() {
        if let Some(stray) = strays.last() {
            last.span = last.span.cover(stray.span);
        }
        last.blocks.extend(strays.drain(..));
    }
}

/// Whether the blocks of an item stand without space between them.
fn keeps_together(blocks: &[Block]) -> bool {
    match blocks {
        [] | [_] => true,
        [first, second] => {
            matches!(first.kind, BlockKind::Paragraph(_))
                && match &second.kind {
                    BlockKind::List(list) => list.start.is_none_or(|start| start == 1),
                    BlockKind::Code(code) => code.fenced,
                    BlockKind::Quote(_) | BlockKind::Diagram { .. } => true,
                    _ => false,
                }
        }
        _ => false,
    }
}

/// The table of `rows`; where a cell holds what fits on no line, the blocks of all cells in order.
fn table(rows: Vec<RowParts>, span: Span) -> Result<Option<Table>, Vec<Block>> {
    let fits = |block: &Block| fits_on_a_line(block);
    if !rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.blocks).all(fits) {
        return Err(rows.into_iter().flat_map(|row| row.cells).flat_map(|cell| cell.blocks).collect());
    }
    let mut align: Vec<Align> = Vec::new();
    let mut taken: Vec<usize> = Vec::new();
    let mut lines: Vec<(bool, Span, Vec<Inlines>)> = Vec::new();
    for row in rows {
        let mut cells: Vec<Inlines> = Vec::new();
        let head = !row.cells.is_empty() && row.cells.iter().all(|cell| cell.head);
        for cell in row.cells {
            skip_taken(&mut cells, &mut taken);
            let at = cells.len();
            cells.push(on_one_line(cell.blocks).unwrap_or_default().into());
            cells.resize(at + cell.columns, Inlines::default());
            if align.len() < cells.len() {
                align.resize(cells.len(), Align::Default);
                taken.resize(cells.len(), 0);
            }
            if align[at] == Align::Default {
                align[at] = cell.align;
            }
            taken[at..at + cell.columns].fill(cell.rows - 1);
        }
        skip_taken(&mut cells, &mut taken);
        if cells.iter().any(|cell| !cell.is_empty()) {
            lines.push((head, row.span, cells));
        }
    }
    if lines.is_empty() {
        return Ok(None);
    }
    let row = |(_, span, mut cells): (bool, Span, Vec<Inlines>)| {
        cells.resize(align.len(), Inlines::default());
        Row { span, cells: cells.into() }
    };
    let head = if lines[0].0 {
        row(lines.remove(0))
    } else {
        Row {
            span: Span { end: span.start, ..span },
            cells: EcoVec::from_elem(Inlines::default(), align.len()),
        }
    };
    let rows = lines.into_iter().map(row).collect();
    Ok(Some(Table { align: align.into(), head, rows }))
}

/// Leaves the columns empty that cells of earlier rows reach down into.
fn skip_taken(cells: &mut Vec<Inlines>, taken: &mut [usize]) {
    while let Some(rows) = taken.get_mut(cells.len()).filter(|rows| **rows > 0) {
        *rows -= 1;
        cells.push(Inlines::default());
    }
}

fn fits_on_a_line(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Paragraph(_) | BlockKind::Heading { .. } | BlockKind::Image(_) | BlockKind::Math(_) => {
            true
        }
        BlockKind::Code(code) => !code.text.contains('\n'),
        BlockKind::List(_) | BlockKind::Quote(_) => block.children().into_iter().all(fits_on_a_line),
        _ => false,
    }
}

/// Blocks on one line, hard breaks between them; `None` when one of them fits on none.
fn on_one_line(blocks: impl IntoIterator<Item = Block>) -> Option<Vec<Inline>> {
    let mut line = Vec::new();
    for block in blocks {
        let span = block.span;
        let content = match block.kind {
            BlockKind::Paragraph(content) => content,
            BlockKind::Heading { content, .. } => {
                [Inline::new(span, InlineKind::Strong(content.into()))].into()
            }
            BlockKind::Image(image) => [Inline::new(span, InlineKind::Image(image))].into(),
            BlockKind::Math(tex) => [Inline::new(span, InlineKind::Math(tex))].into(),
            BlockKind::Code(code) if !code.text.contains('\n') => {
                [Inline::new(span, InlineKind::Code(code.text))].into()
            }
            BlockKind::Quote(blocks) => on_one_line(blocks)?.into(),
            BlockKind::List(list) => items_on_one_line(list)?.into(),
            _ => return None,
        };
        if content.is_empty() {
            continue;
        }
        if !line.is_empty() {
            inlines::push(&mut line, Inline::new(span, InlineKind::HardBreak));
        }
        for mut inline in content {
            inlines::unbreak(&mut inline);
            inlines::push(&mut line, inline);
        }
    }
    let mut line = inlines::joined(line);
    inlines::trim(&mut line);
    Some(line)
}

fn items_on_one_line(list: List) -> Option<Vec<Inline>> {
    let mut line = Vec::new();
    for (index, item) in list.items.into_iter().enumerate() {
        let mark = match list.start {
            Some(start) => format!("{}. ", start.saturating_add(index as u64)),
            None => "• ".to_owned(),
        };
        if index > 0 {
            inlines::push(&mut line, Inline::new(item.span, InlineKind::HardBreak));
        }
        inlines::push(&mut line, Inline::text(Span { end: item.span.start, ..item.span }, mark));
        for inline in on_one_line(item.blocks)? {
            inlines::push(&mut line, inline);
        }
    }
    Some(line)
}

fn run_span(content: &[Inline]) -> Option<Span> {
    Some(content.first()?.span.cover(content.last()?.span))
}

/// The alignment that a cell asks for.
fn alignment(raw: &str) -> Align {
    let style = html::attribute(raw, "style").unwrap_or_default().replace(' ', "").to_ascii_lowercase();
    let asked = html::attribute(raw, "align").map(|value| value.to_ascii_lowercase());
    let asked = asked.or_else(|| {
        let value = style.split(';').find_map(|part| part.strip_prefix("text-align:"))?;
        Some(value.to_owned())
    });
    match asked.as_deref() {
        Some("left") => Align::Left,
        Some("center") => Align::Center,
        Some("right") => Align::Right,
        _ => Align::Default,
    }
}
