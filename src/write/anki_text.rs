//! The cards as `anki.txt`, for Anki's text import: it leaves fields that the file does not have as they are.
//!
//! The header lines are those of Anki's manual, "Importing: Text Files"; what an import does with them was measured with
//! Anki's own backend, see docs/note-types.md.

use csv::{QuoteStyle, WriterBuilder};

use super::{WriteContext, WriteError, Writer, Written, note_type};
use crate::model::{Artifact, Collection, Note};

const NAME: &str = "anki.txt";
/// The folder for pictures: a text brings none with it, and an import of the deck brings none of notes that it leaves.
const MEDIA: &str = "anki-media";

/// Fields are counted from the first on, so that users may rename them. There are no tags: Anki would put them in place
/// of the user's own. The note type is named in each row, by the id that its users cannot change: a collection that
/// lacks it then takes nothing, where it would make other notes of all rows if a header line named it.
const HEADER: &str = "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n";

/// Writes `anki.txt`, a row for every note that has an answer, and the pictures beside it.
pub struct AnkiText;

impl Writer for AnkiText {
    fn name(&self) -> &'static str {
        "anki-text"
    }

    fn runs_by_default(&self) -> bool {
        false
    }

    fn write(&self, collection: &Collection, _: &WriteContext) -> Result<Written, WriteError> {
        let bytes = rows(collection.cards())
            .map_err(|source| WriteError::Engine { artifact: NAME, source: source.into() })?;
        let media = collection
            .media
            .iter()
            .map(|file| Artifact { name: format!("{MEDIA}/{}", file.name), bytes: file.bytes.clone() });
        let mut artifacts = vec![Artifact { name: NAME.to_owned(), bytes }];
        artifacts.extend(media);
        Ok(artifacts.into())
    }
}

fn rows<'a>(notes: impl Iterator<Item = &'a Note>) -> Result<Vec<u8>, csv::Error> {
    // Every cell is quoted, so that Anki takes nothing in it for syntax of its own, such as a `#` at its start.
    let notes: Vec<&Note> = notes.collect();
    // The last field is the user's own where no note of the build has something in it.
    let reversed = notes.iter().any(|note| !note.fields.reverse.is_empty());
    let columns = note_type::FILLED - usize::from(!reversed);
    let mut writer = WriterBuilder::new()
        .delimiter(b'\t')
        .quote_style(QuoteStyle::Always)
        .from_writer(HEADER.as_bytes().to_vec());
    for note in &notes {
        let note_type = note_type::of(note).id.to_string();
        let whose = [note.guid.as_str(), &note_type, &note.deck];
        let fields = note_type::filled(note).into_iter().map(|(_, html)| html).take(columns);
        writer.write_record(whose.into_iter().chain(fields))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}
