//! Questions that a tag says to be cards: `- question #card` with its answer indented below, a heading
//! or a paragraph that ends in `#flashcard`.

use super::page::Page;
use super::text_lines;
use super::{Claim, cut, hashtag, metadata::Metadata};
use crate::model::content::Item;
use crate::model::{Block, BlockKind, Blocks, Inline, Inlines, Span};

/// Claims tagged items, headings and paragraphs. Properties (`key:: value`) are neither question nor answer.
pub fn find(page: &Page) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (number, flow) in page.flows.iter().enumerate() {
        for (at, block) in flow.iter().enumerate() {
            match &block.kind {
                BlockKind::List(list) => claims.extend(list.items.iter().filter_map(of_item)),
                BlockKind::Heading { level, content }
                    if hashtag::is_card(content) && !hashtag::is_bare(content) =>
                {
                    claims.extend(of_heading(block, *level, content, &flow[at + 1..]));
                }
                // The first paragraph of an item is its item's.
                BlockKind::Paragraph(_) if at > 0 || number == 0 => {
                    claims.extend(of_paragraph(block, flow.get(at + 1)));
                }
                _ => {}
            }
        }
    }
    claims
}

fn of_item(item: &Item) -> Option<Claim> {
    let (first, rest) = item.blocks.split_first()?;
    let (question, below) = tagged(first)?;
    let mut body: Blocks = text_lines::paragraph(below).into_iter().collect();
    body.extend(rest.iter().filter_map(without_properties));
    if body.is_empty() && text_lines::prose(&question).contains("::") {
        return None;
    }
    let end = body.last().map_or(first.span, |last| last.span);
    claim(Span { start: item.span.start, ..first.span }.cover(end), question, body)
}

fn of_heading(block: &Block, level: u8, content: &[Inline], behind: &[Block]) -> Option<Claim> {
    let ends =
        |block: &Block| matches!(&block.kind, BlockKind::Heading { level: next, .. } if *next <= level);
    let ends = |block: &Block| ends(block) || tagged(block).is_some();
    let body = &behind[..behind.iter().position(ends).unwrap_or(behind.len())];
    let span = body.last().map_or(block.span, |last| block.span.cover(last.span));
    let mut claim = claim(span, content.into(), body.iter().filter_map(without_properties).collect())?;
    claim.question_span = block.span;
    Some(claim)
}

/// The answer is what stands below the question in its paragraph, or else the next block.
fn of_paragraph(block: &Block, next: Option<&Block>) -> Option<Claim> {
    let (question, below) = tagged(block)?;
    let body = text_lines::paragraph(below).or_else(|| {
        let next = next.filter(|next| !matches!(next.kind, BlockKind::Heading { .. } | BlockKind::Rule));
        next.and_then(without_properties)
    })?;
    claim(block.span.cover(body.span), question, [body].into())
}

/// The tagged first line of a paragraph and what stands below it, without properties.
fn tagged(block: &Block) -> Option<(Inlines, Inlines)> {
    let lines = text_lines::of_block(block);
    let (first, below) = lines.split_first()?;
    let below = below.iter().filter(|line| !line.is_property()).copied();
    (hashtag::is_card(first.content) && !hashtag::is_bare(first.content))
        .then(|| (first.content.into(), text_lines::joined(below)))
}

fn claim(span: Span, question: Inlines, body: Blocks) -> Option<Claim> {
    let mut metadata = Metadata::default();
    let question = hashtag::without_tags(cut::trimmed(question), &mut metadata.tags);
    let end = question.last()?.span.end;
    Some(Claim {
        runs_on: false,
        confidence: 93,
        span,
        question_span: Span { start: span.start, end: end.max(span.start) },
        question,
        body,
        metadata: metadata.told(),
    })
}

fn without_properties(block: &Block) -> Option<Block> {
    let mut block = block.clone();
    match &mut block.kind {
        BlockKind::Paragraph(content) => {
            let kept =
                text_lines::joined(text_lines::of(content).into_iter().filter(|line| !line.is_property()));
            if kept.is_empty() {
                return None;
            }
            *content = kept;
        }
        BlockKind::List(list) => {
            for item in list.items.make_mut() {
                item.blocks = item.blocks.iter().filter_map(without_properties).collect();
            }
            list.items.retain(|item| !item.blocks.is_empty());
            if list.items.is_empty() {
                return None;
            }
        }
        _ => {}
    }
    Some(block)
}
