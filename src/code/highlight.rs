//! Classes for the parts of a text.

use std::cell::RefCell;
use std::collections::BTreeSet;

use tree_sitter::{Node, QueryCursor, StreamingIterator, Tree};
use tree_sitter_highlight::{Error, Highlight, HighlightConfiguration, HighlightEvent, Highlighter};

use super::languages::{self, CAPTURES, Grammar};
use super::{Class, Run, syntax};

thread_local! {
    /// Keeps its parser and buffers from one text to the next.
    static HIGHLIGHTER: RefCell<(Highlighter, QueryCursor)> =
        RefCell::new((Highlighter::new(), QueryCursor::new()));
}

/// Cuts `text` into runs that cover it without gaps, in order; no two neighbours have the same class.
///
/// One plain run where the language is unknown or its grammar would work on the text for too long (see
/// [`parses`](super::parses)); no run at all for the empty text.
pub fn highlight(language: Option<&str>, text: &str) -> Vec<Run> {
    let mut runs = Runs { text, runs: Vec::new() };
    let language = language.and_then(languages::find).filter(|language| language.can_parse(text));
    if let Some(grammar) = language.and_then(languages::Language::configuration) {
        HIGHLIGHTER.with_borrow_mut(|(highlighter, cursor)| {
            match syntax::tree(&grammar.configuration.language, text) {
                None => {}
                Some(tree) if !grammar.holds_others => colour(&tree, cursor, grammar, &mut runs),
                // The highlighter parses again, and knows no bound: hence not before the first parser came through.
                Some(_) if colour_with_others(highlighter, &grammar.configuration, &mut runs).is_err() => {
                    runs.runs.clear();
                }
                Some(_) => {}
            }
        });
    }
    runs.push(text.len(), Class::Plain);
    runs.runs
}

/// Walks what the queries capture, in order of place; the innermost class counts.
///
/// This is what `tree-sitter-highlight` makes of a language without others inside and without local variables: of all
/// patterns for a node the last one wins, and what else the others captured goes with them. It saves its second parse,
/// a third of the time.
fn colour(tree: &Tree, cursor: &mut QueryCursor, grammar: &Grammar, runs: &mut Runs) {
    let mut open: Vec<(usize, Class)> = Vec::new();
    let mut outdone: BTreeSet<u32> = BTreeSet::new();
    let mut last: Option<Captured> = None;
    let text = runs.text;
    let mut captures = cursor.captures(&grammar.configuration.query, tree.root_node(), text.as_bytes());
    while let Some((found, at)) = captures.next() {
        if outdone.contains(&found.id()) {
            continue;
        }
        let capture = found.captures()[*at];
        let next = Captured {
            node: capture.node,
            class: grammar.classes[capture.index as usize],
            found: found.id(),
            is_alone: found.captures().len() == 1,
        };
        match last.replace(next) {
            Some(before) if before.node != capture.node => before.open(&mut open, runs),
            Some(before) if !before.is_alone => {
                outdone.insert(before.found);
            }
            Some(_) | None => {}
        }
    }
    if let Some(last) = last {
        last.open(&mut open, runs);
    }
    while let Some((end, class)) = open.pop() {
        runs.push(end, class);
    }
}

/// A node that a pattern captures.
struct Captured<'tree> {
    node: Node<'tree>,
    /// `None` where the capture means nothing to a reader.
    class: Option<Class>,
    /// The match that captures it.
    found: u32,
    /// Whether that match captures nothing else.
    is_alone: bool,
}

impl Captured<'_> {
    /// Begins its class inside what is `open`: where each class ends, the innermost last.
    fn open(self, open: &mut Vec<(usize, Class)>, runs: &mut Runs) {
        let start = self.node.start_byte();
        while let Some((end, class)) = open.pop_if(|(end, _)| *end <= start) {
            runs.push(end, class);
        }
        if let Some(class) = self.class {
            runs.push(start, open.last().map_or(Class::Plain, |(_, class)| *class));
            open.push((self.node.end_byte(), class));
        }
    }
}

/// Walks the highlighter's events, where other languages stand inside; the innermost class counts.
fn colour_with_others(
    highlighter: &mut Highlighter,
    configuration: &HighlightConfiguration,
    runs: &mut Runs,
) -> Result<(), Error> {
    let inner = |name: &str| Some(&languages::find(name)?.configuration()?.configuration);
    let mut open: Vec<Class> = Vec::new();
    for event in highlighter.highlight(configuration, runs.text.as_bytes(), None, None, inner)? {
        match event? {
            HighlightEvent::HighlightStart(Highlight(capture)) => open.push(CAPTURES[capture].1),
            HighlightEvent::HighlightEnd => {
                open.pop();
            }
            HighlightEvent::Source { end, .. } => {
                runs.push(end, open.last().copied().unwrap_or(Class::Plain));
            }
        }
    }
    Ok(())
}

/// The runs so far: they cover `text` from its start without gaps.
struct Runs<'a> {
    text: &'a str,
    runs: Vec<Run>,
}

impl Runs<'_> {
    /// Covers the text up to `end`, rounded down to a character, with `class`.
    fn push(&mut self, end: usize, class: Class) {
        let start = self.runs.last().map_or(0, |run| run.range.end);
        let end = self.text.floor_char_boundary(end);
        if end <= start {
            return;
        }
        match self.runs.last_mut() {
            Some(last) if last.class == class => last.range.end = end,
            _ => self.runs.push(Run { range: start..end, class }),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::parses;
    use super::*;

    /// What `text` has of `class`, in order.
    fn found<'a>(language: &str, text: &'a str, class: Class) -> Vec<&'a str> {
        let runs = highlight(Some(language), text);
        runs.into_iter().filter(|run| run.class == class).map(|run| &text[run.range]).collect()
    }

    #[track_caller]
    fn check(language: &str, text: &str, expected: &[(Class, &str)]) {
        assert_eq!(parses(language, text), Some(true), "{language}");
        same_as_the_highlighter(language, text);
        for (class, part) in expected {
            let parts = found(language, text, *class);
            assert!(
                parts.iter().any(|found| found.trim() == *part),
                "{language}: {part:?} is no {class:?}, only {parts:?} are; {:?}",
                highlight(Some(language), text)
                    .iter()
                    .map(|run| (run.class, &text[run.range.clone()]))
                    .collect::<Vec<_>>()
            );
        }
    }

    /// What the crate that reads the same queries, and of which this is a part, makes of `text`.
    #[track_caller]
    fn same_as_the_highlighter(language: &str, text: &str) {
        let grammar =
            languages::find(language).and_then(languages::Language::configuration).expect("a grammar");
        let mut runs = Runs { text, runs: Vec::new() };
        HIGHLIGHTER.with_borrow_mut(|(highlighter, _)| {
            if syntax::tree(&grammar.configuration.language, text).is_some() {
                colour_with_others(highlighter, &grammar.configuration, &mut runs).expect("colours");
            }
        });
        runs.push(text.len(), Class::Plain);
        assert_eq!(highlight(Some(language), text), runs.runs, "{language}: {text}");
    }

    use Class::{Attribute, Comment, Constant, Function, Keyword, Number, String, Type};

    #[test]
    fn bash() {
        let text = "# all\nfor f in *.log; do\n  grep -c 'bad' \"$f\"\ndone";
        check(
            "sh",
            text,
            &[(Keyword, "for"), (Keyword, "done"), (String, "'bad'"), (Comment, "# all"), (Function, "grep")],
        );
    }

    #[test]
    fn c() {
        let text = "#include <stdio.h>\n/* go */\nint main(void) {\n  return puts(\"hi\") + 1;\n}";
        check(
            "c",
            text,
            &[
                (Attribute, "#include"),
                (Comment, "/* go */"),
                (Type, "int"),
                (Function, "puts"),
                (Keyword, "return"),
                (String, "\"hi\""),
                (Number, "1"),
            ],
        );
    }

    #[test]
    fn cpp() {
        let text = "// sum\ntemplate <typename T> class Sum {\n  auto add(T x) { return this->y + x; }\n  const char* s = \"a\";\n  T y;\n};";
        check(
            "C++",
            text,
            &[
                (Keyword, "template"),
                (Keyword, "class"),
                (Keyword, "this"),
                (Comment, "// sum"),
                (String, "\"a\""),
            ],
        );
    }

    #[test]
    fn css() {
        let text = "/* box */\n@media print {\n  .card { width: 3px; content: \"x\"; }\n}";
        check(
            "css",
            text,
            &[
                (Comment, "/* box */"),
                (Keyword, "@media"),
                (Attribute, "width"),
                (String, "\"x\""),
                (Number, "3"),
            ],
        );
    }

    #[test]
    fn dockerfile() {
        let text = "# base\nFROM debian:12 AS base\nCMD [\"sh\", \"-c\"]";
        check(
            "Dockerfile",
            text,
            &[(Comment, "# base"), (Keyword, "FROM"), (Keyword, "AS"), (String, "\"sh\"")],
        );
    }

    #[test]
    fn go() {
        let text = "package main\n\n// f\nfunc f(n int) string {\n\treturn g(n, \"a\", 2)\n}";
        check(
            "golang",
            text,
            &[
                (Keyword, "func"),
                (Comment, "// f"),
                (String, "\"a\""),
                (Function, "g"),
                (Type, "int"),
                (Number, "2"),
            ],
        );
    }

    #[test]
    fn html_with_style_and_script() {
        let text = "<!-- top -->\n<p class=\"a\">x</p>\n<style>p { width: 2px }</style>\n<script>let a = 'b';</script>";
        check(
            "html",
            text,
            &[
                (Comment, "<!-- top -->"),
                (Attribute, "p"),
                (String, "a"),
                (Attribute, "width"),
                (Keyword, "let"),
                (String, "'b'"),
            ],
        );
    }

    #[test]
    fn java() {
        let text = "// a\n@Override\npublic String name() {\n  return this.f(\"x\", 3, null);\n}";
        check(
            "java",
            text,
            &[
                (Comment, "// a"),
                (Attribute, "@Override"),
                (Keyword, "public"),
                (Keyword, "this"),
                (Type, "String"),
                (String, "\"x\""),
                (Constant, "null"),
            ],
        );
    }

    #[test]
    fn javascript_with_markup() {
        let text = "// a\nconst f = async (x) => `n ${x + 1}`;\nconst g = <b id=\"k\">{f(2)}</b>;";
        check(
            "js",
            text,
            &[
                (Comment, "// a"),
                (Keyword, "const"),
                (Keyword, "async"),
                (Number, "1"),
                (String, "\"k\""),
                (Attribute, "b"),
                (Function, "f"),
            ],
        );
    }

    #[test]
    fn json() {
        let text = "{\"a\": [1, true, \"b\"]}";
        check("json", text, &[(Attribute, "\"a\""), (Number, "1"), (Constant, "true"), (String, "\"b\"")]);
    }

    #[test]
    fn python_knows_match_as_a_word_and_as_a_name() {
        let text = "@cache\ndef f(x: int):\n    # pick\n    match x:\n        case 1 if x not in y:\n            return f'{x}', None\n    match = re.match(case)";
        check(
            "python3",
            text,
            &[
                (Attribute, "@cache"),
                (Keyword, "match"),
                (Keyword, "case"),
                (Keyword, "not in"),
                (Comment, "# pick"),
                (Number, "1"),
                (Constant, "None"),
                (Type, "int"),
            ],
        );
        assert_eq!(found("py", text, Keyword).iter().filter(|word| **word == "match").count(), 1);
        assert_eq!(found("py", text, String), ["f'", "'"]);
    }

    #[test]
    fn rust() {
        let text = "// a\n#[test]\nfn f(&self) -> Vec<u8> {\n    vec![1, 2].push(\"b\");\n    true\n}";
        check(
            "rs",
            text,
            &[
                (Comment, "// a"),
                (Attribute, "#[test]"),
                (Keyword, "fn"),
                (Keyword, "self"),
                (Type, "Vec"),
                (String, "\"b\""),
                (Constant, "true"),
            ],
        );
    }

    #[test]
    fn sql() {
        let text = "-- who\nSELECT name, count(*) FROM users u WHERE age > 30 AND city = 'Bonn'\nGROUP BY name ORDER BY 2 DESC;";
        check(
            "sql",
            text,
            &[
                (Comment, "-- who"),
                (Keyword, "SELECT"),
                (Keyword, "DESC"),
                (Keyword, "AND"),
                (Type, "users"),
                (String, "'Bonn'"),
                (Number, "30"),
            ],
        );
    }

    #[test]
    fn toml() {
        let text = "# a\n[b]\nc = \"d\"\ne.f = 1\ng = true";
        check(
            "toml",
            text,
            &[
                (Comment, "# a"),
                (Type, "b"),
                (Attribute, "c"),
                (Attribute, "f"),
                (String, "\"d\""),
                (Number, "1"),
                (Constant, "true"),
            ],
        );
    }

    #[test]
    fn typescript() {
        let text = "// a\ninterface A { b: string }\nconst f = (x: number): A => ({ b: \"c\" });";
        for language in ["ts", "tsx"] {
            check(
                language,
                text,
                &[
                    (Comment, "// a"),
                    (Keyword, "interface"),
                    (Keyword, "const"),
                    (Type, "number"),
                    (String, "\"c\""),
                ],
            );
        }
    }

    #[test]
    fn yaml() {
        let text = "# a\nb: 'c'\nd:\n  - 1\n  - {e: true}";
        check(
            "yml",
            text,
            &[
                (Comment, "# a"),
                (Attribute, "b"),
                (String, "'c'"),
                (Number, "1"),
                (Attribute, "e"),
                (Constant, "true"),
            ],
        );
    }

    #[test]
    fn what_is_unknown_or_endless_stays_plain() {
        let plain = |text: &str| vec![Run { range: 0..text.len(), class: Class::Plain }];
        assert_eq!(highlight(None, "if x"), plain("if x"));
        assert_eq!(highlight(Some("klingon"), "if x"), plain("if x"));
        let endless = "x = 1\n".repeat(languages::LONGEST / 6 + 1);
        assert_eq!(highlight(Some("py"), &endless), plain(&endless));
        assert_eq!(highlight(Some("py"), ""), []);
        assert_eq!(parses("klingon", "if x"), None);
    }

    /// The scanner of the YAML grammar ends the program when its stack outgrows its buffer.
    #[test]
    fn deeply_nested_yaml_stays_plain() {
        let stairs: std::string::String =
            (0..300).map(|depth| format!("{}- a:\n", " ".repeat(depth % 50))).collect();
        for text in ["- ".repeat(300), "? ".repeat(300), "a:\t".repeat(300), "- |1\n".repeat(300), stairs] {
            assert_eq!(highlight(Some("yaml"), &text).len(), 1);
            assert_eq!(parses("yaml", &text), None);
        }
        assert!(highlight(Some("yaml"), &"- ".repeat(250)).len() <= 250);
        assert!(highlight(Some("yaml"), &"key: value-of-it\n".repeat(200)).len() > 200);
    }

    #[test]
    fn errors_are_seen_and_the_rest_is_still_coloured() {
        let text = "def f(:\n    return 'x'\n";
        assert_eq!(parses("python", text), Some(false));
        assert!(found("python", text, Keyword).contains(&"return"));
    }

    #[test]
    fn an_html_text_leaves_nothing_behind_for_the_next() {
        let html = "<script>let a = 'b';</script>";
        highlight(Some("html"), html);
        assert_eq!(found("python", "def f(): pass", Keyword), ["def", "pass"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn runs_cover_any_text_without_gaps(language in 0..languages::LANGUAGES.len(), text in any_text()) {
            let name = languages::LANGUAGES[language].name();
            let runs = highlight(Some(name), &text);
            let mut end = 0;
            for run in &runs {
                prop_assert_eq!(run.range.start, end, "{}", name);
                prop_assert!(run.range.end > end && text.is_char_boundary(run.range.end), "{}", name);
                end = run.range.end;
            }
            prop_assert_eq!(end, text.len(), "{}", name);
            prop_assert!(runs.windows(2).all(|pair| pair[0].class != pair[1].class), "{}", name);
            same_as_the_highlighter(name, &text);
        }
    }

    /// Arbitrary characters, and pieces that grammars care about in arbitrary order.
    fn any_text() -> impl Strategy<Value = std::string::String> {
        let pieces = prop::sample::select(vec![
            "\"",
            "'",
            "`",
            "{",
            "}",
            "${",
            "<script>",
            "</script>",
            "<!--",
            "#",
            "//",
            "/*",
            "*/",
            "\n",
            "\r\n",
            "  ",
            "\t",
            "match",
            "if",
            "é",
            "🦀",
            "\u{301}",
            "-- ",
            "<<EOF\n",
            "EOF\n",
            ":",
            "- ",
            "1",
            "\\",
            "\0",
        ]);
        prop_oneof![
            any::<std::string::String>(),
            prop::collection::vec(pieces, 0..40).prop_map(|all| all.concat())
        ]
    }
}
