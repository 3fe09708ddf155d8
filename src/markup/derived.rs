//! The text that the Markdown parser reads in place of the document, and the way back.
//!
//! Containers become block quotes that open with a marker, and text that the parser would misread is
//! escaped. Every such change is remembered, so that spans lead back and code shows what was written.

use crate::model::{OffsetMap, Span};

/// A text made from an origin, piece by piece, in the origin's order.
pub(super) struct Derived<'a> {
    origin: &'a str,
    /// What the Markdown parser reads.
    pub text: String,
    map: OffsetMap,
    /// How much of the origin has been dealt with.
    consumed: usize,
    edits: Vec<Edit>,
    /// What is still to be mended, in order of place.
    mends: &'a [Mend],
}

/// A piece of the origin that the Markdown parser would misread, and what to give it instead.
pub(super) struct Mend {
    /// Where it starts in the origin.
    pub at: usize,
    /// How many bytes of the origin it takes the place of.
    pub len: usize,
    pub with: &'static str,
}

/// A place where the derived text is not what the author wrote.
struct Edit {
    derived: std::ops::Range<usize>,
    origin: std::ops::Range<usize>,
}

impl<'a> Derived<'a> {
    /// A text made from `origin`, with `mends` (in order of place) applied to what is kept.
    pub fn new(origin: &'a str, mends: &'a [Mend]) -> Self {
        Self { origin, text: String::new(), map: OffsetMap::default(), consumed: 0, edits: Vec::new(), mends }
    }

    /// Ends this text at `at` of the origin, and returns it; what follows is a text of its own.
    pub fn cut(&mut self, at: usize) -> Self {
        let mends = std::mem::take(&mut self.mends);
        let mut map = OffsetMap::default();
        map.push_opaque(0, at);
        let rest =
            Self { origin: self.origin, text: String::new(), map, consumed: at, edits: Vec::new(), mends };
        std::mem::replace(self, rest)
    }

    /// How much of the origin it was made from.
    pub fn end(&self) -> usize {
        self.consumed
    }

    /// Copies `from..to` of the origin; what lies between it and the last piece is dropped.
    pub fn keep(&mut self, from: usize, to: usize) {
        while self.next_mend(|mend| mend.at < from).is_some() {}
        let mut at = from;
        while let Some(mend) = self.next_mend(|mend| mend.at < to && mend.at + mend.len <= to) {
            // One that starts inside the one before it is past.
            if mend.at >= at {
                self.copy(at, mend.at);
                self.replace(mend.with, mend.at, mend.at + mend.len);
                at = mend.at + mend.len;
            }
        }
        self.copy(at, to);
    }

    /// Takes the next mend if it `is` so.
    fn next_mend(&mut self, is: impl Fn(&Mend) -> bool) -> Option<&'a Mend> {
        let (next, rest) = self.mends.split_first().filter(|(next, _)| is(next))?;
        self.mends = rest;
        Some(next)
    }

    fn copy(&mut self, from: usize, to: usize) {
        self.skip_to(from);
        let piece = &self.origin[from..to];
        let start = self.text.len();
        let mut rest = piece;
        // The Markdown parser does not end every line at a lone carriage return.
        while let Some(at) = memchr::memchr(b'\r', rest.as_bytes()) {
            let next = rest.as_bytes().get(at + 1).or_else(|| self.origin.as_bytes().get(to));
            self.text.push_str(&rest[..at]);
            self.text.push(if next == Some(&b'\n') { '\r' } else { '\n' });
            rest = &rest[at + 1..];
        }
        self.text.push_str(rest);
        debug_assert_eq!(self.text.len() - start, piece.len(), "lengths stay");
        self.map.push_linear(to - from, 1);
        self.consumed = to;
    }

    /// Adds `text` that stands for nothing in the origin.
    pub fn insert(&mut self, text: &str) {
        self.text.push_str(text);
        self.map.push_opaque(text.len(), 0);
    }

    /// Writes `text` in place of `from..to` of the origin, and remembers what stood there.
    pub fn replace(&mut self, text: &str, from: usize, to: usize) {
        self.skip_to(from);
        let start = self.text.len();
        self.text.push_str(text);
        self.map.push_opaque(text.len(), to - from);
        self.consumed = to;
        self.edits.push(Edit { derived: start..self.text.len(), origin: from..to });
    }

    fn skip_to(&mut self, at: usize) {
        self.map.push_opaque(0, at - self.consumed);
        self.consumed = at;
    }

    /// Where `range` of the derived text stands in the origin.
    pub fn span(&self, range: &std::ops::Range<usize>) -> Span {
        let (start, end) = self.map.to_origin(range.start, range.end);
        Span::new(start.min(end), end)
    }

    /// What the author wrote for `range`, where that differs from the derived text.
    pub fn as_written(&self, range: &std::ops::Range<usize>) -> Option<String> {
        Some(self.pieces_as_written(range)?.into_iter().map(|(written, _)| written).collect())
    }

    /// The same piece by piece, each with its place in the derived text.
    pub fn pieces_as_written(
        &self,
        range: &std::ops::Range<usize>,
    ) -> Option<Vec<(&str, std::ops::Range<usize>)>> {
        let first = self.edits.partition_point(|edit| edit.derived.start < range.start);
        let inside = self.edits[first..].iter().take_while(|edit| edit.derived.end <= range.end);
        let mut pieces = Vec::new();
        let mut at = range.start;
        for edit in inside {
            pieces.push((&self.text[at..edit.derived.start], at..edit.derived.start));
            pieces.push((&self.origin[edit.origin.clone()], edit.derived.clone()));
            at = edit.derived.end;
        }
        if pieces.is_empty() {
            return None;
        }
        pieces.push((&self.text[at..range.end], at..range.end));
        Some(pieces)
    }
}
