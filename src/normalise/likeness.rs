//! How much two questions ask the same.

use std::collections::BTreeSet;

use super::asked::{Asked, Term};

/// From here on two questions ask the same.
pub const SAME: f32 = 0.76;
/// From here on they perhaps do.
pub const PERHAPS: f32 = 0.5;

/// Words of one family that are not the same word count so much: `manage` and `management`, `organ` and `organism`.
const FAMILY: f32 = 0.6;
/// Questions about one subject that ask something else of it.
const OTHER_ASK: f32 = 0.45;

/// How much `a` and `b` ask the same, 0 to 1; 0 where they ask plainly different things.
pub fn likeness(a: &Asked, b: &Asked) -> f32 {
    let pairs =
        a.readings().flat_map(|(one, sure)| b.readings().map(move |(two, also)| (one, two, sure * also)));
    pairs
        .map(|(one, two, sure)| {
            subject_likeness(one, two) * sure * if one.asks == two.asks { 1.0 } else { OTHER_ASK }
        })
        .fold(0.0, f32::max)
}

/// How much `a` and `b` are about the same, 0 to 1, whatever they ask of it.
pub fn subject_likeness(a: &Asked, b: &Asked) -> f32 {
    if conflict(&a.settings, &b.settings) || a.is_about_as_many(b) == Some(false) {
        return 0.0;
    }
    let best = overlap(&a.subject, &b.subject);
    if best.numbers_differ { 0.0 } else { best.share }
}

/// Why `a` and `b` ask the same or not, in words.
pub fn reason(a: &Asked, b: &Asked) -> String {
    let sameness = |one: &Asked, two: &Asked| {
        subject_likeness(one, two) * if one.asks == two.asks { 1.0 } else { OTHER_ASK }
    };
    let pairs = a.readings().flat_map(|(one, _)| b.readings().map(move |(two, _)| (one, two)));
    let best = pairs
        .reduce(|best, next| if sameness(next.0, next.1) > sameness(best.0, best.1) { next } else { best });
    let Some((a, b)) = best else { return "nothing in common".to_string() };
    let best = overlap(&a.subject, &b.subject);
    let mut reason = format!("both about {}", best.shared.join(", "));
    if !best.other.is_empty() {
        reason.push_str(&format!("; only one about {}", best.other.join(", ")));
    }
    let asks = |asked: &Asked| {
        let asks: Vec<&str> = asked.asks.iter().map(|ask| ask.words()).collect();
        if asks.is_empty() { "what it is".to_string() } else { asks.join(", ") }
    };
    if a.asks == b.asks {
        reason.push_str(&format!("; both ask {}", asks(a)));
    } else {
        reason.push_str(&format!("; one asks {}, the other {}", asks(a), asks(b)));
    }
    reason
}

/// Whether both live somewhere, and nowhere together.
fn conflict(a: &[String], b: &[String]) -> bool {
    !a.is_empty() && !b.is_empty() && !a.iter().any(|setting| b.contains(setting))
}

/// What two subjects share.
struct Overlap<'a> {
    /// Weight of what they share by weight of all.
    share: f32,
    /// The words that they share.
    shared: Vec<&'a str>,
    /// The words that only one has.
    other: Vec<&'a str>,
    /// Whether both have numbers, and others.
    numbers_differ: bool,
}

fn overlap<'a>(a: &'a [Term], b: &'a [Term]) -> Overlap<'a> {
    let mut left: Vec<Option<&Term>> = a.iter().map(Some).collect();
    let mut right: Vec<Option<&Term>> = b.iter().map(Some).collect();
    let (mut common, mut all) = (0.0, 0.0);
    let mut shared = Vec::new();
    let fits: [(fn(&Term, &Term) -> bool, f32); 2] =
        [(|one, two| one.text == two.text, 1.0), (|one, two| one.family == two.family, FAMILY)];
    for (fits, credit) in fits {
        for slot in &mut left {
            let Some(one) = *slot else { continue };
            let Some(other) = right.iter_mut().find(|two| two.is_some_and(|two| fits(one, two))) else {
                continue;
            };
            if let Some(two) = other.take() {
                let whole = one.weight.max(two.weight);
                // Code on one side only is the same word; what only one is seen in is not the same subject.
                let part = if one.in_tail == two.in_tail { whole } else { one.weight.min(two.weight) };
                common += credit * part;
                all += (2.0 - credit) * whole;
                shared.push(one.word.as_str());
                *slot = None;
            }
        }
    }
    let joined = join(&mut left, &mut right, &mut shared) + join(&mut right, &mut left, &mut shared);
    common += joined;
    all += joined;
    let rest: Vec<&Term> = left.into_iter().chain(right).flatten().collect();
    all += rest.iter().map(|term| term.weight).sum::<f32>();
    let (one, two) = (numbers(a), numbers(b));
    Overlap {
        share: if all > 0.0 { common / all } else { 0.0 },
        shared,
        other: rest.iter().map(|term| term.word.as_str()).collect(),
        numbers_differ: !one.is_empty() && !two.is_empty() && one != two,
    }
}

fn numbers(terms: &[Term]) -> BTreeSet<&str> {
    terms.iter().filter(|term| term.is_number).map(|term| term.text.as_str()).collect()
}

/// Takes words that are written apart in `apart` and together in `together`; returns their weight.
fn join<'a>(
    apart: &mut [Option<&'a Term>],
    together: &mut [Option<&'a Term>],
    shared: &mut Vec<&'a str>,
) -> f32 {
    let mut weight = 0.0;
    for at in 1..apart.len() {
        let (Some(one), Some(two)) = (apart[at - 1], apart[at]) else { continue };
        // Inflection took an `e` off the first word, perhaps.
        let is_both = |term: &Term| {
            term.text
                .strip_prefix(one.text.as_str())
                .is_some_and(|rest| rest == two.text || rest.strip_prefix('e') == Some(two.text.as_str()))
        };
        if let Some(slot) = together.iter_mut().find(|term| term.is_some_and(is_both))
            && let Some(term) = slot.take()
        {
            weight += term.weight.max(one.weight).max(two.weight);
            shared.push(term.word.as_str());
            (apart[at - 1], apart[at]) = (None, None);
        }
    }
    weight
}
