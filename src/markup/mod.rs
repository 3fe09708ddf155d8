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
mod drawn;
mod fences;
mod front_matter;
mod html;
mod inlines;
mod line;
mod mdx;
mod mend;
mod mkdocs;
mod opener;
mod plain;
mod settle;
mod shift;

use std::collections::BTreeSet;

use arcstr::ArcStr;
use rayon::prelude::*;

use crate::model::{Blocks, Tree};
use commonmark::Content;
use containers::{Lessons, Scan, Surface};

/// How often a document is scanned at most: what a scan teaches changes the next one.
const SCANS: usize = 5;

/// Reads a document in the syntax that it shows.
///
/// Spans are byte ranges of `text`, and content shares it. Every input is a document; nothing is an error.
pub fn parse(text: impl Into<ArcStr>) -> Tree {
    let text = &text.into();
    let mut tree = if plain::is_plain(text) { plain::read(text) } else { parse_markdown(text) };
    tree.data = match &tree.front_matter {
        Some(front_matter) => data::of_front_matter(text, front_matter),
        None => data::of_document(text),
    };
    tree
}

/// Reads `text` as Markdown even where it shows no markup: an answer of its own, a cell of a sheet.
pub fn parse_markdown(text: impl Into<ArcStr>) -> Tree {
    parse_sections(&text.into(), containers::SECTION)
}

/// Reads `text` in sections of at least `section` bytes, as far as it falls into such.
fn parse_sections(text: &ArcStr, section: usize) -> Tree {
    let mut lessons = Lessons { fence_ends: fences::ends(text), ..Lessons::default() };
    let surface = Surface::new(text, &lessons.fence_ends);
    for _ in 1..SCANS {
        let (tree, more) = attempt(text, &surface, &lessons, section, Attempt::MayBeTheLast);
        if more.whole {
            lessons.whole = true;
            continue;
        }
        if more.disabled.is_empty()
            && more.unclosed.iter().all(|at| lessons.unclosed.binary_search(at).is_ok())
            && more.definitions.is_empty()
        {
            return tree;
        }
        learn(&mut lessons.disabled, more.disabled);
        learn(&mut lessons.unclosed, more.unclosed);
        lessons.definitions.extend(more.definitions);
    }
    lessons.whole = true;
    attempt(text, &surface, &lessons, section, Attempt::IsTheLast).0
}

/// Whether another attempt may follow.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Attempt {
    MayBeTheLast,
    IsTheLast,
}

fn learn(known: &mut Vec<usize>, more: Vec<usize>) {
    known.extend(more);
    known.sort_unstable();
    known.dedup();
}

/// Reads `text` with what is known of it, and returns what was learnt besides.
fn attempt(
    text: &ArcStr,
    surface: &Surface,
    lessons: &Lessons,
    section: usize,
    which: Attempt,
) -> (Tree, Lessons) {
    let mut tree = Tree::default();
    let mut more = Lessons::default();
    let mut undefined = BTreeSet::new();
    let sections = read_sections(text, surface, lessons, section, which);
    let several = sections.len() > 1;
    tree.blocks = Blocks::with_capacity(sections.iter().map(|content| content.blocks.len()).sum());
    for content in sections {
        tree.blocks.extend(content.blocks);
        tree.front_matter = tree.front_matter.or(content.front_matter);
        tree.ids.extend(content.ids);
        tree.structure.extend(content.structure);
        more.unclosed.extend(content.unclosed);
        more.disabled.extend(content.misread);
        // A label is defined once; footnotes are referred to from anywhere.
        let known = more.definitions.len() + content.definitions.len();
        more.definitions.extend(content.definitions);
        more.whole |= several && (content.is_open || content.has_footnotes || more.definitions.len() < known);
        undefined.extend(content.undefined);
    }
    if !several || undefined.iter().all(|label| !more.definitions.contains_key(label)) {
        more.definitions.clear();
    }
    tree.structure.sort_by_key(|structure| structure.span);
    tree.ids.sort();
    settle::settle(tree.blocks.make_mut(), text.len());
    (tree, more)
}

/// What the containers and the Markdown parser tell of each section, in order of place.
fn read_sections(
    text: &ArcStr,
    surface: &Surface,
    lessons: &Lessons,
    section: usize,
    which: Attempt,
) -> Vec<Content> {
    let scanner = containers::scan(surface, lessons, section);
    let read = |(at, scan): (usize, Scan)| {
        let is_known = |opener: &usize| lessons.unclosed.binary_search(opener).is_ok();
        if which == Attempt::MayBeTheLast && !scan.unclosed.iter().all(is_known) {
            // It will be scanned again, and its containers hold what they do not then.
            return (at, Content { unclosed: scan.unclosed, ..Content::default() });
        }
        (at, commonmark::read(text, scan, lessons, &surface.ends))
    };
    let mut sections: Vec<_> = if text.len() > section {
        scanner.enumerate().par_bridge().map(read).collect()
    } else {
        scanner.enumerate().map(read).collect()
    };
    sections.sort_by_key(|(at, _)| *at);
    sections.into_iter().map(|(_, content)| content).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::walk::Part;
    use crate::model::{Block, BlockKind, Inline, InlineKind, Text};
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    /// Cut at every heading that may end a section, a document reads as it does in one piece.
    fn assert_same(text: &str) {
        let text = ArcStr::from(text);
        assert_eq!(parse_sections(&text, 1), parse_sections(&text, usize::MAX), "{text:?}");
    }

    /// Words that stand in a document as they are take no room of their own, whatever they stand in.
    #[test]
    fn words_are_pieces_of_their_document() {
        fn words(content: &[Inline], all: &mut Vec<Text>) {
            for inline in content {
                match &inline.kind {
                    InlineKind::Text(text) | InlineKind::Code(text) | InlineKind::Math(text) => {
                        all.push(text.clone());
                    }
                    InlineKind::Link(link) => all.extend([link.url.clone(), link.title.clone()]),
                    _ => {}
                }
                words(inline.children(), all);
            }
        }
        for (source, own) in [
            ("# a *b* `c`\n\n> d **e [f](g 'h')** $i$\n", &[] as &[&str]),
            ("<details>\n<summary>a `b`</summary>\n\n??? note \"x\"\n    c\n", &[]),
            ("# T\n\n- a \\* b &amp; c\n\n**x** `y`\n", &["a * b & c"]),
            ("一、问\n\nplain text\n", &[]),
        ] {
            let source = ArcStr::from(source);
            let mut all = Vec::new();
            for block in parse(&source).blocks {
                for_each_run(block, &mut |run| words(run, &mut all));
            }
            let apart = |text: &&Text| !ArcStr::ptr_eq(text.parent(), &source) && !text.is_empty();
            assert_eq!(all.iter().filter(apart).collect::<Vec<_>>(), own, "{source}");
            assert!(!all.is_empty());
        }
    }

    fn for_each_run(mut block: Block, see: &mut dyn FnMut(&[Inline])) {
        let mut inner = Vec::new();
        block.parts_mut(|part| match part {
            Part::Place(_) => {}
            Part::Run(run) => see(run),
            Part::Flow(blocks) => inner.extend(blocks.iter().cloned()),
        });
        inner.into_iter().for_each(|block| for_each_run(block, see));
    }

    #[test]
    fn sections_know_what_others_define() {
        for text in [
            "# A\n\n[x], [y][] and [z][X]\n\n# B\n\n[x]: u 'T'\n[y]: v\n\n# C\n\n![p][y] [nowhere]\n",
            "# A\n\n[ x\n  Y ]: u\n\n# B\n\n[X y]\n",
            "# A\n\na[^1]\n\n# B\n\n[^1]: note\n\n    more\n\n# C\n\nb[^1]\n",
            "# A\n\n[x]: u\n\n# B\n\n[x]: v\n\n[x]\n",
            "# A\n\n[x]\n\n# B\n\n```\n[x]: u\n```\n",
        ] {
            assert_same(text);
        }
    }

    /// However many lack their end: each scan of the document would only find as many as may be open at once.
    #[test]
    fn what_nobody_closes_ends_where_the_next_of_its_kind_opens() {
        let source = "<details><summary>Why?</summary>\n\nSo.\n\n".repeat(200);
        let blocks = parse(source.as_str()).blocks;
        let is_whole =
            |block: &Block| matches!(&block.kind, BlockKind::Disclosure { blocks, .. } if blocks.len() == 1);
        assert_eq!((blocks.len(), blocks.iter().all(is_whole)), (200, true));
    }

    #[test]
    fn what_is_open_at_a_heading_goes_on() {
        for text in [
            "<ul>\n<li>a\n\n# B\n\n<li>b\n</ul>\n\n# C\n",
            "<ul>\n<li>a\n\n# B\n\nb\n\n# C\n",
            "<details>\n<summary>a</summary>\n\n# B\n\nb\n\n</details>\n\n# C\n\nc\n",
            "<details>\n<summary>a</summary>\n\n# B\n\nb\n\n# C\n\nc\n",
            "- a\n\n# B\n\n  b\n\n# C\n",
            "```\n\n# B\n\n```\n\n# C\n\n````\n\n# D\n",
            "<!-- a\n\n# B\n\n-->\n\n# C\n\n<!-- \n\n# D\n",
            "<pre>\n\n# B\n\n</pre>\n\n# C\n",
            "> ```\n\n# B\n\n> a\n\n# C\n",
            "---\na: b\n---\n\n# B\r\n\r\nb\r\n\r\n# C\r\n",
            ":::note\n\n# B\n\n:::\n\n# C\n\n!!! note\n    a\n\n# D\n",
            "<div>\n<li>x\n# A\n",
            "- a\n```\n\r\n# A\n",
            "<!-- # A\n```\n-->\n<pre>\n## B\n\n# A\n",
        ] {
            assert_same(text);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 512, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn sections_read_as_the_whole(pieces in prop::collection::vec(prop::sample::select(PIECES), 1..24)) {
            assert_same(&pieces.concat());
        }
    }

    const PIECES: &[&str] = &[
        "# A\n",
        "## B\n\n",
        "\n",
        "\n\n",
        "text\n",
        "- a\n",
        "  b\n",
        "1. c\n\n",
        "> q\n",
        "```\n",
        "~~~\n",
        "    code\n",
        "<details>\n",
        "<summary>s</summary>\n",
        "</details>\n",
        "<ul>\n",
        "<li>x\n",
        "</ul>\n",
        "<table>\n",
        "</table>\n",
        "<div>\n",
        "</div>\n",
        "<pre>\n",
        "</pre>\n",
        "<!-- ",
        "-->\n",
        "<Accordion title=\"t\">\n",
        "</Accordion>\n",
        ":::note\n",
        ":::\n",
        "??? a \"b\"\n",
        "!!! note\n",
        "    in\n",
        "[x]: u\n",
        "[x]\n",
        "[^1]\n",
        "[^1]: n\n",
        "| a |\n|---|\n",
        "---\n",
        "===\n",
        "**a\n",
        "$$\n",
        "`",
        "*",
        "#C\n",
        "term\n: means\n",
        "\r\n",
    ];
}
