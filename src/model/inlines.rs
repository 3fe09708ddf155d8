//! Running text: inlines one after another.

use std::fmt;
use std::ops::{Deref, DerefMut};

use ecow::EcoVec;

use super::Inline;

/// Running text; it reads as a slice of inlines. It is shared: a clone costs nothing, whatever it holds; what changes it
/// copies one level first.
///
/// Most says a word or a sentence without any markup. One inline stands in the text itself: a run of its own takes three
/// times its room.
#[derive(Clone)]
pub struct Inlines(Said);

#[derive(Clone)]
enum Said {
    One(Inline),
    Run(EcoVec<Inline>),
}

impl Inlines {
    /// No text.
    pub const fn new() -> Self {
        Self(Said::Run(EcoVec::new()))
    }

    /// The inlines in order.
    pub fn as_slice(&self) -> &[Inline] {
        match &self.0 {
            Said::One(inline) => std::slice::from_ref(inline),
            Said::Run(run) => run,
        }
    }

    /// The inlines in order, to be changed.
    pub fn make_mut(&mut self) -> &mut [Inline] {
        match &mut self.0 {
            Said::One(inline) => std::slice::from_mut(inline),
            Said::Run(run) => run.make_mut(),
        }
    }

    /// Appends `inline`.
    pub fn push(&mut self, inline: Inline) {
        self.insert(self.len(), inline);
    }

    /// Puts `inline` in front of the one at `index`, or behind the last.
    pub fn insert(&mut self, index: usize, inline: Inline) {
        if self.is_empty() {
            self.0 = Said::One(inline);
        } else {
            self.run().insert(index, inline);
        }
    }

    /// Keeps no more than the first `length` inlines.
    pub fn truncate(&mut self, length: usize) {
        if length < self.len() {
            self.run().truncate(length);
        }
    }

    /// Appends copies of `inlines`.
    pub fn extend_from_slice(&mut self, inlines: &[Inline]) {
        if self.is_empty() {
            *self = inlines.into();
        } else {
            self.run().extend_from_slice(inlines);
        }
    }

    /// The text as a run, whatever it holds.
    fn run(&mut self) -> &mut EcoVec<Inline> {
        if let Said::One(inline) = &self.0 {
            self.0 = Said::Run([inline.clone()].into());
        }
        match &mut self.0 {
            Said::Run(run) => run,
            Said::One(_) => unreachable!("invariant: one inline was made a run"),
        }
    }
}

impl Default for Inlines {
    fn default() -> Self {
        Self::new()
    }
}

impl Deref for Inlines {
    type Target = [Inline];

    fn deref(&self) -> &[Inline] {
        self.as_slice()
    }
}

impl DerefMut for Inlines {
    fn deref_mut(&mut self) -> &mut [Inline] {
        self.make_mut()
    }
}

impl FromIterator<Inline> for Inlines {
    fn from_iter<I: IntoIterator<Item = Inline>>(inlines: I) -> Self {
        let mut inlines = inlines.into_iter();
        Self(match (inlines.next(), inlines.next()) {
            (None, _) => Said::Run(EcoVec::new()),
            (Some(only), None) => Said::One(only),
            (Some(first), Some(second)) => Said::Run([first, second].into_iter().chain(inlines).collect()),
        })
    }
}

impl From<Vec<Inline>> for Inlines {
    fn from(inlines: Vec<Inline>) -> Self {
        if inlines.len() == 1 { inlines.into_iter().collect() } else { Self(Said::Run(inlines.into())) }
    }
}

impl From<&[Inline]> for Inlines {
    fn from(inlines: &[Inline]) -> Self {
        inlines.iter().cloned().collect()
    }
}

impl<const N: usize> From<[Inline; N]> for Inlines {
    fn from(inlines: [Inline; N]) -> Self {
        inlines.into_iter().collect()
    }
}

impl From<Vec<Inline>> for Box<Inlines> {
    fn from(inlines: Vec<Inline>) -> Self {
        Self::new(inlines.into())
    }
}

impl<const N: usize> From<[Inline; N]> for Box<Inlines> {
    fn from(inlines: [Inline; N]) -> Self {
        Self::new(inlines.into())
    }
}

impl Extend<Inline> for Inlines {
    fn extend<I: IntoIterator<Item = Inline>>(&mut self, inlines: I) {
        inlines.into_iter().for_each(|inline| self.push(inline));
    }
}

impl IntoIterator for Inlines {
    type Item = Inline;
    type IntoIter = std::iter::Chain<std::option::IntoIter<Inline>, ecow::vec::IntoIter<Inline>>;

    fn into_iter(self) -> Self::IntoIter {
        let (one, run) = match self.0 {
            Said::One(inline) => (Some(inline), EcoVec::new()),
            Said::Run(run) => (None, run),
        };
        one.into_iter().chain(run)
    }
}

impl<'a> IntoIterator for &'a Inlines {
    type Item = &'a Inline;
    type IntoIter = std::slice::Iter<'a, Inline>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl PartialEq for Inlines {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Inlines {}

impl fmt::Debug for Inlines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    fn inlines(words: &[&str]) -> Vec<Inline> {
        words.iter().map(|word| Inline::text(Span::default(), *word)).collect()
    }

    #[test]
    fn one_inline_takes_no_room_of_its_own() {
        assert_eq!(size_of::<Inlines>(), size_of::<Inline>());
        for words in [&[][..], &["a"], &["a", "b"], &["a", "b", "c"]] {
            let content = inlines(words);
            let all = [Inlines::from(content.clone()), content.iter().cloned().collect(), content[..].into()];
            for mut text in all {
                assert_eq!((&*text, text.clone()), (&*content, text.clone()));
                assert_eq!(matches!(text.0, Said::One(_)), words.len() == 1, "{words:?}");
                assert_eq!(text.clone().into_iter().collect::<Vec<_>>(), content);
                text.iter_mut().for_each(|part| *part = Inline::text(Span::default(), "d"));
                assert!(text.iter().all(|part| part.kind == inlines(&["d"])[0].kind));
            }
        }
    }

    #[test]
    fn it_changes_as_a_vector_does() {
        for words in [&[][..], &["a"], &["a", "b"]] {
            let (mut text, mut content) = (Inlines::from(inlines(words)), inlines(words));
            let shared = text.clone();
            for word in ["c", "d"] {
                text.push(inlines(&[word])[0].clone());
                content.extend(inlines(&[word]));
                assert_eq!(*text, *content);
            }
            text.insert(0, inlines(&["e"])[0].clone());
            content.splice(0..0, inlines(&["e"]));
            text.extend(inlines(&["f"]));
            text.extend_from_slice(&inlines(&["g"]));
            content.extend(inlines(&["f", "g"]));
            assert_eq!(*text, *content);
            for length in (0..=content.len()).rev() {
                text.truncate(length);
                assert_eq!(*text, content[..length]);
            }
            assert_eq!(*shared, *inlines(words));
        }
    }
}
