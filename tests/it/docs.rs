//! Documents that would drift, held against the program.

use std::collections::BTreeSet;

use deckpress::config::Typed;

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
    let mut shown: Vec<String> = example
        .iter()
        .flat_map(|(key, value)| match value {
            toml::Value::Table(inner) if key == "recognise" => {
                inner.keys().map(|name| format!("{key}.{name}")).collect()
            }
            _ => vec![key.clone()],
        })
        .collect();
    shown.sort();
    assert_eq!(shown, Typed::keys(), "the example has every key");
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
