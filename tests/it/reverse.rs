//! Terms that are asked the other way round too, as Anki's own backend makes cards of them.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::build::Workplace;
use crate::clients;

const TERMS: &str = "\
# Words

| Deutsch | English |
|---|---|
| der Baum | the tree |
| laufen | to run |

Escrow
: Money held by a third party.
: Also the account that holds it.

Mutex :: A lock that one thread holds at a time.
Semaphore :: A counter of permits.
Why share nothing? :: Because it needs no lock.

## What is a race?

Two threads that touch one place.

## A trie

It is a tree of prefixes.

It is one word long at each edge, and finds all words that begin with the same letters, whatever their number is, in as
many steps as there are letters, which no table of hashes does.
";

const SWITCHED: &str = "recognise.term_tables = true\ncards.reverse = ";

#[test]
fn terms_are_asked_both_ways_where_the_user_says_so_and_no_card_is_disturbed() {
    if clients::left_out("terms_are_asked_both_ways_where_the_user_says_so_and_no_card_is_disturbed") {
        return;
    }
    let place = Workplace::new(&[("words.md", TERMS)]);
    let mut files: Vec<PathBuf> = Vec::new();
    for (number, reverse) in [false, true, true, false].into_iter().enumerate() {
        place.write("deckpress.toml", format!("{SWITCHED}{reverse}\n").as_bytes());
        let now = (1_700_000_000 + 1000 * number).to_string();
        let output = place.run(&["build", "--now", &now, "--only", "apkg,anki-text"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        for (made, name) in [("deck.apkg", "apkg"), ("anki.txt", "txt")] {
            let path = place.path(&format!("{number}.{name}"));
            std::fs::copy(place.path("output").join(made), &path).expect("an artifact");
            files.push(path);
        }
    }
    // The deck without and with, its text, and back again.
    let files: Vec<&Path> = [0, 2, 3, 6].into_iter().map(|at| files[at].as_path()).collect();
    let steps: Vec<Value> =
        serde_json::from_str(&clients::python("anki_update.py", &files)).expect("a report");
    let notes = |step: &Value| step["notes"].as_object().expect("notes").clone();
    let cards = |note: &Value| note["cards"].as_array().expect("cards").clone();
    let mut reversed: Vec<String> = Vec::new();
    for (guid, note) in notes(&steps[1]) {
        let before = &notes(&steps[0])[&guid];
        assert_eq!(cards(&note)[0], cards(before)[0], "the card that was there");
        assert_eq!(cards(before).len(), 1);
        if cards(&note).len() == 2 {
            assert_eq!((&cards(&note)[1][8], &cards(&note)[1][9]), (&json!(1), &json!(0)), "a new card");
            reversed.push(note["fields"]["Question"].as_str().expect("a question").to_owned());
        } else {
            assert_eq!(note, *before);
        }
    }
    reversed.sort();
    assert_eq!(reversed, ["Escrow", "Mutex", "Semaphore", "der Baum", "laufen"]);
    assert_eq!(steps[1]["updated"], reversed.len());
    assert_eq!((&steps[2]["updated"], &steps[2]["notes"]), (&json!(0), &steps[1]["notes"]), "its text");
    for (step, empty) in steps.iter().zip([0, 0, 0, reversed.len()]) {
        assert_eq!((&step["conflicting"], &step["empty_cards"]), (&json!(0), &json!(empty)));
        assert_eq!((&step["clean"], &step["note_types"]), (&json!(true), &steps[0]["note_types"]));
    }
    assert_eq!(notes(&steps[3]).len(), notes(&steps[0]).len());
}

#[test]
fn the_preview_shows_the_other_way_round() {
    let place = Workplace::new(&[("words.md", TERMS)]);
    place.write("deckpress.toml", format!("{SWITCHED}true\n").as_bytes());
    place.build(&["--only", "preview,json"]);
    let page = String::from_utf8(place.read("output/preview.html")).expect("UTF-8");
    assert_eq!(page.matches(r#""cards":[0,1]"#).count(), 5);
}
