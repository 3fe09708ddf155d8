//! How paper looks: every size, distance and colour, named once, as `templates/pdf` gives them.

mod files;

use serde::{Deserialize, Deserializer};

use crate::code::Class;

use super::flow::Sheet;
use super::font::{Face, Family, Fonts};
use super::language::Language;
use super::options::PaperSize;
use super::page::Rect;
use super::units::{Mm, Pt};

pub use files::{ThemeError, ThemeTexts, Themes};

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

    /// The sheet that this is printed on, in a language.
    pub fn sheet(&self, language: Language) -> Sheet {
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
            to_left: language.to_left,
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
