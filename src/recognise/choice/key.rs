//! Keys: the right letters of many questions in one place, by their numbers.

use std::collections::BTreeMap;

use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, Span};
use crate::recognise::words::{self, ANSWER_LABELS};

/// A key.
#[derive(Debug)]
pub struct Key {
    /// Where it stands.
    pub span: Span,
    /// Where the key before it ends: it answers what stands between.
    after: u32,
    /// Numbers with their letters, in lower case.
    pairs: BTreeMap<String, Vec<String>>,
}

/// The key that answers what starts at `start`; `keys` are in order of place.
pub fn serving(keys: &[Key], start: u32) -> Option<usize> {
    let next = keys.partition_point(|key| key.span.start <= start);
    keys.get(next).filter(|key| key.after <= start).map(|_| next)
}

/// The letters that `keys` give for the question with `number` at `start`.
pub fn letters<'a>(keys: &'a [Key], number: &str, start: u32) -> Option<&'a [String]> {
    keys[serving(keys, start)?].pairs.get(number).map(Vec::as_slice)
}

/// Whether what stands at `span` is part of a key.
pub fn is_key(keys: &[Key], span: Span) -> bool {
    let at = keys.partition_point(|key| key.span.end < span.end);
    keys.get(at).is_some_and(|key| key.span.contains(span))
}

/// The keys among `blocks`: runs of blocks that hold numbers with letters and nothing else.
pub fn find(blocks: &[Block]) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    let mut announced: Option<Span> = None;
    let mut open = false;
    for block in blocks {
        if announces(block) {
            announced = Some(block.span);
            open = false;
            continue;
        }
        match pairs(block, announced.is_some()) {
            Some(pairs) => {
                let lead = announced.take().filter(|_| !open);
                match keys.last_mut().filter(|_| open) {
                    Some(key) => {
                        key.span = key.span.cover(block.span);
                        key.pairs.extend(pairs);
                    }
                    None => {
                        let after = keys.last().map_or(0, |key| key.span.end);
                        let span = lead.map_or(block.span, |lead| lead.cover(block.span));
                        keys.push(Key { span, after, pairs: pairs.into_iter().collect() });
                    }
                }
                open = true;
                announced = keys.last().map(|key| key.span);
            }
            None => {
                open = false;
                announced = None;
            }
        }
    }
    keys.retain(|key| key.pairs.len() >= 2);
    keys
}

/// Whether a heading or paragraph says that answers follow, and nothing else.
fn announces(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => is_title(&plain_text(content)),
        _ => false,
    }
}

fn is_title(text: &str) -> bool {
    const TITLES: &[&str] = &[
        "answers",
        "answer key",
        "answers key",
        "key",
        "solutions",
        "correct answers",
        "respuestas",
        "soluciones",
        "clave",
        "clave de respuestas",
        "respuestas correctas",
        "key to answers",
        "answer sheet",
        "lösungen",
        "antworten",
        "lösungsschlüssel",
        "réponses",
        "corrigé",
        "corrigés",
        "respostas",
        "gabarito",
        "ответы",
        "答案",
        "参考答案",
        "解答",
    ];
    words::known_form(text).is_some_and(|text| TITLES.contains(&text.as_str()))
}

fn pairs(block: &Block, announced: bool) -> Option<Vec<(String, Vec<String>)>> {
    match &block.kind {
        BlockKind::Paragraph(content) => {
            let text = plain_text(content);
            let body = match text.split_once([':', '：']) {
                Some((title, rest))
                    if is_title(title) || words::label_or_whole(title, ANSWER_LABELS).is_some() =>
                {
                    rest
                }
                _ if announced => &text,
                _ => return None,
            };
            in_text(body)
        }
        BlockKind::List(list) if announced => {
            let items = list.items.iter().enumerate().map(|(index, item)| {
                let [Block { kind: BlockKind::Paragraph(content), .. }] = item.blocks.as_slice() else {
                    return None;
                };
                let text = plain_text(content);
                match list.start {
                    Some(start) => {
                        let said = letters_in(&text).or_else(|| wording(&text))?;
                        Some(vec![((start + index as u64).to_string(), said)])
                    }
                    None => in_text(&text),
                }
            });
            let pairs = items.collect::<Option<Vec<_>>>()?.concat();
            // Where most answers are words, they answer something else.
            let lettered = pairs.iter().filter(|(_, said)| said.iter().all(|said| said.len() == 1)).count();
            (lettered * 2 >= pairs.len()).then_some(pairs)
        }
        BlockKind::Disclosure { summary, blocks, .. } => {
            let title = plain_text(summary);
            let said = is_title(&title) || words::is_reveal(&title);
            let inner: Option<Vec<_>> = blocks.iter().map(|block| pairs(block, true)).collect();
            inner
                .filter(|inner| said && !inner.is_empty())
                .map(|pairs| pairs.concat())
                .filter(|pairs| pairs.len() >= 2)
        }
        _ => None,
    }
}

/// `1. B 2. C`, `1-B, 2-C`, `1) b; 2) a,c`; `None` if anything else is said.
fn in_text(text: &str) -> Option<Vec<(String, Vec<String>)>> {
    let mut pairs: Vec<(String, Vec<String>)> = Vec::new();
    for token in text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|token| !token.is_empty()) {
        let digits = token.len() - token.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, letter) = token.split_at(digits);
        if !number.is_empty() {
            pairs.push((number.to_string(), Vec::new()));
        }
        if !letter.is_empty() {
            pairs.last_mut()?.1.push(one_letter(letter)?);
        }
    }
    (!pairs.is_empty()
        && !text.contains(|c: char| c.is_alphabetic() && !c.is_ascii())
        && pairs.iter().all(|(_, letters)| !letters.is_empty()))
    .then_some(pairs)
}

/// `B`, `(b)`, `B, D`; `None` if anything else is said.
fn letters_in(text: &str) -> Option<Vec<String>> {
    let tokens = text.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty());
    let letters: Vec<String> = tokens.map(one_letter).collect::<Option<_>>()?;
    (!letters.is_empty()).then_some(letters)
}

/// The wording of an option.
fn wording(text: &str) -> Option<Vec<String>> {
    (text.split_whitespace().count() <= 3).then(|| vec![text.trim().to_string()])
}

fn one_letter(token: &str) -> Option<String> {
    let letter = token.to_ascii_lowercase();
    (letter.len() == 1 && ("a"..="h").contains(&letter.as_str())).then_some(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_hold_numbers_with_letters_and_nothing_else() {
        let read = |text: &str| {
            in_text(text).map(|pairs| {
                let pairs: Vec<String> = pairs
                    .into_iter()
                    .map(|(number, letters)| format!("{number}{}", letters.concat()))
                    .collect();
                pairs.join(" ")
            })
        };
        for (text, expected) in [
            ("1. B 2. C", Some("1b 2c")),
            ("1-B, 2-A,C", Some("1b 2ac")),
            ("1) (b); 2) d", Some("1b 2d")),
            ("1b 2c", Some("1b 2c")),
            ("1. Because 2. So", None),
            ("B, C", None),
            ("1. 2. 3.", None),
        ] {
            assert_eq!(read(text).as_deref(), expected, "{text}");
        }
    }
}
