//! The diagrams of all documents, each drawn once.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::intake::pictures;
use crate::model::{AsideKind, Block, BlockKind, Diagnostic, Entry, Media, Passage, Severity, Span};
use crate::render::diagram::{self, Drawn, Undrawn};

/// What came of the diagrams.
#[derive(Debug, Default)]
pub struct Diagrams {
    /// What each is drawn as.
    pub drawn: Drawn,
    /// The pictures, by name.
    pub media: BTreeMap<String, Media>,
    /// Those that stay text, and why.
    pub diagnostics: Vec<Diagnostic>,
}

/// A diagram, and where it stands first.
type Found<'a> = BTreeMap<(&'a str, &'a str), (usize, Span)>;

/// Draws what `entries` and `passages` hold.
pub fn diagrams(entries: &[Entry], passages: &[Passage]) -> Diagrams {
    let mut found = Found::new();
    for entry in entries {
        collect(&entry.question_blocks, entry.document, &mut found);
        collect(entry.answer.as_deref().unwrap_or_default(), entry.document, &mut found);
        for aside in &entry.asides {
            match &aside.kind {
                AsideKind::Insight(blocks) | AsideKind::Tested(blocks) | AsideKind::RedFlag(blocks) => {
                    collect(blocks, entry.document, &mut found);
                }
                AsideKind::FollowUps(_) => {}
            }
        }
    }
    for passage in passages {
        collect(&passage.blocks, passage.document, &mut found);
    }
    let found: Vec<_> = found.into_iter().collect();
    let svgs: Vec<_> =
        found.par_iter().map(|((language, source), _)| diagram::svg(language, source)).collect();
    let mut diagrams = Diagrams::default();
    for (((_, source), place), svg) in found.into_iter().zip(svgs) {
        match svg {
            Ok(svg) => {
                let media = pictures::named(svg.into_bytes(), "svg");
                diagrams.drawn.insert(source.to_string(), media.name.clone());
                diagrams.media.insert(media.name.clone(), media);
            }
            Err(undrawn) => diagrams.diagnostics.push(stays_text(&undrawn, place)),
        }
    }
    diagrams
}

fn collect<'a>(blocks: &'a [Block], document: usize, found: &mut Found<'a>) {
    for block in blocks {
        if let BlockKind::Diagram { language, source } = &block.kind {
            found.entry((language, source)).or_insert((document, block.span));
        }
        for flow in block.flows() {
            collect(flow, document, found);
        }
    }
}

fn stays_text(undrawn: &Undrawn, place: (usize, Span)) -> Diagnostic {
    Diagnostic {
        code: "undrawn-diagram",
        severity: match undrawn {
            Undrawn::Language(_) => Severity::Info,
            Undrawn::Source(_) => Severity::Warning,
        },
        message: undrawn.to_string(),
        places: vec![place],
        hint: "it stays text on cards and paper; write it as Mermaid takes it, or as a picture".to_string(),
    }
}
