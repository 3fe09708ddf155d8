//! Why a build could not be finished.

use std::path::{Path, PathBuf};

use crate::config;
use crate::config::templates::TemplateError;
use crate::files::FileError;
use crate::intake::discover::DiscoverError;
use crate::ledger::LedgerError;
use crate::review::overlay::OverlayError;
use crate::write::WriteError;

/// Why a build could not be finished.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The sources cannot be listed.
    #[error(transparent)]
    Discover(#[from] DiscoverError),
    /// A file cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The ledger is damaged.
    #[error("`{}` is damaged: {error}; restore it from version control, or move it away and rebuild it from an earlier \
             `model.json` or `review.csv` with `deckpress ledger restore FILE`", path.display())]
    Ledger {
        /// The ledger file.
        path: PathBuf,
        /// What is wrong with it.
        error: LedgerError,
    },
    /// The ledger is not there, and an earlier build of the deck is.
    #[error(
        "the ledger `{}` is missing or empty, and {} of an earlier build of `{name}`; take the ledger back from version \
         control, or rebuild it with `{}`; to start anew (reworded questions then become new cards, and an import \
         replaces your edits in Anki), remove {}",
        path.display(), are_there(remains), restoring(remains, path), if remains.len() == 1 { "that file" } else { "those files" }
    )]
    LostLedger {
        /// Where the ledger should be.
        path: PathBuf,
        /// The files from which it could be restored, the best first; at least one.
        remains: Vec<PathBuf>,
        /// The deck.
        name: String,
    },
    /// The overlay is damaged.
    #[error("`{}` is damaged: {error}; put the line right, or restore the file from version control", path.display())]
    Overlay {
        /// The overlay file.
        path: PathBuf,
        /// What is wrong with it.
        error: OverlayError,
    },
    /// The ledger is that of another deck.
    #[error("`{}` is the ledger of the deck `{deck}`; give `{name}` another folder with `--output`, or build it as \
             that deck with `--name`", path.display())]
    OtherDeck {
        /// The ledger file.
        path: PathBuf,
        /// A deck that it holds notes of.
        deck: String,
        /// The deck that was to be built.
        name: String,
    },
    /// The output folder is that of another deck.
    #[error("`{}` holds the deck `{deck}`, whose ledger is `{}`; give `{name}` another folder with `--output`",
            output.display(), ledger.display())]
    Occupied {
        /// The output folder.
        output: PathBuf,
        /// The ledger of the other deck.
        ledger: PathBuf,
        /// A deck that it holds notes of.
        deck: String,
        /// The deck that was to be built.
        name: String,
    },
    /// The ledger would change, and must not.
    #[error("`{}` would change, and `--locked` forbids that; build without `--locked` and commit the ledger", path.display())]
    Locked {
        /// The ledger file.
        path: PathBuf,
    },
    /// More cards would leave the deck than may.
    #[error(
        "{leaving} of {cards} cards would leave the deck, and `max_shrink` allows {allowed} %: {some}; is a \
             document missing? `deckpress plan` lists them all; if that is meant, build with `--allow-shrink` (Anki \
             keeps the cards)"
    )]
    Shrink {
        /// How many would leave.
        leaving: usize,
        /// How many the last build had.
        cards: usize,
        /// How many of a hundred may leave.
        allowed: u8,
        /// The first of them.
        some: String,
    },
    /// No note and no deck is called so.
    #[error("`{name}` is neither a deck nor the id of a note in `{}`; `deckpress plan` shows both", ledger.display())]
    UnknownName {
        /// What was asked for.
        name: String,
        /// The ledger file.
        ledger: PathBuf,
    },
    /// The templates cannot be used.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// An artifact cannot be made.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// That `files` are there: `a`, or `a` and two more.
fn are_there(files: &[PathBuf]) -> String {
    listed(files) + if files.len() == 1 { " is" } else { " are" }
}

/// `files` as a list in a sentence.
fn listed(files: &[PathBuf]) -> String {
    let names: Vec<String> = files.iter().map(|file| format!("`{}`", file.display())).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

/// The command that makes `ledger` of the first of `files`.
fn restoring(files: &[PathBuf], ledger: &Path) -> String {
    let file = files.first().map(|file| file.display().to_string()).unwrap_or_default();
    let there = match ledger == Path::new(config::LEDGER) {
        true => String::new(),
        false => format!(" --ledger {}", ledger.display()),
    };
    format!("deckpress ledger restore {file}{there}")
}
