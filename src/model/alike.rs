//! Whether two contents say the same, wherever they stand.

use super::cloze::{Cloze, Piece};
use super::content::{Block, BlockKind, Definition, Inline, InlineKind, Row};
use super::{Aside, AsideKind, Blocks, Draft, Inlines};

/// Whether two runs are the same, spans aside.
pub fn same_inlines(one: &[Inline], other: &[Inline]) -> bool {
    all(one, other, |one, other| same_inline(&one.kind, &other.kind))
}

/// Whether two runs are the same where a break of the line is a space, spans aside.
pub fn same_on_one_line(one: &[Inline], other: &[Inline]) -> bool {
    same_inlines(&on_one_line(one), &on_one_line(other))
}

/// `inlines` with spaces for breaks that mean one, and texts that touch each other as one.
fn on_one_line(inlines: &[Inline]) -> Inlines {
    let mut line: Vec<Inline> = Vec::new();
    for inline in inlines {
        let mut inline = inline.clone();
        if inline.kind == InlineKind::SoftBreak {
            inline.kind = InlineKind::Text(" ".into());
        } else if let Some(content) = inline.content_mut() {
            *content = on_one_line(content);
        }
        match (line.last_mut().map(|last| &mut last.kind), &inline.kind) {
            (Some(InlineKind::Text(before)), InlineKind::Text(text)) => {
                *before = format!("{before}{text}").into();
            }
            _ => line.push(inline),
        }
    }
    line.into()
}

/// Whether two flows are the same, spans aside.
pub fn same_blocks(one: &[Block], other: &[Block]) -> bool {
    all(one, other, |one, other| same_block(&one.kind, &other.kind))
}

/// Whether two asides are the same, spans aside.
pub fn same_aside(one: &Aside, other: &Aside) -> bool {
    match (&one.kind, &other.kind) {
        (AsideKind::Insight(one), AsideKind::Insight(other))
        | (AsideKind::Tested(one), AsideKind::Tested(other))
        | (AsideKind::RedFlag(one), AsideKind::RedFlag(other)) => same_blocks(one, other),
        (AsideKind::FollowUps(one), AsideKind::FollowUps(other)) => all(one, other, |one, other| {
            same_inlines(&one.question, &other.question) && same_inlines(&one.hint, &other.hint)
        }),
        _ => false,
    }
}

/// Whether two notes say the same, whichever entries they are made of.
pub fn same_draft(one: &Draft, other: &Draft) -> bool {
    one.kind == other.kind
        && same_option(one.cloze.as_deref(), other.cloze.as_deref(), same_cloze)
        && same_inlines(&one.question, &other.question)
        && same_blocks(&one.question_blocks, &other.question_blocks)
        && same_option(one.brief.as_ref(), other.brief.as_ref(), same_flow)
        && same_option(one.answer.as_ref(), other.answer.as_ref(), same_flow)
        && all(&one.variants, &other.variants, |one, other| same_blocks(&one.blocks, &other.blocks))
        && all(&one.asides, &other.asides, same_aside)
        && (&one.tags, &one.companies, &one.links) == (&other.tags, &other.companies, &other.links)
        && (one.difficulty, &one.topic) == (other.difficulty, &other.topic)
}

/// Whether two texts with gaps are the same, spans aside.
pub fn same_cloze(one: &Cloze, other: &Cloze) -> bool {
    all(&one.pieces, &other.pieces, |one, other| match (one, other) {
        (Piece::Text(one), Piece::Text(other)) => same_inlines(one, other),
        (Piece::Gap(one), Piece::Gap(other)) => {
            (one.number, &one.hint) == (other.number, &other.hint)
                && same_inlines(&one.filling, &other.filling)
        }
        _ => false,
    })
}

fn same_flow(one: &Blocks, other: &Blocks) -> bool {
    same_blocks(one, other)
}

fn same_option<T>(one: Option<T>, other: Option<T>, same: impl Fn(T, T) -> bool) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => same(one, other),
        (one, other) => one.is_none() && other.is_none(),
    }
}

fn all<T>(one: &[T], other: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
}

fn same_inline(one: &InlineKind, other: &InlineKind) -> bool {
    use InlineKind::{Emphasis, Link, Strike, Strong, Subscript, Superscript};
    match (one, other) {
        (Strong(one), Strong(other))
        | (Emphasis(one), Emphasis(other))
        | (Strike(one), Strike(other))
        | (Superscript(one), Superscript(other))
        | (Subscript(one), Subscript(other)) => same_inlines(one, other),
        (Link(one), Link(other)) => {
            one.url == other.url && one.title == other.title && same_inlines(&one.content, &other.content)
        }
        (one, other) => one == other,
    }
}

fn same_block(one: &BlockKind, other: &BlockKind) -> bool {
    use BlockKind::{Callout, DefinitionList, Disclosure, Footnote, Heading, List, Paragraph, Quote, Table};
    match (one, other) {
        (Paragraph(one), Paragraph(other)) => same_inlines(one, other),
        (Heading { level, content }, Heading { level: other_level, content: other }) => {
            level == other_level && same_inlines(content, other)
        }
        (List(one), List(other)) => {
            one.start == other.start
                && one.tight == other.tight
                && all(&one.items, &other.items, |one, other| {
                    one.task == other.task && same_blocks(&one.blocks, &other.blocks)
                })
        }
        (Table(one), Table(other)) => {
            one.align == other.align
                && same_row(&one.head, &other.head)
                && all(&one.rows, &other.rows, same_row)
        }
        (Quote(one), Quote(other)) => same_blocks(one, other),
        (
            Callout { kind, title, blocks },
            Callout { kind: other_kind, title: other_title, blocks: other_blocks },
        ) => {
            kind == other_kind
                && same_option(title.as_ref(), other_title.as_ref(), |one, other| same_inlines(one, other))
                && same_blocks(blocks, other_blocks)
        }
        (
            Disclosure { kind, summary, shown, open, blocks },
            Disclosure {
                kind: other_kind,
                summary: other_summary,
                shown: other_shown,
                open: other_open,
                blocks: other_blocks,
            },
        ) => {
            (kind, shown, open) == (other_kind, other_shown, other_open)
                && same_inlines(summary, other_summary)
                && same_blocks(blocks, other_blocks)
        }
        (DefinitionList(one), DefinitionList(other)) => all(one, other, same_definition),
        (Footnote { label, blocks }, Footnote { label: other_label, blocks: other }) => {
            label == other_label && same_blocks(blocks, other)
        }
        (one, other) => one == other,
    }
}

fn same_row(one: &Row, other: &Row) -> bool {
    all(&one.cells, &other.cells, |one, other| same_inlines(one, other))
}

fn same_definition(one: &Definition, other: &Definition) -> bool {
    all(&one.terms, &other.terms, |one, other| same_inlines(one, other))
        && all(&one.definitions, &other.definitions, |one, other| same_blocks(one, other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::parse_markdown;

    #[test]
    fn places_do_not_count_and_words_do() {
        let text = "# T\n\na *b* [c](d)\n\n- x\n- y\n\n> q\n\n| a |\n|---|\n| b |\n\n```py\nz\n```\n";
        let one = parse_markdown(text).blocks;
        let moved = parse_markdown(format!("first\n\n{text}")).blocks;
        assert!(same_blocks(&one, &moved[1..]) && one != moved[1..]);
        for (from, to) in [("*b*", "*B*"), ("(d)", "(e)"), ("- y", "- z"), ("> q", "> r"), ("| b |", "| c |")]
        {
            assert!(!same_blocks(&one, &parse_markdown(text.replace(from, to)).blocks), "{from}");
        }
    }
}
