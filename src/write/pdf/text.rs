//! Rich text in, lines of positioned glyphs out: the one door to shaping and line breaking.

use std::ops::Range;
use std::sync::Arc;

use super::font::Face;
use super::language::Language;
use super::page::{GlyphRun, Mark, Target};
use super::theme::Colour;
use super::units::Pt;

/// Sets text into lines.
///
/// What stands behind it may change (another shaper, justified lines); callers see spans and a
/// width go in and lines come out.
pub trait Engine {
    /// Lines of running text no wider than `setting` asks; spaces at their ends hang over.
    fn paragraph(&mut self, text: &Rich, setting: Setting) -> Vec<Line>;

    /// Lines that keep their spaces, broken where one is wider than `width`. `remarks` are the comments among them, in
    /// order: what goes on of one stands below its words, and one behind code goes on a line of its own.
    fn verbatim(&mut self, text: &Rich, remarks: &[Range<usize>], width: Pt) -> Vec<Line>;

    /// `text` where `run` stands, in its font, size and colour.
    fn glyphs(&mut self, text: &str, run: &GlyphRun) -> GlyphRun;

    /// Widths of the text on one line and of its widest part that should not break.
    fn extent(&mut self, text: &Rich) -> Extent;
}

/// How a paragraph is set.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Width of its lines.
    pub width: Pt,
    /// Its language.
    pub language: Language,
    /// Whether the spaces of each line but the last grow or shrink so that it reaches its width.
    pub justified: bool,
    /// Whether a word is broken only when it is wider than a line, as in a title.
    pub whole_words: bool,
}

/// How a piece of text looks.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// Its face.
    pub face: Face,
    /// Its size.
    pub size: Pt,
    /// Its colour.
    pub colour: Colour,
    /// How far above the base line it stands; negative below.
    pub rise: Pt,
    /// Whether a line goes through it.
    pub strike: bool,
    /// What lies behind it.
    pub shade: Option<Colour>,
    /// Where it leads.
    pub link: Option<Target>,
    /// Whose page number stands in place of the text; see [`Rich::push_page`].
    pub page_of: Option<Arc<str>>,
}

/// Text with looks. A `\n` is a line break that is meant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rich {
    /// The text.
    pub text: String,
    /// Where each span ends, and its look.
    pub spans: Vec<(usize, Look)>,
}

/// A line, its base line at `y` zero.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// What stands on it, `x` from its start.
    pub marks: Vec<Mark>,
    /// Its width without spaces at its end.
    pub width: Pt,
    /// Whether it goes on the line before it, which was too wide.
    pub continues: bool,
    /// Whether its paragraph runs to the left, so that it begins at the right edge.
    pub to_left: bool,
}

/// Widths of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Extent {
    /// On one line.
    pub natural: Pt,
    /// Of its widest word.
    pub word: Pt,
}

impl Look {
    /// Plain text of this face, size and colour.
    pub fn new(face: Face, size: Pt, colour: Colour) -> Self {
        Self { face, size, colour, rise: Pt::ZERO, strike: false, shade: None, link: None, page_of: None }
    }
}

impl Line {
    /// How far to the right it stands in lines of this width.
    pub fn start(&self, width: Pt) -> Pt {
        if self.to_left { (width - self.width).max(Pt::ZERO) } else { Pt::ZERO }
    }
}

impl Setting {
    /// All on one line.
    pub const ONE_LINE: Self =
        Self { width: Pt(f32::MAX), language: Language::NONE, justified: false, whole_words: false };
}

impl Rich {
    /// Text of one look.
    pub fn of(text: &str, look: &Look) -> Self {
        let mut rich = Self::default();
        rich.push(text, look);
        rich
    }

    /// The part of it at these bytes.
    pub(super) fn piece(&self, range: Range<usize>) -> Self {
        let spans = self.spans.iter().scan(0, |start, (end, look)| {
            let from = std::mem::replace(start, *end);
            Some((from, *end, look))
        });
        let inside = spans.filter(|(from, end, _)| *from < range.end && *end > range.start);
        let spans = inside.map(|(_, end, look)| (end.min(range.end) - range.start, look.clone())).collect();
        Self { text: self.text[range].to_string(), spans }
    }

    /// Appends `text`; controls other than `\n` become visible or a space.
    pub fn push(&mut self, text: &str, look: &Look) {
        if text.is_empty() {
            return;
        }
        self.text.extend(text.chars().map(printable));
        let end = self.text.len();
        match self.spans.last_mut() {
            Some((last, same)) if same == look => *last = end,
            _ => self.spans.push((end, look.clone())),
        }
    }
}

impl Rich {
    /// Appends room for the number of the page where `anchor` comes to stand, as a link to it. Three figures wide, until
    /// [`super::page::Paper::number`] knows it.
    pub fn push_page(&mut self, anchor: &Arc<str>, look: &Look) {
        let link = Some(Target::Anchor(Arc::clone(anchor)));
        self.push("000", &Look { page_of: Some(Arc::clone(anchor)), link, ..look.clone() });
    }
}

/// Tabs become spaces, other controls their pictures (Unicode, Control Pictures).
fn printable(c: char) -> char {
    match c {
        '\t' | '\r' => ' ',
        '\n' => c,
        '\0'..'\u{20}' => char::from_u32(0x2400 + c as u32).unwrap_or(' '),
        '\u{7F}' => '\u{2421}',
        c if c.is_control() => '\u{2426}',
        c => c,
    }
}
