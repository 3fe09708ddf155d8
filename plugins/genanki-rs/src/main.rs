//! A writer for deckpress that makes the Anki deck with genanki-rs: docs/plugins.md is the protocol.
//!
//! It uses the fields as deckpress rendered them. What genanki-rs cannot say (the order of new cards, the time of each
//! note, ids of fields and templates) is not in its deck; README.md tells what follows from that.

mod message;

use std::collections::BTreeMap;
use std::error::Error;
use std::io::stdin;
use std::path::Path;
use std::process::ExitCode;

use genanki_rs::{Deck, Field, Model, ModelType, Note, Package, Template};

use message::{Message, NoteType};

/// The version of the protocol that this writer speaks.
const PROTOCOL: u64 = 1;
/// What the deck is called in its folder.
const NAME: &str = "deck.apkg";
/// 1 January 2024, in milliseconds since 1970: Anki reads ids as times. It finds decks by name and gives them ids of
/// its own, so these need to differ and nothing else.
const FIRST_DECK: i64 = 1_704_067_200_000;

#[allow(clippy::print_stderr, reason = "what a writer says beside its diagnostics goes there")]
fn main() -> ExitCode {
    match write() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Reads the message and writes the deck.
fn write() -> Result<(), Box<dyn Error>> {
    let message = Message::read(stdin().lock(), PROTOCOL)?;
    let media: Vec<&str> = message.media.iter().map(|file| file.path.as_str()).collect();
    let time = message.ready().map(|note| note.modified).max().unwrap_or_default();
    let mut package = Package::new(decks(&message)?, media)?;
    let path = Path::new(&message.destination).join(NAME);
    let path = path.to_str().ok_or("the destination is no Unicode")?;
    // One time for all notes: the latest, since Anki ignores a note that is no newer than the user's.
    package.write_to_file_timestamp(path, time as f64)?;
    Ok(())
}

/// Every deck with its notes.
fn decks(message: &Message) -> Result<Vec<Deck>, Box<dyn Error>> {
    let basic = (&message.note_type, model(&message.note_type));
    let cloze =
        message.cloze_note_type.as_ref().map(|cloze| (cloze, model(cloze).model_type(ModelType::Cloze)));
    let mut notes: BTreeMap<&str, Vec<Note>> = BTreeMap::new();
    for note in message.ready() {
        let (note_type, model) = cloze.as_ref().filter(|_| note.kind == "cloze").unwrap_or(&basic);
        let values = note_type.fields.iter();
        let values = values.map(|name| note.fields.get(name).map_or("", String::as_str)).collect();
        let tags = note.anki_tags.iter().map(String::as_str).collect();
        let made = Note::new_with_options(model.clone(), values, None, Some(tags), Some(&note.guid))?;
        notes.entry(&note.deck).or_default().push(made);
    }
    let decks = message.collection.decks.iter().zip(FIRST_DECK..).map(|(deck, id)| {
        let mut made = Deck::new(id, &deck.name, &escaped(&deck.description));
        notes.remove(deck.name.as_str()).into_iter().flatten().for_each(|note| made.add_note(note));
        made
    });
    Ok(decks.collect())
}

fn model(note_type: &NoteType) -> Model {
    let fields = note_type.fields.iter().map(|name| Field::new(name).font("Arial")).collect();
    let templates = note_type.templates.iter();
    let templates = templates.map(|one| Template::new(&one.name).qfmt(&one.front).afmt(&one.back)).collect();
    Model::new(note_type.id, &note_type.name, fields, templates).css(&note_type.style)
}

/// Plain text as the HTML that Anki shows below a deck's name.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\n', "<br>")
}
