//! What a question asks: its subject, and what of it.

use std::collections::BTreeSet;

use super::lexicon::{Ask, Language, Lexicon, Role};
use super::tokens::{Mark, Token, Word, tokens};

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
}

/// A word of a subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// It without inflection; the name of its group where it has synonyms.
    pub text: String,
    /// What words of its family share.
    pub family: String,
    /// How it is written, in lower case.
    pub word: String,
    /// How much it tells questions apart.
    pub weight: f32,
    /// How much it would if it were not only what the subject is seen in.
    pub full: f32,
    /// Whether it may be the first letters of words.
    pub is_abbreviation: bool,
    /// Whether it only says what the subject is seen in.
    pub in_tail: bool,
    /// Whether it is a number: another number is another question.
    pub is_number: bool,
}

/// A word that says little counts so much.
const LIGHT: f32 = 0.08;
/// What a subject is seen in, or named together with, counts so much,
const TAIL: f32 = 0.66;
/// and so much where it is a common word;
const COMMON_TAIL: f32 = 0.33;
/// but all of it together at most so much of the subject: it leaves a doubt, and no more.
const MOST_TAIL: f32 = 0.33;
/// What stands in parentheses behind a question is another name for its subject, or a field that it belongs to.
const BESIDE: f32 = 0.74;
/// An abbreviation there is the name of what is asked.
const NAMED: f32 = 0.8;
/// Or it says more of the subject.
const TOGETHER: f32 = 0.9;
/// A list of things is a comparison, as like as not.
const LISTED: f32 = 0.9;
/// A title has at most so many words.
const TITLE: usize = 6;
/// Code counts more.
const CODE: f32 = 1.3;
/// Terms from this weight on are a subject.
const HEAVY: f32 = 0.29;

impl Term {
    /// A term that is no number and no abbreviation, and of the subject itself.
    fn plain(text: String, word: String, weight: f32) -> Self {
        Self {
            family: text.clone(),
            text,
            word,
            weight,
            full: weight,
            is_abbreviation: false,
            in_tail: false,
            is_number: false,
        }
    }
}

/// Which of several it is tells questions apart.
const ORDINALS: [&str; 5] = ["second", "third", "fourth", "fifth", "last"];

/// The digits of a number, in digits or as a word.
fn digits_of(word: &str) -> Option<&str> {
    const WORDS: [(&str, &str); 9] = [
        ("two", "2"),
        ("three", "3"),
        ("four", "4"),
        ("five", "5"),
        ("six", "6"),
        ("seven", "7"),
        ("eight", "8"),
        ("nine", "9"),
        ("ten", "10"),
    ];
    if !word.is_empty() && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '+')) {
        return Some(word);
    }
    WORDS.iter().find(|(name, _)| *name == word).map(|(_, digits)| *digits)
}

impl Asked {
    /// What the question `wording` of the language `lang` asks; code stands in it between backticks.
    pub fn of(wording: &str, lang: &str) -> Self {
        let lexicon = Lexicon::shipped();
        let reader = Reader { lexicon, language: lexicon.language(lang) };
        let (outside, inside) = parted(&tokens(wording, reader.language));
        let mut asked = reader.read(&outside);
        let mut beside = reader.read(&inside);
        if asked.is_empty() {
            return beside;
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
            asked.otherwise.push((Reader::with_subject(&asked, subject), TOGETHER));
            let is_name = matches!(beside.subject.as_slice(), [term] if term.is_abbreviation);
            asked.otherwise.push((beside, if is_name { NAMED } else { BESIDE }));
        }
        asked
    }

    /// It, and what else it may be read as, with how sure each is.
    pub fn readings(&self) -> impl Iterator<Item = (&Self, f32)> {
        std::iter::once((self, 1.0)).chain(self.otherwise.iter().map(|(asked, sure)| (asked, *sure)))
    }

    /// The subjects of all its readings.
    pub fn subjects(&self) -> impl Iterator<Item = &[Term]> {
        self.readings().map(|(asked, _)| asked.subject.as_slice())
    }

    /// Whether both compare as many things; nothing where one compares none.
    pub fn is_about_as_many(&self, other: &Self) -> Option<bool> {
        let compare = |asked: &Self| asked.asks.contains(&Ask::Compare);
        (compare(self) && compare(other)).then_some(self.operands.len() == other.operands.len())
    }

    /// Whether both name the same numbers.
    pub fn has_numbers_of(&self, other: &Self) -> bool {
        let numbers = |asked: &Self| -> BTreeSet<String> {
            asked.subject.iter().filter(|term| term.is_number).map(|term| term.text.clone()).collect()
        };
        numbers(self) == numbers(other)
    }

    /// Whether it has no subject.
    pub fn is_empty(&self) -> bool {
        self.subject.is_empty()
    }
}

/// The tokens outside of parentheses, each followed by what stands in the parentheses behind it; and all of them.
fn parted(tokens: &[Token]) -> (Vec<Piece>, Vec<Piece>) {
    let mut outside: Vec<Piece> = Vec::new();
    let mut inside = Vec::new();
    let mut depth = 0_usize;
    for token in tokens {
        match token {
            Token::Mark(Mark::Open) => depth += 1,
            Token::Mark(Mark::Close) => depth = depth.saturating_sub(1),
            token if depth == 0 => outside.push(Piece { token: token.clone(), aside: Vec::new() }),
            token => {
                if let Some(piece) = outside.last_mut() {
                    piece.aside.push(token.clone());
                }
                inside.push(Piece { token: token.clone(), aside: Vec::new() });
            }
        }
    }
    (outside, inside)
}

/// A token with what stands in parentheses behind it.
struct Piece {
    token: Token,
    aside: Vec<Token>,
}

impl Piece {
    fn word(&self) -> Option<&Word> {
        match &self.token {
            Token::Word(word) => Some(word),
            _ => None,
        }
    }

    fn mark(&self) -> Option<Mark> {
        match &self.token {
            Token::Mark(mark) => Some(*mark),
            _ => None,
        }
    }
}

/// A piece of a question, and what it does there.
#[derive(Clone)]
enum Part {
    /// A word of the subject; whether it is where the subject lives.
    Term(Term, bool),
    /// Asks for something.
    Ask(Ask),
    /// Asks for something to be done to a subject; is the subject where there is no other.
    Verb(Term, Ask),
    /// Says nothing; kept for where nothing else stands.
    Silent(Term),
    /// Parts what is compared.
    Joint,
    /// `from`, `with`: parts what is compared.
    From,
    /// Begins what all that is named in front belongs to.
    Of,
    /// `difference`: what is compared follows, if at all.
    Compare,
}

impl Part {
    fn is_heavy(&self) -> bool {
        matches!(self, Self::Term(term, _) if term.weight >= HEAVY)
    }

    fn joins(&self) -> bool {
        matches!(self, Self::Joint | Self::From)
    }

    /// Whether it is code or an abbreviation.
    fn is_name(&self) -> bool {
        matches!(self, Self::Term(term, _) if term.is_abbreviation || term.weight > 1.0 || term.weight == 0.75 * CODE)
    }

    fn may_be_subject(&self) -> bool {
        self.is_heavy() || matches!(self, Self::Verb(..))
    }
}

struct Reader<'a> {
    lexicon: &'a Lexicon,
    language: &'a Language,
}

impl Reader<'_> {
    fn read(&self, pieces: &[Piece]) -> Asked {
        let head = self.head(pieces);
        let parts = self.parts(head);
        let mut asked = assembled(parts.clone());
        let is_list = asked.asks.is_empty() && parts.iter().any(|part| matches!(part, Part::Joint));
        if is_list && asked.subject.iter().any(|term| term.in_tail) {
            // Who wants things explained that are named together may want to know how they differ.
            let listed = assembled(parts.into_iter().chain([Part::Ask(Ask::Compare)]).collect());
            if listed.operands.len() > 1 {
                asked.otherwise.push((listed, LISTED));
            }
        }
        if let Some(subject) = self.abbreviated(head, &asked) {
            asked.otherwise.push((Self::with_subject(&asked, subject), 1.0));
        }
        asked
    }

    fn with_subject(asked: &Asked, subject: Vec<Term>) -> Asked {
        Asked { subject, otherwise: Vec::new(), ..asked.clone() }
    }

    /// The pieces of the first question: a compound question goes with its first part.
    fn head<'p>(&self, pieces: &'p [Piece]) -> &'p [Piece] {
        let mut start = 0;
        for (at, piece) in pieces.iter().enumerate() {
            let rest = &pieces[at + 1..];
            let parts = match piece.mark() {
                Some(Mark::Question | Mark::Dash) => true,
                // A statement leads up to its question, and a title in front of one only names its field.
                Some(Mark::Stop) => !asks_on(rest),
                Some(Mark::Colon) => {
                    let front = self.parts(&pieces[start..at]);
                    let asks = front.iter().any(|part| matches!(part, Part::Ask(_) | Part::Verb(..)));
                    // Behind a long sentence stands what it is about, behind a title what else may be said.
                    if at - start > TITLE {
                        continue;
                    }
                    if !asks && self.opens_question(rest) && self.parts(rest).iter().any(Part::is_heavy) {
                        start = at + 1;
                        continue;
                    }
                    true
                }
                Some(Mark::Comma) => self.opens_second(rest) && !self.compares_one(&pieces[start..at]),
                None => {
                    piece.word().is_some_and(|word| self.language.is_conjunction(&word.text))
                        && self.opens_second(rest)
                        && !self.compares_one(&pieces[start..at])
                }
                _ => false,
            };
            if parts && self.parts(&pieces[start..at]).iter().any(Part::may_be_subject) {
                return &pieces[start..at];
            }
        }
        &pieces[start..]
    }

    /// Whether a second question begins here: `how it works`, `and why`, `its uses`.
    fn opens_second(&self, rest: &[Piece]) -> bool {
        let mut words = rest.iter().map_while(Piece::word).map(|word| word.text.as_str());
        match words.next() {
            Some(first) if self.language.is_conjunction(first) => {
                words.next().is_some_and(|word| self.language.is_joint(word))
            }
            Some(first) => self.language.is_joint(first),
            None => false,
        }
    }

    /// Whether the words here open a question.
    fn opens_question(&self, rest: &[Piece]) -> bool {
        let first = rest.first().and_then(Piece::word);
        first.is_some_and(|word| self.role(&word.text).is_some() || self.language.is_joint(&word.text))
    }

    /// Whether something is compared here, and with nothing yet.
    fn compares_one(&self, pieces: &[Piece]) -> bool {
        let parts = self.parts(pieces);
        let compares = parts.iter().rposition(|part| matches!(part, Part::Compare));
        compares.is_some_and(|at| !parts[at..].iter().any(Part::joins))
    }

    fn parts(&self, pieces: &[Piece]) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        let mut in_tail = false;
        let has_agent = pieces.iter().filter_map(Piece::word).any(|word| self.language.is_agent(&word.text));
        let mut at = 0;
        while let Some(piece) = pieces.get(at) {
            at += 1;
            let word = match &piece.token {
                Token::Word(word) => word,
                Token::Run(run) => {
                    self.push_run(run, &mut parts);
                    continue;
                }
                Token::Mark(Mark::Comma) => {
                    parts.push(Part::Joint);
                    continue;
                }
                Token::Mark(Mark::Slash) => {
                    parts.push(Part::From);
                    continue;
                }
                Token::Mark(_) => continue,
            };
            let is_setting = self.is_setting(word);
            if let Some((term, taken)) = self.synonym(&pieces[at - 1..], in_tail) {
                at += taken - 1;
                parts.push(Part::Term(term, is_setting));
                continue;
            }
            let next = pieces.get(at).and_then(Piece::word).map_or("", |word| word.text.as_str());
            let (role, taken) = self.role_of(word, next);
            at += taken - 1;
            let has_heavy = parts.iter().any(Part::is_heavy);
            let is_first = parts.iter().all(|part| matches!(part, Part::Silent(_)));
            let term = self.term(word, in_tail);
            let silent = |term: Term| Part::Silent(Term { weight: LIGHT, ..term });
            match role {
                Some(Role::Frame) => parts.push(silent(term)),
                Some(Role::Opening) if is_first && self.is_silent(next) => parts.push(silent(term)),
                Some(Role::Light) => parts.push(Part::Term(Term { weight: LIGHT, ..term }, is_setting)),
                // `the HAVING clause`: what it is goes without saying.
                None if self.language.is_kind(&word.text) && parts.last().is_some_and(Part::is_name) => {
                    parts.push(Part::Term(Term { weight: LIGHT, ..term }, false));
                }
                // `write a query that finds`, `write a function to sort`: what it does is asked for.
                Some(Role::Ask(Ask::Make)) if let Some(taken) = self.task(&pieces[at..]) => at += taken,
                Some(Role::Ask(Ask::Compare)) => {
                    parts.push(Part::Ask(Ask::Compare));
                    parts.push(if is_between(&word.text, taken) { Part::Joint } else { Part::Compare });
                }
                // What others make is asked for how it is made.
                Some(Role::Ask(Ask::Make))
                    if word.text.ends_with("ed")
                        || (has_heavy && !has_agent && !word.text.ends_with("ion")) =>
                {
                    parts.push(Part::Ask(Ask::Internal));
                }
                // Of two things to be done the first counts.
                Some(Role::Ask(ask)) if ask.is_done() => {
                    let is_second = has_heavy && matches!(parts.last(), Some(Part::Joint));
                    let second = Term { in_tail: true, ..term.clone() };
                    parts.push(if is_second { Part::Term(second, false) } else { Part::Verb(term, ask) });
                }
                Some(Role::Ask(ask)) => parts.push(Part::Ask(ask)),
                _ if word.code => self.push_term(word, term, is_setting, &mut parts),
                _ if self.language.is_of(&word.text) => parts.push(Part::Of),
                _ if self.language.is_tail(&word.text) => {
                    in_tail |= has_heavy;
                    parts.push(silent(term));
                }
                _ if self.language.is_conjunction(&word.text) => parts.push(Part::Joint),
                _ if is_from(&word.text) => parts.push(Part::From),
                _ if self.is_silent(&word.text) => parts.push(silent(term)),
                _ => self.push_term(word, term, is_setting, &mut parts),
            }
        }
        parts
    }

    /// How many pieces name the thing that one writes to do something, where they do: `a function to`.
    fn task(&self, rest: &[Piece]) -> Option<usize> {
        let mut words = rest.iter().map_while(Piece::word).map(|word| word.text.as_str()).enumerate();
        let task =
            words.find(|(_, word)| !self.is_silent(word)).filter(|(_, word)| self.language.is_task(word))?;
        words.next().filter(|(_, word)| matches!(*word, "to" | "that" | "which"))?;
        Some(task.0 + 2)
    }

    fn push_term(&self, word: &Word, term: Term, is_setting: bool, parts: &mut Vec<Part>) {
        let in_tail = term.in_tail;
        parts.push(Part::Term(term, is_setting));
        if let Some(qualifier) = &word.qualifier {
            let text = self.language.light(qualifier);
            let word = qualifier.clone();
            let term = Term { in_tail, ..Term::plain(text, word, LIGHT) };
            parts.push(Part::Term(term, false));
        }
    }

    /// What a run of a script that does not part words says: phrases that ask, and pairs of characters.
    fn push_run(&self, run: &str, parts: &mut Vec<Part>) {
        let mut rest = run;
        let mut plain = String::new();
        while let Some(c) = rest.chars().next() {
            let (taken, role) = match self.language.run(rest) {
                Some((taken, role)) => (taken, Some(role)),
                None => (c.len_utf8(), None),
            };
            let is_conjunction = self.language.is_conjunction(&rest[..taken]);
            rest = &rest[taken..];
            if role.is_none() && !is_conjunction {
                plain.push(c);
                continue;
            }
            push_pairs(&std::mem::take(&mut plain), parts);
            if let Some(Role::Ask(ask)) = role {
                parts.push(Part::Ask(ask));
            }
            if is_conjunction {
                parts.push(Part::Joint);
            }
        }
        push_pairs(&plain, parts);
    }

    /// What `word` does; English words stand in texts of every language, unless they are common words of that.
    fn role(&self, word: &str) -> Option<Role> {
        let is_own = self.language.is_stop(word) || self.language.is_tail(word) || self.language.is_of(word);
        self.language.role(word).or_else(|| (!is_own).then(|| self.lexicon.english().role(word))?)
    }

    /// What `word` does in front of `next`, and whether it does so with it: how many words it takes.
    fn role_of(&self, word: &Word, next: &str) -> (Option<Role>, usize) {
        if word.code {
            return (None, 1);
        }
        match self.role(&format!("{} {next}", word.text)) {
            Some(role) => (Some(role), 2),
            None => (self.role(&word.text), 1),
        }
    }

    fn is_silent(&self, word: &str) -> bool {
        self.language.is_stop(word) || self.lexicon.english().is_stop(word)
    }

    fn is_setting(&self, word: &Word) -> bool {
        let whole = word.qualifier.as_ref().map(|qualifier| format!("{qualifier}.{}", word.text));
        self.lexicon.is_setting(whole.as_deref().unwrap_or(&word.text))
    }

    /// The group that the words here begin with a phrase of, and how many pieces it takes.
    fn synonym(&self, pieces: &[Piece], in_tail: bool) -> Option<(Term, usize)> {
        let words: Vec<&Word> = pieces.iter().map_while(Piece::word).take(7).collect();
        if words.first().is_some_and(|word| self.language.is_stop(&word.text)) {
            return None;
        }
        let lights: Vec<String> = words.iter().map(|word| super::lexicon::light(&word.text)).collect();
        let lights: Vec<&str> = lights.iter().map(String::as_str).collect();
        let (name, taken) = self.lexicon.synonym(&lights).or_else(|| {
            // `shallow and deep copy`: the first shares the last word of the second.
            (1..=2).find_map(|length| {
                let and = words.get(length).map(|word| word.text.as_str())?;
                let last = lights.get(2 * length + 1)?;
                let joined = self.language.is_conjunction(and) || is_versus(and);
                let phrase: Vec<&str> = lights[..length].iter().chain([last]).copied().collect();
                let (name, taken) = self.lexicon.synonym(&phrase).filter(|_| joined)?;
                (taken == length + 1).then_some((name, length))
            })
        })?;
        let word = words[..taken].iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        let is_abbreviation = words[..taken].iter().any(|word| word.capitals);
        // A phrase says more than one word, and its abbreviation as much as the phrase.
        let weight = self.lexicon.rarity(name).max(0.75);
        let term = Term { in_tail, is_abbreviation, ..Term::plain(name.to_string(), word, weight) };
        Some((term, taken))
    }

    fn term(&self, word: &Word, in_tail: bool) -> Term {
        let bare = word.text.trim_matches('_');
        let text = self.language.light(if bare.is_empty() { &word.text } else { bare });
        let digits = digits_of(&word.text);
        let is_number = digits.is_some();
        let text = digits.map_or(text, str::to_string);
        let rarity = self.lexicon.rarity(&super::lexicon::light(&word.text));
        let rarity = if ORDINALS.contains(&word.text.as_str()) { 1.0 } else { rarity };
        let is_name = word.code || word.text.contains('_');
        let weight = if is_name { rarity.max(0.75) * CODE } else { rarity };
        let family = if is_number { text.clone() } else { self.language.family(bare) };
        Term {
            family,
            is_abbreviation: word.capitals,
            in_tail,
            is_number,
            ..Term::plain(text, word.text.clone(), weight)
        }
    }

    /// The subject with the words replaced that an abbreviation in parentheses stands for.
    fn abbreviated(&self, head: &[Piece], asked: &Asked) -> Option<Vec<Term>> {
        let (at, abbreviation) =
            head.iter().enumerate().find_map(|(at, piece)| match piece.aside.as_slice() {
                [Token::Word(word)] if word.capitals => Some((at, word)),
                _ => None,
            })?;
        let abbreviation =
            Word { text: abbreviation.text.trim_end_matches('s').to_string(), ..abbreviation.clone() };
        let letters: Vec<char> = abbreviation.text.chars().filter(|c| c.is_alphabetic()).collect();
        let from = (at + 1).checked_sub(letters.len())?;
        let words: Vec<&Word> = head[from..=at].iter().filter_map(Piece::word).collect();
        let stands_for = words.len() == letters.len()
            && words.iter().zip(&letters).all(|(word, letter)| word.text.starts_with(*letter));
        if !stands_for {
            return None;
        }
        let texts: Vec<String> = words.iter().map(|word| self.language.light(&word.text)).collect();
        let mut windows = asked.subject.windows(texts.len());
        let first =
            windows.position(|window| window.iter().zip(&texts).all(|(term, text)| term.text == *text))?;
        let mut subject = asked.subject.clone();
        subject.splice(first..first + texts.len(), [self.term(&abbreviation, false)]);
        Some(subject)
    }
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
    parts.push(Part::Joint);
    for part in parts {
        let is_version = std::mem::take(&mut behind_setting);
        match part {
            Part::Term(term, true) if has_other && (term.in_tail || !compares) => {
                asked.settings.push(term.text);
                behind_setting = true;
            }
            Part::Term(term, _) if is_version && term.is_number => {}
            Part::Term(term, _) => {
                // What a subject is named together with counts like what it is seen in.
                let says_little = term.weight <= LIGHT;
                let in_tail = !says_little && (term.in_tail || (is_named && !compares));
                is_named &= says_little;
                asked.push(Term { in_tail, ..term }, &mut operands);
            }
            Part::Silent(term) => silent = Some(term),
            Part::From if !compares => {}
            Part::Joint | Part::From => {
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
    if compares {
        operands.retain(|operand| !operand.is_empty());
        asked.operands = operands;
    }
    weigh_tail(&mut asked.subject);
    asked
}

/// Lets what a subject is seen in count less than the subject.
fn weigh_tail(subject: &mut [Term]) {
    let head: f32 = subject.iter().filter(|term| !term.in_tail).map(|term| term.weight).sum();
    let is_common = |term: &Term| term.weight < 1.0;
    for term in subject.iter_mut() {
        term.full = term.weight;
    }
    for term in subject.iter_mut().filter(|term| term.in_tail) {
        term.weight *= if is_common(term) { COMMON_TAIL } else { TAIL };
    }
    let tail: f32 = subject.iter().filter(|term| term.in_tail).map(|term| term.weight).sum();
    let most = head * MOST_TAIL;
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

/// Whether the compared stands on both sides of `word`, or of the phrase of so many words that it opens: `vs`,
/// `differs`, `different from`.
fn is_between(word: &str, words: usize) -> bool {
    words > 1
        || matches!(
            word,
            "vs" | "versus"
                | "v.s"
                | "gegenüber"
                | "frente"
                | "против"
                | "differ"
                | "differs"
                | "unterscheidet"
                | "diffère"
                | "difere"
                | "differisce"
                | "отличается"
                | "отличаются"
        )
}

/// Whether `word` stands between two things that are compared.
fn is_versus(word: &str) -> bool {
    matches!(word, "vs" | "versus" | "v.s" | "gegenüber" | "frente" | "против")
}

/// Whether `word` parts what is compared in English.
fn is_from(word: &str) -> bool {
    matches!(word, "from" | "with" | "than")
}

/// Whether a sentence that follows asks.
fn asks_on(rest: &[Piece]) -> bool {
    rest.iter().any(|piece| piece.mark() == Some(Mark::Question))
}

fn push_pairs(text: &str, parts: &mut Vec<Part>) {
    let chars: Vec<char> = text.chars().collect();
    let mut push = |text: String| {
        let word = text.clone();
        parts.push(Part::Term(Term::plain(text, word, 0.75), false));
    };
    match chars.as_slice() {
        [] => {}
        [c] => push(c.to_string()),
        chars => chars.windows(2).for_each(|pair| push(pair.iter().collect())),
    }
}
