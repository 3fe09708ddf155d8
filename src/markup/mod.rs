//! From the text of a document to its content tree, whatever syntax it is written in.
//!
//! The syntax is decided by what the text shows, never by a file's name. Markdown with all container
//! syntaxes is one language here: `containers` rewrites the containers line by line, `mend` marks what
//! the Markdown parser would misread, `commonmark` builds the tree. A text that shows no markup is read
//! by `plain`, and then nothing in it is markup. This room knows nothing of questions.

mod callout;
mod commonmark;
mod containers;
mod data;
mod derived;
mod details;
mod directive;
mod fences;
mod html;
mod inlines;
mod mdx;
mod mend;
mod mkdocs;
mod plain;
mod settle;
mod shift;

use crate::model::Tree;
use containers::Lessons;

/// How often a document is scanned at most: what a scan teaches changes the next one.
const SCANS: usize = 4;

/// Reads a document in the syntax that it shows.
///
/// Spans are byte ranges of `text`. Every input is a document; nothing is an error.
pub fn parse(text: &str) -> Tree {
    let mut tree = if plain::is_plain(text) { plain::read(text) } else { parse_markdown(text) };
    tree.data = match &tree.front_matter {
        Some(front_matter) => data::of_front_matter(text, front_matter),
        None => data::of_document(text),
    };
    tree
}

/// Reads `text` as Markdown even where it shows no markup: an answer of its own, a cell of a sheet.
pub fn parse_markdown(text: &str) -> Tree {
    let mut lessons = Lessons { fence_ends: fences::ends(text), ..Lessons::default() };
    for _ in 1..SCANS {
        let (tree, more) = attempt(text, &lessons);
        if more.disabled.is_empty()
            && more.unclosed.iter().all(|at| lessons.unclosed.binary_search(at).is_ok())
        {
            return tree;
        }
        learn(&mut lessons.disabled, more.disabled);
        learn(&mut lessons.unclosed, more.unclosed);
    }
    attempt(text, &lessons).0
}

fn learn(known: &mut Vec<usize>, more: Vec<usize>) {
    known.extend(more);
    known.sort_unstable();
    known.dedup();
}

/// Reads `text` with what is known of it, and returns what was learnt besides.
fn attempt(text: &str, lessons: &Lessons) -> (Tree, Lessons) {
    let scan = containers::scan(text, mend::mends(text, &lessons.fence_ends), lessons);
    let content = commonmark::read(text, &scan, lessons);
    let mut tree = Tree {
        blocks: content.blocks.into(),
        front_matter: scan.front_matter,
        data: None,
        ids: content.ids,
        structure: scan.structure,
        plain: false,
    };
    tree.structure.extend(content.structure);
    tree.structure.sort_by_key(|structure| structure.span);
    tree.ids.sort();
    settle::settle(tree.blocks.make_mut(), text.len());
    let unclosed = scan.unclosed.into_iter().chain(content.unclosed).collect();
    (tree, Lessons { disabled: content.misread, unclosed, ..Lessons::default() })
}
