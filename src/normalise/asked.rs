//! What a question asks: its subject, and what of it.

use super::lexicon::Ask;
use super::lists::Lists;
use super::parts::{HEAVY, LIGHT, Part, Piece, Reader, parted};
use super::term::Term;
use super::tokens::tokens;

/// What a question asks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// What it is about, in order of place.
    pub subject: Vec<Term>,
    /// What else it may be read as, with how sure that is, 0 to 1.
    pub otherwise: Vec<(Asked, f32)>,
    /// What of it is asked, sorted; nothing where it is only to be explained.
    pub asks: Vec<Ask>,
    /// Which terms of the subject are compared with which, where some are.
    pub operands: Vec<Vec<usize>>,
    /// Where the subject lives, as far as the question says so: a language, a platform.
    pub settings: Vec<String>,
    /// Which version of that, where it says so.
    pub versions: Vec<String>,
    /// Common words that are no subject and yet tell questions apart, sorted: `before`, `off`, `new`.
    pub particles: Vec<String>,
    /// Before which terms of the subject a conjunction or a comma stands.
    pub joints: Vec<usize>,
    /// All its words, sorted; the characters of a script that does not part them.
    pub words: Vec<String>,
    /// What stands in parentheses.
    pub aside: Option<Box<Asked>>,
}

/// What a subject is seen in, or named together with, counts so much,
const TAIL: f32 = 0.66;
/// and so much where it is a common word;
const COMMON_TAIL: f32 = 0.33;
/// but all of it together at most so much of the subject: seen in something, it is perhaps another question
/// (1 of 1.36 is less than makes them the same),
const MOST_SEEN_IN: f32 = 0.36;
/// and named together with something it goes with what is named first.
const MOST_NAMED: f32 = 0.33;
/// What stands in parentheses behind a question is another name for its subject, or a field that it belongs to.
const BESIDE: f32 = 0.74;
/// An abbreviation there is the name of what is asked.
const NAMED: f32 = 0.8;
/// Or it says more of the subject.
const TOGETHER: f32 = 0.9;
/// A list of things is a comparison, as like as not.
const LISTED: f32 = 0.9;

impl Asked {
    /// What the question `wording` of the language `lang` asks; code stands in it between backticks.
    pub fn of(wording: &str, lang: &str, lists: &Lists) -> Self {
        let reader = Reader::new(lang, &lists.lexicon);
        let (outside, inside) = parted(&tokens(wording, reader.language()));
        let mut asked = read(&reader, &outside);
        let mut beside = read(&reader, &inside);
        if asked.is_empty() {
            return beside;
        }
        if !beside.is_empty() {
            asked.aside = Some(Box::new(beside.clone()));
        }
        if !beside.is_empty() && beside.otherwise.is_empty() {
            // `the re module (regular expressions)`: what is asked of the one is asked of the other.
            if beside.asks.is_empty() {
                beside.asks.clone_from(&asked.asks);
            }
            let mut subject = asked.subject.clone();
            subject.extend(
                beside
                    .subject
                    .iter()
                    .filter(|term| asked.subject.iter().all(|known| known.text != term.text))
                    .cloned(),
            );
            asked.otherwise.push((asked.about(subject), TOGETHER));
            let is_name = matches!(beside.subject.as_slice(), [term] if term.is_abbreviation);
            // `How is a list copied? (deep vs shallow copy)`
            let is_said_precisely = beside.asks.contains(&Ask::Compare)
                && beside.subject.iter().any(|term| {
                    term.weight >= HEAVY && asked.subject.iter().any(|known| known.text == term.text)
                });
            asked.otherwise.push((beside, if is_name || is_said_precisely { NAMED } else { BESIDE }));
        }
        asked
    }

    /// The same asked of another subject.
    fn about(&self, subject: Vec<Term>) -> Self {
        Self { subject, otherwise: Vec::new(), aside: None, ..self.clone() }
    }

    /// It and what stands in its parentheses, which may be compared with that of another.
    pub fn with_aside(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(self.aside.as_deref())
    }

    /// It, and what else it may be read as, with how sure each is.
    pub fn readings(&self) -> impl Iterator<Item = (&Self, f32)> {
        std::iter::once((self, 1.0)).chain(self.otherwise.iter().map(|(asked, sure)| (asked, *sure)))
    }

    /// Whether `word` is a particle or a version of it.
    pub fn says(&self, word: &String) -> bool {
        self.particles.contains(word) || self.versions.contains(word)
    }

    /// Whether it has no subject.
    pub fn is_empty(&self) -> bool {
        self.subject.is_empty()
    }
}

/// What `pieces` ask.
fn read(reader: &Reader, pieces: &[Piece]) -> Asked {
    let (head, parts) = reader.head(pieces);
    let mut asked = assembled(parts.clone());
    asked.words = reader.words(head);
    let is_list = asked.asks.is_empty() && parts.iter().any(|part| matches!(part, Part::Joint));
    if is_list && asked.subject.iter().any(|term| term.in_tail) {
        // Who wants things explained that are named together may want to know how they differ.
        let listed = assembled(parts.into_iter().chain([Part::Ask(Ask::Compare)]).collect());
        if listed.operands.len() > 1 {
            asked.otherwise.push((listed, LISTED));
        }
    }
    if let Some(subject) = reader.abbreviated(head, &asked.subject) {
        asked.otherwise.push((asked.about(subject), 1.0));
    }
    asked
}

/// What the parts of a question come to.
fn assembled(mut parts: Vec<Part>) -> Asked {
    // What is to be done is the subject where it is done to nothing.
    if !parts.iter().any(Part::is_heavy) {
        for part in &mut parts {
            if let Part::Verb(term, _) = part {
                *part = Part::Term(term.clone(), false);
            }
        }
    }
    let mut asks: Vec<Ask> = parts
        .iter()
        .filter_map(|part| match part {
            Part::Ask(ask) | Part::Verb(_, ask) => Some(*ask),
            _ => None,
        })
        .collect();
    asks.sort_unstable();
    asks.dedup();
    let compares = asks.contains(&Ask::Compare);
    // In `key differences between these and those` what is compared stands behind.
    if let Some(at) = parts.iter().rposition(|part| matches!(part, Part::Compare))
        && parts[at..].iter().any(Part::joins)
    {
        parts.drain(..at);
    }
    let is_other = |part: &Part| matches!(part, Part::Term(_, false)) && part.is_heavy();
    let has_other = parts.iter().any(is_other);
    let mut asked = Asked { asks, ..Asked::default() };
    let mut operands: Vec<Vec<usize>> = vec![Vec::new()];
    let mut silent: Option<Term> = None;
    let mut is_named = false;
    let mut behind_setting = false;
    let mut most_tail = MOST_NAMED;
    parts.push(Part::Joint);
    for part in parts {
        let is_version = std::mem::take(&mut behind_setting);
        match part {
            Part::Term(term, true) if has_other && (term.in_tail || !compares) => {
                asked.settings.push(term.text);
                behind_setting = true;
            }
            Part::Term(term, _) if is_version && term.is_number => asked.versions.push(term.text),
            Part::Term(term, _) => {
                // What a subject is named together with counts like what it is seen in.
                let says_little = term.weight <= LIGHT;
                let in_tail = !says_little && (term.in_tail || (is_named && !compares));
                if in_tail && term.in_tail {
                    most_tail = MOST_SEEN_IN;
                }
                is_named &= says_little;
                // `many to many` is not `one to many`.
                if !compares && !says_little && asked.subject.iter().any(|known| known.word == term.word) {
                    asked.particles.push(term.text.clone());
                }
                asked.push(Term { in_tail, ..term }, &mut operands);
            }
            Part::Silent(term) => silent = Some(term),
            Part::Particle(term) => {
                asked.particles.push(term.text.clone());
                silent = Some(term);
            }
            Part::From(particle) if !compares => {
                asked.particles.extend(particle.map(|term| term.text));
            }
            Part::Joint | Part::From(_) => {
                asked.joints.push(asked.subject.len());
                // Where nothing but a common word is compared, it is the word that is meant.
                if compares
                    && operands.last().is_some_and(Vec::is_empty)
                    && let Some(term) = silent.take()
                {
                    asked.push(Term { weight: 0.5, ..term }, &mut operands);
                }
                silent = None;
                is_named = asked.subject.iter().any(|term| term.weight >= HEAVY);
                if operands.last().is_some_and(|operand| !operand.is_empty()) {
                    operands.push(Vec::new());
                }
            }
            Part::Of => is_named = false,
            Part::Compare => silent = None,
            Part::Ask(_) | Part::Verb(..) => {}
        }
    }
    asked.particles.sort_unstable();
    asked.particles.dedup();
    if compares {
        operands.retain(|operand| !operand.is_empty());
        asked.operands = operands;
    }
    weigh_tail(&mut asked.subject, most_tail);
    asked
}

/// Lets what a subject is seen in count less than the subject, all of it together at most `most` of that.
fn weigh_tail(subject: &mut [Term], most: f32) {
    let head: f32 = subject.iter().filter(|term| !term.in_tail).map(|term| term.weight).sum();
    let is_common = |term: &Term| term.weight < 1.0;
    for term in subject.iter_mut() {
        term.full = term.weight;
    }
    for term in subject.iter_mut().filter(|term| term.in_tail) {
        term.weight *= if is_common(term) { COMMON_TAIL } else { TAIL };
    }
    let tail: f32 = subject.iter().filter(|term| term.in_tail).map(|term| term.weight).sum();
    let most = head * most;
    if tail > most && head > 0.0 {
        subject.iter_mut().filter(|term| term.in_tail).for_each(|term| term.weight *= most / tail);
    }
}

impl Asked {
    /// Adds a term to the subject and to the last of `operands`; one that it has already stays as it is.
    fn push(&mut self, term: Term, operands: &mut [Vec<usize>]) {
        let known = self.subject.iter().position(|known| known.text == term.text);
        let at = known.unwrap_or_else(|| {
            self.subject.push(term);
            self.subject.len() - 1
        });
        if let Some(operand) = operands.last_mut() {
            operand.push(at);
        }
    }
}
