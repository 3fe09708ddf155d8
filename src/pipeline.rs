//! The way through the house, as one readable function.

mod derived;
mod diagrams;
mod error;
mod explain;
mod guard;
mod notes;
mod restore;
mod reverse;
mod review;
mod sources;
mod unused;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rayon::prelude::*;

use crate::config::Config;
use crate::config::templates::Templates;
use crate::files::{self, Replacement};
use crate::intake::discover::{self, Discovered, Skipped};
use crate::ledger::{Ledger, Plan, Redecked, Today};
use crate::model::{Collection, Deck, Diagnostic, Document, Entry, Fields, Media, Note, Severity, Status};
use crate::normalise::{Knowledge, Lists, Topics};
use crate::review::overlay::Overlay;
use crate::write::external::External;
use crate::write::note_type::NoteType;
use crate::write::pdf::Print;
use crate::write::{WRITERS, WriteContext, WriteError, Written};
use crate::{check, normalise};
use diagrams::{Diagrams, diagrams};
use guard::{has_room, may_shrink, read_ledger, renamed_deck};
use notes::{Material, Noted, Purpose, decided, notes};
use sources::{Recognised, read, recognised};
use unused::{silent_rules, unknown_priorities};

pub use error::BuildError;
pub use explain::{ExplainError, Explained, explain};
pub use restore::{RestoreError, Restored, restore};
pub use review::{Applied, ChangedFile, Held, Into, Reason, Request, ReviewError, apply};

/// What a build came to.
#[derive(Debug)]
pub struct Report {
    /// All that was found.
    pub collection: Collection,
    /// Files of the sources that were not read.
    pub skipped: Vec<Skipped>,
    /// What was written, with its size in bytes.
    pub artifacts: Vec<(PathBuf, usize)>,
    /// How many notes the ledger knows that no document holds any more.
    pub retired: usize,
}

/// Is told how far a build is.
pub trait Progress: Sync {
    /// Another step of `stage` begins.
    fn step(&self, stage: &'static str);
}

/// Reads the sources, makes the notes and writes the artifacts.
///
/// # Errors
/// When the environment fails, the ledger must not change so or too many cards would leave; what stood in the
/// output folder before is then unchanged. Problems of content are diagnostics of the report's collection.
pub fn build(config: &Config, progress: &dyn Progress) -> Result<Report, BuildError> {
    has_room(config)?;
    let mut made = make(config, Purpose::Artifacts, progress)?;
    if config.locked && made.ledger != made.known {
        return Err(BuildError::Locked { path: config.ledger.clone() });
    }
    may_shrink(&made.plan(), config)?;
    let Written { artifacts, diagnostics } =
        write(&made.collection, made.note_type.clone(), made.print.clone(), config, progress)?;
    let said = std::mem::take(&mut made.collection.diagnostics);
    made.collection.diagnostics = by_place(said, diagnostics);
    let mut replacement = Replacement::default();
    // The ledger goes first: were it to stay behind, the next build would give notes a new time of change.
    if !config.locked {
        replacement.stage(&config.ledger, made.ledger.to_text().as_bytes())?;
    }
    replacement.stage_all(&config.output, &artifacts)?;
    replacement.commit()?;
    let artifacts =
        artifacts.into_iter().map(|file| (config.output.join(file.name), file.bytes.len())).collect();
    Ok(Report {
        retired: made.ledger.retired(),
        collection: made.collection,
        skipped: made.found.skipped,
        artifacts,
    })
}

/// What a build would do, and what there is to say about the content.
#[derive(Debug)]
pub struct Planned {
    /// What becomes of the notes.
    pub plan: Plan,
    /// All that was found.
    pub collection: Collection,
    /// What people want of notes and no document says.
    pub overlay: Overlay,
}

/// Does what [`build`] does up to its artifacts, and writes nothing.
///
/// # Errors
/// When the environment fails.
pub fn plan(config: &Config, progress: &dyn Progress) -> Result<Planned, BuildError> {
    let made = make(config, Purpose::Artifacts, progress)?;
    Ok(Planned { plan: made.plan(), collection: made.collection, overlay: made.overlay })
}

/// Gives cards in the ledger the decks that a first build would give them: those that `names` name, by id or deck;
/// all where it is empty.
///
/// # Errors
/// When the environment fails, or a name is unknown; the ledger is then unchanged.
pub fn redeck(
    config: &Config,
    names: &[String],
    progress: &dyn Progress,
) -> Result<Vec<Redecked>, BuildError> {
    let made = make(config, Purpose::Artifacts, progress)?;
    let mut ledger = made.known;
    let moved = ledger
        .redeck(&made.today.decks, names)
        .map_err(|name| BuildError::UnknownName { name: name.to_string(), ledger: config.ledger.clone() })?;
    if !moved.is_empty() {
        let mut replacement = Replacement::default();
        replacement.stage(&config.ledger, ledger.to_text().as_bytes())?;
        replacement.commit()?;
    }
    Ok(moved)
}

/// What the documents come to, before anything is written.
struct Made {
    collection: Collection,
    /// The files of the sources.
    found: Discovered,
    /// What people want of notes and no document says.
    overlay: Overlay,
    /// The ledger as it was found.
    known: Ledger,
    /// The ledger that goes with the collection.
    ledger: Ledger,
    /// The words that questions are compared by.
    lists: Lists,
    note_type: NoteType,
    print: Print,
    today: Today,
}

impl Made {
    fn plan(&self) -> Plan {
        Plan::between(&self.known, &self.ledger, &self.today)
    }
}

/// From the sources to a collection with identities, for the use that is to be made of the notes.
fn make(config: &Config, purpose: Purpose, progress: &dyn Progress) -> Result<Made, BuildError> {
    // Half of a change is no state of the documents.
    files::finish(&config.journal())?;
    let known = read_ledger(config)?;
    let Templates { lists, mut note_type, themes, fonts } =
        Templates::read(config.templates.as_deref(), &config.brief, &config.pdf.fonts)?;
    let foreign: Vec<String> = config.readers.keys().cloned().collect();
    let found = discover::discover(&config.sources, &foreign)?;
    let (mut documents, mut diagnostics) = read(&found.sources, config, progress);
    let recognised = recognised(&mut documents, &found, &config.language, &config.recognise, progress);
    let overlay = read_overlay(config)?;
    if let Some(deck) = known.other_deck(&config.name) {
        diagnostics.push(renamed_deck(deck, config)?);
    }
    diagnostics.extend(unknown_priorities(&documents, &config.priority));
    diagnostics.extend(silent_rules(&documents, &recognised.entries, config));
    let basis = Basis { known: &known, overlay: &overlay, lists: &lists, purpose };
    let Composed { mut collection, mut ledger, first_decks } =
        compose(documents, recognised, basis, config, progress);
    diagnostics.append(&mut collection.diagnostics);
    collection.diagnostics = by_place(diagnostics, check::check(&collection));
    let shipped = NoteType::SHIPPED;
    note_type.modified = ledger.style(&note_type.hash(), (&shipped.hash(), shipped.modified), config.now);
    let today = Today { asked: asked(&collection), decks: first_decks };
    let print = Print { options: config.pdf.clone(), themes, fonts };
    Ok(Made { collection, found, overlay, known, ledger, lists, note_type, print, today })
}

/// What notes follow from, beside the documents.
#[derive(Clone, Copy)]
struct Basis<'a> {
    known: &'a Ledger,
    overlay: &'a Overlay,
    lists: &'a Lists,
    purpose: Purpose<'a>,
}

/// The notes of documents.
struct Composed {
    /// Its diagnostics are those of the notes alone.
    collection: Collection,
    /// The ledger that goes with them.
    ledger: Ledger,
    /// For each guid the deck that a first build would give the note.
    first_decks: BTreeMap<String, String>,
}

/// From what was found in documents to notes with identities.
fn compose(
    documents: Vec<Document>,
    recognised: Recognised,
    basis: Basis,
    config: &Config,
    progress: &dyn Progress,
) -> Composed {
    let Basis { known, overlay, lists, purpose } = basis;
    let Recognised { entries, mut passages, rejects, accounts, mut media, mut diagnostics } = recognised;
    let mut ledger = known.clone();
    let mut knowledge =
        Knowledge { priority: config.priority.clone(), known: known.known(), decisions: known.decisions() };
    knowledge.decisions.extend(decided(config, known, &entries, &mut diagnostics));
    let topics = Topics::new(&entries, &documents, &known.topics(&config.name), lists);
    for passage in &mut passages {
        passage.topic = topics.of_passage(passage).unwrap_or_default().to_string();
    }
    let (drafts, mut doubts) = normalise::drafts(&entries, &documents, &knowledge, &topics, lists);
    progress.step("making notes");
    let Diagrams { drawn, media: pictures, diagnostics: undrawn } = match purpose {
        Purpose::Artifacts => diagrams(&entries, &passages),
        Purpose::Review { .. } => Diagrams::default(),
    };
    media.extend(pictures);
    diagnostics.extend(undrawn);
    let material = Material {
        entries: &entries,
        documents: &documents,
        topics: &topics,
        lists,
        drawn: &drawn,
        overlay,
        purpose,
    };
    let Noted { notes, derived, places, first_decks } =
        notes(drafts, material, &mut ledger, config, &mut diagnostics);
    doubts.iter_mut().for_each(|doubt| {
        doubt.notes = doubt.notes.map(|note| places[note]);
        doubt.notes.sort_unstable();
    });
    doubts.sort_by_key(|doubt| (Reverse(doubt.score), doubt.notes));
    ledger.remember(&knowledge.decisions);
    let decks = decks(notes.iter().chain(&derived), &documents, &entries, &config.name);
    let (media, pictures) = shown(media, &notes, &derived);
    let collection = Collection {
        name: config.name.clone(),
        documents,
        entries,
        passages,
        rejects,
        accounts,
        media,
        pictures,
        drawn,
        notes,
        derived,
        doubts,
        decks,
        diagnostics,
    };
    Composed { collection, ledger, first_decks }
}

/// For the key of each question of `collection` the guid of the note that asks it.
fn asked(collection: &Collection) -> BTreeMap<String, String> {
    let asked = collection.notes.iter().flat_map(|note| {
        let entries = note.draft.entries.iter().map(|&entry| &collection.entries[entry]);
        entries.map(|entry| (normalise::entry_key(entry), note.guid.clone()))
    });
    asked.collect()
}

/// Both together; what is about no place comes first.
fn by_place(mut diagnostics: Vec<Diagnostic>, more: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.extend(more);
    diagnostics.sort_by_key(|diagnostic| diagnostic.places.first().copied());
    diagnostics
}

/// The media that cards show.
fn shown(media: BTreeMap<String, Media>, notes: &[Note], derived: &[Note]) -> (Vec<Media>, Vec<Media>) {
    const PICTURE: &str = "<img src=\"";
    let cards = notes.iter().filter(|note| note.status() == Status::Ready).chain(derived);
    let fields = cards.flat_map(|Note { fields, .. }| {
        let Fields { question, brief, answer, asides, follow_ups, variants, .. } = fields;
        [question, brief, answer, asides, follow_ups, variants]
    });
    let names: BTreeSet<&str> = fields
        .flat_map(|field| {
            field.match_indices(PICTURE).filter_map(|(at, _)| field[at + PICTURE.len()..].split('"').next())
        })
        .collect();
    media.into_values().partition(|media| names.contains(media.name.as_str()))
}

fn read_overlay(config: &Config) -> Result<Overlay, BuildError> {
    let path = config.overlay();
    let Some(text) = files::read_text(&path)? else { return Ok(Overlay::default()) };
    Overlay::parse(&text).map_err(|error| BuildError::Overlay { path, error })
}

/// Every deck that a note is in, and their parents.
fn decks<'a>(
    notes: impl Iterator<Item = &'a Note>,
    documents: &'a [Document],
    entries: &[Entry],
    root: &'a str,
) -> Vec<Deck> {
    let mut sources: BTreeMap<&str, (usize, BTreeSet<&str>)> = BTreeMap::new();
    sources.entry(root).or_default();
    for note in notes {
        let ends = note.deck.match_indices("::").map(|(at, _)| at).chain([note.deck.len()]);
        for end in ends {
            let (count, ids) = sources.entry(&note.deck[..end]).or_default();
            *count += usize::from(note.status() == Status::Ready);
            ids.extend(
                note.draft.entries.iter().map(|&entry| documents[entries[entry].document].id.as_str()),
            );
        }
    }
    let describe = |count: usize, ids: BTreeSet<&str>| {
        let ids: Vec<&str> = ids.into_iter().collect();
        format!("{count} notes from {}, made with deckpress", ids.join(", "))
    };
    sources
        .into_iter()
        .map(|(name, (count, ids))| Deck { name: name.to_string(), description: describe(count, ids) })
        .collect()
}

fn write(
    collection: &Collection,
    note_type: NoteType,
    print: Print,
    config: &Config,
    progress: &dyn Progress,
) -> Result<Written, WriteError> {
    let sheet = config.sheet.clone();
    let context =
        WriteContext { now: config.now, version: env!("CARGO_PKG_VERSION"), note_type, print, sheet };
    let writers: Vec<_> = WRITERS.iter().filter(|writer| config.writers.contains(&writer.name())).collect();
    let written: Vec<_> = writers
        .par_iter()
        .map(|writer| {
            progress.step("writing");
            writer.write(collection, &context)
        })
        .collect();
    let mut all = Written::default();
    for written in written {
        all.extend(written?);
    }
    for writer in &config.external {
        if !config.allow_commands {
            all.diagnostics.push(unconfirmed(writer));
            continue;
        }
        progress.step("writing");
        all.extend(writer.write(collection, &context)?);
    }
    Ok(all)
}

fn unconfirmed(writer: &External) -> Diagnostic {
    Diagnostic {
        code: "unconfirmed-writer",
        severity: Severity::Error,
        message: format!(
            "`[writer.{}]` was left out: it would run `{}`",
            writer.name,
            writer.command.join(" ")
        ),
        places: Vec::new(),
        hint: "look at the command, then build with `--allow-commands`".to_string(),
    }
}
