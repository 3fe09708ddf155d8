//! `deckpress build`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use super::deck::DeckArgs;
use super::progress::Bar;
use super::{CONTENT, fail, summary};
use crate::config::{Flags, PdfFlags};
use crate::model::Severity;
use crate::pipeline::{self, Report};
use crate::write::pdf::{PaperSize, Product};

/// Read the documents and write deck, cheat sheet, review sheet and model.
///
/// Settings come from deckpress.toml in this folder, where there is one; flags override it.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  deckpress build                            source/ -> output/
  deckpress build --only apkg                the same, and nothing but the deck
  deckpress build notes/rust --output rust   a deck of its own, from the documents in notes/rust
  deckpress build --locked --deny-warnings   in CI: fail when the ledger or the documents need work")]
pub struct Args {
    /// Folders and files to read [default: source, or `sources` of deckpress.toml]
    #[arg(value_name = "SOURCE")]
    sources: Vec<PathBuf>,
    #[command(flatten)]
    deck: DeckArgs,
    /// Make only these artifacts: apkg, anki-text, pdf, csv, xlsx, json, preview, or those of a `[writer.NAME]`
    #[arg(long, value_name = "WRITER", value_delimiter = ',')]
    only: Vec<String>,
    #[command(flatten)]
    paper: PaperArgs,
    /// Time of the build in seconds since 1970, for builds that repeat to the byte [default: the clock]
    #[arg(long, value_name = "UNIX", allow_negative_numbers = true)]
    now: Option<i64>,
    /// Fail when the ledger would change
    #[arg(long)]
    locked: bool,
    /// Build even if more cards leave the deck than `max_shrink` of deckpress.toml allows (20 of 100)
    #[arg(long)]
    allow_shrink: bool,
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

/// What is printed.
#[derive(clap::Args)]
struct PaperArgs {
    /// What to print: cheatsheet, handbook, cards [default: cheatsheet, or `pdf.products` of deckpress.toml]
    #[arg(long, value_name = "PRODUCT", value_delimiter = ',')]
    products: Vec<Product>,
    /// Lay pages out for this paper: a4 or letter [default: a4, or `pdf.paper` of deckpress.toml]
    #[arg(long)]
    paper: Option<PaperSize>,
    /// Fit the cheat sheet on so many pages; says what it leaves out for that
    #[arg(long, value_name = "PAGES")]
    budget: Option<usize>,
    /// Start each topic of the cheat sheet on a page of its own
    #[arg(long)]
    per_topic_page: bool,
    /// Print without filled areas
    #[arg(long)]
    ink_saving: bool,
}

/// Builds, and prints what came of it.
pub fn run(args: Args) -> ExitCode {
    let start = Instant::now();
    let Args { sources, deck, only, paper, now, locked, allow_shrink, deny_warnings, quiet, verbose } = args;
    let PaperArgs { products, paper, budget, per_topic_page, ink_saving } = paper;
    let pdf = PdfFlags { products, paper, budget, per_topic_page, ink_saving };
    let config =
        match deck.config(Flags { sources, only, pdf, now, locked, allow_shrink, ..Flags::default() }) {
            Ok(config) => config,
            Err(error) => return fail(&error),
        };
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

fn exit_code(report: &Report, deny_warnings: bool) -> ExitCode {
    let least = if deny_warnings { Severity::Warning } else { Severity::Error };
    let failed = report.collection.diagnostics.iter().any(|diagnostic| diagnostic.severity >= least);
    if failed { ExitCode::from(CONTENT) } else { ExitCode::SUCCESS }
}
