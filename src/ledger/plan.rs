//! What an import will do, told by the ledger before and after a build.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Ledger, Record, identity::short_id};

/// What the next import will do to a collection in Anki that holds the last build.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// How many notes meet which fate.
    pub counts: Counts,
    /// Whether Anki takes other card templates and another style.
    pub restyled: bool,
    /// Notes of which there is something to say: by fate, then by deck and question.
    pub notes: Vec<Planned>,
}

/// How many notes meet which [`Fate`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Cards that come.
    pub new: usize,
    /// Cards whose fields are replaced, since their content is another.
    pub changed: usize,
    /// Cards whose fields are replaced, though their content is the same.
    pub rendered: usize,
    /// Cards that were retired and are in the documents again.
    pub returned: usize,
    /// Cards whose question another note asks now.
    pub merged: usize,
    /// Cards whose question no document holds any more.
    pub retired: usize,
    /// Cards whose answer no document holds any more.
    pub unanswered: usize,
    /// Cards that a review took out.
    pub rejected: usize,
    /// Cards that an import leaves as they are.
    pub unchanged: usize,
    /// Cards in another deck than a first build would give them; each has a fate beside.
    pub moved: usize,
    /// Cards that left the documents in an earlier build.
    pub left_before: usize,
    /// Questions without an answer: they make no card.
    pub open: usize,
}

/// One note of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Planned {
    /// Its identity.
    pub guid: String,
    /// The first characters of its identity, which stand on the card.
    pub short_id: String,
    /// Its question, code between backticks.
    pub question: String,
    /// The deck that its card lies in, or will.
    pub deck: String,
    /// The deck that a first build would give it, where that is another: Anki leaves the card where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_deck: Option<String>,
    /// What becomes of it.
    #[serde(flatten)]
    pub fate: Fate,
}

/// What becomes of a note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "fate", rename_all = "kebab-case")]
pub enum Fate {
    /// Anki adds a card: the question is new, or answered for the first time.
    New,
    /// Anki replaces the fields: the content is another.
    Changed(Change),
    /// Anki replaces the fields, which are shown anew: its topic, short answer or tags, or deckpress, changed.
    Rendered,
    /// It was retired and is back.
    Returned(Change),
    /// Its question joined another note. Anki keeps the card.
    Merged {
        /// The guid of that note.
        into: String,
        /// The question of that note.
        into_question: String,
    },
    /// No document holds it any more. Anki keeps the card.
    Retired,
    /// Its question has no answer any more. Anki keeps the card.
    Unanswered,
    /// A review took it out. Anki keeps the card.
    Rejected,
    /// Anki leaves it as it is.
    Unchanged,
    /// It left the documents in an earlier build. Anki keeps the card.
    LeftBefore,
    /// It has no answer: it makes no card.
    Open,
}

/// What is another in a note. Where both are `None` it is something beside the words of question and answer: tags,
/// difficulty, links, asides, other answers, or how the answer is laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The old wording of the question, where it has another now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// How much of the answer is another; `None` where its words are the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<Extent>,
}

/// About how much of an answer's words is another, as its fingerprint tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Extent {
    /// A few words, some five of a hundred or fewer.
    Slight,
    /// A tenth to a quarter of the words.
    Partial,
    /// A quarter of the words or more.
    Large,
    /// The answer was or is too short for a fingerprint: perhaps its words are the same.
    Unknown,
}

/// What a plan needs to know of the notes of today beside the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Today {
    /// For the key of each question the guid of the note that asks it.
    pub asked: BTreeMap<String, String>,
    /// For each guid the deck that a first build would give the note.
    pub decks: BTreeMap<String, String>,
}

impl Plan {
    /// What leads from the ledger `before` a build to the one `after` it.
    pub fn between(before: &Ledger, after: &Ledger, today: &Today) -> Self {
        let mut plan = Self { restyled: after.note_type != before.note_type, ..Self::default() };
        // Questions that are gone and never were cards are nobody's concern.
        for (guid, record) in after.records.iter().filter(|(_, record)| !(record.retired && record.open)) {
            let fate = fate(before.records.get(guid), record, after, today);
            // Without a card in a package Anki has nothing to leave where it is.
            let stays =
                matches!(fate, Fate::Changed(_) | Fate::Rendered | Fate::Returned(_) | Fate::Unchanged);
            let other_deck = today.decks.get(guid).filter(|deck| stays && **deck != record.deck).cloned();
            plan.counts.add(&fate, other_deck.is_some());
            if other_deck.is_some() || !matches!(fate, Fate::Unchanged | Fate::Open) {
                plan.notes.push(Planned {
                    guid: guid.clone(),
                    short_id: short_id(guid).to_string(),
                    question: record.wording().to_string(),
                    deck: record.deck.clone(),
                    other_deck,
                    fate,
                });
            }
        }
        plan.notes.sort_by(|a, b| {
            let place = |note: &Planned| note.fate.order();
            place(a)
                .cmp(&place(b))
                .then_with(|| (&a.deck, &a.question, &a.guid).cmp(&(&b.deck, &b.question, &b.guid)))
        });
        plan
    }

    /// The cards that leave the deck with this build: Anki keeps them.
    pub fn leaving(&self) -> impl Iterator<Item = &Planned> {
        self.notes.iter().filter(|note| note.fate.leaves_card() && note.fate != Fate::LeftBefore)
    }

    /// How many cards the last build had.
    pub fn cards_before(&self) -> usize {
        let Counts { changed, rendered, merged, retired, unanswered, rejected, unchanged, .. } = self.counts;
        changed + rendered + merged + retired + unanswered + rejected + unchanged
    }
}

impl Counts {
    fn add(&mut self, fate: &Fate, is_moved: bool) {
        *match fate {
            Fate::New => &mut self.new,
            Fate::Changed(_) => &mut self.changed,
            Fate::Rendered => &mut self.rendered,
            Fate::Returned(_) => &mut self.returned,
            Fate::Merged { .. } => &mut self.merged,
            Fate::Retired => &mut self.retired,
            Fate::Unanswered => &mut self.unanswered,
            Fate::Rejected => &mut self.rejected,
            Fate::Unchanged => &mut self.unchanged,
            Fate::LeftBefore => &mut self.left_before,
            Fate::Open => &mut self.open,
        } += 1;
        self.moved += usize::from(is_moved);
    }
}

impl Fate {
    /// Whether Anki has a card that this deck does not have, or not any more.
    pub fn leaves_card(&self) -> bool {
        matches!(
            self,
            Self::Merged { .. } | Self::Retired | Self::Unanswered | Self::Rejected | Self::LeftBefore
        )
    }

    /// Its place among the fates, in the order in which they are defined.
    fn order(&self) -> u8 {
        match self {
            Self::New => 0,
            Self::Changed(_) => 1,
            Self::Rendered => 2,
            Self::Returned(_) => 3,
            Self::Merged { .. } => 4,
            Self::Retired => 5,
            Self::Unanswered => 6,
            Self::Rejected => 7,
            Self::Unchanged => 8,
            Self::LeftBefore => 9,
            Self::Open => 10,
        }
    }
}

fn fate(before: Option<&Record>, now: &Record, after: &Ledger, today: &Today) -> Fate {
    let Some(before) = before.filter(|before| !before.open) else {
        return if now.is_card() { Fate::New } else { Fate::Open };
    };
    match (before.is_card(), now.is_card()) {
        // The time is what Anki goes by.
        (true, true) if before.modified == now.modified => Fate::Unchanged,
        (true, true) if before.content == now.content || before.content.is_empty() => Fate::Rendered,
        (true, true) => Fate::Changed(change(before, now)),
        (false, true) => Fate::Returned(change(before, now)),
        (false, false) => Fate::LeftBefore,
        (true, false) if now.rejected => Fate::Rejected,
        (true, false) if !now.retired => Fate::Unanswered,
        (true, false) => match today.asked.get(&before.question).and_then(|guid| after.records.get(guid)) {
            Some(other) => {
                Fate::Merged { into: other.guid.clone(), into_question: other.wording().to_string() }
            }
            None => Fate::Retired,
        },
    }
}

fn change(before: &Record, now: &Record) -> Change {
    let was = before.built.as_deref().unwrap_or(before.wording());
    // A ledger of a time without wordings knows the question by its key alone.
    let is_known_by_key = before.built.is_none() && before.wording.is_none();
    let is_same = was == now.wording() || is_known_by_key && before.question == now.question;
    let answer = match (before.fingerprint(), now.fingerprint()) {
        (Some(before), Some(now)) => Extent::of((before ^ now).count_ones()),
        _ => Some(Extent::Unknown),
    };
    Change { was: (!is_same).then(|| was.to_string()), answer }
}

impl Extent {
    /// Of so many bits of 64. Measured on answers of 20 to 200 words of which a share was replaced, scattered or in
    /// one piece: 3 % change 6 bits (median), 10 % 9 to 13, 25 % 15 to 21, 50 % 21 to 28, all of them 32.
    fn of(bits: u32) -> Option<Self> {
        match bits {
            0 => None,
            1..=8 => Some(Self::Slight),
            9..=17 => Some(Self::Partial),
            _ => Some(Self::Large),
        }
    }
}
