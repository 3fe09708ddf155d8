//! The page of counts: how many notes a deck has, by difficulty, status and review.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, FormatBorder, Worksheet, XlsxError};

use super::{fitting, head};
use crate::model::{Collection, Difficulty, Note, Status, Verdict};
use crate::sheet::cell;

/// A count: the name of its column, and which notes count.
type Count = (&'static str, fn(&Note) -> bool);

/// What is counted.
const COUNTS: [Count; 9] = [
    ("notes", |_| true),
    ("easy", |note| note.draft.difficulty == Some(Difficulty::Easy)),
    ("medium", |note| note.draft.difficulty == Some(Difficulty::Medium)),
    ("hard", |note| note.draft.difficulty == Some(Difficulty::Hard)),
    ("unstated", |note| note.draft.difficulty.is_none()),
    ("ready", |note| note.status() == Status::Ready),
    ("open", |note| note.status() == Status::Open),
    ("approved", |note| note.stamp.review == Some(Verdict::Approved)),
    ("rejected", |note| note.stamp.review == Some(Verdict::Rejected)),
];

/// Fills `page` with the counts of `collection`: a row per deck, by name, and one of all.
///
/// # Errors
/// When a cell cannot be written; that would be a fault of ours.
pub fn fill(page: &mut Worksheet, collection: &Collection) -> Result<(), XlsxError> {
    let mut decks: BTreeMap<&str, [u32; COUNTS.len()]> = BTreeMap::new();
    let mut all = [0; COUNTS.len()];
    for note in &collection.notes {
        let counts = decks.entry(&note.deck).or_default();
        for (at, (_, counted)) in COUNTS.iter().enumerate() {
            counts[at] += u32::from(counted(note));
            all[at] += u32::from(counted(note));
        }
    }
    let last = fitting(decks.len());
    page.set_name("summary")?;
    head(page, ["topic"].into_iter().chain(COUNTS.map(|(name, _)| name)), last)?;
    page.set_column_width(0, 44)?;
    for (at, _) in (1..).zip(COUNTS) {
        page.set_column_width(at, 12)?;
    }
    for (line, (deck, counts)) in (1..=last).zip(&decks) {
        page.write_string(line, 0, cell::shortened(deck).as_ref())?;
        write(page, line, counts, &Format::new())?;
    }
    let total = Format::new().set_bold().set_border_top(FormatBorder::Thin);
    page.write_string_with_format(last + 1, 0, "all", &total)?;
    write(page, last + 1, &all, &total)
}

fn write(page: &mut Worksheet, line: u32, counts: &[u32], format: &Format) -> Result<(), XlsxError> {
    for (at, &count) in (1..).zip(counts) {
        page.write_number_with_format(line, at, count, format)?;
    }
    Ok(())
}
