//! Whether all notes are what they should be, once the documents say what a sheet wants.

use std::collections::{BTreeMap, BTreeSet};

use super::Made;
use crate::markup;
use crate::render::markdown;
use crate::render::sheet::{Row, rows};
use crate::review::merge::Merged;
use crate::sheet::{Column, PerRow, Shape, fingerprint};

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

/// The guids of notes that are not what they should be in `after`, which has the edits of `merged`.
pub fn wrong(before: &Made, after: &Made, merged: &Merged) -> BTreeSet<String> {
    let by_guid = |made: &Made| -> BTreeMap<String, Row> {
        let rows = rows(&made.collection, PerRow::Note);
        rows.into_iter().map(|row| (row.text(Column::Id).to_string(), row)).collect()
    };
    let (was, is) = (by_guid(before), by_guid(after));
    // Of notes that are decided to be one or not, others are told.
    let decided: BTreeSet<&str> = merged.decisions.keys().flatten().map(String::as_str).collect();
    let edited: BTreeMap<(&str, Column), &str> =
        merged.edits.iter().map(|edit| ((edit.guid.as_str(), edit.column), edit.text.as_str())).collect();
    let of_entries: BTreeSet<&str> =
        merged.edits.iter().filter(|edit| edit.entry.is_some()).map(|edit| edit.guid.as_str()).collect();
    let mut wrong = BTreeSet::new();
    for (guid, row) in &was {
        let guid = guid.as_str();
        if decided.contains(guid) {
            continue;
        }
        let Some(now) = is.get(guid) else {
            wrong.insert(guid.to_string());
            continue;
        };
        let follows = |column: Column| match column {
            // Made of the answer, unless somebody says otherwise.
            Column::Brief => {
                [Column::Answer, Column::Question].iter().any(|by| edited.contains_key(&(guid, *by)))
            }
            // Until there is a card, the deck is that of the topic.
            Column::Deck => before.known.deck_of(guid).is_none(),
            Column::Question | Column::Answer => of_entries.contains(guid),
            // An approval is of what it was.
            Column::Review => merged.edits.iter().any(|edit| edit.guid == guid),
            _ => false,
        };
        let fits = HELD.into_iter().all(|column| match edited.get(&(guid, column)) {
            Some(_) if of_entries.contains(guid) => true,
            Some(wanted) => says(now, column, wanted),
            None => follows(column) || row.text(column) == now.text(column),
        });
        if !fits {
            wrong.insert(guid.to_string());
        }
    }
    let more = is.keys().filter(|guid| !was.contains_key(*guid) && !decided.contains(guid.as_str()));
    wrong.extend(more.cloned());
    wrong
}

/// Whether the cell of `column` says what was `wanted`.
fn says(row: &Row, column: Column, wanted: &str) -> bool {
    let text = row.text(column);
    match column.shape() {
        Shape::Markdown => canonical(text) == canonical(wanted),
        _ => fingerprint(column, text) == fingerprint(column, wanted),
    }
}

/// `cell` as it reads.
fn canonical(cell: &str) -> String {
    let once = markdown::blocks(&markup::parse_markdown(cell).blocks);
    markdown::blocks(&markup::parse_markdown(once).blocks)
}
