//! The shipped fonts and those of the user's own, and which of them has a character.

mod own;

use std::fmt;
use std::sync::{Arc, LazyLock};

use harfrust::Font;

pub use own::FontError;
use own::Own;

/// Prose or code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// Proportional, for prose.
    Sans,
    /// Of one width, for code.
    Mono,
}

/// What a text asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Face {
    /// Prose or code.
    pub family: Family,
    /// Heavier.
    pub bold: bool,
    /// Slanted.
    pub italic: bool,
}

impl Face {
    /// Upright prose.
    pub const SANS: Self = Self { family: Family::Sans, bold: false, italic: false };
    /// Upright code.
    pub const MONO: Self = Self { family: Family::Mono, bold: false, italic: false };
}

/// Index into the shipped fonts, then into those of the user's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FontId(pub u8);

impl FontId {
    /// Whether it is one of the user's own.
    pub fn is_own(self) -> bool {
        usize::from(self.0) >= FILES.len()
    }
}

/// A shipped font.
pub struct Shipped {
    /// Its PostScript name.
    pub name: &'static str,
    /// The file.
    pub bytes: &'static [u8],
    /// The file, read.
    pub font: Font,
}

macro_rules! shipped {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../../templates/pdf/fonts/", $name, ".ttf")) as &'static [u8])),*]
    };
}

const FILES: &[(&str, &[u8])] = shipped![
    "SourceSans3-Regular",
    "SourceSans3-Semibold",
    "SourceSans3-It",
    "SourceSans3-SemiboldIt",
    "SourceCodePro-Regular",
    "SourceCodePro-Semibold",
    "SourceCodePro-It",
    "NotoSansMath-Regular",
    "NotoSansSymbols2-Regular",
    "NotoSansSymbols-Regular",
    "NotoEmoji-Regular",
];

const EMOJI: FontId = FontId(10);

/// As many as [`FontId`] can number.
const MOST_OWN: usize = u8::MAX as usize - FILES.len();

/// All shipped fonts, by [`FontId`].
pub static FONTS: LazyLock<Vec<Shipped>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|&(name, bytes)| {
            let Some(font) = Font::new(bytes, 0) else {
                panic!("invariant: the shipped font `{name}` can be read");
            };
            Shipped { name, bytes, font }
        })
        .collect()
});

/// The fonts that may be printed with.
#[derive(Clone, Default)]
pub struct Fonts {
    own: Vec<Arc<Own>>,
}

/// A font that may be printed with.
#[derive(Clone, Copy)]
pub struct FontFile<'a> {
    /// Its PostScript name.
    pub name: &'a str,
    /// The file.
    pub bytes: &'a [u8],
    /// Which font of the file; zero where it holds only one.
    pub index: u32,
    /// Its weight, where the file holds all of them.
    pub weight: Option<f32>,
    /// The file, read.
    pub font: &'a Font,
}

impl fmt::Debug for Fonts {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.debug_list().entries(self.own.iter().map(|own| &own.name)).finish()
    }
}

impl PartialEq for Fonts {
    fn eq(&self, other: &Self) -> bool {
        self.own == other.own
    }
}

impl Eq for Fonts {}

impl Fonts {
    /// Those that the program comes with.
    pub const SHIPPED: Self = Self { own: Vec::new() };

    /// With another font, for characters that those before it lack. `name` is its file's, without its folder; `face`
    /// names one font of a collection, by number or name.
    ///
    /// # Errors
    /// When it is no font that a PDF takes, or one too many.
    pub fn add(&mut self, name: &str, bytes: Vec<u8>, face: Option<&str>) -> Result<(), FontError> {
        let fonts = own::read(name, bytes, face)?;
        if self.own.len() + fonts.len() > MOST_OWN {
            return Err(FontError::TooMany(MOST_OWN));
        }
        self.own.extend(fonts.into_iter().map(Arc::new));
        Ok(())
    }

    /// The font itself.
    pub fn get(&self, id: FontId) -> FontFile<'_> {
        match usize::from(id.0).checked_sub(FILES.len()) {
            Some(own) => {
                let Own { name, bytes, index, weight, font, .. } = &*self.own[own];
                FontFile { name, bytes, index: *index, weight: *weight, font }
            }
            None => {
                let Shipped { name, bytes, font } = &FONTS[usize::from(id.0)];
                FontFile { name, bytes, index: 0, weight: None, font }
            }
        }
    }

    /// The first font that has every character of `cluster` which leaves a mark; `None` when none has.
    pub fn of(&self, face: Face, cluster: &str) -> Option<FontId> {
        let marks = || cluster.chars().filter(|&c| !is_invisible(c));
        let has_all = |id: FontId| {
            let map = self.get(id).font.charmap();
            marks().all(|c| map.map_unicode(c).is_some_and(|glyph| glyph.to_u32() != 0))
        };
        let emoji_wanted = cluster.contains(['\u{FE0F}', '\u{20E3}']);
        if emoji_wanted && has_all(EMOJI) {
            return Some(EMOJI);
        }
        let shipped = order(face).iter().map(|&index| FontId(index));
        // Of the user's own those of the wanted weight come first, each in the order that they are given in.
        let own = [face.bold, !face.bold].into_iter().flat_map(|bold| {
            let weighs = move |(_, own): &(usize, &Arc<Own>)| own.bold == bold;
            self.own.iter().enumerate().filter(weighs).map(|(own, _)| FontId((FILES.len() + own) as u8))
        });
        shipped.chain(own).find(|&id| has_all(id))
    }
}

/// Fonts to ask in turn: the wanted one, its upright sister, the other family, symbols, emoji.
fn order(face: Face) -> &'static [u8] {
    match (face.family, face.bold, face.italic) {
        (Family::Sans, false, false) => &[0, 4, 7, 8, 9, 10],
        (Family::Sans, true, false) => &[1, 5, 0, 4, 7, 8, 9, 10],
        (Family::Sans, false, true) => &[2, 0, 4, 7, 8, 9, 10],
        (Family::Sans, true, true) => &[3, 1, 0, 4, 7, 8, 9, 10],
        (Family::Mono, false, false) => &[4, 0, 7, 8, 9, 10],
        (Family::Mono, true, _) => &[5, 4, 0, 7, 8, 9, 10],
        (Family::Mono, false, true) => &[6, 4, 0, 7, 8, 9, 10],
    }
}

/// Whether `c` leaves no mark: joiners, variation selectors, marks of direction, controls.
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0020}'..='\u{E007F}')
}

/// Whether `c` belongs to the character before it, `last`.
pub fn extends(last: char, c: char) -> bool {
    let is_regional = |c| matches!(c, '\u{1F1E6}'..='\u{1F1FF}');
    last == '\u{200D}'
        || is_regional(last) && is_regional(c)
        || matches!(c, '\u{300}'..='\u{36F}' | '\u{200D}' | '\u{20D0}'..='\u{20F0}' | '\u{FE00}'..='\u{FE0F}'
            | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0020}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_that_is_promised_has_a_font() {
        let text = "aé ßŁ αβΩ Жяё →←⇒≤≥≠≈×²³₂∑√∞∈ │└├─█ ✓✗✅❌⚠️★●○■▶ 🔥🟢🚀1️⃣ℹ️ ⌘⏎ “”‘’…—–";
        for face in
            [Face::SANS, Face::MONO, Face { bold: true, ..Face::SANS }, Face { italic: true, ..Face::MONO }]
        {
            for c in text.chars().filter(|&c| !is_invisible(c)) {
                assert!(
                    Fonts::SHIPPED.of(face, c.encode_utf8(&mut [0; 4])).is_some(),
                    "{face:?} lacks {c:?}"
                );
            }
        }
        assert_eq!(Fonts::SHIPPED.of(Face::SANS, "漢"), None);
    }

    #[test]
    fn fonts_of_the_user_s_own_come_last() {
        let mut fonts = Fonts::default();
        fonts.add("My Font.ttf", FILES[0].1.to_vec(), None).expect("a font");
        assert_eq!(fonts.get(FontId(FILES.len() as u8)).name, "MyFont");
        assert_eq!(fonts.of(Face::SANS, "a"), Some(FontId(0)));
    }

    #[test]
    fn a_variation_selector_asks_for_emoji() {
        assert_eq!(Fonts::SHIPPED.of(Face::SANS, "\u{26A0}\u{FE0F}"), Some(EMOJI));
        assert_eq!(Fonts::SHIPPED.of(Face::SANS, "1\u{FE0F}\u{20E3}"), Some(EMOJI));
    }
}
