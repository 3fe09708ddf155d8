//! A lost ledger, rebuilt from an artifact of an earlier build.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::files::{self, FileError, Replacement};
use crate::ledger::{Ledger, LedgerError, Remembered, SeenGap, Sighted, Sighting};
use crate::model::schema::{Entry, Gap, Model, SCHEMA_VERSION};
use crate::model::{BlockKind, Blocks, Inlines, Status, Verdict};
use crate::sheet::{self, Column};
use crate::{markup, normalise};

/// What a restored ledger holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restored {
    /// How many notes.
    pub notes: usize,
    /// Whether it knows what the notes held and when they changed; a review sheet does not tell.
    pub has_times: bool,
}

/// Why a ledger could not be restored.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// There is one.
    #[error("`{}` is there and was left alone; move it away if it is to be rebuilt", path.display())]
    Exists {
        /// The ledger file.
        path: PathBuf,
    },
    /// There is no such file.
    #[error("there is no file `{}`; name a `model.json` or `review.csv` of an earlier build", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// A file cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// It is no model.
    #[error("`{}` is no `model.json` that this version reads: {reason}", path.display())]
    NoModel {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// It is no review sheet.
    #[error("`{}` is no `review.csv`: {reason}", path.display())]
    NoSheet {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A note has no usable guid.
    #[error("note {} of `{}` cannot be used: {}", error.line, path.display(), error.reason)]
    Note {
        /// The file.
        path: PathBuf,
        /// The note, as its line, and what is wrong with it.
        error: LedgerError,
    },
}

/// Writes the ledger of the build that made `file`, a model or a review sheet, to `ledger`.
///
/// # Errors
/// When there is a ledger already, or `file` is neither; nothing is written then.
pub fn restore(file: &Path, ledger: &Path) -> Result<Restored, RestoreError> {
    if ledger.exists() {
        return Err(RestoreError::Exists { path: ledger.to_path_buf() });
    }
    let path = file.to_path_buf();
    let Some(text) = files::read_text(file)? else { return Err(RestoreError::Missing { path }) };
    let is_model = text.trim_start().starts_with('{');
    let notes = if is_model {
        of_model(&text).map_err(|reason| RestoreError::NoModel { path: path.clone(), reason })?
    } else {
        of_sheet(&text).map_err(|reason| RestoreError::NoSheet { path: path.clone(), reason })?
    };
    let restored = Restored { notes: notes.len(), has_times: is_model };
    let remembered = Ledger::restored(notes).map_err(|error| RestoreError::Note { path, error })?;
    let mut replacement = Replacement::default();
    replacement.stage(ledger, remembered.to_text().as_bytes())?;
    replacement.commit()?;
    Ok(restored)
}

fn of_model(text: &str) -> Result<Vec<Remembered>, String> {
    let model: Model = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if model.schema_version != SCHEMA_VERSION {
        return Err(format!("its schema version is {}, expected {SCHEMA_VERSION}", model.schema_version));
    }
    let mut entries: Vec<Vec<&Entry>> = Vec::new();
    let mut bearers: BTreeMap<&str, usize> = BTreeMap::new();
    for note in &model.notes {
        let own: Vec<&Entry> = note.entries.iter().filter_map(|&index| model.entries.get(index)).collect();
        if own.is_empty() || own.len() < note.entries.len() {
            return Err(format!("the entries of its note `{}` are missing", note.guid));
        }
        if let Some(id) = explicit_id(&own) {
            *bearers.entry(id).or_default() += 1;
        }
        entries.push(own);
    }
    let notes = model.notes.iter().zip(entries).map(|(note, own)| {
        let anchor = own[0];
        let first_seen = if note.first_seen.is_empty() { &anchor.document } else { &note.first_seen };
        let (question, _) = question(&anchor.question_markdown);
        let blocks = markup::parse_markdown(&anchor.question_blocks_markdown).blocks;
        let answer = anchor.answer_markdown.as_deref().unwrap_or_default();
        let (question, key) = if note.gaps.is_empty() {
            (normalise::wording(&question), normalise::key(&question, &blocks))
        } else {
            let (filled, _) = self::question(answer);
            (normalise::wording(&filled), normalise::cloze_key(&filled))
        };
        Remembered {
            sighted: Sighted {
                parent: None,
                guid: note.guid.clone(),
                sighting: Sighting {
                    // An id that several notes bear counts for none.
                    explicit_id: explicit_id(&own).filter(|id| bearers[id] == 1).map(str::to_string),
                    question: key,
                    wording: question,
                    answer: u64::from_str_radix(&note.answer_fingerprint, 16).ok(),
                    document: anchor.document.clone(),
                    gaps: note.gaps.iter().map(seen).collect(),
                },
                deck: note.deck.clone(),
                ready: note.status != Status::Open && own.iter().any(|entry| entry.answer_markdown.is_some()),
                content_hash: note.content_hash.clone(),
                field_hash: note.field_hash.clone(),
            },
            modified: note.modified,
            first_seen: first_seen.clone(),
            since: note.since,
            verdict: (note.status == Status::Rejected).then_some(Verdict::Rejected),
        }
    });
    Ok(notes.collect())
}

fn seen(gap: &Gap) -> SeenGap {
    SeenGap { number: Some(gap.number), filling: gap.filling.clone() }
}

fn explicit_id<'a>(entries: &[&'a Entry]) -> Option<&'a str> {
    entries.iter().find_map(|entry| entry.explicit_id.as_deref())
}

fn of_sheet(text: &str) -> Result<Vec<Remembered>, String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| error.to_string())?.clone();
    let place = |column: Column| {
        let found = header.iter().position(|name| name == column.name());
        found.ok_or_else(|| format!("it has no column `{}`", column.name()))
    };
    let (id, status, deck) = (place(Column::Id)?, place(Column::Status)?, place(Column::Deck)?);
    let (asked, answer, sources) =
        (place(Column::Question)?, place(Column::Answer)?, place(Column::Sources)?);
    let mut notes = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| error.to_string())?;
        let cell = |at: usize| sheet::unguard(row.get(at).unwrap_or_default());
        let (question, blocks) = question(cell(asked));
        let anchor = cell(sources).lines().next().and_then(|place| place.rsplit_once(':'));
        let document = anchor.map(|(id, _)| id).unwrap_or_default().to_string();
        let is_rejected = cell(status) == Status::Rejected.word();
        let ready = cell(status) == Status::Ready.word() || is_rejected && !cell(answer).is_empty();
        let answer =
            if ready { normalise::fingerprint(&markup::parse_markdown(cell(answer)).blocks) } else { None };
        notes.push(Remembered {
            sighted: Sighted {
                parent: None,
                guid: cell(id).to_string(),
                sighting: Sighting {
                    explicit_id: None,
                    question: normalise::key(&question, &blocks),
                    wording: normalise::wording(&question),
                    answer,
                    document: document.clone(),
                    gaps: Vec::new(),
                },
                deck: cell(deck).to_string(),
                ready,
                content_hash: String::new(),
                field_hash: String::new(),
            },
            modified: 0,
            first_seen: document,
            since: 0,
            verdict: is_rejected.then_some(Verdict::Rejected),
        });
    }
    Ok(notes)
}

/// The wording at the head of a question in Markdown, and what belongs to it below.
fn question(markdown: &str) -> (Inlines, Blocks) {
    let blocks = markup::parse_markdown(markdown).blocks;
    match blocks.first().map(|block| &block.kind) {
        Some(BlockKind::Paragraph(wording)) => (wording.clone(), blocks[1..].iter().cloned().collect()),
        _ => (Inlines::default(), blocks),
    }
}
