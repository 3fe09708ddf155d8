//! Tables with a column of questions.

use std::cmp::Reverse;

use super::Claim;
use super::metadata::{Key, Metadata, key_of};
use super::noise;
use super::page::Page;
use super::words::{Likeness, likeness};
use crate::model::content::{Row, Table, plain_text};
use crate::model::text::joined;
use crate::model::{Block, BlockKind, Inline, InlineKind, Inlines, Span};

/// Claims the rows of tables whose header names a column of questions, or most of whose rows ask something.
pub fn find(page: &Page) -> Vec<Claim> {
    let blocks = page.flows.iter().flat_map(|flow| flow.iter());
    let tables = blocks.filter_map(|block| match &block.kind {
        BlockKind::Table(table) if !noise::is_noise(block, &page.outline) => Some(&**table),
        _ => None,
    });
    tables.flat_map(rows).collect()
}

fn rows(table: &Table) -> Vec<Claim> {
    let mut keys: Vec<Option<Key>> = table.head.cells.iter().map(|cell| key_of(&plain_text(cell))).collect();
    let named = keys.iter().position(|key| *key == Some(Key::Question));
    let Some(column) = named.or_else(|| asking_column(table)) else { return Vec::new() };
    keys[column] = Some(Key::Question);
    if !keys.contains(&Some(Key::Answer))
        && let Some(answer) = answering_column(table, &keys, column, named.is_some())
    {
        keys[answer] = Some(Key::Answer);
    } else if named.is_none() && !keys.contains(&Some(Key::Answer)) {
        return Vec::new();
    }
    // A table without names for its columns has its first row where the names would stand.
    let head = Some(&table.head).filter(|head| asks(head, column));
    let names: &[Inlines] = if head.is_some() { &[] } else { &table.head.cells };
    head.into_iter().chain(&table.rows).filter_map(|row| claim(row, &keys, names, column)).collect()
}

/// The column in which most rows ask something.
fn asking_column(table: &Table) -> Option<usize> {
    const FEWEST: usize = 2;
    let asking = |column: usize| table.rows.iter().filter(|row| asks(row, column)).count();
    let columns = (0..table.align.len()).map(|column| (asking(column), Reverse(column)));
    let (found, Reverse(column)) = columns.max()?;
    (found >= FEWEST && found * 3 >= table.rows.len() * 2).then_some(column)
}

/// The column that answers where none is named so: the next without a known name, else the one before, if most
/// rows say something there in words. What stands before a column that is named as that of the questions is rather
/// their subject.
fn answering_column(table: &Table, keys: &[Option<Key>], question: usize, is_named: bool) -> Option<usize> {
    let says = |column: usize| {
        let worded = |row: &&Row| {
            row.cells.get(column).is_some_and(|cell| plain_text(cell).chars().any(char::is_alphanumeric))
        };
        table.rows.iter().filter(worded).count() * 2 > table.rows.len()
    };
    let free = |column: &usize| keys.get(*column).is_some_and(Option::is_none) && says(*column);
    Some(question + 1).filter(free).or_else(|| question.checked_sub(1).filter(free).filter(|_| !is_named))
}

/// Whether a row asks something in `column`, in more than a word.
fn asks(row: &Row, column: usize) -> bool {
    row.cells.get(column).is_some_and(|cell| {
        let text = plain_text(cell);
        likeness(&text) == Likeness::Clear && (text.trim().contains(char::is_whitespace) || !text.is_ascii())
    })
}

fn claim(row: &Row, keys: &[Option<Key>], names: &[Inlines], column: usize) -> Option<Claim> {
    let question = row.cells.get(column).filter(|cell| !plain_text(cell).trim().is_empty())?;
    let mut metadata = Metadata::default();
    let mut body = Vec::new();
    let mut others = Vec::new();
    for (at, (key, cell)) in keys.iter().zip(&row.cells).enumerate() {
        match key {
            Some(Key::Answer) if !cell.is_empty() => body.push(paragraph(cell.clone(), row)),
            Some(key) => metadata.add(*key, cell),
            None => others.extend(named(names.get(at).map_or(&[][..], |name| name), cell, row)),
        }
    }
    // Beside an answer they are part of it; alone they answer nothing.
    if !body.is_empty() {
        body.append(&mut others);
    }
    Some(Claim {
        confidence: 85,
        runs_on: false,
        span: row.span,
        question_span: row.span,
        question: question.clone(),
        body: body.into(),
        metadata: metadata.told(),
    })
}

/// What `cell` says under a name that is none of the known ones; `None` when it says nothing, or nothing but a number
/// without a name.
fn named(name: &[Inline], cell: &[Inline], row: &Row) -> Option<Block> {
    let (name, text) = (plain_text(name), plain_text(cell));
    let says = text.chars().any(char::is_alphanumeric)
        || cell.iter().any(|inline| matches!(inline.kind, InlineKind::Image(_)));
    let counts = name.trim().is_empty() && text.trim().chars().all(|c| c.is_numeric() || c == '.');
    if !says || counts {
        return None;
    }
    let mut content = Vec::with_capacity(cell.len() + 2);
    if !name.trim().is_empty() {
        // The name stands in the head of the table: here it has no place of its own.
        let place = Span { end: cell.first()?.span.start, ..cell.first()?.span };
        let name = Inline::text(place, format!("{}:", name.trim()));
        content.extend([Inline::new(place, InlineKind::Strong([name].into())), Inline::text(place, " ")]);
    }
    for inline in cell {
        // Texts that touch are one text.
        match (content.last_mut(), &inline.kind) {
            (Some(Inline { span, kind: InlineKind::Text(text) }), InlineKind::Text(more)) => {
                *text = joined(&[&*text, more]);
                *span = span.cover(inline.span);
            }
            _ => content.push(inline.clone()),
        }
    }
    Some(paragraph(content.into(), row))
}

/// A paragraph of what stands in a cell.
fn paragraph(content: Inlines, row: &Row) -> Block {
    let span = content.iter().map(|inline| inline.span).reduce(Span::cover).unwrap_or(row.span);
    Block::new(span, BlockKind::Paragraph(content))
}
