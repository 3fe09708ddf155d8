//! List items that are questions, bare or with their answer inside.

use super::page::Page;
use super::words::{
    ANSWER_LABELS, Likeness, QUESTION_LABELS, announces_questions, is_left_open, label_length, likeness,
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
    let mut claims = Vec::new();
    for seen in &lists {
        let bank =
            seen.is_bank(enough) && (seen.announced || seen.is_answered() || asking > prose || banks > prose);
        find_in(seen.list, bank, page, &mut claims);
    }
    claims
}

/// A list with what decides whether it is a bank of questions.
struct Seen<'a> {
    list: &'a List,
    /// Whether what stands above it announces questions.
    announced: bool,
    /// What each item is like.
    items: Vec<Likeness>,
}

fn seen<'a>(page: &Page<'a>) -> Vec<Seen<'a>> {
    let mut lists = Vec::new();
    for flow in &page.flows {
        for (at, block) in flow.iter().enumerate() {
            let BlockKind::List(list) = &block.kind else { continue };
            if noise::is_contents(list, page) {
                continue;
            }
            let lead = at.checked_sub(1).map(|before| &flow[before]);
            let section = page.section_at(block.span.start);
            let is_left_open = section.iter().any(|title| is_left_open(title))
                || lead.is_some_and(|lead| title(lead).is_some_and(|title| is_left_open(&title)));
            if is_left_open {
                continue;
            }
            let announced = lead.and_then(title).is_some_and(|title| announces_questions(&title))
                || section.iter().any(|title| announces_questions(title));
            lists.push(Seen { list, announced, items: list.items.iter().map(item_likeness).collect() });
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
        let total = self.items.len();
        let asking = |least| self.count(least);
        let numbered = self.list.start.is_some();
        if self.announced {
            return asking(Likeness::Task) > 0 && asking(Likeness::Task) * 2 >= total;
        }
        let counted = asking(if numbered { enough } else { Likeness::Clear });
        counted >= 2 && counted * 2 >= total
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

fn find_in(list: &List, bank: bool, page: &Page, claims: &mut Vec<Claim>) {
    let mut items = list.items.iter().enumerate().peekable();
    while let Some((index, item)) = items.next() {
        let Some((content, body)) = parts(item) else { continue };
        let text = plain_text(content);
        let labelled = label_length(&text, QUESTION_LABELS).is_some();
        let (question, rest) = question_and_rest(content);
        let mut body: Blocks = rest.into_iter().chain(body.iter().cloned()).collect();
        let mut span = item.span;
        // `- Q: …` with its `- A: …` as the next item.
        while labelled && let Some((_, next)) = items.next_if(|(_, next)| answers(next)) {
            span = span.cover(next.span);
            body.extend(next.blocks.iter().cloned());
        }
        let marked = answer::is_marked(&body);
        if !(marked || labelled || bank) || question.is_empty() {
            continue;
        }
        let section = page.section_at(item.span.start);
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
                number: list.start.map(|start| (start + index as u64).to_string()),
                companies: section
                    .last()
                    .map(|title| metadata::companies_of_title(title))
                    .unwrap_or_default(),
                ..Metadata::default()
            },
        });
    }
}

/// The question of an item's first paragraph, and its answer where the same paragraph holds it.
fn question_and_rest(content: &Inlines) -> (Inlines, Blocks) {
    let span = content.iter().map(|inline| inline.span).reduce(Span::cover).unwrap_or_default();
    let whole = Block::new(span, BlockKind::Paragraph(content.clone()));
    let answers = |line: &[Inline]| label_length(&plain_text(line), ANSWER_LABELS).is_some();
    let mut parts = lines::parted(&whole, answers);
    if parts.len() > 1
        && let BlockKind::Paragraph(question) = parts.remove(0).kind
    {
        return (question, parts);
    }
    let (question, rest) = lines::question_and_rest(content);
    (question, rest.into_iter().collect())
}

/// An item ends with its content: blank lines behind it are not its own.
fn trimmed_end(span: Span, last: Option<&Block>, question: &[Inline]) -> Span {
    let end = last.map(|block| block.span.end).or_else(|| question.last().map(|inline| inline.span.end));
    Span { start: span.start, end: end.map_or(span.end, |end| end.min(span.end).max(span.start)) }
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
    let (question, _) = question_and_rest(content);
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
