//! `deckpress.toml` as its author typed it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::de::{Error as _, Unexpected};
use serde::{Deserialize, Deserializer, Serialize};

use super::{ConfigError, Writer, line_at, misfit, nearest};
use crate::files;
use crate::recognise;
use crate::sheet;
use crate::write::pdf;

/// The language of a document whose own words are to tell it.
pub const DETECT: &str = "detect";
/// How many of a hundred cards may leave the deck in one build, if the user says nothing else.
const MAX_SHRINK: u8 = 20;
/// The tag that all tags of deckpress lie below, if the user says nothing else.
const TAG_PREFIX: &str = "deckpress";

/// `deckpress.toml` as typed. `docs/config.md` describes every key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    /// Name of the root deck.
    pub name: String,
    /// Folders and files to read.
    pub sources: Vec<PathBuf>,
    /// Folder to write to.
    pub output: PathBuf,
    /// Writers to run; empty for those that run by default and all of `writer`.
    pub writers: Vec<String>,
    /// Language of documents that do not name theirs; `detect` to go by their words.
    #[serde(deserialize_with = "language_tag")]
    pub language: String,
    /// Documents and folders whose answers come first.
    pub priority: Vec<String>,
    /// How many of a hundred cards may leave the deck in one build.
    #[serde(deserialize_with = "of_a_hundred")]
    pub max_shrink: u8,
    /// The tag that all tags of deckpress lie below; empty for none.
    pub tag_prefix: String,
    /// Cards that are made only where the user asks for them.
    pub cards: Cards,
    /// Folder with templates in place of those that the program comes with; empty for none.
    pub templates: PathBuf,
    /// How the review sheet is written.
    pub csv: sheet::Options,
    /// How short answers are made.
    pub digest: Digest,
    /// Commands that turn foreign formats into Markdown, by extension.
    pub reader: BTreeMap<String, Reader>,
    /// Commands that make further artifacts, by name.
    pub writer: BTreeMap<String, Writer>,
    /// What is printed, and on what.
    pub pdf: pdf::Options,
    /// Constructs that are questions only where the user says so.
    pub recognise: recognise::Options,
    /// House styles that the user describes.
    pub rule: Vec<recognise::CustomRule>,
    /// Questions that ask the same, whatever their words.
    pub same: Vec<Together>,
    /// Questions that ask something else, whatever their words.
    pub different: Vec<Together>,
}

/// Cards that are made only where the user asks for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Cards {
    /// Whether follow-up questions that come with a hint are cards of their own.
    pub follow_ups: bool,
    /// Whether terms with their meaning are asked the other way round too.
    pub reverse: bool,
}

/// A command that turns a foreign format into Markdown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reader {
    /// A program and its arguments; no shell. It gets the file on standard input and prints Markdown.
    pub command: Vec<String>,
}

/// How short answers are made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Digest {
    /// Words that label a short answer, beside those of the templates.
    pub brief: Vec<String>,
}

/// Questions of which the user says something, two or more: it holds of each and every other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Together {
    /// Each by its wording, or by the guid or short id of its note.
    #[serde(deserialize_with = "two_or_more")]
    pub questions: Vec<String>,
}

fn two_or_more<'de, D: Deserializer<'de>>(typed: D) -> Result<Vec<String>, D::Error> {
    let questions = Vec::deserialize(typed)?;
    if questions.len() < 2 {
        return Err(D::Error::custom(
            "expected two questions or more, each by its words or by the id on its card",
        ));
    }
    Ok(questions)
}

/// A tag as BCP 47 has it, `en` or `pt-BR`, as far as its form tells; the name of a language is none.
fn language_tag<'de, D: Deserializer<'de>>(typed: D) -> Result<String, D::Error> {
    let tag = String::deserialize(typed)?;
    let mut parts = tag.split(['-', '_']);
    let language = parts.next().unwrap_or_default();
    let is_language =
        matches!(language.len(), 2 | 3) && language.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_part =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if tag == DETECT || is_language && parts.all(is_part) {
        return Ok(tag);
    }
    Err(D::Error::invalid_value(
        Unexpected::Str(&tag),
        &"the tag of a language, such as \"en\" or \"pt-BR\", or \"detect\"",
    ))
}

fn of_a_hundred<'de, D: Deserializer<'de>>(typed: D) -> Result<u8, D::Error> {
    let number = i64::deserialize(typed)?;
    let share = u8::try_from(number).ok().filter(|share| *share <= 100);
    share.ok_or_else(|| D::Error::invalid_value(Unexpected::Signed(number), &"a whole number from 0 to 100"))
}

impl Default for Typed {
    fn default() -> Self {
        Self {
            name: "Deckpress".to_string(),
            sources: vec![PathBuf::from("source")],
            output: PathBuf::from("output"),
            writers: Vec::new(),
            language: DETECT.to_string(),
            priority: Vec::new(),
            max_shrink: MAX_SHRINK,
            tag_prefix: TAG_PREFIX.to_string(),
            cards: Cards::default(),
            templates: PathBuf::new(),
            csv: sheet::Options::default(),
            digest: Digest::default(),
            reader: BTreeMap::new(),
            writer: BTreeMap::new(),
            pdf: pdf::Options::default(),
            recognise: recognise::Options::default(),
            rule: Vec::new(),
            same: Vec::new(),
            different: Vec::new(),
        }
    }
}

impl Typed {
    /// Reads the file at `path`; what it does not say, or all when it is missing, is as by default.
    ///
    /// # Errors
    /// When it cannot be read, is no TOML, or has unknown keys or values of the wrong type.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        files::read_text(path)?.map_or_else(|| Ok(Self::default()), |text| Self::parse(&text, path))
    }

    fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        toml::from_str(text).map_err(|error: toml::de::Error| {
            let path = path.to_path_buf();
            let at = error.span().map_or(0, |span| span.start);
            let line = line_at(text, at);
            let message = error.message();
            match message.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`')) {
                Some((key, _)) => {
                    let inner = ["command", "options"].into_iter().chain(recognise::CustomRule::KEYS);
                    let nearest = nearest(key, Self::keys().iter().map(String::as_str).chain(inner));
                    ConfigError::UnknownKey { path, line, key: key.to_string(), nearest }
                }
                None => ConfigError::Syntax { path, line, message: misfit::told(text, at, message) },
            }
        })
    }

    /// Every key, sorted; one inside a table with the table's name and a full stop in front.
    pub fn keys() -> Vec<String> {
        let table = match toml::Table::try_from(Self::default()) {
            Ok(table) => table,
            Err(error) => unreachable!("the default configuration is valid TOML: {error}"),
        };
        let mut keys: Vec<String> = table
            .iter()
            .flat_map(|(key, value)| match value {
                toml::Value::Table(inner) if !inner.is_empty() => {
                    inner.keys().map(|name| format!("{key}.{name}")).collect()
                }
                _ => vec![key.clone()],
            })
            .collect();
        keys.sort();
        keys
    }
}

#[cfg(test)]
mod tests {
    use super::super::FILE;
    use super::*;

    #[test]
    fn an_unknown_key_names_the_nearest() {
        let error = Typed::parse("name = \"A\"\nouput = \"x\"\n", Path::new(FILE)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "deckpress.toml:2: unknown key `ouput`; did you mean `output`? docs/config.md lists every key"
        );
    }

    #[test]
    fn a_value_that_does_not_fit_is_told_with_its_line_and_key() {
        for (typed, said) in [
            ("\n\nname = 3", "3: `name` is the number 3, expected a text in quotation marks"),
            (
                "[pdf]\nink_saving = true\nbudget = \"four\"",
                "3: `pdf.budget` is the text \"four\", expected a whole number, 0 or more",
            ),
            ("pdf.budget = -1", "1: `pdf.budget` is the number -1, expected a whole number, 0 or more"),
            ("[pdf]\npaper = \"a5\"", "2: `pdf.paper` is `a5`, expected"),
            (
                "[pdf]\nink_saving = \"no\"",
                "2: `pdf.ink_saving` is the text \"no\", expected `true` or `false`",
            ),
            ("sources = \"source\"", "1: `sources` is the text \"source\", expected a list: `[…]`"),
            ("sources = [\n  \"a\",\n  2.5,\n]", "3: `sources` is the number 2.5, expected a text"),
            ("name = [\"a\"]", "1: `name` is a list, expected a text"),
            ("max_shrink = 250", "1: `max_shrink` is the number 250, expected a whole number from 0 to 100"),
            ("max_shrink = -1", "1: `max_shrink` is the number -1, expected a whole number from 0 to 100"),
            (
                "language = \"klingonisch\"",
                "1: `language` is the text \"klingonisch\", expected the tag of a language",
            ),
            ("language = \"pt-\"", "1: `language` is the text \"pt-\", expected"),
            (
                "[[rule]]\nname = \"a\"\nquestion = \"^Q\"\nfiles = \"x\"",
                "4: `rule.files` is the text \"x\", expected a list",
            ),
            ("writer.page.command = \"x\"", "1: `writer.page.command` is the text \"x\", expected a list"),
        ] {
            let error = Typed::parse(&format!("{typed}\n"), Path::new(FILE)).unwrap_err().to_string();
            assert!(error.starts_with(&format!("deckpress.toml:{said}")), "{typed}: {error}");
        }
        for fits in
            ["language = \"de\"", "language = \"zh-Hant-TW\"", "language = \"detect\"", "max_shrink = 100"]
        {
            assert!(Typed::parse(fits, Path::new(FILE)).is_ok(), "{fits}");
        }
    }

    #[test]
    fn one_question_alone_is_not_the_same_as_another() {
        let error = Typed::parse("[[same]]\nquestions = [\"a\"]\n", Path::new(FILE)).unwrap_err();
        assert!(error.to_string().starts_with("deckpress.toml:2: expected two questions or more"), "{error}");
        let typed = Typed::parse("[[same]]\nquestions = [\"a\", \"b\", \"c\"]\n", Path::new(FILE)).unwrap();
        assert_eq!(typed.same[0].questions.len(), 3);
    }

    #[test]
    fn an_unsound_rule_names_its_line_and_what_to_do() {
        for (rule, line, said) in [
            ("name = \"a\"\nquestion = '^Q (\\d'", 3, "`question` is no regular expression"),
            ("name = \"a\"\nquestion = '^Q (\\d'", 3, "unclosed group"),
            ("name = \"a\"\nquestion = '(?=Q)'", 3, "look-around"),
            (
                "name = \"a\"\nquestion = '^(?<qestion>.+)'",
                3,
                "has a group `qestion`; it may have `question`, `answer`",
            ),
            ("name = \"a\"\nquestion = '^Q'\nmetadata = '^Level'", 4, "`metadata` has no group"),
            ("name = \"a\"\nquestion = '.*'", 3, "matches an empty line"),
            ("name = \"a\"\nquestoin = '^Q'", 3, "unknown key `questoin`; did you mean `question`?"),
            ("name = \"table\"\nquestion = '^Q'", 2, "the name of a built-in rule"),
            ("name = \" \"\nquestion = '^Q'", 2, "`name` is empty"),
            ("question = '^Q'", 1, "missing field `name`"),
            ("name = \"a\"", 1, "give it a pattern for the lines that are questions"),
            ("name = \"a\"\nsection = '^S'\nanswer = '^A'", 1, "they only count below"),
            (
                "name = \"a\"\nquestion = '^Q'\nfiles = [\"a{\"]",
                4,
                "`files` holds what is no pattern of files",
            ),
        ] {
            let text = format!("[[rule]]\n{rule}\n");
            let error = Typed::parse(&text, Path::new(FILE)).unwrap_err().to_string();
            assert!(
                error.starts_with(&format!("deckpress.toml:{line}: ")) && error.contains(said),
                "{rule}: {error}"
            );
        }
    }
}
