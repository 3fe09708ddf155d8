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

use crate::model::{Artifact, Collection};
use crate::sheet;
use note_type::NoteType;

/// Every writer, in the order in which artifacts are made and named.
pub static WRITERS: &[&dyn Writer] =
    &[&apkg::Apkg, &anki_text::AnkiText, &pdf::Pdf, &csv::Csv, &xlsx::Workbooks, &json::Json, &preview::Preview];

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
    fn write(&self, collection: &Collection, context: &WriteContext) -> Result<Vec<Artifact>, WriteError>;
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
