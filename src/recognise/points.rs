//! What the right answer is worth: `(3 P.)`, `[5 marks]`, `1 out of 1 points`; and the tasks of examinations, which
//! all say so.

use super::page::Page;
use super::{Claim, lines};
use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, Inline, InlineKind, Inlines};

/// Words for points, and those that stand beside their number.
const POINTS: &[&str] = &[
    "point",
    "points",
    "pt",
    "pts",
    "p",
    "mark",
    "marks",
    "punkt",
    "punkte",
    "pkt",
    "punto",
    "puntos",
    "ponto",
    "pontos",
    "punti",
    "pts",
    "балл",
    "балла",
    "баллов",
    "bod",
    "body",
    "bodů",
    "puan",
    "分",
    "点",
    "점",
];
const BESIDE: &[&str] = &["out", "of", "max", "je", "von", "sur", "de", "из", "z"];

/// Whether `text` says how many points there are, and nothing else.
pub fn is_all(text: &str) -> bool {
    const LONGEST: usize = 40;
    if text.len() > LONGEST || !text.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let text = text.to_lowercase();
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let mut named = false;
    for part in parts {
        let word = part.trim_start_matches(|c: char| c.is_ascii_digit());
        named |= POINTS.contains(&word);
        if !(word.is_empty() || POINTS.contains(&word) || BESIDE.contains(&word)) {
            return false;
        }
    }
    named
}

/// The length of `text` without the points in brackets that it ends with.
pub fn suffix(text: &str) -> Option<usize> {
    let inner = text.trim_end().strip_suffix([')', ']', '）', '】'])?;
    let open = inner.rfind(['(', '[', '（', '【'])?;
    let kept = text[..open].trim_end();
    (is_all(&inner[open..]) && !kept.is_empty()).then_some(kept.len())
}

/// `text` without the points in brackets that it ends with.
pub fn without(text: &str) -> &str {
    suffix(text).map_or(text, |length| &text[..length])
}

/// Claims the paragraphs and items that end with their points, where a document has several.
pub fn find(page: &Page) -> Vec<Claim> {
    const FEWEST: usize = 3;
    let flows = || page.flows.iter().zip(&page.in_items);
    let found: usize = flows().flat_map(|(flow, _)| flow.iter()).filter(|block| is_task(block)).count();
    if found < FEWEST {
        return Vec::new();
    }
    let claims = flows().flat_map(|(flow, is_item)| {
        let starts = (0..flow.len()).filter(|&at| is_task(&flow[at]) && !(*is_item && at > 0));
        starts.filter_map(|at| claim(flow, at)).collect::<Vec<_>>()
    });
    claims.collect()
}

/// Whether `block` is a paragraph whose first line, or all of it, ends with points.
fn is_task(block: &Block) -> bool {
    lines::lines(block).iter().any(|line| ends_with_points(line))
}

fn ends_with_points(line: &[Inline]) -> bool {
    // Most lines end in no bracket.
    let may_end = match line.last().map(|last| &last.kind) {
        Some(InlineKind::Text(text)) => text.trim_end().ends_with([')', ']', '）', '】']),
        Some(InlineKind::Strong(_) | InlineKind::Emphasis(_)) => true,
        _ => false,
    };
    may_end && suffix(&plain_text(line)).is_some()
}

fn claim(flow: &[Block], at: usize) -> Option<Claim> {
    let block = &flow[at];
    let BlockKind::Paragraph(content) = &block.kind else { return None };
    let ends = |block: &Block| {
        is_task(block)
            || match &block.kind {
                BlockKind::Heading { .. } | BlockKind::Rule => true,
                BlockKind::List(list) => {
                    list.items.iter().filter_map(|item| item.blocks.first()).any(is_task)
                }
                _ => false,
            }
    };
    let (question, rest) = parted(content);
    let below = &flow[at + 1..];
    let mut below = &below[..below.iter().position(ends).unwrap_or(below.len())];
    // What introduces a list of tasks is no answer.
    let lists_tasks =
        flow.get(at + 1 + below.len()).is_some_and(|next| matches!(next.kind, BlockKind::List(_)));
    if let Some((last, before)) = below.split_last()
        && lists_tasks
        && matches!(&last.kind, BlockKind::Paragraph(content) if plain_text(content).trim_end().ends_with([':', '：']))
    {
        below = before;
    }
    Some(Claim { confidence: 82, ..Claim::of_paragraph(block, question, rest, below) })
}

/// The lines down to the one that ends with points, and what follows them.
fn parted(content: &[Inline]) -> (Inlines, Option<Block>) {
    let mut end = 0;
    for line in content.split(lines::is_break) {
        end += line.len();
        if ends_with_points(line) {
            break;
        }
        end += 1;
    }
    let (question, rest) = content.split_at(end.min(content.len()));
    (
        question.into(),
        lines::paragraph(rest.iter().skip_while(|inline| lines::is_break(inline)).cloned().collect()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_told_from_other_brackets() {
        for (text, kept) in [
            ("Name two. (3 P.)", Some("Name two.")),
            ("Nenne zwei! (je 2 Punkte)", Some("Nenne zwei!")),
            ("Why? [5 marks]", Some("Why?")),
            ("Why? (2pts)", Some("Why?")),
            ("Why? (2 of them)", None),
            ("Why? (page 2)", None),
            ("Why? (2019)", None),
            ("(3 P.)", None),
        ] {
            assert_eq!(suffix(text).map(|length| &text[..length]), kept, "{text}");
        }
        assert!(is_all("1 out of 1 points") && is_all("4 Punkte") && !is_all("Status: 4 of 5"));
    }
}
