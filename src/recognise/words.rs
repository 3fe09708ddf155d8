//! The words by which people mark questions, answers and what stands beside them.
//!
//! Every list holds lower-case words of several languages; a document may mix them.

/// Labels in front of a question.
pub const QUESTION_LABELS: &[&str] = &[
    "q",
    "question",
    "ques",
    "problem",
    "pregunta",
    "frage",
    "pergunta",
    "вопрос",
    "问题",
    "問題",
    "问",
    "問",
    "質問",
];

/// Labels in front of an answer.
pub const ANSWER_LABELS: &[&str] = &[
    "a",
    "answer",
    "ans",
    "answers",
    "the answer",
    "correct answer",
    "correct answers",
    "right answer",
    "correct option",
    "correct",
    "respuesta correcta",
    "richtige antwort",
    "bonne réponse",
    "resposta correta",
    "правильный ответ",
    "正确答案",
    "正解",
    "short answer",
    "sample answer",
    "model answer",
    "solution",
    "respuesta",
    "antwort",
    "réponse",
    "reponse",
    "resposta",
    "ответ",
    "答案",
    "答",
    "回答",
    "解答",
];

/// Labels in front of what a question really tests.
pub const TESTED_LABELS: &[&str] = &[
    "what interviewers are really testing",
    "what they're testing",
    "what is tested",
    "what is being tested",
    "what this tests",
    "why interviewers ask this",
    "why they ask",
    "what interviewers look for",
];

/// Labels in front of what a weak answer sounds like.
pub const RED_FLAG_LABELS: &[&str] = &["red flag", "red flags", "red flag answer", "red flag answers"];

/// Labels in front of questions that come next.
pub const FOLLOW_UP_LABELS: &[&str] = &[
    "follow-up",
    "follow-ups",
    "follow up",
    "follow ups",
    "followup",
    "follow-up question",
    "follow-up questions",
    "follow up questions",
];

/// Titles of what an interviewer looks for.
pub const INSIGHT_LABELS: &[&str] = &[
    "interviewer's insight",
    "interviewer insight",
    "interviewers' insight",
    "interviewer's insights",
    "insight",
];

/// Words of a summary that says no more than "open me to see the answer".
const REVEAL_WORDS: &[&str] = &[
    "view",
    "show",
    "see",
    "click",
    "tap",
    "to",
    "expand",
    "reveal",
    "open",
    "here",
    "the",
    "for",
    "me",
    "toggle",
    "check",
    "answer",
    "answers",
    "ans",
    "solution",
    "solutions",
    "explanation",
    "code",
    "example",
    "response",
    "details",
    "spoiler",
    "full",
    "sample",
    "and",
    "respuesta",
    "ver",
    "antwort",
    "anzeigen",
    "zeigen",
    "réponse",
    "voir",
    "la",
    "resposta",
    "ответ",
    "показать",
    "答案",
    "查看答案",
    "解答",
    "答え",
];

/// Words that questions and tasks open with.
const STEMS: &[&str] = &[
    "what",
    "what's",
    "why",
    "how",
    "when",
    "where",
    "which",
    "who",
    "whom",
    "whose",
    "explain",
    "describe",
    "define",
    "difference",
    "differences",
    "differentiate",
    "distinguish",
    "compare",
    "contrast",
    "write",
    "implement",
    "create",
    "build",
    "design",
    "list",
    "name",
    "give",
    "discuss",
    "can",
    "could",
    "do",
    "does",
    "did",
    "is",
    "are",
    "was",
    "were",
    "should",
    "would",
    "will",
    "has",
    "have",
    "tell",
    "show",
    "find",
    "state",
    "mention",
    "outline",
    "illustrate",
    "solve",
    "calculate",
    "prove",
    "demonstrate",
    "given",
    "suppose",
    "reverse",
    "convert",
    "walk",
    "qué",
    "cuál",
    "cómo",
    "por",
    "cuándo",
    "explica",
    "describe",
    "was",
    "wie",
    "warum",
    "wann",
    "wo",
    "welche",
    "erkläre",
    "erklären",
    "nenne",
    "que",
    "qu'est-ce",
    "quel",
    "quelle",
    "comment",
    "pourquoi",
    "expliquez",
    "o",
    "como",
    "qual",
    "explique",
    "что",
    "как",
    "почему",
    "зачем",
    "какой",
    "какие",
    "чем",
    "объясните",
    "什么",
    "如何",
    "为什么",
    "怎么",
    "请",
    "何",
];

/// Words that announce questions in the heading or sentence above them.
const ANNOUNCEMENTS: &[&str] = &["question", "questions", "preguntas", "fragen", "perguntas", "вопросы"];

/// How much `text` looks like a question or a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// It does not.
    None,
    /// It opens with a word that questions open with.
    Stem,
    /// It ends as a question, or is quoted.
    Clear,
}

/// How much `text`, without its carrier, looks like a question or a task.
pub fn likeness(text: &str) -> Likeness {
    let text = text.trim();
    let end = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '”' | '*' | ')' | '»'));
    if end.ends_with(['?', '？', '؟']) || text.starts_with('¿') {
        return Likeness::Clear;
    }
    let first = normalised(text.split_whitespace().next().unwrap_or_default());
    let starts_wide = STEMS.iter().any(|stem| !stem.is_ascii() && !is_spaced(stem) && text.starts_with(stem));
    if STEMS.contains(&first.as_str()) || starts_wide { Likeness::Stem } else { Likeness::None }
}

/// Whether a word belongs to a script that puts spaces between words.
fn is_spaced(word: &str) -> bool {
    word.chars().all(|c| u32::from(c) < 0x2E80)
}

/// Whether `title` announces questions: "Common Interview Questions", "Questions asked in …".
pub fn announces_questions(title: &str) -> bool {
    normalised(title).split(' ').any(|word| ANNOUNCEMENTS.contains(&word))
        || ["问题", "面试题", "問題", "質問"].iter().any(|word| title.contains(word))
}

/// Whether `summary` says no more than "open me to see the answer".
pub fn is_reveal(summary: &str) -> bool {
    let summary = normalised(summary);
    !summary.is_empty() && summary.split(' ').all(|word| REVEAL_WORDS.contains(&word))
}

/// Length of a label that `text` opens with, its colon and the space behind it; `None` without one.
///
/// The label is one of `labels`, perhaps with a number behind it; alone on its line it needs no colon.
pub fn label_length(text: &str, labels: &[&str]) -> Option<usize> {
    let (word, colon) = label_word(text)?;
    let unnumbered = word.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ' || c == '.');
    if !labels.contains(&normalised(unnumbered).as_str()) {
        return None;
    }
    let behind = &text[colon..];
    Some(text.len() - behind.trim_start().len())
}

/// Like [`label_length`], also without a colon when the label is all there is.
pub fn label_or_whole(text: &str, labels: &[&str]) -> Option<usize> {
    label_length(text, labels).or_else(|| labels.contains(&normalised(text).as_str()).then_some(text.len()))
}

/// What stands in front of the first colon, if that is short enough for a label, and the offset behind the colon.
fn label_word(text: &str) -> Option<(&str, usize)> {
    const LONGEST: usize = 60;
    let colon = text.char_indices().take(LONGEST).find(|(_, c)| matches!(c, ':' | '：'))?;
    Some((&text[..colon.0], colon.0 + colon.1.len_utf8()))
}

/// Length of a question word that a number follows: of `Q` in `Q12.`, of `Question ` in `Question 12:`.
pub fn numbered_word_length(text: &str) -> Option<usize> {
    let digits = text.find(|c: char| c.is_ascii_digit()).filter(|&at| at > 0 && at < 16)?;
    let word = text[..digits].trim_end_matches([' ', '.', '#', '-']);
    QUESTION_LABELS.contains(&normalised(word).as_str()).then_some(digits)
}

/// Lower case, straight quotes, single spaces, no punctuation at either end.
pub fn normalised(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.extend(word.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }));
    }
    let trimmed = words.trim_matches(|c: char| !c.is_alphanumeric());
    if trimmed.len() == words.len() { words } else { trimmed.to_string() }
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
            ("Antwort：ja", Some("Antwort：".len())),
            ("Answering: no", None),
            ("A mutex: a lock", None),
            ("Answer", None),
        ] {
            assert_eq!(label_length(text, ANSWER_LABELS), length, "{text}");
        }
        assert_eq!(label_or_whole("Answer", ANSWER_LABELS), Some(6));
    }

    #[test]
    fn summaries_that_only_reveal() {
        assert!(is_reveal("View Answer") && is_reveal("Show solution") && is_reveal("Click to expand!"));
        assert!(!is_reveal("What is the answer to life?") && !is_reveal(""));
    }
}
