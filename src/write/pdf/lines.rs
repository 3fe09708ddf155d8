//! Line breaking: of all ways to break a paragraph, the one with the least ragged edge.

mod code;
mod ends;
mod visual;

use std::ops::Range;
use std::sync::Arc;

use ends::{Break, opportunities};

use super::direction::Base;
use super::page::{Glyph, GlyphRun, Mark, Point, Rect};
use super::shape::{Cluster, Shaped, Shaper};
use super::tag::Tag;
use super::text::{Engine, Extent, Line, Look, Rich, Setting};
use super::units::Pt;

/// What a break costs beside the room that it leaves: the square of that room's share of the
/// line is counted in hundredths, so that a line one third empty costs 11.
mod cost {
    /// Every line, so that no break makes a paragraph longer without need.
    pub const LINE: f32 = 4.0;
    /// A hyphenated word.
    pub const HYPHEN: f32 = 6.0;
    /// A word that is parted behind its own hyphen or stroke.
    pub const COMPOUND: f32 = 3.0;
    /// A last line that is one short word.
    pub const RUNT: f32 = 5.0;
    /// A break between the names of a path, an address or an expression, behind a sign: rather than to leave two fifths
    /// of the line empty.
    pub const NAMES: f32 = 16.0;
    /// A break inside a name, behind `_` or before a hump: rather than to leave half of the line empty.
    pub const NAME: f32 = 26.0;
    /// A break behind a space that holds words together, for what is wider than a line.
    pub const TIE: f32 = 10.0;
    /// A break at any place, for what is wider than a line.
    pub const ANYWHERE: f32 = 60.0;
    /// A line that is too wide, where nothing can be broken.
    pub const OVERFULL: f32 = 100_000.0;
}

/// Share of its width that a space of a justified line may lose.
const SHRINK: f32 = 0.18;
/// Share of its width by which a space may grow before it shows.
const GROW: f32 = 0.7;
/// Share of its width by which a space grows at most: a line that lacks more stays short.
const LOOSEST: f32 = 1.8;
/// Longer text, in bytes, is set piece by piece: what is known of each character is large.
const LONG: usize = 1 << 15;
/// No line passes more places where it could end: signs without width would let it go on for ever.
const MOST_BREAKS: usize = 400;

impl Engine for Shaper {
    fn paragraph(&mut self, text: &Rich, setting: Setting) -> Vec<Line> {
        if text.text.len() <= LONG {
            return self.broken(text, setting).0;
        }
        let (mut lines, mut start) = (Vec::new(), 0);
        while start < text.text.len() {
            let end = piece_end(&text.text, start);
            let (mut piece, last) = self.broken(&text.piece(start..end), setting);
            // The last line goes on in the next piece, where it is set anew.
            if end < text.text.len() && last > 0 {
                piece.pop();
                start += last;
            } else {
                start = end;
            }
            lines.append(&mut piece);
        }
        lines
    }

    fn verbatim(&mut self, text: &Rich, remarks: &[Range<usize>], width: Pt) -> Vec<Line> {
        self.code(text, remarks, width)
    }

    fn glyphs(&mut self, text: &str, run: &GlyphRun) -> GlyphRun {
        let glyphs = self.word_glyphs(run.font, text);
        GlyphRun { glyphs, text: text.into(), to_left: false, ..*run }
    }

    fn extent(&mut self, text: &Rich) -> Extent {
        let shaped = self.shape(text, Base::Letters { to_left: false });
        let mut extent = Extent::default();
        let (mut line, mut word) = (Pt::ZERO, Pt::ZERO);
        for cluster in &shaped.clusters {
            line += cluster.width;
            word = if cluster.space { Pt::ZERO } else { word + cluster.width };
            if &text.text[cluster.start..cluster.end] == "\n" {
                line = Pt::ZERO;
            }
            extent.natural = extent.natural.max(line);
            extent.word = extent.word.max(word);
        }
        extent
    }
}

/// Where a line starts, and what each of its spaces is wider by.
#[derive(Clone, Copy)]
struct Spaces {
    x: Pt,
    extra: Pt,
}

/// How wide lines are, and how wide they may be.
struct Room {
    width: Pt,
    hyphen: Pt,
    justified: bool,
    /// A last line of one word is a runt where it is shorter.
    runt: Pt,
    /// Width of the clusters before each.
    until: Vec<Pt>,
    /// Width of the spaces among them.
    spaces: Vec<Pt>,
}

impl Room {
    fn of(shaped: &Shaped, setting: Setting, hyphen: Pt) -> Self {
        let Setting { width, justified, whole_words, .. } = setting;
        // What stands small behind the last word of a title does not make up for it.
        let runt = if whole_words { width } else { width * SHORT };
        let mut until = Vec::with_capacity(shaped.clusters.len() + 1);
        let mut spaces = Vec::with_capacity(if justified { shaped.clusters.len() + 1 } else { 0 });
        let (mut all, mut of_spaces) = (Pt::ZERO, Pt::ZERO);
        until.push(all);
        spaces.push(of_spaces);
        for cluster in &shaped.clusters {
            all += cluster.width;
            until.push(all);
            if justified {
                of_spaces += if cluster.space { cluster.width } else { Pt::ZERO };
                spaces.push(of_spaces);
            }
        }
        Self { width, hyphen, justified, runt, until, spaces }
    }

    /// Width of a line without the spaces at its end.
    fn used(&self, shaped: &Shaped, from: Break, to: Break) -> Pt {
        let used = self.until[trimmed(shaped, from.cluster, to.cluster)] - self.until[from.cluster];
        if to.hyphen { used + self.hyphen } else { used }
    }

    /// Width of the spaces inside a line; nothing where they stay as they are.
    fn elastic(&self, shaped: &Shaped, from: Break, to: Break) -> Pt {
        if !self.justified {
            return Pt::ZERO;
        }
        self.spaces[trimmed(shaped, from.cluster, to.cluster)] - self.spaces[from.cluster]
    }

    /// What each space of a line is wider by so that it reaches its width; the last line of a paragraph does not.
    fn extra(&self, shaped: &Shaped, from: Break, to: Break) -> Pt {
        let elastic = self.elastic(shaped, from, to);
        let slack = self.width - self.used(shaped, from, to);
        let is_last = to.mandatory && slack > Pt::ZERO;
        let can = (-elastic * SHRINK - TOLERANCE..=elastic * LOOSEST).contains(&slack);
        if elastic <= Pt::ZERO || is_last || !can {
            return Pt::ZERO;
        }
        let end = trimmed(shaped, from.cluster, to.cluster);
        let count = shaped.clusters[from.cluster..end].iter().filter(|cluster| cluster.space).count();
        slack / count.max(1) as f32
    }

    /// What the room costs that a line leaves or lacks; `None` when it does not fit.
    fn cost(&self, shaped: &Shaped, from: Break, to: Break) -> Option<f32> {
        let slack = self.width - self.used(shaped, from, to);
        let elastic = self.elastic(shaped, from, to);
        if slack < -elastic * SHRINK - TOLERANCE {
            return None;
        }
        if to.mandatory && slack >= Pt::ZERO {
            return Some(0.0);
        }
        let share = if self.justified {
            // In shares of what spaces can take without showing it; a line without spaces cannot take any.
            let able = elastic * if slack < Pt::ZERO { SHRINK } else { GROW };
            (slack.0.abs() / able.0.max(self.width.0 * 0.02)) * 0.3
        } else {
            slack / self.width
        };
        Some(share * share * 100.0)
    }
}

/// A last line is short up to this share of the width.
const SHORT: f32 = 1.0 / 3.0;
/// Lengths are sums: what is wider by less than this fits.
const TOLERANCE: Pt = Pt(0.01);

/// The cheapest way through `breaks`, as the places where its lines start and end.
fn best(room: &Room, shaped: &Shaped, breaks: &[Break]) -> Vec<Break> {
    let nodes: Vec<Break> = std::iter::once(Break::plain(0)).chain(breaks.iter().copied()).collect();
    let words: Vec<usize> = nodes
        .iter()
        .scan(0, |words, node| {
            *words += usize::from(node.ends_word);
            Some(*words)
        })
        .collect();
    let mut cheapest = vec![(f32::INFINITY, 0_usize); nodes.len()];
    cheapest[0].0 = 0.0;
    for from in 0..nodes.len() {
        // A paragraph of one word is no runt.
        let goes_on = from > 0 && !nodes[from].mandatory;
        for to in from + 1..nodes.len().min(from + MOST_BREAKS) {
            let cost = room.cost(shaped, nodes[from], nodes[to]);
            // What cannot be broken further stands alone even when it is too wide.
            if cost.is_some() || to == from + 1 {
                let ends = nodes[to].mandatory;
                let stub = if nodes[from].hyphen && ends { cost::HYPHEN } else { 0.0 };
                let is_runt = ends
                    && goes_on
                    && words[to] - words[from] <= 1
                    && room.used(shaped, nodes[from], nodes[to]) < room.runt;
                let runt = if is_runt { cost::RUNT } else { 0.0 };
                let room = cost.unwrap_or(cost::OVERFULL);
                let total = cheapest[from].0 + cost::LINE + room + nodes[to].cost + stub + runt;
                if total < cheapest[to].0 {
                    cheapest[to] = (total, from);
                }
            }
            let used = room.used(shaped, nodes[from], nodes[to]);
            let least = used - room.elastic(shaped, nodes[from], nodes[to]) * SHRINK;
            if nodes[to].mandatory || least > room.width + room.hyphen + TOLERANCE {
                break;
            }
        }
    }
    let mut path = Vec::new();
    let mut at = nodes.len() - 1;
    while at > 0 {
        path.push(nodes[at]);
        at = cheapest[at].1;
    }
    path.push(nodes[0]);
    path.reverse();
    path
}

/// Where a piece of a long text ends: behind a space, if one is near.
fn piece_end(text: &str, start: usize) -> usize {
    if text.len() - start <= LONG {
        return text.len();
    }
    let most = text.floor_char_boundary(start + LONG);
    let piece = &text[start..most];
    piece.rfind([' ', '\n']).filter(|&at| at > LONG / 2).map_or(most, |at| start + at + 1)
}

/// `end` without the spaces before it.
fn trimmed(shaped: &Shaped, start: usize, end: usize) -> usize {
    let spaces = shaped.clusters[start..end].iter().rev().take_while(|cluster| cluster.space).count();
    end - spaces
}

impl Shaper {
    /// The lines of a text, and where the last of them starts.
    fn broken(&mut self, text: &Rich, setting: Setting) -> (Vec<Line>, usize) {
        let shaped = self.shape(text, Base::Letters { to_left: setting.language.to_left });
        let breaks = opportunities(text, &shaped, setting);
        let hyphen = self.hyphen_width(text);
        let room = Room::of(&shaped, setting, hyphen);
        let path = best(&room, &shaped, &breaks);
        let line = |pair: &[Break]| {
            let extra = room.extra(&shaped, pair[0], pair[1]);
            self.line(text, &shaped, pair[0], pair[1], Spaces { x: Pt::ZERO, extra })
        };
        let lines = path.windows(2).map(line).collect();
        let last = path.iter().rev().nth(1).and_then(|last| shaped.clusters.get(last.cluster));
        (lines, last.map_or(0, |cluster| cluster.start))
    }

    fn hyphen_width(&mut self, text: &Rich) -> Pt {
        let widest =
            text.spans.iter().map(|(_, look)| look).max_by(|a, b| a.size.0.total_cmp(&b.size.0)).cloned();
        widest.map_or(Pt::ZERO, |look| {
            self.shape(&Rich::of("-", &look), Base::Right).clusters.iter().map(|c| c.width).sum()
        })
    }

    /// The clusters from one break to another as marks that start at `x`.
    fn line(&mut self, text: &Rich, shaped: &Shaped, from: Break, to: Break, spaces: Spaces) -> Line {
        let Spaces { mut x, extra } = spaces;
        let visible = trimmed(shaped, from.cluster, to.cluster);
        let mut line = Line::default();
        let mut behind: Vec<Mark> = Vec::new();
        let mut placed: Vec<(usize, Vec<Mark>)> = Vec::new();
        line.to_left = shaped.clusters[from.cluster..to.cluster].iter().any(|c| c.direction.base == 1);
        if line.to_left {
            // Spaces at its end hang over on the left.
            x -= shaped.clusters[visible..to.cluster].iter().map(|cluster| cluster.width).sum();
        }
        for piece in visual::pieces(shaped, from.cluster, visible, to.cluster) {
            let first = shaped.clusters[piece.start];
            let look = &text.spans[first.span].1;
            let to_left = first.direction.to_left();
            let said = &text.text[first.start..shaped.clusters[piece.end - 1].end];
            let mut run = GlyphRun {
                at: Point { x, y: -look.rise },
                font: first.font,
                size: look.size,
                colour: look.colour,
                glyphs: Vec::with_capacity(shaped.glyph_count(&piece)),
                text: if said.contains('\n') { said.replace('\n', "").into() } else { said.into() },
                to_left,
            };
            let mut inked = x;
            let count = piece.len();
            for at in 0..count {
                let index = if to_left { piece.end - 1 - at } else { piece.start + at };
                let cluster = shaped.clusters[index];
                if &text.text[cluster.start..cluster.end] != "\n" {
                    run.glyphs.extend_from_slice(shaped.glyphs_of(index));
                    x += cluster.width;
                    if let (true, Some(space)) = (cluster.space && index < visible, run.glyphs.last_mut()) {
                        space.advance += extra / look.size * 1000.0;
                        x += extra;
                    }
                }
                if index < visible {
                    inked = x;
                }
            }
            decorate(look, run.at, inked - run.at.x, &mut behind);
            line.width = line.width.max(inked);
            if !run.glyphs.is_empty() {
                let mut marks = Vec::new();
                put(run, look, inked, &mut marks);
                placed.push((piece.start, marks));
            }
        }
        // Those who hear a line hear it in its own order, wherever its pieces stand.
        placed.sort_by_key(|(start, _)| *start);
        line.marks = placed.into_iter().flat_map(|(_, marks)| marks).collect();
        if to.hyphen {
            self.push_hyphen(text, shaped.clusters[to.cluster - 1], x, &mut line);
        }
        behind.append(&mut line.marks);
        line.marks = behind;
        line
    }

    /// Appends the hyphen that the break puts there; it says a soft hyphen, which copies as nothing.
    fn push_hyphen(&mut self, text: &Rich, last: Cluster, x: Pt, line: &mut Line) {
        let look = &text.spans[last.span].1;
        let hyphen = self.shape(&Rich::of("-", look), Base::Right);
        let Some(cluster) = hyphen.clusters.first() else { return };
        let bytes = '\u{AD}'.len_utf8() as u16;
        let glyphs: Vec<Glyph> = hyphen.glyphs.iter().map(|glyph| Glyph { bytes, ..*glyph }).collect();
        line.width = line.width.max(x + cluster.width);
        line.marks.push(Mark::Glyphs(GlyphRun {
            at: Point { x, y: -look.rise },
            font: cluster.font,
            size: look.size,
            colour: look.colour,
            glyphs,
            text: "\u{AD}".into(),
            to_left: false,
        }));
    }
}

/// What a look draws around its text: shade behind it, a line through it.
fn decorate(look: &Look, at: Point, width: Pt, behind: &mut Vec<Mark>) {
    if width <= Pt::ZERO {
        return;
    }
    if let Some(colour) = look.shade {
        behind.push(Mark::Fill(area(look, at, width), colour));
    }
    if look.strike {
        let y = at.y - look.size * 0.26;
        let points = vec![Point { x: at.x, y }, Point { x: at.x + width, y }];
        behind.push(Mark::Stroke { points, width: Pt(0.5), colour: look.colour });
    }
}

/// Puts glyphs that reach to `inked`, and the link that they are.
fn put(run: GlyphRun, look: &Look, inked: Pt, marks: &mut Vec<Mark>) {
    // A space of a font of its own says nothing that could be followed.
    let link = look.link.as_ref().filter(|_| inked > run.at.x && !run.text.trim().is_empty());
    let link = link.map(|target| Mark::Link(area(look, run.at, inked - run.at.x), target.clone()));
    let is_link = link.is_some();
    if is_link {
        marks.push(Mark::Open { tag: Tag::Link, starts: true });
    }
    marks.push(match &look.page_of {
        Some(anchor) => Mark::PageNumber(Box::new(run), Arc::clone(anchor)),
        None => Mark::Glyphs(run),
    });
    if is_link {
        marks.extend(link);
        marks.push(Mark::Close);
    }
}

/// Where text stands that starts at `at` on its base line.
fn area(look: &Look, at: Point, width: Pt) -> Rect {
    Rect { x: at.x, y: at.y - look.size * 0.8, width, height: look.size * 1.08 }
}

#[cfg(test)]
mod tests {
    use hypher::Lang;
    use proptest::prelude::*;

    use super::super::font::{Face, is_invisible};
    use super::super::language::Language;
    use super::super::theme::Colour;
    use super::*;

    fn set(text: &str, width: f32) -> Vec<String> {
        let look = Look::new(Face::SANS, Pt(10.0), Colour::INK);
        let lines = Shaper::default().paragraph(&Rich::of(text, &look), ragged(width));
        lines.iter().map(said).collect()
    }

    fn ragged(width: f32) -> Setting {
        Setting {
            width: Pt(width),
            language: Language { hyphens: Some(Lang::English), to_left: false },
            justified: false,
            whole_words: false,
        }
    }

    fn said(line: &Line) -> String {
        let runs = line.marks.iter().filter_map(|mark| match mark {
            Mark::Glyphs(run) => Some(run.text.as_str()),
            _ => None,
        });
        runs.collect()
    }

    #[test]
    fn the_edge_is_even_rather_than_each_line_full() {
        // Line by line, "the" would still go on the first line and leave the second one short.
        let lines = set("one two three four five six seven eight nine ten eleven twelve", 110.0);
        let lengths: Vec<usize> = lines.iter().map(|line| line.trim_end().len()).collect();
        assert!(lengths[..lengths.len() - 1].iter().all(|&length| length >= 18), "{lines:?}");
    }

    #[test]
    fn words_are_hyphenated_and_the_hyphen_copies_as_nothing() {
        let lines = set("internationalisation of characterisation", 60.0);
        assert!(lines.iter().any(|line| line.ends_with('\u{AD}')), "{lines:?}");
        assert_eq!(lines.concat().replace('\u{AD}', ""), "internationalisation of characterisation");
    }

    #[test]
    fn identifiers_break_behind_signs_and_before_humps() {
        assert_eq!(set("package.module_name.ClassName", 90.0), ["package.module_", "name.ClassName"]);
    }

    #[test]
    fn a_name_is_broken_for_half_a_line_and_no_less() {
        assert_eq!(
            set("Call it always, now as queue.task_done()", 116.0),
            ["Call it always, now as ", "queue.task_done()"]
        );
        let text = "It is read as a global_interpreter_lock_of_the_process_alone";
        assert_eq!(set(text, 170.0)[0], "It is read as a global_interpreter_lock_");
    }

    #[test]
    fn words_that_stay_whole_are_broken_only_where_no_line_holds_them() {
        let look = Look::new(Face::SANS, Pt(10.0), Colour::INK);
        let whole = |text: &str, width: f32| {
            let setting = Setting { whole_words: true, ..ragged(width) };
            let lines = Shaper::default().paragraph(&Rich::of(text, &look), setting);
            lines.iter().map(said).collect::<Vec<_>>()
        };
        let compound = whole("What is the newest non-data descriptor?", 118.0);
        assert_eq!(compound, ["What is the newest ", "non-data descriptor?"]);
        let text = "Why is getElementById characteristically slow?\u{A0}\u{A0}abcdef";
        assert_eq!(
            whole(text, 90.0),
            ["Why is ", "getElementById ", "characteristically ", "slow?\u{A0}\u{A0}abcdef"]
        );
        // What is held together parts before any of its words does.
        assert_eq!(whole(text, 70.0)[1], "getElementById ");
        assert_eq!(
            whole("characteristic?\u{A0}\u{A0}abcdef", 80.0),
            ["characteristic?\u{A0}\u{A0}", "abcdef"]
        );
        assert_eq!(
            whole("internationalisation", 60.0).concat().replace('\u{AD}', ""),
            "internationalisation"
        );
    }

    #[test]
    fn a_last_line_is_no_single_short_word_where_the_one_before_can_spare_one() {
        assert_eq!(set("How do you create such properties in Rust?", 178.0)[1], "in Rust?");
        assert_eq!(set("Ordered\nset", 178.0), ["Ordered", "set"]);
    }

    #[test]
    fn a_break_that_is_meant_is_made() {
        assert_eq!(set("one\ntwo\n\nthree", 500.0), ["one", "two", "", "three"]);
    }

    #[test]
    fn justified_lines_reach_their_width_but_the_last() {
        let text = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen";
        let look = Look::new(Face::SANS, Pt(10.0), Colour::INK);
        let setting = Setting { justified: true, ..ragged(120.0) };
        let lines = Shaper::default().paragraph(&Rich::of(text, &look), setting);
        let (last, full) = lines.split_last().expect("lines");
        assert!(full.len() >= 2 && full.iter().all(|line| (line.width.0 - 120.0).abs() < 0.05), "{full:?}");
        assert!(last.width < Pt(119.0));
        assert_eq!(lines.iter().map(said).collect::<String>().replace('\u{AD}', ""), text);
    }

    #[test]
    fn a_line_of_few_spaces_stays_short_rather_than_loose() {
        let look = Look::new(Face::SANS, Pt(10.0), Colour::INK);
        let setting = Setting { justified: true, ..ragged(200.0) };
        let text =
            Rich::of("See https://example.org/a-rather-long-address/that-goes-on-and-on/to-the-next", &look);
        let lines = Shaper::default().paragraph(&text, setting);
        let Some(Mark::Glyphs(run)) = lines[0].marks.first() else { panic!("the line has text") };
        let space = run.glyphs[3].advance;
        assert!(lines.len() > 1 && space < 600.0, "{space}: {lines:?}");
    }

    #[test]
    fn a_long_paragraph_is_set_in_pieces_that_do_not_show() {
        let words = "warp and weft of a cloth ".repeat(4_000);
        let lines = set(&words, 200.0);
        assert_eq!(lines.concat(), words);
        let shortest = lines[..lines.len() - 1].iter().map(String::len).min();
        assert!(shortest >= Some(30), "{shortest:?}");
    }

    #[test]
    fn code_breaks_behind_a_space_and_goes_on_indented() {
        let look = Look::new(Face::MONO, Pt(10.0), Colour::INK);
        let code = Rich::of("  call(first, second, third)\n\nend", &look);
        let lines = Shaper::default().verbatim(&code, &[], Pt(6.0 * 20.0));
        let said: Vec<_> = lines.iter().map(|line| (said(line), line.continues)).collect();
        let expected = [("  call(first, ", false), ("second, third)", true), ("", false), ("end", false)];
        assert_eq!(said, expected.map(|(text, continues)| (text.to_string(), continues)));
        let Some(Mark::Glyphs(run)) = lines[1].marks.first() else { panic!("the second line has text") };
        assert_eq!(run.at.x, Pt(24.0));
    }

    #[test]
    fn code_never_breaks_behind_nothing_but_its_indentation() {
        let look = Look::new(Face::MONO, Pt(10.0), Colour::INK);
        let code = Rich::of("              name=first_value", &look);
        let lines = Shaper::default().verbatim(&code, &[], Pt(6.0 * 20.0));
        let said: Vec<_> = lines.iter().map(said).collect();
        assert_eq!(said, ["              name=", "first_value"]);
    }

    #[test]
    fn a_comment_goes_on_below_its_words_or_on_a_line_of_its_own() {
        let look = Look::new(Face::MONO, Pt(10.0), Colour::INK);
        let code = ["# all of this is said of it", "step(1)  # and this of it too"];
        let all = code.join("\n");
        let second = all.find("# and").expect("a comment");
        let remarks = [0..code[0].len(), second..all.len()];
        let lines = Shaper::default().verbatim(&Rich::of(&all, &look), &remarks, Pt(6.0 * 14.0));
        let place = |line: &Line| match line.marks.first() {
            Some(Mark::Glyphs(run)) => (said(line), (run.at.x.0 / 6.0).round() as i32),
            _ => (said(line), -1),
        };
        let expected = [
            ("# all of this ", 0),
            ("is said of ", 2),
            ("it", 2),
            ("step(1)  ", 0),
            ("# and this ", 2),
            ("of it too", 4),
        ];
        let expected = expected.map(|(text, x)| (text.to_string(), x));
        assert_eq!(lines.iter().map(place).collect::<Vec<_>>(), expected);
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_character_lost(
            text in "([a-zA-Zé./_()-]{1,40}|[ \\n]|\\PC){0,40}",
            width in 40.0_f32..300.0,
        ) {
            let look = Look::new(Face::SANS, Pt(8.0), Colour::INK);
            let rich = Rich::of(&text, &look);
            let mut shaper = Shaper::default();
            let kept = |c: &char| !c.is_whitespace() && !is_invisible(*c);
            let expected: String = rich.text.chars().filter(kept).collect();
            for lines in [shaper.paragraph(&rich, ragged(width)), shaper.verbatim(&rich, &[3..17, 20..40], Pt(width))] {
                let found: String = lines.iter().flat_map(|line| said(line).chars().collect::<Vec<_>>()).filter(kept).collect();
                prop_assert_eq!(&found, &expected);
            }
            let justified = Setting { justified: true, ..ragged(width) };
            for line in [shaper.paragraph(&rich, ragged(width)), shaper.paragraph(&rich, justified)].concat() {
                // One cluster that is too wide by itself cannot be broken: a spelled-out sequence.
                let spelled = !shaper.missing.is_empty();
                prop_assert!(line.width <= Pt(width + 0.05) || spelled, "{:?} is {:?}", said(&line), line.width);
            }
        }
    }
}
