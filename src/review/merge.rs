//! Which cells of a sheet were edited, and whether the documents changed meanwhile.
//!
//! Three states meet in each cell: what it held when the sheet was written (its base, a hash), what the documents say
//! now (*ours*) and what the sheet says (*theirs*). What changed on one side only is taken, what changed on both sides
//! otherwise is a conflict, and nothing is written for it.

use std::collections::{BTreeMap, BTreeSet};

use super::cells;
use super::read::{self, Remark, Sheet};
use crate::model::{Severity, Verdict};
use crate::render::sheet::Row;
use crate::sheet::pairs::{self, Decision};
use crate::sheet::{Column, PerRow, is_respelt, items};

/// What a sheet wants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Cells that were edited, by row and column.
    pub edits: Vec<CellEdit>,
    /// Cells that were edited on both sides.
    pub conflicts: Vec<Conflict>,
    /// What was decided of pairs of notes, by their guids, the smaller first.
    pub decisions: BTreeMap<[String; 2], Decision>,
    /// What is to be said of the sheet. Where one is an error, nothing of it is to be applied.
    pub remarks: Vec<Remark>,
}

/// An edited cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellEdit {
    /// The row of the sheet.
    pub line: usize,
    /// The guid of its note.
    pub guid: String,
    /// Index of the entry that the row stands for; `None` where it stands for the note.
    pub entry: Option<usize>,
    /// The column.
    pub column: Column,
    /// What the documents say.
    pub ours: String,
    /// What the cell says now.
    pub text: String,
}

/// A cell that was edited while the documents changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The row of the sheet.
    pub line: usize,
    /// The guid of its note.
    pub guid: String,
    /// The column.
    pub column: Column,
    /// What the documents say now.
    pub ours: String,
    /// What the cell says.
    pub theirs: String,
}

/// What the documents say: the rows that a sheet of them would have today.
pub struct Ours {
    notes: BTreeMap<String, Row>,
    /// By guid and sources.
    entries: BTreeMap<(String, String), Row>,
}

impl Ours {
    /// Of rows of notes, and of entries where the sheet has such rows.
    pub fn new(notes: Vec<Row>, entries: Vec<Row>) -> Self {
        let id = |row: &Row| row.text(Column::Id).to_string();
        Self {
            notes: notes.into_iter().map(|row| (id(&row), row)).collect(),
            entries: entries
                .into_iter()
                .map(|row| ((id(&row), row.text(Column::Sources).to_string()), row))
                .collect(),
        }
    }

    fn of(&self, row: &read::Row) -> Option<&Row> {
        match row.base.as_ref().map(|base| base.row) {
            Some(PerRow::Entry) => {
                let place =
                    items(row.cell(Column::Sources).unwrap_or_default()).collect::<Vec<_>>().join("\n");
                self.entries.get(&(row.id.clone(), place))
            }
            _ => self.notes.get(&row.id),
        }
    }

    /// The guid of the note that `id` names by its guid or short id.
    fn guid(&self, id: &str) -> Option<&str> {
        let (guid, _) = self.notes.range(id.to_string()..).next()?;
        (guid == id || crate::ledger::short_id(guid) == id).then_some(guid.as_str())
    }
}

/// Compares `sheet` with what the documents say.
pub fn merge(sheet: &Sheet, ours: &Ours) -> Merged {
    let mut merged = Merged { remarks: sheet.remarks.clone(), ..Merged::default() };
    let mut seen: BTreeMap<(String, Option<usize>), usize> = BTreeMap::new();
    for row in &sheet.rows {
        let Some(known) = ours.of(row) else {
            merged.remarks.push(unknown(row, ours));
            continue;
        };
        if let Some(first) = seen.insert((row.id.clone(), known.entry), row.line) {
            merged.remarks.push(remark(
                Severity::Error,
                row.line,
                Some(Column::Id),
                format!("this row has the id of row {first}: `{}`", row.id),
                "leave one of them in the sheet",
            ));
            continue;
        }
        for column in Column::ALL {
            merged.cell(row, known, column, ours);
        }
    }
    for pair in &sheet.pairs {
        merged.pair(pair.line, None, [&pair.ids[0], &pair.ids[1]], pair.decision, ours);
    }
    merged.edits.sort_by_key(|edit| (edit.line, edit.column));
    merged
}

impl Merged {
    /// Whether something is wrong with the sheet, so that nothing of it is to be applied.
    pub fn is_refused(&self) -> bool {
        self.remarks.iter().any(|remark| remark.severity == Severity::Error)
    }

    fn cell(&mut self, row: &read::Row, known: &Row, column: Column, ours: &Ours) {
        let (Some(theirs), edited) = (row.cell(column), row.is_edited(column)) else { return };
        if edited == Some(false) || column == Column::Base {
            return;
        }
        let now = known.cell(column);
        if cells::say_the_same(column, theirs, &now) {
            return;
        }
        let say =
            |severity, message: String, hint: &str| remark(severity, row.line, Some(column), message, hint);
        if !column.is_editable() {
            if edited.is_some() {
                let message =
                    format!("`{}` follows from the documents: the edit is not taken", column.name());
                self.remarks.push(say(Severity::Warning, message, ""));
            }
            return;
        }
        let shortened = row.base.as_ref().is_some_and(|base| base.is_shortened(column));
        if shortened || crate::sheet::cell::is_shortened(&now) {
            self.remarks.push(say(
                Severity::Warning,
                "the cell was too long for a spreadsheet and is not whole: the edit is not taken".to_string(),
                "edit it in its document",
            ));
            return;
        }
        if column == Column::SameAs {
            return self.same_as(row, theirs, ours);
        }
        if known.entry.is_some()
            && !matches!(column, Column::Question | Column::Answer | Column::Review | Column::Comment)
        {
            self.remarks.push(say(
                Severity::Warning,
                "what all entries of a note say together is edited in a sheet with a row a note".to_string(),
                "build with `rows = \"notes\"` in `[csv]`",
            ));
            return;
        }
        let was_ours = row.base.as_ref().is_none_or(|base| base.is(column, &now));
        if was_ours && is_respelt(&now, theirs) {
            self.remarks.push(say(
                Severity::Warning,
                "the spreadsheet seems to have written this in another way by itself: that is no edit"
                    .to_string(),
                "if you meant it, edit it in its document",
            ));
            return;
        }
        if let Err(reason) = check(column, theirs) {
            self.remarks.push(say(Severity::Error, reason, "put the cell right and apply the sheet again"));
            return;
        }
        let changed = row.base.as_ref().is_none_or(|base| !base.is(column, &now));
        let guid = row.id.clone();
        if changed {
            let (ours, theirs) = (now.into_owned(), theirs.to_string());
            self.conflicts.push(Conflict { line: row.line, guid, column, ours, theirs });
        } else {
            let (ours, text) = (now.into_owned(), theirs.to_string());
            self.edits.push(CellEdit { line: row.line, guid, entry: known.entry, column, ours, text });
        }
    }

    fn same_as(&mut self, row: &read::Row, theirs: &str, ours: &Ours) {
        for line in items(theirs) {
            match pairs::parse(line) {
                Ok(said) => {
                    self.pair(row.line, Some(Column::SameAs), [&row.id, &said.other], said.decision, ours);
                }
                Err(line) => self.remarks.push(remark(
                    Severity::Error,
                    row.line,
                    Some(Column::SameAs),
                    format!("`{line}` decides nothing"),
                    "write `same` or `different` and the id of the other note, a pair a line",
                )),
            }
        }
    }

    fn pair(&mut self, line: usize, column: Option<Column>, ids: [&str; 2], decision: Decision, ours: &Ours) {
        if decision == Decision::Perhaps {
            return;
        }
        let mut pair = BTreeSet::new();
        for id in ids {
            match ours.guid(id) {
                Some(guid) => drop(pair.insert(guid.to_string())),
                None => {
                    let message = format!("no note has the id `{id}`");
                    let hint = "compare it with the id on the card, or build a new sheet";
                    self.remarks.push(remark(Severity::Error, line, column, message, hint));
                    return;
                }
            }
        }
        let guids: Vec<String> = pair.into_iter().collect();
        let Ok(guids) = <[String; 2]>::try_from(guids) else {
            let message = "a note is decided to be like itself".to_string();
            self.remarks.push(remark(Severity::Error, line, column, message, "name the other note"));
            return;
        };
        if self.decisions.insert(guids, decision).is_some_and(|known| known != decision) {
            self.remarks.push(remark(
                Severity::Error,
                line,
                column,
                format!("`{}` and `{}` are decided to be the same and different", ids[0], ids[1]),
                "leave one of the two",
            ));
        }
    }
}

/// Whether an edited cell says something that can be meant.
fn check(column: Column, cell: &str) -> Result<(), String> {
    match column {
        Column::Review => verdict(cell).map(drop),
        _ => cells::check(column, cell),
    }
}

/// What a cell of the column `review` says.
///
/// # Errors
/// When it is none of the words.
pub fn verdict(cell: &str) -> Result<Option<Verdict>, String> {
    let word = cell.trim().to_lowercase();
    if word.is_empty() {
        return Ok(None);
    }
    let found = [Verdict::Approved, Verdict::Rejected].into_iter().find(|verdict| verdict.word() == word);
    found.map(Some).ok_or_else(|| format!("`{cell}` is no review; there are `approved` and `rejected`"))
}

fn unknown(row: &read::Row, ours: &Ours) -> Remark {
    if ours.notes.contains_key(&row.id) {
        let message =
            format!("`{}` does not stand there any more", row.cell(Column::Sources).unwrap_or_default());
        return remark(
            Severity::Error,
            row.line,
            Some(Column::Sources),
            message,
            "build a new sheet; the document changed since this one was written",
        );
    }
    remark(
        Severity::Error,
        row.line,
        Some(Column::Id),
        format!("no note has the id `{}`", row.id),
        "take the row out; its question may have left the documents, or the sheet is of another deck",
    )
}

fn remark(severity: Severity, line: usize, column: Option<Column>, message: String, hint: &str) -> Remark {
    Remark { severity, line: Some(line), column, message, hint: hint.to_string() }
}
