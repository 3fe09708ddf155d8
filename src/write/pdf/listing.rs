//! Code blocks: highlighted, wrapped with a drawn mark, cut between columns only when tall.

use std::sync::Arc;

use crate::code::{Class, highlight};

use super::content::{Measure, Setter};
use super::page::{Mark, Point};
use super::slab::{Keep, Rail, Slab, lay_rail, wrap};
use super::tag::Tag;
use super::text::{Line, Look, Rich};
use super::units::Pt;

/// Free around the code on its ground.
const PAD: Pt = Pt(3.0);
/// Taller code, in shares of a column, may be cut: behind an empty line rather than elsewhere.
const WHOLE_UP_TO: f32 = 1.0 / 3.0;
/// Height of the mark where code is cut.
const CUT: Pt = Pt(5.0);
/// Lines that stay together at either side of a cut, those that say nothing not counted.
const KEPT_LINES: usize = 3;

impl Setter<'_> {
    /// A code block on a light ground.
    pub(super) fn listing(&mut self, language: Option<&str>, code: &str, measure: &Measure) -> Vec<Slab> {
        let code = expand_tabs(code);
        let mut rich = Rich::default();
        let mut remarks = Vec::new();
        for run in highlight(language, &code) {
            let (face, colour) = self.theme.code_look(run.class);
            let start = rich.text.len();
            rich.push(&code[run.range], &Look::new(face, self.theme.code, colour));
            if run.class == Class::Comment {
                remarks.push(start..rich.text.len());
            }
        }
        let lines = self.engine.verbatim(&rich, &remarks, measure.width - PAD * 2.0);
        let ground = Rail { x: measure.x, width: measure.width, colour: self.theme.shade, starts: true };
        let count = lines.len();
        let continued: Vec<bool> = lines.iter().skip(1).map(|line| line.continues).collect();
        let empty: Vec<bool> = lines.iter().map(is_empty).collect();
        let may_be_cut = self.theme.code_leading * count as f32 > measure.height * WHOLE_UP_TO;
        let base_line = self.theme.code_leading / 2.0 + self.theme.code * 0.32;
        let filled: Vec<usize> = empty
            .iter()
            .scan(0, |filled, &is_empty| {
                *filled += usize::from(!is_empty);
                Some(*filled)
            })
            .collect();
        let keep = |index: usize| {
            let below = filled[count - 1] - filled[index];
            let near_edge = filled[index].min(below) < KEPT_LINES;
            match (index + 1 == count, may_be_cut && !near_edge && !continued[index]) {
                (true, _) => Keep::Free,
                (false, true) if empty[index] => Keep::Free,
                (false, true) => Keep::Rather,
                (false, false) => Keep::Must,
            }
        };
        let [resume, suspend] = [true, false].map(|resumes| Arc::new(self.cut(ground, resumes)));
        let slab = |(index, line): (usize, Line)| {
            let lead = if index == 0 { PAD * 0.8 } else { Pt::ZERO };
            let tail = if index + 1 == count { PAD * 0.8 } else { Pt::ZERO };
            let mut marks: Vec<Mark> =
                line.marks.into_iter().map(|mark| mark.moved(measure.x + PAD, lead + base_line)).collect();
            if line.continues {
                marks.push(self.continuation(measure.x + PAD, lead + base_line));
            }
            Slab {
                height: self.theme.code_leading + lead + tail,
                keep: keep(index),
                marks,
                resume: (index > 0).then(|| Arc::clone(&resume)),
                suspend: (index + 1 < count).then(|| Arc::clone(&suspend)),
                ..Slab::default()
            }
        };
        let mut slabs: Vec<Slab> = lines.into_iter().enumerate().map(slab).collect();
        lay_rail(&mut slabs, ground);
        wrap(&mut slabs, &Tag::Code);
        wrap(&mut slabs, &Tag::Paragraph);
        slabs
    }

    /// Where code is cut between columns: a torn edge, drawn on its ground.
    fn cut(&self, ground: Rail, resumes: bool) -> Slab {
        let teeth = (ground.width / CUT).floor().max(1.0) as usize;
        let step = ground.width / teeth as f32;
        let (outer, inner) = if resumes { (CUT * 0.1, CUT * 0.6) } else { (CUT * 0.9, CUT * 0.4) };
        let points = (0..=teeth * 2).map(|half| Point {
            x: ground.x + step * (half as f32 / 2.0),
            y: if half % 2 == 0 { outer } else { inner },
        });
        let edge = Mark::Stroke { points: points.collect(), width: Pt(0.5), colour: self.theme.muted };
        let rails = vec![Rail { starts: resumes, ..ground }];
        Slab { height: CUT, marks: vec![edge], rails, ..Slab::default() }
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

#[cfg(test)]
mod tests {
    use super::super::picture::Pictures;
    use super::super::shape::Shaper;
    use super::super::theme::Theme;
    use super::*;

    #[test]
    fn empty_lines_do_not_count_beside_a_cut() {
        let (theme, pictures) = (Theme::cheatsheet(), Pictures::default());
        let mut shaper = Shaper::default();
        let code = format!("import a\n\n\n{}", "step()\n".repeat(60));
        let mut setter = Setter::new(&mut shaper, &theme, &pictures);
        let slabs = setter.listing(None, &code, &Measure::column(&theme));
        let keeps: Vec<Keep> = slabs[..5].iter().map(|slab| slab.keep).collect();
        assert_eq!(keeps, [Keep::Must, Keep::Must, Keep::Must, Keep::Must, Keep::Rather]);
    }
}
