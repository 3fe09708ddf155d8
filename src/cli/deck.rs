//! Which deck a command is about: the flags that `build`, `plan` and `ledger` share.

use std::path::{Path, PathBuf};

use super::consent;
use crate::config::{self, Config, ConfigError, Flags, Typed};

/// The documents of a deck, and what is known of it.
#[derive(clap::Args)]
pub struct DeckArgs {
    /// Name of the deck in Anki [default: `name` of deckpress.toml; with SOURCE, the name of that folder]
    #[arg(long)]
    name: Option<String>,
    /// Folder to write to [default: output]
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// The record of identities, to be kept with the documents [default: deckpress.lock; with SOURCE, in the output folder]
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
    /// Folder with templates in place of the built-in ones; docs/templates.md lists them [default: `templates` of
    /// deckpress.toml]
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    /// Run the commands that deckpress.toml names, those of `[reader.EXT]` and `[writer.NAME]`, without asking
    #[arg(long)]
    allow_commands: bool,
}

impl DeckArgs {
    /// These flags and those that a command adds to them, over `deckpress.toml`; asks whether its commands may run
    /// where nobody has said so.
    ///
    /// # Errors
    /// When file and flags do not make a configuration.
    pub fn config(self, more: Flags) -> Result<Config, ConfigError> {
        let Self { output, name, ledger, templates, allow_commands } = self;
        let flags = Flags { output, name, ledger, templates, allow_commands, ..more };
        let mut config = Config::new(Typed::read(Path::new(config::FILE))?, flags)?;
        consent::ask(&mut config);
        Ok(config)
    }
}
