//! Pages as images, against small references in `tests/fixtures/paper`.
//!
//! Where the look changed on purpose, `DECKPRESS_RENEW_LOOKS=1 cargo test --test it paper_looks` writes the references
//! anew. Look at each page before you commit them: a page that differs is left as an image beside the PDF, under
//! `target/tests/paper_looks`.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::build::Workplace;
use crate::clients;

/// The pages that are held, by product: their number is counted from one.
const PAGES: [&str; 5] =
    ["cheatsheet.pdf:1", "handbook.pdf:1", "handbook.pdf:2", "cards.pdf:1", "cards.pdf:2"];

#[test]
fn pages_look_as_they_did() {
    const TEST: &str = "pages_look_as_they_did";
    if clients::left_out(TEST) {
        return;
    }
    let references = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/paper");
    let deck = fs::read_to_string(references.join("deck.md")).expect("the deck");
    let place = Workplace::new(&[("weaving.md", &deck)]);
    place.write(
        "deckpress.toml",
        b"name = \"Weaving\"\n[pdf]\nproducts = [\"cheatsheet\", \"handbook\", \"cards\"]\n",
    );
    place.build(&["--only", "pdf"]);
    let folder = clients::target_folder().join("tests/paper_looks");
    fs::create_dir_all(&folder).expect("the target folder is writable");
    for product in ["cheatsheet.pdf", "handbook.pdf", "cards.pdf"] {
        fs::write(folder.join(product), place.read(&format!("output/{product}"))).expect("a file");
    }
    let renews = std::env::var_os("DECKPRESS_RENEW_LOOKS").is_some_and(|value| value == "1");
    let verb = Path::new(if renews { "renew" } else { "compare" });
    let pages = PAGES.map(|page| folder.join(page));
    let arguments: Vec<&Path> =
        [references.as_path(), verb].into_iter().chain(pages.iter().map(PathBuf::as_path)).collect();
    let said: Value = serde_json::from_str(&clients::python("pdf_look.py", &arguments)).expect("a report");
    println!("{said}");
    let faults: Vec<String> = said
        .as_object()
        .expect("pages")
        .iter()
        .filter_map(|(page, said)| said.get("fault").map(|fault| format!("{page}: {fault}")))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}\nthe pages are in {}", folder.display());
}
