//! Terms with their meaning, in tables and definition lists: questions only where the user says so.

use super::Claim;
use super::page::Page;
use super::words::{Likeness, likeness, normalised};
use crate::model::content::{Definition, Row, Table, plain_text};
use crate::model::{Block, BlockKind, Blocks, Inline, Span};

/// Names of columns that hold terms.
const TERMS: &[&str] = &[
    "term",
    "terms",
    "word",
    "words",
    "concept",
    "acronym",
    "abbreviation",
    "vocabulary",
    "expression",
    "phrase",
    "command",
    "begriff",
    "wort",
    "vokabel",
    "término",
    "palabra",
    "concepto",
    "terme",
    "mot",
    "termo",
    "palavra",
    "conceito",
    "термин",
    "слово",
    "术语",
    "单词",
    "用語",
    "単語",
];

/// Names of columns that hold what terms mean.
const MEANINGS: &[&str] = &[
    "definition",
    "definitions",
    "meaning",
    "translation",
    "description",
    "explanation",
    "stands for",
    "expansion",
    "definición",
    "significado",
    "traducción",
    "bedeutung",
    "übersetzung",
    "erklärung",
    "définition",
    "signification",
    "traduction",
    "definição",
    "tradução",
    "определение",
    "значение",
    "перевод",
    "定义",
    "释义",
    "意思",
    "意味",
    "定義",
];

/// Languages, which name the columns of vocabulary.
const LANGUAGES: &[&str] = &[
    "english",
    "german",
    "deutsch",
    "spanish",
    "español",
    "french",
    "français",
    "italian",
    "italiano",
    "portuguese",
    "português",
    "russian",
    "русский",
    "chinese",
    "中文",
    "japanese",
    "日本語",
    "korean",
    "latin",
    "greek",
    "dutch",
    "polish",
    "swedish",
    "turkish",
    "englisch",
    "französisch",
    "spanisch",
    "latein",
    "inglés",
    "francés",
    "anglais",
    "allemand",
    "pinyin",
];

/// Claims terms, each with its meaning for an answer.
pub fn find(page: &Page) -> Vec<Claim> {
    let blocks = page.flows.iter().flat_map(|flow| flow.iter());
    if page.options.term_tables {
        blocks.flat_map(terms).collect()
    } else {
        blocks.flat_map(asked_terms).collect()
    }
}

/// The terms of a definition list that are questions, where most of them are.
fn asked_terms(block: &Block) -> Vec<Claim> {
    let BlockKind::DefinitionList(list) = &block.kind else { return Vec::new() };
    let asks = |definition: &&Definition| {
        definition.terms.iter().any(|term| likeness(&plain_text(term)) == Likeness::Clear)
    };
    if list.iter().filter(asks).count() * 2 > list.len() {
        list.iter().filter_map(of_definition).collect()
    } else {
        Vec::new()
    }
}

fn terms(block: &Block) -> Vec<Claim> {
    match &block.kind {
        BlockKind::Table(table) => columns(table)
            .map(|columns| table.rows.iter().filter_map(|row| of_row(row, columns)).collect())
            .unwrap_or_default(),
        BlockKind::DefinitionList(list) => list.iter().filter_map(of_definition).collect(),
        _ => Vec::new(),
    }
}

/// The columns of terms and of meanings.
fn columns(table: &Table) -> Option<(usize, usize)> {
    let names: Vec<String> = table.head.cells.iter().map(|cell| normalised(&plain_text(cell))).collect();
    let of = |words: &[&str]| names.iter().position(|name| words.contains(&name.as_str()));
    let languages: Vec<usize> =
        (0..names.len()).filter(|&at| LANGUAGES.contains(&names[at].as_str())).collect();
    match (of(TERMS), of(MEANINGS), languages.as_slice()) {
        (Some(term), Some(meaning), _) => Some((term, meaning)),
        (Some(term), None, [language, ..]) => Some((term, *language)),
        (None, Some(meaning), [language, ..]) => Some((*language, meaning)),
        (None, None, [term, meaning, ..]) => Some((*term, *meaning)),
        _ => None,
    }
}

fn of_row(row: &Row, (term, meaning): (usize, usize)) -> Option<Claim> {
    let question = row.cells.get(term)?;
    let answer = super::text_lines::paragraph(row.cells.get(meaning)?.clone())?;
    Some(claim(row.span, row.span, question, [answer].into()))
}

fn of_definition(definition: &Definition) -> Option<Claim> {
    let term = definition.terms.first()?;
    let body: Blocks = definition.definitions.concat().into();
    let place = term.iter().map(|inline| inline.span).reduce(Span::cover)?;
    let last = body.last()?.span;
    Some(claim(place.cover(last), place, term, body))
}

fn claim(span: Span, question_span: Span, question: &[Inline], body: Blocks) -> Claim {
    Claim {
        runs_on: false,
        confidence: 70,
        span,
        question_span,
        question: question.into(),
        body,
        metadata: None,
    }
}
