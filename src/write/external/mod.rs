//! Writers outside the program: a command of the user's configuration gets the whole collection as JSON and
//! writes files into a fresh folder. docs/plugins.md is the protocol in words, `protocol` as types.

mod folder;
pub mod protocol;
mod remarks;

use std::path::PathBuf;

use serde_json::{Map, Value};

use super::{WriteContext, Written, note_type};
use crate::command::{self, CommandError, Complaints};
use crate::model::Collection;
use crate::render;
use folder::Folder;
use protocol::{Message, NoteType, PROTOCOL, Template};

/// A writer that the user's configuration names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct External {
    /// Its name, and that of its folder in the output.
    pub name: String,
    /// A program and its arguments; no shell.
    pub command: Vec<String>,
    /// What the user tells it.
    pub options: Map<String, Value>,
}

/// Why an external writer failed. Nothing that it made is kept.
#[derive(Debug, thiserror::Error)]
pub enum ExternalError {
    /// The command did not do its work.
    #[error("`[writer.{writer}]`: {error}; the output folder is unchanged")]
    Command {
        /// The writer.
        writer: String,
        /// What went wrong.
        error: CommandError,
    },
    /// There is no room for what it makes.
    #[error(
        "`[writer.{writer}]` needs a temporary folder: {error}; is the disk full, or TMPDIR set wrongly?"
    )]
    Folder {
        /// The writer.
        writer: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// What it made cannot be read.
    #[error("cannot read `{}`, which `[writer.{writer}]` made: {error}; the output folder is unchanged", path.display())]
    Made {
        /// The writer.
        writer: String,
        /// The file, relative to the destination.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
}

impl External {
    /// Runs the command and collects what it made, below a folder of its own name; by name.
    ///
    /// Whether it may run at all is the caller's to decide.
    ///
    /// # Errors
    /// When it is missing or fails, or its files cannot be read.
    pub fn write(&self, collection: &Collection, context: &WriteContext) -> Result<Written, ExternalError> {
        let writer = || self.name.clone();
        let no_room = |error| ExternalError::Folder { writer: writer(), error };
        let folder = Folder::new(&collection.media).map_err(no_room)?;
        let message = self.message(collection, context, &folder);
        let message = serde_json::to_vec(&message).map_err(|error| no_room(error.into()))?;
        let said = command::run(&self.command, &message, Complaints::Shown)
            .map_err(|error| ExternalError::Command { writer: writer(), error })?;
        let artifacts = folder.artifacts(&self.name).map_err(|(path, error)| ExternalError::Made {
            writer: writer(),
            path,
            error,
        })?;
        Ok(Written { artifacts, diagnostics: remarks::diagnostics(&self.name, &said, collection) })
    }

    fn message(&self, collection: &Collection, context: &WriteContext, folder: &Folder) -> Message {
        let mut model = render::model::model(collection);
        let mut derived: Vec<_> = collection.derived.iter().map(render::model::note).collect();
        let told = model.notes.iter_mut().chain(&mut derived);
        for (told, note) in told.zip(collection.notes.iter().chain(&collection.derived)) {
            let filled = note_type::filled(note).into_iter();
            told.fields = filled.map(|(name, html)| (name.to_owned(), html.to_owned())).collect();
        }
        Message {
            protocol: PROTOCOL,
            tool_version: context.version.to_owned(),
            options: self.options.clone(),
            destination: folder.destination().to_owned(),
            collection: model,
            derived,
            note_type: note_type(&context.note_type, &note_type::BASIC),
            cloze_note_type: note_type(&context.note_type, &note_type::CLOZE),
            media: folder.media(&collection.media),
        }
    }
}

/// A note type of the deck, as writers for Anki need it.
fn note_type(shown: &note_type::NoteType, kind: &note_type::Kind) -> NoteType {
    let templates = shown.templates(kind).into_iter().map(|template| Template {
        name: template.name.to_owned(),
        front: template.front.to_owned(),
        back: template.back.to_owned(),
    });
    NoteType {
        id: kind.id,
        name: kind.name.to_owned(),
        fields: kind.fields().map(str::to_owned).collect(),
        templates: templates.collect(),
        style: shown.style.to_string(),
    }
}
