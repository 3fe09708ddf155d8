//! `preview.html`, used in a browser as a person would.

use serde_json::{Value, json};

use crate::build::Workplace;
use crate::clients;

const QUESTIONS: &str = r#"# Sailing

## Rigging

### What is a </script><script>alert(1)</script> halyard?

**Difficulty:** easy

A line that hoists a sail: `haul()`.

![a knot](knot.svg)

### What does a sheet do?

It trims the sail, whatever @@STYLE@@ or <b>bold</b> say.

### Which knot would you take?
"#;

const KNOT: &str =
    r#"<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><circle cx="2" cy="2" r="2"/></svg>"#;

#[test]
fn cards_are_found_turned_and_counted_without_a_network() {
    if clients::left_out("cards_are_found_turned_and_counted_without_a_network") {
        return;
    }
    let place = Workplace::new(&[("rigging.md", QUESTIONS)]);
    place.write("source/knot.svg", KNOT.as_bytes());
    place.build(&["--only", "preview", "--name", "Sailing & more"]);
    let path = place.path("output/preview.html");
    let seen = clients::python("preview.py", &[&path, "TRIMS sáil".as_ref()]);
    let seen: Value = serde_json::from_str(&seen).expect("a report");

    assert_eq!(seen["faults"], json!([]));
    assert_eq!(seen["title"], "Sailing & more");
    assert_eq!((&seen["all"], &seen["listed"]), (&json!("3 of 3 notes"), &json!(3)));
    assert_eq!(seen["front"], "What is a </script><script>alert(1)</script> halyard?");
    assert_eq!(seen["answer before"], 0);
    assert!(seen["back"].as_str().is_some_and(|back| back.contains("A line that hoists a sail: haul().")));
    assert_eq!(seen["flip says"], "Show question");
    assert_eq!((&seen["moved"], &seen["moved back"]), (&json!(true), &json!(true)));
    assert_eq!(seen["phone"], 392);
    assert!(seen["desktop"].as_f64() > Some(600.0));
    assert_eq!(seen["themes"], json!(["rgb(253, 252, 249)", "rgb(29, 31, 34)"]));
    assert_eq!(seen["found"], json!(["1 of 3 notes", ["What does a sheet do?"]]));
    assert_eq!(seen["open"][0], "1 of 3 notes");
    assert_eq!(seen["open"][1], true);
    assert_eq!(seen["deck"], json!(["all", "Sailing & more (3)", "Sailing & more::Rigging (3)"]));
    assert!(
        seen["tag"].as_array().is_some_and(|tags| tags.contains(&json!("deckpress::difficulty::easy (1)")))
    );
    assert_eq!(seen["remark"], json!(["all", "open-question (1)"]));
    assert_eq!(seen["remarked"], "1 of 3 notes");
    assert_eq!(
        seen["bars"],
        json!([
            "Rigging: 1 easy, 1 difficulty not stated, 1 open: no answer yet",
            "rigging.md: 2 answered there, 1 open",
            "rigging.md: 7 in questions and answers, 2 structure: headings, contents, navigation",
        ])
    );
    assert_eq!(seen["narrow"], 360);
}

/// The cards of the deck of the frozen note types: gaps, reverse cards, follow-up questions.
#[test]
fn every_card_says_what_it_says_in_anki() {
    if clients::left_out("every_card_says_what_it_says_in_anki") {
        return;
    }
    let document = include_str!("../fixtures/decks/note-types-v1/source/weaving.md");
    let configuration = include_str!("../fixtures/decks/note-types-v1/deckpress.toml");
    // Anki leaves formulas to MathJax.
    let document = document.replace("$w$", "some").replace("$s$", "some").replace("$$", "");
    let place = Workplace::new(&[("weaving.md", &document)]);
    place.write("source/dot.png", include_bytes!("../fixtures/external/dot.png"));
    place.write("deckpress.toml", configuration.as_bytes());
    place.build(&["--only", "apkg,preview"]);
    let seen = clients::python(
        "preview_cards.py",
        &[&place.path("output/deck.apkg"), &place.path("output/preview.html")],
    );
    let mut seen: Value = serde_json::from_str(&seen).expect("a report");
    assert_eq!(seen["faults"], json!([]));
    let [anki, preview] = ["anki", "preview"].map(|key| {
        let cards = seen[key].as_array_mut().expect("cards");
        // The preview lists follow-up questions behind all others.
        cards.sort_by_key(ToString::to_string);
        cards.clone()
    });
    assert_eq!(anki.len(), 16);
    assert_eq!(anki, preview);
}

#[test]
fn a_page_without_notes_says_so() {
    if clients::left_out("a_page_without_notes_says_so") {
        return;
    }
    let place = Workplace::new(&[("empty.md", "# Nothing\n")]);
    place.build(&["--only", "preview"]);
    let page = String::from_utf8(place.read("output/preview.html")).expect("UTF-8");
    assert!(page.contains(r#""notes":[]"#));
}
