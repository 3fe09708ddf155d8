//! One document, explained.

use std::path::{Path, PathBuf};

use super::by_place;
use super::sources::{language_of, reading, take_pictures};
use crate::config::Config;
use crate::explain::{self, Explanation};
use crate::intake::discover::{self, DiscoverError, Discovered, Source};
use crate::model::{Collection, Diagnostic};
use crate::{check, markup, recognise};

/// A document and how it was read.
#[derive(Debug)]
pub struct Explained {
    /// What it was read as, and why.
    pub explanation: Explanation,
    /// The document alone, with what is to be said about it.
    pub collection: Collection,
}

/// Why a document cannot be explained.
#[derive(Debug, thiserror::Error)]
pub enum ExplainError {
    /// It cannot be found.
    #[error(transparent)]
    Discover(#[from] DiscoverError),
    /// It is a folder.
    #[error("`{}` is a folder; name one of the documents in it", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
    },
    /// It cannot be read, or is no text.
    #[error("{}", .0.message)]
    Refused(Box<Diagnostic>),
}

/// Reads one document and tells what it was read as: all of it, or what holds `line`. `file` is its
/// path, or its id among the sources.
///
/// # Errors
/// When it cannot be found or read.
pub fn explain(file: &Path, line: Option<usize>, config: &Config) -> Result<Explained, ExplainError> {
    let (found, source) = source_of(file, config)?;
    let mut reading = reading(&source, config).map_err(|refused| ExplainError::Refused(Box::new(refused)))?;
    let mut diagnostics = reading.diagnostics(0);
    let evidence = reading.evidence;
    let mut tree = markup::parse(&reading.document.text);
    diagnostics.extend(take_pictures(&mut tree, 0, &reading.document, &found).diagnostics);
    reading.document.lang = language_of(&tree, &config.language);
    let found = recognise::recognise(0, &reading.document, tree.clone(), &config.recognise);
    let mut collection = Collection {
        documents: vec![reading.document],
        entries: found.entries,
        passages: found.passages,
        rejects: found.rejects,
        accounts: vec![found.account],
        ..Collection::default()
    };
    collection.diagnostics = by_place(diagnostics, check::check(&collection));
    let Some(explanation) = explain::explain(&collection, &tree, &found.lost, evidence, line) else {
        unreachable!("the collection holds one document")
    };
    Ok(Explained { explanation, collection })
}

/// The source that `file` names, with those it is found among: the configured sources if it is one of them.
fn source_of(file: &Path, config: &Config) -> Result<(Discovered, Source), ExplainError> {
    if file.is_dir() {
        return Err(ExplainError::Folder { path: file.to_owned() });
    }
    let foreign: Vec<String> = config.readers.keys().cloned().collect();
    let configured = discover::discover(&config.sources, &foreign).unwrap_or_default();
    if let Some(source) = configured.find(file).cloned() {
        return Ok((configured, source));
    }
    let alone = discover::discover(&[file.to_owned()], &foreign)?;
    match alone.sources.first().cloned() {
        Some(source) => Ok((alone, source)),
        None => Err(DiscoverError::Empty { path: file.to_owned() }.into()),
    }
}
