//! What a note is about: the section that its anchor stands in.

use ecow::EcoString;

use crate::model::{Document, Entry};

/// Knows which titles only name a document.
pub struct Topics {
    /// Per document its name, and how many titles at the head of every path it is.
    documents: Vec<(String, usize)>,
}

impl Topics {
    /// Looks at the sections that the entries of each document stand in.
    pub fn new(entries: &[Entry], documents: &[Document]) -> Self {
        let mut shared: Vec<Option<&[EcoString]>> = vec![None; documents.len()];
        for entry in entries {
            let path = &mut shared[entry.document];
            *path = Some(match *path {
                None => &entry.section,
                Some(known) => {
                    let same = known.iter().zip(&entry.section).take_while(|(a, b)| a == b).count();
                    &known[..same]
                }
            });
        }
        let documents = documents
            .iter()
            .zip(shared)
            .map(|(document, path)| {
                let path = path.unwrap_or_default();
                (path.last().map_or_else(|| stem(&document.id), EcoString::to_string), path.len())
            })
            .collect();
        Self { documents }
    }

    /// The outermost title that tells the entry's section from others of its document; else the document's name.
    pub fn of(&self, entry: &Entry) -> String {
        let (name, shared) = &self.documents[entry.document];
        entry
            .section
            .get(*shared)
            .map_or(name.as_str(), EcoString::as_str)
            .replace("::", ":")
            .trim()
            .to_string()
    }
}

/// A file's name without folders and extension.
fn stem(id: &str) -> String {
    let name = id.rsplit('/').next().unwrap_or(id);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_string()
}
