//! The page to review: a row per note or entry.

use rust_xlsxwriter::{IgnoreError, Worksheet, XlsxError};

use super::{fitting, head, style};
use crate::model::{Collection, Difficulty, Status, Verdict};
use crate::render::sheet::rows;
use crate::sheet::{Column, Options};

/// Fills `page` with the rows of `collection`.
///
/// # Errors
/// When a cell cannot be written; that would be a fault of ours.
pub fn fill(page: &mut Worksheet, collection: &Collection, options: &Options) -> Result<(), XlsxError> {
    let columns = options.columns.as_slice();
    let rows = rows(collection, options.rows);
    let last = fitting(rows.len());
    page.set_name("review")?;
    head(page, columns.iter().map(|column| column.name()), last)?;
    let text = style::text();
    for (at, &column) in (0..).zip(columns) {
        page.set_column_width(at, width(column))?;
        page.set_column_format(at, &text)?;
        if last > 0 {
            choices(page, at, column, last)?;
        }
    }
    for (line, row) in (1..=last).zip(&rows) {
        let cells: Vec<_> = columns.iter().map(|&column| (column, row.cell(column))).collect();
        let shown = cells.iter().filter(|(column, _)| *column != Column::Base);
        page.set_row_height(
            line,
            style::height(shown.map(|(column, cell)| (cell.as_ref(), width(*column)))),
        )?;
        for (at, (_, cell)) in (0..).zip(&cells).filter(|(_, (_, cell))| !cell.is_empty()) {
            page.write_string_with_format(line, at, cell.as_ref(), &text)?;
        }
    }
    if let (Some(right), true) =
        (u16::try_from(columns.len()).ok().and_then(|count| count.checked_sub(1)), last > 0)
    {
        page.ignore_error_range(1, 0, last, right, IgnoreError::NumberStoredAsText)?;
    }
    Ok(())
}

fn choices(page: &mut Worksheet, at: u16, column: Column, last: u32) -> Result<(), XlsxError> {
    match column {
        Column::Review => {
            style::shade(page, at, last)?;
            style::offer(page, at, last, &[Verdict::Approved, Verdict::Rejected].map(Verdict::word))
        }
        Column::Status => {
            style::shade(page, at, last)?;
            style::offer(page, at, last, &[Status::Ready, Status::Open, Status::Rejected].map(Status::word))
        }
        Column::Difficulty => {
            let words = [Difficulty::Easy, Difficulty::Medium, Difficulty::Hard].map(Difficulty::word);
            style::offer(page, at, last, &words)
        }
        Column::Base => page.set_column_hidden(at).map(|_| ()),
        _ => Ok(()),
    }
}

/// In characters, as spreadsheets measure columns.
fn width(column: Column) -> f64 {
    match column {
        Column::Id => 14.0,
        Column::Review | Column::Difficulty => 11.0,
        Column::Status => 9.0,
        Column::Answer => 70.0,
        Column::Question | Column::Brief => 40.0,
        Column::Deck | Column::SameAs | Column::Sources | Column::Flags | Column::Comment => 26.0,
        Column::Tags | Column::Companies => 16.0,
        Column::Base => 12.0,
    }
}
