//! Text into glyphs: a font for every cluster, words shaped once and remembered.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use harfrust::{
    Buffer, BufferFlags, ClusterLevel, Feature, GlyphInfo, GlyphPosition, ShapeOptions, ShapePlan,
    ShaperFont, Tag,
};

use super::direction::{Base, Direction, directions};
use super::font::{Face, Family, FontId, Fonts, extends, is_invisible};
use super::page::Glyph;
use super::text::Rich;
use super::units::Pt;

/// Longer words, in bytes, are shaped in pieces; what stays together is no longer than that.
const LONGEST_WORD: usize = 1 << 10;
/// Longer words, in bytes, are not remembered: few of them come again.
const LONGEST_KEPT: usize = 64;

/// What a plan is for: a font, whether it runs to the left, and its script.
type Planned = (FontId, bool, Option<harfrust::Script>);

/// Shapes text. Holds caches only: equal text gives equal glyphs whatever came before.
#[derive(Default)]
pub struct Shaper {
    files: Fonts,
    /// By font and whether they run to the left.
    words: HashMap<(FontId, bool), HashMap<Box<str>, Arc<Word>>>,
    fonts: HashMap<(Face, char), Option<FontId>>,
    plans: Vec<(Planned, ShapePlan)>,
    /// Characters that no font has, and how often they came.
    pub missing: BTreeMap<char, usize>,
}

/// Shaped text: clusters that cover it without gaps.
#[derive(Default)]
pub struct Shaped {
    /// In order.
    pub clusters: Vec<Cluster>,
    /// Their glyphs.
    pub glyphs: Vec<Glyph>,
}

/// Characters and glyphs that cannot be parted.
#[derive(Clone, Copy, Debug)]
pub struct Cluster {
    /// Where its text starts.
    pub start: usize,
    /// Where its text ends.
    pub end: usize,
    /// Index of its first glyph.
    pub glyph: usize,
    /// Index of its span.
    pub span: usize,
    /// Its font.
    pub font: FontId,
    /// From its start to the next one's.
    pub width: Pt,
    /// Whether it is a space.
    pub space: bool,
    /// Which way it runs.
    pub direction: Direction,
}

/// A shaped word.
struct Word {
    /// Bytes of text and number of glyphs of each cluster, from left to right.
    clusters: Vec<(usize, usize)>,
    glyphs: Vec<Glyph>,
}

/// A piece of text of one span, one font and one direction.
struct Piece {
    start: usize,
    end: usize,
    span: usize,
    font: Option<FontId>,
    space: bool,
    direction: Direction,
}

impl Shaped {
    /// How many glyphs these clusters have.
    pub fn glyph_count(&self, clusters: &Range<usize>) -> usize {
        let glyph =
            |index: usize| self.clusters.get(index).map_or(self.glyphs.len(), |cluster| cluster.glyph);
        glyph(clusters.end) - glyph(clusters.start)
    }

    /// The glyphs of a cluster.
    pub fn glyphs_of(&self, index: usize) -> &[Glyph] {
        let end = self.clusters.get(index + 1).map_or(self.glyphs.len(), |next| next.glyph);
        &self.glyphs[self.clusters[index].glyph..end]
    }
}

impl Shaper {
    /// Shapes with `fonts`.
    pub fn new(fonts: &Fonts) -> Self {
        Self { files: fonts.clone(), ..Self::default() }
    }

    /// Shapes all of `rich`; a `\n` becomes a cluster without glyphs.
    pub fn shape(&mut self, rich: &Rich, base: Base) -> Shaped {
        let mut shaped = Shaped::default();
        for piece in self.pieces(rich, base) {
            let text = &rich.text[piece.start..piece.end];
            let (font, word) = match piece.font {
                Some(font) => (font, self.word(font, piece.direction.to_left(), text)),
                None => self.stand_in(rich.spans[piece.span].1.face, text),
            };
            push_word(&mut shaped, &piece, font, rich.spans[piece.span].1.size, &word);
        }
        shaped
    }

    /// The glyphs of a word in a font that has all of its characters.
    pub fn word_glyphs(&mut self, font: FontId, text: &str) -> Vec<Glyph> {
        self.word(font, false, text).glyphs.clone()
    }

    fn pieces(&mut self, rich: &Rich, base: Base) -> Vec<Piece> {
        let directions = directions(rich, base);
        let mut pieces: Vec<Piece> = Vec::new();
        let mut start = 0;
        for (span, &(end, ref look)) in rich.spans.iter().enumerate() {
            let mut first_of_span = true;
            for (from, to) in clusters(&rich.text[start..end]) {
                let (from, to) = (start + from, start + to);
                let text = &rich.text[from..to];
                let before = pieces.last().and_then(|last| last.font);
                let font = match before.filter(|&before| text == " " && self.spaces(before)) {
                    Some(before) => Some(before),
                    None => self.font(look.face, text),
                };
                let space = matches!(text, " " | "\n");
                let direction = directions.as_ref().map_or(Direction::default(), |all| all[from]);
                match pieces.last_mut() {
                    Some(last)
                        if !first_of_span
                            && last.font == font
                            && last.direction == direction
                            && last.end - last.start < LONGEST_WORD
                            && !space
                            && !last.space
                            && font.is_some() =>
                    {
                        last.end = to;
                    }
                    _ => pieces.push(Piece { start: from, end: to, span, font, space, direction }),
                }
                first_of_span = false;
            }
            start = end;
        }
        pieces
    }

    /// Whether a space after text of this font is of the same: so are those of the user's own, so that a line of one
    /// script is of one font.
    fn spaces(&self, font: FontId) -> bool {
        font.is_own() && self.files.get(font).font.charmap().map_unicode(' ').is_some()
    }

    fn font(&mut self, face: Face, cluster: &str) -> Option<FontId> {
        let mut chars = cluster.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => *self.fonts.entry((face, c)).or_insert_with(|| self.files.of(face, cluster)),
            (Some(_), Some(_)) => self.files.of(face, cluster),
            _ => None,
        }
    }

    fn word(&mut self, font: FontId, to_left: bool, text: &str) -> Arc<Word> {
        if let Some(word) = self.words.get(&(font, to_left)).and_then(|words| words.get(text)) {
            return Arc::clone(word);
        }
        let word = Arc::new(self.shape_word(font, to_left, text));
        if text.len() <= LONGEST_KEPT {
            self.words.entry((font, to_left)).or_default().insert(text.into(), Arc::clone(&word));
        }
        word
    }

    fn shape_word(&mut self, font: FontId, to_left: bool, text: &str) -> Word {
        if text == "\n" {
            return Word { clusters: vec![(1, 0)], glyphs: Vec::new() };
        }
        let file = self.files.get(font).font.clone();
        let file = &file;
        let mono = self.files.get(font).name.starts_with("SourceCode");
        let features: &[Feature] =
            if mono { &[Feature { tag: Tag::new(b"liga"), value: 0, start: 0, end: u32::MAX }] } else { &[] };
        let mut buffer = Buffer::new();
        buffer.push_str(text);
        buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
        buffer.guess_segment_properties();
        if to_left {
            // Vowel signs say themselves, so that they copy in their place.
            buffer.set_cluster_level(ClusterLevel::MonotoneCharacters);
            buffer.set_direction(harfrust::Direction::RightToLeft);
        } else {
            buffer.set_direction(harfrust::Direction::LeftToRight);
        }
        let key = (font, to_left, buffer.script());
        if !self.plans.iter().any(|(known, _)| *known == key) {
            let plan = ShapePlan::new(file, buffer.direction(), buffer.script(), buffer.language(), features);
            self.plans.push((key, plan));
        }
        let plan = self.plans.iter().find(|(known, _)| *known == key).map(|(_, plan)| plan);
        let shaper = ShaperFont::new(file);
        let options = ShapeOptions::new().plan(plan).features(features);
        if harfrust::shape(&shaper, &mut buffer, options).is_err() {
            panic!("invariant: a plan fits the buffer that it was made for");
        }
        let units = f32::from(file.units_per_em());
        word_of(&buffer, text.len(), to_left, units)
    }

    /// What stands in for text that no font has: its code points, which a reader can look up.
    fn stand_in(&mut self, face: Face, text: &str) -> (FontId, Arc<Word>) {
        let mut spelled = String::new();
        for c in text.chars().filter(|&c| !is_invisible(c)) {
            *self.missing.entry(c).or_default() += 1;
            spelled.push_str(&format!("U+{:04X}", c as u32));
        }
        let mono = Face { family: Family::Mono, italic: false, ..face };
        let font = self.font(mono, "U").unwrap_or(FontId(0));
        let drawn = self.word(font, false, &spelled);
        let mut glyphs = drawn.glyphs.clone();
        for (index, glyph) in glyphs.iter_mut().enumerate() {
            glyph.bytes = if index == 0 { text.len() as u16 } else { 0 };
        }
        let count = glyphs.len();
        (font, Arc::new(Word { clusters: vec![(text.len(), count)], glyphs }))
    }
}

/// Byte ranges of the parts of `text` that are set as one: a character with what extends it.
fn clusters(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, mut last) = chars.next()?;
        let mut end = start + last.len_utf8();
        while let Some((at, c)) = chars.next_if(|&(at, c)| extends(last, c) && at - start < LONGEST_WORD) {
            end = at + c.len_utf8();
            // Flags are pairs: a third letter starts the next one.
            last = if matches!(c, '\u{1F1E6}'..='\u{1F1FF}') { '\0' } else { c };
        }
        Some((start, end))
    })
}

/// Reads the shaped buffer of a word of so many bytes; of one that runs to the left the last cluster stands first.
fn word_of(buffer: &Buffer, len: usize, to_left: bool, units: f32) -> Word {
    let infos = buffer.glyph_infos();
    let mut word = Word { clusters: Vec::new(), glyphs: Vec::with_capacity(infos.len()) };
    let mut edge = if to_left { len } else { 0 };
    for (index, (info, position)) in infos.iter().zip(buffer.glyph_positions()).enumerate() {
        if index > 0 && infos[index - 1].cluster == info.cluster {
            word.glyphs.push(glyph_of(info, position, 0, units));
            if let Some((_, count)) = word.clusters.last_mut() {
                *count += 1;
            }
            continue;
        }
        let next = infos[index..].iter().find(|next| next.cluster != info.cluster);
        let next_edge = match next {
            Some(_) if to_left => info.cluster as usize,
            Some(next) => next.cluster as usize,
            None if to_left => 0,
            None => len,
        };
        let bytes = edge.abs_diff(next_edge);
        edge = next_edge;
        word.glyphs.push(glyph_of(info, position, bytes, units));
        word.clusters.push((bytes, 1));
    }
    word
}

fn glyph_of(info: &GlyphInfo, position: &GlyphPosition, bytes: usize, units: f32) -> Glyph {
    let scale = |length: i32| length as f32 * 1000.0 / units;
    let shift = [position.x_offset, position.y_offset].map(|offset| scale(offset).round() as i16);
    Glyph { id: info.glyph_id as u16, shift, advance: scale(position.x_advance), bytes: bytes as u16 }
}

fn push_word(shaped: &mut Shaped, piece: &Piece, font: FontId, size: Pt, word: &Word) {
    let to_left = piece.direction.to_left();
    let (mut start, mut first) = (piece.start, if to_left { word.glyphs.len() } else { 0 });
    for index in 0..word.clusters.len() {
        let at = if to_left { word.clusters.len() - 1 - index } else { index };
        let (bytes, count) = word.clusters[at];
        first -= if to_left { count } else { 0 };
        let glyphs = &word.glyphs[first..first + count];
        let advance: f32 = glyphs.iter().map(|glyph| glyph.advance).sum();
        shaped.clusters.push(Cluster {
            start,
            end: start + bytes,
            glyph: shaped.glyphs.len(),
            span: piece.span,
            font,
            width: size * (advance / 1000.0),
            space: piece.space,
            direction: piece.direction,
        });
        shaped.glyphs.extend_from_slice(glyphs);
        start += bytes;
        first += if to_left { 0 } else { count };
    }
}
