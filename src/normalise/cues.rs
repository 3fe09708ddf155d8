//! The words by which authors show what of an answer is its short form.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

use aho_corasick::AhoCorasick;
use serde::Deserialize;

/// The lists of `templates/cues.toml`, by language. Documents mix languages: all serve all of them.
#[derive(Debug)]
pub struct Cues {
    lists: BTreeMap<String, CuesOfLanguage>,
    /// All that `pointing` holds, to be found in one pass; `None` where it holds nothing.
    pointing: Option<AhoCorasick>,
}

/// The lists of one language.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CuesOfLanguage {
    brief: Vec<String>,
    long: Vec<String>,
    key: Vec<String>,
    main: HashSet<String>,
    beside: HashSet<String>,
    opening: Vec<String>,
    scene: Vec<String>,
    announcing: Vec<String>,
    referring: Vec<String>,
    listing: Vec<String>,
    pointing: Vec<String>,
    dangling: Vec<String>,
    abbreviations: BTreeSet<String>,
}

/// A list of each language.
type List = fn(&CuesOfLanguage) -> &[String];

/// What a label stands in front of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// A short answer.
    Brief,
    /// The full one behind it.
    Long,
    /// What matters most.
    Key,
}

/// What stands between a label and what it labels.
const MARKS: [char; 7] = [':', '：', '—', '–', '-', '|', '.'];

impl Cues {
    /// Those of `lists`; what `brief` names labels a short answer too.
    pub fn new(mut lists: BTreeMap<String, CuesOfLanguage>, brief: &[String]) -> Self {
        let bare = |phrase: &String| phrase.trim().trim_end_matches(MARKS).trim_end().to_lowercase();
        // Of no language.
        let own = lists.entry(String::new()).or_default();
        own.brief.extend(brief.iter().map(bare).filter(|phrase| !phrase.is_empty()));
        let pointing: Vec<&String> = lists.values().flat_map(|lists| &lists.pointing).collect();
        let pointing = if pointing.is_empty() { None } else { AhoCorasick::new(pointing).ok() };
        Self { lists, pointing }
    }

    /// The phrases of `list` in all languages.
    fn phrases(&self, list: List) -> impl Iterator<Item = &str> {
        self.lists.values().flat_map(list).map(String::as_str)
    }

    /// Whether `text` opens with a phrase of `list`.
    fn opens_with(&self, list: List, text: &str) -> bool {
        let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        self.phrases(list).any(|phrase| without(text, phrase).is_some())
    }

    /// How long the label is that `text` opens with, in bytes, with the mark behind it; all of `text` where it is
    /// nothing else.
    pub fn label(&self, text: &str, label: Label) -> Option<usize> {
        let list: List = match label {
            Label::Brief => |lists| &lists.brief,
            Label::Long => |lists| &lists.long,
            Label::Key => |lists| &lists.key,
        };
        let open = text.len() - text.trim_start().len();
        self.phrases(list)
            .filter_map(|phrase| {
                let rest = without(&text[open..], phrase)?.trim_start();
                let marked = rest.trim_start_matches(MARKS);
                (rest.is_empty() || marked.len() < rest.len()).then(|| text.len() - marked.trim_start().len())
            })
            .max()
    }

    /// Whether `sentence` opens with words that promise a short answer: `In short, …`.
    pub fn sums_up(&self, sentence: &str) -> bool {
        let sentence = sentence.trim_start();
        self.phrases(|lists| &lists.brief).any(|phrase| {
            without(sentence, phrase).is_some_and(|rest| rest.starts_with([',', '，', '、', ':', '：']))
        })
    }

    /// Whether a section titled `title` tells what an answer is about.
    pub fn is_main(&self, title: &str) -> bool {
        let title = bare(title);
        self.lists.values().any(|lists| lists.main.contains(title.as_str()))
    }

    /// Whether a section titled `title` tells what stands beside it.
    pub fn is_beside(&self, title: &str) -> bool {
        let title = bare(title);
        let has = |word: &str| self.lists.values().any(|lists| lists.beside.contains(word));
        has(&title) || title.split(|c: char| !c.is_alphanumeric()).any(has)
    }

    /// Whether `sentence` says nothing without what stands around it.
    pub fn leans(&self, sentence: &str) -> bool {
        let points = |pointing: &AhoCorasick| {
            let lower = sentence.to_lowercase();
            pointing.find_overlapping_iter(&lower).any(|found| stands_apart(&lower, found.range()))
        };
        self.opens_with(|lists| &lists.opening, sentence) || self.pointing.as_ref().is_some_and(points)
    }

    /// Whether `sentence` only sets the scene, unless it names what it is about.
    pub fn sets_scene(&self, sentence: &str) -> bool {
        self.opens_with(|lists| &lists.scene, sentence)
    }

    /// Whether `sentence` announces several things.
    pub fn announces(&self, sentence: &str) -> bool {
        self.opens_with(|lists| &lists.announcing, sentence)
    }

    /// Whether `sentence` is about something that another names.
    pub fn refers(&self, sentence: &str) -> bool {
        self.opens_with(|lists| &lists.referring, sentence)
    }

    /// Whether `question` asks for several things, or twice.
    pub fn asks_for_several(&self, question: &str) -> bool {
        let is_inside = |phrase: &str| is_wide(phrase) && question.contains(phrase);
        let listing: List = |lists| &lists.listing;
        let asks_twice = question.matches(['?', '？']).count() > 1;
        asks_twice || self.opens_with(listing, question) || self.phrases(listing).any(is_inside)
    }

    /// Whether `text` breaks off.
    pub fn dangles(&self, text: &str) -> bool {
        let text = text.trim_end().trim_end_matches(['"', '”', ')', '*']).trim_end();
        if text.ends_with([':', '：', ',', '，', '、', ';', '；', '—', '–', '(', '…'])
            || text.ends_with("...")
        {
            return true;
        }
        // `for example.` is as open as `for example`.
        let lower = text.to_lowercase();
        let bare = lower.trim_end_matches(['.', '。']);
        self.phrases(|lists| &lists.dangling).any(|phrase| {
            let phrase = phrase.trim_end_matches('.');
            bare.strip_suffix(phrase)
                .is_some_and(|rest| rest.is_empty() || is_wide(phrase) || rest.ends_with(char::is_whitespace))
        })
    }

    /// Whether `word`, in lower case and with its stop, is short for a word of the language `lang` or of English.
    pub fn is_abbreviation(&self, word: &str, lang: &str) -> bool {
        let primary = lang.split('-').next().unwrap_or_default();
        [primary, "en"]
            .iter()
            .any(|lang| self.lists.get(*lang).is_some_and(|lists| lists.abbreviations.contains(word)))
    }
}

/// What follows `phrase` at the start of `text`, where it ends a word there; case counts for nothing.
fn without<'a>(text: &'a str, phrase: &str) -> Option<&'a str> {
    // Nearly every phrase begins with another letter.
    if let (Some(one), Some(two)) = (text.bytes().next(), phrase.bytes().next())
        && one.is_ascii()
        && two.is_ascii()
        && one.to_ascii_lowercase() != two
    {
        return None;
    }
    let (head, rest) = text.split_at_checked(phrase.len())?;
    let ends = is_wide(phrase)
        || !phrase.ends_with(char::is_alphanumeric)
        || !rest.starts_with(char::is_alphanumeric);
    (ends && head.chars().flat_map(char::to_lowercase).eq(phrase.chars())).then_some(rest)
}

/// Whether the phrase at `place` of `text` stands between bounds of words.
fn stands_apart(text: &str, place: Range<usize>) -> bool {
    is_wide(&text[place.clone()])
        || !text[..place.start].ends_with(char::is_alphanumeric)
            && !text[place.end..].starts_with(char::is_alphanumeric)
}

/// Whether a phrase is of a script that does not part words.
fn is_wide(phrase: &str) -> bool {
    phrase.chars().next().is_some_and(|c| u32::from(c) >= 0x2E80)
}

/// `title` in lower case, without marks around it.
fn bare(title: &str) -> String {
    title.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}
