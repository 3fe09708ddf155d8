//! Rich text in, lines of positioned glyphs out: the one door to shaping and line breaking.

use std::sync::Arc;

use super::font::Face;
use super::page::Mark;
use super::theme::Colour;
use super::units::Pt;

/// Sets text into lines.
///
/// What stands behind it may change (another shaper, justified lines); callers see spans and a
/// width go in and lines come out.
pub trait Engine {
    /// Lines of running text no wider than `width`; spaces at their ends hang over.
    fn paragraph(&mut self, text: &Rich, width: Pt, language: Option<hypher::Lang>) -> Vec<Line>;

    /// Lines that keep their spaces, broken where one is wider than `width`.
    fn verbatim(&mut self, text: &Rich, width: Pt) -> Vec<Line>;

    /// Widths of the text on one line and of its widest part that should not break.
    fn extent(&mut self, text: &Rich) -> Extent;
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
    pub link: Option<Arc<str>>,
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
        Self { face, size, colour, rise: Pt::ZERO, strike: false, shade: None, link: None }
    }
}

impl Rich {
    /// Text of one look.
    pub fn of(text: &str, look: &Look) -> Self {
        let mut rich = Self::default();
        rich.push(text, look);
        rich
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
