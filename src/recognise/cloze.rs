//! Texts with gaps: `{{c1::text}}` and `==text==`, questions only where the user says so.

use super::page::Page;
use super::{Claim, cut, metadata::Metadata, text_lines};
use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, Inline, InlineKind, Span};

/// Claims paragraphs with gaps: the question shows the gaps, the answer what fills them.
pub fn find(page: &Page) -> Vec<Claim> {
    if !page.options.cloze {
        return Vec::new();
    }
    page.flows.iter().flat_map(|flow| flow.iter()).filter_map(of_block).collect()
}

/// A gap in a text, by offsets of its words.
struct Gap {
    start: usize,
    /// What fills it.
    filling: std::ops::Range<usize>,
    /// What it shows instead.
    hint: Option<std::ops::Range<usize>>,
    end: usize,
    /// Whether it can be nothing but a gap.
    explicit: bool,
}

fn of_block(block: &Block) -> Option<Claim> {
    let BlockKind::Paragraph(content) = &block.kind else { return None };
    let text = text_lines::prose(content);
    let gaps = gaps(&text);
    let explicit = gaps.first()?.explicit;
    let (mut question, mut answer) = (Vec::new(), Vec::new());
    let mut at = 0;
    for gap in &gaps {
        let before = cut::keep(content.clone(), at..gap.start);
        question.extend_from_slice(&before);
        answer.extend(before);
        let filling = cut::keep(content.clone(), gap.filling.clone());
        let place = filling.iter().map(|inline| inline.span).reduce(Span::cover).unwrap_or(block.span);
        let shown = gap.hint.clone().map(|hint| plain_text(&cut::keep(content.clone(), hint)));
        question.push(Inline::text(place, format!("[{}]", shown.as_deref().unwrap_or("…"))));
        answer.push(Inline::new(place, InlineKind::Strong(filling)));
        at = gap.end;
    }
    let behind = cut::keep(content.clone(), at..text.len());
    question.extend_from_slice(&behind);
    answer.extend(behind);
    Some(Claim {
        runs_on: false,
        confidence: if explicit { 86 } else { 68 },
        span: block.span,
        question_span: block.span,
        question: question.into(),
        body: [Block::new(block.span, BlockKind::Paragraph(answer.into()))].into(),
        metadata: Metadata::default(),
    })
}

fn gaps(text: &str) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(['{', '=']).map(|offset| at + offset) {
        match numbered(text, start).or_else(|| highlighted(text, start)) {
            Some(gap) => {
                at = gap.end;
                gaps.push(gap);
            }
            None => at = start + 1,
        }
    }
    gaps
}

/// `{{c1::text}}` or `{{c1::text::hint}}` at `start`.
fn numbered(text: &str, start: usize) -> Option<Gap> {
    let rest = text[start..].strip_prefix("{{c")?;
    let number = rest.find("::").filter(|&length| (1..=3).contains(&length))?;
    rest[..number].parse::<u16>().ok()?;
    let from = start + 3 + number + 2;
    let length = text[from..].find("}}")?;
    let to = from + length;
    let hint = text[from..to].find("::").map(|offset| from + offset);
    let filling = from..hint.unwrap_or(to);
    (!text[filling.clone()].trim().is_empty()).then(|| Gap {
        start,
        filling,
        hint: hint.map(|hint| hint + 2..to),
        end: to + 2,
        explicit: true,
    })
}

/// `==text==` at `start`; with spaces inside, or in a row of signs, it is an operator.
fn highlighted(text: &str, start: usize) -> Option<Gap> {
    let rest = text[start..].strip_prefix("==")?;
    let apart = !text[..start].ends_with(|c: char| c == '=' || c == '!' || c.is_alphanumeric());
    let length = rest.find("==").filter(|&length| length > 0)?;
    let filling = &rest[..length];
    let behind = &rest[length + 2..];
    let tight = !filling.starts_with(['=', ' ']) && !filling.ends_with(['!', ' ']);
    (apart && tight && !behind.starts_with(|c: char| c == '=' || c.is_alphanumeric())).then(|| Gap {
        start,
        filling: start + 2..start + 2 + length,
        hint: None,
        end: start + 4 + length,
        explicit: false,
    })
}
