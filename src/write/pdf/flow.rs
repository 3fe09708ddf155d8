//! Slabs into columns and pages.

use super::page::{Bookmark, Mark, Page, Point, Rect};
use super::theme::{Colour, Theme};
use super::units::Pt;

/// A horizontal slice that is never cut: a line of text, a row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slab {
    /// Its height.
    pub height: Pt,
    /// Free above it, but not at the head of a column.
    pub gap: Pt,
    /// Whether it must stand in the same column as the next.
    pub keep: bool,
    /// What stands in it, from its upper left corner.
    pub marks: Vec<Mark>,
    /// What runs behind it and joins with the same rail of its neighbours.
    pub rails: Vec<Rail>,
    /// Lines of the outline that lead here: level and title.
    pub bookmarks: Vec<(usize, String)>,
}

/// A band down the column: a code block's ground, a quote's bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rail {
    /// From the column's left edge.
    pub x: Pt,
    /// Its width.
    pub width: Pt,
    /// Its colour.
    pub colour: Colour,
    /// Whether it starts here, so that it does not join with one above.
    pub starts: bool,
}

impl Rail {
    fn joins(&self, above: &Self) -> bool {
        !self.starts && (self.x, self.width, self.colour) == (above.x, above.width, above.colour)
    }
}

/// Runs `rail` behind `slabs`.
pub fn lay_rail(slabs: &mut [Slab], rail: Rail) {
    for (index, slab) in slabs.iter_mut().enumerate() {
        slab.rails.push(Rail { starts: index == 0, ..rail });
    }
}

/// Fills columns and pages with `slabs`. The columns of the last page end at about the same height.
pub fn paginate(slabs: Vec<Slab>, theme: &Theme) -> (Vec<Page>, Vec<Bookmark>) {
    let (mut pages, mut outline) = (Vec::new(), Vec::new());
    let mut cuts = Vec::new();
    let mut start = 0;
    while start < slabs.len() {
        let height = page_height(&slabs[start..], theme);
        for _ in 0..theme.columns {
            start += column(&slabs[start..], height);
            cuts.push(start);
        }
    }
    let mut rest = slabs.into_iter();
    let mut done = 0;
    for (index, on_page) in cuts.chunks(theme.columns).enumerate() {
        let mut marks = Vec::new();
        let mut foot = theme.margin;
        for (column, &cut) in on_page.iter().enumerate() {
            let origin = Point { x: column_start(column, theme), y: theme.margin };
            let filled = rest.by_ref().take(cut - done);
            foot = foot.max(place(filled, index, origin, &mut marks, &mut outline));
            done = cut;
        }
        marks.extend((1..theme.columns).map(|column| column_rule(column, foot, theme)));
        pages.push(Page { width: theme.page_width, height: theme.page_height, marks });
    }
    (pages, outline)
}

fn column_start(column: usize, theme: &Theme) -> Pt {
    theme.margin + (theme.column_width() + theme.gutter) * column as f32
}

/// How many of `slabs` stand in a column of this height: at least one, if there is one.
fn column(slabs: &[Slab], height: Pt) -> usize {
    let mut used = Pt::ZERO;
    let mut good = 0;
    for (index, slab) in slabs.iter().enumerate() {
        let gap = if index == 0 { Pt::ZERO } else { slab.gap };
        used += gap + slab.height;
        if used > height {
            // A chain of kept slabs taller than a column is cut where the column is full.
            return if good > 0 { good } else { index.max(1) };
        }
        if !slab.keep || index + 1 == slabs.len() {
            good = index + 1;
        }
    }
    good
}

/// The full height, or on the last page the least that holds all of `slabs` in its columns.
fn page_height(slabs: &[Slab], theme: &Theme) -> Pt {
    let full = theme.column_height();
    if !fits_page(slabs, full, theme.columns) {
        return full;
    }
    let (mut low, mut high) = (0.0, full.0);
    while high - low > 1.0 {
        let middle = (low + high) / 2.0;
        if fits_page(slabs, Pt(middle), theme.columns) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Pt(high)
}

fn fits_page(slabs: &[Slab], height: Pt, columns: usize) -> bool {
    let mut start = 0;
    for _ in 0..columns {
        let count = column(&slabs[start..], height);
        if slabs[start..start + count].iter().map(|slab| slab.height).sum::<Pt>() > height {
            return false;
        }
        start += count;
    }
    start == slabs.len()
}

/// Puts `slabs` one below the other from `origin` on, and says where they end.
fn place(
    slabs: impl Iterator<Item = Slab>,
    page: usize,
    origin: Point,
    marks: &mut Vec<Mark>,
    outline: &mut Vec<Bookmark>,
) -> Pt {
    let mut y = origin.y;
    let mut open: Vec<(Rail, Pt)> = Vec::new();
    let mut behind = Vec::new();
    let mut front = Vec::new();
    let close = |(rail, from): (Rail, Pt), to: Pt| {
        let area = Rect { x: origin.x + rail.x, y: from, width: rail.width, height: to - from };
        Mark::Fill(area, rail.colour)
    };
    for (index, slab) in slabs.enumerate() {
        let top = if index == 0 { y } else { y + slab.gap };
        let goes_on = |open: &(Rail, Pt)| slab.rails.iter().any(|rail| rail.joins(&open.0));
        let (go_on, ended): (Vec<_>, Vec<_>) = open.into_iter().partition(goes_on);
        behind.extend(ended.into_iter().map(|ended| close(ended, y)));
        open = go_on;
        for rail in &slab.rails {
            if !open.iter().any(|(above, _)| rail.joins(above)) {
                open.push((*rail, top));
            }
        }
        for (level, title) in slab.bookmarks {
            outline.push(Bookmark { title, level, page, at: Point { x: origin.x, y: top } });
        }
        front.extend(slab.marks.into_iter().map(|mark| mark.moved(origin.x, top)));
        y = top + slab.height;
    }
    behind.extend(open.into_iter().map(|ended| close(ended, y)));
    marks.append(&mut behind);
    marks.append(&mut front);
    y
}

/// The hair line left of a column, down to `foot`.
fn column_rule(column: usize, foot: Pt, theme: &Theme) -> Mark {
    let x = column_start(column, theme) - theme.gutter / 2.0;
    let points = vec![Point { x, y: theme.margin }, Point { x, y: foot }];
    Mark::Stroke { points, width: Pt(0.4), colour: theme.hairline }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slab(height: f32, keep: bool) -> Slab {
        Slab { height: Pt(height), keep, ..Slab::default() }
    }

    #[test]
    fn a_column_ends_before_what_must_stay_together() {
        let slabs = [slab(10.0, false), slab(10.0, true), slab(10.0, true), slab(10.0, false)];
        assert_eq!(column(&slabs, Pt(35.0)), 1);
        assert_eq!(column(&slabs, Pt(40.0)), 4);
    }

    #[test]
    fn a_chain_taller_than_the_column_is_cut_and_not_lost() {
        let slabs = [slab(10.0, true), slab(10.0, true), slab(10.0, true)];
        assert_eq!(column(&slabs, Pt(25.0)), 2);
        assert_eq!(column(&slabs, Pt(5.0)), 1);
    }

    #[test]
    fn the_columns_of_the_last_page_are_even() {
        let theme = Theme::cheatsheet();
        let slabs = vec![slab(10.0, false); 9];
        let height = page_height(&slabs, &theme);
        assert!((30.0..32.0).contains(&height.0), "{height:?}");
    }
}
