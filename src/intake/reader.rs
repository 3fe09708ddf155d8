//! Foreign formats, read through a command that the user's configuration names.

use crate::command::{self, CommandError, Complaints};

/// Why a command gave no document.
#[derive(Debug, thiserror::Error)]
pub enum ReaderError {
    /// It did not do its work.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// It printed something else than UTF-8 text.
    #[error("`{program}` did not print UTF-8 text")]
    NotText {
        /// Its name.
        program: String,
    },
}

/// Runs `command`, a program and its arguments, gives it `bytes` and returns the Markdown that it prints.
///
/// No shell is involved. Whether the command may run at all is the caller's to decide.
///
/// # Errors
/// When it is missing, fails, or prints no UTF-8.
pub fn convert(command: &[String], bytes: &[u8]) -> Result<String, ReaderError> {
    let printed = command::run(command, bytes, Complaints::Kept)?;
    let program = || command.first().cloned().unwrap_or_default();
    String::from_utf8(printed).map_err(|_| ReaderError::NotText { program: program() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn what_a_command_prints_is_the_document() {
        let command = |words: &[&str]| words.iter().map(|word| (*word).to_string()).collect::<Vec<_>>();
        assert_eq!(convert(&command(&["tr", "a", "b"]), b"a document").unwrap(), "b document");
        let error = convert(&command(&["printf", "\\377"]), b"").unwrap_err();
        assert_eq!(error.to_string(), "`printf` did not print UTF-8 text");
    }
}
