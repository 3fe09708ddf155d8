//! From files to documents: find them, decode their bytes whatever the encoding, undo mojibake.
//!
//! Knows nothing of syntax and nothing of questions. What is wrong with one document never stops the others.

mod codec;
pub mod discover;
pub mod encoding;
pub mod language;
pub mod mojibake;
pub mod pictures;
pub mod reader;

pub use discover::{DiscoverError, Discovered, ReadError, Skipped, Source, discover, read};
pub use encoding::Evidence;

use sha2::{Digest, Sha256};

use crate::model::{Diagnostic, Document, LineIndex, OffsetMap, Severity, Span};

/// A document and what is to be said of how it was read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The document.
    pub document: Document,
    /// Where bytes that mean nothing in the document's encoding stood; each place holds U+FFFD.
    pub damaged: Vec<Span>,
    /// By what its encoding was known.
    pub evidence: Evidence,
}

/// Why the bytes of a file cannot become a document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// Not text: a known format, or a guess from its bytes.
    #[error("the file is not text: it looks like {0}")]
    Binary(&'static str),
    /// Spans hold 32-bit offsets.
    #[error("the file is too large: {0} bytes, and documents end at 4 GiB")]
    TooLarge(usize),
}

/// Makes a document of `bytes`: decodes them, undoes mojibake, keeps the way back.
///
/// # Errors
/// When the bytes hold no text. The refusal concerns this document only.
pub fn document(id: String, bytes: &[u8], lang: &str) -> Result<Reading, Refusal> {
    let decoded = encoding::decode(bytes)?;
    let repaired = mojibake::repair(decoded.text);
    let map = match &repaired.map {
        Some(map) => map.after(&decoded.map),
        None => decoded.map,
    };
    if repaired.text.len() > MAX_BYTES {
        return Err(Refusal::TooLarge(repaired.text.len()));
    }
    let damaged = marks_of_damage(&repaired.text, decoded.damaged);
    let document = Document {
        name: id.clone(),
        id,
        lang: lang.to_owned(),
        encoding: decoded.encoding.to_owned(),
        repairs: repaired.repairs,
        lines: LineIndex::new(&repaired.text),
        bytes: map,
        hash: hexadecimal(&Sha256::digest(bytes)),
        text: repaired.text.into(),
    };
    Ok(Reading { document, damaged, evidence: decoded.evidence })
}

/// Makes a document of `text`, which a reader made of `original`: the whole leads back to the whole.
///
/// # Errors
/// As [`document`].
pub fn converted(id: String, original: &[u8], text: &str, lang: &str) -> Result<Reading, Refusal> {
    let mut reading = document(id, text.as_bytes(), lang)?;
    let mut bytes = OffsetMap::default();
    bytes.push_opaque(reading.document.text.len(), original.len());
    reading.document.bytes = bytes;
    reading.document.hash = hexadecimal(&Sha256::digest(original));
    Ok(reading)
}

/// The largest document, in bytes of its file and of its text: spans hold 32-bit offsets.
const MAX_BYTES: usize = u32::MAX as usize;

impl Reading {
    /// What is to be said of the document, which stands at `index` in the collection.
    pub fn diagnostics(&self, index: usize) -> Vec<Diagnostic> {
        let encoding = &self.document.encoding;
        let damaged = (!self.damaged.is_empty()).then(|| Diagnostic {
            code: "damaged-text",
            severity: Severity::Warning,
            message: format!("bytes that are not {encoding} were replaced by `\u{fffd}`"),
            places: self.damaged.iter().map(|&span| (index, span)).collect(),
            hint: "put the characters right in the file and save it as UTF-8".to_owned(),
        });
        let repairs = &self.document.repairs;
        let repaired = (!repairs.is_empty()).then(|| Diagnostic {
            code: "repaired-text",
            severity: Severity::Info,
            message: "garbled text was repaired".to_owned(),
            places: repairs.iter().map(|repair| (index, repair.span)).collect(),
            hint: String::new(),
        });
        damaged.into_iter().chain(repaired).collect()
    }
}

impl Refusal {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Empty => "write something into it, or take it out of the sources",
            Self::Binary(_) => "save it as plain text or Markdown in UTF-8, or take it out of the sources",
            Self::TooLarge(_) => "split it into several files",
        }
    }

    /// The refusal of document `id` as a diagnostic of the run: there is no document that it could point into.
    pub fn diagnostic(&self, id: &str) -> Diagnostic {
        Diagnostic {
            code: "refused-document",
            severity: Severity::Error,
            message: format!("`{id}` was left out: {self}"),
            places: Vec::new(),
            hint: self.hint().to_owned(),
        }
    }
}

/// The replacement characters that decoding put in; those that the file itself holds are no news.
fn marks_of_damage(text: &str, damaged: usize) -> Vec<Span> {
    if damaged == 0 {
        return Vec::new();
    }
    let mark = "\u{fffd}";
    text.match_indices(mark).map(|(at, _)| Span::new(at, at + mark.len())).collect()
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
