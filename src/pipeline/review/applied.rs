//! What is asked of a review, and what comes of it.

use std::path::PathBuf;

use super::Reason;
use crate::files::FileError;
use crate::pipeline::BuildError;
use crate::review::merge::{Conflict, Merged};
use crate::review::read::{ReadError, Remark};
use crate::sheet::Column;

/// What is to be done with a sheet.
#[derive(Clone, Debug)]
pub struct Request {
    /// The sheet.
    pub sheet: PathBuf,
    /// Where edits of questions and answers go.
    pub into: Into,
    /// Whether documents that are garbled or in a legacy encoding may be written anew.
    pub repair: bool,
    /// Whether nothing is to be written.
    pub dry_run: bool,
}

/// Where edits of questions and answers go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Into {
    /// Into the documents, as far as their style can hold them.
    #[default]
    Source,
    /// Into the overlay.
    Overlay,
}

/// What came of a sheet.
#[derive(Debug)]
pub struct Applied {
    /// What is to be said of the sheet; where one is an error, nothing was applied.
    pub remarks: Vec<Remark>,
    /// Cells that were edited on both sides; nothing was written for them.
    pub conflicts: Vec<Conflict>,
    /// The file that lists them.
    pub conflict_file: Option<PathBuf>,
    /// How many cells of questions and answers stand in documents now.
    pub in_documents: usize,
    /// Cells that are held beside the documents, and why.
    pub held: Vec<Held>,
    /// How many notes were approved, rejected or remarked on.
    pub reviewed: usize,
    /// How many pairs of notes were decided.
    pub decided: usize,
    /// The files that change, with their texts.
    pub changed: Vec<ChangedFile>,
}

/// A cell that is held beside the documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The guid of its note.
    pub guid: String,
    /// The row of the sheet.
    pub line: usize,
    /// Its column.
    pub column: Column,
    /// Why no document says it.
    pub reason: Reason,
}

/// A file that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedFile {
    /// The file.
    pub path: PathBuf,
    /// Its text before; empty for a new file.
    pub before: String,
    /// Its text now.
    pub after: String,
}

/// Why a sheet could not be applied.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// The file is no sheet.
    #[error(transparent)]
    Sheet(#[from] ReadError),
    /// The documents cannot be read.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// A file cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// A document was changed by somebody else meanwhile.
    #[error("`{}` changed while the sheet was applied; nothing was written: apply it again", path.display())]
    Moved {
        /// The document.
        path: PathBuf,
    },
    /// The documents would not say what the sheet wants, or other notes would change with it.
    #[error(
        "with these edits the notes would not be what the sheet says ({some}); nothing was written: apply the sheet \
         without them, and edit their documents"
    )]
    Unsettled {
        /// The ids of some notes that would be something else.
        some: String,
    },
}

impl Applied {
    /// Of a sheet with errors: nothing.
    pub(super) fn refused(merged: Merged) -> Self {
        Self {
            remarks: merged.remarks,
            conflicts: Vec::new(),
            conflict_file: None,
            in_documents: 0,
            held: Vec::new(),
            reviewed: 0,
            decided: 0,
            changed: Vec::new(),
        }
    }
}
