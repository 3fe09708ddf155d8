//! The two note types, of question and answer and of texts with gaps, which every writer for Anki shares. Every id and
//! the number of fields and templates are constants for good: see docs/note-types.md.

use std::borrow::Cow;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::card_template;
use crate::model::Note;

/// A note type as Anki knows it: what never changes of it.
#[derive(Debug)]
pub struct Kind {
    /// Its id: another one would make a second note type in the user's collection.
    pub id: i64,
    /// Its name, until the user gives it another.
    pub name: &'static str,
    /// Whether its notes have a card for each gap of their text, not for each of its templates.
    pub is_cloze: bool,
    fields: [Field; 17],
}

/// The note type of question and answer.
pub const BASIC: Kind = Kind {
    id: 1_735_711_263_517,
    name: "deckpress",
    is_cloze: false,
    fields: fields(5_217_400_931_000, "Question", REVERSE),
};

/// The note type of texts with gaps. Its fields stand where those of the other do, so that a text for both has one
/// column for each.
pub const CLOZE: Kind = Kind {
    id: 1_735_711_263_522,
    name: "deckpress cloze",
    is_cloze: true,
    fields: fields(5_217_400_931_200, "Text", SPARE),
};

/// The note type of `note`.
pub fn of(note: &Note) -> &'static Kind {
    match note.draft.cloze {
        Some(_) => &CLOZE,
        None => &BASIC,
    }
}

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

/// What a user may restyle: the templates of both note types, with `{{fields}}`, and the style of all cards.
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
    /// `anki/cloze-front.html`.
    pub cloze_front: Cow<'static, str>,
    /// `anki/cloze-back.html`.
    pub cloze_back: Cow<'static, str>,
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
        cloze_front: Cow::Borrowed(include_str!("../../templates/anki/cloze-front.html")),
        cloze_back: Cow::Borrowed(include_str!("../../templates/anki/cloze-back.html")),
        style: Cow::Borrowed(include_str!("../../templates/anki/style.css")),
        modified: 1_795_204_800,
    };

    /// The card templates of `kind`.
    pub fn templates(&self, kind: &Kind) -> Vec<Template<'_>> {
        let Self { front, back, reverse_front, reverse_back, cloze_front, cloze_back, .. } = self;
        if kind.is_cloze {
            vec![Template { id: 5_217_400_931_301, name: "Cloze", front: cloze_front, back: cloze_back }]
        } else {
            vec![
                Template { id: 5_217_400_931_101, name: "Question", front, back },
                Template { id: 5_217_400_931_102, name: "Reverse", front: reverse_front, back: reverse_back },
            ]
        }
    }

    /// Whether Anki can fill in its templates.
    ///
    /// # Errors
    /// At the first mistake in one.
    pub fn check(&self) -> Result<(), TemplateError> {
        let templates = [
            ("anki/front.html", &self.front, BASIC),
            ("anki/back.html", &self.back, BASIC),
            ("anki/reverse-front.html", &self.reverse_front, BASIC),
            ("anki/reverse-back.html", &self.reverse_back, BASIC),
            ("anki/cloze-front.html", &self.cloze_front, CLOZE),
            ("anki/cloze-back.html", &self.cloze_back, CLOZE),
        ];
        templates.into_iter().try_for_each(|(file, text, kind)| {
            let fields: Vec<&str> = kind.fields().collect();
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
        add(&self.style);
        for kind in [BASIC, CLOZE] {
            for Template { id, name, front, back } in self.templates(&kind) {
                [&id.to_string(), name, front, back].into_iter().for_each(&mut add);
            }
            for Field { id, name, hint, folded } in kind.fields {
                [&id.to_string(), name, hint, &folded.to_string()].into_iter().for_each(&mut add);
            }
        }
        hasher.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A field: its id, by which Anki knows it again under another name, its name, and what stands in it
/// while it is empty.
#[derive(Debug)]
struct Field {
    id: i64,
    name: &'static str,
    hint: &'static str,
    /// Whether the editor shows it folded.
    folded: bool,
}

const SHORT_ID: &str = "Short ID";

/// What the field is called that adds a second card, and what its editor says.
const REVERSE: (&str, &str) = ("Reverse", "anything here adds a reverse card");
/// A field that nothing is written to yet: it can be renamed later, but never added.
const SPARE: (&str, &str) = ("Spare 4", RESERVED);
const RESERVED: &str = "reserved";

/// The fields of a note type, whose ids lie behind `ids`.
const fn fields(ids: i64, first: &'static str, thirteenth: (&'static str, &'static str)) -> [Field; 17] {
    const fn field(id: i64, name: &'static str) -> Field {
        Field { id, name, hint: "", folded: false }
    }
    const fn folded(id: i64, (name, hint): (&'static str, &'static str)) -> Field {
        Field { id, name, hint, folded: true }
    }
    [
        field(ids + 1, first),
        field(ids + 2, "Brief"),
        field(ids + 3, "Answer"),
        field(ids + 4, "Asides"),
        field(ids + 5, "Follow-ups"),
        field(ids + 6, "Variants"),
        field(ids + 7, "Links"),
        field(ids + 8, "Source"),
        field(ids + 9, "Topic"),
        field(ids + 10, "Difficulty"),
        field(ids + 11, SHORT_ID),
        field(ids + 14, "Parent"),
        folded(ids + 13, thirteenth),
        Field { id: ids + 12, name: "My Notes", hint: "yours: deckpress writes nothing here", folded: false },
        folded(ids + 15, ("Spare 1", RESERVED)),
        folded(ids + 16, ("Spare 2", RESERVED)),
        folded(ids + 17, ("Spare 3", RESERVED)),
    ]
}

/// What finds the notes with these short ids in Anki's browser; empty for none. See "Searching" in Anki's manual.
pub fn search(short_ids: &[&str]) -> String {
    match short_ids {
        [] => String::new(),
        [one] => format!("\"{SHORT_ID}:{one}\""),
        several => format!("\"{SHORT_ID}:re:^({})$\"", several.join("|")),
    }
}

/// How many fields a build fills: the first ones. The others are the user's, or spare.
pub const FILLED: usize = 13;

impl Kind {
    /// The names of all fields, in their order.
    pub fn fields(&self) -> impl Iterator<Item = &'static str> {
        self.fields.iter().map(|field| field.name)
    }
}

/// The fields of `note` that a build fills, in the order of the note type: name and HTML. The last tells whether there
/// is a reverse card.
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
        &fields.reverse,
    ];
    let kind = of(note);
    std::array::from_fn(|place| (kind.fields[place].name, values[place]))
}

/// All fields of `note` in the order of the note type, joined as Anki joins them.
pub fn values(note: &Note) -> String {
    let mut values = [""; BASIC.fields.len()];
    for (value, (_, html)) in values.iter_mut().zip(filled(note)) {
        *value = html;
    }
    values.join("\u{1f}")
}

/// The cards of `note` as Anki counts them: by their template, those of a text by the number of their gap less one.
pub fn cards(note: &Note) -> Vec<u16> {
    match &note.draft.cloze {
        Some(cloze) => cloze.numbers().into_iter().map(|number| number.saturating_sub(1)).collect(),
        None if note.fields.reverse.is_empty() => vec![0],
        None => vec![0, 1],
    }
}

impl NoteType {
    /// The column `models` of Anki's schema 11.
    pub fn to_json(&self) -> Value {
        let kinds = [BASIC, CLOZE].map(|kind| (kind.id.to_string(), self.kind_to_json(&kind)));
        Value::Object(kinds.into_iter().collect())
    }

    fn kind_to_json(&self, kind: &Kind) -> Value {
        let fields: Vec<Value> = kind
            .fields
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
            .templates(kind)
            .into_iter()
            .enumerate()
            .map(|(place, Template { id, name, front, back })| {
                json!({
                    "id": id, "name": name, "ord": place, "qfmt": front, "afmt": back, "bqfmt": "", "bafmt": "", "bfont": "", "bsize": 0, "did": null,
                })
            })
            .collect();
        // Which fields each template needs: old clients go by that.
        let needed = if kind.is_cloze { json!([]) } else { json!([[0, "any", [0]], [1, "all", [12]]]) };
        json!({
            "id": kind.id, "name": kind.name, "type": u8::from(kind.is_cloze), "mod": self.modified, "usn": -1,
            "sortf": 0, "did": null, "flds": fields, "tmpls": templates, "css": self.style, "req": needed,
            "tags": [], "vers": [], "latexPre": LATEX_BEFORE, "latexPost": "\\end{document}", "latexsvg": false,
        })
    }
}

/// Anki's default.
const LATEX_BEFORE: &str = "\\documentclass[12pt]{article}\n\\special{papersize=3in,5in}\n\
    \\usepackage[utf8]{inputenc}\n\\usepackage{amssymb,amsmath}\n\\pagestyle{empty}\n\
    \\setlength{\\parindent}{0in}\n\\begin{document}\n";

#[cfg(test)]
mod tests {
    use super::*;

    /// The contract with every deck that was ever imported: nothing here may change but by a new name.
    #[test]
    fn the_note_types_are_those_that_were_frozen() {
        let shape = |kind: &Kind| -> Vec<i64> {
            let fields = kind.fields.iter().map(|field| field.id);
            let templates = NoteType::SHIPPED.templates(kind).into_iter().map(|template| template.id);
            std::iter::once(kind.id).chain(fields).chain(templates).collect()
        };
        let behind =
            |ids: i64| [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 13, 12, 15, 16, 17].map(|id| ids + id);
        let basic = [&[1_735_711_263_517][..], &behind(5_217_400_931_000), &behind(5_217_400_931_100)[..2]];
        let cloze = [&[1_735_711_263_522][..], &behind(5_217_400_931_200), &behind(5_217_400_931_300)[..1]];
        assert_eq!(shape(&BASIC), basic.concat());
        assert_eq!(shape(&CLOZE), cloze.concat());
        let names: Vec<&str> = BASIC.fields().collect();
        let frozen = "Question Brief Answer Asides Follow-ups Variants Links Source Topic Difficulty Short_ID Parent \
                      Reverse My_Notes";
        assert_eq!(names[..14].join(" ").replace("Short ID", "Short_ID").replace("My N", "My_N"), frozen);
    }

    /// A changed template that keeps the old time never reaches a user who has the note type already.
    #[test]
    fn a_change_of_the_note_type_comes_with_a_new_time() {
        assert_eq!(
            (NoteType::SHIPPED.hash().as_str(), NoteType::SHIPPED.modified),
            ("4a9802af811cd417", 1_795_204_800),
            "raise `modified`, then note both here"
        );
    }
}
