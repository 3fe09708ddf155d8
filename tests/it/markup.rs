//! Markup and the Markdown emitter.

mod dump;
mod trees;

use deckpress::markup;
use deckpress::render::markdown;
use proptest::prelude::*;

#[test]
fn show() {
    if let Ok(path) = std::env::var("SHOW") {
        let text = String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
        println!("{}", dump::tree(&text, &markup::parse(&text)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_emitted_reads_back(blocks in trees::tree()) {
        let emitted = markdown::blocks(&blocks);
        let read = trees::without_spans(markup::parse_markdown(&emitted).blocks);
        prop_assert!(read == blocks, "emitted:\n{emitted}\nread:\n{}\nmeant:\n{}", dump::blocks(&read), dump::blocks(&blocks));
    }
}
