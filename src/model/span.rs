//! Places in a document: byte ranges of its text, and the lines they stand on.

use serde::{Deserialize, Serialize};

/// A half-open byte range into [`Document::text`](super::Document::text), on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte; never before `start`.
    pub end: u32,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    ///
    /// # Panics
    /// When an offset does not fit 32 bits: intake refuses documents of 4 GiB and more.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span runs forwards: {start}..{end}");
        match (u32::try_from(start), u32::try_from(end)) {
            (Ok(start), Ok(end)) => Self { start, end },
            _ => panic!("invariant: document offsets fit 32 bits, got {start}..{end}"),
        }
    }

    /// The same range as `usize`, ready for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether nothing lies inside.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// First and last line of a span, counted from one, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lines {
    /// The line that holds the first byte.
    pub first: usize,
    /// The line that holds the last byte.
    pub last: usize,
}

/// Where each line of a text starts. Lines end at `\n`, `\r\n` or `\r`: the lines of the user's own editor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<u32>,
    text_len: u32,
}

impl LineIndex {
    /// Reads the line starts of `text`, in one pass.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let after_break = memchr::memchr2_iter(b'\n', b'\r', bytes)
            .filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'))
            .map(|at| Span::new(at + 1, at + 1).start);
        let mut starts: Vec<u32> = std::iter::once(0).chain(after_break).collect();
        starts.shrink_to_fit();
        Self { starts, text_len: Span::new(text.len(), text.len()).end }
    }

    /// How many lines the text has; a break at the very end does not open another one.
    pub fn count(&self) -> usize {
        let open_last = self.starts.last().is_some_and(|&start| start == self.text_len) && self.text_len > 0;
        self.starts.len() - usize::from(open_last)
    }

    /// The line, counted from one, that holds the byte at `offset`.
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start as usize <= offset)
    }

    /// First and last line of `span`; an empty span stands on one line.
    pub fn lines(&self, span: Span) -> Lines {
        let first = self.line_of(span.start as usize);
        let last = if span.is_empty() { first } else { self.line_of(span.end as usize - 1) };
        Lines { first, last }
    }

    /// The span of a line, counted from one, with its line break; `None` past the end.
    pub fn span_of(&self, line: usize) -> Option<Span> {
        let start = *self.starts.get(line.checked_sub(1)?)?;
        let end = self.starts.get(line).copied().unwrap_or(self.text_len);
        Some(Span { start, end })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_break_counts_once() {
        let index = LineIndex::new("a\nb\r\nc\rd");
        assert_eq!(index.count(), 4);
        assert_eq!([0, 2, 5, 7].map(|at| index.line_of(at)), [1, 2, 3, 4]);
        assert_eq!(index.span_of(2), Some(Span::new(2, 5)));
        assert_eq!(index.span_of(5), None);
    }

    #[test]
    fn a_final_break_opens_no_line() {
        assert_eq!(LineIndex::new("a\n").count(), 1);
        assert_eq!(LineIndex::new("").count(), 1);
        assert_eq!(LineIndex::new("a\n\n").count(), 2);
    }

    #[test]
    fn a_span_that_ends_with_its_break_stays_on_its_line() {
        let index = LineIndex::new("ab\ncd\n");
        assert_eq!(index.lines(Span::new(0, 3)), Lines { first: 1, last: 1 });
        assert_eq!(index.lines(Span::new(0, 4)), Lines { first: 1, last: 2 });
    }
}
