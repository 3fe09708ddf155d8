//! Paper: content tree -> styled slabs -> lines -> frames -> PDF.
//!
//! `cheatsheet` says what is printed and in which order; `content`, `inline`, `listing` and
//! `table` set the content tree into slabs; `text` is the door to shaping (`shape`, `font`) and
//! line breaking (`lines`); `flow` fills columns and pages with slabs; `page` is the result as
//! plain data; `emit` alone knows how it becomes a PDF. Nothing but `emit` knows printpdf, and
//! nothing here asks what a document or a rule was.

pub mod cheatsheet;
pub mod content;
pub mod emit;
pub mod flow;
pub mod font;
pub mod inline;
pub mod lines;
mod listing;
mod options;
pub mod page;
pub mod shape;
mod table;
pub mod text;
pub mod theme;
pub mod units;

use crate::model::{Artifact, Collection};

use super::{WriteContext, WriteError, Writer, Written};

pub use options::{CardBacks, Options, PerSheet, Print, Product, Products, PaperSize};
pub use theme::{ThemeError, ThemeTexts};

/// Writes `cheatsheet.pdf`.
pub struct Pdf;

const CHEATSHEET: &str = "cheatsheet.pdf";

impl Writer for Pdf {
    fn name(&self) -> &'static str {
        "pdf"
    }

    fn write(&self, collection: &Collection, context: &WriteContext) -> Result<Written, WriteError> {
        let themes = context.print.themes().map_err(engine)?;
        let paper = cheatsheet::cheatsheet(collection, &themes.cheatsheet);
        let bytes = emit::pdf(paper, context).map_err(engine)?;
        Ok(vec![Artifact { name: CHEATSHEET.to_string(), bytes }].into())
    }
}

fn engine(error: impl std::error::Error + Send + Sync + 'static) -> WriteError {
    WriteError::Engine { artifact: CHEATSHEET, source: Box::new(error) }
}
