//! A document's content tree with what stands around it.

use serde::{Deserialize, Serialize};

use super::{Blocks, Span};

/// What markup makes of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// The content, in order of place.
    pub blocks: Blocks,
    /// The data block that the document opens with.
    pub front_matter: Option<FrontMatter>,
    /// What the front matter says, or the whole document where it is nothing but data; its blocks are then there
    /// as well, as far as they can be read.
    pub data: Option<Datum>,
    /// Ids given in the source (`<!-- id: x -->`, `{#x}` on a heading), each with the place where it
    /// stands: it belongs to the block that holds or follows that place.
    pub ids: Vec<(Span, String)>,
    /// Syntax that is no content, in order of place.
    pub structure: Vec<Structure>,
    /// Whether nothing in the document is markup: it was read as plain text.
    pub plain: bool,
}

/// Data in front of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontMatter {
    /// From its first to its last delimiter.
    pub span: Span,
    /// What stands between the delimiters.
    pub text: String,
}

/// A value of a document's data, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Datum {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: DatumKind,
}

/// The kinds of value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatumKind {
    /// Text, a number or a word such as `true`.
    Text {
        /// It as written, quotes and indentation undone.
        text: String,
        /// What it says.
        blocks: Blocks,
    },
    /// Values in order.
    List(Vec<Datum>),
    /// Values by their names, in order of place.
    Map(Vec<(String, Datum)>),
}

/// Syntax that is no content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Structure {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: StructureKind,
}

/// What holds a document together and is no study material.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StructureKind {
    /// Front matter, and what surrounds the records of a document that is data.
    FrontMatter,
    /// A comment.
    Comment,
    /// The opening or closing line of a container: `<AccordionGroup>`, `</details>`, `:::`.
    Container,
    /// A program line of MDX: `import`, `export`.
    Program,
    /// The definition of a link's target.
    LinkDefinition,
    /// The heading of a section.
    Heading,
    /// A thematic break.
    Rule,
    /// Contents and navigation: what only leads somewhere.
    Navigation,
    /// The announcement of questions: "Common interview questions:".
    Announcement,
    /// The head of a table or export whose rows are questions.
    TableHead,
    /// Answers that stand apart from their questions, and are given to them.
    AnswerKey,
    /// What is not about the subject: badges, appeals, who wrote the document.
    Noise,
    /// Marks without a word on the subject: an empty item, a stray sign, tags and properties of a note program.
    Marks,
}

impl StructureKind {
    /// What people call it.
    pub fn words(self) -> &'static str {
        match self {
            Self::FrontMatter => "front matter",
            Self::Comment => "comment",
            Self::Container => "container tag",
            Self::Program => "program line",
            Self::LinkDefinition => "link definition",
            Self::Heading => "heading",
            Self::Rule => "rule",
            Self::Navigation => "navigation",
            Self::Announcement => "announcement",
            Self::TableHead => "table head",
            Self::AnswerKey => "answer key",
            Self::Noise => "beside the subject",
            Self::Marks => "marks",
        }
    }
}
