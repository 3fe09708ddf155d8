//! Texts with gaps, which become one card for each number of a gap.

use std::collections::BTreeSet;

use super::{Inline, InlineKind, Inlines, Span};

/// The highest number that a gap may have in Anki.
pub const HIGHEST: u16 = 499;

/// A text with gaps, piece by piece.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cloze {
    /// In order of place; at least one of them is a gap.
    pub pieces: Vec<Piece>,
}

/// A piece of a text with gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// What is always shown.
    Text(Inlines),
    /// What is to be filled in.
    Gap(Gap),
}

/// A gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Gaps of one number are asked together, 1 to [`HIGHEST`]; `None` where the source gives none and the note has no
    /// identity yet.
    pub number: Option<u16>,
    /// What fills it.
    pub filling: Inlines,
    /// What it shows instead; empty for a mark that tells nothing.
    pub hint: String,
}

impl Gap {
    /// What stands in its place while it is asked.
    pub fn asked(&self) -> Inline {
        let place = self.filling.iter().map(|inline| inline.span).reduce(Span::cover).unwrap_or_default();
        let shown = if self.hint.is_empty() { "…" } else { &self.hint };
        Inline::text(place, format!("[{shown}]"))
    }

    /// What fills it, so that it is seen.
    fn filled(&self) -> Inline {
        let place = self.filling.iter().map(|inline| inline.span).reduce(Span::cover).unwrap_or_default();
        Inline::new(place, InlineKind::Strong(self.filling.clone().into()))
    }
}

impl Cloze {
    /// Its gaps in order of place.
    pub fn gaps(&self) -> impl Iterator<Item = &Gap> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Text(_) => None,
            Piece::Gap(gap) => Some(gap),
        })
    }

    /// Its gaps, to be numbered.
    pub fn gaps_mut(&mut self) -> impl Iterator<Item = &mut Gap> {
        self.pieces.iter_mut().filter_map(|piece| match piece {
            Piece::Text(_) => None,
            Piece::Gap(gap) => Some(gap),
        })
    }

    /// The numbers of its gaps: each makes a card.
    pub fn numbers(&self) -> BTreeSet<u16> {
        self.gaps().filter_map(|gap| gap.number).collect()
    }

    /// With all gaps open, as a question on paper.
    pub fn asked(&self) -> Inlines {
        self.with(Gap::asked)
    }

    /// With all gaps filled, as its answer.
    pub fn filled(&self) -> Inlines {
        self.with(Gap::filled)
    }

    /// What stands around its gaps: one run before each, and one behind the last.
    pub fn texts(&self) -> Vec<Inlines> {
        let mut texts = vec![Inlines::new()];
        for piece in &self.pieces {
            match (piece, texts.last_mut()) {
                (Piece::Text(text), Some(last)) => last.extend_from_slice(text),
                _ => texts.push(Inlines::new()),
            }
        }
        texts
    }

    /// It with other `texts` around its gaps, as [`Self::texts`] has them.
    pub fn with_texts(&self, texts: &[Inlines]) -> Self {
        let texts =
            texts.iter().cloned().map(|text| Some(text).filter(|text| !text.is_empty()).map(Piece::Text));
        let gaps = self.gaps().cloned().map(|gap| Some(Piece::Gap(gap))).chain([None]);
        Self { pieces: texts.zip(gaps).flat_map(|(text, gap)| [text, gap]).flatten().collect() }
    }

    fn with(&self, gap: impl Fn(&Gap) -> Inline) -> Inlines {
        let mut inlines = Inlines::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => inlines.extend_from_slice(text),
                Piece::Gap(one) => inlines.push(gap(one)),
            }
        }
        inlines
    }
}
