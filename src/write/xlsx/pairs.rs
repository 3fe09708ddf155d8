//! The page of pairs: notes that perhaps ask the same, for a person to decide.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{fitting, head, style};
use crate::model::Collection;
use crate::render::markdown;
use crate::sheet::cell;
use crate::sheet::pairs::{Decision, PairColumn};

/// Fills `page` with the pairs of `collection`, the likest first.
///
/// # Errors
/// When a cell cannot be written; that would be a fault of ours.
pub fn fill(page: &mut Worksheet, collection: &Collection) -> Result<(), XlsxError> {
    let last = fitting(collection.doubts.len());
    page.set_name("pairs")?;
    head(page, PairColumn::ALL.map(PairColumn::name), last)?;
    let text = style::text();
    for (at, column) in (0..).zip(PairColumn::ALL) {
        page.set_column_width(at, width(column))?;
        page.set_column_format(at, &text)?;
        if column == PairColumn::Decision && last > 0 {
            style::offer(page, at, last, &[Decision::Same, Decision::Different].map(Decision::word))?;
        }
    }
    for (line, doubt) in (1..=last).zip(&collection.doubts) {
        let notes = doubt.notes.map(|note| &collection.notes[note]);
        let cells = PairColumn::ALL.map(|column| match column {
            PairColumn::Decision => String::new(),
            PairColumn::Score => doubt.score.to_string(),
            PairColumn::Reason => doubt.reason.clone(),
            PairColumn::Id => notes[0].short_id().to_owned(),
            PairColumn::Question => markdown::inlines(&notes[0].draft.question),
            PairColumn::OtherId => notes[1].short_id().to_owned(),
            PairColumn::OtherQuestion => markdown::inlines(&notes[1].draft.question),
        });
        let widths = PairColumn::ALL.map(width);
        page.set_row_height(line, style::height(cells.iter().map(String::as_str).zip(widths)))?;
        for (at, cell) in (0..).zip(&cells).filter(|(_, cell)| !cell.is_empty()) {
            page.write_string_with_format(line, at, cell::shortened(cell).as_ref(), &text)?;
        }
    }
    Ok(())
}

/// In characters, as spreadsheets measure columns.
fn width(column: PairColumn) -> f64 {
    match column {
        PairColumn::Decision => 12.0,
        PairColumn::Score | PairColumn::Id | PairColumn::OtherId => 10.0,
        PairColumn::Reason => 36.0,
        PairColumn::Question | PairColumn::OtherQuestion => 50.0,
    }
}
