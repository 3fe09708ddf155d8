//! The words by which people mark questions, answers and what stands beside them.
//!
//! Every list holds lower-case words of several languages; a document may mix them.

/// Labels in front of a question.
pub const QUESTION_LABELS: &[&str] = &[
    "q",
    "question",
    "questions",
    "ques",
    "pregunta",
    "frage",
    "pergunta",
    "domanda",
    "pytanie",
    "вопрос",
    "问题",
    "問題",
    "问",
    "問",
    "题目",
    "題目",
    "質問",
    "設問",
    "질문",
];

/// Labels in front of a task, which stories use as well: only an answer below it makes it a question.
pub const TASK_LABELS: &[&str] = &[
    "problem",
    "exercise",
    "task",
    "ejercicio",
    "aufgabe",
    "exercice",
    "exercício",
    "задача",
    "задание",
    "문제",
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
    "long answer",
    "sample answer",
    "model answer",
    "example answer",
    "your answer",
    "correct answer",
    "right answer",
    "suggested answer",
    "possible answer",
    "best answer",
    "solution",
    "solutions",
    "sample solution",
    "response",
    "respuesta",
    "respuesta correcta",
    "respuesta corta",
    "solución",
    "antwort",
    "kurze antwort",
    "richtige antwort",
    "lösung",
    "musterlösung",
    "réponse",
    "reponse",
    "bonne réponse",
    "resposta",
    "resposta correta",
    "solução",
    "risposta",
    "soluzione",
    "odpowiedź",
    "rozwiązanie",
    "ответ",
    "правильный ответ",
    "решение",
    "答案",
    "答",
    "回答",
    "解答",
    "参考答案",
    "正确答案",
    "答え",
    "正解",
    "解説",
    "模範解答",
    "답",
    "답변",
    "정답",
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
    "press",
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
    "hidden",
    "hide",
    "unfold",
    "display",
    "read",
    "your",
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
    "model",
    "correct",
    "and",
    "my",
    "this",
    "respuesta",
    "respuestas",
    "solución",
    "ver",
    "mostrar",
    "la",
    "haz",
    "clic",
    "para",
    "antwort",
    "antworten",
    "lösung",
    "lösungen",
    "anzeigen",
    "zeigen",
    "einblenden",
    "ansehen",
    "réponse",
    "réponses",
    "voir",
    "afficher",
    "montrer",
    "resposta",
    "respostas",
    "solução",
    "mostra",
    "risposta",
    "soluzione",
    "pokaż",
    "odpowiedź",
    "ответ",
    "ответы",
    "решение",
    "показать",
    "посмотреть",
    "раскрыть",
    "答案",
    "查看答案",
    "点击查看",
    "点击查看答案",
    "显示答案",
    "展开",
    "参考答案",
    "答案与解析",
    "解析",
    "解答",
    "答え",
    "答えを見る",
    "解答を見る",
    "回答",
    "回答を見る",
    "정답",
    "답",
    "답변",
    "보기",
];

/// Words that questions open with, and words that ask for an explanation.
const STEMS: &[&str] = &[
    "what",
    "what's",
    "whats",
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
    "qué",
    "cuál",
    "cuáles",
    "cómo",
    "cuándo",
    "dónde",
    "quién",
    "explica",
    "explique",
    "diferencia",
    "diferencias",
    "wie",
    "warum",
    "wieso",
    "wann",
    "wo",
    "wer",
    "welche",
    "welcher",
    "welches",
    "wozu",
    "wofür",
    "erkläre",
    "erklären",
    "beschreibe",
    "beschreiben",
    "unterschied",
    "qu'est-ce",
    "quel",
    "quelle",
    "quels",
    "quelles",
    "comment",
    "pourquoi",
    "quand",
    "expliquez",
    "expliquer",
    "décrivez",
    "différence",
    "différences",
    "como",
    "qual",
    "quais",
    "quando",
    "onde",
    "quem",
    "descreva",
    "diferença",
    "diferenças",
    "cosa",
    "cos'è",
    "perché",
    "quale",
    "quali",
    "spiega",
    "co",
    "jak",
    "dlaczego",
    "czym",
    "kiedy",
    "jaki",
    "jaka",
    "jakie",
    "что",
    "как",
    "почему",
    "зачем",
    "какой",
    "какая",
    "какое",
    "какие",
    "каким",
    "чем",
    "когда",
    "где",
    "кто",
    "объясните",
    "опишите",
    "расскажите",
    "什么",
    "什麼",
    "如何",
    "为什么",
    "為什麼",
    "怎么",
    "怎样",
    "请",
    "請",
    "说说",
    "谈谈",
    "简述",
    "介绍",
    "何",
    "なぜ",
    "どう",
    "どの",
    "무엇",
    "왜",
    "어떻게",
];

/// Words that tasks open with, and instructions and statements as well.
const TASKS: &[&str] = &[
    "do",
    "does",
    "did",
    "is",
    "are",
    "was",
    "were",
    "can",
    "could",
    "should",
    "would",
    "will",
    "has",
    "have",
    "write",
    "implement",
    "create",
    "build",
    "design",
    "list",
    "name",
    "give",
    "discuss",
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
    "identify",
    "summarize",
    "summarise",
    "evaluate",
    "justify",
    "que",
    "por",
    "o",
    "nenne",
    "nennen",
    "beschreiben",
    "beschreibe",
    "welcher",
    "welches",
    "nennen",
    "escribe",
    "escriba",
    "escreva",
    "écrivez",
    "donnez",
    "cite",
    "citez",
    "напишите",
    "перечислите",
    "назовите",
    "写",
    "實現",
    "实现",
];

/// Words that announce questions in the heading or sentence above them.
const ANNOUNCEMENTS: &[&str] = &["question", "questions", "preguntas", "fragen", "perguntas", "вопросы"];

/// How much `text` looks like a question or a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// It does not.
    None,
    /// It opens with a word that tasks open with, and instructions as well.
    Task,
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
    if STEMS.contains(&first.as_str()) || starts_wide {
        // Guides are titled so: "How to install", "How it works".
        const STATING: &[&str] = &["to", "it", "this", "we", "i", "they", "you"];
        let second = text.split_whitespace().nth(1).map(normalised).unwrap_or_default();
        let states = first == "how" && STATING.contains(&second.as_str());
        return if states { Likeness::Task } else { Likeness::Stem };
    }
    const LONGEST_TITLE: usize = 120;
    let is_title = text.len() <= LONGEST_TITLE;
    let compares =
        is_title && text.split_whitespace().any(|word| matches!(word, "vs" | "vs." | "VS" | "versus"));
    if compares || is_title && ["区别", "差异", "區別", "違い"].iter().any(|word| text.contains(word))
    {
        return Likeness::Stem;
    }
    if TASKS.contains(&first.as_str()) { Likeness::Task } else { Likeness::None }
}

/// Whether a word belongs to a script that puts spaces between words.
fn is_spaced(word: &str) -> bool {
    word.chars().all(|c| u32::from(c) < 0x2E80)
}

/// Whether `title` announces questions: "Common Interview Questions", "Questions asked in …".
pub fn announces_questions(title: &str) -> bool {
    let title = normalised(title);
    !is_left_open(&title)
        && (title.split(' ').any(|word| ANNOUNCEMENTS.contains(&word))
            || ["问题", "面试题", "問題", "質問", "질문"].iter().any(|word| title.contains(word)))
}

/// Whether `title` is that of questions that a meeting or a plan left behind: not to be learnt.
pub fn is_left_open(title: &str) -> bool {
    const TITLES: &[&str] = &[
        "open questions",
        "any questions",
        "unresolved questions",
        "open issues",
        "offene fragen",
        "offene punkte",
        "preguntas abiertas",
        "questions ouvertes",
        "perguntas em aberto",
        "открытые вопросы",
        "next steps",
        "action items",
        "agenda",
    ];
    known_form(title).is_some_and(|title| TITLES.contains(&title.as_str()))
}

/// Whether `summary` says no more than "open me to see the answer".
pub fn is_reveal(summary: &str) -> bool {
    const LONGEST_WIDE: usize = 10;
    let summary = normalised(summary);
    let is_wide = summary.chars().count() <= LONGEST_WIDE
        && ["答案", "解答", "答え", "回答", "정답"].iter().any(|word| summary.contains(word));
    !summary.is_empty() && (is_wide || summary.split(' ').all(|word| REVEAL_WORDS.contains(&word)))
}

/// Whether `summary` names what it reveals: an answer, not some code or details.
pub fn names_answer(summary: &str) -> bool {
    let summary = normalised(summary);
    ANSWER_LABELS.iter().any(|label| {
        if is_spaced(label) { summary.split(' ').any(|word| word == *label) } else { summary.contains(label) }
    }) || summary.split(' ').any(|word| word == "answers")
}

/// Length of a label that `text` opens with, its colon and the space behind it; `None` without one.
///
/// The label is one of `labels`, perhaps with a number behind it. A dash, stop or bracket serves as the
/// colon, but behind `A` alone, which may be an option or an article.
pub fn label_length(text: &str, labels: &[&str]) -> Option<usize> {
    let behind = separators(text).find_map(|(at, separator)| {
        let word = &text[..at];
        let unnumbered = word.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ' || c == '.');
        let known = labels.contains(&normalised(unnumbered).as_str());
        let is_colon = matches!(separator, ':' | '：');
        (known && (is_colon || !normalised(word).eq("a"))).then_some(at + separator.len_utf8())
    })?;
    Some(text.len() - text[behind..].trim_start().len())
}

/// Like [`label_length`], also without a colon when the label is all there is.
pub fn label_or_whole(text: &str, labels: &[&str]) -> Option<usize> {
    let is_label = |text: &str| text.chars().count() > 1 && labels.contains(&text);
    label_length(text, labels).or_else(|| is_label(&known_form(text)?).then_some(text.len()))
}

/// Length of `A.` or `A)` and the space behind it: an answer's label where questions are labelled so.
pub fn letter_label_length(text: &str) -> Option<usize> {
    let rest = text.strip_prefix(['A', 'a'])?.strip_prefix(['.', ')'])?;
    rest.starts_with(char::is_whitespace).then(|| text.len() - rest.trim_start().len())
}

/// The marks in `text` that may end a label, and their places: a colon anywhere near its beginning,
/// a dash between spaces, a stop or bracket in front of one.
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
            '-' | '–' | '—' => spaced() && text[..at].ends_with(' '),
            '.' | ')' => at < 12 && spaced(),
            _ => false,
        }
    })
}

/// Length of a question word that a number follows: of `Q` in `Q12.`, of `Question ` in `Question 12:`.
pub fn numbered_word_length(text: &str) -> Option<usize> {
    let digits = text.bytes().take(24).position(|byte| byte.is_ascii_digit()).filter(|&at| at > 0)?;
    let word = text[..digits].trim_end_matches([' ', '.', '#', '-', '№']);
    labels_question(&normalised(word)).then_some(digits)
}

fn labels_question(word: &str) -> bool {
    QUESTION_LABELS.contains(&word) || TASK_LABELS.contains(&word)
}

/// Whether `text` is no more than the label of a question, perhaps with a number: `Question 12`, `Q:`.
pub fn is_bare_label(text: &str) -> bool {
    let Some(word) = known_form(text) else { return false };
    let unnumbered =
        word.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | '#' | '№'));
    !word.is_empty() && labels_question(unnumbered)
}

/// Whether `text` opens with the label of a task, or is one, perhaps with a number.
pub fn names_task(text: &str) -> bool {
    let Some(bare) = known_form(text) else { return label_length(text, TASK_LABELS).is_some() };
    let bare = bare.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | '#' | '№'));
    label_length(text, TASK_LABELS).is_some() || TASK_LABELS.contains(&bare)
}

/// Whether `text` asks what a piece of code does: then code below it is no answer.
pub fn asks_about_code(text: &str) -> bool {
    const CODE: &[&str] = &[
        "following code",
        "following snippet",
        "following program",
        "following function",
        "this code",
        "this snippet",
        "this program",
        "code below",
        "snippet below",
        "code snippet",
        "program below",
        "código siguiente",
        "siguiente código",
        "folgende code",
        "folgender code",
        "folgenden code",
        "code suivant",
        "código a seguir",
        "seguinte código",
        "следующий код",
        "следующего кода",
        "этот код",
        "以下代码",
        "下面代码",
        "下面的代码",
        "次のコード",
        "以下のコード",
    ];
    const EFFECTS: &[&str] = &[
        "output",
        "outputs",
        "print",
        "prints",
        "printed",
        "logged",
        "log",
        "logs",
        "value",
        "result",
        "happens",
        "imprime",
        "salida",
        "ausgabe",
        "affiche",
        "saída",
        "выведет",
        "вывод",
    ];
    let text = normalised(text);
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    let asks_what =
        words.next().is_some_and(|word| ["what", "what's", "qué", "was", "que", "что"].contains(&word));
    CODE.iter().any(|code| text.contains(code))
        || (asks_what && words.any(|word| EFFECTS.contains(&word)))
        || ["输出什么", "输出结果", "打印什么", "出力"].iter().any(|words| text.contains(words))
}

/// Lower case, straight quotes, single spaces, no punctuation at either end.
pub fn normalised(text: &str) -> String {
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
            ("Antwort：ja", Some("Antwort：".len())),
            ("Answering: no", None),
            ("A mutex: a lock", None),
            ("A. first option", None),
            ("A - B", None),
            ("Ans. yes", Some(5)),
            ("Answer - yes", Some(9)),
            ("A2) yes", Some(4)),
            ("正解：はい", Some("正解：".len())),
            ("Answer", None),
        ] {
            assert_eq!(label_length(text, ANSWER_LABELS), length, "{text}");
        }
        assert_eq!(label_or_whole("Answer", ANSWER_LABELS), Some(6));
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
        assert!(!is_bare_label("12") && !is_bare_label("Question of taste"));
    }
}
