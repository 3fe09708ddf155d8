//! Documents that would drift, held against the program.

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
    let example = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let example: toml::Table = example.parse().expect("the example is TOML");
    let mut shown: Vec<String> = example
        .iter()
        .flat_map(|(key, value)| match value {
            toml::Value::Table(inner) => inner.keys().map(|name| format!("{key}.{name}")).collect(),
            _ => vec![key.clone()],
        })
        .collect();
    shown.sort();
    assert_eq!(shown, Typed::keys(), "the example has every key");
}

#[test]
fn the_readme_names_both_commands() {
    let page = include_str!("../../README.md");
    for command in ["cargo run --release -- build", "cargo test"] {
        assert!(page.contains(command), "README.md names `{command}`");
    }
}
