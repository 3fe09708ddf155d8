//! Cards as a phone shows them: they fit, they can be read, and nothing of a document acts on them.

use std::fmt::Write;
use std::path::Path;

use serde_json::{Value, json};

use crate::build::Workplace;
use crate::{clients, seeds};

/// What is wrong with the cards of a deck, and how many there are.
fn looked_at(place: &Workplace) -> Value {
    let report = clients::python("card_looks.py", &[&place.path("output/deck.apkg")]);
    serde_json::from_str(&report).expect("a report")
}

#[test]
fn cards_fit_a_narrow_phone_and_can_be_read_by_day_and_by_night() {
    if clients::left_out("cards_fit_a_narrow_phone_and_can_be_read_by_day_and_by_night") {
        return;
    }
    let every = include_str!("../fixtures/cards/every-construct.md");
    let place = Workplace::new(&[("every.md", every)]);
    place.write("deckpress.toml", b"[recognise]\ncloze = true\n[cards]\nfollow_ups = true\n");
    place.build(&["--only", "apkg"]);
    let report = looked_at(&place);
    assert_eq!(report["faults"], json!([]));
    assert!(report["cards"].as_u64() > Some(5), "{report}");
}

/// The cards to look at before a release: `clients/card_sheets.py` tells how to see them.
#[test]
fn thirty_cards_of_the_seeds_have_every_field_and_construct_of_all() {
    const TEST: &str = "thirty_cards_of_the_seeds_have_every_field_and_construct_of_all";
    if clients::left_out(TEST) {
        return;
    }
    let Some((_, output)) = seeds::built(TEST) else { return };
    let chosen = clients::python("card_sheets.py", &[&output.join("deck.apkg")]);
    let chosen: Value = serde_json::from_str(&chosen).expect("a report");
    assert_eq!((&chosen["missing"], chosen["cards"].as_array().map(Vec::len)), (&json!([]), Some(30)));
}

/// One vector a line; `\n` stands for a line break.
const VECTORS: &str = include_str!("../fixtures/attacks/vectors.txt");

/// A document that has `vector` in every place that a document has.
fn attack(vector: &str) -> String {
    let vector = vector.replace("\\n", "\n").replace("\\0", "\0");
    let inline = vector.replace('\n', " ");
    let mut document =
        format!("# Section {inline}\n\n## Why is {inline} so?\n\n{vector}\n\nText {inline} goes on.\n\n");
    for line in [
        format!("- item {inline}\n- [x] task {inline}\n\n> quoted {inline}\n"),
        format!("| {0} | b |\n|---|---|\n| c {0} | d |\n", inline.replace('|', "\\|")),
        format!("```{inline}\n{vector}\n```\n\n    {inline}\n"),
        format!("[label {inline}]({inline}) [other](<{inline}> \"{inline}\") <{inline}>\n"),
        format!("![{inline}]({inline} \"{inline}\") ![alt]({inline})\n"),
        format!("`{inline}` ${inline}$ **{inline}** ~~{inline}~~ [^1]\n\n[^1]: foot {inline}\n"),
        format!("<details><summary>{inline}</summary>\n\n{inline}\n\n</details>\n"),
        format!("!!! note \"{inline}\"\n    {inline}\n"),
        format!("> [!{inline}] {inline}\n> text\n"),
        format!("A {{{{c1::{inline}::{inline}}}}} gap, and =={inline}== another.\n"),
        format!("term {inline}\n: means {inline}\n"),
        format!("**Tags:** {inline}\n\n**Follow-up questions:**\n\n- And {inline}? ({inline})\n"),
    ] {
        writeln!(document, "{line}").expect("a string");
    }
    document
}

#[test]
fn nothing_that_a_document_says_acts_on_a_card() {
    if clients::left_out("nothing_that_a_document_says_acts_on_a_card") {
        return;
    }
    let documents: Vec<(String, String)> = VECTORS
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with("## "))
        .enumerate()
        .map(|(number, vector)| (format!("{number:03}.md"), attack(vector)))
        .collect();
    let documents: Vec<(&str, &str)> =
        documents.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let place = Workplace::new(&documents);
    place.write("deckpress.toml", b"[recognise]\ncloze = true\n[cards]\nreverse = true\nfollow_ups = true\n");
    place.run(&["build", "--only", "apkg,preview"]);
    assert!(Path::new(&place.path("output/deck.apkg")).exists());
    let report = looked_at(&place);
    let faults = report["faults"].as_array().expect("a list");
    let acts: Vec<&Value> =
        faults.iter().filter(|fault| fault.get("does").or(fault.get("active")).is_some()).collect();
    assert!(acts.is_empty(), "{acts:#?}");
    assert!(report["cards"].as_u64() >= Some(documents.len() as u64 / 2), "{}", report["cards"]);
}
