//! From source files to what was found in them.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Progress;
use crate::config::{self, Config};
use crate::intake::discover::{self, Discovered, Source};
use crate::intake::pictures::{self, Taken};
use crate::intake::{Reading, language, reader};
use crate::model::{Account, Diagnostic, Document, Entry, Media, Passage, Reject, Severity, Tree};
use crate::recognise::Findings;
use crate::{intake, markup, recognise};

/// Reads and repairs every source; one that cannot be read is a diagnostic.
pub fn read(
    sources: &[Source],
    config: &Config,
    progress: &dyn Progress,
) -> (Vec<Document>, Vec<Diagnostic>) {
    let readings: Vec<_> = sources
        .par_iter()
        .map(|source| {
            progress.step("reading");
            reading(source, config)
        })
        .collect();
    let mut documents = Vec::new();
    let mut diagnostics = Vec::new();
    for reading in readings {
        match reading {
            Ok(reading) => {
                diagnostics.extend(reading.diagnostics(documents.len()));
                documents.push(reading.document);
            }
            Err(refused) => diagnostics.push(refused),
        }
    }
    (documents, diagnostics)
}

/// Reads one source, through its reader if the configuration has one for it.
pub fn reading(source: &Source, config: &Config) -> Result<Reading, Diagnostic> {
    const UNREADABLE: &str = "make it readable, or take it out of the sources";
    let bytes =
        discover::read(source).map_err(|error| left_out(&source.id, &error.to_string(), UNREADABLE))?;
    reading_of(source, &bytes, config)
}

/// Reads `bytes` as what stands in the file of `source`.
pub fn reading_of(source: &Source, bytes: &[u8], config: &Config) -> Result<Reading, Diagnostic> {
    let id = &source.id;
    let lang = &config.language;
    let extension = discover::extension(&source.path).unwrap_or_default();
    let Some(command) = config.readers.get(&extension) else {
        return intake::document(id.clone(), bytes, lang)
            .map(|reading| named(reading, source))
            .map_err(|refusal| refusal.diagnostic(id));
    };
    if !config.allow_commands {
        let problem = format!("`[reader.{extension}]` would run `{}`", command.join(" "));
        return Err(left_out(id, &problem, "look at the command, then build with `--allow-commands`"));
    }
    let text = reader::convert(command, bytes).map_err(|error| {
        left_out(id, &error.to_string(), &format!("try the command of `[reader.{extension}]` by hand"))
    })?;
    intake::converted(id.clone(), bytes, &text, lang)
        .map(|reading| named(reading, source))
        .map_err(|refusal| refusal.diagnostic(id))
}

fn named(mut reading: Reading, source: &Source) -> Reading {
    reading.document.name.clone_from(&source.name);
    reading
}

fn left_out(id: &str, problem: &str, hint: &str) -> Diagnostic {
    Diagnostic {
        code: "unreadable-document",
        severity: Severity::Error,
        message: format!("`{id}` was left out: {problem}"),
        places: Vec::new(),
        hint: hint.to_string(),
    }
}

/// What was found in all documents.
#[derive(Default)]
pub struct Recognised {
    pub entries: Vec<Entry>,
    pub passages: Vec<Passage>,
    pub rejects: Vec<Reject>,
    pub accounts: Vec<Account>,
    /// By name.
    pub media: BTreeMap<String, Media>,
    pub diagnostics: Vec<Diagnostic>,
}

pub fn recognised(
    documents: &mut [Document],
    found: &Discovered,
    lang: &str,
    options: &recognise::Options,
    progress: &dyn Progress,
) -> Recognised {
    let findings: Vec<(Findings, Taken)> = documents
        .par_iter_mut()
        .enumerate()
        .map(|(index, document)| {
            progress.step("recognising");
            recognised_in(index, document, found, lang, options)
        })
        .collect();
    let mut all = Recognised::default();
    for (found, taken) in findings {
        all.media.extend(taken.media.into_iter().map(|media| (media.name.clone(), media)));
        all.diagnostics.extend(taken.diagnostics);
        all.entries.extend(found.entries);
        all.passages.extend(found.passages);
        all.rejects.extend(found.rejects);
        all.accounts.push(found.account);
    }
    all
}

/// What is found in `document`, which is number `index` of the collection, and the pictures that it shows.
pub fn recognised_in(
    index: usize,
    document: &mut Document,
    found: &Discovered,
    lang: &str,
    options: &recognise::Options,
) -> (Findings, Taken) {
    let mut tree: Tree = markup::parse(&document.text);
    document.lang = language_of(&tree, lang);
    let taken = take_pictures(&mut tree, index, document, found);
    (recognise::recognise(index, document, tree, options), taken)
}

/// The language that the document names, else the configured one, else the one that its words show.
pub fn language_of(tree: &Tree, configured: &str) -> String {
    let configured = || (configured != config::DETECT).then(|| configured.to_owned());
    language::stated(tree).or_else(configured).unwrap_or_else(|| language::detected(tree).to_owned())
}

/// Takes the pictures that lie with the sources into the media.
pub fn take_pictures(tree: &mut Tree, index: usize, document: &Document, found: &Discovered) -> Taken {
    let source = found.sources.binary_search_by(|source| source.id.cmp(&document.id));
    let Ok(source) = source.map(|at| &found.sources[at]) else { return Taken::default() };
    pictures::take(tree.blocks.make_mut(), &document.id, index, &|path| found.picture(source, path))
}
