//! What each word of a question does there: carries it, asks for something, or belongs to the subject.

use super::english::light;
use super::lexicon::{Ask, Language, Lexicon, Role};
use super::term::Term;
use super::tokens::{Mark, Token, Word};

/// A word that says little counts so much.
pub const LIGHT: f32 = 0.08;
/// A title has at most so many words.
const TITLE: usize = 6;
/// Code counts more.
const CODE: f32 = 1.3;
/// Terms from this weight on are a subject.
pub const HEAVY: f32 = 0.29;

/// A piece of a question, and what it does there.
#[derive(Clone)]
pub enum Part {
    /// A word of the subject; whether it is where the subject lives.
    Term(Term, bool),
    /// Asks for something.
    Ask(Ask),
    /// Asks for something to be done to a subject; is the subject where there is no other.
    Verb(Term, Ask),
    /// Says nothing; kept for where nothing else stands.
    Silent(Term),
    /// Too common to be a subject, but tells questions apart: `before`, `off`, `new`. Kept as well.
    Particle(Term),
    /// Parts what is compared.
    Joint,
    /// `from`, `with`, a slash: parts what is compared; else it may be a particle.
    From(Option<Term>),
    /// Begins what all that is named in front belongs to.
    Of,
    /// `difference`: what is compared follows, if at all.
    Compare,
}

impl Part {
    /// Whether it says enough to be a subject.
    pub fn is_heavy(&self) -> bool {
        matches!(self, Self::Term(term, _) if term.weight >= HEAVY)
    }

    /// Whether it parts what is compared.
    pub fn joins(&self) -> bool {
        matches!(self, Self::Joint | Self::From(_))
    }

    /// Whether it is code or an abbreviation.
    fn is_name(&self) -> bool {
        matches!(self, Self::Term(term, _) if term.is_abbreviation || term.weight > 1.0 || term.weight == 0.75 * CODE)
    }

    fn may_be_subject(&self) -> bool {
        self.is_heavy() || matches!(self, Self::Verb(..))
    }
}

/// A token with what stands in parentheses behind it.
pub struct Piece {
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

/// The tokens outside of parentheses, each followed by what stands in the parentheses behind it; and all of them.
pub fn parted(tokens: &[Token]) -> (Vec<Piece>, Vec<Piece>) {
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

/// Reads questions of one language.
pub struct Reader<'a> {
    lexicon: &'a Lexicon,
    language: &'a Language,
}

impl<'a> Reader<'a> {
    /// Ready to read questions of the language `lang`.
    pub fn new(lang: &str, lexicon: &'a Lexicon) -> Self {
        Self { lexicon, language: lexicon.language(lang) }
    }

    /// The words of the language.
    pub fn language(&self) -> &'a Language {
        self.language
    }
}

impl Reader<'_> {
    /// The pieces of the first question, and what they do: a compound question goes with its first part.
    pub fn head<'p>(&self, pieces: &'p [Piece]) -> (&'p [Piece], Vec<Part>) {
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
            if parts {
                let head = &pieces[start..at];
                let parts = self.parts(head);
                if parts.iter().any(Part::may_be_subject) {
                    return (head, parts);
                }
            }
        }
        let head = &pieces[start..];
        (head, self.parts(head))
    }

    /// The words of `pieces` without inflection, sorted; the characters of a script that does not part words.
    pub fn words(&self, pieces: &[Piece]) -> Vec<String> {
        let mut words = Vec::new();
        for piece in pieces {
            match &piece.token {
                Token::Word(word) => words.push(self.language.light(&word.text)),
                Token::Run(run) => words.extend(run.chars().map(String::from)),
                Token::Mark(_) => {}
            }
        }
        words.sort_unstable();
        words
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

    /// What the pieces do, in order.
    pub fn parts(&self, pieces: &[Piece]) -> Vec<Part> {
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
                    parts.push(Part::From(None));
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
            let next =
                |count: usize| pieces.get(at + count).and_then(Piece::word).map_or("", |word| &word.text);
            let next = [next(0), next(1)];
            let (role, taken) = self.role_of(word, next);
            let next = next[0];
            at += taken - 1;
            let has_heavy = parts.iter().any(Part::is_heavy);
            let is_first = parts.iter().all(|part| matches!(part, Part::Silent(_) | Part::Particle(_)));
            let term = self.term(word, in_tail);
            let silent = |term: Term| Part::Silent(Term { weight: LIGHT, ..term });
            let common = |term: Term| {
                let term = Term { weight: LIGHT, ..term };
                if self.is_empty(&word.text) { Part::Silent(term) } else { Part::Particle(term) }
            };
            match role {
                Some(Role::Frame) => parts.push(silent(term)),
                Some(Role::Opening) if is_first && self.is_silent(next) => parts.push(silent(term)),
                Some(Role::Light) => {
                    parts.push(Part::Term(Term { weight: LIGHT, says_little: true, ..term }, is_setting));
                }
                Some(Role::Extent) => {
                    let words = [word.text.as_str(), next][..taken].join(" ");
                    parts.push(Part::Ask(Ask::Many));
                    parts.push(Part::Particle(Term::plain(words.clone(), words, LIGHT)));
                }
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
                // `the arrow operator ->`: a sign behind its name says the same again.
                None if has_heavy && is_sign(&word.text) && self.is_of_a_kind(&parts) => {
                    parts.push(Part::Term(Term { weight: LIGHT, ..term }, false));
                }
                _ if word.code => self.push_term(word, term, is_setting, &mut parts),
                _ if self.language.is_of(&word.text) => parts.push(Part::Of),
                _ if self.language.is_tail(&word.text) => {
                    in_tail |= has_heavy;
                    parts.push(common(term));
                }
                _ if self.language.is_conjunction(&word.text) => parts.push(Part::Joint),
                _ if is_from(&word.text) => {
                    let particle = Some(term).filter(|_| !self.is_empty(&word.text));
                    parts.push(Part::From(particle));
                }
                _ if self.is_silent(&word.text) && !is_in_digits(&word.text) => parts.push(common(term)),
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

    /// Whether the parts end with a word for what the thing in front of it is: `operator`.
    fn is_of_a_kind(&self, parts: &[Part]) -> bool {
        matches!(parts.last(), Some(Part::Term(term, _)) if self.language.is_kind(&term.word))
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
        let english = self.lexicon.english();
        let is_own =
            || self.language.is_stop(word) || self.language.is_tail(word) || self.language.is_of(word);
        let may_be_english = || !std::ptr::eq(self.language, english) && !is_own();
        self.language.role(word).or_else(|| may_be_english().then(|| english.role(word))?)
    }

    /// What `word` does in front of `next`, and whether it does so with them: how many words it takes.
    fn role_of(&self, word: &Word, next: [&str; 2]) -> (Option<Role>, usize) {
        if word.code {
            return (None, 1);
        }
        let opens = |language: &Language| language.opens_phrase(&word.text);
        if opens(self.language) || opens(self.lexicon.english()) {
            for count in [2, 1] {
                let phrase = format!("{} {}", word.text, next[..count].join(" "));
                if let Some(role) = self.role(&phrase) {
                    return (Some(role), 1 + count);
                }
            }
        }
        (self.role(&word.text), 1)
    }

    fn is_silent(&self, word: &str) -> bool {
        self.language.is_stop(word) || self.lexicon.english().is_stop(word)
    }

    /// Whether `word` only holds a sentence together: a word of both languages is one of the document's.
    fn is_empty(&self, word: &str) -> bool {
        let is_own = self.language.is_stop(word) || self.language.is_tail(word) || self.language.is_of(word);
        if is_own { self.language.is_empty(word) } else { self.lexicon.english().is_empty(word) }
    }

    fn is_setting(&self, word: &Word) -> bool {
        let whole = word.qualifier.as_ref().map(|qualifier| format!("{qualifier}.{}", word.text));
        self.lexicon.is_setting(whole.as_deref().unwrap_or(&word.text))
    }

    /// The group that the words here begin with a phrase of, and how many pieces it takes.
    fn synonym(&self, pieces: &[Piece], in_tail: bool) -> Option<(Term, usize)> {
        let words: Vec<&Word> = pieces.iter().map_while(Piece::word).take(7).collect();
        let first = words.first().map(|word| word.text.as_str())?;
        if !self.lexicon.opens_synonym(&light(first)) {
            return None;
        }
        let lights: Vec<String> = words.iter().map(|word| light(&word.text)).collect();
        let lights: Vec<&str> = lights.iter().map(String::as_str).collect();
        // A word that says nothing may open a phrase, `with statement`, and is none itself.
        let is_silent = self.language.is_stop(first);
        let found = self.lexicon.synonym(&lights).filter(|(_, taken)| *taken > usize::from(is_silent));
        let (name, taken) = found.or_else(|| {
            if is_silent {
                return None;
            }
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
        let rarity = self.lexicon.rarity(&light(&word.text));
        let rarity = if ORDINALS.contains(&word.text.as_str()) { 1.0 } else { rarity };
        let is_name = word.code || word.text.contains('_');
        let weight = if is_name { rarity.max(0.75) * CODE } else { rarity };
        let family = if is_number { text.clone() } else { self.language.family(bare) };
        Term {
            family,
            is_abbreviation: word.capitals,
            in_tail,
            is_number,
            // `if x`: the keyword goes without saying.
            says_little: word.code && self.lexicon.english().is_empty(&word.text),
            signs: word.code.then(|| word.signs.clone()),
            ..Term::plain(text, word.text.clone(), weight)
        }
    }

    /// The subject with the words replaced that an abbreviation in parentheses stands for.
    pub fn abbreviated(&self, head: &[Piece], subject: &[Term]) -> Option<Vec<Term>> {
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
        let mut windows = subject.windows(texts.len());
        let first =
            windows.position(|window| window.iter().zip(&texts).all(|(term, text)| term.text == *text))?;
        let mut subject = subject.to_vec();
        subject.splice(first..first + texts.len(), [self.term(&abbreviation, false)]);
        Some(subject)
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
    if is_in_digits(word) {
        return Some(word);
    }
    WORDS.iter().find(|(name, _)| *name == word).map(|(_, digits)| *digits)
}

/// Whether `word` is a number or a version: `8`, `3.12`, `8+`.
fn is_in_digits(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '+'))
}

/// Whether the compared stands on both sides of `word`, or of the phrase of so many words that it opens: `vs`,
/// `differs`, `different from`.
fn is_between(word: &str, words: usize) -> bool {
    words > 1
        || is_versus(word)
        || matches!(
            word,
            "differ"
                | "differs"
                | "unterscheidet"
                | "diffère"
                | "difere"
                | "differisce"
                | "отличается"
                | "отличаются"
        )
}

/// Whether `word` is written without letters and digits.
fn is_sign(word: &str) -> bool {
    !word.contains(|c: char| c.is_alphanumeric() || c == '_')
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
