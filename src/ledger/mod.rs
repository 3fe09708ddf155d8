//! The committed record of identities: whose note is it, and when did it last change?
//!
//! JSON Lines sorted by guid, one note a line, so that independent edits merge in git. A line is
//! never removed: a note that left the sources is *retired* and comes back under its guid.

mod file;
mod identity;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use file::LedgerError;
pub use identity::Sighting;

/// What is known of every note that was ever seen, by guid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    records: BTreeMap<String, Record>,
}

/// What is known of one note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    guid: String,
    /// The id that the source gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// Its question as questions are compared.
    question: String,
    /// Full name of its deck; kept once Anki may hold a card of it, since Anki does not move cards.
    deck: String,
    /// Whether it never had an answer: then it never was a card.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    open: bool,
    /// Hash of its content.
    content: String,
    /// Hash of its fields and tags.
    fields: String,
    /// When its fields last changed, in seconds since 1970.
    modified: i64,
    /// The document that it was first seen in.
    first_seen: String,
    /// Whether no document holds it any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    retired: bool,
}

/// What a build found a note to be, to be remembered.
#[derive(Clone, Debug)]
pub struct Sighted {
    /// Its identity.
    pub guid: String,
    /// How it was seen.
    pub sighting: Sighting,
    /// Full name of its deck.
    pub deck: String,
    /// Whether it has an answer, and so makes a card.
    pub ready: bool,
    /// Hash of its content.
    pub content_hash: String,
    /// Hash of its fields and tags.
    pub field_hash: String,
}

impl Ledger {
    /// The deck that the note's card was given once; `None` for a note that never was a card.
    pub fn deck_of(&self, guid: &str) -> Option<&str> {
        self.records.get(guid).filter(|record| !record.open).map(|record| record.deck.as_str())
    }

    /// A deck that cards were given, when none of them lies in the deck called `name` or below it.
    pub fn other_deck(&self, name: &str) -> Option<&str> {
        let mut decks =
            self.records.values().filter(|record| !record.open).map(|record| record.deck.as_str());
        let is_below = |deck: &str| {
            deck.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        };
        let first = decks.clone().next()?;
        (!decks.any(is_below)).then_some(first)
    }

    /// Records what a build at `now` saw, retires what it did not see, and says when each of
    /// `sighted` last changed.
    ///
    /// A time of change only rises, and only when the fields changed.
    pub fn record(&mut self, sighted: Vec<Sighted>, now: i64) -> Vec<i64> {
        for record in self.records.values_mut() {
            record.retired = true;
        }
        sighted.into_iter().map(|note| self.record_one(note, now)).collect()
    }

    fn record_one(&mut self, note: Sighted, now: i64) -> i64 {
        let known = self.records.get(&note.guid);
        let modified = match known {
            Some(known) if known.fields == note.field_hash => known.modified,
            Some(known) => now.max(known.modified + 1),
            None => now,
        };
        let first_seen = known.map(|known| known.first_seen.clone());
        let record = Record {
            guid: note.guid.clone(),
            id: note.sighting.explicit_id.or_else(|| known.and_then(|known| known.id.clone())),
            question: note.sighting.question,
            deck: note.deck,
            open: !note.ready && known.is_none_or(|known| known.open),
            content: note.content_hash,
            fields: note.field_hash,
            modified,
            first_seen: first_seen.unwrap_or(note.sighting.document),
            retired: false,
        };
        self.records.insert(note.guid, record);
        modified
    }

    /// How many notes left the sources.
    pub fn retired(&self) -> usize {
        self.records.values().filter(|record| record.retired).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sighting(question: &str) -> Sighting {
        Sighting { explicit_id: None, question: question.to_string(), document: "a.md".to_string() }
    }

    fn build(ledger: &mut Ledger, notes: &[(&str, &str)], now: i64) -> Vec<(String, i64)> {
        let sightings: Vec<Sighting> = notes.iter().map(|(question, _)| sighting(question)).collect();
        let guids = ledger.identify(&sightings, "D");
        let sighted = guids.iter().zip(sightings).zip(notes).map(|((guid, sighting), (_, fields))| Sighted {
            guid: guid.clone(),
            sighting,
            deck: "D".to_string(),
            ready: true,
            content_hash: (*fields).to_string(),
            field_hash: (*fields).to_string(),
        });
        let modified = ledger.record(sighted.collect(), now);
        guids.into_iter().zip(modified).collect()
    }

    #[test]
    fn a_time_of_change_rises_only_with_the_fields() {
        let mut ledger = Ledger::default();
        let first = build(&mut ledger, &[("a", "1"), ("b", "1")], 100);
        let same = build(&mut ledger, &[("a", "1"), ("b", "1")], 200);
        assert_eq!(first, same);
        let changed = build(&mut ledger, &[("a", "2"), ("b", "1")], 300);
        assert_eq!(changed, [(first[0].0.clone(), 300), first[1].clone()]);
        let clock_behind = build(&mut ledger, &[("a", "3")], 50);
        assert_eq!(clock_behind, [(first[0].0.clone(), 301)]);
        assert_eq!(ledger.retired(), 1);
        let back = build(&mut ledger, &[("a", "3"), ("b", "1")], 400);
        assert_eq!(back[1], first[1]);
    }

    #[test]
    fn a_ledger_survives_its_file() {
        let mut ledger = Ledger::default();
        build(&mut ledger, &[("a", "1"), ("b", "“2”\n")], 100);
        let text = ledger.to_text();
        assert_eq!(Ledger::parse(&text), Ok(ledger));
        assert_eq!(text.lines().count(), 2);
        let damaged = text.replacen("\"deck\"", "\"dek\"", 1);
        assert!(Ledger::parse(&damaged).is_err_and(|error| error.line == 1));
        let twice = format!("{text}{}\n", text.lines().next().unwrap());
        assert!(Ledger::parse(&twice).is_err_and(|error| error.line == 3));
    }

    #[test]
    fn a_deck_stays_from_the_first_card_on() {
        let mut ledger = Ledger::default();
        let mut see = |deck: &str, ready: bool| {
            let guid = ledger.identify(&[sighting("a")], "D").remove(0);
            let deck = ledger.deck_of(&guid).unwrap_or(deck).to_string();
            let hash = deck.clone();
            let sighted = Sighted {
                guid,
                sighting: sighting("a"),
                deck: deck.clone(),
                ready,
                content_hash: hash.clone(),
                field_hash: hash,
            };
            ledger.record(vec![sighted], 1);
            deck
        };
        assert_eq!([see("D::A", false), see("D::B", true), see("D::C", false)], ["D::A", "D::B", "D::B"]);
        assert_eq!((ledger.other_deck("D"), ledger.other_deck("E")), (None, Some("D::B")));
    }
}
