//! Text into glyphs: a font for every cluster, words shaped once and remembered.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use harfrust::{Buffer, BufferFlags, Feature, ShapeOptions, ShapePlan, ShaperFont, Tag};

use super::font::{Face, Family, FontId, Fonts, extends, is_invisible};
use super::page::Glyph;
use super::text::Rich;
use super::units::Pt;

/// Shapes text. Holds caches only: equal text gives equal glyphs whatever came before.
#[derive(Default)]
pub struct Shaper {
    files: Fonts,
    words: HashMap<FontId, HashMap<Box<str>, Arc<Word>>>,
    fonts: HashMap<(Face, char), Option<FontId>>,
    plans: Vec<((FontId, Option<harfrust::Script>), ShapePlan)>,
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
}

/// A shaped word, its offsets from its own start.
struct Word {
    /// Bytes of text and number of glyphs of each cluster.
    clusters: Vec<(usize, usize)>,
    glyphs: Vec<Glyph>,
}

/// A piece of text of one span and one font.
struct Piece {
    start: usize,
    end: usize,
    span: usize,
    font: Option<FontId>,
    space: bool,
}

impl Shaped {
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
    pub fn shape(&mut self, rich: &Rich) -> Shaped {
        let mut shaped = Shaped::default();
        for piece in self.pieces(rich) {
            let text = &rich.text[piece.start..piece.end];
            let (font, word) = match piece.font {
                Some(font) => (font, self.word(font, text)),
                None => self.stand_in(rich.spans[piece.span].1.face, text),
            };
            push_word(&mut shaped, &piece, font, rich.spans[piece.span].1.size, &word);
        }
        shaped
    }

    /// The glyphs of a word in a font that has all of its characters.
    pub fn word_glyphs(&mut self, font: FontId, text: &str) -> Vec<Glyph> {
        self.word(font, text).glyphs.clone()
    }

    fn pieces(&mut self, rich: &Rich) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut start = 0;
        for (span, &(end, ref look)) in rich.spans.iter().enumerate() {
            let mut first_of_span = true;
            for (from, to) in clusters(&rich.text[start..end]) {
                let (from, to) = (start + from, start + to);
                let text = &rich.text[from..to];
                let font = self.font(look.face, text);
                let space = matches!(text, " " | "\n");
                match pieces.last_mut() {
                    Some(last)
                        if !first_of_span && last.font == font && !space && !last.space && font.is_some() =>
                    {
                        last.end = to;
                    }
                    _ => pieces.push(Piece { start: from, end: to, span, font, space }),
                }
                first_of_span = false;
            }
            start = end;
        }
        pieces
    }

    fn font(&mut self, face: Face, cluster: &str) -> Option<FontId> {
        let mut chars = cluster.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => *self.fonts.entry((face, c)).or_insert_with(|| self.files.of(face, cluster)),
            (Some(_), Some(_)) => self.files.of(face, cluster),
            _ => None,
        }
    }

    fn word(&mut self, font: FontId, text: &str) -> Arc<Word> {
        if let Some(word) = self.words.get(&font).and_then(|words| words.get(text)) {
            return Arc::clone(word);
        }
        let word = Arc::new(self.shape_word(font, text));
        self.words.entry(font).or_default().insert(text.into(), Arc::clone(&word));
        word
    }

    fn shape_word(&mut self, font: FontId, text: &str) -> Word {
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
        buffer.set_direction(harfrust::Direction::LeftToRight);
        let key = (font, buffer.script());
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
        word_of(&buffer, text.len(), f32::from(file.units_per_em()))
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
        let drawn = self.word(font, &spelled);
        let mut glyphs = drawn.glyphs.clone();
        for (index, glyph) in glyphs.iter_mut().enumerate() {
            glyph.bytes = if index == 0 { text.len() as u32 } else { 0 };
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
        while let Some((at, c)) = chars.next_if(|&(_, c)| extends(last, c)) {
            end = at + c.len_utf8();
            // Flags are pairs: a third letter starts the next one.
            last = if matches!(c, '\u{1F1E6}'..='\u{1F1FF}') { '\0' } else { c };
        }
        Some((start, end))
    })
}

/// Reads the shaped buffer; offsets to the side become part of the advances around them.
fn word_of(buffer: &Buffer, len: usize, units: f32) -> Word {
    let infos = buffer.glyph_infos();
    let mut word = Word { clusters: Vec::new(), glyphs: Vec::with_capacity(infos.len()) };
    let mut at = 0;
    for (index, (info, position)) in infos.iter().zip(buffer.glyph_positions()).enumerate() {
        let scale = |length: i32| length as f32 * 1000.0 / units;
        let shift = scale(position.x_offset);
        if let Some(before) = word.glyphs.last_mut() {
            before.advance += shift;
        }
        let first_of_cluster = index == 0 || infos[index - 1].cluster != info.cluster;
        let next = infos[index..].iter().find(|next| next.cluster != info.cluster);
        let end = next.map_or(len, |next| next.cluster as usize);
        let bytes = if first_of_cluster { end - at } else { 0 };
        let advance = scale(position.x_advance) - shift;
        word.glyphs.push(Glyph { id: info.glyph_id as u16, advance, bytes: bytes as u32 });
        if first_of_cluster {
            word.clusters.push((bytes, 1));
            at = end;
        } else if let Some((_, count)) = word.clusters.last_mut() {
            *count += 1;
        }
    }
    word
}

fn push_word(shaped: &mut Shaped, piece: &Piece, font: FontId, size: Pt, word: &Word) {
    let (mut start, mut first) = (piece.start, 0);
    for &(bytes, count) in &word.clusters {
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
        });
        shaped.glyphs.extend_from_slice(glyphs);
        start += bytes;
        first += count;
    }
}
