//! Which terms of two subjects stand for each other, and how much of both that is.

use std::ops::Range;

use super::outline::{Reading, Run, Word};

/// Words of one family that are not the same word count so much: `manage` and `management`, `organ` and `organism`.
const FAMILY: f32 = 0.6;
/// Words up to this weight say little.
pub const LITTLE: f32 = 0.1;

/// How the terms of two subjects meet.
pub struct Overlap<'a> {
    /// Those of the one,
    pub a: &'a [Word],
    /// those of the other,
    pub b: &'a [Word],
    /// and which of them stand for each other.
    pub shared: Vec<Shared>,
    /// Whether a term has none that stands for it: those of `a`, then those of `b`.
    pub is_left: Vec<bool>,
}

/// Terms that stand for each other: one each, or two and more that are written together or abbreviated on one side.
pub struct Shared {
    /// Places in the one.
    pub a: Range<usize>,
    /// Places in the other.
    pub b: Range<usize>,
    /// How much they do, 0 to 1.
    credit: f32,
}

/// Whether two words are the same.
type Fits = fn(&Word, &Word) -> bool;

/// How much a term counts.
type Weight = fn(&Word) -> f32;

impl<'a> Overlap<'a> {
    /// How those of two readings meet.
    pub fn of(one: &'a Reading, two: &'a Reading) -> Self {
        let (a, b) = (one.words.as_slice(), two.words.as_slice());
        let mut overlap = Self { a, b, shared: Vec::new(), is_left: vec![true; a.len() + b.len()] };
        overlap.meet(|one, two| one.text == two.text, 1.0);
        let Self { shared, is_left, .. } = &mut overlap;
        let (left_a, left_b) = is_left.split_at_mut(a.len());
        stand_for_one((&one.runs, left_a), (b, left_b), |several, one| {
            shared.push(Shared { a: several, b: one..one + 1, credit: 1.0 });
        });
        stand_for_one((&two.runs, left_b), (a, left_a), |several, one| {
            shared.push(Shared { a: one..one + 1, b: several, credit: 1.0 });
        });
        overlap.meet(|one, two| one.family.is_some() && one.family == two.family, FAMILY);
        overlap
    }

    /// Takes the terms that are left and fit.
    fn meet(&mut self, fits: Fits, credit: f32) {
        let (left_a, left_b) = self.is_left.split_at_mut(self.a.len());
        for (at, (one, is_left)) in
            self.a.iter().zip(left_a).enumerate().filter(|(_, (_, is_left))| **is_left)
        {
            if let Some(other) = (0..self.b.len()).find(|&other| left_b[other] && fits(one, &self.b[other])) {
                self.shared.push(Shared { a: at..at + 1, b: other..other + 1, credit });
                (*is_left, left_b[other]) = (false, false);
            }
        }
    }

    /// The terms that only `a` has, then those that only `b` has.
    fn rest(&self) -> impl Iterator<Item = &'a Word> {
        let terms = self.a.iter().chain(self.b).zip(&self.is_left);
        terms.filter(|(_, is_left)| **is_left).map(|(term, _)| term)
    }

    /// Whether only one of them has what is more than a little.
    pub fn has_other(&self) -> bool {
        self.rest().any(|term| term.weight > LITTLE)
    }

    /// Weight of what they share by weight of all, 0 to 1.
    pub fn share(&self) -> f32 {
        // What one subject is seen in leaves a doubt; where the other is seen in something else, there is none.
        let is_left = |terms: &[Word], is_left: &[bool]| {
            terms.iter().zip(is_left).any(|(term, is_left)| *is_left && term.weight > LITTLE)
        };
        let (left_a, left_b) = self.is_left.split_at(self.a.len());
        let both_left = is_left(self.a, left_a) && is_left(self.b, left_b);
        let seen =
            self.share_by(|term| term.weight, if both_left { |term| term.full } else { |term| term.weight });
        // `a list to a tuple`, `a tuple to a list`.
        let tails = |pair: &Shared| [is_tail(&self.a[pair.a.clone()]), is_tail(&self.b[pair.b.clone()])];
        let swapped = self.shared.iter().any(|pair| tails(pair) == [true, false])
            && self.shared.iter().any(|pair| tails(pair) == [false, true]);
        if swapped { seen } else { seen.max(self.share_by(|term| term.full, |term| term.full)) }
    }

    fn share_by(&self, of: Weight, of_rest: Weight) -> f32 {
        let (mut common, mut all) = (0.0, 0.0);
        for Shared { a, b, credit } in &self.shared {
            let (one, two) = (&self.a[a.clone()], &self.b[b.clone()]);
            let weigh = |terms: &[Word]| terms.iter().map(of).fold(0.0, f32::max);
            let (low, high) = (weigh(one).min(weigh(two)), weigh(one).max(weigh(two)));
            // Code on one side only is the same word; what only one is seen in is not the same subject.
            common += credit * if is_tail(one) == is_tail(two) { high } else { low };
            all += (2.0 - credit) * high;
        }
        all += self.rest().map(of_rest).sum::<f32>();
        if all > 0.0 { common / all } else { 0.0 }
    }
}

/// Whether a subject is only seen in `terms`.
fn is_tail(terms: &[Word]) -> bool {
    terms.iter().all(|term| term.in_tail)
}

/// Takes neighbours that a term of `single` stands for, being written together or their first letters. Beside both it
/// says which terms are left.
fn stand_for_one(
    (runs, several_left): (&[Run], &mut [bool]),
    (single, single_left): (&[Word], &mut [bool]),
    mut found: impl FnMut(Range<usize>, usize),
) {
    for (place, one) in single.iter().enumerate() {
        let is_free = |run: &&Run| one.is_written(run.name) && !several_left[run.at.clone()].contains(&false);
        if single_left[place]
            && let Some(run) = runs.iter().find(is_free)
        {
            several_left[run.at.clone()].fill(false);
            single_left[place] = false;
            found(run.at.clone(), place);
        }
    }
}
