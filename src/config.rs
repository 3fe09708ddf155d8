//! `deckpress.toml` and the flags: what was typed, and what is meant by it.

pub mod consent;
mod misfit;
pub mod templates;
mod typed;
mod writers;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

pub use typed::{Cards, DETECT, Digest, Reader, Together, Typed};
pub use writers::Writer;

use crate::files::{self, FileError};
use crate::recognise;
use crate::sheet;
use crate::write::external::External;
use crate::write::pdf;

/// Name of the configuration file.
pub const FILE: &str = "deckpress.toml";
/// Name of the ledger file.
pub const LEDGER: &str = "deckpress.lock";
/// Name of the file of what a review wants and no document says; it lies beside the ledger.
pub const OVERLAY: &str = "review.overlay.toml";
/// Name of the file that tells of an interrupted change of several files; it lies beside the ledger.
const JOURNAL: &str = ".deckpress-journal";

/// 2006-10-01, about when Anki was first released: no build is older.
const ANKI_EPOCH: i64 = 1_159_660_800;

/// What the command line says; each part overrides the file.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// Folders and files to read; empty for those of the file.
    pub sources: Vec<PathBuf>,
    /// Folder to write to.
    pub output: Option<PathBuf>,
    /// Writers to run; empty for those of the file.
    pub only: Vec<String>,
    /// Name of the root deck.
    pub name: Option<String>,
    /// The ledger file.
    pub ledger: Option<PathBuf>,
    /// Folder with templates in place of those that the program comes with.
    pub templates: Option<PathBuf>,
    /// What is printed, and on what, as far as it is other than in the file.
    pub pdf: PdfFlags,
    /// The time of the build, in seconds since 1970.
    pub now: Option<i64>,
    /// Whether a build that would change the ledger fails.
    pub locked: bool,
    /// Whether commands of the configuration may run.
    pub allow_commands: bool,
    /// Whether any number of cards may leave the deck.
    pub allow_shrink: bool,
    /// Whether nothing is to be written: then no command that writes is run or asked about.
    pub reads_only: bool,
}

/// What the command line says of the `[pdf]` table.
#[derive(Clone, Debug, Default)]
pub struct PdfFlags {
    /// The products to make; empty for those of the file.
    pub products: Vec<pdf::Product>,
    /// The sheets that they are laid out for.
    pub paper: Option<pdf::PaperSize>,
    /// How many pages the cheat sheet may have; zero for any number.
    pub budget: Option<usize>,
    /// Whether each topic of the cheat sheet starts on a page of its own, whatever the file says.
    pub per_topic_page: bool,
    /// Whether nothing is filled, whatever the file says.
    pub ink_saving: bool,
}

impl PdfFlags {
    fn over(self, mut typed: pdf::Options) -> pdf::Options {
        typed.products = self.products.try_into().unwrap_or(typed.products);
        typed.paper = self.paper.unwrap_or(typed.paper);
        typed.budget = self.budget.unwrap_or(typed.budget);
        typed.per_topic_page |= self.per_topic_page;
        typed.ink_saving |= self.ink_saving;
        typed
    }
}

/// What a build does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Name of the root deck.
    pub name: String,
    /// Folders and files to read.
    pub sources: Vec<PathBuf>,
    /// Folder to write to.
    pub output: PathBuf,
    /// Names of the writers to run, in their own order.
    pub writers: Vec<&'static str>,
    /// The external writers to run, by name.
    pub external: Vec<External>,
    /// Language of documents that do not name theirs; `detect` to go by their words.
    pub language: String,
    /// Documents and folders whose answers come first.
    pub priority: Vec<String>,
    /// What the user says of how documents are to be read.
    pub recognise: recognise::Options,
    /// Questions that ask the same, whatever their words.
    pub same: Vec<Together>,
    /// Questions that ask something else, whatever their words.
    pub different: Vec<Together>,
    /// Whether the command line names the sources: then they are a deck of their own.
    pub own_deck: bool,
    /// The ledger file.
    pub ledger: PathBuf,
    /// Ledgers of other decks that have their artifacts in the output folder, where there are such.
    pub neighbours: Vec<PathBuf>,
    /// The time of the build, in seconds since 1970.
    pub now: i64,
    /// Whether a build that would change the ledger fails.
    pub locked: bool,
    /// Commands that turn foreign formats into Markdown, by extension in lower case without its dot.
    pub readers: BTreeMap<String, Vec<String>>,
    /// Whether commands of the configuration may run.
    pub allow_commands: bool,
    /// How many of a hundred cards may leave the deck in one build; `None` for any number.
    pub max_shrink: Option<u8>,
    /// The tag that all tags of deckpress lie below; empty for none.
    pub tag_prefix: String,
    /// Cards that are made only where the user asks for them.
    pub cards: Cards,
    /// Folder with templates in place of those that the program comes with.
    pub templates: Option<PathBuf>,
    /// How the review sheet is written.
    pub sheet: sheet::Options,
    /// Words that label a short answer, beside those of the templates.
    pub brief: Vec<String>,
    /// What is printed, and on what.
    pub pdf: pdf::Options,
}

/// What is wrong with the configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The file is no valid TOML, or a value has the wrong type.
    #[error("{}:{line}: {message}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line, counted from one.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// A key that nobody knows.
    #[error("{}:{line}: unknown key `{key}`; did you mean `{nearest}`? docs/config.md lists every key", path.display())]
    UnknownKey {
        /// The file.
        path: PathBuf,
        /// The line, counted from one.
        line: usize,
        /// The key.
        key: String,
        /// The known key that looks most like it.
        nearest: String,
    },
    /// A writer that nobody knows.
    #[error("unknown writer `{name}`; did you mean `{nearest}`? there are {known}")]
    UnknownWriter {
        /// Its name.
        name: String,
        /// The known writer that looks most like it.
        nearest: String,
        /// All known writers.
        known: String,
    },
    /// A reader or writer without a program.
    #[error("`[{table}]` in {FILE} names no program; write `command = [\"program\", \"argument\"]`")]
    NoCommand {
        /// The table that names it.
        table: String,
    },
    /// An external writer whose name is that of another, or no name for a folder.
    #[error(
        "`[writer.{name:?}]` in {FILE}: {problem}; give it another name, of `a` to `z`, digits, `-` and `_`"
    )]
    WriterName {
        /// Its name.
        name: String,
        /// Why it cannot have it.
        problem: &'static str,
    },
    /// A deck without a name.
    #[error("the name of the deck is empty; give one with `--name` or `name = \"…\"` in {FILE}")]
    NoName,
    /// A time before Anki: its ids are times, and zero breaks its database check.
    #[error("`--now {now}` lies before Anki was made; give the seconds since 1970")]
    Past {
        /// The time, in seconds since 1970.
        now: i64,
    },
    /// A time that lies ahead: Anki would ignore every correct build until then.
    #[error("`--now {now}` lies in the future; Anki would ignore all builds until then")]
    Future {
        /// The time, in seconds since 1970.
        now: i64,
    },
}

impl Config {
    /// What `typed` and `flags` mean together.
    ///
    /// # Errors
    /// When a writer is unknown, a command empty, the deck has no name, or the time lies in the future.
    pub fn new(typed: Typed, flags: Flags) -> Result<Self, ConfigError> {
        let own_sources = !flags.sources.is_empty();
        let is_own_output = flags.output.as_ref().is_none_or(|output| files::is_same(output, &typed.output));
        let output = flags.output.unwrap_or(typed.output);
        // Documents named on the command line are a deck of their own: its name and its ledger
        // do not mix with the project's.
        let (name, ledger) = if own_sources {
            (files::name_of(&flags.sources[0]).unwrap_or(typed.name), output.join(LEDGER))
        } else {
            (typed.name, PathBuf::from(LEDGER))
        };
        let ledger = flags.ledger.unwrap_or(ledger);
        // The project may write over what another deck left in its output folder; no other deck over the project's.
        let project = Some(PathBuf::from(LEDGER)).filter(|_| is_own_output);
        let mut neighbours: Vec<PathBuf> = project.into_iter().chain([output.join(LEDGER)]).collect();
        neighbours.retain(|path| own_sources && !files::is_same(path, &ledger));
        let name = flags.name.unwrap_or(name).trim().to_string();
        if name.is_empty() {
            return Err(ConfigError::NoName);
        }
        let names = if flags.only.is_empty() { typed.writers } else { flags.only };
        let (writers, external) = writers::chosen(&names, typed.writer)?;
        Ok(Self {
            name,
            sources: if own_sources { flags.sources } else { typed.sources },
            output,
            writers,
            external: if flags.reads_only { Vec::new() } else { external },
            language: typed.language,
            priority: typed.priority,
            same: typed.same,
            different: typed.different,
            recognise: recognise::Options { rules: typed.rule, ..typed.recognise },
            own_deck: own_sources,
            ledger,
            neighbours,
            now: now(flags.now)?,
            locked: flags.locked,
            readers: readers(typed.reader)?,
            allow_commands: flags.allow_commands,
            max_shrink: Some(typed.max_shrink).filter(|_| !flags.allow_shrink),
            tag_prefix: typed.tag_prefix,
            cards: typed.cards,
            templates: flags.templates.or(Some(typed.templates).filter(|path| !path.as_os_str().is_empty())),
            sheet: typed.csv,
            brief: typed.digest.brief,
            pdf: flags.pdf.over(typed.pdf),
        })
    }
}

impl Config {
    /// The file of what a review wants and no document says.
    pub fn overlay(&self) -> PathBuf {
        self.ledger.with_file_name(OVERLAY)
    }

    /// The file that tells of an interrupted change of several files.
    pub fn journal(&self) -> PathBuf {
        self.ledger.with_file_name(JOURNAL)
    }

    /// The commands that a build would run, each with the table of `deckpress.toml` that names it.
    pub fn commands(&self) -> impl Iterator<Item = (String, &[String])> {
        let readers =
            self.readers.iter().map(|(extension, command)| (format!("reader.{extension}"), command));
        let writers = self.external.iter().map(|writer| (format!("writer.{}", writer.name), &writer.command));
        readers.chain(writers).map(|(table, command)| (table, command.as_slice()))
    }
}

fn readers(typed: BTreeMap<String, Reader>) -> Result<BTreeMap<String, Vec<String>>, ConfigError> {
    typed
        .into_iter()
        .map(|(extension, reader)| match reader.command.first() {
            Some(program) if !program.is_empty() => {
                Ok((extension.trim_start_matches('.').to_lowercase(), reader.command))
            }
            _ => Err(ConfigError::NoCommand { table: format!("reader.{extension}") }),
        })
        .collect()
}

/// The time of the build: as asked, else by the clock.
fn now(asked: Option<i64>) -> Result<i64, ConfigError> {
    let clock = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let clock = i64::try_from(clock).unwrap_or(i64::MAX);
    match asked {
        Some(now) if now > clock => Err(ConfigError::Future { now }),
        Some(now) if now < ANKI_EPOCH => Err(ConfigError::Past { now }),
        Some(now) => Ok(now),
        None => Ok(clock),
    }
}

/// The number of the line of `text` that holds the byte at `at`, counted from one.
fn line_at(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())].iter().filter(|byte| **byte == b'\n').count() + 1
}

/// The known word that looks most like `word`.
fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let likeness = |known: &&str| strsim::jaro_winkler(word, known);
    known.max_by(|a, b| likeness(a).total_cmp(&likeness(b))).unwrap_or_default().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_on_the_command_line_are_a_deck_of_their_own() {
        let flags = Flags { sources: vec![PathBuf::from("notes/rust")], ..Flags::default() };
        let config = Config::new(Typed::default(), flags).unwrap();
        assert_eq!((config.name.as_str(), config.ledger), ("rust", PathBuf::from("output/deckpress.lock")));
        let plain = Config::new(Typed::default(), Flags::default()).unwrap();
        assert_eq!((plain.name.as_str(), plain.ledger), ("Deckpress", PathBuf::from("deckpress.lock")));
    }

    #[test]
    fn times_are_checked() {
        let future = Flags { now: Some(i64::MAX), ..Flags::default() };
        assert!(matches!(Config::new(Typed::default(), future), Err(ConfigError::Future { .. })));
        let past = Flags { now: Some(-1), ..Flags::default() };
        assert!(Config::new(Typed::default(), past).is_err());
    }
}
