//! Where an answer goes that a document does not have yet, and what leads to it.
//!
//! What other questions of the document have between question and answer shows its style; where none has an answer,
//! the ways that most documents have are tried. Reading the result tells which of them is right.

use std::cmp::Reverse;

use super::Edit;
use super::blocks::Sheet;
use super::prefix::Place;
use crate::model::{BlockKind, Blocks, Entry, Span};
use crate::render::markdown;

/// More than this many bytes between question and answer are content, not style.
const LONGEST: usize = 80;

/// How many ways of other questions are tried.
const WAYS: usize = 2;

/// What stands in front of an answer and behind it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Way {
    lead: String,
    tail: String,
}

/// The ways in which the questions of `entries` lead to their answers, by rule, the commonest first.
pub struct Ways(Vec<(String, usize, Way)>);

impl Ways {
    /// The ways of a document.
    pub fn of(text: &str, entries: &[Entry]) -> Self {
        let mut all: Vec<(String, Way)> = entries.iter().filter_map(|entry| way(text, entry)).collect();
        all.sort_unstable();
        let mut ways: Vec<(String, usize, Way)> = Vec::new();
        for (rule, way) in all {
            match ways.last_mut() {
                Some((last, count, known)) if *last == rule && *known == way => *count += 1,
                _ => ways.push((rule, 1, way)),
            }
        }
        ways.sort_by_key(|(_, count, _)| Reverse(*count));
        Self(ways)
    }

    fn for_rule<'a>(&'a self, rule: &'a str) -> impl Iterator<Item = &'a Way> {
        let own = self.0.iter().filter(move |(name, ..)| name == rule);
        let others = self.0.iter().filter(move |(name, ..)| name != rule);
        own.take(WAYS).chain(others.take(WAYS)).map(|(.., way)| way)
    }
}

fn way(text: &str, entry: &Entry) -> Option<(String, Way)> {
    let answer = entry.answer_span()?;
    let question = asked_until(text, entry);
    let lead = text.get(question..answer.start as usize)?;
    let solid = text[answer.range()].trim_end().len();
    let tail = text.get(answer.start as usize + solid..entry.span.end as usize)?.trim_end();
    let fits = lead.len() <= LONGEST && tail.len() <= LONGEST;
    fits.then(|| (entry.rule.to_string(), Way { lead: lead.to_string(), tail: tail.to_string() }))
}

/// Where the question of `entry` ends, with what belongs to it.
fn asked_until(text: &str, entry: &Entry) -> usize {
    let ends = entry.question_blocks.iter().map(|block| block.span.end);
    let end = ends.fold(entry.question_span.end, u32::max) as usize;
    text[..end].trim_end().len().max(entry.question_span.start as usize)
}

/// Ways to give `entry` the answer `blocks`, each as the edits that it takes; the likeliest first.
pub fn candidates(sheet: &Sheet, entry: &Entry, blocks: &Blocks, ways: &Ways) -> Vec<Vec<Edit>> {
    let text = sheet.text;
    let asked = asked_until(text, entry);
    let end = text[..entry.span.end as usize].trim_end().len().max(asked);
    let mut found = Vec::new();
    let mut push = |from: usize, to: usize, lead: &str, tail: &str| {
        // What the answer stands behind, for the prefix of its further lines.
        let line = &text[super::prefix::line_start(text, from)..from];
        let ahead = format!("{line}{lead}");
        let place = Place::at(&ahead, ahead.len(), sheet.eol);
        let written = format!("{lead}{}{tail}", sheet.written(blocks, &place));
        let edits = vec![Edit { span: Span::new(from, to), text: written }];
        if !found.contains(&edits) {
            found.push(edits);
        }
    };
    for Way { lead, tail } in ways.for_rule(&entry.rule) {
        push(asked, asked, lead, tail);
        if end > asked {
            push(asked, end, lead, tail);
        }
    }
    // Below a question that is an item of a list, inside it.
    let inside = entry.question.first().map_or(entry.question_span.start, |first| first.span.start);
    let place = Place::at(text, inside as usize, sheet.eol);
    let (line, block) = (place.next_line(), place.next_block());
    if end > asked {
        push(end, end, " ", "");
        push(end, end, &block, "");
        push(asked, end, &block, "");
    }
    push(asked, asked, &block, "");
    push(asked, asked, &format!("{line}- Answer: "), "");
    push(asked, asked, &format!("{block}**Answer:** "), "");
    push(asked, asked, &format!("{line}A: "), "");
    found.extend(empty_cells(sheet, entry, blocks));
    found
}

/// The cells of the row that `entry` is which hold nothing, each filled.
fn empty_cells(sheet: &Sheet, entry: &Entry, blocks: &Blocks) -> Vec<Vec<Edit>> {
    let source = &sheet.text[entry.span.range()];
    let [block] = blocks.as_slice() else { return Vec::new() };
    let BlockKind::Paragraph(content) = &block.kind else { return Vec::new() };
    if !source.contains('|') || source.trim().contains('\n') {
        return Vec::new();
    }
    let cell = Place::cell(sheet.eol).line(&markdown::inlines(content));
    let bars: Vec<usize> = source.match_indices('|').map(|(at, _)| at).collect();
    let empty = bars.windows(2).filter(|pair| source[pair[0] + 1..pair[1]].trim().is_empty());
    let start = entry.span.start as usize;
    let filled = |pair: &[usize]| {
        vec![Edit { span: Span::new(start + pair[0] + 1, start + pair[1]), text: format!(" {cell} ") }]
    };
    empty.map(filled).collect()
}
