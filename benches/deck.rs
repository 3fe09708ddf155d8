//! How long 100,000 small notes take to become a package, against a loop that does the least: rows into a database, the
//! database into a zip.
//!
//! `cargo bench --bench deck`. The ratio is what to look at; docs/benchmarks.md says what it should be.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints, and stops where it fails")]

use std::io::{Cursor, Write};
use std::time::Instant;

use deckpress::model::content::Inlines;
use deckpress::model::{Block, BlockKind, Collection, Draft, Fields, Inline, Note, NoteKind, Span, Stamp};
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
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    let mut sizes = (0, 0);
    for _ in 0..RUNS {
        let start = Instant::now();
        sizes.0 = Apkg.write(&collection, &context).unwrap().artifacts[0].bytes.len();
        ours.push(start.elapsed().as_secs_f64());
        let start = Instant::now();
        sizes.1 = least(&collection).len();
        bare.push(start.elapsed().as_secs_f64());
    }
    let best = |times: &[f64]| times.iter().copied().fold(f64::INFINITY, f64::min);
    let (ours, bare) = (best(&ours), best(&bare));
    println!("{NOTES} notes, best of {RUNS}");
    println!("deck writer {ours:6.2} s, {} kB", sizes.0 / 1000);
    println!("bare loop   {bare:6.2} s, {} kB", sizes.1 / 1000);
    println!("ratio       {:6.2}", ours / bare);
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

/// Notes and cards, row by row.
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
    let database = connection.serialize(MAIN_DB).unwrap().to_vec();
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("collection.anki2", SimpleFileOptions::default()).unwrap();
    archive.write_all(&database).unwrap();
    archive.finish().unwrap().into_inner()
}
