//! The collection as rows of the review sheet: the texts that its cells show, and the text that an edit of one is
//! compared with.

use std::borrow::Cow;

use rayon::prelude::*;

use super::markdown;
use crate::model::{Block, Collection, Difficulty, Entry, Inlines, Note, Verdict};
use crate::sheet::{Base, Column, PerRow, cell, pairs};

/// A row, its texts whole: neither shortened nor guarded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Index of its note in the collection.
    pub note: usize,
    /// Index of its entry in the collection, where a row stands for one.
    pub entry: Option<usize>,
    texts: [String; Column::COUNT],
}

impl Row {
    /// What the cell of `column` says; of [`Column::Base`] what the others held.
    pub fn text(&self, column: Column) -> &str {
        &self.texts[column as usize]
    }

    /// As [`Self::text`], as much of it as a cell holds.
    pub fn cell(&self, column: Column) -> Cow<'_, str> {
        cell::shortened(self.text(column))
    }
}

/// The rows of `collection`: a note, or an entry of one, each; notes by position, the entries of a note as it has them.
///
/// Notes made from parts of others have none: they stand in the documents of those.
pub fn rows(collection: &Collection, per: PerRow) -> Vec<Row> {
    let sheet = Sheet::new(collection);
    let rows = collection.notes.par_iter().enumerate().map(|(index, note)| match per {
        PerRow::Note => vec![sheet.row(index, note, None)],
        PerRow::Entry => {
            note.draft.entries.iter().map(|&entry| sheet.row(index, note, Some(entry))).collect()
        }
    });
    rows.flatten_iter().collect()
}

/// The rows of those `notes` of `collection` alone, by index.
pub fn rows_of(collection: &Collection, notes: &[usize]) -> Vec<Row> {
    let sheet = Sheet::new(collection);
    notes.par_iter().map(|&index| sheet.row(index, &collection.notes[index], None)).collect()
}

/// A question as a cell says it: the wording, and below it what belongs to it: options, code.
pub fn question(wording: &Inlines, blocks: &[Block]) -> String {
    let text = [markdown::inlines(wording), markdown::blocks(blocks)].join("\n\n");
    text.trim_end_matches('\n').to_owned()
}

/// An answer, whole or short, as a cell says it; nothing where there is none.
pub fn blocks(blocks: Option<&[Block]>) -> String {
    let text = blocks.map(markdown::blocks).unwrap_or_default();
    text.trim_end_matches('\n').to_owned()
}

struct Sheet<'a> {
    collection: &'a Collection,
    /// For each document where its diagnostics start, with their index, by place.
    flags: Vec<Vec<(u32, usize)>>,
    /// For each note the doubts about it, by index.
    doubts: Vec<Vec<usize>>,
}

impl<'a> Sheet<'a> {
    fn new(collection: &'a Collection) -> Self {
        let mut flags = vec![Vec::new(); collection.documents.len()];
        for (index, diagnostic) in collection.diagnostics.iter().enumerate() {
            for (document, span) in &diagnostic.places {
                flags[*document].push((span.start, index));
            }
        }
        for places in &mut flags {
            places.sort_unstable();
        }
        let mut doubts = vec![Vec::new(); collection.notes.len()];
        for (index, doubt) in collection.doubts.iter().enumerate() {
            for note in doubt.notes {
                doubts[note].push(index);
            }
        }
        Self { collection, flags, doubts }
    }

    /// The row of `note`, or of one entry of it.
    fn row(&self, index: usize, note: &Note, entry: Option<usize>) -> Row {
        let draft = &note.draft;
        let all = entry.as_ref().map_or(draft.entries.as_slice(), std::slice::from_ref);
        let own = entry.map(|entry| &self.collection.entries[entry]);
        let mut texts = Column::ALL.map(|column| match column {
            Column::Id => note.guid.clone(),
            Column::Review => note.stamp.review.map_or("", Verdict::word).to_owned(),
            Column::Status => note.status().word().to_owned(),
            Column::Deck => note.deck.clone(),
            Column::Difficulty => {
                let difficulty = own.map_or(draft.difficulty, |entry| entry.difficulty);
                difficulty.map_or("", Difficulty::word).to_owned()
            }
            Column::Question => match own {
                Some(entry) => question(&entry.question, &entry.question_blocks),
                None => question(&draft.question, &draft.question_blocks),
            },
            Column::Brief => blocks(draft.brief.as_deref()),
            Column::Answer => blocks(own.map_or(draft.answer.as_deref(), |entry| entry.answer.as_deref())),
            Column::Tags => own.map_or(draft.tags.as_slice(), |entry| &entry.tags).join("\n"),
            Column::Companies => own.map_or(draft.companies.as_slice(), |entry| &entry.companies).join("\n"),
            Column::SameAs => self.same_as(index),
            Column::Sources => self.sources(all),
            Column::Flags => self.flags(all),
            Column::Comment => note.stamp.comment.clone(),
            Column::Base => String::new(),
        });
        let per = if entry.is_some() { PerRow::Entry } else { PerRow::Note };
        let shown: Vec<_> =
            Column::ALL.into_iter().zip(texts.iter().map(|text| cell::shortened(text))).collect();
        texts[Column::Base as usize] =
            Base::of(per, shown.iter().map(|(column, text)| (*column, text.as_ref()))).pack();
        Row { note: index, entry, texts }
    }

    /// The notes that perhaps ask the same, the likest first.
    fn same_as(&self, note: usize) -> String {
        let lines = self.doubts[note].iter().map(|&doubt| {
            let doubt = &self.collection.doubts[doubt];
            let other = &self.collection.notes[doubt.notes[usize::from(doubt.notes[0] == note)]];
            pairs::line(doubt, other.short_id(), &markdown::inlines(&other.draft.question))
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Where `entries` start.
    fn sources(&self, entries: &[usize]) -> String {
        let places = entries.iter().map(|&entry| {
            let entry = &self.collection.entries[entry];
            let document = &self.collection.documents[entry.document];
            format!("{}:{}", document.id, document.lines.lines(entry.span).first)
        });
        places.collect::<Vec<_>>().join("\n")
    }

    /// What is said of places that start inside `entries`.
    fn flags(&self, entries: &[usize]) -> String {
        let entries = entries.iter().map(|&entry| &self.collection.entries[entry]);
        let mut indices: Vec<usize> = entries.flat_map(|entry| self.flags_inside(entry)).collect();
        indices.sort_unstable();
        indices.dedup();
        let messages = indices.into_iter().map(|index| self.collection.diagnostics[index].message.as_str());
        messages.collect::<Vec<_>>().join("\n")
    }

    fn flags_inside(&self, entry: &Entry) -> impl Iterator<Item = usize> {
        let places = &self.flags[entry.document];
        let from = places.partition_point(|(start, _)| *start < entry.span.start);
        places[from..].iter().take_while(|(start, _)| *start < entry.span.end).map(|(_, index)| *index)
    }
}
