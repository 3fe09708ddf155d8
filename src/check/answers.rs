//! Answers: missing ones, and those that stop short.

use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, Collection, Diagnostic, InlineKind, Severity, Span, Status};
use crate::recognise::NOTHING;

/// Words that announce what is to follow.
const ANNOUNCING: &[&str] = &[
    "for example",
    "for instance",
    "such as",
    "e.g.",
    "i.e.",
    "namely",
    "including",
    "zum beispiel",
    "z. b.",
    "por ejemplo",
    "par exemple",
    "por exemplo",
    "например",
    "例如",
    "比如",
    "例えば",
];

const ANSWER_IT: &str = "write an answer below it, or add a document that answers it";

/// Notes that no document answers.
pub fn open(collection: &Collection) -> Vec<Diagnostic> {
    let open = open_notes(collection).filter(|(_, stand_in)| stand_in.is_none());
    open.map(|(places, _)| Diagnostic {
        code: "open-question",
        severity: Severity::Info,
        message: "no document answers this question".to_string(),
        places,
        hint: ANSWER_IT.to_string(),
    })
    .collect()
}

/// Notes where something stands in place of the answer that is none.
pub fn placeholders(collection: &Collection) -> Vec<Diagnostic> {
    let open = open_notes(collection).filter_map(|(places, stand_in)| Some((places, stand_in?)));
    open.map(|(places, stand_in)| Diagnostic {
        code: "placeholder-answer",
        severity: Severity::Info,
        message: format!("no document answers this question: {stand_in}"),
        places,
        hint: ANSWER_IT.to_string(),
    })
    .collect()
}

/// The places of each open note, and what stands there in place of an answer, in words.
fn open_notes(collection: &Collection) -> impl Iterator<Item = (Vec<(usize, Span)>, Option<&str>)> {
    let open = collection.notes.iter().filter(|note| note.status() == Status::Open);
    open.map(|note| {
        let entries = || note.draft.entries.iter().map(|&entry| &collection.entries[entry]);
        let reasons = entries().filter_map(|entry| entry.open_reason.as_deref());
        let places = entries().map(|entry| (entry.document, entry.question_span)).collect();
        (places, reasons.into_iter().find(|&reason| reason != NOTHING))
    })
}

/// Answers whose last words announce something that does not come.
pub fn cut(collection: &Collection) -> Vec<Diagnostic> {
    let answered =
        collection.entries.iter().filter_map(|entry| Some((entry.document, entry.answer.as_ref()?.last()?)));
    answered
        .filter_map(|(document, last)| {
            let (span, text) = last_words(last)?;
            let how = how_cut(&text)?;
            Some(Diagnostic {
                code: "cut-answer",
                severity: Severity::Info,
                message: format!("the answer looks cut: it ends with {how}"),
                places: vec![(document, tail(collection, document, span))],
                hint: "write the rest of it; `deckpress explain` tells what became of the lines below"
                    .to_string(),
            })
        })
        .collect()
}

/// The words that `block` ends with when it ends with prose, and where they stand.
fn last_words(block: &Block) -> Option<(Span, String)> {
    match &block.kind {
        BlockKind::Paragraph(content) => {
            let is_code = matches!(content.last().map(|inline| &inline.kind), Some(InlineKind::Code(_)));
            (!is_code).then(|| (block.span, plain_text(content)))
        }
        BlockKind::List(_) => last_words(block.children().last()?),
        _ => None,
    }
}

/// What `text` ends with if that announces something.
fn how_cut(text: &str) -> Option<String> {
    let text = text.trim_end();
    if text.ends_with([':', '：']) {
        return Some("a colon".to_string());
    }
    if text.ends_with("...") || text.ends_with('…') {
        return Some("an ellipsis".to_string());
    }
    let lower = text.to_lowercase();
    let end = lower.trim_end_matches([',', ' ', '，']);
    let word = ANNOUNCING.iter().find(|word| {
        let bare = end.strip_suffix(**word);
        bare.is_some_and(|before| {
            !word.is_ascii() || before.is_empty() || before.ends_with(|c: char| !c.is_alphanumeric())
        })
    });
    word.map(|word| format!("`{word}`"))
}

/// The last line of `span`.
fn tail(collection: &Collection, document: usize, span: Span) -> Span {
    let document = &collection.documents[document];
    let last = document.lines.lines(span).last;
    match document.lines.span_of(last) {
        Some(line) => Span { start: span.start.max(line.start), end: span.end },
        None => span,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn announcements_are_told_from_ends() {
        for (text, end) in [
            ("It has three parts:", Some("a colon")),
            ("Many, for example", Some("`for example`")),
            ("Values such as, ", Some("`such as`")),
            ("and so on...", Some("an ellipsis")),
            ("有很多，例如", Some("`例如`")),
            ("This is the whole of it.", None),
            ("It has: three parts", None),
            ("The word unnamely", None),
        ] {
            assert_eq!(how_cut(text).as_deref(), end, "{text}");
        }
    }
}
