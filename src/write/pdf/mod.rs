//! Paper: content tree -> slabs of lines -> pages -> PDF.
//!
//! `cheatsheet` says what is printed and in which order; `content`, `inline`, `list`, `listing`, `table`, `figure` and
//! `math` set the content tree into slabs; `text` is the door to shaping (`shape`, `font`) and line breaking (`lines`);
//! `flow` fills columns and pages with slabs, at the ends that `breaks` finds; `page` is the result as plain data;
//! `emit` alone knows how it becomes a PDF. Nothing but `emit` knows printpdf, and nothing here asks what a document or
//! a rule was.
//!
//! # How a product is made
//!
//! 1. A [`Setter`](content::Setter) sets blocks into [`Slab`](slab::Slab)s: `setter.blocks(blocks, &measure)`, where
//!    [`Measure::column`](content::Measure::column) is a column of the theme and
//!    [`Measure::frame`](content::Measure::frame) any width and height. `setter.text`, `setter.lines` and
//!    `setter.labelled` set what the product says itself. Parts that do not know each other may be set on several
//!    threads, each with a [`Shaper`](shape::Shaper) of its own.
//! 2. Slabs say what flows how: `keep` (with the next one), `new_page`, `bookmarks` (outline), `anchors` (where links
//!    lead), and through [`wrap`](slab::wrap) what they are: a product wraps its titles in `Tag::Heading`, a question with
//!    its answer in `Tag::Section`.
//! 3. [`flow::paginate`] fills the columns of a [`Sheet`](flow::Sheet). [`flow::lay`] fills one frame instead and says how
//!    much was left out: `moved` marks go on a page as they are. Pages laid out apart (contents, body, index) join with
//!    [`Flowed::append`](flow::Flowed::append), which moves the places along.
//! 4. What knows the pages comes last: running heads and footers are marks that are pushed onto `page.marks` (outside of
//!    all elements, so they count as decoration), and [`Paper::number`](page::Paper::number) replaces the room that
//!    [`Rich::push_page`](text::Rich::push_page) kept by page numbers.
//! 5. [`emit::pdf`] makes bytes of it.

mod breaks;
pub mod cheatsheet;
pub mod content;
pub mod emit;
mod figure;
pub mod flow;
pub mod font;
pub mod inline;
pub mod lines;
mod list;
mod listing;
mod math;
pub mod page;
pub mod picture;
pub mod shape;
pub mod slab;
mod table;
pub mod tag;
pub mod text;
pub mod theme;
pub mod units;
mod vector;

use crate::model::{Artifact, Collection};

use super::{WriteContext, WriteError, Writer};

/// Writes `cheatsheet.pdf`.
pub struct Pdf;

const CHEATSHEET: &str = "cheatsheet.pdf";

impl Writer for Pdf {
    fn name(&self) -> &'static str {
        "pdf"
    }

    fn write(&self, collection: &Collection, context: &WriteContext) -> Result<Vec<Artifact>, WriteError> {
        let paper = cheatsheet::cheatsheet(collection, &theme::Theme::cheatsheet());
        let bytes = emit::pdf(paper, context)
            .map_err(|error| WriteError::Engine { artifact: CHEATSHEET, source: Box::new(error) })?;
        Ok(vec![Artifact { name: CHEATSHEET.to_string(), bytes }])
    }
}
