//! What comparing questions looks at, with numbers in place of words, so that it compares no text.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use super::asked::Asked;
use super::lexicon::Ask;
use super::term::Term;

/// What stands for a text, an abbreviation or a family of words.
pub type Name = u32;

/// Abbreviations have so many letters.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=6;

/// The words of all questions that are compared with each other.
#[derive(Default)]
pub struct Vocabulary<'a> {
    texts: HashMap<&'a str, Name>,
    abbreviations: HashMap<&'a str, Name>,
    /// With the only text that is of the family, where there are not several.
    families: HashMap<&'a str, (Name, Option<Name>)>,
    names: Name,
}

/// A question as it is compared.
pub struct Outline {
    /// What it may be read as, the plain reading first.
    pub readings: Vec<Reading>,
    /// What stands in parentheses.
    pub aside: Option<Reading>,
}

/// One way to read a question.
pub struct Reading {
    /// How sure it is, 0 to 1.
    pub sure: f32,
    /// The terms of its subject.
    pub words: Vec<Word>,
    /// Words of the subject that somewhere are written as one, the shortest runs first, then in order of place.
    pub runs: Vec<Run>,
    /// What is asked, sorted.
    pub asks: Vec<Ask>,
    /// How many things it compares; `None` where it does not compare.
    pub compared: Option<usize>,
    /// Where the subject lives.
    pub settings: Vec<Name>,
    /// The numbers that it names, versions among them, sorted.
    pub numbers: Vec<Name>,
    /// Which version of where the subject lives.
    pub versions: Vec<Name>,
    /// Common words that are no subject and yet tell questions apart, sorted.
    pub particles: Vec<Name>,
    /// Before which words a conjunction or a comma stands.
    pub joints: Vec<usize>,
    /// All words that the question is written with, whatever their order.
    pub bag: u64,
}

/// A term of a subject.
pub struct Word {
    /// Its text.
    pub text: Name,
    /// Its family; `None` where all words of the family have one text.
    pub family: Option<Name>,
    /// Its letters, where they may be the first ones of words.
    pub abbreviation: Option<Name>,
    /// How much it tells questions apart.
    pub weight: f32,
    /// How much it would if it were not only what the subject is seen in.
    pub full: f32,
    /// Whether it only says what the subject is seen in.
    pub in_tail: bool,
    /// Whether it may as well be left out, or said with another such word.
    pub says_little: bool,
    /// The signs that are written on it, where it is code.
    pub signs: Option<Name>,
}

/// Neighbours of a subject that one term of another may stand for.
pub struct Run {
    /// Their places.
    pub at: Range<usize>,
    /// The text or the abbreviation that they are written as.
    pub name: Name,
}

impl Outline {
    /// The plain reading.
    pub fn plain(&self) -> &Reading {
        &self.readings[0]
    }
}

impl Word {
    /// Whether it stands for what is written as `name`.
    pub fn is_written(&self, name: Name) -> bool {
        self.text == name || self.abbreviation == Some(name)
    }
}

impl<'a> Vocabulary<'a> {
    /// The words of `questions`. Names hang on the order of the questions, and nothing hangs on names but whether two
    /// are the same.
    pub fn of(questions: impl IntoIterator<Item = &'a Asked>) -> Self {
        let mut vocabulary = Self::default();
        let questions = questions.into_iter().flat_map(Asked::with_aside);
        for (asked, _) in questions.flat_map(Asked::readings) {
            for term in &asked.subject {
                vocabulary.learn(term);
            }
            for word in asked.settings.iter().chain(&asked.versions).chain(&asked.particles) {
                named(&mut vocabulary.texts, &mut vocabulary.names, word);
            }
        }
        vocabulary
    }

    fn learn(&mut self, term: &'a Term) {
        let text = named(&mut self.texts, &mut self.names, &term.text);
        if let Some(signs) = &term.signs {
            named(&mut self.texts, &mut self.names, signs);
        }
        if is_abbreviation(term) {
            named(&mut self.abbreviations, &mut self.names, &term.word);
        }
        match self.families.entry(&term.family) {
            Entry::Occupied(family) => {
                let (_, only) = family.into_mut();
                *only = only.filter(|only| *only == text);
            }
            Entry::Vacant(family) => {
                family.insert((self.names, Some(text)));
                self.names += 1;
            }
        }
    }

    /// One of the questions as it is compared.
    pub fn outline(&self, asked: &Asked) -> Outline {
        Outline {
            readings: asked.readings().map(|(asked, sure)| self.reading(asked, sure)).collect(),
            aside: asked.aside.as_ref().map(|aside| self.reading(aside, 1.0)),
        }
    }

    fn reading(&self, asked: &Asked, sure: f32) -> Reading {
        let text = |text: &String| self.texts.get(text.as_str()).copied();
        let numbers = asked.subject.iter().filter(|term| term.is_number);
        let numbers = numbers.map(|term| &term.text).chain(&asked.versions);
        let mut numbers: Vec<Name> = numbers.filter_map(text).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let mut particles: Vec<Name> = asked.particles.iter().filter_map(text).collect();
        particles.sort_unstable();
        Reading {
            sure,
            words: asked.subject.iter().filter_map(|term| self.word(term)).collect(),
            runs: self.runs(&asked.subject),
            asks: asked.asks.clone(),
            compared: asked.asks.contains(&Ask::Compare).then_some(asked.operands.len()),
            settings: asked.settings.iter().filter_map(text).collect(),
            numbers,
            versions: asked.versions.iter().filter_map(text).collect(),
            particles,
            joints: asked.joints.clone(),
            bag: asked.words.iter().fold(0, |bag: u64, word| bag.wrapping_add(hash_of(word))),
        }
    }

    fn word(&self, term: &Term) -> Option<Word> {
        let abbreviation = self.abbreviations.get(term.word.as_str()).filter(|_| is_abbreviation(term));
        let family = self.families.get(term.family.as_str()).filter(|(_, only)| only.is_none());
        Some(Word {
            text: *self.texts.get(term.text.as_str())?,
            family: family.map(|(name, _)| *name),
            abbreviation: abbreviation.copied(),
            weight: term.weight,
            full: term.full,
            in_tail: term.in_tail,
            says_little: term.says_little,
            signs: term.signs.as_ref().and_then(|signs| self.texts.get(signs.as_str()).copied()),
        })
    }

    /// The neighbours in `subject` that are somewhere written together, or as their first letters.
    fn runs(&self, subject: &[Term]) -> Vec<Run> {
        let mut runs = Vec::new();
        let mut written = String::new();
        for (at, pair) in subject.windows(2).enumerate() {
            // Inflection took an `e` off the first, perhaps.
            for between in ["", "e"] {
                written.clear();
                [&pair[0].text, between, &pair[1].text].into_iter().for_each(|part| written.push_str(part));
                runs.extend(self.texts.get(written.as_str()).map(|name| Run { at: at..at + 2, name: *name }));
            }
        }
        for at in 0..if self.abbreviations.is_empty() { 0 } else { subject.len() } {
            written.clear();
            let firsts = subject[at..].iter().map_while(|term| term.word.chars().next());
            for (count, first) in (1..=*LETTERS.end()).zip(firsts) {
                written.push(first);
                let name = self.abbreviations.get(written.as_str());
                runs.extend(name.map(|name| Run { at: at..at + count, name: *name }));
            }
        }
        runs.sort_by_key(|run| (run.at.len(), run.at.start));
        runs
    }
}

/// The name of `word`, a new one where it has none.
fn named<'a>(known: &mut HashMap<&'a str, Name>, names: &mut Name, word: &'a str) -> Name {
    *known.entry(word).or_insert_with(|| {
        *names += 1;
        *names - 1
    })
}

/// A number for `word` that is the same in all runs.
fn hash_of(word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    word.hash(&mut hasher);
    hasher.finish()
}

/// Whether `term` may be the first letters of words.
fn is_abbreviation(term: &Term) -> bool {
    term.is_abbreviation && LETTERS.contains(&term.word.chars().count())
}
