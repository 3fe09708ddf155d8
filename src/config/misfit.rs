//! A value that does not fit its key, told in the words of whoever writes the file.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What is wrong with `text` at byte `at`, of which serde says `message`: with the key, and without the names that types
/// have in the program.
pub fn told(text: &str, at: usize, message: &str) -> String {
    let key = DeTable::parse(text).ok().and_then(|table| key_at(table.get_ref(), at));
    let said =
        ["invalid type: ", "invalid value: "].into_iter().find_map(|start| message.strip_prefix(start));
    if let Some((found, expected)) = said.and_then(|said| said.rsplit_once(", expected ")) {
        let found = found_in_words(found);
        let subject = key.map_or_else(|| "this".to_string(), |key| format!("`{key}`"));
        return format!("{subject} is {found}, expected {}", expected_in_words(expected));
    }
    match (key, message.strip_prefix("unknown variant ")) {
        (Some(key), Some(rest)) => format!("`{key}` is {rest}"),
        _ => message.to_string(),
    }
}

/// The name of the key of `table` whose value holds the byte at `at`, with the tables around it.
fn key_at(table: &DeTable, at: usize) -> Option<String> {
    table.iter().find_map(|(key, value)| {
        let inner = match value.get_ref() {
            DeValue::Table(table) => key_at(table, at),
            DeValue::Array(values) => values.iter().find_map(|value| key_at(value.get_ref().as_table()?, at)),
            _ => None,
        };
        let key = key.get_ref();
        match inner {
            Some(inner) => Some(format!("{key}.{inner}")),
            // The span of a table's header may hold others.
            None if is_plain(value) && value.span().contains(&at) => Some(key.to_string()),
            None => None,
        }
    })
}

fn is_plain(value: &Spanned<DeValue>) -> bool {
    match value.get_ref() {
        DeValue::Table(_) => false,
        DeValue::Array(values) => !values.iter().any(|value| value.get_ref().is_table()),
        _ => true,
    }
}

/// What serde calls unexpected, as `Unexpected` of serde writes it.
fn found_in_words(found: &str) -> String {
    match found.split_once(' ') {
        Some(("string", text)) => format!("the text {text}"),
        Some(("integer" | "floating", number)) => {
            format!("the number {}", number.trim_start_matches("point ").trim_matches('`'))
        }
        Some(("boolean", value)) => value.to_string(),
        _ if found == "sequence" => "a list".to_string(),
        _ if found == "map" => "a table".to_string(),
        _ => found.to_string(),
    }
}

fn expected_in_words(expected: &str) -> &str {
    match expected {
        "u8" => "a whole number from 0 to 255",
        "u16" | "u32" | "u64" | "usize" => "a whole number, 0 or more",
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number",
        "f32" | "f64" => "a number",
        "a boolean" => "`true` or `false`",
        "a string" | "path string" => "a text in quotation marks",
        "a sequence" => "a list: `[…]`, texts in quotation marks, commas between them",
        "a map" => "a table",
        other if other.starts_with("struct ") => "a table",
        other => other,
    }
}
