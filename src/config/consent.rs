//! Which commands of which configurations the user lets run: asked for once, and remembered outside of any repository,
//! since a folder that somebody sent must not bring its own consent.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::Config;
use crate::files::{self, FileError, Replacement};

/// Name of the file that remembers, in the folder for the user's own state.
const FILE: &str = "allowed-commands.txt";

/// The commands of one configuration that the user did not agree to yet.
#[derive(Clone, Debug)]
pub struct Consent {
    /// The file that remembers.
    file: PathBuf,
    /// Where the configuration stands.
    folder: PathBuf,
    open: Vec<Open>,
}

/// A command that the user did not agree to yet.
#[derive(Clone, Debug)]
struct Open {
    /// A hash over the folder, the table and the command: a command that changes is to be agreed to again.
    key: String,
    table: String,
    command: Vec<String>,
}

impl Consent {
    /// What is to be agreed to for `config`; `None` where it has no commands, where they may run anyway, or where
    /// nothing can be remembered.
    pub fn for_commands(config: &Config) -> Option<Self> {
        if config.allow_commands || config.commands().next().is_none() {
            return None;
        }
        let folder = std::env::current_dir().ok()?;
        let file = state_folder()?.join(FILE);
        // What cannot be read was never agreed to.
        let remembered = files::read_text(&file).ok().flatten().unwrap_or_default();
        let is_remembered =
            |open: &Open| remembered.lines().any(|line| line.split(' ').next() == Some(&open.key));
        let open = config
            .commands()
            .map(|(table, command)| Open {
                key: key(&folder, &table, command),
                table,
                command: command.to_vec(),
            })
            .filter(|open| !is_remembered(open))
            .collect();
        Some(Self { file, folder, open })
    }

    /// Where the configuration stands.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The commands that the user did not agree to yet, each with the table of `deckpress.toml` that names it.
    pub fn open(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.open.iter().map(|open| (open.table.as_str(), open.command.as_slice()))
    }

    /// Whether the user agreed to all of them before.
    pub fn is_given(&self) -> bool {
        self.open.is_empty()
    }

    /// Remembers that the user agrees to all of them.
    ///
    /// # Errors
    /// When the file cannot be read or replaced.
    pub fn give(&self) -> Result<(), FileError> {
        let mut text = files::read_text(&self.file)?.unwrap_or_default();
        // The folder is for whoever wants to take a line out again.
        for open in &self.open {
            text.push_str(&format!("{} {}\n", open.key, self.folder.display()));
        }
        let mut replacement = Replacement::default();
        replacement.stage(&self.file, text.as_bytes())?;
        replacement.commit()
    }
}

fn key(folder: &Path, table: &str, command: &[String]) -> String {
    let folder = folder.display().to_string();
    let parts = [folder.as_str(), table].into_iter().chain(command.iter().map(String::as_str));
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Where programs keep what they remember for the user: as the XDG Base Directory Specification says, and on Windows
/// and macOS where their own programs do.
fn state_folder() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || std::env::home_dir().filter(|path| path.is_absolute());
    let folder = variable("XDG_STATE_HOME").or_else(|| {
        if cfg!(windows) {
            variable("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            Some(home()?.join("Library/Application Support"))
        } else {
            Some(home()?.join(".local/state"))
        }
    });
    Some(folder?.join("deckpress"))
}
