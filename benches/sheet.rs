//! How long the review sheets of 20,000 notes take to write and to read, against the same notes as `model.json`, and a
//! loop that puts cells into a workbook and does nothing else.
//!
//! `cargo bench --bench sheet`. The ratios are what to look at; docs/benchmarks.md says what they should be.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints, and stops where it fails")]

use std::time::Instant;

use deckpress::model::{Collection, Draft, Fields, Note, NoteKind, Stamp};
use deckpress::recognise::{Options, recognise};
use deckpress::render::sheet::rows;
use deckpress::review::read::read;
use deckpress::sheet::{self, Column, PerRow};
use deckpress::write::note_type::NoteType;
use deckpress::write::pdf::Print;
use deckpress::write::{WriteContext, Writer, csv::Csv, json::Json, xlsx::Workbooks};
use deckpress::{intake, markup};
use rust_xlsxwriter::Workbook;

const NOTES: usize = 20_000;
const RUNS: usize = 3;

fn main() {
    let collection = collection();
    let context = WriteContext {
        now: 1_700_000_000,
        version: "0.0.0",
        note_type: NoteType::SHIPPED,
        print: Print::SHIPPED,
        sheet: sheet::Options::DEFAULT,
    };
    let (text, csv) = best(|| Csv.write(&collection, &context).unwrap().artifacts.remove(0).bytes);
    let (book, xlsx) = best(|| Workbooks.write(&collection, &context).unwrap().artifacts.remove(0).bytes);
    let rows = rows(&collection, PerRow::Note);
    let cells: Vec<[String; Column::COUNT]> =
        rows.iter().map(|row| Column::ALL.map(|column| row.text(column).to_owned())).collect();
    let (_, json) = best(|| Json.write(&collection, &context).unwrap());
    let (_, bare) = best(|| least(&cells));
    let (_, read_csv) = best(|| assert_eq!(read(&text, "review.csv").unwrap().rows.len(), NOTES));
    let (_, read_xlsx) = best(|| assert_eq!(read(&book, "review.xlsx").unwrap().rows.len(), NOTES));
    println!("{NOTES} notes, best of {RUNS}");
    println!("model.json   {json:5.2} s");
    println!("review.csv   {csv:5.2} s, {} kB, {:.1} times model.json", text.len() / 1000, csv / json);
    println!("review.xlsx  {xlsx:5.2} s, {} kB, {:.1} times a bare loop", book.len() / 1000, xlsx / bare);
    println!("read back    {read_csv:5.2} s, {read_xlsx:.2} s");
}

fn best<T>(run: impl Fn() -> T) -> (T, f64) {
    let timed = (0..RUNS).map(|_| {
        let start = Instant::now();
        let made = run();
        (made, start.elapsed().as_secs_f64())
    });
    timed.min_by(|a, b| a.1.total_cmp(&b.1)).unwrap()
}

fn least(cells: &[[String; Column::COUNT]]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let page = workbook.add_worksheet();
    for (line, row) in (0..).zip(cells) {
        for (column, cell) in (0..).zip(row).filter(|(_, cell)| !cell.is_empty()) {
            page.write_string(line, column, cell.as_str()).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// A document of so many questions, each with an answer of about a kilobyte, and a note for each.
fn collection() -> Collection {
    let text: String = (0..NOTES)
        .map(|number| {
            format!(
                "## What does part {number} of the machine do?\n\nDifficulty: easy\n\nIt turns *wheel {number}*, \
                 and stops when `wheel_{}` does: {}\n\n- one thing\n- another, \"quoted\"\n\n```python\n\
                 for wheel in range({number}):\n    turn(wheel)\n```\n\n",
                number + 1,
                "words that say why, and when, and how often. ".repeat(18)
            )
        })
        .collect();
    let document = intake::document("machine.md".to_owned(), text.as_bytes(), "en").unwrap().document;
    let found = recognise(0, &document, markup::parse(&document.text), &Options::default());
    assert_eq!(found.entries.len(), NOTES);
    let notes = found.entries.iter().enumerate().map(|(index, entry)| Note {
        guid: guid(index),
        position: u32::try_from(index).unwrap() + 1,
        deck: format!("Machine::Part {}", index % 10),
        draft: Draft {
            kind: NoteKind::Basic,
            question: entry.question.clone(),
            question_blocks: entry.question_blocks.clone(),
            brief: None,
            cloze: None,
            answer: entry.answer.clone(),
            variants: Vec::new(),
            asides: Vec::new(),
            tags: vec!["machine".to_owned()],
            companies: Vec::new(),
            links: Vec::new(),
            difficulty: entry.difficulty,
            topic: String::new(),
            entries: vec![index],
            merges: Vec::new(),
        },
        fields: Fields::default(),
        anki_tags: Vec::new(),
        stamp: Stamp::default(),
    });
    let notes = notes.collect();
    Collection {
        name: "Bench".to_owned(),
        documents: vec![document],
        entries: found.entries,
        notes,
        ..Collection::default()
    }
}

/// A well-formed guid.
fn guid(index: usize) -> String {
    let digits = format!("{index:06o}").bytes().map(|digit| char::from(digit + 2)).collect::<String>();
    format!("n{digits}bcdfg")
}
