//! List items that are questions, bare or with their answer inside.

use super::page::Page;
use super::words::{
    ANSWER_LABELS, Likeness, QUESTION_LABELS, announces_cards, announces_questions, is_left_open,
    label_length, likeness, numbered_word_length,
};
use super::{Claim, answer, lines, metadata, metadata::Metadata, noise, wording};
use crate::model::content::{Item, List, plain_text};
use crate::model::{Block, BlockKind, Blocks, Inline, InlineKind, Inlines, Span};

/// Claims items whose answer is marked, and the items of lists that are banks of questions.
pub fn find(page: &Page) -> Vec<Claim> {
    let lists: Vec<Seen> = seen(page);
    let prose = page.prose();
    let asking: usize = lists.iter().map(|seen| seen.count(Likeness::Clear)).sum();
    let banks = lists.iter().filter(|seen| seen.is_bank(Likeness::Stem)).count();
    // Where lists ask as a habit, one of tasks is a bank too, and bare questions are no rhetoric.
    let enough = if banks >= 2 { Likeness::Task } else { Likeness::Stem };
    let fewest = if banks > 2 { 1 } else { 2 };
    let catalogue = catalogue(&lists);
    let announced = || lists.iter().filter(|seen| seen.announced && !seen.is_inner);
    let items: usize = announced().map(|seen| seen.items.len()).sum();
    let asked: usize = announced().map(|seen| seen.count(Likeness::Stem)).sum();
    // Names of things among questions are questions as well.
    let mostly_asks = asked >= 3 && asked * 3 >= items;
    let mut claims = Vec::new();
    for (index, seen) in lists.iter().enumerate() {
        if seen.is_dialogue() {
            claims.extend(exchanges(seen));
            continue;
        }
        let bank = catalogue.contains(&index)
            || seen.are_cards()
            || (mostly_asks && seen.announced && !seen.is_inner && seen.names_others())
            || seen.counts_as_bank(enough, fewest)
                && (seen.announced || seen.is_answered() || asking > prose || banks > prose);
        find_in(seen, bank, page, &mut claims);
    }
    claims
}

/// The lists that one count runs through where questions are announced, as examinations list their topics: a
/// number is all that makes each of them a question. Steps start again at one.
fn catalogue(lists: &[Seen]) -> Vec<usize> {
    const FEWEST: usize = 5;
    let is_part = |seen: &Seen| {
        seen.announced && !seen.is_inner && seen.list.items.iter().all(|item| item.blocks.len() == 1)
    };
    let numbered =
        || lists.iter().enumerate().filter(|(_, seen)| seen.list.start.is_some() && !seen.is_inner);
    let mut next = 1;
    let runs_on = |seen: &Seen| {
        let start = seen.list.start.unwrap_or_default();
        let follows = start >= next && (next > 1 || start == 1);
        next = start + seen.list.items.len() as u64;
        follows && is_part(seen)
    };
    let runs_on: Vec<bool> = numbered().map(|(_, seen)| seen).map(runs_on).collect();
    let items: usize = numbered().map(|(_, seen)| seen.list.items.len()).sum();
    let counts = runs_on.len() > 1 && runs_on.iter().all(|runs_on| *runs_on) && items >= FEWEST;
    if counts { numbered().map(|(index, _)| index).collect() } else { Vec::new() }
}

/// A list with what decides whether it is a bank of questions.
struct Seen<'a> {
    list: &'a List,
    /// Whether it stands inside something else.
    is_inner: bool,
    /// Whether what stands above it announces questions.
    announced: bool,
    /// Whether what stands above it announces cards.
    on_cards: bool,
    /// What each item is like.
    items: Vec<Likeness>,
}

fn seen<'a>(page: &Page<'a>) -> Vec<Seen<'a>> {
    let mut lists = Vec::new();
    for (depth, flow) in page.flows.iter().enumerate() {
        for (at, block) in flow.iter().enumerate() {
            let BlockKind::List(list) = &block.kind else { continue };
            if noise::is_contents(list, &page.outline) {
                continue;
            }
            let lead = at.checked_sub(1).map(|before| &flow[before]);
            let section = page.outline.section_at(block.span.start);
            let is_left_open = section.iter().any(|title| is_left_open(title))
                || lead.is_some_and(|lead| title(lead).is_some_and(|title| is_left_open(&title)));
            if is_left_open {
                continue;
            }
            let announced = lead.and_then(title).is_some_and(|title| announces_questions(&title))
                || section.iter().any(|title| announces_questions(title));
            let on_cards = section.iter().any(|title| announces_cards(title));
            let items = list.items.iter().map(item_likeness).collect();
            lists.push(Seen { list, is_inner: depth > 0, announced, on_cards, items });
        }
    }
    lists
}

/// The words of a block that may announce what follows it.
fn title(block: &Block) -> Option<String> {
    match &block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => Some(plain_text(content)),
        _ => None,
    }
}

impl Seen<'_> {
    fn count(&self, least: Likeness) -> usize {
        self.items.iter().filter(|likeness| **likeness >= least).count()
    }

    /// Whether half of the items are questions. One that only opens like a question counts where questions
    /// are announced, and where the items are numbered; one that opens as `enough`
    /// counts where the document is full of such lists.
    fn is_bank(&self, enough: Likeness) -> bool {
        self.counts_as_bank(enough, 2)
    }

    /// The same, where `fewest` items have to ask.
    fn counts_as_bank(&self, enough: Likeness, fewest: usize) -> bool {
        let total = self.items.len();
        let asking = |least| self.count(least);
        let numbered = self.list.start.is_some();
        if self.announced {
            return asking(Likeness::Task) > 0 && asking(Likeness::Task) * 2 >= total;
        }
        // All of them open as questions, and some end as such.
        let all = total >= 2 && asking(Likeness::Stem) == total && asking(Likeness::Clear) > 0;
        let shaped = numbered || self.is_replied_to() || (self.are_headed() && asking(Likeness::Clear) > 0);
        let counted = asking(if shaped { enough } else { Likeness::Clear });
        all || (counted >= fewest && counted * 2 >= total)
    }

    /// Whether more than a quarter of the items ask, and the others name things: they are no sentences.
    fn names_others(&self) -> bool {
        const LONGEST: usize = 120;
        let names = |(item, likeness): (&Item, &Likeness)| {
            *likeness >= Likeness::Task
                || parts(item).is_some_and(|(content, _)| {
                    let text = plain_text(content);
                    text.len() <= LONGEST && !text.trim_end().ends_with(['.', '。', ';', '；', ':', '：'])
                })
        };
        self.count(Likeness::Stem) * 4 > self.items.len()
            && self.list.items.iter().zip(&self.items).all(names)
    }

    /// Whether items that ask and items that reply take turns, as where the replies are not indented: each item that
    /// asks is followed by some that tell something, in a sentence or in some words at least.
    fn is_dialogue(&self) -> bool {
        const FEWEST: usize = 2;
        const WORDS: usize = 3;
        let asks = |at: usize| self.items.get(at) == Some(&Likeness::Clear);
        let is_bare = |item: &Item| item.blocks.len() == 1 && parts(item).is_some();
        let tells = |at: usize| {
            let told = self.list.items.get(at).and_then(parts).map(|(content, _)| plain_text(content));
            told.is_some_and(|told| {
                self.items[at] == Likeness::None
                    && (told.trim().ends_with(['.', '!', '。', '！'])
                        || told.split_whitespace().count() >= WORDS)
            })
        };
        let total = self.items.len();
        let questions = (0..total).filter(|at| asks(*at)).count();
        self.list.start.is_none()
            && questions >= FEWEST
            && asks(0)
            && (0..total).all(|at| asks(at) != tells(at) && (!asks(at) || tells(at + 1)))
            && self.list.items.iter().all(is_bare)
    }

    /// Whether all items are a term and, apart from it, what it means.
    fn are_cards(&self) -> bool {
        let has_sides = |item: &Item| {
            parts(item)
                .is_some_and(|(term, body)| !body.is_empty() && !plain_text(term).ends_with([':', '：']))
        };
        self.on_cards && !self.is_inner && self.list.items.iter().all(has_sides)
    }

    /// Whether all items hold a text and, quoted below it, the reply.
    fn is_replied_to(&self) -> bool {
        let is_reply = |item: &Item| {
            parts(item).is_some_and(|(_, body)| {
                !body.is_empty() && body.iter().all(|block| matches!(block.kind, BlockKind::Quote(_)))
            })
        };
        self.list.items.iter().all(is_reply)
    }

    /// Whether all items are a line in strong type with something below it.
    fn are_headed(&self) -> bool {
        let is_headed = |item: &Item| {
            parts(item).is_some_and(|(content, body)| {
                matches!(content.as_slice(), [Inline { kind: InlineKind::Strong(_), .. }]) && !body.is_empty()
            })
        };
        self.list.items.iter().all(is_headed)
    }

    /// Whether most questions of the list have something below them.
    fn is_answered(&self) -> bool {
        let has_body = |item: &&Item| {
            parts(item).is_some_and(|(content, body)| {
                !body.is_empty() || lines::question_and_rest(content).1.is_some()
            })
        };
        self.list.items.iter().filter(has_body).count() * 2 > self.items.len()
    }
}

/// The items of a list in which items that ask and items that reply take turns.
fn exchanges(seen: &Seen) -> Vec<Claim> {
    let asks = |at: usize| seen.items.get(at) == Some(&Likeness::Clear);
    let starts = (0..seen.items.len()).filter(|at| asks(*at));
    let claim = |at: usize| {
        let item = &seen.list.items[at];
        let (question, _) = parts(item)?;
        let replies = &seen.list.items[at + 1..];
        let count = (at + 1..).take_while(|next| *next < seen.items.len() && !asks(*next)).count();
        let (first, last) = (replies.first()?, replies.get(count.checked_sub(1)?)?);
        let body = match &replies[..count] {
            [only] => only.blocks.clone(),
            several => {
                let list = List { items: several.into(), ..seen.list.clone() };
                [Block::new(first.span.cover(last.span), BlockKind::List(list))].into()
            }
        };
        Some(Claim {
            confidence: 79,
            runs_on: false,
            span: trimmed_end(item.span.cover(last.span), last.blocks.last(), question),
            question_span: trimmed_end(item.span, None, question),
            question: question.clone(),
            body,
            metadata: None,
        })
    };
    starts.filter_map(claim).collect()
}

fn find_in(seen: &Seen, bank: bool, page: &Page, claims: &mut Vec<Claim>) {
    let list = seen.list;
    let is_replied_to = seen.is_replied_to();
    let asks_on = bank && !seen.is_answered();
    let is_labelled = |item: &Item| {
        parts(item).is_some_and(|(content, _)| label_length(&plain_text(content), QUESTION_LABELS).is_some())
    };
    // Where labels make the questions, items without one go on with the answer.
    let labels_make_them = list.items.iter().filter(|item| is_labelled(item)).count() > 1;
    let mut items = list.items.iter().enumerate().peekable();
    while let Some((index, item)) = items.next() {
        let Some((content, body)) = parts(item) else { continue };
        let number = list.start.map(|start| (start + index as u64).to_string());
        let (content, parts_of_it) = match number.as_deref() {
            Some(number) => subdivided(content, number),
            None => (content.clone(), Vec::new()),
        };
        let content = &content;
        let text = plain_text(content);
        let labelled = label_length(&text, QUESTION_LABELS).is_some();
        let (question, rest) = question_and_rest(content, !body.is_empty());
        let mut body: Blocks = rest.into_iter().chain(body.iter().cloned()).collect();
        let mut span = item.span;
        // `- Q: …` with its `- A: …` as the next item.
        while labelled && let Some((_, next)) = items.next_if(|(_, next)| answers(next)) {
            span = span.cover(next.span);
            body.extend(next.blocks.iter().cloned());
        }
        let mut more: Vec<Item> = Vec::new();
        while labels_make_them
            && labelled
            && answer::is_marked(&body)
            && let Some((_, next)) = items.next_if(|(_, next)| !is_labelled(next))
        {
            more.push(next.clone());
        }
        if let (Some(first), Some(last)) = (more.first(), more.last()) {
            let place = first.span.cover(last.span);
            span = span.cover(place);
            body.push(Block::new(
                place,
                BlockKind::List(List { start: None, items: more.into(), ..list.clone() }),
            ));
        }
        if is_replied_to {
            body = body.into_iter().flat_map(unquoted).collect();
        }
        if asks_on && !labelled {
            body = answer::asked_on(body, |item| item_likeness(item) >= Likeness::Stem);
        }
        let marked = answer::is_marked(&body);
        // `Question 6: its topic` says what stands elsewhere.
        let topic = body.is_empty()
            && !bank
            && seen.items[index] == Likeness::None
            && numbered_word_length(&text).is_some();
        if topic || !(marked || labelled || bank) || question.is_empty() {
            continue;
        }
        let section = page.outline.section_at(item.span.start);
        claims.push(Claim {
            confidence: if marked { 92 } else { 70 },
            runs_on: false,
            span: trimmed_end(span, body.last(), &question),
            question_span: question
                .iter()
                .map(|inline| inline.span)
                .fold(item.span, |_, last| Span { start: item.span.start, end: last.end }),
            question,
            body,
            metadata: Metadata {
                number,
                companies: section
                    .last()
                    .map(|title| metadata::companies_of_title(title))
                    .unwrap_or_default(),
                ..Metadata::default()
            }
            .told(),
        });
        // Its last part has what stands below it.
        if let Some((last, _)) = parts_of_it.split_last()
            && let Some(whole) = claims.last_mut()
        {
            let body = std::mem::take(&mut whole.body);
            whole.span.end = whole.question_span.end;
            claims.extend(
                parts_of_it.iter().map(|part| part_claim(part, if part == last { &body } else { &[] })),
            );
        }
    }
}

/// What stands in front of the lines of `content` that open with parts of `number`, such as `2-1.`, and those parts.
fn subdivided(content: &Inlines, number: &str) -> (Inlines, Vec<Inlines>) {
    let opens = |line: &[Inline]| {
        let text = plain_text(line);
        let behind = text.strip_prefix(number).and_then(|text| text.strip_prefix(['-', '.']));
        behind.is_some_and(|text| text.starts_with(|c: char| c.is_ascii_digit()))
            && wording::number_prefix(&text).is_some()
    };
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    for line in content.split(lines::is_break) {
        if at > 0 && opens(line) {
            starts.push(at);
        }
        at += line.len() + 1;
    }
    let Some(&first) = starts.first() else { return (content.clone(), Vec::new()) };
    let ends = starts.iter().skip(1).map(|next| next - 1).chain([content.len()]);
    let parts = starts.iter().zip(ends).map(|(&start, end)| content[start..end].into()).collect();
    (content[..first - 1].into(), parts)
}

fn part_claim(part: &[Inline], body: &[Block]) -> Claim {
    let span = part.iter().map(|inline| inline.span).reduce(Span::cover).unwrap_or_default();
    Claim {
        confidence: 70,
        runs_on: false,
        span: body.last().map_or(span, |last| span.cover(last.span)),
        question_span: span,
        question: part.into(),
        body: body.into(),
        metadata: None,
    }
}

/// The question of an item's first paragraph, and its answer where the same paragraph holds it; `is_answered` tells
/// whether something stands below it.
fn question_and_rest(content: &Inlines, is_answered: bool) -> (Inlines, Blocks) {
    let span = content.iter().map(|inline| inline.span).reduce(Span::cover).unwrap_or_default();
    let whole = Block::new(span, BlockKind::Paragraph(content.clone()));
    let answers = |line: &[Inline]| label_length(&plain_text(line), ANSWER_LABELS).is_some();
    let mut parts = lines::parted(&whole, answers);
    if parts.len() > 1
        && let BlockKind::Paragraph(question) = parts.remove(0).kind
    {
        return (question, parts);
    }
    let (question, rest) = lines::question_above(content, is_answered);
    (question, rest.into_iter().collect())
}

/// An item ends with its content: blank lines behind it are not its own.
fn trimmed_end(span: Span, last: Option<&Block>, question: &[Inline]) -> Span {
    let end = last.map(|block| block.span.end).or_else(|| question.last().map(|inline| inline.span.end));
    Span { start: span.start, end: end.map_or(span.end, |end| end.min(span.end).max(span.start)) }
}

/// The content of a quote; any other block as it is.
fn unquoted(block: Block) -> Blocks {
    match block.kind {
        BlockKind::Quote(blocks) => blocks,
        _ => [block].into(),
    }
}

/// The question of an item and what follows it.
fn parts(item: &Item) -> Option<(&Inlines, &[Block])> {
    let (first, body) = item.blocks.split_first()?;
    match &first.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => Some((content, body)),
        _ => None,
    }
}

fn answers(item: &Item) -> bool {
    parts(item).is_some_and(|(content, _)| label_length(&plain_text(content), ANSWER_LABELS).is_some())
}

fn item_likeness(item: &Item) -> Likeness {
    let Some((content, _)) = parts(item) else { return Likeness::None };
    let leads_inside =
        |inline: &Inline| matches!(&inline.kind, InlineKind::Link(link) if link.url.starts_with('#'));
    if content.iter().any(leads_inside)
        && content.iter().all(|inline| leads_inside(inline) || is_space(inline))
    {
        return Likeness::None;
    }
    let (question, _) = question_and_rest(content, false);
    let question = wording::strip(question).question;
    let whole = likeness(&plain_text(&question));
    let only_links =
        question.iter().all(|inline| matches!(inline.kind, InlineKind::Link(_)) || is_space(inline));
    // A link is a question only where it says so; a strong label (`**Short answer**: …`) leads to one.
    match question.split_first() {
        _ if only_links => {
            if whole == Likeness::Clear {
                whole
            } else {
                Likeness::None
            }
        }
        Some((first, rest)) if matches!(first.kind, InlineKind::Strong(_)) => {
            let rest = plain_text(rest);
            rest.trim_start().strip_prefix([':', '：']).map_or(whole, |rest| whole.max(likeness(rest)))
        }
        _ => whole,
    }
}

fn is_space(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Text(text) => text.trim().is_empty(),
        InlineKind::SoftBreak | InlineKind::HardBreak => true,
        _ => false,
    }
}
