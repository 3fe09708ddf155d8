//! The whole program from outside, in one binary.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test says what must hold by failing, and what it left out by printing"
)]

mod clients;

mod accessible;
mod account;
mod anki;
mod anki_text;
mod architecture;
mod build;
mod cloze;
mod content;
mod digest;
mod docs;
mod explain;
mod external;
mod hostile;
mod identity;
mod intake;
mod invariants;
mod ledger;
mod looks;
mod markup;
mod merge;
mod paper;
mod paper_looks;
mod pdf;
mod plan;
mod preview;
mod readers;
mod recognise;
mod reverse;
mod review;
mod rewrite;
mod scripts;
mod seeds;
mod sheet;
mod sheet_clients;
mod sheet_read;
mod source;
mod templates;
mod topics;
mod upgrade;
