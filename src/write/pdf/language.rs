//! What a language asks of its lines.

/// How a language is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Language {
    /// The patterns that its words are hyphenated by; `None` for no hyphens.
    pub hyphens: Option<hypher::Lang>,
    /// Whether it is written from right to left.
    pub to_left: bool,
}

/// Languages that are written from right to left (CLDR 45, the scripts Arab, Hebr, Syrc, Thaa, Nkoo, Rohg).
const TO_LEFT: [&str; 17] = [
    "ar", "he", "iw", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb", "syr", "arc", "nqo", "ks", "rhg",
    "azb",
];

impl Language {
    /// No language.
    pub const NONE: Self = Self { hyphens: None, to_left: false };

    /// A BCP 47 language.
    pub fn of(tag: &str) -> Self {
        let tag = tag.to_ascii_lowercase();
        let mut parts = tag.split(['-', '_']);
        let primary = parts.next().unwrap_or_default();
        let script =
            parts.find(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
        let to_left = match script {
            Some(script) => ["arab", "hebr", "syrc", "thaa", "nkoo", "rohg"].contains(&script),
            None => TO_LEFT.contains(&primary),
        };
        let code = <[u8; 2]>::try_from(primary.as_bytes()).ok();
        Self { hyphens: code.and_then(hypher::Lang::from_iso), to_left }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_known_by_their_tags() {
        assert_eq!(Language::of("en-GB").hyphens, Some(hypher::Lang::English));
        assert_eq!(Language::of("eng").hyphens, None);
        let to_left = ["ar-EG", "he", "fa", "pa-Arab"].map(|tag| Language::of(tag).to_left);
        assert_eq!(to_left, [true; 4]);
        let to_right = ["en", "de", "az-Latn", "ku", "ur-Latn"].map(|tag| Language::of(tag).to_left);
        assert_eq!(to_right, [false; 5]);
    }
}
