//! `cargo fuzz run recognise -- -dict=fuzz/syntax.dict`
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| deckpress_fuzz::invariants::check_recognise(text));
