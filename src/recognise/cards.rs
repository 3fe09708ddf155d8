//! Cards as data: front matter or a document of records with a question and its answer.

use super::metadata::{Key, Metadata, key_of};
use super::page::Page;
use super::{Claim, words};
use crate::model::content::{Item, List};
use crate::model::{Block, BlockKind, Blocks, Datum, DatumKind, Inline, Inlines, Span};

/// Claims every record that asks something. One in the front matter that gives no answer is answered by the
/// document.
pub fn find(page: &Page) -> Vec<Claim> {
    let Some(data) = &page.tree.data else { return Vec::new() };
    let mut claims = Vec::new();
    records(data, &mut claims);
    let is_front_matter = page.tree.front_matter.is_some();
    if let (true, [claim], DatumKind::Map(_)) = (is_front_matter, claims.as_mut_slice(), &data.kind)
        && claim.span == data.span
        && claim.body.is_empty()
        && let Some(last) = page.tree.blocks.last()
    {
        claim.span = claim.span.cover(last.span);
        claim.body = page.tree.blocks.clone();
    }
    claims
}

/// Where a document stands that is nothing but records.
pub fn whole(page: &Page) -> Option<Span> {
    let data = page.tree.data.as_ref().filter(|_| page.tree.front_matter.is_none())?;
    let mut claims = Vec::new();
    records(data, &mut claims);
    (!claims.is_empty()).then_some(Span::new(0, page.text.len()))
}

fn records(data: &Datum, claims: &mut Vec<Claim>) {
    match &data.kind {
        DatumKind::Text { .. } => {}
        DatumKind::List(items) => items.iter().for_each(|item| records(item, claims)),
        DatumKind::Map(values) => match record(data, values) {
            Some(claim) => claims.push(claim),
            None => values.iter().for_each(|(_, value)| records(value, claims)),
        },
    }
}

/// What the name of a value says it is.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    /// The question, by a name that says no less.
    Question,
    /// The question, by a name that needs an answer beside it.
    Front,
    Answer,
    Right,
    Options,
    Other(Key),
}

fn part(name: &str) -> Option<Part> {
    let name = name.trim().to_lowercase();
    match name.as_str() {
        "question" | "pregunta" | "frage" | "pergunta" | "вопрос" | "问题" | "質問" => {
            Some(Part::Question)
        }
        "q" | "front" | "prompt" => Some(Part::Front),
        "correct" | "correct_answer" | "correctanswer" | "correct_option" | "right" => Some(Part::Right),
        "options" | "choices" | "alternatives" => Some(Part::Options),
        // A word that only holds a known one says something else: `question_type`, `answer_count`.
        _ if name.chars().all(char::is_alphabetic) => match key_of(&name)? {
            Key::Question => None,
            Key::Answer => Some(Part::Answer),
            key => Some(Part::Other(key)),
        },
        _ => None,
    }
}

fn record(data: &Datum, values: &[(String, Datum)]) -> Option<Claim> {
    let parts: Vec<(Part, &Datum)> =
        values.iter().filter_map(|(name, value)| Some((part(name)?, value))).collect();
    let has = |wanted: Part| parts.iter().any(|(part, _)| *part == wanted);
    let asks =
        |(part, _): &&(Part, &Datum)| *part == Part::Question || (*part == Part::Front && has(Part::Answer));
    let (_, question) = parts.iter().find(asks)?;
    let (wording, more) = wording(question)?;
    let mut metadata = Metadata::default();
    let mut body = more;
    body.extend(
        parts.iter().filter(|(part, _)| *part == Part::Options).filter_map(|(_, value)| options(value)),
    );
    let choice = has(Part::Options);
    let mut answered = false;
    for (part, value) in &parts {
        match part {
            Part::Answer | Part::Right => {
                // Behind what belongs to the question an answer is labelled, as it is where people write one.
                let label = !answered && !body.is_empty();
                body.extend(if label { labelled(value, choice) } else { said(value) });
                answered = true;
            }
            Part::Other(Key::Number) => {
                metadata.number =
                    text(value).filter(|text| text.chars().all(|c| c.is_ascii_digit())).map(str::to_string);
            }
            Part::Other(key) => {
                for value in list(value) {
                    metadata.add(*key, &content(value));
                }
            }
            Part::Question | Part::Front | Part::Options => {}
        }
    }
    Some(Claim {
        runs_on: false,
        confidence: 97,
        span: data.span,
        question_span: question.span,
        question: wording,
        body,
        metadata: metadata.told(),
    })
}

/// The values of a list, or the one value.
fn list(value: &Datum) -> &[Datum] {
    match &value.kind {
        DatumKind::List(items) => items,
        _ => std::slice::from_ref(value),
    }
}

fn text(value: &Datum) -> Option<&str> {
    match &value.kind {
        DatumKind::Text { text, .. } => Some(text.trim()),
        _ => None,
    }
}

fn blocks(value: &Datum) -> &[Block] {
    match &value.kind {
        DatumKind::Text { blocks, .. } => blocks,
        _ => &[],
    }
}

/// A value as running text.
fn content(value: &Datum) -> Inlines {
    match blocks(value) {
        [Block { kind: BlockKind::Paragraph(content) | BlockKind::Heading { content, .. }, .. }] => {
            content.clone()
        }
        _ => text(value)
            .filter(|text| !text.is_empty())
            .map(|text| Inline::text(value.span, text))
            .into_iter()
            .collect(),
    }
}

/// The wording of a question, and what else it says: code, a picture.
fn wording(value: &Datum) -> Option<(Inlines, Blocks)> {
    text(value).filter(|text| !text.is_empty())?;
    match blocks(value).split_first() {
        Some((
            Block { kind: BlockKind::Paragraph(content) | BlockKind::Heading { content, .. }, .. },
            more,
        )) => Some((content.clone(), more.into())),
        _ => Some((content(value), Blocks::new())),
    }
}

/// What an answer says.
fn said(value: &Datum) -> Blocks {
    match &value.kind {
        DatumKind::Text { blocks, .. } => blocks.clone(),
        DatumKind::List(items) => bullets(items).into_iter().collect(),
        DatumKind::Map(_) => Blocks::new(),
    }
}

/// What an answer says, its first words marked as an answer's; below options it may name several of them.
fn labelled(value: &Datum, choice: bool) -> Blocks {
    let mut blocks = match &value.kind {
        DatumKind::List(items) if choice => {
            let texts: Vec<&str> = items.iter().filter_map(text).collect();
            paragraph([Inline::text(value.span, texts.join(", "))].into()).into_iter().collect()
        }
        // `2. …` names an option and opens no list.
        DatumKind::Text { .. } if choice && blocks(value).len() == 1 => {
            paragraph(content(value)).into_iter().collect()
        }
        _ => said(value),
    };
    let word = words::ANSWER_LABELS.iter().find(|word| word.len() > 1).copied().unwrap_or_default();
    let at = Span { start: value.span.start, end: value.span.start };
    let label = Inline::text(at, format!("{word}: "));
    match blocks.make_mut().first_mut() {
        Some(Block { kind: BlockKind::Paragraph(content), .. }) => content.insert(0, label),
        Some(_) => blocks.insert(0, Block::new(at, BlockKind::Paragraph([label].into()))),
        None => {}
    }
    blocks
}

fn paragraph(content: Inlines) -> Option<Block> {
    super::text_lines::paragraph(content)
}

/// Options: a list, or names for them.
fn options(value: &Datum) -> Option<Block> {
    match &value.kind {
        DatumKind::List(items) => bullets(items),
        DatumKind::Map(values) => {
            let items = values.iter().map(|(name, value)| {
                let at = value.span.start;
                let mut named = vec![Inline::text(Span { start: at, end: at }, format!("{name}. "))];
                named.extend(content(value));
                Item { span: value.span, task: None, blocks: paragraph(named.into()).into_iter().collect() }
            });
            Some(bullet_list(value.span, items.collect()))
        }
        DatumKind::Text { .. } => None,
    }
}

fn bullets(items: &[Datum]) -> Option<Block> {
    let span = items.iter().map(|item| item.span).reduce(Span::cover)?;
    let item = |item: &Datum| Item {
        span: item.span,
        task: None,
        blocks: paragraph(content(item)).into_iter().collect(),
    };
    Some(bullet_list(span, items.iter().map(item).collect()))
}

fn bullet_list(span: Span, items: Vec<Item>) -> Block {
    Block::new(span, BlockKind::List(List { start: None, tight: true, items: items.into() }))
}
