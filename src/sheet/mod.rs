//! The review sheet as a table of texts: its columns, what a cell may hold, and how an edit of it shows.
//!
//! What the writers of sheets and the way back share. Knows no file format, and nothing of Markdown: `render` brings
//! question and answer as text.

mod base;
pub mod cell;
mod columns;
mod guard;
mod options;
pub mod pairs;
mod respelt;

pub use base::{Base, fingerprint};
pub use columns::{Column, Shape};
pub use guard::{guard, is_formula_like, unguard};
pub use options::{Columns, Delimiter, Options, PerRow};
pub use respelt::is_respelt;

/// The items of a cell that holds one a line.
pub fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r']).map(str::trim).filter(|item| !item.is_empty())
}
