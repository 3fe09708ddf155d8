//! The language of a document: what it says of itself, else what its prose shows.
//!
//! Scripts tell most languages apart; those that share one are told by their commonest words, which nobody writes a
//! paragraph without. Code is no prose and does not count.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::model::{Block, BlockKind, Inline, InlineKind, Tree};

/// What stands for a language that is not known, as BCP 47 has it.
pub const UNKNOWN: &str = "und";

/// The language that the document names in its front matter (`lang: de`), as written.
pub fn stated(tree: &Tree) -> Option<String> {
    let front_matter = &tree.front_matter.as_ref()?.text;
    front_matter.lines().find_map(|line| {
        let (key, value) = line.split_once([':', '='])?;
        let is_key = ["lang", "language", "locale"].iter().any(|name| key.trim().eq_ignore_ascii_case(name));
        let tag = value.trim().trim_matches(['"', '\'']).replace('_', "-");
        let valid = tag
            .split('-')
            .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
        let primary = tag.split('-').next().is_some_and(|part| (2..=3).contains(&part.len()));
        (is_key && valid && primary).then_some(tag)
    })
}

/// The language that the prose of the document shows; [`UNKNOWN`] where there is too little of it.
pub fn detected(tree: &Tree) -> &'static str {
    let mut prose = String::new();
    push_blocks(&tree.blocks, &mut prose);
    of(&prose)
}

/// This much prose is enough to know its language, in bytes.
const SAMPLE: usize = 1 << 14;

fn of(prose: &str) -> &'static str {
    match Script::of(prose) {
        Some(Script::Kana) => "ja",
        Some(Script::Han) => {
            if is_traditional(prose) {
                "zh-Hant"
            } else {
                "zh-Hans"
            }
        }
        Some(Script::Hangul) => "ko",
        Some(Script::Greek) => "el",
        Some(Script::Hebrew) => "he",
        Some(Script::Thai) => "th",
        Some(Script::Devanagari) => "hi",
        Some(Script::Arabic) => {
            if prose.contains(['پ', 'چ', 'گ', 'ژ']) {
                "fa"
            } else {
                "ar"
            }
        }
        Some(Script::Cyrillic) => by_words(prose, CYRILLIC, &CYRILLIC_INDEX),
        Some(Script::Latin) => by_words(prose, LATIN, &LATIN_INDEX),
        None => UNKNOWN,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Greek,
    Hebrew,
    Arabic,
    Devanagari,
    Thai,
    Han,
    Kana,
    Hangul,
}

impl Script {
    /// The script of most of the text. Terms in Latin letters stand in texts of every other script, and Chinese
    /// characters in Japanese.
    fn of(text: &str) -> Option<Self> {
        let mut counts = [0_usize; 10];
        for c in text.chars() {
            let script = match c {
                'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Self::Latin,
                '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Self::Greek,
                '\u{400}'..='\u{52f}' => Self::Cyrillic,
                '\u{590}'..='\u{5ff}' => Self::Hebrew,
                '\u{600}'..='\u{6ff}' => Self::Arabic,
                '\u{900}'..='\u{97f}' => Self::Devanagari,
                '\u{e00}'..='\u{e7f}' => Self::Thai,
                '\u{3041}'..='\u{30ff}' => Self::Kana,
                '\u{4e00}'..='\u{9fff}' => Self::Han,
                '\u{ac00}'..='\u{d7a3}' => Self::Hangul,
                _ => continue,
            };
            counts[script as usize] += 1;
        }
        let count = |script: Self| counts[script as usize];
        // A syllable or a word in one character counts for several letters.
        let weights = [
            (Self::Latin, count(Self::Latin)),
            (Self::Cyrillic, 2 * count(Self::Cyrillic)),
            (Self::Greek, 2 * count(Self::Greek)),
            (Self::Hebrew, 2 * count(Self::Hebrew)),
            (Self::Arabic, 2 * count(Self::Arabic)),
            (Self::Devanagari, 2 * count(Self::Devanagari)),
            (Self::Thai, 2 * count(Self::Thai)),
            (Self::Han, 4 * (count(Self::Han) + count(Self::Kana))),
            (Self::Hangul, 4 * count(Self::Hangul)),
        ];
        let (script, weight) = weights.into_iter().rev().max_by_key(|(_, weight)| *weight)?;
        let japanese = script == Self::Han && count(Self::Kana) * 8 > count(Self::Han);
        (weight >= 12).then_some(if japanese { Self::Kana } else { script })
    }
}

/// Whether Chinese is written in traditional characters: by common ones that the reform changed.
fn is_traditional(text: &str) -> bool {
    let count = |of: &str| text.chars().filter(|c| of.contains(*c)).count();
    count("這個們來時會對說為學國過發現無與從還點開關問題應該樣裡麼嗎種類經當後進處數據體動員變實")
        > count("这个们来时会对说为学国过发现无与从还点开关问题应该样里么吗种类经当后进处数据体动员变实")
}

type Words = &'static [(&'static str, &'static str)];

/// The commonest words of each language. A word that two of them have tells neither from the other.
const LATIN: Words = &[
    (
        "en",
        "the of and to in is a that it for on with as are this be by an or from which not when what how does was can you if has its than between",
    ),
    (
        "de",
        "der die das und ist in den von zu mit sich auf für nicht ein eine als auch es an werden aus er hat dass wird bei einer um am sind wie was wenn oder nach nur zur zum wird durch warum zwischen",
    ),
    (
        "fr",
        "le la les de des du et est en un une que qui dans pour pas sur au avec par il se ce sont plus ou ne mais on cette aux entre comment pourquoi quel quelle c'est qu'est-ce être",
    ),
    (
        "es",
        "el la los las de del y es en un una que por para con no se su al lo como más pero sus le o este entre cuando qué cómo cuál son está ser hay porque muy",
    ),
    (
        "pt",
        "o a os as de do da dos das e é em um uma que por para com não se no na ao mais como mas foi ou sua seu são entre quando qual ser está também pelo pela",
    ),
    (
        "it",
        "il la lo gli le di del della dei e è in un una che per con non si da al come più ma sono nel nella alla questo o anche quando cosa perché qual essere tra dal delle",
    ),
    (
        "nl",
        "de het een en van is in dat op te zijn met voor niet aan er om ook als bij of uit door wordt deze wat hoe naar maar dan over worden kan tussen waarom welke",
    ),
    (
        "pl",
        "i w na z do się nie to jest że o jak po co za od przez dla czy są być ale jego lub oraz ten który która które może między jaki jaka dlaczego",
    ),
    (
        "cs",
        "a v na se je že s z do o k to jak pro jako ale by po za od jsou nebo který která které být má při co mezi proč aby tak než jeho",
    ),
    (
        "sv",
        "och i att det som en på är av för med till den har de inte om ett men var sig så från vi kan när eller vad hur mellan varför också",
    ),
    (
        "da",
        "og i at det er en til af på for med den der som de ikke et har om var fra kan når eller hvad hvordan mellem hvorfor også bliver",
    ),
    (
        "fi",
        "ja on ei se että oli hän ovat mutta tai kun niin kuin joka mitä miten myös sen ole voi välillä miksi mikä jos vain",
    ),
    (
        "tr",
        "ve bir bu da de için ile ne olarak çok daha gibi olan var en mi nedir nasıl neden arasındaki ya her değil",
    ),
    (
        "ro",
        "și în de la cu pe a este un o care pentru nu că din se sunt mai ce sau ca fi între cum când prin",
    ),
    (
        "hu",
        "a az és hogy nem is egy ez van azt meg de ha mint volt csak vagy mi hogyan között miért mit lehet",
    ),
    (
        "id",
        "yang dan di dari untuk dengan ini itu pada adalah tidak dalam ke akan atau oleh juga apa bagaimana antara karena dapat",
    ),
    ("vi", "là và của các có được trong cho không một với những này khi để từ như gì thế nào tại sao giữa"),
    (
        "ca",
        "el la els les de del i és en un una que per amb no es al com més però o són entre quan què aquest aquesta també perquè",
    ),
];

const CYRILLIC: Words = &[
    (
        "ru",
        "и в не на что с как это по для из к у от за о или при чем если он она они так же но когда какой какие почему между чтобы является такое зачем всегда бывает",
    ),
    (
        "uk",
        "і в не на що з як це по для із до у від за про або при чим якщо він вона вони так але коли який які чому між щоб є таке навіщо та",
    ),
    (
        "bg",
        "и в не на че с как това по за от се да са или при ако той тя те така но когато какво защо между което е към",
    ),
    ("sr", "и у не на да се је са за од као што су или при ако он она они али када које зашто између који"),
];

/// Each word with a bit for every language of its list that has it.
fn index(languages: Words) -> BTreeMap<&'static str, u32> {
    let mut index = BTreeMap::new();
    for (at, (_, words)) in languages.iter().enumerate() {
        words.split(' ').for_each(|word| *index.entry(word).or_default() |= 1 << at);
    }
    index
}

static LATIN_INDEX: LazyLock<BTreeMap<&str, u32>> = LazyLock::new(|| index(LATIN));
static CYRILLIC_INDEX: LazyLock<BTreeMap<&str, u32>> = LazyLock::new(|| index(CYRILLIC));

/// The language whose words are met most often; [`UNKNOWN`] where hardly any are.
/// What a word says that one language alone has.
const WORD: usize = 12;

fn by_words(prose: &str, languages: Words, index: &BTreeMap<&str, u32>) -> &'static str {
    let lower = prose.to_lowercase();
    let mut scores = vec![0_usize; languages.len()];
    let mut all = 0_usize;
    for word in lower.split(|c: char| !c.is_alphabetic() && !matches!(c, '\'' | '’' | '-')) {
        let word = word.trim_matches(['\'', '’', '-']);
        if word.is_empty() {
            continue;
        }
        all += 1;
        let having = index.get(word).copied().unwrap_or(0);
        // A word that several languages have says little for each.
        let share = WORD / having.count_ones().max(1) as usize;
        for (at, score) in scores.iter_mut().enumerate() {
            *score += usize::from(having >> at & 1 == 1) * share;
        }
    }
    let best = scores.iter().copied().max().unwrap_or(0);
    if best * 3 < WORD * 4 || best * 32 < all * WORD {
        return UNKNOWN;
    }
    let mut first = scores.iter().enumerate().filter(|(_, score)| **score * 6 > best * 5);
    match (first.next(), first.next()) {
        (Some((at, _)), None) => languages[at].0,
        // Two that come out nearly alike are not told apart.
        _ => UNKNOWN,
    }
}

fn push_blocks(blocks: &[Block], out: &mut String) {
    for block in blocks {
        if out.len() >= SAMPLE {
            return;
        }
        match &block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => push_inlines(content, out),
            BlockKind::Callout { title, .. } => title.iter().for_each(|title| push_inlines(title, out)),
            BlockKind::Disclosure { summary, .. } => push_inlines(summary, out),
            BlockKind::Table(table) => {
                for row in &table.rows {
                    row.cells.iter().for_each(|cell| push_inlines(cell, out));
                }
            }
            _ => {}
        }
        out.push('\n');
        for child in block.children() {
            push_blocks(std::slice::from_ref(child), out);
        }
    }
}

fn push_inlines(content: &[Inline], out: &mut String) {
    for inline in content {
        match &inline.kind {
            InlineKind::Text(text) => out.push_str(text),
            InlineKind::SoftBreak | InlineKind::HardBreak => out.push(' '),
            InlineKind::Code(_) | InlineKind::Math(_) | InlineKind::Key(_) => out.push(' '),
            _ => push_inlines(inline.children(), out),
        }
    }
    out.push(' ');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_or_two_tell_the_language() {
        for (lang, prose) in [
            (
                "en",
                "What is the difference between a process and a thread? A thread shares the memory of its process.",
            ),
            (
                "de",
                "Was ist der Unterschied zwischen einem Prozess und einem Thread? Ein Thread teilt sich den Speicher mit den anderen.",
            ),
            (
                "fr",
                "Quelle est la différence entre un processus et un fil ? Les fils partagent la mémoire du processus.",
            ),
            (
                "es",
                "¿Cuál es la diferencia entre un proceso y un hilo? Los hilos comparten la memoria del proceso.",
            ),
            (
                "pt",
                "Qual é a diferença entre um processo e uma thread? As threads não têm memória própria, são parte do processo.",
            ),
            (
                "it",
                "Qual è la differenza tra un processo e un thread? I thread di un processo condividono la memoria della macchina.",
            ),
            (
                "nl",
                "Wat is het verschil tussen een proces en een thread? De threads van een proces delen het geheugen.",
            ),
            (
                "pl",
                "Jaka jest różnica między procesem a wątkiem? Wątki nie mają własnej pamięci i są częścią procesu.",
            ),
            (
                "sv",
                "Vad är skillnaden mellan en process och en tråd? Trådarna delar minne med den process som de hör till.",
            ),
            (
                "ru",
                "Чем процесс отличается от потока? Потоки одного процесса делят память, и это быстро, но не всегда безопасно.",
            ),
            (
                "uk",
                "Чим процес відрізняється від потоку? Потоки одного процесу ділять пам'ять, і це швидко, але не завжди безпечно.",
            ),
            ("zh-Hans", "进程和线程有什么区别？线程共享内存。CPU 会调度线程。"),
            ("zh-Hant", "行程與執行緒有什麼差別？執行緒共用記憶體，這樣比較快。"),
            ("ja", "プロセスとスレッドの違いは何ですか。スレッドはメモリを共有します。"),
            ("ko", "프로세스와 스레드의 차이는 무엇인가요? 스레드는 메모리를 공유합니다."),
            ("el", "Ποια είναι η διαφορά μεταξύ διεργασίας και νήματος;"),
            ("ar", "ما الفرق بين العملية والخيط؟"),
            ("he", "מה ההבדל בין תהליך לחוט?"),
            (UNKNOWN, "HashMap BTreeMap Vec Box"),
            (UNKNOWN, ""),
            (UNKNOWN, "1234 5678"),
        ] {
            assert_eq!(of(prose), lang, "{prose}");
        }
    }

    #[test]
    fn terms_of_another_language_do_not_count_much() {
        assert_eq!(
            of(
                "Was macht `git rebase`? Der Branch wird auf den Head of the Main Branch gesetzt, und die Commits sind neu."
            ),
            "de"
        );
        assert_eq!(of("React 中的 useState Hook 是什么？它返回 state 和 setState。"), "zh-Hans");
    }
}
