//! The columns of the review sheet.

/// A column of the review sheet. Readers find columns by name, so that their order may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The note's guid.
    Id,
    /// What a person said of the note: `approved`, `rejected` or nothing.
    Review,
    /// `ready` or `open`.
    Status,
    /// Full name of the Anki deck.
    Deck,
    /// `easy`, `medium`, `hard` or empty.
    Difficulty,
    /// The question, in Markdown.
    Question,
    /// The short answer, in Markdown; empty when there is none.
    Brief,
    /// The answer, in Markdown; empty while the note is open.
    Answer,
    /// Stated tags, one a line.
    Tags,
    /// Companies said to ask it, one a line.
    Companies,
    /// Notes that perhaps ask the same, one a line; see [`super::pairs`].
    SameAs,
    /// `document:line` of every entry, one a line.
    Sources,
    /// What the checks say of the note's entries, one a line.
    Flags,
    /// What a person remarks.
    Comment,
    /// What the other cells held when the sheet was written, see [`super::Base`].
    Base,
}

/// What the text of a column's cells is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One word of a few, in any case.
    Word,
    /// Text whose white space means nothing.
    Text,
    /// Items, one a line; see [`super::items`].
    Items,
    /// Markdown: its lines and their indentation count.
    Markdown,
}

impl Column {
    /// How many there are.
    pub const COUNT: usize = 15;

    /// Every column, in the order of the sheet.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Id,
        Self::Review,
        Self::Status,
        Self::Deck,
        Self::Difficulty,
        Self::Question,
        Self::Brief,
        Self::Answer,
        Self::Tags,
        Self::Companies,
        Self::SameAs,
        Self::Sources,
        Self::Flags,
        Self::Comment,
        Self::Base,
    ];

    /// What stands in the header row.
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Review => "review",
            Self::Status => "status",
            Self::Deck => "deck",
            Self::Difficulty => "difficulty",
            Self::Question => "question",
            Self::Brief => "brief",
            Self::Answer => "answer",
            Self::Tags => "tags",
            Self::Companies => "companies",
            Self::SameAs => "same_as",
            Self::Sources => "sources",
            Self::Flags => "flags",
            Self::Comment => "comment",
            Self::Base => "base",
        }
    }

    /// The column that a header cell names, whatever its case and the white space and marks around and in it.
    pub fn named(header: &str) -> Option<Self> {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let name = letters(header).to_lowercase();
        Self::ALL.into_iter().find(|column| letters(column.name()) == name)
    }

    /// What its cells are made of.
    pub fn shape(self) -> Shape {
        match self {
            Self::Review | Self::Status | Self::Difficulty => Shape::Word,
            Self::Id | Self::Deck | Self::Comment | Self::Base => Shape::Text,
            Self::Tags | Self::Companies | Self::SameAs | Self::Sources | Self::Flags => Shape::Items,
            Self::Question | Self::Brief | Self::Answer => Shape::Markdown,
        }
    }

    /// Whether an edit of its cells goes anywhere; what follows from other things is not edited.
    pub fn is_editable(self) -> bool {
        !matches!(self, Self::Id | Self::Status | Self::Sources | Self::Flags | Self::Base)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_go_by_name_however_it_is_written() {
        for column in Column::ALL {
            assert_eq!(Column::named(column.name()), Some(column));
            assert_eq!(Column::named(&format!(" {} ", column.name().to_uppercase())), Some(column));
        }
        assert_eq!(Column::named("Same as"), Some(Column::SameAs));
        assert_eq!(Column::named("\u{feff}\"Id\":"), Some(Column::Id));
        assert_eq!(Column::named("questions"), None);
        assert_eq!(Column::named(""), None);
    }

    #[test]
    fn columns_stand_in_the_order_of_the_sheet() {
        assert!(Column::ALL.is_sorted());
    }
}
