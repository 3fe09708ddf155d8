//! Cards whose two sides a line of its own divides: `?` or `??` between question and answer, or a rule or
//! `%%%` between the sides of the one card that a document is, or of many with other rules between them.

use super::page::Page;
use super::text_lines::{self, Line};
use super::words::{Likeness, likeness};
use super::{Claim, cut, hashtag, metadata::Metadata};
use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, Span};

/// Claims what stands above and below a line that holds nothing but `?` or `??`, and the sides of whole documents.
pub fn find(page: &Page) -> Vec<Claim> {
    let mut claims: Vec<Claim> =
        page.flows.iter().flat_map(|flow| (0..flow.len()).filter_map(|at| find_at(page, flow, at))).collect();
    claims.extend(sides(page));
    claims
}

/// A part of a document between two dividing lines.
#[derive(Default)]
struct Part {
    blocks: Vec<Block>,
    /// The sign that the line behind it repeats.
    ends: Option<char>,
}

/// The cards of a document that dividing lines part as a whole.
///
/// A rule also closes a title or a section, so that several things must come together: the lines alternate, or
/// there is but one; each front is short, and asks unless the line can mean nothing else.
fn sides(page: &Page) -> Vec<Claim> {
    let parts = parts(page);
    let signs: Vec<char> = parts.iter().filter_map(|part| part.ends).collect();
    let Some(&side) = signs.first() else { return Vec::new() };
    let between = signs.get(1).copied();
    let alternate = between != Some(side)
        && signs
            .iter()
            .enumerate()
            .all(|(at, &sign)| if at % 2 == 0 { sign == side } else { Some(sign) == between });
    if !alternate || signs.len() % 2 == 0 {
        return Vec::new();
    }
    let cards: Vec<Option<Claim>> =
        parts.chunks(2).map(|sides| card(sides, side == '%' || signs.len() > 2)).collect();
    // One card that is none makes the document something else.
    cards.into_iter().collect::<Option<Vec<_>>>().unwrap_or_default()
}

fn card(sides: &[Part], certain: bool) -> Option<Claim> {
    let [front, back] = sides else { return None };
    let (first, more) = front.blocks.split_first()?;
    let last = back.blocks.last()?;
    let (BlockKind::Paragraph(question) | BlockKind::Heading { content: question, .. }) = &first.kind else {
        return None;
    };
    let short = more
        .iter()
        .all(|block| matches!(block.kind, BlockKind::Code(_) | BlockKind::Image(_) | BlockKind::Math(_)));
    let asks = likeness(&plain_text(question)) > Likeness::None;
    let titled = back.blocks.iter().any(|block| matches!(block.kind, BlockKind::Heading { .. }));
    let body: Vec<Block> = more.iter().chain(&back.blocks).cloned().collect();
    (short && !titled && (asks || certain)).then(|| Claim {
        runs_on: false,
        confidence: 88,
        span: first.span.cover(last.span),
        question_span: first.span,
        question: question.clone(),
        body,
        metadata: Metadata::default(),
    })
}

/// The document cut at its rules and at lines of percent signs. A line of dashes below text makes that text a
/// heading in Markdown, and is a dividing line here.
fn parts(page: &Page) -> Vec<Part> {
    let mut parts = vec![Part::default()];
    let end = |parts: &mut Vec<Part>, sign: char| {
        if let Some(part) = parts.last_mut() {
            part.ends = Some(sign);
        }
        parts.push(Part::default());
    };
    for block in &page.tree.blocks {
        let source = page.text.get(block.span.range()).unwrap_or_default();
        match &block.kind {
            BlockKind::Rule => end(&mut parts, source.trim_start().chars().next().unwrap_or('-')),
            BlockKind::Heading { .. }
                if source.lines().count() > 1 && source.lines().last() == Some("---") =>
            {
                push(&mut parts, block.clone());
                end(&mut parts, '-');
            }
            BlockKind::Paragraph(_) => {
                for run in text_lines::of_block(block)
                    .chunk_by(|a, b| a.divider().is_none() && b.divider().is_none())
                {
                    match run[0].divider() {
                        Some(sign) => end(&mut parts, sign),
                        None => text_lines::paragraph(text_lines::joined(run.iter().copied()))
                            .into_iter()
                            .for_each(|paragraph| push(&mut parts, paragraph)),
                    }
                }
            }
            _ => push(&mut parts, block.clone()),
        }
    }
    parts
}

fn push(parts: &mut [Part], block: Block) {
    if let Some(part) = parts.last_mut() {
        part.blocks.push(block);
    }
}

fn find_at(page: &Page, flow: &[Block], at: usize) -> Option<Claim> {
    let block = &flow[at];
    let lines = text_lines::of_block(block);
    let divides = |line: &Line| matches!(line.text().trim(), "?" | "??" | "？");
    let middle = lines.iter().position(divides)?;
    let (above, below) = (&lines[..middle], &lines[middle + 1..]);
    if below.iter().any(divides) {
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
    let mut body: Vec<Block> =
        text_lines::paragraph(text_lines::joined(below.iter().copied())).into_iter().collect();
    // A blank line ends the card, except where the dividing line stands apart itself.
    let mut end = block.span;
    for next in &flow[at + 1..] {
        let apart = above.is_empty() && body.is_empty();
        let structure = matches!(next.kind, BlockKind::Heading { .. } | BlockKind::Rule);
        if structure || !(apart || page.touch(end, next.span)) {
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
        metadata,
    })
}
