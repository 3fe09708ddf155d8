//! The database of a package: Anki's schema 11, the one that every client reads.

use std::borrow::Cow;
use std::ops::Deref;

use rayon::prelude::*;
use rusqlite::serialize::Data;
use rusqlite::{Connection, MAIN_DB, Result, params};
use serde_json::{Value, json};

use super::{decks::Decks, identifier, sort_field};
use crate::model::{Collection, Note};
use crate::write::note_type::{self, NoteType};

/// From Anki's `rslib/src/storage/schema11.sql`.
const TABLES: &str = "
CREATE TABLE col (id integer primary key, crt integer not null, mod integer not null, scm integer not null,
  ver integer not null, dty integer not null, usn integer not null, ls integer not null, conf text not null,
  models text not null, decks text not null, dconf text not null, tags text not null);
CREATE TABLE notes (id integer primary key, guid text not null, mid integer not null, mod integer not null,
  usn integer not null, tags text not null, flds text not null, sfld integer not null, csum integer not null,
  flags integer not null, data text not null);
CREATE TABLE cards (id integer primary key, nid integer not null, did integer not null, ord integer not null,
  mod integer not null, usn integer not null, type integer not null, queue integer not null,
  due integer not null, ivl integer not null, factor integer not null, reps integer not null,
  lapses integer not null, left integer not null, odue integer not null, odid integer not null,
  flags integer not null, data text not null);
CREATE TABLE revlog (id integer primary key, cid integer not null, usn integer not null, ease integer not null,
  ivl integer not null, lastIvl integer not null, factor integer not null, time integer not null,
  type integer not null);
CREATE TABLE graves (usn integer not null, oid integer not null, type integer not null);";

/// Made when the rows are there: faster, and denser.
const INDEXES: &str = "
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_cid ON revlog (cid);
CREATE INDEX ix_notes_csum ON notes (csum);";

/// How many notes are made ready at a time, on all processors, before they are inserted.
const AT_A_TIME: usize = 4096;

/// The database file that holds the ready notes of `collection`.
pub fn build(collection: &Collection, note_type: &NoteType) -> Result<Box<dyn Deref<Target = [u8]>>> {
    let mut connection = Connection::open_in_memory()?;
    // Indexes are sorted in memory: what exceeds the cache would go through files.
    connection.execute_batch(
        "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA encoding = 'UTF-8';
         PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;",
    )?;
    let transaction = connection.transaction()?;
    transaction.execute_batch(TABLES)?;
    insert_collection(&transaction, collection, note_type)?;
    transaction.execute_batch(INDEXES)?;
    transaction.commit()?;
    Ok(match connection.serialize(MAIN_DB)? {
        Data::Owned(database) => Box::new(database),
        Data::Shared(database) => Box::new(database.to_vec()),
    })
}

fn insert_collection(connection: &Connection, collection: &Collection, note_type: &NoteType) -> Result<()> {
    let decks = Decks::of(collection);
    let notes = identified(collection.cards());
    let modified = notes.iter().map(|(_, note)| modified(note)).fold(note_type.modified, i64::max);
    insert_notes(connection, &notes)?;
    insert_cards(connection, &notes, &decks)?;
    let next_position = notes.iter().map(|(_, note)| note.position + 1).max().unwrap_or(1);
    connection.execute(
        "INSERT INTO col VALUES (1, ?1, ?2, ?3, 11, 0, 0, 0, ?4, ?5, ?6, ?7, '{}')",
        params![
            note_type.modified,
            modified * 1000,
            note_type.modified * 1000,
            configuration(next_position).to_string(),
            note_type.to_json().to_string(),
            decks.to_json(modified).to_string(),
            options(note_type.modified).to_string(),
        ],
    )?;
    Ok(())
}

fn insert_notes(connection: &Connection, notes: &[(i64, &Note)]) -> Result<()> {
    let mut insert = connection.prepare("INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, ?, 0, '')")?;
    for notes in notes.chunks(AT_A_TIME) {
        let derived: Vec<Derived> = notes.par_iter().map(|(_, note)| Derived::of(note)).collect();
        for (&(id, note), derived) in notes.iter().zip(derived) {
            insert.execute(params![
                id,
                note.guid,
                note_type::of(note).id,
                modified(note),
                derived.tags,
                derived.fields,
                derived.sort_field,
                derived.checksum,
            ])?;
        }
    }
    Ok(())
}

/// Columns that take some work.
struct Derived<'a> {
    tags: String,
    fields: String,
    sort_field: Cow<'a, str>,
    checksum: u32,
}

impl<'a> Derived<'a> {
    fn of(note: &'a Note) -> Self {
        let sort_field = sort_field::text(&note.fields.question);
        Self {
            tags: tags(note),
            fields: note_type::values(note),
            checksum: sort_field::checksum(&sort_field),
            sort_field,
        }
    }
}

/// New cards, due in the order of the documents: what is inserted later finds its place among them.
fn insert_cards(connection: &Connection, notes: &[(i64, &Note)], decks: &Decks) -> Result<()> {
    let mut insert = connection
        .prepare("INSERT INTO cards VALUES (?, ?, ?, ?, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')")?;
    for (id, &(note_id, note), card) in cards(notes) {
        let deck = decks.id(&note.deck);
        insert.execute(params![id, note_id, deck, card, modified(note), note.position])?;
    }
    Ok(())
}

/// The notes, each with an id that its guid gives it, by id: rows inserted in order are appended.
fn identified<'a>(notes: impl Iterator<Item = &'a Note>) -> Vec<(i64, &'a Note)> {
    let notes: Vec<&Note> = notes.collect();
    let mut notes: Vec<(i64, &Note)> =
        notes.into_par_iter().map(|note| (identifier::wanted(&note.guid), note)).collect();
    notes
        .par_sort_unstable_by(|(one, first), (other, second)| (one, &first.guid).cmp(&(other, &second.guid)));
    apart(&mut notes, |(id, _)| id);
    notes
}

/// The cards of `notes`, each with an id of its own, by id; the first of a note wants that of the note.
fn cards<'n, 'a>(notes: &'n [(i64, &'a Note)]) -> Vec<(i64, &'n (i64, &'a Note), u16)> {
    let wanted = |note: &'n (i64, &'a Note)| {
        let cards = note_type::cards(note.1).into_iter();
        cards.zip(0..).map(move |(card, place)| match place {
            0 => (note.0, note, card),
            _ => (identifier::wanted(&format!("{} {card}", note.1.guid)), note, card),
        })
    };
    let mut cards: Vec<_> = notes.iter().flat_map(wanted).collect();
    cards.sort_unstable_by_key(|&(id, note, card)| (id, note.0, card));
    apart(&mut cards, |(id, ..)| id);
    cards
}

/// Raises ids, which rise, until no two are the same.
fn apart<T>(rows: &mut [T], id: impl Fn(&mut T) -> &mut i64) {
    let mut last = 0;
    for row in rows {
        let id = id(row);
        *id = (*id).max(last + 1);
        last = *id;
    }
}

/// Anki's database check panics on a time of 0.
fn modified(note: &Note) -> i64 {
    note.stamp.modified.max(1)
}

/// Anki's tags, with a space at both ends so that a search finds each.
fn tags(note: &Note) -> String {
    if note.anki_tags.is_empty() { String::new() } else { format!(" {} ", note.anki_tags.join(" ")) }
}

fn configuration(next_position: u32) -> Value {
    json!({
        "nextPos": next_position, "curDeck": 1, "activeDecks": [1], "curModel": note_type::BASIC.id,
        "sortType": "noteFld", "sortBackwards": false, "addToCur": true, "estTimes": true, "dueCounts": true,
        "newBury": true, "newSpread": 0, "timeLim": 0, "collapseTime": 1200,
    })
}

/// Anki's own default options, which an import leaves aside: how to study is the user's to say.
fn options(modified: i64) -> Value {
    json!({ "1": {
        "id": 1, "name": "Default", "mod": modified, "usn": 0, "maxTaken": 60, "autoplay": true,
        "timer": 0, "replayq": true, "dyn": false,
        "new": { "bury": false, "delays": [1.0, 10.0], "initialFactor": 2500, "ints": [1, 4, 0], "order": 1,
            "perDay": 20 },
        "rev": { "bury": false, "ease4": 1.3, "ivlFct": 1.0, "maxIvl": 36500, "perDay": 200, "hardFactor": 1.2 },
        "lapse": { "delays": [10.0], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0.0 },
    } })
}
