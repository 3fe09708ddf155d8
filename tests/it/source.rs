//! The deck of `source/`: that its code runs, its answers point to the documentation, and it prints.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;
use serde_json::Value;

use crate::build::deckpress;
use crate::clients;

/// Builds the project's own deck as a fresh clone does, with a copy of the ledger and into a folder of the test; the model
/// and that folder.
fn built(test: &str) -> (Value, PathBuf) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = clients::target_folder().join("tests/source").join(test);
    fs::create_dir_all(&output).expect("the target folder is writable");
    let ledger = output.join("deckpress.lock");
    fs::copy(root.join("deckpress.lock"), &ledger).expect("the ledger");
    let done = deckpress(root)
        .args(["build", "--deny-warnings", "--only", "json,pdf", "--output"])
        .args([output.as_os_str(), "--ledger".as_ref(), ledger.as_os_str()])
        .output()
        .expect("the program runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let text = fs::read_to_string(output.join("model.json")).expect("a model");
    (serde_json::from_str(&text).expect("JSON"), output)
}

fn entries(model: &Value) -> &[Value] {
    model["entries"].as_array().expect("entries")
}

#[test]
fn every_python_block_of_the_deck_does_what_it_says() {
    const TEST: &str = "every_python_block_of_the_deck_does_what_it_says";
    if clients::left_out(TEST) {
        return;
    }
    let (model, output) = built(TEST);
    let said = clients::python("source_code.py", &[&output.join("model.json")]);
    let said: Value = serde_json::from_str(&said).expect("a report");
    assert_eq!(said["faults"], serde_json::json!([]));

    // As many as the documents have, in fences and in the plain text, where the reader finds them.
    let fence = Regex::new(r"(?m)^[> ]*```python\b").expect("a pattern");
    let plain = "02-plain-notes.txt";
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("source");
    let documents = model["documents"].as_array().expect("documents");
    let fences: usize = documents
        .iter()
        .map(|document| root.join(document["id"].as_str().expect("an id")))
        .map(|path| fence.find_iter(&fs::read_to_string(path).expect("a document")).count())
        .sum();
    let unfenced: usize = entries(&model)
        .iter()
        .filter(|entry| entry["document"] == plain)
        .map(|entry| fence.find_iter(entry["answer_markdown"].as_str().unwrap_or_default()).count())
        .sum();
    assert!(unfenced > 5, "{unfenced}");
    assert_eq!(said["blocks"], fences + unfenced);
}

#[test]
fn every_answer_of_the_deck_points_to_the_documentation() {
    let (model, _) = built("every_answer_of_the_deck_points_to_the_documentation");
    let sound = Regex::new(concat!(
        r"^https://(docs\.python\.org/3/([a-z0-9_\-]+/)*[A-Za-z0-9_.\-]+\.html(#[A-Za-z0-9_.\-]+)?",
        r"|peps\.python\.org/pep-\d{4}/)$"
    ))
    .expect("a pattern");
    let address = Regex::new(r#"\b[a-z]+://[^\s)>\]"|]+"#).expect("a pattern");
    for entry in entries(&model) {
        let place = format!("{}:{}", entry["document"], entry["first_line"]);
        let mut text = entry["answer_markdown"].as_str().unwrap_or_default().to_string();
        for link in entry["links"].as_array().expect("links") {
            text.push(' ');
            text.push_str(link["url"].as_str().expect("an address"));
        }
        // Markdown as the model has it escapes what would be marks.
        let text = text.replace('\\', "");
        let found: Vec<&str> = address.find_iter(&text).map(|found| found.as_str()).collect();
        for url in &found {
            assert!(sound.is_match(url), "{place}: {url}");
        }
        assert!(entry["answer_markdown"].is_null() || !found.is_empty(), "{place} has no link");
    }
}

#[test]
fn the_deck_is_large_and_every_line_of_it_is_used() {
    let (model, _) = built("the_deck_is_large_and_every_line_of_it_is_used");
    let notes = model["notes"].as_array().expect("notes");
    let ready = notes.iter().filter(|note| note["status"] == "ready").count();
    let merged =
        notes.iter().filter(|note| note["entries"].as_array().is_some_and(|of| of.len() > 1)).count();
    assert!(entries(&model).len() >= 200 && ready >= 150 && merged >= 30, "{ready} ready, {merged} merged");
    assert_eq!(model["rejects"], serde_json::json!([]));
    assert!(!model["doubts"].as_array().expect("doubts").is_empty(), "a pair that perhaps asks the same");
    let rules: BTreeSet<&str> = entries(&model).iter().filter_map(|entry| entry["rule"].as_str()).collect();
    for rule in
        ["cards", "choice", "cloze", "disclosure", "heading", "label", "list", "numbered", "oneline", "table"]
    {
        assert!(rules.contains(rule), "no entry was found by `{rule}`: {rules:?}");
    }
}

#[test]
fn the_cheat_sheet_of_the_deck_fits_twelve_pages() {
    let (_, output) = built("the_cheat_sheet_of_the_deck_fits_twelve_pages");
    let sheet = lopdf::Document::load(output.join("cheatsheet.pdf")).expect("a PDF");
    assert!(sheet.get_pages().len() <= 12, "{} pages", sheet.get_pages().len());
}
