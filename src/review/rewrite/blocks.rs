//! Which blocks are others now, and what to write in their place.
//!
//! Blocks that say the same keep their bytes. Of one that changed, what stands inside is compared again (the items of
//! a list, the rows of a table, the lines of code, the words of a paragraph), as deep as the [`Reach`] allows.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::code;
use super::prefix::{Place, line_start, marker_width};
use super::{Care, Edit, inlines};
use crate::markup;
use crate::model::content::{Definition, Item, List, Row, Table};
use crate::model::{Block, BlockKind, Inlines, Span};
use crate::render::markdown;

/// How small the pieces are that are compared and written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Words.
    Words(Care),
    /// Paragraphs and other blocks that hold none.
    Leaves,
    /// Blocks of the answer itself.
    Blocks,
    /// Such blocks, written without any markup.
    Plain,
}

/// The document that blocks are rewritten in.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    /// Its text.
    pub text: &'a str,
    /// What its lines end with.
    pub eol: &'static str,
    /// What its lists open items with.
    pub bullet: char,
    /// How small the pieces are.
    pub reach: Reach,
}

/// What could not be written so.
#[derive(Debug)]
pub struct Unfit;

impl Sheet<'_> {
    /// The edits that make `new` of `old`.
    ///
    /// # Errors
    /// When that takes more than this reach.
    pub fn blocks(&self, old: &[Block], new: &[Block], edits: &mut Vec<Edit>) -> Result<(), Unfit> {
        let (was, is) = (keys(old), keys(new));
        for op in capture_diff_slices(Algorithm::Myers, &was, &is) {
            if let DiffOp::Equal { .. } = op {
                continue;
            }
            let (from, come) = (op.old_range(), &new[op.new_range()]);
            let paired = from.len().min(come.len());
            for (block, wanted) in old[from.clone()].iter().zip(come) {
                self.block(block, wanted, edits)?;
            }
            if from.len() > paired {
                edits.push(Edit {
                    span: self.without(old, from.start + paired..from.end),
                    text: String::new(),
                });
            } else if come.len() > paired {
                edits.push(self.insertion(old, from.end, &come[paired..])?);
            }
        }
        Ok(())
    }

    /// `blocks` as they are written at `place`.
    pub fn written(&self, blocks: &[Block], place: &Place) -> String {
        match self.reach {
            Reach::Plain => place.lines(&plain(blocks)),
            _ => place.lines(&markdown::blocks_with(blocks, self.bullet)),
        }
    }

    fn block(&self, old: &Block, new: &Block, edits: &mut Vec<Edit>) -> Result<(), Unfit> {
        let mark = edits.len();
        let inside = match self.reach {
            Reach::Blocks | Reach::Plain => Err(Unfit),
            Reach::Words(_) | Reach::Leaves => self.inside(old, new, edits),
        };
        if inside.is_err() {
            edits.truncate(mark);
            let span = self.solid(old.span);
            let place = Place::at(self.text, span.start as usize, self.eol);
            edits.push(Edit { span, text: self.written(std::slice::from_ref(new), &place) });
        }
        Ok(())
    }

    /// The edits inside `old`.
    ///
    /// # Errors
    /// When it has to be written anew.
    fn inside(&self, old: &Block, new: &Block, edits: &mut Vec<Edit>) -> Result<(), Unfit> {
        let flow = Place::at(self.text, old.span.start as usize, self.eol);
        match (&old.kind, &new.kind) {
            (BlockKind::Paragraph(old), BlockKind::Paragraph(new)) => self.run(old, new, &flow, edits),
            (
                BlockKind::Heading { level, content },
                BlockKind::Heading { level: new_level, content: new_content },
            ) if level == new_level => self.run(content, new_content, &Place::one_line(self.eol), edits),
            (BlockKind::List(old), BlockKind::List(new))
                if old.start == new.start && old.tight == new.tight =>
            {
                self.items(old, new, edits)
            }
            (BlockKind::Quote(old), BlockKind::Quote(new)) => self.blocks(old, new, edits),
            (
                BlockKind::Callout { kind, title, blocks },
                BlockKind::Callout { kind: new_kind, title: new_title, blocks: new_blocks },
            ) if kind == new_kind => {
                match (title, new_title) {
                    (Some(title), Some(new)) => self.run(title, new, &Place::one_line(self.eol), edits)?,
                    (None, None) => {}
                    _ => return Err(Unfit),
                }
                self.blocks(blocks, new_blocks, edits)
            }
            (
                BlockKind::Disclosure { summary, shown, blocks, .. },
                BlockKind::Disclosure { summary: new_summary, shown: new_shown, blocks: new_blocks, .. },
            ) if shown == new_shown => {
                self.run(summary, new_summary, &Place::one_line(self.eol), edits)?;
                self.blocks(blocks, new_blocks, edits)
            }
            (BlockKind::DefinitionList(old), BlockKind::DefinitionList(new)) if old.len() == new.len() => {
                old.iter().zip(new).try_for_each(|(old, new)| self.definition(old, new, edits))
            }
            (BlockKind::Table(old), BlockKind::Table(new)) if old.align == new.align => {
                self.table(old, new, edits)
            }
            (BlockKind::Code(code), BlockKind::Code(new)) if code.language == new.language => {
                self.code(old.span, &code.text, &new.text, edits)
            }
            (
                BlockKind::Diagram { language, source },
                BlockKind::Diagram { language: new_language, source: new_source },
            ) if language == new_language => self.code(old.span, source, new_source, edits),
            (
                BlockKind::Footnote { label, blocks },
                BlockKind::Footnote { label: new_label, blocks: new },
            ) if label == new_label => self.blocks(blocks, new, edits),
            _ => Err(Unfit),
        }
    }

    /// The edits of running text.
    pub fn run(
        &self,
        old: &Inlines,
        new: &Inlines,
        place: &Place,
        edits: &mut Vec<Edit>,
    ) -> Result<(), Unfit> {
        if markdown::inlines(old) == markdown::inlines(new) && place.is_line() {
            return Ok(());
        }
        let Reach::Words(care) = self.reach else { return self.whole_run(old, new, place, edits) };
        edits.extend(inlines::edits(self.text, old, new, place, care).ok_or(Unfit)?);
        Ok(())
    }

    fn whole_run(
        &self,
        old: &Inlines,
        new: &Inlines,
        place: &Place,
        edits: &mut Vec<Edit>,
    ) -> Result<(), Unfit> {
        let (Some(first), Some(last)) = (old.first(), old.last()) else { return Err(Unfit) };
        let text = match (self.reach, place.is_line()) {
            (Reach::Plain, _) => place.lines(&inlines::raw(new)),
            (_, true) => place.line(&markdown::inlines(new)),
            (_, false) => place.lines(&markdown::blocks(&[paragraph(new)])),
        };
        edits.push(Edit { span: first.span.cover(last.span), text });
        Ok(())
    }

    fn definition(&self, old: &Definition, new: &Definition, edits: &mut Vec<Edit>) -> Result<(), Unfit> {
        if old.terms.len() != new.terms.len() || old.definitions.len() != new.definitions.len() {
            return Err(Unfit);
        }
        for (old, new) in old.terms.iter().zip(&new.terms) {
            self.run(old, new, &Place::one_line(self.eol), edits)?;
        }
        old.definitions.iter().zip(&new.definitions).try_for_each(|(old, new)| self.blocks(old, new, edits))
    }

    fn code(&self, span: Span, old: &str, new: &str, edits: &mut Vec<Edit>) -> Result<(), Unfit> {
        edits.extend(code::edits(self.text, self.solid(span), self.eol, old, new).ok_or(Unfit)?);
        Ok(())
    }

    fn items(&self, old: &List, new: &List, edits: &mut Vec<Edit>) -> Result<(), Unfit> {
        let key = |item: &Item| format!("{:?}{}", item.task, markdown::blocks(&item.blocks));
        let (was, is) =
            (old.items.iter().map(key).collect::<Vec<_>>(), new.items.iter().map(key).collect::<Vec<_>>());
        // How many items more there are now than before, so far; numbers behind follow.
        let mut shift = 0_i64;
        for op in capture_diff_slices(Algorithm::Myers, &was, &is) {
            let from = op.old_range();
            if let DiffOp::Equal { .. } = op {
                for item in &old.items[from] {
                    edits.extend(self.renumbered(item, shift));
                }
                continue;
            }
            let come = &new.items[op.new_range()];
            let paired = from.len().min(come.len());
            for (item, wanted) in old.items[from.clone()].iter().zip(come) {
                if item.task != wanted.task {
                    return Err(Unfit);
                }
                edits.extend(self.renumbered(item, shift));
                self.blocks(&item.blocks, &wanted.blocks, edits)?;
            }
            shift += come.len() as i64 - from.len() as i64;
            if from.len() > paired {
                let spans: Vec<Span> = old.items.iter().map(|item| item.span).collect();
                let gone = self.between(&spans, from.start + paired..from.end);
                edits.push(Edit { span: gone, text: String::new() });
            }
            let before = from.end.checked_sub(1).map(|at| &old.items[at]);
            if come.len() > paired {
                edits.push(self.more_items(before.ok_or(Unfit)?, &come[paired..], old.tight)?);
            }
        }
        Ok(())
    }

    /// `items` behind `before`, with marks as it has one.
    fn more_items(&self, before: &Item, items: &[Item], tight: bool) -> Result<Edit, Unfit> {
        let span = self.solid(before.span);
        let start = span.start as usize;
        let source = &self.text[span.range()];
        let width = marker_width(source).ok_or(Unfit)?;
        let mark = &source[..width];
        let gap = source[width..].len() - source[width..].trim_start_matches([' ', '\t']).len();
        let number = mark[..width - 1].parse::<u64>().ok();
        let place = Place::at(self.text, start, self.eol);
        let mut text = String::new();
        for (index, item) in items.iter().enumerate() {
            let mark = match number {
                Some(number) => format!("{}{}", number + 1 + index as u64, &mark[width - 1..]),
                None => mark.to_string(),
            };
            text.push_str(&if tight { place.next_line() } else { place.next_block() });
            let inner = place.indented(mark.len() + gap);
            let task = match item.task {
                Some(true) => "[x] ",
                Some(false) => "[ ] ",
                None => "",
            };
            text.push_str(&format!("{mark}{}{task}", &source[width..width + gap]));
            text.push_str(&self.written(&item.blocks, &inner));
        }
        Ok(Edit { span: Span { start: span.end, end: span.end }, text })
    }

    /// The number of `item`, `shift` higher; `None` where it has none or that is the same.
    fn renumbered(&self, item: &Item, shift: i64) -> Option<Edit> {
        let source = &self.text[item.span.range()];
        let digits = source.bytes().take_while(u8::is_ascii_digit).count();
        let number: i64 = source[..digits].parse().ok()?;
        let wanted = number.checked_add(shift).filter(|wanted| shift != 0 && *wanted >= 0)?;
        let start = item.span.start as usize;
        Some(Edit { span: Span::new(start, start + digits), text: wanted.to_string() })
    }

    fn table(&self, old: &Table, new: &Table, edits: &mut Vec<Edit>) -> Result<(), Unfit> {
        self.row(&old.head, &new.head, edits)?;
        let key = |row: &Row| row.cells.iter().map(|cell| markdown::inlines(cell)).collect::<Vec<_>>();
        let (was, is) =
            (old.rows.iter().map(key).collect::<Vec<_>>(), new.rows.iter().map(key).collect::<Vec<_>>());
        for op in capture_diff_slices(Algorithm::Myers, &was, &is) {
            if let DiffOp::Equal { .. } = op {
                continue;
            }
            let (from, come) = (op.old_range(), &new.rows[op.new_range()]);
            let paired = from.len().min(come.len());
            for (row, wanted) in old.rows[from.clone()].iter().zip(come) {
                self.row(row, wanted, edits)?;
            }
            let spans: Vec<Span> = old.rows.iter().map(|row| self.solid(row.span)).collect();
            if from.len() > paired {
                let gone = from.start + paired..from.end;
                // A row is a line, and goes with its break.
                let from = line_start(self.text, spans[gone.start].start as usize);
                let to = spans[gone.end - 1].end as usize;
                edits.push(Edit {
                    span: Span::new(from.saturating_sub(self.eol.len()), to),
                    text: String::new(),
                });
            } else if come.len() > paired {
                let before = from.end.checked_sub(1).map(|at| spans[at]).ok_or(Unfit)?;
                let place = Place::at(self.text, before.start as usize, self.eol);
                let line = |row: &Row| {
                    let cells = row.cells.iter().map(|cell| markdown::inlines(cell).replace('|', "\\|"));
                    format!("{}| {} |", place.next_line(), cells.collect::<Vec<_>>().join(" | "))
                };
                let text = come[paired..].iter().map(line).collect();
                edits.push(Edit { span: Span { start: before.end, end: before.end }, text });
            }
        }
        Ok(())
    }

    fn row(&self, old: &Row, new: &Row, edits: &mut Vec<Edit>) -> Result<(), Unfit> {
        let place = Place::cell(self.eol);
        old.cells.iter().zip(&new.cells).try_for_each(|(old, new)| match old.is_empty() && new.is_empty() {
            true => Ok(()),
            false => self.run(old, new, &place, edits),
        })
    }

    /// `blocks` behind the `at` first of `old`.
    fn insertion(&self, old: &[Block], at: usize, blocks: &[Block]) -> Result<Edit, Unfit> {
        if let Some(before) = at.checked_sub(1).map(|at| &old[at]) {
            let span = self.solid(before.span);
            let place = Place::at(self.text, span.start as usize, self.eol);
            let text = format!("{}{}", place.next_block(), self.written(blocks, &place));
            return Ok(Edit { span: Span { start: span.end, end: span.end }, text });
        }
        let start = old.first().ok_or(Unfit)?.span.start;
        let place = Place::at(self.text, start as usize, self.eol);
        let text = format!("{}{}", self.written(blocks, &place), place.next_block());
        Ok(Edit { span: Span { start, end: start }, text })
    }

    /// What goes when the blocks `gone` of `old` go.
    fn without(&self, old: &[Block], gone: std::ops::Range<usize>) -> Span {
        let spans: Vec<Span> = old.iter().map(|block| block.span).collect();
        self.between(&spans, gone)
    }

    /// What goes when the pieces `gone` of `spans` go: they, and the space to the piece before, else to the next.
    fn between(&self, spans: &[Span], gone: std::ops::Range<usize>) -> Span {
        let end = self.solid(spans[gone.end - 1]).end;
        match (gone.start.checked_sub(1), spans.get(gone.end)) {
            (Some(before), _) => Span { start: self.solid(spans[before]).end.min(end), end },
            (None, Some(next)) => Span { start: spans[gone.start].start, end: next.start },
            (None, None) => Span { start: spans[gone.start].start, end },
        }
    }

    /// `span` without white space at its end.
    fn solid(&self, span: Span) -> Span {
        let length = self.text[span.range()].trim_end().len();
        Span::new(span.start as usize, span.start as usize + length)
    }
}

fn paragraph(content: &Inlines) -> Block {
    Block::new(Span::default(), BlockKind::Paragraph(content.clone()))
}

/// For each of `blocks` what is the same for those that say the same: its Markdown as it reads back.
fn keys(blocks: &[Block]) -> Vec<String> {
    blocks.iter().map(|block| canonical(std::slice::from_ref(block))).collect()
}

/// `blocks` as Markdown, as a sheet shows them and reads them back.
pub fn canonical(blocks: &[Block]) -> String {
    markdown::blocks(&markup::parse_markdown(markdown::blocks(blocks)).blocks)
}

/// `blocks` without any markup, for documents in which nothing is markup.
fn plain(blocks: &[Block]) -> String {
    let mut out = String::new();
    for (index, block) in blocks.iter().enumerate() {
        if index > 0 {
            out.push_str("\n\n");
        }
        match &block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => {
                out.push_str(&inlines::raw(content));
            }
            BlockKind::Code(code) => out.push_str(&code.text),
            BlockKind::List(list) => out.push_str(&plain_list(list)),
            _ => out.push_str(&markdown::blocks(std::slice::from_ref(block))),
        }
    }
    out
}

fn plain_list(list: &List) -> String {
    let between = if list.tight { "\n" } else { "\n\n" };
    let items = list.items.iter().enumerate().map(|(index, item)| {
        let mark = list.start.map_or("- ".to_string(), |start| format!("{}. ", start + index as u64));
        let inner = " ".repeat(mark.len());
        mark + &plain(&item.blocks).replace('\n', &format!("\n{inner}"))
    });
    items.collect::<Vec<_>>().join(between)
}
