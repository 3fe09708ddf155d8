//! How long 100,000 small notes take to become a package, against loops that do less: one puts rows into a database and
//! the database into a zip; the other makes the database that Anki takes, with its indexes, and with ids and checksums
//! that are as random as hashes are, but are given.
//!
//! `cargo bench --bench deck`. The ratios are what to look at; docs/benchmarks.md says what they should be.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints, and stops where it fails")]

use std::io::{Cursor, Write};
use std::time::Instant;

use deckpress::model::{
    Block, BlockKind, Collection, Draft, Fields, Inline, Inlines, Note, NoteKind, Span, Stamp,
};
use deckpress::sheet::Options;
use deckpress::write::apkg::Apkg;
use deckpress::write::note_type::NoteType;
use deckpress::write::pdf::Print;
use deckpress::write::{WriteContext, Writer};
use rusqlite::{Connection, MAIN_DB, params};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const NOTES: u32 = 100_000;
const RUNS: usize = 5;

fn main() {
    let collection = Collection {
        name: "Bench".to_string(),
        notes: (1..=NOTES).map(note).collect(),
        ..Collection::default()
    };
    let context = WriteContext {
        now: 1_700_000_000,
        version: "0.0.0",
        note_type: NoteType::SHIPPED,
        print: Print::SHIPPED,
        sheet: Options::DEFAULT,
    };
    let given = given(&collection);
    let timed = |make: &dyn Fn() -> usize| {
        let start = Instant::now();
        let size = make();
        (start.elapsed().as_secs_f64(), size)
    };
    let mut best = [(f64::INFINITY, 0); 3];
    for _ in 0..RUNS {
        let runs = [
            timed(&|| Apkg.write(&collection, &context).unwrap().artifacts[0].bytes.len()),
            timed(&|| least(&collection).len()),
            timed(&|| same(&given).len()),
        ];
        best.iter_mut().zip(runs).for_each(|(best, run)| *best = if run.0 < best.0 { run } else { *best });
    }
    println!("{NOTES} notes, best of {RUNS}");
    for (name, (seconds, size)) in ["deck writer", "bare rows", "rows as Anki's"].into_iter().zip(best) {
        println!("{name:<16} {seconds:5.2} s {:6} kB, ratio {:.2}", size / 1000, best[0].0 / seconds);
    }
}

fn note(number: u32) -> Note {
    let text = format!("What does part {number} of the machine do?");
    let words: Inlines = [Inline::text(Span::default(), text.as_str())].into();
    Note {
        guid: format!("a{number:011x}"),
        position: number,
        deck: format!("Bench::Part {}", number % 10),
        draft: Draft {
            kind: NoteKind::Basic,
            cloze: None,
            question: words.clone(),
            question_blocks: [].into(),
            brief: None,
            answer: Some([Block::new(Span::default(), BlockKind::Paragraph(words))].into()),
            variants: Vec::new(),
            asides: Vec::new(),
            tags: Vec::new(),
            companies: Vec::new(),
            links: Vec::new(),
            difficulty: None,
            topic: String::new(),
            entries: Vec::new(),
            merges: Vec::new(),
        },
        fields: Fields {
            question: text,
            answer: format!("<p>It turns wheel {} and stops when wheel {} does.</p>", number * 7, number / 3),
            source: "<div class=\"place\">machine › parts</div>".to_string(),
            ..Fields::default()
        },
        anki_tags: vec!["deckpress::source::machine".to_string()],
        stamp: Stamp { modified: 1_700_000_000, ..Stamp::default() },
    }
}

/// Notes and cards, row by row, and nothing that Anki would want besides.
fn least(collection: &Collection) -> Vec<u8> {
    let mut connection = Connection::open_in_memory().unwrap();
    connection
        .execute_batch(
            "CREATE TABLE notes (id integer primary key, guid text, mid integer, mod integer, usn integer, tags text,
               flds text, sfld text, csum integer, flags integer, data text);
             CREATE TABLE cards (id integer primary key, nid integer, did integer, ord integer, mod integer,
               usn integer, type integer, queue integer, due integer, ivl integer, factor integer, reps integer,
               lapses integer, left integer, odue integer, odid integer, flags integer, data text);",
        )
        .unwrap();
    let transaction = connection.transaction().unwrap();
    {
        let mut notes =
            transaction.prepare("INSERT INTO notes VALUES (?, ?, 1, ?, -1, ?, ?, ?, 0, 0, '')").unwrap();
        let mut cards = transaction
            .prepare("INSERT INTO cards VALUES (?, ?, 1, 0, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')")
            .unwrap();
        for note in &collection.notes {
            let id = i64::from(note.position);
            let fields =
                format!("{}\u{1f}{}\u{1f}{}", note.fields.question, note.fields.answer, note.fields.source);
            let tags = format!(" {} ", note.anki_tags[0]);
            notes
                .execute(params![id, note.guid, note.stamp.modified, tags, fields, note.fields.question])
                .unwrap();
            cards.execute(params![id, id, note.stamp.modified, note.position]).unwrap();
        }
    }
    transaction.commit().unwrap();
    packed(connection)
}

/// A row of each table.
struct Given<'a> {
    id: i64,
    checksum: u32,
    fields: String,
    tags: String,
    note: &'a Note,
}

/// The rows, by id, as random as hashes.
fn given(collection: &Collection) -> Vec<Given<'_>> {
    let mixed = |number: u32| {
        let mixed = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
    };
    let row = |note: &'_ Note| {
        let fields = &note.fields;
        let values = [
            fields.question.as_str(),
            "",
            &fields.answer,
            "",
            "",
            "",
            "",
            &fields.source,
            "",
            "",
            note.short_id(),
        ];
        (mixed(note.position), [values.join("\u{1f}"), "\u{1f}".repeat(6)].concat())
    };
    let mut rows: Vec<Given> = collection
        .notes
        .iter()
        .map(|note| {
            let (mixed, fields) = row(note);
            Given {
                id: 1_704_067_200_000 + (mixed % 31_536_000_000).cast_signed(),
                checksum: (mixed >> 32) as u32,
                fields,
                tags: format!(" {} ", note.anki_tags[0]),
                note,
            }
        })
        .collect();
    rows.sort_by_key(|row| row.id);
    rows.dedup_by_key(|row| row.id);
    rows
}

/// The rows and indexes that the deck writer makes, from what it finds out.
fn same(rows: &[Given]) -> Vec<u8> {
    let mut connection = Connection::open_in_memory().unwrap();
    let transaction = connection.transaction().unwrap();
    transaction
        .execute_batch(
            "CREATE TABLE notes (id integer primary key, guid text not null, mid integer not null, mod integer not null,
               usn integer not null, tags text not null, flds text not null, sfld integer not null,
               csum integer not null, flags integer not null, data text not null);
             CREATE TABLE cards (id integer primary key, nid integer not null, did integer not null,
               ord integer not null, mod integer not null, usn integer not null, type integer not null,
               queue integer not null, due integer not null, ivl integer not null, factor integer not null,
               reps integer not null, lapses integer not null, left integer not null, odue integer not null,
               odid integer not null, flags integer not null, data text not null);",
        )
        .unwrap();
    {
        let mut notes = transaction
            .prepare("INSERT INTO notes VALUES (?, ?, 1735711263517, ?, -1, ?, ?, ?, ?, 0, '')")
            .unwrap();
        let mut cards = transaction
            .prepare("INSERT INTO cards VALUES (?, ?, 1720000000000, 0, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')")
            .unwrap();
        for Given { id, checksum, fields, tags, note } in rows {
            let modified = note.stamp.modified;
            notes
                .execute(params![id, note.guid, modified, tags, fields, note.fields.question, checksum])
                .unwrap();
            cards.execute(params![id, id, modified, note.position]).unwrap();
        }
    }
    transaction
        .execute_batch(
            "CREATE INDEX ix_notes_usn ON notes (usn);
             CREATE INDEX ix_cards_usn ON cards (usn);
             CREATE INDEX ix_cards_nid ON cards (nid);
             CREATE INDEX ix_cards_sched ON cards (did, queue, due);
             CREATE INDEX ix_notes_csum ON notes (csum);",
        )
        .unwrap();
    transaction.commit().unwrap();
    packed(connection)
}

fn packed(mut connection: Connection) -> Vec<u8> {
    let database = connection.serialize(MAIN_DB).unwrap().to_vec();
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("collection.anki2", SimpleFileOptions::default()).unwrap();
    archive.write_all(&database).unwrap();
    archive.finish().unwrap().into_inner()
}
