//! Text whose cells are parted by a mark, as spreadsheets export it.

use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{Encoding, MACINTOSH, SHIFT_JIS, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};

use super::header::Header;
use super::page::{Cell, Gathering, Page, TooMuch};
use crate::intake::Refusal;
use crate::intake::encoding::{Evidence, decode};
use crate::sheet::{Column, Delimiter};

/// How far into a file its header is looked for, in bytes.
const HEAD: usize = 64 << 10;

/// Encodings that spreadsheets write beside UTF-8 and UTF-16.
const LEGACY: [&Encoding; 5] = [WINDOWS_1252, MACINTOSH, WINDOWS_1250, WINDOWS_1251, SHIFT_JIS];

/// A text as cells.
#[derive(Debug)]
pub struct Delimited {
    /// The cells.
    pub page: Page,
    /// What parts them.
    pub delimiter: Delimiter,
    /// Name of the encoding, as the WHATWG Encoding Standard writes it.
    pub encoding: &'static str,
    /// How many runs of bytes meant nothing in it.
    pub damaged: usize,
    /// Whether a quotation mark is missing, or is one too many.
    pub is_unbalanced: bool,
}

/// Why a text has no cells.
#[derive(Debug)]
pub enum NoCells {
    /// It is no text.
    Refused(Refusal),
    /// It holds more than a sheet may.
    TooMuch(TooMuch),
}

/// Reads `bytes`: in the encoding that they show, and with the delimiter by which the header names most columns.
///
/// # Errors
/// When they are no text, or more than a sheet may hold.
pub fn delimited(bytes: &[u8]) -> Result<Delimited, NoCells> {
    let decoded = decode(bytes).map_err(NoCells::Refused)?;
    if decoded.evidence != Evidence::Likely {
        return cells(&decoded.text, decoded.encoding, decoded.damaged);
    }
    // A few words do not tell a legacy encoding, but the rows know what they held.
    let guessed = cells(&decoded.text, decoded.encoding, decoded.damaged)?;
    let (known, held) = as_held(&guessed.page);
    let mut best = (held, guessed);
    for encoding in LEGACY.into_iter().filter(|encoding| encoding.name() != decoded.encoding) {
        if best.0 == known {
            break;
        }
        let (text, has_errors) = encoding.decode_without_bom_handling(bytes);
        if has_errors {
            continue;
        }
        let read = cells(&text, encoding.name(), 0)?;
        let held = as_held(&read.page).1;
        if held > best.0 {
            best = (held, read);
        }
    }
    Ok(best.1)
}

fn cells(text: &str, encoding: &'static str, damaged: usize) -> Result<Delimited, NoCells> {
    let mut end = text.len().min(HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let (delimiter, head) = by_header(&text[..end])?;
    // What has no header is looked at no further: its first rows are there to be shown.
    let page = if Header::of(&head).is_some() { page(text, delimiter)? } else { head };
    // Google's tabs come without quoting.
    let quotes = memchr::memchr_iter(b'"', text.as_bytes()).count();
    let is_unbalanced = delimiter != Delimiter::Tab && quotes % 2 == 1;
    Ok(Delimited { page, delimiter, encoding, damaged, is_unbalanced })
}

/// The delimiter by which a row of `head`, the start of a text, names most columns, and the cells that it parts.
fn by_header(head: &str) -> Result<(Delimiter, Page), NoCells> {
    let mut best = (Delimiter::default(), page(head, Delimiter::default())?);
    for delimiter in Delimiter::ALL {
        let other = page(head, delimiter)?;
        let columns = |page: &Page| Header::of(page).map_or(0, |header| header.columns().count());
        if columns(&other) > columns(&best.1) {
            best = (delimiter, other);
        }
    }
    Ok(best)
}

fn page(text: &str, delimiter: Delimiter) -> Result<Page, NoCells> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.byte())
        .from_reader(text.as_bytes());
    let mut gathering = Gathering::default();
    let mut record = StringRecord::new();
    let mut line = 0;
    // Nothing fails: the text is in memory and valid, and rows may be of any length.
    while reader.read_record(&mut record).unwrap_or(false) {
        line += 1;
        for (column, text) in record.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            gathering.push(line, column, Cell::text(text)).map_err(NoCells::TooMuch)?;
        }
    }
    Ok(Page { name: String::new(), rows: gathering.rows() })
}

/// How many cells of `page` the rows know the former text of, and how many still hold it.
fn as_held(page: &Page) -> (usize, usize) {
    let Some(header) = Header::of(page) else { return (0, 0) };
    let (mut known, mut held) = (0, 0);
    for (_, cells) in &page.rows[header.row + 1..] {
        let Some(base) = header.base(cells) else { continue };
        for (column, cell) in header.cells(cells).filter(|(column, _)| *column != Column::Base) {
            known += 1;
            held += usize::from(base.is(column, base.text(column, &cell.text)));
        }
    }
    (known, held)
}
