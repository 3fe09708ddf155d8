//! Whether all notes are what they should be, once the documents say what a sheet wants.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::Made;
use super::destination::Aim;
use crate::model::alike::same_draft;
use crate::model::{Collection, Note};
use crate::render::sheet::{Row, rows_of};
use crate::review::cells;
use crate::review::merge::Merged;
use crate::sheet::Column;

/// The columns that must say what they said, or what was wanted.
const HELD: [Column; 9] = [
    Column::Review,
    Column::Deck,
    Column::Difficulty,
    Column::Question,
    Column::Brief,
    Column::Answer,
    Column::Tags,
    Column::Companies,
    Column::Comment,
];

/// The guids of notes that are not what they should be in `after`, which has the edits of `merged` where `aims` send them.
pub fn wrong(before: &Made, after: &Collection, merged: &Merged, aims: &[Aim]) -> BTreeSet<String> {
    let was = &before.collection;
    let by_guid: BTreeMap<&str, usize> =
        after.notes.iter().enumerate().map(|(at, note)| (note.guid.as_str(), at)).collect();
    // Of notes that are decided to be one or not, others are told.
    let decided: BTreeSet<&str> = merged.decisions.keys().flatten().map(String::as_str).collect();
    let touched: BTreeSet<&str> = merged.edits.iter().map(|edit| edit.guid.as_str()).collect();
    let mut wrong = BTreeSet::new();
    let mut others: Vec<(usize, usize)> = Vec::new();
    for (at, note) in was.notes.iter().enumerate() {
        let guid = note.guid.as_str();
        match by_guid.get(guid) {
            _ if decided.contains(guid) => {}
            None => drop(wrong.insert(guid.to_string())),
            // What nobody edited and says what it said has the cells that it had.
            Some(&now) if !touched.contains(guid) && says_the_same(note, &after.notes[now]) => {}
            Some(&now) => others.push((at, now)),
        }
    }
    let (at, now): (Vec<usize>, Vec<usize>) = others.into_iter().unzip();
    let cells = Cells::of(before, merged, aims);
    let compared = rows_of(was, &at).into_par_iter().zip(rows_of(after, &now));
    let unfit = compared.filter(|(row, now)| !cells.fit(row, now));
    let unfit: Vec<String> = unfit.map(|(row, _)| row.text(Column::Id).to_string()).collect();
    wrong.extend(unfit);
    let known: BTreeSet<&str> = was.notes.iter().map(|note| note.guid.as_str()).collect();
    let is_new = |guid: &&str| !known.contains(guid) && !decided.contains(guid);
    wrong.extend(by_guid.into_keys().filter(is_new).map(str::to_string));
    wrong
}

/// Whether a note is what it was, and nobody has to look at its cells.
fn says_the_same(was: &Note, is: &Note) -> bool {
    same_draft(&was.draft, &is.draft)
        && was.deck == is.deck
        && was.stamp.review == is.stamp.review
        && was.stamp.comment == is.stamp.comment
}

/// What the cells of a sheet are to say.
struct Cells<'a> {
    before: &'a Made,
    edited: BTreeMap<(&'a str, Column), &'a str>,
    /// Notes of which cells of entries were edited.
    of_entries: BTreeSet<&'a str>,
}

impl<'a> Cells<'a> {
    fn of(before: &'a Made, merged: &'a Merged, aims: &[Aim]) -> Self {
        let left: BTreeSet<usize> =
            aims.iter().filter(|aim| aim.left().is_some()).map(|aim| aim.edit).collect();
        let edits = merged.edits.iter().enumerate();
        let edits = edits.filter(|(at, _)| !left.contains(at)).map(|(_, edit)| edit);
        let edited = edits.map(|edit| ((edit.guid.as_str(), edit.column), edit.text.as_str())).collect();
        let of_entries = merged.edits.iter().filter(|edit| edit.entry.is_some());
        Self { before, edited, of_entries: of_entries.map(|edit| edit.guid.as_str()).collect() }
    }

    /// Whether the note of `was` says in `now` what was wanted, and else what it said.
    fn fit(&self, was: &Row, now: &Row) -> bool {
        let guid = was.text(Column::Id);
        let is_edited = |column: Column| self.edited.contains_key(&(guid, column));
        let follows = |column: Column| match column {
            // Made of the answer, unless somebody says otherwise.
            Column::Brief => is_edited(Column::Answer) || is_edited(Column::Question),
            // Until there is a card, the deck is that of the topic.
            Column::Deck => self.before.known.deck_of(guid).is_none(),
            // Of a text with gaps both show the same.
            Column::Question | Column::Answer => {
                self.of_entries.contains(guid)
                    || self.before.collection.notes[was.note].draft.cloze.is_some()
                        && (is_edited(Column::Question) || is_edited(Column::Answer))
            }
            // An approval is of what it was.
            Column::Review => Column::ALL.into_iter().any(is_edited),
            _ => false,
        };
        HELD.into_iter().all(|column| match self.edited.get(&(guid, column)) {
            Some(_) if self.of_entries.contains(guid) => true,
            Some(wanted) => cells::say_the_same(column, now.text(column), wanted),
            None => follows(column) || was.text(column) == now.text(column),
        })
    }
}
