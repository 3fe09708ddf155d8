//! Texts with gaps in a sheet: the question shows their gaps open, the answer filled, and what stands around the gaps
//! is edited in either. A gap itself is edited in its document: it has a card of its own, that of its number.

use super::cells;
use crate::model::content::plain_text;
use crate::model::cut::keep;
use crate::model::{BlockKind, Cloze, Gap, InlineKind, Inlines};
use crate::render::markdown;
use crate::sheet::Column;

/// What stands around the gaps of `cloze` by its edited cell of `column`, question or answer: one run before each gap
/// and one behind the last, as [`Cloze::texts`] has them.
///
/// # Errors
/// Why the cell is not that text any more, in words.
pub fn texts(cloze: &Cloze, column: Column, cell: &str) -> Result<Vec<Inlines>, String> {
    let blocks = cells::blocks(cell).unwrap_or_default();
    let [block] = blocks.as_slice() else { return Err(NOT_ONE.to_string()) };
    let BlockKind::Paragraph(content) = &block.kind else { return Err(NOT_ONE.to_string()) };
    if column == Column::Question { around_open(cloze, content) } else { around_filled(cloze, content) }
}

const NOT_ONE: &str = "a text with gaps is one paragraph";

/// What stands around the marks that show open gaps.
fn around_open(cloze: &Cloze, content: &Inlines) -> Result<Vec<Inlines>, String> {
    let words = plain_text(content);
    let mut texts = Vec::new();
    let mut at = 0;
    for gap in cloze.gaps() {
        let mark = plain_text(&[gap.asked()]);
        let start = words[at..].find(&mark).map(|offset| at + offset);
        let start = start.ok_or_else(|| format!("the mark `{mark}` of a gap was changed or taken out"))?;
        texts.push(keep(content.clone(), at..start));
        at = start + mark.len();
    }
    texts.push(keep(content.clone(), at..words.len()));
    Ok(texts)
}

/// What stands around the strong words that fill gaps.
fn around_filled(cloze: &Cloze, content: &Inlines) -> Result<Vec<Inlines>, String> {
    let mut rest = content.iter();
    let mut texts = Vec::new();
    for Gap { filling, .. } in cloze.gaps() {
        let filling = markdown::inlines(filling);
        let is_filling = |kind: &InlineKind| matches!(kind, InlineKind::Strong(words) if markdown::inlines(words) == filling);
        let mut text = Inlines::new();
        loop {
            let Some(inline) = rest.next() else {
                return Err(format!("`**{filling}**`, which fills a gap, was changed or taken out"));
            };
            if is_filling(&inline.kind) {
                break;
            }
            text.push(inline.clone());
        }
        texts.push(text);
    }
    texts.push(rest.cloned().collect());
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Inline, Piece, Span};

    fn text(words: &str) -> Inlines {
        [Inline::text(Span::default(), words)].into()
    }

    #[test]
    fn what_stands_around_gaps_is_read_from_either_cell() {
        let gap = |filling: &str, hint: &str| {
            Piece::Gap(Gap { number: None, filling: text(filling), hint: hint.to_string() })
        };
        let cloze = Cloze {
            pieces: vec![gap("Paris", "city"), Piece::Text(text(" lies on the ")), gap("Seine", "")],
        };
        let written = |texts: Vec<Inlines>| texts.iter().map(|text| plain_text(text)).collect::<Vec<_>>();
        assert_eq!(written(cloze.texts()), ["", " lies on the ", ""]);
        for (column, cell, expected) in [
            (Column::Question, "[city] stands on the […].", Ok(["", " stands on the ", "."])),
            (Column::Answer, "**Paris** stands on the **Seine**.", Ok(["", " stands on the ", "."])),
            (Column::Answer, "Yes, **Paris** is by the **Seine**", Ok(["Yes, ", " is by the ", ""])),
            (Column::Question, "[town] lies on the […]", Err("the mark `[city]` of a gap")),
            (Column::Answer, "**Paris** lies on the **Rhône**", Err("`**Seine**`, which fills a gap")),
            (Column::Answer, "**Paris** lies on the Seine", Err("`**Seine**`, which fills a gap")),
            (Column::Answer, "**Paris** lies on the **Seine**\n\nTruly.", Err("is one paragraph")),
        ] {
            match (texts(&cloze, column, cell), expected) {
                (Ok(found), Ok(expected)) => assert_eq!(written(found), expected, "{cell}"),
                (Err(reason), Err(expected)) => assert!(reason.contains(expected), "{cell}: {reason}"),
                (found, _) => panic!("{cell}: {found:?}"),
            }
        }
    }
}
