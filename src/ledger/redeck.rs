//! Other decks for cards that have one.

use std::collections::BTreeMap;

use super::{Ledger, identity::short_id};

/// A card that was given another deck.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redecked {
    /// Its short id.
    pub short_id: String,
    /// The deck that Anki has it in.
    pub from: String,
    /// The deck that builds give it from now on.
    pub to: String,
}

impl Ledger {
    /// Gives cards the decks that a first build would give them, `decks` by guid: those of the notes and decks that
    /// `names` name, decks below them included; all where it is empty. Tells of each that lay in another, by deck.
    ///
    /// # Errors
    /// When one of `names` names neither a note, by guid or short id, nor a deck: then nothing changes.
    pub fn redeck<'a>(
        &mut self,
        decks: &BTreeMap<String, String>,
        names: &'a [String],
    ) -> Result<Vec<Redecked>, &'a str> {
        if let Some(unknown) = names.iter().find(|name| !self.has_named(name)) {
            return Err(unknown);
        }
        let mut moved = Vec::new();
        for (guid, deck) in decks {
            let Some(record) = self.records.get_mut(guid) else { continue };
            let is_chosen = names.is_empty() || names.iter().any(|name| is_named(guid, &record.deck, name));
            if is_chosen && !record.open && record.deck != *deck {
                let from = std::mem::replace(&mut record.deck, deck.clone());
                moved.push(Redecked { short_id: short_id(guid).to_string(), from, to: deck.clone() });
            }
        }
        moved.sort_by(|a, b| (&a.from, &a.to, &a.short_id).cmp(&(&b.from, &b.to, &b.short_id)));
        Ok(moved)
    }

    fn has_named(&self, name: &str) -> bool {
        self.records.iter().any(|(guid, record)| is_named(guid, &record.deck, name))
    }
}

/// Whether `name` is that of a note, or of its deck or one above.
fn is_named(guid: &str, deck: &str, name: &str) -> bool {
    guid == name
        || short_id(guid) == name
        || deck.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}
