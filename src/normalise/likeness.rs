//! How much two questions ask the same.

use super::apart::are_apart;
use super::asked::Asked;
use super::outline::{Name, Outline, Reading, Vocabulary};
use super::overlap::{LITTLE, Overlap};
use super::term::Term;

/// From here on two questions ask the same.
pub const SAME: f32 = 0.75;
/// From here on they perhaps do.
pub const PERHAPS: f32 = 0.5;

/// So much do those at most that are alike but for something that tells them apart.
pub const DOUBT: f32 = 0.74;

/// Questions about one subject that ask something else of it.
const OTHER_ASK: f32 = 0.45;

/// How much `a` and `b` ask the same, 0 to 1; 0 where they ask plainly different things.
pub fn likeness(a: &Asked, b: &Asked) -> f32 {
    let vocabulary = Vocabulary::of([a, b]);
    sameness(&vocabulary.outline(a), &vocabulary.outline(b))
}

/// The same of questions of one vocabulary.
pub fn sameness(a: &Outline, b: &Outline) -> f32 {
    let pairs = a.readings.iter().flat_map(|one| b.readings.iter().map(move |two| (one, two)));
    let score = pairs.map(|(one, two)| of_readings(one, two, one.sure * two.sure)).fold(0.0, f32::max);
    if score >= SAME && have_other_asides(a, b) { DOUBT } else { score }
}

/// Whether both have a word in parentheses, and not the same: `(adults)` and `(children)`.
pub fn have_other_asides(a: &Outline, b: &Outline) -> bool {
    let asides = a.aside.as_ref().zip(b.aside.as_ref());
    asides.is_some_and(|(one, two)| {
        one.words.len() == 1 && two.words.len() == 1 && subject_likeness(one, two) < PERHAPS
    })
}

fn of_readings(a: &Reading, b: &Reading, sure: f32) -> f32 {
    let score = subject_likeness(a, b) * sure * if a.asks == b.asks { 1.0 } else { OTHER_ASK };
    if score >= SAME && are_apart(a, b) { DOUBT } else { score }
}

/// How much `a` and `b` are about the same, 0 to 1, whatever they ask of it.
pub fn subject_likeness(a: &Reading, b: &Reading) -> f32 {
    let are_compared = a.compared.zip(b.compared);
    if conflict(&a.settings, &b.settings) || are_compared.is_some_and(|(one, two)| one != two) {
        return 0.0;
    }
    // Another number is another question.
    if !a.numbers.is_empty() && !b.numbers.is_empty() && a.numbers != b.numbers {
        return 0.0;
    }
    let overlap = Overlap::of(a, b);
    // What only one comparison names is compared, too.
    let compares = are_compared.is_some() && overlap.has_other();
    overlap.share() * if compares { 0.95 } else { 1.0 }
}

/// Why `a` and `b` ask the same or not, in words.
pub fn reason(a: &Asked, b: &Asked) -> String {
    let vocabulary = Vocabulary::of([a, b]);
    let (one, two) = (vocabulary.outline(a), vocabulary.outline(b));
    let pairs = a.readings().zip(&one.readings).flat_map(|((a, _), one)| {
        b.readings().zip(&two.readings).map(move |((b, _), two)| (a, b, one, two, of_readings(one, two, 1.0)))
    });
    let best = pairs.reduce(|best, next| if next.4 > best.4 { next } else { best });
    let Some((a, b, one, two, _)) = best else { return "nothing in common".to_string() };
    let overlap = Overlap::of(one, two);
    let words =
        |terms: Vec<&Term>| terms.iter().map(|term| term.word.as_str()).collect::<Vec<_>>().join(", ");
    let shared = overlap.shared.iter().flat_map(|pair| &a.subject[pair.a.clone()]).collect();
    let mut reason = format!("both about {}", words(shared));
    let terms = a.subject.iter().chain(&b.subject).zip(&overlap.is_left);
    let other: Vec<&Term> =
        terms.filter(|(term, is_left)| **is_left && term.weight > LITTLE).map(|(term, _)| term).collect();
    if !other.is_empty() {
        reason.push_str(&format!("; only one about {}", words(other)));
    }
    let common: Vec<&str> = (a.particles.iter().chain(&a.versions).filter(|word| !b.says(word)))
        .chain(b.particles.iter().chain(&b.versions).filter(|word| !a.says(word)))
        .map(String::as_str)
        .collect();
    if !common.is_empty() {
        reason.push_str(&format!("; only one says {}", common.join(", ")));
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
fn conflict(a: &[Name], b: &[Name]) -> bool {
    !a.is_empty() && !b.is_empty() && !a.iter().any(|setting| b.contains(setting))
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
        same(&["What is the arrow operator ->?", "What is the arrow operator?"]);
        same(&["What is a with statement?", "Explain context managers", "The `with` statement protocol"]);
        same(&["How is a list copied? (list copy vs list view)", "List copy vs list view"]);
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
        different("How do you sort records?", "How do you sort records in a nearly ordered file?");
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
