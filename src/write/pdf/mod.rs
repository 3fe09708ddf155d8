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
//!    threads, each with a [`shape::Shaper`] of its own.
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
pub mod budget;
pub mod cards;
pub mod cheatsheet;
mod choice;
pub mod content;
mod contents;
pub mod direction;
pub mod emit;
mod figure;
pub mod flow;
pub mod font;
pub mod handbook;
mod index;
pub mod inline;
mod item;
mod jobs;
pub mod language;
pub mod lines;
mod list;
mod listing;
pub mod marks;
mod math;
mod options;
pub mod page;
pub mod picture;
mod running;
pub mod shape;
pub mod slab;
mod table;
pub mod tag;
pub mod text;
pub mod theme;
mod topics;
pub mod units;
mod vector;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::{Artifact, Collection, Diagnostic, Severity};

use super::{WriteContext, WriteError, Writer, Written};

pub use options::{CardBacks, Options, PaperSize, PerSheet, Print, Product, Products};
pub use theme::{ThemeError, ThemeTexts};

use font::Fonts;
use page::Paper;
use shape::Shaper;

/// Writes `cheatsheet.pdf`, `handbook.pdf` and `cards.pdf`, those of them that are asked for.
pub struct Pdf;

impl Writer for Pdf {
    fn name(&self) -> &'static str {
        "pdf"
    }

    fn write(&self, collection: &Collection, context: &WriteContext) -> Result<Written, WriteError> {
        let options = &context.print.options;
        let themes = context.print.themes().map_err(|error| engine(CHEATSHEET, error))?;
        let mut written = Written::default();
        let mut missing = BTreeMap::new();
        // The handbook comes first: what is cut elsewhere names its pages.
        let mut places = None;
        let handbook = if options.products.handbook {
            let paper = handbook::handbook(collection, &themes.handbook);
            places = Some(paper.anchors.clone());
            Some(finished(paper, HANDBOOK, context, &mut missing)?)
        } else {
            None
        };
        if options.products.cheatsheet {
            let fit = cheatsheet::Fit {
                budget: options.budget,
                per_topic_page: options.per_topic_page,
                handbook: places.as_ref(),
            };
            let (paper, left_out) = cheatsheet::cheatsheet(collection, &themes.cheatsheet, fit);
            let pages = paper.pages.len();
            written.artifacts.push(finished(paper, CHEATSHEET, context, &mut missing)?);
            written.diagnostics.extend(budget::told(&left_out, &collection.notes, options.budget, pages));
        }
        written.artifacts.extend(handbook);
        if options.products.cards {
            let paper = cards::cards(collection, &themes.cards, options, places.as_ref());
            written.artifacts.push(finished(paper, CARDS, context, &mut missing)?);
        }
        written.diagnostics.extend(told(&missing));
        Ok(written)
    }
}

const CHEATSHEET: &str = "cheatsheet.pdf";
const HANDBOOK: &str = "handbook.pdf";
const CARDS: &str = "cards.pdf";

fn finished(
    mut paper: Paper,
    artifact: &'static str,
    context: &WriteContext,
    missing: &mut BTreeMap<char, usize>,
) -> Result<Artifact, WriteError> {
    paper.fonts = context.print.fonts.clone();
    for (&c, &count) in &paper.missing {
        let known = missing.entry(c).or_default();
        *known = count.max(*known);
    }
    if context.print.options.ink_saving {
        paper.save_ink();
    }
    let bytes = emit::pdf(paper, context).map_err(|error| engine(artifact, error))?;
    Ok(Artifact { name: artifact.to_string(), bytes })
}

/// What is to be said of characters that no font has.
fn told(missing: &BTreeMap<char, usize>) -> Option<Diagnostic> {
    const NAMED: usize = 12;
    let mut commonest: Vec<(char, usize)> = missing.iter().map(|(&c, &count)| (c, count)).collect();
    commonest.sort_by_key(|&(c, count)| (std::cmp::Reverse(count), c));
    let named: Vec<String> = commonest
        .iter()
        .take(NAMED)
        .map(|(c, count)| format!("`{c}` (U+{:04X}, {count})", *c as u32))
        .collect();
    let more =
        if missing.len() > NAMED { format!(" and {} more", missing.len() - NAMED) } else { String::new() };
    let (plural, whose) = if missing.len() == 1 { ("", "its number") } else { ("s", "their numbers") };
    (!missing.is_empty()).then(|| Diagnostic {
        code: "missing-character",
        severity: Severity::Warning,
        message: format!("no font has the character{plural} {}{more}: paper shows {whose}", named.join(", ")),
        places: Vec::new(),
        hint: "name a font that has them: `fonts = [\"font.otf\"]` below `[pdf]` in deckpress.toml"
            .to_string(),
    })
}

fn engine(artifact: &'static str, error: impl std::error::Error + Send + Sync + 'static) -> WriteError {
    WriteError::Engine { artifact, source: Box::new(error) }
}

/// Sets each part alone, so that the work can be shared and the bytes stay the same; counts the characters that no font
/// has in `missing`.
fn set_parts<J: Sync, T: Send>(
    jobs: &[J],
    fonts: &Fonts,
    missing: &mut BTreeMap<char, usize>,
    set: impl Fn(&mut Shaper, &J) -> T + Sync,
) -> Vec<T> {
    let parts: Vec<(T, BTreeMap<char, usize>)> = jobs
        .par_iter()
        .map_init(
            || Shaper::new(fonts),
            |shaper, job| {
                let part = set(shaper, job);
                (part, std::mem::take(&mut shaper.missing))
            },
        )
        .collect();
    let (parts, all_missing): (Vec<T>, Vec<_>) = parts.into_iter().unzip();
    for (c, count) in all_missing.into_iter().flatten() {
        *missing.entry(c).or_default() += count;
    }
    parts
}
