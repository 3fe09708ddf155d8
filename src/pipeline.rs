//! The way through the house, as one readable function.

mod restore;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::config::{self, Config};
use crate::explain::{self, Explanation};
use crate::files::{self, FileError, Replacement};
use crate::intake::discover::{self, DiscoverError, Discovered, Skipped, Source};
use crate::intake::pictures::{self, Taken};
use crate::intake::{Reading, language, reader};
use crate::ledger::{
    Former, Identified, Ledger, LedgerError, Plan, Redecked, Rewording, Sighted, Sighting, Today,
};
use crate::model::content::plain_text_of;
use crate::model::{
    Account, Artifact, Collection, Decisions, Deck, Diagnostic, Document, Draft, Entry, Fields, Media, Note,
    Passage, Reject, Severity, Stamp, Tree,
};
use crate::normalise::{Knowledge, Wording};
use crate::recognise::Findings;
use crate::render::{html, markdown};
use crate::write::{WRITERS, WriteContext, WriteError};
use crate::{check, intake, markup, normalise, recognise};

pub use restore::{RestoreError, Restored, restore};

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
    /// An artifact cannot be made.
    #[error(transparent)]
    Write(#[from] WriteError),
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
    let made = make(config, progress)?;
    if config.locked && made.ledger != made.known {
        return Err(BuildError::Locked { path: config.ledger.clone() });
    }
    may_shrink(&made.plan(), config)?;
    let artifacts = write(&made.collection, config, progress)?;
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
        skipped: made.skipped,
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
}

/// Does what [`build`] does up to its artifacts, and writes nothing.
///
/// # Errors
/// When the environment fails.
pub fn plan(config: &Config, progress: &dyn Progress) -> Result<Planned, BuildError> {
    let made = make(config, progress)?;
    Ok(Planned { plan: made.plan(), collection: made.collection })
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
    let made = make(config, progress)?;
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
    /// Files of the sources that were not read.
    skipped: Vec<Skipped>,
    /// The ledger as it was found.
    known: Ledger,
    /// The ledger that goes with the collection.
    ledger: Ledger,
    today: Today,
}

impl Made {
    fn plan(&self) -> Plan {
        Plan::between(&self.known, &self.ledger, &self.today)
    }
}

/// From the sources to a collection with identities.
fn make(config: &Config, progress: &dyn Progress) -> Result<Made, BuildError> {
    let foreign: Vec<String> = config.readers.keys().cloned().collect();
    let found = discover::discover(&config.sources, &foreign)?;
    let (mut documents, mut diagnostics) = read(&found.sources, config, progress);
    let Recognised { entries, passages, rejects, accounts, media, diagnostics: pictured } =
        recognised(&mut documents, &found, &config.language, &config.recognise, progress);
    diagnostics.extend(pictured);
    let known = read_ledger(config)?;
    if let Some(deck) = known.other_deck(&config.name) {
        diagnostics.push(renamed_deck(deck, config)?);
    }
    diagnostics.extend(unknown_priorities(&documents, &config.priority));
    diagnostics.extend(silent_rules(&documents, &entries, config));
    let mut ledger = known.clone();
    let mut knowledge =
        Knowledge { priority: config.priority.clone(), known: known.known(), decisions: known.decisions() };
    knowledge.decisions.extend(decided(config, &known, &entries, &mut diagnostics));
    let (drafts, doubts) = normalise::drafts(&entries, &documents, &knowledge);
    progress.step("making notes");
    let decks_of_today: Vec<String> = drafts.iter().map(|draft| first_deck(draft, config)).collect();
    let notes = notes(drafts, &entries, &documents, &mut ledger, config, &mut diagnostics);
    ledger.remember(&knowledge.decisions);
    let decks = decks(&notes, &documents, &entries, &config.name);
    let mut collection = Collection {
        name: config.name.clone(),
        documents,
        entries,
        passages,
        rejects,
        accounts,
        media: shown(media, &notes),
        notes,
        doubts,
        decks,
        diagnostics: Vec::new(),
    };
    collection.diagnostics = by_place(diagnostics, check::check(&collection));
    let today = today(&collection, decks_of_today);
    Ok(Made { collection, skipped: found.skipped, known, ledger, today })
}

/// What a plan asks of `collection`, whose notes a first build would put into `decks`.
fn today(collection: &Collection, decks: Vec<String>) -> Today {
    let notes = &collection.notes;
    let asked = notes.iter().flat_map(|note| {
        let entries = note.draft.entries.iter().map(|&entry| &collection.entries[entry]);
        entries.map(|entry| (normalise::entry_key(entry), note.guid.clone()))
    });
    Today { asked: asked.collect(), decks: notes.iter().map(|note| note.guid.clone()).zip(decks).collect() }
}

/// Fewer cards than this leave a deck without a question asked: a document that is missing takes more with it, and
/// in a small deck every deletion is a large share.
const FEW: usize = 5;

/// # Errors
/// When more cards would leave the deck than the configuration allows.
fn may_shrink(plan: &Plan, config: &Config) -> Result<(), BuildError> {
    const NAMED: usize = 3;
    let Some(allowed) = config.max_shrink else { return Ok(()) };
    let (leaving, cards) = (plan.leaving().count(), plan.cards_before());
    if leaving < FEW || leaving * 100 <= cards * usize::from(allowed) {
        return Ok(());
    }
    let named = plan.leaving().take(NAMED);
    let named: Vec<String> = named.map(|note| format!("`{}` ({})", note.question, note.short_id)).collect();
    let some = format!("{} and {} more", named.join(", "), leaving - NAMED);
    Err(BuildError::Shrink { leaving, cards, allowed, some })
}

/// Both together; what is about no place comes first.
fn by_place(mut diagnostics: Vec<Diagnostic>, more: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.extend(more);
    diagnostics.sort_by_key(|diagnostic| diagnostic.places.first().copied());
    diagnostics
}

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
    let found = recognise::recognise(0, &reading.document, &tree, &config.recognise);
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

/// Reads and repairs every source; one that cannot be read is a diagnostic.
fn read(sources: &[Source], config: &Config, progress: &dyn Progress) -> (Vec<Document>, Vec<Diagnostic>) {
    let readings: Vec<_> = sources
        .par_iter()
        .map(|source| {
            progress.step("reading");
            reading(source, config)
        })
        .collect();
    let mut documents = Vec::new();
    let mut diagnostics = Vec::new();
    for reading in readings {
        match reading {
            Ok(reading) => {
                diagnostics.extend(reading.diagnostics(documents.len()));
                documents.push(reading.document);
            }
            Err(refused) => diagnostics.push(refused),
        }
    }
    (documents, diagnostics)
}

/// Reads one source, through its reader if the configuration has one for it.
fn reading(source: &Source, config: &Config) -> Result<Reading, Diagnostic> {
    const UNREADABLE: &str = "make it readable, or take it out of the sources";
    let id = &source.id;
    let lang = &config.language;
    let bytes = discover::read(source).map_err(|error| left_out(id, &error.to_string(), UNREADABLE))?;
    let extension = discover::extension(&source.path).unwrap_or_default();
    let Some(command) = config.readers.get(&extension) else {
        return intake::document(id.clone(), &bytes, lang)
            .map(|reading| named(reading, source))
            .map_err(|refusal| refusal.diagnostic(id));
    };
    if !config.allow_commands {
        let problem = format!("`[reader.{extension}]` would run `{}`", command.join(" "));
        return Err(left_out(id, &problem, "look at the command, then build with `--allow-commands`"));
    }
    let text = reader::convert(command, &bytes).map_err(|error| {
        left_out(id, &error.to_string(), &format!("try the command of `[reader.{extension}]` by hand"))
    })?;
    intake::converted(id.clone(), &bytes, &text, lang)
        .map(|reading| named(reading, source))
        .map_err(|refusal| refusal.diagnostic(id))
}

fn named(mut reading: Reading, source: &Source) -> Reading {
    reading.document.name.clone_from(&source.name);
    reading
}

fn left_out(id: &str, problem: &str, hint: &str) -> Diagnostic {
    Diagnostic {
        code: "unreadable-document",
        severity: Severity::Error,
        message: format!("`{id}` was left out: {problem}"),
        places: Vec::new(),
        hint: hint.to_string(),
    }
}

/// What was found in all documents.
#[derive(Default)]
struct Recognised {
    entries: Vec<Entry>,
    passages: Vec<Passage>,
    rejects: Vec<Reject>,
    accounts: Vec<Account>,
    /// By name.
    media: BTreeMap<String, Media>,
    diagnostics: Vec<Diagnostic>,
}

fn recognised(
    documents: &mut [Document],
    found: &Discovered,
    lang: &str,
    options: &recognise::Options,
    progress: &dyn Progress,
) -> Recognised {
    let findings: Vec<(Findings, Taken)> = documents
        .par_iter_mut()
        .enumerate()
        .map(|(index, document)| {
            progress.step("recognising");
            let mut tree: Tree = markup::parse(&document.text);
            document.lang = language_of(&tree, lang);
            let taken = take_pictures(&mut tree, index, document, found);
            (recognise::recognise(index, document, &tree, options), taken)
        })
        .collect();
    let mut all = Recognised::default();
    for (found, taken) in findings {
        all.media.extend(taken.media.into_iter().map(|media| (media.name.clone(), media)));
        all.diagnostics.extend(taken.diagnostics);
        all.entries.extend(found.entries);
        all.passages.extend(found.passages);
        all.rejects.extend(found.rejects);
        all.accounts.push(found.account);
    }
    all
}

/// The language that the document names, else the configured one, else the one that its words show.
fn language_of(tree: &Tree, configured: &str) -> String {
    let configured = || (configured != config::DETECT).then(|| configured.to_owned());
    language::stated(tree).or_else(configured).unwrap_or_else(|| language::detected(tree).to_owned())
}

/// Takes the pictures that lie with the sources into the media.
fn take_pictures(tree: &mut Tree, index: usize, document: &Document, found: &Discovered) -> Taken {
    let source = found.sources.binary_search_by(|source| source.id.cmp(&document.id));
    let Ok(source) = source.map(|at| &found.sources[at]) else { return Taken::default() };
    pictures::take(tree.blocks.make_mut(), &document.id, index, &|path| found.picture(source, path))
}

/// The media that cards show.
fn shown(mut media: BTreeMap<String, Media>, notes: &[Note]) -> Vec<Media> {
    const PICTURE: &str = "<img src=\"";
    let cards = notes.iter().filter(|note| note.draft.answer.is_some());
    let fields = cards.flat_map(|Note { fields, .. }| {
        let Fields { question, brief, answer, asides, follow_ups, variants, .. } = fields;
        [question, brief, answer, asides, follow_ups, variants]
    });
    let names: BTreeSet<&str> = fields
        .flat_map(|field| {
            field.match_indices(PICTURE).filter_map(|(at, _)| field[at + PICTURE.len()..].split('"').next())
        })
        .collect();
    media.retain(|name, _| names.contains(name.as_str()));
    media.into_values().collect()
}

fn read_ledger(config: &Config) -> Result<Ledger, BuildError> {
    let Some(text) = files::read_text(&config.ledger)? else { return Ok(Ledger::default()) };
    Ledger::parse(&text).map_err(|error| BuildError::Ledger { path: config.ledger.clone(), error })
}

/// Gives each draft its identity, fields and time of change.
fn notes(
    drafts: Vec<Draft>,
    entries: &[Entry],
    documents: &[Document],
    ledger: &mut Ledger,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Note> {
    let mut sightings: Vec<Sighting> =
        drafts.iter().map(|draft| sighting(draft, entries, documents)).collect();
    forget_repeated_ids(&mut sightings);
    let Identified { guids, ambiguous } = ledger.identify(&sightings, &config.name, &rewordings);
    diagnostics.extend(ambiguous.into_iter().map(|(at, wordings)| {
        let anchor = &entries[drafts[at].entries[0]];
        ambiguous_identity(anchor, &wordings)
    }));
    let mut notes: Vec<Note> = drafts
        .into_par_iter()
        .zip(guids)
        .enumerate()
        .map(|(index, (mut draft, guid))| {
            let deck = match ledger.deck_of(&guid) {
                Some(deck) => deck.to_string(),
                None => first_deck(&draft, config),
            };
            // A card names the topic that its deck does, whatever its document's sections are called now.
            if let Some((_, topic)) = deck.strip_prefix(&config.name).unwrap_or(&deck).split_once("::") {
                draft.topic = topic.to_string();
            }
            let fields = html::fields(&draft, entries, documents);
            let anki_tags = normalise::anki_tags(&draft, entries, documents);
            let stamp = Stamp {
                content_hash: content_hash(&draft),
                field_hash: field_hash(&fields, &anki_tags),
                ..Stamp::default()
            };
            let position = u32::try_from(index + 1).unwrap_or(u32::MAX);
            Note { guid, position, deck, draft, fields, anki_tags, stamp }
        })
        .collect();
    let sighted = notes.iter().zip(sightings).map(|(note, sighting)| Sighted {
        guid: note.guid.clone(),
        sighting,
        deck: note.deck.clone(),
        ready: note.draft.answer.is_some(),
        content_hash: note.stamp.content_hash.clone(),
        field_hash: note.stamp.field_hash.clone(),
    });
    let stamps = ledger.record(sighted.collect(), config.now);
    for (note, stamp) in notes.iter_mut().zip(stamps) {
        note.stamp = stamp;
    }
    notes
}

/// The deck that a note goes to in its first build.
fn first_deck(draft: &Draft, config: &Config) -> String {
    format!("{}::{}", config.name, draft.topic)
}

/// An id that several notes bear tells none of them from the others.
fn forget_repeated_ids(sightings: &mut [Sighting]) {
    let mut bearers: BTreeMap<String, usize> = BTreeMap::new();
    for id in sightings.iter().filter_map(|sighting| sighting.explicit_id.clone()) {
        *bearers.entry(id).or_default() += 1;
    }
    for sighting in sightings {
        sighting.explicit_id = sighting.explicit_id.take().filter(|id| bearers.get(id) == Some(&1));
    }
}

/// What is to be said of a ledger whose cards all lie in another deck.
///
/// # Errors
/// When the command line named the sources: two decks must not share a ledger.
fn renamed_deck(deck: &str, config: &Config) -> Result<Diagnostic, BuildError> {
    let (path, name) = (config.ledger.clone(), config.name.clone());
    if config.own_deck {
        return Err(BuildError::OtherDeck { path, deck: deck.to_string(), name });
    }
    Ok(Diagnostic {
        code: "renamed-deck",
        severity: Severity::Warning,
        message: format!("cards stay in decks such as `{deck}`, and new ones go to `{name}`"),
        places: Vec::new(),
        hint: "Anki finds decks by name: take the old name back, or rename the deck in Anki too".to_string(),
    })
}

/// The ids in `priority` that name neither a document nor a folder of one.
fn unknown_priorities(documents: &[Document], priority: &[String]) -> Vec<Diagnostic> {
    let is_unknown = |id: &&String| normalise::priority_of(documents, id).is_none();
    let unknown = priority.iter().filter(is_unknown).map(|id| Diagnostic {
        code: "unknown-priority",
        severity: Severity::Warning,
        message: format!("`priority` names `{id}`, and there is no such document"),
        places: Vec::new(),
        hint: "name documents as `model.json` does, and folders with `/` at the end".to_string(),
    });
    unknown.collect()
}

/// What the configuration says of pairs of questions; a name that no question bears is a diagnostic.
fn decided(
    config: &Config,
    ledger: &Ledger,
    entries: &[Entry],
    diagnostics: &mut Vec<Diagnostic>,
) -> Decisions {
    if config.same.is_empty() && config.different.is_empty() {
        return Decisions::default();
    }
    let keys: BTreeSet<String> =
        entries.iter().map(normalise::entry_key).chain(ledger.known().into_keys()).collect();
    let key_of = |name: &str| {
        let by_id = ledger.key_of(name).map(str::to_string);
        by_id.or_else(|| Some(normalise::key_of_wording(name)).filter(|key| keys.contains(key)))
    };
    let mut pairs = |list: &str, pairs: &[config::Pair]| -> BTreeSet<[String; 2]> {
        let mut found = BTreeSet::new();
        for config::Pair { questions: [one, other] } in pairs {
            match [key_of(one), key_of(other)] {
                [Some(one), Some(other)] => {
                    found.insert(Decisions::pair(&one, &other));
                }
                [key, _] => {
                    diagnostics.push(unknown_question(list, if key.is_none() { one } else { other }));
                }
            }
        }
        found
    };
    Decisions { same: pairs("same", &config.same), different: pairs("different", &config.different) }
}

fn unknown_question(list: &str, name: &str) -> Diagnostic {
    Diagnostic {
        code: "unknown-question",
        severity: Severity::Warning,
        message: format!("`[[{list}]]` of {} names `{name}`, and there is no such question", config::FILE),
        places: Vec::new(),
        hint: "name questions by the id on their card, or word by word".to_string(),
    }
}

/// Which former notes and sightings are perhaps one question.
fn rewordings(formers: &[Former], sightings: &[&Sighting]) -> Vec<Rewording> {
    let old: Vec<Wording> = formers
        .iter()
        .map(|Former { question: key, wording: text, answer, document }| Wording {
            text,
            key,
            answer: *answer,
            document,
        })
        .collect();
    let new: Vec<Wording> = sightings
        .iter()
        .map(|sighting| Wording {
            text: &sighting.wording,
            key: &sighting.question,
            answer: sighting.answer,
            document: &sighting.document,
        })
        .collect();
    normalise::rewordings(&old, &new)
}

/// What is to be said of a question that may be one or the other of two known ones in new words.
fn ambiguous_identity(anchor: &Entry, wordings: &[String; 2]) -> Diagnostic {
    let [one, other] = wordings;
    Diagnostic {
        code: "ambiguous-identity",
        severity: Severity::Warning,
        message: format!("this may be `{one}` or `{other}` in new words, and became a new note"),
        places: vec![(anchor.document, anchor.question_span)],
        hint: "to keep the scheduling of one, take its old wording back, build, and reword it in a build of its own"
            .to_string(),
    }
}

/// The rules of the user that found no question in the documents that the configuration names.
fn silent_rules(documents: &[Document], entries: &[Entry], config: &Config) -> Vec<Diagnostic> {
    let heard: BTreeSet<&str> = entries.iter().map(|entry| entry.rule.as_str()).collect();
    let is_silent =
        |rule: &&recognise::CustomRule| rule.question.is_some() && !heard.contains(rule.name.as_str());
    let silent = config.recognise.rules.iter().filter(|_| !config.own_deck).filter(is_silent).map(|rule| {
        let count = documents.iter().filter(|document| rule.is_for(&document.id)).count();
        let (problem, hint) = match count {
            0 => ("is for no document: its `files` match none", "name documents as `model.json` does"),
            _ => (
                "found no question in the documents that it is for",
                "compare its `question` with a line that should match, as it is written",
            ),
        };
        Diagnostic {
            code: "silent-rule",
            severity: Severity::Warning,
            message: format!("rule `{}` of {} {problem}", rule.name, config::FILE),
            places: Vec::new(),
            hint: format!("{hint}; docs/rules.md tells how lines are matched"),
        }
    });
    silent.collect()
}

fn sighting(draft: &Draft, entries: &[Entry], documents: &[Document]) -> Sighting {
    let anchor = &entries[draft.entries[0]];
    Sighting {
        explicit_id: draft.entries.iter().find_map(|&entry| entries[entry].explicit_id.clone()),
        question: normalise::entry_key(anchor),
        wording: normalise::wording(&anchor.question),
        answer: draft.answer.as_deref().and_then(normalise::fingerprint),
        document: documents[anchor.document].id.clone(),
    }
}

/// Changes when the user changed what the note says.
fn content_hash(draft: &Draft) -> String {
    let answer = draft.answer.as_deref().unwrap_or_default();
    let mut parts = vec![
        markdown::inlines(&draft.question),
        markdown::blocks(&draft.question_blocks),
        markdown::blocks(answer),
        draft.difficulty.map_or("", |difficulty| difficulty.word()).to_string(),
    ];
    parts.extend(draft.variants.iter().map(|variant| markdown::blocks(&variant.blocks)));
    parts.extend([draft.tags.join(","), draft.companies.join(",")]);
    parts.extend(draft.links.iter().map(|link| format!("{} {}", link.url, link.text)));
    parts.extend(draft.asides.iter().map(aside_text));
    hash(&parts)
}

fn aside_text(aside: &crate::model::Aside) -> String {
    use crate::model::AsideKind;
    match &aside.kind {
        AsideKind::Insight(blocks) | AsideKind::Tested(blocks) | AsideKind::RedFlag(blocks) => {
            plain_text_of(blocks)
        }
        AsideKind::FollowUps(questions) => questions
            .iter()
            .map(|next| format!("{}\n{}\n", markdown::inlines(&next.question), markdown::inlines(&next.hint)))
            .collect(),
    }
}

/// Changes when what Anki shows changes.
fn field_hash(fields: &Fields, tags: &[String]) -> String {
    let Fields { question, brief, answer, asides, follow_ups, variants, links, source, topic, difficulty } =
        fields;
    let parts = [question, brief, answer, asides, follow_ups, variants, links, source, topic, difficulty];
    hash(&parts.into_iter().chain(tags).collect::<Vec<_>>())
}

/// Sixteen hexadecimal digits over `parts`, which cannot run into each other.
fn hash(parts: &[impl AsRef<str>]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.as_ref().len() as u64).to_le_bytes());
        hasher.update(part.as_ref());
    }
    hasher.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Every deck that a note is in, and their parents.
fn decks(notes: &[Note], documents: &[Document], entries: &[Entry], root: &str) -> Vec<Deck> {
    let mut sources: BTreeMap<&str, (usize, BTreeSet<&str>)> = BTreeMap::new();
    sources.entry(root).or_default();
    for note in notes {
        let ends = note.deck.match_indices("::").map(|(at, _)| at).chain([note.deck.len()]);
        for end in ends {
            let (count, ids) = sources.entry(&note.deck[..end]).or_default();
            *count += usize::from(note.draft.answer.is_some());
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
    config: &Config,
    progress: &dyn Progress,
) -> Result<Vec<Artifact>, WriteError> {
    let context = WriteContext { now: config.now, version: env!("CARGO_PKG_VERSION") };
    let writers: Vec<_> = WRITERS.iter().filter(|writer| config.writers.contains(&writer.name())).collect();
    let written: Vec<_> = writers
        .par_iter()
        .map(|writer| {
            progress.step("writing");
            writer.write(collection, &context)
        })
        .collect();
    let mut artifacts = Vec::new();
    for files in written {
        artifacts.extend(files?);
    }
    Ok(artifacts)
}
