//! Five real documents, where they stand beside the checkout: what is found in them, and where.
//!
//! They are other people's: what is expected is counts, lines and hashes, none of their text.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use deckpress::intake::discover::{discover, read};
use deckpress::intake::mojibake;
use deckpress::model::content::{Code, plain_text, plain_text_of};
use deckpress::model::{AsideKind, Block, BlockKind, Collection, Entry};
use deckpress::{config, pipeline};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::build::Workplace;
use crate::clients;

struct Silent;

impl pipeline::Progress for Silent {
    fn step(&self, _stage: &'static str) {}
}

/// The folder of the seeds; `None`, and says so, where it does not stand beside the checkout.
pub fn seeds(test: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let found = folder.is_dir();
    if !found {
        println!("left out, ../shared/seeds is not there: {test}");
    }
    found.then_some(folder)
}

/// The collection of the seeds and the folder that the artifacts are in.
pub fn built(test: &str) -> Option<(Collection, PathBuf)> {
    let seeds = seeds(test)?;
    let output = clients::target_folder().join("tests/seeds").join(test);
    let _ = fs::remove_dir_all(&output);
    let flags = config::Flags {
        sources: vec![seeds],
        output: Some(output.clone()),
        now: Some(1_700_000_000),
        ..config::Flags::default()
    };
    let config = config::Config::new(config::Typed::default(), flags).expect("a configuration");
    let report = pipeline::build(&config, &Silent).expect("the seeds build");
    Some((report.collection, output))
}

fn by_document<T>(
    entries: &[Entry],
    collection: &Collection,
    count: impl Fn(&Entry) -> T,
) -> BTreeMap<String, T>
where
    T: std::ops::AddAssign + Default,
{
    let mut counts = BTreeMap::<String, T>::new();
    for entry in entries {
        let id = collection.documents[entry.document].id[..3].to_string();
        *counts.entry(id).or_default() += count(entry);
    }
    counts
}

fn counts(found: &BTreeMap<String, usize>) -> Vec<usize> {
    ["000", "001", "002", "003", "004"].iter().map(|id| found.get(*id).copied().unwrap_or(0)).collect()
}

#[test]
fn every_question_is_found_and_answered_as_the_documents_do() {
    let Some((collection, _)) = built("counts") else { return };
    let entries = &collection.entries;
    let found = by_document(entries, &collection, |_| 1_usize);
    assert_eq!(counts(&found), [90, 40, 71, 139, 199]);
    let answered = by_document(entries, &collection, |entry| usize::from(entry.answer.is_some()));
    assert_eq!(counts(&answered), [0, 40, 71, 139, 49]);
}

#[test]
fn asides_are_told_from_answers() {
    let Some((collection, _)) = built("asides") else { return };
    let count = |wanted: fn(&AsideKind) -> usize| {
        collection
            .entries
            .iter()
            .flat_map(|entry| &entry.asides)
            .map(|aside| wanted(&aside.kind))
            .sum::<usize>()
    };
    assert_eq!(count(|kind| usize::from(matches!(kind, AsideKind::Tested(_)))), 71);
    assert_eq!(count(|kind| usize::from(matches!(kind, AsideKind::RedFlag(_)))), 71);
    assert_eq!(count(|kind| usize::from(matches!(kind, AsideKind::Insight(_)))), 46);
    assert_eq!(count(|kind| if let AsideKind::FollowUps(next) = kind { next.len() } else { 0 }), 209);
}

#[test]
fn no_entry_holds_lines_of_another() {
    let Some((collection, _)) = built("lines") else { return };
    for pair in collection.entries.windows(2) {
        let [first, second] = pair else { unreachable!("windows of two") };
        if first.document == second.document {
            assert!(first.span.end <= second.span.start, "{first:?} runs into {second:?}");
        }
        let last =
            [first.answer_span().map(|span| span.end), first.asides.last().map(|aside| aside.span.end)];
        assert!(last.into_iter().flatten().all(|end| end <= first.span.end), "an entry holds its own answer");
    }
    let claimed = |document: usize, line: usize| {
        collection.entries.iter().any(|entry| {
            let lines = collection.documents[document].lines.lines(entry.span);
            entry.document == document && (lines.first..=lines.last).contains(&line)
        })
    };
    for passage in &collection.passages {
        for block in &passage.blocks {
            let first = collection.documents[passage.document].lines.lines(block.span).first;
            assert!(!claimed(passage.document, first), "line {first} is entry and passage");
        }
    }
}

/// Lines, number, languages of code and hashes of every entry of a document, one entry a line.
fn table(collection: &Collection, document: usize) -> String {
    let lines = &collection.documents[document].lines;
    let mut table = String::from(
        "lines\tquestion\tanswer\tnumber\tdifficulty\tcode\tsection\tquestion hash\tanswer hash\n",
    );
    for entry in collection.entries.iter().filter(|entry| entry.document == document) {
        let range = |span| {
            let lines = lines.lines(span);
            format!("{}-{}", lines.first, lines.last)
        };
        let answer = entry.answer.as_deref().unwrap_or_default();
        let mut languages = Vec::new();
        answer.iter().for_each(|block| push_languages(block, &mut languages));
        let cells = [
            range(entry.span),
            range(entry.question_span),
            entry.answer_span().map(range).unwrap_or_default(),
            entry.number.as_deref().unwrap_or_default().to_string(),
            entry.difficulty.map_or("", |difficulty| difficulty.word()).to_string(),
            languages.join(" "),
            short_hash(&entry.section.join("\n")),
            short_hash(&plain_text(&entry.question)),
            short_hash(&plain_text_of(answer)),
        ];
        writeln!(table, "{}", cells.join("\t")).expect("a string takes all");
    }
    table
}

fn push_languages(block: &Block, languages: &mut Vec<String>) {
    if let BlockKind::Code(Code { language, .. }) = &block.kind {
        languages.push(language.clone().unwrap_or_else(|| "-".into()).to_string());
    }
    block.children().into_iter().for_each(|child| push_languages(child, languages));
}

fn short_hash(text: &str) -> String {
    Sha256::digest(text).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn boundaries_code_and_wording_are_as_they_were_read_once() {
    let Some((collection, _)) = built("tables") else { return };
    for (index, document) in collection.documents.iter().enumerate() {
        let name = format!("seed-{}", &document.id[..3]);
        insta::assert_snapshot!(name, table(&collection, index));
    }
}

#[test]
fn a_second_build_leaves_notes_and_doubtful_pairs_as_the_first_made_them() {
    let Some(seeds) = seeds("a second build changes nothing") else { return };
    let place = Workplace::new(&[]);
    let build = || {
        place.build(&[seeds.to_str().unwrap(), "--ledger", "seeds.lock", "--only", "json"]);
        (place.read("seeds.lock"), place.model())
    };
    let (first, again) = (build(), build());
    assert!(first.0 == again.0, "what joins a note does not hang on what the ledger knows");
    assert_eq!(first.1["doubts"], again.1["doubts"], "nor do the pairs that are perhaps the same");
    assert!(first.1 == again.1, "nor does anything else");
}

#[test]
fn nothing_garbled_is_left_in_any_artifact() {
    let Some((collection, output)) = built("garbled") else { return };
    let whole = |name: &str, text: &str| {
        let runs: Vec<_> = mojibake::suspicious(text).map(|range| text[range].to_string()).collect();
        assert!(runs.is_empty(), "{name} holds {runs:?}");
    };
    for document in &collection.documents {
        whole(&document.id, &document.text);
    }
    // The model lists what was repaired, garbled as it was.
    let mut model: Value = serde_json::from_slice(&fs::read(output.join("model.json")).unwrap()).unwrap();
    for document in model["documents"].as_array_mut().unwrap() {
        document["repairs"] = Value::Null;
    }
    whole("model.json", &model.to_string());
    whole("review.csv", &fs::read_to_string(output.join("review.csv")).unwrap());
    for note in &collection.notes {
        let fields =
            [&note.fields.question, &note.fields.answer, &note.fields.asides, &note.fields.follow_ups];
        fields.into_iter().for_each(|field| whole(&note.guid, field));
    }
    if !clients::left_out("nothing garbled is left in the PDF") {
        let said: Value =
            serde_json::from_str(&clients::python("pdf_read.py", &[&output.join("cheatsheet.pdf")])).unwrap();
        said["pages"]
            .as_array()
            .unwrap()
            .iter()
            .for_each(|page| whole("cheatsheet.pdf", page["text"].as_str().unwrap()));
    }
}

#[test]
fn genuine_characters_are_left_alone() {
    let Some(folder) = seeds("genuine characters") else { return };
    for (start, genuine) in [("001", 15), ("002", 68)] {
        let found = discover(std::slice::from_ref(&folder), &[]).expect("the seeds");
        let source = found.sources.iter().find(|source| source.id.starts_with(start)).expect("the seed");
        let bytes = read(source).expect("readable");
        let reading = deckpress::intake::document(source.id.clone(), &bytes, "en").expect("text");
        assert_eq!(reading.document.text.as_bytes(), bytes, "{start} is as it was");
        assert_eq!(reading.document.text.chars().filter(|c| !c.is_ascii()).count(), genuine);
    }
}

#[test]
fn every_card_and_page_of_the_seeds_holds_in_its_client() {
    let Some((collection, output)) = built("clients") else { return };
    if clients::left_out("the seeds in Anki and in PDF readers") {
        return;
    }
    let ready: Vec<_> = collection.notes.iter().filter(|note| note.draft.answer.is_some()).collect();
    let report: Value = serde_json::from_str(&clients::python("anki_cards.py", &[&output.join("deck.apkg")]))
        .expect("a report");
    assert_eq!((report["new"].as_u64(), report["clean"].as_bool()), (Some(ready.len() as u64), Some(true)));
    for card in report["cards"].as_array().unwrap() {
        for side in ["question", "answer"] {
            let html = card[side].as_str().unwrap();
            assert!(!html.trim().is_empty() && !html.contains("{{"), "{html}");
        }
    }
    let said: Value =
        serde_json::from_str(&clients::python("pdf_read.py", &[&output.join("cheatsheet.pdf")])).unwrap();
    assert_eq!(said["problems"], serde_json::json!([]), "qpdf finds nothing");
    let squeezed = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let pages: String = said["pages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|page| squeezed(page["text"].as_str().unwrap()))
        .collect();
    for note in ready {
        let question = plain_text(&note.draft.question);
        assert!(pages.contains(&squeezed(&question)), "on paper: {} {question}", note.guid);
    }
}
