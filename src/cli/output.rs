//! Printing that may fail: a full disk is told at the end, and who closes a pipe has read enough.
//!
//! The macros stand in the place of the standard ones in this room, which end the program with a panic.

use std::fmt::Arguments;
use std::io::{Error, ErrorKind, Write as _};
use std::sync::OnceLock;

/// Why something could not be printed on standard output, the first time that it could not.
static FAILURE: OnceLock<Error> = OnceLock::new();

/// Prints a line on standard output, without styles where that is no terminal; nothing more once that failed.
pub fn line(text: Arguments) {
    if FAILURE.get().is_some() {
        return;
    }
    let mut stdout = anstream::stdout();
    if let Err(error) = writeln!(stdout, "{text}").and_then(|()| stdout.flush()) {
        let _ = FAILURE.set(error);
    }
}

/// Prints a line on standard error in the same way; whether that works there is nobody to tell.
pub fn error_line(text: Arguments) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Why not all was printed; `None` too where nobody wanted the rest.
pub fn failure() -> Option<&'static Error> {
    FAILURE.get().filter(|error| error.kind() != ErrorKind::BrokenPipe)
}

macro_rules! println {
    () => { $crate::cli::output::line(format_args!("")) };
    ($($text:tt)*) => { $crate::cli::output::line(format_args!($($text)*)) };
}

macro_rules! eprintln {
    ($($text:tt)*) => { $crate::cli::output::error_line(format_args!($($text)*)) };
}
