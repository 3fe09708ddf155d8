//! The review sheet as `review.csv`: UTF-8 with byte order mark, which Excel needs to see, every field
//! quoted, rows end with CR LF (RFC 4180), lines inside a cell with LF, one header row.

use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::{WriteContext, WriteError, Writer, Written};
use crate::model::{Artifact, Collection, Draft};
use crate::render::markdown;
use crate::sheet::{Column, Rows};

const NAME: &str = "review.csv";
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Writes `review.csv`: one row per note, by position.
pub struct Csv;

impl Writer for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn write(&self, collection: &Collection, _: &WriteContext) -> Result<Written, WriteError> {
        let bytes = table(collection)
            .map_err(|source| WriteError::Engine { artifact: NAME, source: source.into() })?;
        Ok(vec![Artifact { name: NAME.to_owned(), bytes }].into())
    }
}

fn table(collection: &Collection) -> Result<Vec<u8>, csv::Error> {
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    writer.write_record(Column::ALL.map(Column::name))?;
    let rows = Rows::new(collection);
    for note in &collection.notes {
        let answer = note.draft.answer.as_deref().map(markdown::blocks).unwrap_or_default();
        writer.write_record(rows.row(note, &question(&note.draft), answer.trim_end_matches('\n')))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// The question's wording, and below it what belongs to it: options, code.
fn question(draft: &Draft) -> String {
    let text = [markdown::inlines(&draft.question), markdown::blocks(&draft.question_blocks)].join("\n\n");
    text.trim_end_matches('\n').to_owned()
}
