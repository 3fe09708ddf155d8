//! How paper looks: every size, distance and colour, named once.

use crate::code::Class;

use super::flow::Sheet;
use super::font::{Face, Family};
use super::page::Rect;
use super::units::{Mm, Pt};

/// A colour, each part from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colour(pub f32, pub f32, pub f32);

impl Colour {
    /// Text.
    pub const INK: Self = Self(0.08, 0.08, 0.1);

    /// A grey of this lightness.
    pub const fn grey(lightness: f32) -> Self {
        Self(lightness, lightness, lightness)
    }
}

/// The look of a product.
#[derive(Clone, Debug)]
pub struct Theme {
    /// Width of the sheet.
    pub page_width: Pt,
    /// Height of the sheet.
    pub page_height: Pt,
    /// Free on all four sides; the footer stands in the lower one's place, above it.
    pub margin: Pt,
    /// Columns on a page.
    pub columns: usize,
    /// Between columns; a hair line stands in its middle.
    pub gutter: Pt,
    /// From the columns' foot to the page's foot margin.
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
    /// Accent of topics and links: dark enough to survive greyscale.
    pub accent: Colour,
    /// Ids, footers, remarks.
    pub muted: Colour,
    /// Hair lines.
    pub hairline: Colour,
    /// Behind code and table heads: light, to save ink.
    pub shade: Colour,
}

impl Theme {
    /// The cheat sheet: three columns on A4 landscape.
    pub fn cheatsheet() -> Self {
        Self {
            page_width: Mm(297.0).into(),
            page_height: Mm(210.0).into(),
            margin: Mm(10.5).into(),
            columns: 3,
            gutter: Mm(6.0).into(),
            footer: Mm(5.0).into(),
            body: Pt(8.2),
            leading: Pt(10.5),
            code: Pt(7.0),
            code_leading: Pt(8.8),
            inline_code: 0.9,
            table: Pt(7.6),
            table_leading: Pt(9.5),
            small: Pt(6.2),
            title: Pt(17.0),
            topic: Pt(11.5),
            heading: Pt(8.8),
            paragraph_gap: Pt(3.2),
            figure_gap: Pt(4.2),
            item_gap: Pt(1.0),
            question_gap: Pt(8.0),
            topic_gap: Pt(15.0),
            justified: false,
            indent: Pt(9.0),
            accent: Colour(0.05, 0.25, 0.48),
            muted: Colour::grey(0.42),
            hairline: Colour::grey(0.72),
            shade: Colour::grey(0.95),
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
            y: self.margin,
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
        self.page_height - self.margin * 2.0 - self.footer
    }

    /// Face and colour of a class of code: told apart by weight and slant where colours are lost.
    pub fn code_look(&self, class: Class) -> (Face, Colour) {
        let face = |bold, italic| Face { family: Family::Mono, bold, italic };
        match class {
            Class::Plain => (face(false, false), Colour::INK),
            Class::Keyword => (face(true, false), Colour(0.1, 0.2, 0.5)),
            Class::String => (face(false, false), Colour(0.1, 0.36, 0.18)),
            Class::Comment => (face(false, true), Colour::grey(0.4)),
            Class::Number | Class::Constant => (face(false, false), Colour(0.5, 0.22, 0.05)),
            Class::Function => (face(false, false), Colour(0.3, 0.12, 0.42)),
            Class::Type => (face(true, false), Colour(0.05, 0.32, 0.4)),
            Class::Attribute => (face(false, true), Colour(0.42, 0.12, 0.22)),
        }
    }
}
