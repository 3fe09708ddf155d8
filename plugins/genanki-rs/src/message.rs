//! What deckpress tells this writer: those keys of the message that a deck is made of.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Read;

use serde::Deserialize;
use serde_json::Value;

/// The message.
#[derive(Deserialize)]
pub struct Message {
    pub destination: String,
    pub collection: Collection,
    /// Notes made from parts of others; missing before they were known.
    #[serde(default)]
    pub derived: Vec<Note>,
    pub note_type: NoteType,
    /// Of texts with gaps; missing before they were known.
    pub cloze_note_type: Option<NoteType>,
    pub media: Vec<MediaFile>,
}

#[derive(Deserialize)]
pub struct Collection {
    pub notes: Vec<Note>,
    /// Every deck and its parents.
    pub decks: Vec<Deck>,
}

#[derive(Deserialize)]
pub struct Note {
    pub guid: String,
    pub status: String,
    pub kind: String,
    pub deck: String,
    pub anki_tags: Vec<String>,
    /// In seconds since 1970.
    pub modified: i64,
    /// HTML by the name of the field.
    pub fields: BTreeMap<String, String>,
}

#[derive(Deserialize)]
pub struct Deck {
    pub name: String,
    pub description: String,
}

#[derive(Deserialize)]
pub struct NoteType {
    pub id: i64,
    pub name: String,
    pub fields: Vec<String>,
    pub templates: Vec<Template>,
    pub style: String,
}

#[derive(Deserialize)]
pub struct Template {
    pub name: String,
    pub front: String,
    pub back: String,
}

#[derive(Deserialize)]
pub struct MediaFile {
    pub path: String,
}

impl Message {
    /// The message that `input` holds, which must be one of `protocol`.
    ///
    /// # Errors
    /// When it is another, or none.
    pub fn read(input: impl Read, protocol: u64) -> Result<Self, Box<dyn Error>> {
        let message: Value = serde_json::from_reader(input)?;
        let spoken = &message["protocol"];
        if spoken != protocol {
            return Err(format!(
                "this writer speaks protocol {protocol}, not {spoken}; is there a newer one?"
            )
            .into());
        }
        Ok(serde_json::from_value(message)?)
    }

    /// The notes that make cards.
    pub fn ready(&self) -> impl Iterator<Item = &Note> {
        self.collection.notes.iter().filter(|note| note.status == "ready").chain(&self.derived)
    }
}
