//! What the page knows of the cards, as JSON that may stand in a script element.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::maths;
use crate::model::content::plain_text;
use crate::model::{Collection, Diagnostic, Note, Severity};
use crate::write::note_type::{self, BASIC, CLOZE, Kind, NoteType};

/// The data of the page.
pub fn json(collection: &Collection, note_type: &NoteType) -> Result<String, serde_json::Error> {
    let remarks = remarks(collection);
    let notes =
        collection.notes.iter().zip(remarks).map(|(note, remarks)| self::note(note, &remarks, collection));
    let derived = collection.derived.iter().map(|note| self::note(note, &[], collection));
    let media =
        collection.media.iter().map(|file| (file.name.clone(), data_address(&file.name, &file.bytes).into()));
    let value = json!({
        "types": Value::Object([BASIC, CLOZE].iter().map(|kind| of_kind(kind, note_type)).collect()),
        "css": note_type.style,
        "media": Value::Object(media.collect()),
        "notes": notes.chain(derived).collect::<Vec<_>>(),
    });
    // Within a script element only `<` can end it.
    Ok(serde_json::to_string(&value)?.replace('<', "\\u003c"))
}

/// A note type, by its name.
fn of_kind(kind: &Kind, shown: &NoteType) -> (String, Value) {
    let templates: Vec<Value> =
        shown.templates(kind).iter().map(|one| json!({ "front": one.front, "back": one.back })).collect();
    (kind.name.to_owned(), json!({ "cloze": kind.is_cloze, "templates": templates }))
}

fn note(note: &Note, remarks: &[&Diagnostic], collection: &Collection) -> Value {
    let places = note.draft.entries.iter().map(|&entry| {
        let entry = &collection.entries[entry];
        let document = &collection.documents[entry.document];
        format!("{}:{}", document.id, document.lines.lines(entry.span).first)
    });
    let fields = note_type::filled(note).into_iter();
    let fields = fields.map(|(name, html)| (name.to_owned(), maths::drawn(html).into()));
    let remarks = remarks.iter().map(|remark| {
        json!({ "code": remark.code, "severity": severity(remark.severity), "message": remark.message })
    });
    json!({
        "guid": note.guid,
        "question": plain_text(&note.draft.question),
        "status": note.status().word(),
        "deck": note.deck,
        "type": note_type::of(note).name,
        "cards": note_type::cards(note),
        "tags": note.anki_tags,
        "places": places.collect::<Vec<_>>(),
        "remarks": remarks.collect::<Vec<_>>(),
        "fields": Value::Object(fields.collect()),
    })
}

/// For each note the diagnostics whose main place lies in one of its entries.
fn remarks(collection: &Collection) -> Vec<Vec<&Diagnostic>> {
    // By document and start; entries of a document do not overlap.
    let mut entries: BTreeMap<(usize, u32), (u32, usize)> = BTreeMap::new();
    for (at, note) in collection.notes.iter().enumerate() {
        for &entry in &note.draft.entries {
            let entry = &collection.entries[entry];
            entries.insert((entry.document, entry.span.start), (entry.span.end, at));
        }
    }
    let mut remarks = vec![Vec::new(); collection.notes.len()];
    for diagnostic in &collection.diagnostics {
        let Some(&(document, span)) = diagnostic.places.first() else { continue };
        let before = entries.range((document, 0)..=(document, span.start)).next_back();
        if let Some((_, &(_, at))) = before.filter(|(_, (end, _))| span.start < *end) {
            remarks[at].push(diagnostic);
        }
    }
    remarks
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// A file as an address that holds it.
fn data_address(name: &str, bytes: &[u8]) -> String {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let kind = match extension {
        "jpg" => "jpeg",
        "svg" => "svg+xml",
        other => other,
    };
    format!("data:image/{kind};base64,{}", STANDARD.encode(bytes))
}
