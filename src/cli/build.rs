//! `deckpress build`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use super::progress::Bar;
use super::{CONTENT, ENVIRONMENT, consent, summary};
use crate::config::{self, Config, Flags, Typed};
use crate::model::Severity;
use crate::pipeline::{self, Report};

/// Read the documents and write deck, cheat sheet, review sheet and model.
///
/// Settings come from deckpress.toml in this folder, where there is one; flags override it.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  deckpress build                          source/ -> output/
  deckpress build notes/rust --only apkg   only a deck, from the documents in notes/rust
  deckpress build --locked --deny-warnings in CI: fail when the ledger or the documents need work")]
pub struct Args {
    /// Folders and files to read [default: source, or `sources` of deckpress.toml]
    #[arg(value_name = "SOURCE")]
    sources: Vec<PathBuf>,
    /// Folder to write to [default: output]
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Make only these artifacts: apkg, pdf, csv, json
    #[arg(long, value_name = "WRITER", value_delimiter = ',')]
    only: Vec<String>,
    /// Name of the deck in Anki [default: `name` of deckpress.toml; with SOURCE, the name of that folder]
    #[arg(long)]
    name: Option<String>,
    /// The record of identities, to be kept with the documents [default: deckpress.lock; with SOURCE, in the output folder]
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
    /// Time of the build in seconds since 1970, for builds that repeat to the byte [default: the clock]
    #[arg(long, value_name = "UNIX", allow_negative_numbers = true)]
    now: Option<i64>,
    /// Fail when the ledger would change
    #[arg(long)]
    locked: bool,
    /// Run the commands that deckpress.toml names, such as those of `[reader.rst]`, without asking
    #[arg(long)]
    allow_commands: bool,
    /// Treat warnings as errors
    #[arg(long)]
    deny_warnings: bool,
    /// Print nothing but errors and warnings
    #[arg(long, short)]
    quiet: bool,
    /// Show in full what is worth knowing: open questions, repairs
    #[arg(long, short)]
    verbose: bool,
}

/// Builds, and prints what came of it.
pub fn run(args: Args) -> ExitCode {
    let start = Instant::now();
    let Args { deny_warnings, quiet, verbose, .. } = args;
    let mut config =
        match Typed::read(Path::new(config::FILE)).and_then(|typed| Config::new(typed, args.into())) {
            Ok(config) => config,
            Err(error) => return fail(&error),
        };
    consent::ask(&mut config);
    let bar = Bar::new(start, quiet);
    let report = pipeline::build(&config, &bar);
    bar.finish();
    match report {
        Ok(report) => {
            summary::diagnostics(&report, verbose);
            if !quiet {
                summary::print(&report, start.elapsed());
            }
            exit_code(&report, deny_warnings)
        }
        Err(error) => fail(&error),
    }
}

fn fail(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("error: {error}");
    ExitCode::from(ENVIRONMENT)
}

fn exit_code(report: &Report, deny_warnings: bool) -> ExitCode {
    let least = if deny_warnings { Severity::Warning } else { Severity::Error };
    let failed = report.collection.diagnostics.iter().any(|diagnostic| diagnostic.severity >= least);
    if failed { ExitCode::from(CONTENT) } else { ExitCode::SUCCESS }
}

impl From<Args> for Flags {
    fn from(args: Args) -> Self {
        let Args {
            sources,
            output,
            only,
            name,
            ledger,
            now,
            locked,
            allow_commands,
            deny_warnings: _,
            quiet: _,
            verbose: _,
        } = args;
        Self { sources, output, only, name, ledger, now, locked, allow_commands }
    }
}
