//! Running text that needs no reading back, since nothing in it could be misread: most of what there is.

use crate::model::{Inline, InlineKind};

/// Whether `content` reads back as itself when it is written on one line as it stands: words, between them words in bold
/// and code without a mark that means something anywhere.
///
/// Errs on the side of doubt. A property test holds that it never says so of what does not read back.
pub(super) fn is_plain(content: &[Inline]) -> bool {
    let opens = match content.first().map(|inline| &inline.kind) {
        // These words open a line of a program.
        Some(InlineKind::Text(text)) => {
            text.starts_with(|c: char| c.is_ascii_alphabetic())
                && !text.starts_with("import ")
                && !text.starts_with("export ")
        }
        Some(_) => true,
        None => false,
    };
    let ends = match content.last().map(|inline| &inline.kind) {
        Some(InlineKind::Text(text)) => !text.ends_with(' '),
        _ => true,
    };
    let is_text = |inline: &Inline| matches!(inline.kind, InlineKind::Text(_));
    opens
        && ends
        && content.iter().all(|inline| match &inline.kind {
            InlineKind::Text(text) => is_words(text),
            InlineKind::Strong(_) => {
                matches!(inline.children(), [Inline { kind: InlineKind::Text(text), .. }]
                    if is_words(text)
                        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
                        && text.ends_with(|c: char| c.is_ascii_alphanumeric()))
            }
            InlineKind::Code(code) => is_names(code),
            _ => false,
        })
        // Texts side by side become one, and marks side by side one mark.
        && content.windows(2).all(|pair| is_text(&pair[0]) != is_text(&pair[1]))
}

/// Letters, numbers, single spaces and marks that mean nothing.
fn is_words(text: &str) -> bool {
    !text.is_empty()
        && !text.contains("  ")
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" ,.;?'".contains(&byte))
}

/// Code of names, numbers and calls.
fn is_names(code: &str) -> bool {
    let edge = |c: char| c.is_ascii_alphanumeric() || "()".contains(c);
    code.starts_with(edge)
        && code.ends_with(edge)
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" ,.()'=+-/:_".contains(&byte))
}
