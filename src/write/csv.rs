//! The review sheet as `review.csv`: UTF-8 with byte order mark, which Excel needs to see, every field
//! quoted, rows end with CR LF (RFC 4180), lines inside a cell with LF, one header row.

use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::{WriteContext, WriteError, Writer, Written};
use crate::model::{Artifact, Collection};
use crate::render::sheet::rows;
use crate::sheet::{Column, Options, guard};

/// Name of the artifact.
pub const NAME: &str = "review.csv";
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Writes `review.csv`: one row per note, by position, or one per entry.
pub struct Csv;

impl Writer for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn write(&self, collection: &Collection, context: &WriteContext) -> Result<Written, WriteError> {
        let bytes = table(collection, &context.sheet)
            .map_err(|source| WriteError::Engine { artifact: NAME, source: source.into() })?;
        Ok(vec![Artifact { name: NAME.to_owned(), bytes }].into())
    }
}

fn table(collection: &Collection, options: &Options) -> Result<Vec<u8>, csv::Error> {
    let mark = if options.bom { BYTE_ORDER_MARK } else { "" };
    let mut writer = WriterBuilder::new()
        .delimiter(options.delimiter.byte())
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(mark.as_bytes().to_vec());
    let columns = options.columns.as_slice();
    writer.write_record(columns.iter().copied().map(Column::name))?;
    for row in rows(collection, options.rows) {
        writer.write_record(columns.iter().map(|&column| guard(&row.cell(column)).into_owned()))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}
