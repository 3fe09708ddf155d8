//! Turns of a dialogue: what one speaker asks and the other replies, as `User:` and `Assistant:`, `P:` and `R:`.

use super::page::Page;
use super::words::{Likeness, label_or_whole, likeness};
use super::{Claim, cut, lines, metadata::Metadata, wording};
use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, Inline, Span};

/// Who asks and who replies. Each word alone labels many things; that they take turns makes them these.
struct Pair {
    asks: &'static [&'static str],
    replies: &'static [&'static str],
    /// Whether they also say what is no question, such as thanks.
    chat: bool,
}

const PAIRS: &[Pair] = &[
    Pair {
        asks: &["user", "human", "you", "me", "you said", "user said", "prompt"],
        replies: &[
            "assistant",
            "ai",
            "bot",
            "gpt",
            "chatgpt",
            "chatgpt said",
            "assistant said",
            "claude",
            "gemini",
            "copilot",
            "model",
            "response",
        ],
        chat: true,
    },
    Pair {
        asks: &["student", "interviewer", "schüler", "étudiant", "alumno", "aluno", "студент", "学生"],
        replies: &[
            "teacher",
            "tutor",
            "professor",
            "candidate",
            "interviewee",
            "lehrer",
            "professeur",
            "profesor",
            "преподаватель",
            "老师",
        ],
        chat: true,
    },
    Pair { asks: &["p", "d"], replies: &["r"], chat: false },
    Pair { asks: &["f"], replies: &["a"], chat: false },
    Pair { asks: &["в"], replies: &["о"], chat: false },
];

/// Claims what is asked and replied to, where two speakers take turns.
pub fn find(page: &Page) -> Vec<Claim> {
    let flows = page.flows.iter().zip(&page.in_items).filter(|(_, is_item)| !**is_item);
    flows.flat_map(|(flow, _)| find_in(flow)).collect()
}

fn find_in(flow: &[Block]) -> Vec<Claim> {
    let Some(pair) = PAIRS.iter().find(|pair| pair.take_turns(flow)) else { return Vec::new() };
    let opens = |line: &[Inline]| pair.speaker(line).is_some();
    let flow: Vec<Block> = flow.iter().flat_map(|block| lines::parted(block, opens)).collect();
    let turns: Vec<(usize, Speaker, usize)> = (0..flow.len())
        .filter_map(|at| {
            let (speaker, length) = pair.speaker(content(&flow[at])?)?;
            Some((at, speaker, length))
        })
        .collect();
    let ends = turns.iter().skip(2).map(|turn| turn.0).chain([flow.len()]);
    let exchanges = turns.windows(2).zip(ends).filter_map(|(turns, end)| match turns {
        [(ask, Speaker::Asks, asked), (reply, Speaker::Replies, replied)] => {
            pair.claim(&flow[*ask..*reply], *asked, &flow[*reply..end], *replied)
        }
        _ => None,
    });
    exchanges.collect()
}

#[derive(Clone, Copy, PartialEq)]
enum Speaker {
    Asks,
    Replies,
}

impl Pair {
    /// Whether both speak in `flow`, more than once.
    fn take_turns(&self, flow: &[Block]) -> bool {
        const FEWEST: usize = 2;
        let spoken = |which: Speaker| {
            let lines = flow.iter().flat_map(|block| match &block.kind {
                BlockKind::Heading { content, .. } => vec![content.as_slice()],
                _ => lines::lines(block),
            });
            lines.filter(|line| self.speaker(line).is_some_and(|(speaker, _)| speaker == which)).count()
        };
        let asked = spoken(Speaker::Asks);
        asked >= FEWEST && spoken(Speaker::Replies) * 2 >= asked
    }

    /// Who speaks in `line`, and the length of the label that says so.
    fn speaker(&self, line: &[Inline]) -> Option<(Speaker, usize)> {
        let first = line.first()?;
        let text = plain_text(line);
        let is_label = |labels: &[&str]| {
            // Only a colon, or strong type, makes a speaker of a common word.
            let length = label_or_whole(&text, labels)?;
            let label = text[..length].trim_end();
            let alone = label.len() == text.trim_end().len() && !first.children().is_empty();
            (label.ends_with([':', '：']) || alone).then_some(length)
        };
        is_label(self.asks)
            .map(|length| (Speaker::Asks, length))
            .or_else(|| is_label(self.replies).map(|length| (Speaker::Replies, length)))
    }

    /// What is asked in `turn` and replied in `reply`, whose labels are `asked` and `replied` long.
    fn claim(&self, turn: &[Block], asked: usize, reply: &[Block], replied: usize) -> Option<Claim> {
        let (opening, more) = turn.split_first()?;
        let mut body: Vec<Block> = more.to_vec();
        let mut question = without(content(opening)?, asked);
        let mut question_span = opening.span;
        if question.is_empty() {
            let first = (!body.is_empty()).then(|| body.remove(0))?;
            question = content(&first)?.to_vec();
            question_span = question_span.cover(first.span);
        }
        let asks = likeness(&plain_text(&wording::strip(question.clone()).question));
        if self.chat && asks == Likeness::None {
            return None;
        }
        let (label, said) = reply.split_first()?;
        body.push(labelled(label.span, without(content(label)?, replied)));
        let end = said.iter().rposition(|block| block.kind != BlockKind::Rule).map_or(0, |last| last + 1);
        body.extend_from_slice(&said[..end]);
        let last = said[..end].last().unwrap_or(label).span;
        Some(Claim {
            confidence: 92,
            runs_on: false,
            span: opening.span.cover(label.span).cover(last),
            question_span,
            question,
            body,
            metadata: Metadata::default(),
        })
    }
}

/// What a reply at `span` opens with, under the label that the reading of answers knows.
fn labelled(span: Span, said: Vec<Inline>) -> Block {
    let start = span.start as usize;
    let label = Inline::text(Span::new(start, start), "Answer: ");
    Block::new(span, BlockKind::Paragraph([vec![label], said].concat()))
}

/// `content` behind its first `length` bytes.
fn without(content: &[Inline], length: usize) -> Vec<Inline> {
    let end = plain_text(content).len();
    let rest = cut::trimmed(cut::keep(content.to_vec(), length..end));
    let opens = rest.iter().position(|inline| !lines::is_break(inline)).unwrap_or(rest.len());
    rest[opens..].to_vec()
}

fn content(block: &Block) -> Option<&[Inline]> {
    match &block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => Some(content),
        _ => None,
    }
}
