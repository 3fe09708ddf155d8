//! Texts with gaps: `{{c1::text}}` and `==text==`, questions only where the user says so.

use super::page::Page;
use super::{Claim, cut, metadata::Metadata, text_lines};
use crate::model::cloze::HIGHEST;
use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, Cloze, Piece};

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
    /// Its number, where it is of the kind that can be nothing but a gap.
    number: Option<u16>,
}

fn of_block(block: &Block) -> Option<Claim> {
    let BlockKind::Paragraph(content) = &block.kind else { return None };
    let text = text_lines::prose(content);
    let gaps = gaps(&text)?;
    let explicit = gaps.first()?.number.is_some();
    let part = |range: std::ops::Range<usize>| cut::keep(content.clone(), range);
    let mut pieces = Vec::new();
    let mut at = 0;
    for gap in gaps {
        pieces.push(Piece::Text(part(at..gap.start)));
        let hint = gap.hint.map(|hint| plain_text(&part(hint)).trim().to_string()).unwrap_or_default();
        pieces.push(Piece::Gap(crate::model::Gap { number: gap.number, filling: part(gap.filling), hint }));
        at = gap.end;
    }
    pieces.push(Piece::Text(part(at..text.len())));
    pieces.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
    let cloze = Cloze { pieces };
    Some(Claim {
        runs_on: false,
        confidence: if explicit { 86 } else { 68 },
        span: block.span,
        question_span: block.span,
        question: cloze.asked(),
        body: [Block::new(block.span, BlockKind::Paragraph(cloze.filled()))].into(),
        metadata: Metadata { cloze: Some(Box::new(cloze)), ..Metadata::default() }.told(),
    })
}

/// The gaps of `text`; `None` where one holds another, of which paper could show neither.
fn gaps(text: &str) -> Option<Vec<Gap>> {
    let mut gaps = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(['{', '=']).map(|offset| at + offset) {
        match numbered(text, start).or_else(|| highlighted(text, start)) {
            Some(gap) => {
                if numbered_in(&text[gap.filling.clone()]) {
                    return None;
                }
                at = gap.end;
                gaps.push(gap);
            }
            None => at = start + 1,
        }
    }
    Some(gaps)
}

/// Whether a numbered gap may begin in `filling`.
fn numbered_in(filling: &str) -> bool {
    filling
        .match_indices("{{c")
        .any(|(at, mark)| filling[at + mark.len()..].starts_with(|c: char| c.is_ascii_digit()))
}

/// `{{c1::text}}` or `{{c1::text::hint}}` at `start`.
fn numbered(text: &str, start: usize) -> Option<Gap> {
    let rest = text[start..].strip_prefix("{{c")?;
    let digits = rest.find("::").filter(|&length| (1..=3).contains(&length))?;
    let number = rest[..digits].parse().ok().filter(|number| (1..=HIGHEST).contains(number))?;
    let from = start + 3 + digits + 2;
    let length = text[from..].find("}}")?;
    let to = from + length;
    let hint = text[from..to].find("::").map(|offset| from + offset);
    let filling = from..hint.unwrap_or(to);
    (!text[filling.clone()].trim().is_empty()).then(|| Gap {
        start,
        filling,
        hint: hint.map(|hint| hint + 2..to),
        end: to + 2,
        number: Some(number),
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
        number: None,
    })
}
