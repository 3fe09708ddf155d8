//! Tables with a column of questions.

use super::Claim;
use super::metadata::{Key, Metadata, key_of};
use super::noise;
use super::page::Page;
use crate::model::content::{Row, Table, plain_text};
use crate::model::{Block, BlockKind, Span};

/// Claims the rows of tables whose header names a column of questions.
pub fn find(page: &Page) -> Vec<Claim> {
    let blocks = page.flows.iter().flat_map(|flow| flow.iter()).filter(|block| !noise::is_noise(block, page));
    blocks.filter_map(table).flat_map(rows).collect()
}

fn table(block: &Block) -> Option<&Table> {
    match &block.kind {
        BlockKind::Table(table) => Some(table),
        _ => None,
    }
}

fn rows(table: &Table) -> Vec<Claim> {
    let keys: Vec<Option<Key>> = table.head.cells.iter().map(|cell| key_of(&plain_text(cell))).collect();
    match keys.iter().position(|key| *key == Some(Key::Question)) {
        Some(column) => table.rows.iter().filter_map(|row| claim(row, &keys, column)).collect(),
        None => Vec::new(),
    }
}

fn claim(row: &Row, keys: &[Option<Key>], column: usize) -> Option<Claim> {
    let question = row.cells.get(column).filter(|cell| !plain_text(cell).trim().is_empty())?;
    let mut metadata = Metadata::default();
    let mut body = Vec::new();
    for (key, cell) in keys.iter().zip(&row.cells) {
        match key {
            Some(Key::Answer) if !cell.is_empty() => {
                let span = cell.iter().map(|inline| inline.span).reduce(Span::cover).unwrap_or(row.span);
                body.push(Block::new(span, BlockKind::Paragraph(cell.clone())));
            }
            Some(key) => metadata.add(*key, cell),
            None => {}
        }
    }
    Some(Claim {
        confidence: 85,
        runs_on: false,
        span: row.span,
        question_span: row.span,
        question: question.clone(),
        body,
        metadata,
    })
}
