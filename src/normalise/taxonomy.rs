//! `templates/topics.toml`: which titles and questions are about the same topic.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::english::singular;
use super::lexicon::Lexicon;

/// Topics in the order of study, and the phrases that name them.
#[derive(Debug, Default)]
pub struct Taxonomy {
    /// The language of the documents that it is for; `None` for all.
    lang: Option<String>,
    /// Of a hundred questions of such a document so many have a phrase of the field.
    share: usize,
    names: Vec<String>,
    /// Longest first, by their first word.
    phrases: HashMap<String, Vec<Phrase>>,
}

/// A word of a phrase that other fields do not have tells so many times what another does.
const OF_FIELD: usize = 2;

/// Words that stand together.
#[derive(Debug)]
struct Phrase {
    words: Vec<String>,
    /// Index of the topic that it names; `None` where it names none.
    topic: Option<usize>,
    /// Whether questions of other fields do not have it.
    is_of_field: bool,
}

/// What a title tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Topics, by index in the order in which it names them.
    Topics(Vec<usize>),
    /// Nothing of what stands below it.
    Nothing,
    /// Something that the taxonomy does not know.
    Other,
}

/// `topics.toml` as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typed {
    lang: Option<String>,
    #[serde(default)]
    share: u8,
    #[serde(default)]
    field: Vec<String>,
    #[serde(default)]
    nothing: Vec<String>,
    #[serde(default)]
    topic: Vec<TypedTopic>,
}

/// A topic as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypedTopic {
    name: String,
    #[serde(default)]
    terms: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
}

impl Taxonomy {
    /// The topics of `topics.toml`.
    pub fn new(typed: Typed) -> Self {
        let mut taxonomy = Self { lang: typed.lang, share: typed.share.into(), ..Self::default() };
        for (at, topic) in typed.topic.into_iter().enumerate() {
            taxonomy.names.push(topic.name);
            taxonomy.add(&topic.terms, Some(at), true);
            taxonomy.add(&topic.words, Some(at), false);
        }
        taxonomy.add(&typed.field, None, true);
        taxonomy.add(&typed.nothing, None, false);
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted on its own")]
        for phrases in taxonomy.phrases.values_mut() {
            phrases.sort_by_key(|phrase| Reverse(phrase.words.len()));
        }
        taxonomy
    }

    fn add(&mut self, phrases: &[String], topic: Option<usize>, is_of_field: bool) {
        for phrase in phrases {
            let words = words(phrase);
            let Some(first) = words.first() else { continue };
            self.phrases.entry(first.clone()).or_default().push(Phrase { words, topic, is_of_field });
        }
    }

    /// The names of its topics.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether a document in the language `lang` that is called `title` is of its field; `questions` are the texts that
    /// tell of each question.
    pub fn takes<T: Iterator<Item = String>>(
        &self,
        lang: &str,
        title: &str,
        questions: impl Iterator<Item = T>,
    ) -> bool {
        let primary = |lang: &str| lang.split('-').next().unwrap_or_default().to_lowercase();
        if self.names.is_empty() || self.lang.as_deref().is_some_and(|own| primary(own) != primary(lang)) {
            return false;
        }
        let is_of_field = |text: &str| {
            self.named(&words(text)).any(|(phrase, _)| phrase.is_some_and(|phrase| phrase.is_of_field))
        };
        if is_of_field(title) {
            return true;
        }
        let (mut all, mut of_field) = (0, 0);
        for mut question in questions {
            all += 1;
            of_field += usize::from(question.any(|text| is_of_field(&text)));
        }
        of_field * 100 >= self.share * all
    }

    /// What `title` tells; `lexicon` knows the words that say nothing in any title.
    pub fn told(&self, title: &str, lexicon: &Lexicon) -> Told {
        let says_nothing = |word: &str| {
            lexicon.english().is_stop(word)
                || lexicon.is_setting(word)
                || word.starts_with(|c: char| c.is_ascii_digit())
        };
        let words = words(title);
        let mut topics = Vec::new();
        let (mut telling, mut nothing, mut unknown) = (0, 0, 0);
        for (phrase, at) in self.named(&words) {
            match phrase {
                Some(Phrase { topic: Some(topic), words, .. }) => {
                    telling += words.len();
                    if !topics.contains(topic) {
                        topics.push(*topic);
                    }
                }
                Some(phrase) => nothing += phrase.words.len(),
                None if says_nothing(&words[at]) => {}
                None => unknown += 1,
            }
        }
        match () {
            () if telling > 0 && telling >= unknown => Told::Topics(topics),
            () if nothing >= unknown => Told::Nothing,
            () => Told::Other,
        }
    }

    /// The topic that the `texts` of a question say most of, the one that they name first where that is a draw: one
    /// of `among`, else one that they name by a phrase that other fields do not have, or by any where `among` is empty.
    /// `None` where there is none.
    pub fn asked_about(&self, texts: impl Iterator<Item = String>, among: &[usize]) -> Option<usize> {
        // By topic whether it is among those, how much is said of it, and where first.
        let mut said: BTreeMap<usize, (bool, usize, Reverse<usize>)> = BTreeMap::new();
        let mut place = 0;
        for text in texts {
            for (phrase, _) in self.named(&words(&text)) {
                place += 1;
                let Some(Phrase { topic: Some(topic), words, is_of_field }) = phrase else { continue };
                let is_among = among.contains(topic);
                if *is_of_field || is_among || among.is_empty() {
                    let said = said.entry(*topic).or_insert((is_among, 0, Reverse(place)));
                    said.1 += words.len() * if *is_of_field { OF_FIELD } else { 1 };
                }
            }
        }
        said.into_iter().max_by_key(|(_, said)| *said).map(|(topic, _)| topic)
    }

    /// The phrases that `words` are made of, the longest that begins at each place, and their places; `None` for a
    /// word of no phrase.
    fn named<'a>(&'a self, words: &'a [String]) -> impl Iterator<Item = (Option<&'a Phrase>, usize)> {
        let mut next = 0;
        std::iter::from_fn(move || {
            let at = next;
            let rest = words.get(at..).filter(|rest| !rest.is_empty())?;
            let phrase = self
                .phrases
                .get(&rest[0])
                .and_then(|phrases| phrases.iter().find(|it| rest.starts_with(&it.words)));
            next += phrase.map_or(1, |phrase| phrase.words.len());
            Some((phrase, at))
        })
    }
}

/// The words of `text` in lower case, English ones in the singular.
pub fn words(text: &str) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '+' | '#' | '\'' | '’');
    text.split(|c: char| !is_part(c))
        .map(|word| word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word))
        .flat_map(|word| word.split(['\'', '’']))
        .filter(|word| word.contains(|c: char| c.is_alphanumeric() || c == '_'))
        .map(|word| singular(&word.to_lowercase()))
        .collect()
}
