//! Notes that are made from parts of others: a follow-up question is known by its parent and its words.

use std::collections::{BTreeMap, BTreeSet};

use super::identity::{Rewordings, Sighting, new_guid, short_id};
use super::{Ledger, Record};
use crate::model::Wording;

/// A part of a note that becomes a note of its own.
#[derive(Clone, Debug)]
pub struct Part {
    /// The guid of the note that it is part of.
    pub parent: String,
    /// How it was seen.
    pub sighting: Sighting,
}

impl Ledger {
    /// The guid of each of `parts`, none of which is among `guids`: that of the part of the same parent that had its
    /// question, else its question in other words as `rewordings` tells; else a new one, made from that of the parent.
    pub fn identify_parts(&self, parts: &[Part], guids: &[String], rewordings: &Rewordings) -> Vec<String> {
        let mut known: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
        for record in self.records.values() {
            if let Some(parent) = &record.parent {
                known.entry(parent).or_default().push(record);
            }
        }
        let mut families: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, part) in parts.iter().enumerate() {
            families.entry(&part.parent).or_default().push(at);
        }
        let mut short_ids: BTreeSet<String> =
            self.records.keys().chain(guids).map(|guid| short_id(guid).to_string()).collect();
        let mut found: Vec<Option<String>> = vec![None; parts.len()];
        for (parent, members) in families {
            let mut left = known.remove(parent).unwrap_or_default();
            let sighting = |at: usize| &parts[at].sighting;
            for &at in &members {
                if let Some(place) = left.iter().position(|record| record.question == sighting(at).question) {
                    found[at] = Some(left.remove(place).guid.clone());
                }
            }
            let unnamed: Vec<usize> = members.iter().copied().filter(|&at| found[at].is_none()).collect();
            if !left.is_empty() && !unnamed.is_empty() {
                let formers: Vec<Wording> = left.iter().map(|record| record.as_wording()).collect();
                let seen: Vec<Wording> = unnamed.iter().map(|&at| sighting(at).as_wording()).collect();
                let mut pairs = rewordings(&formers, &seen);
                pairs.sort_by_key(|&(former, seen, sure)| (std::cmp::Reverse(sure), former, seen));
                let mut taken = BTreeSet::new();
                for (former, seen, _) in pairs {
                    let slot = &mut found[unnamed[seen]];
                    if slot.is_none() && taken.insert(former) {
                        *slot = Some(left[former].guid.clone());
                    }
                }
            }
            for at in members {
                found[at].get_or_insert_with(|| new_guid(&[parent, &sighting(at).question], &mut short_ids));
            }
        }
        found.into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Sighted;

    fn part(parent: &str, question: &str) -> Part {
        let sighting = Sighting {
            question: question.to_string(),
            wording: question.to_string(),
            document: "a.md".to_string(),
            ..Sighting::default()
        };
        Part { parent: parent.to_string(), sighting }
    }

    #[test]
    fn a_part_is_known_by_its_parent_and_its_words() {
        let mut ledger = Ledger::default();
        let parts =
            [part("bbbbbbbbbbbb", "why?"), part("bbbbbbbbbbbb", "how?"), part("cccccccccccc", "why?")];
        let none = |_: &[Wording], _: &[Wording]| Vec::new();
        let guids = ledger.identify_parts(&parts, &[], &none);
        assert_eq!(guids.iter().collect::<BTreeSet<_>>().len(), 3);
        let sighted = guids.iter().zip(&parts).map(|(guid, part)| Sighted {
            guid: guid.clone(),
            parent: Some(part.parent.clone()),
            sighting: part.sighting.clone(),
            deck: "D".to_string(),
            ready: true,
            content_hash: String::new(),
            field_hash: String::new(),
        });
        ledger.record(sighted.collect(), 1);
        let turned =
            [part("cccccccccccc", "why?"), part("bbbbbbbbbbbb", "how?"), part("bbbbbbbbbbbb", "why so?")];
        let all = |formers: &[Wording], seen: &[Wording]| {
            assert_eq!((formers.len(), seen.len()), (1, 1));
            vec![(0, 0, 80)]
        };
        let again = ledger.identify_parts(&turned, &[], &all);
        assert_eq!(again, [guids[2].clone(), guids[1].clone(), guids[0].clone()]);
        // No question of a document is taken for one.
        let known = ledger.identify(&[parts[0].sighting.clone()], "D", &|_, _| Vec::new());
        assert!(!guids.contains(&known.guids[0]));
        assert!(ledger.known().is_empty());
    }
}
