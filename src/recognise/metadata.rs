//! What is said about a question beside its wording: difficulty, tags, companies, links, number.

use std::ops::Range;

use super::cut::keep;
use super::lines::is_break;
use super::words::normalised;
use crate::model::content::plain_text;
use crate::model::{Cloze, Difficulty, Inline, InlineKind, Inlines, Link};

/// What is known about a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Its number.
    pub number: Option<String>,
    /// How hard it is said to be.
    pub difficulty: Option<Difficulty>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Who asks it.
    pub companies: Vec<String>,
    /// Links beside it.
    pub links: Vec<Link>,
    /// The text with gaps that it stands for.
    pub cloze: Option<Box<Cloze>>,
}

/// What a label or the header of a column announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// The question.
    Question,
    /// The answer.
    Answer,
    /// The number.
    Number,
    /// The difficulty.
    Difficulty,
    /// The tags.
    Tags,
    /// The companies.
    Companies,
    /// Links.
    Links,
}

const KEYS: &[(Key, &[&str])] = &[
    (
        Key::Difficulty,
        &[
            "difficulty",
            "level",
            "complexity",
            "dificultad",
            "schwierigkeit",
            "difficulté",
            "dificuldade",
            "сложность",
            "难度",
            "難易度",
            "难易度",
            "난이도",
            "zorluk",
            "độ khó",
            "difficoltà",
            "рівень",
            "уровень",
        ],
    ),
    (Key::Companies, &["companies", "company", "asked", "employers"]),
    (Key::Links, &["links", "link", "resources", "resource", "reference", "references", "url"]),
    (
        Key::Tags,
        &[
            "tags",
            "tag",
            "topics",
            "topic",
            "category",
            "categories",
            "keywords",
            "labels",
            "tema",
            "thema",
            "kategorie",
            "thème",
            "catégorie",
            "categoría",
            "categoria",
            "тема",
            "категория",
            "标签",
            "分类",
        ],
    ),
    (
        Key::Question,
        &[
            "question",
            "questions",
            "q",
            "prompt",
            "front",
            "pregunta",
            "frage",
            "pergunta",
            "domanda",
            "вопрос",
            "问题",
            "面试题",
            "题目",
            "質問",
            "問題",
            "질문",
            "soru",
            "câu hỏi",
            "vraag",
            "pytanie",
        ],
    ),
    (
        Key::Answer,
        &[
            "answer",
            "answers",
            "a",
            "solution",
            "explanation",
            "back",
            "respuesta",
            "antwort",
            "réponse",
            "resposta",
            "risposta",
            "ответ",
            "答案",
            "回答",
            "答え",
            "답변",
            "답",
            "정답",
            "cevap",
            "trả lời",
            "đáp án",
            "antwoord",
            "odpowiedź",
        ],
    ),
    (Key::Number, &["#", "no", "nr", "sno", "s.no", "sl.no", "number", "id", "№", "n°"]),
];

impl Key {
    /// Whether `value` may stand behind a label of this key in running text, where `Complexity: O(n)` answers and
    /// `Category: a set of objects and arrows` explains.
    fn takes(self, value: &[Inline]) -> bool {
        const LONGEST: usize = 5;
        let text = plain_text(value);
        let is_short = |part: &String| part.split_whitespace().count() <= LONGEST;
        let is_link = |inline: &Inline| match &inline.kind {
            InlineKind::Link(_) => true,
            _ => !plain_text(std::slice::from_ref(inline)).contains(char::is_alphanumeric),
        };
        match self {
            Self::Question | Self::Answer | Self::Number => false,
            Self::Difficulty => difficulty_in(&text).is_some() || !text.contains(char::is_alphabetic),
            Self::Tags | Self::Companies => split_list(&text).iter().all(is_short),
            Self::Links => value.iter().all(is_link),
        }
    }
}

impl Metadata {
    /// This, completed by `other` where it says nothing; lists are joined.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.number = self.number.or(other.number);
        self.difficulty = self.difficulty.or(other.difficulty);
        extend(&mut self.tags, other.tags);
        extend(&mut self.companies, other.companies);
        extend(&mut self.links, other.links);
        self.cloze = self.cloze.or(other.cloze);
        self
    }

    /// This, if it says anything.
    pub fn told(self) -> Option<Box<Self>> {
        (self != Self::default()).then(|| Box::new(self))
    }

    /// Adds what `value` says under `key`; question and answer are no metadata.
    pub fn add(&mut self, key: Key, value: &[Inline]) {
        let text = plain_text(value);
        match key {
            Key::Question | Key::Answer => {}
            Key::Number => self.number = self.number.take().or_else(|| Some(text.trim().to_string())),
            Key::Difficulty => self.difficulty = self.difficulty.or_else(|| difficulty_in(&text)),
            Key::Tags => extend(&mut self.tags, split_list(&text)),
            Key::Companies => extend(&mut self.companies, companies_in(&text)),
            Key::Links => extend(&mut self.links, links_in(value)),
        }
    }
}

fn extend<T: PartialEq>(list: &mut Vec<T>, more: Vec<T>) {
    for item in more {
        if !list.contains(&item) {
            list.push(item);
        }
    }
}

/// What `label` announces, if it is one of the known words or holds one.
pub fn key_of(label: &str) -> Option<Key> {
    let label = label.trim().to_lowercase();
    let words = normalised(&label);
    let is_word = |word: &&str| label == **word || words.split(' ').any(|part| part == *word);
    KEYS.iter().find(|(_, names)| names.iter().any(&is_word)).map(|(key, _)| *key)
}

/// What a line such as `Difficulty: Hard | Tags: A, B` says; `None` unless all of it is metadata.
pub fn of_line(line: &[Inline]) -> Option<Metadata> {
    let text = plain_text(line);
    text.split_once([':', '：']).filter(|(label, _)| is_label(label))?;
    let mut metadata = Metadata::default();
    for part in parts(line, &text) {
        let (label, value) = text[part.clone()].split_once([':', '：'])?;
        let key = key_of(label).filter(|_| is_label(label))?;
        let value = keep(line.into(), part.end - value.len()..part.end);
        if !key.takes(&value) {
            return None;
        }
        metadata.add(key, &value);
    }
    Some(metadata)
}

/// Whether a colon stands near the start of a line: in one of its first inlines.
fn opens_with_label(line: &[Inline]) -> bool {
    const NEAR: usize = 3;
    line.iter().take(NEAR).any(|inline| match &inline.kind {
        InlineKind::Text(text) => text.contains(':') || text.contains('：'),
        _ => opens_with_label(inline.children()),
    })
}

/// Where the parts of a line stand that each say one thing: between bars and dots, and from one strong label on to the
/// next.
fn parts(line: &[Inline], text: &str) -> Vec<Range<usize>> {
    let mut ends: Vec<(usize, usize)> =
        text.match_indices(['|', '·', '•']).map(|(at, bar)| (at, bar.len())).collect();
    let mut at = 0;
    for inline in line {
        let words = plain_text(std::slice::from_ref(inline));
        let is_strong = matches!(inline.kind, InlineKind::Strong(_)) && words.contains([':', '：']);
        if is_strong && !text[..at].trim_end().ends_with(['|', '·', '•']) && !text[..at].trim().is_empty()
        {
            ends.push((at, 0));
        }
        at += words.len();
    }
    ends.sort_unstable();
    let starts = std::iter::once(0).chain(ends.iter().map(|(at, length)| at + length));
    starts.zip(ends.iter().map(|(at, _)| *at).chain([text.len()])).map(|(from, to)| from..to).collect()
}

/// Whether what stands in front of a colon may be a label: a few words, and no sentence.
fn is_label(text: &str) -> bool {
    text.split_whitespace().count() <= 3 && !text.contains(['.', ',', ';', '?', '!', '(', '。', '，', '？'])
}

/// The lines of metadata that a paragraph starts and ends with, and what is left of it, perhaps nothing; `None` without
/// any.
pub fn parted(content: &Inlines) -> Option<(Metadata, Inlines)> {
    let ends = [content.split(is_break).next(), content.rsplit(is_break).next()];
    if !ends.into_iter().flatten().any(opens_with_label) {
        return None;
    }
    let lines: Vec<&[Inline]> = content.split(is_break).collect();
    let first: Vec<Metadata> = lines.iter().map_while(|line| of_line(line)).collect();
    let last: Vec<Metadata> = lines[first.len()..].iter().rev().map_while(|line| of_line(line)).collect();
    if first.is_empty() && last.is_empty() {
        return None;
    }
    // A break stands between two lines.
    let inlines = |lines: &[&[Inline]]| lines.iter().map(|line| line.len() + 1).sum::<usize>();
    let (before, behind) = (inlines(&lines[..first.len()]), inlines(&lines[lines.len() - last.len()..]));
    let rest = content.get(before..content.len().saturating_sub(behind)).unwrap_or_default().into();
    let found = first.into_iter().chain(last.into_iter().rev()).fold(Metadata::default(), Metadata::and);
    Some((found, rest))
}

/// The difficulty that `text` names first.
pub fn difficulty_in(text: &str) -> Option<Difficulty> {
    text.split(|c: char| !(c.is_alphanumeric() || is_circle(c)))
        .find_map(|word| difficulty_of(&word.to_lowercase()))
}

/// Whether `c` is a circle in a colour that stands for a difficulty.
pub fn is_circle(c: char) -> bool {
    matches!(c, '🟢' | '🟡' | '🟠' | '🔴')
}

fn difficulty_of(word: &str) -> Option<Difficulty> {
    match word {
        "easy" | "beginner" | "basic" | "junior" | "fácil" | "leicht" | "einfach" | "facile" | "легко"
        | "简单" | "🟢" => Some(Difficulty::Easy),
        "medium" | "intermediate" | "moderate" | "mid" | "media" | "mittel" | "moyen" | "médio" | "中等"
        | "🟡" | "🟠" => Some(Difficulty::Medium),
        "hard" | "advanced" | "difficult" | "senior" | "expert" | "difícil" | "schwer" | "difficile"
        | "сложно" | "困难" | "🔴" => Some(Difficulty::Hard),
        _ => None,
    }
}

/// A difficulty in brackets, or as a coloured circle, that `text` opens with, and its length with the space behind.
pub fn difficulty_prefix(text: &str) -> Option<(Option<Difficulty>, usize)> {
    let first = text.chars().next()?;
    let length = if is_circle(first) {
        first.len_utf8()
    } else {
        let close = match first {
            '[' => ']',
            '(' => ')',
            _ => return None,
        };
        text.find(close)? + close.len_utf8()
    };
    let difficulty = match first {
        '[' | '(' => difficulty_of(text[1..length - 1].trim().to_lowercase().as_str()),
        circle => difficulty_of(circle.encode_utf8(&mut [0; 4])),
    }?;
    Some((Some(difficulty), text.len() - text[length..].trim_start().len()))
}

/// The length of `text` without a difficulty in brackets, or as coloured circles, that it ends with, and
/// that difficulty.
pub fn difficulty_suffix(text: &str) -> Option<(usize, Difficulty)> {
    let last = text.chars().next_back()?;
    let open = match last {
        ')' => text.rfind('(')?,
        ']' => text.rfind('[')?,
        last if is_circle(last) => text.len() - last.len_utf8(),
        _ => return None,
    };
    let named = text[open..].trim_matches(['(', ')', '[', ']']).trim().to_lowercase();
    let kept = text[..open].trim_end();
    Some((kept.len(), difficulty_of(&named)?)).filter(|_| !kept.is_empty())
}

/// The length of `text` without a suffix such as ` - Acme, Initech Interview Question`, and who asks it.
pub fn asked_suffix(text: &str) -> Option<(usize, Vec<String>)> {
    let named = ["interview question", "interview questions"].iter().find_map(|suffix| {
        let (named, end) = text.split_at_checked(text.len().checked_sub(suffix.len())?)?;
        end.eq_ignore_ascii_case(suffix).then_some(named)
    })?;
    let (at, dash) =
        [" - ", " – ", " — "].iter().filter_map(|dash| Some((text.rfind(dash)?, dash.len()))).max()?;
    let names = text.get(at + dash..named.len())?;
    Some((at, companies_in(names)))
}

/// Who asks the questions below `title`: `Questions asked in Acme interview`.
pub fn companies_of_title(title: &str) -> Vec<String> {
    let lower = title.to_ascii_lowercase();
    let Some((at, before)) = ["asked in ", "asked at ", "asked by "]
        .iter()
        .find_map(|words| Some((lower.find(words)?, words.len())))
    else {
        return Vec::new();
    };
    let end = [" interview", " interviews"].iter().filter_map(|word| lower[at..].find(word)).min();
    companies_in(&title[at + before..end.map_or(title.len(), |end| at + end)])
}

/// The companies that a list names; words for kinds of companies are none.
fn companies_in(text: &str) -> Vec<String> {
    const KINDS: &[&str] = &[
        "most",
        "many",
        "various",
        "all",
        "any",
        "several",
        "other",
        "others",
        "companies",
        "firms",
        "startups",
        "frameworks",
        "banks",
        "industry",
        "pattern",
        "everyone",
        "general",
        "common",
        "teams",
        "etc",
    ];
    let is_kind =
        |name: &String| name.split_whitespace().any(|word| KINDS.contains(&normalised(word).as_str()));
    split_list(text).into_iter().filter(|name| !is_kind(name)).collect()
}

fn split_list(text: &str) -> Vec<String> {
    let parts = text.split([',', ';', '、', '，']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(str::to_string).collect()
}

/// The links in `inlines`.
pub fn links_in(inlines: &[Inline]) -> Vec<Link> {
    let mut links = Vec::new();
    for inline in inlines {
        match &inline.kind {
            InlineKind::Link(link) => {
                links.push(Link { url: link.url.to_string(), text: plain_text(&link.content) });
            }
            _ => links.extend(links_in(inline.children())),
        }
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    #[test]
    fn a_line_of_labels_is_metadata() {
        let line = |text: &str| of_line(&[Inline::text(Span::new(0, text.len()), text)]);
        let found = line("Difficulty: 🔴 Hard | Tags: A, B | Asked by: Acme, Most Firms")
            .expect("all labels are known");
        assert_eq!(found.difficulty, Some(Difficulty::Hard));
        assert_eq!(found.tags, ["A", "B"]);
        assert_eq!(found.companies, ["Acme"]);
        assert_eq!(line("Note: Hard | Tags: A"), None);
        assert_eq!(line("plain words"), None);
        for said in
            ["Rome. Tags: geo", "Complexity: O(n)", "Category: a set of objects and of arrows between them"]
        {
            assert_eq!(line(said), None, "{said}");
        }
    }

    #[test]
    fn suffixes_and_titles_name_companies() {
        assert_eq!(
            asked_suffix("Why - when? - Acme Interview Question"),
            Some((11, vec!["Acme".to_string()]))
        );
        assert_eq!(asked_suffix("Why - when?"), None);
        assert_eq!(companies_of_title("Questions asked in Acme interview"), ["Acme"]);
        assert!(companies_of_title("Questions").is_empty());
    }
}
