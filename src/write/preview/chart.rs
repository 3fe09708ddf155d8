//! The statistics of a collection as pictures: bars in SVG, coloured by the page's style.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::model::{Class, Collection, Difficulty, Note, Status};
use crate::render::html;

/// Sizes in SVG user units, a unit being a CSS pixel on a page of 960.
const WIDTH: usize = 960;
const LABEL: usize = 300;
const COUNT: usize = 60;
const ROW: usize = 24;
const BAR: usize = 16;
/// A label has room for about so many characters.
const MOST_CHARACTERS: usize = 44;

/// What a bar is made of: class names of the style sheet and what they mean.
type Legend = [(&'static str, &'static str)];

/// A bar: its label, and how many there are of each part of the legend.
struct Bar {
    label: String,
    parts: Vec<usize>,
}

/// The figures of the page of statistics.
pub fn statistics(collection: &Collection) -> String {
    const TOPICS: &Legend = &[
        ("easy", "easy"),
        ("medium", "medium"),
        ("hard", "hard"),
        ("unstated", "difficulty not stated"),
        ("open", "open: no answer yet"),
    ];
    const QUESTIONS: &Legend =
        &[("answered", "answered there"), ("medium", "answered by another document"), ("open", "open")];
    const LINES: &Legend = &[
        ("answered", "in questions and answers"),
        ("passages", "in other study material"),
        ("structure", "structure: headings, contents, navigation"),
        ("rejected", "rejected"),
    ];
    [
        figure("Notes by topic and difficulty", TOPICS, &topics(collection)),
        figure("Questions by document", QUESTIONS, &questions(collection)),
        figure("Lines by document", LINES, &lines(collection)),
    ]
    .concat()
}

fn topics(collection: &Collection) -> Vec<Bar> {
    let mut bars: Vec<Bar> = Vec::new();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for note in collection.notes.iter().filter(|note| note.status() != Status::Rejected) {
        let at = *known.entry(&note.deck).or_insert_with(|| {
            let label = note.deck.strip_prefix(&collection.name).unwrap_or(&note.deck);
            bars.push(Bar { label: label.trim_start_matches(':').to_string(), parts: vec![0; 5] });
            bars.len() - 1
        });
        bars[at].parts[part_of(note)] += 1;
    }
    bars
}

fn part_of(note: &Note) -> usize {
    match (note.status(), note.draft.difficulty) {
        (Status::Open, _) => 4,
        (_, Some(Difficulty::Easy)) => 0,
        (_, Some(Difficulty::Medium)) => 1,
        (_, Some(Difficulty::Hard)) => 2,
        (_, None) => 3,
    }
}

fn questions(collection: &Collection) -> Vec<Bar> {
    let mut bars = bars_of_documents(collection, 3);
    for note in &collection.notes {
        for &entry in &note.draft.entries {
            let entry = &collection.entries[entry];
            let part = match (&entry.answer, note.status()) {
                (Some(_), _) => 0,
                (None, Status::Ready) => 1,
                (None, Status::Open | Status::Rejected) => 2,
            };
            bars[entry.document].parts[part] += 1;
        }
    }
    bars
}

fn lines(collection: &Collection) -> Vec<Bar> {
    let mut bars = bars_of_documents(collection, 4);
    for (bar, account) in bars.iter_mut().zip(&collection.accounts) {
        let classes: [fn(Class) -> bool; 4] = [
            |class| matches!(class, Class::Entry(_)),
            |class| matches!(class, Class::Passage(_)),
            |class| matches!(class, Class::Structure(_)),
            |class| matches!(class, Class::Reject(_)),
        ];
        bar.parts = classes.into_iter().map(|is| account.lines(is)).collect();
    }
    bars
}

fn bars_of_documents(collection: &Collection, parts: usize) -> Vec<Bar> {
    let bar = |document: &crate::model::Document| Bar { label: document.id.clone(), parts: vec![0; parts] };
    collection.documents.iter().map(bar).collect()
}

fn figure(title: &str, legend: &Legend, bars: &[Bar]) -> String {
    let mut out = String::new();
    let largest = bars.iter().map(|bar| bar.parts.iter().sum::<usize>()).max().unwrap_or(0).max(1);
    let room = WIDTH - LABEL - COUNT;
    let height = (bars.len() + 1) * ROW + 8;
    push(&mut out, format_args!("<figure>\n<figcaption>{}</figcaption>\n", html::text(title)));
    push(&mut out, format_args!("<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" "));
    push(&mut out, format_args!("aria-label=\"{}\">\n", html::text(title)));
    let mut x = LABEL;
    for (class, words) in legend {
        push(
            &mut out,
            format_args!("<rect class=\"{class}\" x=\"{x}\" y=\"6\" width=\"12\" height=\"12\"/>"),
        );
        push(&mut out, format_args!("<text class=\"count\" x=\"{}\" y=\"16\">{words}</text>\n", x + 17));
        x += 35 + words.len() * 6;
    }
    for (row, bar) in bars.iter().enumerate() {
        let y = (row + 1) * ROW + 4;
        let baseline = y + 12;
        let label = shortened(&bar.label);
        push(&mut out, format_args!("<g><title>{}: {}</title>", html::text(&bar.label), told(legend, bar)));
        let end = LABEL - 10;
        push(
            &mut out,
            format_args!(
                "<text text-anchor=\"end\" x=\"{end}\" y=\"{baseline}\">{}</text>",
                html::text(&label)
            ),
        );
        let mut before = 0;
        for ((class, _), count) in legend.iter().zip(&bar.parts).filter(|(_, count)| **count > 0) {
            let from = LABEL + before * room / largest;
            before += count;
            let width = (LABEL + before * room / largest - from).max(1);
            push(
                &mut out,
                format_args!(
                    "<rect class=\"{class}\" x=\"{from}\" y=\"{y}\" width=\"{width}\" height=\"{BAR}\"/>"
                ),
            );
        }
        let behind = LABEL + before * room / largest + 8;
        push(
            &mut out,
            format_args!("<text class=\"count\" x=\"{behind}\" y=\"{baseline}\">{before}</text></g>\n"),
        );
    }
    out.push_str("</svg>\n</figure>\n");
    out
}

/// A bar in words, for who cannot see it.
fn told(legend: &Legend, bar: &Bar) -> String {
    let parts = legend.iter().zip(&bar.parts).filter(|(_, count)| **count > 0);
    parts.map(|((_, words), count)| format!("{count} {words}")).collect::<Vec<_>>().join(", ")
}

fn shortened(label: &str) -> String {
    match label.char_indices().nth(MOST_CHARACTERS) {
        None => label.to_string(),
        Some((end, _)) => format!("{}…", label[..end].trim_end()),
    }
}

fn push(out: &mut String, text: std::fmt::Arguments) {
    // A string takes everything that is written to it.
    let _ = out.write_fmt(text);
}
