//! The deck as Anki's own backend sees it.

use std::fs;
use std::path::{Path, PathBuf};

use deckpress::model::content::{
    Align, Code, Definition, Hyperlink, Image, Item, List, Row, Table, plain_text,
};
use deckpress::model::{
    Aside, AsideKind, Block, BlockKind, Blocks, Collection, Deck, Difficulty, Document, Draft, Entry, Fields,
    FollowUp, Inline, InlineKind, Inlines, LineIndex, Link, Media, Note, NoteKind, OffsetMap, Span, Stamp,
    Variant,
};
use deckpress::render::diagram::Drawn;
use deckpress::render::html;
use deckpress::sheet::Options;
use deckpress::write::note_type::NoteType;
use deckpress::write::pdf::Print;
use deckpress::write::{WriteContext, Writer, apkg::Apkg};
use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

use crate::clients;

pub const MODIFIED: i64 = 1_764_000_000;

/// Texts that HTML, Anki's templates, its media and LaTeX scanners, its desktop and MathJax would each
/// like to interpret.
const HOSTILE: &[&str] = &[
    "{{Question}} {{c1::gap}} {{{ }}} {{#x}}y{{/x}}",
    "[sound:bell.mp3] [SOUND:x.ogg] [anki:tts lang=en_US]hello[/anki:tts] [anki:play:q:0]",
    "[latex]x[/latex] [$]x^2[/$] [$$]x[/$$] [LaTeX]y[/LaTeX]",
    "[[type:Answer]] [[type:cloze:Question]]",
    r"\(not maths\) \[nor this\] \\( \\[ a\",
    "<b>bold</b> <script>alert(1)</script> <img src=x onerror=alert(1)> <!-- gone? --> </div></details>",
    "&lt; &amp; &#123; &nbsp; &copy; AT&T",
    "\"quotes\" 'and' `ticks` = + - @ ::",
    "مرحبا بالعالم שלום 日本語 🙂\u{fe0f} e\u{301}",
    "] } ) > { [ ( < \\",
    "a non-breaking\u{a0}space",
    "a non-breaking\u{a0}space & more",
];

fn inline(kind: InlineKind) -> Inline {
    Inline::new(Span::default(), kind)
}

fn text(text: &str) -> Inlines {
    [Inline::text(Span::default(), text)].into()
}

fn block(kind: BlockKind) -> Block {
    Block::new(Span::default(), kind)
}

fn paragraph(words: &str) -> Block {
    block(BlockKind::Paragraph(text(words)))
}

fn code(language: Option<&str>, text: &str) -> Block {
    let language = language.map(str::to_owned);
    block(BlockKind::Code(Code { language: language.map(Into::into), fenced: true, text: text.into() }))
}

fn item(task: Option<bool>, blocks: Vec<Block>) -> Item {
    Item { span: Span::default(), task, blocks: blocks.into() }
}

fn list(start: Option<u64>, tight: bool, items: Vec<Item>) -> Block {
    block(BlockKind::List(List { start, tight, items: items.into() }))
}

fn image(url: &str, alt: &str) -> Image {
    Image { url: url.into(), alt: alt.into(), title: "".into() }
}

fn link(url: &str, words: &str) -> Inline {
    inline(InlineKind::Link(Box::new(Hyperlink {
        url: url.into(),
        title: "a \"title\"".into(),
        content: text(words),
    })))
}

fn row(cells: &[&str]) -> Row {
    Row { span: Span::default(), cells: cells.iter().map(|cell| text(cell)).collect() }
}

/// Every kind of block and inline, with code in `language`.
fn every_node(language: &str) -> Vec<Block> {
    let inlines = vec![
        Inline::text(Span::default(), "A dictionary finds a key in "),
        inline(InlineKind::Strong(text("constant").into())),
        inline(InlineKind::SoftBreak),
        inline(InlineKind::Emphasis(text("expected").into())),
        Inline::text(Span::default(), " time, "),
        inline(InlineKind::Math("O(1) < n_{i}".into())),
        Inline::text(Span::default(), ", not "),
        inline(InlineKind::Strike(text("always").into())),
        Inline::text(Span::default(), "; see "),
        inline(InlineKind::Code("dict.get(key, \"{{default}}\")".into())),
        inline(InlineKind::HardBreak),
        link("https://example.org/a?b=1&c=\"2\"", "the manual"),
        Inline::text(Span::default(), ", "),
        link("javascript:alert(1)", "no link"),
        Inline::text(Span::default(), ", x"),
        inline(InlineKind::Superscript(text("2").into())),
        Inline::text(Span::default(), ", H"),
        inline(InlineKind::Subscript(text("2").into())),
        Inline::text(Span::default(), "O, press "),
        inline(InlineKind::Key("Ctrl".into())),
        Inline::text(Span::default(), " "),
        inline(InlineKind::Image(Box::new(image("deckpress-0f3a.png", "a dot")))),
        inline(InlineKind::Image(Box::new(image("https://example.org/far.png", "a far picture")))),
        inline(InlineKind::FootnoteReference("n1".into())),
        inline(InlineKind::Math(r"a \) b".into())),
    ];
    vec![
        block(BlockKind::Heading { level: 3, content: text("How it works") }),
        block(BlockKind::Paragraph(inlines.into())),
        list(
            None,
            true,
            vec![
                item(
                    None,
                    vec![paragraph("first"), list(Some(3), true, vec![item(None, vec![paragraph("three")])])],
                ),
                item(Some(true), vec![paragraph("done")]),
                item(Some(false), vec![paragraph("to do")]),
            ],
        ),
        list(
            Some(1),
            false,
            vec![
                item(None, vec![paragraph("loose"), paragraph("twice")]),
                item(None, vec![paragraph("more"), code(None, "plain")]),
            ],
        ),
        code(
            Some(language),
            "def find(table: dict[str, int], key: str) -> int | None:\n    # the whole line is longer than a phone is wide, so it wraps\n    match table.get(key):\n        case None:\n            return None\n        case value:\n            return value",
        ),
        block(BlockKind::Table(Box::new(Table {
            align: [Align::Default, Align::Left, Align::Center, Align::Right].into(),
            head: row(&["Structure", "Lookup", "Ordered", "Bytes"]),
            rows: [
                row(&["hash table", "constant", "no", "104"]),
                row(&["B-tree", "logarithmic", "yes", "64"]),
            ]
            .into(),
        }))),
        block(BlockKind::Quote([paragraph("Measure first.")].into())),
        block(BlockKind::Callout {
            kind: "warning".into(),
            title: None,
            blocks: [paragraph("Keys must be hashable.")].into(),
        }),
        block(BlockKind::Callout {
            kind: "tip\" onclick=x".into(),
            title: Some(text("Remember").into()),
            blocks: [paragraph("Order of insertion is kept.")].into(),
        }),
        block(BlockKind::Disclosure {
            kind: Some("success".into()),
            summary: text("Why?").into(),
            shown: 0,
            open: false,
            blocks: [paragraph("Because of open addressing.")].into(),
        }),
        block(BlockKind::DefinitionList(
            [Definition {
                terms: [text("load factor"), text("fill")].into(),
                definitions: [
                    [paragraph("entries per slot")].into(),
                    [paragraph("a"), paragraph("b")].into(),
                ]
                .into(),
            }]
            .into(),
        )),
        block(BlockKind::Image(image("deckpress-0f3a.png", "a dot, alone").into())),
        block(BlockKind::Diagram { language: "mermaid".into(), source: "graph TD; A-->B".into() }),
        block(BlockKind::Math(r"\sum_{i=1}^{n} \frac{{a}}{b} \\[4pt] < 1".into())),
        block(BlockKind::Rule),
        block(BlockKind::Footnote { label: "n1".into(), blocks: [paragraph("In practice.")].into() }),
    ]
}

fn document(id: &str) -> Document {
    Document {
        id: id.to_owned(),
        name: id.to_owned(),
        lang: "en".to_owned(),
        text: "".into(),
        encoding: "UTF-8".to_owned(),
        repairs: Vec::new(),
        lines: LineIndex::new(""),
        bytes: OffsetMap::default(),
        hash: String::new(),
    }
}

fn entry(document: usize, section: &[&str]) -> Entry {
    Entry {
        open_reason: None,
        document,
        span: Span::default(),
        rule: "test".into(),
        confidence: 100,
        kind: NoteKind::Basic,
        cloze: None,
        number: None,
        question: Inlines::new(),
        question_span: Span::default(),
        question_blocks: Blocks::new(),
        answer: None,
        asides: [].into(),
        difficulty: None,
        tags: [].into(),
        companies: [].into(),
        links: [].into(),
        section: section.iter().map(|&title| title.into()).collect(),
        explicit_id: None,
    }
}

fn draft(question: &str, answer: Option<Blocks>) -> Draft {
    Draft {
        merges: Vec::new(),
        kind: NoteKind::Basic,
        cloze: None,
        question: text(question),
        question_blocks: Blocks::new(),
        brief: None,
        answer,
        variants: Vec::new(),
        asides: Vec::new(),
        tags: Vec::new(),
        companies: Vec::new(),
        links: Vec::new(),
        difficulty: None,
        topic: String::new(),
        entries: vec![0],
    }
}

fn aside(kind: AsideKind) -> Aside {
    Aside { span: Span::default(), kind }
}

fn follow_up(question: &str, hint: &str) -> FollowUp {
    let hint = if hint.is_empty() { Vec::new() } else { text(hint).to_vec() };
    FollowUp { span: Span::default(), question: text(question), hint: hint.into() }
}

/// A question with all that a note can carry, with code in `language`.
fn full(language: &str) -> Draft {
    Draft {
        question_blocks: [
            code(Some(language), "print({}.get(1))"),
            block(BlockKind::Image(image("deckpress-0f3a.png", "a dot, asked").into())),
            list(
                None,
                true,
                vec![item(None, vec![paragraph("None")]), item(None, vec![paragraph("KeyError")])],
            ),
        ]
        .into(),
        brief: Some([paragraph("In constant expected time, by the hash of the key.")].into()),
        variants: vec![Variant {
            entry: 1,
            blocks: [paragraph("It hashes the key."), code(None, "hash(key)")].into(),
        }],
        asides: vec![
            aside(AsideKind::Tested([paragraph("Whether you know what a hash table costs.")].into())),
            aside(AsideKind::RedFlag([paragraph("“It is always constant.”")].into())),
            aside(AsideKind::Insight([paragraph("Ask what happens when the table grows.")].into())),
            aside(AsideKind::FollowUps(vec![
                follow_up("What is a collision?", "two keys, one slot"),
                follow_up("When does it resize?", ""),
            ])),
        ],
        tags: vec!["hashing".to_owned()],
        companies: vec!["Acme & Sons".to_owned(), "Initech".to_owned()],
        links: vec![
            Link {
                url: "https://example.org/practice".to_owned(),
                text: "Practice: dictionaries".to_owned(),
            },
            Link { url: "../local.md".to_owned(), text: "local".to_owned() },
        ],
        difficulty: Some(Difficulty::Medium),
        topic: "Data structures".to_owned(),
        entries: vec![0, 1],
        ..draft("How does a dictionary find a key?", Some(every_node(language).into()))
    }
}

/// A collection that holds every node, every part and every hostile text.
pub fn collection() -> Collection {
    let documents = vec![document("python/{{basics}}.md"), document("more <questions>.txt")];
    let entries = vec![entry(0, &["Core", "Dictionaries"]), entry(1, &[])];
    let mut drafts = vec![full("python"), draft("Still open?", None)];
    for hostile in HOSTILE {
        let nodes = vec![
            paragraph(hostile),
            code(Some("x\"><script>"), hostile),
            block(BlockKind::Paragraph(
                [
                    inline(InlineKind::Code((*hostile).into())),
                    inline(InlineKind::HardBreak),
                    link(&format!("https://example.org/{hostile}"), hostile),
                ]
                .into(),
            )),
            // What is harmless alone and not side by side.
            block(BlockKind::Paragraph(
                hostile.chars().map(|c| Inline::text(Span::default(), c.to_string())).collect(),
            )),
        ];
        drafts.push(Draft { topic: (*hostile).to_owned(), ..draft(hostile, Some(nodes.into())) });
    }
    let decks = ["Interview::Data \"structures\"", "interview::Größe: <b>", "Interview"];
    let notes = drafts.into_iter().zip(1..).map(|(draft, position)| Note {
        guid: format!("g{position:02}abcdefghi"),
        position: 100 - position,
        deck: decks[position as usize % decks.len()].to_owned(),
        fields: html::fields(&draft, None, &entries, &documents, &Drawn::new()),
        draft,
        anki_tags: vec!["difficulty::medium".to_owned(), "topic::x".to_owned()],
        stamp: Stamp { modified: MODIFIED, ..Stamp::default() },
    });
    let notes = notes.collect();
    Collection {
        name: "Interview".to_owned(),
        documents,
        entries,
        notes,
        decks: decks
            .iter()
            .map(|&name| Deck { name: name.to_owned(), description: "From 2 <documents> & more".to_owned() })
            .collect(),
        media: vec![Media { name: "deckpress-0f3a.png".to_owned(), bytes: DOT.to_vec() }],
        ..Collection::default()
    }
}

/// A grey dot, as PNG.
const DOT: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0,
    0, 1, 8, 0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63,
    0x68, 0, 0, 0, 0x82, 0, 0x81, 0x77, 0xcd, 0x72, 0xb6, 0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42,
    0x60, 0x82,
];

pub fn package(collection: &Collection) -> Vec<u8> {
    let context = WriteContext {
        now: MODIFIED,
        version: "0.0.0",
        note_type: NoteType::SHIPPED,
        print: Print::SHIPPED,
        sheet: Options::DEFAULT,
    };
    let mut artifacts = Apkg.write(collection, &context).expect("a package").artifacts;
    assert_eq!(artifacts.len(), 1);
    assert_eq!(artifacts[0].name, "deck.apkg");
    artifacts.remove(0).bytes
}

/// Writes the package of `collection` for a client to read.
fn write(test: &str, name: &str, collection: &Collection) -> PathBuf {
    let folder = clients::target_folder().join("tests/anki").join(test);
    fs::create_dir_all(&folder).expect("the target folder is writable");
    let path = folder.join(name);
    fs::write(&path, package(collection)).expect("the target folder is writable");
    path
}

/// What Anki makes of the package of `collection` in a fresh collection.
fn imported(test: &str, collection: &Collection) -> Value {
    let report = clients::python("anki_cards.py", &[&write(test, "deck.apkg", collection)]);
    serde_json::from_str(&report).expect("a report")
}

/// What a user who studies, writes and tags after the first import has after each import.
fn imported_in_turn(test: &str, builds: &[&Collection]) -> Vec<Value> {
    let paths: Vec<PathBuf> = builds
        .iter()
        .enumerate()
        .map(|(number, build)| write(test, &format!("{number}.apkg"), build))
        .collect();
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    serde_json::from_str(&clients::python("anki_update.py", &paths)).expect("a report")
}

fn array(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn string(value: &Value) -> &str {
    value.as_str().expect("a string")
}

/// The ready notes in the order in which they are studied.
fn ready(collection: &Collection) -> Vec<&Note> {
    let mut notes: Vec<&Note> = collection.notes.iter().filter(|note| note.draft.answer.is_some()).collect();
    notes.sort_by_key(|note| note.position);
    notes
}

#[test]
fn every_ready_note_imports_as_one_card_that_renders() {
    if clients::left_out("every_ready_note_imports_as_one_card_that_renders") {
        return;
    }
    let collection = collection();
    let report = imported("renders", &collection);
    let notes = ready(&collection);
    assert_eq!(notes.len(), collection.notes.len() - 1);
    assert_eq!(report["new"], notes.len());
    assert_eq!(report["notes"], notes.len());
    assert_eq!(report["empty_cards"], 0);
    assert_eq!(report["note_types"], json!(["deckpress"]));
    assert_eq!(report["clean"], true, "{}", report["problems"]);
    assert_eq!(report["derived_by_us"], report["derived_by_anki"], "sort fields, checksums, tags");

    let cards = array(&report["cards"]);
    assert_eq!(cards.len(), notes.len());
    for (card, note) in cards.iter().zip(notes) {
        assert_eq!(card["guid"], note.guid);
        assert_eq!(card["due"], note.position);
        assert_eq!((&card["type"], &card["queue"]), (&json!(0), &json!(0)));
        assert_eq!(card["sounds"], 0);
        for side in ["question", "answer"] {
            let html = string(&card[side]).to_lowercase();
            assert!(!html.trim().is_empty());
            for interpreted in
                ["{{", "}}", "[sound:", "[latex]", "[$", "[[type", "[anki:", "<!--", "template", "problem"]
            {
                assert!(!html.contains(interpreted), "`{interpreted}` in {html}");
            }
        }
        let question = plain_text(&note.draft.question);
        let question: String = question.nfc().collect();
        assert!(string(&card["front"][0]).starts_with(&question), "{question}");
    }
}

#[test]
fn a_reverse_card_comes_when_the_user_asks_for_it() {
    if clients::left_out("a_reverse_card_comes_when_the_user_asks_for_it") {
        return;
    }
    let report = imported("reverse", &collection());
    let cards = array(&report["reversed"]);
    assert_eq!(report["notes"], cards.len());
    let full = cards.iter().find(|card| card["guid"] == "g01abcdefghi").expect("a reverse card");
    assert_eq!(full["front"][0], "In constant expected time, by the hash of the key.");
    assert!(!string(&full["question"]).contains("find a key"));
    assert!(string(&full["answer"]).contains("How does a dictionary find a key?"));
}

#[test]
fn media_arrive_and_none_is_missing() {
    if clients::left_out("media_arrive_and_none_is_missing") {
        return;
    }
    let report = imported("media", &collection());
    assert_eq!(report["media_missing"], json!([]));
    assert_eq!(report["media_unused"], json!([]));
    assert_eq!(report["media_files"], json!(["deckpress-0f3a.png"]));
}

#[test]
fn decks_keep_name_and_description() {
    if clients::left_out("decks_keep_name_and_description") {
        return;
    }
    let report = imported("decks", &collection());
    let mut decks: Vec<(&str, &str)> = array(&report["decks"])
        .iter()
        .map(|deck| (string(&deck["name"]), string(&deck["description"])))
        .collect();
    decks.sort_unstable();
    let description = "From 2 &lt;documents&gt; &amp; more";
    assert_eq!(
        decks,
        [
            ("Default", ""),
            ("Interview", description),
            ("Interview::Data \"structures\"", description),
            ("Interview::Größe: <b>", description),
        ]
    );
    assert!(array(&report["decks"]).iter().all(|deck| deck["options"] == 1), "no preset of ours");
}

#[test]
fn hostile_text_reads_as_it_was_written() {
    if clients::left_out("hostile_text_reads_as_it_was_written") {
        return;
    }
    let report = imported("hostile", &collection());
    for hostile in HOSTILE {
        // Anki composes what it imports.
        let expected: String = hostile.nfc().collect();
        let card = array(&report["cards"])
            .iter()
            .find(|card| card["front"][0] == expected)
            .unwrap_or_else(|| panic!("no card asks {expected}"));
        let texts = |tag: &str| -> Vec<&str> {
            array(&card["back"])
                .iter()
                .filter(|piece| piece["tag"] == tag)
                .map(|piece| string(&piece["text"]))
                .collect()
        };
        let paragraphs = texts("p");
        assert_eq!(paragraphs[0], expected);
        assert_eq!(texts("code"), [expected.as_str(), &expected]);
        assert_eq!(texts("a"), [&expected]);
        assert_eq!(paragraphs[2], expected);
    }
}

#[test]
fn nothing_of_a_source_becomes_markup() {
    if clients::left_out("nothing_of_a_source_becomes_markup") {
        return;
    }
    let report = imported("markup", &collection());
    for card in array(&report["cards"]) {
        for attribute in array(&card["attributes"]) {
            let (tag, name) = (string(&attribute[0]), string(&attribute[1]));
            let value = attribute[2].as_str().unwrap_or_default();
            match name {
                "href" => assert!(value.starts_with("https://"), "{value}"),
                "src" => assert_eq!(value, "deckpress-0f3a.png"),
                "class" => {
                    assert!(value.chars().all(|c| c.is_ascii_alphanumeric() || " -".contains(c)), "{value}");
                }
                "open" | "start" | "id" | "alt" | "title" => {}
                _ => panic!("<{tag} {name}=\"{value}\">"),
            }
        }
        for tag in array(&card["tags"]) {
            assert!(!["script", "iframe", "object", "style", "form", "b"].contains(&string(tag)), "<{tag}>");
        }
    }
}

#[test]
fn an_empty_collection_imports() {
    if clients::left_out("an_empty_collection_imports") {
        return;
    }
    let report = imported("empty", &Collection { name: "Empty".to_owned(), ..Collection::default() });
    assert_eq!(report["new"], 0);
    assert_eq!(report["clean"], true, "{}", report["problems"]);
}

#[test]
fn the_same_build_changes_nothing_and_neither_does_another_order() {
    if clients::left_out("the_same_build_changes_nothing_and_neither_does_another_order") {
        return;
    }
    let first = collection();
    let mut moved = first.clone();
    for note in &mut moved.notes {
        note.position += 7;
    }
    let steps = imported_in_turn("same", &[&first, &first, &moved]);
    for step in &steps[1..] {
        assert_eq!((&step["new"], &step["updated"], &step["conflicting"]), (&json!(0), &json!(0), &json!(0)));
        assert_eq!(step["notes"], steps[0]["notes"]);
        assert_eq!(step["note_types"], steps[0]["note_types"]);
        assert_eq!(step["decks"], steps[0]["decks"]);
        assert_eq!(step["clean"], true);
    }
}

#[test]
fn a_changed_answer_updates_its_note_alone_and_keeps_its_scheduling() {
    if clients::left_out("a_changed_answer_updates_its_note_alone_and_keeps_its_scheduling") {
        return;
    }
    let first = collection();
    let mut changed = first.clone();
    // The note with the lowest id is among those that were studied.
    let studied = imported_in_turn("changed", &[&first]);
    let studied = studied[0]["notes"].as_object().expect("notes");
    let guid = studied.iter().find(|(_, note)| note["cards"][0][5] == 5).expect("a studied note").0;
    let note = changed.notes.iter_mut().find(|note| note.guid == **guid).expect("the note");
    note.fields.answer = "<p>A better answer.</p>".to_owned();
    note.stamp.modified = MODIFIED + 1000;

    let steps = imported_in_turn("changed", &[&first, &changed, &changed]);
    assert_eq!(steps[1]["updated"], 1);
    assert_eq!(steps[2]["updated"], 0);
    for step in &steps[1..] {
        assert_eq!((&step["new"], &step["conflicting"]), (&json!(0), &json!(0)));
        assert_eq!(step["note_types"], steps[0]["note_types"]);
        assert_eq!(step["styled"], true, "the user's own styling");
        for (id, before) in steps[0]["notes"].as_object().expect("notes") {
            let after = &step["notes"][id];
            assert_eq!(after["cards"], before["cards"], "scheduling of {id}");
            if id == guid {
                assert_eq!(after["fields"]["Answer"], "<p>A better answer.</p>");
                assert_eq!(after["fields"]["Question"], before["fields"]["Question"]);
                // What docs/note-types.md warns of.
                assert_eq!(after["fields"]["My Notes"], "");
            } else {
                assert_eq!(after, before);
                assert_eq!(after["fields"]["My Notes"], format!("remember {id}"));
                assert!(array(&after["tags"]).contains(&json!("mine")));
            }
        }
    }
}

#[test]
fn every_node_and_part_has_its_html() {
    let documents = vec![document("python/basics.md"), document("more.txt")];
    let entries = vec![entry(0, &["Core", "Dictionaries"]), entry(1, &[])];
    let fields = html::fields(&full("unheard-of"), None, &entries, &documents, &Drawn::new());
    let parts = [
        ("question", fields.question),
        ("brief", fields.brief),
        ("answer", fields.answer),
        ("asides", fields.asides),
        ("follow-ups", fields.follow_ups),
        ("variants", fields.variants),
        ("links", fields.links),
        ("source", fields.source),
        ("topic", fields.topic),
        ("difficulty", fields.difficulty),
    ];
    let parts: Vec<String> = parts.iter().map(|(name, part)| format!("--- {name}\n{part}\n")).collect();
    insta::assert_snapshot!(parts.concat());
}

#[test]
fn absent_parts_are_empty() {
    let fields =
        html::fields(&Draft { entries: Vec::new(), ..draft("Why?", None) }, None, &[], &[], &Drawn::new());
    assert_eq!(fields, Fields { question: "Why?".to_owned(), ..Fields::default() });
}

#[test]
fn equal_collections_give_equal_bytes() {
    assert_eq!(package(&collection()), package(&collection()));
}
