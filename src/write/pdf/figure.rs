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

/// No picture is taller than this share of its column,
const TALLEST: f32 = 0.45;
/// unless its letters would be smaller than these: then it may be as tall as this share.
const LEAST_LETTERS: Pt = Pt(7.0);
const WHOLE: f32 = 0.9;
/// A drawing is not turned for letters that lack less than this share.
const NEARLY: f32 = 0.9;
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

/// A picture at its natural size, or as large as the column allows. For letters that would be too small to be read it
/// may be taller, and a drawing be turned.
fn drawn(picture: Arc<Picture>, words: &str, measure: &Measure) -> Slab {
    let fit = |width: Pt, height: Pt, tallest: f32| {
        (measure.width / width).min(measure.height * tallest / height).min(1.0)
    };
    let (width, height) = (picture.width, picture.height);
    let mut scale = fit(width, height, TALLEST);
    let mut picture = picture;
    if let Some(needed) = picture.letters().map(|letters| LEAST_LETTERS / letters)
        && scale < needed
    {
        let [upright, turned] =
            [(width, height), (height, width)].map(|(width, height)| fit(width, height, WHOLE).min(needed));
        scale = scale.max(upright);
        if scale < needed * NEARLY
            && turned > scale
            && let Some(other) = picture.turned()
        {
            (picture, scale) = (Arc::new(other), turned);
        }
    }
    let (width, height) = (picture.width * scale, picture.height * scale);
    let area = Rect { x: measure.x, y: Pt::ZERO, width, height };
    let mut slab = Slab { height, marks: vec![Mark::Picture(area, picture)], ..Slab::default() };
    wrap(std::slice::from_mut(&mut slab), &Tag::Figure(words.into()));
    slab
}
