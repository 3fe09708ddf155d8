//! The rows of a page, each cell with what it says, and what is wrong with them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::header::Header;
use super::page::{Cell, Cells, Page};
use super::{Remark, Row, start};
use crate::intake::mojibake;
use crate::ledger::is_guid;
use crate::sheet::{Base, Column, PerRow, cell, unguard};

/// What a spreadsheet shows for a formula that went wrong.
const ERRORS: [&str; 8] = ["#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#N/A", "#NULL!", "#NUM!", "#ERROR!"];

/// What spreadsheets do to ids, for those who have to find out.
const ANEW: &str = "take the id from an export of today, or undo in the spreadsheet what changed it";

/// The rows below `header`, and what is to be said of them.
pub fn rows(page: &Page, header: &Header) -> (Vec<Row>, Vec<Remark>) {
    let mut reading = Reading::default();
    let has_base = header.columns().any(|column| column == Column::Base);
    for (line, cells) in &page.rows[header.row + 1..] {
        if header.cells(cells).any(|(_, cell)| !cell.is_blank()) {
            reading.row(*line, header, cells, has_base);
        }
    }
    reading.ungarble();
    reading.find_swapped();
    reading.drop_copies();
    (reading.rows, reading.remarks)
}

#[derive(Default)]
struct Reading {
    rows: Vec<Row>,
    remarks: Vec<Remark>,
    /// How many cells held garbled text that the base knows ungarbled.
    garbled: usize,
}

impl Reading {
    fn row(&mut self, line: usize, header: &Header, cells: &Cells, has_base: bool) {
        let read = |column| header.cells(cells).find(|(named, _)| *named == column).map(|(_, cell)| cell);
        let id = read(Column::Id).map(|cell| cell.text.trim().to_lowercase()).unwrap_or_default();
        if id.is_empty() {
            let message = "the row has no id".to_owned();
            let hint = "write a new question into a document, or take the row out of the sheet";
            self.remarks.push(Remark::error(Some(line), message, hint).of(Column::Id));
            return;
        }
        if !is_guid(&id) {
            let message =
                format!("`{}` is no id: it was changed, or the spreadsheet took it for a value", start(&id));
            self.remarks.push(Remark::error(Some(line), message, ANEW).of(Column::Id));
            return;
        }
        let base = header.base(cells);
        if has_base && base.is_none() {
            let message = "what the row held when the sheet was written cannot be read".to_owned();
            let hint = "copy the cell `base` of this id from an export of today, or take the column out of the sheet";
            self.remarks.push(Remark::error(Some(line), message, hint).of(Column::Base));
            return;
        }
        if base.as_ref().is_some_and(|base| !base.is(Column::Id, &id)) {
            let message = format!("the cells beside the id `{id}` are those of another row");
            let hint = "sort all columns together; undo the sorting in the spreadsheet, or export anew";
            self.remarks.push(Remark::error(Some(line), message, hint).of(Column::Id));
            return;
        }
        let mut texts: [Option<String>; Column::COUNT] = Default::default();
        for column in header.columns() {
            let empty = Cell::default();
            let cell = read(column).unwrap_or(&empty);
            texts[column as usize] = match column {
                Column::Id => Some(id.clone()),
                Column::Base => Some(cell.text.clone()),
                _ => self.cell(line, column, cell, base.as_ref()),
            };
        }
        self.rows.push(Row { line, id, base, cells: texts });
    }

    /// What a cell says; `None` where it cannot be taken at its word.
    fn cell(&mut self, line: usize, column: Column, cell: &Cell, base: Option<&Base>) -> Option<String> {
        let text = cell::with_line_feeds(&cell.text);
        let text = base.map_or_else(|| unguard(&text), |base| base.text(column, &text));
        let is_shortened = base.map_or(cell::is_shortened(text), |base| base.is_shortened(column));
        if base.is_some_and(|base| base.is(column, text)) {
            return Some(text.to_owned()).filter(|_| !is_shortened);
        }
        let mut warn = |message: String, hint: &'static str| {
            self.remarks.push(Remark::warning(Some(line), message, hint).of(column));
        };
        if let Some(fault) = fault(cell) {
            warn(
                format!("the cell holds {fault}, and was left out"),
                "write it as text: format the cell as text first",
            );
            return None;
        }
        if is_shortened {
            if base.is_some() {
                let message =
                    "the cell holds only the start of its text, so that its edit was left out".to_owned();
                warn(message, "edit this one in its document");
            }
            return None;
        }
        if let Some(base) = base
            && !text.is_ascii()
        {
            let repaired = mojibake::repair(text.to_owned()).text;
            if base.is(column, &repaired) {
                self.garbled += 1;
                return Some(repaired);
            }
        }
        Some(text.to_owned())
    }

    /// Where cells that nobody edited came back garbled, those that somebody edited did too.
    fn ungarble(&mut self) {
        if self.garbled == 0 {
            return;
        }
        for row in &mut self.rows {
            for column in Column::ALL {
                if row.is_edited(column) == Some(true)
                    && let Some(text) = row.cells[column as usize].take()
                {
                    row.cells[column as usize] = Some(mojibake::repair(text).text);
                }
            }
        }
        let message =
            format!("garbled text was put right, in {} cells that nobody edited and in others", self.garbled);
        let hint = "save the sheet as UTF-8, or as a workbook";
        self.remarks.push(Remark::warning(None, message, hint));
    }

    /// Notices columns whose names or cells were swapped: most cells of the one are what the other held.
    fn find_swapped(&mut self) {
        let mut counts: BTreeMap<[Column; 2], [usize; 2]> = BTreeMap::new();
        let mut filled = [0; Column::COUNT];
        for row in &self.rows {
            let Some(base) = &row.base else { continue };
            for column in Column::ALL.into_iter().filter(|column| column.is_editable()) {
                let Some(text) = row.cell(column).filter(|text| !text.is_empty()) else { continue };
                filled[column as usize] += 1;
                if base.is(column, text) {
                    continue;
                }
                let others =
                    Column::ALL.into_iter().filter(|other| *other != column && base.is(*other, text));
                for other in others {
                    let count = counts.entry([column.min(other), column.max(other)]).or_default();
                    count[usize::from(other < column)] += 1;
                }
            }
        }
        for ([one, other], [forth, back]) in counts {
            let most = |count: usize, column: Column| 2 * count > filled[column as usize];
            if most(forth, one) && most(back, other) {
                let message = format!("`{}` and `{}` are swapped", one.name(), other.name());
                let hint = "give each column the name that it was exported with";
                self.remarks.push(Remark::error(None, message, hint));
            }
        }
    }

    /// A row that stands twice is taken once; one that says different things is an error.
    fn drop_copies(&mut self) {
        let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
        let mut kept: Vec<Row> = Vec::with_capacity(self.rows.len());
        for row in std::mem::take(&mut self.rows) {
            // The entries of a note share its id, and differ by what they held.
            let is_entry = row.base.as_ref().is_some_and(|base| base.row == PerRow::Entry);
            let base = row.cell(Column::Base).filter(|_| is_entry).unwrap_or_default().to_owned();
            match seen.entry((row.id.clone(), base)) {
                Entry::Vacant(slot) => {
                    slot.insert(kept.len());
                    kept.push(row);
                }
                Entry::Occupied(slot) => {
                    let first = &kept[*slot.get()];
                    let (line, id) = (first.line, &row.id);
                    self.remarks.push(if first.cells == row.cells {
                        let message = format!("the row of `{id}` stands in row {line} already");
                        Remark::warning(Some(row.line), message, "")
                    } else {
                        let message = format!("`{id}` stands in row {line} too, and the two rows differ");
                        Remark::error(Some(row.line), message, "keep one of the two").of(Column::Id)
                    });
                }
            }
        }
        self.rows = kept;
    }
}

/// Why `cell` cannot be taken at its word.
fn fault(cell: &Cell) -> Option<String> {
    let text = cell.text.trim();
    let is_error = ERRORS.contains(&text)
        || text
            .strip_prefix("Err:")
            .is_some_and(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit()));
    cell.fault.clone().or_else(|| is_error.then(|| format!("the error {text}")))
}
