//! Running text of the content tree as rich text.

use std::sync::Arc;

use crate::model::{Inline, InlineKind};

use super::font::Family;
use super::text::{Look, Rich};
use super::theme::{Colour, Theme};

/// `inlines` in `look`.
pub fn rich(inlines: &[Inline], look: &Look, theme: &Theme) -> Rich {
    let mut rich = Rich::default();
    push(inlines, look, theme, &mut rich);
    rich
}

/// Appends `inlines` in `look`.
pub fn push(inlines: &[Inline], look: &Look, theme: &Theme, out: &mut Rich) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) => out.push(&text.replace("\n", " "), look),
            InlineKind::SoftBreak => out.push(" ", look),
            InlineKind::HardBreak => out.push("\n", look),
            InlineKind::Strong(content) => push(content, &bold(look), theme, out),
            InlineKind::Emphasis(content) => push(content, &italic(look), theme, out),
            InlineKind::Strike(content) => push(content, &Look { strike: true, ..look.clone() }, theme, out),
            InlineKind::Code(code) => out.push(&code.replace("\n", " "), &mono(look, theme)),
            InlineKind::Link(link) => {
                let look = linked(look, &link.url, theme);
                if link.content.is_empty() {
                    out.push(&link.url, &look);
                }
                push(&link.content, &look, theme, out);
            }
            InlineKind::Image(image) => {
                let label = if image.alt.is_empty() { &image.url } else { &image.alt };
                out.push(&format!("[{label}]"), &italic(look));
            }
            InlineKind::Math(tex) => out.push(&tex.replace("\n", " "), &italic(look)),
            InlineKind::Key(key) => {
                out.push(key, &Look { shade: Some(Colour::grey(0.88)), ..mono(look, theme) });
            }
            InlineKind::Superscript(content) => push(content, &shifted(look, 0.33), theme, out),
            InlineKind::Subscript(content) => push(content, &shifted(look, -0.15), theme, out),
            InlineKind::FootnoteReference(label) => out.push(label, &shifted(look, 0.33)),
        }
    }
}

/// The look, heavier.
pub fn bold(look: &Look) -> Look {
    let mut look = look.clone();
    look.face.bold = true;
    look
}

/// The look, slanted.
pub fn italic(look: &Look) -> Look {
    let mut look = look.clone();
    look.face.italic = true;
    look
}

fn mono(look: &Look, theme: &Theme) -> Look {
    let mut look = look.clone();
    look.face.family = Family::Mono;
    look.size = look.size * theme.inline_code;
    look
}

fn shifted(look: &Look, rise: f32) -> Look {
    Look { size: look.size * 0.7, rise: look.rise + look.size * rise, ..look.clone() }
}

/// The look of a link; an address that means nothing outside its document is no link on paper.
pub fn linked(look: &Look, url: &str, theme: &Theme) -> Look {
    match address(url) {
        Some(url) => Look { link: Some(url), colour: theme.accent, ..look.clone() },
        None => look.clone(),
    }
}

/// `url` in ASCII as PDF wants it (ISO 32000-1, 12.6.4.7); `None` when it is not absolute.
fn address(url: &str) -> Option<Arc<str>> {
    let (scheme, _) = url.split_once(':')?;
    if !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https" | "mailto" | "ftp") {
        return None;
    }
    let mut ascii = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_graphic() {
            ascii.push(char::from(byte));
        } else {
            ascii.push_str(&format!("%{byte:02X}"));
        }
    }
    Some(ascii.into())
}
