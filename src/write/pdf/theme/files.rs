//! Themes as files: those that the program comes with, and over them, key by key, those of the user.

use std::borrow::Cow;

use serde::Deserialize;

use super::super::font::Fonts;
use super::super::options::PaperSize;
use super::{Colours, Theme};

/// The themes as files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeTexts {
    /// `pdf/cheatsheet.toml`.
    pub cheatsheet: Cow<'static, str>,
    /// `pdf/handbook.toml`.
    pub handbook: Cow<'static, str>,
    /// `pdf/cards.toml`.
    pub cards: Cow<'static, str>,
    /// `pdf/colours.toml`.
    pub colours: Cow<'static, str>,
}

impl ThemeTexts {
    /// Those that the program comes with.
    pub const SHIPPED: Self = Self {
        cheatsheet: Cow::Borrowed(include_str!("../../../../templates/pdf/cheatsheet.toml")),
        handbook: Cow::Borrowed(include_str!("../../../../templates/pdf/handbook.toml")),
        cards: Cow::Borrowed(include_str!("../../../../templates/pdf/cards.toml")),
        colours: Cow::Borrowed(include_str!("../../../../templates/pdf/colours.toml")),
    };
}

/// A theme that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {message}")]
pub struct ThemeError {
    /// Its file, as [`ThemeTexts`] names it.
    pub file: &'static str,
    /// Where it is wrong, in bytes.
    pub at: usize,
    /// What is wrong.
    pub message: String,
}

/// The look of each product.
#[derive(Clone, Debug, PartialEq)]
pub struct Themes {
    /// Of the cheat sheet.
    pub cheatsheet: Theme,
    /// Of the handbook.
    pub handbook: Theme,
    /// Of the cards.
    pub cards: Theme,
}

impl Themes {
    /// Reads the themes; sheets have the size of A4. A file says only what is to be other than it is shipped.
    ///
    /// # Errors
    /// At the first key that is unknown, of the wrong type or out of bounds.
    pub fn read(texts: &ThemeTexts) -> Result<Self, ThemeError> {
        let shipped = &ThemeTexts::SHIPPED;
        let colours: Colours =
            layered("pdf/colours.toml", &texts.colours, &shipped.colours, |_: &Colours| None)?;
        let theme = |file, text, shipped| {
            layered(file, text, shipped, Theme::unsound).map(|theme| theme.coloured(&colours))
        };
        let themes = Self {
            cheatsheet: theme("pdf/cheatsheet.toml", &texts.cheatsheet, &shipped.cheatsheet)?,
            handbook: theme("pdf/handbook.toml", &texts.handbook, &shipped.handbook)?,
            cards: theme("pdf/cards.toml", &texts.cards, &shipped.cards)?,
        };
        Ok(themes.on(PaperSize::A4, false))
    }

    /// Those that the program comes with.
    pub fn shipped() -> Self {
        match Self::read(&ThemeTexts::SHIPPED) {
            Ok(themes) => themes,
            Err(error) => unreachable!("the shipped themes are read: {error}"),
        }
    }

    /// Laid out for `sheet`.
    #[must_use]
    pub fn on(self, sheet: PaperSize, ink_saving: bool) -> Self {
        Self {
            cheatsheet: self.cheatsheet.on(sheet, ink_saving),
            handbook: self.handbook.on(sheet, ink_saving),
            cards: self.cards.on(sheet, ink_saving),
        }
    }

    /// With these fonts.
    #[must_use]
    pub fn with(self, fonts: &Fonts) -> Self {
        Self {
            cheatsheet: self.cheatsheet.with(fonts),
            handbook: self.handbook.with(fonts),
            cards: self.cards.with(fonts),
        }
    }
}

/// What `own` says, and for what it does not say `shipped`; `unsound` tells what is out of bounds.
fn layered<T: for<'a> Deserialize<'a>>(
    file: &'static str,
    own: &str,
    shipped: &str,
    unsound: impl Fn(&T) -> Option<String>,
) -> Result<T, ThemeError> {
    let error = |at, message: &str| ThemeError { file, at, message: message.to_string() };
    let mut values: toml::Table =
        toml::from_str(shipped).map_err(|broken: toml::de::Error| error(0, broken.message()))?;
    let own = toml::de::DeTable::parse(own)
        .map_err(|broken| error(broken.span().map_or(0, |span| span.start), broken.message()))?;
    let mut keys: Vec<_> = own.get_ref().iter().map(|(key, value)| (key.span().start, key, value)).collect();
    keys.sort_by_key(|(at, ..)| *at);
    // Sizes are judged by one another, so all of them are taken before any is judged.
    let mut problem = None;
    for (at, key, value) in keys {
        let key = key.get_ref().as_ref();
        if !values.contains_key(key) {
            let like = |known: &&String| strsim::jaro_winkler(key, known);
            let nearest = values.keys().max_by(|a, b| like(a).total_cmp(&like(b)));
            let nearest = nearest.map_or("", String::as_str);
            return Err(error(at, &format!("unknown key `{key}`; did you mean `{nearest}`?")));
        }
        let value = toml::Value::deserialize(toml::de::ValueDeserializer::from(value.clone()))
            .map_err(|broken| error(at, broken.message()))?;
        values.insert(key.to_string(), value);
        if let Err(broken) = values.clone().try_into::<T>() {
            return Err(error(at, &format!("`{key}`: {}", broken.message())));
        }
        problem = Some(at);
    }
    let read: T = values.try_into().map_err(|broken: toml::de::Error| error(0, broken.message()))?;
    match unsound(&read) {
        Some(message) => {
            let key = message.split('`').nth(1).unwrap_or_default().to_string();
            let at = own.get_ref().iter().find(|(own, _)| own.get_ref().as_ref() == key);
            Err(error(at.map_or(problem.unwrap_or(0), |(key, _)| key.span().start), &message))
        }
        None => Ok(read),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::units::Mm;
    use super::super::{LEAST_BODY, LEAST_CODE, Orientation};
    use super::*;

    fn said(cheatsheet: &'static str, colours: &'static str) -> (usize, String) {
        let texts = ThemeTexts {
            cheatsheet: Cow::Borrowed(cheatsheet),
            colours: Cow::Borrowed(colours),
            ..ThemeTexts::SHIPPED
        };
        let error = Themes::read(&texts).expect_err("unsound");
        (error.at, error.to_string())
    }

    #[test]
    fn an_unsound_theme_names_the_key_and_where_it_stands() {
        for (cheatsheet, colours, at, words) in [
            (
                "columns = 2\ncolums = 3\n",
                "",
                12,
                "pdf/cheatsheet.toml: unknown key `colums`; did you mean `columns`?",
            ),
            ("columns = 0\n", "", 0, "`columns` is 0.0; it must be 1 to 4"),
            ("\nbody = \"small\"\n", "", 1, "`body`: invalid type"),
            ("body = 9\nleading = 4\n", "", 9, "`leading` is 0.4 times the size of its type"),
            ("include = [\"pasages\"]\n", "", 0, "unknown variant `pasages`"),
            ("body = \n", "", 7, "pdf/cheatsheet.toml: "),
            ("", "accent = \"blue\"\n", 0, "pdf/colours.toml: `accent`: `blue` is no colour"),
        ] {
            let (found, message) = said(cheatsheet, colours);
            assert!(message.contains(words) && found == at, "{cheatsheet}{colours}: {found} {message}");
        }
    }

    #[test]
    fn a_theme_says_only_what_it_changes() {
        let texts = ThemeTexts {
            cheatsheet: Cow::Borrowed("orientation = \"portrait\"\ncolumns = 2\n"),
            ..ThemeTexts::SHIPPED
        };
        let themes = Themes::read(&texts).expect("sound");
        let expected = Theme {
            orientation: Orientation::Portrait,
            columns: 2,
            page_width: Mm(210.0).into(),
            page_height: Mm(297.0).into(),
            ..Theme::cheatsheet()
        };
        assert_eq!(themes.cheatsheet, expected);
    }

    #[test]
    fn type_shrinks_to_the_legible_size_and_no_further() {
        let theme = Theme::cards().smaller(0.1);
        assert_eq!((theme.body, theme.code), (LEAST_BODY, LEAST_CODE));
        assert!(theme.leading > theme.body);
    }
}
