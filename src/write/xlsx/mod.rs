//! The review sheet as a workbook for Excel, LibreOffice and Google Sheets: `review.xlsx` with a page to review, one of
//! counts, and one of pairs to decide.
//!
//! Every cell of the review is text, and typed text stays text, so that a spreadsheet takes nothing for a formula, a
//! number or a date. Nothing is protected: protection stops sorting, and ids are checked on the way back.

mod pairs;
mod review;
mod style;
mod summary;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::{WriteContext, WriteError, Writer, Written};
use crate::model::{Artifact, Collection};
use crate::sheet::Options;

/// Name of the artifact.
pub const NAME: &str = "review.xlsx";

/// Writes `review.xlsx`: the rows of `review.csv` on its first page.
pub struct Workbooks;

impl Writer for Workbooks {
    fn name(&self) -> &'static str {
        "xlsx"
    }

    fn write(&self, collection: &Collection, context: &WriteContext) -> Result<Written, WriteError> {
        let bytes = workbook(collection, &context.sheet)
            .map_err(|source| WriteError::Engine { artifact: NAME, source: source.into() })?;
        Ok(vec![Artifact { name: NAME.to_owned(), bytes }].into())
    }
}

fn workbook(collection: &Collection, options: &Options) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The format wants a time. That of the last change stays the same while nothing changes.
    let changed = collection.notes.iter().map(|note| note.stamp.modified).max().unwrap_or_default();
    let created = ExcelDateTime::from_timestamp(changed)?;
    let properties = DocProperties::new().set_title(&collection.name).set_creation_datetime(&created);
    workbook.set_properties(&properties);
    review::fill(workbook.add_worksheet(), collection, options)?;
    summary::fill(workbook.add_worksheet(), collection)?;
    pairs::fill(workbook.add_worksheet(), collection)?;
    workbook.save_to_buffer()
}

/// Writes the header row of a page of `rows` rows below it, which stays in sight and filters.
fn head<'a>(
    page: &mut Worksheet,
    names: impl IntoIterator<Item = &'a str>,
    rows: u32,
) -> Result<(), XlsxError> {
    let mut columns = 0;
    for name in names {
        page.write_string_with_format(0, columns, name, &style::header())?;
        columns += 1;
    }
    page.set_freeze_panes(1, 0)?;
    page.set_repeat_rows(0, 0)?;
    page.set_landscape().set_print_fit_to_pages(1, 0).set_print_gridlines(true);
    if let (Some(last), true) = (columns.checked_sub(1), rows > 0) {
        page.autofilter(0, 0, rows, last)?;
    }
    Ok(())
}

/// How many rows a page holds below its header, of `count`; Excel has 1,048,576 rows.
fn fitting(count: usize) -> u32 {
    const MOST: u32 = 1_048_575;
    u32::try_from(count).unwrap_or(MOST).min(MOST)
}
