//! What stays when not everything fits: the least important goes first, and what went is told.

use std::cmp::Reverse;

use crate::model::content::plain_text;
use crate::model::{Diagnostic, Note, Severity};

use super::flow::{Sheet, paginate};
use super::slab::{Slab, wrap, wrap_foreign};
use super::tag::Tag;

/// What is left out, first to last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Other answers.
    Variant,
    /// Questions that come next.
    FollowUp,
    /// What is tested, red flags, insights.
    Aside,
    /// Questions without an answer.
    Open,
    /// Code in answers that say something without it.
    Code,
    /// Study material that is not a question.
    Passage,
    /// Questions with their answers.
    Note,
}

impl Stage {
    /// All, first to last.
    pub const ALL: [Self; 7] =
        [Self::Variant, Self::FollowUp, Self::Aside, Self::Open, Self::Code, Self::Passage, Self::Note];

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Slabs that stay together or go together.
pub struct Piece {
    /// When they go; `None` when they stay as long as their group.
    pub droppable: Option<Stage>,
    /// The slabs.
    pub slabs: Vec<Slab>,
    /// What stands in their place once code goes; `None` where there is none, or nothing else.
    pub instead: Option<Vec<Slab>>,
}

impl Piece {
    /// What stays as long as its group.
    pub fn fixed(slabs: Vec<Slab>) -> Self {
        Self { droppable: None, slabs, instead: None }
    }

    /// What goes at a stage of its own.
    pub fn of(stage: Stage, slabs: Vec<Slab>) -> Self {
        Self { droppable: Some(stage), slabs, instead: None }
    }
}

impl Piece {
    /// Its last slab, with code and without.
    pub fn ends(&mut self) -> impl Iterator<Item = &mut Slab> {
        self.slabs.last_mut().into_iter().chain(self.instead.iter_mut().filter_map(|slabs| slabs.last_mut()))
    }
}

/// A question with all that belongs to it, a passage, a title.
pub struct Group {
    /// When it goes as a whole; `None` for titles.
    stage: Option<Stage>,
    /// Whether it is the title of the groups up to the next one, and goes with the last of them.
    is_head: bool,
    /// How much it matters, then its place in its topic: of equals the later one goes first.
    rank: (usize, usize),
    /// The short id of its note.
    pub id: Option<String>,
    /// Its parts, in order.
    pub pieces: Vec<Piece>,
}

impl Group {
    /// What always stays.
    pub fn fixed(slabs: Vec<Slab>) -> Self {
        let pieces = vec![Piece::fixed(slabs)];
        Self { stage: None, is_head: false, rank: (0, 0), id: None, pieces }
    }

    /// The title of what follows.
    pub fn head(slabs: Vec<Slab>) -> Self {
        Self { is_head: true, ..Self::fixed(slabs) }
    }

    /// Says that all of it is in a language, where the `whole` is in another; both are BCP 47 tags.
    #[must_use]
    pub fn in_language(mut self, language: &str, whole: &str) -> Self {
        for piece in &mut self.pieces {
            let parts = std::iter::once(&mut piece.slabs).chain(&mut piece.instead);
            parts.for_each(|slabs| wrap_foreign(slabs, language, whole));
        }
        self
    }

    /// What goes at `stage`.
    pub fn of(stage: Stage, rank: (usize, usize), slabs: Vec<Slab>) -> Self {
        Self { stage: Some(stage), rank, ..Self::fixed(slabs) }
    }

    /// Whether it is the title of what follows.
    pub fn is_head(&self) -> bool {
        self.is_head
    }

    /// Its first slab.
    pub fn first_mut(&mut self) -> Option<&mut Slab> {
        self.pieces.first_mut()?.slabs.first_mut()
    }

    /// The slabs of what stays of it when the stages in `dropped` went.
    fn kept(&mut self, dropped: u8) -> impl Iterator<Item = &mut Vec<Slab>> {
        let gone = self.stage.is_some_and(|stage| dropped & stage.bit() != 0);
        let stays =
            move |piece: &&mut Piece| !gone && piece.droppable.is_none_or(|stage| dropped & stage.bit() == 0);
        self.pieces.iter_mut().filter(stays).map(move |piece| match &mut piece.instead {
            Some(instead) if dropped & Stage::Code.bit() != 0 => instead,
            _ => &mut piece.slabs,
        })
    }

    /// The stages at which something of it goes.
    fn stages(&self) -> impl Iterator<Item = Stage> {
        let has = |stage: Stage| {
            self.stage == Some(stage)
                || self.pieces.iter().any(|piece| {
                    piece.droppable == Some(stage) && !piece.slabs.is_empty()
                        || stage == Stage::Code && piece.instead.is_some()
                })
        };
        Stage::ALL.into_iter().filter(move |&stage| has(stage))
    }
}

/// What did not fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Of how many questions, passages or open questions something went, by [`Stage`].
    pub counts: [usize; Stage::ALL.len()],
    /// Short ids of the answered questions that went, in order.
    pub ids: Vec<String>,
}

/// Of more questions that went only the number is told.
const NAMED: usize = 5;

/// The remark that something was left out; `None` when nothing was.
pub fn told(left_out: &LeftOut, notes: &[Note], budget: usize, pages: usize) -> Option<Diagnostic> {
    let kinds =
        ["other answers", "follow-up questions", "asides", "open questions", "code", "passages", "questions"];
    let counts = Stage::ALL.iter().zip(kinds).zip(left_out.counts).filter(|(_, count)| *count > 0);
    let mut parts: Vec<String> = counts
        .map(|((stage, kind), count)| match stage {
            Stage::Open | Stage::Passage | Stage::Note => format!("{count} {kind}"),
            _ => format!("the {kind} of {count}"),
        })
        .collect();
    parts.reverse();
    if parts.is_empty() {
        return None;
    }
    let too_long = if pages > budget { format!(", and still takes {pages}") } else { String::new() };
    let named = left_out.ids.iter().take(NAMED).map(|id| {
        let note = notes.iter().find(|note| note.short_id() == id);
        format!("`{}` ({id})", note.map(|note| plain_text(&note.draft.question)).unwrap_or_default())
    });
    let named: Vec<String> = named.collect();
    let hint = match left_out.ids.len() {
        0 => String::new(),
        count if count > NAMED => format!("; left out are {} and {} more", named.join(", "), count - NAMED),
        _ => format!("; left out are {}", named.join(", ")),
    };
    Some(Diagnostic {
        code: "left-out",
        severity: if left_out.ids.is_empty() { Severity::Info } else { Severity::Warning },
        message: format!(
            "the cheat sheet leaves out {} to fit {budget} page{}{too_long}",
            parts.join(", "),
            if budget == 1 { "" } else { "s" }
        ),
        places: Vec::new(),
        hint: format!("give it more pages with `--budget`, or smaller type with a theme of your own{hint}"),
    })
}

/// The slabs of `groups` that fit on `pages` pages, zero for any number; and what does not fit.
pub fn fit(mut groups: Vec<Group>, pages: usize, sheet: &Sheet) -> (Vec<Slab>, LeftOut) {
    let mut order: Vec<(Stage, usize, Reverse<usize>, usize)> = Vec::new();
    for (index, group) in groups.iter().enumerate().filter(|_| pages > 0) {
        let (weight, place) = group.rank;
        order.extend(group.stages().map(|stage| (stage, weight, Reverse(place), index)));
    }
    order.sort_unstable();
    let dropped = |count: usize, groups: usize| {
        let mut dropped = vec![0_u8; groups];
        order[..count].iter().for_each(|&(stage, .., index)| dropped[index] |= stage.bit());
        dropped
    };
    let count = groups.len();
    let mut fits =
        |dropping: usize| pages == 0 || measured(&mut groups, &dropped(dropping, count), sheet) <= pages;
    let (mut low, mut high) = (0, order.len());
    if fits(0) {
        high = 0;
    }
    // Invariant: dropping `low` does not fit, dropping `high` does or is all there is.
    while high > low + 1 {
        let middle = low.midpoint(high);
        if fits(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    let mut left_out = LeftOut::default();
    for &(stage, .., index) in &order[..high] {
        left_out.counts[stage as usize] += 1;
        if stage == Stage::Note {
            left_out.ids.extend(groups[index].id.clone());
        }
    }
    let dropped = dropped(high, count);
    let mut slabs = Vec::new();
    each_kept(&mut groups, &dropped, |group, is_title| {
        let mut own: Vec<Slab> = group.into_iter().flat_map(std::mem::take).collect();
        if !is_title {
            wrap(&mut own, &Tag::Section);
        }
        slabs.append(&mut own);
    });
    (slabs, left_out)
}

/// How many pages what is left takes.
fn measured(groups: &mut [Group], dropped: &[u8], sheet: &Sheet) -> usize {
    let mut slabs = Vec::new();
    each_kept(groups, dropped, |group, _| {
        let bare = |slab: &Slab| Slab {
            height: slab.height,
            gap: slab.gap,
            keep: slab.keep,
            new_page: slab.new_page,
            resume: slab.resume.clone(),
            suspend: slab.suspend.clone(),
            ..Slab::default()
        };
        slabs.extend(group.iter().flat_map(|slabs| slabs.iter().map(bare)));
    });
    paginate(slabs, sheet).pages.len()
}

/// Shows `see` what is left of each group, and whether it is a title. A title goes when nothing is left below it.
fn each_kept(groups: &mut [Group], dropped: &[u8], mut see: impl FnMut(Vec<&mut Vec<Slab>>, bool)) {
    let stays: Vec<bool> = groups
        .iter_mut()
        .zip(dropped)
        .map(|(group, &dropped)| group.kept(dropped).any(|slabs| !slabs.is_empty()))
        .collect();
    for index in 0..groups.len() {
        let below = || {
            let end = groups[index + 1..].iter().position(Group::is_head);
            let end = end.map_or(groups.len(), |end| index + 1 + end);
            stays[index + 1..end].contains(&true)
        };
        if stays[index] && (!groups[index].is_head || below()) {
            let is_title = groups[index].stage.is_none();
            see(groups[index].kept(dropped[index]).collect(), is_title);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::page::Rect;
    use super::super::units::Pt;
    use super::*;

    fn slabs(count: usize) -> Vec<Slab> {
        vec![Slab { height: Pt(10.0), ..Slab::default() }; count]
    }

    /// One column of ten lines a page.
    fn sheet() -> Sheet {
        let area = Rect { x: Pt(0.0), y: Pt(0.0), width: Pt(100.0), height: Pt(100.0) };
        Sheet {
            width: Pt(100.0),
            height: Pt(100.0),
            area,
            columns: 1,
            gutter: Pt(0.0),
            rule: None,
            to_left: false,
        }
    }

    fn note(id: &str, weight: usize, place: usize) -> Group {
        let mut group = Group::of(Stage::Note, (weight, place), slabs(1));
        group.id = Some(id.to_string());
        group.pieces.push(Piece { droppable: None, slabs: slabs(3), instead: Some(slabs(1)) });
        group.pieces.push(Piece::of(Stage::Variant, slabs(1)));
        group
    }

    fn groups() -> Vec<Group> {
        let heads = || Group::head(slabs(1));
        vec![heads(), note("a", 2, 0), note("b", 1, 1), heads(), note("c", 1, 0), note("d", 1, 1)]
    }

    #[test]
    fn everything_stays_without_a_budget_and_where_it_fits() {
        for pages in [0, 3] {
            let (slabs, left_out) = fit(groups(), pages, &sheet());
            assert_eq!((slabs.len(), left_out), (22, LeftOut::default()));
        }
    }

    #[test]
    fn variants_go_before_code_and_code_before_questions() {
        let (slabs, left_out) = fit(groups(), 2, &sheet());
        assert_eq!((slabs.len(), left_out.counts[Stage::Variant as usize]), (20, 2));
        let (slabs, left_out) = fit(groups(), 1, &sheet());
        assert_eq!(slabs.len(), 10);
        assert_eq!((left_out.counts, left_out.ids.len()), ([4, 0, 0, 0, 4, 0, 0], 0));
    }

    #[test]
    fn the_last_of_what_is_asked_least_goes_first_and_an_empty_topic_with_it() {
        let small = Sheet { area: Rect { height: Pt(60.0), ..sheet().area }, ..sheet() };
        let (slabs, left_out) = fit(groups(), 1, &small);
        assert_eq!((slabs.len(), left_out.ids), (6, vec!["b".to_string(), "d".to_string()]));
        let tiny = Sheet { area: Rect { height: Pt(30.0), ..sheet().area }, ..sheet() };
        let (slabs, left_out) = fit(groups(), 1, &tiny);
        assert_eq!((slabs.len(), left_out.ids.len()), (3, 3));
    }
}
