//! Which writers run: those of the program, and the commands of `[writer.NAME]`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ConfigError, nearest};
use crate::write::WRITERS;
use crate::write::external::External;

/// A command that makes further artifacts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Writer {
    /// A program and its arguments; no shell. It gets the collection on standard input; see docs/plugins.md.
    pub command: Vec<String>,
    /// What it is told beside the collection.
    #[serde(default)]
    pub options: toml::Table,
}

/// The writers that `names` name, those that run by default where it is empty; `external` is what the user made known.
///
/// # Errors
/// When a name is unknown, or a writer of the user's has no command or a name that it cannot have.
pub fn chosen(
    names: &[String],
    external: BTreeMap<String, Writer>,
) -> Result<(Vec<&'static str>, Vec<External>), ConfigError> {
    let known = || WRITERS.iter().map(|writer| writer.name());
    let external = external.into_iter().map(|(name, writer)| checked(name, writer));
    let mut external: Vec<External> = external.collect::<Result<_, _>>()?;
    if names.is_empty() {
        let by_default = WRITERS.iter().filter(|writer| writer.runs_by_default());
        return Ok((by_default.map(|writer| writer.name()).collect(), external));
    }
    let mut all: Vec<&str> = known().collect();
    all.extend(external.iter().map(|writer| writer.name.as_str()));
    if let Some(name) = names.iter().find(|name| !all.contains(&name.as_str())) {
        let nearest = nearest(name, all.iter().copied());
        let known = all.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        return Err(ConfigError::UnknownWriter { name: name.clone(), nearest, known });
    }
    let is_named = |writer: &str| names.iter().any(|name| name == writer);
    external.retain(|writer| is_named(&writer.name));
    Ok((known().filter(|name| is_named(name)).collect(), external))
}

/// A writer of the user's, whose name becomes a folder on any system.
fn checked(name: String, Writer { command, options }: Writer) -> Result<External, ConfigError> {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
    if WRITERS.iter().any(|writer| writer.name() == name) {
        return Err(ConfigError::WriterName { name, problem: "deckpress has a writer of this name" });
    }
    if name.is_empty() || !name.bytes().all(fits) {
        return Err(ConfigError::WriterName { name, problem: "its folder cannot be called so" });
    }
    match command.first() {
        Some(program) if !program.is_empty() => {
            let options = options.into_iter().map(|(key, value)| (key, json(value))).collect();
            Ok(External { name, command, options })
        }
        _ => Err(ConfigError::NoCommand { table: format!("writer.{name}") }),
    }
}

/// `value` in JSON, which has neither dates (they become texts) nor infinite numbers (they become `null`).
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(answer) => answer.into(),
        toml::Value::Datetime(time) => time.to_string().into(),
        toml::Value::Array(values) => values.into_iter().map(json).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, json(value))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn external(text: &str) -> BTreeMap<String, Writer> {
        #[derive(Deserialize)]
        struct File {
            writer: BTreeMap<String, Writer>,
        }
        toml::from_str::<File>(text).unwrap().writer
    }

    #[test]
    fn writers_run_by_default_or_by_name() {
        let site = || external("writer.site.command = ['a', 'b']");
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let (own, others) = chosen(&[], site()).unwrap();
        assert!(own.contains(&"apkg") && !own.contains(&"anki-text") && others.len() == 1);
        let (own, others) = chosen(&names(&["json", "apkg"]), site()).unwrap();
        assert!(own == ["apkg", "json"] && others.is_empty());
        let (own, others) = chosen(&names(&["site"]), site()).unwrap();
        assert!(own.is_empty() && others[0].command == ["a", "b"]);
        let error = chosen(&names(&["cvs"]), site()).unwrap_err().to_string();
        assert!(error.starts_with("unknown writer `cvs`; did you mean `csv`?"), "{error}");
        let error = chosen(&names(&["sit"]), site()).unwrap_err().to_string();
        assert!(error.contains("did you mean `site`?") && error.ends_with("`preview`, `site`"), "{error}");
    }

    #[test]
    fn a_writer_has_a_command_and_a_name_for_a_folder() {
        for (text, said) in [
            ("writer.site.command = []", "`[writer.site]` in deckpress.toml names no program"),
            ("writer.site.command = ['']", "names no program"),
            ("writer.pdf.command = ['a']", "deckpress has a writer of this name"),
            ("writer.'../up'.command = ['a']", "cannot be called so"),
            ("writer.'a/b'.command = ['a']", "cannot be called so"),
            ("writer.''.command = ['a']", "cannot be called so"),
            ("writer.'.'.command = ['a']", "cannot be called so"),
            ("writer.Site.command = ['a']", "give it another name, of `a` to `z`"),
        ] {
            let error = chosen(&[], external(text)).unwrap_err().to_string();
            assert!(error.contains(said), "{text}: {error}");
        }
    }

    #[test]
    fn options_are_handed_on() {
        let (_, others) = chosen(
            &[],
            external(
                "[writer.a]\ncommand = ['a']\n[writer.a.options]\nn = 1\nf = 0.5\nday = 2026-01-02\n\
                 list = [true, 'x']\ntable = { k = 'v' }\n",
            ),
        )
        .unwrap();
        let expected =
            json!({"n": 1, "f": 0.5, "day": "2026-01-02", "list": [true, "x"], "table": {"k": "v"}});
        assert_eq!(Value::Object(others[0].options.clone()), expected);
    }
}
