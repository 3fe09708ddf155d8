//! What a part of a page is, for those who hear it or take it out of its columns (ISO 32000-1, 14.8).

use std::sync::Arc;

/// A standard structure type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tag {
    /// What belongs together: a topic, a question with its answer.
    Section,
    /// A heading, from 1 on. The emitter leaves no level out.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// A list.
    List,
    /// An item of a list.
    Item,
    /// What an item begins with.
    Label,
    /// The rest of an item.
    ItemBody,
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// A cell in a table's head.
    HeadCell,
    /// Any other cell.
    Cell,
    /// Code.
    Code,
    /// A quote.
    Quote,
    /// A footnote.
    Note,
    /// A picture, and what it shows in words.
    Figure(Arc<str>),
    /// A formula, and how it is written.
    Formula(Arc<str>),
    /// Something that leads elsewhere.
    Link,
    /// A table of contents.
    Contents,
    /// A line of a table of contents.
    ContentsItem,
    /// An index.
    Index,
    /// Anything else that stands apart.
    Division,
    /// What is in another language than the whole: its BCP 47 tag.
    Foreign(Arc<str>),
}

impl Tag {
    /// Its name in a PDF.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Section => "Sect",
            Self::Heading(level) => match level {
                0 | 1 => "H1",
                2 => "H2",
                3 => "H3",
                4 => "H4",
                5 => "H5",
                _ => "H6",
            },
            Self::Paragraph => "P",
            Self::List => "L",
            Self::Item => "LI",
            Self::Label => "Lbl",
            Self::ItemBody => "LBody",
            Self::Table => "Table",
            Self::Row => "TR",
            Self::HeadCell => "TH",
            Self::Cell => "TD",
            Self::Code => "Code",
            Self::Quote => "BlockQuote",
            Self::Note => "Note",
            Self::Figure(_) => "Figure",
            Self::Formula(_) => "Formula",
            Self::Link => "Link",
            Self::Contents => "TOC",
            Self::ContentsItem => "TOCI",
            Self::Index => "Index",
            Self::Division | Self::Foreign(_) => "Div",
        }
    }

    /// What it says in words where it is not made of them.
    pub fn alternative(&self) -> Option<&str> {
        match self {
            Self::Figure(words) | Self::Formula(words) => Some(words),
            _ => None,
        }
    }
}
