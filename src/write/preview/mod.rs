//! All cards on one page that needs nothing but a browser: `preview.html`.
//!
//! The page shows each card as Anki will, in the note type's own templates and style, and finds cards by words, deck,
//! tag, status and remark. It holds its data, its pictures and its script, and makes no request.

mod chart;
mod data;
mod maths;

use super::{WriteContext, WriteError, Writer, Written};
use crate::model::{Artifact, Collection};
use crate::render::html;

const NAME: &str = "preview.html";
const PAGE: &str = include_str!("../../../templates/preview/page.html");
const STYLE: &str = include_str!("../../../templates/preview/style.css");
const SCRIPT: &str = include_str!("../../../templates/preview/script.js");

/// Writes `preview.html`.
pub struct Preview;

impl Writer for Preview {
    fn name(&self) -> &'static str {
        "preview"
    }

    fn write(&self, collection: &Collection, context: &WriteContext) -> Result<Written, WriteError> {
        let data = data::json(collection, &context.note_type)
            .map_err(|source| WriteError::Engine { artifact: NAME, source: source.into() })?;
        let parts: [(&str, &str); 5] = [
            ("NAME", &html::text(&collection.name)),
            ("STYLE", STYLE),
            ("STATISTICS", &chart::statistics(collection)),
            ("DATA", &data),
            ("SCRIPT", SCRIPT),
        ];
        Ok(vec![Artifact { name: NAME.to_owned(), bytes: filled(PAGE, &parts).into_bytes() }].into())
    }
}

/// `page` with each `@@NAME@@` replaced by its part; what stands in a part is never looked at.
fn filled(page: &str, parts: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(page.len() + parts.iter().map(|(_, part)| part.len()).sum::<usize>());
    for (at, piece) in page.split("@@").enumerate() {
        let part = parts.iter().find(|(name, _)| at % 2 == 1 && *name == piece);
        out.push_str(part.map_or(piece, |(_, part)| part));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_filled_in_once() {
        assert_eq!(filled("<@@A@@|@@B@@>", &[("A", "@@B@@"), ("B", "two")]), "<@@B@@|two>");
    }
}
