//! A `[[rule]]` of `deckpress.toml` as typed, and as it is meant.

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use regex::Regex;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::lines::Line;
use crate::model::Span;
use crate::recognise::RULES;

/// A house style that the user describes by patterns over lines. `docs/rules.md` tells what each one does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Typed")]
pub struct CustomRule {
    /// What `explain` and the model call it.
    pub name: String,
    /// The documents that it is for; empty for all.
    pub files: Globs,
    /// Which lines are questions; where there is none, the rule only describes sections.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<Pattern>,
    /// Which lines open the answer; without it what stands below the question is its answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<Pattern>,
    /// Which lines name the section of what follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<Pattern>,
    /// Which lines tell something about a question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Pattern>,
}

impl CustomRule {
    /// Every key, as typed.
    pub const KEYS: [&str; 6] = ["name", "files", "question", "answer", "section", "metadata"];

    /// Every pattern that it has.
    pub(super) fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        [&self.question, &self.answer, &self.section, &self.metadata].into_iter().flatten()
    }

    /// Whether it is meant for the document with this id.
    pub fn is_for(&self, document: &str) -> bool {
        self.files.are_empty() || self.files.hold(document)
    }
}

/// A regular expression over one line, whose groups are those that its key may have.
#[derive(Clone, Debug)]
pub struct Pattern(Regex);

/// What a pattern found on a line: the places of its groups that took part.
pub(super) struct Matched<'p> {
    groups: Vec<(&'p str, Span)>,
}

impl Pattern {
    /// What it finds on `line`: as it is written, else without the marks of blocks.
    pub(super) fn on(&self, line: &Line, text: &str) -> Option<Matched<'_>> {
        let within = |place: Span| {
            let words = text.get(place.range()).filter(|words| !words.is_empty())?;
            let found = self.0.captures(words)?;
            let at = place.start as usize;
            let names = self.0.capture_names().flatten();
            let groups = names.filter_map(|name| {
                let group = found.name(name)?;
                Some((name, Span::new(at + group.start(), at + group.end())))
            });
            Some(Matched { groups: groups.collect() })
        };
        let without_marks = || within(line.content).filter(|_| line.content != line.whole);
        within(line.whole).or_else(without_marks)
    }

    /// Whether it matches a line that says `words`.
    pub(super) fn matches(&self, words: &str) -> bool {
        !words.is_empty() && self.0.is_match(words)
    }

    /// Whether it has a group called `name`.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.capture_names().flatten().any(|known| known == name)
    }
}

impl<'p> Matched<'p> {
    /// Where the group called `name` stands; `None` where it took no part.
    pub fn group(&self, name: &str) -> Option<Span> {
        self.groups.iter().find(|(known, _)| *known == name).map(|(_, span)| *span)
    }

    /// The groups that took part, with their places.
    pub fn groups(&self) -> impl Iterator<Item = (&'p str, Span)> {
        self.groups.iter().copied()
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Eq for Pattern {}

impl Serialize for Pattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.as_str())
    }
}

/// Patterns of files as `.gitignore` has them, over the ids of documents.
#[derive(Clone, Debug)]
pub struct Globs {
    typed: Vec<String>,
    compiled: Gitignore,
}

impl Globs {
    fn new(typed: Vec<String>) -> Result<Self, ignore::Error> {
        let mut builder = GitignoreBuilder::new("");
        for glob in &typed {
            builder.add_line(None, glob)?;
        }
        Ok(Self { compiled: builder.build()?, typed })
    }

    fn are_empty(&self) -> bool {
        self.typed.is_empty()
    }

    fn hold(&self, document: &str) -> bool {
        self.compiled.matched_path_or_any_parents(document.trim_start_matches('/'), false).is_ignore()
    }
}

impl PartialEq for Globs {
    fn eq(&self, other: &Self) -> bool {
        self.typed == other.typed
    }
}

impl Eq for Globs {}

impl Serialize for Globs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.typed.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Globs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let typed = Vec::<String>::deserialize(deserializer)?;
        Self::new(typed).map_err(|error| {
            D::Error::custom(format!(
                "`files` holds what is no pattern of files: {error}; write them as in a .gitignore, such as \"exams/*.md\""
            ))
        })
    }
}

/// The keys of a `[[rule]]`. An error is raised where the value stands, so that it names its line.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    #[serde(deserialize_with = "name")]
    name: String,
    #[serde(default)]
    files: Option<Globs>,
    #[serde(default, deserialize_with = "question")]
    question: Option<Pattern>,
    #[serde(default, deserialize_with = "answer")]
    answer: Option<Pattern>,
    #[serde(default, deserialize_with = "section")]
    section: Option<Pattern>,
    #[serde(default, deserialize_with = "metadata")]
    metadata: Option<Pattern>,
}

impl TryFrom<Typed> for CustomRule {
    type Error = String;

    fn try_from(typed: Typed) -> Result<Self, String> {
        let Typed { name, files, question, answer, section, metadata } = typed;
        if question.is_none() && section.is_none() {
            return Err(format!(
                "rule `{name}` finds nothing: give it a pattern for the lines that are questions, such as \
                 question = '^Task \\d+: (?<question>.+)', or one for sections"
            ));
        }
        if question.is_none() && (answer.is_some() || metadata.is_some()) {
            return Err(format!(
                "rule `{name}` has `answer` or `metadata` and no `question`: they only count below a line that its \
                 `question` matches"
            ));
        }
        let files = match files {
            Some(files) => files,
            None => Globs::new(Vec::new()).map_err(|error| error.to_string())?,
        };
        Ok(Self { name, files, question, answer, section, metadata })
    }
}

fn name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let name = String::deserialize(deserializer)?;
    if name.trim().is_empty() {
        return Err(D::Error::custom("`name` is empty: it is what `deckpress explain` calls the rule"));
    }
    if RULES.iter().any(|rule| rule.name == name) {
        return Err(D::Error::custom(format!(
            "`{name}` is the name of a built-in rule: choose another, so that `deckpress explain` can tell them apart"
        )));
    }
    Ok(name)
}

/// Groups that tell something about a question.
const ABOUT: [&str; 8] = ["number", "difficulty", "easy", "medium", "hard", "tags", "companies", "links"];

fn question<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Pattern>, D::Error> {
    pattern(deserializer, "question", &[&["question", "answer"], &ABOUT[..]].concat())
}

fn answer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Pattern>, D::Error> {
    pattern(deserializer, "answer", &[&["answer"], &ABOUT[..]].concat())
}

fn section<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Pattern>, D::Error> {
    pattern(deserializer, "section", &["section"])
}

fn metadata<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Pattern>, D::Error> {
    let pattern = pattern(deserializer, "metadata", &ABOUT)?;
    match &pattern {
        Some(Pattern(regex)) if regex.capture_names().flatten().next().is_none() => Err(D::Error::custom(
            format!("`metadata` has no group, and would tell nothing: it may have {}", listed(&ABOUT)),
        )),
        _ => Ok(pattern),
    }
}

fn pattern<'de, D: Deserializer<'de>>(
    deserializer: D,
    key: &str,
    groups: &[&str],
) -> Result<Option<Pattern>, D::Error> {
    let typed = String::deserialize(deserializer)?;
    let regex = Regex::new(&typed).map_err(|error| {
        D::Error::custom(format!(
            "`{key}` is no regular expression of the kind that https://docs.rs/regex describes\n{error}"
        ))
    })?;
    if let Some(unknown) = regex.capture_names().flatten().find(|name| !groups.contains(name)) {
        let known = listed(groups);
        return Err(D::Error::custom(format!("`{key}` has a group `{unknown}`; it may have {known}")));
    }
    if regex.is_match("") {
        return Err(D::Error::custom(format!(
            "`{key}` matches an empty line as well, and so may match any: name a word or a sign that all such lines have"
        )));
    }
    Ok(Some(Pattern(regex)))
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
