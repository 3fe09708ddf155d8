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

/// Which note a sighting is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Its guid.
    pub guid: String,
    /// Whether the ledger did not know it.
    pub new: bool,
}

/// Letters and digits that are told apart when read aloud or printed; no vowels, so no words.
const ALPHABET: &[u8; 28] = b"bcdfghjkmnpqrstvwxyz23456789";
/// How many of them are letters: a guid starts with one, so that no spreadsheet takes it for a number.
const LETTERS: usize = 20;
const GUID_LENGTH: usize = 12;
const SHORT_LENGTH: usize = 6;

impl Ledger {
    /// The identity of each of `sightings`: by the id its source gives, else by its question, else new.
    ///
    /// No two get the same guid, and no new guid shares its short id with another.
    pub fn identify(&self, sightings: &[Sighting]) -> Vec<Identity> {
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
            .map(|(known, sighting)| match known {
                Some(guid) => Identity { guid, new: false },
                None => Identity { guid: new_guid(sighting, &mut short_ids), new: true },
            })
            .collect()
    }
}

/// A guid made from the first sighting of a note, whose short id is not among `short_ids`; adds it there.
fn new_guid(sighting: &Sighting, short_ids: &mut BTreeSet<String>) -> String {
    let id = sighting.explicit_id.as_deref().unwrap_or_default();
    for counter in 0_u64.. {
        let seed = format!("{id}\n{}\n{}\n{counter}", sighting.question, sighting.document);
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
        let identities = Ledger::default().identify(&sightings);
        assert!(identities.iter().all(|identity| is_guid(&identity.guid) && identity.new));
        let short: BTreeSet<&str> =
            identities.iter().map(|identity| &identity.guid[..SHORT_LENGTH]).collect();
        assert_eq!(short.len(), 20_000);
    }
}
