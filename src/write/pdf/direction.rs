//! Which way text runs: levels by the Unicode bidirectional algorithm (Unicode Annex 9), and what they do to a line.

use std::ops::Range;

use unicode_bidi::{BidiClass, Level, ParagraphBidiInfo, bidi_class};

use super::font::Family;
use super::text::Rich;
use crate::model::content::{Block, BlockKind, Inline, InlineKind};

/// What decides the direction that a paragraph runs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// It runs to the right whatever it holds: code.
    Right,
    /// Its first letter outside of code; where the language is written to the left, the commoner direction when that is
    /// one to the right.
    Letters {
        /// Whether the language is written from right to left.
        to_left: bool,
    },
}

/// How deep a character lies in text of the other direction, and the paragraph that it is in: odd levels run to the left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Direction {
    /// Its own level.
    pub level: u8,
    /// That of its paragraph.
    pub base: u8,
}

impl Direction {
    /// Whether the character runs to the left.
    pub fn to_left(self) -> bool {
        self.level % 2 == 1
    }
}

/// The direction of each byte of a text; `None` where all of it runs to the right.
pub fn directions(rich: &Rich, base: Base) -> Option<Vec<Direction>> {
    if !rich.text.chars().any(turns) {
        return None;
    }
    let mut directions = Vec::with_capacity(rich.text.len());
    let mut start = 0;
    for paragraph in rich.text.split_inclusive('\n') {
        let range = start..start + paragraph.len();
        start = range.end;
        let codes = if base == Base::Right { Vec::new() } else { codes(rich, &range) };
        let to_left = match base {
            Base::Right => false,
            Base::Letters { to_left } => runs_to_left(outside(paragraph, &codes), to_left),
        };
        directions.extend(levels(paragraph, &codes, u8::from(to_left)));
    }
    Some(directions)
}

/// Whether blocks run to the left, by the same letters as if they were one paragraph.
pub fn blocks_run_to_left(blocks: &[Block], language: bool) -> bool {
    let mut letters = Letters { language, tally: Tally::default(), settled: false };
    letters.blocks(blocks);
    letters.tally.to_left(language)
}

/// Whether running text runs to the left.
pub fn inlines_run_to_left(inlines: &[Inline], language: bool) -> bool {
    let mut letters = Letters { language, tally: Tally::default(), settled: false };
    letters.inlines(inlines);
    letters.tally.to_left(language)
}

/// The pieces of a line that run the same way, in order from left to right. `directions` are those of the line's
/// clusters.
pub fn visual_order(directions: &[Direction]) -> Vec<Range<usize>> {
    let mut runs: Vec<(u8, Range<usize>)> = Vec::new();
    for (index, direction) in directions.iter().enumerate() {
        match runs.last_mut() {
            Some((level, run)) if *level == direction.level => run.end = index + 1,
            _ => runs.push((direction.level, index..index + 1)),
        }
    }
    let deepest = runs.iter().map(|(level, _)| *level).max().unwrap_or(0);
    // Rule L2: from the deepest level up to the first odd one, turn what lies at it or deeper.
    for level in (1..=deepest).rev() {
        let mut at = 0;
        while at < runs.len() {
            let count = runs[at..].iter().take_while(|(deep, _)| *deep >= level).count();
            runs[at..at + count].reverse();
            at += count.max(1);
        }
    }
    runs.into_iter().map(|(_, run)| run).collect()
}

/// Levels of a paragraph. Code is set apart, so that it runs to the right by itself and the text around it as if a word
/// stood there.
fn levels(paragraph: &str, codes: &[Range<usize>], base: u8) -> Vec<Direction> {
    const LEFT_TO_RIGHT_ISOLATE: char = '\u{2066}';
    const POP: char = '\u{2069}';
    let mut isolated = String::with_capacity(paragraph.len() + codes.len() * 6);
    let mut kept: Vec<Range<usize>> = Vec::with_capacity(codes.len() * 2 + 1);
    let mut keep = |text: &str, isolated: &mut String| {
        kept.push(isolated.len()..isolated.len() + text.len());
        isolated.push_str(text);
    };
    let mut at = 0;
    for code in codes {
        keep(&paragraph[at..code.start], &mut isolated);
        isolated.push(LEFT_TO_RIGHT_ISOLATE);
        keep(&paragraph[code.clone()], &mut isolated);
        isolated.push(POP);
        at = code.end;
    }
    keep(&paragraph[at..], &mut isolated);
    let start = if base == 0 { Level::ltr() } else { Level::rtl() };
    let info = ParagraphBidiInfo::new(&isolated, Some(start));
    let levels = kept.into_iter().flat_map(|range| info.levels[range].to_vec());
    levels.map(|level| Direction { level: level.number(), base }).collect()
}

/// Where code stands in a paragraph, from its start.
fn codes(rich: &Rich, paragraph: &Range<usize>) -> Vec<Range<usize>> {
    let mut codes: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for (end, look) in &rich.spans {
        let span = start.max(paragraph.start)..(*end).min(paragraph.end);
        start = *end;
        if look.face.family != Family::Mono || span.is_empty() {
            continue;
        }
        let span = span.start - paragraph.start..span.end - paragraph.start;
        match codes.last_mut() {
            Some(last) if last.end == span.start => last.end = span.end,
            _ => codes.push(span),
        }
    }
    codes
}

fn outside<'a>(paragraph: &'a str, codes: &'a [Range<usize>]) -> impl Iterator<Item = char> + 'a {
    let inside = |at: usize| codes.iter().any(|code| code.contains(&at));
    paragraph.char_indices().filter(move |&(at, _)| !inside(at)).map(|(_, c)| c)
}

/// Rules P2 and P3; where the language is written to the left, as few letters of other scripts before its own change
/// nothing.
fn runs_to_left(letters: impl Iterator<Item = char>, language: bool) -> bool {
    let mut tally = Tally::default();
    letters.filter_map(strong).all(|to_left| tally.goes_on(to_left, language));
    tally.to_left(language)
}

/// Letters of a text by the direction that they run in.
#[derive(Default)]
struct Tally {
    first: Option<bool>,
    to_left: usize,
    to_right: usize,
}

impl Tally {
    /// Counts a letter, and says whether more may change the result.
    fn goes_on(&mut self, to_left: bool, language: bool) -> bool {
        self.first.get_or_insert(to_left);
        *(if to_left { &mut self.to_left } else { &mut self.to_right }) += 1;
        language && self.first == Some(false)
    }

    fn to_left(&self, language: bool) -> bool {
        match self.first {
            None | Some(true) => self.first.is_some(),
            Some(false) => language && self.to_left >= self.to_right,
        }
    }
}

/// Whether a letter runs to the left; `None` for what has no direction of its own.
fn strong(c: char) -> Option<bool> {
    if c < '\u{590}' && !c.is_alphabetic() {
        return None;
    }
    match bidi_class(c) {
        BidiClass::L => Some(false),
        BidiClass::R | BidiClass::AL => Some(true),
        _ => None,
    }
}

/// Whether `c` may make anything run to the left.
fn turns(c: char) -> bool {
    use BidiClass::{AL, AN, R, RLE, RLI, RLO};
    c >= '\u{590}' && matches!(bidi_class(c), R | AL | AN | RLE | RLO | RLI)
}

/// Looks for the letters that decide a direction.
struct Letters {
    language: bool,
    tally: Tally,
    settled: bool,
}

impl Letters {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            if self.settled {
                return;
            }
            match &block.kind {
                BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => self.inlines(content),
                BlockKind::Table(table) => {
                    let rows = std::iter::once(&table.head).chain(&table.rows);
                    rows.flat_map(|row| &row.cells).for_each(|cell| self.inlines(cell));
                }
                BlockKind::DefinitionList(list) => {
                    list.iter().flat_map(|definition| &definition.terms).for_each(|term| self.inlines(term));
                }
                BlockKind::Callout { title: Some(title), .. } => self.inlines(title),
                BlockKind::Disclosure { summary, .. } => self.inlines(summary),
                _ => {}
            }
            for child in block.children() {
                self.blocks(std::slice::from_ref(child));
            }
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            if self.settled {
                return;
            }
            match &inline.kind {
                InlineKind::Text(text) => {
                    let mut letters = text.chars().filter_map(strong);
                    self.settled = !letters.all(|to_left| self.tally.goes_on(to_left, self.language));
                }
                InlineKind::Strong(content)
                | InlineKind::Emphasis(content)
                | InlineKind::Strike(content)
                | InlineKind::Superscript(content)
                | InlineKind::Subscript(content) => self.inlines(content),
                InlineKind::Link(link) => self.inlines(&link.content),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::font::Face;
    use super::super::text::Look;
    use super::super::theme::Colour;
    use super::super::units::Pt;
    use super::*;

    const BY_LETTERS: Base = Base::Letters { to_left: false };

    /// The text as it stands from left to right, letters that run to the left turned.
    fn shown(parts: &[(&str, Face)], base: Base) -> String {
        let mut rich = Rich::default();
        for (text, face) in parts {
            rich.push(text, &Look::new(*face, Pt(10.0), Colour::INK));
        }
        let Some(directions) = directions(&rich, base) else { return rich.text };
        let chars: Vec<(usize, char)> = rich.text.char_indices().collect();
        let of_chars: Vec<Direction> = chars.iter().map(|&(at, _)| directions[at]).collect();
        let mut out = String::new();
        for run in visual_order(&of_chars) {
            let text = chars[run.clone()].iter().map(|&(_, c)| c);
            if of_chars[run.start].to_left() { out.extend(text.rev()) } else { out.extend(text) }
        }
        out
    }

    #[test]
    fn words_numbers_and_brackets_stand_where_a_reader_looks_for_them() {
        let sans = |text| shown(&[(text, Face::SANS)], BY_LETTERS);
        assert_eq!(sans("plain (text) 12"), "plain (text) 12");
        assert_eq!(sans("אבג TCP 12, דה"), "הד ,TCP 12 גבא");
        assert_eq!(sans("one אבג two"), "one גבא two");
    }

    #[test]
    fn code_runs_to_the_right_and_settles_nothing() {
        let said =
            [("list.append(x)", Face::MONO), (" אבג ", Face::SANS), ("f(y)", Face::MONO), (".", Face::SANS)];
        assert_eq!(shown(&said, BY_LETTERS), ".f(y) גבא list.append(x)");
        assert_eq!(shown(&[("x = אב; y", Face::MONO)], Base::Right), "x = בא; y");
    }

    #[test]
    fn where_the_language_runs_to_the_left_a_foreign_word_before_its_own_changes_nothing() {
        let base = Base::Letters { to_left: true };
        assert_eq!(shown(&[("TCP אבגד", Face::SANS)], base), "דגבא TCP");
        assert_eq!(shown(&[("TCP אבגד", Face::SANS)], BY_LETTERS), "TCP דגבא");
        assert_eq!(shown(&[("The word אב.", Face::SANS)], base), "The word בא.");
    }
}
