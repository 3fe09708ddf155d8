//! Which questions of today are questions of yesterday in other words.

use std::collections::{BTreeSet, HashMap};

use super::asked::Asked;
use super::index::Index;
use super::likeness::{SAME, sameness};
use super::lists::Lists;
use super::outline::{Outline, Vocabulary};
use crate::model::content::plain_text_of;
use crate::model::{Block, Wording};

/// Answers whose fingerprints differ in at most so many of 64 bits are the same but for small edits.
const SAME_ANSWER: u32 = 6;
/// Answers that differ in at most so many bits are one answer: whatever their questions say, they ask for it.
const ONE_ANSWER: u32 = 2;
/// Answers of fewer words are those of many questions: `yes`, `true`.
const FEW_WORDS: usize = 6;
/// Questions this much alike letter by letter are the same but for a slip of the pen.
const SLIP: f64 = 0.85;
/// Questions with one answer are reworded from here on.
const REWORDED: f32 = 0.3;
/// Questions are compared from this share of their subjects on: a slip of the pen may part them in all other words.
const SHARED: f32 = 0.25;
/// In a document with at most so many changed questions each is compared with each.
const FEW: usize = 40;

/// Pairs of an `old` and a `new` wording that are perhaps one question, with how sure that is, 0 to 100, the surest
/// first. Words are taken for English ones: the ledger does not know the language of the old.
pub fn rewordings(old: &[Wording], new: &[Wording], lists: &Lists) -> Vec<(usize, usize, u8)> {
    if old.is_empty() || new.is_empty() {
        return Vec::new();
    }
    let asked: Vec<Asked> =
        old.iter().chain(new).map(|wording| Asked::of(wording.text, "en", lists)).collect();
    let vocabulary = Vocabulary::of(&asked);
    let outlines: Vec<Outline> = asked.iter().map(|asked| vocabulary.outline(asked)).collect();
    let (old_outlines, new_outlines) = outlines.split_at(old.len());
    let by_word = Index::new(old_outlines);
    let mut by_answer: HashMap<(u32, u64), Vec<usize>> = HashMap::new();
    let mut by_document: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, wording) in old.iter().enumerate() {
        bands(wording.answer).for_each(|band| by_answer.entry(band).or_default().push(at));
        by_document.entry(wording.document).or_default().push(at);
    }
    let mut pairs = Vec::new();
    for (at, (wording, outline)) in new.iter().zip(new_outlines).enumerate() {
        let mut others: BTreeSet<usize> = by_word.find(outline, SHARED).into_iter().collect();
        for band in bands(wording.answer) {
            others.extend(by_answer.get(&band).into_iter().flatten());
        }
        others
            .extend(by_document.get(wording.document).filter(|olds| olds.len() <= FEW).into_iter().flatten());
        for other in others {
            if let Some(score) = sureness((&old[other], &old_outlines[other]), (wording, outline)) {
                pairs.push((other, at, score));
            }
        }
    }
    pairs.sort_by_key(|&(old, new, score)| (std::cmp::Reverse(score), old, new));
    pairs
}

/// How sure it is that two wordings are one question, 0 to 100; `None` where it is not.
fn sureness(
    (old, old_outline): (&Wording, &Outline),
    (new, new_outline): (&Wording, &Outline),
) -> Option<u8> {
    let asks = sameness(old_outline, new_outline);
    let answer = match (old.answer, new.answer) {
        (Some(old), Some(new)) => Some((old ^ new).count_ones()),
        _ => None,
    };
    let same_answer = answer.is_some_and(|bits| bits <= SAME_ANSWER);
    // Half of all bits differ where two answers have nothing in common.
    let other_answer = answer.is_some_and(|bits| bits >= 24);
    let letters = strsim::normalized_damerau_levenshtein(old.key, new.key);
    let is_same = asks >= SAME
        || answer.is_some_and(|bits| bits <= ONE_ANSWER)
        || (same_answer && (asks >= REWORDED || letters >= f64::from(REWORDED)))
        || (letters >= SLIP && !other_answer && old_outline.plain().numbers == new_outline.plain().numbers);
    if !is_same {
        return None;
    }
    let answers = answer.map_or(0.5, |bits| 1.0 - f64::from(bits.min(32)) / 32.0);
    let here = if old.document == new.document { 1.0 } else { 0.0 };
    let score = 45.0 * f64::from(asks).max(letters) + 40.0 * answers + 10.0 * letters + 5.0 * here;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 100")]
    Some(score.round() as u8)
}

/// 64 bits of which few change when few of the words of `blocks` do (simhash: Charikar, "Similarity estimation
/// techniques from rounding algorithms", 2002); `None` where there are too few words to know an answer by.
pub fn fingerprint(blocks: &[Block]) -> Option<u64> {
    let text = plain_text_of(blocks).to_lowercase();
    let mut sums = [0_i32; 64];
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.len() < FEW_WORDS {
        return None;
    }
    for pair in words.windows(2) {
        let hash = hash(pair);
        for (bit, sum) in sums.iter_mut().enumerate() {
            *sum += if hash >> bit & 1 == 1 { 1 } else { -1 };
        }
    }
    Some(sums.iter().enumerate().filter(|(_, sum)| **sum > 0).fold(0, |bits, (bit, _)| bits | 1 << bit))
}

/// FNV-1a: the ledger keeps what is made of it, so that it must never change.
fn hash(words: &[&str]) -> u64 {
    let bytes = words.iter().flat_map(|word| word.bytes().chain([0]));
    let hash = bytes
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    // The high bits of FNV mix better than the low ones.
    hash ^ hash >> 29
}

/// The quarters of a fingerprint: of two that differ in three bits one quarter is the same.
fn bands(answer: Option<u64>) -> impl Iterator<Item = (u32, u64)> {
    answer.into_iter().flat_map(|bits| (0..8).map(move |band| (band, bits >> (8 * band) & 0xff)))
}
