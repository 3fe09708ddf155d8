//! `anki.txt` as Anki's own backend imports it, over and beside the deck.

use std::fs;
use std::path::{Path, PathBuf};

use deckpress::model::{Collection, Media, Note};
use deckpress::sheet::Options;
use deckpress::write::note_type::NoteType;
use deckpress::write::pdf::Print;
use deckpress::write::{WriteContext, Writer, anki_text::AnkiText};
use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

use crate::anki::{MODIFIED, collection, package};
use crate::clients;

/// What a field may hold that tells cells and rows apart, or means something at the start of one.
const FIELDS: [&str; 7] = [
    "#separator:comma",
    "\"quoted\"\t\"\"twice\"\" and 'single'",
    "two\nlines\n\n# and a third",
    " =1+1; a,b|c:d ",
    "<pre><code>a\tb\r\nc\n</code></pre>",
    "\u{feff}\\t \\n {{Question}} ::",
    "<img src=\"deckpress-1b2c.png\" alt=\"new\">",
];

fn text(collection: &Collection) -> Vec<u8> {
    let context = WriteContext {
        now: MODIFIED,
        version: "0.0.0",
        note_type: NoteType::SHIPPED,
        print: Print::SHIPPED,
        sheet: Options::DEFAULT,
    };
    let mut artifacts = AnkiText.write(collection, &context).expect("a text").artifacts;
    let text = artifacts.remove(0);
    assert_eq!(text.name, "anki.txt");
    assert_eq!(artifacts.len(), collection.media.len());
    for (file, media) in artifacts.iter().zip(&collection.media) {
        assert_eq!((&file.name, &file.bytes), (&format!("anki-media/{}", media.name), &media.bytes));
    }
    text.bytes
}

/// What a user who studies, writes and tags after the first import has after each of `files`.
fn imported_in_turn(test: &str, files: &[(&str, Vec<u8>)]) -> Vec<Value> {
    let folder = clients::target_folder().join("tests/anki_text").join(test);
    fs::create_dir_all(&folder).expect("the target folder is writable");
    let paths: Vec<PathBuf> = files.iter().map(|(name, _)| folder.join(name)).collect();
    for (path, (_, bytes)) in paths.iter().zip(files) {
        fs::write(path, bytes).expect("the target folder is writable");
    }
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    serde_json::from_str(&clients::python("anki_update.py", &paths)).expect("a report")
}

fn counts(step: &Value) -> [u64; 4] {
    ["new", "updated", "conflicting", "without_note_type"].map(|key| step[key].as_u64().expect("a number"))
}

/// The ready notes of `collection`.
fn ready(collection: &Collection) -> impl Iterator<Item = &Note> {
    collection.notes.iter().filter(|note| note.draft.answer.is_some())
}

#[test]
fn the_deck_and_the_text_hold_the_same_notes() {
    if clients::left_out("the_deck_and_the_text_hold_the_same_notes") {
        return;
    }
    let collection = collection();
    let steps = imported_in_turn("same", &[("1.apkg", package(&collection)), ("2.txt", text(&collection))]);
    assert_eq!(counts(&steps[1]), [0; 4]);
    assert_eq!(steps[1]["duplicate"], ready(&collection).count());
    assert_eq!(steps[1]["notes"], steps[0]["notes"]);
}

#[test]
fn a_changed_build_updates_what_changed_and_leaves_the_rest_to_the_user() {
    if clients::left_out("a_changed_build_updates_what_changed_and_leaves_the_rest_to_the_user") {
        return;
    }
    let first = collection();
    let mut changed = first.clone();
    let mut awkward = changed.notes.iter_mut().filter(|note| note.draft.answer.is_some()).take(FIELDS.len());
    for (field, note) in FIELDS.iter().zip(&mut awkward) {
        note.fields.question = format!("{field} asked");
        note.fields.answer = (*field).to_owned();
        note.stamp.modified += 1000;
    }
    let mut new = ready(&first).next().expect("a note").clone();
    new.guid = "newabcdefghi".to_owned();
    changed.notes.push(new);
    changed.media.push(Media { name: "deckpress-1b2c.png".to_owned(), bytes: b"a picture".to_vec() });

    let files = [
        ("1.apkg", package(&first)),
        ("2.txt", text(&changed)),
        ("3.txt", text(&changed)),
        ("4.apkg", package(&changed)),
    ];
    let steps = imported_in_turn("changed", &files);
    assert_eq!(counts(&steps[1]), [1, FIELDS.len() as u64, 0, 0]);
    assert_eq!(counts(&steps[2]), [0; 4], "the same text again");
    assert_eq!(counts(&steps[3]), [0; 4], "the deck of the same build");
    for step in &steps[1..] {
        assert_eq!((&step["clean"], &step["styled"]), (&json!(true), &json!(true)));
        assert_eq!(step["note_types"], steps[0]["note_types"]);
        assert_eq!(step["decks"], steps[0]["decks"]);
        let notes = step["notes"].as_object().expect("notes");
        assert_eq!(notes.len(), ready(&changed).count());
        for note in ready(&changed) {
            let Some(before) = steps[0]["notes"].get(&note.guid) else { continue };
            let after = &notes[&note.guid];
            assert_eq!(after["cards"], before["cards"], "deck and scheduling of {}", note.guid);
            assert_eq!(after["tags"], before["tags"], "tags of {}", note.guid);
            assert_eq!(after["fields"]["My Notes"], format!("remember {}", note.guid));
            // Anki composes what it imports, and ends lines with LF alone.
            let nfc = |text: &str| text.nfc().collect::<String>().replace("\r\n", "\n");
            assert_eq!(after["fields"]["Question"], nfc(&note.fields.question));
            assert_eq!(after["fields"]["Answer"], nfc(&note.fields.answer));
            // The user renamed this field.
            assert_eq!(after["fields"]["Verweise"], nfc(&note.fields.links));
        }
    }
    // What docs/note-types.md warns of: Anki takes no pictures of notes that it leaves as they are.
    assert_eq!(steps[3]["media_files"], json!(["deckpress-0f3a.png"]));
    let new = &steps[1]["notes"]["newabcdefghi"];
    assert_eq!((&new["tags"], &new["fields"]["My Notes"]), (&json!([]), &json!("")));
    assert!(new["cards"][0][1].as_str().is_some_and(|deck| deck.starts_with("Interview")));
}

#[test]
fn a_collection_without_the_note_type_takes_nothing() {
    if clients::left_out("a_collection_without_the_note_type_takes_nothing") {
        return;
    }
    let collection = collection();
    let notes = ready(&collection).count() as u64;
    let files =
        [("1.txt", text(&collection)), ("2.apkg", package(&collection)), ("3.txt", text(&collection))];
    let steps = imported_in_turn("first", &files);
    assert_eq!(counts(&steps[0]), [0, 0, 0, notes]);
    assert_eq!(steps[0]["notes"], json!({}));
    assert_eq!(counts(&steps[1]), [notes, 0, 0, 0]);
    assert_eq!(counts(&steps[2]), [0; 4]);
}

#[test]
fn a_row_is_whose_it_is_and_what_it_holds() {
    let mut collection = collection();
    collection.notes.truncate(2);
    let note = &mut collection.notes[0];
    note.fields = deckpress::model::Fields { question: "#1 \"a\"\tb".to_owned(), ..Default::default() };
    let expected = "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n\
                    \"g01abcdefghi\"\t\"1735711263517\"\t\"interview::Größe: <b>\"\t\"#1 \"\"a\"\"\tb\"\
                    \t\"\"\t\"\"\t\"\"\t\"\"\t\"\"\t\"\"\t\"\"\t\"\"\t\"\"\t\"g01abc\"\t\"\"\n";
    assert_eq!(String::from_utf8(text(&collection)).expect("UTF-8"), expected, "open notes have no row");
}
