//! Fonts of the user's own: single ones, collections, and variable ones.

use std::sync::Arc;

use harfrust::Font;
use harfrust::Tag;
use harfrust::font::name::NameId;

/// From this weight on a font counts as bold (OpenType 1.9, `OS/2`, "usWeightClass").
const BOLD: f32 = 600.0;
/// Weights that a variable font is set in; the heavier one is that of the shipped fonts.
const WEIGHTS: [f32; 2] = [400.0, BOLD];
/// As many fonts of a collection are looked at: none has more, and a file may say anything.
const MOST_FACES: u32 = 256;

/// A font of the user's own.
pub(super) struct Own {
    pub name: String,
    pub bytes: Arc<Vec<u8>>,
    pub index: u32,
    /// Its weight, where the file holds all of them.
    pub weight: Option<f32>,
    pub bold: bool,
    pub font: Font,
}

/// Why a font of the user's own cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FontError {
    /// It is something else, or broken.
    #[error("this is no OpenType font; PDF takes `.ttf`, `.otf`, `.ttc` and `.otc` ({0})")]
    NoFont(String),
    /// Its collection has none of this name.
    #[error("there is no font `{wanted}` in this file; there are {known}")]
    NoFace {
        /// What was asked for.
        wanted: String,
        /// All that there are.
        known: String,
    },
    /// There are too many.
    #[error("there are more than {0} fonts")]
    TooMany(usize),
}

impl PartialEq for Own {
    fn eq(&self, other: &Self) -> bool {
        (self.index, self.weight, &self.bytes) == (other.index, other.weight, &other.bytes)
    }
}

/// The font of a file, or that called `face` of its collection; a regular and a bold one where its weight is variable.
pub(super) fn read(name: &str, bytes: Vec<u8>, face: Option<&str>) -> Result<Vec<Own>, FontError> {
    let bytes = Arc::new(bytes);
    let open = |index| Font::new(Arc::clone(&bytes) as Arc<dyn AsRef<[u8]> + Send + Sync>, index);
    let index = face.map_or(Ok(0), |wanted| face_of(wanted, (0..MOST_FACES).map_while(open)))?;
    // Whether it can be embedded tells best who does it.
    subsetter::subset_with_variations(&bytes, index, &[], &subsetter::GlyphRemapper::new())
        .map_err(|error| FontError::NoFont(error.to_string()))?;
    let font = open(index).ok_or_else(|| FontError::NoFont("it cannot be read".to_string()))?;
    let name = stem(name, index);
    let Some(axis) = font.axes().get_by_tag(Tag::new(b"wght")) else {
        let bold = font.default_attributes().weight.value() >= BOLD;
        return Ok(vec![Own { name, bytes, index, weight: None, bold, font }]);
    };
    let mut weights = WEIGHTS.map(|weight| weight.clamp(axis.min_value(), axis.max_value())).to_vec();
    weights.dedup();
    let own = |weight: f32| {
        let bold = weight >= BOLD;
        let font = font.instance_builder().variations([("wght", weight)]).build();
        let name = if bold { format!("{name}-Bold") } else { name.clone() };
        Own { name, bytes: Arc::clone(&bytes), index, weight: Some(weight), bold, font }
    };
    Ok(weights.into_iter().map(own).collect())
}

/// The number of the font that is called `wanted`, or has that number.
fn face_of(wanted: &str, faces: impl Iterator<Item = Font>) -> Result<u32, FontError> {
    let wanted = wanted.trim();
    let mut known = Vec::new();
    for (index, font) in (0..).zip(faces) {
        let name = full_name(&font);
        if wanted.parse() == Ok(index) || wanted.eq_ignore_ascii_case(&name) {
            return Ok(index);
        }
        known.push(format!("`{name}`"));
    }
    Err(FontError::NoFace { wanted: wanted.to_string(), known: known.join(", ") })
}

fn full_name(font: &Font) -> String {
    let name = font.names().get(NameId::FULL_NAME);
    name.and_then(|name| name.english_or_first())
        .map_or_else(String::new, |name| name.name().chars().collect())
}

/// A PostScript name out of a file's.
fn stem(name: &str, index: u32) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem = stem.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect::<String>();
    let stem = if stem.is_empty() { "Own".to_string() } else { stem };
    if index == 0 { stem } else { format!("{stem}-{index}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(bytes: &[u8], face: Option<&str>) -> Option<FontError> {
        read("x.otf", bytes.to_vec(), face).err()
    }

    #[test]
    fn what_is_no_font_is_told() {
        let no_font = |error| matches!(error, Some(FontError::NoFont(_)));
        assert!(no_font(error(b"OTTO and more", None)));
        assert!(no_font(error(&[0, 1, 0, 0, 9], None)));
        assert!(no_font(error(b"", None)));
    }

    #[test]
    fn a_font_of_a_collection_is_found_by_number_and_name() {
        let bytes = include_bytes!("../../../../templates/pdf/fonts/NotoEmoji-Regular.ttf");
        assert_eq!(error(bytes, Some("0")), None);
        assert_eq!(error(bytes, Some("noto emoji regular")), None);
        let expected =
            FontError::NoFace { wanted: "1".to_string(), known: "`Noto Emoji Regular`".to_string() };
        assert_eq!(error(bytes, Some("1")), Some(expected));
    }
}
