//! What is printed, read by software that nobody here wrote: all of the text, in order, and nothing out of place.

use std::fs;
use std::path::{Path, PathBuf};

use deckpress::model::content::{Code, Item, plain_text};
use deckpress::model::{Block, BlockKind, Collection, Inline, InlineKind, Note, Status};
use deckpress::write::pdf::handbook::handbook;
use deckpress::write::pdf::theme::Theme;
use deckpress::write::pdf::{PaperSize, Pdf, Print, Products};
use deckpress::write::{WriteContext, Writer};
use deckpress::{config, pipeline};
use serde_json::{Value, json};

use crate::pdf::CONTEXT;
use crate::{clients, seeds};

struct Silent;

impl pipeline::Progress for Silent {
    fn step(&self, _stage: &'static str) {}
}

#[test]
fn strangers_read_all_of_the_fixtures_on_paper() {
    const TEST: &str = "strangers_read_all_of_the_fixtures_on_paper";
    if clients::left_out(TEST) {
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["cards", "markup", "recognise", "recognise-options"];
    let sources = folders.map(|folder| root.join("tests/fixtures").join(folder)).to_vec();
    read(
        TEST,
        &collection(TEST, sources),
        PaperSize::A4,
        Products { cheatsheet: true, handbook: true, cards: true },
    );
}

#[test]
fn strangers_read_all_of_the_project_s_own_deck_on_paper() {
    const TEST: &str = "strangers_read_all_of_the_project_s_own_deck_on_paper";
    if clients::left_out(TEST) {
        return;
    }
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("source");
    let products = Products { cheatsheet: true, handbook: true, cards: true };
    read(TEST, &collection(TEST, vec![source]), PaperSize::Letter, products);
}

#[test]
fn strangers_read_all_of_the_seeds_on_paper() {
    const TEST: &str = "strangers_read_all_of_the_seeds_on_paper";
    if clients::left_out(TEST) {
        return;
    }
    let Some(seeds) = seeds::seeds(TEST) else { return };
    let products = Products { cheatsheet: true, handbook: true, cards: false };
    read(TEST, &collection(TEST, vec![seeds]), PaperSize::A4, products);
}

fn folder(test: &str) -> PathBuf {
    let folder = clients::target_folder().join("tests/readers").join(test);
    fs::create_dir_all(&folder).expect("the target folder is writable");
    folder
}

fn collection(test: &str, sources: Vec<PathBuf>) -> Collection {
    let output = folder(test).join("output");
    let _ = fs::remove_dir_all(&output);
    let flags = config::Flags {
        sources,
        output: Some(output),
        only: vec!["json".to_string()],
        now: Some(1_700_000_000),
        ..config::Flags::default()
    };
    let config = config::Config::new(config::Typed::default(), flags).expect("a configuration");
    pipeline::build(&config, &Silent).expect("documents build").collection
}

/// Prints `collection` and holds what readers say of it.
fn read(test: &str, collection: &Collection, paper: PaperSize, products: Products) {
    let mut print = Print::SHIPPED;
    (print.options.products, print.options.paper) = (products, paper);
    // Long answers as they are, so that all of them can be looked for.
    print.themes.cheatsheet = "longest_answer = 0\n".into();
    let written = Pdf.write(collection, &WriteContext { print, ..CONTEXT }).expect("PDFs");
    let folder = folder(test);
    let wanted = folder.join("wanted.json");
    let ready = collection.notes.iter().filter(|note| note.status() == Status::Ready);
    // What no font has is spelled out: it is not to be found as it stands.
    let missing = handbook(collection, &Theme::handbook()).missing;
    let is_spelled_out = |note: &Value| note.to_string().chars().any(|c| missing.contains_key(&c));
    let notes: Vec<Value> = ready.map(|note| printed(note, collection)).collect();
    let notes: Vec<Value> = notes.into_iter().filter(|note| !is_spelled_out(note)).collect();
    assert!(notes.len() * 10 > collection.notes.len(), "{} notes", notes.len());
    fs::write(&wanted, Value::from(notes).to_string()).expect("the target folder is writable");
    let mut paths = vec![wanted];
    for artifact in &written.artifacts {
        let path = folder.join(&artifact.name);
        fs::write(&path, &artifact.bytes).expect("the target folder is writable");
        paths.push(path);
    }
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let said: Value = serde_json::from_str(&clients::python("pdf_pages.py", &paths)).expect("a report");
    let said = said.as_object().expect("products");
    assert_eq!(said.len(), written.artifacts.len());
    for (product, said) in said {
        hold(test, product, said);
    }
}

/// The least share of characters that each reader gets, in the right order.
const LEAST: f64 = 0.999;

fn hold(test: &str, product: &str, said: &Value) {
    for stream in said["streams"].as_array().expect("readers") {
        let number = |name: &str| stream[name].as_u64().expect("a count");
        let share = number("found") as f64 / number("wanted") as f64;
        println!(
            "{test}, {product}: {} reads {:.3} % of {} characters, {} lines of code with their indentation",
            stream["reader"],
            share * 100.0,
            number("wanted"),
            number("lines"),
        );
        assert!(number("wanted") > 1_000, "{product}: {stream}");
        assert!(share >= LEAST, "{product}: {stream}");
        assert_eq!(stream["dented"], json!([]), "{product}: {stream}");
    }
    assert_eq!(said["problems"], json!([]), "{product}");
    assert_eq!(said["outside"], json!([]), "{product}: ink outside the margins");
    assert_eq!(said["overlaps"], json!([]), "{product}: lines over each other");
    assert_eq!(said["targets"]["lost"], json!([]), "{product}: lead nowhere");
    assert!(said["targets"]["outline"].as_u64() > Some(0), "{product}: {}", said["targets"]);
    assert_eq!(said["notdefs"], 0, "{product}");
    for (name, embedded) in said["fonts"].as_object().expect("fonts by name") {
        let tag = name.split_once('+').map_or("", |(tag, _)| tag);
        assert!(tag.len() == 6 && embedded == true, "{product}: `{name}` is no embedded subset");
    }
}

/// What is to be found of a note: behind each place where its short id stands, what follows there.
fn printed(note: &Note, collection: &Collection) -> Value {
    let drawn = |source: &str| collection.drawn.contains_key(source);
    let pieces = |blocks: &[Block]| {
        let mut found = Vec::new();
        blocks.iter().for_each(|block| push(block, &drawn, &mut found));
        found
    };
    let question = words(&note.draft.question);
    let beside = pieces(&note.draft.question_blocks);
    let full = pieces(note.draft.answer.as_deref().unwrap_or_default());
    let short = note.draft.brief.as_deref().map_or_else(|| full.clone(), &pieces);
    let sheet = [beside.clone(), short.clone()].concat();
    let book = [beside.clone(), full].concat();
    let front = [vec![question.clone()], beside].concat();
    json!({
        "id": note.short_id(),
        "question": question,
        "cheatsheet": [sheet],
        "handbook": [book],
        "cards": [front, short],
    })
}

fn push(block: &Block, drawn: &impl Fn(&str) -> bool, out: &mut Vec<Value>) {
    let all = |blocks: &[Block], out: &mut Vec<Value>| {
        blocks.iter().for_each(|block| push(block, drawn, out));
    };
    match &block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => out.push(words(content)),
        BlockKind::List(list) => list.items.iter().for_each(|Item { blocks, .. }| all(blocks, out)),
        BlockKind::Code(code) => out.push(lines(code)),
        BlockKind::Table(table) => {
            let cells = std::iter::once(&table.head).chain(&table.rows).flat_map(|row| &row.cells);
            out.extend(cells.map(|cell| words(cell)));
        }
        BlockKind::Quote(blocks) => all(blocks, out),
        BlockKind::Callout { title, blocks, .. } => {
            out.extend(title.iter().map(|title| words(title)));
            all(blocks, out);
        }
        BlockKind::Disclosure { summary, blocks, .. } => {
            out.push(words(summary));
            all(blocks, out);
        }
        BlockKind::DefinitionList(list) => {
            for definition in list {
                out.extend(definition.terms.iter().map(|term| words(term)));
                definition.definitions.iter().for_each(|blocks| all(blocks, out));
            }
        }
        BlockKind::Diagram { source, .. } if !drawn(source) => {
            out.push(json!({ "code": source.lines().collect::<Vec<_>>() }));
        }
        BlockKind::Footnote { blocks, .. } => all(blocks, out),
        BlockKind::Math(tex) => out.push(json!({ "set": tex.len() })),
        BlockKind::Image(image) => {
            out.push(json!({ "set": image.alt.len() + image.title.len() + image.url.len() }));
        }
        BlockKind::Diagram { .. } | BlockKind::Rule => {}
    }
}

/// Running text; only about how long it is where something of it is set rather than written: formulas, pictures.
fn words(content: &[Inline]) -> Value {
    fn is_set(inline: &Inline) -> bool {
        matches!(inline.kind, InlineKind::Math(_) | InlineKind::Image(_))
            || inline.children().iter().any(is_set)
    }
    let words = plain_text(content);
    if content.iter().any(is_set) { json!({ "set": words.len() }) } else { json!({ "words": words }) }
}

fn lines(code: &Code) -> Value {
    let expanded = |line: &str| {
        line.chars().fold(String::new(), |mut line, c| {
            let count = if c == '\t' { 4 - line.chars().count() % 4 } else { 1 };
            line.extend(std::iter::repeat_n(if c == '\t' { ' ' } else { c }, count));
            line
        })
    };
    json!({ "code": code.text.lines().map(expanded).collect::<Vec<_>>() })
}
