//! Edited questions and answers, written into documents of every style.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use deckpress::model::content::BlockKind;
use deckpress::model::{Blocks, Entry, Inline, InlineKind, Inlines, Span};
use deckpress::recognise::{Options, recognise};
use deckpress::render::markdown;
use deckpress::review::rewrite::{Part, Read, Wanted, canonical, rewrite};
use deckpress::{intake, markup};

use crate::seeds;

fn read(bytes: &[u8], options: &Options) -> Option<Read> {
    let document = intake::document("fixture".to_string(), bytes, "en").ok()?.document;
    let found = recognise(0, &document, markup::parse(&document.text), options);
    Some(Read { document, entries: found.entries, passages: found.passages, rejects: found.rejects })
}

/// A change that a reviewer may make to an entry; `None` where it has nothing of the kind.
struct Script {
    name: &'static str,
    make: fn(&Entry) -> Option<Part>,
}

const SCRIPTS: &[Script] = &[
    Script {
        name: "question: a word",
        make: |entry| question(entry, |text| word_before_last(text, "exactly")),
    },
    Script {
        name: "answer: a word",
        make: |entry| {
            answer(entry, |text| Some(text.replacen("the ", "the very ", 1)).filter(|new| new != text))
        },
    },
    Script {
        name: "answer: first words",
        make: |entry| {
            answer(entry, |text| {
                let first = text.chars().next().filter(|c| c.is_alphabetic())?;
                let at = text.find(|c: char| !c.is_alphanumeric())?;
                (first.is_alphabetic() && text[at..].starts_with(' '))
                    .then(|| format!("Changed words{}", &text[at..]))
            })
        },
    },
    Script {
        name: "answer: a paragraph more",
        make: |entry| answer(entry, |text| Some(format!("{text}\n\nOne more thing to say of it."))),
    },
    Script {
        name: "answer: code more",
        make: |entry| answer(entry, |text| Some(format!("{text}\n\n```python\nprint(1)\n```"))),
    },
    Script {
        name: "answer: an item more",
        make: |entry| {
            let blocks = entry.answer.as_ref()?;
            let lists = |kind: &BlockKind| matches!(kind, BlockKind::List(_));
            lists(&blocks.last()?.kind).then_some(())?;
            let text = markdown::blocks(blocks);
            let start = text.lines().rev().find(|line| !line.starts_with(' '))?.to_owned();
            let mark = start.split_once(' ')?.0.to_owned();
            let next = mark
                .trim_end_matches(['.', ')'])
                .parse::<u64>()
                .map_or(mark.clone(), |number| format!("{}.", number + 1));
            answer(entry, |text| Some(format!("{text}\n{next} one more")))
        },
    },
    Script {
        name: "answer: given",
        make: |entry| {
            entry
                .answer
                .is_none()
                .then(|| Part::Answer(markup::parse_markdown("It is what it is, as `code` shows.").blocks))
        },
    },
    Script {
        name: "text with gaps: words",
        make: |entry| {
            let mut texts = entry.cloze.as_ref()?.texts();
            let last = texts.last_mut()?;
            let words = match last.last().map(|inline| inline.kind.clone()) {
                Some(InlineKind::Text(words)) => format!("{words} and so on"),
                _ => " and so on".to_owned(),
            };
            last.truncate(last.len().saturating_sub(1));
            last.push(Inline::text(Span::default(), words.as_str()));
            Some(Part::Texts(texts))
        },
    },
];

fn question(entry: &Entry, edit: impl Fn(&str) -> Option<String>) -> Option<Part> {
    let text = edit(&markdown::inlines(&entry.question))?;
    let wording = match &markup::parse_markdown(text).blocks.first()?.kind {
        BlockKind::Paragraph(wording) => wording.clone(),
        _ => return None,
    };
    Some(Part::Question(wording, entry.question_blocks.clone()))
}

fn answer(entry: &Entry, edit: impl Fn(&str) -> Option<String>) -> Option<Part> {
    let text = edit(markdown::blocks(entry.answer.as_ref()?).trim_end())?;
    Some(Part::Answer(markup::parse_markdown(text).blocks))
}

fn word_before_last(text: &str, word: &str) -> Option<String> {
    let (head, tail) = text.rsplit_once(' ')?;
    (!tail.contains(['`', '*', ')', ']', '"', '”'])).then(|| format!("{head} {word} {tail}"))
}

/// How many edits of each script the document takes, of how many. Only each of so many entries is edited.
fn tried(bytes: &[u8], options: &Options, every: usize) -> BTreeMap<&'static str, (usize, usize)> {
    let Some(before) = read(bytes, options) else { return BTreeMap::new() };
    let mut counts = BTreeMap::new();
    for script in SCRIPTS {
        let wanted: Vec<Wanted> = before
            .entries
            .iter()
            .enumerate()
            .step_by(every)
            .filter_map(|(entry, found)| Some(Wanted { entry, part: (script.make)(found)? }))
            .collect();
        if wanted.is_empty() {
            continue;
        }
        let rewritten = rewrite(bytes, &before, &wanted, &|bytes| read(bytes, options));
        let bytes = rewritten.written.as_ref().map_or(bytes, |written| &written.bytes);
        let after = read(bytes, options).expect("a document");
        assert_eq!(after.entries.len(), before.entries.len());
        for (wanted, done) in wanted.iter().zip(&rewritten.done) {
            let (was, is) = (&before.entries[wanted.entry], &after.entries[wanted.entry]);
            let expected = if *done { wanted.part.clone() } else { part_of(was, &wanted.part) };
            assert_eq!(said(&part_of(is, &wanted.part)), said(&expected));
        }
        let done = rewritten.done.iter().filter(|done| **done).count();
        counts.insert(script.name, (done, wanted.len()));
    }
    counts
}

fn part_of(entry: &Entry, part: &Part) -> Part {
    match part {
        Part::Question(..) => Part::Question(entry.question.clone(), entry.question_blocks.clone()),
        Part::Answer(_) => Part::Answer(entry.answer.clone().unwrap_or_default()),
        Part::Texts(_) => Part::Texts(entry.cloze.as_ref().expect("a text with gaps").texts()),
    }
}

fn said(part: &Part) -> String {
    let text = |wording: &Inlines, blocks: &Blocks| {
        format!("{}\n\n{}", markdown::inlines(wording), canonical(blocks))
    };
    match part {
        Part::Question(wording, blocks) => text(wording, blocks),
        Part::Answer(blocks) => canonical(blocks),
        Part::Texts(texts) => {
            texts.iter().map(|text| markdown::inlines(text)).collect::<Vec<_>>().join("[…]")
        }
    }
}

/// Expects that of the edits of each script at least so many of a hundred are taken.
fn expect(files: &[(PathBuf, Options)], every: usize, least: &[(&str, usize)]) {
    let mut all: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (path, options) in files {
        let bytes = fs::read(path).expect("a document");
        for (script, (done, of)) in tried(&bytes, options, every) {
            let counts = all.entry(script).or_default();
            *counts = (counts.0 + done, counts.1 + of);
        }
    }
    for &(script, share) in least {
        let (done, of) = all[script];
        assert!(of > 0 && done * 100 >= of * share, "{script}: {done} of {of}");
    }
}

fn files(folder: &Path, options: &Options) -> Vec<(PathBuf, Options)> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder")
        .map(|file| file.expect("a file").path())
        .filter(|path| path.is_file() && path.extension().is_none_or(|extension| extension != "snap"))
        .collect();
    files.sort();
    files.into_iter().map(|path| (path, options.clone())).collect()
}

#[test]
fn every_style_takes_edits() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut all = files(&fixtures.join("recognise"), &Options::default());
    let options = Options { cloze: true, term_tables: true, ..Options::default() };
    all.extend(files(&fixtures.join("recognise-options"), &options));
    // Tables, one-line cards and plain text cannot hold paragraphs or code.
    let least = [
        ("question: a word", 95),
        ("answer: a word", 90),
        ("answer: first words", 95),
        ("answer: a paragraph more", 60),
        ("answer: code more", 60),
        ("answer: an item more", 80),
        ("answer: given", 80),
        ("text with gaps: words", 100),
    ];
    expect(&all, 1, &least);
}

#[test]
fn the_seeds_take_edits() {
    let Some(folder) = seeds::seeds("the_seeds_take_edits") else { return };
    let least = [
        ("question: a word", 100),
        ("answer: a word", 100),
        ("answer: first words", 100),
        ("answer: a paragraph more", 80),
        ("answer: code more", 80),
        ("answer: an item more", 100),
        // Some of its tables have no column for an answer.
        ("answer: given", 50),
    ];
    expect(&files(&folder, &Options::default()), 9, &least);
}
