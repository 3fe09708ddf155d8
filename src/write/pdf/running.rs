//! What stands on every page around its columns: running head, topic, page number.

use super::content::Setter;
use super::font::Face;
use super::language::Language;
use super::page::{Bookmark, GlyphRun, Mark, Page, Paper, Point};
use super::picture::Pictures;
use super::shape::Shaper;
use super::text::{Look, Rich};
use super::theme::Theme;
use super::units::Pt;

/// Puts the footer of each page, and the head where the theme has room for one.
pub fn running(paper: &mut Paper, theme: &Theme) {
    let mut shaper = Shaper::new(&theme.fonts);
    let pictures = Pictures::default();
    let mut setter = Setter::new(&mut shaper, theme, &pictures);
    setter.language = Language::of(&paper.language);
    let count = paper.pages.len();
    let foot = theme.page_height - theme.margin - theme.small * 0.25;
    let head = theme.margin + theme.small;
    let column = theme.column_width();
    let (topics, questions) = (Titles::of(paper, 0, column), Titles::of(paper, 1, column));
    let on_page = |index| (topics.on(index, paper), questions.on(index, paper));
    let titles: Vec<(String, String)> = (0..count).map(on_page).collect();
    for (index, (topic, question)) in titles.into_iter().enumerate() {
        let start = match (topic.as_str(), theme.header > Pt::ZERO) {
            ("", _) => paper.title.clone(),
            (topic, true) => topic.to_string(),
            (topic, false) => format!("{} · {topic}", paper.title),
        };
        let end = format!("page {} of {count}", index + 1);
        let mut marks = line(&mut setter, &start, &end, foot);
        if theme.header > Pt::ZERO && index > 0 {
            marks.append(&mut line(&mut setter, &paper.title, &question, head));
            let y = head + theme.small * 0.6;
            let points = vec![Point { x: theme.margin, y }, Point { x: theme.page_width - theme.margin, y }];
            marks.push(Mark::Stroke { points, width: Pt(0.4), colour: theme.hairline });
        }
        paper.pages[index].marks.append(marks);
    }
}

/// What pages show, by page: titles of one level. Where one of a higher level begins, none goes on.
struct Titles<'a> {
    level: usize,
    /// Width of a column.
    column: Pt,
    lines: Vec<&'a Bookmark>,
}

impl<'a> Titles<'a> {
    fn of(paper: &'a Paper, level: usize, column: Pt) -> Self {
        Self { level, column, lines: paper.outline.iter().filter(|line| line.level <= level).collect() }
    }

    /// The title that the page opens with; where none goes on there, the first that begins there.
    fn on(&self, page: usize, paper: &Paper) -> String {
        let is_wanted = |line: &&Bookmark| line.level == self.level;
        let first = self.lines.partition_point(|line| line.at.page < page);
        let before = first.checked_sub(1).map(|index| self.lines[index]).filter(is_wanted);
        let mut on_page = self.lines[first..].iter().copied().take_while(|line| line.at.page == page);
        let here = on_page.clone().find(is_wanted);
        // A title at the very head of the page leaves nothing of the one before it.
        let opens = on_page.next().is_some_and(|line| is_head(&paper.pages[page], line.at.at, self.column));
        let title = if opens { here } else { before.or(here) };
        title.map_or_else(String::new, |line| line.title.clone())
    }
}

/// Whether the text that the page opens with stands in the column that begins at `at`.
fn is_head(page: &Page, at: Point, column: Pt) -> bool {
    let is_here = |run: &GlyphRun| run.at.y >= at.y && (at.x..=at.x + column).contains(&run.at.x);
    let mut runs =
        page.marks.iter().filter_map(|mark| if let Mark::Glyphs(run) = mark { Some(run) } else { None });
    runs.next().is_none_or(is_here)
}

fn line(setter: &mut Setter, start: &str, end: &str, y: Pt) -> Vec<Mark> {
    let theme = setter.theme;
    let look = Look::new(Face::SANS, theme.small, theme.muted);
    let width = theme.page_width - theme.margin * 2.0;
    let end = shortened(setter, end, &look, width * 0.6);
    let taken = setter.width(&end, &look);
    let start = shortened(setter, start, &look, width - taken - Pt(20.0));
    let line = Strip { x: theme.margin, width, y };
    let mut marks = line.text(setter, Edge::Start, &Rich::of(&start, &look));
    marks.append(&mut line.text(setter, Edge::End, &Rich::of(&end, &look)));
    marks
}

/// A line of its own around what is printed.
#[derive(Clone, Copy)]
pub struct Strip {
    /// Left edge.
    pub x: Pt,
    /// Width.
    pub width: Pt,
    /// Base line.
    pub y: Pt,
}

/// An end of a line.
#[derive(Clone, Copy, PartialEq)]
pub enum Edge {
    /// Where the language begins its lines.
    Start,
    /// Where it ends them.
    End,
}

impl Strip {
    /// Text at one of its ends.
    pub fn text(self, setter: &mut Setter, edge: Edge, text: &Rich) -> Vec<Mark> {
        let free = self.width - setter.engine.extent(text).natural;
        let at_left = (edge == Edge::Start) != setter.language.to_left;
        let x = if at_left { self.x } else { self.x + free };
        setter.marks(text, Point { x, y: self.y })
    }
}

/// `text`, cut with an ellipsis where it is wider than `width`.
pub fn shortened(setter: &mut Setter, text: &str, look: &Look, width: Pt) -> String {
    let mut text = text.replace('\n', " ");
    if setter.width(&text, look) <= width {
        return text;
    }
    // What is left after the first guess is cut letter by letter.
    let most = (width.0 / look.size.0 * 4.0) as usize;
    text = text.chars().take(most).collect();
    while !text.is_empty() && setter.width(&format!("{text}…"), look) > width {
        text.pop();
    }
    text.push('…');
    text
}
