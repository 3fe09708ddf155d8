//! Which claims stand where several rules claim a place.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Claim, Lost};
use crate::model::Span;
use crate::model::content::plain_text;

/// A claim with the name of the rule that made it.
pub type Made = (&'static str, Claim);

/// Settles claims that overlap; what is left is in order of place, and beside it what lost.
///
/// What the rest of the document does comes first: where most claims of a rule hold several of another,
/// they are sections; where few hold any, what they hold is part of their answers. Else the surer claim
/// stands, then the wider, then the earlier. A claim without a place or without a word is none.
pub fn settle(mut claims: Vec<Made>) -> (Vec<Made>, Vec<Lost>) {
    claims.retain(|(_, claim)| !claim.span.is_empty() && !plain_text(&claim.question).trim().is_empty());
    claims.sort_by_key(|(_, claim)| (claim.span.start, Reverse(claim.span.len()), Reverse(claim.confidence)));
    let dropped = dropped_by_habit(&claims);
    let mut lost = Vec::new();
    let mut at = 0;
    claims.retain(|made| {
        let stays = !dropped.contains(&at);
        at += 1;
        lost.extend((!stays).then(|| loss(made)));
        stays
    });
    let claims = apart(claims, &mut lost);
    lost.sort_by_key(|claim| claim.span);
    // What a claim lost against is the first that overlaps it.
    for claim in &mut lost {
        claim.winner = claims.partition_point(|(_, won)| won.span.end <= claim.span.start);
    }
    lost.retain(|claim| claims.get(claim.winner).is_some_and(|(_, won)| won.span.start < claim.span.end));
    (claims, lost)
}

fn loss((rule, claim): &Made) -> Lost {
    let Claim { confidence, span, question_span, .. } = *claim;
    Lost { rule, confidence, span, question_span, winner: 0 }
}

/// Keeps, of claims that overlap, the surer, then the wider, then the earlier; the others go to `lost`.
fn apart(mut claims: Vec<Made>, lost: &mut Vec<Lost>) -> Vec<Made> {
    claims.sort_by_key(|(_, claim)| (Reverse(claim.confidence), Reverse(claim.span.len()), claim.span.start));
    let mut taken = BTreeMap::<u32, u32>::new();
    claims.retain(|made| {
        let Span { start, end } = made.1.span;
        let free = taken.range(..end).next_back().is_none_or(|(_, &taken_end)| taken_end <= start);
        if free {
            taken.insert(start, end);
        } else {
            lost.push(loss(made));
        }
        free
    });
    claims.sort_by_key(|(_, claim)| claim.span.start);
    claims
}

/// What claims of one rule hold of another.
#[derive(Default)]
struct Holding {
    /// The claims that hold some.
    holders: BTreeSet<usize>,
    /// Holder and held.
    held: Vec<(usize, usize)>,
}

/// The indices of claims that what the document does speaks against.
fn dropped_by_habit(claims: &[Made]) -> BTreeSet<usize> {
    let mut totals: BTreeMap<&str, usize> = BTreeMap::new();
    let mut holdings: BTreeMap<(&str, &str), Holding> = BTreeMap::new();
    let mut open: Vec<usize> = Vec::new();
    for (index, (rule, claim)) in claims.iter().enumerate() {
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
    for ((outer, _), Holding { holders, held }) in &holdings {
        let total = totals[outer];
        let marked = held.iter().filter(|(_, inner)| claims[*inner].1.confidence >= SURE).count();
        let several = if marked * 2 >= held.len() { 2 } else { 4 };
        let are_sections = holders.len() * 2 >= total && held.len() >= several * holders.len();
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
