//! Finds what perhaps asks the same by the words that two questions share, never pair by pair.

use std::collections::{BTreeSet, HashMap};

use super::asked::{Asked, Term};
use super::likeness::PERHAPS;

/// Questions by the words of their subjects.
#[derive(Default)]
pub struct Index {
    /// Numbers of questions in the order in which they came, by what they are found by.
    postings: HashMap<Key, Vec<usize>>,
}

/// What a question is found by.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Key {
    /// A word, by its family.
    Family(String),
    /// A word as it is.
    Word(String),
    /// Two words, written together.
    Joined(String),
    /// A word that may be the first letters of others.
    Abbreviation(String),
    /// The first letters of words.
    Letters(String),
}

/// An abbreviation has at most so many letters.
const LETTERS: usize = 6;

impl Index {
    /// Adds the question `number`.
    pub fn insert(&mut self, number: usize, asked: &Asked) {
        let mut keys = BTreeSet::new();
        for subject in asked.subjects() {
            for (at, term) in subject.iter().enumerate() {
                keys.insert(Key::Family(term.family.clone()));
                keys.insert(Key::Word(term.text.clone()));
                if term.is_abbreviation {
                    keys.insert(Key::Abbreviation(term.word.clone()));
                }
                keys.extend(joined(subject, at).map(Key::Joined));
                keys.extend(letters(subject, at).map(Key::Letters));
            }
        }
        for key in keys {
            self.postings.entry(key).or_default().push(number);
        }
    }

    /// Every question that perhaps asks what `asked` does, and others that do not, in order.
    pub fn find(&self, asked: &Asked) -> Vec<usize> {
        let mut found = Vec::new();
        for subject in asked.subjects() {
            for at in telling(subject) {
                let term = &subject[at];
                let own = [Key::Family(term.family.clone()), Key::Joined(term.text.clone())];
                let short = term.is_abbreviation.then(|| Key::Letters(term.word.clone()));
                // Where a word stands second, what begins before it counts too.
                let words = (at.saturating_sub(1)..=at).flat_map(|at| joined(subject, at)).map(Key::Word);
                let long = (at.saturating_sub(LETTERS)..=at)
                    .flat_map(|at| letters(subject, at))
                    .map(Key::Abbreviation);
                for key in own.into_iter().chain(short).chain(words).chain(long) {
                    found.extend(self.postings.get(&key).into_iter().flatten());
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The places of the rarest words of `subject`, one of which every subject has that perhaps is the same: what is left
/// weighs less than it must share.
fn telling(subject: &[Term]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..subject.len()).collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (&subject[a], &subject[b]);
        b.full.total_cmp(&a.full).then_with(|| a.family.cmp(&b.family))
    });
    let mut left: f32 = subject.iter().map(|term| term.full).sum();
    let must_share = left * PERHAPS * 0.5;
    let mut telling = Vec::new();
    for at in order {
        if left < must_share {
            break;
        }
        left -= subject[at].full;
        telling.push(at);
    }
    telling
}

/// The word at a place joined with the next, with and without the `e` that inflection may have taken.
fn joined(subject: &[Term], at: usize) -> impl Iterator<Item = String> {
    let pair = subject.get(at).zip(subject.get(at + 1));
    pair.into_iter().flat_map(|(one, two)| ["", "e"].map(|e| format!("{}{e}{}", one.text, two.text)))
}

/// The first letters of the words from a place on, two and more.
fn letters(subject: &[Term], at: usize) -> impl Iterator<Item = String> {
    let words = &subject[at..subject.len().min(at + LETTERS)];
    let letters: String = words.iter().filter_map(|term| term.word.chars().next()).collect();
    let ends: Vec<usize> = letters.char_indices().map(|(at, c)| at + c.len_utf8()).skip(1).collect();
    ends.into_iter().map(move |end| letters[..end].to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::{Lists, likeness};

    #[test]
    fn no_pair_that_is_alike_is_missed() {
        let lists = Lists::shipped();
        let rows = include_str!("../../tests/fixtures/merge/pairs.tsv").lines();
        let cells: Vec<Vec<&str>> =
            rows.filter(|row| row.starts_with("en\t")).map(|row| row.split('\t').collect()).collect();
        let asked: Vec<Asked> =
            cells.iter().flat_map(|row| [row[3], row[4]]).map(|text| Asked::of(text, "en", &lists)).collect();
        let mut index = Index::default();
        for (number, asked) in asked.iter().enumerate() {
            index.insert(number, asked);
        }
        let mut alike = 0;
        for (number, one) in asked.iter().enumerate() {
            let found = index.find(one);
            for (other, two) in asked.iter().enumerate().filter(|(_, two)| likeness(one, two) >= PERHAPS) {
                assert!(found.binary_search(&other).is_ok(), "{:#?}\n{:#?}", asked[number], two);
                alike += 1;
            }
        }
        assert!(alike > asked.len(), "each is like itself at least: {alike}");
    }
}
