//! The short answers: what they are taken from, and what they never do.

use std::collections::BTreeSet;
use std::path::Path;

use deckpress::intake::{
    self,
    discover::{self, discover},
};
use deckpress::markup;
use deckpress::model::content::{plain_text, plain_text_of};
use deckpress::model::{Block, BlockKind, Document, Draft, Entry, Inline, InlineKind};
use deckpress::normalise::{Knowledge, Lists, Topics, drafts};
use deckpress::recognise::{Options, recognise};
use deckpress::render::markdown;
use proptest::prelude::*;

use crate::seeds::seeds;

struct Read {
    documents: Vec<Document>,
    entries: Vec<Entry>,
    drafts: Vec<Draft>,
}

fn read(texts: &[&str], lang: &str, priority: &[&str]) -> Read {
    let mut documents = Vec::new();
    let mut entries = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let document = intake::document(format!("{at}.md"), text.as_bytes(), lang).expect("a text").document;
        let tree = markup::parse(&document.text);
        entries.extend(recognise(at, &document, tree, &Options::default()).entries);
        documents.push(document);
    }
    let priority = priority.iter().map(ToString::to_string).collect();
    let lists = Lists::shipped();
    let topics = Topics::new(&entries, &documents, &BTreeSet::new(), &lists);
    let knowledge = Knowledge { priority, ..Knowledge::default() };
    let (drafts, _) = drafts(&entries, &documents, &knowledge, &topics, &lists);
    Read { documents, entries, drafts }
}

/// The brief of the one question that `texts` ask, as Markdown; empty when there is none.
fn brief_of(texts: &[&str], lang: &str) -> String {
    let read = read(texts, lang, &[]);
    assert_eq!(read.drafts.len(), 1, "one question: {:?}", read.drafts);
    check(&read);
    read.drafts[0].brief.as_deref().map(markdown::blocks).unwrap_or_default().trim_end().to_string()
}

/// The brief of an answer to `question`, with so much behind it that it is worth having one.
fn brief(question: &str, answer: &str) -> String {
    brief_of(&[&format!("## {question}\n\n{answer}\n\n## Sources\n\nnone\n")], "en")
}

const LONG: &str = "```python\na = 1\nb = 2\nc = 3\nd = 4\ne = 5\nf = 6\ng = 7\nh = 8\ni = 9\nj = 10\n```";

#[test]
fn a_short_answer_needs_no_brief() {
    assert_eq!(
        brief("What is a keel?", "The long beam at the bottom of a ship that all its frames stand on."),
        ""
    );
    assert_eq!(brief("How do you reef?", "Ease the sheet:\n\n```sh\nease --sheet\n```"), "");
}

#[test]
fn the_sentences_that_open_an_answer_define() {
    let answer = format!(
        "A keel is the beam that the frames of a ship stand on. It keeps her from drifting.\n\n{LONG}"
    );
    let expected = "A keel is the beam that the frames of a ship stand on. It keeps her from drifting.";
    assert_eq!(brief("What is a keel?", &answer), expected);
    assert_eq!(brief("What is a keel?", &format!("**What is a keel?**\n\n{answer}")), expected);
    assert_eq!(brief("What is a keel?", &format!("What is a keel? {answer}")), expected);
}

#[test]
fn markup_and_abbreviations_stay_whole() {
    let first =
        "A **keel** is (e.g. in U.S. usage) the beam, i.e. the `back.Bone` of v. 2.5 ships, by Dr. Smith.";
    let more = "Frames stand on it, planks are nailed to them, and pitch closes what the planks leave open, \
        while ballast lies on top and keeps the whole thing upright whatever the wind does to the sails above, as \
        every sailor knows who ever went out without it and came back swimming beside his boat in cold water.";
    assert_eq!(brief("What is a keel?", &format!("{first} {more} {more}")), first);
}

#[test]
fn sentences_end_as_their_language_has_it() {
    let german = "## Was ist ein Kiel?\n\nEin Kiel ist z. B. bei Jollen der Balken, d.h. das Rückgrat bzw. die Nr. 1 im Bau. \
        Auf ihm stehen die Spanten.\n\n";
    assert_eq!(
        brief_of(&[&format!("{german}{LONG}\n")], "de"),
        "Ein Kiel ist z. B. bei Jollen der Balken, d.h. das Rückgrat bzw. die Nr. 1 im Bau. Auf ihm stehen die Spanten."
    );
    let long = "它很长，也很重，所以船匠总是先把它放好，然后才在它的上面装上别的东西，比如肋骨和船板等等各种各样的部件。";
    let chinese = format!("## 什么是龙骨？\n\n龙骨是船底的主梁。船的肋骨都立在它上面。{long}{long}{long}\n");
    assert_eq!(brief_of(&[&chinese], "zh"), format!("龙骨是船底的主梁。船的肋骨都立在它上面。{long}{long}"));
}

#[test]
fn what_the_author_marks_comes_first() {
    let answer =
        |mark: &str| format!("A keel is old, and much was written about it in books.\n\n{LONG}\n\n{mark}");
    let said = "the beam that everything stands on.";
    for mark in [
        "**In short:** the beam that everything stands on.",
        "TL;DR: the beam that everything stands on.",
        "**TL;DR** the beam that everything stands on.",
        "### Summary\n\nthe beam that everything stands on.",
        "> [!summary]\n> the beam that everything stands on.",
        "Kurz gesagt: the beam that everything stands on.",
        "一句话总结：the beam that everything stands on.",
    ] {
        let found = brief("What is a keel?", &answer(mark));
        assert_eq!(found, said, "{mark}");
    }
    let summed = "There is more to it. In short, it is the beam that everything stands on.";
    assert_eq!(
        brief("What is a keel?", &answer(summed)),
        "In short, it is the beam that everything stands on."
    );
    let long = format!("**Short answer:** The beam.\n\n**Long answer:** A keel is a beam.\n\n{LONG}");
    assert_eq!(brief("What is a keel?", &long), "The beam.");
}

#[test]
fn the_short_answer_of_another_document_serves() {
    let long = format!("## What is a keel?\n\n{LONG}\n");
    let short = "## What is a keel?\n\nThe beam at the bottom of a ship that her frames stand on.\n";
    let shorter = "## What is a keel?\n\nA beam.\n";
    let cut = "## What is a keel?\n\nThe beam at the bottom of a ship that may be made of, for example:\n";
    assert_eq!(
        brief_of(&[&long, shorter, short, cut], "en"),
        "The beam at the bottom of a ship that her frames stand on."
    );
    assert_eq!(brief_of(&[&long, shorter, cut], "en"), "");
}

#[test]
fn comparisons_are_tables_or_both_definitions() {
    let table = "| | Sloop | Ketch |\n| --- | --- | --- |\n| Masts | 1 | 2 |\n| Crew | 1 | 2 |";
    let answer = format!("{LONG}\n\nBoth sail.\n\n{table}");
    let found = brief("What is the difference between a sloop and a ketch?", &answer);
    assert!(found.starts_with("|") && found.contains("Masts"), "{found}");
    let titled = format!(
        "**Sloop**: a boat with one mast and one foresail. Fast:\n\n{LONG}\n\n\
        **Ketch**: a boat with two masts, the taller in front:\n\n{LONG}"
    );
    assert_eq!(
        brief("What is the difference between a sloop and a ketch?", &titled),
        "**Sloop**: a boat with one mast and one foresail.\n\n**Ketch**: a boat with two masts, the taller in front"
    );
    let one = format!("A sloop is a boat with one mast and one foresail, and that is all.\n\n{LONG}");
    assert_eq!(brief("What is the difference between a sloop and a ketch?", &one), "", "only one of the two");
}

#[test]
fn lists_give_their_key_points() {
    let points = "- **Luff**: the edge in front. It must be taut, or the sail will never stand.\n\
        - **Leech**: the edge behind. Battens keep it straight, and it flutters when the sheet is eased too far.\n\
        - **Foot**: the edge along the boom. It is laced to the boom, or loose, and then the clew must be lashed to it firmly.\n\
        \n  More about the foot.\n";
    assert_eq!(
        brief("What are the edges of a sail?", &format!("{points}\n{LONG}")),
        "* **Luff**: the edge in front. It must be taut, or the sail will never stand.\n\
         * **Leech**: the edge behind. Battens keep it straight, and it flutters when the sheet is eased too far.\n\
         * **Foot**: the edge along the boom. It is laced to the boom, or loose, and then the clew must be lashed to it firmly."
    );
    let longer = points
        .replace("It must be taut", "It must be taut, says everybody who was asked about it on that day,");
    assert_eq!(
        brief("What are the edges of a sail?", &format!("{longer}\n{LONG}")),
        "* **Luff**: the edge in front.\n* **Leech**: the edge behind.\n* **Foot**: the edge along the boom."
    );
    assert_eq!(brief("What are the edges of a sail?", &format!("There are three edges.\n\n{LONG}")), "");
}

#[test]
fn the_decisive_code_does_it() {
    let code = "```sh\nease --sheet\nlower --halyard\n```";
    assert_eq!(
        brief("How do you implement reefing?", &format!("Ease, then lower:\n\n{code}\n\nThen:\n\n{LONG}")),
        format!("Ease, then lower:\n\n{code}")
    );
    assert_eq!(brief("How do you implement reefing?", LONG), "", "too long, and never cut");
}

#[test]
fn in_doubt_there_is_none() {
    for opening in [
        "Great question! Let us see.",
        "Consider the following code:",
        "See the example below for what a keel is and how it works.",
        "There are many kinds of keel.",
        "By default, ships drift in any wind from the side, and all sailors know it.",
        "For example, a beam:",
        "Option 1: a beam of oak that goes from the stem to the stern.",
        "The length of a keel is at most",
        "- This is the first.\n- It is the second.\n- They are all.",
    ] {
        assert_eq!(brief("What is a keel?", &format!("{opening}\n\n{LONG}")), "", "{opening}");
    }
    let twice = format!("A keel is a beam of oak under a ship.\n\n{LONG}");
    assert_ne!(brief("What is a keel?", &twice), "");
    assert_eq!(brief("What is a keel? How do sailors lay it?", &twice), "", "half of an answer");
    let reasons = "They drift in the wind unless something holds them. ".repeat(30);
    assert_eq!(brief("Why do ships have a keel?", &reasons), "", "part of the reasons");
    let lines =
        "A keel is a beam of oak that lies below a ship\\\nand that all frames stand on, and it is not\\\n";
    assert_eq!(brief("What is a keel?", &lines.repeat(4)), "", "a line is no sentence");
    let options = format!(
        "## Which is a beam?\n\nA) keel\n\nB) sail\n\n**Answer: A**\n\nA keel is the beam that ships stand on.\n\n{LONG}\n"
    );
    assert_eq!(brief_of(&[&options], "en"), "");
}

#[test]
fn the_answer_is_the_fullest_good_one_and_variants_repeat_nothing() {
    let text = |answer: &str| format!("## What is a keel?\n\n{answer}\n");
    let full = text("A beam at the bottom.\n\n- Frames stand on it.\n- It is made of oak.");
    let inside = text("Frames stand on it.");
    let cut = text(
        "A very long story about keels, in which we will see many things, and among them the following:",
    );
    let other = text("The backbone.");
    let texts = [inside.as_str(), &cut, &other, &full, &other];
    let told = |read: &Read| {
        let draft = &read.drafts[0];
        let answer = draft.answer.as_deref().map(plain_text_of).unwrap_or_default();
        let variants: Vec<usize> = draft.variants.iter().map(|variant| variant.entry).collect();
        (answer.split_whitespace().collect::<Vec<_>>().join(" "), variants)
    };
    let (answer, variants) = told(&read(&texts, "en", &[]));
    assert_eq!(answer, "A beam at the bottom. Frames stand on it. It is made of oak.");
    assert_eq!(variants, [2, 1]);
    let (answer, variants) = told(&read(&texts, "en", &["2.md"]));
    assert_eq!(answer, "The backbone.");
    assert_eq!(variants, [3, 0, 1]);
}

/// What holds of every brief: it is content of its answers, whole, within bounds.
fn check(read: &Read) {
    for draft in &read.drafts {
        let Some(brief) = &draft.brief else { continue };
        let answers: Vec<&Block> =
            draft.entries.iter().filter_map(|&entry| read.entries[entry].answer.as_ref()).flatten().collect();
        for block in brief {
            check_block(block, &answers);
        }
        let shown = markdown::blocks(brief);
        let (code, rest): (Vec<&Block>, Vec<&Block>) =
            brief.iter().partition(|block| matches!(block.kind, BlockKind::Code(_)));
        let tables = rest.iter().filter(|block| matches!(block.kind, BlockKind::Table(_))).count();
        let prose = rest.iter().filter(|block| !matches!(block.kind, BlockKind::Table(_)));
        let said: String = prose.map(|block| plain_text_of(std::slice::from_ref(*block))).collect();
        let spaced =
            said.split_whitespace().filter(|word| word.is_ascii() && word.contains(char::is_alphanumeric));
        assert!(spaced.count() <= 60, "{shown}");
        assert!(said.chars().count() <= 700, "{shown}");
        let lines: usize = code
            .iter()
            .map(|block| {
                plain_text_of(std::slice::from_ref(*block))
                    .lines()
                    .filter(|line| !line.trim().is_empty())
                    .count()
            })
            .sum();
        assert!(lines <= 8 && tables <= 1 && (tables == 0 || lines == 0), "{shown}");
        let end = said.trim_end();
        assert!(code.len() + tables > 0 || !end.ends_with([':', '：', ',', '，']), "{shown}");
        assert!(
            code.len() + tables > 0 || !end.trim_end_matches('.').to_lowercase().ends_with("for example"),
            "{shown}"
        );
    }
}

/// That `block` is one of `sources` or cut out of one, at ends of sentences.
fn check_block(block: &Block, sources: &[&Block]) {
    let mut around: Vec<&Block> = Vec::new();
    for source in sources
        .iter()
        .filter(|source| source.span.start <= block.span.start && block.span.end <= source.span.end)
    {
        collect(source, &mut around);
    }
    assert!(!around.is_empty(), "it stands in no answer: {block:?}");
    if around.contains(&block) {
        return;
    }
    match &block.kind {
        BlockKind::Paragraph(content) => {
            let text = plain_text(content);
            let whole = around.iter().find_map(|source| {
                let BlockKind::Paragraph(source) = &source.kind else { return None };
                let whole = plain_text(source);
                whole.find(text.as_str()).map(|at| whole[at + text.len()..].to_string())
            });
            let behind = whole.unwrap_or_else(|| panic!("no answer says it: {text:?}"));
            let is_ended = text.ends_with(['.', '!', '?', '…', '。', '！', '？', '"', '”', ')', '*', '\'']);
            let breaks = behind.is_empty()
                || behind.starts_with(char::is_whitespace)
                || behind.starts_with([':', '：', '-', '—', '–']);
            assert!(is_ended || breaks, "it breaks off: {text:?} in front of {behind:?}");
            let leaves = leaves(content);
            for leaf in leaves {
                let is_source = |source: &&Block| match &source.kind {
                    BlockKind::Paragraph(source) => {
                        self::leaves(source).iter().any(|other| is_part(leaf, other))
                    }
                    _ => false,
                };
                assert!(around.iter().any(is_source), "no answer has {leaf:?}");
            }
        }
        BlockKind::List(list) => {
            for item in &list.items {
                for block in &item.blocks {
                    check_block(block, sources);
                }
            }
        }
        _ => panic!("it was changed: {block:?}"),
    }
}

fn collect<'a>(block: &'a Block, all: &mut Vec<&'a Block>) {
    all.push(block);
    for child in block.children() {
        collect(child, all);
    }
}

fn leaves(content: &[Inline]) -> Vec<&Inline> {
    content
        .iter()
        .flat_map(
            |inline| if inline.children().is_empty() { vec![inline] } else { leaves(inline.children()) },
        )
        .collect()
}

fn is_part(leaf: &Inline, source: &Inline) -> bool {
    match (&leaf.kind, &source.kind) {
        (InlineKind::Text(text), InlineKind::Text(whole)) => {
            source.span.contains(leaf.span) && whole.contains(text.as_str())
        }
        _ => leaf == source,
    }
}

/// Answers made of what answers are made of.
fn answer() -> impl Strategy<Value = String> {
    let sentence = prop::sample::select(vec![
        "A keel is a beam.",
        "Frames stand on it, e.g. in U.S. ships!",
        "In short, all stands on it.",
        "Why?",
        "It holds `a. B`, **all. Of** it (see p. 3. There) and *more*.",
        "There are three kinds:",
        "For example",
        "龙骨是主梁。它很重！",
        "Über dem Kiel liegt z. B. Ballast.",
        "Sloop: one mast.\\\nKetch: two.",
        "\\*args\\* &amp; more\\.",
        "[A link. In two](https://example.org) sentences[^1].",
    ]);
    let paragraph = prop::collection::vec(sentence, 1..9).prop_map(|all| all.join(" "));
    let item = prop::collection::vec(paragraph.clone(), 1..6);
    let block = prop_oneof![
        4 => paragraph.clone(),
        2 => item.clone().prop_map(|all| all.iter().map(|text| format!("- {text}")).collect::<Vec<_>>().join("\n")),
        1 => item.prop_map(|all| all.iter().map(|text| format!("1. **Part.** {text}")).collect::<Vec<_>>().join("\n")),
        1 => Just("| a keel | a sloop |\n| --- | --- |\n| one | two |\n| three | four |".to_string()),
        1 => Just("```sh\nease\n```".to_string()),
        1 => Just(LONG.to_string()),
        1 => prop::sample::select(vec!["**TL;DR:** a beam.", "### Summary", "**In short:**", "**Long answer:** it is.", "> quoted: all.", "$$a$$", "### What is a keel?", "---"]).prop_map(str::to_string),
    ];
    prop::collection::vec(block, 1..7).prop_map(|all| all.join("\n\n"))
}

proptest! {
    #[test]
    fn a_brief_is_whole_sentences_of_its_sources(
        question in prop::sample::select(vec!["What is a keel?", "Keel vs sloop", "How do you build a keel?", "What are the kinds of keel?", "How many keels?"]),
        answers in prop::collection::vec(answer(), 1..4),
    ) {
        let texts: Vec<String> = answers.iter().map(|answer| format!("## {question}\n\n{answer}\n")).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let read = read(&texts, "en", &[]);
        check(&read);
        prop_assert_eq!(self::read(&texts, "en", &[]).drafts, read.drafts, "twice the same");
    }
}

/// What holds of every brief holds of those of the documents at `folder`; how many of its notes have one.
fn check_folder(folder: &Path) -> (usize, usize) {
    let found = discover(&[folder.to_path_buf()], &[]).expect("a folder");
    let bytes: Vec<Vec<u8>> =
        found.sources.iter().map(|source| discover::read(source).expect("a file")).collect();
    let texts: Vec<String> = bytes
        .iter()
        .map(|bytes| {
            intake::document("d".to_string(), bytes, "en").expect("a text").document.text.to_string()
        })
        .collect();
    let read = read(&texts.iter().map(String::as_str).collect::<Vec<_>>(), "en", &[]);
    check(&read);
    assert_eq!(read.documents.len(), texts.len());
    (read.drafts.iter().filter(|draft| draft.brief.is_some()).count(), read.drafts.len())
}

#[test]
fn the_briefs_of_the_project_s_own_documents_are_whole() {
    let (briefs, notes) = check_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("source"));
    assert!(briefs * 5 > notes, "{briefs} of {notes} notes have a brief");
}

#[test]
fn the_briefs_of_the_seeds_are_whole() {
    let Some(seeds) = seeds("the_briefs_of_the_seeds_are_whole") else { return };
    let (briefs, notes) = check_folder(&seeds);
    assert!(briefs * 6 > notes, "{briefs} of {notes} notes have a brief");
}
