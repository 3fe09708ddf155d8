//! Asks whether commands of the configuration may run: once for each, and only somebody who can answer.

use std::io::{IsTerminal as _, Write as _, stderr, stdin};

use crate::config::Config;
use crate::config::consent::Consent;

/// Lets the commands of `config` run if the user agreed to that, or does now.
pub fn ask(config: &mut Config) {
    let Some(consent) = Consent::for_commands(config) else { return };
    if consent.is_given() {
        config.allow_commands = true;
        return;
    }
    if !(stdin().is_terminal() && stderr().is_terminal()) {
        return;
    }
    eprintln!("deckpress.toml in {} runs commands:", consent.folder().display());
    for (table, command) in consent.open() {
        // As debugging strings, so that a terminal obeys nothing in them.
        eprintln!("  {table:?} {command:?}");
    }
    eprint!("Run them, now and in later builds? [y/N] ");
    let mut answer = String::new();
    let heard = stderr().flush().and_then(|()| stdin().read_line(&mut answer)).is_ok();
    if !heard || !matches!(answer.trim().to_lowercase().as_str(), "y" | "yes") {
        return;
    }
    config.allow_commands = true;
    if let Err(error) = consent.give() {
        eprintln!("warning: you will be asked again: {error}");
    }
}
