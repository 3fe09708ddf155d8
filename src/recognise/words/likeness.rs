//! How much a text looks like a question, by its first words and its end.

use super::{is_spaced, normalised};

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
    let starts_wide = !text.is_ascii()
        && STEMS.iter().any(|stem| !stem.is_ascii() && !is_spaced(stem) && text.starts_with(stem));
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
