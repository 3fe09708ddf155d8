//! Decks as Anki keeps them: every parent there, names that it would not alter, one spelling each.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use unicode_normalization::UnicodeNormalization;

use super::identifier::Taken;
use crate::model::Collection;

/// Anki's own deck, which every collection has.
pub const DEFAULT: i64 = 1;

/// The decks of a collection.
pub struct Decks {
    /// By name in lower case: to Anki, names that differ in case only are equal.
    by_key: BTreeMap<String, Deck>,
    /// Ids by name as the collection writes it.
    by_name: BTreeMap<String, i64>,
    taken: Taken,
}

struct Deck {
    id: i64,
    name: String,
    description: String,
}

impl Decks {
    fn new() -> Self {
        let default = Deck { id: DEFAULT, name: "Default".to_owned(), description: String::new() };
        Self {
            by_key: BTreeMap::from([(default.name.to_lowercase(), default)]),
            by_name: BTreeMap::new(),
            taken: Taken::default(),
        }
    }

    /// The decks that `collection` lists, described, and those that its notes are in.
    pub fn of(collection: &Collection) -> Self {
        let mut decks = Self::new();
        for deck in &collection.decks {
            decks.intern(&deck.name).description = description(&deck.description);
        }
        for note in collection.notes.iter().chain(&collection.derived) {
            if !decks.by_name.contains_key(&note.deck) {
                let id = decks.intern(&note.deck).id;
                decks.by_name.insert(note.deck.clone(), id);
            }
        }
        decks
    }

    /// The id of the deck called `name`; Anki's default deck when no note is in it.
    pub fn id(&self, name: &str) -> i64 {
        self.by_name.get(name).copied().unwrap_or(DEFAULT)
    }

    /// The column `decks` of Anki's schema 11.
    pub fn to_json(&self, modified: i64) -> Value {
        let decks = self.by_key.values().map(|deck| (deck.id.to_string(), deck.to_json(modified)));
        Value::Object(decks.collect::<Map<String, Value>>())
    }

    /// The deck called `name`, made first if need be, and its parents with it.
    fn intern(&mut self, name: &str) -> &mut Deck {
        let mut levels = components(name);
        let last = levels.pop().unwrap_or_default();
        let path = levels.into_iter().fold(String::new(), |path, level| {
            let parent = self.level(&path, level);
            format!("{}::", parent.name)
        });
        self.level(&path, last)
    }

    /// The deck called `level` below `path`, which ends with the separator if it is not empty.
    fn level(&mut self, path: &str, level: String) -> &mut Deck {
        let name = if path.is_empty() { level } else { format!("{path}{level}") };
        let taken = &mut self.taken;
        self.by_key.entry(name.to_lowercase()).or_insert_with_key(|key| Deck {
            id: taken.claim(&format!("deck {key}")),
            name,
            description: String::new(),
        })
    }
}

impl Deck {
    fn to_json(&self, modified: i64) -> Value {
        json!({
            "id": self.id, "name": self.name, "desc": self.description, "mod": modified, "usn": 0,
            "conf": 1, "dyn": 0, "collapsed": false, "browserCollapsed": false, "extendNew": 0, "extendRev": 0,
            "newToday": [0, 0], "revToday": [0, 0], "lrnToday": [0, 0], "timeToday": [0, 0],
        })
    }
}

/// The levels of a deck name in the form that Anki would give them, so that it finds the deck again.
fn components(name: &str) -> Vec<String> {
    name.split("::")
        .map(|component| {
            let plain: String = component.nfc().filter(|c| !c.is_control()).collect();
            let trimmed = plain.trim_matches(|c: char| c.is_whitespace() || c == ':');
            if trimmed.is_empty() { "blank".to_owned() } else { trimmed.to_owned() }
        })
        .collect()
}

/// Plain text as the HTML that Anki shows below a deck's name.
fn description(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\n', "<br>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_anki_would_make_of_them() {
        let name = |name: &str| components(name).join("::");
        // Each pair was asked of Anki 26.09.3.
        for (given, kept) in [
            ("a\"b", "a\"b"),
            (" sp :: q ", "sp::q"),
            ("a:::b: ::c", "a::b::c"),
            ("::a", "blank::a"),
            ("t\tb", "tb"),
            ("e\u{301}", "é"),
        ] {
            assert_eq!(name(given), kept);
        }
    }

    #[test]
    fn spellings_of_one_deck_share_it_and_parents_are_there() {
        let mut decks = Decks::new();
        let first = decks.intern("Rust::Traits").id;
        assert_eq!(decks.intern("rust::traits").id, first);
        assert_eq!(decks.intern("RUST::Macros").name, "Rust::Macros");
        let names: Vec<&str> = decks.by_key.values().map(|deck| deck.name.as_str()).collect();
        assert_eq!(names, ["Default", "Rust", "Rust::Macros", "Rust::Traits"]);
        assert_eq!(decks.intern("default").id, DEFAULT);
    }
}
