//! Sheets as spreadsheets leave them, read as rows of named cells.
//!
//! Text of any delimiter and encoding, and workbooks. Columns go by name, in any order. What a spreadsheet did to a
//! cell by itself is undone where that is exact; where it is not, the cell is left out and a remark says so.

mod delimited;
mod header;
mod page;
mod pairs;
mod rows;
mod workbook;

use crate::intake::Refusal;
use crate::model::Severity;
use crate::sheet::pairs::Decision;
use crate::sheet::{Base, Column, Delimiter};
use delimited::{Delimited, NoCells, delimited};
use header::Header;
use page::{Page, TooMuch};
use workbook::NoPages;

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

impl Remark {
    fn error(line: Option<usize>, message: String, hint: &'static str) -> Self {
        Self { severity: Severity::Error, line, column: None, message, hint: hint.to_owned() }
    }

    fn warning(line: Option<usize>, message: String, hint: &'static str) -> Self {
        Self { severity: Severity::Warning, ..Self::error(line, message, hint) }
    }

    fn of(self, column: Column) -> Self {
        Self { column: Some(column), ..self }
    }
}

/// Why a file is no sheet.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is no text, and no workbook.
    #[error(
        "`{name}` is no review sheet: {reason}; save it from your spreadsheet as `.xlsx` or as CSV in UTF-8"
    )]
    Format {
        /// The file.
        name: String,
        /// What it is instead, or what is wrong with it.
        reason: String,
    },
    /// No row names the columns.
    #[error(
        "`{name}` is no review sheet: none of its first rows names the column `id` and another one; {found}; `deckpress \
         build --only csv,xlsx` writes one"
    )]
    NoHeader {
        /// The file.
        name: String,
        /// What stands in its first row instead.
        found: String,
    },
    /// It is more than a review sheet can be.
    #[error(
        "`{name}` is too large for a review sheet: {reason}; delete what is not of the review, or export anew"
    )]
    TooLarge {
        /// The file.
        name: String,
        /// What there is too much of.
        reason: String,
    },
}

/// The largest file that is read, in bytes.
pub const MOST_BYTES: usize = 128 << 20;

/// Reads the sheet that `bytes` of the file called `name` hold.
///
/// # Errors
/// When they hold no sheet, or more than a sheet may.
pub fn read(bytes: &[u8], name: &str) -> Result<Sheet, ReadError> {
    let format = |reason: String| ReadError::Format { name: name.to_owned(), reason };
    let too_large = |reason: String| ReadError::TooLarge { name: name.to_owned(), reason };
    if bytes.len() > MOST_BYTES {
        return Err(too_large(format!("it has {} MB, and {} are read", bytes.len() >> 20, MOST_BYTES >> 20)));
    }
    if bytes.starts_with(b"PK") {
        let pages = workbook::pages(bytes).map_err(|error| match error {
            NoPages::Damaged(reason) => format(format!("as a workbook it cannot be read ({reason})")),
            NoPages::OpenDocument => format("it is an OpenDocument file".to_owned()),
            NoPages::TooMuch(TooMuch(reason)) => too_large(reason),
        })?;
        return of_pages(&pages, name);
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(256)]).trim_start().to_lowercase();
    if ["<!doctype", "<html", "<table", "<?xml"].iter().any(|opening| head.starts_with(opening)) {
        return Err(format("it is a web page or XML".to_owned()));
    }
    match delimited(bytes) {
        Ok(text) => of_text(&text, name),
        Err(NoCells::Refused(Refusal::Empty)) => Err(format("it is empty".to_owned())),
        Err(NoCells::Refused(Refusal::Binary(what))) => Err(format(format!("it looks like {what}"))),
        Err(NoCells::Refused(Refusal::TooLarge(size))) => Err(too_large(format!("it has {} MB", size >> 20))),
        Err(NoCells::TooMuch(TooMuch(reason))) => Err(too_large(reason)),
    }
}

fn of_text(text: &Delimited, name: &str) -> Result<Sheet, ReadError> {
    let Some(header) = Header::of(&text.page) else { return Err(no_header(Some(&text.page), name)) };
    let mut sheet = of_page(&text.page, &header);
    let mark = match text.delimiter {
        Delimiter::Tab => "tabs".to_owned(),
        delimiter => format!("`{}`", char::from(delimiter.byte())),
    };
    sheet.format = format!("text in {}, cells parted by {mark}", text.encoding);
    if text.damaged > 0 {
        let message =
            format!("{} places are not {}, and their characters are lost", text.damaged, text.encoding);
        sheet.remarks.insert(0, Remark::error(None, message, "save the sheet as UTF-8, or as a workbook"));
    }
    if text.is_unbalanced {
        let message =
            "a quotation mark is missing or is one too many, so that cells run into each other".to_owned();
        let hint = "open the sheet in a spreadsheet, see where that begins, and save it from there";
        sheet.remarks.insert(0, Remark::error(None, message, hint));
    }
    Ok(sheet)
}

fn of_pages(pages: &[Page], name: &str) -> Result<Sheet, ReadError> {
    let mut decided = Vec::new();
    let mut sheets = Vec::new();
    for page in pages {
        // A page of pairs names ids too.
        if let Some(found) = pairs::pairs(page) {
            decided.push(found);
        } else if let Some(header) = Header::of(page) {
            sheets.push((page, header));
        }
    }
    let Some((page, header)) = sheets.first() else { return Err(no_header(pages.first(), name)) };
    let mut sheet = of_page(page, header);
    sheet.format = format!("workbook, page `{}`", page.name);
    if let Some((other, _)) = sheets.get(1) {
        let message = format!("the pages `{}` and `{}` both hold a review", page.name, other.name);
        sheet.remarks.insert(0, Remark::error(None, message, "keep one of the two in the workbook"));
    }
    for (pairs, remarks) in decided {
        sheet.pairs.extend(pairs);
        sheet.remarks.extend(remarks);
    }
    Ok(sheet)
}

fn of_page(page: &Page, header: &Header) -> Sheet {
    let (rows, said) = rows::rows(page, header);
    let mut remarks = said_of(header);
    remarks.extend(said);
    remarks.sort_by_key(|remark| remark.line);
    Sheet { format: String::new(), columns: header.columns().collect(), rows, pairs: Vec::new(), remarks }
}

/// What is to be said of the names of the columns.
fn said_of(header: &Header) -> Vec<Remark> {
    let repeated = header.repeated.iter().map(|column| {
        let message = format!("two columns are called `{}`", column.name());
        Remark::error(None, message, "keep one of the two, or give the other another name").of(*column)
    });
    let unknown = header.unknown.iter().map(|name| {
        let missing = Column::ALL.into_iter().filter(|column| header.columns().all(|known| known != *column));
        let alike = |column: &Column| strsim::jaro_winkler(&name.to_lowercase(), column.name());
        let meant =
            missing.filter(|column| alike(column) > 0.85).max_by(|a, b| alike(a).total_cmp(&alike(b)));
        let message = format!("the column `{}` is none of a review sheet, and was left out", start(name));
        match meant {
            Some(column) => {
                let hint = format!("call it `{}` if that is what it is", column.name());
                Remark { hint, ..Remark::error(None, message, "") }
            }
            None => Remark { severity: Severity::Info, ..Remark::error(None, message, "") },
        }
    });
    let has_base = header.columns().any(|column| column == Column::Base);
    let missing = (!has_base).then(|| {
        let message =
            "the column `base` is missing, so that an edit and a document that changed look alike".to_owned();
        Remark::warning(None, message, "keep the column in the sheet").of(Column::Base)
    });
    repeated.chain(unknown).chain(missing).collect()
}

fn no_header(page: Option<&Page>, name: &str) -> ReadError {
    let first = page.and_then(|page| page.rows.first());
    let cells = first.map(|(_, cells)| cells.as_slice()).unwrap_or_default();
    let cells: Vec<String> =
        cells.iter().take(4).map(|(_, cell)| format!("`{}`", start(cell.text.trim()))).collect();
    let found = if cells.is_empty() {
        "it holds nothing".to_owned()
    } else {
        format!("it opens with {}", cells.join(", "))
    };
    ReadError::NoHeader { name: name.to_owned(), found }
}

/// The start of `text`, to be shown in a message.
fn start(text: &str) -> String {
    const MOST: usize = 40;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text[..end].escape_debug()),
        None => text.escape_debug().to_string(),
    }
}
