//! Whose note is it?

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::gaps::{SeenGap, edited_texts};
use super::{Ledger, Record};
use crate::model::Wording;

/// A note as a build sees it, before it is known which one it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sighting {
    /// The id that the source gives it.
    pub explicit_id: Option<String>,
    /// Its question as questions are compared.
    pub question: String,
    /// Its question as written, code between backticks.
    pub wording: String,
    /// A fingerprint of its answer; `None` while it is open.
    pub answer: Option<u64>,
    /// The document that its anchor stands in.
    pub document: String,
    /// The gaps of a text, in order of place; none of a question, which never is a text with gaps to Anki.
    pub gaps: Vec<SeenGap>,
}

impl Sighting {
    /// Whether it is a text with gaps.
    fn is_cloze(&self) -> bool {
        !self.gaps.is_empty()
    }

    pub(super) fn as_wording(&self) -> Wording<'_> {
        let Self { question, wording, answer, document, .. } = self;
        Wording { text: wording, key: question, answer: *answer, document }
    }
}

/// Tells which former notes and sightings are perhaps one question.
pub type Rewordings<'a> = dyn Fn(&[Wording], &[Wording]) -> Vec<Rewording> + 'a;

/// A former note and a sighting that are perhaps one question, and how sure that is, 0 to 100.
pub type Rewording = (usize, usize, u8);

/// Whose notes are seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identified {
    /// The guid of each sighting.
    pub guids: Vec<String>,
    /// Sightings that may be one or the other known note: they got new guids. With the wordings of two of those.
    pub ambiguous: Vec<(usize, [String; 2])>,
}

/// Where a rewording is that much surer than the next best, it is no guess.
const CLEAR: u8 = 2;

/// Letters and digits that are told apart when read aloud or printed; no vowels, so no words.
const ALPHABET: &[u8; 28] = b"bcdfghjkmnpqrstvwxyz23456789";
/// How many of them are letters: a guid starts with one, so that no spreadsheet takes it for a number.
const LETTERS: usize = 20;
const GUID_LENGTH: usize = 12;
const SHORT_LENGTH: usize = 6;

impl Ledger {
    /// The guid of each of `sightings`: by the id its source gives, else by its question, else by what
    /// `rewordings` tells of the notes and sightings that are left, the surest first; else new, for the deck
    /// called `name`.
    ///
    /// No two get the same, and no new one shares its short id with another. Two decks that know nothing of
    /// each other get different guids for the same question: Anki would take one note for the other.
    pub fn identify(&self, sightings: &[Sighting], name: &str, rewordings: &Rewordings) -> Identified {
        // Anki never changes the note type of a note: what was a question stays one, and so does a text with gaps. The
        // keys of their questions differ anyway.
        let mut by_id = BTreeMap::new();
        let mut by_question = BTreeMap::new();
        // Of records with the same question a live one comes before a retired one, then the older.
        let mut records: Vec<_> = self.records.values().filter(|record| record.parent.is_none()).collect();
        records.sort_by_key(|record| (record.retired, record.modified, &record.guid));
        for record in records {
            by_question.entry(record.question.as_str()).or_insert(record.guid.as_str());
            if let Some(id) = &record.id {
                by_id.entry((record.is_cloze(), id.as_str())).or_insert(record.guid.as_str());
            }
        }
        // The id on a card serves as well as one that the source made up: that is the way back to a note that was lost.
        for (guid, record) in self.records.iter().filter(|(_, record)| record.parent.is_none()) {
            by_id.entry((record.is_cloze(), short_id(guid))).or_insert(guid.as_str());
        }
        let mut taken = BTreeSet::new();
        let mut known: Vec<Option<String>> = vec![None; sightings.len()];
        let mut claim = |slot: &mut Option<String>, guid: Option<&&str>| {
            if let (None, Some(guid)) = (&slot, guid)
                && taken.insert((*guid).to_string())
            {
                *slot = Some((*guid).to_string());
            }
        };
        for (slot, sighting) in known.iter_mut().zip(sightings) {
            claim(slot, sighting.explicit_id.as_deref().and_then(|id| by_id.get(&(sighting.is_cloze(), id))));
        }
        for (slot, sighting) in known.iter_mut().zip(sightings) {
            claim(slot, by_question.get(sighting.question.as_str()));
        }
        let ambiguous = self.reword(sightings, rewordings, &mut taken, &mut known);
        let mut short_ids: BTreeSet<String> =
            self.records.keys().map(|guid| short_id(guid).to_string()).collect();
        let guids = known
            .into_iter()
            .zip(sightings)
            .map(|(known, sighting)| {
                known.unwrap_or_else(|| {
                    let id = sighting.explicit_id.as_deref().unwrap_or_default();
                    new_guid(&[name, id, &sighting.question, &sighting.document], &mut short_ids)
                })
            })
            .collect();
        Identified { guids, ambiguous }
    }

    /// Gives sightings without a guid those of notes that are left; tells of those that may be one or the other.
    fn reword(
        &self,
        sightings: &[Sighting],
        rewordings: &Rewordings,
        taken: &mut BTreeSet<String>,
        known: &mut [Option<String>],
    ) -> Vec<(usize, [String; 2])> {
        let is_left = |record: &&Record| record.parent.is_none() && !taken.contains(&record.guid);
        let left: Vec<_> = self.records.values().filter(is_left).collect();
        let formers: Vec<Wording> = left.iter().map(|record| record.as_wording()).collect();
        let unnamed: Vec<usize> = (0..sightings.len()).filter(|&at| known[at].is_none()).collect();
        let seen: Vec<Wording> = unnamed.iter().map(|&at| sightings[at].as_wording()).collect();
        let mut rewordings = rewordings(&formers, &seen);
        rewordings
            .retain(|&(former, seen, _)| left[former].is_cloze() == sightings[unnamed[seen]].is_cloze());
        let known_pairs: BTreeSet<_> = rewordings.iter().map(|&(former, seen, _)| (former, seen)).collect();
        let texts: Vec<&Sighting> = unnamed.iter().map(|&at| &sightings[at]).collect();
        let edited = edited_texts(&left, &texts).into_iter();
        rewordings.extend(edited.filter(|&(former, seen, _)| !known_pairs.contains(&(former, seen))));
        // A live note comes before a retired one.
        rewordings.sort_by_key(|&(former, seen, sure)| (Reverse(sure), left[former].retired, former, seen));
        let mut ambiguous = Vec::new();
        let mut settled = BTreeSet::new();
        for (at, &(former, seen, sure)) in rewordings.iter().enumerate() {
            let record = left[former];
            if settled.contains(&seen) || taken.contains(&record.guid) {
                continue;
            }
            settled.insert(seen);
            let rival =
                rewordings[at + 1..].iter().take_while(|rival| rival.2 + CLEAR > sure).find(|rival| {
                    rival.1 == seen
                        && !taken.contains(&left[rival.0].guid)
                        && left[rival.0].retired == record.retired
                });
            if let Some(rival) = rival {
                let wordings = [formers[former].text, formers[rival.0].text].map(str::to_string);
                ambiguous.push((unnamed[seen], wordings));
                continue;
            }
            taken.insert(record.guid.clone());
            known[unnamed[seen]] = Some(record.guid.clone());
        }
        ambiguous
    }
}

/// The first characters of a guid, which stand on card, paper and sheet.
pub fn short_id(guid: &str) -> &str {
    &guid[..SHORT_LENGTH]
}

/// A guid made from what is known of a note when it is first seen, whose short id is not among `short_ids`; adds it
/// there.
pub fn new_guid(seed: &[&str], short_ids: &mut BTreeSet<String>) -> String {
    let seed = seed.join("\n");
    for counter in 0_u64.. {
        let seed = format!("{seed}\n{counter}");
        let guid = spelled(&Sha256::digest(seed));
        if short_ids.insert(guid[..SHORT_LENGTH].to_string()) {
            return guid;
        }
    }
    unreachable!("fewer notes than short ids")
}

fn spelled(hash: &[u8]) -> String {
    let pairs = hash.chunks_exact(2).map(|pair| usize::from(u16::from_be_bytes([pair[0], pair[1]])));
    let letter =
        |(at, value): (usize, usize)| ALPHABET[value % if at == 0 { LETTERS } else { ALPHABET.len() }];
    pairs.take(GUID_LENGTH).enumerate().map(letter).map(char::from).collect()
}

/// Whether `text` has the form of a guid.
pub fn is_guid(text: &str) -> bool {
    text.len() == GUID_LENGTH
        && text.bytes().all(|byte| ALPHABET.contains(&byte))
        && text.bytes().next().is_some_and(|byte| ALPHABET[..LETTERS].contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guids_are_unique_and_start_with_a_letter() {
        let sighting = |n: usize| Sighting {
            question: format!("question {n}"),
            document: "a.md".to_string(),
            ..Sighting::default()
        };
        let sightings: Vec<_> = (0..20_000).map(sighting).collect();
        let guids = Ledger::default().identify(&sightings, "deck", &|_, _| Vec::new()).guids;
        assert!(guids.iter().all(|guid| is_guid(guid)));
        let short: BTreeSet<&str> = guids.iter().map(|guid| &guid[..SHORT_LENGTH]).collect();
        assert_eq!(short.len(), 20_000);
        // The same documents as another deck are other notes.
        assert_ne!(
            guids[0],
            Ledger::default().identify(&sightings, "another deck", &|_, _| Vec::new()).guids[0]
        );
    }
}
