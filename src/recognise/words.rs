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
    "quesito",
    "vraag",
    "fråga",
    "spørgsmål",
    "spørsmål",
    "kysymys",
    "otázka",
    "питання",
    "запитання",
    "въпрос",
    "pitanje",
    "питање",
    "kérdés",
    "întrebare",
    "întrebarea",
    "soru",
    "ερώτηση",
    "שאלה",
    "س",
    "سؤال",
    "السؤال",
    "سوال",
    "پرسش",
    "प्रश्न",
    "सवाल",
    "প্রশ্ন",
    "คำถาม",
    "câu",
    "câu hỏi",
    "pertanyaan",
    "soal",
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
    "esercizio",
    "opgave",
    "oefening",
    "uppgift",
    "oppgave",
    "tehtävä",
    "zadanie",
    "úloha",
    "příklad",
    "завдання",
    "zadatak",
    "feladat",
    "exercițiu",
    "alıştırma",
    "άσκηση",
    "תרגיל",
    "تمرين",
    "bài",
    "bài tập",
    "例题",
    "練習",
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
    "답안",
    "r",
    "selected answer",
    "expected answer",
    "ideal answer",
    "correcta",
    "correcto",
    "réponse correcte",
    "corrigé",
    "risposta corretta",
    "risposta esatta",
    "antwoord",
    "juiste antwoord",
    "oplossing",
    "svar",
    "rätt svar",
    "rigtigt svar",
    "riktig svar",
    "vastaus",
    "oikea vastaus",
    "poprawna odpowiedź",
    "prawidłowa odpowiedź",
    "odpověď",
    "správná odpověď",
    "řešení",
    "odpoveď",
    "správna odpoveď",
    "riešenie",
    "відповідь",
    "правильна відповідь",
    "отговор",
    "верен отговор",
    "odgovor",
    "одговор",
    "válasz",
    "helyes válasz",
    "megoldás",
    "răspuns",
    "răspuns corect",
    "cevap",
    "doğru cevap",
    "yanıt",
    "doğru yanıt",
    "çözüm",
    "απάντηση",
    "σωστή απάντηση",
    "תשובה",
    "תשובה נכונה",
    "ج",
    "جواب",
    "الجواب",
    "إجابة",
    "الإجابة",
    "الإجابة الصحيحة",
    "پاسخ",
    "उत्तर",
    "जवाब",
    "सही उत्तर",
    "উত্তর",
    "คำตอบ",
    "เฉลย",
    "đáp án",
    "đáp án đúng",
    "trả lời",
    "câu trả lời",
    "lời giải",
    "jawaban",
    "jawab",
    "正答",
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
    "spiegare",
    "descrivere",
    "descrivi",
    "który",
    "która",
    "które",
    "wyjaśnij",
    "opisz",
    "porównaj",
    "waarom",
    "hoe",
    "wanneer",
    "welke",
    "beschrijf",
    "varför",
    "hur",
    "vilken",
    "vilka",
    "förklara",
    "hvorfor",
    "hvordan",
    "hvilken",
    "hvilke",
    "forklar",
    "miksi",
    "miten",
    "proč",
    "jaký",
    "jaká",
    "jaké",
    "vysvětlete",
    "popište",
    "чому",
    "який",
    "яка",
    "які",
    "поясніть",
    "опишіть",
    "miért",
    "hogyan",
    "melyik",
    "milyen",
    "explicați",
    "descrieți",
    "neden",
    "nasıl",
    "niçin",
    "hangi",
    "γιατί",
    "πώς",
    "ποιος",
    "ποια",
    "ποιο",
    "لماذا",
    "كيف",
    "اشرح",
    "چرا",
    "چگونه",
    "क्या",
    "क्यों",
    "कैसे",
    "mengapa",
    "bagaimana",
    "jelaskan",
    "sebutkan",
];

/// How sentences end that ask, in languages that say so at the end.
const ENDINGS: &[&str] = &[
    "ですか",
    "ますか",
    "のか",
    "何か",
    "誰か",
    "うか",
    "せよ",
    "答えよ",
    "述べよ",
    "なさい",
    "시오",
    "하라",
    "주세요",
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
];

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
    let sentence = end.trim_end_matches(['.', '。', '．']);
    if end.ends_with("か。") || ENDINGS.iter().any(|ending| sentence.ends_with(ending)) {
        return Likeness::Clear;
    }
    let first = normalised(text.split_whitespace().next().unwrap_or_default());
    let starts_wide = STEMS.iter().any(|stem| !stem.is_ascii() && !is_spaced(stem) && text.starts_with(stem));
    if STEMS.contains(&first.as_str()) || starts_wide {
        // Guides are titled so: "How to install", "How it works", "What you need"; and changelogs: "What's new".
        const STATING: &[&str] = &["to", "it", "this", "we", "i", "they", "you"];
        let second = text.split_whitespace().nth(1).map(normalised).unwrap_or_default();
        if first == "what's" && second == "new" {
            return Likeness::None;
        }
        let states = matches!(first.as_str(), "how" | "what" | "why" | "when" | "where")
            && STATING.contains(&second.as_str());
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
    // "List of …" names a list, and a single word names anything.
    let second = text.split_whitespace().nth(1).map(normalised);
    let sets_task = second.is_some_and(|second| second != "of") || !text.is_ascii();
    if sets_task && TASKS.contains(&first.as_str()) { Likeness::Task } else { Likeness::None }
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
            || ["问题", "面试题", "问答", "問題", "質問", "질문", "câu hỏi", "คำถาม"]
                .iter()
                .any(|word| title.contains(word)))
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

/// Length of a label that `text` opens with, its colon and the space behind it; `None` without one.
///
/// The label is one of `labels`, perhaps with a number behind it. A dash, stop or bracket serves as the
/// colon, but behind a lone letter, which may be an option or an article; so do brackets around it: `【答】`.
pub fn label_length(text: &str, labels: &[&str]) -> Option<usize> {
    let behind = bracketed(text, labels).or_else(|| {
        separators(text).find_map(|(at, separator)| {
            let word = &text[..at];
            let unnumbered = word.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ' || c == '.');
            let label = normalised(unnumbered);
            let is_colon = matches!(separator, ':' | '：');
            // `A.` may be an option or an article, `R.21` the number of a rule.
            let is_letter = if is_colon { word.contains('.') } else { normalised(word) == label };
            let doubtful = is_letter && matches!(label.as_str(), "a" | "r");
            (labels.contains(&label.as_str()) && !doubtful).then_some(at + separator.len_utf8())
        })
    })?;
    Some(text.len() - text[behind..].trim_start().len())
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
        let behind = &text[at + c.len_utf8()..];
        let spaced = behind.starts_with(char::is_whitespace);
        match c {
            ':' | '：' => {
                colons += 1;
                colons == 1
            }
            '-' => spaced && text[..at].ends_with(' '),
            '–' | '—' => spaced,
            '.' | ')' => spaced && at < 12,
            _ => false,
        }
    })
}

/// Length of a question word that a number follows: of `Q` in `Q12.`, of `Question ` in `Question 12:`.
pub fn numbered_word_length(text: &str) -> Option<usize> {
    let digits = text.bytes().take(32).position(|byte| byte.is_ascii_digit()).filter(|&at| at > 0)?;
    let word = text[..digits].trim_end_matches([' ', '.', '#', '-', '№']);
    labels_question(&normalised(word)).then_some(digits)
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
    let Some(word) = known_form(text) else { return false };
    let bare = [" - ", " – ", " — ", ": "].iter().find_map(|dash| word.split_once(dash));
    let word =
        bare.filter(|(_, behind)| STATEMENTS.contains(behind)).map_or(word.as_str(), |(label, _)| label);
    let unnumbered =
        word.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | '#' | '№'));
    // Several questions are a section.
    let several = unnumbered == "questions" && unnumbered == word;
    !word.is_empty() && labels_question(unnumbered) && !several
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
