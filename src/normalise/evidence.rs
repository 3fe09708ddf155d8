//! What speaks for two questions being the same beside their words: what they are answered, and where they stand.

use std::cmp::Ordering;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

use super::english::light;
use super::lexicon::Lexicon;
use crate::model::Entry;
use crate::model::content::plain_text_of;

/// Answers are compared by so much of their text, in bytes: enough to know them by.
const ANSWER: usize = 4096;
/// Answers with fewer telling words than this tell nothing.
const FEW: usize = 4;
/// Answers that share this much of their words are neither for nor against.
const NEUTRAL: f32 = 0.25;
/// What equal answers add at most, and what unlike ones take at most.
const ANSWERS: (f32, f32) = (0.1, -0.08);
/// Long answers that share this much are one answer, and add so much.
const REPEATED: f32 = 0.85;
const MANY: usize = 12;
const ONE_ANSWER: f32 = 0.3;
/// What it adds when the questions before, or those behind, are the same too; and both.
const ONE_NEIGHBOUR: f32 = 0.06;
const BOTH_NEIGHBOURS: f32 = 0.3;
/// What an equal number adds to that.
const ONE_NUMBER: f32 = 0.15;

/// The entries with what they stand beside.
pub struct Evidence<'a> {
    entries: &'a [Entry],
    lexicon: &'a Lexicon,
    /// For each entry those before and behind it in its document.
    neighbours: Vec<[Option<usize>; 2]>,
    /// Hashes of the telling words of each answer, sorted, made when first asked for.
    words: Vec<OnceLock<Vec<u64>>>,
}

impl<'a> Evidence<'a> {
    /// Ready to look at `entries`.
    pub fn new(entries: &'a [Entry], lexicon: &'a Lexicon) -> Self {
        let mut order: Vec<usize> = (0..entries.len()).collect();
        order.sort_by_key(|&entry| (entries[entry].document, entries[entry].span.start));
        let mut neighbours = vec![[None, None]; entries.len()];
        for pair in order.windows(2) {
            if entries[pair[0]].document == entries[pair[1]].document {
                neighbours[pair[0]][1] = Some(pair[1]);
                neighbours[pair[1]][0] = Some(pair[0]);
            }
        }
        let words = (0..entries.len()).map(|_| OnceLock::new()).collect();
        Self { entries, lexicon, neighbours, words }
    }

    /// How much the answers of `a` and `b` speak for them being the same, or against it.
    pub fn of_answers(&self, a: usize, b: usize) -> f32 {
        if self.entries[a].answer.is_none() || self.entries[b].answer.is_none() {
            return 0.0;
        }
        let (one, two) = (self.words(a), self.words(b));
        let (few, many) = if one.len() < two.len() { (one, two) } else { (two, one) };
        if few.len() < FEW {
            return 0.0;
        }
        #[expect(clippy::cast_precision_loss, reason = "counts of words")]
        let share = common(few, many) as f32 / few.len() as f32;
        if share >= REPEATED && few.len() >= MANY && few.len() * 2 > many.len() {
            return ONE_ANSWER;
        }
        ((share - NEUTRAL) * 0.3).clamp(ANSWERS.1, ANSWERS.0)
    }

    /// How much the places of `a` and `b` speak for them being the same: `is_same` tells whether their neighbours are.
    pub fn of_places(&self, a: usize, b: usize, is_same: impl Fn(usize, usize) -> bool) -> f32 {
        if self.entries[a].document == self.entries[b].document {
            return 0.0;
        }
        let beside = |side: usize| match (self.neighbours[a][side], self.neighbours[b][side]) {
            (Some(one), Some(two)) => is_same(one, two),
            _ => false,
        };
        let (one, two) = (&self.entries[a].number, &self.entries[b].number);
        match [0, 1].into_iter().filter(|&side| beside(side)).count() {
            0 => 0.0,
            1 => ONE_NEIGHBOUR,
            _ if one.is_some() && one == two => BOTH_NEIGHBOURS + ONE_NUMBER,
            _ => BOTH_NEIGHBOURS,
        }
    }

    fn words(&self, entry: usize) -> &[u64] {
        self.words[entry].get_or_init(|| {
            let Some(answer) = &self.entries[entry].answer else { return Vec::new() };
            let text = plain_text_of(answer);
            let text = &text[..text.floor_char_boundary(ANSWER)];
            let mut words: Vec<u64> = text
                .split(|c: char| !(c.is_alphanumeric() || c == '_'))
                .filter(|word| word.len() > 2)
                .map(str::to_lowercase)
                .filter(|word| {
                    !self.lexicon.english().is_stop(word) && self.lexicon.rarity(&light(word)) > 0.5
                })
                .map(|word| {
                    let mut hasher = DefaultHasher::new();
                    word.hash(&mut hasher);
                    hasher.finish()
                })
                .collect();
            words.sort_unstable();
            words.dedup();
            words
        })
    }
}

/// How many of two sorted lists are in both.
fn common(one: &[u64], two: &[u64]) -> usize {
    let (mut one, mut two) = (one.iter().peekable(), two.iter().peekable());
    let mut count = 0;
    while let (Some(a), Some(b)) = (one.peek(), two.peek()) {
        let order = a.cmp(b);
        count += usize::from(order == Ordering::Equal);
        one.next_if(|_| order != Ordering::Greater);
        two.next_if(|_| order != Ordering::Less);
    }
    count
}
