//! Words that carry questions, words for one thing, and how common words are.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::Deserialize;
use snowball_stemmers_rs::{Algorithm, Stemmer};

use super::english::{has_endings, light, respelled};

/// What a word does in a question; what has no role belongs to its subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Carries the question and says nothing of it.
    Frame,
    /// Carries the question where it opens it.
    Opening,
    /// Says a little.
    Light,
    /// Asks how many, and of what measure: how long, how often.
    Extent,
    /// Says what is asked.
    Ask(Ask),
}

/// What is asked of a subject, beside what it is and how it works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ask {
    /// How things differ.
    Compare,
    /// To make one.
    Make,
    /// How it is made inside.
    Internal,
    /// How to do without it.
    Avoid,
    /// How to find and mend its faults.
    Fix,
    /// How to make it better.
    Improve,
    /// When it is, or is to be used.
    When,
    /// Why.
    Why,
    /// Where.
    Where,
    /// Who.
    Who,
    /// How many, much, long, often.
    Many,
    /// What is good about it.
    Benefit,
    /// What is bad about it.
    Drawback,
    /// What is not so.
    Not,
}

impl Ask {
    /// Whether it is something to be done.
    pub fn is_done(self) -> bool {
        matches!(self, Self::Make | Self::Avoid | Self::Fix | Self::Improve)
    }

    /// What people call it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Compare => "how they differ",
            Self::Make => "how to make it",
            Self::Internal => "how it is made inside",
            Self::Avoid => "how to avoid it",
            Self::Fix => "how to mend it",
            Self::Improve => "how to improve it",
            Self::When => "when",
            Self::Why => "why",
            Self::Where => "where",
            Self::Who => "who",
            Self::Many => "how many",
            Self::Benefit => "its benefits",
            Self::Drawback => "its drawbacks",
            Self::Not => "what is not so",
        }
    }
}

/// The words of one language.
#[derive(Default)]
pub struct Language {
    /// By the word in lower case; the words of a phrase are joined by spaces.
    roles: HashMap<String, Role>,
    /// The first words of the phrases among them.
    openers: HashSet<String>,
    /// Phrases of scripts that do not part words, longest first, by their first character.
    runs: HashMap<char, Vec<(String, Role)>>,
    joint: HashSet<String>,
    conjunction: HashSet<String>,
    agent: HashSet<String>,
    empty: HashSet<String>,
    tail: HashSet<String>,
    of: HashSet<String>,
    kind: HashSet<String>,
    task: HashSet<String>,
    stop: HashSet<&'static str>,
    stemmer: Option<Stemmer>,
    is_english: bool,
}

/// Every list that comparing questions needs.
pub struct Lexicon {
    languages: HashMap<&'static str, Language>,
    /// Phrases and the first of their group, longest first, by their first word; words by [`light`].
    synonyms: HashMap<String, Vec<(Vec<String>, String)>>,
    settings: HashSet<String>,
    /// Words of the two commonest classes, by [`light`].
    commonest: HashSet<String>,
    common: HashSet<String>,
}

/// `templates/asks.toml`.
pub type Asks = HashMap<String, HashMap<String, String>>;

/// `templates/synonyms.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Synonyms {
    groups: Vec<Vec<String>>,
    settings: Vec<String>,
}

/// The lists of a language that say what words do, and what.
const ROLES: &[(&str, Role)] = &[
    ("frame", Role::Frame),
    ("opening", Role::Opening),
    ("light", Role::Light),
    ("compare", Role::Ask(Ask::Compare)),
    ("make", Role::Ask(Ask::Make)),
    ("internal", Role::Ask(Ask::Internal)),
    ("avoid", Role::Ask(Ask::Avoid)),
    ("fix", Role::Ask(Ask::Fix)),
    ("improve", Role::Ask(Ask::Improve)),
    ("when", Role::Ask(Ask::When)),
    ("why", Role::Ask(Ask::Why)),
    ("where", Role::Ask(Ask::Where)),
    ("who", Role::Ask(Ask::Who)),
    ("many", Role::Ask(Ask::Many)),
    ("extent", Role::Extent),
    ("benefit", Role::Ask(Ask::Benefit)),
    ("drawback", Role::Ask(Ask::Drawback)),
    ("not", Role::Ask(Ask::Not)),
];
/// Its other lists.
const LISTS: [&str; 8] = ["joint", "conjunction", "agent", "empty", "tail", "of", "kind", "task"];

/// The languages that `templates/asks.toml` knows, with their stemmers.
const LANGUAGES: &[(&str, Option<Algorithm>)] = &[
    ("en", Some(Algorithm::English)),
    ("de", Some(Algorithm::German)),
    ("es", Some(Algorithm::Spanish)),
    ("fr", Some(Algorithm::French)),
    ("pt", Some(Algorithm::Portuguese)),
    ("it", Some(Algorithm::Italian)),
    ("ru", Some(Algorithm::Russian)),
    ("zh", None),
    ("ja", None),
    ("ko", None),
    ("nl", Some(Algorithm::Dutch)),
    ("sv", Some(Algorithm::Swedish)),
    ("da", Some(Algorithm::Danish)),
    ("no", Some(Algorithm::Norwegian)),
    ("fi", Some(Algorithm::Finnish)),
    ("pl", Some(Algorithm::Polish)),
    ("cs", Some(Algorithm::Czech)),
    ("hu", Some(Algorithm::Hungarian)),
    ("ro", Some(Algorithm::Romanian)),
    ("tr", Some(Algorithm::Turkish)),
    ("uk", Some(Algorithm::Ukrainian)),
    ("el", Some(Algorithm::Greek)),
    ("ar", Some(Algorithm::Arabic)),
    ("hi", Some(Algorithm::Hindi)),
    ("id", Some(Algorithm::Indonesian)),
];

impl Lexicon {
    /// Those of `asks.toml`, `synonyms.toml` and `commonness.txt`.
    pub fn new(asks: &Asks, synonyms: Synonyms, commonness: &str) -> Self {
        let languages = LANGUAGES
            .iter()
            .map(|(lang, algorithm)| (*lang, Language::read(lang, asks.get(*lang), *algorithm)));
        let (commonest, common) = commonness.split_once("\n[20]").unwrap_or((commonness, ""));
        let words = |text: &str| {
            let lines = text.lines().filter(|line| !line.starts_with(['#', '[']));
            lines.flat_map(str::split_ascii_whitespace).map(light).collect()
        };
        let mut lexicon = Self {
            languages: languages.collect(),
            synonyms: HashMap::new(),
            settings: synonyms.settings.into_iter().collect(),
            commonest: words(commonest),
            common: words(common),
        };
        for group in synonyms.groups {
            let Some(name) = group.first().map(|first| lights(first).concat()) else { continue };
            for phrase in &group {
                let phrase = lights(phrase);
                let Some(first) = phrase.first().cloned() else { continue };
                lexicon.synonyms.entry(first).or_default().push((phrase, name.clone()));
            }
        }
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted on its own")]
        for phrases in lexicon.synonyms.values_mut() {
            phrases.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        }
        lexicon
    }

    /// Whether all languages and lists of `asks` are known.
    ///
    /// # Errors
    /// With the name of one that is not, by name the first, and what is wrong.
    pub fn check(asks: &Asks) -> Result<(), (String, String)> {
        let asks: BTreeMap<_, _> = asks.iter().collect();
        for (lang, lists) in asks {
            if !LANGUAGES.iter().any(|(known, _)| known == lang) {
                let known: Vec<&str> = LANGUAGES.iter().map(|(lang, _)| *lang).collect();
                return Err((
                    format!("[{lang}]"),
                    format!("unknown language `{lang}`; known are {}", known.join(", ")),
                ));
            }
            let known = || ROLES.iter().map(|(name, _)| *name).chain(LISTS);
            if let Some(name) = lists
                .keys()
                .collect::<BTreeSet<_>>()
                .into_iter()
                .find(|name| !known().any(|known| known == **name))
            {
                let known: Vec<&str> = known().collect();
                return Err((name.clone(), format!("unknown list `{name}`; known are {}", known.join(", "))));
            }
        }
        Ok(())
    }

    /// The words of the language `lang`, a BCP 47 tag; those of English where it is not known.
    pub fn language(&self, lang: &str) -> &Language {
        let primary = lang.split('-').next().unwrap_or_default();
        let language = self.languages.get(primary).or_else(|| self.languages.get("en"));
        language.unwrap_or_else(|| unreachable!("English is among the languages"))
    }

    /// The words of English.
    pub fn english(&self) -> &Language {
        self.language("en")
    }

    /// Whether a phrase of a group begins with `word`, as [`light`] gives it.
    pub fn opens_synonym(&self, word: &str) -> bool {
        self.synonyms.contains_key(word)
    }

    /// The name of the longest group that `words`, as [`light`] gives them, begin with a phrase of, and how many
    /// words it takes.
    pub fn synonym(&self, words: &[&str]) -> Option<(&str, usize)> {
        let phrases = self.synonyms.get(*words.first()?)?;
        let fits = |phrase: &&(Vec<String>, String)| {
            phrase.0.len() <= words.len() && phrase.0.iter().zip(words).all(|(a, b)| a == b)
        };
        phrases.iter().find(fits).map(|(phrase, name)| (name.as_str(), phrase.len()))
    }

    /// Whether `word`, in lower case, is a place where subjects live: a language, a platform.
    pub fn is_setting(&self, word: &str) -> bool {
        self.settings.contains(word)
    }

    /// How much the English word that is `light` without its inflection tells questions apart: from 0.5 for the
    /// commonest to 1.
    pub fn rarity(&self, light: &str) -> f32 {
        if self.commonest.contains(light) {
            0.5
        } else if self.common.contains(light) {
            0.75
        } else {
            1.0
        }
    }
}

fn lights(phrase: &str) -> Vec<String> {
    phrase.split([' ', '-', '/']).map(light).collect()
}

impl Language {
    fn read(lang: &str, asks: Option<&HashMap<String, String>>, algorithm: Option<Algorithm>) -> Self {
        let list = |name: &str| {
            let words = asks.and_then(|asks| asks.get(name)).map_or("", String::as_str);
            words.split_ascii_whitespace().map(|word| word.replace('_', " ")).collect::<Vec<_>>()
        };
        let mut language = Self {
            joint: list("joint").into_iter().collect(),
            conjunction: list("conjunction").into_iter().collect(),
            agent: list("agent").into_iter().collect(),
            empty: list("empty").into_iter().collect(),
            tail: list("tail").into_iter().collect(),
            of: list("of").into_iter().collect(),
            kind: list("kind").iter().map(|word| light(word)).collect(),
            task: list("task").iter().map(|word| light(word)).collect(),
            stop: stop_words::lookup(lang).unwrap_or_default().iter().copied().collect(),
            stemmer: algorithm.map(Stemmer::create),
            is_english: lang == "en",
            ..Self::default()
        };
        let parts_words = !matches!(lang, "zh" | "ja" | "ko");
        for &(name, role) in ROLES {
            for word in list(name) {
                if !parts_words && let Some(first) = word.chars().next() {
                    language.runs.entry(first).or_default().push((word.clone(), role));
                }
                language.openers.extend(word.split_once(' ').map(|(first, _)| first.to_string()));
                if language.is_english {
                    language.roles.entry(light(&word)).or_insert(role);
                }
                language.roles.insert(word, role);
            }
        }
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted on its own")]
        for phrases in language.runs.values_mut() {
            phrases.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        }
        language
    }

    /// What `word`, in lower case, does in a question of this language.
    pub fn role(&self, word: &str) -> Option<Role> {
        self.roles.get(word).copied().or_else(|| match self.is_english {
            true if word.ends_with("n't") => Some(Role::Ask(Ask::Not)),
            true if has_endings(word) => self.roles.get(&light(word)).copied(),
            _ => None,
        })
    }

    /// Whether a phrase of which [`Language::role`] knows what it does opens with `word`, in lower case.
    pub fn opens_phrase(&self, word: &str) -> bool {
        self.openers.contains(word)
    }

    /// The longest phrase that `text` begins with, for scripts that do not part words: its length in bytes, and what
    /// it does.
    pub fn run(&self, text: &str) -> Option<(usize, Role)> {
        let phrases = self.runs.get(&text.chars().next()?)?;
        phrases
            .iter()
            .find(|(phrase, _)| text.starts_with(phrase.as_str()))
            .map(|(phrase, role)| (phrase.len(), *role))
    }

    /// Whether `word` may open a second question behind a conjunction.
    pub fn is_joint(&self, word: &str) -> bool {
        self.joint.contains(word)
    }

    /// Whether `word` joins what stands beside it.
    pub fn is_conjunction(&self, word: &str) -> bool {
        self.conjunction.contains(word)
    }

    /// Whether `word` names who is to do it: what is asked is then to be done.
    pub fn is_agent(&self, word: &str) -> bool {
        self.agent.contains(word)
    }

    /// Whether `word` begins what the subject is seen in.
    pub fn is_tail(&self, word: &str) -> bool {
        self.tail.contains(word)
    }

    /// Whether what `word` begins belongs to all that is named in front of it.
    pub fn is_of(&self, word: &str) -> bool {
        self.of.contains(word)
    }

    /// Whether `word`, behind a name, only says what the name is: `clause` of `HAVING` clause.
    pub fn is_kind(&self, word: &str) -> bool {
        self.kind.contains(&light(word))
    }

    /// Whether `word` is what one writes to do something.
    pub fn is_task(&self, word: &str) -> bool {
        self.task.contains(&light(word))
    }

    /// Whether `word` only holds a sentence together: an article, a pronoun, an auxiliary. Of two questions that only
    /// one has it they may be the same; another common word (before, off, new) tells them apart.
    pub fn is_empty(&self, word: &str) -> bool {
        self.empty.contains(word) || self.agent.contains(word) || self.conjunction.contains(word)
    }

    /// Whether `word` is too common to be a subject.
    pub fn is_stop(&self, word: &str) -> bool {
        self.stop.contains(word) || self.agent.contains(word) || self.conjunction.contains(word)
    }

    /// `word` without its inflection.
    pub fn light(&self, word: &str) -> String {
        match &self.stemmer {
            Some(stemmer) if !self.is_english => respelled(&stemmer.stem(word)),
            _ => light(word),
        }
    }

    /// What words of the family of `word` share: `manage`, `management`.
    pub fn family(&self, word: &str) -> String {
        match &self.stemmer {
            Some(stemmer) if self.is_english => respelled(&stemmer.stem(word)),
            _ => self.light(word),
        }
    }
}
