//! Code blocks: unclosed fences, and code that does not parse in the language that it is said to be in.

use rayon::prelude::*;

use crate::code;
use crate::model::content::Code;
use crate::model::{Block, BlockKind, Collection, Diagnostic, Document, Severity, Span};

/// Fences that nothing closes: everything down to the end of their container became code.
pub fn unclosed(collection: &Collection) -> Vec<Diagnostic> {
    let open = fenced(collection)
        .into_iter()
        .filter(|(document, block, _)| !is_closed(collection.documents[*document].slice(block.span)));
    open.map(|(document, block, _)| Diagnostic {
        code: "unclosed-fence",
        severity: Severity::Warning,
        message: "this code block is never closed: all that follows it here became code".to_string(),
        places: vec![(document, first_line(&collection.documents[document], block.span))],
        hint: "close it with a line of as many marks as it opens with".to_string(),
    })
    .collect()
}

/// Code that does not parse. Fragments and records of a terminal are not meant to.
pub fn suspicious(collection: &Collection) -> Vec<Diagnostic> {
    let judged = fenced(collection).into_par_iter().filter_map(|(document, block, code)| {
        let language = code.language.as_deref()?;
        if is_fragment(&code.text) || !is_closed(collection.documents[document].slice(block.span)) {
            return None;
        }
        let at = code::first_error(language, &code.text)?;
        let line = code.text[..at].matches('\n').count();
        Some(Diagnostic {
            code: "suspicious-code",
            severity: Severity::Info,
            message: format!("this code does not parse as {language}"),
            places: vec![(document, line_of_code(&collection.documents[document], block.span, line + 1))],
            hint: "mend it, or name another language behind the opening fence (`text` for none)".to_string(),
        })
    });
    judged.collect()
}

/// All code in fences that entries and passages hold, with its document.
fn fenced(collection: &Collection) -> Vec<(usize, &Block, &Code)> {
    let entries = collection.entries.iter().flat_map(|entry| {
        let blocks = entry.question_blocks.iter().chain(entry.answer.iter().flatten());
        blocks.map(move |block| (entry.document, block))
    });
    let passages = collection
        .passages
        .iter()
        .flat_map(|passage| passage.blocks.iter().map(move |block| (passage.document, block)));
    let mut waiting: Vec<(usize, &Block)> = entries.chain(passages).collect();
    let mut found = Vec::new();
    while let Some((document, block)) = waiting.pop() {
        match &block.kind {
            BlockKind::Code(code) if code.fenced => found.push((document, block, code)),
            _ => waiting.extend(block.children().into_iter().map(|child| (document, child))),
        }
    }
    found
}

/// Whether the last line of a code block is a fence like its first. Marks of quotes and lists may stand before both.
fn is_closed(source: &str) -> bool {
    let is_margin = |c: char| c.is_whitespace() || c == '>';
    let mut lines = source.split(['\n', '\r']).map(|line| line.trim_matches(is_margin));
    let Some(first) = lines.next() else { return true };
    let Some(mark) = first.chars().find(|c| matches!(c, '`' | '~')) else { return true };
    let last = lines.rfind(|line| !line.is_empty());
    last.is_some_and(|last| last.len() >= 3 && last.chars().all(|c| c == mark))
}

/// Whether `text` leaves something out, or records a session at a prompt.
fn is_fragment(text: &str) -> bool {
    const PROMPTS: &[&str] = &[">>> ", "$ ", "% ", "> ", "C:\\>", "In [", "mysql>", "sqlite>", "irb", "PS "];
    text.contains("...")
        || text.contains('…')
        || text.lines().any(|line| PROMPTS.iter().any(|prompt| line.trim_start().starts_with(prompt)))
}

fn first_line(document: &Document, span: Span) -> Span {
    line_of_code(document, span, 0)
}

/// The line that stands `line` lines behind the first of `span`.
fn line_of_code(document: &Document, span: Span, line: usize) -> Span {
    let first = document.lines.lines(span).first;
    let at = document.lines.span_of(first + line).unwrap_or(span);
    Span { start: at.start.max(span.start).min(span.end), end: at.end.min(span.end).max(span.start) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_fences_are_told_from_open_ones() {
        assert!(is_closed("```rust\nfn a() {}\n```"));
        assert!(is_closed("~~~\n> \n~~~~"));
        assert!(is_closed("```\r\na\r\n> ```\r\n"));
        assert!(!is_closed("```rust\nfn a() {}\n"));
        assert!(!is_closed("```"));
    }

    #[test]
    fn fragments_need_not_parse() {
        assert!(is_fragment("let a = …;") && is_fragment("$ ls\nfile"));
        assert!(!is_fragment("let a = 1;"));
    }
}
