//! How paper looks: every size, distance and colour, named once, as `templates/pdf` gives them.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer};

use crate::code::Class;

use super::flow::Sheet;
use super::font::{Face, Family, Fonts};
use super::options::PaperSize;
use super::page::Rect;
use super::units::{Mm, Pt};

/// A colour, each part from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub struct Colour(pub f32, pub f32, pub f32);

impl Colour {
    /// Text.
    pub const INK: Self = Self(0.08, 0.08, 0.1);

    /// A grey of this lightness.
    pub const fn grey(lightness: f32) -> Self {
        Self(lightness, lightness, lightness)
    }
}

impl TryFrom<String> for Colour {
    type Error = String;

    /// From `#rrggbb`.
    fn try_from(text: String) -> Result<Self, String> {
        let part = |at: usize| text.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (text.strip_prefix('#'), part(1), part(3), part(5)) {
            (Some(digits), Some(r), Some(g), Some(b)) if digits.len() == 6 => {
                Ok(Self(f32::from(r) / 255.0, f32::from(g) / 255.0, f32::from(b) / 255.0))
            }
            _ => Err(format!("`{text}` is no colour; write `#` and six digits, such as `#0d407a`")),
        }
    }
}

/// What may stand on paper beside questions and answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Titles with their pages.
    Contents,
    /// Study material that is not a question.
    Passages,
    /// Code in answers.
    Code,
    /// What is tested, red flags, insights.
    Asides,
    /// Questions that come next.
    FollowUps,
    /// The other answers.
    Variants,
    /// Links given beside the question.
    Links,
    /// Questions without an answer.
    Open,
    /// Terms with their pages.
    Index,
}

/// Whether a page stands or lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Orientation {
    /// The shorter side is the width.
    #[default]
    Portrait,
    /// The longer side is the width.
    Landscape,
}

/// The look of a product.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Whether the page stands or lies.
    pub orientation: Orientation,
    /// What is printed beside questions and answers.
    pub include: Vec<Part>,
    /// Where a longer answer without a short form is cut, in shares of a column; zero for never.
    pub longest_answer: f32,
    /// Width of the sheet.
    #[serde(skip)]
    pub page_width: Pt,
    /// Height of the sheet.
    #[serde(skip)]
    pub page_height: Pt,
    /// Free on all four sides; header and footer stand inside of it.
    #[serde(rename = "margin_mm", deserialize_with = "millimetres")]
    pub margin: Pt,
    /// Columns on a page.
    pub columns: usize,
    /// Between columns; a hair line stands in its middle.
    #[serde(rename = "gutter_mm", deserialize_with = "millimetres")]
    pub gutter: Pt,
    /// From the head margin to the columns' head: room for the running head, zero for none.
    #[serde(rename = "header_mm", deserialize_with = "millimetres")]
    pub header: Pt,
    /// From the columns' foot to the page's foot margin.
    #[serde(rename = "footer_mm", deserialize_with = "millimetres")]
    pub footer: Pt,
    /// Size of running text.
    pub body: Pt,
    /// From base line to base line.
    pub leading: Pt,
    /// Size of code blocks.
    pub code: Pt,
    /// From base line to base line in code.
    pub code_leading: Pt,
    /// Size of code in running text, in proportion to it: its letters are taller at equal size.
    pub inline_code: f32,
    /// Size of tables.
    pub table: Pt,
    /// From base line to base line in tables.
    pub table_leading: Pt,
    /// Size of short ids, footers and continuation marks.
    pub small: Pt,
    /// The document's title.
    pub title: Pt,
    /// Titles of topics.
    pub topic: Pt,
    /// Headings inside content.
    pub heading: Pt,
    /// Between paragraphs.
    pub paragraph_gap: Pt,
    /// Above and below code, tables, quotes and pictures.
    pub figure_gap: Pt,
    /// Between tight list items.
    pub item_gap: Pt,
    /// Before a question.
    pub question_gap: Pt,
    /// Before a topic.
    pub topic_gap: Pt,
    /// Whether running text is even at both sides; else its right edge is ragged.
    pub justified: bool,
    /// Indent of list items and quotes.
    pub indent: Pt,
    /// Whether frames stand in place of grounds.
    #[serde(skip)]
    pub ink_saving: bool,
    /// The fonts that there are.
    #[serde(skip)]
    pub fonts: Fonts,
    /// Accent of topics and links: dark enough to survive greyscale.
    #[serde(skip)]
    pub accent: Colour,
    /// Ids, footers, remarks.
    #[serde(skip)]
    pub muted: Colour,
    /// Hair lines.
    #[serde(skip)]
    pub hairline: Colour,
    /// Behind code and table heads: light, to save ink.
    #[serde(skip)]
    pub shade: Colour,
    /// Of code, by class.
    #[serde(skip)]
    pub code_colours: CodeColours,
}

impl Default for Colour {
    fn default() -> Self {
        Self::INK
    }
}

/// Colours of highlighted code.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CodeColours {
    keyword: Colour,
    string: Colour,
    comment: Colour,
    number: Colour,
    function: Colour,
    type_: Colour,
    attribute: Colour,
}

/// `colours.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Colours {
    accent: Colour,
    muted: Colour,
    hairline: Colour,
    shade: Colour,
    code_keyword: Colour,
    code_string: Colour,
    code_comment: Colour,
    code_number: Colour,
    code_function: Colour,
    code_type: Colour,
    code_attribute: Colour,
}

/// The smallest size that code is set in.
pub const LEAST_CODE: Pt = Pt(7.0);
/// The smallest size that running text is set in where it has to be small.
pub const LEAST_BODY: Pt = Pt(7.0);

impl Theme {
    /// The cheat sheet as it is shipped, on A4.
    pub fn cheatsheet() -> Self {
        Themes::shipped().cheatsheet
    }

    /// The handbook as it is shipped, on A4.
    pub fn handbook() -> Self {
        Themes::shipped().handbook
    }

    /// The cards as they are shipped, on A4.
    pub fn cards() -> Self {
        Themes::shipped().cards
    }

    /// Whether `part` is printed.
    pub fn includes(&self, part: Part) -> bool {
        self.include.contains(&part)
    }

    /// With these fonts.
    fn with(self, fonts: &Fonts) -> Self {
        Self { fonts: fonts.clone(), ..self }
    }

    /// Laid out for `sheet`.
    #[must_use]
    fn on(self, sheet: PaperSize, ink_saving: bool) -> Self {
        let (short, long) = sheet.sides();
        let (page_width, page_height) = match self.orientation {
            Orientation::Portrait => (short, long),
            Orientation::Landscape => (long, short),
        };
        Self { page_width, page_height, ink_saving, ..self }
    }

    /// With all type and all distances smaller by `factor`, but no text below the legible size.
    #[must_use]
    pub fn smaller(&self, factor: f32) -> Self {
        let size = |size: Pt, least: Pt| (size * factor).max(least.min(size));
        let (body, code) = (size(self.body, LEAST_BODY), size(self.code, LEAST_CODE));
        let table = size(self.table, LEAST_BODY);
        Self {
            body,
            leading: self.leading * (body / self.body),
            code,
            code_leading: self.code_leading * (code / self.code),
            table,
            table_leading: self.table_leading * (table / self.table),
            topic: size(self.topic, LEAST_BODY),
            heading: size(self.heading, LEAST_BODY),
            paragraph_gap: self.paragraph_gap * factor,
            figure_gap: self.figure_gap * factor,
            item_gap: self.item_gap * factor,
            indent: self.indent * factor,
            ..self.clone()
        }
    }

    /// Width of a column.
    pub fn column_width(&self) -> Pt {
        let gaps = self.gutter * (self.columns - 1) as f32;
        (self.page_width - self.margin * 2.0 - gaps) / self.columns as f32
    }

    /// The sheet that this is printed on.
    pub fn sheet(&self) -> Sheet {
        let area = Rect {
            x: self.margin,
            y: self.margin + self.header,
            width: self.page_width - self.margin * 2.0,
            height: self.column_height(),
        };
        Sheet {
            width: self.page_width,
            height: self.page_height,
            area,
            columns: self.columns,
            gutter: self.gutter,
            rule: Some(self.hairline),
        }
    }

    /// Height of a column.
    pub fn column_height(&self) -> Pt {
        self.page_height - self.margin * 2.0 - self.header - self.footer
    }

    /// Face and colour of a class of code: told apart by weight and slant where colours are lost.
    pub fn code_look(&self, class: Class) -> (Face, Colour) {
        let face = |bold, italic| Face { family: Family::Mono, bold, italic };
        let colours = &self.code_colours;
        match class {
            Class::Plain => (face(false, false), Colour::INK),
            Class::Keyword => (face(true, false), colours.keyword),
            Class::String => (face(false, false), colours.string),
            Class::Comment => (face(false, true), colours.comment),
            Class::Number | Class::Constant => (face(false, false), colours.number),
            Class::Function => (face(false, false), colours.function),
            Class::Type => (face(true, false), colours.type_),
            Class::Attribute => (face(false, true), colours.attribute),
        }
    }

    fn coloured(self, colours: &Colours) -> Self {
        let code_colours = CodeColours {
            keyword: colours.code_keyword,
            string: colours.code_string,
            comment: colours.code_comment,
            number: colours.code_number,
            function: colours.code_function,
            type_: colours.code_type,
            attribute: colours.code_attribute,
        };
        let Colours { accent, muted, hairline, shade, .. } = *colours;
        Self { accent, muted, hairline, shade, code_colours, ..self }
    }

    /// What is out of bounds, in words.
    fn unsound(&self) -> Option<String> {
        let millimetres = |length: Pt| length.0 * 25.4 / 72.0;
        let bounds = [
            ("columns", self.columns as f32, 1.0, 4.0),
            ("longest_answer", self.longest_answer, 0.0, 100.0),
            ("margin_mm", millimetres(self.margin), 5.0, 60.0),
            ("gutter_mm", millimetres(self.gutter), 1.0, 40.0),
            ("header_mm", millimetres(self.header), 0.0, 40.0),
            ("footer_mm", millimetres(self.footer), 3.0, 40.0),
            ("body", self.body.0, 6.0, 40.0),
            ("code", self.code.0, 6.0, 40.0),
            ("table", self.table.0, 6.0, 40.0),
            ("small", self.small.0, 5.0, 40.0),
            ("inline_code", self.inline_code, 0.5, 1.5),
            ("title", self.title.0, 6.0, 80.0),
            ("topic", self.topic.0, 6.0, 60.0),
            ("heading", self.heading.0, 6.0, 40.0),
            ("leading", self.leading / self.body, 0.9, 3.0),
            ("code_leading", self.code_leading / self.code, 0.9, 3.0),
            ("table_leading", self.table_leading / self.table, 0.9, 3.0),
            ("paragraph_gap", self.paragraph_gap.0, 0.0, 60.0),
            ("figure_gap", self.figure_gap.0, 0.0, 60.0),
            ("item_gap", self.item_gap.0, 0.0, 60.0),
            ("question_gap", self.question_gap.0, 0.0, 60.0),
            ("topic_gap", self.topic_gap.0, 0.0, 60.0),
            ("indent", self.indent.0, 0.0, 60.0),
        ];
        let out = |&&(_, value, least, most): &&(&str, f32, f32, f32)| !(least..=most).contains(&value);
        let (key, value, least, most) = bounds.iter().find(out)?;
        let unit = if key.ends_with("leading") { " times the size of its type" } else { "" };
        Some(format!("`{key}` is {value:.1}{unit}; it must be {least} to {most}{unit}"))
    }
}

fn millimetres<'a, D: Deserializer<'a>>(from: D) -> Result<Pt, D::Error> {
    f32::deserialize(from).map(|length| Mm(length).into())
}

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
        cheatsheet: Cow::Borrowed(include_str!("../../../templates/pdf/cheatsheet.toml")),
        handbook: Cow::Borrowed(include_str!("../../../templates/pdf/handbook.toml")),
        cards: Cow::Borrowed(include_str!("../../../templates/pdf/cards.toml")),
        colours: Cow::Borrowed(include_str!("../../../templates/pdf/colours.toml")),
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
