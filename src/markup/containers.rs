//! Containers: found line by line, outside code, and rewritten as block quotes.
//!
//! The Markdown parser knows quotes and nothing of accordions. So the content of a container is given
//! to it as a quote that opens with a marker, dedented, at the container's own place in lists and other
//! containers; everything that Markdown says of nesting, lazy lines and fences then holds for
//! containers too, and a fence that is not closed ends with its container.

mod end;
mod fence;
mod surface;
mod titles;

use std::collections::BTreeMap;
use std::ops::Range;

use super::derived::Derived;
use super::line::{
    follows_blank, in_code_span, indentation, is_heading, line_end, list_item, opened_fence, strip,
};
use super::opener::{ContainerKind, Ending, Opener};
use super::{details, directive, front_matter, mdx, mend, mkdocs};
use crate::model::{FrontMatter, Span, Structure, StructureKind};
use fence::Fence;
pub(super) use surface::{Ends, Surface};

/// Containers deeper than this stay visible text: every line repeats the quote marks of all its containers.
const MAX_DEPTH: usize = 12;

/// List content further right than this holds no containers, for the same reason.
const MAX_INDENT: usize = 64;

/// A comment is invisible to every reader, ends a paragraph and is a block of its own line.
const MARK: &str = "<!---->";

/// A document is given to the Markdown parser in sections of this many bytes and more, which keeps its memory small.
///
/// Fuzzed documents are small, and are to fall into sections as well.
pub(super) const SECTION: usize = if cfg!(fuzzing) { 1 } else { 1 << 18 };

/// The document, or a section of it, as the Markdown parser gets it.
pub(super) struct Scan<'a> {
    pub derived: Derived<'a>,
    /// In order of place.
    pub markers: Vec<Marker>,
    pub containers: Vec<Container>,
    pub structure: Vec<Structure>,
    pub front_matter: Option<FrontMatter>,
    /// Openers whose closer is missing, by their offset in the document.
    pub unclosed: Vec<usize>,
}

/// An inserted comment.
pub(super) struct Marker {
    /// Where it stands in the derived text.
    pub at: usize,
    /// The container whose quote it opens; `None` when it only separates.
    pub container: Option<usize>,
    /// The opener that it was inserted for.
    pub opener: usize,
}

/// A container that is content.
pub(super) struct Container {
    pub kind: ContainerKind,
    /// Whether its title is the first heading in its quote.
    pub titled: bool,
    pub span: Span,
}

/// What an earlier scan of the same document taught.
#[derive(Default)]
pub(super) struct Lessons {
    /// Openers that are none, sorted.
    pub disabled: Vec<usize>,
    /// Openers whose closer is missing, sorted.
    pub unclosed: Vec<usize>,
    /// Lines that end a fence without being its closing one, sorted.
    pub fence_ends: Vec<usize>,
    /// Whether sections hang together, so that the document has to be read as a whole.
    pub whole: bool,
    /// What the sections define for each other.
    pub definitions: Definitions,
}

/// Targets and titles of link definitions by their label, in one case and single spaces.
pub(super) type Definitions = BTreeMap<String, (String, String)>;

/// Rewrites the containers of `text`, in sections of at least `section` bytes.
///
/// A section ends at a heading that nothing can hold: no container, fence or raw HTML is open there.
pub(super) fn scan<'a>(surface: &'a Surface<'a>, lessons: &'a Lessons, section: usize) -> Scanner<'a> {
    let mut scanner = Scanner::new(surface, lessons, section);
    scanner.at = scanner.front_matter();
    scanner
}

/// Yields the sections of a document; at least one.
pub(super) struct Scanner<'a> {
    text: &'a str,
    surface: &'a Surface<'a>,
    lessons: &'a Lessons,
    /// Where the next line starts; `None` when the last section was given.
    at: usize,
    /// The line that was looked at last, and where the next one starts.
    seen: Range<usize>,
    next: usize,
    is_done: bool,
    /// How many bytes of the document a section holds at least; all of them where raw HTML may lack its end.
    section: usize,
    section_start: usize,
    /// The section that the last line ended.
    ended: Option<Scan<'a>>,
    scan: Scan<'a>,
    /// The open containers; the document itself is the first.
    frames: Vec<Frame>,
    fence: Option<Fence>,
    /// Where raw HTML that holds no containers ends.
    raw_until: usize,
    after_blank: bool,
    /// Where the last line that is not blank ends.
    content_end: usize,
    /// Whether the next piece goes on in a line that has begun.
    midline: bool,
}

struct Frame {
    ending: Ending,
    container: Option<usize>,
    opener: usize,
    /// What its lines begin with in the derived text, and those of its parent where it stands.
    prefix: String,
    outer: String,
    /// Columns that its opener stands in.
    column: usize,
    /// Columns taken off its lines; `None` until the first line of its content shows them.
    dedent: Option<usize>,
    /// The columns where the content of the open list items starts, after dedenting.
    items: Vec<usize>,
    /// The columns of the list item in its parent that holds it, in the document; 0 when none does.
    item: usize,
    /// Where the last closing tag of its name stands; `None` where there is none, and where no tag ends it.
    last_end: Option<usize>,
    /// Whether its closer is known to be missing.
    is_unclosed: bool,
}

impl<'a> Iterator for Scanner<'a> {
    type Item = Scan<'a>;

    fn next(&mut self) -> Option<Scan<'a>> {
        while self.at < self.text.len() {
            // A line of many pieces has one end.
            if !(self.seen.start..=self.seen.end).contains(&self.at) || self.next == 0 {
                let (end, next) = line_end(self.text, self.at);
                (self.seen, self.next) = (self.at..end, next);
            }
            self.at = self.line(self.at, self.seen.end, self.next);
            if let Some(section) = self.ended.take() {
                return Some(section);
            }
        }
        if std::mem::replace(&mut self.is_done, true) {
            return None;
        }
        self.close_to(1, self.text.len());
        Some(self.end_section(self.text.len()))
    }
}

impl<'a> Scan<'a> {
    fn new(derived: Derived<'a>) -> Self {
        Self {
            derived,
            markers: Vec::new(),
            containers: Vec::new(),
            structure: Vec::new(),
            front_matter: None,
            unclosed: Vec::new(),
        }
    }
}

impl<'a> Scanner<'a> {
    fn new(surface: &'a Surface<'a>, lessons: &'a Lessons, section: usize) -> Self {
        let text = surface.text;
        let document = Frame {
            ending: Ending::AtOnce,
            container: None,
            opener: 0,
            prefix: String::new(),
            outer: String::new(),
            column: 0,
            dedent: Some(0),
            items: Vec::new(),
            item: 0,
            last_end: None,
            is_unclosed: false,
        };
        Self {
            text,
            surface,
            lessons,
            at: 0,
            seen: 0..0,
            next: 0,
            is_done: false,
            section,
            section_start: 0,
            ended: None,
            scan: Scan::new(Derived::new(text, &surface.mends)),
            frames: vec![document],
            fence: None,
            raw_until: 0,
            after_blank: true,
            content_end: 0,
            midline: false,
        }
    }

    /// Takes the data block that the document opens with; returns where the content starts.
    fn front_matter(&mut self) -> usize {
        let Some((front_matter, next)) = front_matter::read(self.text) else { return 0 };
        let span = front_matter.span;
        self.scan.structure.push(Structure { span, kind: StructureKind::FrontMatter });
        self.scan.front_matter = Some(front_matter);
        next
    }

    /// Takes the line `start..end`, whose break ends at `next`; returns where to go on.
    fn line(&mut self, start: usize, end: usize, next: usize) -> usize {
        let midline = std::mem::take(&mut self.midline);
        let (mut column, mut body) = indentation(self.text, start, end);
        if body == end {
            self.blank(start, end, next, midline);
            return next;
        }
        if midline {
            column = self.dedent();
            while self.frame().items.last().is_some_and(|&item| item > 0) {
                self.frame_mut().items.pop();
            }
        }
        if start < self.raw_until {
            return self.copy(start, end, next, midline);
        }
        self.leave_dedented(column, body, end);
        if let Some(resume) = self.fenced(start, body, end, next, column, midline) {
            return resume;
        }
        self.leave_unclosed(body, end);
        if let Some(resume) = self.closer(body, end, next) {
            return resume;
        }
        self.settle_dedent(column, start);
        if self.ends_section(start, body, end) && !midline {
            self.ended = Some(self.end_section(start));
        }

        let relative = column.saturating_sub(self.dedent());
        let line = &self.text[body..end];
        // Any other line may go on in a paragraph of the item.
        let starts_block = list_item(line).is_some() || opened_fence(line).is_some();
        if self.after_blank || starts_block || relative >= self.item_column() {
            let items = &mut self.frame_mut().items;
            while items.last().is_some_and(|&item| item > relative) {
                items.pop();
            }
        }
        if relative >= self.item_column() + 4 {
            return self.copy(start, end, next, midline);
        }
        let mut inner = relative;
        while let Some((width, content)) = list_item(&self.text[body..end]) {
            inner += width;
            self.frame_mut().items.push(inner);
            body += content;
            if body >= end || self.frame().items.len() > MAX_INDENT {
                break;
            }
        }
        let marker = (start, body);
        if body < end
            && let Some(opener) = self.opener(body)
        {
            return self.open(&opener, marker, column, end, next, midline);
        }
        if body < end {
            self.note_fence(body, end);
            self.note_raw(body);
            if let Some(split) = self.split(body, end) {
                return self.copy_part(start, split, midline);
            }
        }
        self.copy(start, end, next, midline)
    }

    /// Whether the line at `start` is a heading that opens a section of its own.
    fn ends_section(&self, start: usize, body: usize, end: usize) -> bool {
        start - self.section_start >= self.section
            && !self.lessons.whole
            && self.frames.len() == 1
            && self.fence.is_none()
            && body == start
            && is_heading(&self.text[body..end])
            && follows_blank(&self.text[..start])
    }

    fn end_section(&mut self, at: usize) -> Scan<'a> {
        self.section_start = at;
        let derived = self.scan.derived.cut(at);
        let rest = std::mem::replace(&mut self.scan.derived, derived);
        std::mem::replace(&mut self.scan, Scan::new(rest))
    }

    fn frame(&self) -> &Frame {
        &self.frames[self.frames.len() - 1]
    }

    fn frame_mut(&mut self) -> &mut Frame {
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    fn dedent(&self) -> usize {
        let frame = self.frame();
        frame.dedent.unwrap_or(frame.column)
    }

    fn item_column(&self) -> usize {
        self.frame().items.last().copied().unwrap_or(0)
    }

    fn blank(&mut self, start: usize, end: usize, next: usize, midline: bool) {
        if midline {
            self.content_end = self.content_end.max(start);
            return;
        }
        let prefix = self.frame().prefix.clone();
        if self.fence.is_some() || start < self.raw_until {
            self.scan.derived.insert(&prefix);
            self.scan.derived.keep(strip(self.text, start, end, self.dedent()).0, next);
        } else {
            self.scan.derived.insert(prefix.trim_end());
            self.scan.derived.keep(end, next);
        }
        self.after_blank = true;
    }

    /// Gives a line to the Markdown parser, dedented.
    fn copy(&mut self, start: usize, end: usize, next: usize, midline: bool) -> usize {
        self.write(start, end, midline);
        self.scan.derived.keep(end, next);
        if end == next && next < self.text.len() {
            self.scan.derived.insert("\n");
        }
        next
    }

    /// Gives the first part of a line to the Markdown parser.
    fn copy_part(&mut self, start: usize, end: usize, midline: bool) -> usize {
        self.write(start, end, midline);
        self.scan.derived.insert("\n");
        self.midline = true;
        end
    }

    fn write(&mut self, start: usize, end: usize, midline: bool) {
        let prefix = self.frame().prefix.clone();
        self.scan.derived.insert(&prefix);
        let (from, padding) = if midline {
            (indentation(self.text, start, end).1, 0)
        } else {
            strip(self.text, start, end, self.dedent())
        };
        self.scan.derived.insert(&" ".repeat(padding));
        self.scan.derived.keep(from, end);
        self.content_end = end;
        self.after_blank = false;
    }

    /// Notes raw HTML that runs over lines and holds no containers.
    fn note_raw(&mut self, body: usize) {
        let rest = &self.text[body..];
        if !rest.starts_with('<') {
            return;
        }
        let len = if !rest.starts_with("<!--") {
            mend::raw_html(rest)
        } else if self.surface.comments_end.is_some_and(|last| last >= body) {
            rest.find("-->").map(|at| at + "-->".len())
        } else {
            None
        };
        match len {
            Some(len) => self.raw_until = body + len,
            None if mend::may_never_end(rest) => self.section = usize::MAX,
            None => {}
        }
    }

    fn rest_of_line(&mut self, from: usize, end: usize, next: usize) -> usize {
        if from >= end || self.text[from..end].trim().is_empty() {
            return next.max(from);
        }
        self.midline = true;
        from
    }

    /// Inserts a line that separates what stands before it from what follows.
    fn mark(&mut self, prefix: &str, opener: usize) {
        self.scan.derived.insert(prefix);
        self.scan.markers.push(Marker { at: self.scan.derived.text.len(), container: None, opener });
        self.scan.derived.insert(MARK);
        self.scan.derived.insert("\n");
    }

    /// Lets the first line of a container's content say how far it is indented.
    fn settle_dedent(&mut self, column: usize, start: usize) {
        let breaks = memchr::memchr2_iter(b'\n', b'\r', &self.text.as_bytes()[self.content_end..start]);
        let after_blank = breaks.take(3).count() > 1 && !self.text[self.content_end..start].eq("\r\n");
        let frame = self.frame_mut();
        if frame.dedent.is_none() {
            // In HTML four columns behind a blank line are code.
            let html =
                matches!(&frame.ending, Ending::Tag(name) if name.starts_with(|c: char| c.is_lowercase()));
            frame.dedent = Some(match frame.ending {
                Ending::Dedent => column.min(frame.column + 4),
                _ if html && after_blank && column >= frame.column + 4 => frame.column,
                _ => column.max(frame.column),
            });
        }
    }

    fn opener(&self, body: usize) -> Option<Opener> {
        let rest = &self.text[body..];
        if !rest.starts_with(['<', '?', '!', ':', '=', 'i', 'e'])
            || self.frames.len() > MAX_DEPTH
            || self.item_column() > MAX_INDENT
            || self.lessons.disabled.binary_search(&body).is_ok()
        {
            return None;
        }
        let closes = |name: &str| self.surface.closers.get(name).is_some_and(|&last| last > body);
        let opener = details::opener(rest)
            .or_else(|| mdx::opener(rest, &closes))
            .or_else(|| mkdocs::opener(rest))
            .or_else(|| directive::opener(rest))?;
        if opener.structure == StructureKind::Program && (self.frames.len() > 1 || !self.after_blank) {
            return None;
        }
        Some(opener)
    }

    fn open(
        &mut self,
        opener: &Opener,
        marker: (usize, usize),
        column: usize,
        line_end_at: usize,
        line_next: usize,
        midline: bool,
    ) -> usize {
        let (start, body) = marker;
        let sibling = self.frames.iter().rposition(|frame| {
            frame.ending == opener.ending && opener.ending != Ending::AtOnce && frame.is_unclosed
        });
        if let Some(index) = sibling {
            self.close_to(index, self.content_end);
            self.midline = midline;
            return start;
        }
        let has_list_marker = !self.text[start..body].trim().is_empty();
        if !has_list_marker {
            // An opener goes on with no lazy line.
            let relative = column.saturating_sub(self.dedent());
            self.frame_mut().items.retain(|&item| item <= relative);
        }
        let stop = body + opener.len;
        // The opener may run over several lines.
        let (end, next) =
            if stop > line_end_at { line_end(self.text, stop) } else { (line_end_at, line_next) };
        let parent = self.frame();
        let item = self.item_column();
        let outer = format!("{}{}", parent.prefix, " ".repeat(item));
        let item_in_document = if item > 0 { self.dedent() + item } else { 0 };

        if has_list_marker {
            self.write(start, body, midline);
            self.mark("", body);
        } else {
            self.mark(&outer, body);
        }
        let span = Span::new(body, stop);
        self.scan.structure.push(Structure { span, kind: opener.structure });
        self.content_end = stop;
        if opener.ending == Ending::AtOnce {
            return self.rest_of_line(stop, end, next);
        }
        let column = if has_list_marker { self.dedent() + item } else { column };
        let prefix = if opener.kind.is_some() { format!("{outer}> ") } else { outer.clone() };
        let title = body + opener.title.start..body + opener.title.end;
        let titled = !self.text[title.clone()].trim().is_empty();
        let container = opener.kind.as_ref().map(|kind| {
            self.scan.containers.push(Container { kind: kind.clone(), titled, span });
            self.scan.containers.len() - 1
        });
        if container.is_some() {
            self.scan.derived.insert(&prefix);
            self.scan.markers.push(Marker { at: self.scan.derived.text.len(), container, opener: body });
            self.scan.derived.insert(MARK);
            self.scan.derived.insert("\n");
        }
        if titled {
            self.title(&prefix, title, container.is_some(), body);
        }
        let (last_end, never_ends) = match &opener.ending {
            Ending::Tag(name) => {
                let last = self.surface.ends.get(&name.to_ascii_lowercase()).copied();
                (last, last.is_none_or(|last| last < body))
            }
            _ => (None, false),
        };
        // An earlier scan met no end, or no such tag follows.
        let is_unclosed = never_ends || self.lessons.unclosed.binary_search(&body).is_ok();
        self.frames.push(Frame {
            ending: opener.ending.clone(),
            container,
            opener: body,
            prefix,
            outer,
            column,
            dedent: None,
            items: Vec::new(),
            item: item_in_document,
            last_end,
            is_unclosed,
        });
        self.after_blank = true;
        self.rest_of_line(stop, end, next)
    }

    /// Where the line is to be cut because a container opens or closes in its middle.
    fn split(&self, body: usize, end: usize) -> Option<usize> {
        if self.fence.is_some() || body < self.raw_until {
            return None;
        }
        let closes = self.closing_tag(body, end).map(|(from, _, _)| from);
        let opens = self.opening_tag(body, closes.unwrap_or(end));
        opens.or(closes)
    }

    fn opening_tag(&self, body: usize, end: usize) -> Option<usize> {
        let line = &self.text[body..end];
        let at = memchr::memchr_iter(b'<', line.as_bytes()).find(|&at| line[at..].starts_with("<details"))?;
        let in_code = line[..at].ends_with('\\') || in_code_span(&line[..at]);
        (at > 0 && !in_code && self.opener(body + at).is_some()).then_some(body + at)
    }
}
