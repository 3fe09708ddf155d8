//! The numbers of gaps: Anki knows the cards of a text by them, so each gap keeps its own.

use std::collections::{BTreeMap, BTreeSet};

use super::{Ledger, Record, Rewording, Sighting};

/// A gap as a build sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeenGap {
    /// Its number; `None` where the source gives none and none was given yet.
    pub number: Option<u16>,
    /// What fills it.
    pub filling: String,
}

impl Ledger {
    /// Gives those of `gaps`, of the note `guid`, a number that have none.
    ///
    /// A gap keeps its number while its filling stays. Where as many gaps are left over as numbers, other words fill
    /// them. Any other is new: it takes the first number that no gap of the text ever had.
    pub fn number_gaps(&self, guid: &str, gaps: &mut [SeenGap]) {
        let stated: BTreeSet<u16> = gaps.iter().filter_map(|gap| gap.number).collect();
        let record = self.records.get(guid);
        let numbers = |gaps: Option<&BTreeMap<u16, String>>| -> Vec<(u16, String)> {
            let gaps = gaps.into_iter().flatten().filter(|(number, _)| !stated.contains(number));
            gaps.map(|(number, filling)| (*number, filling.clone())).collect()
        };
        let mut live = numbers(record.map(|record| &record.gaps));
        let mut former = numbers(record.map(|record| &record.former_gaps));
        let taken = live.iter().chain(&former).map(|(number, _)| *number).chain(stated).max().unwrap_or(0);
        for known in [&mut live, &mut former] {
            for gap in gaps.iter_mut().filter(|gap| gap.number.is_none()) {
                if let Some(place) = known.iter().position(|(_, filling)| *filling == gap.filling) {
                    gap.number = Some(known.remove(place).0);
                }
            }
        }
        let mut rest: Vec<&mut SeenGap> = gaps.iter_mut().filter(|gap| gap.number.is_none()).collect();
        if rest.len() == live.len() {
            for (gap, (number, _)) in rest.iter_mut().zip(live) {
                gap.number = Some(number);
            }
        } else {
            for (gap, number) in rest.iter_mut().zip(taken.saturating_add(1)..) {
                gap.number = Some(number);
            }
        }
    }
}

/// A filling that so many notes share tells none of them from the others.
const MANY: usize = 4;
/// Texts this much alike letter by letter are one, where what fills their gaps says so too.
const EDITED: f64 = 0.6;

/// Texts of `left` and `seen` that are perhaps one: they stand in one document, share what fills a gap, and most of
/// their letters. Statements are not compared as questions are, so an edit of one is easily too much for those.
pub(super) fn edited_texts(left: &[&Record], seen: &[&Sighting]) -> Vec<Rewording> {
    let mut by_filling: BTreeMap<(&str, &str), BTreeSet<usize>> = BTreeMap::new();
    for (at, record) in left.iter().enumerate() {
        for filling in record.gaps.values() {
            by_filling.entry((&record.first_seen, filling)).or_default().insert(at);
        }
    }
    by_filling.retain(|_, sharing| sharing.len() <= MANY);
    let mut pairs = BTreeMap::new();
    for (at, sighting) in seen.iter().enumerate() {
        for gap in &sighting.gaps {
            let sharing = by_filling.get(&(sighting.document.as_str(), gap.filling.as_str()));
            for &former in sharing.into_iter().flatten() {
                pairs.entry((former, at)).or_insert_with(|| {
                    strsim::normalized_damerau_levenshtein(&left[former].question, &sighting.question)
                });
            }
        }
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 100")]
    let sure = |letters: f64| (100.0 * letters).round() as u8;
    let edited = pairs.into_iter().filter(|(_, letters)| *letters >= EDITED);
    edited.map(|((former, seen), letters)| (former, seen, sure(letters))).collect()
}

/// What fills the gaps by their numbers; of several with one number the first tells.
pub(super) fn by_number(gaps: &[SeenGap]) -> BTreeMap<u16, String> {
    let mut by_number = BTreeMap::new();
    for gap in gaps {
        by_number.entry(gap.number.unwrap_or_default()).or_insert_with(|| gap.filling.clone());
    }
    by_number
}

/// The gaps that are gone, now that `gaps` are those of the text: those that were, and those `before` that are not
/// there any more.
pub(super) fn former(
    mut former: BTreeMap<u16, String>,
    before: BTreeMap<u16, String>,
    gaps: &BTreeMap<u16, String>,
) -> BTreeMap<u16, String> {
    former.extend(before);
    former.retain(|number, _| !gaps.contains_key(number));
    former
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Sighted, Sighting};

    /// The numbers of gaps in one build after the other; a number in front of the filling is stated.
    fn numbered(builds: &[&[&str]]) -> Vec<Vec<u16>> {
        let mut ledger = Ledger::default();
        let seen = |text: &&str| {
            let (number, filling) = text.split_once(':').unwrap_or(("", text));
            SeenGap { number: number.parse().ok(), filling: filling.to_string() }
        };
        let build = |gaps: &&[&str]| {
            let mut gaps: Vec<SeenGap> = gaps.iter().map(seen).collect();
            ledger.number_gaps("bbbbbbbbbbbb", &mut gaps);
            let numbers = gaps.iter().filter_map(|gap| gap.number).collect();
            let sighting = Sighting { question: "q".to_string(), gaps, ..Sighting::default() };
            ledger.record(
                vec![Sighted {
                    guid: "bbbbbbbbbbbb".to_string(),
                    parent: None,
                    sighting,
                    deck: "D".to_string(),
                    ready: true,
                    content_hash: String::new(),
                    field_hash: String::new(),
                }],
                1,
            );
            numbers
        };
        builds.iter().map(build).collect()
    }

    #[test]
    fn a_gap_keeps_its_number_and_no_other_gets_it() {
        assert_eq!(numbered(&[&["a", "b"], &["b", "a"]]), [[1, 2], [2, 1]]);
        assert_eq!(numbered(&[&["a", "b"], &["new", "a", "b"]]), [vec![1, 2], vec![3, 1, 2]]);
        // The number of what is gone is not given again, but to what comes back.
        assert_eq!(
            numbered(&[&["a", "b"], &["a"], &["a", "c"], &["a", "b", "c"]]),
            [vec![1, 2], vec![1], vec![1, 3], vec![1, 2, 3]]
        );
        assert_eq!(numbered(&[&["a", "b"], &["a", "a better b"]]), [[1, 2], [1, 2]]);
        assert_eq!(numbered(&[&["same", "same"], &["same", "x", "same"]]), [vec![1, 2], vec![1, 3, 2]]);
        // What the author states is so.
        assert_eq!(numbered(&[&["2:a", "b"], &["b", "2:a", "3:c", "d"]]), [vec![2, 3], vec![4, 2, 3, 5]]);
    }
}
