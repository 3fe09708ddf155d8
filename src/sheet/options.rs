//! What the user says of the review sheet: `[csv]` of the configuration.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::Column;

/// What a row stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PerRow {
    /// A note, with all that its entries say.
    #[default]
    #[serde(rename = "notes")]
    Note,
    /// One entry of a note: a question as it stands in one document.
    #[serde(rename = "entries")]
    Entry,
}

impl PerRow {
    /// The word for it in a row's base: `note`, `entry`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Entry => "entry",
        }
    }

    /// What `word` stands for.
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Note, Self::Entry].into_iter().find(|row| row.word() == word)
    }
}

/// How the review sheet is written; delimiter and byte order mark are of `review.csv` alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// What a row stands for.
    pub rows: PerRow,
    /// The columns, in their order.
    pub columns: Columns,
    /// What parts the cells of a row.
    pub delimiter: Delimiter,
    /// Whether the file opens with the byte order mark, by which Excel knows UTF-8.
    pub bom: bool,
}

impl Options {
    /// What holds where the user says nothing else.
    pub const DEFAULT: Self = Self {
        rows: PerRow::Note,
        columns: Columns(Cow::Borrowed(&Column::ALL)),
        delimiter: Delimiter::Comma,
        bom: true,
    };
}

impl Default for Options {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// Columns in an order, each once; at least one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct Columns(Cow<'static, [Column]>);

impl Columns {
    /// They, in their order.
    pub fn as_slice(&self) -> &[Column] {
        &self.0
    }
}

impl TryFrom<Vec<String>> for Columns {
    type Error = String;

    fn try_from(names: Vec<String>) -> Result<Self, String> {
        let mut columns = Vec::with_capacity(names.len());
        for name in names {
            let Some(column) = Column::ALL.into_iter().find(|column| column.name() == name) else {
                let known: Vec<String> =
                    Column::ALL.iter().map(|column| format!("`{}`", column.name())).collect();
                return Err(format!("the sheet has no column `{name}`; there are {}", known.join(", ")));
            };
            if columns.contains(&column) {
                return Err(format!("the column `{name}` is named twice"));
            }
            columns.push(column);
        }
        if columns.is_empty() {
            return Err("a sheet needs a column; leave `columns` out for all of them".to_owned());
        }
        Ok(Self(columns.into()))
    }
}

impl From<Columns> for Vec<String> {
    fn from(columns: Columns) -> Self {
        columns.0.iter().map(|column| column.name().to_owned()).collect()
    }
}

/// What parts the cells of a row of `review.csv`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Delimiter {
    /// `,`
    #[default]
    Comma,
    /// `;`, as Excel wants it where the comma is the decimal mark.
    Semicolon,
    /// A tab.
    Tab,
    /// `|`
    Bar,
}

impl Delimiter {
    /// Each of them.
    pub const ALL: [Self; 4] = [Self::Comma, Self::Semicolon, Self::Tab, Self::Bar];

    /// As it stands in the file.
    pub fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Bar => b'|',
        }
    }
}

impl TryFrom<String> for Delimiter {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|delimiter| text.as_bytes() == [delimiter.byte()]);
        known.ok_or_else(|| format!("cells are parted by `,`, `;`, `|` or a tab (`\\t`), not by `{text}`"))
    }
}

impl From<Delimiter> for String {
    fn from(delimiter: Delimiter) -> Self {
        char::from(delimiter.byte()).to_string()
    }
}
