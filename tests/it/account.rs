//! Every line of every document is accounted for, once.

use std::collections::BTreeMap;
use std::path::Path;

use deckpress::intake::{
    self,
    discover::{self, discover},
};
use deckpress::markup;
use deckpress::model::{Class, Document};
use deckpress::recognise::{Findings, Options, recognise};
use proptest::prelude::*;

use crate::invariants::check_account;
use crate::recognise::document;

fn read(bytes: &[u8]) -> Option<(Document, Findings)> {
    let document = intake::document("document".to_string(), bytes, "en").ok()?.document;
    let findings = recognise(0, &document, markup::parse(&document.text), &Options::default());
    Some((document, findings))
}

proptest! {
    #[test]
    fn every_line_of_anything_is_accounted_for_once(text in prop_oneof![document(), any::<String>(), tags()]) {
        let Some((document, findings)) = read(text.as_bytes()) else { return Ok(()) };
        check_account(&document, &findings);
    }

    #[test]
    fn every_line_of_any_bytes_is_accounted_for_once(bytes in any::<Vec<u8>>()) {
        let Some((document, findings)) = read(&bytes) else { return Ok(()) };
        check_account(&document, &findings);
    }
}

/// Lines of HTML and of what nests, closed or not.
fn tags() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "<div>",
        "</div>",
        "<script>let a = 1;</script>",
        "<!-- one",
        "two -->",
        "<!-- whole -->",
        "<p>words</p>",
        "<br>",
        "<table><tr><td>cell</td></tr></table>",
        "<details>",
        "<summary>What?</summary>",
        "</details>",
        "- ",
        "-",
        "#",
        "> ",
        "> words",
        "> [!NOTE]",
        "> [!tip]- Why?",
        "[a]: https://example.org",
        "[^1]: note",
        "words[^1]",
        "![](a.png)",
        "***",
        "::: tip",
        ":::",
        "=== \"Tab\"",
        "    indented",
        "\\",
        "&nbsp;",
        "<style>",
        "</style>",
        "term",
        ": meaning",
        "$$",
        "",
        "import a from 'b'",
        "---",
        "key: value",
        "<unknown>",
        "1.",
        "| a | b |",
        "|-|-|",
        "\u{2028}",
        "\u{a0}",
        "\t",
    ]);
    prop::collection::vec(line, 0..30).prop_map(|lines| lines.join("\n"))
}

/// By document its lines by class.
fn sums(folder: &Path) -> BTreeMap<String, BTreeMap<String, usize>> {
    let found = discover(&[folder.to_path_buf()], &[]).expect("documents");
    let mut sums = BTreeMap::new();
    for source in &found.sources {
        let bytes = discover::read(source).expect("readable");
        let (document, findings) = read(&bytes).expect("text");
        check_account(&document, &findings);
        let mut counts = BTreeMap::<String, usize>::new();
        for stretch in &findings.account.stretches {
            let class = match stretch.class {
                Class::Entry(_) => "entry".to_string(),
                Class::Passage(_) => "passage".to_string(),
                Class::Reject(_) => "reject".to_string(),
                Class::Structure(kind) => kind.words().to_string(),
            };
            *counts.entry(class).or_default() += stretch.filled;
        }
        sums.insert(source.id.clone(), counts);
    }
    sums
}

#[test]
fn the_project_s_own_documents_add_up() {
    insta::assert_debug_snapshot!(sums(&Path::new(env!("CARGO_MANIFEST_DIR")).join("source")));
}

#[test]
fn the_seeds_add_up() {
    let Some(folder) = crate::seeds::seeds("the seeds add up") else { return };
    let sums = sums(&folder);
    let short: BTreeMap<&str, _> = sums.iter().map(|(id, counts)| (&id[..3], counts)).collect();
    insta::assert_debug_snapshot!(short);
}

#[test]
fn no_fixture_holds_lines_that_nothing_explains() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut rejected = Vec::new();
    for folder in ["recognise", "markup"] {
        let found = discover(&[fixtures.join(folder)], &[]).expect("fixtures");
        for source in &found.sources {
            let Some((document, findings)) = read(&discover::read(source).expect("readable")) else {
                continue;
            };
            for reject in &findings.rejects {
                let line = document.lines.lines(reject.span).first;
                rejected.push(format!("{}:{line}: {}", source.id, document.slice(reject.span)));
            }
        }
    }
    assert_eq!(rejected, Vec::<String>::new());
}

#[test]
fn tags_alone_are_structure() {
    let (_, findings) =
        read(b"## Notes\n\n<a name=\"x\"></a>\n\n<script>let a = 1;</script>\n\n## More **notes**\n")
            .expect("text");
    assert_eq!(findings.rejects, []);
}
