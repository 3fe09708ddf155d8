//! Workbooks of Excel and of programs that write its format (Office Open XML).

use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, Xlsx};
use zip::ZipArchive;

use super::page::{Cell, Gathering, Page, TooMuch};

/// The most that the parts of a workbook hold together when they are unpacked, in bytes.
const MOST_UNPACKED: u64 = 1 << 30;

/// The most parts of a workbook.
const MOST_PARTS: usize = 10_000;

/// The most pages that are looked at.
const MOST_PAGES: usize = 32;

/// Where the parts of a workbook say how many texts follow, in bytes from their start.
const HEAD: u64 = 4096;

/// Why a workbook has no cells.
#[derive(Debug)]
pub enum NoPages {
    /// It is no workbook, or a damaged one, in words.
    Damaged(String),
    /// It is a workbook of OpenDocument.
    OpenDocument,
    /// It holds more than a sheet may.
    TooMuch(TooMuch),
}

/// The pages of the workbook that `bytes` hold.
///
/// # Errors
/// When they hold none, or more than a sheet may.
pub fn pages(bytes: &[u8]) -> Result<Vec<Page>, NoPages> {
    weigh(bytes)?;
    let damaged = |error: calamine::XlsxError| NoPages::Damaged(error.to_string());
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let names: Vec<String> = workbook.sheet_names().into_iter().take(MOST_PAGES).collect();
    let mut pages = Vec::with_capacity(names.len());
    for name in names {
        // A page of charts has no cells.
        let Ok(mut cells) = workbook.worksheet_cells_reader(&name) else { continue };
        let mut gathering = Gathering::default();
        while let Some(record) = cells.next_cell_with_formula_metadata().map_err(damaged)? {
            let (line, column) = record.pos;
            let cell = cell(&record.value, record.formula.is_some());
            gathering.push(line as usize + 1, column as usize, cell).map_err(NoPages::TooMuch)?;
        }
        pages.push(Page { name, rows: gathering.rows() });
    }
    Ok(pages)
}

/// Unpacks every part once, without keeping it: what a part says of its own size is not to be trusted.
fn weigh(bytes: &[u8]) -> Result<(), NoPages> {
    let damaged = |error: &dyn std::fmt::Display| NoPages::Damaged(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if archive.len() > MOST_PARTS {
        return Err(NoPages::TooMuch(TooMuch(format!("it has more than {MOST_PARTS} parts"))));
    }
    let mut unpacked = 0;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|error| damaged(&error))?;
        let mut head = Vec::new();
        part.by_ref().take(HEAD).read_to_end(&mut head).map_err(|error| damaged(&error))?;
        let name = part.name().map_err(|error| damaged(&error))?.into_owned();
        if name == "mimetype" && head.starts_with(b"application/vnd.oasis.opendocument") {
            return Err(NoPages::OpenDocument);
        }
        let left = MOST_UNPACKED - unpacked;
        let rest = std::io::copy(&mut part.by_ref().take(left), &mut std::io::sink());
        let size = head.len() as u64 + rest.map_err(|error| damaged(&error))?;
        unpacked += size;
        if unpacked >= MOST_UNPACKED {
            let most = MOST_UNPACKED >> 20;
            return Err(NoPages::TooMuch(TooMuch(format!("unpacked it is larger than {most} MB"))));
        }
        // The reader makes room for as many texts as a part promises.
        if promised(&head).is_some_and(|texts| texts > size) {
            return Err(NoPages::Damaged(format!("`{name}` promises more texts than it holds")));
        }
    }
    Ok(())
}

/// How many texts the part that opens with `head` says it holds; `None` where it does not say.
fn promised(head: &[u8]) -> Option<u64> {
    const KEY: &[u8] = b"uniqueCount";
    let at = memchr::memmem::find(head, KEY)?;
    let number = head[at + KEY.len()..].iter().skip_while(|byte| !byte.is_ascii_digit());
    let digits: Vec<u8> = number.take_while(|byte| byte.is_ascii_digit()).copied().collect();
    Some(std::str::from_utf8(&digits).ok()?.parse().unwrap_or(u64::MAX))
}

fn cell(value: &DataRef<'_>, is_formula: bool) -> Cell {
    let faulty = |text: String, fault: &str| Cell { text, fault: Some(fault.to_owned()) };
    match value {
        DataRef::Empty if is_formula => faulty(String::new(), "a formula whose value nobody worked out"),
        DataRef::Empty => Cell::default(),
        DataRef::String(text) => Cell::text(text.as_str()),
        DataRef::SharedString(text) => Cell::text(*text),
        DataRef::Int(number) => Cell::text(number.to_string()),
        DataRef::Float(number) => Cell::text(number.to_string()),
        DataRef::Bool(answer) => Cell::text(if *answer { "TRUE" } else { "FALSE" }),
        DataRef::DateTime(time) => faulty(time.as_f64().to_string(), "a date or time"),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => faulty(text.clone(), "a date or time"),
        DataRef::Error(error) => faulty(error.to_string(), &format!("the error {error}")),
    }
}
