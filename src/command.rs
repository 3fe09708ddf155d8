//! Programs that the user's configuration names: run as they are, never through a shell.
//!
//! Whether a command may run at all is the caller's to decide; see `config::consent`.

use std::io::{ErrorKind, Write as _};
use std::process::{Command, ExitStatus, Stdio};

/// Why a command did not do its work.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
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
        status: ExitStatus,
        /// The first line of what it printed on standard error, or where to look for that.
        said: String,
    },
}

/// What becomes of a command's standard error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Complaints {
    /// It is kept for the message of an error.
    Kept,
    /// The user sees it while the command runs.
    Shown,
}

/// Runs `command`, a program and its arguments, gives it `input` and returns what it prints on standard output.
///
/// A command need not read its input.
///
/// # Errors
/// When it is missing, cannot be run, or says that it failed.
pub fn run(command: &[String], input: &[u8], complaints: Complaints) -> Result<Vec<u8>, CommandError> {
    let program = command.first().cloned().unwrap_or_default();
    let failed = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => CommandError::Missing { program: program.clone() },
        _ => CommandError::Run { program: program.clone(), error },
    };
    let stderr = match complaints {
        Complaints::Kept => Stdio::piped(),
        Complaints::Shown => Stdio::inherit(),
    };
    let mut child = Command::new(&program)
        .args(command.iter().skip(1))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(stderr)
        .spawn()
        .map_err(failed)?;
    let stdin = child.stdin.take();
    // Fed from a thread of its own: a program may print before it has read all.
    let (output, fed) = std::thread::scope(|scope| {
        let feeding = scope.spawn(move || stdin.map_or(Ok(()), |mut stdin| stdin.write_all(input)));
        (child.wait_with_output(), feeding.join().unwrap_or(Ok(())))
    });
    let output = output.map_err(failed)?;
    if !output.status.success() {
        let said = match complaints {
            Complaints::Kept => {
                let said = String::from_utf8_lossy(&output.stderr);
                said.lines().next().unwrap_or("it said nothing").to_string()
            }
            Complaints::Shown => "what it said stands above".to_string(),
        };
        return Err(CommandError::Failed { program, status: output.status, said });
    }
    match fed {
        // A program that knows enough closes its input.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(failed(error)),
        _ => Ok(output.stdout),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_string()).collect()
    }

    #[cfg(unix)]
    #[test]
    fn pipes_may_be_full_or_closed() {
        let large = "line\n".repeat(200_000).into_bytes();
        assert_eq!(run(&command(&["cat"]), &large, Complaints::Kept).unwrap(), large);
        let deaf = command(&["sh", "-c", "exec <&-; head -c 1000000 /dev/zero"]);
        assert_eq!(run(&deaf, &large, Complaints::Kept).unwrap().len(), 1_000_000);
        let loud = command(&["sh", "-c", "head -c 1000000 /dev/zero >&2; cat"]);
        assert_eq!(run(&loud, &large, Complaints::Kept).unwrap(), large);
    }

    #[cfg(unix)]
    #[test]
    fn a_failure_says_what_the_program_said() {
        let fails = command(&["sh", "-c", "echo no such format >&2; exit 3"]);
        let error = run(&fails, b"", Complaints::Kept).unwrap_err();
        assert_eq!(error.to_string(), "`sh` failed (exit status: 3): no such format");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = run(&command(&["deckpress-no-such-program"]), b"", Complaints::Kept).unwrap_err();
        assert!(
            error.to_string().starts_with("the program `deckpress-no-such-program` was not found"),
            "{error}"
        );
    }
}
