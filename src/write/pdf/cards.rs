//! Cards to cut out: the question in front, the short answer behind or beside it.

use crate::model::{Block, Collection, Note};

use super::cheatsheet::goes_on;
use super::choice;
use super::content::{Measure, Setter};
use super::flow::lay;
use super::font::Face;
use super::inline::bold;
use super::item;
use super::language::Language;
use super::options::{CardBacks, Options};
use super::page::{Bookmark, Mark, Page, Paper, Place, Places, Point, Rect};
use super::picture::Pictures;
use super::running::{Edge, Strip, shortened};
use super::set_parts;
use super::shape::Shaper;
use super::slab::{Slab, wrap, wrap_foreign};
use super::tag::Tag;
use super::text::{Look, Rich};
use super::theme::{Part, Theme};
use super::topics::{self, topic_of};
use super::units::{Mm, Pt};

/// Cards beside each other.
const COLUMNS: usize = 2;
/// How much smaller text is tried, one after the other, before it is cut.
const SMALLER: [f32; 5] = [1.0, 0.92, 0.85, 0.79, 0.74];
/// Crop marks stand this far off the corners that they mark,
const CROP_GAP: Pt = Pt(3.0);
/// and are so long.
const CROP_LENGTH: Pt = Pt(11.0);

/// Sets a card for each note of `collection` that has an answer. What does not fit goes on in the handbook, whose
/// `places` are given if one is made.
pub fn cards(collection: &Collection, theme: &Theme, options: &Options, places: Option<&Places>) -> Paper {
    let grid = Grid::new(theme, options);
    let topics = topics::topics(collection);
    let notes: Vec<&Note> = topics.iter().flat_map(|topic| topic.notes.iter().copied()).collect();
    let pictures = Pictures::of(collection);
    let language = topics::language(collection).to_string();
    let mut paper = Paper { title: collection.name.clone(), language, ..Paper::default() };
    let faces = set_parts(&notes, &theme.fonts, &mut paper.missing, |shaper, note| {
        let card = Card { note, theme, grid: &grid, pictures: &pictures, collection, places };
        [card.front(shaper), card.back(shaper)]
    });
    let mut faces = faces.into_iter();
    let mut first = 0;
    while first < notes.len() {
        let on_sheet: Vec<[Vec<Mark>; 2]> = faces.by_ref().take(grid.cards()).collect();
        let count = on_sheet.len();
        let page = paper.pages.len();
        for (index, note) in notes[first..first + count].iter().enumerate() {
            let corner = grid.front(index);
            let at = Place { page, at: Point { x: corner.x, y: corner.y } };
            paper.anchors.insert(note.guid.as_str().into(), at);
            let topic = topic_of(note);
            if first + index == 0 || topic_of(notes[first + index - 1]) != topic {
                paper.outline.push(Bookmark { title: topic.to_string(), level: 0, at });
            }
        }
        grid.pages(on_sheet, &mut paper.pages);
        first += count;
    }
    if paper.pages.is_empty() {
        grid.pages(Vec::new(), &mut paper.pages);
    }
    footers(&mut paper, theme, &grid);
    paper
}

/// Where the faces of the cards lie on a sheet: in its middle, so that front and back page meet.
struct Grid {
    page: (Pt, Pt),
    /// Upper left corner of the first face.
    origin: Point,
    /// Width and height of a face.
    face: (Pt, Pt),
    rows: usize,
    backs: CardBacks,
    /// Free between a face's edge and its text.
    padding: Pt,
    theme_hairline: super::theme::Colour,
}

impl Grid {
    fn new(theme: &Theme, options: &Options) -> Self {
        let (page_width, page_height) = (theme.page_width, theme.page_height);
        let strip = theme.header.max(theme.footer);
        let origin = Point { x: theme.margin, y: theme.margin + strip };
        let rows = options.cards_per_sheet.rows();
        let width = (page_width - origin.x * 2.0) / COLUMNS as f32;
        let height = (page_height - origin.y * 2.0) / rows as f32;
        Self {
            page: (page_width, page_height),
            origin,
            face: (width, height),
            rows,
            backs: options.card_backs,
            padding: theme.gutter / 2.0,
            theme_hairline: theme.hairline,
        }
    }

    /// Cards on a sheet.
    fn cards(&self) -> usize {
        match self.backs {
            CardBacks::Fold => self.rows,
            CardBacks::LongEdge | CardBacks::ShortEdge => self.rows * COLUMNS,
        }
    }

    fn at(&self, column: usize, row: usize) -> Rect {
        let (width, height) = self.face;
        let (x, y) = (self.origin.x + width * column as f32, self.origin.y + height * row as f32);
        Rect { x, y, width, height }
    }

    fn front(&self, card: usize) -> Rect {
        match self.backs {
            CardBacks::Fold => self.at(0, card),
            CardBacks::LongEdge | CardBacks::ShortEdge => self.at(card % COLUMNS, card / COLUMNS),
        }
    }

    /// Where the back of a card lies on its page: behind its front, once the sheet is turned over the edge that the
    /// printer turns it over. A sheet that stands has its longer edges left and right.
    fn back(&self, card: usize) -> Rect {
        let (column, row) = (card % COLUMNS, card / COLUMNS);
        let stands = self.page.0 <= self.page.1;
        match (self.backs, stands) {
            (CardBacks::Fold, _) => self.at(1, card),
            (CardBacks::LongEdge, true) | (CardBacks::ShortEdge, false) => self.at(COLUMNS - 1 - column, row),
            (CardBacks::ShortEdge, true) | (CardBacks::LongEdge, false) => {
                self.at(column, self.rows - 1 - row)
            }
        }
    }

    /// Appends the page or pages of a sheet.
    fn pages(&self, cards: Vec<[Vec<Mark>; 2]>, pages: &mut Vec<Page>) {
        let (width, height) = self.page;
        let place = |marks: Vec<Mark>, at: Rect, page: &mut Vec<Mark>| {
            page.extend(marks.into_iter().map(|mark| mark.moved(at.x, at.y)));
        };
        let (mut front, mut back) = (self.crop_marks(), self.crop_marks());
        let is_fold = self.backs == CardBacks::Fold;
        for (card, [question, answer]) in cards.into_iter().enumerate() {
            place(question, self.front(card), &mut front);
            place(answer, self.back(card), if is_fold { &mut front } else { &mut back });
        }
        pages.push(Page { width, height, marks: front.into() });
        if !is_fold {
            pages.push(Page { width, height, marks: back.into() });
        }
    }

    /// Where to cut, beside the grid and as crosses inside of it; where to fold, as dashes.
    fn crop_marks(&self) -> Vec<Mark> {
        let stroke = |from: (Pt, Pt), to: (Pt, Pt)| Mark::Stroke {
            points: vec![Point { x: from.0, y: from.1 }, Point { x: to.0, y: to.1 }],
            width: Pt(0.4),
            colour: self.theme_hairline,
        };
        let (left, top) = (self.origin.x, self.origin.y);
        let (right, bottom) = (self.page.0 - left, self.page.1 - top);
        let is_fold = self.backs == CardBacks::Fold;
        let mut marks = Vec::new();
        for column in 0..=COLUMNS {
            let x = left + self.face.0 * column as f32;
            for (from, to) in [
                (top - CROP_GAP - CROP_LENGTH, top - CROP_GAP),
                (bottom + CROP_GAP, bottom + CROP_GAP + CROP_LENGTH),
            ] {
                marks.push(stroke((x, from), (x, to)));
            }
        }
        for row in 0..=self.rows {
            let y = top + self.face.1 * row as f32;
            for (from, to) in [
                (left - CROP_GAP - CROP_LENGTH, left - CROP_GAP),
                (right + CROP_GAP, right + CROP_GAP + CROP_LENGTH),
            ] {
                marks.push(stroke((from, y), (to, y)));
            }
            if row > 0 && row < self.rows && !is_fold {
                let (x, arm) = (left + self.face.0, Pt(4.0));
                marks.push(stroke((x - arm, y), (x + arm, y)));
                marks.push(stroke((x, y - arm), (x, y + arm)));
            }
        }
        if is_fold {
            let x = left + self.face.0;
            let dashes = ((bottom - top) / Pt(8.0)).floor() as usize;
            marks.extend((0..dashes).map(|dash| {
                let y = top + Pt(8.0) * dash as f32;
                stroke((x, y), (x, y + Pt(3.0)))
            }));
        }
        marks
    }
}

/// A card that is being set.
struct Card<'a> {
    note: &'a Note,
    theme: &'a Theme,
    grid: &'a Grid,
    pictures: &'a Pictures<'a>,
    collection: &'a Collection,
    places: Option<&'a Places>,
}

impl Card<'_> {
    /// The question, in the middle.
    fn front(&self, shaper: &mut Shaper) -> Vec<Mark> {
        self.face(shaper, true, |setter, measure| {
            let theme = setter.theme;
            let look = Look { size: theme.topic, colour: theme.accent, ..bold(&measure.look) };
            let text = setter.rich(&self.note.draft.question, &look);
            let question = Measure { leading: theme.topic * 1.25, ..measure.with(look) };
            let mut slabs = setter.title(&text, &question);
            wrap(&mut slabs, &Tag::Heading(2));
            slabs.append(&mut setter.blocks(&choice::question(self.note), measure));
            slabs
        })
    }

    /// The short answer, from the top.
    fn back(&self, shaper: &mut Shaper) -> Vec<Mark> {
        let blocks = item::short_answer(self.note);
        let plain = if self.theme.includes(Part::Code) { None } else { item::without_code(blocks) };
        let blocks: &[Block] = plain.as_deref().unwrap_or(blocks);
        self.face(shaper, false, |setter, measure| {
            let mut slabs = setter.blocks(&choice::answer(self.note, item::between_rules(blocks)), measure);
            if setter.theme.includes(Part::Links) {
                let mut links = item::links(setter, self.note, &slabs);
                slabs.append(&mut links);
            }
            slabs
        })
    }

    /// What `set` sets, smaller where it is too tall, cut where even that is; topic above and short id below.
    fn face(
        &self,
        shaper: &mut Shaper,
        is_front: bool,
        set: impl Fn(&mut Setter, &Measure) -> Vec<Slab>,
    ) -> Vec<Mark> {
        let Grid { face: (width, height), padding, .. } = *self.grid;
        let strip = self.theme.small * 1.6;
        let inner = Rect {
            x: padding,
            y: padding + strip,
            width: width - padding * 2.0,
            height: height - (padding + strip) * 2.0,
        };
        let mut slabs = Vec::new();
        for factor in SMALLER {
            let theme = self.theme.smaller(factor);
            let is_last = Some(&factor) == SMALLER.last();
            let mut setter = self.setter(shaper, &theme);
            let measure = Measure::frame(&theme, inner.width, inner.height);
            slabs = set(&mut setter, &measure);
            if item::height(&slabs) <= inner.height {
                break;
            }
            if is_last {
                let pointer = item::pointer(&mut setter, &goes_on(self.note, self.places), None, &measure);
                slabs = item::cut(slabs, inner.height, pointer);
            }
        }
        let free = (inner.height - item::height(&slabs)).max(Pt::ZERO);
        let drop = if is_front { free / 2.0 } else { Pt::ZERO };
        wrap(&mut slabs, &Tag::Section);
        let language = topics::language_of(self.note, self.collection);
        wrap_foreign(&mut slabs, language, topics::language(self.collection));
        let framed = lay(slabs, inner.height);
        let mut marks = self.corners(shaper, inner, is_front);
        marks.extend(framed.marks.into_iter().map(|mark| mark.moved(inner.x, inner.y + drop)));
        marks
    }

    fn setter<'a>(&'a self, shaper: &'a mut Shaper, theme: &'a Theme) -> Setter<'a> {
        let mut setter = Setter::new(shaper, theme, self.pictures);
        setter.language = Language::of(topics::language_of(self.note, self.collection));
        setter
    }

    /// Topic and difficulty above, the short id below.
    fn corners(&self, shaper: &mut Shaper, inner: Rect, is_front: bool) -> Vec<Mark> {
        let theme = self.theme;
        let mut setter = self.setter(shaper, theme);
        let look = Look::new(Face::SANS, theme.small, theme.muted);
        let id = Rich::of(self.note.short_id(), &item::id_look(theme));
        let head = Strip { x: inner.x, width: inner.width, y: inner.y - theme.small * 0.8 };
        let foot = Strip { y: inner.y + inner.height + theme.small * 1.3, ..head };
        let mut marks = vec![Mark::Open { tag: Tag::Paragraph, starts: true }];
        let dots = self.note.draft.difficulty.map_or("", item::dots);
        let dots_width = setter.width(dots, &look);
        let topic = shortened(&mut setter, topic_of(self.note), &look, inner.width - dots_width - Pt(10.0));
        marks.append(&mut head.text(&mut setter, Edge::Start, &Rich::of(&topic, &look)));
        if !dots.is_empty() && is_front {
            marks.append(&mut head.text(&mut setter, Edge::End, &Rich::of(dots, &look)));
        }
        marks.append(&mut foot.text(&mut setter, Edge::End, &id));
        marks.push(Mark::Close);
        marks
    }
}

/// The deck's name, which sheet this is, and which side of it.
fn footers(paper: &mut Paper, theme: &Theme, grid: &Grid) {
    let mut shaper = Shaper::new(&theme.fonts);
    let pictures = Pictures::default();
    let mut setter = Setter::new(&mut shaper, theme, &pictures);
    setter.language = Language::of(&paper.language);
    let look = Look::new(Face::SANS, theme.small, theme.muted);
    let sides = if grid.backs == CardBacks::Fold { 1 } else { 2 };
    let sheets = paper.pages.len() / sides;
    // Clear of the crop marks, which stand at the corners and in the middle.
    let edge = theme.margin + Pt::from(Mm(2.0));
    let strip = Strip { x: edge, width: theme.page_width - edge * 2.0, y: theme.page_height - theme.margin };
    for (index, page) in paper.pages.iter_mut().enumerate() {
        let side = match (sides, index % sides) {
            (1, _) => "",
            (_, 0) => ", questions",
            _ => ", answers",
        };
        let sheet = format!("sheet {} of {sheets}{side}", index / sides + 1);
        let title = shortened(&mut setter, &paper.title, &look, grid.face.0 - Pt(20.0));
        page.marks.append(strip.text(&mut setter, Edge::Start, &Rich::of(&title, &look)));
        page.marks.append(strip.text(&mut setter, Edge::End, &Rich::of(&sheet, &look)));
    }
}
