//! What is found in documents of each style, and that nothing is lost or invented on the way.

use std::fmt::Write as _;

use deckpress::model::{AsideKind, Document, Entry};
use deckpress::recognise::{Findings, recognise};
use deckpress::render::markdown;
use deckpress::{intake, markup};
use proptest::prelude::*;

fn read(text: &str) -> Option<(Document, Findings)> {
    let document = intake::document("fixture".to_string(), text.as_bytes(), "en").ok()?.document;
    let tree = markup::parse(&document.text);
    let findings = recognise(0, &document, &tree);
    Some((document, findings))
}

fn described(text: &str) -> String {
    let (document, findings) = read(text).expect("the fixture is text");
    let mut out = String::new();
    for entry in &findings.entries {
        describe(entry, &document, &mut out).expect("a string takes all");
    }
    for passage in &findings.passages {
        let lines = document.lines.lines(passage.span);
        let text = indented(&markdown::blocks(&passage.blocks));
        writeln!(out, "passage {}-{} {}\n{text}", lines.first, lines.last, passage.section.join(" > ")).unwrap();
    }
    out
}

fn describe(entry: &Entry, document: &Document, out: &mut String) -> std::fmt::Result {
    let lines = document.lines.lines(entry.span);
    writeln!(out, "{} {}-{} {}", entry.rule, lines.first, lines.last, entry.section.join(" > "))?;
    let number = entry.number.as_deref().map(|number| format!("{number}. ")).unwrap_or_default();
    writeln!(out, "  ? {number}{}", markdown::inlines(&entry.question))?;
    if !entry.question_blocks.is_empty() {
        writeln!(out, "  with\n{}", indented(&markdown::blocks(&entry.question_blocks)))?;
    }
    if let Some(reason) = &entry.open_reason {
        writeln!(out, "  open: {reason}")?;
    }
    if let Some(answer) = &entry.answer {
        writeln!(out, "{}", indented(&markdown::blocks(answer)))?;
    }
    for aside in &entry.asides {
        match &aside.kind {
            AsideKind::Insight(blocks) => writeln!(out, "  insight\n{}", indented(&markdown::blocks(blocks)))?,
            AsideKind::Tested(blocks) => writeln!(out, "  tested\n{}", indented(&markdown::blocks(blocks)))?,
            AsideKind::RedFlag(blocks) => writeln!(out, "  red flag\n{}", indented(&markdown::blocks(blocks)))?,
            AsideKind::FollowUps(next) => {
                for question in next {
                    let hint = markdown::inlines(&question.hint);
                    writeln!(out, "  then {} | {hint}", markdown::inlines(&question.question))?;
                }
            }
        }
    }
    for (what, said) in [
        ("difficulty", entry.difficulty.map(|difficulty| difficulty.word().to_string()).unwrap_or_default()),
        ("tags", entry.tags.join(", ")),
        ("companies", entry.companies.join(", ")),
        ("links", entry.links.iter().map(|link| link.url.as_str()).collect::<Vec<_>>().join(", ")),
    ] {
        if !said.is_empty() {
            writeln!(out, "  {what}: {said}")?;
        }
    }
    Ok(())
}

fn indented(text: &str) -> String {
    text.trim_end().lines().map(|line| format!("    {line}").trim_end().to_string()).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_style_is_read() {
    insta::glob!("../fixtures/recognise", "*.*", |path| {
        let text = std::fs::read_to_string(path).expect("fixtures are UTF-8");
        insta::assert_snapshot!(described(&text));
    });
}

#[test]
fn the_project_s_own_documents_are_read_whole() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("source");
    let found = intake::discover::discover(&[folder]).expect("the documents");
    let counts = found.sources.iter().map(|source| {
        let bytes = intake::discover::read(source).expect("readable");
        let (_, findings) = read(&String::from_utf8(bytes).expect("UTF-8")).expect("text");
        let answered = findings.entries.iter().filter(|entry| entry.answer.is_some()).count();
        (source.id.as_str(), findings.entries.len(), answered)
    });
    insta::assert_debug_snapshot!(counts.collect::<Vec<_>>());
}

/// Lines that look like what rules look for, in any order.
fn document() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "# Title", "## 1. Why?", "### \"How?\"", "1. What is it?", "2. What then?", "- **Q:** Who?", "  - **A:** We.",
        "**Answer:**", "Q: One?", "A: Two.", "| Question | Answer |", "|---|---|", "| Why? | So. |", "```py", "```",
        "    indented", "<Accordion title=\"3. Which?\">", "</Accordion>", "<details><summary>Why?</summary>",
        "</details>", "??? success \"View Answer\"", "!!! tip \"Interviewer's Insight\"", "**Follow-up:**", "> quoted",
        "---", "", "", "plain words", "**Difficulty:** Hard | **Tags:** a", "\t* \"Tab?\"", "🔹", "\u{feff}x", "é\r",
    ]);
    prop::collection::vec(line, 0..40).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #[test]
    fn entries_and_passages_lie_in_bounds_and_apart(text in prop_oneof![document(), any::<String>()]) {
        let Some((document, findings)) = read(&text) else { return Ok(()) };
        let mut spans: Vec<_> = findings.entries.iter().map(|entry| entry.span).collect();
        for entry in &findings.entries {
            prop_assert!(entry.span.contains(entry.question_span), "{entry:?}");
            prop_assert!(entry.answer_span().is_none_or(|answer| entry.span.contains(answer)), "{entry:?}");
            prop_assert!(entry.answer.as_ref().is_none_or(|blocks| !blocks.is_empty()));
        }
        spans.sort();
        for span in &spans {
            prop_assert!(document.text.get(span.range()).is_some(), "{span:?} is no slice");
        }
        for pair in spans.windows(2) {
            prop_assert!(pair[0].end <= pair[1].start, "{pair:?} overlap");
        }
        for passage in &findings.passages {
            prop_assert!(!passage.blocks.is_empty() && document.text.get(passage.span.range()).is_some());
        }
    }
}
