//! `deckpress ledger`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Subcommand;

use super::deck::DeckArgs;
use super::fail;
use super::progress::Bar;
use crate::config::{self, Flags};
use crate::ledger::Redecked;
use crate::pipeline::{self, Restored};
use crate::write::note_type;

/// Mend the record of identities.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Restore(Restore),
    Redeck(Redeck),
}

/// Rebuild a lost ledger from the model.json, review.xlsx or review.csv of an earlier build.
///
/// The notes of that build keep their identities, and so their scheduling in Anki. A model.json brings back all that
/// the ledger knew of them; a review.csv lacks what they held, so that the next build counts every note as changed,
/// and Anki then replaces their fields, your own edits in Anki included. Notes that had left the documents before
/// are in neither. A ledger that is there is never overwritten unless it is empty.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  deckpress ledger restore output/model.json       deckpress.lock is lost
  deckpress ledger restore ~/backup/review.csv     only a sheet is left")]
struct Restore {
    /// A model.json, review.xlsx or review.csv of an earlier build
    file: PathBuf,
    /// Where to write the ledger
    #[arg(long, value_name = "FILE", default_value = config::LEDGER)]
    ledger: PathBuf,
}

/// Give cards the decks that a first build would give them.
///
/// A card keeps the deck that it was given first, since an import does not move cards. Where topics were renamed or
/// notes went to another section, this gives the ledger their new decks, and tells how to move the cards in Anki.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  deckpress ledger redeck                      every card whose topic has another deck now
  deckpress ledger redeck \"Python::Basics\"     those of that deck and the decks below it
  deckpress ledger redeck k7f3qp               the card with this id")]
struct Redeck {
    /// Decks, or ids of notes [default: all]
    #[arg(value_name = "DECK|ID")]
    names: Vec<String>,
    /// Folders and files to read [default: source, or `sources` of deckpress.toml]
    #[arg(long = "source", value_name = "SOURCE")]
    sources: Vec<PathBuf>,
    #[command(flatten)]
    deck: DeckArgs,
}

/// Does what `args` say, and prints it.
pub fn run(args: Args) -> ExitCode {
    match args.command {
        Command::Restore(args) => restore(&args),
        Command::Redeck(args) => redeck(args),
    }
}

fn restore(args: &Restore) -> ExitCode {
    let Restored { notes, has_times } = match pipeline::restore(&args.file, &args.ledger) {
        Ok(restored) => restored,
        Err(error) => return fail(&error),
    };
    println!("`{}` knows {notes} notes of `{}`", args.ledger.display(), args.file.display());
    if !has_times {
        println!(
            "a review sheet does not tell what notes held: the next build counts every note as changed, and Anki \
             then replaces their fields; a `model.json` of that build would spare you that"
        );
    }
    ExitCode::SUCCESS
}

fn redeck(args: Redeck) -> ExitCode {
    let config = match args.deck.config(Flags { sources: args.sources, reads_only: true, ..Flags::default() })
    {
        Ok(config) => config,
        Err(error) => return fail(&error),
    };
    let bar = Bar::new(Instant::now(), false);
    let moved = pipeline::redeck(&config, &args.names, &bar);
    bar.finish();
    match moved {
        Ok(moved) => print(&moved),
        Err(error) => return fail(&error),
    }
    ExitCode::SUCCESS
}

fn print(moved: &[Redecked]) {
    if moved.is_empty() {
        println!("every card is in the deck of its topic");
        return;
    }
    println!(
        "{} other decks in the ledger. An import does not move cards; in Anki's browser,",
        match moved.len() {
            1 => "1 card has".to_string(),
            count => format!("{count} cards have"),
        }
    );
    println!("search for each of these, select all, and choose Cards > Change Deck:");
    for way in moved.chunk_by(|a, b| (&a.from, &a.to) == (&b.from, &b.to)) {
        let ids: Vec<&str> = way.iter().map(|card| card.short_id.as_str()).collect();
        println!("  {}", note_type::search(&ids));
        println!("    from {} to {}", super::on_one_line(&way[0].from), super::on_one_line(&way[0].to));
    }
    println!("then build and import again");
}
