//! The committed record of identities: whose note is it, and when did it last change?
//!
//! JSON Lines sorted by guid, one note a line, so that independent edits merge in git. A line is
//! never removed: a note that left the sources is *retired* and comes back under its guid.

mod derived;
mod file;
mod gaps;
mod identity;
mod plan;
mod redeck;
mod restore;
mod review;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::model::{Decisions, Stamp, Verdict, Wording};

pub use derived::Part;
pub use file::LedgerError;
pub use gaps::SeenGap;
pub use identity::{Identified, Rewording, Rewordings, Sighting, is_guid, short_id};
pub use plan::{Change, Counts, Extent, Fate, Plan, Planned, Today};
pub use redeck::Redecked;
pub use restore::Remembered;
pub use review::Asked;
use review::Reviewed;

/// What is known of every note that was ever seen, by guid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    records: BTreeMap<String, Record>,
    /// What Anki's note type was last given; `None` while that was always what the program comes with.
    note_type: Option<Styled>,
}

/// The templates and style of a note type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Styled {
    /// A hash of them.
    note_type: String,
    /// When they were first used, in seconds since 1970.
    modified: i64,
}

/// What is known of one note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    guid: String,
    /// The id that the source gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// The guid of the note that it was made from, where it is a part of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    /// Its question as questions are compared.
    question: String,
    /// Its question as written, where that is something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    wording: Option<String>,
    /// Its question as it was written in the last build, where a review put it into other words since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    built: Option<String>,
    /// Fingerprint of its answer, in hexadecimal; empty while it is open, and where it is too short for one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    answer: String,
    /// What fills the gaps of a text, by number; empty for a question.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    gaps: BTreeMap<u16, String>,
    /// What filled gaps that are gone: Anki keeps their cards, so their numbers are taken.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    former_gaps: BTreeMap<u16, String>,
    /// Full name of its deck; kept once Anki may hold a card of it, since Anki does not move cards.
    deck: String,
    /// Whether it never had an answer: then it never was a card.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    open: bool,
    /// Whether its answer is gone, and not the card that it made.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    unanswered: bool,
    /// Hash of its content.
    content: String,
    /// Hash of its fields and tags, without the places that it stands in.
    fields: String,
    /// When its fields last changed, in seconds since 1970.
    modified: i64,
    /// The document that it was first seen in.
    first_seen: String,
    /// When it was first seen, in seconds since 1970; 0 for notes of a time when that was not recorded.
    #[serde(default, skip_serializing_if = "is_zero")]
    since: i64,
    /// Questions that people said ask the same, by their keys.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    same: BTreeSet<String>,
    /// Questions that people said ask something else, by their keys.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    different: BTreeSet<String>,
    /// What people said of it in a review sheet.
    #[serde(default, skip_serializing_if = "Reviewed::is_nothing")]
    review: Reviewed,
    /// Whether they took it out before the last build.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    rejected: bool,
    /// Whether no document holds it any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    retired: bool,
}

impl Record {
    fn as_wording(&self) -> Wording<'_> {
        Wording {
            key: &self.question,
            text: self.wording(),
            answer: self.fingerprint(),
            document: &self.first_seen,
        }
    }

    /// Its question as it was written, as far as that is known.
    fn wording(&self) -> &str {
        self.wording.as_deref().unwrap_or(&self.question)
    }

    /// Whether it is a text with gaps.
    fn is_cloze(&self) -> bool {
        !self.gaps.is_empty()
    }

    /// Whether it is a card of the deck.
    fn is_card(&self) -> bool {
        !self.open && !self.unanswered && !self.rejected && !self.retired
    }

    /// The fingerprint of its answer; `None` while it is open, and where the answer is short or not known.
    fn fingerprint(&self) -> Option<u64> {
        u64::from_str_radix(&self.answer, 16).ok()
    }

    /// The record of a note that is seen for the first time.
    fn of(note: Sighted, modified: i64, first_seen: String, since: i64) -> Self {
        Self {
            guid: note.guid,
            id: note.sighting.explicit_id,
            parent: note.parent,
            wording: Some(note.sighting.wording).filter(|wording| *wording != note.sighting.question),
            question: note.sighting.question,
            built: None,
            answer: note.sighting.answer.map(|bits| format!("{bits:016x}")).unwrap_or_default(),
            gaps: gaps::by_number(&note.sighting.gaps),
            former_gaps: BTreeMap::new(),
            deck: note.deck,
            open: !note.ready,
            unanswered: false,
            content: note.content_hash,
            fields: note.field_hash,
            modified,
            first_seen,
            since,
            same: BTreeSet::new(),
            different: BTreeSet::new(),
            review: Reviewed::default(),
            rejected: false,
            retired: false,
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_zero(number: &i64) -> bool {
    *number == 0
}

/// What a build found a note to be, to be remembered.
#[derive(Clone, Debug)]
pub struct Sighted {
    /// Its identity.
    pub guid: String,
    /// The guid of the note that it was made from, where it is a part of one.
    pub parent: Option<String>,
    /// How it was seen.
    pub sighting: Sighting,
    /// Full name of its deck.
    pub deck: String,
    /// Whether it has an answer, and so makes a card.
    pub ready: bool,
    /// Hash of its content.
    pub content_hash: String,
    /// Hash of its fields and tags, without the places that it stands in.
    pub field_hash: String,
}

impl Ledger {
    /// Which of several notes that turn out to ask the same is to stay, by the keys of their questions: the smallest
    /// first, equal ones have equal rights. A card of the deck stays before one that left it, and that before a
    /// question that never was a card and has no scheduling to lose; of equals the older stays.
    pub fn known(&self) -> BTreeMap<String, i64> {
        let standing = |record: &Record| (record.open, !record.is_card(), record.since);
        let ranks: BTreeSet<_> = self.records.values().map(standing).collect();
        let ranks: BTreeMap<_, i64> = ranks.into_iter().zip(0..).collect();
        let mut known = BTreeMap::new();
        for record in self.records.values().filter(|record| record.parent.is_none()) {
            let own = ranks[&standing(record)];
            let rank: &mut i64 = known.entry(record.question.clone()).or_insert(own);
            *rank = own.min(*rank);
        }
        known
    }

    /// The key of the note that `name` names by its guid or short id.
    pub fn key_of(&self, name: &str) -> Option<&str> {
        let (guid, record) = self.records.range(name.to_string()..).next()?;
        (guid == name || name == short_id(guid)).then_some(record.question.as_str())
    }

    /// What people said of pairs of questions.
    pub fn decisions(&self) -> Decisions {
        let mut decisions = Decisions::default();
        for record in self.records.values() {
            let pairs = |others: &BTreeSet<String>| -> Vec<[String; 2]> {
                others.iter().map(|other| Decisions::pair(&record.question, other)).collect()
            };
            decisions.same.extend(pairs(&record.same));
            decisions.different.extend(pairs(&record.different));
        }
        decisions
    }

    /// Keeps what people said of pairs of questions, each with a note that has one of them.
    pub fn remember(&mut self, decisions: &Decisions) {
        let whole = self.records.values().filter(|record| record.parent.is_none());
        let guids: BTreeMap<String, String> =
            whole.map(|record| (record.question.clone(), record.guid.clone())).collect();
        for record in self.records.values_mut() {
            record.same.clear();
            record.different.clear();
        }
        for (pairs, list) in [
            (&decisions.same, (|record| &mut record.same) as fn(&mut Record) -> &mut BTreeSet<String>),
            (&decisions.different, |record| &mut record.different),
        ] {
            for [a, b] in pairs {
                let keeper =
                    [(a, b), (b, a)].into_iter().find_map(|(one, other)| Some((guids.get(one)?, other)));
                if let Some((guid, other)) = keeper
                    && let Some(record) = self.records.get_mut(guid)
                {
                    list(record).insert(other.clone());
                }
            }
        }
    }

    /// The deck that the note's card was given once; `None` for a note that never was a card.
    pub fn deck_of(&self, guid: &str) -> Option<&str> {
        self.records.get(guid).filter(|record| !record.open).map(|record| record.deck.as_str())
    }

    /// The topics that cards of the deck called `name` lie in, sorted.
    pub fn topics(&self, name: &str) -> BTreeSet<&str> {
        let cards = self.records.values().filter(|record| !record.open);
        cards.filter_map(|record| record.deck.strip_prefix(name)?.strip_prefix("::")).collect()
    }

    /// A deck that cards were given, when none of them lies in the deck called `name` or below it.
    pub fn other_deck(&self, name: &str) -> Option<&str> {
        self.decks().next().filter(|_| !self.holds_deck(name))
    }

    /// Whether a card was given the deck called `name` or one below it.
    pub fn holds_deck(&self, name: &str) -> bool {
        let mut rests = self.decks().filter_map(|deck| deck.strip_prefix(name));
        rests.any(|rest| rest.is_empty() || rest.starts_with("::"))
    }

    /// The deck that each card was given, by guid.
    pub fn decks(&self) -> impl Iterator<Item = &str> {
        self.records.values().filter(|record| !record.open).map(|record| record.deck.as_str())
    }

    /// Whether nothing was ever recorded: a file that is missing or empty reads as this.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Knows the fields of a note by the hash `today` from now on, where it knows them by the one that `former` makes:
    /// earlier versions counted the places that a note stands in as well.
    pub fn recount(&mut self, guid: &str, former: impl FnOnce() -> String, today: &str) {
        if let Some(record) = self.records.get_mut(guid).filter(|record| record.fields != today)
            && record.fields == former()
        {
            record.fields = today.to_string();
        }
    }

    /// Records what a build at `now` saw, retires what it did not see, and says what is known of each
    /// of `sighted`.
    ///
    /// A time of change only rises, and only when the fields changed.
    pub fn record(&mut self, sighted: Vec<Sighted>, now: i64) -> Vec<Stamp> {
        for record in self.records.values_mut() {
            record.retired = true;
        }
        sighted.into_iter().map(|note| self.record_one(note, now)).collect()
    }

    fn record_one(&mut self, note: Sighted, now: i64) -> Stamp {
        let guid = note.guid.clone();
        let document = note.sighting.document.clone();
        let record = match self.records.remove(&guid) {
            None => Record::of(note, now, document, now),
            Some(known) => {
                let modified = if known.fields == note.field_hash {
                    known.modified
                } else {
                    now.max(known.modified + 1)
                };
                let record = Record::of(note, modified, known.first_seen, known.since);
                Record {
                    former_gaps: gaps::former(known.former_gaps, known.gaps, &record.gaps),
                    id: record.id.or(known.id),
                    open: record.open && known.open,
                    unanswered: record.open && !known.open,
                    same: known.same,
                    different: known.different,
                    rejected: known.review.verdict == Some(Verdict::Rejected),
                    review: known.review.of_content(&record.content),
                    ..record
                }
            }
        };
        let stamp = Stamp {
            content_hash: record.content.clone(),
            field_hash: record.fields.clone(),
            modified: record.modified,
            answer: record.answer.clone(),
            first_seen: record.first_seen.clone(),
            since: record.since,
            review: record.review.verdict,
            comment: record.review.comment.clone(),
        };
        self.records.insert(guid, record);
        stamp
    }

    /// When the note type last changed, in seconds since 1970, now that the hash of its templates is `hash` and a build
    /// at `now` uses them. `shipped` is what the program comes with: a hash and a time.
    ///
    /// The time only rises, and only when the templates change: Anki takes newer ones, and then drops the user's own
    /// styling.
    pub fn style(&mut self, hash: &str, shipped: (&str, i64), now: i64) -> i64 {
        match &self.note_type {
            None if hash == shipped.0 => return shipped.1,
            Some(known) if known.note_type == hash => return known.modified,
            _ => {}
        }
        let last = self.note_type.as_ref().map_or(shipped.1, |known| known.modified.max(shipped.1));
        let modified = now.max(last + 1);
        self.note_type = Some(Styled { note_type: hash.to_string(), modified });
        modified
    }

    /// How many notes left the sources that were cards; those that never were are in nobody's collection.
    pub fn retired(&self) -> usize {
        self.records.values().filter(|record| record.retired && !record.open).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sighting(question: &str) -> Sighting {
        Sighting {
            question: question.to_string(),
            wording: question.to_string(),
            document: "a.md".to_string(),
            ..Sighting::default()
        }
    }

    fn build(ledger: &mut Ledger, notes: &[(&str, &str)], now: i64) -> Vec<(String, i64)> {
        let sightings: Vec<Sighting> = notes.iter().map(|(question, _)| sighting(question)).collect();
        let guids = ledger.identify(&sightings, "D", &|_, _| Vec::new()).guids;
        let sighted = guids.iter().zip(sightings).zip(notes).map(|((guid, sighting), (_, fields))| Sighted {
            guid: guid.clone(),
            parent: None,
            sighting,
            deck: "D".to_string(),
            ready: true,
            content_hash: (*fields).to_string(),
            field_hash: (*fields).to_string(),
        });
        let stamps = ledger.record(sighted.collect(), now);
        guids.into_iter().zip(stamps).map(|(guid, stamp)| (guid, stamp.modified)).collect()
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
        assert_eq!(text.lines().count(), 3);
        let damaged = text.replacen("\"deck\"", "\"dek\"", 1);
        assert!(Ledger::parse(&damaged).is_err_and(|error| error.line == 1));
        // A merge may leave two lines of one note: the newer counts.
        let first = text.lines().next().unwrap();
        let newer = first.replace("\"modified\":100", "\"modified\":101");
        for twice in [format!("{first}\n{newer}"), format!("{newer}\n{first}")] {
            assert_eq!(Ledger::parse(&twice), Ledger::parse(&newer));
        }
        assert_ne!(Ledger::parse(first), Ledger::parse(&newer));
    }

    #[test]
    fn a_deck_stays_from_the_first_card_on() {
        let mut ledger = Ledger::default();
        let mut see = |deck: &str, ready: bool| {
            let guid = ledger.identify(&[sighting("a")], "D", &|_, _| Vec::new()).guids.remove(0);
            let deck = ledger.deck_of(&guid).unwrap_or(deck).to_string();
            let hash = deck.clone();
            let sighted = Sighted {
                guid,
                parent: None,
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
