//! Slabs into columns and pages.

use std::sync::Arc;

use super::breaks;
use super::marks::Marks;
use super::page::{Bookmark, Mark, Page, Place, Places, Point, Rect};
use super::slab::{Rail, Slab, Step};
use super::theme::Colour;
use super::units::Pt;

/// A sheet of paper and the columns on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Its width.
    pub width: Pt,
    /// Its height.
    pub height: Pt,
    /// Where the columns stand.
    pub area: Rect,
    /// How many columns.
    pub columns: usize,
    /// Between columns.
    pub gutter: Pt,
    /// Colour of the hair line in the middle of each gutter; `None` for none.
    pub rule: Option<Colour>,
    /// Whether the first column is the one at the right.
    pub to_left: bool,
}

/// Laid out pages.
#[derive(Clone, Debug, Default)]
pub struct Flowed {
    /// The pages.
    pub pages: Vec<Page>,
    /// Where the slabs' bookmarks came to stand, in order.
    pub outline: Vec<Bookmark>,
    /// Where the slabs' anchors came to stand.
    pub anchors: Places,
    /// How full each column is, in order, before what was left over went between its slabs.
    pub columns: Vec<Filled>,
}

/// How full a column is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Filled {
    /// Index of its page.
    pub page: usize,
    /// Height of what stands in it, in shares of the column's.
    pub share: f32,
    /// Whether what follows begins a page, or nothing follows.
    pub last: bool,
}

/// Slabs in a frame.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Framed {
    /// What stands in the frame, from its upper left corner, in order of reading.
    pub marks: Marks,
    /// How much of the frame is used.
    pub height: Pt,
    /// How many slabs did not fit. They are the last ones.
    pub left_out: usize,
}

/// Left over room is never more than this share of the gaps that it goes to.
const STRETCH: f32 = 0.8;

impl Sheet {
    /// Width of a column.
    pub fn column_width(&self) -> Pt {
        let gaps = self.gutter * self.columns.saturating_sub(1) as f32;
        (self.area.width - gaps) / self.columns.max(1) as f32
    }

    /// Left edge of a column.
    pub fn column_start(&self, column: usize) -> Pt {
        let before = if self.to_left { self.columns.saturating_sub(column + 1) } else { column };
        self.area.x + self.step() * before as f32
    }

    /// From one column to the next.
    fn step(&self) -> Pt {
        self.column_width() + self.gutter
    }
}

impl Flowed {
    /// Appends pages that were laid out by themselves.
    pub fn append(&mut self, other: Self) {
        let before = self.pages.len();
        self.pages.extend(other.pages);
        let place = |place: Place| Place { page: place.page + before, ..place };
        self.outline.extend(other.outline.into_iter().map(|line| Bookmark { at: place(line.at), ..line }));
        self.anchors.extend(other.anchors.into_iter().map(|(name, at)| (name, place(at))));
        self.columns
            .extend(other.columns.into_iter().map(|column| Filled { page: column.page + before, ..column }));
    }
}

/// Fills columns and pages with `slabs`, so that the columns of all pages together are as full and their ends as good
/// as can be. Before a new page, and at the end, the columns of a page are equally tall.
pub fn paginate(slabs: Vec<Slab>, sheet: &Sheet) -> Flowed {
    let mut flowed = Flowed::default();
    let mut slabs = slabs.into_iter();
    while !slabs.as_slice().is_empty() {
        let behind_first = &slabs.as_slice()[1..];
        let count = 1 + behind_first.iter().position(|slab| slab.new_page).unwrap_or(behind_first.len());
        fill(&mut slabs, count, sheet, &mut flowed);
    }
    flowed
}

/// Lays `slabs` into a frame of this height, as many of them as fit.
pub fn lay(slabs: Vec<Slab>, height: Pt) -> Framed {
    let count = slabs.len();
    let mut used = Pt::ZERO;
    let heights = slabs.iter().enumerate().map(|(index, slab)| {
        used += slab.height + if index == 0 { Pt::ZERO } else { slab.gap };
        used
    });
    let fitting = heights.take_while(|&used| used <= height + breaks::TOLERANCE).count();
    let mut column = Column::new(Point::default(), 0, 0.0);
    slabs.into_iter().take(fitting).for_each(|slab| column.put(slab));
    let (mut flowed, mut marks) = (Flowed::default(), Marks::default());
    let bottom = column.end(&mut marks, &mut flowed);
    Framed { marks, height: bottom, left_out: count - fitting }
}

/// One run of pages, of the first `count` of `slabs`. They are taken out one by one, and freed as they come to stand on
/// a page: a book has many.
fn fill(slabs: &mut std::vec::IntoIter<Slab>, count: usize, sheet: &Sheet, flowed: &mut Flowed) {
    let ends = breaks::ends(&slabs.as_slice()[..count], sheet.columns.max(1), sheet.area.height);
    let mut done = 0;
    for on_page in ends.chunks(sheet.columns.max(1)) {
        let page = flowed.pages.len();
        let mut marks = Marks::default();
        let mut foot = sheet.area.y;
        for (index, end) in on_page.iter().enumerate() {
            let origin = Point { x: sheet.column_start(index), y: sheet.area.y };
            let here: Vec<Slab> = slabs.by_ref().take(end.slab - done).collect();
            done = end.slab;
            if here.is_empty() {
                continue;
            }
            let more = done < count;
            let (content, stretch) = measure(&here, end.height, more);
            let mut column = Column::new(origin, page, stretch);
            let suspend = here.last().and_then(|slab| slab.suspend.clone()).filter(|_| more);
            here.into_iter().for_each(|slab| column.put(slab));
            if let Some(suspend) = suspend {
                column.put(Slab::clone(&suspend));
            }
            foot = foot.max(column.end(&mut marks, flowed));
            flowed.columns.push(Filled { page, share: content / sheet.area.height, last: !more });
        }
        if let Some(colour) = sheet.rule {
            let rules = (1..sheet.columns).map(|gutter| gutter_rule(sheet, gutter, foot, colour));
            marks.append(rules.collect());
        }
        flowed.pages.push(Page { width: sheet.width, height: sheet.height, marks });
    }
}

/// Height of the slabs of a column, and by how much its gaps are to grow so that it reaches `height`.
fn measure(slabs: &[Slab], height: Pt, more: bool) -> (Pt, f32) {
    let gaps: Pt = slabs.iter().skip(1).map(|slab| slab.gap).sum();
    let around =
        breaks::resumed(&slabs[0]) + if more { breaks::suspended(&slabs[slabs.len() - 1]) } else { Pt::ZERO };
    let content = slabs.iter().map(|slab| slab.height).sum::<Pt>() + gaps + around;
    let left = (height - content).max(Pt::ZERO);
    let stretch = if gaps > Pt::ZERO { (left / gaps).min(STRETCH) } else { 0.0 };
    (content, stretch)
}

/// A column that is being filled.
struct Column {
    origin: Point,
    page: usize,
    stretch: f32,
    y: Pt,
    is_empty: bool,
    rails: Vec<(Rail, Pt)>,
    behind: Vec<Mark>,
    front: Vec<Vec<Mark>>,
    open: Vec<Step>,
    outline: Vec<Bookmark>,
    anchors: Vec<(Arc<str>, Place)>,
}

impl Column {
    fn new(origin: Point, page: usize, stretch: f32) -> Self {
        Self {
            origin,
            page,
            stretch,
            y: origin.y,
            is_empty: true,
            rails: Vec::new(),
            behind: Vec::new(),
            front: Vec::new(),
            open: Vec::new(),
            outline: Vec::new(),
            anchors: Vec::new(),
        }
    }

    fn put(&mut self, mut slab: Slab) {
        let resume = slab.resume.as_deref().filter(|_| self.is_empty).cloned();
        if let Some(resume) = resume {
            self.put(Slab { resume: None, ..resume });
        }
        let gap = if self.is_empty { Pt::ZERO } else { slab.gap * (1.0 + self.stretch) };
        let top = self.y + gap;
        self.carry_rails(&slab, top);
        let place = Place { page: self.page, at: Point { x: self.origin.x, y: top } };
        self.outline.extend(slab.bookmarks.into_iter().map(|(level, title)| Bookmark {
            title,
            level,
            at: place,
        }));
        self.anchors.extend(slab.anchors.into_iter().map(|name| (name, place)));
        self.change_path(&slab.path);
        slab.marks.iter_mut().for_each(|mark| mark.shift(self.origin.x, top));
        self.front.push(slab.marks);
        self.y = top + slab.height;
        self.is_empty = false;
    }

    fn carry_rails(&mut self, slab: &Slab, top: Pt) {
        let goes_on = |open: &(Rail, Pt)| slab.rails.iter().any(|rail| rail.joins(&open.0));
        let (go_on, ended): (Vec<_>, Vec<_>) = std::mem::take(&mut self.rails).into_iter().partition(goes_on);
        self.rails = go_on;
        self.paint(ended);
        for rail in &slab.rails {
            if !self.rails.iter().any(|(above, _)| rail.joins(above)) {
                self.rails.push((*rail, top));
            }
        }
    }

    fn paint(&mut self, ended: Vec<(Rail, Pt)>) {
        for (rail, from) in ended {
            let area = Rect { x: self.origin.x + rail.x, y: from, width: rail.width, height: self.y - from };
            self.behind.push(Mark::Fill(area, rail.colour));
        }
    }

    /// Leaves the elements that end here and enters those that begin.
    fn change_path(&mut self, path: &[Step]) {
        let outermost_first = path.iter().rev();
        let shared = self
            .open
            .iter()
            .zip(outermost_first.clone())
            .take_while(|(open, step)| !step.starts && open.tag == step.tag)
            .count();
        let mut steps: Vec<Mark> = self.open.drain(shared..).map(|_| Mark::Close).collect();
        for step in outermost_first.skip(shared) {
            steps.push(Mark::Open { tag: step.tag.clone(), starts: step.starts });
            self.open.push(step.clone());
        }
        if !steps.is_empty() {
            steps.shrink_to_fit();
            self.front.push(steps);
        }
    }

    /// Hands over what was put, and says where it ends.
    fn end(mut self, marks: &mut Marks, flowed: &mut Flowed) -> Pt {
        let rails = std::mem::take(&mut self.rails);
        self.paint(rails);
        self.change_path(&[]);
        marks.append(self.behind);
        self.front.into_iter().for_each(|part| marks.append(part));
        flowed.outline.append(&mut self.outline);
        flowed.anchors.extend(self.anchors);
        self.y
    }
}

/// The hair line in a gutter, counted from one at the left, down to `foot`.
fn gutter_rule(sheet: &Sheet, gutter: usize, foot: Pt, colour: Colour) -> Mark {
    let x = sheet.area.x + sheet.step() * gutter as f32 - sheet.gutter / 2.0;
    let points = vec![Point { x, y: sheet.area.y }, Point { x, y: foot }];
    Mark::Stroke { points, width: Pt(0.4), colour }
}
