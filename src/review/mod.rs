//! The way back: what people changed in the review sheet goes into the documents, or beside them.
//!
//! `read` takes a sheet as a spreadsheet left it, `merge` tells which of its cells were edited and what became of those
//! in the documents meanwhile, `rewrite` writes questions and answers into documents, and the `overlay` holds what no
//! document can; `gaps` knows what of a text with gaps may be edited. Reading documents again comes as a function: this room knows no stage.

pub mod cells;
pub mod conflicts;
pub mod gaps;
pub mod merge;
pub mod overlay;
pub mod read;
pub mod rewrite;
