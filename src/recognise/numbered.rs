//! Numbered paragraphs, and lists that each answer breaks off, each with what follows down to the next.

use super::page::Page;
use super::words::{Likeness, announces_questions, likeness};
use super::{Claim, answer, key, lines, metadata::Metadata, wording};
use crate::model::content::{List, plain_text};
use crate::model::{Block, BlockKind, Blocks, Inline, Inlines};

/// Claims the numbered paragraphs of a document when their numbers run on. A number out of turn is
/// part of an answer; a new section may start again at one. Some of them must ask, in Markdown most: steps and
/// clauses are numbered as well.
pub fn find(page: &Page) -> Vec<Claim> {
    let Some(flow) = page.flows.first() else { return Vec::new() };
    let starts = starts(flow);
    let asking = starts.iter().filter(|start| start.likeness >= Likeness::Stem).count();
    let clear = starts.iter().filter(|start| start.likeness == Likeness::Clear).count();
    let announced = || page.outline.titles.iter().any(|title| announces_questions(title));
    // A key that answers their numbers says what they are.
    let told = starts.iter().filter(|start| start.is_told(flow, page)).count();
    let asks = if told * 2 > starts.len() {
        true
    } else if page.tree.plain {
        (asking > 0 && asking * 4 >= starts.len()) || announced()
    } else {
        clear > 0 && asking * 2 >= starts.len()
    };
    let opens_heading = starts.iter().any(|start| start.opens_heading);
    let fewest = if opens_heading { 1 } else { FEWEST };
    let numbers: u32 = starts.iter().map(|start| last_of(&flow[start.at])).sum();
    if numbers < fewest || !asks {
        return Vec::new();
    }
    let ends = starts.iter().skip(1).map(|next| next.at).chain([flow.len()]);
    starts.iter().zip(ends).flat_map(|(start, end)| claims(flow, start, end)).collect()
}

/// How many numbers make a count.
const FEWEST: u32 = 3;

/// A block that carries a number.
struct Start {
    at: usize,
    /// Whether it is a list of several items, that goes on with the count of single ones.
    has_several: bool,
    /// Whether a heading stands behind the number.
    opens_heading: bool,
    likeness: Likeness,
}

impl Start {
    /// Whether a key gives the answer.
    fn is_told(&self, flow: &[Block], page: &Page) -> bool {
        let block = &flow[self.at];
        numbered(block).is_some_and(|(number, _)| {
            let (number, start) = (number.to_string(), block.span.start);
            key::answer(&page.keys, &number, start).is_some()
                || key::letters(&page.keys, &number, start).is_some()
        })
    }
}

/// The blocks whose numbers run on.
fn starts(flow: &[Block]) -> Vec<Start> {
    let mut starts = Vec::new();
    let mut next = None;
    let mut after_heading = true;
    let mut before: Option<bool> = None;
    let mut form = None;
    for (at, block) in flow.iter().enumerate() {
        if matches!(block.kind, BlockKind::Heading { .. }) {
            after_heading = true;
        }
        if let Some(likeness) = next.and_then(|next| goes_on(block, next)) {
            starts.push(Start { at, has_several: true, opens_heading: false, likeness });
            next = next.map(|next| next + last_of(block));
            (after_heading, before) = (false, Some(true));
            continue;
        }
        let opens = if after_heading || next.is_none() { broken_off(flow, at) } else { None };
        if let Some((start, likeness)) = opens {
            starts.push(Start { at, has_several: true, opens_heading: false, likeness });
            next = Some(start + last_of(block));
            (after_heading, before) = (false, Some(true));
            continue;
        }
        let Some((number, carried)) = numbered(block) else { continue };
        let content = lines::question_and_rest(carried).0;
        let likeness = likeness(&plain_text(&wording::strip(content).question));
        let is_list = matches!(block.kind, BlockKind::List(_));
        // One or two numbers may be missing; behind a larger gap the next must ask.
        let same_form = || form.is_none() || form == Some(form_of(carried));
        let runs_on = next.is_some_and(|next| (next..next + 3).contains(&number))
            && (is_list || likeness > Likeness::None || same_form())
            || next.is_some_and(|next| number > next)
                && likeness > Likeness::None
                && before == Some(is_list)
                && same_form();
        // Lists that are broken off may all start at one.
        let starts_again = is_list && number == 1 && likeness >= Likeness::Stem && before == Some(true);
        if runs_on || starts_again || (after_heading && number <= 1) || next.is_none() {
            let opens_heading = matches!(&block.kind, BlockKind::List(list)
                if matches!(list.items[0].blocks.first(), Some(Block { kind: BlockKind::Heading { .. }, .. })));
            starts.push(Start { at, has_several: false, opens_heading, likeness });
            next = Some(number + last_of(block));
            after_heading = false;
            before = Some(is_list);
            if !is_list {
                form = Some(form_of(carried));
            }
        }
    }
    starts
}

/// The number and the likeness of the list of several items at `at` that what answers its last item breaks off: the
/// next list goes on with its count.
fn broken_off(flow: &[Block], at: usize) -> Option<(u32, Likeness)> {
    let BlockKind::List(list) = &flow[at].kind else { return None };
    let start = u32::try_from(list.start?).ok().filter(|_| list.items.len() > 1)?;
    let is_end = |block: &&Block| matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Rule);
    let mut lists =
        flow[at + 1..].iter().take_while(|block| !is_end(block)).filter_map(|block| match &block.kind {
            BlockKind::List(next) => next.start,
            _ => None,
        });
    let goes_on = lists.next() == Some(u64::from(start.saturating_add(last_of(&flow[at]))));
    asking(list).filter(|likeness| goes_on && *likeness > Likeness::None).map(|likeness| (start, likeness))
}

/// How much the items of a list ask that goes on at number `next`: several of them, of which one asks at least.
fn goes_on(block: &Block, next: u32) -> Option<Likeness> {
    let BlockKind::List(list) = &block.kind else { return None };
    let follows = next > 1 && list.items.len() > 1 && list.start == Some(u64::from(next));
    asking(list).filter(|most| follows && *most > Likeness::None)
}

/// How much the item of a list asks that asks most.
fn asking(list: &List) -> Option<Likeness> {
    let likenesses = list.items.iter().filter_map(|item| match &item.blocks.first()?.kind {
        BlockKind::Paragraph(content) => {
            let content = lines::question_and_rest(content).0;
            Some(likeness(&plain_text(&wording::strip(content).question)))
        }
        _ => None,
    });
    likenesses.max()
}

/// What stands around a number, so that `（2）` without a question does not run on after `1、`.
fn form_of(carried: &[Inline]) -> String {
    let text = plain_text(carried);
    let length = wording::number_prefix(&text).map_or(0, |(_, length)| length);
    let is_number = |c: char| c.is_numeric() || "一二三四五六七八九十百零〇".contains(c);
    text[..length].chars().filter(|c| !is_number(*c) && !c.is_whitespace()).collect()
}

/// How far the numbers of `block` run.
fn last_of(block: &Block) -> u32 {
    match &block.kind {
        BlockKind::List(list) => u32::try_from(list.items.len()).unwrap_or(u32::MAX),
        _ => 1,
    }
}

/// The number that `block` opens with and what it carries: a paragraph, or a list of one item with what
/// stands in it.
fn numbered(block: &Block) -> Option<(u32, &Inlines)> {
    match &block.kind {
        BlockKind::Paragraph(content) => {
            let number = wording::number_prefix(&plain_text(content))?.0?;
            Some((number.parse().ok()?, content))
        }
        BlockKind::List(list) => {
            let [item] = list.items.as_slice() else { return None };
            match &item.blocks.first()?.kind {
                BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => {
                    Some((u32::try_from(list.start?).ok()?, content))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

fn claims(flow: &[Block], start: &Start, end: usize) -> Vec<Claim> {
    let block = &flow[start.at];
    let is_end = |block: &Block| matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Rule);
    let below = &flow[start.at + 1..end];
    let below = &below[..below.iter().position(is_end).unwrap_or(below.len())];
    match &block.kind {
        BlockKind::List(list) if start.has_several => {
            let last = list.items.len() - 1;
            let items = list.items.iter().enumerate().filter_map(|(index, item)| {
                let number = list.start.map(|start| start + index as u64);
                let kind =
                    BlockKind::List(List { start: number, items: [item.clone()].into(), ..list.clone() });
                claim(&Block::new(item.span, kind), if index == last { below } else { &[] })
            });
            items.collect()
        }
        _ => claim(block, below).into_iter().collect(),
    }
}

fn claim(block: &Block, below: &[Block]) -> Option<Claim> {
    let (number, content) = numbered(block)?;
    let (question, inside): (_, Blocks) = match &block.kind {
        BlockKind::List(list) => {
            let inside = &list.items[0].blocks[1..];
            let is_answered = !(inside.is_empty() && below.is_empty());
            let (question, rest) = lines::question_above(content, is_answered);
            (question, rest.into_iter().chain(inside.iter().cloned()).collect())
        }
        _ => {
            let (question, said) = lines::parted_by_label(content).unwrap_or((content.clone(), None));
            (question, said.into_iter().collect())
        }
    };
    let claim = Claim::of_paragraph(block, question, inside, below);
    Some(Claim {
        confidence: if answer::is_marked(&claim.body) { 90 } else { 72 },
        metadata: Metadata { number: Some(number.to_string()), ..Metadata::default() }.told(),
        ..claim
    })
}
