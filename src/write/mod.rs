//! Writers: each turns the finished collection into artifacts, and knows no other.
//!
//! A writer never touches the file system, the clock or the sources. What the user's own programs make of the
//! collection comes through `external`.

pub mod anki_text;
pub mod apkg;
mod card_template;
pub mod csv;
pub mod external;
pub mod json;
pub mod note_type;
pub mod pdf;
pub mod preview;
pub mod xlsx;

use crate::model::{Artifact, Collection, Diagnostic};
use crate::sheet;
use note_type::NoteType;

/// Every writer, in the order in which artifacts are made and named.
pub static WRITERS: &[&dyn Writer] = &[
    &apkg::Apkg,
    &anki_text::AnkiText,
    &pdf::Pdf,
    &csv::Csv,
    &xlsx::Workbooks,
    &json::Json,
    &preview::Preview,
];

/// Makes one kind of artifact.
pub trait Writer: Sync {
    /// Its name, as `--only` takes it.
    fn name(&self) -> &'static str;

    /// Whether it runs where the user names no writers.
    fn runs_by_default(&self) -> bool {
        true
    }

    /// Makes its artifacts.
    ///
    /// # Errors
    /// When the environment fails; never because of content.
    fn write(&self, collection: &Collection, context: &WriteContext) -> Result<Written, WriteError>;
}

/// What came of a writer.
#[derive(Debug, Default)]
pub struct Written {
    /// What it made.
    pub artifacts: Vec<Artifact>,
    /// What it has to say of it: what did not fit, what cannot be shown.
    pub diagnostics: Vec<Diagnostic>,
}

impl Written {
    /// Adds what came of another writer.
    pub fn extend(&mut self, other: Self) {
        self.artifacts.extend(other.artifacts);
        self.diagnostics.extend(other.diagnostics);
    }
}

impl From<Vec<Artifact>> for Written {
    fn from(artifacts: Vec<Artifact>) -> Self {
        Self { artifacts, diagnostics: Vec::new() }
    }
}

/// What a writer may know beside the collection.
#[derive(Clone, Debug)]
pub struct WriteContext {
    /// The time of the build, in seconds since 1970.
    pub now: i64,
    /// Version of the program.
    pub version: &'static str,
    /// What Anki makes cards of.
    pub note_type: NoteType,
    /// What is printed, and how it looks.
    pub print: pdf::Print,
    /// How the review sheet is written.
    pub sheet: sheet::Options,
}

/// Why an artifact could not be made.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The database engine failed.
    #[error("cannot build `{artifact}`: {source}")]
    Engine {
        /// The artifact.
        artifact: &'static str,
        /// What the engine said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A program of the user's failed.
    #[error(transparent)]
    External(#[from] external::ExternalError),
}
