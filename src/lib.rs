//! deckpress turns the study documents that people already have into an Anki deck, printable paper
//! and a spreadsheet for review.
//!
//! ```text
//! source files
//!   -> intake      discover, decode (any encoding), undo mojibake            -> Document
//!   -> markup      container syntaxes and CommonMark                         -> Tree
//!   -> recognise   rules that find questions, answers, metadata              -> Entry, Passage, Reject
//!   -> normalise   equal questions become one                                -> Draft
//!   -> ledger      whose note is it?                                         -> guid
//!   -> render      content in the forms that writers share                   -> Fields
//!   -> ledger      when did it last change?                                  -> Stamp, Note
//!   -> check       rules over the collection                                 -> Diagnostic
//!   -> write       apkg, pdf, csv, json, and programs of the user's           -> Artifact
//!   -> files       all artifacts and the ledger are replaced together
//! ```
//!
//! [`pipeline::build`] is that way as a function. Dependencies between the rooms run one way, as
//! ARCHITECTURE.md tells; a test holds it.

pub mod pipeline;

pub mod config;
pub mod model;

pub mod intake;
pub mod markup;
pub mod recognise;

pub mod ledger;
pub mod normalise;

pub mod code;
pub mod render;
pub mod sheet;

pub mod check;
pub mod explain;
pub mod review;
pub mod write;

pub mod cli;
pub mod command;
pub mod files;
