//! What stands on every page around its columns: running head, topic, page number.

use super::content::Setter;
use super::font::Face;
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
    let count = paper.pages.len();
    let foot = theme.page_height - theme.margin - theme.small * 0.25;
    let head = theme.margin + theme.small;
    let (topics, questions) = (Titles::of(paper, 0), Titles::of(paper, 1));
    let on_page = |index| (topics.on(index, paper), questions.on(index, paper));
    let titles: Vec<(String, String)> = (0..count).map(on_page).collect();
    for (index, (topic, question)) in titles.into_iter().enumerate() {
        let left = match (topic.as_str(), theme.header > Pt::ZERO) {
            ("", _) => paper.title.clone(),
            (topic, true) => topic.to_string(),
            (topic, false) => format!("{} · {topic}", paper.title),
        };
        let right = format!("page {} of {count}", index + 1);
        let mut marks = line(&mut setter, &left, &right, foot);
        if theme.header > Pt::ZERO && index > 0 {
            marks.append(&mut line(&mut setter, &paper.title, &question, head));
            let y = head + theme.small * 0.6;
            let points = vec![Point { x: theme.margin, y }, Point { x: theme.page_width - theme.margin, y }];
            marks.push(Mark::Stroke { points, width: Pt(0.4), colour: theme.hairline });
        }
        paper.pages[index].marks.append(&mut marks);
    }
}

/// What pages show, by page: titles of one level. Where one of a higher level begins, none goes on.
struct Titles<'a> {
    level: usize,
    lines: Vec<&'a Bookmark>,
}

impl<'a> Titles<'a> {
    fn of(paper: &'a Paper, level: usize) -> Self {
        Self { level, lines: paper.outline.iter().filter(|line| line.level <= level).collect() }
    }

    /// The title that the page opens with; where none goes on there, the first that begins there.
    fn on(&self, page: usize, paper: &Paper) -> String {
        let is_wanted = |line: &&Bookmark| line.level == self.level;
        let first = self.lines.partition_point(|line| line.at.page < page);
        let before = first.checked_sub(1).map(|index| self.lines[index]).filter(is_wanted);
        let mut on_page = self.lines[first..].iter().copied().take_while(|line| line.at.page == page);
        let here = on_page.clone().find(is_wanted);
        // A title at the very head of the page leaves nothing of the one before it.
        let opens = on_page.next().is_some_and(|line| is_head(&paper.pages[page], line.at.at));
        let title = if opens { here } else { before.or(here) };
        title.map_or_else(String::new, |line| line.title.clone())
    }
}

/// Whether no text on the page stands above or left of `at`.
fn is_head(page: &Page, at: Point) -> bool {
    let is_before = |run: &GlyphRun| run.at.x < at.x || run.at.y < at.y;
    !page.marks.iter().any(|mark| matches!(mark, Mark::Glyphs(run) if is_before(run)))
}

fn line(setter: &mut Setter, left: &str, right: &str, y: Pt) -> Vec<Mark> {
    let theme = setter.theme;
    let look = Look::new(Face::SANS, theme.small, theme.muted);
    let width = theme.page_width - theme.margin * 2.0;
    let right = shortened(setter, right, &look, width * 0.6);
    let taken = setter.width(&right, &look);
    let left = shortened(setter, left, &look, width - taken - Pt(20.0));
    let mut marks = setter.marks(&Rich::of(&left, &look), Point { x: theme.margin, y });
    let x = theme.page_width - theme.margin - taken;
    marks.append(&mut setter.marks(&Rich::of(&right, &look), Point { x, y }));
    marks
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
