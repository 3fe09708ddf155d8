//! A source file after decoding and repair.

use arcstr::ArcStr;
use serde::{Deserialize, Serialize};

use super::{LineIndex, OffsetMap, Span};

/// One source file, decoded and repaired, with the way back to its bytes.
#[derive(Clone, Debug)]
pub struct Document {
    /// Path relative to its source root, `/` between parts; prefixed by the root's name when several roots are given.
    pub id: String,
    /// What cards call it: its id without the name of its root, so that another root touches no card.
    pub name: String,
    /// BCP 47 language of its prose, for hyphenation, stemming and sentence ends.
    pub lang: String,
    /// The text: valid Unicode, no byte order mark, line breaks as in the file; content shares it.
    pub text: ArcStr,
    /// Name of the encoding that the bytes were decoded from, as the WHATWG Encoding Standard writes it.
    pub encoding: String,
    /// What was repaired, in order of place.
    pub repairs: Vec<Repair>,
    /// Where the lines of `text` start.
    pub lines: LineIndex,
    /// The way from `text` back to the original bytes.
    pub bytes: OffsetMap,
    /// SHA-256 of the original bytes, in hexadecimal.
    pub hash: String,
}

/// A run of garbled text that was put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    /// Where the repaired text stands.
    pub span: Span,
    /// The garbled text as it was decoded.
    pub before: String,
    /// What stands there now.
    pub after: String,
}

impl Document {
    /// The text inside `span`.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }
}
