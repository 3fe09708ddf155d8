//! The rows of the review sheet.

use super::{Column, cell};
use crate::model::{Collection, Difficulty, Entry, Note};

/// The cells of one row, one for each of [`Column::ALL`].
pub type Row = [String; Column::ALL.len()];

/// Makes the rows of a collection.
pub struct Rows<'a> {
    collection: &'a Collection,
    /// For each document where its diagnostics start, with their index, by place.
    flags: Vec<Vec<(u32, usize)>>,
}

impl<'a> Rows<'a> {
    /// Ready to make the rows of `collection`.
    pub fn new(collection: &'a Collection) -> Self {
        let mut flags = vec![Vec::new(); collection.documents.len()];
        for (index, diagnostic) in collection.diagnostics.iter().enumerate() {
            for (document, span) in &diagnostic.places {
                flags[*document].push((span.start, index));
            }
        }
        for places in &mut flags {
            places.sort_unstable();
        }
        Self { collection, flags }
    }

    /// The row of `note`, with its question and answer as Markdown.
    pub fn row(&self, note: &Note, question: &str, answer: &str) -> Row {
        Column::ALL.map(|column| {
            let text = match column {
                Column::Id => &note.guid,
                Column::Status => note.status().word(),
                Column::Deck => &note.deck,
                Column::Question => question,
                Column::Answer => answer,
                Column::Tags => &note.draft.tags.join("\n"),
                Column::Difficulty => note.draft.difficulty.map_or("", Difficulty::word),
                Column::Companies => &note.draft.companies.join("\n"),
                Column::Sources => &self.sources(note),
                Column::Flags => &self.flags(note),
            };
            cell::from_text(text)
        })
    }

    fn entries(&self, note: &'a Note) -> impl Iterator<Item = &'a Entry> {
        note.draft.entries.iter().map(|&entry| &self.collection.entries[entry])
    }

    /// Where the entries of `note` start, its anchor first.
    fn sources(&self, note: &Note) -> String {
        let places = self.entries(note).map(|entry| {
            let document = &self.collection.documents[entry.document];
            format!("{}:{}", document.id, document.lines.lines(entry.span).first)
        });
        places.collect::<Vec<_>>().join("\n")
    }

    /// What is said of places that start inside the entries of `note`.
    fn flags(&self, note: &Note) -> String {
        let mut indices: Vec<usize> = self.entries(note).flat_map(|entry| self.flags_inside(entry)).collect();
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
