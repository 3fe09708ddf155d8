//! A mark that an answer starts, with the question above it: `Answer:`, "Show answer".

use super::lines::parted;
use super::page::Page;
use super::words::{Likeness, is_bare_label, likeness, opens_answer, question_label_length};
use super::{Claim, answer, key, lines, metadata::Metadata, wording};
use crate::model::content::{List, plain_text};
use crate::model::{Block, BlockKind, Inline, InlineKind, Inlines, Span};

/// Claims what stands above the marks of answers: a numbered, strong or asking paragraph, the last item of
/// a list, with code and options below it.
pub fn find(page: &Page) -> Vec<Claim> {
    let flows = page.flows.iter().zip(&page.in_items).filter(|(_, is_item)| !**is_item);
    flows.flat_map(|(flow, _)| find_in(flow)).collect()
}

fn find_in(flow: &[Block]) -> Vec<Claim> {
    let opens = |line: &[Inline]| opens_answer(&plain_text(line));
    let holds_mark =
        |block: &Block| answer::marks_answer(block) || lines::lines(block).iter().any(|line| opens(line));
    // What a mark answers stands in its own section.
    let goes_on = |_: &Block, next: &Block| !is_end(next) || answer::marks_answer(next);
    let mut claims = Vec::new();
    for section in flow.chunk_by(goes_on).filter(|section| section.iter().any(holds_mark)) {
        let starts = |line: &[Inline]| {
            let text = plain_text(line);
            opens_answer(&text) || question_label_length(&text).is_some()
        };
        let parts = section.iter().flat_map(|block| parted(block, starts)).collect();
        find_in_section(&released(parts), &mut claims);
    }
    claims
}

fn find_in_section(flow: &[Block], claims: &mut Vec<Claim>) {
    let marks: Vec<usize> = (0..flow.len()).filter(|&at| answer::marks_answer(&flow[at])).collect();
    let mut found = Vec::new();
    let mut section = 0;
    for (index, &mark) in marks.iter().enumerate() {
        // The question of a mark stands behind the mark before it, in the same section.
        let last = index.checked_sub(1).map(|before| marks[before]);
        let from = last.unwrap_or(0);
        section = flow[from..mark].iter().rposition(is_end).map_or(section, |at| from + at + 1);
        let before = last.filter(|before| *before >= section);
        let next = marks.get(index + 1).filter(|next| !flow[mark..**next].iter().any(is_end));
        // One mark below a heading answers the heading, unless that names a section of numbered questions.
        let gap = before.map_or(section, |before| before + 1);
        let heading = section.checked_sub(1).map(|above| &flow[above]);
        let is_headed = heading.is_some_and(|heading| matches!(heading.kind, BlockKind::Heading { .. }));
        let is_question_of_section = heading.is_some_and(|heading| asks(heading) == Likeness::None)
            && flow[gap..mark].iter().any(is_numbered);
        if is_headed && before.is_none() && next.is_none() && !is_question_of_section {
            continue;
        }
        let follows_end = before.is_none_or(|before| ends_itself(&flow[before]));
        let carrier = carrier(&flow[gap..mark], &flow[mark], follows_end);
        // Answers in the plural answer all items of a list above them, not its last one.
        let is_of_many = |carrier: &usize| {
            key::announces(&flow[mark])
                && matches!(&flow[gap + carrier].kind, BlockKind::List(list) if list.items.len() > 1)
        };
        if let Some(carrier) = carrier.filter(|carrier| !is_of_many(carrier)) {
            found.push((gap + carrier, mark));
        }
    }
    let ends = found.iter().skip(1).map(|(carrier, _)| *carrier).chain([flow.len()]);
    claims
        .extend(found.iter().zip(ends).filter_map(|(&(carrier, mark), end)| claim(flow, carrier, mark, end)));
}

/// Whether `block` ends a section.
fn is_end(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Rule)
}

/// Moves a question that an answer without an end ran over out of it, in front of its own mark.
fn released(flow: Vec<Block>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::with_capacity(flow.len());
    for block in flow {
        let question = match blocks.last_mut() {
            Some(last) if answer::marks_answer(&block) && answer::marks_answer(last) => run_over(last),
            _ => None,
        };
        blocks.extend(question);
        blocks.push(block);
    }
    blocks
}

/// Takes the last paragraph of a disclosure out of it if that asks.
fn run_over(mark: &mut Block) -> Option<Block> {
    let BlockKind::Disclosure { blocks, .. } = &mut mark.kind else { return None };
    let asking = blocks.len() > 1
        && blocks.last().is_some_and(|last| {
            asks(last) == Likeness::Clear && matches!(last.kind, BlockKind::Paragraph(_))
        });
    let question = if asking { blocks.pop() } else { None };
    if let (Some(_), Some(last)) = (&question, blocks.last()) {
        mark.span.end = last.span.end;
    }
    question
}

/// Which block of `gap` carries the question that `mark` answers. A number says most, then a label, then strong
/// type, then wording; where the mark speaks of an answer, what stands first is the question.
fn carrier(gap: &[Block], mark: &Block, follows_end: bool) -> Option<usize> {
    let gap = without_count(gap);
    let last = |is: &dyn Fn(&Block) -> bool| gap.iter().rposition(is);
    last(&|block| is_numbered(block))
        .or_else(|| last(&is_label))
        .or_else(|| last(&is_strong))
        .or_else(|| last(&|block| asks(block) == Likeness::Clear))
        .or_else(|| last(&|block| asks(block) >= Likeness::Task))
        .or_else(|| {
            let first = gap.iter().position(|block| matches!(block.kind, BlockKind::Paragraph(_)))?;
            // An earlier answer without an end may run on to here.
            (answer::names_answer(mark) && follows_end).then_some(first)
        })
}

/// `gap` without the numbered paragraphs at its end that count from one below a question: they are its options.
fn without_count(gap: &[Block]) -> &[Block] {
    let number = |block: &Block| match &block.kind {
        BlockKind::Paragraph(content) => {
            wording::number_prefix(&plain_text(content))?.0?.parse::<usize>().ok()
        }
        _ => None,
    };
    let Some(count) = gap.last().and_then(number).filter(|count| (2..=gap.len()).contains(count)) else {
        return gap;
    };
    let (above, counted) = gap.split_at(gap.len() - count);
    let runs_on = counted.iter().enumerate().all(|(at, block)| number(block) == Some(at + 1));
    let asked =
        above.iter().any(|block| is_numbered(block) || is_label(block) || asks(block) >= Likeness::Stem);
    if runs_on && asked { above } else { gap }
}

fn ends_itself(mark: &Block) -> bool {
    matches!(mark.kind, BlockKind::Disclosure { .. } | BlockKind::Callout { .. } | BlockKind::Quote(_))
}

/// A numbered paragraph, or the list item that the next blocks broke off: not a list of options.
fn is_numbered(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Paragraph(content) => wording::number_prefix(&plain_text(content)).is_some(),
        BlockKind::List(list) => {
            list.start.is_some() && (list.items.len() == 1 || asks(block) >= Likeness::Stem)
        }
        _ => false,
    }
}

fn is_label(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Paragraph(content) if is_bare_label(&plain_text(content)))
}

fn is_strong(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Paragraph(content) => {
            matches!(content.as_slice(), [Inline { kind: InlineKind::Strong(_), .. }])
        }
        _ => false,
    }
}

fn asks(block: &Block) -> Likeness {
    let content = match &block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => content,
        BlockKind::List(list) => match last_question(list) {
            Some((content, _)) => content,
            None => return Likeness::None,
        },
        _ => return Likeness::None,
    };
    likeness(&plain_text(&wording::strip(lines::question_and_rest(content).0).question))
}

/// The first paragraph or heading of a list's last item, and what follows it there.
fn last_question(list: &List) -> Option<(&Inlines, &[Block])> {
    let (first, rest) = list.items.last()?.blocks.split_first()?;
    match &first.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => Some((content, rest)),
        _ => None,
    }
}

fn claim(flow: &[Block], carrier: usize, mark: usize, end: usize) -> Option<Claim> {
    let block = &flow[carrier];
    // A disclosure ends by itself; what a label opens runs on to the next heading, rule or question.
    let end = if ends_itself(&flow[mark]) {
        mark + 1
    } else {
        let rest = &flow[mark + 1..end];
        mark + 1 + rest.iter().position(is_end).unwrap_or(rest.len())
    };
    let below = &flow[carrier + 1..end];
    let last = below.last()?;
    let (place, question, inside, number) = match &block.kind {
        BlockKind::Paragraph(content) => (block.span, content, &[][..], None),
        BlockKind::List(list) => {
            let (content, rest) = last_question(list)?;
            let number = list.start.map(|start| (start + list.items.len() as u64 - 1).to_string());
            (list.items.last()?.span, content, rest, number)
        }
        _ => return None,
    };
    let (question, rest) = lines::question_and_rest(question);
    let question_end = question.last().map_or(place.end, |last| last.span.end);
    Some(Claim {
        confidence: 91,
        runs_on: !ends_itself(&flow[mark]),
        span: place.cover(last.span),
        question_span: Span { start: place.start, end: question_end },
        question,
        body: rest.into_iter().chain(inside.iter().cloned()).chain(below.iter().cloned()).collect(),
        metadata: Metadata { number, ..Metadata::default() }.told(),
    })
}
