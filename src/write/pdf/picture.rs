//! Pictures and diagrams on paper.

use crate::model::Collection;
use crate::model::content::Image;

use super::content::{Measure, Setter};
use super::inline::{self, italic};
use super::slab::{Keep, Rail, Slab, kept, lay_rail};
use super::text::{Look, Rich};
use super::units::Pt;

/// The pictures that content may show.
#[derive(Debug, Default)]
pub struct Pictures {}

/// A picture.
#[derive(Debug, PartialEq)]
pub struct Picture {
    /// Its name, which tells it from all others.
    pub name: String,
}

impl Pictures {
    /// Those of `collection`.
    pub fn of(_collection: &Collection) -> Self {
        Self {}
    }
}

impl Setter<'_> {
    /// A picture.
    pub(super) fn image(&mut self, image: &Image, measure: &Measure) -> Vec<Slab> {
        let pad = Pt(4.0);
        let inner = Measure { x: measure.x + pad, width: measure.width - pad * 2.0, ..measure.clone() };
        let mut label =
            Rich::of(if image.alt.is_empty() { "Picture" } else { &image.alt }, &italic(&measure.look));
        let small = Look { size: self.theme.small, colour: self.theme.muted, ..measure.look.clone() };
        label.push("\n", &small);
        label.push(&image.url, &inline::linked(&small, &image.url, self.theme));
        let mut slabs = kept(self.text(&label, &inner));
        if let Some(last) = slabs.last_mut() {
            last.keep = Keep::Free;
        }
        let ground = Rail { x: measure.x, width: measure.width, colour: self.theme.shade, starts: true };
        lay_rail(&mut slabs, ground);
        slabs
    }

    /// A diagram given as text.
    pub(super) fn diagram(&mut self, language: &str, source: &str, measure: &Measure) -> Vec<Slab> {
        self.listing(Some(language), source, measure)
    }
}
