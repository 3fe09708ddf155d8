//! The package around the database: a zip archive with the media beside it, numbered.

use std::io::{Cursor, Write};

use serde_json::{Map, Value};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter, result::ZipResult};

use crate::model::Media;

/// The archive that holds `database` and `media`.
pub fn build(database: &[u8], media: &[Media]) -> ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, bytes: &[u8]| {
        archive.start_file(name, options)?;
        archive.write_all(bytes)?;
        ZipResult::Ok(())
    };
    add("collection.anki2", database)?;
    let mut names = Map::new();
    for (number, file) in media.iter().enumerate() {
        let number = number.to_string();
        add(&number, &file.bytes)?;
        names.insert(number, Value::String(file.name.clone()));
    }
    add("media", Value::Object(names).to_string().as_bytes())?;
    Ok(archive.finish()?.into_inner())
}
