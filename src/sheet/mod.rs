//! The review sheet as a table of texts: its columns, its rows, and what a cell may hold.
//!
//! What `csv`, `xlsx` and the way back share. Knows no file format, and nothing of Markdown: the
//! writers bring question and answer as text.

pub mod cell;
mod columns;
mod guard;
mod rows;

pub use columns::Column;
pub use guard::{guard, is_formula_like, unguard};
pub use rows::{Row, Rows};
