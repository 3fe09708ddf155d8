//! Documents that would drift, held against the program.

use std::collections::BTreeSet;

use deckpress::config::Typed;
use deckpress::model::content::{plain_text, plain_text_of};
use deckpress::recognise::{CustomRule, Options, recognise};
use deckpress::{intake, markup};

#[test]
fn every_configuration_key_is_described() {
    let page = include_str!("../../docs/config.md");
    let rows: Vec<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|row| row.split_once('`'))
        .map(|(key, _)| key)
        .collect();
    let mut described = rows.clone();
    described.sort_unstable();
    assert_eq!(described, Typed::keys(), "docs/config.md has one row for each key");
    let example =
        page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let example: toml::Table = example.parse().expect("the example is TOML");
    let keys = Typed::keys();
    let has_keys = |table: &str| keys.iter().any(|key| key.starts_with(&format!("{table}.")));
    let mut shown: Vec<String> = example
        .iter()
        .flat_map(|(key, value)| match value {
            toml::Value::Table(inner) if has_keys(key) => {
                inner.keys().map(|name| format!("{key}.{name}")).collect()
            }
            _ => vec![key.clone()],
        })
        .collect();
    shown.sort();
    assert_eq!(shown, keys, "the example has every key");
}

/// Each example of docs/rules.md is a configuration, a document, and a table of what is read from it.
#[test]
fn the_examples_of_rules_read_as_they_say() {
    let page = include_str!("../../docs/rules.md");
    let examples: Vec<&str> = page.split("```toml\n").skip(1).collect();
    assert!(examples.len() >= 3, "three worked examples");
    for example in examples {
        let (rules, rest) = example.split_once("```").expect("the configuration ends");
        let rules: Typed = toml::from_str(rules).expect("the configuration is sound");
        let (id, rest) =
            rest.trim_start().strip_prefix("```document ").expect("a document").split_once('\n').unwrap();
        let (text, rest) = rest.split_once("```").expect("the document ends");
        let rows: Vec<&str> = rest
            .lines()
            .skip_while(|line| !line.starts_with('|'))
            .take_while(|line| line.starts_with('|'))
            .collect();
        let document = intake::document(id.to_owned(), text.as_bytes(), "en").expect("text").document;
        let options = Options { rules: rules.rule, ..Options::default() };
        let found = recognise(0, &document, markup::parse(&document.text), &options);
        let one_line = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let read = found.entries.iter().map(|entry| {
            let number = entry.number.as_ref().map(|number| format!("{number}. ")).unwrap_or_default();
            let beside = entry.difficulty.map(|difficulty| difficulty.word().to_owned()).into_iter();
            let beside: Vec<String> =
                beside.chain((!entry.tags.is_empty()).then(|| entry.tags.join(", "))).collect();
            format!(
                "| {number}{} | {} | {} | {} |",
                one_line(plain_text(&entry.question)),
                one_line(plain_text_of(entry.answer.as_deref().unwrap_or_default())),
                entry.section.join(" > "),
                beside.join("; ")
            )
        });
        assert_eq!(read.collect::<Vec<_>>(), rows[2..], "{id}");
        assert!(
            found.entries.iter().all(|entry| options.rules.iter().any(|rule| rule.name == entry.rule)),
            "{id}"
        );
    }
    let keys = page.lines().filter_map(|line| line.strip_prefix("| `")).filter_map(|row| row.split_once('`'));
    let keys: Vec<&str> = keys.map(|(key, _)| key).take(CustomRule::KEYS.len()).collect();
    assert_eq!(keys, CustomRule::KEYS, "docs/rules.md has one row for each key");
}

#[test]
fn every_diagnostic_is_described() {
    let page = include_str!("../../docs/diagnostics.md");
    let described: Vec<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
        .map(|(code, _)| code)
        .collect();
    // Whoever makes diagnostics writes their codes, and nothing else, as words with hyphens.
    let sources = crate::architecture::sources();
    let told: BTreeSet<&str> = sources
        .values()
        .map(|source| source.split("\n#[cfg(test)]").next().unwrap_or_default())
        .filter(|source| source.contains("Diagnostic {"))
        .flat_map(|source| source.split('"').skip(1).step_by(2))
        .filter(|text| {
            text.contains('-')
                && text
                    .split('-')
                    .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase()))
        })
        .collect();
    assert!(told.len() >= 11, "the codes were found: {told:?}");
    assert_eq!(described, told.into_iter().collect::<Vec<_>>(), "one row for each code, by name");
}

#[test]
fn the_readme_names_both_commands() {
    let page = include_str!("../../README.md");
    for command in ["cargo run --release -- build", "cargo test"] {
        assert!(page.contains(command), "README.md names `{command}`");
    }
}

#[test]
fn help_names_every_artifact() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_deckpress"))
        .args(["build", "--help"])
        .output()
        .expect("the program runs");
    let help = String::from_utf8(output.stdout).expect("UTF-8");
    let only = help.split("--only <").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap_or(&help);
    for writer in deckpress::write::WRITERS {
        assert!(only.contains(writer.name()), "`{}` is not in: {only}", writer.name());
    }
}
