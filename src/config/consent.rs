//! Which configurations the user let run their commands: asked for once, and remembered outside of any repository,
//! since a folder that somebody sent must not bring its own consent.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::Config;
use crate::files::{self, FileError, Replacement};

/// Name of the file that remembers, in the folder for the user's own state.
const FILE: &str = "allowed-commands.txt";

/// Whether the commands of one configuration may run.
#[derive(Clone, Debug)]
pub struct Consent {
    /// The file that remembers.
    file: PathBuf,
    /// What was agreed to: these commands, in this folder.
    key: String,
    /// Where the configuration stands.
    folder: PathBuf,
}

impl Consent {
    /// What is to be agreed to for `config`; `None` where it has no commands, where they may run anyway, or where
    /// nothing can be remembered.
    pub fn for_commands(config: &Config) -> Option<Self> {
        if config.readers.is_empty() || config.allow_commands {
            return None;
        }
        let folder = std::env::current_dir().ok()?;
        Some(Self { file: state_folder()?.join(FILE), key: key(&folder, config), folder })
    }

    /// Where the configuration stands.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether the user agreed before. What cannot be read was never agreed to.
    pub fn is_given(&self) -> bool {
        let remembered = files::read_text(&self.file).ok().flatten().unwrap_or_default();
        remembered.lines().any(|line| line.split(' ').next() == Some(&self.key))
    }

    /// Remembers that the user agrees.
    ///
    /// # Errors
    /// When the file cannot be read or replaced.
    pub fn give(&self) -> Result<(), FileError> {
        let mut text = files::read_text(&self.file)?.unwrap_or_default();
        // The folder is for whoever wants to take a line out again.
        text.push_str(&format!("{} {}\n", self.key, self.folder.display()));
        let mut replacement = Replacement::default();
        replacement.stage(&self.file, text.as_bytes())?;
        replacement.commit()
    }
}

/// A hash over the folder and the commands: a command that changes is to be agreed to again.
fn key(folder: &Path, config: &Config) -> String {
    let folder = folder.display().to_string();
    let commands =
        config.readers.iter().flat_map(|(extension, command)| std::iter::once(extension).chain(command));
    let mut hasher = Sha256::new();
    for part in std::iter::once(&folder).chain(commands) {
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
