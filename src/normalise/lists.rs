//! The lists of `templates/` that comparing, shortening and sorting notes go by.

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use super::cues::Cues;
use super::lexicon::Lexicon;
use super::taxonomy::Taxonomy;

/// The lists as files.
#[derive(Clone, Debug)]
pub struct Texts {
    /// `asks.toml`: words that say what is asked.
    pub asks: Cow<'static, str>,
    /// `synonyms.toml`: words for one thing.
    pub synonyms: Cow<'static, str>,
    /// `commonness.txt`: how common words are.
    pub commonness: Cow<'static, str>,
    /// `cues.toml`: words that tell what of an answer is its short form.
    pub cues: Cow<'static, str>,
    /// `topics.toml`: titles and terms of topics.
    pub topics: Cow<'static, str>,
}

impl Texts {
    /// Those that the program comes with.
    pub const SHIPPED: Self = Self {
        asks: Cow::Borrowed(include_str!("../../templates/asks.toml")),
        synonyms: Cow::Borrowed(include_str!("../../templates/synonyms.toml")),
        commonness: Cow::Borrowed(include_str!("../../templates/commonness.txt")),
        cues: Cow::Borrowed(include_str!("../../templates/cues.toml")),
        topics: Cow::Borrowed(include_str!("../../templates/topics.toml")),
    };
}

/// The lists, ready to be used.
pub struct Lists {
    pub(super) lexicon: Lexicon,
    pub(super) cues: Cues,
    pub(super) taxonomy: Taxonomy,
}

/// A list that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {message}")]
pub struct ListError {
    /// Its file, as [`Texts`] names it.
    pub file: &'static str,
    /// Where it is wrong, in bytes.
    pub at: usize,
    /// What is wrong.
    pub message: String,
}

impl Lists {
    /// Reads the lists; what `brief` names labels a short answer too.
    ///
    /// # Errors
    /// At the first file that is no TOML, has unknown keys or values of the wrong type.
    pub fn read(texts: &Texts, brief: &[String]) -> Result<Self, ListError> {
        let cues = Cues::new(parsed("cues.toml", &texts.cues)?, brief);
        let asks = parsed("asks.toml", &texts.asks)?;
        Lexicon::check(&asks).map_err(|(name, message)| ListError {
            file: "asks.toml",
            at: line_of(&texts.asks, &name),
            message,
        })?;
        Ok(Self {
            lexicon: Lexicon::new(&asks, parsed("synonyms.toml", &texts.synonyms)?, &texts.commonness),
            cues,
            taxonomy: Taxonomy::new(parsed("topics.toml", &texts.topics)?),
        })
    }

    /// Those that the program comes with.
    pub fn shipped() -> Self {
        match Self::read(&Texts::SHIPPED, &[]) {
            Ok(lists) => lists,
            Err(error) => unreachable!("the shipped lists are read: {error}"),
        }
    }
}

/// Where the first line of `text` starts that begins with `name`.
fn line_of(text: &str, name: &str) -> usize {
    let lines = text.split_inclusive('\n');
    lines.take_while(|line| !line.starts_with(name)).map(str::len).sum()
}

fn parsed<T: DeserializeOwned>(file: &'static str, text: &str) -> Result<T, ListError> {
    toml::from_str(text).map_err(|error| ListError {
        file,
        at: error.span().map_or(0, |span| span.start),
        message: error.message().to_string(),
    })
}
