//! PDF/UA-1: what a machine can check of the Matterhorn Protocol, over all products.

use std::fs;
use std::path::Path;

use deckpress::model::{Collection, Document};
use deckpress::write::pdf::Options;
use deckpress::write::{WriteContext, Writer, pdf::Pdf};
use serde_json::Value;

use crate::clients;
use crate::pdf::{CONTEXT, everything, many};

/// What fails in each product of `collection`.
fn failed(name: &str, collection: &Collection) -> Vec<String> {
    let mut context: WriteContext = CONTEXT;
    let products = ["cheatsheet", "handbook", "cards"];
    let table = format!("products = {products:?}");
    context.print.options = toml::from_str::<Options>(&table).expect("options");
    let folder = clients::target_folder().join("pdf");
    fs::create_dir_all(&folder).expect("the target folder is writable");
    let artifacts = Pdf.write(collection, &context).expect("PDFs").artifacts;
    let paths: Vec<_> = artifacts
        .iter()
        .map(|artifact| {
            let path = folder.join(format!("accessible-{name}-{}", artifact.name));
            fs::write(&path, &artifact.bytes).expect("the target folder is writable");
            path
        })
        .collect();
    assert_eq!(paths.len(), products.len());
    let paths: Vec<&Path> = paths.iter().map(AsRef::as_ref).collect();
    let said: Value = serde_json::from_str(&clients::python("pdf_ua.py", &paths)).expect("JSON");
    let files = said.as_object().expect("files").values();
    files.flat_map(|failed| failed.as_array().expect("a list")).map(ToString::to_string).collect()
}

#[test]
fn no_product_fails_a_point_that_a_machine_can_check() {
    if clients::left_out("no_product_fails_a_point_that_a_machine_can_check") {
        return;
    }
    for (name, collection) in
        [("everything", everything()), ("many", many(150)), ("nothing", Collection::default())]
    {
        assert_eq!(failed(name, &collection), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn a_part_in_another_language_says_so() {
    let languages = |lang: &str| {
        let mut collection = everything();
        let second = Document {
            id: "notes/second.md".to_string(),
            lang: lang.to_string(),
            ..collection.documents[0].clone()
        };
        collection.documents.push(second);
        collection.passages[0].document = 1;
        let written = Pdf.write(&collection, &CONTEXT).expect("a PDF");
        let pdf = lopdf::Document::load_mem(&written.artifacts[0].bytes).expect("a PDF");
        let elements = pdf.objects.values().filter_map(|object| object.as_dict().ok());
        let said =
            elements.filter(|element| element.has(b"S")).filter_map(|element| element.get(b"Lang").ok());
        said.map(|lang| String::from_utf8_lossy(lang.as_str().expect("a string")).into_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(languages("de"), ["de"]);
    assert_eq!(languages("en"), Vec::<String>::new());
}
