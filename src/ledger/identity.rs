//! Whose note is it?

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::Ledger;

/// A note as a build sees it, before it is known which one it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// The id that the source gives it.
    pub explicit_id: Option<String>,
    /// Its question as questions are compared.
    pub question: String,
    /// The document that its anchor stands in.
    pub document: String,
}

/// Letters and digits that are told apart when read aloud or printed; no vowels, so no words.
const ALPHABET: &[u8; 28] = b"bcdfghjkmnpqrstvwxyz23456789";
/// How many of them are letters: a guid starts with one, so that no spreadsheet takes it for a number.
const LETTERS: usize = 20;
const GUID_LENGTH: usize = 12;
const SHORT_LENGTH: usize = 6;

impl Ledger {
    /// The guid of each of `sightings`: by the id its source gives, else by its question, else new, for the
    /// deck called `name`.
    ///
    /// No two get the same, and no new one shares its short id with another. Two decks that know nothing of
    /// each other get different guids for the same question: Anki would take one note for the other.
    pub fn identify(&self, sightings: &[Sighting], name: &str) -> Vec<String> {
        let mut by_id = BTreeMap::new();
        let mut by_question = BTreeMap::new();
        // Of records with the same question a live one comes before a retired one, then the older.
        let mut records: Vec<_> = self.records.values().collect();
        records.sort_by_key(|record| (record.retired, record.modified, &record.guid));
        for record in records {
            by_question.entry(record.question.as_str()).or_insert(record.guid.as_str());
            if let Some(id) = &record.id {
                by_id.entry(id.as_str()).or_insert(record.guid.as_str());
            }
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
            claim(slot, sighting.explicit_id.as_deref().and_then(|id| by_id.get(id)));
        }
        for (slot, sighting) in known.iter_mut().zip(sightings) {
            claim(slot, by_question.get(sighting.question.as_str()));
        }
        let mut short_ids: BTreeSet<String> =
            self.records.keys().map(|guid| guid[..SHORT_LENGTH].to_string()).collect();
        known
            .into_iter()
            .zip(sightings)
            .map(|(known, sighting)| known.unwrap_or_else(|| new_guid(sighting, name, &mut short_ids)))
            .collect()
    }
}

/// A guid made from the first sighting of a note, whose short id is not among `short_ids`; adds it there.
fn new_guid(sighting: &Sighting, name: &str, short_ids: &mut BTreeSet<String>) -> String {
    let id = sighting.explicit_id.as_deref().unwrap_or_default();
    for counter in 0_u64.. {
        let seed = format!("{name}\n{id}\n{}\n{}\n{counter}", sighting.question, sighting.document);
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
            explicit_id: None,
            question: format!("question {n}"),
            document: "a.md".to_string(),
        };
        let sightings: Vec<_> = (0..20_000).map(sighting).collect();
        let guids = Ledger::default().identify(&sightings, "deck");
        assert!(guids.iter().all(|guid| is_guid(guid)));
        let short: BTreeSet<&str> = guids.iter().map(|guid| &guid[..SHORT_LENGTH]).collect();
        assert_eq!(short.len(), 20_000);
        // The same documents as another deck are other notes.
        assert_ne!(guids[0], Ledger::default().identify(&sightings, "another deck")[0]);
    }
}
