//! What follows a question, taken apart: the answer, what stands beside it, and what labels both.

use super::cut::{keep, trimmed, unquoted};
use super::metadata::{self, Metadata};
use super::page::Outline;
use super::words::{self, ANSWER_LABELS, Likeness};
use super::{lines, noise, placeholder};
use crate::model::content::{Item, List, plain_text};
use crate::model::{Aside, AsideKind, Block, BlockKind, Blocks, FollowUp, Inline, InlineKind, Inlines, Span};

/// What a body holds.
#[derive(Default)]
pub struct Answer {
    /// What stands between the question and the mark of its answer: code, options.
    pub question_blocks: Blocks,
    /// Whether a mark says where the answer starts.
    pub is_marked: bool,
    /// The answer, without labels; empty when there is none.
    pub blocks: Blocks,
    /// Why there is none, in words; `None` when there is one.
    pub open_reason: Option<String>,
    /// What stands beside it.
    pub asides: Vec<Aside>,
    /// Difficulty, tags, companies, links.
    pub metadata: Metadata,
}

impl Answer {
    /// Makes the code that opens the answer part of the question, which asks about it.
    pub fn give_code_to_question(&mut self) {
        let opens = self.blocks.first().is_some_and(|block| matches!(block.kind, BlockKind::Code(_)));
        if self.question_blocks.is_empty() && opens && !self.is_marked {
            self.question_blocks.extend(self.blocks.drain(..1));
            if self.blocks.is_empty() {
                self.open_reason = Some("only the code that it asks about follows the question".to_string());
            }
        }
    }
}

/// Takes `body` apart, which stands below `question`.
pub fn read(mut body: Blocks, question: &[Inline], outline: &Outline) -> Answer {
    let mut answer = Answer::default();
    body.retain(|block| !noise::is_noise(block, outline));
    let body = without_metadata(without_outer_rules(body), &mut answer.metadata);
    let blocks = match body.iter().position(marks_answer) {
        Some(mark)
            if mark == 0
                || (body[..mark].iter().all(belongs_to_question)
                    && !goes_on(question, &body[..mark], &body[mark])) =>
        {
            answer.is_marked = true;
            let mut body = body.into_iter();
            answer.question_blocks = body.by_ref().take(mark).collect();
            let marked: Blocks = body.next().into_iter().flat_map(unmarked).collect();
            let mut blocks = without_metadata(marked, &mut answer.metadata);
            // A disclosure that only reveals may open with a label of its own.
            if blocks.first().is_some_and(marks_answer) {
                let first = blocks.remove(0);
                blocks.splice(0..0, unmarked(first));
            }
            blocks.extend(body);
            blocks
        }
        _ => body,
    };
    answer.blocks = without_outer_rules(without_asides(blocks, &mut answer.asides));
    if let Some((reason, links)) = placeholder::reason(&answer.blocks) {
        answer.open_reason = Some(reason);
        answer.metadata.links.extend(links);
        answer.blocks.clear();
    }
    answer
}

/// Whether `mark` only goes on with the answer that `above` gives to `question`: an example below the words that it
/// shows. A task is told of in such words, and code below them solves it.
fn goes_on(question: &[Inline], above: &[Block], mark: &Block) -> bool {
    let names_part = match &mark.kind {
        BlockKind::Disclosure { summary: title, .. } | BlockKind::Callout { title: Some(title), .. } => {
            words::names_part(&plain_text(title))
        }
        _ => false,
    };
    let tells = |block: &Block| match &block.kind {
        BlockKind::Paragraph(content) => {
            let text = plain_text(content);
            words::likeness(&text) == Likeness::None && !text.trim_end().ends_with([':', '：'])
        }
        _ => false,
    };
    names_part && above.iter().any(tells) && words::likeness(&plain_text(question)) == Likeness::Clear
}

/// A body whose answer starts at `offset`, whatever it opens with: in something that only reveals it. `asked` stands in
/// front of it and belongs to the question, unless some of it never does.
pub fn told(asked: Blocks, offset: u32, answer: Blocks) -> Blocks {
    let mut body = asked;
    if !body.iter().all(belongs_to_question) {
        body.extend(answer);
        return body;
    }
    let place = Span { start: offset, end: offset };
    let span = answer.iter().map(|block| block.span).fold(place, Span::cover);
    let summary = [Inline::text(place, "Answer")].into();
    let kind = BlockKind::Disclosure { kind: None, summary, shown: 0, open: false, blocks: answer };
    body.push(Block::new(span, kind));
    body
}

/// `body` as questions that follow up on the one above it where it is a list of nothing else, as `asks` tells.
pub fn asked_on(body: Blocks, asks: impl Fn(&Item) -> bool) -> Blocks {
    let [Block { kind: BlockKind::List(list), span }] = body.as_slice() else { return body };
    if !list.items.iter().all(|item| item.blocks.len() == 1 && asks(item)) {
        return body;
    }
    let place = Span { start: span.start, end: span.start };
    let summary = [Inline::text(place, "Follow-up")].into();
    let kind = BlockKind::Disclosure { kind: None, summary, shown: 0, open: false, blocks: body.clone() };
    [Block::new(*span, kind)].into()
}

/// Whether `blocks` hold a mark that their answer starts: a label, or a disclosure that only reveals.
pub fn is_marked(blocks: &[Block]) -> bool {
    blocks.iter().any(marks_answer)
}

/// Whether `block` opens with the label of an answer, or only reveals one.
pub fn marks_answer(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Paragraph(content) => label_length(content).is_some(),
        BlockKind::List(list) => list.items[0].blocks.first().is_some_and(|block| {
            matches!(&block.kind, BlockKind::Paragraph(content)
                if words::label_length(&plain_text(content), ANSWER_LABELS).is_some()
                    && !has_options(list, content))
        }),
        BlockKind::Quote(blocks) => blocks.first().is_some_and(marks_answer),
        BlockKind::Disclosure { summary, .. } => words::is_reveal(&plain_text(summary)),
        BlockKind::Callout { title: Some(title), .. } => words::is_reveal(&plain_text(title)),
        BlockKind::Heading { content, .. } => {
            let title = plain_text(content);
            words::label_or_whole(&title, ANSWER_LABELS).is_some() || words::is_answer_title(&title)
        }
        _ => false,
    }
}

/// Whether `block` is the label of an answer, and nothing of it.
pub fn is_label_alone(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Paragraph(content)
        if label_length(content).is_some_and(|length| plain_text(content)[length..].trim().is_empty()))
}

/// Takes `A.` off a body that opens with it, unless `B.` follows: those are options.
pub fn without_letter(body: &mut [Block]) -> bool {
    let opens = |text: &str| text.starts_with(['B', 'b']) && text[1..].starts_with(['.', ')']);
    let is_option =
        |block: &Block| lines::lines(block).iter().any(|line| opens(plain_text(line).trim_start()));
    // All of them may stand on one line.
    let goes_on = |block: &Block| {
        let line = lines::lines(block).first().map(|line| plain_text(line)).unwrap_or_default();
        [" B. ", " B) ", " b) "].iter().any(|mark| line.contains(mark))
    };
    if body.first().is_some_and(goes_on) {
        return false;
    }
    if body.iter().take(2).any(is_option) {
        return false;
    }
    let Some(Block { kind: BlockKind::Paragraph(content), span }) = body.first_mut() else { return false };
    let text = plain_text(content);
    let Some(length) = words::letter_label_length(&text) else { return false };
    *content = trimmed(keep(std::mem::take(content), length..text.len()));
    let start = content.first().map_or(span.start, |first| first.span.start);
    *span = Span { start: start.clamp(span.start, span.end), end: span.end };
    true
}

/// Whether a mark speaks of an answer, not just of something to be opened, nor with a lone letter, which may as
/// well count parts: `A: Basics`.
pub fn names_answer(mark: &Block) -> bool {
    match &mark.kind {
        BlockKind::Paragraph(content) => !words::is_letter_label(&plain_text(content)),
        BlockKind::Disclosure { summary: title, .. } | BlockKind::Callout { title: Some(title), .. } => {
            words::names_answer(&plain_text(title))
        }
        _ => true,
    }
}

/// Whether the items of `list` are options, `A: …` and `B: …`, of which `first` is the first.
fn has_options(list: &List, first: &[Inline]) -> bool {
    let opens = |content: &[Inline], letter: char| {
        let text = plain_text(content);
        text.strip_prefix([letter, letter.to_ascii_lowercase()])
            .is_some_and(|rest| rest.starts_with([':', '.', ')']))
    };
    let second = list.items.get(1).and_then(|item| item.blocks.first());
    opens(first, 'A')
        && matches!(second, Some(Block { kind: BlockKind::Paragraph(content), .. }) if opens(content, 'B'))
}

/// What may stand between a question and the mark of its answer and belongs to the question.
pub fn belongs_to_question(block: &Block) -> bool {
    matches!(
        block.kind,
        BlockKind::Code(_)
            | BlockKind::List(_)
            | BlockKind::Paragraph(_)
            | BlockKind::Image(_)
            | BlockKind::Table(_)
            | BlockKind::Diagram { .. }
            | BlockKind::Math(_)
            | BlockKind::Quote(_)
    )
}

/// The content of a block that marks an answer, without the mark.
fn unmarked(block: Block) -> Blocks {
    let span = block.span;
    match block.kind {
        BlockKind::Paragraph(content) => paragraph(span, without_label(content)).into_iter().collect(),
        BlockKind::Heading { content, .. } if words::is_answer_title(&plain_text(&content)) => Blocks::new(),
        BlockKind::Heading { content, .. } => paragraph(span, without_label(content)).into_iter().collect(),
        BlockKind::List(mut list) => {
            let first = list.items.remove(0);
            let mut blocks = Blocks::with_capacity(first.blocks.len() + 1);
            let mut inner = first.blocks.into_iter();
            blocks.extend(inner.next().into_iter().flat_map(unmarked));
            blocks.extend(inner);
            if let (Some(next), Some(last)) = (list.items.first(), list.items.last()) {
                blocks.push(Block::new(next.span.cover(last.span), BlockKind::List(list)));
            }
            blocks
        }
        BlockKind::Disclosure { blocks, .. } | BlockKind::Callout { blocks, .. } => blocks,
        BlockKind::Quote(mut blocks) => {
            if blocks.is_empty() {
                return blocks;
            }
            let first = blocks.remove(0);
            unmarked(first).into_iter().chain(blocks).collect()
        }
        kind => [Block::new(span, kind)].into(),
    }
}

/// Length of the label of an answer that `content` opens with: one with its colon, or a line of its own.
fn label_length(content: &[Inline]) -> Option<usize> {
    let text = plain_text(content);
    words::label_or_whole(&text, ANSWER_LABELS).or_else(|| {
        let end = content.iter().position(lines::is_break)?;
        let line = plain_text(&content[..end]);
        words::opens_answer(&line).then_some(line.len() + 1)
    })
}

fn without_label(content: Inlines) -> Inlines {
    match label_length(&content) {
        Some(length) => {
            let end = plain_text(&content).len();
            trimmed(keep(content, length..end))
        }
        None => content,
    }
}

/// A paragraph of `content` whose span is what is left of `span`; `None` when nothing is.
fn paragraph(span: Span, content: Inlines) -> Option<Block> {
    let first = content.first()?;
    let span = Span { start: first.span.start.clamp(span.start, span.end), end: span.end };
    Some(Block::new(span, BlockKind::Paragraph(content)))
}

fn without_outer_rules(mut blocks: Blocks) -> Blocks {
    let is_rule = |block: Option<&Block>| block.is_some_and(|block| block.kind == BlockKind::Rule);
    while is_rule(blocks.last()) {
        blocks.pop();
    }
    let opening = blocks.iter().take_while(|block| is_rule(Some(block))).count();
    blocks.drain(..opening);
    blocks
}

/// Without the lines of metadata that `blocks` open with, and those that they end with.
fn without_metadata(mut blocks: Blocks, metadata: &mut Metadata) -> Blocks {
    while let Some((found, rest)) = blocks.first().and_then(parted_from_metadata) {
        *metadata = std::mem::take(metadata).and(found);
        blocks.remove(0);
        if let Some(rest) = rest {
            blocks.insert(0, rest);
            break;
        }
    }
    while let Some((found, rest)) = blocks.last().and_then(parted_from_metadata) {
        *metadata = std::mem::take(metadata).and(found);
        blocks.pop();
        if let Some(rest) = rest {
            blocks.push(rest);
            break;
        }
    }
    blocks
}

/// The metadata at the ends of a paragraph, or of a list that holds nothing else, and what is left of it; `None`
/// without any.
fn parted_from_metadata(block: &Block) -> Option<(Metadata, Option<Block>)> {
    match &block.kind {
        BlockKind::Paragraph(content) => {
            let (found, rest) = metadata::parted(content)?;
            Some((found, lines::paragraph(rest)))
        }
        BlockKind::List(list) => {
            let said = |item: &Item| match item.blocks.as_slice() {
                [Block { kind: BlockKind::Paragraph(content), .. }] => metadata::of_line(content),
                _ => None,
            };
            let found: Option<Vec<Metadata>> = list.items.iter().map(said).collect();
            Some((found?.into_iter().fold(Metadata::default(), Metadata::and), None))
        }
        _ => None,
    }
}

/// Without the asides among `blocks`, which go to `asides`.
fn without_asides(blocks: Blocks, asides: &mut Vec<Aside>) -> Blocks {
    let mut kept = Vec::with_capacity(blocks.len());
    let mut blocks = blocks.into_iter().peekable();
    while let Some(block) = blocks.next() {
        let Some((label, length)) = aside_label(&block) else {
            kept.push(block);
            continue;
        };
        let mut span = block.span;
        let mut content: Blocks = match block.kind {
            BlockKind::Paragraph(content) => {
                let end = plain_text(&content).len();
                paragraph(span, trimmed(keep(content, length..end))).into_iter().collect()
            }
            BlockKind::Callout { blocks, .. } | BlockKind::Disclosure { blocks, .. } => blocks,
            _ => Blocks::new(),
        };
        // A label that stands alone labels what comes next.
        if content.is_empty()
            && let Some(next) = blocks.next_if(|next| aside_label(next).is_none())
        {
            span = span.cover(next.span);
            content.push(next);
        }
        let kind = match label {
            Label::Tested => AsideKind::Tested(content),
            Label::RedFlag => AsideKind::RedFlag(content),
            Label::Insight => AsideKind::Insight(content),
            Label::FollowUp => AsideKind::FollowUps(content.into_iter().flat_map(follow_ups).collect()),
        };
        asides.push(Aside { span, kind });
    }
    kept.into()
}

#[derive(Clone, Copy)]
enum Label {
    Tested,
    RedFlag,
    Insight,
    FollowUp,
}

const LABELS: &[(Label, &[&str])] = &[
    (Label::Tested, words::TESTED_LABELS),
    (Label::RedFlag, words::RED_FLAG_LABELS),
    (Label::Insight, words::INSIGHT_LABELS),
    (Label::FollowUp, words::FOLLOW_UP_LABELS),
];

/// Which aside `block` is or starts, and the length of its label.
fn aside_label(block: &Block) -> Option<(Label, usize)> {
    match &block.kind {
        BlockKind::Paragraph(content) => {
            let text = plain_text(content);
            let length = |labels| words::label_length(&text, labels);
            LABELS.iter().find_map(|(label, labels)| Some((*label, length(labels)?)))
        }
        BlockKind::Callout { title: Some(title), .. } | BlockKind::Disclosure { summary: title, .. } => {
            let title = plain_text(title);
            let whole = |labels| words::label_or_whole(&title, labels).is_some();
            LABELS.iter().find(|(_, labels)| whole(labels)).map(|(label, _)| (*label, 0))
        }
        _ => None,
    }
}

/// The questions of a list, or of a paragraph.
fn follow_ups(block: Block) -> Vec<FollowUp> {
    match block.kind {
        BlockKind::List(list) => {
            list.items.into_iter().map(|item| follow_up(item.span, flattened(&item.blocks))).collect()
        }
        _ => vec![follow_up(block.span, flattened(std::slice::from_ref(&block)))],
    }
}

/// Parts `content` into the question and the hint behind it.
fn follow_up(span: Span, content: Inlines) -> FollowUp {
    let text = plain_text(&content);
    let end = question_end(&text);
    let hint = text[end..].trim();
    let (from, to) = match hint.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (text.len() - text[end..].trim_start().len() + 1, inner.len()),
        None => (text.len() - text[end..].trim_start().len(), hint.len()),
    };
    FollowUp {
        span,
        question: unquoted(trimmed(keep(content.clone(), 0..end))),
        hint: trimmed(keep(content, from..from + to)),
    }
}

/// Where the question of a follow-up ends: behind its closing quote, else behind its question mark.
fn question_end(text: &str) -> usize {
    let closes = |at: usize, c: char| {
        let rest = text[at + c.len_utf8()..].trim_start();
        rest.is_empty() || rest.starts_with(['(', '—', '-', '–'])
    };
    let quoted = text.trim_start().starts_with(['"', '“']);
    let marks: &[char] = if quoted { &['"', '”'] } else { &['?', '？'] };
    text.char_indices()
        .skip(1)
        .find(|&(at, c)| marks.contains(&c) && closes(at, c))
        .map_or(text.len(), |(at, c)| at + c.len_utf8())
}

/// All running text of `blocks`, with a break between blocks.
fn flattened(blocks: &[Block]) -> Inlines {
    let mut inlines = Inlines::new();
    for block in blocks {
        let content = match &block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => content.clone(),
            BlockKind::Code(code) => [Inline::new(block.span, InlineKind::Code(code.text.clone()))].into(),
            _ => flattened(&block.children().into_iter().cloned().collect::<Vec<_>>()),
        };
        if let (Some(last), false) = (inlines.last(), content.is_empty()) {
            let end = last.span.end as usize;
            inlines.push(Inline::new(Span::new(end, end), InlineKind::HardBreak));
        }
        inlines.extend(content);
    }
    inlines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follow_ups_part_into_question_and_hint() {
        for (text, question, hint) in [
            ("\"Why so?\" (Because.)", "Why so?", "Because."),
            ("\"A. B doesn't. What now?\" (x (y) z)", "A. B doesn't. What now?", "x (y) z"),
            ("\"Only that?\"", "Only that?", ""),
            ("Plain one? (hint)", "Plain one?", "hint"),
            ("No mark", "No mark", ""),
        ] {
            let found = follow_up(Span::default(), [Inline::text(Span::new(0, text.len()), text)].into());
            assert_eq!(
                (plain_text(&found.question).as_str(), plain_text(&found.hint).as_str()),
                (question, hint)
            );
        }
    }
}
