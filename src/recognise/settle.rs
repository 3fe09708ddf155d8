//! Which claims stand where several rules claim a place.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::custom::CERTAIN;
use super::words::{self, Likeness, likeness};
use super::{Claim, Lost, answer, wording};
use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, InlineKind, Span};

/// A claim with the name of the rule that made it; boxed, since claims are many and are moved about.
pub type Made<'r> = (&'r str, Box<Claim>);

/// Settles claims that overlap; what is left is in order of place, and beside it what lost.
///
/// What the rest of the document does comes first: where most claims of a rule hold several of another,
/// they are sections; where few hold any, what they hold is part of their answers. A question that is
/// claimed without an answer yields to its claim with one. Else the surer claim stands, then the wider,
/// then the earlier; but where its body only runs on, a marked question of another rule ends it. A claim
/// without a place is none. What the user describes stands whatever the document does.
pub fn settle(mut claims: Vec<Made<'_>>) -> (Vec<Made<'_>>, Vec<Lost>) {
    claims.sort_by_cached_key(|(_, claim)| {
        (claim.span.start, Reverse(claim.span.len()), Reverse(claim.confidence))
    });
    end_at_described(&mut claims);
    cut_short(&mut claims);
    claims.retain(|(_, claim)| !claim.span.is_empty());
    let against = against_habit(&claims);
    let bare = bare_twins(&claims);
    let spoken_against: Vec<bool> =
        (0..claims.len()).map(|index| against.contains(&index) || bare.contains(&index)).collect();
    let (mut claims, mut lost) = apart(claims, &spoken_against);
    let_go_of_titles(&mut claims);
    let_go_of_leads(&mut claims);
    lost.sort_by_key(|claim| claim.span);
    // What a claim lost against is the first that overlaps it.
    for claim in &mut lost {
        claim.winner = claims.partition_point(|(_, won)| won.span.end <= claim.span.start);
    }
    (claims, lost)
}

/// Whether a claim is one: words are left when the carrier is off; where nothing but a number speaks for it, more
/// than a letter.
pub fn is_one(claim: &Claim) -> bool {
    let words = plain_text(&wording::strip(claim.question.clone()).question);
    let is_letter = matches!(words.trim().as_bytes(), [letter] if letter.is_ascii_alphabetic());
    !(words.trim().is_empty() || claim.confidence < SURE && is_letter)
}

/// Keeps, of claims that overlap, those that nothing speaks against, then the surer, then the wider, then
/// the earlier; beside them those that lost. `claims` are in order of place.
fn apart<'r>(mut claims: Vec<Made<'r>>, spoken_against: &[bool]) -> (Vec<Made<'r>>, Vec<Lost>) {
    let mut ranked: Vec<usize> = (0..claims.len()).collect();
    ranked.sort_by_key(|&index| {
        let Claim { confidence, span, .. } = &*claims[index].1;
        (spoken_against[index], Reverse(*confidence), Reverse(span.len()), span.start)
    });
    let mut taken = BTreeMap::<u32, u32>::new();
    let mut wins = vec![false; claims.len()];
    let mut lost = Vec::new();
    for index in ranked {
        let (rule, claim) = &claims[index];
        let Claim { confidence, span, question_span, .. } = &**claim;
        let Span { start, end } = *span;
        wins[index] = taken.range(..end).next_back().is_none_or(|(_, &taken_end)| taken_end <= start);
        if wins[index] {
            taken.insert(start, end);
        } else {
            let (confidence, span, question_span) = (*confidence, *span, *question_span);
            lost.push(Lost { rule: (*rule).into(), confidence, span, question_span, winner: 0 });
        }
    }
    let mut wins = wins.into_iter();
    claims.retain(|_| wins.next().unwrap_or_default());
    claims.sort_by_cached_key(|(_, claim)| claim.span.start);
    (claims, lost)
}

/// Ends bodies where a question starts that the user describes.
fn end_at_described(claims: &mut [Made]) {
    let is_certain = |claim: &Claim| claim.confidence == CERTAIN;
    let starts = claims.iter().filter(|(_, claim)| is_certain(claim)).map(|(_, claim)| claim.span.start);
    let starts: Vec<u32> = starts.collect();
    for (_, claim) in claims.iter_mut().filter(|(_, claim)| !is_certain(claim)) {
        let next = starts.partition_point(|start| *start < claim.question_span.end);
        let Some(start) = starts.get(next).filter(|start| **start < claim.span.end) else { continue };
        let kept = claim.body.partition_point(|block| block.span.end <= *start);
        if let Some(last) = kept.checked_sub(1).map(|last| claim.body[last].span.end) {
            claim.body.truncate(kept);
            claim.span.end = last.max(claim.question_span.end);
        }
    }
}

/// Ends bodies that only run on where a marked question of another rule starts among their blocks.
fn cut_short(claims: &mut [Made]) {
    let mut marked: Vec<(&str, u32)> = claims
        .iter()
        .filter(|(_, claim)| claim.confidence >= SURE)
        .map(|(rule, claim)| (*rule, claim.question_span.start))
        .collect();
    marked.sort_by_key(|(_, start)| *start);
    for (rule, claim) in claims.iter_mut().filter(|(_, claim)| claim.runs_on) {
        let from = marked.partition_point(|(_, start)| *start < claim.question_span.end);
        let mut inside = marked[from..].iter().take_while(|(_, start)| *start < claim.span.end);
        let cut = inside.find_map(|(other, start)| {
            let at = claim.body.partition_point(|block| block.span.start <= *start).checked_sub(1)?;
            let block = &claim.body[at];
            let quoted = matches!(&block.kind, BlockKind::Quote(blocks)
                if blocks.first().is_some_and(|first| first.span.start == *start));
            (quoted || (other != rule && block.span.start == *start)).then_some(at)
        });
        let Some(at) = cut.filter(|at| *at > 0) else { continue };
        let was_marked = answer::is_marked(&claim.body);
        claim.body.truncate(at);
        if was_marked && !answer::is_marked(&claim.body) && !asks(claim) {
            // The mark was another question's, and nothing else makes it one.
            claim.span.end = claim.span.start;
            continue;
        }
        claim.span.end = claim.body[at - 1].span.end.max(claim.question_span.end);
    }
}

/// Whether the wording of a claim asks, or a label says that it does.
fn asks(claim: &Claim) -> bool {
    let text = plain_text(&claim.question);
    words::question_label_length(&text).is_some()
        || words::numbered_word_length(&text).is_some()
        || words::is_bare_label(&text)
        || likeness(&plain_text(&wording::strip(claim.question.clone()).question)) > Likeness::None
}

/// Takes off bodies that only run on what is the title of the next questions: a short line apart, in front of a
/// question of the same rule, where answers are one block else. Behind a displayed formula a short line is the rest of
/// its sentence.
fn let_go_of_titles(claims: &mut [Made]) {
    const FEWEST: usize = 3;
    let ends_in_title = |(before, after): (&Made, Option<&Made>)| {
        let ((rule, claim), Some((next, _))) = (before, after) else { return false };
        claim.runs_on
            && claim.confidence < CERTAIN
            && rule == next
            && matches!(&*claim.body, [.., before, last]
                if !matches!(before.kind, BlockKind::Math(_)) && may_be_title(last))
    };
    let nexts = claims.iter().skip(1).map(Some).chain([None]);
    let titled: Vec<bool> = claims.iter().zip(nexts).map(ends_in_title).collect();
    // For each rule how many claims it made, how many of them hold one block, and how many may end in a title.
    let mut habits: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    for ((rule, claim), titled) in claims.iter().zip(&titled) {
        let (total, single, ending) = habits.entry(rule).or_default();
        *total += 1;
        *single += usize::from(claim.body.len() - usize::from(*titled) <= 1);
        *ending += usize::from(*titled);
    }
    for ((rule, claim), _) in claims.iter_mut().zip(titled).filter(|(_, titled)| *titled) {
        let (total, single, ending) = habits[rule];
        if total >= FEWEST && single * 4 >= total * 3 && ending * 2 <= total {
            claim.body.pop();
            let end = claim.body.last().map_or(claim.question_span.end, |last| last.span.end);
            claim.span.end = end.max(claim.question_span.end);
        }
    }
}

/// Takes off bodies that only run on what leads to the next questions: a line apart that ends in a colon.
fn let_go_of_leads(claims: &mut [Made]) {
    let leads = |block: &Block| {
        matches!(&block.kind, BlockKind::Paragraph(content)
            if !content.iter().any(super::lines::is_break)
                && plain_text(content).trim_end().ends_with([':', '：'])
                && !answer::marks_answer(block))
    };
    let rules: Vec<&str> = claims.iter().map(|(rule, _)| *rule).collect();
    for ((rule, claim), next) in claims.iter_mut().zip(rules.iter().skip(1)) {
        let runs_on = claim.runs_on && claim.confidence < CERTAIN && rule == next;
        if runs_on && claim.body.len() > 1 && claim.body.last().is_some_and(leads) {
            claim.body.pop();
            let end = claim.body.last().map_or(claim.question_span.end, |last| last.span.end);
            claim.span.end = end.max(claim.question_span.end);
        }
    }
}

/// Whether a block is one short line that ends no sentence, and more than a reference.
fn may_be_title(block: &Block) -> bool {
    const LONGEST: usize = 60;
    let BlockKind::Paragraph(content) = &block.kind else { return false };
    let text = plain_text(content);
    let text = text.trim();
    text.chars().take(LONGEST + 1).count() <= LONGEST
        && !content.iter().any(super::lines::is_break)
        && !content.iter().all(|inline| matches!(inline.kind, InlineKind::Link(_)))
        && !text.ends_with(['.', '!', '?', ';', ':', ',', '。', '！', '？', '；', '：', '।'])
}

/// The indices of claims without a body and a mark whose question another claim has with a body.
fn bare_twins(claims: &[Made]) -> BTreeSet<usize> {
    let bare = |index: &usize| claims[*index].1.body.is_empty() && claims[*index].1.confidence < SURE;
    let has_answered_twin = |index: &usize| {
        let span = claims[*index].1.question_span;
        let near = claims[..*index].iter().rev().take(NEAR).chain(claims[*index + 1..].iter().take(NEAR));
        near.filter(|(_, other)| !other.body.is_empty())
            .any(|(_, other)| other.question_span.start < span.end && span.start < other.question_span.end)
    };
    (0..claims.len()).filter(bare).filter(has_answered_twin).collect()
}

/// How far claims of one question may stand apart in order of place: each rule makes one or two.
const NEAR: usize = 12;

/// What claims of one rule hold of another.
#[derive(Default)]
struct Holding {
    /// The claims that hold some.
    holders: BTreeSet<usize>,
    /// Holder and held.
    held: Vec<(usize, usize)>,
}

/// Whether `holder` asks and has begun to answer before the only question starts that it holds, which then follows up.
fn answers_before(holder: &Claim, held: &Claim) -> bool {
    let mut above = holder.body.iter().take_while(|block| block.span.end <= held.span.start);
    let tells = |block: &Block| match &block.kind {
        BlockKind::Paragraph(content) => {
            let text = plain_text(content);
            likeness(&text) == Likeness::None
                && !text.trim_end().ends_with([':', '：'])
                && super::metadata::parted(content).is_none()
        }
        BlockKind::List(_) | BlockKind::Table(_) => true,
        _ => false,
    };
    above.any(tells)
        && likeness(&plain_text(&wording::strip(holder.question.clone()).question)) == Likeness::Clear
}

/// The indices of claims that what the document does speaks against.
fn against_habit(claims: &[Made]) -> BTreeSet<usize> {
    let mut totals: BTreeMap<&str, usize> = BTreeMap::new();
    let mut holdings: BTreeMap<(&str, &str), Holding> = BTreeMap::new();
    let mut open: Vec<usize> = Vec::new();
    for (index, (rule, claim)) in claims.iter().enumerate() {
        if claim.confidence == CERTAIN {
            continue;
        }
        *totals.entry(rule).or_default() += 1;
        open.retain(|&outer| claims[outer].1.span.end > claim.span.start);
        for &outer in &open {
            let (outer_rule, holder) = &claims[outer];
            let behind = holder.question_span.end <= claim.span.start;
            if outer_rule != rule && behind && holder.span.contains(claim.span) {
                let holding = holdings.entry((outer_rule, rule)).or_default();
                holding.holders.insert(outer);
                holding.held.push((outer, index));
            }
        }
        open.push(index);
    }
    let mut dropped = BTreeSet::new();
    let mut held_by: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (holder, held) in holdings.values().flat_map(|holding| &holding.held) {
        held_by.entry(*holder).or_default().push(*held);
    }
    for (holder, mut held) in held_by {
        held.sort_unstable();
        let (holder, first) = (&claims[holder].1, &claims[held[0]].1);
        let is_same = |held: &usize| claims[*held].1.question_span.start < first.question_span.end;
        if held.iter().all(is_same) && answers_before(holder, first) {
            dropped.extend(held);
        }
    }
    for ((outer, _), Holding { holders, held }) in &holdings {
        let total = totals[outer];
        let sure = |index: &usize| claims[*index].1.confidence >= SURE;
        let marked = held.iter().filter(|(_, inner)| sure(inner)).count() * 2 >= held.len();
        let several = if marked { 2 } else { 3 };
        // What a mark makes a question stays one, unless marks make many of it.
        let may_be_sections = marked || !holders.iter().any(sure);
        let are_sections =
            may_be_sections && holders.len() * 2 >= total && held.len() >= several * holders.len();
        if are_sections {
            dropped.extend(holders);
        } else if holders.len() * 3 < total {
            dropped.extend(held.iter().map(|(_, inner)| inner));
        }
    }
    dropped
}

/// From here on a claim rests on a mark.
const SURE: u8 = 80;
