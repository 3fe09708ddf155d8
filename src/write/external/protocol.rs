//! What an external writer is told on its standard input, and what it answers on its standard output.
//!
//! A key is only ever added; anything else raises [`PROTOCOL`]. A test holds docs/plugins.schema.json against
//! these types.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::model::schema::{Model, Note};

/// The version of the protocol. A writer that does not know it must fail.
pub const PROTOCOL: u32 = 1;

/// All that an external writer is told: one JSON object.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Version of the protocol. A writer that does not know it must fail.
    pub protocol: u32,
    /// Version of deckpress.
    pub tool_version: String,
    /// The table `[writer.NAME.options]` of `deckpress.toml`; dates are texts.
    pub options: Map<String, Value>,
    /// An empty folder that is there: what is written into it is kept if the command succeeds. An absolute path.
    pub destination: String,
    /// The collection in the shape of `model.json`, with the `fields` of every note.
    pub collection: Model,
    /// Notes made from parts of others, such as their follow-up questions, where the user asks for them. They are
    /// ready, and `position` tells their places among all notes.
    pub derived: Vec<Note>,
    /// The Anki note type that the fields are made for, but those of texts with gaps.
    pub note_type: NoteType,
    /// The Anki note type of notes whose `kind` is `cloze`: a card for each number of a gap, all of its one template.
    pub cloze_note_type: NoteType,
    /// Pictures that the fields show.
    pub media: Vec<MediaFile>,
}

/// An Anki note type.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteType {
    /// By which Anki knows it.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// All its fields in order. Those that notes do not carry belong to the user, or to later versions: leave them empty.
    pub fields: Vec<String>,
    /// Its card templates in order.
    pub templates: Vec<Template>,
    /// The style sheet of its cards, CSS.
    pub style: String,
}

/// A card template, in Anki's template language.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// Its name.
    pub name: String,
    /// The front.
    pub front: String,
    /// The back.
    pub back: String,
}

/// A file that fields refer to by its name.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaFile {
    /// The name that fields use.
    pub name: String,
    /// Where it is while the command runs. An absolute path.
    pub path: String,
}

/// What a writer has to say: one line of JSON on its standard output.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// How much it matters.
    pub severity: Severity,
    /// One sentence, lower case, no final stop.
    pub message: String,
    /// What to do next.
    #[serde(default)]
    pub hint: String,
    /// The guid of the note that it is about.
    #[serde(default)]
    pub note: Option<String>,
}

/// How much a remark matters.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Probably wrong.
    Warning,
    /// Wrong: the exit code of deckpress says so.
    Error,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_published_schema_is_that_of_the_types() {
        let published: Value =
            serde_json::from_str(include_str!("../../../docs/plugins.schema.json")).unwrap();
        let mut schema = serde_json::to_value(schemars::schema_for!(Message)).unwrap();
        let mut remark = serde_json::to_value(schemars::schema_for!(Remark)).unwrap();
        let mut definitions = remark["$defs"].take();
        remark.as_object_mut().unwrap().retain(|key, _| !key.starts_with('$'));
        definitions["Remark"] = remark;
        schema["$defs"].as_object_mut().unwrap().append(definitions.as_object_mut().unwrap());
        schema["properties"]["protocol"] = json!({
            "const": PROTOCOL, "description": schema["properties"]["protocol"]["description"],
        });
        let made = concat!(env!("CARGO_MANIFEST_DIR"), "/target/plugins.schema.json");
        // As data: a crate among the dependencies decides the order of keys.
        if published != schema {
            std::fs::write(made, serde_json::to_string_pretty(&schema).unwrap() + "\n").unwrap();
            panic!("the protocol changed: look at {made}, and put it in place of docs/plugins.schema.json");
        }
    }
}
