//! What was decided on the page of pairs of a workbook.

use super::page::{Cells, Page};
use super::{Pair, Remark, header};
use crate::sheet::pairs::{Decision, PairColumn};

/// What is decided on `page`, and what is to be said of it; `None` where it is no page of pairs. Pairs of which nothing
/// was decided are left out.
pub fn pairs(page: &Page) -> Option<(Vec<Pair>, Vec<Remark>)> {
    let place = |cells: &Cells, column: PairColumn| {
        let is_named = |text: &str| text.trim().eq_ignore_ascii_case(column.name());
        cells.iter().find(|(_, cell)| is_named(&cell.text)).map(|(at, _)| *at)
    };
    let columns = [PairColumn::Decision, PairColumn::Id, PairColumn::OtherId];
    let heads = page.rows.iter().take(header::ROWS).enumerate();
    let (row, [decision, id, other]) = heads
        .filter_map(|(row, (_, cells))| {
            let places: Vec<usize> = columns.iter().filter_map(|column| place(cells, *column)).collect();
            Some((row, <[usize; 3]>::try_from(places).ok()?))
        })
        .next()?;
    let (mut pairs, mut remarks) = (Vec::new(), Vec::new());
    for (line, cells) in &page.rows[row + 1..] {
        let text = |at: usize| {
            let found = cells.iter().find(|(place, _)| *place == at);
            found.map_or("", |(_, cell)| cell.text.trim())
        };
        let ids = [text(id).to_lowercase(), text(other).to_lowercase()];
        match Decision::of_word(text(decision)) {
            Some(Decision::Perhaps) => {}
            Some(decision) if ids.iter().all(|id| !id.is_empty()) => {
                pairs.push(Pair { line: *line, ids, decision });
            }
            Some(_) => remarks.push(Remark::error(
                Some(*line),
                format!("of two notes on the page `{}` the ids are missing", page.name),
                "export the sheet anew, and decide again",
            )),
            None => remarks.push(Remark::error(
                Some(*line),
                format!("`{}` on the page `{}` is no decision", super::start(text(decision)), page.name),
                "write `same` or `different`, or nothing",
            )),
        }
    }
    Some((pairs, remarks))
}
