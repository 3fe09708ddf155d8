//! Tables: columns as wide as their content asks for, cells that wrap, and a list where the
//! column of the page is too narrow for them.

use std::sync::Arc;

use crate::model::Inline;
use crate::model::content::{Align, Row, Table};

use super::content::{Measure, Setter};
use super::inline::{self, bold};
use super::page::{Mark, Point, Rect};
use super::slab::{Keep, Slab, Step, kept, wrap};
use super::tag::Tag;
use super::text::{Extent, Line, Look, Rich, Setting};
use super::units::Pt;

/// Free on either side of a cell's text.
const PAD: Pt = Pt(2.5);
/// Free above and below a row's text.
const ROW_PAD: Pt = Pt(1.2);
/// No column is narrower for the sake of a longer word: such words break.
const WORD_CAP: Pt = Pt(58.0);
/// A taller table, in shares of a column, may be cut.
const WHOLE_UP_TO: f32 = 0.25;
/// A table with a row taller than this share of a column becomes a list.
const TALLEST_ROW: f32 = 0.35;

impl Setter<'_> {
    /// A table.
    pub(super) fn table(&mut self, table: &Table, measure: &Measure) -> Vec<Slab> {
        let look = Look { size: self.theme.table, ..measure.look.clone() };
        let cell = Measure { look, leading: self.theme.table_leading, ..measure.clone() };
        let Some(widths) = self.widths(table, &cell) else { return self.rows_as_list(table, measure) };
        let mut slabs = Vec::with_capacity(table.rows.len() + 1);
        let has_head = table.head.cells.iter().any(|cell| !cell.is_empty());
        if has_head {
            slabs.push(self.row(&table.head, table, &widths, &cell, true));
        }
        for row in &table.rows {
            slabs.push(self.row(row, table, &widths, &cell, false));
        }
        if slabs.iter().any(|slab| slab.height > measure.height * TALLEST_ROW) {
            return self.rows_as_list(table, measure);
        }
        let count = slabs.len();
        let height: Pt = slabs.iter().map(|slab| slab.height).sum();
        let whole = height <= measure.height * WHOLE_UP_TO;
        for (index, slab) in slabs.iter_mut().enumerate() {
            // The head stays with two rows, and no row stands alone.
            let stays = index + 1 < count && (whole || index < 2 || index + 2 == count);
            slab.keep = if stays { Keep::Must } else { Keep::Free };
        }
        if has_head {
            let head = Arc::new(decoration(&slabs[0]));
            slabs.iter_mut().skip(1).for_each(|slab| slab.resume = Some(Arc::clone(&head)));
        }
        wrap(&mut slabs, &Tag::Table);
        slabs
    }

    /// Width of each column, padding included; `None` when the table does not fit.
    fn widths(&mut self, table: &Table, cell: &Measure) -> Option<Vec<Pt>> {
        let mut extents = vec![Extent::default(); table.align.len()];
        for (row, head) in
            std::iter::once((&table.head, true)).chain(table.rows.iter().map(|row| (row, false)))
        {
            for (extent, content) in extents.iter_mut().zip(&row.cells) {
                let cell = self.engine.extent(&self.cell_text(content, cell, head));
                extent.natural = extent.natural.max(cell.natural);
                extent.word = extent.word.max(cell.word);
            }
        }
        let free = cell.width - PAD * 2.0 * extents.len() as f32;
        let natural: Pt = extents.iter().map(|extent| extent.natural).sum();
        if natural <= free {
            return Some(extents.iter().map(|extent| extent.natural + PAD * 2.0).collect());
        }
        let least = |extent: &Extent| extent.word.min(WORD_CAP).max(Pt(8.0)).min(extent.natural.max(Pt(8.0)));
        let needed: Pt = extents.iter().map(least).sum();
        if needed > free {
            return None;
        }
        // What is left goes to the columns by how much they lack, its root: long cells wrap more.
        let wish = |extent: &Extent| (extent.natural - least(extent)).0.max(0.0).sqrt();
        let wishes: f32 = extents.iter().map(wish).sum();
        let share = |extent: &Extent| {
            let extra = (free - needed) * if wishes > 0.0 { wish(extent) / wishes } else { 0.0 };
            least(extent) + extra + PAD * 2.0
        };
        Some(extents.iter().map(share).collect())
    }

    fn cell_text(&self, content: &[Inline], cell: &Measure, head: bool) -> Rich {
        let look = if head { bold(&cell.look) } else { cell.look.clone() };
        self.rich(content, &look)
    }

    fn row(&mut self, row: &Row, table: &Table, widths: &[Pt], cell: &Measure, head: bool) -> Slab {
        let mut marks = Vec::new();
        let mut height = cell.leading;
        let whole: Pt = widths.iter().copied().sum();
        let mut x = if cell.to_left { cell.start(Pt::ZERO) } else { cell.x };
        for ((content, &width), &align) in row.cells.iter().zip(widths).zip(&table.align) {
            let text = self.cell_text(content, cell, head);
            let setting = Setting {
                width: width - PAD * 2.0,
                language: self.language,
                justified: false,
                whole_words: false,
            };
            let lines = self.engine.paragraph(&text, setting);
            // Columns follow each other from where lines begin.
            let left = if cell.to_left { x - width } else { x };
            marks.push(Mark::Open { tag: if head { Tag::HeadCell } else { Tag::Cell }, starts: true });
            height = height.max(cell.leading * lines.len() as f32);
            for (index, line) in lines.into_iter().enumerate() {
                let y = ROW_PAD + cell.leading * index as f32 + cell.base_line();
                let start = left + PAD + offset(align, &line, width - PAD * 2.0, cell.to_left);
                marks.extend(line.marks.into_iter().map(|mark| mark.moved(start, y)));
            }
            marks.push(Mark::Close);
            x = if cell.to_left { left } else { x + width };
        }
        let height = height + ROW_PAD * 2.0;
        let (x, width) = (cell.start(whole), whole);
        let rule = |y: Pt| Mark::Stroke {
            points: vec![Point { x, y }, Point { x: x + width, y }],
            width: Pt(0.4),
            colour: self.theme.hairline,
        };
        if head {
            let ground = Rect { x, y: Pt::ZERO, width, height };
            marks.insert(0, Mark::Fill(ground, self.theme.shade));
        }
        marks.push(rule(height));
        let path = vec![Step { tag: Tag::Row, starts: true }];
        Slab { height, marks, path, ..Slab::default() }
    }

    /// The columns' names, then each row as a paragraph: its first cell in bold, the others behind their names.
    fn rows_as_list(&mut self, table: &Table, measure: &Measure) -> Vec<Slab> {
        let heavy = bold(&measure.look);
        let quiet = Look { colour: self.theme.muted, ..inline::italic(&measure.look) };
        let mut names = Rich::default();
        for name in table.head.cells.iter().filter(|name| !name.is_empty()) {
            if !names.text.is_empty() {
                names.push(" · ", &quiet);
            }
            inline::push(name, &quiet, self.theme, &mut names);
        }
        let mut slabs = kept(self.text(&names, measure));
        for row in &table.rows {
            let mut text = Rich::default();
            for (index, (name, content)) in table.head.cells.iter().zip(&row.cells).enumerate() {
                if index == 0 {
                    inline::push(content, &heavy, self.theme, &mut text);
                } else if !content.is_empty() {
                    text.push(if text.text.is_empty() { "" } else { " · " }, &quiet);
                    inline::push(name, &quiet, self.theme, &mut text);
                    text.push(if name.is_empty() { "" } else { ": " }, &quiet);
                    inline::push(content, &measure.look, self.theme, &mut text);
                }
            }
            let mut row = self.text(&text, measure);
            if let (Some(first), false) = (row.first_mut(), slabs.is_empty()) {
                first.gap = self.theme.item_gap * 1.5;
            }
            slabs.append(&mut row);
        }
        if let Some(last) = slabs.last_mut() {
            last.keep = Keep::Free;
        }
        slabs
    }
}

/// What `slab` shows, without being a part of anything: it stands there a second time.
fn decoration(slab: &Slab) -> Slab {
    let marks =
        slab.marks.iter().filter(|mark| !matches!(mark, Mark::Open { .. } | Mark::Close | Mark::Link(..)));
    Slab { height: slab.height, marks: marks.cloned().collect(), ..Slab::default() }
}

fn offset(align: Align, line: &Line, width: Pt, to_left: bool) -> Pt {
    match align {
        Align::Default if to_left => (width - line.width).max(Pt::ZERO),
        Align::Default => line.start(width),
        Align::Left => Pt::ZERO,
        Align::Center => (width - line.width).max(Pt::ZERO) / 2.0,
        Align::Right => (width - line.width).max(Pt::ZERO),
    }
}
