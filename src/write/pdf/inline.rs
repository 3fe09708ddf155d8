//! Running text of the content tree as rich text.

use std::sync::Arc;

use crate::model::{Inline, InlineKind};

use super::font::Family;
use super::math;
use super::page::Target;
use super::text::{Look, Rich};
use super::theme::{Colour, Theme};

/// `inlines` in `look`. References to footnotes lead nowhere.
pub fn rich(inlines: &[Inline], look: &Look, theme: &Theme) -> Rich {
    let mut rich = Rich::default();
    push(inlines, look, theme, &mut rich);
    rich
}

/// Appends `inlines` in `look`. References to footnotes lead nowhere.
pub fn push(inlines: &[Inline], look: &Look, theme: &Theme, out: &mut Rich) {
    push_in("", inlines, look, theme, out);
}

/// Where the footnote `label` of what is named `scope` stands, and where it is referred to.
pub fn footnote_anchors(scope: &str, label: &str) -> [Arc<str>; 2] {
    [format!("{scope}/footnote/{label}").into(), format!("{scope}/reference/{label}").into()]
}

/// Appends `inlines` in `look`. References lead to the footnotes of what is named `scope`, unless that is empty.
pub fn push_in(scope: &str, inlines: &[Inline], look: &Look, theme: &Theme, out: &mut Rich) {
    let push = |content: &[Inline], look: &Look, out: &mut Rich| push_in(scope, content, look, theme, out);
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) => out.push(&text.replace("\n", " "), look),
            InlineKind::SoftBreak => out.push(" ", look),
            InlineKind::HardBreak => out.push("\n", look),
            InlineKind::Strong(content) => push(content, &bold(look), out),
            InlineKind::Emphasis(content) => push(content, &italic(look), out),
            InlineKind::Strike(content) => push(content, &Look { strike: true, ..look.clone() }, out),
            InlineKind::Code(code) => out.push(&code.replace("\n", " "), &mono(look, theme)),
            InlineKind::Link(link) => {
                let look = linked(look, &link.url, theme);
                if link.content.is_empty() {
                    out.push(&link.url, &look);
                }
                push(&link.content, &look, out);
            }
            InlineKind::Image(image) => {
                let label = if image.alt.is_empty() { &image.url } else { &image.alt };
                out.push(&format!("[{label}]"), &italic(look));
            }
            InlineKind::Math(tex) => math::push(tex, look, out),
            InlineKind::Key(key) => {
                out.push(key, &Look { shade: Some(Colour::grey(0.88)), ..mono(look, theme) });
            }
            InlineKind::Superscript(content) => push(content, &shifted(look, 0.33), out),
            InlineKind::Subscript(content) => push(content, &shifted(look, -0.15), out),
            InlineKind::FootnoteReference(label) => {
                let look = shifted(look, 0.33);
                let [note, _] = footnote_anchors(scope, label);
                let link = (!scope.is_empty()).then_some(Target::Anchor(note));
                out.push(label, &Look { link, ..look });
            }
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

/// The look, smaller and raised or lowered by a share of its size.
pub fn shifted(look: &Look, rise: f32) -> Look {
    Look { size: look.size * 0.7, rise: look.rise + look.size * rise, ..look.clone() }
}

/// The look of a link; an address that means nothing outside its document is no link on paper.
pub fn linked(look: &Look, url: &str, theme: &Theme) -> Look {
    match address(url) {
        Some(url) => Look { link: Some(Target::Url(url)), colour: theme.accent, ..look.clone() },
        None => look.clone(),
    }
}

/// `url` in ASCII as PDF wants it (ISO 32000-1, 12.6.4.7); `None` when it is not absolute.
pub(super) fn address(url: &str) -> Option<Arc<str>> {
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
