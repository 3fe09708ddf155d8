//! What is found in documents of each style, and that nothing is lost or invented on the way.

use std::fmt::Write as _;

use deckpress::config::{self, Typed};
use deckpress::model::{AsideKind, Document, Entry, NoteKind};
use deckpress::recognise::{Findings, Options, recognise};
use deckpress::render::markdown;
use deckpress::{intake, markup};
use proptest::prelude::*;

use crate::hostile;
use crate::invariants::{check_findings, check_recognise};

fn read(text: &str) -> Option<(Document, Findings)> {
    read_with(text, &Options::default())
}

fn read_with(text: &str, options: &Options) -> Option<(Document, Findings)> {
    read_as("fixture", text, options)
}

fn read_as(id: &str, text: &str, options: &Options) -> Option<(Document, Findings)> {
    let document = intake::document(id.to_string(), text.as_bytes(), "en").ok()?.document;
    let tree = markup::parse(&document.text);
    let findings = recognise(0, &document, tree, options);
    Some((document, findings))
}

fn described(text: &str, options: &Options) -> String {
    let (document, findings) = read_with(text, options).expect("the fixture is text");
    told(&document, &findings)
}

fn told(document: &Document, findings: &Findings) -> String {
    let mut out = String::new();
    for entry in &findings.entries {
        describe(entry, document, &mut out).expect("a string takes all");
    }
    for passage in &findings.passages {
        let lines = document.lines.lines(passage.span);
        let text = indented(&markdown::blocks(&passage.blocks));
        writeln!(out, "passage {}-{} {}\n{text}", lines.first, lines.last, passage.section.join(" > "))
            .unwrap();
    }
    out
}

fn describe(entry: &Entry, document: &Document, out: &mut String) -> std::fmt::Result {
    let lines = document.lines.lines(entry.span);
    writeln!(out, "{} {}-{} {}", entry.rule, lines.first, lines.last, entry.section.join(" > "))?;
    let number = entry.number.as_deref().map(|number| format!("{number}. ")).unwrap_or_default();
    writeln!(out, "  ? {number}{}", markdown::inlines(&entry.question))?;
    if let Some(reason) = &entry.open_reason {
        writeln!(out, "  open: {reason}")?;
    }
    if entry.kind != NoteKind::Basic || !entry.question_blocks.is_empty() {
        writeln!(out, "  {:?}\n{}", entry.kind, indented(&markdown::blocks(&entry.question_blocks)))?;
        writeln!(out, "  =")?;
    }
    if let Some(answer) = &entry.answer {
        writeln!(out, "{}", indented(&markdown::blocks(answer)))?;
    }
    for aside in &entry.asides {
        match &aside.kind {
            AsideKind::Insight(blocks) => {
                writeln!(out, "  insight\n{}", indented(&markdown::blocks(blocks)))?;
            }
            AsideKind::Tested(blocks) => writeln!(out, "  tested\n{}", indented(&markdown::blocks(blocks)))?,
            AsideKind::RedFlag(blocks) => {
                writeln!(out, "  red flag\n{}", indented(&markdown::blocks(blocks)))?;
            }
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
    text.trim_end()
        .lines()
        .map(|line| format!("    {line}").trim_end().to_string())
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn each_style_is_read() {
    insta::glob!("../fixtures/recognise", "*.*", |path| {
        let text = std::fs::read_to_string(path).expect("fixtures are UTF-8");
        insta::assert_snapshot!(described(&text, &Options::default()));
    });
}

#[test]
fn what_is_optional_is_read_where_asked_for_and_else_is_study_material() {
    insta::glob!("../fixtures/recognise-options", "*.*", |path| {
        let text = std::fs::read_to_string(path).expect("fixtures are UTF-8");
        let plain = read(&text).expect("the fixture is text").1;
        assert!(plain.entries.is_empty(), "{path:?}: {:?}", plain.entries);
        insta::assert_snapshot!(described(
            &text,
            &Options { cloze: true, term_tables: true, ..Options::default() }
        ));
    });
}

/// Each style of `fixtures/recognise-rules` is a folder with the configuration that describes it.
#[test]
fn styles_that_the_user_describes_are_read() {
    insta::glob!("../fixtures/recognise-rules", "*/*.*", |path| {
        let folder = path.parent().expect("fixtures lie in folders");
        let name = path.file_name().and_then(|name| name.to_str()).expect("names are UTF-8");
        if name == config::FILE {
            return;
        }
        let rules = Typed::read(&folder.join(config::FILE)).expect("the configuration is sound").rule;
        let text = std::fs::read_to_string(path).expect("fixtures are UTF-8");
        let options = Options { rules, ..Options::default() };
        let (document, findings) = read_as(name, &text, &options).expect("the fixture is text");
        check_findings(&document, &findings);
        insta::assert_snapshot!(told(&document, &findings));
    });
}

#[test]
fn the_project_s_own_documents_are_read_whole() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("source");
    let found = intake::discover::discover(&[folder], &[]).expect("the documents");
    let counts = found.sources.iter().map(|source| {
        let bytes = intake::discover::read(source).expect("readable");
        let (_, findings) = read(&String::from_utf8(bytes).expect("UTF-8")).expect("text");
        let answered = findings.entries.iter().filter(|entry| entry.answer.is_some()).count();
        (source.id.as_str(), findings.entries.len(), answered)
    });
    insta::assert_debug_snapshot!(counts.collect::<Vec<_>>());
}

/// Lines that look like what rules look for, in any order.
pub fn document() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "# Title",
        "## 1. Why?",
        "### \"How?\"",
        "1. What is it?",
        "2. What then?",
        "- **Q:** Who?",
        "  - **A:** We.",
        "**Answer:**",
        "Q: One?",
        "A: Two.",
        "| Question | Answer |",
        "|---|---|",
        "| Why? | So. |",
        "```py",
        "```",
        "    indented",
        "<Accordion title=\"3. Which?\">",
        "</Accordion>",
        "<details><summary>Why?</summary>",
        "</details>",
        "??? success \"View Answer\"",
        "!!! tip \"Interviewer's Insight\"",
        "**Follow-up:**",
        "> quoted",
        "---",
        "",
        "",
        "plain words",
        "**Difficulty:** Hard | **Tags:** a",
        "\t* \"Tab?\"",
        "🔹",
        "\u{feff}x",
        "é\r",
        "- A) one",
        "- B) two ✅",
        "A) one",
        "B) two",
        "Answer: B",
        "Answers: 1-A, 2-B",
        "- [x] done",
        "- [ ] not",
        "a::b",
        "Who is it :: She",
        "x :: y",
        "?",
        "- Why? #card",
        "id:: 7",
        "%%%",
        "***",
        "#separator:tab",
        "a\tb",
        "question: Why?",
        "- question: Why?",
        "  answer: |",
        "    So.",
        "{{c1::gap}}",
        "==gap==",
        "Term\n: meaning",
        "Answers",
        "1. a",
        "2.",
        "2. What is it?",
        "3. What is it?",
        "Tags: a, b",
        "A: b\nLevel: easy",
        "a\tb \u{85}",
        "<!-- a --> **雪：什么?",
        "<ul><li>a <ol b\n> c",
    ]);
    prop::collection::vec(line, 0..40).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #[test]
    fn entries_and_passages_lie_in_bounds_and_apart(text in prop_oneof![document(), any::<String>()]) {
        check_recognise(&text);
    }
}

/// What fuzzing found: a key in a key, an empty answer in one, white space that ends a line only for some.
#[test]
fn what_fuzzing_found_is_read() {
    for text in [
        "1. What?\n2. What is it?\n\nAnswers\n\n1. a\n2. What is it?\n\nAnswers\n\n1. a\n2. b\n",
        "**1.** So?\n\n**2.** What?\n\n**3.** Why?\n\n## Answers\n\n1. a\n2.\n3. c\n",
        "#separator:tab\n\"a\u{85}\n",
        "<!-- a --> **雪：什么?\n- b\n",
    ] {
        check_recognise(text);
    }
}

/// Patterns that match much of what `document` makes, in every place that a pattern may have.
fn greedy_rules() -> Options {
    let rules = "[[rule]]\nname = \"any\"\nquestion = '^[*#>-]*\\s*(?<number>\\d*)(?<question>[a-zA-Z*\"].*)[?:]'\n\
                 answer = '(?<answer>A.*)|^-'\nsection = '^(?<section>[#|]).*'\nmetadata = '^(?<tags>[a-z%]+)|(?<links><.*)'\n\
                 [[rule]]\nname = \"line\"\nquestion = '(?<question>.*)(?:::|==)(?<answer>.*)'\n";
    let rules: Typed = toml::from_str(rules).expect("the rules are sound");
    Options { rules: rules.rule, ..Options::default() }
}

proptest! {
    #[test]
    fn what_the_user_describes_lies_in_bounds_and_apart(text in prop_oneof![document(), any::<String>()]) {
        if let Some((document, findings)) = read_with(&text, &greedy_rules()) {
            check_findings(&document, &findings);
        }
    }
}

#[test]
fn hostile_documents_are_read() {
    for (name, text) in hostile::documents(20_000) {
        println!("{name}");
        check_recognise(&text);
        if let Some((document, findings)) = read_with(&text, &greedy_rules()) {
            check_findings(&document, &findings);
        }
    }
}
