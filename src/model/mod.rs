//! The vocabulary of the house: plain data that every room speaks, and nothing else.
//!
//! Knows no stage, no command line, no file and no clock.

pub mod account;
pub mod alike;
pub mod cloze;
pub mod collection;
pub mod content;
pub mod cut;
pub mod diagnostic;
pub mod document;
pub mod entry;
pub mod inlines;
pub mod note;
pub mod numeral;
pub mod offsets;
pub mod page_mark;
pub mod schema;
pub mod span;
pub mod text;
pub mod tree;
pub mod walk;

pub use account::{Account, Class, Stretch};
pub use cloze::{Cloze, Gap, Piece};
pub use collection::{Artifact, Collection, Deck, Media};
pub use content::{Block, BlockKind, Blocks, Inline, InlineKind};
pub use diagnostic::{Diagnostic, Severity};
pub use document::{Document, Repair};
pub use entry::{Aside, AsideKind, Difficulty, Entry, FollowUp, Link, Passage, Reject, SectionPath};
pub use inlines::Inlines;
pub use note::{
    Decisions, Doubt, Draft, Fields, Merge, Note, NoteKind, Stamp, Status, Variant, Verdict, Wording,
};
pub use offsets::OffsetMap;
pub use span::{LineIndex, Lines, Span};
pub use text::Text;
pub use tree::{Datum, DatumKind, FrontMatter, Structure, StructureKind, Tree};
