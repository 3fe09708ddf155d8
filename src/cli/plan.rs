//! `deckpress plan`.

use std::mem::discriminant;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anstyle::{AnsiColor, Effects, Style};
use serde::Serialize;
use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::deck::DeckArgs;
use super::progress::Bar;
use super::{diagnostics, fail, on_one_line};
use crate::config::{self, Flags};
use crate::ledger::{Change, Counts, Extent, Fate, Plan, Planned, short_id};
use crate::model::content::plain_text;
use crate::model::{Collection, Severity};
use crate::pipeline;
use crate::review::overlay::Overlay;
use crate::sheet::Column;
use crate::write::note_type;

/// Tell what the next import into Anki will do, and write nothing.
///
/// Compares the documents of today with the ledger of the last build: which cards are new, changed, merged or
/// retired, which lie in another deck than their topic, and what Anki will do with each. It takes for granted that
/// the last build was imported.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  deckpress plan           before a build: what it will change in Anki
  deckpress plan --json    the same for other programs; docs/ledger.md describes the keys")]
pub struct Args {
    /// Folders and files to read [default: source, or `sources` of deckpress.toml]
    #[arg(value_name = "SOURCE")]
    sources: Vec<PathBuf>,
    #[command(flatten)]
    deck: DeckArgs,
    /// Print JSON for other programs
    #[arg(long)]
    json: bool,
}

/// Of more notes of one fate only the number is told.
const MOST: usize = 20;

const TITLE: Style = Style::new().effects(Effects::BOLD);
const FAINT: Style = Style::new().effects(Effects::DIMMED);
const GONE: Style = AnsiColor::Red.on_default();
const COME: Style = AnsiColor::Green.on_default();

/// Plans, and prints it.
pub fn run(args: Args) -> ExitCode {
    let config = match args.deck.config(Flags { sources: args.sources, reads_only: true, ..Flags::default() })
    {
        Ok(config) => config,
        Err(error) => return fail(&error),
    };
    let bar = Bar::new(Instant::now(), args.json);
    let planned = pipeline::plan(&config, &bar);
    bar.finish();
    let pipeline::Planned { plan, collection, overlay } = match planned {
        Ok(planned) => planned,
        Err(error) => return fail(&error),
    };
    let grave = collection.diagnostics.iter().filter(|diagnostic| diagnostic.severity > Severity::Info);
    diagnostics::print(grave, &collection.documents);
    if args.json {
        return json(&plan, &overlay);
    }
    print(&plan);
    print_overlay(&overlay, &collection);
    ExitCode::SUCCESS
}

/// The plan for other programs.
#[derive(Serialize)]
struct Json<'a> {
    #[serde(flatten)]
    plan: &'a Plan,
    searches: Searches,
    /// The columns of notes that a review holds beside the documents.
    overlay: Vec<Overlaid<'a>>,
}

/// A note of which the overlay holds something.
#[derive(Serialize)]
struct Overlaid<'a> {
    guid: &'a str,
    columns: Vec<&'static str>,
}

/// What finds cards in Anki's browser; empty for none.
#[derive(Serialize)]
struct Searches {
    /// Those that leave the deck with this build.
    leaving: String,
    /// Those that left it before.
    left_before: String,
}

fn json(plan: &Plan, overlay: &Overlay) -> ExitCode {
    let searches = Searches { leaving: search(plan.leaving()), left_before: search(left_before(plan)) };
    match serde_json::to_string_pretty(&Json { plan, searches, overlay: overlaid(overlay) }) {
        Ok(text) => println!("{text}"),
        Err(error) => return fail(&error),
    }
    ExitCode::SUCCESS
}

fn overlaid(overlay: &Overlay) -> Vec<Overlaid<'_>> {
    let names = |columns: Vec<Column>| columns.into_iter().map(Column::name).collect();
    overlay.notes().map(|(guid, columns)| Overlaid { guid, columns: names(columns) }).collect()
}

/// The notes of which the overlay holds something.
fn print_overlay(overlay: &Overlay, collection: &Collection) {
    let notes = overlaid(overlay);
    if notes.is_empty() {
        return;
    }
    println!("\n{TITLE}held in {}: a review wants it, and no document says it{TITLE:#}", config::OVERLAY);
    for Overlaid { guid, columns } in notes.iter().take(MOST) {
        let note = collection.notes.iter().find(|note| note.guid == *guid);
        let question = note.map(|note| plain_text(&note.draft.question)).unwrap_or_default();
        println!("  {}  {}  {FAINT}{}{FAINT:#}", short_id(guid), on_one_line(&question), columns.join(", "));
    }
    if notes.len() > MOST {
        println!("  {FAINT}and {} more; `--json` lists all{FAINT:#}", notes.len() - MOST);
    }
}

fn left_before(plan: &Plan) -> impl Iterator<Item = &Planned> {
    plan.notes.iter().filter(|note| note.fate == Fate::LeftBefore)
}

fn search<'a>(notes: impl Iterator<Item = &'a Planned>) -> String {
    note_type::search(&notes.map(|note| note.short_id.as_str()).collect::<Vec<_>>())
}

fn print(plan: &Plan) {
    println!("{}", summary(&plan.counts));
    if plan.restyled {
        println!("\n{TITLE}card templates: Anki replaces its own, and your styling there{TITLE:#}");
    }
    for notes in plan.notes.chunk_by(|a, b| discriminant(&a.fate) == discriminant(&b.fate)) {
        let fate = &notes[0].fate;
        let Some(title) = title(fate) else { continue };
        println!("\n{TITLE}{title}{TITLE:#}");
        let listed = if *fate == Fate::LeftBefore { 0 } else { notes.len().min(MOST) };
        notes[..listed].iter().for_each(print_note);
        if listed == MOST && notes.len() > MOST {
            println!("  {FAINT}and {} more; `--json` lists all{FAINT:#}", notes.len() - MOST);
        }
        if fate.leaves_card() {
            println!("  to find them in Anki's browser: {}", search(notes.iter()));
        }
        if *fate == Fate::Retired && plan.counts.new > 0 {
            let id = &notes[0].short_id;
            println!(
                "  one of the new ones in other words? with its id, `{{#{id}}}` behind the heading or `<!-- id: {id} -->` \
                 above the question, it keeps its card"
            );
        }
    }
    print_moved(plan);
}

/// What is said above the notes that meet `fate`; `None` where they are not listed.
fn title(fate: &Fate) -> Option<&'static str> {
    Some(match fate {
        Fate::New => "new: Anki adds a card",
        Fate::Changed(_) => "changed: Anki replaces all fields of the note, My Notes too; scheduling stays",
        Fate::Rendered => {
            "shown anew: likewise, though nobody changed the content; topic, short answer, tags or layout did"
        }
        Fate::Returned(_) => "returned: in the documents again; the card of old is updated",
        Fate::Merged { .. } => "merged: another note asks the same; Anki keeps the card",
        Fate::Retired => "retired: in no document any more; Anki keeps the card",
        Fate::Unanswered => "unanswered: its answer is gone; Anki keeps the card",
        Fate::Rejected => "rejected: a review took it out; Anki keeps the card",
        Fate::LeftBefore => "left before: no card of this deck since an earlier build; Anki keeps them",
        Fate::Unchanged | Fate::Open => return None,
    })
}

fn summary(counts: &Counts) -> String {
    let Counts {
        new,
        changed,
        rendered,
        returned,
        merged,
        retired,
        unanswered,
        rejected,
        unchanged,
        moved,
        left_before,
        open,
    } = *counts;
    let told = [
        (new, "new"),
        (changed, "changed"),
        (rendered, "shown anew"),
        (returned, "returned"),
        (merged, "merged"),
        (retired, "retired"),
        (unanswered, "unanswered"),
        (rejected, "rejected"),
        (moved, "in another deck than their topic"),
    ];
    let told = told.into_iter().filter(|(count, _)| *count > 0);
    let mut parts: Vec<String> = told.map(|(count, word)| format!("{count} {word}")).collect();
    parts.push(format!("{unchanged} unchanged"));
    let beside =
        [(open, "without an answer, and so without a card"), (left_before, "left in an earlier build")];
    let beside = beside.into_iter().filter(|(count, _)| *count > 0);
    let beside: String = beside.map(|(count, words)| format!("; {count} {words}")).collect();
    format!("{}{beside}", parts.join(", "))
}

fn print_note(note: &Planned) {
    let mut question = on_one_line(&note.question);
    let beside = match &note.fate {
        Fate::Changed(change) | Fate::Returned(change) => {
            if let Some(was) = &change.was {
                question = word_diff(&on_one_line(was), &question);
            }
            what_changed(change).to_owned()
        }
        Fate::Merged { into, into_question } => {
            format!("now asked by {} {}", short_id(into), on_one_line(into_question))
        }
        _ => on_one_line(&note.deck),
    };
    let beside = if beside.is_empty() { beside } else { format!("  {FAINT}{beside}{FAINT:#}") };
    println!("  {}  {question}{beside}", note.short_id);
}

fn what_changed(change: &Change) -> &'static str {
    match (&change.was, change.answer) {
        (_, Some(Extent::Slight)) => "answer: a few words",
        (_, Some(Extent::Partial)) => "answer: about a tenth to a quarter of its words",
        (_, Some(Extent::Large)) => "answer: a quarter of its words or more",
        (None, Some(Extent::Unknown)) => "its short answer, or what stands beside it",
        (Some(_), Some(Extent::Unknown) | None) => "",
        (None, None) => {
            "beside the words of question and answer: tags, difficulty, links, asides, code layout"
        }
    }
}

/// `old` and `new` in one, what went in `[-…-]` and what came in `{+…+}`, as `git diff --word-diff` has it.
fn word_diff(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split(' ').collect(), new.split(' ').collect());
    let mut parts = Vec::new();
    for change in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let (tag, gone, come) = change.as_tag_tuple();
        if tag == DiffTag::Equal {
            parts.push(new[come].join(" "));
            continue;
        }
        let mut part = String::new();
        if !gone.is_empty() {
            part.push_str(&format!("{GONE}[-{}-]{GONE:#}", old[gone].join(" ")));
        }
        if !come.is_empty() {
            part.push_str(&format!("{COME}{{+{}+}}{COME:#}", new[come].join(" ")));
        }
        parts.push(part);
    }
    parts.join(" ")
}

/// The cards in another deck than their topic, by the two decks.
fn print_moved(plan: &Plan) {
    let mut ways: Vec<(&str, &str, Vec<&str>)> = Vec::new();
    let mut moved: Vec<(&str, &str, &str)> = plan
        .notes
        .iter()
        .filter_map(|note| Some((note.deck.as_str(), note.other_deck.as_deref()?, note.short_id.as_str())))
        .collect();
    moved.sort_unstable();
    for (from, to, id) in moved {
        match ways.last_mut() {
            Some(way) if (way.0, way.1) == (from, to) => way.2.push(id),
            _ => ways.push((from, to, vec![id])),
        }
    }
    if ways.is_empty() {
        return;
    }
    println!(
        "\n{TITLE}in another deck than their topic: Anki leaves cards in their deck; `deckpress ledger redeck` \
         gives them the new one{TITLE:#}"
    );
    for (from, to, ids) in ways {
        let more = if ids.len() > MOST { format!(" and {} more", ids.len() - MOST) } else { String::new() };
        let ids = ids[..ids.len().min(MOST)].join(" ");
        println!("  {} -> {}  {FAINT}{ids}{more}{FAINT:#}", on_one_line(from), on_one_line(to));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_diff_marks_what_went_and_what_came() {
        let shown = |old: &str, new: &str| anstream::adapter::strip_str(&word_diff(old, new)).to_string();
        assert_eq!(shown("What is a lock?", "What is the lock?"), "What is [-a-]{+the+} lock?");
        assert_eq!(shown("Explain locks", "Explain spin locks"), "Explain {+spin+} locks");
        assert_eq!(shown("a b c", "c"), "[-a b-] c");
    }
}
