//! A deck of the time when the note types were frozen, studied, and today's build of the same documents over it.
//!
//! `fixtures/decks/note-types-v1.apkg` is what the commit tagged `note-types-v1` makes of the folder beside it, which
//! holds the ledger of that build (`deckpress build --now 1700000000 --only apkg`). It never changes.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::build::Workplace;
use crate::clients;

/// Edits of the document, each with words of the note that it touches, and what a field of it says then.
const EDITS: [(&str, &str, &str, &str); 4] = [
    ("for days, and each pass", "for weeks, and each pass", "Why is the warp stronger", "for weeks"),
    ("(evenly, and not too full)", "(evenly, and never too full)", "wind a bobbin", "never too full"),
    (
        "The ==warp== is held",
        "On a ==loom== the ==warp== is held",
        "==weft== is carried",
        "On a {{c3::loom}} the {{c1::warp}} is held",
    ),
    (
        "| der Webstuhl | the loom |",
        "| der Webstuhl | the weaver's loom |",
        "der Webstuhl",
        "the weaver's loom",
    ),
];

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/decks").join(name)
}

/// Where the documents and the ledger of that time lie.
fn place() -> Workplace {
    let place = Workplace::new(&[]);
    let folder = fixture("note-types-v1");
    for name in ["deckpress.toml", "deckpress.lock", "source/weaving.md", "source/dot.png"] {
        place.write(name, &fs::read(folder.join(name)).expect("the fixture"));
    }
    place
}

/// Today's deck, built so many seconds after the frozen one.
fn built(place: &Workplace, later: i64) -> PathBuf {
    let now = (1_700_000_000 + later).to_string();
    let output = place.run(&["build", "--now", &now, "--only", "apkg"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let path = place.path(&format!("{later}.apkg"));
    fs::copy(place.path("output/deck.apkg"), &path).expect("a deck");
    path
}

fn notes(step: &Value) -> &Map<String, Value> {
    step["notes"].as_object().expect("notes")
}

/// The guid of the note that says `words`, in one way or another.
fn guid<'a>(step: &'a Value, words: &str) -> &'a str {
    let plain = |text: &str| text.replace("==", "");
    let says = |note: &Value| {
        let fields = note["fields"].as_object().expect("fields");
        let text: String = [&fields.get("Question"), &fields.get("Text")]
            .into_iter()
            .flat_map(|field| field.and_then(Value::as_str))
            .collect();
        let text = ["{{c1::", "{{c2::", "}}"].iter().fold(text, |text, mark| text.replace(mark, ""));
        text.contains(&plain(words))
    };
    let (guid, _) =
        notes(step).iter().find(|(_, note)| says(note)).unwrap_or_else(|| panic!("{words}: {step}"));
    guid
}

#[test]
fn todays_build_goes_over_a_deck_of_the_frozen_note_types() {
    if clients::left_out("todays_build_goes_over_a_deck_of_the_frozen_note_types") {
        return;
    }
    let place = place();
    let same = built(&place, 1000);
    let mut text = fs::read_to_string(place.path("source/weaving.md")).expect("the document");
    for (old, new, ..) in EDITS {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    place.write("source/weaving.md", text.as_bytes());
    let edited = built(&place, 2000);
    let decks = [fixture("note-types-v1.apkg"), same, edited.clone(), edited];
    let decks: Vec<&Path> = decks.iter().map(PathBuf::as_path).collect();
    let steps: Vec<Value> =
        serde_json::from_str(&clients::python("anki_update.py", &decks)).expect("a report");

    let first = &steps[0];
    let cards = |step: &Value| -> Vec<Value> {
        notes(step).values().flat_map(|note| note["cards"].as_array().expect("cards").clone()).collect()
    };
    let reviews = |step: &Value| cards(step).iter().filter_map(|card| card[9].as_u64()).sum::<u64>();
    assert_eq!((notes(first).len(), cards(first).len()), (11, 16), "every kind of card");
    assert!(reviews(first) >= 3 && cards(first).iter().any(|card| card[5] == 5), "they were studied");
    for (at, step) in steps.iter().enumerate().skip(1) {
        let none = ["new", "conflicting"].map(|key| step[key].clone());
        assert_eq!(none, [json!(0), json!(0)], "step {at}");
        assert_eq!((&step["clean"], &step["empty_cards"]), (&json!(true), &json!(0)), "step {at}");
        assert_eq!(step["note_types"], first["note_types"], "step {at}");
        assert_eq!(step["decks"], first["decks"], "step {at}");
        assert_eq!(notes(step).keys().collect::<Vec<_>>(), notes(first).keys().collect::<Vec<_>>());
        for (guid, before) in notes(first) {
            let after = &notes(step)[guid];
            assert_eq!(after["type"], before["type"], "step {at}");
            let (old, new) = (before["cards"].as_array().expect("cards"), &after["cards"]);
            for (place, card) in old.iter().enumerate() {
                assert_eq!(new[place], *card, "step {at}: scheduling of {guid}");
            }
        }
    }
    assert_eq!(steps[3]["updated"], 0, "the same deck again");

    let touched: Vec<&str> = EDITS.iter().map(|(.., words, _)| guid(first, words)).collect();
    for (guid, (.., says)) in touched.iter().zip(EDITS) {
        let fields = notes(&steps[2])[*guid]["fields"].as_object().expect("fields");
        assert!(
            fields.values().any(|field| field.as_str().is_some_and(|field| field.contains(says))),
            "{says}"
        );
    }
    // Whatever the rendering of today does to the fields of the others: where it does nothing, the user's words stay.
    for (guid, before) in notes(first) {
        let (today, later) = (&notes(&steps[1])[guid], &notes(&steps[2])[guid]);
        if today["mod"] == before["mod"] {
            assert_eq!(today, before);
        }
        // The follow-up question also stands on the card of its question.
        let is_touched = touched.contains(&guid.as_str()) || *guid == self::guid(first, "What is a shuttle");
        if !is_touched {
            assert_eq!(later, today);
        }
    }
    assert_eq!(cards(&steps[2]).len(), 17, "one gap more is one card more");
}

/// That the fixture is what it says: its deck is of the frozen note types, and its ledger is that of its deck.
#[test]
fn the_frozen_deck_and_its_ledger_belong_together() {
    if clients::left_out("the_frozen_deck_and_its_ledger_belong_together") {
        return;
    }
    let report = clients::python("anki_cards.py", &[&fixture("note-types-v1.apkg")]);
    let report: Value = serde_json::from_str(&report).expect("a report");
    assert_eq!(report["note_types"], json!(["deckpress", "deckpress cloze"]));
    assert_eq!(report["media_files"].as_array().map(Vec::len), Some(2), "a picture and a diagram");
    let ledger = fs::read_to_string(fixture("note-types-v1/deckpress.lock")).expect("the ledger");
    let guids = |card: &Value| ledger.contains(&format!("{{\"guid\":{},", card["guid"]));
    assert!(report["cards"].as_array().expect("cards").iter().all(guids));
}
