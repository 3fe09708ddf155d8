//! The command line: one file per command, and the only place that prints.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is this room's work")]

#[macro_use]
mod output;

mod build;
mod consent;
mod deck;
mod diagnostics;
mod explain;
mod ledger;
mod plan;
mod progress;
mod review;
mod summary;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Turns study documents into an Anki deck, a printable cheat sheet and a review sheet.
///
/// Put your question lists, Q&A notes and topic guides into a folder called `source` and run
/// `deckpress build`. No syntax to learn: numbered lists, headings, Q:/A: labels, accordions,
/// <details>, tables and plain text are read as they are, garbled characters are repaired.
#[derive(Parser)]
#[command(version, propagate_version = true, arg_required_else_help = true, args_override_self = true)]
#[command(after_help = "Exit codes: 0 done, 1 content has errors, 2 usage or environment.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Build(build::Args),
    Plan(plan::Args),
    Explain(explain::Args),
    Ledger(ledger::Args),
    Review(review::Args),
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let code = match Cli::parse().command {
        Command::Build(args) => build::run(args),
        Command::Plan(args) => plan::run(args),
        Command::Explain(args) => explain::run(&args),
        Command::Ledger(args) => ledger::run(args),
        Command::Review(args) => review::run(args),
    };
    match output::failure() {
        Some(error) => fail(&format!("cannot print what was done: {error}")),
        None => code,
    }
}

/// Content has errors.
const CONTENT: u8 = 1;
/// Usage or environment.
const ENVIRONMENT: u8 = 2;

/// Says that the environment failed, and how.
fn fail(error: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("error: {error}");
    ExitCode::from(ENVIRONMENT)
}

/// `text` on one line, without characters that a terminal would obey.
fn on_one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}
