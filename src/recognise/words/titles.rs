//! What titles announce: questions, cards, answers, something to open.

use super::labels::ANSWER_LABELS;
use super::likeness::{Likeness, likeness};
use super::{is_spaced, known_form, labels_question, normalised};

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

/// Words that announce questions in the heading or sentence above them.
const ANNOUNCEMENTS: &[&str] = &[
    "question",
    "questions",
    "preguntas",
    "fragen",
    "perguntas",
    "domande",
    "vragen",
    "frågor",
    "spørgsmål",
    "spørsmål",
    "pytania",
    "otázky",
    "вопросы",
    "вопросов",
    "питання",
    "kérdések",
    "întrebări",
    "sorular",
    "soruları",
    "ερωτήσεις",
    "أسئلة",
    "الأسئلة",
    "प्रश्न",
    "pertanyaan",
    "exercises",
    "ejercicios",
    "exercices",
    "übungen",
    "übungsaufgaben",
    "esercizi",
    "exercícios",
    "упражнения",
    "oefeningen",
    "alıştırmalar",
];

/// Whether `title` announces questions: "Common Interview Questions", "Questions asked in …".
pub fn announces_questions(title: &str) -> bool {
    let title = normalised(title);
    !is_left_open(&title)
        && (title.split(' ').any(|word| ANNOUNCEMENTS.contains(&word))
            || [
                "问题",
                "面试题",
                "基础题",
                "练习题",
                "笔试题",
                "考试题",
                "题库",
                "习题",
                "问答",
                "問題",
                "質問",
                "질문",
                "câu hỏi",
                "คำถาม",
            ]
            .iter()
            .any(|word| title.contains(word)))
}

/// Whether `title` announces words to learn, with what they mean beside them.
pub fn announces_vocabulary(title: &str) -> bool {
    const WORDS: &[&str] = &[
        "vocabulary",
        "vocab",
        "vokabeln",
        "wortschatz",
        "vocabulaire",
        "vocabulario",
        "vocabolario",
        "vocabulário",
        "słówka",
        "slovíčka",
        "woordenschat",
        "ordlista",
        "gloser",
        "словарик",
        "лексика",
        "kelime",
        "kelimeler",
        "kosakata",
    ];
    let title = normalised(title);
    let mut words = title.split(|c: char| !c.is_alphanumeric());
    words.any(|word| WORDS.contains(&word))
        || ["单词", "单字", "単語", "词汇", "語彙", "단어"].iter().any(|word| title.contains(word))
}

/// Whether `title` announces cards to learn from: what stands below a term on them is its other side.
pub fn announces_cards(title: &str) -> bool {
    const CARDS: &[&str] = &[
        "flashcard",
        "flashcards",
        "karteikarten",
        "lernkarten",
        "karteikärtchen",
        "fiches",
        "fiszki",
        "tarjetas",
        "flashkarten",
        "карточки",
        "kartičky",
    ];
    let title = normalised(title);
    let explains = likeness(&title) > Likeness::None;
    let mut words = title.split(|c: char| !c.is_alphanumeric());
    !explains && (words.any(|word| CARDS.contains(&word)) || title.contains("flash cards"))
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

/// Whether `summary` names a part of an answer, and not all of it: an example, some code, details.
pub fn names_part(summary: &str) -> bool {
    const PARTS: &[&str] = &["code", "example", "explanation", "details", "解析", "보기"];
    !names_answer(summary) && normalised(summary).split(' ').any(|word| PARTS.contains(&word))
}

/// Whether a title says that the answer to the question of a number follows, and nothing else: `Answer 3`,
/// `Question 3 - Answer`, `Question 3 - Answer (1/2)`.
pub fn is_answer_title(title: &str) -> bool {
    const LONGEST: usize = 60;
    const LINKS: &[&str] = &["to", "of", "for", "zu", "zur", "de", "la", "à", "du", "a"];
    if title.len() > LONGEST || !title.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let title = normalised(title);
    let numberless = title.split(|c: char| !c.is_alphabetic() && c != '\'').filter(|word| !word.is_empty());
    let named: Vec<&str> = numberless
        .filter(|word| *word == "questions" || !(labels_question(word) || LINKS.contains(word)))
        .collect();
    !named.is_empty() && ANSWER_LABELS.contains(&named.join(" ").as_str())
}
