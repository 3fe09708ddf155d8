//! A line's clusters in the order that they stand in.

use std::ops::Range;

use super::super::direction::{Direction, visual_order};
use super::super::shape::Shaped;

/// The clusters `from..to` as pieces of one look, font and direction, from left to right; from `visible` on there are
/// only spaces, which do not turn.
pub(super) fn pieces(shaped: &Shaped, from: usize, visible: usize, to: usize) -> Vec<Range<usize>> {
    let clusters = &shaped.clusters[from..to];
    let plain = clusters.iter().all(|cluster| cluster.direction == Direction::default());
    let runs =
        if plain { std::iter::once(0..clusters.len()).collect() } else { turned(shaped, from, visible, to) };
    let mut pieces = Vec::new();
    for run in runs {
        let to_left = clusters.get(run.start).is_some_and(|first| first.direction.to_left());
        let first = pieces.len();
        for index in run {
            let same = |last: &Range<usize>| {
                let before = &shaped.clusters[last.end - 1];
                (before.span, before.font) == (clusters[index].span, clusters[index].font)
            };
            match pieces[first..].last_mut() {
                Some(last) if same(last) => last.end += 1,
                _ => pieces.push(from + index..from + index + 1),
            }
        }
        if to_left {
            pieces[first..].reverse();
        }
    }
    pieces
}

/// Rule L1, then L2: runs of one level, from left to right, as places behind `from`.
fn turned(shaped: &Shaped, from: usize, visible: usize, to: usize) -> Vec<Range<usize>> {
    let directions: Vec<Direction> = shaped.clusters[from..visible].iter().map(|c| c.direction).collect();
    let mut runs = visual_order(&directions);
    let spaces = visible - from..to - from;
    if !spaces.is_empty() {
        let at_left = shaped.clusters[visible].direction.base == 1;
        runs.insert(if at_left { 0 } else { runs.len() }, spaces);
    }
    runs
}
