//! Running text that is mostly a word or two: of such a document may have more than of anything else.

use std::fmt;
use std::ops::{Deref, DerefMut};

use super::{Inline, Inlines};

/// What a cell of a table says, or what stands inside another inline; it reads as a slice of inlines.
///
/// Most say a word or two. One inline stands in the phrase itself: a run of its own takes three times its room.
#[derive(Clone)]
pub struct Phrase(Said);

#[derive(Clone)]
enum Said {
    One(Inline),
    Run(Inlines),
}

impl Phrase {
    /// What it says, as content of its own.
    pub fn to_inlines(&self) -> Inlines {
        match &self.0 {
            Said::One(inline) => [inline.clone()].into(),
            Said::Run(run) => run.clone(),
        }
    }
}

impl Default for Phrase {
    fn default() -> Self {
        Self(Said::Run(Inlines::new()))
    }
}

impl From<Vec<Inline>> for Phrase {
    fn from(mut content: Vec<Inline>) -> Self {
        Self(match (content.pop(), content.is_empty()) {
            (Some(only), true) => Said::One(only),
            (last, _) => {
                content.extend(last);
                Said::Run(content.into())
            }
        })
    }
}

impl<const N: usize> From<[Inline; N]> for Phrase {
    fn from(content: [Inline; N]) -> Self {
        Vec::from(content).into()
    }
}

impl From<Inlines> for Phrase {
    fn from(content: Inlines) -> Self {
        if content.len() == 1 {
            content.into_iter().collect::<Vec<_>>().into()
        } else {
            Self(Said::Run(content))
        }
    }
}

impl From<Vec<Inline>> for Box<Phrase> {
    fn from(content: Vec<Inline>) -> Self {
        Self::new(content.into())
    }
}

impl<const N: usize> From<[Inline; N]> for Box<Phrase> {
    fn from(content: [Inline; N]) -> Self {
        Self::new(content.into())
    }
}

impl From<Inlines> for Box<Phrase> {
    fn from(content: Inlines) -> Self {
        Self::new(content.into())
    }
}

impl Deref for Phrase {
    type Target = [Inline];

    fn deref(&self) -> &[Inline] {
        match &self.0 {
            Said::One(inline) => std::slice::from_ref(inline),
            Said::Run(run) => run,
        }
    }
}

impl DerefMut for Phrase {
    fn deref_mut(&mut self) -> &mut [Inline] {
        match &mut self.0 {
            Said::One(inline) => std::slice::from_mut(inline),
            Said::Run(run) => run.make_mut(),
        }
    }
}

impl PartialEq for Phrase {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Phrase {}

impl fmt::Debug for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    #[test]
    fn one_inline_takes_no_room_of_its_own() {
        assert_eq!(size_of::<Phrase>(), size_of::<Inline>());
        let inline = |text: &str| Inline::text(Span::default(), text);
        for words in [&[][..], &["a"], &["a", "b"]] {
            let content: Vec<Inline> = words.iter().map(|word| inline(word)).collect();
            let mut cell = Phrase::from(content.clone());
            assert_eq!(*cell, *content);
            assert_eq!(matches!(cell.0, Said::One(_)), words.len() == 1, "{words:?}");
            assert_eq!(cell, Phrase::from(Inlines::from(content)));
            assert_eq!(Phrase::from(cell.to_inlines()), cell);
            cell.iter_mut().for_each(|part| *part = inline("c"));
            assert!(cell.iter().all(|part| *part == inline("c")));
        }
    }
}
