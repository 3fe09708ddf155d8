//! Sheets as spreadsheets leave them, read as rows of named cells.
//!
//! Text of any delimiter and encoding, and workbooks. Columns go by name, in any order. What a spreadsheet did to a
//! cell by itself is undone where that is exact; where it is not, the cell is left out and a remark says so.

use crate::model::Severity;
use crate::sheet::pairs::Decision;
use crate::sheet::{Base, Column};

/// A review sheet as it came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// What it was read as, in words: `text in windows-1252, cells parted by ;`.
    pub format: String,
    /// The columns that it has, as they stand.
    pub columns: Vec<Column>,
    /// Its rows, as they stand; without empty ones, and without those that cannot be used.
    pub rows: Vec<Row>,
    /// What was decided of notes that are alike, beside the rows.
    pub pairs: Vec<Pair>,
    /// What is to be said of it, by line. Where one is an error, a part of what was meant is not known, and nothing of
    /// the sheet is to be applied.
    pub remarks: Vec<Remark>,
}

/// A row of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number in the spreadsheet; the header has 1.
    pub line: usize,
    /// The guid of its note, well formed; nobody knows yet whether there is such a note.
    pub id: String,
    /// What its cells held when the sheet was written; `None` where the sheet does not tell any more.
    pub base: Option<Base>,
    cells: [Option<String>; Column::COUNT],
}

impl Row {
    /// What the cell of `column` says, without a guard; `None` where there is no such column, or the cell cannot be
    /// taken at its word.
    pub fn cell(&self, column: Column) -> Option<&str> {
        self.cells[column as usize].as_deref()
    }

    /// Whether the cell of `column` says something else than when the sheet was written; `None` where that is not known,
    /// and `false` for a cell that is not there.
    pub fn is_edited(&self, column: Column) -> Option<bool> {
        match (self.cell(column), &self.base) {
            (None, _) => Some(false),
            (Some(_), None) => None,
            (Some(text), Some(base)) => Some(!base.is(column, text)),
        }
    }
}

/// What was decided of two notes, on the page of pairs of a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Its row on that page; the header has 1.
    pub line: usize,
    /// The ids of the two, guids or short ids.
    pub ids: [String; 2],
    /// What was decided.
    pub decision: Decision,
}

/// What is to be said of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// How much it matters.
    pub severity: Severity,
    /// The row that it is about, as the spreadsheet counts; `None` when it is about the sheet.
    pub line: Option<usize>,
    /// The column that it is about.
    pub column: Option<Column>,
    /// One sentence, lower case, no final stop.
    pub message: String,
    /// What to do next; empty when nothing is to be done.
    pub hint: String,
}

/// Why a file is no sheet.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Nothing that is read as a sheet.
    #[error("`{name}` is no review sheet: {reason}; {hint}")]
    NoSheet {
        /// The file.
        name: String,
        /// What is wrong with it.
        reason: String,
        /// What to do.
        hint: &'static str,
    },
}

/// Reads the sheet that `bytes` of the file called `name` hold.
///
/// # Errors
/// When they hold no sheet, or more than a sheet may.
pub fn read(bytes: &[u8], name: &str) -> Result<Sheet, ReadError> {
    let _ = bytes;
    let hint = "name a `review.csv` or `review.xlsx` as a build writes it";
    Err(ReadError::NoSheet { name: name.to_owned(), reason: "reading is not made yet".to_owned(), hint })
}
