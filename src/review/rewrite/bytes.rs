//! From edits of a document's text to the bytes of its file.

use super::{Edit, applied};
use crate::model::{Document, Span};

/// Why the bytes of a document are not rewritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Untouchable {
    /// Its text was garbled, and was repaired on reading.
    #[error("its text is garbled; `--repair` writes it as it was repaired")]
    Garbled,
    /// Its encoding holds few characters.
    #[error("it is in a legacy encoding; `--repair` writes it as UTF-8")]
    Legacy,
    /// Its bytes are not its text: a reader made that.
    #[error("another program turns it into text")]
    Converted,
}

/// What keeps edits out of `document`; with `repair` only what a repair does not mend.
pub fn untouchable(document: &Document, repair: bool) -> Option<Untouchable> {
    let is_unicode = matches!(document.encoding.as_str(), "UTF-8" | "UTF-16LE" | "UTF-16BE");
    match () {
        () if !document.repairs.is_empty() && !repair => Some(Untouchable::Garbled),
        () if !is_unicode && !repair => Some(Untouchable::Legacy),
        () => None,
    }
}

/// The bytes of `document`, which are `original`, with `edits` made; all others stay. A document that is repaired
/// becomes UTF-8 as a whole. `None` where edits overlap.
pub fn rewritten(original: &[u8], document: &Document, edits: &[Edit]) -> Option<Vec<u8>> {
    if untouchable(document, false).is_some() {
        return applied(&document.text, edits).map(String::into_bytes);
    }
    let mut edits: Vec<Edit> = edits.iter().map(|edit| least(&document.text, edit)).collect();
    edits.sort_by_key(|edit| edit.span);
    edits.dedup();
    let mut bytes = Vec::with_capacity(original.len());
    let (mut at, mut seen) = (0, 0);
    for Edit { span, text } in &edits {
        let (start, end) = document.bytes.to_origin(span.start as usize, span.end as usize);
        if (span.start as usize) < seen || start < at {
            return None;
        }
        bytes.extend_from_slice(&original[at..start]);
        match document.encoding.as_str() {
            "UTF-16LE" => bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes)),
            "UTF-16BE" => bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes)),
            _ => bytes.extend_from_slice(text.as_bytes()),
        }
        (at, seen) = (end, span.end as usize);
    }
    bytes.extend_from_slice(&original[at..]);
    Some(bytes)
}

/// `edit` without what stays as it is at either end.
fn least(text: &str, edit: &Edit) -> Edit {
    let old = &text[edit.span.range()];
    let same = |a: (char, char)| a.0 == a.1;
    let ahead: usize =
        old.chars().zip(edit.text.chars()).take_while(|pair| same(*pair)).map(|(c, _)| c.len_utf8()).sum();
    let (old, new) = (&old[ahead..], &edit.text[ahead..]);
    let behind: usize = old
        .chars()
        .rev()
        .zip(new.chars().rev())
        .take_while(|pair| same(*pair))
        .map(|(c, _)| c.len_utf8())
        .sum();
    let start = edit.span.start as usize + ahead;
    Edit { span: Span::new(start, start + old.len() - behind), text: new[..new.len() - behind].to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake;

    fn edited(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
        let document = intake::document("a".to_string(), bytes, "en").unwrap().document;
        let start = document.text.find(from).unwrap();
        let edit = Edit { span: Span::new(start, start + from.len()), text: to.to_string() };
        rewritten(bytes, &document, &[edit]).unwrap()
    }

    #[test]
    fn bytes_around_an_edit_stay() {
        assert_eq!(
            edited(b"\xef\xbb\xbfone\r\ntwo\0\r\n", "two", "three"),
            b"\xef\xbb\xbfone\r\nthree\0\r\n"
        );
        let utf16 = |text: &str| -> Vec<u8> {
            std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
        };
        assert_eq!(
            edited(&utf16("What is é?\r\nIt 🦀 is."), "is é", "was ü🦀"),
            utf16("What was ü🦀?\r\nIt 🦀 is.")
        );
    }
}
