//! Pictures and diagrams in their column.

use std::sync::Arc;

use crate::model::content::Image;

use super::content::{Measure, Setter};
use super::inline::{self, italic};
use super::page::{Mark, Rect};
use super::picture::Picture;
use super::slab::{Keep, Rail, Slab, kept, lay_rail, wrap};
use super::tag::Tag;
use super::text::{Look, Rich};
use super::units::Pt;

/// No picture is taller than this share of its column.
const TALLEST: f32 = 0.45;
/// Free around the words that stand for a picture.
const PAD: Pt = Pt(4.0);

impl Setter<'_> {
    /// A picture, with its title below; in its place what it shows, where it cannot be read.
    pub(super) fn image(&mut self, image: &Image, measure: &Measure) -> Vec<Slab> {
        let Some(picture) = self.pictures.at(&image.url) else { return self.stand_in(image, measure) };
        let words = [&image.alt, &image.title].into_iter().find(|words| !words.is_empty());
        let words = words.map_or("picture", |words| words.as_str());
        let mut slabs = vec![drawn(picture, words, measure)];
        if !image.title.is_empty() {
            let look = Look { size: self.theme.small, colour: self.theme.muted, ..measure.look.clone() };
            slabs[0].keep = Keep::Must;
            slabs.append(&mut self.text(&Rich::of(&image.title, &look), &measure.with(look.clone())));
        }
        slabs
    }

    /// A diagram given as text: drawn, or as code where it is not.
    pub(super) fn diagram(&mut self, language: &str, source: &str, measure: &Measure) -> Vec<Slab> {
        match self.pictures.of_diagram(source) {
            Some(picture) => vec![drawn(picture, &format!("{language} diagram: {source}"), measure)],
            None => self.listing(Some(language), source, measure),
        }
    }

    /// A frame with what the picture shows.
    fn stand_in(&mut self, image: &Image, measure: &Measure) -> Vec<Slab> {
        let inner = Measure { x: measure.x + PAD, width: measure.width - PAD * 2.0, ..measure.clone() };
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
}

/// A picture at its natural size, or as large as the column allows.
fn drawn(picture: Arc<Picture>, words: &str, measure: &Measure) -> Slab {
    let widest = (measure.width / picture.width).min(1.0);
    let scale = (measure.height * TALLEST / picture.height).min(widest);
    let (width, height) = (picture.width * scale, picture.height * scale);
    let area = Rect { x: measure.x, y: Pt::ZERO, width, height };
    let mut slab = Slab { height, marks: vec![Mark::Picture(area, picture)], ..Slab::default() };
    wrap(std::slice::from_mut(&mut slab), &Tag::Figure(words.into()));
    slab
}
