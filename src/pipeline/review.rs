//! A review sheet, applied: its edits go into the documents, the overlay and the ledger, all together or not at all.

mod applied;
mod destination;
mod outcome;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::sources::{reading_of, recognised_in};
use super::{Given, Made, Progress, make};
use crate::config::Config;
use crate::files;
use crate::intake::discover::{self, Source};
use crate::ledger::{Asked, Ledger};
use crate::model::{Decisions, Severity};
use crate::normalise;
use crate::render::sheet::rows;
use crate::review::merge::{CellEdit, Merged, Ours, merge, verdict};
use crate::review::overlay::Overlay;
use crate::review::read::{self, Remark};
use crate::review::rewrite::{Read, Rewritten, Wanted, rewrite, untouchable};
use crate::review::{cells, conflicts};
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
    let made = make(config, Given::default(), progress)?;
    let has_entries =
        sheet.rows.iter().any(|row| row.base.as_ref().is_some_and(|base| base.row == PerRow::Entry));
    let entries = if has_entries { rows(&made.collection, PerRow::Entry) } else { Vec::new() };
    let mut merged = merge(&sheet, &Ours::new(rows(&made.collection, PerRow::Note), entries));
    leave_gaps(&mut merged, &made);
    merged.remarks.extend(merged.edits.iter().filter_map(|edit| unusable(edit, &made.known, config)));
    if merged.is_refused() {
        return Ok(Applied::refused(merged));
    }
    let work = Work { config, request, made: &made, progress };
    work.apply(merged)
}

/// Takes out the edits of texts with gaps: a cell shows such a text without what fills them.
fn leave_gaps(merged: &mut Merged, made: &Made) {
    let gapped = made.collection.notes.iter().filter(|note| note.draft.cloze.is_some());
    let gapped: BTreeSet<&str> = gapped.map(|note| note.guid.as_str()).collect();
    let is_text = |edit: &CellEdit| {
        matches!(edit.column, Column::Question | Column::Answer) && gapped.contains(edit.guid.as_str())
    };
    let remarks = merged.edits.iter().filter(|edit| is_text(edit)).map(|edit| Remark {
        severity: Severity::Warning,
        line: Some(edit.line),
        column: Some(edit.column),
        message: "a text with gaps is not edited in a sheet: the edit is not taken".to_string(),
        hint: "edit it in its document".to_string(),
    });
    merged.remarks.extend(remarks.collect::<Vec<_>>());
    merged.edits.retain(|edit| !is_text(edit));
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
    given: Given,
    aims: Vec<Aim>,
}

impl Work<'_> {
    fn apply(&self, merged: Merged) -> Result<Applied, ReviewError> {
        let drafted = self.settle(&merged)?;
        let Drafted { given, aims } = drafted;
        let (mut changed, mut files) = (Vec::new(), Vec::new());
        for (id, bytes) in &given.documents {
            let Some(source) = self.source(id) else { continue };
            let original = self.original(source)?;
            if original == *bytes {
                continue;
            }
            let text = |bytes: &[u8]| {
                let reading = reading_of(source, bytes, self.config);
                reading.map_or_else(|_| String::new(), |reading| reading.document.text.to_string())
            };
            let (before, after) = (text(&original), text(bytes));
            changed.push(ChangedFile { path: source.path.clone(), before, after });
            files.push((source.path.clone(), bytes.clone()));
        }
        if let Some(overlay) = given.overlay.filter(|overlay| *overlay != self.made.overlay) {
            let path = self.config.overlay();
            let before = files::read_text(&path)?.unwrap_or_default();
            let after = overlay.to_text();
            files.push((path.clone(), after.clone().into_bytes()));
            changed.push(ChangedFile { path, before, after });
        }
        if let Some(ledger) = given.ledger.filter(|ledger| *ledger != self.made.known) {
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
        Ok(Applied {
            in_documents: aims.iter().filter(|aim| matches!(aim.target, Target::Document { .. })).count(),
            held: aims.iter().filter_map(|aim| aim.held(&merged.edits)).collect(),
            reviewed: reviewed.len(),
            decided: merged.decisions.len(),
            remarks: merged.remarks,
            conflicts: merged.conflicts,
            conflict_file: conflict_file.filter(|_| !self.request.dry_run),
            changed,
        })
    }

    /// Finds for each edit a place with which all notes are what they should be.
    fn settle(&self, merged: &Merged) -> Result<Drafted, ReviewError> {
        let mut aims = destination::aims(&merged.edits, self.made, self.request.into);
        self.guard(&mut aims);
        loop {
            let given = self.drafted(merged, &mut aims)?;
            if given.is_nothing(self.made) {
                return Ok(Drafted { given, aims });
            }
            let remade = make(self.config, given.clone(), self.progress)?;
            let wrong = outcome::wrong(self.made, &remade, merged);
            if wrong.is_empty() {
                return Ok(Drafted { given, aims });
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

    /// The documents with what is aimed at them, and overlay and ledger with all else; what a document's style cannot
    /// hold is sent to the overlay.
    fn drafted(&self, merged: &Merged, aims: &mut [Aim]) -> Result<Given, ReviewError> {
        let mut wanted: BTreeMap<usize, Vec<(usize, Wanted)>> = BTreeMap::new();
        for (at, aim) in aims.iter().enumerate() {
            if let Target::Document { document, entry } = aim.target
                && let Some(part) = destination::part(&merged.edits[aim.edit])
            {
                wanted.entry(document).or_default().push((at, Wanted { entry, part }));
            }
        }
        let wanted: Vec<_> = wanted.into_iter().collect();
        let rewritten: Vec<_> = wanted
            .par_iter()
            .map(|(document, wanted)| self.rewritten(*document, wanted))
            .collect::<Result<_, _>>()?;
        let mut given = Given::default();
        for ((document, wanted), Rewritten { bytes, done }) in wanted.iter().zip(rewritten) {
            let id = &self.made.collection.documents[*document].id;
            for ((at, _), done) in wanted.iter().zip(done) {
                if !done {
                    aims[*at].target = Target::Overlay(Reason::Style(id.clone()));
                }
            }
            given.documents.insert(id.clone(), bytes);
        }
        given.overlay = Some(self.overlay(merged, aims));
        given.ledger = Some(self.ledger(merged, aims));
        Ok(given)
    }

    fn rewritten(&self, document: usize, wanted: &[(usize, Wanted)]) -> Result<Rewritten, ReviewError> {
        let collection = &self.made.collection;
        let known = &collection.documents[document];
        let Some(source) = self.source(&known.id) else {
            return Ok(Rewritten { bytes: Vec::new(), done: vec![false; wanted.len()] });
        };
        self.progress.step("rewriting");
        let original = self.original(source)?;
        let before = Read {
            document: known.clone(),
            entries: of_document(&collection.entries, document, |entry| entry.document),
            passages: of_document(&collection.passages, document, |passage| passage.document),
            rejects: of_document(&collection.rejects, document, |reject| reject.document),
        };
        let wanted: Vec<Wanted> = wanted.iter().map(|(_, wanted)| wanted.clone()).collect();
        Ok(rewrite(&original, &before, &wanted, &|bytes| self.reread(source, document, bytes)))
    }

    /// What the document reads as when its file holds `bytes`.
    fn reread(&self, source: &Source, index: usize, bytes: &[u8]) -> Option<Read> {
        let mut document = reading_of(source, bytes, self.config).ok()?.document;
        let Config { language, recognise, .. } = self.config;
        let (found, _) = recognised_in(index, &mut document, &self.made.found, language, recognise);
        Some(Read { document, entries: found.entries, passages: found.passages, rejects: found.rejects })
    }

    fn source(&self, id: &str) -> Option<&Source> {
        let sources = &self.made.found.sources;
        sources.binary_search_by(|source| source.id.as_str().cmp(id)).ok().map(|at| &sources[at])
    }

    /// The bytes that the document was read from.
    fn original(&self, source: &Source) -> Result<Vec<u8>, ReviewError> {
        let bytes = files::read(&source.path)?;
        let known = self.made.collection.documents.iter().find(|document| document.id == source.id);
        let reading = reading_of(source, &bytes, self.config).ok();
        let same = known.zip(reading).is_some_and(|(known, reading)| known.hash == reading.document.hash);
        if same { Ok(bytes) } else { Err(ReviewError::Moved { path: source.path.clone() }) }
    }

    fn overlay(&self, merged: &Merged, aims: &[Aim]) -> Overlay {
        let mut overlay = self.made.overlay.clone();
        for aim in aims {
            let edit = &merged.edits[aim.edit];
            match aim.target {
                Target::Document { .. } => overlay.release(&edit.guid, edit.column),
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
            let is_question =
                edit.column == Column::Question && matches!(aim.target, Target::Document { .. });
            let (wording, blocks) = cells::question(&edit.text).ok().filter(|_| is_question)?;
            let asked =
                Asked { key: normalise::key(&wording, &blocks), wording: normalise::wording(&wording) };
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

impl Given {
    /// Whether it is what the files hold.
    fn is_nothing(&self, made: &Made) -> bool {
        let same = |id: &String, bytes: &Vec<u8>| {
            let known = made.collection.documents.iter().find(|document| document.id == *id);
            known.is_some_and(|document| {
                document.bytes.origin_len() == bytes.len() && document.text.as_bytes() == bytes
            })
        };
        self.documents.iter().all(|(id, bytes)| same(id, bytes))
            && self.overlay.as_ref().is_none_or(|overlay| *overlay == made.overlay)
            && self.ledger.as_ref().is_none_or(|ledger| *ledger == made.known)
    }
}

fn of_document<T: Clone>(all: &[T], document: usize, of: impl Fn(&T) -> usize) -> Vec<T> {
    let from = all.partition_point(|each| of(each) < document);
    all[from..].iter().take_while(|each| of(each) == document).cloned().collect()
}

/// The file that lists the conflicts of a sheet, beside it.
fn conflict_path(sheet: &Path) -> PathBuf {
    let stem = sheet.file_stem().unwrap_or_default().to_string_lossy();
    sheet.with_file_name(format!("{stem}.conflicts.csv"))
}
