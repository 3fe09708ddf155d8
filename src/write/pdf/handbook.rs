//! The handbook: contents, by topic the full answers with all that stands beside them, what is open, an index.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::content::plain_text;
use crate::model::{Blocks, Collection, Note, Status};

use super::content::{Measure, Setter};
use super::contents::{self, Line};
use super::flow::{Flowed, paginate};
use super::index;
use super::item;
use super::jobs::{Job, jobs};
use super::language::Language;
use super::page::Paper;
use super::picture::Pictures;
use super::running::running;
use super::set_parts;
use super::shape::Shaper;
use super::slab::{Keep, Slab, wrap, wrap_foreign};
use super::tag::Tag;
use super::text::{Look, Rich};
use super::theme::{Part, Theme};
use super::topics::{self, Topic};

/// How many alike questions are named below one.
const MOST_ALIKE: usize = 4;

/// Sets the handbook of `collection`.
pub fn handbook(collection: &Collection, theme: &Theme) -> Paper {
    let topics = topics::topics(collection);
    let jobs = jobs(collection, &topics, theme);
    let pictures = Pictures::of(collection);
    let known = Known::of(collection, theme);
    let language = topics::language(collection).to_string();
    let of_book = Language::of(&language);
    let mut paper = Paper { title: collection.name.clone(), language, ..Paper::default() };
    let parts = set_parts(&jobs, &theme.fonts, &mut paper.missing, |shaper, job| {
        let mut setter = Setter::new(shaper, theme, &pictures);
        let language = job.language(collection);
        setter.language = Language::of(language);
        setter.scope = job.scope();
        let mut slabs = set(job, &mut setter, collection, &known);
        wrap_foreign(&mut slabs, language, topics::language(collection));
        slabs
    });
    let sheet = theme.sheet(of_book);
    // Terms are short: there is room for another column of them.
    let narrow = Theme { columns: theme.columns + 1, ..theme.clone() };
    let mut slabs = Vec::with_capacity(parts.iter().map(Vec::len).sum());
    parts.into_iter().for_each(|mut part| slabs.append(&mut part));
    let mut body = paginate(slabs, &sheet);
    let mut shaper = Shaper::new(&theme.fonts);
    let mut setter = Setter::new(&mut shaper, theme, &pictures);
    setter.language = of_book;
    // The contents come first and name pages behind them: their own number is known once they are set, and does not
    // change with the numbers that they name.
    let lines = if theme.includes(Part::Contents) { lines(&jobs) } else { Vec::new() };
    let front = |setter: &mut Setter, shift: usize| {
        let mut slabs = item::title(setter, collection);
        slabs.append(&mut contents::contents(setter, &lines, &body.anchors, shift));
        paginate(slabs, &sheet)
    };
    let shift = front(&mut setter, 0).pages.len();
    let mut flowed = front(&mut setter, shift);
    let index = if theme.includes(Part::Index) {
        let mut setter = Setter::new(&mut shaper, &narrow, &pictures);
        setter.language = of_book;
        index::index(&mut setter, collection, &body.anchors, shift)
    } else {
        Vec::new()
    };
    flowed.append(std::mem::take(&mut body));
    if !index.is_empty() {
        flowed.append(paginate(index, &narrow.sheet(of_book)));
    }
    let Flowed { pages, outline, anchors, .. } = flowed;
    (paper.pages, paper.outline, paper.anchors) = (pages, outline, anchors);
    paper.number(&mut shaper);
    for (c, count) in std::mem::take(&mut shaper.missing) {
        *paper.missing.entry(c).or_default() += count;
    }
    running(&mut paper, theme);
    paper
}

/// What the contents list: topics and the questions that have answers.
fn lines(jobs: &[Job]) -> Vec<Line> {
    let line = |job: &Job| match job {
        Job::Topic(title, index) => {
            Some(Line { level: 0, title: (*title).to_string(), anchor: Topic::anchor(*index) })
        }
        Job::Note(note, _) => Some(Line {
            level: 1,
            title: plain_text(&note.draft.question),
            anchor: note.guid.as_str().into(),
        }),
        Job::Passage { .. } | Job::Open(..) => None,
    };
    jobs.iter().filter_map(line).collect()
}

/// What questions know of each other.
struct Known<'a> {
    /// The guid of the note that asks a question, by the question's letters.
    asked: BTreeMap<String, Arc<str>>,
    /// The notes that perhaps ask the same as a note, by its guid, the most alike first.
    alike: BTreeMap<&'a str, Vec<&'a Note>>,
}

impl<'a> Known<'a> {
    fn of(collection: &'a Collection, theme: &Theme) -> Self {
        let is_printed = |note: &&Note| note.status() == Status::Ready || theme.includes(Part::Open);
        let asked = collection.notes.iter().rev().filter(is_printed);
        let asked = asked.map(|note| (letters(&plain_text(&note.draft.question)), note.guid.as_str().into()));
        let mut alike: BTreeMap<&str, Vec<&Note>> = BTreeMap::new();
        for doubt in &collection.doubts {
            let [a, b] = doubt.notes.map(|note| &collection.notes[note]);
            for (one, other) in [(a, b), (b, a)] {
                if is_printed(&other) {
                    alike.entry(&one.guid).or_default().push(other);
                }
            }
        }
        Self { asked: asked.collect(), alike }
    }
}

fn letters(question: &str) -> String {
    question.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn set(job: &Job, setter: &mut Setter, collection: &Collection, known: &Known) -> Vec<Slab> {
    match job {
        Job::Topic(title, index) => item::topic(setter, title, Topic::anchor(*index)),
        Job::Passage { passage, title, .. } => {
            let mut slabs = item::passage(setter, passage, *title);
            wrap(&mut slabs, &Tag::Section);
            slabs
        }
        Job::Note(note, _) => ready(setter, note, collection, known),
        Job::Open(note, _) => item::open(setter, note),
    }
}

fn ready(setter: &mut Setter, note: &Note, collection: &Collection, known: &Known) -> Vec<Slab> {
    let theme = setter.theme;
    let mut slabs = item::question(setter, note);
    let answer = note.draft.answer.as_ref().map_or(&[][..], Blocks::as_slice);
    let plain = if theme.includes(Part::Code) { None } else { item::without_code(answer) };
    let answer = plain.as_deref().unwrap_or(answer);
    slabs.append(&mut item::answer(setter, note, answer, &Measure::column(theme)));
    if theme.includes(Part::Asides) {
        slabs.append(&mut item::asides(setter, &note.draft.asides));
    }
    if theme.includes(Part::FollowUps) {
        let page_of = |question: &str| {
            known.asked.get(&letters(question)).filter(|&guid| **guid != *note.guid).cloned()
        };
        slabs.append(&mut item::follow_ups(setter, &note.draft.asides, page_of));
    }
    if theme.includes(Part::Variants) {
        slabs.append(&mut item::variants(setter, note, None, collection));
    }
    let mut more = if theme.includes(Part::Links) { item::links(setter, note, &slabs) } else { Vec::new() };
    if let Some(alike) = known.alike.get(note.guid.as_str()) {
        more.append(&mut see_also(setter, alike));
    }
    // A line that leads elsewhere says nothing at the head of a column.
    if let (Some(last), false) = (slabs.last_mut(), more.is_empty()) {
        last.keep = Keep::Must;
    }
    slabs.append(&mut more);
    if let Some(last) = slabs.last_mut() {
        last.keep = Keep::Free;
    }
    wrap(&mut slabs, &Tag::Section);
    slabs
}

fn see_also(setter: &mut Setter, alike: &[&Note]) -> Vec<Slab> {
    let theme = setter.theme;
    let measure = Measure { justified: false, ..Measure::column(theme) };
    let look = Look { size: theme.table, colour: theme.muted, ..measure.look.clone() };
    let mut text = Rich::of("See also ", &look);
    for (index, other) in alike.iter().take(MOST_ALIKE).enumerate() {
        text.push(if index > 0 { " · " } else { "" }, &look);
        text.push(&plain_text(&other.draft.question), &look);
        text.push(", p.\u{A0}", &look);
        text.push_page(&other.guid.as_str().into(), &look);
    }
    let mut slabs = setter.text(&text, &measure.with(look));
    if let Some(first) = slabs.first_mut() {
        first.gap = theme.item_gap;
    }
    slabs
}
