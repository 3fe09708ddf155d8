//! Turns of a dialogue: what one speaker asks and the other replies, as `User:` and `Assistant:`, `P:` and `R:`, or the
//! two sides of a card, `Front:` and `Back:`.

use super::page::Page;
use super::words::{Likeness, likeness, normalised};
use super::{Claim, cut, lines, wording};
use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, Blocks, Inline, InlineKind, Inlines, Span};

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
    Pair {
        asks: &[
            "front",
            "vorderseite",
            "recto",
            "anverso",
            "frente",
            "fronte",
            "лицевая сторона",
            "正面",
            "表",
        ],
        replies: &[
            "back",
            "rückseite",
            "verso",
            "reverso",
            "dorso",
            "retro",
            "обратная сторона",
            "背面",
            "反面",
            "裏",
        ],
        chat: false,
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
    let labels: Vec<String> = flow.iter().flat_map(spoken).filter_map(label).collect();
    let Some(pair) = PAIRS.iter().find(|pair| pair.takes_turns(&labels)) else { return Vec::new() };
    let opens = |line: &[Inline]| pair.speaker(line).is_some();
    let flow: Blocks = flow.iter().flat_map(|block| lines::parted(block, opens)).collect();
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
    /// Whether both of them speak, more than once.
    fn takes_turns(&self, labels: &[String]) -> bool {
        const FEWEST: usize = 2;
        let spoken = |words: &[&str]| labels.iter().filter(|label| words.contains(&label.as_str())).count();
        let asked = spoken(self.asks);
        asked >= FEWEST && spoken(self.replies) * 2 >= asked
    }

    /// Who speaks in `line`, and the length of the label that says so.
    fn speaker(&self, line: &[Inline]) -> Option<(Speaker, usize)> {
        let label = label(line)?;
        let speaker = if self.asks.contains(&label.as_str()) {
            Speaker::Asks
        } else if self.replies.contains(&label.as_str()) {
            Speaker::Replies
        } else {
            return None;
        };
        let text = plain_text(line);
        Some((speaker, colon(&text).unwrap_or(text.len())))
    }

    /// What is asked in `turn` and replied in `reply`, whose labels are `asked` and `replied` long.
    fn claim(&self, turn: &[Block], asked: usize, reply: &[Block], replied: usize) -> Option<Claim> {
        let (opening, more) = turn.split_first()?;
        let mut body: Blocks = more.into();
        let mut question = without(content(opening)?, asked);
        let mut question_span = opening.span;
        if question.is_empty() {
            let first = (!body.is_empty()).then(|| body.remove(0))?;
            question = content(&first)?.into();
            question_span = question_span.cover(first.span);
        }
        let asks = likeness(&plain_text(&wording::strip(question.clone()).question));
        if self.chat && asks == Likeness::None {
            return None;
        }
        let (label, said) = reply.split_first()?;
        body.push(labelled(label.span, without(content(label)?, replied)));
        // In a chat the one who replies sets headings and rules.
        let is_end = |block: &Block| matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Rule);
        let end = said.iter().position(|block| !self.chat && is_end(block)).unwrap_or(said.len());
        let said = &said[..end];
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
            metadata: None,
        })
    }
}

/// What a reply at `span` opens with, under the label that the reading of answers knows.
fn labelled(span: Span, said: Inlines) -> Block {
    let start = span.start as usize;
    let label = Inline::text(Span::new(start, start), "Answer: ");
    Block::new(span, BlockKind::Paragraph([label].into_iter().chain(said).collect()))
}

/// The lines of a block in which somebody may speak.
fn spoken(block: &Block) -> Vec<&[Inline]> {
    match &block.kind {
        BlockKind::Heading { content, .. } => vec![content.as_slice()],
        _ => lines::lines(block),
    }
}

/// The word that labels `line`, if a colon follows it, or strong type makes it a line of its own.
fn label(line: &[Inline]) -> Option<String> {
    let first = line.first()?;
    let marked = match &first.kind {
        InlineKind::Text(text) => colon(text).is_some(),
        _ => !first.children().is_empty(),
    };
    let text = marked.then(|| plain_text(line))?;
    let end = match colon(&text) {
        Some(end) => end,
        None if line.len() == 1 && text.len() <= LONGEST => text.len(),
        None => return None,
    };
    let word = normalised(text[..end].trim_end_matches(|c: char| !c.is_alphabetic()));
    (!word.is_empty()).then_some(word)
}

/// How far into a line a label reaches, in bytes.
const LONGEST: usize = 40;

/// Where the first colon of `text` ends, if a label may stand in front of it.
fn colon(text: &str) -> Option<usize> {
    let (at, colon) =
        text.char_indices().take_while(|(at, _)| *at < LONGEST).find(|(_, c)| matches!(c, ':' | '：'))?;
    Some(at + colon.len_utf8())
}

/// `content` behind its first `length` bytes.
fn without(content: &[Inline], length: usize) -> Inlines {
    let end = plain_text(content).len();
    let rest = cut::trimmed(cut::keep(content.into(), length..end));
    let opens = rest.iter().position(|inline| !lines::is_break(inline)).unwrap_or(rest.len());
    rest[opens..].into()
}

fn content(block: &Block) -> Option<&[Inline]> {
    match &block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => Some(content),
        _ => None,
    }
}
