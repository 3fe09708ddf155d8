//! What Anki derives from a note's first field: the text it sorts by and the checksum it finds duplicates by.

use std::borrow::Cow;

use sha1::{Digest, Sha1};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The sort field for `html`, which Anki composes before all else.
pub fn text(html: &str) -> Cow<'_, str> {
    if is_nfc(html) {
        stripped(html)
    } else {
        Cow::Owned(stripped(&html.nfc().collect::<String>()).into_owned())
    }
}

/// The text of `html`, as `strip_html_preserving_media_filenames` of Anki's `rslib/src/text.rs` gives
/// it for the HTML that `render::html` makes: no tags, the names of pictures kept, entities undone.
fn stripped(html: &str) -> Cow<'_, str> {
    if !html.contains(['<', '&']) {
        return Cow::Borrowed(html);
    }
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let end = rest[at..].find('>').map_or(rest.len(), |length| at + length + 1);
        if let Some(name) = picture(&rest[at..end]) {
            text.push(' ');
            text.push_str(name);
            text.push(' ');
        }
        rest = &rest[end..];
    }
    text.push_str(rest);
    Cow::Owned(if text.contains('&') { decoded(&text) } else { text })
}

/// The first four bytes of the SHA-1 of `text`, as Anki's `field_checksum`.
pub fn checksum(text: &str) -> u32 {
    let digest = Sha1::digest(text.as_bytes());
    digest.iter().take(4).fold(0, |sum, &byte| sum << 8 | u32::from(byte))
}

/// The file that an `<img>` shows.
fn picture(tag: &str) -> Option<&str> {
    let source = tag.strip_prefix("<img src=\"")?;
    source.split_once('"').map(|(name, _)| name)
}

/// `text` without the entities that `render::html` writes.
fn decoded(text: &str) -> String {
    const ENTITIES: [(&str, &str); 9] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#123;", "{"),
        ("&#125;", "}"),
        ("&#91;", "["),
        ("&#58;", ":"),
        ("&#92;", "\\"),
        ("&amp;", "&"),
    ];
    // Anki makes a plain space of a non-breaking one where it undoes entities, and only there.
    let text = text.replace('\u{a0}', " ");
    ENTITIES.iter().fold(text, |text, (entity, character)| text.replace(entity, character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_characters_return() {
        assert_eq!(text("plain"), "plain");
        assert_eq!(text("a &lt;b&gt; <strong>c</strong> &amp;lt; {&#123;"), "a <b> c &lt; {{");
        assert_eq!(text("see <img src=\"a &amp; b.png\" alt=\"x\">"), "see  a & b.png ");
    }

    #[test]
    fn the_checksum_is_the_head_of_sha1() {
        // sha1("test") = a94a8fe5...
        assert_eq!(checksum("test"), 0xa94a_8fe5);
    }
}
