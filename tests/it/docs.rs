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
    let told: BTreeSet<String> = crate::architecture::sources()
        .values()
        .flat_map(|source| {
            let source = source.split("\n#[cfg(test)]").next().unwrap_or_default();
            let codes = source.split("code: \"").skip(1);
            codes.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect::<Vec<_>>()
        })
        .collect();
    assert!(told.len() >= 11, "the codes were found: {told:?}");
    assert_eq!(
        described,
        told.iter().map(String::as_str).collect::<Vec<_>>(),
        "one row for each code, by name"
    );
}

#[test]
fn the_readme_names_both_commands() {
    let page = include_str!("../../README.md");
    for command in ["cargo run --release -- build", "cargo test"] {
        assert!(page.contains(command), "README.md names `{command}`");
    }
}
