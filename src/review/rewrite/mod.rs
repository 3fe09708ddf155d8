//! Writes edited questions and answers into a document, in its own style.
//!
//! One mechanism for every style: what changed is found by comparing content trees, whose spans tell where to write;
//! what is written comes from [`render::markdown`](crate::render::markdown), inside the container that it stands in.
//! No writer knows a style, so nothing here is sure to be right. Hence each way of writing is a *candidate*, and the
//! document is read again with it: the first that reads as exactly what was wanted, with everything else as before,
//! is taken. What no candidate achieves is handed back.

mod blocks;
mod bytes;
mod code;
mod expect;
mod inlines;
mod missing;
mod prefix;

use std::collections::BTreeMap;

pub use blocks::canonical;
pub use bytes::{Untouchable, untouchable};
pub use expect::Read;

use crate::model::{Blocks, Entry, InlineKind, Inlines, Span};
use crate::render::markdown;
use blocks::{Reach, Sheet, Unfit};
use expect::Verdict;
use missing::Ways;

/// A piece of a document's text, and what is to stand in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes.
    pub text: String,
}

/// What a person wants an entry to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Number of the entry among those of its document.
    pub entry: usize,
    /// What of it is to be another.
    pub part: Part,
}

/// A part of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// The wording of its question, and what belongs to that.
    Question(Inlines, Blocks),
    /// Its answer; empty for none.
    Answer(Blocks),
    /// Of a text with gaps what stands around them, as [`Cloze::texts`](crate::model::Cloze::texts) has it.
    Texts(Vec<Inlines>),
}

/// How words are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// As they are.
    Bare,
    /// With what could be misread escaped.
    Escaped,
}

/// A document with what was wanted, as far as it could be written.
#[derive(Clone, Debug)]
pub struct Rewritten {
    /// The bytes of its file, and what they read as; `None` where nothing of it could be written.
    pub written: Option<Written>,
    /// Which of the wanted ones stand in it.
    pub done: Vec<bool>,
}

/// The bytes of a rewritten file, and what they read as.
#[derive(Clone, Debug)]
pub struct Written {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The document that they are.
    pub read: Read,
}

/// Reads the bytes of a document as the build does; `None` where they are no document.
pub type Reread<'a> = dyn Fn(&[u8]) -> Option<Read> + Sync + 'a;

/// Writes `wanted` into the document that `before` is and whose file holds `original`.
///
/// Linear in the document for each time that it is read again: once when all is well, a few times more for each edit
/// that its style cannot hold.
pub fn rewrite(original: &[u8], before: &Read, wanted: &[Wanted], reread: &Reread) -> Rewritten {
    let writer = Candidates::of(before);
    // Nearly all are taken as they are written first.
    let candidates = wanted.iter().map(|wanted| writer.ways(wanted, 1)).collect();
    let mut work =
        Work { original, before, wanted, candidates, reread, chosen: BTreeMap::new(), written: None };
    work.accept(&(0..wanted.len()).filter(|at| !work.candidates[*at].is_empty()).collect::<Vec<_>>(), 0);
    for (at, wanted) in wanted.iter().enumerate() {
        if !work.chosen.contains_key(&at) {
            work.candidates[at] = writer.ways(wanted, usize::MAX);
        }
    }
    let rounds = work.candidates.iter().map(Vec::len).max().unwrap_or_default();
    for round in 1..rounds {
        let fits = |at: &usize| !work.chosen.contains_key(at) && work.candidates[*at].len() > round;
        let group: Vec<usize> = (0..wanted.len()).filter(fits).collect();
        work.accept(&group, round);
    }
    let done = (0..wanted.len()).map(|at| work.chosen.contains_key(&at)).collect();
    Rewritten { written: work.written, done }
}

/// `text` with `edits` made; `None` where they overlap.
pub fn applied(text: &str, edits: &[Edit]) -> Option<String> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.span);
    sorted.dedup();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for Edit { span, text: come } in sorted {
        if (span.start as usize) < at {
            return None;
        }
        out.push_str(&text[at..span.start as usize]);
        out.push_str(come);
        at = span.end as usize;
    }
    out.push_str(&text[at..]);
    Some(out)
}

/// Makes the candidates of a document.
struct Candidates<'a> {
    before: &'a Read,
    sheet: Sheet<'a>,
    ways: Ways,
}

impl<'a> Candidates<'a> {
    fn of(before: &'a Read) -> Self {
        let text = before.document.text.as_str();
        let reach = Reach::Words(Care::Bare);
        let sheet = Sheet { text, eol: line_break(text), bullet: bullet(text), reach };
        Self { before, sheet, ways: Ways::of(text, &before.entries) }
    }

    /// The ways to write `wanted`, the smallest first, at most so many.
    fn ways(&self, wanted: &Wanted, most: usize) -> Vec<Vec<Edit>> {
        let entry = &self.before.entries[wanted.entry];
        let sheet = |reach| Sheet { reach, ..self.sheet };
        if let (Part::Answer(blocks), None) = (&wanted.part, &entry.answer) {
            let reaches = [Reach::Blocks, Reach::Plain].into_iter();
            let found =
                reaches.flat_map(|reach| missing::candidates(&sheet(reach), entry, blocks, &self.ways));
            return distinct(found, most);
        }
        let reaches = [
            Reach::Words(Care::Bare),
            Reach::Words(Care::Escaped),
            Reach::Leaves,
            Reach::Blocks,
            Reach::Plain,
        ];
        let found = reaches.into_iter().filter_map(|reach| changed(&sheet(reach), entry, &wanted.part).ok());
        distinct(found, most)
    }
}

/// The first of `found`, each once, at most so many.
fn distinct(found: impl Iterator<Item = Vec<Edit>>, most: usize) -> Vec<Vec<Edit>> {
    let mut all: Vec<Vec<Edit>> = Vec::new();
    for edits in found {
        if !all.contains(&edits) {
            all.push(edits);
        }
        if all.len() == most {
            break;
        }
    }
    all
}

/// The edits that give `entry` the wanted `part`, which it has already in other words.
fn changed(sheet: &Sheet, entry: &Entry, part: &Part) -> Result<Vec<Edit>, Unfit> {
    let mut edits = Vec::new();
    match part {
        Part::Question(wording, blocks) => {
            let line = prefix::Place::one_line(sheet.eol);
            sheet.run(&entry.question, wording, &line, &mut edits)?;
            sheet.blocks(&entry.question_blocks, blocks, &mut edits)?;
        }
        Part::Answer(blocks) => {
            sheet.blocks(entry.answer.as_deref().unwrap_or_default(), blocks, &mut edits)?;
        }
        Part::Texts(texts) => {
            let cloze = entry.cloze.as_deref().ok_or(Unfit)?;
            around_gaps(sheet, entry, &cloze.texts(), texts, &mut edits)?;
        }
    }
    Ok(edits)
}

/// The edits that put `new` texts around the gaps of `entry` in place of the `old` ones.
fn around_gaps(
    sheet: &Sheet,
    entry: &Entry,
    old: &[Inlines],
    new: &[Inlines],
    edits: &mut Vec<Edit>,
) -> Result<(), Unfit> {
    let range = entry.question_span.range();
    let end = range.start + sheet.text[range.clone()].trim_end().len();
    // The question shows the text on one line: what breaks its lines is not read off that.
    let has_lines = new.iter().flatten().any(|inline| inline.kind == InlineKind::SoftBreak);
    let flow = prefix::Place::at(sheet.text, range.start, sheet.eol);
    let place = if has_lines { flow } else { prefix::Place::one_line(sheet.eol) };
    for (at, (old, new)) in old.iter().zip(new).enumerate() {
        match old.is_empty() {
            true if new.is_empty() => {}
            // Before the first gap or behind the last one; between two nothing tells where one ends.
            true => {
                let at = if at == 0 { range.start } else { end };
                edits.push(Edit { span: Span::new(at, at), text: place.lines(&markdown::inlines(new)) });
            }
            false => sheet.run(old, new, &place, edits)?,
        }
    }
    Ok(())
}

/// What ends the lines of `text`.
fn line_break(text: &str) -> &'static str {
    match text.find(['\n', '\r']).map(|at| &text.as_bytes()[at..]) {
        Some([b'\r', b'\n', ..]) => "\r\n",
        Some([b'\r', ..]) => "\r",
        _ => "\n",
    }
}

/// What most items of lists in `text` open with.
fn bullet(text: &str) -> char {
    let mut counts = ['+', '*', '-'].map(|bullet| (0, bullet));
    for line in text.lines() {
        let line = line.trim_start_matches([' ', '\t', '>']);
        let is_item = prefix::marker_width(line) == Some(1);
        if let Some((count, _)) = counts.iter_mut().find(|(_, bullet)| is_item && line.starts_with(*bullet)) {
            *count += 1;
        }
    }
    // Of equals the last.
    counts.into_iter().max_by_key(|(count, _)| *count).map_or('-', |(_, bullet)| bullet)
}

/// A document on its way to what is wanted.
struct Work<'a> {
    original: &'a [u8],
    before: &'a Read,
    wanted: &'a [Wanted],
    candidates: Vec<Vec<Vec<Edit>>>,
    reread: &'a Reread<'a>,
    /// For each wanted part that is written the candidate that does it.
    chosen: BTreeMap<usize, usize>,
    /// The document with these.
    written: Option<Written>,
}

impl Work<'_> {
    /// Takes candidate `round` of those of `group` with which the document reads as wanted.
    fn accept(&mut self, group: &[usize], round: usize) {
        if group.is_empty() {
            return;
        }
        let mut chosen = self.chosen.clone();
        chosen.extend(group.iter().map(|&at| (at, round)));
        let culprits = match self.check(&chosen) {
            Ok(written) => {
                (self.chosen, self.written) = (chosen, Some(written));
                return;
            }
            Err(culprits) => culprits,
        };
        let rest: Vec<usize> = group.iter().copied().filter(|at| !culprits.contains(at)).collect();
        if rest.len() < group.len() {
            // What reads otherwise than it should need not be what spoilt the reading, but it does not hold.
            return self.accept(&rest, round);
        }
        if let (one @ [_, ..], other @ [_, ..]) = group.split_at(group.len() / 2) {
            self.accept(one, round);
            self.accept(other, round);
        }
    }

    /// The document with the `chosen` candidates.
    ///
    /// # Errors
    /// When it does not read as wanted: those of them that do not, as far as that can be told.
    fn check(&self, chosen: &BTreeMap<usize, usize>) -> Result<Written, Vec<usize>> {
        let edits: Vec<Edit> =
            chosen.iter().flat_map(|(&at, &round)| self.candidates[at][round].iter().cloned()).collect();
        let bytes = bytes::rewritten(self.original, &self.before.document, &edits).ok_or_else(Vec::new)?;
        let read = (self.reread)(&bytes).ok_or_else(Vec::new)?;
        let wanted: Vec<(usize, &Wanted)> = chosen.keys().map(|&at| (at, &self.wanted[at])).collect();
        match expect::verdict(self.before, &read, &wanted) {
            Verdict::AsWanted => Ok(Written { bytes, read }),
            Verdict::Otherwise(culprits) => Err(culprits),
        }
    }
}
