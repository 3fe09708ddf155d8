//! The open conflicts of a sheet as a table, written as sheets are, so that whoever decides them has both sides before
//! them in a spreadsheet.

use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::merge::Conflict;
use crate::sheet::guard;

/// What stands in the header row.
const HEADER: [&str; 5] = ["row", "id", "column", "documents", "sheet"];

/// `conflicts` as the bytes of a CSV file in UTF-8, with the byte order mark that Excel needs.
pub fn table(conflicts: &[Conflict]) -> Vec<u8> {
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let mut rows = conflicts.iter().map(|Conflict { line, guid, column, ours, theirs }| {
        let [ours, theirs] = [ours, theirs].map(|text| guard(text).into_owned());
        [line.to_string(), guid.clone(), column.name().to_string(), ours, theirs]
    });
    let written =
        writer.write_record(HEADER).and_then(|()| rows.try_for_each(|row| writer.write_record(row)));
    match written.ok().and_then(|()| writer.into_inner().ok()) {
        Some(bytes) => bytes,
        None => unreachable!("rows of one length go into memory"),
    }
}
