//! What stops a build before it does harm: a ledger that is lost or another deck's, a deck that shrinks by accident.

use super::BuildError;
use super::restore::remains;
use crate::config::Config;
use crate::files;
use crate::ledger::{Fate, Ledger, Plan};
use crate::model::{Diagnostic, Severity};

/// The ledger; an empty one where the deck was never built.
///
/// # Errors
/// When it is damaged, or lost: a build would then overwrite what could bring it back.
pub fn read_ledger(config: &Config) -> Result<Ledger, BuildError> {
    let path = config.ledger.clone();
    let text = files::read_text(&path)?.unwrap_or_default();
    let known = Ledger::parse(&text).map_err(|error| BuildError::Ledger { path: path.clone(), error })?;
    let remains = if known.is_empty() { remains(config) } else { Vec::new() };
    if remains.is_empty() {
        Ok(known)
    } else {
        Err(BuildError::LostLedger { path, remains, name: config.name.clone() })
    }
}

/// That no other deck has its artifacts where those of this one would go.
///
/// # Errors
/// When one has, or its ledger cannot be read.
pub fn has_room(config: &Config) -> Result<(), BuildError> {
    for path in &config.neighbours {
        let text = files::read_text(path)?.unwrap_or_default();
        let known = Ledger::parse(&text).map_err(|error| BuildError::Ledger { path: path.clone(), error })?;
        if let Some(deck) = known.decks().next() {
            return Err(BuildError::Occupied {
                output: config.output.clone(),
                ledger: path.clone(),
                deck: deck.to_string(),
                name: config.name.clone(),
            });
        }
    }
    Ok(())
}

/// What is to be said of a ledger whose cards all lie in another deck.
///
/// # Errors
/// When the command line named the sources: two decks must not share a ledger.
pub fn renamed_deck(deck: &str, config: &Config) -> Result<Diagnostic, BuildError> {
    let (path, name) = (config.ledger.clone(), config.name.clone());
    if config.own_deck {
        return Err(BuildError::OtherDeck { path, deck: deck.to_string(), name });
    }
    Ok(Diagnostic {
        code: "renamed-deck",
        severity: Severity::Warning,
        message: format!("cards stay in decks such as `{deck}`, and new ones go to `{name}`"),
        places: Vec::new(),
        hint: "Anki finds decks by name: take the old name back, or rename the deck in Anki too".to_string(),
    })
}

/// Fewer cards than this leave a deck without a question asked: a document that is missing takes more with it, and
/// in a small deck every deletion is a large share.
const FEW: usize = 5;

/// Whether as many cards may leave the deck as `plan` says.
///
/// # Errors
/// When more cards would leave the deck than the configuration allows.
pub fn may_shrink(plan: &Plan, config: &Config) -> Result<(), BuildError> {
    const NAMED: usize = 3;
    let Some(allowed) = config.max_shrink else { return Ok(()) };
    // What a person took out was no accident.
    let lost = || plan.leaving().filter(|note| note.fate != Fate::Rejected);
    let (leaving, cards) = (lost().count(), plan.cards_before());
    if leaving < FEW || leaving * 100 <= cards * usize::from(allowed) {
        return Ok(());
    }
    let named = lost().take(NAMED);
    let named: Vec<String> = named.map(|note| format!("`{}` ({})", note.question, note.short_id)).collect();
    let some = format!("{} and {} more", named.join(", "), leaving - NAMED);
    Err(BuildError::Shrink { leaving, cards, allowed, some })
}
