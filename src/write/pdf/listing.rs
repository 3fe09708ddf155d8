//! Code blocks: highlighted, wrapped with a drawn mark, cut between columns only when tall.

use crate::code::highlight;

use super::content::{Measure, Setter};
use super::page::{Mark, Point};
use super::slab::{Keep, Rail, Slab, lay_rail, wrap};
use super::tag::Tag;
use super::text::{Line, Look, Rich};
use super::units::Pt;

/// Free around the code on its ground.
const PAD: Pt = Pt(3.0);
/// Taller code, in shares of a column, may be cut behind its empty lines.
const WHOLE_UP_TO: f32 = 1.0 / 6.0;
/// Lines between empty ones that are taller may be cut anywhere.
const STRETCH_WHOLE_UP_TO: f32 = 1.0 / 3.0;
/// Lines that stay together at either side of a cut.
const KEPT_LINES: usize = 3;

impl Setter<'_> {
    /// A code block on a light ground.
    pub(super) fn listing(&mut self, language: Option<&str>, code: &str, measure: &Measure) -> Vec<Slab> {
        let code = expand_tabs(code);
        let mut rich = Rich::default();
        for run in highlight(language, &code) {
            let (face, colour) = self.theme.code_look(run.class);
            rich.push(&code[run.range], &Look::new(face, self.theme.code, colour));
        }
        let lines = self.engine.verbatim(&rich, measure.width - PAD * 2.0);
        let ground = Rail { x: measure.x, width: measure.width, colour: self.theme.shade, starts: true };
        let count = lines.len();
        let continued: Vec<bool> = lines.iter().skip(1).map(|line| line.continues).collect();
        let share = |lines: usize| self.theme.code_leading * lines as f32 / measure.height;
        let stretches = stretches(&lines);
        let base_line = self.theme.code_leading / 2.0 + self.theme.code * 0.32;
        let slab = |(index, line): (usize, Line)| {
            let lead = if index == 0 { PAD * 0.8 } else { Pt::ZERO };
            let tail = if index + 1 == count { PAD * 0.8 } else { Pt::ZERO };
            let near_edge = index + 1 < KEPT_LINES || index + KEPT_LINES >= count;
            let may_be_cut = match stretches[index] {
                0 => share(count) > WHOLE_UP_TO,
                stretch => share(stretch) > STRETCH_WHOLE_UP_TO,
            };
            let cut_here = may_be_cut && !near_edge && !continued[index];
            let mut marks: Vec<Mark> =
                line.marks.into_iter().map(|mark| mark.moved(measure.x + PAD, lead + base_line)).collect();
            if line.continues {
                marks.push(self.continuation(measure.x + PAD, lead + base_line));
            }
            Slab {
                height: self.theme.code_leading + lead + tail,
                keep: if index + 1 < count && !cut_here { Keep::Must } else { Keep::Free },
                marks,
                ..Slab::default()
            }
        };
        let mut slabs: Vec<Slab> = lines.into_iter().enumerate().map(slab).collect();
        lay_rail(&mut slabs, ground);
        wrap(&mut slabs, &Tag::Code);
        wrap(&mut slabs, &Tag::Paragraph);
        slabs
    }

    /// A hooked arrow: drawn, not written, so that it does not copy.
    fn continuation(&self, x: Pt, base_line: Pt) -> Mark {
        let size = self.theme.code;
        let at = |dx: f32, dy: f32| Point { x: x + size * dx, y: base_line - size * dy };
        let points =
            vec![at(0.08, 0.6), at(0.08, 0.25), at(0.55, 0.25), at(0.4, 0.4), at(0.55, 0.25), at(0.4, 0.1)];
        Mark::Stroke { points, width: Pt(0.5), colour: self.theme.muted }
    }
}

/// For each line how many stand together between empty ones with it; zero for an empty line.
fn stretches(lines: &[Line]) -> Vec<usize> {
    let stretches = lines.chunk_by(|line, next| is_empty(line) == is_empty(next));
    stretches
        .flat_map(|stretch| {
            let length = if is_empty(&stretch[0]) { 0 } else { stretch.len() };
            std::iter::repeat_n(length, stretch.len())
        })
        .collect()
}

fn is_empty(line: &Line) -> bool {
    !line.marks.iter().any(|mark| matches!(mark, Mark::Glyphs(run) if !run.text.trim().is_empty()))
}

/// Tabs up to the next multiple of four columns.
fn expand_tabs(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    let mut column = 0;
    for c in code.chars() {
        match c {
            '\t' => {
                let width = 4 - column % 4;
                out.extend(std::iter::repeat_n(' ', width));
                column += width;
            }
            '\n' => {
                out.push(c);
                column = 0;
            }
            '\r' => {}
            _ => {
                out.push(c);
                column += 1;
            }
        }
    }
    out
}
