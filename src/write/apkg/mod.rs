//! The Anki deck: a package that every Anki client imports, and imports again without harm.
//!
//! What an import does with it, and why each value is what it is, was measured with Anki's own
//! backend: see docs/note-types.md. Nothing here knows the clock, so equal collections give equal bytes.

mod database;
mod decks;
mod identifier;
mod package;
mod sort_field;

use super::{WriteContext, WriteError, Writer, Written};
use crate::model::{Artifact, Collection};

const ARTIFACT: &str = "deck.apkg";

/// Writes `deck.apkg`: a card for every note that has an answer.
pub struct Apkg;

impl Writer for Apkg {
    fn name(&self) -> &'static str {
        "apkg"
    }

    fn write(&self, collection: &Collection, context: &WriteContext) -> Result<Written, WriteError> {
        let database = database::build(collection, &context.note_type).map_err(engine)?;
        let bytes = package::build(&database, &collection.media).map_err(engine)?;
        Ok(vec![Artifact { name: ARTIFACT.to_owned(), bytes }].into())
    }
}

fn engine(source: impl std::error::Error + Send + Sync + 'static) -> WriteError {
    WriteError::Engine { artifact: ARTIFACT, source: Box::new(source) }
}
