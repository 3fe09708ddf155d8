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
/// A drawing is not changed for letters that lack less than this share.
const NEARLY: f32 = 0.9;
/// Free around the words that stand for a picture.
const PAD: Pt = Pt(4.0);

impl Setter<'_> {
    /// A picture, with its title below; in its place what it shows, where it cannot be read.
    pub(super) fn image(&mut self, image: &Image, measure: &Measure) -> Vec<Slab> {
        let Some(picture) = self.pictures.at(&image.url) else { return self.stand_in(image, measure) };
        let words = [&image.alt, &image.title].into_iter().find(|words| !words.is_empty());
        let words = words.map_or("picture", |words| words.as_str());
        let mut slabs = vec![drawn(picture, || &[], words, measure)];
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
            Some(picture) => {
                let other_ways = || self.pictures.of_diagram_in_other_ways(source);
                vec![drawn(picture, other_ways, &format!("{language} diagram: {source}"), measure)]
            }
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

/// A picture at its natural size, or as large as the column allows. Where its letters would be too small to be read, it
/// is the first that is large enough, else the largest, of: it, taller; it, drawn in `other_ways`; any of them, turned.
fn drawn<'a>(
    picture: Arc<Picture>,
    other_ways: impl FnOnce() -> &'a [Arc<Picture>],
    words: &str,
    measure: &Measure,
) -> Slab {
    let mut best = Scaled::of(&picture, measure);
    if best.share < NEARLY {
        let ways: Vec<Arc<Picture>> = std::iter::once(picture).chain(other_ways().iter().cloned()).collect();
        let turned = ways.iter().filter_map(|way| way.turned().map(Arc::new));
        for way in ways.iter().skip(1).cloned().chain(turned) {
            let next = Scaled::of(&way, measure);
            if next.share > best.share {
                best = next;
            }
            if best.share >= NEARLY {
                break;
            }
        }
    }
    let Scaled { picture, scale, .. } = best;
    let (width, height) = (picture.width * scale, picture.height * scale);
    let area = Rect { x: measure.x, y: Pt::ZERO, width, height };
    let mut slab = Slab { height, marks: vec![Mark::Picture(area, picture)], ..Slab::default() };
    wrap(std::slice::from_mut(&mut slab), &Tag::Figure(words.into()));
    slab
}

/// A picture as large as it can stand in its column.
struct Scaled {
    picture: Arc<Picture>,
    scale: f32,
    /// Size of its letters, in shares of the least that can be read; one where it has none.
    share: f32,
}

impl Scaled {
    fn of(picture: &Arc<Picture>, measure: &Measure) -> Self {
        let fit =
            |tallest: f32| (measure.width / picture.width).min(measure.height * tallest / picture.height);
        let needed = picture.letters().map_or(0.0, |letters| LEAST_LETTERS / letters);
        let scale = fit(TALLEST).min(1.0).max(fit(WHOLE).min(needed));
        let share = if needed > 0.0 { (scale / needed).min(1.0) } else { 1.0 };
        Self { picture: Arc::clone(picture), scale, share }
    }
}
