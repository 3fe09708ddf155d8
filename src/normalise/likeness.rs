//! How much two questions ask the same.

use super::asked::{Asked, Term, numbers};

/// From here on two questions ask the same.
pub const SAME: f32 = 0.75;
/// From here on they perhaps do.
pub const PERHAPS: f32 = 0.5;

/// Words of one family that are not the same word count so much: `manage` and `management`, `organ` and `organism`.
const FAMILY: f32 = 0.6;
/// Words up to this weight say little.
const LITTLE: f32 = 0.1;
/// Questions about one subject that ask something else of it.
const OTHER_ASK: f32 = 0.45;

/// How much `a` and `b` ask the same, 0 to 1; 0 where they ask plainly different things.
pub fn likeness(a: &Asked, b: &Asked) -> f32 {
    let pairs =
        a.readings().flat_map(|(one, sure)| b.readings().map(move |(two, also)| (one, two, sure * also)));
    pairs
        .map(|(one, two, sure)| {
            subject_likeness(one, two) * sure * if one.asks == two.asks { 1.0 } else { OTHER_ASK }
        })
        .fold(0.0, f32::max)
}

/// How much `a` and `b` are about the same, 0 to 1, whatever they ask of it.
pub fn subject_likeness(a: &Asked, b: &Asked) -> f32 {
    if conflict(&a.settings, &b.settings) || a.is_about_as_many(b) == Some(false) {
        return 0.0;
    }
    let best = overlap(&a.subject, &b.subject);
    // What only one comparison names is compared, too.
    let compares = a.is_about_as_many(b).is_some() && !best.other.is_empty();
    if best.numbers_differ { 0.0 } else { best.share * if compares { 0.95 } else { 1.0 } }
}

/// Why `a` and `b` ask the same or not, in words.
pub fn reason(a: &Asked, b: &Asked) -> String {
    let sameness = |one: &Asked, two: &Asked| {
        subject_likeness(one, two) * if one.asks == two.asks { 1.0 } else { OTHER_ASK }
    };
    let pairs = a.readings().flat_map(|(one, _)| b.readings().map(move |(two, _)| (one, two)));
    let best = pairs
        .reduce(|best, next| if sameness(next.0, next.1) > sameness(best.0, best.1) { next } else { best });
    let Some((a, b)) = best else { return "nothing in common".to_string() };
    let best = overlap(&a.subject, &b.subject);
    let mut reason = format!("both about {}", best.shared.join(", "));
    if !best.other.is_empty() {
        reason.push_str(&format!("; only one about {}", best.other.join(", ")));
    }
    let asks = |asked: &Asked| {
        let asks: Vec<&str> = asked.asks.iter().map(|ask| ask.words()).collect();
        if asks.is_empty() { "what it is".to_string() } else { asks.join(", ") }
    };
    if a.asks == b.asks {
        reason.push_str(&format!("; both ask {}", asks(a)));
    } else {
        reason.push_str(&format!("; one asks {}, the other {}", asks(a), asks(b)));
    }
    reason
}

/// Whether both live somewhere, and nowhere together.
fn conflict(a: &[String], b: &[String]) -> bool {
    !a.is_empty() && !b.is_empty() && !a.iter().any(|setting| b.contains(setting))
}

/// What two subjects share.
struct Overlap<'a> {
    /// Weight of what they share by weight of all.
    share: f32,
    /// The words that they share.
    shared: Vec<&'a str>,
    /// The words that only one has.
    other: Vec<&'a str>,
    /// Whether both have numbers, and others.
    numbers_differ: bool,
}

fn overlap<'a>(a: &'a [Term], b: &'a [Term]) -> Overlap<'a> {
    let (shared, left, right) = matched(a, b);
    // What one subject is seen in leaves a doubt; where the other is seen in something else, there is none.
    let is_left = |terms: &[&Term]| terms.iter().any(|term| term.weight > LITTLE);
    let both_left = is_left(&left) && is_left(&right);
    let is_tail = |terms: &[&Term]| terms.iter().all(|term| term.in_tail);
    let share = |of: fn(&Term) -> f32, of_rest: fn(&Term) -> f32| {
        let (mut common, mut all) = (0.0, 0.0);
        for (one, two, credit) in &shared {
            let weigh = |terms: &[&Term]| terms.iter().map(|term| of(term)).fold(0.0, f32::max);
            let (low, high) = (weigh(one).min(weigh(two)), weigh(one).max(weigh(two)));
            // Code on one side only is the same word; what only one is seen in is not the same subject.
            common += credit * if is_tail(one) == is_tail(two) { high } else { low };
            all += (2.0 - credit) * high;
        }
        all += left.iter().chain(&right).map(|term| of_rest(term)).sum::<f32>();
        if all > 0.0 { common / all } else { 0.0 }
    };
    let rest = if both_left { |term: &Term| term.full } else { |term: &Term| term.weight };
    let seen = share(|term| term.weight, rest);
    // `a list to a tuple`, `a tuple to a list`.
    let swapped = shared.iter().any(|(one, two, _)| is_tail(one) && !is_tail(two))
        && shared.iter().any(|(one, two, _)| !is_tail(one) && is_tail(two));
    let (one, two) = (numbers(a), numbers(b));
    Overlap {
        share: if swapped { seen } else { seen.max(share(|term| term.full, |term| term.full)) },
        shared: shared.iter().flat_map(|(one, _, _)| one.iter().map(|term| term.word.as_str())).collect(),
        other: left
            .iter()
            .chain(&right)
            .filter(|term| term.weight > LITTLE)
            .map(|term| term.word.as_str())
            .collect(),
        numbers_differ: !one.is_empty() && !two.is_empty() && one != two,
    }
}

/// Words that stand for each other in two subjects, and how much they do.
type Shared<'a> = (Vec<&'a Term>, Vec<&'a Term>, f32);

/// Whether two words are the same.
type Fits = fn(&Term, &Term) -> bool;

/// The words that two subjects share, and what only the first and only the second has.
fn matched<'a>(a: &'a [Term], b: &'a [Term]) -> (Vec<Shared<'a>>, Vec<&'a Term>, Vec<&'a Term>) {
    let mut left: Vec<Option<&Term>> = a.iter().map(Some).collect();
    let mut right: Vec<Option<&Term>> = b.iter().map(Some).collect();
    let mut shared: Vec<Shared> = Vec::new();
    let fits: [(Fits, f32); 2] =
        [(|one, two| one.text == two.text, 1.0), (|one, two| one.family == two.family, FAMILY)];
    for (fits, credit) in fits {
        for slot in &mut left {
            let Some(one) = *slot else { continue };
            if let Some(other) = right.iter_mut().find(|two| two.is_some_and(|two| fits(one, two)))
                && let Some(two) = other.take()
            {
                shared.push((vec![one], vec![two], credit));
                *slot = None;
            }
        }
        if credit == 1.0 {
            stand_for_one(&mut left, &mut right, |several, one| shared.push((several, vec![one], 1.0)));
            stand_for_one(&mut right, &mut left, |several, one| shared.push((vec![one], several, 1.0)));
        }
    }
    (shared, left.into_iter().flatten().collect(), right.into_iter().flatten().collect())
}

/// Takes neighbours of `several` that a word of `single` stands for, being written together or their first letters.
fn stand_for_one<'a>(
    several: &mut [Option<&'a Term>],
    single: &mut [Option<&'a Term>],
    mut found: impl FnMut(Vec<&'a Term>, &'a Term),
) {
    for slot in single.iter_mut() {
        let Some(one) = *slot else { continue };
        let letters = one.word.chars().count();
        let lengths =
            if one.is_abbreviation && (2..=6).contains(&letters) { vec![2, letters] } else { vec![2] };
        let place = lengths.into_iter().find_map(|length| {
            let at = several.windows(length).position(|window| {
                let terms: Option<Vec<&Term>> = window.iter().copied().collect();
                terms.is_some_and(|terms| {
                    is_joined(&terms, one) || (length == letters && abbreviates(one, &terms))
                })
            })?;
            Some(at..at + length)
        });
        if let Some(place) = place {
            found(several[place.clone()].iter().flatten().copied().collect(), one);
            several[place].fill(None);
            *slot = None;
        }
    }
}

/// Whether `one` is two words written together; inflection took an `e` off the first, perhaps.
fn is_joined(terms: &[&Term], one: &Term) -> bool {
    let [first, second] = terms else { return false };
    one.text
        .strip_prefix(first.text.as_str())
        .is_some_and(|rest| rest == second.text || rest.strip_prefix('e') == Some(second.text.as_str()))
}

/// Whether `one` is the first letters of `terms`.
fn abbreviates(one: &Term, terms: &[&Term]) -> bool {
    one.is_abbreviation && one.word.chars().zip(terms).all(|(letter, term)| term.word.starts_with(letter))
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::normalise::Lists;

    static LISTS: LazyLock<Lists> = LazyLock::new(Lists::shipped);

    fn asked(question: &str, lang: &str) -> Asked {
        Asked::of(question, lang, &LISTS)
    }

    fn score(a: &str, b: &str) -> f32 {
        likeness(&asked(a, "en"), &asked(b, "en"))
    }

    #[track_caller]
    fn same(questions: &[&str]) {
        for pair in questions.windows(2) {
            let score = score(pair[0], pair[1]);
            assert!(
                score >= SAME,
                "{score:.2} {:?}\n{:#?}",
                pair,
                pair.iter().map(|a| asked(a, "en")).collect::<Vec<_>>()
            );
        }
    }

    #[track_caller]
    fn different(a: &str, b: &str) {
        let score = score(a, b);
        assert!(score < SAME, "{score:.2} `{a}` `{b}`\n{:#?}\n{:#?}", asked(a, "en"), asked(b, "en"));
    }

    #[test]
    fn wording_does_not_matter() {
        same(&[
            "How Python manages memory internally",
            "Explain how Python manages memory internally.",
            "How is memory managed in Python?",
            "Memory management in Python",
        ]);
        same(&[
            "What is a closure?",
            "Explain closures.",
            "Closures",
            "How do closures work?",
            "Closures — functions that remember",
        ]);
        same(&[
            "What is the global interpreter lock (GIL), and why is it there?",
            "What is the GIL?",
            "Explain the global interpreter lock",
        ]);
        same(&[
            "What is Carrier Sense Multiple Access (CSMA)?",
            "Explain CSMA.",
            "CSMA (carrier sense multiple access)",
        ]);
        same(&[
            "Difference between a stack and a queue",
            "Stack vs queue",
            "How does a queue differ from a stack?",
            "Compare stacks and queues.",
        ]);
        same(&["What is a data class?", "Explain dataclasses", "What are `dataclass`es?"]);
    }

    #[test]
    fn a_compound_question_goes_with_its_first_part() {
        same(&["What is a mutex and when would you use one?", "What is a mutex?"]);
        same(&["What are cycles of references, and how are they freed?", "Explain cycles of references"]);
        different("What is a mutex and how does it differ from a semaphore?", "What is a semaphore?");
    }

    #[test]
    fn a_narrower_question_is_another() {
        different("What is the GIL?", "How to avoid the GIL?");
        different("What is a metaclass?", "How to implement a custom metaclass?");
        different("What is `itertools`?", "What is `itertools.groupby`?");
        different("What is a decorator?", "What is a property decorator?");
        different("What is a lock?", "Why is a lock needed?");
        different("When was the treaty signed?", "Who signed the treaty?");
    }

    #[test]
    fn other_comparisons_are_others() {
        different("Explain `is` vs `==`", "`id()` vs `hash()` vs `is`");
        different("deepcopy vs pickle", "Shallow vs deep copy");
        different("How do assignment, a shallow copy and a deep copy differ?", "Shallow vs deep copy");
        different("ThreadPoolExecutor vs ProcessPoolExecutor", "Threads vs processes");
        different("Thread pool vs process pool", "Threading vs multiprocessing");
        different("TCP vs UDP", "What is TCP?");
    }

    #[test]
    fn other_numbers_and_settings_are_others() {
        different("What happened in 1914?", "What happened in 1918?");
        different("What is a lambda in Java?", "What is a lambda in Python?");
        same(&["What is a lambda in Python?", "What is a lambda?"]);
        different("Which animals are mammals?", "Which animals are not mammals?");
    }

    #[test]
    fn other_languages_have_their_own_words() {
        let score = |a: &str, b: &str, lang: &str| likeness(&asked(a, lang), &asked(b, lang));
        assert!(score("Was ist ein Deadlock?", "Erklären Sie Deadlocks.", "de") >= SAME);
        assert!(score("Was ist ein Deadlock?", "Wie vermeidet man Deadlocks?", "de") < SAME);
        assert!(score("¿Qué es la fotosíntesis?", "Explica la fotosíntesis", "es") >= SAME);
        assert!(score("Что такое замыкание?", "Объясните, что такое замыкания", "ru") >= SAME);
        assert!(score("什么是闭包？", "请解释闭包", "zh") >= SAME);
        assert!(score("什么是闭包？", "为什么需要闭包？", "zh") < SAME);
    }
}
