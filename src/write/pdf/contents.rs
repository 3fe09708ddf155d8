//! The table of contents: titles where lines begin, the numbers of their pages where they end, dots between them.

use std::sync::Arc;

use super::content::{Measure, Setter};
use super::font::Face;
use super::inline::bold;
use super::page::{GlyphRun, Mark, Places, Point, Target};
use super::slab::{Keep, Slab, wrap};
use super::tag::Tag;
use super::text::{Look, Rich};
use super::theme::Colour;
use super::units::Pt;

/// A line of the contents.
pub struct Line {
    /// Zero for topics, one for questions.
    pub level: usize,
    /// What it says.
    pub title: String,
    /// Where it leads.
    pub anchor: Arc<str>,
}

/// Free between a title and the number.
const NUMBER_GAP: Pt = Pt(8.0);
/// From dot to dot.
const DOT_STEP: Pt = Pt(4.0);

/// The contents. Pages count from one, and `shift` pages stand before those of `places`.
pub fn contents(setter: &mut Setter, lines: &[Line], places: &Places, shift: usize) -> Vec<Slab> {
    let mut slabs = Vec::new();
    for line in lines {
        slabs.append(&mut entry(setter, line, places, shift));
    }
    if let Some(first) = slabs.first_mut() {
        first.gap = setter.theme.topic_gap;
    }
    if let Some(last) = slabs.last_mut() {
        last.keep = Keep::Free;
    }
    wrap(&mut slabs, &Tag::Contents);
    slabs
}

fn entry(setter: &mut Setter, line: &Line, places: &Places, shift: usize) -> Vec<Slab> {
    let theme = setter.theme;
    let is_topic = line.level == 0;
    let plain = Look::new(Face::SANS, theme.table, Colour::INK);
    let mut look = if is_topic { Look { colour: theme.accent, ..bold(&plain) } } else { plain };
    look.link = Some(Target::Anchor(Arc::clone(&line.anchor)));
    let page = places.get(&line.anchor).map_or(String::new(), |place| (place.page + shift + 1).to_string());
    let widest = setter.width("000", &look);
    let column = Measure { leading: theme.table_leading, ..Measure::column_in(setter.language, theme) };
    let indent = if is_topic { Pt::ZERO } else { theme.indent * 0.6 };
    let inner = column.indented(indent).with(look.clone());
    let taken = widest + NUMBER_GAP;
    let x = if column.to_left { inner.x + taken } else { inner.x };
    let text = Measure { x, width: inner.width - taken, ..inner };
    let mut slabs = setter.title(&Rich::of(&line.title, &look), &text);
    if let Some(first) = slabs.first_mut() {
        first.gap = if is_topic { theme.paragraph_gap * 1.5 } else { theme.item_gap };
    }
    if let Some(last) = slabs.last_mut() {
        let y = text.base_line();
        let width = setter.width(&page, &look);
        let beside = widest + NUMBER_GAP * 0.5;
        let (from, to, x) = if column.to_left {
            let start = glyphs(&last.marks).map(|run| run.at.x).fold(text.x + text.width, Pt::min);
            (beside, start - NUMBER_GAP * 0.5, Pt::ZERO)
        } else {
            let end = glyphs(&last.marks).map(|run| run.at.x + run.width()).fold(text.x, Pt::max);
            (end + NUMBER_GAP * 0.5, column.width - beside, column.width - width)
        };
        dots(from, to, y, theme.hairline, &mut last.marks);
        last.marks.append(&mut setter.marks(&Rich::of(&page, &look), Point { x, y }));
        last.keep = if is_topic { Keep::Must } else { last.keep };
    }
    wrap(&mut slabs, &Tag::ContentsItem);
    slabs
}

fn glyphs(marks: &[Mark]) -> impl Iterator<Item = &GlyphRun> {
    marks.iter().filter_map(|mark| match mark {
        Mark::Glyphs(run) => Some(run),
        _ => None,
    })
}

/// A row of dots, drawn so that they do not copy, on a grid that all rows share.
fn dots(from: Pt, to: Pt, y: Pt, colour: Colour, marks: &mut Vec<Mark>) {
    let (first, last) = ((from / DOT_STEP).ceil() as usize, (to / DOT_STEP).floor() as usize);
    marks.extend((first..last).map(|dot| {
        let x = DOT_STEP * dot as f32;
        let points = vec![Point { x, y }, Point { x: x + Pt(0.7), y }];
        Mark::Stroke { points, width: Pt(0.7), colour }
    }));
}
