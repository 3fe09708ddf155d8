//! What every line was taken for: nothing that a document says is lost in silence.

use std::iter::{Enumerate, Peekable};

use super::noise;
use super::page::{Outline, Page};
use super::rest::structure_of;
use crate::model::{
    Account, Block, BlockKind, Class, Document, Inline, Lines, Passage, Reject, Span, Stretch, Structure,
    StructureKind,
};

/// Lines whose words stand in no block of the tree.
const HIDDEN: &str = "the markup around these lines hides their words";
/// Lines of a block that became neither entry nor passage.
const LEFT_OVER: &str = "these lines belong to no question, and make no passage of their own";

/// What the lines of `document` are as long as no entry and no passage takes them, one for every line.
pub fn untaken(document: &Document, page: &Page) -> Vec<Mark> {
    let mut ledger = Ledger { document, marks: vec![Mark::None; document.lines.count()] };
    for (block, about_document) in noise::blocks(page) {
        if about_document && structure_of(block, &page.outline).is_none() {
            ledger.note(block.span, Mark::Structure(StructureKind::Noise));
        }
        ledger.note_left(block, &page.outline);
    }
    for structure in &page.tree.structure {
        ledger.note(structure.span, Mark::Structure(structure.kind));
    }
    ledger.note_rest();
    ledger.marks
}

/// Accounts for every line of `document`, which are `untaken`, and rejects those that nothing explains. `entries` are
/// where its entries stand.
///
/// A line that two things share goes to the first of: a reject, an entry, a passage, structure.
pub fn account(
    index: usize,
    document: &Document,
    outline: &Outline,
    untaken: Vec<Mark>,
    structure: &[Structure],
    entries: &[Span],
    passages: &[Passage],
) -> (Account, Vec<Reject>) {
    let mut ledger = Ledger { document, marks: untaken };
    for structure in structure {
        ledger.take(structure.span, Mark::Structure(structure.kind));
    }
    let passages = passages.iter().map(|passage| passage.span);
    ledger.close(index, outline, Takers::new(entries.iter().copied()), Takers::new(passages))
}

/// What a line is while nobody takes it, as far as is known; one for every line, so that it is kept small.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    None,
    Blank,
    Structure(StructureKind),
    /// Content that is to be taken by a passage or an entry.
    Content,
    Hidden,
}

const _: () = assert!(size_of::<Mark>() == 1);

/// What a line is in the end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taken {
    Entry(usize),
    Passage(usize),
    /// Nobody takes it.
    Left(Mark),
}

/// Places, apart and in order, as the lines that they take are asked for one after another.
struct Takers<I: Iterator> {
    rest: Peekable<Enumerate<I>>,
    /// The number of the last place that starts on the line or before it, and where it ends.
    last: Option<(usize, u32)>,
}

impl<I: Iterator<Item = Span>> Takers<I> {
    fn new(places: I) -> Self {
        Self { rest: places.enumerate().peekable(), last: None }
    }

    /// The number of the place that takes `line`, or the last of them.
    fn of(&mut self, line: Span) -> Option<usize> {
        while let Some((number, place)) = self.rest.next_if(|(_, place)| place.start < line.end) {
            if !place.is_empty() {
                self.last = Some((number, place.end));
            }
        }
        self.last.filter(|(_, end)| *end > line.start).map(|(number, _)| number)
    }
}

struct Ledger<'a> {
    document: &'a Document,
    /// By line.
    marks: Vec<Mark>,
}

impl Ledger<'_> {
    fn marks_of(&mut self, span: Span) -> &mut [Mark] {
        if span.is_empty() {
            return &mut [];
        }
        let Lines { first, last } = self.document.lines.lines(span);
        let last = last.min(self.marks.len());
        self.marks.get_mut(first - 1..last).unwrap_or_default()
    }

    /// Marks the lines of `span` that are not marked.
    fn note(&mut self, span: Span, mark: Mark) {
        for slot in self.marks_of(span).iter_mut().filter(|slot| **slot == Mark::None) {
            *slot = mark;
        }
    }

    /// Marks the lines of `span`, except those that are hidden or blank.
    fn take(&mut self, span: Span, mark: Mark) {
        for slot in self.marks_of(span).iter_mut().filter(|slot| !matches!(slot, Mark::Hidden | Mark::Blank))
        {
            *slot = mark;
        }
    }

    /// Marks the lines of `block` as what they are should nobody take them.
    fn note_left(&mut self, block: &Block, outline: &Outline) {
        if let Some(kind) = structure_of(block, outline) {
            self.note(block.span, Mark::Structure(kind));
            return;
        }
        match &block.kind {
            BlockKind::Table(table) => {
                let head = table.rows.first().map_or(block.span.end, |row| row.span.start);
                self.note(Span { end: head, ..block.span }, Mark::Structure(StructureKind::TableHead));
                // Tags of a table of HTML stand between its rows and behind them.
                table.rows.iter().for_each(|row| self.note(row.span, Mark::Content));
            }
            BlockKind::List(_) => {}
            BlockKind::Quote(_) | BlockKind::Footnote { .. } => self.note_opener(block.span),
            BlockKind::Callout { title, .. } => {
                self.note_opener(block.span);
                title.iter().for_each(|title| self.note_run(title));
            }
            BlockKind::Disclosure { summary, .. } => {
                self.note_opener(block.span);
                self.note_run(summary);
            }
            BlockKind::DefinitionList(list) => {
                for term in list.iter().flat_map(|definition| &definition.terms) {
                    self.note_run_as(term, Mark::Content);
                }
            }
            BlockKind::Paragraph(_)
            | BlockKind::Heading { .. }
            | BlockKind::Code(_)
            | BlockKind::Image(_)
            | BlockKind::Diagram { .. }
            | BlockKind::Math(_)
            | BlockKind::Rule => self.note(block.span, Mark::Content),
        }
        for child in block.children() {
            self.note_left(child, outline);
        }
    }

    /// The line that a container starts on is its own.
    fn note_opener(&mut self, span: Span) {
        let first = Span { end: span.end.min(span.start + 1), ..span };
        self.note(first, Mark::Structure(StructureKind::Container));
    }

    fn note_run(&mut self, run: &[Inline]) {
        self.note_run_as(run, Mark::Structure(StructureKind::Container));
    }

    fn note_run_as(&mut self, run: &[Inline], mark: Mark) {
        if let Some(span) = run.iter().map(|inline| inline.span).reduce(Span::cover) {
            self.note(span, mark);
        }
    }

    /// Marks the lines that stand in no block and no structure, and the blank ones.
    fn note_rest(&mut self) {
        for (at, mark) in self.marks.iter_mut().enumerate() {
            let text = self.document.lines.span_of(at + 1).map_or("", |span| self.document.slice(span));
            if text.trim().is_empty() {
                *mark = Mark::Blank;
            } else if matches!(mark, Mark::None | Mark::Content) && !text.chars().any(char::is_alphanumeric) {
                *mark = Mark::Structure(StructureKind::Marks);
            } else if *mark == Mark::None {
                let silent = is_only_tags(&text.replace("&nbsp;", ""));
                *mark = if silent { Mark::Structure(StructureKind::Container) } else { Mark::Hidden };
            }
        }
    }

    /// Makes stretches of the marks and of what takes the lines.
    fn close(
        self,
        index: usize,
        outline: &Outline,
        mut entries: Takers<impl Iterator<Item = Span>>,
        mut passages: Takers<impl Iterator<Item = Span>>,
    ) -> (Account, Vec<Reject>) {
        let mut account = Account::default();
        let mut rejects = Vec::new();
        let mut previous = Taken::Left(Mark::None);
        for (at, &mark) in self.marks.iter().enumerate() {
            if mark == Mark::Blank {
                // Two headings are two things, whatever is between them; a passage goes on.
                if matches!(previous, Taken::Left(Mark::Structure(_))) {
                    previous = Taken::Left(Mark::Blank);
                }
                continue;
            }
            let line = at + 1;
            let place = self.document.lines.span_of(line).unwrap_or_default();
            let (entry, passage) = (entries.of(place), passages.of(place));
            let taken = match (mark, entry, passage) {
                (Mark::Hidden, ..) | (_, None, None) => Taken::Left(mark),
                (_, Some(entry), _) => Taken::Entry(entry),
                (_, None, Some(passage)) => Taken::Passage(passage),
            };
            match account.stretches.last_mut() {
                Some(stretch) if taken == previous => {
                    stretch.lines.last = line;
                    stretch.filled += 1;
                }
                _ => {
                    let class = match taken {
                        Taken::Entry(number) => Class::Entry(number),
                        Taken::Passage(number) => Class::Passage(number),
                        Taken::Left(Mark::Structure(kind)) => Class::Structure(kind),
                        Taken::Left(_) => Class::Reject(rejects.len()),
                    };
                    if let Class::Reject(_) = class {
                        let reason = if mark == Mark::Hidden { HIDDEN } else { LEFT_OVER };
                        rejects.push((line, reason));
                    }
                    account.stretches.push(Stretch {
                        lines: Lines { first: line, last: line },
                        filled: 1,
                        class,
                    });
                }
            }
            previous = taken;
        }
        let rejects = rejects.into_iter().map(|(first, reason)| {
            let last = account.stretch_at(first).map_or(first, |stretch| stretch.lines.last);
            let span = self.span_of(Lines { first, last });
            Reject {
                document: index,
                span,
                section: outline.section_at(span.start),
                reason: reason.to_owned(),
            }
        });
        let rejects = rejects.collect();
        (account, rejects)
    }

    /// From the first to the last character of `lines`.
    fn span_of(&self, lines: Lines) -> Span {
        let line = |line: usize| self.document.lines.span_of(line).unwrap_or_default();
        let span = line(lines.first).cover(line(lines.last));
        let text = self.document.slice(span);
        let start = text.len() - text.trim_start().len();
        Span::new(span.start as usize + start, span.start as usize + text.trim_end().len())
    }
}

/// Whether nothing but tags stands on the line, such as an anchor or a script.
fn is_only_tags(line: &str) -> bool {
    let mut rest = line.trim();
    while let Some(tag) = rest.strip_prefix('<') {
        let Some(end) = tag.find('>') else { return false };
        let is_program = ["script", "style"].iter().any(|name| tag.starts_with(name));
        rest = tag[end + 1..].trim_start();
        if is_program && let Some(closing) = rest.find("</") {
            rest = &rest[closing..];
        }
    }
    rest.is_empty()
}
