//! Markup and the Markdown emitter.

mod dump;

use std::path::Path;

use deckpress::markup;

#[test]
fn show() {
    if let Ok(path) = std::env::var("SHOW") {
        let text = String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
        println!("{}", dump::tree(&text, &markup::parse(&text)));
    }
    let _ = Path::new("");
}
