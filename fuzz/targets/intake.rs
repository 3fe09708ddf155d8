//! `cargo fuzz run intake -- -dict=fuzz/syntax.dict`
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| deckpress_fuzz::invariants::check_intake(bytes));
