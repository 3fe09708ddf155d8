//! A document's content tree with what stands around it.

use super::{Block, Span};

/// What markup makes of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// The content, in order of place.
    pub blocks: Vec<Block>,
    /// The data block that the document opens with.
    pub front_matter: Option<FrontMatter>,
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

/// Syntax that is no content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Structure {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: StructureKind,
}

/// The kinds of syntax that are no content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StructureKind {
    /// Front matter.
    FrontMatter,
    /// A comment.
    Comment,
    /// The opening or closing line of a container: `<AccordionGroup>`, `</details>`, `:::`.
    Container,
    /// A program line of MDX: `import`, `export`.
    Program,
    /// The definition of a link's target.
    LinkDefinition,
}
