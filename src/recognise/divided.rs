//! Cards whose two sides a line of its own divides: `?` or `??` between question and answer, or a rule or
//! `%%%` between the sides of the one card that a document is, or of many with other rules between them.

use super::page::Page;
use super::text_lines::{self, Line};
use super::words::{Likeness, likeness};
use super::{Claim, cut, hashtag, metadata::Metadata};
use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, Blocks, Span};

/// Claims what stands above and below a line that holds nothing but `?` or `??`, and the sides of whole documents.
pub fn find(page: &Page) -> Vec<Claim> {
    let mut claims: Vec<Claim> =
        page.flows.iter().flat_map(|flow| (0..flow.len()).filter_map(|at| find_at(page, flow, at))).collect();
    claims.extend(sides(page));
    claims
}

/// The cards of a document that dividing lines part as a whole.
///
/// A rule also closes a title or a section, so that several things must come together: the lines alternate, or
/// there is but one; each front is short, and asks unless the line can mean nothing else.
fn sides(page: &Page) -> Vec<Claim> {
    let signs: Vec<char> = page.tree.blocks.iter().flat_map(|block| dividers(page, block)).collect();
    let Some(&side) = signs.first() else { return Vec::new() };
    let between = signs.get(1).copied();
    let alternate = between != Some(side)
        && signs
            .iter()
            .enumerate()
            .all(|(at, &sign)| if at.is_multiple_of(2) { sign == side } else { Some(sign) == between });
    if !alternate || signs.len().is_multiple_of(2) {
        return Vec::new();
    }
    let parts = parts(page);
    let cards: Vec<Option<Claim>> =
        parts.chunks(2).map(|sides| card(sides, side == '%' || signs.len() > 2)).collect();
    // One card that is none makes the document something else.
    cards.into_iter().collect::<Option<Vec<_>>>().unwrap_or_default()
}

fn card(sides: &[Vec<Block>], certain: bool) -> Option<Claim> {
    let [front, back] = sides else { return None };
    let (first, more) = front.split_first()?;
    let last = back.last()?;
    let (BlockKind::Paragraph(question) | BlockKind::Heading { content: question, .. }) = &first.kind else {
        return None;
    };
    let short = more
        .iter()
        .all(|block| matches!(block.kind, BlockKind::Code(_) | BlockKind::Image(_) | BlockKind::Math(_)));
    let asks = likeness(&plain_text(question)) > Likeness::None;
    let titled = back.iter().any(|block| matches!(block.kind, BlockKind::Heading { .. }));
    let body: Blocks = more.iter().chain(back).cloned().collect();
    (short && !titled && (asks || certain)).then(|| Claim {
        runs_on: false,
        confidence: 88,
        span: first.span.cover(last.span),
        question_span: first.span,
        question: question.clone(),
        body,
        metadata: None,
    })
}

/// The signs of the dividing lines that `block` is or holds.
fn dividers(page: &Page, block: &Block) -> Vec<char> {
    let source = || page.text.get(block.span.range()).unwrap_or_default();
    match &block.kind {
        BlockKind::Rule => vec![source().trim_start().chars().next().unwrap_or('-')],
        BlockKind::Heading { .. } if is_underlined(source()) => vec!['-'],
        BlockKind::Paragraph(_) => text_lines::of_block(block).iter().filter_map(Line::divider).collect(),
        _ => Vec::new(),
    }
}

/// Whether dashes below a text make it a heading.
fn is_underlined(source: &str) -> bool {
    source.lines().nth(1).is_some() && source.lines().last() == Some("---")
}

/// The document cut at its rules and at lines of percent signs. A line of dashes below text makes that text a
/// heading in Markdown, and is a dividing line here.
fn parts(page: &Page) -> Vec<Vec<Block>> {
    let mut parts = Vec::new();
    let mut part = Vec::new();
    for block in &page.tree.blocks {
        let dividers = dividers(page, block).len();
        match &block.kind {
            BlockKind::Rule => parts.push(std::mem::take(&mut part)),
            BlockKind::Paragraph(_) if dividers > 0 => {
                for run in text_lines::of_block(block).split_inclusive(|line| line.divider().is_some()) {
                    let text = run.iter().filter(|line| line.divider().is_none()).copied();
                    part.extend(text_lines::paragraph(text_lines::joined(text)));
                    if run.last().is_some_and(|line| line.divider().is_some()) {
                        parts.push(std::mem::take(&mut part));
                    }
                }
            }
            _ => {
                part.push(block.clone());
                if dividers > 0 {
                    parts.push(std::mem::take(&mut part));
                }
            }
        }
    }
    parts.push(part);
    parts
}

/// Whether `next` or the block behind it divides another card.
fn next_divides(flow: &[Block], next: &Block) -> bool {
    let at = flow.partition_point(|block| block.span.start < next.span.start);
    let divides = |block: &Block| text_lines::of_block(block).iter().any(Line::is_question_mark);
    flow[at..].iter().take(2).any(divides)
}

fn find_at(page: &Page, flow: &[Block], at: usize) -> Option<Claim> {
    let block = &flow[at];
    let lines = text_lines::of_block(block);
    let middle = lines.iter().position(Line::is_question_mark)?;
    let (above, below) = (&lines[..middle], &lines[middle + 1..]);
    if below.iter().any(Line::is_question_mark) {
        return None;
    }
    let (question, place) = if above.is_empty() {
        let before = &flow[at.checked_sub(1)?];
        let (BlockKind::Paragraph(content) | BlockKind::Heading { content, .. }) = &before.kind else {
            return None;
        };
        (content.clone(), before.span)
    } else {
        let place = above.iter().map(Line::span).reduce(Span::cover)?;
        (text_lines::joined(above.iter().copied()), Span { start: block.span.start, ..place })
    };
    let mut body: Blocks =
        text_lines::paragraph(text_lines::joined(below.iter().copied())).into_iter().collect();
    // A blank line ends the card, except where the dividing line stands apart itself, and below a heading. There, and
    // anywhere, the comment ends it that says when it is due.
    let mut end = block.span;
    let is_headed = above.is_empty()
        && at.checked_sub(1).is_some_and(|before| matches!(flow[before].kind, BlockKind::Heading { .. }));
    for next in &flow[at + 1..] {
        let apart = above.is_empty() && body.is_empty();
        let structure = matches!(next.kind, BlockKind::Heading { .. } | BlockKind::Rule);
        let between = page.text.get(end.end as usize..next.span.start.max(end.end) as usize);
        let scheduled = between.is_some_and(|between| between.contains("<!--SR:"));
        let goes_on = apart || page.touch(end, next.span) || is_headed && !next_divides(flow, next);
        if structure || scheduled || !goes_on {
            break;
        }
        end = next.span;
        body.push(next.clone());
    }
    if body.is_empty() {
        return None;
    }
    let mut metadata = Metadata::default();
    let question = hashtag::without_tags(cut::trimmed(question), &mut metadata.tags);
    Some(Claim {
        runs_on: false,
        confidence: 91,
        span: place.cover(end),
        question_span: place,
        question,
        body,
        metadata: metadata.told(),
    })
}
