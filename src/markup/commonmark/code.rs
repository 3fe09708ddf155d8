//! Code: blocks with their language, and spans.

use arcstr::ArcStr;

use crate::model::content::Code;
use crate::model::text::said;
use crate::model::{BlockKind, Span};

/// The code block at `span` of the document `source`; a diagram when its language draws.
pub(super) fn code(info: Option<&str>, text: &str, source: &ArcStr, span: Span) -> BlockKind {
    let text = text.strip_suffix("\r\n").or_else(|| text.strip_suffix(['\n', '\r'])).unwrap_or(text);
    let text = if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n").into()
    } else {
        said(source, span, text)
    };
    let language = info.and_then(language);
    match language {
        Some(language)
            if matches!(language.as_str(), "mermaid" | "dot" | "graphviz" | "plantuml" | "puml") =>
        {
            BlockKind::Diagram { language: language.into(), source: text }
        }
        Some(language) if language == "math" && !text.trim().is_empty() => {
            BlockKind::Math(text.substr_using(str::trim))
        }
        language => {
            BlockKind::Code(Code { language: language.map(Into::into), fenced: info.is_some(), text })
        }
    }
}

/// The language that an info string names, in lower case: its first word without attributes.
///
/// `python theme={null}`, `{.python}`, `{python, echo=TRUE}`, `python{1,3}` and `python:title` are all `python`.
fn language(info: &str) -> Option<String> {
    let info = info.trim_start_matches(['{', ' ', '\t']).trim_start_matches('.');
    let word = info.split([' ', '\t', '{', '}', ':', ',', ';', '=']).next()?;
    (!word.is_empty()).then(|| word.to_lowercase())
}

/// The content of a code span as written with its backticks.
pub(super) fn code_span(written: &str) -> String {
    let inner = written.trim_matches('`');
    let inner = inner.replace("\r\n", " ").replace(['\n', '\r'], " ");
    let trimmed = inner.strip_prefix(' ').and_then(|text| text.strip_suffix(' '));
    match trimmed {
        Some(text) if !text.trim().is_empty() => text.to_owned(),
        _ => inner,
    }
}
