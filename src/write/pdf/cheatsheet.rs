//! The cheat sheet: by topic its passages and its questions with their answers, then what is open.

use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;

use rayon::prelude::*;

use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, Blocks, Collection, Difficulty, Note, Passage, Status};

use super::content::{Measure, Setter};
use super::flow::paginate;
use super::font::Face;
use super::inline::{self, bold};
use super::page::{Mark, Paper, Point};
use super::picture::Pictures;
use super::shape::Shaper;
use super::slab::{Keep, Slab, kept, wrap};
use super::tag::Tag;
use super::text::{Look, Rich};
use super::theme::{Colour, Theme};
use super::units::Pt;

/// Where the open questions stand.
const OPEN_TITLE: &str = "Open questions";

/// Sets the cheat sheet of `collection`.
pub fn cheatsheet(collection: &Collection, theme: &Theme) -> Paper {
    let topics = topics(collection);
    let mut jobs = vec![Job::Title];
    for topic in &topics {
        jobs.push(Job::Topic(&topic.title));
        let mut section: &[EcoString] = &[];
        for passage in &topic.passages {
            let titled = passage.section.as_slice() != section;
            jobs.push(Job::Passage { passage, topic: &topic.title, titled });
            section = &passage.section;
        }
        jobs.extend(topic.notes.iter().map(|note| Job::Note(note)));
    }
    let open: Vec<&Note> = collection.notes.iter().filter(|note| note.status() == Status::Open).collect();
    if !open.is_empty() {
        jobs.push(Job::Topic(OPEN_TITLE));
        jobs.extend(open.into_iter().map(Job::Open));
    }
    let pictures = Pictures::of(collection);
    // Each job is set alone, so that the work can be shared and the bytes stay the same.
    let parts: Vec<_> = jobs
        .par_iter()
        .map_init(Shaper::default, |shaper, job| {
            let slabs = set(job, collection, &pictures, theme, shaper);
            (slabs, std::mem::take(&mut shaper.missing))
        })
        .collect();
    let mut paper = Paper { title: collection.name.clone(), ..Paper::default() };
    let language = collection.documents.first().map_or("en", |document| &document.lang);
    paper.language = language.to_string();
    let mut slabs = Vec::new();
    for (mut part, missing) in parts {
        slabs.append(&mut part);
        for (c, count) in missing {
            *paper.missing.entry(c).or_default() += count;
        }
    }
    let flowed = paginate(slabs, &theme.sheet());
    (paper.pages, paper.outline, paper.anchors) = (flowed.pages, flowed.outline, flowed.anchors);
    footers(&mut paper, theme);
    paper
}

/// What stands under one title.
struct Topic<'a> {
    title: String,
    passages: Vec<&'a Passage>,
    notes: Vec<&'a Note>,
}

/// A part of the product that can be set without knowing the others.
enum Job<'a> {
    Title,
    Topic(&'a str),
    /// `titled` when its section is not that of the passage before it.
    Passage {
        passage: &'a Passage,
        topic: &'a str,
        titled: bool,
    },
    Note(&'a Note),
    Open(&'a Note),
}

/// Topics in order of their first note; those that only passages have follow, in order of place.
fn topics(collection: &Collection) -> Vec<Topic<'_>> {
    let mut topics: Vec<Topic> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut find = |title: &str, topics: &mut Vec<Topic>| {
        *known.entry(title.to_lowercase()).or_insert_with(|| {
            topics.push(Topic { title: title.to_string(), passages: Vec::new(), notes: Vec::new() });
            topics.len() - 1
        })
    };
    for note in collection.notes.iter().filter(|note| note.status() == Status::Ready) {
        let index = find(topic_of(note), &mut topics);
        topics[index].notes.push(note);
    }
    let of_notes: BTreeSet<String> = topics.iter().map(|topic| topic.title.to_lowercase()).collect();
    for passage in &collection.passages {
        // The innermost title that is a topic of questions, else the topic that the titles name, else the outermost,
        // else the document's.
        let known =
            passage.section.iter().rev().find(|title| of_notes.contains(title.to_lowercase().as_str()));
        let named = Some(passage.topic.as_str()).filter(|topic| !topic.is_empty());
        let title = known.map(EcoString::as_str).or(named).or(passage.section.first().map(EcoString::as_str));
        let index = find(title.unwrap_or_else(|| title_of(collection, passage.document)), &mut topics);
        topics[index].passages.push(passage);
    }
    topics
}

/// The first title of a document, else its file name.
fn title_of(collection: &Collection, document: usize) -> &str {
    let passages = collection.passages.iter().filter(|passage| passage.document == document);
    let entries = collection.entries.iter().filter(|entry| entry.document == document);
    let first = passages
        .map(|passage| (passage.span, &passage.section))
        .chain(entries.map(|entry| (entry.span, &entry.section)))
        .filter(|(_, section)| !section.is_empty())
        .min_by_key(|(span, _)| *span);
    let id = collection.documents[document].id.as_str();
    first.map_or(id.rsplit('/').next().unwrap_or(id), |(_, section)| &section[0])
}

/// The topic, else the last level of the deck.
fn topic_of(note: &Note) -> &str {
    match note.draft.topic.as_str() {
        "" => note.deck.rsplit("::").next().unwrap_or(&note.deck),
        topic => topic,
    }
}

fn set(
    job: &Job,
    collection: &Collection,
    pictures: &Pictures,
    theme: &Theme,
    shaper: &mut Shaper,
) -> Vec<Slab> {
    let language = match job {
        Job::Note(note) | Job::Open(note) => {
            note.draft.entries.first().map(|&entry| collection.entries[entry].document)
        }
        Job::Passage { passage, .. } => Some(passage.document),
        Job::Title | Job::Topic(_) => None,
    };
    let language = language.map_or("en", |document| collection.documents[document].lang.as_str());
    let mut setter = Setter::new(shaper, theme, pictures);
    setter.language = hyphenation(language);
    match job {
        Job::Title => title(&mut setter, collection),
        Job::Topic(title) => topic(&mut setter, title),
        Job::Passage { passage, topic, titled } => passage_slabs(&mut setter, passage, topic, *titled),
        Job::Note(note) => ready(&mut setter, note),
        Job::Open(note) => open(&mut setter, note),
    }
}

/// The hyphenation patterns of a BCP 47 language.
fn hyphenation(language: &str) -> Option<hypher::Lang> {
    let code = language.as_bytes().first_chunk::<2>()?;
    hypher::Lang::from_iso(code.map(|byte| byte.to_ascii_lowercase()))
}

fn title(setter: &mut Setter, collection: &Collection) -> Vec<Slab> {
    let theme = setter.theme;
    let look = bold(&Look::new(Face::SANS, theme.title, theme.accent));
    let measure = Measure { leading: theme.title * 1.2, ..Measure::column(theme) };
    let mut slabs = kept(setter.lines(&Rich::of(&collection.name, &look), &measure.with(look.clone())));
    wrap(&mut slabs, &Tag::Heading(1));
    let ready = collection.notes.iter().filter(|note| note.status() == Status::Ready).count();
    let open = collection.notes.len() - ready;
    let mut facts = counted(ready, "question");
    if open > 0 {
        facts.push_str(&format!(" · {open} open"));
    }
    if !collection.passages.is_empty() {
        facts.push_str(&format!(" · {}", counted(collection.passages.len(), "passage")));
    }
    facts.push_str(&format!(" · from {}", counted(collection.documents.len(), "document")));
    let look = Look::new(Face::SANS, theme.table, theme.muted);
    slabs
        .append(&mut kept(setter.text(&Rich::of(&facts, &look), &Measure::column(theme).with(look.clone()))));
    slabs
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn topic(setter: &mut Setter, title: &str) -> Vec<Slab> {
    let theme = setter.theme;
    let look = bold(&Look::new(Face::SANS, theme.topic, theme.accent));
    let measure = Measure { leading: theme.topic * 1.2, ..Measure::column(theme) };
    let mut slabs = kept(setter.lines(&Rich::of(title, &look), &measure.with(look.clone())));
    wrap(&mut slabs, &Tag::Heading(2));
    if let Some(first) = slabs.first_mut() {
        first.gap = theme.topic_gap;
        first.bookmarks.push((0, title.to_string()));
    }
    let rule = Mark::Stroke {
        points: vec![Point { x: Pt::ZERO, y: Pt(1.0) }, Point { x: theme.column_width(), y: Pt(1.0) }],
        width: Pt(0.9),
        colour: theme.accent,
    };
    slabs.push(Slab { height: Pt(3.0), keep: Keep::Must, marks: vec![rule], ..Slab::default() });
    slabs
}

/// A passage, under the titles of its section that its topic does not say when it is `titled`.
fn passage_slabs(setter: &mut Setter, passage: &Passage, topic: &str, titled: bool) -> Vec<Slab> {
    let theme = setter.theme;
    let measure = Measure::column(theme);
    let is_topic = |title: &EcoString| title.to_lowercase() == topic.to_lowercase();
    let said = passage.section.iter().rposition(is_topic).map_or(0, |index| index + 1);
    let below = &passage.section[said..];
    let blocks = between_rules(&passage.blocks);
    if blocks.is_empty() {
        return Vec::new();
    }
    let mut slabs = Vec::new();
    if let Some(last) = below.last().filter(|_| titled) {
        let look = Look { size: theme.heading, colour: theme.accent, ..inline::italic(&bold(&measure.look)) };
        let mut text = Rich::default();
        let quiet = Look { colour: theme.muted, size: theme.table, ..measure.look.clone() };
        below[..below.len() - 1].iter().for_each(|title| text.push(&format!("{title} › "), &quiet));
        text.push(last, &look);
        slabs = kept(setter.lines(&text, &measure.with(look)));
        wrap(&mut slabs, &Tag::Heading(3));
        if let Some(first) = slabs.first_mut() {
            first.bookmarks.push((1, last.to_string()));
        }
    }
    slabs.append(&mut setter.blocks(blocks, &measure));
    if let Some(first) = slabs.first_mut() {
        first.gap = if titled { theme.question_gap } else { theme.paragraph_gap };
    }
    slabs
}

/// `blocks` without the thematic breaks around them, which part what the page parts by itself.
fn between_rules(blocks: &[Block]) -> &[Block] {
    let is_content = |block: &Block| block.kind != BlockKind::Rule;
    let first = blocks.iter().position(is_content).unwrap_or(blocks.len());
    let last = blocks.iter().rposition(is_content).map_or(first, |last| last + 1);
    &blocks[first..last]
}

fn ready(setter: &mut Setter, note: &Note) -> Vec<Slab> {
    let measure = Measure::column(setter.theme);
    let draft = &note.draft;
    let mut slabs = kept(question(setter, note));
    if let Some(first) = slabs.first_mut() {
        first.gap = setter.theme.question_gap;
        first.bookmarks.push((1, plain_text(&draft.question)));
    }
    slabs.append(&mut setter.blocks(&draft.question_blocks, &measure));
    if let Some(last) = slabs.last_mut() {
        last.keep = Keep::Must;
    }
    let answer = draft.brief.as_ref().or(draft.answer.as_ref()).map_or(&[][..], Blocks::as_slice);
    let mut answer = setter.blocks(between_rules(answer), &measure);
    if let (Some(first), true) = (answer.first_mut(), draft.question_blocks.is_empty()) {
        first.gap = first.gap.min(Pt(1.5));
    }
    slabs.append(&mut answer);
    slabs.append(&mut links(setter, note, &measure));
    if let Some(last) = slabs.last_mut() {
        last.keep = Keep::Free;
    }
    slabs
}

fn open(setter: &mut Setter, note: &Note) -> Vec<Slab> {
    let theme = setter.theme;
    let measure = Measure::column(theme);
    let inner = measure.indented(theme.indent);
    let mut text = inline::rich(&note.draft.question, &inner.look, theme);
    push_tail(&mut text, note, theme);
    let quiet = Look { size: theme.table, colour: theme.muted, ..inner.look.clone() };
    push_links(&mut text, note, &quiet, theme);
    let mut body = setter.text(&text, &inner);
    body.append(&mut setter.blocks(&note.draft.question_blocks, &inner));
    let mut slabs = setter.labelled("•", body, &measure, &inner);
    if let Some(first) = slabs.first_mut() {
        first.gap = theme.item_gap;
    }
    wrap(&mut slabs, &Tag::List);
    slabs
}

/// The question in bold; its difficulty, companies and short id follow discreetly.
fn question(setter: &mut Setter, note: &Note) -> Vec<Slab> {
    let measure = Measure::column(setter.theme);
    let look = Look { size: setter.theme.heading, colour: setter.theme.accent, ..bold(&measure.look) };
    let mut text = inline::rich(&note.draft.question, &look, setter.theme);
    push_tail(&mut text, note, setter.theme);
    let mut slabs = setter.lines(&text, &measure.with(look));
    wrap(&mut slabs, &Tag::Heading(3));
    slabs
}

/// Difficulty, companies and short id, small; the first takes the question's last word along when it
/// goes on a line of its own.
fn push_tail(text: &mut Rich, note: &Note, theme: &Theme) {
    let quiet = Look::new(Face::SANS, theme.small, theme.muted);
    let dots = note.draft.difficulty.map(|difficulty| match difficulty {
        Difficulty::Easy => "●○○",
        Difficulty::Medium => "●●○",
        Difficulty::Hard => "●●●",
    });
    let companies = note.draft.companies.join(", ");
    let facts: Vec<&str> =
        dots.into_iter().chain((!companies.is_empty()).then_some(companies.as_str())).collect();
    if !facts.is_empty() {
        text.push(&format!("\u{A0}{}", facts.join(" ")), &quiet);
    }
    text.push("\u{A0}\u{A0}", &quiet);
    let id = Look { colour: Colour::grey(0.55), ..Look::new(Face::MONO, theme.small, theme.muted) };
    text.push(note.short_id(), &id);
}

/// The links that stand beside the question, on lines of their own.
fn links(setter: &mut Setter, note: &Note, measure: &Measure) -> Vec<Slab> {
    let look = Look { size: setter.theme.table, colour: setter.theme.muted, ..measure.look.clone() };
    let mut text = Rich::default();
    push_links(&mut text, note, &look, setter.theme);
    let mut slabs = setter.text(&text, &measure.with(look));
    if let Some(first) = slabs.first_mut() {
        first.gap = setter.theme.item_gap;
    }
    slabs
}

fn push_links(text: &mut Rich, note: &Note, look: &Look, theme: &Theme) {
    for (index, link) in note.draft.links.iter().enumerate() {
        let before = match (index, text.text.is_empty()) {
            (0, true) => "→\u{A0}",
            (0, false) => " →\u{A0}",
            _ => " · ",
        };
        text.push(before, look);
        let label = if link.text.is_empty() { &link.url } else { &link.text };
        text.push(label, &inline::linked(look, &link.url, theme));
    }
}

/// Deck and topic at the left, the page's number at the right.
fn footers(paper: &mut Paper, theme: &Theme) {
    let mut shaper = Shaper::default();
    let pictures = Pictures::default();
    let mut setter = Setter::new(&mut shaper, theme, &pictures);
    let look = Look::new(Face::SANS, theme.small, theme.muted);
    let count = paper.pages.len();
    let y = theme.page_height - theme.margin - theme.small * 0.25;
    for index in 0..count {
        let mut topic =
            paper.outline.iter().filter(|bookmark| bookmark.level == 0 && bookmark.at.page <= index);
        let on_page = topic.clone().find(|bookmark| bookmark.at.page == index);
        // The topic that the page opens with; on the first page the first that begins there.
        let before = topic.rfind(|bookmark| bookmark.at.page < index);
        let name = before.or(on_page).map_or("", |bookmark| bookmark.title.as_str());
        let left = if name.is_empty() { paper.title.clone() } else { format!("{} · {name}", paper.title) };
        let right = format!("page {} of {count}", index + 1);
        let width = setter.width(&right, &look);
        let right_edge = theme.page_width - theme.margin;
        let left = shortened(&mut setter, left, &look, right_edge - theme.margin - width - Pt(20.0));
        let marks = &mut paper.pages[index].marks;
        marks.extend(setter.marks(&Rich::of(&left, &look), Point { x: theme.margin, y }));
        marks.extend(setter.marks(&Rich::of(&right, &look), Point { x: right_edge - width, y }));
    }
}

/// `text`, cut with an ellipsis where it is wider than `width`.
fn shortened(setter: &mut Setter, mut text: String, look: &Look, width: Pt) -> String {
    text = text.replace('\n', " ");
    if setter.width(&text, look) <= width {
        return text;
    }
    while !text.is_empty() && setter.width(&format!("{text}…"), look) > width {
        text.pop();
    }
    text.push('…');
    text
}
