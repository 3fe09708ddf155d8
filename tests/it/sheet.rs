//! The review sheet, read back by Python's `csv`, and the model, read back by itself.

use deckpress::model::content::{Code, Item, List};
use deckpress::model::entry::FollowUp;
use deckpress::model::schema::Model;
use deckpress::model::{
    Aside, AsideKind, Block, BlockKind, Blocks, Collection, Deck, Diagnostic, Difficulty, Document, Doubt,
    Draft, Entry, Fields, Inline, Inlines, LineIndex, Link, Note, NoteKind, OffsetMap, Passage, Reject,
    Repair, SectionPath, Severity, Span, Stamp, Verdict,
};
use deckpress::render::markdown;
use deckpress::sheet::{Base, Column, Options, cell, guard, is_formula_like, unguard};
use deckpress::write::note_type::NoteType;
use deckpress::write::pdf::Print;
use deckpress::write::{WRITERS, WriteContext};

use crate::clients;

const CONTEXT: WriteContext = WriteContext {
    now: 1_700_000_000,
    version: "test",
    note_type: NoteType::SHIPPED,
    print: Print::SHIPPED,
    sheet: Options::DEFAULT,
};

/// What a sheet must not trip over.
const AWKWARD: [&str; 13] = [
    "plain",
    "a \"quoted\" word, and a comma; a semicolon\tand a tab",
    "two\nlines\n\nand an empty one",
    "crab 🦀, family 👩‍👩‍👧, accent e\u{301}, Arabic سؤال, Chinese 问题",
    "=HYPERLINK(\"http://example.org\")",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tindented",
    "＝1",
    "'=guarded already",
    "00123",
    "breaks\r\nof\rall kinds\n",
];

#[test]
fn python_reads_the_cells_that_were_written() {
    if clients::left_out("python_reads_the_cells_that_were_written") {
        return;
    }
    let collection = collection();
    let file = clients::target_folder().join("sheet-cells.csv");
    std::fs::write(&file, artifact("csv", &collection)).unwrap();
    let rows: Vec<Vec<String>> = serde_json::from_str(&clients::python("csv_cells.py", &[&file])).unwrap();

    assert_eq!(rows[0], Column::ALL.map(Column::name));
    assert_eq!(rows.len(), 1 + collection.notes.len());
    for (row, note) in rows[1..].iter().zip(&collection.notes) {
        let markdown = |blocks: &Option<Blocks>| {
            blocks.as_deref().map(markdown::blocks).unwrap_or_default().trim_end_matches('\n').to_owned()
        };
        let question =
            [markdown::inlines(&note.draft.question), markdown::blocks(&note.draft.question_blocks)];
        let line = 2 * note.position - 1;
        let expected = |column| match column {
            Column::Id => note.guid.clone(),
            Column::Review => if note.position == 3 { "approved" } else { "" }.to_owned(),
            Column::Status => note.status().word().to_owned(),
            Column::Deck => note.deck.clone(),
            Column::Difficulty => note.draft.difficulty.map_or("", Difficulty::word).to_owned(),
            Column::Question => question.join("\n\n").trim_end_matches('\n').to_owned(),
            Column::Brief => markdown(&note.draft.brief),
            Column::Answer => markdown(&note.draft.answer),
            Column::Tags => note.draft.tags.join("\n"),
            Column::Companies => note.draft.companies.join("\n"),
            Column::SameAs => match note.position {
                1 => "perhaps n22242 (62 %): two lines and an empty one".to_owned(),
                3 => "perhaps n22222 (62 %): plain".to_owned(),
                _ => String::new(),
            },
            Column::Sources => format!("notes/a.md:{line}"),
            Column::Flags if note.position == 1 => "one remark\nanother remark".to_owned(),
            Column::Flags => String::new(),
            Column::Comment => note.stamp.comment.clone(),
            Column::Base => row[Column::Base as usize].clone(),
        };
        let base = Base::unpack(&row[Column::Base as usize]).expect("the row tells what it holds");
        for (column, read) in Column::ALL.into_iter().zip(row) {
            let text = &expected(column);
            assert!(base.is(column, unguard(read)) || column == Column::Base, "{column:?}");
            assert_eq!(base.is_shortened(column), cell::is_shortened(read), "{column:?}");
            assert_eq!(
                read,
                &guard(&cell::shortened(text)).into_owned(),
                "{column:?} of note {}",
                note.position
            );
            assert!(!is_formula_like(read), "{column:?} of note {}: {read:?}", note.position);
            if !cell::is_shortened(read) {
                assert_eq!(
                    unguard(read),
                    text.replace("\r\n", "\n").replace('\r', "\n"),
                    "{column:?} of note {}",
                    note.position
                );
            }
        }
    }
}

#[test]
fn the_sheet_has_a_mark_quotes_everywhere_and_crlf_between_rows() {
    let bytes = artifact("csv", &collection());
    let text = std::str::from_utf8(&bytes).unwrap();
    let header = "\u{feff}\"id\",\"review\",\"status\",\"deck\",\"difficulty\",\"question\",\"brief\",\"answer\",\"tags\",\
                  \"companies\",\"same_as\",\"sources\",\"flags\",\"comment\",\"base\"\r\n";
    assert!(text.starts_with(header), "{text}");
    assert_eq!(text.matches('\u{feff}').count(), 1);
    assert_eq!(text.matches("\r\n").count(), 1 + NOTES, "one for each row");
    assert_eq!(text.matches('\r').count(), 1 + NOTES, "line breaks inside cells are line feeds");
    assert!(text.contains("\"a \"\"quoted\"\" word"), "{text}");
    assert_eq!(text.lines().filter(|line| line.starts_with("\"n22")).count(), NOTES, "ids are bare");
}

#[test]
fn a_collection_of_nothing_is_a_header() {
    let bytes = artifact("csv", &Collection::default());
    assert_eq!(bytes.iter().filter(|byte| **byte == b'\n').count(), 1);
}

#[test]
fn the_model_reads_back_exactly() {
    let bytes = artifact("json", &collection());
    let model: Model = serde_json::from_slice(&bytes).unwrap();
    let mut again = serde_json::to_vec_pretty(&model).unwrap();
    again.push(b'\n');
    assert_eq!(String::from_utf8(bytes).unwrap(), String::from_utf8(again).unwrap());
}

#[test]
fn the_model_says_where_everything_stands() {
    let model: serde_json::Value = serde_json::from_slice(&artifact("json", &collection())).unwrap();
    assert_eq!(model["schema_version"], 1);
    assert_eq!(model["documents"][0]["id"], "notes/a.md");
    assert_eq!(model["documents"][0]["lines"], 2 * NOTES);
    assert_eq!(model["documents"][0]["repairs"][0]["first_line"], 2);

    let entry = &model["entries"][0];
    let lines = ["first_line", "last_line", "question_first_line", "question_last_line", "answer_first_line"];
    assert_eq!(lines.map(|key| entry[key].as_u64()), [Some(1), Some(2), Some(1), Some(1), Some(2)]);
    assert_eq!(entry["note"], model["notes"][0]["guid"]);
    assert_eq!(entry["code_languages"], serde_json::json!(["python", "sql"]));
    assert_eq!(entry["asides"][0]["kind"], "red-flag");
    assert_eq!(entry["asides"][1]["follow_ups"].as_array().map(Vec::len), Some(1));
    assert_eq!(entry["asides"][1]["markdown"], serde_json::Value::Null);

    let open = &model["entries"][1];
    for key in ["answer_markdown", "answer_first_line", "answer_last_line", "number", "explicit_id"] {
        assert!(open.as_object().unwrap().contains_key(key) && open[key].is_null(), "{key}");
    }
    assert_eq!(model["notes"][1]["status"], "open");
    assert_eq!(model["notes"][0]["entries"], serde_json::json!([0]));
    assert_eq!(model["passages"][0]["last_line"], 2);
    assert_eq!(model["rejects"][0]["reason"], "too short");
}

/// The only artifact of a writer.
fn artifact(writer: &str, collection: &Collection) -> Vec<u8> {
    artifact_as(writer, collection, Options::DEFAULT)
}

/// The only artifact of a writer, the sheet being written so.
pub fn artifact_as(writer: &str, collection: &Collection, sheet: Options) -> Vec<u8> {
    let writer = WRITERS.iter().find(|known| known.name() == writer).expect("the writer is registered");
    let context = WriteContext { sheet, ..CONTEXT };
    let mut artifacts = writer.write(collection, &context).expect("nothing here can fail").artifacts;
    assert_eq!(artifacts.len(), 1);
    artifacts.remove(0).bytes
}

pub const NOTES: usize = AWKWARD.len() + 2;

/// A note for every awkward text and two for texts beyond the limits of spreadsheets; every other one
/// is open. Each stands on two lines of one document.
pub fn collection() -> Collection {
    let long = ("word ".repeat(40) + "\n").repeat(200);
    let many_lines = "line\n".repeat(300);
    let texts: Vec<&str> = AWKWARD.into_iter().chain([long.as_str(), many_lines.as_str()]).collect();
    let text = "q?\na\n".repeat(NOTES);
    let span_of = |line: usize| {
        Span::new((line - 1) / 2 * 5 + (line - 1) % 2 * 3, (line - 1) / 2 * 5 + (line - 1) % 2 * 3 + 1)
    };
    let remark = |message: &str, span| Diagnostic {
        code: "remark",
        severity: Severity::Info,
        message: message.to_owned(),
        places: vec![(0, span)],
        hint: String::new(),
    };
    Collection {
        name: "Deck".to_owned(),
        documents: vec![Document {
            id: "notes/a.md".to_owned(),
            name: "notes/a.md".to_owned(),
            lang: "en".to_owned(),
            encoding: "UTF-8".to_owned(),
            repairs: vec![Repair { span: span_of(2), before: "Ã¤".to_owned(), after: "ä".to_owned() }],
            lines: LineIndex::new(&text),
            bytes: OffsetMap::identity(text.len()),
            hash: "0".repeat(64),
            text: text.into(),
        }],
        entries: (0..NOTES)
            .map(|at| entry(texts[at], at, span_of(2 * at + 1), span_of(2 * at + 2)))
            .collect(),
        passages: vec![Passage {
            topic: String::new(),
            document: 0,
            span: span_of(1).cover(span_of(2)),
            section: ["Part".into()].into(),
            blocks: [Block::new(span_of(1), BlockKind::Rule)].into(),
        }],
        accounts: vec![deckpress::model::Account::default()],
        rejects: vec![Reject {
            document: 0,
            span: span_of(3),
            section: SectionPath::new(),
            reason: "too short".to_owned(),
        }],
        notes: (0..NOTES).map(|at| note(texts[at], at, span_of(2 * at + 1), span_of(2 * at + 2))).collect(),
        derived: Vec::new(),
        doubts: vec![Doubt { notes: [0, 2], score: 62, reason: "alike".to_owned() }],
        decks: vec![Deck { name: "Deck".to_owned(), description: "about".to_owned() }],
        media: Vec::new(),
        pictures: Vec::new(),
        drawn: std::collections::BTreeMap::new(),
        diagnostics: vec![remark("one remark", span_of(1)), remark("another remark", span_of(2))],
    }
}

fn entry(text: &str, at: usize, question: Span, answer: Span) -> Entry {
    let follow_up =
        FollowUp { span: answer, question: [Inline::text(answer, "and then?")].into(), hint: Inlines::new() };
    Entry {
        open_reason: None,
        document: 0,
        span: question.cover(answer),
        rule: "heading".into(),
        confidence: 90,
        kind: NoteKind::Basic,
        cloze: None,
        number: None,
        question: [Inline::text(question, text.replace(['\r', '\n', '\t'], " "))].into(),
        question_span: question,
        question_blocks: Blocks::new(),
        answer: at.is_multiple_of(2).then(|| blocks(text, answer)),
        asides: [
            Aside { span: answer, kind: AsideKind::RedFlag([Block::new(answer, BlockKind::Rule)].into()) },
            Aside { span: answer, kind: AsideKind::FollowUps(vec![follow_up]) },
        ]
        .into(),
        difficulty: Some(Difficulty::Medium),
        tags: [text.to_owned()].into(),
        companies: [].into(),
        links: [Link { url: "https://example.org".to_owned(), text: text.to_owned() }].into(),
        section: ["Part".into()].into(),
        explicit_id: None,
    }
}

/// A paragraph, and code in a list and beside it.
fn blocks(text: &str, span: Span) -> Blocks {
    let code = |language: &str| {
        let text = text.to_owned();
        Block::new(
            span,
            BlockKind::Code(Code { language: Some(language.into()), fenced: true, text: text.into() }),
        )
    };
    let item = Item { span, task: None, blocks: [code("python")].into() };
    [
        Block::new(span, BlockKind::Paragraph([Inline::text(span, "so:")].into())),
        Block::new(span, BlockKind::List(List { start: None, tight: true, items: [item].into() })),
        code("sql"),
        code("python"),
    ]
    .into()
}

/// A well-formed guid for the note at `at`.
pub fn guid(at: usize) -> String {
    let digits = format!("{at:04o}").bytes().map(|digit| char::from(digit + 2)).collect::<String>();
    format!("n{digits}2bcdfgh")
}

fn note(text: &str, at: usize, question: Span, answer: Span) -> Note {
    let entry = entry(text, at, question, answer);
    Note {
        guid: guid(at),
        position: u32::try_from(at).unwrap() + 1,
        deck: text.to_owned(),
        draft: Draft {
            merges: Vec::new(),
            kind: NoteKind::Basic,
            cloze: None,
            question: entry.question,
            question_blocks: if at == 4 { blocks(text, question) } else { Blocks::new() },
            brief: (at == 1).then(|| blocks(text, answer)),
            answer: entry.answer,
            variants: Vec::new(),
            asides: entry.asides.to_vec(),
            tags: vec![text.to_owned(), "second".to_owned()],
            companies: vec![text.to_owned()],
            links: entry.links.to_vec(),
            difficulty: entry.difficulty,
            topic: String::new(),
            entries: vec![at],
        },
        fields: Fields::default(),
        anki_tags: Vec::new(),
        stamp: Stamp {
            content_hash: "c".to_owned(),
            field_hash: "f".to_owned(),
            modified: 1_700_000_000,
            review: (at == 2).then_some(Verdict::Approved),
            comment: text.to_owned(),
            ..Stamp::default()
        },
    }
}
