//! The words by which people mark questions, answers and what stands beside them.
//!
//! Every list holds lower-case words of several languages; a document may mix them.

mod labels;
mod likeness;
mod titles;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::wording::is_ornament;

pub use labels::{
    ANSWER_LABELS, FOLLOW_UP_LABELS, INSIGHT_LABELS, QUESTION_LABELS, RED_FLAG_LABELS, TASK_LABELS,
    TESTED_LABELS,
};
pub use likeness::{Likeness, asks_about_code, likeness};
pub use titles::{
    announces_cards, announces_questions, announces_vocabulary, is_answer_title, is_left_open, is_reveal,
    names_answer, names_part,
};

/// Whether a word belongs to a script that puts spaces between words.
fn is_spaced(word: &str) -> bool {
    word.chars().all(|c| u32::from(c) < 0x2E80)
}

/// Length of a label that `text` opens with, its colon and the space behind it; `None` without one.
///
/// The label is one of `labels`, perhaps with a number behind it. A dash, stop or bracket serves as the
/// colon, but behind a lone letter, which may be an option or an article; so do brackets around it: `【答】`.
pub fn label_length(text: &str, labels: &[&str]) -> Option<usize> {
    let behind = bracketed(text, labels).or_else(|| {
        separators(text).find_map(|(at, separator)| {
            let word = without_gloss(&text[..at]);
            let unnumbered = word.trim_end_matches(|c: char| {
                c.is_ascii_digit() || matches!(c, ' ' | '.' | '-') || is_ornament(c)
            });
            let label = normalised(unnumbered);
            let is_colon = matches!(separator, ':' | '：');
            // `A.` may be an option or an article, `R.21` the number of a rule.
            let is_letter = if is_colon { word.contains('.') } else { normalised(word) == label };
            let doubtful = is_letter && matches!(label.as_str(), "a" | "r");
            let is_label = labels.contains(&label.as_str()) || is_colon && is_qualified(&label, labels);
            (is_label && !doubtful).then_some(at + separator.len_utf8())
        })
    })?;
    Some(text.len() - text[behind..].trim_start().len())
}

/// Whether `label` is one of `labels`, those of answers, with words around it that say what kind of answer it is.
fn is_qualified(label: &str, labels: &[&str]) -> bool {
    if labels.first() != ANSWER_LABELS.first() {
        return false;
    }
    let mut kinds = 0;
    let mut named = 0;
    for word in label.split(' ') {
        if labels::ANSWER_KINDS.contains(&word) {
            kinds += 1;
        } else if word.chars().count() > 1 && labels.contains(&word) {
            named += 1;
        } else if !labels::ARTICLES.contains(&word) {
            return false;
        }
    }
    kinds > 0 && named == 1
}

/// A label without what it says once more in brackets, in another language: `उत्तर (Answer)`.
fn without_gloss(word: &str) -> &str {
    let opened = word.trim_end().strip_suffix(')').and_then(|inner| inner.rfind('('));
    opened.filter(|at| *at > 0).map_or(word, |at| word[..at].trim_end())
}

/// Where the brackets end that `text` opens with and that hold one of `labels`.
fn bracketed(text: &str, labels: &[&str]) -> Option<usize> {
    const PAIRS: [(char, char); 4] = [('【', '】'), ('［', '］'), ('〔', '〕'), ('[', ']')];
    const LONGEST: usize = 60;
    let opening = text.chars().next()?;
    let (_, closing) = PAIRS.iter().find(|(open, _)| *open == opening)?;
    let (at, _) = text.char_indices().take(LONGEST).find(|(_, c)| c == closing)?;
    let word = text[opening.len_utf8()..at].trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    // A letter in plain brackets is an option.
    let behind = at + closing.len_utf8();
    let is_label = labels.contains(&normalised(word).as_str()) && (opening != '[' || word.len() > 1);
    (is_label && !text[behind..].starts_with('(')).then_some(behind)
}

/// Like [`label_length`], also without a colon when the label is all there is.
pub fn label_or_whole(text: &str, labels: &[&str]) -> Option<usize> {
    const LONGEST: usize = 60;
    let is_label = |text: &str| text.chars().count() > 1 && labels.contains(&text);
    let whole = || text.len() <= LONGEST && is_label(&normalised(text));
    label_length(text, labels).or_else(|| whole().then_some(text.len()))
}

/// Whether a line of a paragraph opens with the label of an answer, or is one: a title of its own, not the last word
/// of a sentence.
pub fn opens_answer(line: &str) -> bool {
    let is_title = |line: &str| !line.starts_with(char::is_lowercase) && !line.ends_with(['.', ',', ';']);
    label_length(line, ANSWER_LABELS).is_some()
        || (is_title(line.trim()) && label_or_whole(line, ANSWER_LABELS).is_some())
}

/// Whether the label that `text` opens with is a lone letter of the Latin alphabet: `A:`.
pub fn is_letter_label(text: &str) -> bool {
    matches!(text.trim_start().as_bytes(), [letter, rest @ ..]
        if letter.is_ascii_alphabetic() && !rest.first().is_some_and(u8::is_ascii_alphanumeric))
}

/// Length of `A.` or `A)` and the space behind it: an answer's label where questions are labelled so.
pub fn letter_label_length(text: &str) -> Option<usize> {
    let rest = text.strip_prefix(['A', 'a'])?.strip_prefix(['.', ')'])?;
    rest.starts_with(char::is_whitespace).then(|| text.len() - rest.trim_start().len())
}

/// The marks in `text` that may end a label, and their places: a colon anywhere near its beginning,
/// a dash in front of a space, a hyphen between two, a stop or bracket in front of one.
fn separators(text: &str) -> impl Iterator<Item = (usize, char)> {
    const LONGEST: usize = 60;
    let mut colons = 0;
    text.char_indices().take(LONGEST).filter(move |&(at, c)| {
        let spaced = || text[at + c.len_utf8()..].starts_with(char::is_whitespace);
        match c {
            ':' | '：' => {
                colons += 1;
                colons == 1
            }
            // Arabic sets it right behind the letter.
            '-' => spaced() && (text[..at].ends_with(' ') || text[..at].chars().count() == 1),
            '–' | '—' => spaced(),
            '.' | ')' => at < 12 && spaced(),
            _ => false,
        }
    })
}

/// Length of the label of a question or task that `text` opens with, as [`label_length`] tells.
///
/// A number without a mark may stand in front of it: `26 Question: …`.
pub fn question_label_length(text: &str) -> Option<usize> {
    let behind = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let counted = behind.len() < text.len() && behind.starts_with(' ');
    let bare = if counted { behind.trim_start() } else { text };
    if !may_open_with_label(bare) {
        return None;
    }
    let question = label_length(bare, QUESTION_LABELS);
    if counted {
        // Several of them are no label.
        return question
            .filter(|_| !bare.to_lowercase().starts_with("questions"))
            .map(|length| text.len() - bare.len() + length);
    }
    question.or_else(|| label_length(bare, TASK_LABELS))
}

/// Length of a question word that a number follows: of `Q` in `Q12.`, of `Question ` in `Question 12:`.
pub fn numbered_word_length(text: &str) -> Option<usize> {
    let digits = text.bytes().take(32).position(|byte| byte.is_ascii_digit()).filter(|&at| at > 0)?;
    let word = text[..digits].trim_end_matches([' ', '.', '#', '-', '№']);
    labels_question(&normalised(word)).then_some(digits)
}

/// Length of the letter in front of the number of a question, `P3. …`, where a sentence follows: such a letter counts
/// parts and priorities as well.
pub fn numbered_letter_length(text: &str) -> Option<usize> {
    const LETTERS: &[char] = &['P', 'F', 'D', 'П'];
    const WORDS: usize = 4;
    let rest = text.strip_prefix(LETTERS)?;
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let closed = behind.strip_prefix(['.', ')', ':'])?;
    let tells = closed.starts_with(' ') && closed.split_whitespace().nth(WORDS - 1).is_some();
    (behind.len() < rest.len() && tells).then(|| text.len() - rest.len())
}

/// Whether what `text` opens with may be the label of a question or task, as its first letter tells.
fn may_open_with_label(text: &str) -> bool {
    static LETTERS: LazyLock<BTreeSet<char>> = LazyLock::new(|| {
        QUESTION_LABELS.iter().chain(TASK_LABELS).filter_map(|label| label.chars().next()).collect()
    });
    let first = text.chars().find(|c| c.is_alphanumeric()).and_then(|first| first.to_lowercase().next());
    first.is_some_and(|first| LETTERS.contains(&first))
}

fn labels_question(word: &str) -> bool {
    QUESTION_LABELS.contains(&word) || TASK_LABELS.contains(&word)
}

/// Whether `text` is no more than the label of a question, perhaps with a number: `Question 12`, `Q:`.
pub fn is_bare_label(text: &str) -> bool {
    // What opens a page of slides may say that it holds the question.
    const STATEMENTS: &[&str] = &[
        "statement",
        "prompt",
        "problem",
        "question",
        "donnée",
        "énoncé",
        "enunciado",
        "aufgabe",
        "aufgabenstellung",
        "frage",
        "pregunta",
        "consegna",
        "testo",
        "условие",
    ];
    if !may_open_with_label(text) {
        return false;
    }
    let Some(word) = known_form(text) else { return false };
    let bare = [" - ", " – ", " — ", ": "].iter().find_map(|dash| word.split_once(dash));
    let word =
        bare.filter(|(_, behind)| STATEMENTS.contains(behind)).map_or(word.as_str(), |(label, _)| label);
    let unnumbered = without_topic(word)
        .trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | '#' | '№'));
    // Several questions are a section.
    let several = unnumbered == "questions" && unnumbered == word;
    !word.is_empty() && labels_question(unnumbered) && !several
}

/// `label` without the topic that collections of exam questions number behind it: `question #12topic 1`.
fn without_topic(label: &str) -> &str {
    let numbered = |text: &str| text.trim().ends_with(|c: char| c.is_ascii_digit());
    match label.rsplit_once("topic ") {
        Some((label, topic)) if numbered(label) && topic.bytes().all(|byte| byte.is_ascii_digit()) => label,
        _ => label,
    }
}

/// Whether `text` opens with the label of a task, or is one, perhaps with a number.
pub fn names_task(text: &str) -> bool {
    let is_one = |bare: String| {
        let bare = bare.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | '#' | '№'));
        TASK_LABELS.contains(&bare)
    };
    may_open_with_label(text)
        && (label_length(text, TASK_LABELS).is_some() || known_form(text).is_some_and(is_one))
}

/// Lower case, straight quotes, single spaces, no punctuation at either end.
pub fn normalised(text: &str) -> String {
    if text.is_ascii() {
        return normalised_ascii(text);
    }
    let mut words = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        for c in word.chars() {
            match c {
                '’' => words.push('\''),
                _ if c.is_ascii() => words.push(c.to_ascii_lowercase()),
                _ => words.extend(c.to_lowercase()),
            }
        }
    }
    let trimmed = words.trim_matches(|c: char| !c.is_alphanumeric());
    if trimmed.len() == words.len() { words } else { trimmed.to_string() }
}

fn normalised_ascii(text: &str) -> String {
    let text = text.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let mut words = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words.make_ascii_lowercase();
    words
}

/// `text` in its [`normalised`] form if it may be one of the words or titles known here; those are short.
pub fn known_form(text: &str) -> Option<String> {
    const LONGEST: usize = 200;
    (text.len() <= LONGEST).then(|| normalised(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_found_with_their_colon() {
        for (text, length) in [
            ("Answer: yes", Some(8)),
            ("A: yes", Some(3)),
            ("A1: yes", Some(4)),
            ("Answer 1-2. yes", Some(12)),
            ("Antwort：ja", Some("Antwort：".len())),
            ("Answering: no", None),
            ("A mutex: a lock", None),
            ("A. first option", None),
            ("(a) first option", None),
            ("R.21: a rule", None),
            ("A - B", None),
            ("Ans. yes", Some(5)),
            ("Answer - yes", Some(9)),
            ("A2) yes", Some(4)),
            ("正解：はい", Some("正解：".len())),
            ("【答】はい", Some("【答】".len())),
            ("[Answer] yes", Some(9)),
            ("[A] yes", None),
            ("[answer](url)", None),
            ("R: sim", Some(3)),
            ("Ответ— да", Some("Ответ— ".len())),
            ("R. sim", None),
            ("Answer", None),
        ] {
            assert_eq!(label_length(text, ANSWER_LABELS), length, "{text}");
        }
        assert_eq!(label_or_whole("Answer", ANSWER_LABELS), Some(6));
    }

    #[test]
    fn no_label_of_a_question_is_passed_over() {
        for label in QUESTION_LABELS.iter().chain(TASK_LABELS) {
            for text in [format!("{label}: x"), format!("— **{label}**: x")] {
                assert!(question_label_length(&text).is_some(), "{text}");
            }
        }
        for word in ["", "12", "— ", "Zebra: x", "Ωmega: x"] {
            assert!(question_label_length(word).is_none() && !is_bare_label(word), "{word}");
        }
    }

    #[test]
    fn summaries_that_only_reveal() {
        assert!(is_reveal("View Answer") && is_reveal("Show solution") && is_reveal("Click to expand!"));
        assert!(is_reveal("点击查看答案") && is_reveal("解答を見る"));
        assert!(!is_reveal("What is the answer to life?") && !is_reveal(""));
        assert!(names_answer("Show Answer") && names_answer("查看答案") && !names_answer("Show code"));
    }

    #[test]
    fn labels_without_a_question() {
        assert!(is_bare_label("Question 12") && is_bare_label("**Q:**") && is_bare_label("Frage 3."));
        assert!(is_bare_label("Question 2 - Statement") && is_bare_label("Question 2: Énoncé"));
        assert!(is_bare_label("Question #12Topic 3") && !is_bare_label("Question on topic 3"));
        assert!(!is_bare_label("12") && !is_bare_label("Question of taste") && !is_bare_label("Questions"));
    }

    #[test]
    fn titles_of_answers() {
        for title in
            ["Answer 3", "Question 3 - Answer", "Solution to Exercise 2", "Question 7 – Réponse (1/2)"]
        {
            assert!(is_answer_title(title), "{title}");
        }
        for title in
            ["Answer", "Question 3", "Answer 3 questions", "2 answers to everything", "Solution 2 for X"]
        {
            assert!(!is_answer_title(title), "{title}");
        }
    }
}
