//! The columns of the review sheet.

/// A column of the review sheet. Readers find columns by name, so that their order may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The note's guid.
    Id,
    /// `ready` or `open`.
    Status,
    /// Full name of the Anki deck.
    Deck,
    /// The question, in Markdown.
    Question,
    /// The answer, in Markdown; empty while the note is open.
    Answer,
    /// Stated tags, one a line.
    Tags,
    /// `easy`, `medium`, `hard` or empty.
    Difficulty,
    /// Companies said to ask it, one a line.
    Companies,
    /// `document:line` of every entry, one a line.
    Sources,
    /// What the checks say of the note's entries, one a line.
    Flags,
}

impl Column {
    /// Every column, in the order of the sheet.
    pub const ALL: [Self; 10] = [
        Self::Id,
        Self::Status,
        Self::Deck,
        Self::Question,
        Self::Answer,
        Self::Tags,
        Self::Difficulty,
        Self::Companies,
        Self::Sources,
        Self::Flags,
    ];

    /// What stands in the header row.
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Status => "status",
            Self::Deck => "deck",
            Self::Question => "question",
            Self::Answer => "answer",
            Self::Tags => "tags",
            Self::Difficulty => "difficulty",
            Self::Companies => "companies",
            Self::Sources => "sources",
            Self::Flags => "flags",
        }
    }
}
