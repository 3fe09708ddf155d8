//! What a build came to, in words.

use std::time::Duration;

use super::diagnostics;
use crate::model::{Class, Collection, Severity, Status};
use crate::pipeline::Report;

/// Prints errors and warnings, each with its place and what to do; the rest too when `verbose`.
pub fn diagnostics(report: &Report, verbose: bool) {
    let least = if verbose { Severity::Info } else { Severity::Warning };
    let collection = &report.collection;
    let shown = collection.diagnostics.iter().filter(|diagnostic| diagnostic.severity >= least);
    diagnostics::print(shown, &collection.documents);
}

/// Prints the summary.
pub fn print(report: &Report, time: Duration) {
    let collection = &report.collection;
    let answered = collection.entries.iter().filter(|entry| entry.answer.is_some()).count();
    let with = |status| collection.notes.iter().filter(|note| note.status() == status).count();
    // What nobody took out is not told of.
    let rejected = match with(Status::Rejected) {
        0 => String::new(),
        rejected => format!(", {rejected} rejected"),
    };
    let repairs: usize = collection.documents.iter().map(|document| document.repairs.len()).sum();
    let entries = collection.entries.len();
    let notes = collection.notes.len();
    println!("{}", count(collection.documents.len(), "document", "documents"));
    println!("{} ({answered} answered, {} open)", count(entries, "entry", "entries"), entries - answered);
    println!(
        "{} ({} ready, {} open{rejected}), {} merged, {} doubtful",
        count(notes, "note", "notes"),
        with(Status::Ready),
        with(Status::Open),
        entries - notes,
        collection.doubts.len()
    );
    println!(
        "{}, {repairs} repaired, {} rejected",
        count(collection.passages.len(), "passage", "passages"),
        collection.rejects.len()
    );
    println!("{}", account(collection));
    let infos = collection.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Info);
    match diagnostics::counted(infos) {
        counts if counts.is_empty() => {}
        counts => println!("{counts}; `--verbose` lists them"),
    }
    match report.skipped.as_slice() {
        [] => {}
        [one] => println!("1 file was not read: `{}` ({})", one.path.display(), one.reason),
        [one, rest @ ..] => println!(
            "{} files were not read: `{}` ({}) and {} more",
            rest.len() + 1,
            one.path.display(),
            one.reason,
            rest.len()
        ),
    }
    if report.retired > 0 {
        println!(
            "{} in no document any more; Anki keeps them, and `deckpress plan` tells how to find them there",
            count(report.retired, "note is", "notes are")
        );
    }
    let width = report.artifacts.iter().map(|(path, _)| path.display().to_string().len()).max().unwrap_or(0);
    for (path, size) in &report.artifacts {
        println!("  {:width$}  {}", path.display(), sized(*size));
    }
    println!("done in {:.2} s", time.as_secs_f64());
}

/// What all lines were taken for.
fn account(collection: &Collection) -> String {
    let lines = |is: fn(Class) -> bool| -> usize {
        collection.accounts.iter().map(|account| account.lines(is)).sum()
    };
    format!(
        "{}: {} in entries, {} in passages, {} of structure, {} rejected",
        count(lines(|_| true), "line", "lines"),
        lines(|class| matches!(class, Class::Entry(_))),
        lines(|class| matches!(class, Class::Passage(_))),
        lines(|class| matches!(class, Class::Structure(_))),
        lines(|class| matches!(class, Class::Reject(_))),
    )
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A size in the units that file managers use.
fn sized(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
