//! The marks of a page, where they lie in memory.

use std::iter::Flatten;
use std::{slice, vec};

use super::page::Mark;

/// What stands on a page, in order. A book has millions of marks: those that were made together stay where they were
/// made, since copying them onto the page would take their memory twice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks(Vec<Vec<Mark>>);

impl Marks {
    /// All of them.
    pub fn iter(&self) -> Flatten<slice::Iter<'_, Vec<Mark>>> {
        self.0.iter().flatten()
    }

    /// Puts `marks` above those that are there.
    pub fn append(&mut self, marks: Vec<Mark>) {
        if !marks.is_empty() {
            self.0.push(marks);
        }
    }
}

impl From<Vec<Mark>> for Marks {
    fn from(marks: Vec<Mark>) -> Self {
        Self(vec![marks])
    }
}

impl IntoIterator for Marks {
    type Item = Mark;
    type IntoIter = Flatten<vec::IntoIter<Vec<Mark>>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().flatten()
    }
}

impl<'a> IntoIterator for &'a Marks {
    type Item = &'a Mark;
    type IntoIter = Flatten<slice::Iter<'a, Vec<Mark>>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a> IntoIterator for &'a mut Marks {
    type Item = &'a mut Mark;
    type IntoIter = Flatten<slice::IterMut<'a, Vec<Mark>>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter_mut().flatten()
    }
}
