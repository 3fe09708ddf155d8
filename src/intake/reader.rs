//! Foreign formats, read through a command that the user's configuration names.

use std::io::Write as _;
use std::process::{Command, Stdio};

/// Why a command gave no document.
#[derive(Debug, thiserror::Error)]
pub enum ReaderError {
    /// There is no such program.
    #[error("the program `{program}` was not found; install it, or put its folder on the PATH")]
    Missing {
        /// Its name.
        program: String,
    },
    /// It could not be run or talked to.
    #[error("`{program}` could not be run: {error}")]
    Run {
        /// Its name.
        program: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// It said that it failed.
    #[error("`{program}` failed ({status}): {said}")]
    Failed {
        /// Its name.
        program: String,
        /// Its exit status.
        status: std::process::ExitStatus,
        /// The first line of what it printed on standard error.
        said: String,
    },
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
    let program = command.first().cloned().unwrap_or_default();
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => ReaderError::Missing { program: program.clone() },
        _ => ReaderError::Run { program: program.clone(), error },
    };
    let mut child = Command::new(&program)
        .args(command.iter().skip(1))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let stdin = child.stdin.take();
    // Fed from a thread of its own: a program may print before it has read all.
    let output = std::thread::scope(|scope| {
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(bytes)));
        child.wait_with_output()
    })
    .map_err(failed)?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.lines().next().unwrap_or("it said nothing").to_string();
        return Err(ReaderError::Failed { program, status: output.status, said });
    }
    String::from_utf8(output.stdout).map_err(|_| ReaderError::NotText { program })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_string()).collect()
    }

    #[cfg(unix)]
    #[test]
    fn what_a_command_prints_is_the_document() {
        let large = "line\n".repeat(200_000);
        assert_eq!(convert(&command(&["cat"]), large.as_bytes()).unwrap(), large);
        let error = convert(&command(&["sh", "-c", "echo no such format >&2; exit 3"]), b"").unwrap_err();
        assert!(error.to_string().ends_with("no such format"), "{error}");
        let error = convert(&command(&["printf", "\\377"]), b"").unwrap_err();
        assert_eq!(error.to_string(), "`printf` did not print UTF-8 text");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = convert(&command(&["deckpress-no-such-program"]), b"").unwrap_err();
        assert!(
            error.to_string().starts_with("the program `deckpress-no-such-program` was not found"),
            "{error}"
        );
    }
}
