//! The note type of question and answer, which every writer for Anki shares. Every id and the number of
//! fields and templates are constants for good: see docs/note-types.md.

use std::borrow::Cow;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::card_template;
use crate::model::Note;

/// Its id: another one would make a second note type in the user's collection.
pub const ID: i64 = 1_735_711_263_517;

/// Its name, until the user gives it another.
pub const NAME: &str = "deckpress";
/// A card template.
pub struct Template<'a> {
    /// By which Anki knows it again under another name.
    id: i64,
    /// Its name, until the user gives it another.
    pub name: &'static str,
    /// The front, with `{{fields}}`.
    pub front: &'a str,
    /// The back, with `{{fields}}`.
    pub back: &'a str,
}

/// What a user may restyle: templates with `{{fields}}`, and the style of all cards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteType {
    /// `anki/front.html`.
    pub front: Cow<'static, str>,
    /// `anki/back.html`.
    pub back: Cow<'static, str>,
    /// `anki/reverse-front.html`.
    pub reverse_front: Cow<'static, str>,
    /// `anki/reverse-back.html`.
    pub reverse_back: Cow<'static, str>,
    /// `anki/style.css`.
    pub style: Cow<'static, str>,
    /// When it or the fields last changed, in seconds since 1970. Anki applies a change only if this rises, and then
    /// overwrites the user's own styling, so it never follows the build.
    pub modified: i64,
}

/// A template that Anki cannot fill in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    /// Its file, as [`NoteType`] names it.
    pub file: &'static str,
    /// Its text.
    pub text: String,
    /// Where it is wrong, in bytes.
    pub at: usize,
    /// What is wrong.
    pub message: String,
}

impl NoteType {
    /// The one that the program comes with.
    pub const SHIPPED: Self = Self {
        front: Cow::Borrowed(include_str!("../../templates/anki/front.html")),
        back: Cow::Borrowed(include_str!("../../templates/anki/back.html")),
        reverse_front: Cow::Borrowed(include_str!("../../templates/anki/reverse-front.html")),
        reverse_back: Cow::Borrowed(include_str!("../../templates/anki/reverse-back.html")),
        style: Cow::Borrowed(include_str!("../../templates/anki/style.css")),
        modified: 1_795_132_800,
    };

    /// Its card templates.
    pub fn templates(&self) -> [Template<'_>; 2] {
        let Self { front, back, reverse_front, reverse_back, .. } = self;
        [
            Template { id: 5_217_400_931_101, name: "Question", front, back },
            Template { id: 5_217_400_931_102, name: "Reverse", front: reverse_front, back: reverse_back },
        ]
    }

    /// Whether Anki can fill in its templates.
    ///
    /// # Errors
    /// At the first mistake in one.
    pub fn check(&self) -> Result<(), TemplateError> {
        let fields: Vec<&str> = fields().collect();
        let templates = [
            ("anki/front.html", &self.front),
            ("anki/back.html", &self.back),
            ("anki/reverse-front.html", &self.reverse_front),
            ("anki/reverse-back.html", &self.reverse_back),
        ];
        templates.into_iter().try_for_each(|(file, text)| {
            card_template::check(text, &fields).map_err(|(at, message)| TemplateError {
                file,
                text: text.to_string(),
                at,
                message,
            })
        })
    }

    /// Sixteen hexadecimal digits that change when something changes that Anki takes only with a newer time.
    pub fn hash(&self) -> String {
        let mut hasher = Sha256::new();
        let mut add = |text: &str| {
            // How git ends lines is no change.
            let text = text.replace("\r\n", "\n");
            hasher.update((text.len() as u64).to_le_bytes());
            hasher.update(text);
        };
        for Template { id, name, front, back } in self.templates() {
            [&id.to_string(), name, front, back].into_iter().for_each(&mut add);
        }
        add(&self.style);
        for Field { id, name, hint, folded } in FIELDS {
            [&id.to_string(), name, hint, &folded.to_string()].into_iter().for_each(&mut add);
        }
        hasher.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A field: its id, by which Anki knows it again under another name, its name, and what stands in it
/// while it is empty.
struct Field {
    id: i64,
    name: &'static str,
    hint: &'static str,
    /// Whether the editor shows it folded.
    folded: bool,
}

const fn field(id: i64, name: &'static str) -> Field {
    Field { id, name, hint: "", folded: false }
}

/// A field that nothing is written to yet: it can be renamed later, but never added.
const fn spare(id: i64, name: &'static str) -> Field {
    Field { id, name, hint: "reserved", folded: true }
}

const SHORT_ID: &str = "Short ID";

const FIELDS: [Field; 17] = [
    field(5_217_400_931_001, "Question"),
    field(5_217_400_931_002, "Brief"),
    field(5_217_400_931_003, "Answer"),
    field(5_217_400_931_004, "Asides"),
    field(5_217_400_931_005, "Follow-ups"),
    field(5_217_400_931_006, "Variants"),
    field(5_217_400_931_007, "Links"),
    field(5_217_400_931_008, "Source"),
    field(5_217_400_931_009, "Topic"),
    field(5_217_400_931_010, "Difficulty"),
    field(5_217_400_931_011, SHORT_ID),
    field(5_217_400_931_014, "Parent"),
    Field {
        id: 5_217_400_931_012,
        name: "My Notes",
        hint: "yours: deckpress writes nothing here",
        folded: false,
    },
    Field { id: 5_217_400_931_013, name: "Reverse", hint: "anything here adds a reverse card", folded: true },
    spare(5_217_400_931_015, "Spare 1"),
    spare(5_217_400_931_016, "Spare 2"),
    spare(5_217_400_931_017, "Spare 3"),
];

/// What finds the notes with these short ids in Anki's browser; empty for none. See "Searching" in Anki's manual.
pub fn search(short_ids: &[&str]) -> String {
    match short_ids {
        [] => String::new(),
        [one] => format!("\"{SHORT_ID}:{one}\""),
        several => format!("\"{SHORT_ID}:re:^({})$\"", several.join("|")),
    }
}

/// How many fields a build fills: the first ones. The others are the user's, or spare.
const FILLED: usize = 12;

/// The names of all fields, in their order.
pub fn fields() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|field| field.name)
}

/// The fields of `note` that a build fills, in the order of the note type: name and HTML.
pub fn filled(note: &Note) -> [(&'static str, &str); FILLED] {
    let fields = &note.fields;
    let values: [&str; FILLED] = [
        &fields.question,
        &fields.brief,
        &fields.answer,
        &fields.asides,
        &fields.follow_ups,
        &fields.variants,
        &fields.links,
        &fields.source,
        &fields.topic,
        &fields.difficulty,
        note.short_id(),
        &fields.parent,
    ];
    std::array::from_fn(|place| (FIELDS[place].name, values[place]))
}

/// All fields of `note` in the order of the note type, joined as Anki joins them.
pub fn values(note: &Note) -> String {
    let mut values = [""; FIELDS.len()];
    for (value, (_, html)) in values.iter_mut().zip(filled(note)) {
        *value = html;
    }
    values.join("\u{1f}")
}

impl NoteType {
    /// The column `models` of Anki's schema 11.
    pub fn to_json(&self) -> Value {
        let fields: Vec<Value> = FIELDS
            .iter()
            .enumerate()
            .map(|(place, field)| {
                json!({
                    "id": field.id, "name": field.name, "ord": place, "description": field.hint,
                    "collapsed": field.folded, "sticky": false, "rtl": false, "plainText": false,
                    "excludeFromSearch": false, "preventDeletion": false, "font": "Arial", "size": 20, "media": [],
                })
            })
            .collect();
        let templates: Vec<Value> = self
            .templates()
            .into_iter()
            .enumerate()
            .map(|(place, Template { id, name, front, back })| {
                json!({
                    "id": id, "name": name, "ord": place, "qfmt": front, "afmt": back, "bqfmt": "", "bafmt": "", "bfont": "", "bsize": 0, "did": null,
                })
            })
            .collect();
        let note_type = json!({
            "id": ID, "name": NAME, "type": 0, "mod": self.modified, "usn": -1, "sortf": 0, "did": null,
            "flds": fields, "tmpls": templates, "css": self.style,
            "req": [[0, "any", [0]], [1, "all", [13]]], "tags": [], "vers": [],
            "latexPre": LATEX_BEFORE, "latexPost": "\\end{document}", "latexsvg": false,
        });
        json!({ ID.to_string(): note_type })
    }
}

/// Anki's default.
const LATEX_BEFORE: &str = "\\documentclass[12pt]{article}\n\\special{papersize=3in,5in}\n\
    \\usepackage[utf8]{inputenc}\n\\usepackage{amssymb,amsmath}\n\\pagestyle{empty}\n\
    \\setlength{\\parindent}{0in}\n\\begin{document}\n";

#[cfg(test)]
mod tests {
    use super::*;

    /// A changed template that keeps the old time never reaches a user who has the note type already.
    #[test]
    fn a_change_of_the_note_type_comes_with_a_new_time() {
        assert_eq!(
            (NoteType::SHIPPED.hash().as_str(), NoteType::SHIPPED.modified),
            ("cd6fa79499be9adc", 1_795_132_800),
            "raise `modified`, then note both here"
        );
    }
}
