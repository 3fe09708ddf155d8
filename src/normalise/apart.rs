//! What tells two questions apart whose subjects are nearly the same.
//!
//! Weights say how much two questions have in common, and in a long question one word is little of it, a common one
//! nothing. But where all the rest is the same, that word is what is asked: `before surgery` and `after surgery`,
//! `git reset` and `git reset --hard`. Such questions are never the same, whatever their weights; people may say so.

use super::likeness::SAME;
use super::outline::{Reading, Word};
use super::overlap::{LITTLE, Overlap, Shared};

/// In the place of a word stands another, not a whole clause: a pair of characters each, where a script parts no words.
const IN_PLACE: usize = 2;
/// What only one of them has tells them apart where it weighs more: the commonest words stand for themselves.
const MORE: f32 = 0.5;

/// Whether something tells `a` and `b` apart, whatever else they have in common.
pub fn are_apart(a: &Reading, b: &Reading) -> bool {
    let overlap = Overlap::of(a, b);
    let order = Order::of(&overlap);
    if order.is_kept() && order.has_other_word() {
        return true;
    }
    // Where they have other words besides, what is common or little may belong to those.
    overlap.share() >= SAME
        && (a.particles != b.particles
            || have_other_version(a, b)
            || have_other_signs(a, b, &overlap)
            || (!order.is_kept() && a.bag == b.bag && is_swapped(a, b)))
}

/// Whether only one says which version its subject lives in: who does not say where does not say which either.
fn have_other_version(a: &Reading, b: &Reading) -> bool {
    a.settings.is_empty() == b.settings.is_empty() && a.versions.is_empty() != b.versions.is_empty()
}

/// Whether code that both name has other signs: `x` and `!x`.
fn have_other_signs(a: &Reading, b: &Reading, overlap: &Overlap) -> bool {
    let signs = |words: &[Word]| words.iter().map(|word| word.signs).collect::<Option<Vec<_>>>();
    overlap.shared.iter().any(|pair| {
        let (one, two) = (signs(&a.words[pair.a.clone()]), signs(&b.words[pair.b.clone()]));
        one.zip(two).is_some_and(|(one, two)| one != two)
    })
}

/// The words that two questions share, in the order of the first, and those that only one has between them.
struct Order<'a> {
    /// Where each shared one stands in the second.
    places: Vec<usize>,
    /// Before each shared one and behind the last: the words that only the first has, and those that only the second has.
    between: Vec<[Vec<&'a Word>; 2]>,
}

impl<'a> Order<'a> {
    fn of(overlap: &Overlap<'a>) -> Self {
        let mut shared: Vec<&Shared> = overlap.shared.iter().collect();
        shared.sort_by_key(|pair| pair.a.start);
        let starts = |side: fn(&Shared) -> usize| {
            let mut starts: Vec<usize> = shared.iter().map(|pair| side(pair)).collect();
            starts.sort_unstable();
            starts
        };
        let sides = [starts(|pair| pair.a.start), starts(|pair| pair.b.start)];
        let mut between = vec![[Vec::new(), Vec::new()]; shared.len() + 1];
        let (left_a, left_b) = overlap.is_left.split_at(overlap.a.len());
        for (side, (words, left)) in [(overlap.a, left_a), (overlap.b, left_b)].into_iter().enumerate() {
            for (at, word) in words.iter().enumerate().filter(|(at, _)| left[*at]) {
                between[sides[side].partition_point(|start| *start < at)][side].push(word);
            }
        }
        Self { places: shared.iter().map(|pair| pair.b.start).collect(), between }
    }

    fn is_kept(&self) -> bool {
        self.places.is_sorted()
    }

    /// Whether they are the same but for a word, in whose place the other has another one or none.
    fn has_other_word(&self) -> bool {
        let is_told = |words: &[&Word]| words.iter().any(|word| !word.says_little || word.weight > LITTLE);
        let mut told = self.between.iter().filter(|sides| sides.iter().any(|words| is_told(words)));
        let (Some([one, two]), None) = (told.next(), told.next()) else { return false };
        if one.is_empty() || two.is_empty() {
            let is_more = |word: &&Word| !word.in_tail && !word.says_little && word.full > MORE;
            return one.iter().chain(two).any(is_more);
        }
        let is_seen_in = |words: &[&Word]| words.iter().any(|word| word.in_tail);
        one.len() <= IN_PLACE && two.len() <= IN_PLACE && is_seen_in(one) == is_seen_in(two)
    }
}

/// Whether the same words stand in another order, which is more than that of two things that are named together.
fn is_swapped(a: &Reading, b: &Reading) -> bool {
    if a.compared.is_some() {
        return false;
    }
    let named = |reading: &Reading| {
        let mut named: Vec<Vec<u32>> = vec![Vec::new()];
        for (at, word) in reading.words.iter().enumerate() {
            if reading.joints.contains(&at) {
                named.push(Vec::new());
            }
            if let Some(last) = named.last_mut() {
                last.push(word.text);
            }
        }
        named.sort_unstable();
        named
    };
    let joined = |reading: &Reading| {
        let mut texts: Vec<u32> = reading.words.iter().map(|word| word.text).collect();
        for &at in &reading.joints {
            if let Some(beside) = at.checked_sub(1).and_then(|before| texts.get_mut(before..=at)) {
                beside.sort_unstable();
            }
        }
        texts
    };
    named(a) != named(b) && joined(a) != joined(b)
}
