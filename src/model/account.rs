//! What the lines of a document were taken for.

use super::{Lines, StructureKind};

/// What every line of one document was taken for. No line stands in two stretches; a line that is in
/// none is blank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// In order of place.
    pub stretches: Vec<Stretch>,
}

/// Lines that were taken for one thing. The first and the last are not blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Where they stand.
    pub lines: Lines,
    /// How many of them are not blank.
    pub filled: usize,
    /// What they were taken for.
    pub class: Class,
}

/// What a line was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Part of a question with its answer: its number among the entries of the document.
    Entry(usize),
    /// Part of a passage: its number among the passages of the document.
    Passage(usize),
    /// What holds the document together.
    Structure(StructureKind),
    /// Part of a reject: its number among the rejects of the document.
    Reject(usize),
}

impl Account {
    /// How many lines were taken for something that `is` so.
    pub fn lines(&self, is: impl Fn(Class) -> bool) -> usize {
        self.stretches.iter().filter(|stretch| is(stretch.class)).map(|stretch| stretch.filled).sum()
    }

    /// The stretch that holds `line`.
    pub fn stretch_at(&self, line: usize) -> Option<&Stretch> {
        let at = self.stretches.partition_point(|stretch| stretch.lines.last < line);
        self.stretches.get(at).filter(|stretch| stretch.lines.first <= line)
    }
}
