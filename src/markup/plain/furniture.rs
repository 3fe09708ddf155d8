//! What stands on every page of a copied document: the count of the pages, and the line beside it that comes again.

use super::Line;
use crate::model::page_mark::is_page_mark;
use std::collections::BTreeMap;

/// The lines that belong to pages, in order.
pub(super) fn lines(lines: &[Line<'_>]) -> Vec<usize> {
    let marks: Vec<usize> = (0..lines.len()).filter(|at| is_page_mark(lines[*at].trimmed())).collect();
    let is_said = |at: &usize| !lines[*at].is_blank();
    let beside = |mark: &usize| {
        let above = (0..*mark).rev().take(NEAR).find(is_said);
        let below = (mark + 1..lines.len()).take(NEAR).find(is_said);
        [above, below].into_iter().flatten()
    };
    // The first page has no count above its own line.
    let first = (0..lines.len()).find(is_said).filter(|_| !marks.is_empty());
    let mut said: BTreeMap<&str, usize> = BTreeMap::new();
    for at in marks.iter().flat_map(beside).chain(first) {
        *said.entry(lines[at].trimmed()).or_default() += 1;
    }
    let comes_again =
        |at: &usize| Some(*at) != first && said.get(lines[*at].trimmed()).is_some_and(|times| *times > 1);
    let mut found: Vec<usize> = marks.iter().flat_map(beside).filter(comes_again).collect();
    found.extend(&marks);
    found.sort_unstable();
    found.dedup();
    found
}

/// How far from the count the line may stand.
const NEAR: usize = 3;
