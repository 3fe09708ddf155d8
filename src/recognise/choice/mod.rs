//! Multiple choice: options below a question, and which of them is right.
//!
//! Options come as bullets, tasks, numbers or letters, or as lines of one paragraph. The right one is
//! marked where it stands, named by its letter below, or by a key at the end of the section.

mod options;
mod together;
mod verdict;

use super::key::{self, Key, is_key};
use super::page::Page;
use super::{Claim, answer, cut, metadata, metadata::Metadata, noise, text_lines, wording, words};
use crate::model::content::{Item, List, plain_text};
use crate::model::{Block, BlockKind, Blocks, Entry, Inline, InlineKind, NoteKind, Span};
use options::Choosable;

/// A question's options and what is known of them.
pub struct Choice {
    /// What stands above the options and belongs to the question.
    above: Blocks,
    options: Vec<Choosable>,
    /// The number of the first option, where they are numbered.
    start: Option<u64>,
}

/// How sure a claim is whose options leave no doubt.
const CERTAIN: u8 = 93;

/// Claims options that stand below a paragraph or heading and say, or are told, which of them is right.
pub fn find(page: &Page) -> Vec<Claim> {
    let carriers = carriers(page);
    let by_number = page.keys.iter().any(Key::tells_numbers);
    let mut claims = Vec::new();
    for flow in &page.flows {
        let several = flow.iter().any(together::holds_several);
        let mut parted = several.then(|| together::parted(flow));
        if flow.iter().any(together::holds_labelled) {
            parted = Some(together::parted_by_labels(parted.as_deref().unwrap_or(flow)));
        }
        let joined = together::joined(parted.as_deref().unwrap_or(flow), by_number);
        let flow = joined.as_deref().or(parted.as_deref()).unwrap_or(flow);
        let stems: Vec<Stem> = (0..flow.len()).filter_map(|at| stem(flow, at, by_number)).collect();
        for (index, stem) in stems.iter().enumerate() {
            let next = stems.get(index + 1).map_or(flow.len(), |next| next.first);
            // Where lines follow each other, what stands apart is something else.
            let next = if several && stem.first == stem.options { stem.options + 1 } else { next };
            let found = claim(&flow[..next.max(stem.behind)], stem, &carriers, &page.keys);
            // Letters that start again and again are options, told or not which is right.
            claims.extend(found.map(|claim| Claim {
                confidence: if several { CERTAIN } else { claim.confidence },
                ..claim
            }));
        }
    }
    without_bare_numbers(&mut claims);
    claims
}

/// Takes off the questions the numbers that no mark closes, where they run on: `7 Which …`.
fn without_bare_numbers(claims: &mut [Claim]) {
    let number = |claim: &Claim| {
        let text = plain_text(&claim.question);
        let length = together::bare_number_length(&text)?;
        Some((text[..length].trim_end().parse::<u32>().ok()?, length))
    };
    let numbers: Vec<Option<(u32, usize)>> = claims.iter().map(number).collect();
    let follows = |before: usize, after: usize| match (numbers.get(before), numbers.get(after)) {
        (Some(Some((before, _))), Some(Some((after, _)))) => before + 1 == *after,
        _ => false,
    };
    for (at, claim) in claims.iter_mut().enumerate() {
        if let Some((number, length)) = numbers[at]
            && (at > 0 && follows(at - 1, at) || follows(at, at + 1))
        {
            let end = plain_text(&claim.question).len();
            claim.question = cut::keep(std::mem::take(&mut claim.question), length..end);
            claim.metadata.get_or_insert_default().number = Some(number.to_string());
        }
    }
}

/// Where a question stands and where its options do.
struct Stem {
    first: usize,
    options: usize,
    /// Where the options end.
    behind: usize,
    /// The level of the heading that asks.
    level: Option<u8>,
}

/// The question of the options at `at`: the lines above them in their paragraph, else the last paragraph or
/// heading above, with nothing between but what may belong to a question.
fn stem(flow: &[Block], at: usize, by_number: bool) -> Option<Stem> {
    let found = options::at(&flow[at..], by_number)?;
    let behind = at + found.blocks;
    if !found.above.is_empty() {
        return Some(Stem { first: at, options: at, behind, level: None });
    }
    for first in (0..at).rev() {
        match &flow[first].kind {
            BlockKind::Rule => {}
            _ if titles_options(&flow[first]) => {}
            BlockKind::Heading { level, .. } => {
                return Some(Stem { first, options: at, behind, level: Some(*level) });
            }
            BlockKind::Paragraph(_)
                if options::at(&flow[first..=first], by_number).is_none()
                    && !answer::marks_answer(&flow[first]) =>
            {
                let first = labelled_above(flow, first).unwrap_or(first);
                return Some(Stem { first, options: at, behind, level: None });
            }
            BlockKind::Code(_) | BlockKind::Image(_) | BlockKind::Math(_) | BlockKind::Diagram { .. } => {}
            _ => return None,
        }
    }
    None
}

/// Whether a heading says that answers to choose from follow, and nothing else.
fn titles_options(block: &Block) -> bool {
    const TITLES: &[&str] = &[
        "options",
        "choices",
        "answer options",
        "answers",
        "opciones",
        "respuestas",
        "respostas",
        "réponses",
        "risposte",
        "antworten",
        "ответы",
        "alternativas",
        "antwortmöglichkeiten",
        "propositions",
        "opzioni",
        "варианты",
        "варианты ответов",
        "选项",
        "選択肢",
    ];
    matches!(&block.kind, BlockKind::Heading { content, .. }
        if answer::marks_answer(block)
            || words::known_form(&plain_text(content)).is_some_and(|title| TITLES.contains(&title.as_str())))
}

/// The labelled question above the paragraph at `at`, which neither a label nor a number carries: what stands between
/// tells the case that is asked about.
fn labelled_above(flow: &[Block], at: usize) -> Option<usize> {
    const FARTHEST: usize = 4;
    let text = |block: &Block| match &block.kind {
        BlockKind::Paragraph(content) => Some(plain_text(content)),
        _ => None,
    };
    let is_labelled = |text: &String| together::is_labelled(text);
    let own = text(&flow[at])?;
    if is_labelled(&own) || wording::number_prefix(&own).is_some() {
        return None;
    }
    let above = (at.saturating_sub(FARTHEST)..at).rev();
    let mut near = above.take_while(|&above| {
        answer::belongs_to_question(&flow[above]) && !answer::marks_answer(&flow[above])
    });
    near.find(|&above| text(&flow[above]).as_ref().is_some_and(is_labelled))
}

fn claim(flow: &[Block], stem: &Stem, carriers: &Carriers, keys: &[Key]) -> Option<Claim> {
    let block = &flow[stem.first];
    let (BlockKind::Paragraph(question) | BlockKind::Heading { content: question, .. }) = &block.kind else {
        return None;
    };
    let numbered = stem.first.checked_sub(1).and_then(|before| number_alone(&flow[before]));
    let (start, number) = match (carriers.get(&block.span.start), numbered) {
        (Some((item, number)), _) => (*item, number.clone()),
        (None, Some((start, number))) => (start, Some(number)),
        (None, None) => {
            let number = wording::number_prefix(&plain_text(question)).and_then(|(number, _)| number);
            (block.span.start, number)
        }
    };
    let is_labelled = words::numbered_word_length(&plain_text(question)).is_some();
    // Strong lines with numbers may title the questions.
    let titled = flow[stem.first.saturating_sub(NEAR)..stem.first].iter().rev().find_map(strong_number);
    let ends = |block: &Block| match &block.kind {
        BlockKind::Heading { level, content } => {
            stem.level.is_none_or(|own| *level <= own) && !words::is_reveal(&plain_text(content))
        }
        BlockKind::Rule => true,
        _ if titled.is_some() && strong_number(block) > titled => true,
        _ => is_key(keys, block.span) || is_next_question(block, number.as_deref(), is_labelled),
    };
    let behind = &flow[stem.first + 1..];
    // Options may carry the number of the next question.
    let options = (stem.behind - stem.first).saturating_sub(1).min(behind.len());
    // A rule may stand between them and what tells the right one.
    let rules = behind[options..].iter().take_while(|block| block.kind == BlockKind::Rule).count();
    let told = behind.get(options + rules).is_some_and(answer::marks_answer);
    let options = if told { options + rules } else { options };
    let body = &behind[..options + behind[options..].iter().position(ends).unwrap_or(behind.len() - options)];
    let end = body.last().map_or(block.span.end, |last| last.span.end);
    let mut claim = Claim {
        runs_on: false,
        confidence: CERTAIN,
        span: Span { start, end: end.max(block.span.end) },
        question_span: Span { start, end: block.span.end },
        question: question.clone(),
        body: body.into(),
        metadata: Metadata { number: number.clone(), ..Metadata::default() }.told(),
    };
    // Where they are labelled as such, what follows a question of which nothing is told is something else.
    let bare = Claim { body: behind[..options].into(), ..claim.clone() };
    let (choice, body) = match take(&mut claim, keys) {
        Some(choice) => (choice, body),
        None if is_labelled => {
            claim = bare;
            claim.span.end = behind[..options].last().map_or(block.span.end, |last| last.span.end);
            (take(&mut claim, keys)?, &behind[..options])
        }
        None => return None,
    };
    let told = number.is_some_and(|number| key::letters(keys, &number, start).is_some());
    if !(told || choice.is_answered()) {
        claim.confidence = if is_labelled { 81 } else { 76 };
    }
    // What was taken apart is put together again: `entry` takes it apart once the claim has won.
    Some(Claim {
        question: question.clone(),
        body: body.into(),
        question_span: Span { start, end: block.span.end },
        ..claim
    })
}

/// How far above its question a title stands, in blocks.
const NEAR: usize = 4;

/// The number of a paragraph that is strong as a whole.
fn strong_number(block: &Block) -> Option<u64> {
    match &block.kind {
        BlockKind::Paragraph(content)
            if matches!(content.as_slice(), [Inline { kind: InlineKind::Strong(_), .. }]) =>
        {
            wording::number_prefix(&plain_text(content))?.0?.parse().ok()
        }
        _ => None,
    }
}

/// Where a block starts that says nothing but the number of the question below it, and the number.
fn number_alone(block: &Block) -> Option<(u32, String)> {
    let (BlockKind::Paragraph(content) | BlockKind::Heading { content, .. }) = &block.kind else {
        return None;
    };
    let text = plain_text(content);
    words::numbered_word_length(&text).filter(|_| words::is_bare_label(&text))?;
    Some((block.span.start, wording::number_of(&text)?))
}

/// Whether `block` opens the question behind the one with `number`. Behind one that a word and a number label,
/// `Question 3`, numbers alone are part of an explanation.
fn is_next_question(block: &Block, number: Option<&str>, is_labelled: bool) -> bool {
    let next = number.and_then(|number| number.parse::<u64>().ok()).map(|number| number + 1);
    let next = next.filter(|_| !is_labelled);
    match &block.kind {
        BlockKind::List(list) => next.is_some() && list.start == next,
        BlockKind::Paragraph(content) => {
            let text = plain_text(content);
            let own = wording::number_prefix(&text).and_then(|(number, _)| number?.parse().ok());
            (own.is_some() && own == next) || words::numbered_word_length(&text).is_some()
        }
        _ => false,
    }
}

/// For each item of a list by the place of its content: where it starts, and its number.
type Carriers = std::collections::BTreeMap<u32, (u32, Option<String>)>;

fn carriers(page: &Page) -> Carriers {
    let mut carriers = Carriers::new();
    for block in page.flows.iter().flat_map(|flow| flow.iter()) {
        let BlockKind::List(list) = &block.kind else { continue };
        for (index, item) in list.items.iter().enumerate() {
            let number = list.start.map(|start| (start + index as u64).to_string());
            if let Some(first) = item.blocks.first() {
                carriers.insert(first.span.start, (item.span.start, number));
            }
        }
    }
    carriers
}

/// If `claim` asks to choose, takes its options out of it. What is left is the question's own wording, and the
/// explanation as its body.
pub fn take(claim: &mut Claim, keys: &[Key]) -> Option<Choice> {
    let question = text_lines::paragraph(claim.question.clone())?;
    let is_told = is_told(claim, keys);
    // What parts and titles the options is none of the question.
    let first = (0..claim.body.len()).find(|&at| options::at(&claim.body[at..], is_told).is_some());
    let parts = |block: &Block| block.kind == BlockKind::Rule || titles_options(block);
    if let Some(first) = first.filter(|first| claim.body[..*first].iter().any(parts)) {
        let mut at = 0;
        claim.body.retain(|block| {
            at += 1;
            !(at <= first && parts(block) || block.kind == BlockKind::Rule)
        });
    }
    let inside =
        options::at(std::slice::from_ref(&question), is_told).filter(|found| !found.above.is_empty());
    let is_inside = inside.is_some();
    let at = if is_inside {
        0
    } else {
        (0..claim.body.len()).find(|&at| options::at(&claim.body[at..], is_told).is_some())?
    };
    if !claim.body[..at].iter().all(answer::belongs_to_question) {
        return None;
    }
    let mut found = inside.or_else(|| options::at(&claim.body[at..], is_told))?;
    let stem = std::mem::take(&mut found.above);
    let wording = if is_inside { stem.clone() } else { claim.question.clone() };
    let mut above: Blocks = (&claim.body[..at]).into();
    above.extend(text_lines::paragraph(stem).filter(|_| !is_inside));
    let behind = if is_inside { 0 } else { at + found.blocks };
    let mut behind: Blocks = found.below.into_iter().chain(claim.body[behind..].iter().cloned()).collect();
    let buttons = behind.iter().take_while(|block| noise::is_button(block)).count();
    behind.drain(..buttons);
    let mut options = found.options;
    let named = verdict::named(&mut behind, &options);
    if !options::are_options(&options, named.is_some() || is_told, &plain_text(&wording)) {
        return None;
    }
    // A list in the middle of an answer is the answer's own, whatever marks it bears: only words that name one of
    // its items make it options.
    let explains =
        |block: &Block| matches!(&block.kind, BlockKind::Paragraph(content) if !asks(&plain_text(content)));
    let silent = !options.iter().any(|option| option.right);
    let goes_on = behind.first().is_some_and(|block| !answer::marks_answer(block));
    if named.is_none() && !is_told && (above.iter().any(explains) || (silent && goes_on)) {
        return None;
    }
    let named_here = named.is_some();
    if let Some(named) = named {
        options.iter_mut().enumerate().for_each(|(index, option)| option.right = named.contains(&index));
    }
    // Where a key tells, what stands behind them alone is the number of a page.
    behind.retain(|block| named_here || !(is_told && options::is_number(block)));
    let mut metadata = std::mem::take(&mut claim.metadata);
    above.retain(|block| {
        match text_lines::of_block(block).first().and_then(|line| metadata::of_line(line.content)) {
            Some(found) => {
                let told = metadata.take().map(|told| *told).unwrap_or_default();
                metadata = told.and(found).told();
                false
            }
            None => true,
        }
    });
    claim.metadata = metadata;
    claim.question_span.end = wording.last()?.span.end.max(claim.question_span.start);
    claim.question = wording;
    claim.body = behind;
    Some(Choice { above, options, start: found.start })
}

/// Whether one of `keys` tells the right option of `claim` by the number of its question.
fn is_told(claim: &Claim, keys: &[Key]) -> bool {
    let known = claim.metadata.as_ref().and_then(|metadata| metadata.number.clone());
    let number = known.or_else(|| wording::number_prefix(&plain_text(&claim.question))?.0);
    number.is_some_and(|number| key::letters(keys, &number, claim.span.start).is_some())
}

impl Choice {
    /// Whether the document says which options are right.
    fn is_answered(&self) -> bool {
        self.options.iter().any(|option| option.right)
    }

    /// What belongs to the question: what stands above its options, and those.
    pub fn question_blocks(&self) -> Blocks {
        let mut blocks = self.above.clone();
        blocks.extend(list(self.options.iter(), self.start));
        blocks
    }

    /// The right options: what the back of the card says first.
    pub fn right(&self) -> Blocks {
        let right: Vec<&Choosable> = self.options.iter().filter(|option| option.right).collect();
        match right.as_slice() {
            [option] => option.blocks(),
            _ => list(right.into_iter(), None).into_iter().collect(),
        }
    }

    /// Marks the options that `letters` name as right.
    fn mark(&mut self, letters: &[String]) {
        for (index, option) in self.options.iter_mut().enumerate() {
            option.right = letters.iter().any(|letter| option.is_called(letter, index));
        }
    }
}

fn list<'a>(options: impl Iterator<Item = &'a Choosable>, start: Option<u64>) -> Option<Block> {
    let items: Vec<Item> =
        options.map(|option| Item { span: option.span, task: None, blocks: option.blocks() }).collect();
    let span = items.iter().map(|item| item.span).reduce(Span::cover)?;
    Some(Block::new(span, BlockKind::List(List { start, tight: true, items: items.into() })))
}

/// Answers the open questions among `entries` by the keys that follow them. A number that several of them carry
/// before the same key is left open.
pub fn answer_by_keys(entries: &mut [Entry], choices: &mut [Option<Box<Choice>>], keys: &[Key]) {
    let place = |entry: &Entry| Some((key::serving(keys, entry.span.start)?, entry.number.clone()?));
    let mut rivals = std::collections::BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.kind == NoteKind::Choice || entry.answer.is_none()) {
        *rivals.entry(place(entry)).or_insert(0) += 1;
    }
    for (entry, choice) in entries.iter_mut().zip(choices) {
        let is_sole = rivals.get(&place(entry)) == Some(&1);
        let Some(number) = entry.number.clone().filter(|_| is_sole) else { continue };
        let start = entry.span.start;
        if let Some(choice) = choice.as_mut().filter(|choice| !choice.is_answered()) {
            choice.mark(&key::letters(keys, &number, start).unwrap_or_default());
            let mut answer = choice.right();
            answer.extend(entry.answer.take().unwrap_or_default());
            entry.answer = (!answer.is_empty()).then_some(answer);
        }
        if entry.answer.is_none() {
            entry.answer = key::answer(keys, &number, start).cloned();
        }
        if entry.answer.is_some() {
            entry.open_reason = None;
        }
    }
}

/// Whether a question's wording asks to choose, rather than announces a list.
fn asks(question: &str) -> bool {
    const CHOOSING: &[&str] = &[
        "which",
        "what",
        "who",
        "where",
        "when",
        "how",
        "why",
        "select",
        "choose",
        "pick",
        "mark",
        "identify",
        "welche",
        "welcher",
        "welches",
        "was",
        "wer",
        "wo",
        "wähle",
        "kreuze",
        "qué",
        "cuál",
        "cuáles",
        "quién",
        "elige",
        "selecciona",
        "quel",
        "quelle",
        "quels",
        "quelles",
        "choisissez",
        "qual",
        "quais",
        "escolha",
        "какой",
        "какие",
        "что",
        "выберите",
    ];
    let bare = plain_text(&wording::strip([Inline::text(Span::default(), question)].into()).question);
    let bare = &bare[together::bare_number_length(&bare).unwrap_or(0)..];
    let first = words::normalised(bare.split_whitespace().next().unwrap_or_default());
    words::likeness(bare) == words::Likeness::Clear
        || words::label_length(question, words::QUESTION_LABELS).is_some()
        || words::numbered_word_length(question).is_some()
        || bare.contains("___")
        || CHOOSING.contains(&first.as_str())
}
