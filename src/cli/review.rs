//! `deckpress review`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anstyle::{AnsiColor, Effects, Style};
use clap::{Subcommand, ValueEnum};
use similar::TextDiff;

use super::deck::DeckArgs;
use super::progress::Bar;
use super::{CONTENT, fail, on_one_line};
use crate::config::{self, Flags};
use crate::ledger::short_id;
use crate::model::Severity;
use crate::pipeline::{self, Applied, ChangedFile, Reason, Request};
use crate::review::merge::Conflict;
use crate::review::read::Remark;

/// Bring a review sheet back into the documents.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Apply(Apply),
}

/// Write what was edited in a review sheet into the documents.
///
/// Questions and answers go into the documents that they come from, in their own style; what no document says alone
/// (short answers, tags, difficulty, deck) goes into review.overlay.toml, `approved`, `rejected` and what was decided
/// of pairs into the ledger. All is read again before anything is written, and all files are replaced together or
/// none. docs/review.md tells where each column goes.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  deckpress review apply review.xlsx --dry-run    show what would change
  deckpress review apply review.xlsx              change it; then build

Exit codes: 0 applied, 1 the sheet has errors or conflicts, 2 usage or environment.")]
struct Apply {
    /// The sheet: review.csv or review.xlsx as they came back
    #[arg(value_name = "FILE")]
    sheet: PathBuf,
    /// Folders and files to read [default: source, or `sources` of deckpress.toml]
    #[arg(long = "source", value_name = "SOURCE")]
    sources: Vec<PathBuf>,
    #[command(flatten)]
    deck: DeckArgs,
    /// Time of the change in seconds since 1970, as builds take it [default: the clock]
    #[arg(long, value_name = "UNIX", allow_negative_numbers = true)]
    now: Option<i64>,
    /// Show what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Where edits of questions and answers go
    #[arg(long, value_enum, value_name = "PLACE", default_value_t = Place::Source)]
    into: Place,
    /// Write documents anew, as UTF-8, that are garbled or in a legacy encoding
    #[arg(long)]
    repair: bool,
}

/// Where edits go.
#[derive(Clone, Copy, ValueEnum)]
enum Place {
    /// Into the documents
    Source,
    /// Into review.overlay.toml
    Overlay,
}

const TITLE: Style = Style::new().effects(Effects::BOLD);
const GONE: Style = AnsiColor::Red.on_default();
const COME: Style = AnsiColor::Green.on_default();

/// Applies, and prints what came of it.
pub fn run(args: Args) -> ExitCode {
    let Command::Apply(Apply { sheet, sources, deck, now, dry_run, into, repair }) = args.command;
    let flags = Flags { sources, now, reads_only: true, ..Flags::default() };
    let config = match deck.config(flags) {
        Ok(config) => config,
        Err(error) => return fail(&error),
    };
    let into = match into {
        Place::Source => pipeline::Into::Source,
        Place::Overlay => pipeline::Into::Overlay,
    };
    let bar = Bar::new(Instant::now(), false);
    let applied = pipeline::apply(&config, &Request { sheet, into, repair, dry_run }, &bar);
    bar.finish();
    match applied {
        Ok(applied) => print(&applied, dry_run),
        Err(error) => fail(&error),
    }
}

fn print(applied: &Applied, dry_run: bool) -> ExitCode {
    applied.remarks.iter().for_each(print_remark);
    if applied.remarks.iter().any(|remark| remark.severity == Severity::Error) {
        eprintln!("nothing was written");
        return ExitCode::from(CONTENT);
    }
    if dry_run {
        applied.changed.iter().for_each(print_diff);
    }
    // What follows from several places has no other home: only the others are worth a line.
    for held in applied.held.iter().filter(|held| held.reason != Reason::Derived) {
        println!(
            "row {}: {} of {} {} held in {}: {}",
            held.line,
            held.column.name(),
            short_id(&held.guid),
            if dry_run { "would be" } else { "is" },
            config::OVERLAY,
            held.reason
        );
    }
    applied.conflicts.iter().for_each(print_conflict);
    println!("{}", summary(applied, dry_run));
    if let Some(file) = &applied.conflict_file {
        println!("the open conflicts are in `{}`", file.display());
    }
    if applied.conflicts.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(CONTENT) }
}

fn summary(applied: &Applied, dry_run: bool) -> String {
    let count = |count: usize, one: &str, more: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{count} {more}")),
    };
    let parts: Vec<String> = [
        count(applied.in_documents, "cell into its document", "cells into their documents"),
        count(applied.held.len(), "cell beside the documents", "cells beside the documents"),
        count(applied.reviewed, "note reviewed", "notes reviewed"),
        count(applied.decided, "pair decided", "pairs decided"),
        count(applied.conflicts.len(), "conflict", "conflicts"),
    ]
    .into_iter()
    .flatten()
    .collect();
    match (parts.is_empty(), dry_run) {
        (true, _) => "nothing was edited".to_string(),
        (false, true) => format!("{}; nothing was written", parts.join(", ")),
        (false, false) => format!("{}; `deckpress build` makes the new deck", parts.join(", ")),
    }
}

fn print_remark(remark: &Remark) {
    let Remark { severity, line, column, message, hint } = remark;
    let word = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    let place = match (line, column) {
        (Some(line), Some(column)) => format!("row {line}, {}: ", column.name()),
        (Some(line), None) => format!("row {line}: "),
        (None, Some(column)) => format!("{}: ", column.name()),
        (None, None) => String::new(),
    };
    let hint = if hint.is_empty() { String::new() } else { format!("; {hint}") };
    eprintln!("{word}: {place}{}{}", on_one_line(message), on_one_line_after(&hint));
}

fn on_one_line_after(hint: &str) -> String {
    hint.strip_prefix("; ").map_or_else(String::new, |hint| format!("; {}", on_one_line(hint)))
}

fn print_diff(file: &ChangedFile) {
    let path = file.path.display().to_string().replace('\\', "/");
    let diff = TextDiff::from_lines(&file.before, &file.after);
    let unified = diff.unified_diff().header(&format!("a/{path}"), &format!("b/{path}")).to_string();
    for line in unified.lines() {
        let style = match line.as_bytes().first() {
            Some(b'-') => GONE,
            Some(b'+') => COME,
            _ => Style::new(),
        };
        println!("{style}{}{style:#}", line.trim_end_matches('\r'));
    }
}

/// What documents and sheet say, side by side as far as a terminal has sides.
fn print_conflict(conflict: &Conflict) {
    let Conflict { line, guid, column, ours, theirs } = conflict;
    println!("{TITLE}conflict in row {line}: {} of {}{TITLE:#}", column.name(), short_id(guid));
    for (name, style, text) in [("documents", GONE, ours), ("sheet", COME, theirs)] {
        for (index, text) in text.lines().enumerate() {
            let name = if index == 0 { name } else { "" };
            println!("  {name:>9} | {style}{text}{style:#}");
        }
    }
}
