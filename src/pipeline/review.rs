//! A review sheet, applied: its edits go into the documents, the overlay and the ledger, all together or not at all.

mod applied;
mod destination;
mod outcome;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::notes::Purpose;
use super::sources::{Recognised, reading_of, recognised_in};
use super::{Basis, Made, Progress, compose, make};
use crate::config::Config;
use crate::files;
use crate::intake::discover::{self, Source};
use crate::ledger::{Asked, Ledger};
use crate::model::alike::same_on_one_line;
use crate::model::{Cloze, Collection, Decisions, Document, Entry, Inlines, Severity};
use crate::normalise;
use crate::render::sheet::rows;
use crate::review::merge::{CellEdit, Merged, Ours, merge, verdict};
use crate::review::overlay::Overlay;
use crate::review::read::{self, Remark};
use crate::review::rewrite::{Part, Read, Rewritten, Wanted, Written, rewrite, untouchable};
use crate::review::{conflicts, gaps};
use crate::sheet::pairs::Decision;
use crate::sheet::{Column, PerRow};
use destination::{Aim, Target};

pub use applied::{Applied, ChangedFile, Held, Into, Request, ReviewError};
pub use destination::Reason;

/// Applies the sheet of `request` to the documents, the overlay and the ledger of `config`.
///
/// Everything is read again with the edits before anything is written: each edited note must then say what its cells
/// say, under the guid that it had, and every other note what it said.
///
/// # Errors
/// When a file cannot be read or written; nothing is then changed.
pub fn apply(config: &Config, request: &Request, progress: &dyn Progress) -> Result<Applied, ReviewError> {
    let bytes = files::read(&request.sheet)?;
    let name = request.sheet.file_name().unwrap_or_default().to_string_lossy();
    let sheet = read::read(&bytes, &name)?;
    let made = make(config, Purpose::Review { former: &BTreeMap::new() }, progress)?;
    let has_entries =
        sheet.rows.iter().any(|row| row.base.as_ref().is_some_and(|base| base.row == PerRow::Entry));
    let entries = if has_entries { rows(&made.collection, PerRow::Entry) } else { Vec::new() };
    let mut merged = merge(&sheet, &Ours::new(rows(&made.collection, PerRow::Note), entries));
    check_gaps(&mut merged, &made);
    let known = made.known.decisions();
    merged.decisions.retain(|guids, decision| !is_decided(&known, &made.known, guids, *decision));
    merged.remarks.extend(merged.edits.iter().filter_map(|edit| unusable(edit, &made.known, config)));
    if merged.is_refused() {
        return Ok(Applied::refused(merged));
    }
    let work = Work { config, request, made: &made, progress };
    work.apply(merged)
}

/// Whether the ledger knows that decision of two notes already.
fn is_decided(known: &Decisions, ledger: &Ledger, guids: &[String; 2], decision: Decision) -> bool {
    let [Some(one), Some(other)] = guids.each_ref().map(|guid| ledger.key_of(guid)) else { return false };
    let pair = Decisions::pair(one, other);
    match decision {
        Decision::Same => known.same.contains(&pair),
        Decision::Different => known.different.contains(&pair),
        Decision::Perhaps => true,
    }
}

/// Takes out the edits of texts with gaps that change a gap, and those by which question and answer of one text say
/// different things.
fn check_gaps(merged: &mut Merged, made: &Made) {
    let notes = &made.collection.notes;
    let gapped: BTreeMap<&str, &Cloze> =
        notes.iter().filter_map(|note| Some((note.guid.as_str(), note.draft.cloze.as_deref()?))).collect();
    let mut texts: BTreeMap<(&str, Option<usize>), Vec<Inlines>> = BTreeMap::new();
    let mut remarks = Vec::new();
    let mut left = BTreeSet::new();
    for (at, edit) in merged.edits.iter().enumerate() {
        let is_text = matches!(edit.column, Column::Question | Column::Answer);
        let Some(cloze) = gapped.get(edit.guid.as_str()).filter(|_| is_text) else { continue };
        let read = gaps::texts(cloze, edit.column, &edit.text).and_then(|read| {
            let other = texts.entry((&edit.guid, edit.entry)).or_insert_with(|| read.clone());
            let same = other.iter().zip(&read).all(|(one, other)| same_on_one_line(one, other));
            let otherwise = || "the edited question says something else around its gaps".to_string();
            same.then_some(()).ok_or_else(otherwise)
        });
        if let Err(reason) = read {
            left.insert(at);
            remarks.push(not_taken(
                edit,
                &reason,
                "leave gaps as they are in a sheet; edit them in the document",
            ));
        }
    }
    merged.remarks.extend(remarks);
    let mut at = 0..;
    merged.edits.retain(|_| at.next().is_none_or(|at| !left.contains(&at)));
}

/// That an edit is not taken, and why.
fn not_taken(edit: &CellEdit, reason: &str, hint: &str) -> Remark {
    Remark {
        severity: Severity::Warning,
        line: Some(edit.line),
        column: Some(edit.column),
        message: format!("{reason}: the edit is not taken"),
        hint: hint.to_string(),
    }
}

/// What is to be said of an edit that this deck cannot take.
fn unusable(edit: &CellEdit, ledger: &Ledger, config: &Config) -> Option<Remark> {
    let say = |message: String, hint: &str| {
        let (line, column) = (Some(edit.line), Some(edit.column));
        Some(Remark { severity: Severity::Error, line, column, message, hint: hint.to_string() })
    };
    match edit.column {
        Column::Deck => {
            let deck = edit.text.trim();
            let below = deck.strip_prefix(&config.name).is_some_and(|rest| rest.starts_with("::"));
            if below {
                return None;
            }
            say(
                format!("`{deck}` does not lie below the deck `{}`", config.name),
                "write the full name, such as `Deck::Topic`",
            )
        }
        Column::Review | Column::Comment if !ledger.knows(&edit.guid) => say(
            "the ledger does not know this note yet, and what is said of it would be lost".to_string(),
            "run `deckpress build` first",
        ),
        _ => None,
    }
}

/// A sheet on its way into the documents.
struct Work<'a> {
    config: &'a Config,
    request: &'a Request,
    made: &'a Made,
    progress: &'a dyn Progress,
}

/// What the documents, the overlay and the ledger are to be.
struct Drafted {
    aims: Vec<Aim>,
    /// The documents that change, by index.
    documents: BTreeMap<usize, Written>,
    overlay: Overlay,
    ledger: Ledger,
}

/// What was wanted of documents, and what came of it, by index.
type Tried = BTreeMap<usize, (Vec<Wanted>, Rewritten)>;

impl Work<'_> {
    fn apply(&self, merged: Merged) -> Result<Applied, ReviewError> {
        let Drafted { aims, documents, overlay, ledger } = self.settle(&merged)?;
        let (mut changed, mut files) = (Vec::new(), Vec::new());
        for (index, Written { bytes, read }) in documents {
            let known = &self.made.collection.documents[index];
            let Some(source) = self.source(&known.id) else { continue };
            if self.original(source, known)? == bytes {
                continue;
            }
            let (before, after) = (known.text.to_string(), read.document.text.to_string());
            changed.push(ChangedFile { path: source.path.clone(), before, after });
            files.push((source.path.clone(), bytes));
        }
        if overlay != self.made.overlay {
            let path = self.config.overlay();
            let before = files::read_text(&path)?.unwrap_or_default();
            let after = overlay.to_text();
            files.push((path.clone(), after.clone().into_bytes()));
            changed.push(ChangedFile { path, before, after });
        }
        if ledger != self.made.known {
            files.push((self.config.ledger.clone(), ledger.to_text().into_bytes()));
        }
        let conflict_file = (!merged.conflicts.is_empty()).then(|| conflict_path(&self.request.sheet));
        if let Some(path) = &conflict_file {
            files.push((path.clone(), conflicts::table(&merged.conflicts)));
        }
        if !self.request.dry_run {
            files::replace_together(&self.config.journal(), &files)?;
        }
        let is_review = |edit: &&CellEdit| matches!(edit.column, Column::Review | Column::Comment);
        let reviewed: BTreeSet<&str> =
            merged.edits.iter().filter(is_review).map(|edit| edit.guid.as_str()).collect();
        let left = aims.iter().filter_map(|aim| {
            let reason = format!("a text with gaps is held in no overlay ({})", aim.left()?);
            Some(not_taken(&merged.edits[aim.edit], &reason, "edit it in its document"))
        });
        let remarks = merged.remarks.into_iter().chain(left).collect();
        Ok(Applied {
            in_documents: aims.iter().filter(|aim| matches!(aim.target, Target::Document { .. })).count(),
            held: aims.iter().filter_map(|aim| aim.held(&merged.edits)).collect(),
            reviewed: reviewed.len(),
            decided: merged.decisions.len(),
            remarks,
            conflicts: merged.conflicts,
            conflict_file: conflict_file.filter(|_| !self.request.dry_run),
            changed,
        })
    }

    /// Finds for each edit a place with which all notes are what they should be.
    fn settle(&self, merged: &Merged) -> Result<Drafted, ReviewError> {
        let mut aims = destination::aims(&merged.edits, self.made, self.request.into);
        self.guard(&mut aims);
        let mut tried = Tried::new();
        loop {
            let drafted = self.drafted(merged, &aims, &mut tried)?;
            aims.clone_from(&drafted.aims);
            if drafted.is_nothing(self.made) {
                return Ok(drafted);
            }
            let remade = self.remade(&drafted);
            let wrong = outcome::wrong(self.made, &remade, merged, &drafted.aims);
            if wrong.is_empty() {
                return Ok(drafted);
            }
            // What a document says beside what was wanted goes beside it: the note's own edits first, else those of
            // questions, which may draw others to them, else all.
            let own = |aim: &Aim| wrong.contains(&merged.edits[aim.edit].guid);
            let asks = |aim: &Aim| merged.edits[aim.edit].column == Column::Question;
            let ways: [&dyn Fn(&Aim) -> bool; 3] = [&own, &asks, &|_| true];
            let in_document = |aim: &&mut Aim| matches!(aim.target, Target::Document { .. });
            let mut moved = false;
            for way in ways {
                for aim in aims.iter_mut().filter(in_document).filter(|aim| way(aim)) {
                    aim.target = Target::Overlay(Reason::Entangled);
                    moved = true;
                }
                if moved {
                    break;
                }
            }
            if !moved {
                let some: Vec<&str> = wrong.iter().take(3).map(String::as_str).collect();
                return Err(ReviewError::Unsettled { some: some.join(", ") });
            }
        }
    }

    /// Sends beside them what documents that are not to be touched would get.
    fn guard(&self, aims: &mut [Aim]) {
        let documents = &self.made.collection.documents;
        for aim in aims {
            let Target::Document { document, .. } = aim.target else { continue };
            let source = self.source(&documents[document].id);
            let extension = source.and_then(|source| discover::extension(&source.path)).unwrap_or_default();
            let converted = self.config.readers.contains_key(&extension);
            let reason = match untouchable(&documents[document], self.request.repair) {
                _ if converted || source.is_none() => Reason::Converted(documents[document].id.clone()),
                Some(untouchable) => Reason::Untouchable(documents[document].id.clone(), untouchable),
                None => continue,
            };
            aim.target = Target::Overlay(reason);
        }
    }

    /// The notes of the documents as they are to be. Those that stay are as they were read, those that change as they
    /// were read when they were rewritten: no document is read again for it.
    fn remade(&self, drafted: &Drafted) -> Collection {
        self.progress.step("checking");
        let was = &self.made.collection;
        let mut documents = was.documents.clone();
        let mut found = Recognised::default();
        for (index, document) in documents.iter_mut().enumerate() {
            if let Some(Written { read, .. }) = drafted.documents.get(&index) {
                document.clone_from(&read.document);
                found.entries.extend_from_slice(&read.entries);
                found.passages.extend_from_slice(&read.passages);
                found.rejects.extend_from_slice(&read.rejects);
            } else {
                found.entries.extend_from_slice(of_document(&was.entries, index, |entry| entry.document));
                found.passages.extend_from_slice(of_document(&was.passages, index, |each| each.document));
                found.rejects.extend_from_slice(of_document(&was.rejects, index, |each| each.document));
            }
        }
        // The hash of a note whose short answer is somebody's tells that too.
        let by_guid = was.notes.iter().map(|note| (note.guid.as_str(), note));
        let former = by_guid.filter(|(guid, _)| !self.made.overlay.holds(guid, Column::Brief)).collect();
        let (known, overlay, lists) = (&drafted.ledger, &drafted.overlay, &self.made.lists);
        let basis = Basis { known, overlay, lists, purpose: Purpose::Review { former: &former } };
        compose(documents, found, basis, self.config, self.progress).collection
    }

    /// The documents with what is aimed at them, and overlay and ledger with all else; what a document's style cannot
    /// hold is sent to the overlay. A document of which the same was wanted before, as `tried` tells, is that one.
    fn drafted(&self, merged: &Merged, aims: &[Aim], tried: &mut Tried) -> Result<Drafted, ReviewError> {
        let mut aims = aims.to_vec();
        let mut places: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut wanted: BTreeMap<usize, Vec<Wanted>> = BTreeMap::new();
        for (at, aim) in aims.iter().enumerate() {
            if let Target::Document { document, entry } = aim.target
                && let Some(part) = destination::part(&merged.edits[aim.edit], self.entry(document, entry))
            {
                places.entry(document).or_default().push(at);
                wanted.entry(document).or_default().push(Wanted { entry, part });
            }
        }
        let is_new = |document: usize, wanted: &[Wanted]| {
            tried.get(&document).is_none_or(|(before, _)| before.as_slice() != wanted)
        };
        let new: Vec<(usize, Vec<Wanted>)> =
            wanted.into_iter().filter(|(document, wanted)| is_new(*document, wanted)).collect();
        let new: Vec<_> = new
            .into_par_iter()
            .map(|(document, wanted)| {
                let rewritten = self.rewritten(document, &wanted)?;
                Ok::<_, ReviewError>((document, (wanted, rewritten)))
            })
            .collect::<Result<_, _>>()?;
        tried.extend(new);
        let mut documents = BTreeMap::new();
        for (document, places) in places {
            let (_, Rewritten { written, done }) = &tried[&document];
            for (at, done) in places.into_iter().zip(done) {
                if !done {
                    let id = self.made.collection.documents[document].id.clone();
                    aims[at].target = Target::Overlay(Reason::Style(id));
                }
            }
            documents.extend(written.clone().map(|written| (document, written)));
        }
        let (overlay, ledger) = (self.overlay(merged, &aims), self.ledger(merged, &aims));
        Ok(Drafted { aims, documents, overlay, ledger })
    }

    fn rewritten(&self, document: usize, wanted: &[Wanted]) -> Result<Rewritten, ReviewError> {
        let collection = &self.made.collection;
        let known = &collection.documents[document];
        let Some(source) = self.source(&known.id) else {
            return Ok(Rewritten { written: None, done: vec![false; wanted.len()] });
        };
        self.progress.step("rewriting");
        let original = self.original(source, known)?;
        let before = Read {
            document: known.clone(),
            entries: of_document(&collection.entries, document, |entry| entry.document).to_vec(),
            passages: of_document(&collection.passages, document, |passage| passage.document).to_vec(),
            rejects: of_document(&collection.rejects, document, |reject| reject.document).to_vec(),
        };
        Ok(rewrite(&original, &before, wanted, &|bytes| self.reread(source, document, bytes)))
    }

    /// What the document reads as when its file holds `bytes`.
    fn reread(&self, source: &Source, index: usize, bytes: &[u8]) -> Option<Read> {
        let mut document = reading_of(source, bytes, self.config).ok()?.document;
        let Config { language, recognise, .. } = self.config;
        let (found, _) = recognised_in(index, &mut document, &self.made.found, language, recognise);
        Some(Read { document, entries: found.entries, passages: found.passages, rejects: found.rejects })
    }

    /// That entry of a document.
    fn entry(&self, document: usize, entry: usize) -> &Entry {
        &of_document(&self.made.collection.entries, document, |entry| entry.document)[entry]
    }

    fn source(&self, id: &str) -> Option<&Source> {
        let sources = &self.made.found.sources;
        sources.binary_search_by(|source| source.id.as_str().cmp(id)).ok().map(|at| &sources[at])
    }

    /// The bytes that the document `known` was read from.
    fn original(&self, source: &Source, known: &Document) -> Result<Vec<u8>, ReviewError> {
        let bytes = files::read(&source.path)?;
        let reading = reading_of(source, &bytes, self.config).ok();
        let same = reading.is_some_and(|reading| known.hash == reading.document.hash);
        if same { Ok(bytes) } else { Err(ReviewError::Moved { path: source.path.clone() }) }
    }

    fn overlay(&self, merged: &Merged, aims: &[Aim]) -> Overlay {
        let mut overlay = self.made.overlay.clone();
        for aim in aims {
            let edit = &merged.edits[aim.edit];
            match aim.target {
                Target::Document { .. } => overlay.release(&edit.guid, edit.column),
                Target::Overlay(_) if aim.is_gapped => {}
                Target::Overlay(_) => {
                    let was = aim.said.as_deref().unwrap_or(&edit.ours);
                    overlay.hold(&edit.guid, edit.column, &edit.text, was);
                }
            }
        }
        overlay
    }

    fn ledger(&self, merged: &Merged, aims: &[Aim]) -> Ledger {
        let mut ledger = self.made.known.clone();
        // What a row says of its note, review and comment together.
        let mut said: BTreeMap<&str, [Option<&str>; 2]> = BTreeMap::new();
        for CellEdit { guid, column, text, .. } in &merged.edits {
            match column {
                Column::Review => said.entry(guid).or_default()[0] = Some(text),
                Column::Comment => said.entry(guid).or_default()[1] = Some(text),
                _ => {}
            }
        }
        for (guid, [review, comment]) in said {
            let (was, remarked) = self.made.known.reviewed(guid);
            let verdict = review.map_or(was, |word| verdict(word).unwrap_or_default());
            ledger.review(guid, verdict, comment.unwrap_or(remarked).trim());
        }
        let questions = aims.iter().filter_map(|aim| {
            let edit = &merged.edits[aim.edit];
            let Target::Document { document, entry } = aim.target else { return None };
            let entry = self.entry(document, entry);
            let asked = match (destination::part(edit, entry)?, &entry.cloze) {
                (Part::Question(wording, blocks), _) => {
                    Asked { key: normalise::key(&wording, &blocks), wording: normalise::wording(&wording) }
                }
                (Part::Texts(texts), Some(cloze)) => {
                    let filled = cloze.with_texts(&texts).filled();
                    Asked { key: normalise::cloze_key(&filled), wording: normalise::wording(&filled) }
                }
                _ => return None,
            };
            Some((edit.guid.as_str(), asked))
        });
        ledger.asks(questions.collect());
        if !merged.decisions.is_empty() {
            let mut decisions = ledger.decisions();
            let mut more = Decisions::default();
            for (guids, decision) in &merged.decisions {
                let [Some(one), Some(other)] = guids.each_ref().map(|guid| ledger.key_of(guid)) else {
                    continue;
                };
                let pair = Decisions::pair(one, other);
                match decision {
                    Decision::Same => drop(more.same.insert(pair)),
                    Decision::Different => drop(more.different.insert(pair)),
                    Decision::Perhaps => {}
                }
            }
            decisions.extend(more);
            ledger.remember(&decisions);
        }
        ledger
    }
}

impl Drafted {
    /// Whether it is what the files hold.
    fn is_nothing(&self, made: &Made) -> bool {
        let same = |index: &usize, written: &Written| {
            let known = &made.collection.documents[*index];
            known.bytes.origin_len() == written.bytes.len() && known.text.as_bytes() == written.bytes
        };
        self.documents.iter().all(|(index, written)| same(index, written))
            && self.overlay == made.overlay
            && self.ledger == made.known
    }
}

fn of_document<T>(all: &[T], document: usize, of: impl Fn(&T) -> usize) -> &[T] {
    let from = all.partition_point(|each| of(each) < document);
    let length = all[from..].partition_point(|each| of(each) == document);
    &all[from..from + length]
}

/// The file that lists the conflicts of a sheet, beside it.
fn conflict_path(sheet: &Path) -> PathBuf {
    let stem = sheet.file_stem().unwrap_or_default().to_string_lossy();
    sheet.with_file_name(format!("{stem}.conflicts.csv"))
}
