//! Markup and the Markdown emitter.

mod dump;
mod trees;

use std::path::Path;

use deckpress::markup;
use deckpress::model::{Block, BlockKind};
use deckpress::render::markdown;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::invariants::{check_markup, check_tree};

/// The tree of a fixture as a person reviews it.
fn fixture(name: &str) -> String {
    let text = read(name);
    let tree = markup::parse(&text);
    check_tree(&text, &tree);
    dump::tree(&text, &tree)
}

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/markup").join(name);
    std::fs::read_to_string(path).unwrap().replace("\r\n", "\n")
}

#[test]
fn every_syntax_gives_its_tree() {
    for name in [
        "every-node.md",
        "mdx.mdx",
        "mdx-broken.mdx",
        "mkdocs.md",
        "mkdocs-broken.md",
        "details.md",
        "details-broken.md",
        "directive.md",
        "directive-broken.md",
        "callout.md",
        "pictures.md",
        "maths.md",
        "html.md",
        "html-broken.md",
        "plain.txt",
    ] {
        insta::with_settings!({ snapshot_path => "../fixtures/markup/snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name, fixture(name));
        });
    }
}

#[test]
fn every_node_reads_back() {
    let meant = trees::without_spans(markup::parse(read("every-node.md")).blocks);
    let emitted = markdown::blocks(&meant);
    let read = trees::without_spans(markup::parse_markdown(&emitted).blocks);
    assert_eq!(dump::blocks(&read), dump::blocks(&meant), "{emitted}");
    assert_eq!(read, meant);
}

#[test]
fn html_reads_back_as_markdown() {
    for name in ["html.md", "html-broken.md", "pictures.md", "maths.md"] {
        let meant = trees::without_spans(markup::parse(read(name)).blocks);
        let emitted = markdown::blocks(&meant);
        let read = trees::without_spans(markup::parse_markdown(&emitted).blocks);
        assert_eq!(dump::blocks(&read), dump::blocks(&meant), "{name}: {emitted}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_emitted_reads_back(blocks in trees::tree()) {
        let emitted = markdown::blocks(&blocks);
        let read = trees::without_spans(markup::parse_markdown(&emitted).blocks);
        let (seen, meant) = (dump::blocks(&read), dump::blocks(&blocks));
        prop_assert!(read == blocks, "emitted:\n{}\nread:\n{}\nmeant:\n{}", emitted, seen, meant);
    }

    #[test]
    fn any_text_has_a_tree(text in text()) {
        check_markup(&text);
    }
}

/// Texts made of what the readers look for.
fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<details>",
        "</details>",
        "<summary>",
        "</summary>",
        "<Accordion title=\"a\">",
        "</Accordion>",
        "<Note>",
        "</Note>",
        "<div>",
        "</div>",
        "??? a \"b\"",
        "!!! note",
        ":::note",
        ":::",
        "```",
        "~~~",
        "```py",
        "> ",
        "- ",
        "1. ",
        "* ",
        "# ",
        "    ",
        "\t",
        "  ",
        "\n",
        "\n",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "a",
        "word ",
        "é",
        "日本",
        "**",
        "*",
        "__init__",
        "_",
        "`",
        "``",
        "$",
        "$$",
        "\\(",
        "\\)",
        "\\[",
        "\\]",
        "\\",
        "[",
        "](b)",
        "[^1]",
        "[^1]: ",
        "[a]: b",
        "![",
        "|",
        "| a | b |\n| - | - |\n",
        "---",
        "===",
        "<!--",
        "-->",
        "<!-- id: x -->",
        "<br>",
        "<b>",
        "</b>",
        "<ul>",
        "<li>",
        "</ul>",
        "<table>",
        "<td>",
        "</table>",
        "<dl><dt>",
        "<dd>",
        "</dl>",
        "<blockquote>",
        "</blockquote>",
        "<T>",
        "<pre>",
        "</pre>",
        "&amp;",
        "&#10;",
        "[!note]",
        ": ",
        "import a from 'b'",
        "x = f(1)",
        "{#id}",
        "\u{feff}",
        "\0",
        "<h2>",
        "</h2>",
        "<img src=a>",
        "<hr>",
        "<kbd>",
        "</kbd>",
        "1) ",
        "+ ",
        "🟢",
    ]);
    prop_oneof![
        4 => prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat()),
        1 => any::<String>(),
    ]
}

/// A seed document by the start of its name; `None` where the folder does not stand beside the checkout.
fn seed(number: &str) -> Option<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let Ok(entries) = std::fs::read_dir(folder) else {
        println!("left out: ../shared/seeds does not stand beside the checkout");
        return None;
    };
    let path = entries
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(number)))?;
    Some(String::from_utf8(std::fs::read(path).unwrap()).unwrap())
}

/// How many blocks of `tree` are such.
fn count(blocks: &[Block], is: &dyn Fn(&BlockKind) -> bool) -> usize {
    blocks
        .iter()
        .map(|block| {
            let inside: Vec<Block> = block.children().into_iter().cloned().collect();
            usize::from(is(&block.kind)) + count(&inside, is)
        })
        .sum()
}

#[test]
fn seeds_have_the_blocks_that_were_counted_by_eye() {
    let heading = |kind: &BlockKind| matches!(kind, BlockKind::Heading { .. });
    let code = |kind: &BlockKind| matches!(kind, BlockKind::Code(_));
    let disclosure =
        |kind: &BlockKind| matches!(kind, BlockKind::Disclosure { summary, .. } if !summary.is_empty());
    let callout = |kind: &BlockKind| matches!(kind, BlockKind::Callout { .. });
    let diagram = |kind: &BlockKind| matches!(kind, BlockKind::Diagram { .. });
    let rows = |kind: &BlockKind| matches!(kind, BlockKind::Table(table) if table.rows.len() == 110);
    let items = |blocks: &[Block]| -> usize {
        blocks
            .iter()
            .map(|block| if let BlockKind::List(list) = &block.kind { list.items.len() } else { 0 })
            .sum()
    };
    if let Some(text) = seed("000") {
        let tree = markup::parse(&text);
        assert_eq!((tree.plain, count(&tree.blocks, &heading), items(&tree.blocks)), (false, 9, 90));
    }
    if let Some(text) = seed("001") {
        let tree = markup::parse(&text);
        assert_eq!((tree.plain, count(&tree.blocks, &heading), count(&tree.blocks, &code)), (true, 4, 10));
    }
    if let Some(text) = seed("002") {
        let tree = markup::parse(&text);
        let counts =
            [&disclosure as &dyn Fn(&BlockKind) -> bool, &diagram, &code].map(|is| count(&tree.blocks, is));
        assert_eq!(counts, [71, 2, 123]);
        assert_eq!(tree.structure.len(), 2 * (71 + 9));
    }
    if let Some(text) = seed("003") {
        let tree = markup::parse(&text);
        assert_eq!((tree.plain, count(&tree.blocks, &heading)), (false, 183));
    }
    if let Some(text) = seed("004") {
        let tree = markup::parse(&text);
        let counts =
            [&disclosure as &dyn Fn(&BlockKind) -> bool, &callout, &rows].map(|is| count(&tree.blocks, is));
        assert_eq!(counts, [49, 46, 1]);
    }
}

#[test]
fn seeds_read_back_from_what_is_emitted() {
    for number in ["000", "002", "003", "004"] {
        let Some(text) = seed(number) else { return };
        let meant = trees::without_spans(markup::parse(&text).blocks);
        let emitted = markdown::blocks(&meant);
        let read = trees::without_spans(markup::parse_markdown(&emitted).blocks);
        if let Some(at) = (0..meant.len().max(read.len())).find(|&at| meant.get(at) != read.get(at)) {
            panic!("block {at} of {number} reads back as another");
        }
    }
}
