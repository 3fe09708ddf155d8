//! Keys: the answers of many questions in one place, by their numbers: right letters, or words.

use std::collections::{BTreeMap, BTreeSet};

use super::words::{self, ANSWER_LABELS};
use super::{Claim, cut, lines, wording as carrier};
use crate::model::content::{List, plain_text};
use crate::model::{Block, BlockKind, Blocks, Inline, InlineKind, Span};

/// A key.
#[derive(Debug)]
pub struct Key {
    /// Where it stands.
    pub span: Span,
    /// Where the key before it ends: it answers what stands between.
    after: u32,
    /// Numbers with their letters, in lower case.
    pairs: BTreeMap<String, Vec<String>>,
    /// Numbers with what they are answered.
    answers: BTreeMap<String, Blocks>,
}

impl Key {
    /// Whether it gives the right options by their numbers.
    pub fn tells_numbers(&self) -> bool {
        self.pairs.values().any(|said| said.iter().any(|said| said.bytes().all(|b| b.is_ascii_digit())))
    }
}

/// The key that answers what starts at `start`; `keys` are in order of place.
pub fn serving(keys: &[Key], start: u32) -> Option<usize> {
    let next = keys.partition_point(|key| key.span.start <= start);
    keys.get(next).filter(|key| key.after <= start).map(|_| next)
}

/// The letters that `keys` give for the question with `number` at `start`, or the wording of an option.
pub fn letters(keys: &[Key], number: &str, start: u32) -> Option<Vec<String>> {
    let key = &keys[serving(keys, start)?];
    key.pairs.get(number).cloned().or_else(|| match key.answers.get(number)?.as_slice() {
        [Block { kind: BlockKind::Paragraph(content), .. }] => {
            let text = plain_text(content);
            letters_in(&text).or_else(|| wording(&text))
        }
        _ => None,
    })
}

/// What `keys` answer to the question with `number` at `start`, in words.
pub fn answer<'a>(keys: &'a [Key], number: &str, start: u32) -> Option<&'a Blocks> {
    keys[serving(keys, start)?].answers.get(number)
}

/// Whether what stands at `span` is part of a key.
pub fn is_key(keys: &[Key], span: Span) -> bool {
    let at = keys.partition_point(|key| key.span.end < span.end);
    keys.get(at).is_some_and(|key| key.span.contains(span))
}

/// Leaves out of `claim` what belongs to a key, which a paragraph may end in the title of.
pub fn without_keys(claim: &mut Claim, keys: &[Key]) {
    let title = |block: &Block| {
        let next = keys.partition_point(|key| key.span.end < block.span.end);
        let start = keys.get(next)?.span.start;
        (block.span.start < start && start < block.span.end).then_some(start)
    };
    let is_part = |block: &Block| is_key(keys, block.span) || title(block).is_some();
    if let Some(first) = claim.body.iter().position(is_part) {
        let above = title(&claim.body[first]).and_then(|start| {
            let BlockKind::Paragraph(content) = &claim.body[first].kind else { return None };
            let kept = content.iter().take_while(|inline| inline.span.end < start);
            lines::paragraph(cut::trimmed(kept.cloned().collect()))
        });
        claim.body.truncate(first);
        claim.body.extend(above);
        let end = claim.body.last().map_or(claim.question_span.end, |last| last.span.end);
        claim.span.end = end.max(claim.question_span.end);
    }
}

/// The keys among `blocks`, in order of place.
pub fn find(blocks: &[Block]) -> Vec<Key> {
    let mut keys = lettered(blocks);
    worded(blocks, &mut keys);
    keys
}

/// Runs of numbers with words below a title that says so, in a document that has questions of these numbers above.
fn worded(blocks: &[Block], keys: &mut Vec<Key>) {
    // The numbers since the last key, and where that ends.
    let mut asked = BTreeSet::new();
    let mut after = 0;
    let mut next = 0;
    while let Some(block) = blocks.get(next) {
        let at = next;
        next += 1;
        let place = keys.partition_point(|key| key.span.end < block.span.end);
        if let Some(known) = keys.get_mut(place).filter(|key| key.span.contains(block.span)) {
            if after <= known.span.start {
                known.after = known.after.max(after);
            }
            after = known.span.end;
            asked.clear();
            continue;
        }
        let found = in_sentence(block).map(|said| (said, 0)).or_else(|| {
            let announced = announces(block).then(|| &blocks[at + 1..])?;
            answers(announced).or_else(|| in_order(announced, &asked))
        });
        if let Some((answers, end)) = found
            && fits(&answers, &asked)
        {
            let span = block.span.cover(blocks[at + end].span);
            keys.insert(place, Key { span, after, pairs: BTreeMap::new(), answers });
            after = span.end;
            asked.clear();
            next = at + end + 1;
        } else {
            asked.extend(numbers(block));
        }
    }
}

/// Whether nearly all `answers` have their question among those `asked`.
fn fits(answers: &BTreeMap<String, Blocks>, asked: &BTreeSet<String>) -> bool {
    let fitting = answers.keys().filter(|number| asked.contains(*number)).count();
    fitting >= FEWEST && fitting * 5 >= answers.len() * 4
}

/// How many answers make a key.
const FEWEST: usize = 2;

/// The answers of a paragraph such as `Answers: 1. keel 2. mast`, by their numbers.
fn in_sentence(block: &Block) -> Option<BTreeMap<String, Blocks>> {
    let BlockKind::Paragraph(content) = &block.kind else { return None };
    let text = plain_text(content);
    let (title, _) = text.split_once([':', '：']).filter(|(title, _)| is_title(title))?;
    let starts = |at: usize| text[..at].ends_with([' ', ':', ';', ',']);
    let mut places: Vec<(usize, usize)> = Vec::new();
    let mut from = title.len();
    for number in 1.. {
        let marks = [format!("{number}."), format!("{number})"), format!("{number}:")];
        let found = marks.iter().filter_map(|mark| {
            let at = from
                + text[from..].match_indices(mark.as_str()).map(|(at, _)| at).find(|at| starts(from + at))?;
            Some((at, at + mark.len()))
        });
        let Some((at, end)) = found.min() else { break };
        places.push((at, end));
        from = end;
    }
    let ends = places.iter().skip(1).map(|(at, _)| *at).chain([text.len()]);
    let answers: BTreeMap<String, Blocks> = places
        .iter()
        .zip(ends)
        .enumerate()
        .filter_map(|(index, ((_, from), to))| {
            let kept = text[*from..to].trim_end_matches([' ', ';', ',']).len();
            let words = cut::trimmed(cut::keep(content.clone(), *from..from + kept));
            Some(((index + 1).to_string(), [lines::paragraph(words)?].into()))
        })
        .collect();
    (answers.len() >= FEWEST).then_some(answers)
}

/// The answers that `blocks` open with, by their numbers, and how many blocks they take: numbered lists, or numbered
/// lines with what stands below them.
fn answers(blocks: &[Block]) -> Option<(BTreeMap<String, Blocks>, usize)> {
    let mut answers: BTreeMap<String, Blocks> = BTreeMap::new();
    let mut taken = 0;
    let mut last = None;
    for block in blocks {
        match &block.kind {
            _ if announces(block) => break,
            BlockKind::List(List { start: Some(start), items, .. }) => {
                for (number, item) in (*start..).zip(items) {
                    answers.entry(number.to_string()).or_insert_with(|| item.blocks.clone());
                }
                last = None;
            }
            BlockKind::Paragraph(_) => {
                for part in lines::parted(block, |line| number_length(&plain_text(line)).is_some()) {
                    let BlockKind::Paragraph(content) = &part.kind else { continue };
                    let text = plain_text(content);
                    match number_length(&text) {
                        Some((number, length)) => {
                            let words = cut::keep(content.clone(), length..text.len());
                            answers.entry(number.clone()).or_default().extend(lines::paragraph(words));
                            last = Some(number);
                        }
                        None => answers.get_mut(last.as_ref()?)?.push(part.clone()),
                    }
                }
            }
            BlockKind::Heading { .. } | BlockKind::Rule => break,
            _ => answers.get_mut(last.as_ref()?)?.push(block.clone()),
        }
        taken += 1;
    }
    answers.retain(|_, blocks| !blocks.is_empty());
    (answers.len() >= FEWEST).then_some((answers, taken))
}

/// The number that a line of a key opens with, `3. `, `3 - ` or `3 = `, and the length of both.
fn number_length(line: &str) -> Option<(String, usize)> {
    if let Some((Some(number), length)) = carrier::number_prefix(line) {
        return Some((number, length));
    }
    let behind = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = &line[..line.len() - behind.len()];
    let answer = behind.trim_start().strip_prefix('=')?;
    (!number.is_empty()).then(|| (number.to_string(), line.len() - answer.trim_start().len()))
}

/// The answers that `blocks` open with where they carry no numbers, `= b` line by line or as items, and how many blocks
/// they take: as many as there are questions, which have to be numbered from one on without a gap.
fn in_order(blocks: &[Block], asked: &BTreeSet<String>) -> Option<(BTreeMap<String, Blocks>, usize)> {
    let block = blocks.first()?;
    let answers: Vec<Blocks> = match &block.kind {
        BlockKind::List(List { start: None, items, .. }) => {
            items.iter().map(|item| item.blocks.clone()).collect()
        }
        BlockKind::Paragraph(_) => {
            let marked = |line: &&[Inline]| plain_text(line).starts_with('=');
            let answer = |line: &[Inline]| {
                let text = plain_text(line);
                let from = text.len() - text.strip_prefix('=')?.trim_start().len();
                Some([lines::paragraph(cut::trimmed(cut::keep(line.into(), from..text.len())))?].into())
            };
            let lines = lines::lines(block);
            lines.iter().all(marked).then(|| lines.into_iter().map(answer).collect::<Option<_>>())??
        }
        _ => return None,
    };
    let numbers: Vec<String> = (1..=answers.len()).map(|number| number.to_string()).collect();
    let fits = numbers.len() == asked.len() && numbers.iter().all(|number| asked.contains(number));
    (fits && answers.len() >= FEWEST).then(|| (numbers.into_iter().zip(answers).collect(), 1))
}

/// The numbers that a block carries.
fn numbers(block: &Block) -> Vec<String> {
    match &block.kind {
        BlockKind::List(List { start: Some(start), items, .. }) => {
            (*start..).take(items.len()).map(|number| number.to_string()).collect()
        }
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => {
            let text = plain_text(content);
            let of_label = || words::is_bare_label(&text).then(|| carrier::number_of(&text)).flatten();
            let number = carrier::number_prefix(&text).and_then(|(number, _)| number).or_else(of_label);
            number.into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Runs of blocks that hold numbers with letters and nothing else.
fn lettered(blocks: &[Block]) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    let mut announced: Option<Span> = None;
    let mut open = false;
    for block in blocks {
        if let Some(title) = title(block) {
            announced = Some(title);
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
                        let pairs = pairs.into_iter().collect();
                        keys.push(Key { span, after, pairs, answers: BTreeMap::new() });
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
    keys.retain(|key| key.pairs.len() >= FEWEST);
    for key in &mut keys {
        key.answers = numbers_as_answers(&key.pairs, key.span);
    }
    keys
}

/// Numbers as answers of their own, where there are no options that they could name. They stand somewhere in `place`.
fn numbers_as_answers(pairs: &BTreeMap<String, Vec<String>>, place: Span) -> BTreeMap<String, Blocks> {
    let is_number = |said: &&String| said.bytes().all(|b| b.is_ascii_digit());
    let end = Span { start: place.end, ..place };
    let answer = |said: &String| Some([lines::paragraph([Inline::text(end, said.as_str())].into())?].into());
    pairs
        .iter()
        .filter_map(|(number, said)| Some((number.clone(), answer(said.first().filter(is_number)?)?)))
        .collect()
}

/// Whether a heading or paragraph says that answers follow, and nothing else.
pub fn announces(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => {
            // `key` in code is the name of something.
            let is_code = matches!(content.as_slice(), [Inline { kind: InlineKind::Code(_), .. }]);
            !is_code && is_title(&plain_text(content))
        }
        _ => false,
    }
}

/// Where a block says that answers follow: it as a whole, or its last line.
fn title(block: &Block) -> Option<Span> {
    if announces(block) {
        return Some(block.span);
    }
    let last = *lines::lines(block).last()?;
    is_title(&plain_text(last)).then(|| last.iter().map(|inline| inline.span).reduce(Span::cover)).flatten()
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
        "эталоны ответов",
        "правильные ответы",
        "ключ",
        "ключи",
        "答案",
        "参考答案",
        "解答",
        "answers to the questions",
        "answers to questions",
        "risposte",
        "soluzioni",
        "odpowiedzi",
        "klucz odpowiedzi",
        "antwoorden",
        "antwoordsleutel",
        "oplossingen",
        "facit",
        "svar",
        "vastaukset",
        "odpovědi",
        "řešení",
        "відповіді",
        "megoldások",
        "válaszok",
        "răspunsuri",
        "cevaplar",
        "cevap anahtarı",
        "απαντήσεις",
        "الإجابات",
        "उत्तर",
        "उत्तरमाला",
        "đáp án",
        "kunci jawaban",
        "答え",
        "正解",
        "정답",
    ];
    // What brackets hold says which questions are meant: `Answer key (part A)`.
    let bare = text.trim_end().strip_suffix(')').and_then(|text| text.rsplit_once('('));
    let text = bare.map_or(text, |(title, _)| title);
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
            in_text(body).or_else(|| in_numbers(body))
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

/// `1 – 3  2 – 1`, `1) 3, 2) 1`: questions and their options by number; `None` if anything else is said.
fn in_numbers(text: &str) -> Option<Vec<(String, Vec<String>)>> {
    let number = |text: &str| {
        let length = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        (1..=3).contains(&length).then_some(length)
    };
    let mut pairs = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (question, behind) = rest.split_at(number(rest)?);
        let behind = behind.trim_start().strip_prefix(['-', '–', '—', '=', ':', ')'])?.trim_start();
        let (option, behind) = behind.split_at(number(behind)?);
        pairs.push((question.to_string(), vec![option.to_string()]));
        let next = behind.trim_start_matches([' ', ',', ';', '.']);
        if next.len() == behind.len() && !next.is_empty() {
            return None;
        }
        rest = next;
    }
    (!pairs.is_empty()).then_some(pairs)
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
