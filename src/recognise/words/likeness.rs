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
    "объясни",
    "опишите",
    "опиши",
    "расскажите",
    "расскажи",
    "сравните",
    "зачем",
    "отличие",
    "отличия",
    "разница",
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
    "讲讲",
    "聊聊",
    "谈一谈",
    "说一说",
    "讲一讲",
    "简述",
    "描述",
    "阐述",
    "解释",
    "列举",
    "对比",
    "比较",
    "介绍",
    "为何",
    "何时",
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

/// Words that questions open with, several at once: the first of them alone says nothing.
const OPENINGS: &[&str] = &[
    "для чего",
    "в чём",
    "в чем",
    "за что",
    "à quoi",
    "en quoi",
    "de quoi",
    "para qué",
    "para que serve",
    "por qué",
    "por que",
    "o que",
    "qué es",
    "was ist",
    "was sind",
    "was versteht",
    "was bedeutet",
    "was macht",
    "was passiert",
    "ما هو",
    "ما هي",
    "ما الفرق",
    "tại sao",
    "thế nào",
    "apa itu",
    "apa yang",
    "apa perbedaan",
    "mi az",
    "mi a",
    "do czego",
    "na czym",
    "k čemu",
];

/// How questions end that are written without their mark.
const CLOSINGS: &[&str] = &[
    "とは",
    "とは何",
    "이란",
    "차이점",
    "là gì",
    "như thế nào",
    "nedir",
    "nelerdir",
    "क्या है",
    "是什么",
    "是什麼",
    "有哪些",
    "有什么用",
    "什么意思",
    "怎么办",
    "怎么做",
    "怎么实现",
    "如何实现",
    "为什么",
    "吗",
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
    "напиши",
    "перечислите",
    "перечисли",
    "назовите",
    "назови",
    "приведите",
    "приведи",
    "derive",
    "compute",
    "determine",
    "sketch",
    "translate",
    "写",
    "實現",
    "实现",
];

/// More bytes than this are no title.
const LONGEST_TITLE: usize = 120;

/// Whether a Chinese text that is no sentence holds a word that asks.
fn asks_inside(text: &str) -> bool {
    const WORDS: [&str; 12] =
        ["如何", "怎么", "怎样", "为什么", "为何", "什么", "哪些", "哪个", "哪几", "是否", "有何", "多少"];
    !text.is_ascii()
        && !text.ends_with(['。', '！', '：', '；', '，'])
        && WORDS.iter().any(|word| text.contains(word))
}

/// As many characters hold each of the openings and what ends it.
const LONGEST_OPENING: usize = 24;

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
    let end =
        text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '”' | '*' | ')' | '）' | '»'));
    if end.ends_with(['?', '？', '؟']) || text.starts_with('¿') {
        return Likeness::Clear;
    }
    let sentence = end.trim_end_matches(['.', '。', '．']);
    if end.ends_with("か。") || ENDINGS.iter().any(|ending| sentence.ends_with(ending)) {
        return Likeness::Clear;
    }
    let first = normalised(text.split_whitespace().next().unwrap_or_default());
    let lower = || text.chars().take(LONGEST_OPENING).flat_map(char::to_lowercase).collect::<String>();
    let opens = !text.is_ascii() && CLOSINGS.iter().any(|closing| sentence.ends_with(closing)) || {
        let lower = lower();
        OPENINGS.iter().any(|opening| {
            lower.strip_prefix(opening).is_some_and(|rest| rest.starts_with(|c: char| !c.is_alphabetic()))
        })
    };
    // Between two sentences the wide mark parts a question from what is asked of it.
    let is_short = text.len() <= LONGEST_TITLE;
    let opens = opens || is_short && text.contains('？') || is_short && asks_inside(text);
    let starts_wide = !text.is_ascii()
        && STEMS.iter().any(|stem| !stem.is_ascii() && !is_spaced(stem) && text.starts_with(stem));
    if STEMS.contains(&first.as_str()) || starts_wide || opens {
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
    let is_title = text.len() <= LONGEST_TITLE;
    let compares =
        is_title && text.split_whitespace().any(|word| matches!(word, "vs" | "vs." | "VS" | "versus"));
    if compares || is_title && ["区别", "差异", "區別", "違い", "차이"].iter().any(|word| text.contains(word))
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
        "valor",
        "resultado",
        "valeur",
        "résultat",
        "wert",
        "ergebnis",
        "значение",
        "результат",
        "salida",
        "ausgabe",
        "affiche",
        "saída",
        "выведет",
        "вывод",
    ];
    let text = normalised(text);
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    let asks_what = words.next().is_some_and(|word| {
        ["what", "what's", "qué", "cuál", "was", "que", "quelle", "quel", "qual", "что", "какое", "какой"]
            .contains(&word)
    });
    CODE.iter().any(|code| text.contains(code))
        || (asks_what && words.any(|word| EFFECTS.contains(&word)))
        || ["输出什么", "输出结果", "打印什么", "出力"].iter().any(|words| text.contains(words))
}
