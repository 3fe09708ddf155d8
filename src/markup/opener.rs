//! What the opening of a container says, in whichever syntax it is written.

use crate::model::StructureKind;

/// What a container is, if it is content.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum ContainerKind {
    Disclosure {
        kind: Option<String>,
        open: bool,
    },
    Callout {
        kind: String,
    },
    /// What a summary holds below its first paragraph; it opens its container.
    Summary,
}

/// How the end of a container is known.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Ending {
    /// `</Name>`.
    Tag(String),
    /// `:::`, with as many colons.
    Colons(usize),
    /// The first line with less indentation.
    Dedent,
    /// The opener is all there is of it.
    AtOnce,
}

/// The opening of a container, as a syntax recognises it at the start of a text.
#[derive(Debug, PartialEq)]
pub(super) struct Opener {
    pub ending: Ending,
    /// `None` when the tags are structure and the content stays where it is.
    pub kind: Option<ContainerKind>,
    /// Where its title stands in the text; empty when it has none.
    pub title: std::ops::Range<usize>,
    /// How much of the text it takes.
    pub len: usize,
    pub structure: StructureKind,
}
