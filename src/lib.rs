//! deckpress turns study documents into an Anki deck, printable paper and a review sheet.

pub mod code;
pub mod config;
pub mod files;
pub mod intake;
pub mod ledger;
pub mod markup;
pub mod model;
pub mod normalise;
pub mod recognise;
pub mod render;
pub mod sheet;
pub mod write;
