//! The cheat sheet: by topic its passages and its questions with their short answers, then what is open.

use std::sync::Arc;

use crate::model::{Collection, Note};

use super::budget::{self, Group, LeftOut, Piece, Stage};
use super::content::{Measure, Setter};
use super::flow::paginate;
use super::item;
use super::jobs::{Job, jobs};
use super::language::Language;
use super::page::{Paper, Places};
use super::picture::Pictures;
use super::running::running;
use super::set_parts;
use super::slab::{Keep, Slab, wrap};
use super::tag::Tag;
use super::theme::{Part, Theme};
use super::topics::{self, Topic};

/// What is this little longer than the longest answer is not cut for it.
const NOT_WORTH_A_CUT: f32 = 1.25;

/// How a cheat sheet comes to its size.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fit<'a> {
    /// How many pages it may have; zero for any number.
    pub budget: usize,
    /// Whether each topic starts on a page of its own.
    pub per_topic_page: bool,
    /// The handbook that long answers go on in, if one is made.
    pub handbook: Option<&'a Places>,
}

/// Sets the cheat sheet of `collection`, and says what did not fit.
pub fn cheatsheet(collection: &Collection, theme: &Theme, fit: Fit) -> (Paper, LeftOut) {
    let topics = topics::topics(collection);
    let jobs = jobs(collection, &topics, theme);
    let pictures = Pictures::of(collection);
    let language = topics::language(collection).to_string();
    let of_book = Language::of(&language);
    let mut paper = Paper { title: collection.name.clone(), language: language.clone(), ..Paper::default() };
    let title = set_parts(&[()], &theme.fonts, &mut paper.missing, |shaper, ()| {
        let mut setter = Setter::new(shaper, theme, &pictures);
        setter.language = of_book;
        Group::fixed(item::title(&mut setter, collection))
    });
    let parts = set_parts(&jobs, &theme.fonts, &mut paper.missing, |shaper, job| {
        let mut setter = Setter::new(shaper, theme, &pictures);
        let own = job.language(collection);
        setter.language = Language::of(own);
        setter.scope = job.scope();
        set(job, &mut setter, collection, fit).in_language(own, &language)
    });
    let mut groups: Vec<Group> = title.into_iter().chain(parts).collect();
    if fit.per_topic_page {
        let heads = groups.iter_mut().filter(|group| group.is_head()).skip(1);
        heads.filter_map(Group::first_mut).for_each(|first| first.new_page = true);
    }
    let sheet = theme.sheet(of_book);
    let (slabs, left_out) = budget::fit(groups, fit.budget, &sheet);
    let flowed = paginate(slabs, &sheet);
    (paper.pages, paper.outline, paper.anchors) = (flowed.pages, flowed.outline, flowed.anchors);
    running(&mut paper, theme);
    (paper, left_out)
}

fn set(job: &Job, setter: &mut Setter, collection: &Collection, fit: Fit) -> Group {
    match job {
        Job::Topic(title, index) => Group::head(item::topic(setter, title, Topic::anchor(*index))),
        Job::Passage { passage, title, place } => {
            Group::of(Stage::Passage, (0, *place), item::passage(setter, passage, *title))
        }
        Job::Note(note, place) => ready(setter, note, (weight(note), *place), collection, fit),
        Job::Open(note, place) => Group::of(Stage::Open, (weight(note), *place), item::open(setter, note)),
    }
}

/// How much a question matters: how often it is asked.
fn weight(note: &Note) -> usize {
    note.draft.entries.len() + note.draft.companies.len()
}

fn ready(setter: &mut Setter, note: &Note, rank: (usize, usize), collection: &Collection, fit: Fit) -> Group {
    let theme = setter.theme;
    let question = item::question(setter, note);
    let blocks = item::short_answer(note);
    let plain = item::without_code(blocks);
    let answer = match &plain {
        Some(plain) if !theme.includes(Part::Code) => answer(setter, note, plain, fit),
        _ => answer(setter, note, blocks, fit),
    };
    let plain = plain.filter(|_| fit.budget > 0 && theme.includes(Part::Code));
    let plain = plain.map(|plain| self::answer(setter, note, &plain, fit));
    let mut group = Group::of(Stage::Note, rank, question);
    group.id = Some(note.short_id().to_string());
    let links = if theme.includes(Part::Links) { item::links(setter, note, &answer) } else { Vec::new() };
    let has_links = !links.is_empty();
    group.pieces.push(Piece { droppable: None, slabs: answer, instead: plain });
    group.pieces.push(Piece::fixed(links));
    if theme.includes(Part::Asides) {
        group.pieces.push(Piece::of(Stage::Aside, item::asides(setter, &note.draft.asides)));
    }
    if theme.includes(Part::FollowUps) {
        let slabs = item::follow_ups(setter, &note.draft.asides, |_| None);
        group.pieces.push(Piece::of(Stage::FollowUp, slabs));
    }
    if theme.includes(Part::Variants) {
        group.pieces.push(Piece::of(
            Stage::Variant,
            item::variants(setter, note, note.draft.brief.as_ref(), collection),
        ));
    }
    group.pieces.iter_mut().flat_map(Piece::ends).for_each(|last| last.keep = Keep::Free);
    // The question leads to its answer, and a line of links at the head of a column to nothing.
    for piece in &mut group.pieces[..if has_links { 2 } else { 1 }] {
        piece.ends().for_each(|last| last.keep = Keep::Must);
    }
    group
}

/// An answer, cut where it is longer than the theme allows.
fn answer(setter: &mut Setter, note: &Note, blocks: &[crate::model::Block], fit: Fit) -> Vec<Slab> {
    let theme = setter.theme;
    let measure = Measure::column(theme);
    let slabs = item::answer(setter, note, blocks, &measure);
    let limit = theme.column_height() * theme.longest_answer;
    if theme.longest_answer == 0.0 || item::height(&slabs) <= limit * NOT_WORTH_A_CUT {
        return slabs;
    }
    let words = goes_on(note, fit.handbook);
    let mut pointer = item::pointer(setter, &words, None, &measure);
    wrap(&mut pointer, &Tag::Division);
    item::cut(slabs, limit, pointer)
}

/// Where an answer goes on that is cut.
pub(super) fn goes_on(note: &Note, handbook: Option<&Places>) -> String {
    let page = handbook.and_then(|handbook| handbook.get::<Arc<str>>(&note.guid.as_str().into()));
    match page {
        Some(place) => format!("… goes on in the handbook, page {}", place.page + 1),
        None => "… goes on; its Anki card has the whole answer".to_string(),
    }
}
