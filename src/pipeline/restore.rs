//! A lost ledger, rebuilt from an artifact of an earlier build.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::files::{self, FileError, Replacement};
use crate::ledger::{Ledger, LedgerError, Remembered, SeenGap, Sighted, Sighting};
use crate::model::content::plain_text;
use crate::model::schema::{Entry, Gap, Model, SCHEMA_VERSION};
use crate::model::{Block, BlockKind, Blocks, Inline, InlineKind, Inlines, Severity, Status, Verdict};
use crate::review::read::{ReadError, Sheet, read};
use crate::sheet::Column;
use crate::write::{csv, json, xlsx};
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
    #[error("there is no file `{}`; name a `model.json`, `review.xlsx` or `review.csv` of an earlier build", path.display())]
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
    #[error(transparent)]
    NoSheet(#[from] ReadError),
    /// It is a review sheet of which something is missing or in doubt.
    #[error("`{}` cannot be used: {reason}", path.display())]
    Sheet {
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
/// When there is a ledger already that is not empty, or `file` is neither; nothing is written then.
pub fn restore(file: &Path, ledger: &Path) -> Result<Restored, RestoreError> {
    if ledger.exists() && !files::read(ledger)?.trim_ascii().is_empty() {
        return Err(RestoreError::Exists { path: ledger.to_path_buf() });
    }
    let (remembered, restored) = remembered(file)?;
    let mut replacement = Replacement::default();
    replacement.stage(ledger, remembered.to_text().as_bytes())?;
    replacement.commit()?;
    Ok(restored)
}

/// The files of the output folder from which a ledger of the deck could be restored, the best first.
pub fn remains(config: &Config) -> Vec<PathBuf> {
    let files = [json::NAME, xlsx::NAME, csv::NAME].map(|name| config.output.join(name));
    let is_of_deck =
        |file: &PathBuf| remembered(file).is_ok_and(|(ledger, _)| ledger.holds_deck(&config.name));
    files.into_iter().filter(is_of_deck).collect()
}

/// The ledger of the build that made `file`, a model or a review sheet.
fn remembered(file: &Path) -> Result<(Ledger, Restored), RestoreError> {
    let path = file.to_path_buf();
    if !file.exists() {
        return Err(RestoreError::Missing { path });
    }
    let bytes = files::read(file)?;
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    let is_model = text.trim_ascii_start().starts_with(b"{");
    let notes = if is_model {
        of_model(text).map_err(|reason| RestoreError::NoModel { path: path.clone(), reason })?
    } else {
        let sheet = read(&bytes, &path.display().to_string())?;
        of_sheet(&sheet).map_err(|reason| RestoreError::Sheet { path: path.clone(), reason })?
    };
    let restored = Restored { notes: notes.len(), has_times: is_model };
    let remembered = Ledger::restored(notes).map_err(|error| RestoreError::Note { path, error })?;
    Ok((remembered, restored))
}

fn of_model(text: &[u8]) -> Result<Vec<Remembered>, String> {
    let model: Model = serde_json::from_slice(text).map_err(|error| error.to_string())?;
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

fn of_sheet(sheet: &Sheet) -> Result<Vec<Remembered>, String> {
    let needed = [Column::Status, Column::Deck, Column::Question, Column::Answer, Column::Sources];
    if let Some(column) = needed.into_iter().find(|column| !sheet.columns.contains(column)) {
        return Err(format!("it has no column `{}`", column.name()));
    }
    if let Some(remark) = sheet.remarks.iter().find(|remark| remark.severity == Severity::Error) {
        let row = remark.line.map_or(String::new(), |line| format!("row {line}: "));
        return Err(format!("{row}{}; {}", remark.message, remark.hint));
    }
    let mut notes = Vec::new();
    let mut seen = BTreeSet::new();
    // Of a note with a row for each entry the first is taken: that of its anchor.
    for row in sheet.rows.iter().filter(|row| seen.insert(row.id.as_str())) {
        let cell = |column| row.cell(column).unwrap_or_default();
        let (question, blocks) = question(cell(Column::Question));
        let anchor = cell(Column::Sources).lines().next().and_then(|place| place.rsplit_once(':'));
        let document = anchor.map(|(id, _)| id).unwrap_or_default().to_string();
        let is_rejected = cell(Column::Status) == Status::Rejected.word();
        let ready =
            cell(Column::Status) == Status::Ready.word() || is_rejected && !cell(Column::Answer).is_empty();
        let answer = markup::parse_markdown(cell(Column::Answer)).blocks;
        let gaps = gaps(&question, &answer);
        let (wording, key) = match &answer.first().map(|block| &block.kind) {
            Some(BlockKind::Paragraph(filled)) if !gaps.is_empty() => {
                (normalise::wording(filled), normalise::cloze_key(filled))
            }
            _ => (normalise::wording(&question), normalise::key(&question, &blocks)),
        };
        let answer = normalise::fingerprint(&answer).filter(|_| ready);
        notes.push(Remembered {
            sighted: Sighted {
                parent: None,
                guid: row.id.clone(),
                sighting: Sighting {
                    explicit_id: None,
                    question: key,
                    wording,
                    answer,
                    document: document.clone(),
                    gaps,
                },
                deck: cell(Column::Deck).to_string(),
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

/// The gaps of a text with gaps, whose question has something in brackets where its answer is strong; none of any other
/// question.
fn gaps(question: &[Inline], answer: &[Block]) -> Vec<SeenGap> {
    let [Block { kind: BlockKind::Paragraph(filled), .. }] = answer else { return Vec::new() };
    let asked = plain_text(question);
    let mut rest = asked.as_str();
    let mut gaps = Vec::new();
    for inline in filled {
        let open = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        rest = match (&inline.kind, open) {
            (InlineKind::Strong(filling), Some((_, rest))) => {
                gaps.push(SeenGap { number: None, filling: normalise::wording(filling) });
                rest
            }
            _ => match rest.strip_prefix(plain_text(std::slice::from_ref(inline)).as_str()) {
                Some(rest) => rest,
                None => return Vec::new(),
            },
        };
    }
    // The sheet does not tell their numbers; those that the source states win over these.
    for (gap, number) in gaps.iter_mut().zip(1..) {
        gap.number = Some(number);
    }
    if rest.is_empty() { gaps } else { Vec::new() }
}

/// The wording at the head of a question in Markdown, and what belongs to it below.
fn question(markdown: &str) -> (Inlines, Blocks) {
    let blocks = markup::parse_markdown(markdown).blocks;
    match blocks.first().map(|block| &block.kind) {
        Some(BlockKind::Paragraph(wording)) => (wording.clone(), blocks[1..].iter().cloned().collect()),
        _ => (Inlines::default(), blocks),
    }
}
