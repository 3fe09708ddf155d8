//! Lines of code: where one that is too wide goes on, and how far it is indented there.

use std::ops::Range;

use super::super::direction::Base;
use super::super::shape::{Cluster, Shaped, Shaper};
use super::super::text::{Line, Rich};
use super::super::units::Pt;
use super::Spaces;
use super::ends::Break;

/// How far a continued line of code is indented, in widths of a character,
const CONTINUATION_INDENT: f32 = 2.0;
/// and at most, in shares of its width.
const MOST_INDENT: f32 = 0.4;

impl Shaper {
    /// The lines of a text that is code, as [`Engine::verbatim`](super::Engine::verbatim) has it.
    pub(super) fn code(&mut self, text: &Rich, remarks: &[Range<usize>], width: Pt) -> Vec<Line> {
        let shaped = self.shape(text, Base::Right);
        let em = shaped.clusters.first().map_or(Pt::ZERO, |cluster| text.spans[cluster.span].1.size * 0.6);
        let indent_of = |start: usize| {
            let spaces = shaped.clusters[start..].iter().take_while(|c| c.space).count();
            em * (spaces as f32 + CONTINUATION_INDENT)
        };
        let mut lines = Vec::new();
        let mut start = 0;
        while start < shaped.clusters.len() {
            let newline = |c: &Cluster| &text.text[c.start..c.end] == "\n";
            let end = shaped.clusters[start..]
                .iter()
                .position(newline)
                .map_or(shaped.clusters.len(), |n| start + n);
            let remark = Remark::of(text, &shaped, remarks, start..end);
            let indent = indent_of(start).min(width * MOST_INDENT);
            let mut below_words = indent;
            let (mut at, mut x) = (start, Pt::ZERO);
            while at < end || at == start {
                let all = line_end(text, &shaped, at..end, remark.words, width - x);
                let stop = if all < end && at < remark.start {
                    line_end(text, &shaped, at..remark.start, at, width - x)
                } else {
                    all
                };
                if (at..stop).contains(&remark.words) {
                    let before = &shaped.clusters[at..remark.words];
                    below_words = x + before.iter().map(|cluster| cluster.width).sum::<Pt>();
                }
                let mut line = self.line(
                    text,
                    &shaped,
                    Break::plain(at),
                    Break::plain(stop),
                    Spaces { x, extra: Pt::ZERO },
                );
                line.continues = at > start;
                lines.push(line);
                (at, x) = (stop, indent);
                if stop > remark.words {
                    x = below_words.min(width * MOST_INDENT);
                }
                if stop >= end {
                    break;
                }
            }
            start = end + 1;
        }
        lines
    }
}

/// A comment in a line of code, by the line's clusters. Behind the end of a line without one.
struct Remark {
    /// Where it starts behind code; the line's start where there is none.
    start: usize,
    /// Where its words start, behind the sign that opens it.
    words: usize,
}

impl Remark {
    /// That of `remarks` which goes on to the end of `line`.
    fn of(text: &Rich, shaped: &Shaped, remarks: &[Range<usize>], line: Range<usize>) -> Self {
        let none = Self { start: line.start, words: line.end };
        let clusters = &shaped.clusters[line.clone()];
        let Some(last) = clusters.iter().rev().find(|cluster| !cluster.space) else { return none };
        let index = remarks.partition_point(|remark| remark.end < last.end);
        let Some(remark) = remarks.get(index).filter(|remark| remark.start <= last.start) else {
            return none;
        };
        let start = clusters.partition_point(|cluster| cluster.start < remark.start);
        let is_alone = clusters[..start].iter().all(|cluster| cluster.space);
        let is_sign = |cluster: &&Cluster| {
            !cluster.space && !text.text[cluster.start..cluster.end].starts_with(char::is_alphanumeric)
        };
        let mut words = start + clusters[start..].iter().take_while(|cluster| cluster.space).count();
        words += clusters[words..].iter().take_while(is_sign).count();
        words += clusters[words..].iter().take_while(|cluster| cluster.space).count();
        Self { start: if is_alone { line.start } else { line.start + start }, words: line.start + words }
    }
}

/// Where a line of code ends that starts where `rest` of it does: in its second half and behind `least`, behind a space,
/// else behind a bracket, else behind another sign, else where it is full.
fn line_end(text: &Rich, shaped: &Shaped, rest: Range<usize>, least: usize, width: Pt) -> usize {
    let Range { start, end } = rest;
    let mut used = Pt::ZERO;
    let fits = shaped.clusters[start..end]
        .iter()
        .take_while(|cluster| {
            used += cluster.width;
            used <= width || cluster.space
        })
        .count();
    let full = start + fits.max(1).min(end - start);
    if full >= end {
        return end;
    }
    let ends_with = |index: usize, signs: &[char]| {
        let last = &shaped.clusters[index - 1];
        text.text[last.start..last.end].ends_with(signs)
    };
    let indent = shaped.clusters[start..full].iter().take_while(|cluster| cluster.space).count();
    let least = if least < end { least } else { start + indent };
    let earliest = (start + (full - start) / 2).max(least);
    let best = [&[' ', ','][..], &[';', '(', '[', '{', '|', '&'], &['/', '=', '.', ':', '_', '-']];
    best.iter()
        .find_map(|signs| (earliest + 1..=full).rev().find(|&index| ends_with(index, signs)))
        .unwrap_or(full)
}
