//! Documents that hold no markup: every character is text, and only the lines speak.
//!
//! A numbered line stays a paragraph of its own, number included: whether it is a question is not for
//! this room to say.

mod code;
mod evidence;
mod furniture;
mod numeral;
mod part;

use crate::markup::line::is_drawn_rule;
use crate::model::content::{Code, Definition, Item, List};
use crate::model::text::said;
use crate::model::{
    Block, BlockKind, Blocks, Inline, InlineKind, Inlines, Span, Structure, StructureKind, Tree,
};
use arcstr::ArcStr;
use ecow::EcoVec;
use std::ops::Range;

pub(super) use evidence::is_plain;

/// A line longer than this is no heading.
const MAX_HEADING: usize = 100;

/// Reads `text` as it stands.
pub(super) fn read(text: &ArcStr) -> Tree {
    let lines = lines(text);
    let code = code::runs(&lines);
    let furniture = furniture::lines(&lines);
    let mut reader = Reader {
        source: text,
        lines: &lines,
        furniture: &furniture,
        has_parts: part::are_in(&lines),
        first: lines.iter().position(|line| !line.is_blank()).unwrap_or_default(),
        bare: bare_numbers(&lines, &code),
        wrapped: is_wrapped(&lines),
        hyphenated: is_hyphenated(&lines),
        forms: Vec::new(),
        blocks: Vec::new(),
    };
    reader.read(&code);
    let blocks = reader.blocks;
    let structure = furniture
        .iter()
        .map(|at| Structure { span: lines[*at].span(), kind: StructureKind::Navigation })
        .collect();
    Tree { blocks: blocks.into(), structure, plain: true, ..Tree::default() }
}

/// A line of the document without its break.
#[derive(Clone, Copy)]
struct Line<'a> {
    start: usize,
    text: &'a str,
}

impl<'a> Line<'a> {
    fn span(&self) -> Span {
        let lead = self.text.len() - self.text.trim_start().len();
        Span::new(self.start + lead, self.start + lead + self.trimmed().len())
    }

    fn trimmed(&self) -> &'a str {
        self.text.trim()
    }

    fn is_blank(&self) -> bool {
        self.trimmed().is_empty()
    }

    fn is_indented(&self) -> bool {
        self.text.starts_with([' ', '\t'])
    }
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let len = memchr::memchr2(b'\n', b'\r', &text.as_bytes()[start..]).unwrap_or(text.len() - start);
        lines.push(Line { start, text: &text[start..start + len] });
        let both = text[start + len..].starts_with("\r\n");
        start += len + 1 + usize::from(both);
    }
    lines
}

struct Reader<'a> {
    source: &'a ArcStr,
    lines: &'a [Line<'a>],
    /// The lines that belong to a page and not to what it says, in order.
    furniture: &'a [usize],
    /// Whether parts are titled by their number.
    has_parts: bool,
    /// The first line that is not blank.
    first: usize,
    /// The lines whose number lacks its mark, `7 Which …`, in order.
    bare: Vec<usize>,
    wrapped: bool,
    /// Whether words are parted at the ends of lines.
    hyphenated: bool,
    /// The forms of heading met so far; the first met is the outermost.
    forms: Vec<Form>,
    blocks: Vec<Block>,
}

/// How a line shows that it is a heading.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    /// It opens the document and other headings follow at once.
    Title,
    /// It opens with `>` or `>>`.
    Mark,
    /// It is all capitals.
    Capitals,
    /// It opens with a Chinese numeral: `一、`.
    Numeral,
    /// It opens with the number of a part: `Section 3. Sails`.
    Part,
    /// The next line underlines it.
    Underline(char),
    /// So many equals signs stand around it, as in wikis: `== Title ==`.
    Equals(usize),
}

impl<'a> Reader<'a> {
    fn read(&mut self, code: &[(Range<usize>, Option<&'static str>)]) {
        let mut code = code.iter().peekable();
        let mut at = 0;
        while at < self.lines.len() {
            while code.next_if(|(run, _)| run.end <= at).is_some() {}
            if let Some((run, language)) = code.peek()
                && run.start == at
            {
                self.code(run, *language);
                at = run.end;
            } else if self.lines[at].is_blank() || self.is_furniture(at) {
                at += 1;
            } else {
                let stop = code.peek().map_or(self.lines.len(), |(run, _)| run.start);
                at = self.prose(at, stop);
            }
        }
    }

    fn code(&mut self, run: &Range<usize>, language: Option<&'static str>) {
        let lines = &self.lines[run.clone()];
        let text = lines.iter().map(|line| line.text).collect::<Vec<_>>().join("\n");
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
        let kind = BlockKind::Code(Code {
            language: language.map(str::to_owned).map(Into::into),
            fenced: false,
            text: said(self.source, Span::new(first.start, last.start + last.text.len()), &text),
        });
        let span = Span::new(first.start, last.start + last.text.trim_end().len());
        self.blocks.push(Block::new(span, kind));
    }

    /// Takes the block that starts at line `at` and ends before `stop`; returns the line behind it.
    fn prose(&mut self, at: usize, stop: usize) -> usize {
        if let Some((form, content, next)) = self.heading(at, stop) {
            let position = self.forms.iter().position(|&met| met == form).unwrap_or_else(|| {
                self.forms.push(form);
                self.forms.len() - 1
            });
            let level = u8::try_from(position + 1).unwrap_or(6).min(6);
            let content = vec![content];
            self.blocks.push(Block::new(
                self.cover(at, next),
                BlockKind::Heading { level, content: content.into() },
            ));
            return next;
        }
        if is_rule(self.lines[at].text) {
            self.blocks.push(Block::new(self.lines[at].span(), BlockKind::Rule));
            return at + 1;
        }
        if self.is_numbered(at) {
            let mut next = at + 1;
            while next < stop && self.runs_over(next - 1, next) {
                next += 1;
            }
            return self.paragraph(at, next);
        }
        if bullet(self.lines[at].text).is_some() {
            return self.list(at, stop);
        }
        if self.is_term(at, stop) {
            return self.definitions(at, stop);
        }
        let ends = |next: usize| {
            let line = self.lines[next];
            line.is_blank()
                || is_rule(line.text)
                || self.is_numbered(next)
                || bullet(line.text).is_some()
                || self.is_term(next, stop)
                || self.heading(next, stop).is_some()
        };
        let mut next = at + 1;
        while next < stop && (self.is_furniture(next) || !ends(next)) {
            next += 1;
        }
        while self.is_furniture(next - 1) {
            next -= 1;
        }
        self.paragraph(at, next)
    }

    fn paragraph(&mut self, from: usize, to: usize) -> usize {
        let mut content = Vec::new();
        let mut before = from;
        for index in (from..to).filter(|index| !self.is_furniture(*index)) {
            if index > from {
                // A numbered line has others only where it was wrapped.
                let kind = if self.wrapped || self.is_numbered(from) {
                    InlineKind::SoftBreak
                } else {
                    InlineKind::HardBreak
                };
                let between = Span::new(
                    self.lines[before].span().end as usize,
                    self.lines[index].span().start as usize,
                );
                content.push(Inline::new(between, kind));
            }
            let line = &self.lines[index];
            match line.trimmed().find(' ').filter(|_| self.bare.binary_search(&index).is_ok()) {
                // What reads on knows numbers by their mark.
                Some(digits) => {
                    let start = line.span().start as usize;
                    let number = Span::new(start, start + digits);
                    content.push(Inline::text(number, format!("{}.", &line.trimmed()[..digits])));
                    content.push(self.piece(Span::new(start + digits, line.span().end as usize)));
                }
                None => content.push(self.text(line, 0)),
            }
            before = index;
        }
        self.blocks.push(Block::new(self.cover(from, to), BlockKind::Paragraph(content.into())));
        to
    }

    fn is_furniture(&self, at: usize) -> bool {
        self.furniture.binary_search(&at).is_ok()
    }

    fn is_numbered(&self, at: usize) -> bool {
        is_numbered(self.lines[at].text) || self.bare.binary_search(&at).is_ok()
    }

    /// Whether the sentence of the line at `at` was wrapped into the next one, `next`.
    fn runs_over(&self, at: usize, next: usize) -> bool {
        const WIDTH: usize = 45;
        let (line, next) = (self.lines[at].trimmed(), self.lines[next].trimmed());
        let parts_word = line.strip_suffix('-').is_some_and(|word| word.ends_with(char::is_lowercase));
        if parts_word && next.starts_with(char::is_lowercase) {
            return true;
        }
        (self.wrapped || self.hyphenated)
            && line.chars().nth(WIDTH).is_some()
            && !line.ends_with(['.', '?', '!', ':', ';', '…', '。', '？', '！', '：'])
            && next.starts_with(char::is_lowercase)
            && !is_numbered(next)
    }

    fn list(&mut self, from: usize, stop: usize) -> usize {
        let mut items: Vec<Item> = Vec::new();
        let mut at = from;
        while at < stop {
            let line = &self.lines[at];
            if let Some(marker) = bullet(line.text) {
                let content = self.text(line, marker);
                let blocks = [Block::new(content.span, BlockKind::Paragraph([content].into()))];
                items.push(Item { span: line.span(), task: None, blocks: blocks.into() });
            } else if !line.is_blank()
                && line.is_indented()
                && let Some(item) = items.last_mut()
                && let Some(Block { span, kind: BlockKind::Paragraph(content) }) =
                    item.blocks.make_mut().last_mut()
            {
                let between = Span::new(span.end as usize, line.span().start as usize);
                content.push(Inline::new(between, InlineKind::SoftBreak));
                content.push(self.text(line, 0));
                *span = span.cover(line.span());
                item.span = item.span.cover(line.span());
            } else {
                break;
            }
            at += 1;
        }
        let kind = BlockKind::List(List { start: None, tight: true, items: items.into() });
        self.blocks.push(Block::new(self.cover(from, at), kind));
        at
    }

    /// Whether the line at `at` is a term as wikis write it, `; term`, with a line `: what it means` below.
    fn is_term(&self, at: usize, stop: usize) -> bool {
        let opens = |at: usize, mark: &str| at < stop && self.lines[at].trimmed().starts_with(mark);
        opens(at, "; ") && opens(at + 1, ": ")
    }

    fn definitions(&mut self, from: usize, stop: usize) -> usize {
        let mut list: EcoVec<Definition> = EcoVec::new();
        let mut at = from;
        while self.is_term(at, stop) {
            let terms = [Inlines::from([self.text(&self.lines[at], 1)])].into();
            let mut definitions = EcoVec::new();
            at += 1;
            while at < stop && self.lines[at].trimmed().starts_with(": ") {
                let content = self.text(&self.lines[at], 1);
                let block = Block::new(content.span, BlockKind::Paragraph([content].into()));
                definitions.push(Blocks::from([block]));
                at += 1;
            }
            list.push(Definition { terms, definitions });
        }
        self.blocks.push(Block::new(self.cover(from, at), BlockKind::DefinitionList(list)));
        at
    }

    /// What the line at `at` is a heading by, its text, and the line behind it.
    fn heading(&self, at: usize, stop: usize) -> Option<(Form, Inline, usize)> {
        let line = &self.lines[at];
        let trimmed = line.trimmed();
        let short = trimmed.chars().take(MAX_HEADING + 1).count() <= MAX_HEADING;
        if !short || self.is_numbered(at) || is_numbered(trimmed) || trimmed.is_empty() {
            return None;
        }
        let next = self.lines.get(at + 1).filter(|_| at + 1 < stop);
        if let Some(mark) = next.and_then(|next| underline(next.trimmed(), trimmed)) {
            return Some((Form::Underline(mark), self.text(line, 0), at + 2));
        }
        if let Some((signs, title)) = between_equals(trimmed) {
            let start = line.span().end as usize - trimmed.len() + signs + 1;
            let place = Span::new(start, start + title.len());
            return Some((Form::Equals(signs), self.piece(place), at + 1));
        }
        if trimmed.ends_with(['.', ',', ';', ':']) || bullet(line.text).is_some() {
            return None;
        }
        if let Some(mark) = section_mark(line.text) {
            let around = [at.checked_sub(1).map(|at| self.lines[at]), self.lines.get(at + 1).copied()];
            let alone = around.into_iter().flatten().all(|line| section_mark(line.text).is_none());
            return alone.then(|| (Form::Mark, self.text(line, mark), at + 1));
        }
        let after_blank = at == 0 || self.lines[at - 1].is_blank();
        if numeral::is_chapter(trimmed) {
            return Some((Form::Numeral, self.text(line, 0), at + 1));
        }
        if self.has_parts && part::is_title(trimmed) {
            return Some((Form::Part, self.text(line, 0), at + 1));
        }
        if after_blank && is_capitals(trimmed) {
            return Some((Form::Capitals, self.text(line, 0), at + 1));
        }
        (at == self.first && is_title(trimmed)).then(|| (self.form_of_title(at), self.text(line, 0), at + 1))
    }

    /// A first line that is followed by content is a section like the others; one that is followed by a
    /// section is the title over them all.
    fn form_of_title(&self, at: usize) -> Form {
        let mut behind = at + 1..self.lines.len();
        let Some(next) = behind.clone().find(|&next| !self.lines[next].is_blank()) else {
            return Form::Title;
        };
        if section_mark(self.lines[next].text).is_some() || is_capitals(self.lines[next].trimmed()) {
            return Form::Title;
        }
        let first = behind.find_map(|next| {
            let line = &self.lines[next];
            let before_is_blank = self.lines[next - 1].is_blank();
            section_mark(line.text)
                .map(|_| Form::Mark)
                .or_else(|| (before_is_blank && is_capitals(line.trimmed())).then_some(Form::Capitals))
        });
        first.unwrap_or(Form::Title)
    }

    /// The text of `line` behind its first `skip` bytes (white space in front not counted).
    fn text(&self, line: &Line<'_>, skip: usize) -> Inline {
        let content = line.trimmed()[skip..].trim_start();
        let end = line.span().end as usize;
        self.piece(Span::new(end - content.len(), end))
    }

    fn piece(&self, span: Span) -> Inline {
        Inline::text(span, self.source.substr(span.range()))
    }

    fn cover(&self, from: usize, to: usize) -> Span {
        self.lines[from].span().cover(self.lines[to - 1].span())
    }
}

/// `N. text` or `N) text` at the start of the line, or as East Asian documents number.
fn is_numbered(line: &str) -> bool {
    if numeral::is_numbered(line.trim_start()) {
        return true;
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let Some(rest) = line[digits..].strip_prefix(['.', ')', '、', '．']) else { return false };
    (1..=4).contains(&digits) && !rest.trim().is_empty() && !rest.starts_with(|c: char| c.is_ascii_digit())
}

/// The lines outside `code` that open with a number without a mark and then a capital, where these run on from one: a
/// copied page may have lost the marks. A number may be missing here and there.
fn bare_numbers(lines: &[Line<'_>], code: &[(Range<usize>, Option<&'static str>)]) -> Vec<usize> {
    const FEWEST: u32 = 3;
    const MISSING: u32 = 5;
    let in_code = |at: usize| {
        let run = code.partition_point(|(run, _)| run.end <= at);
        code.get(run).is_some_and(|(run, _)| run.start <= at)
    };
    let number = |line: &Line| {
        let behind = line.text.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = line.text.len() - behind.len();
        let titled = behind.trim_start().starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
        let is_bare = (1..=3).contains(&digits) && behind.starts_with(' ') && titled;
        is_bare.then(|| line.text[..digits].parse::<u32>().ok()).flatten()
    };
    let mut found = Vec::new();
    let mut last = 0;
    for (at, line) in lines.iter().enumerate() {
        let Some(number) = number(line).filter(|_| !in_code(at)) else { continue };
        let reach = if last < FEWEST { 1 } else { MISSING };
        if (last + 1..=last + reach).contains(&number) {
            found.push(at);
            last = number;
        }
    }
    if last < FEWEST { Vec::new() } else { found }
}

/// Whether the line is drawn, or left to be filled in.
fn is_rule(line: &str) -> bool {
    const FEWEST: usize = 5;
    let line = line.trim();
    is_drawn_rule(line) || (line.len() >= FEWEST && line.bytes().all(|byte| byte == b'_'))
}

/// The bytes of a bullet at the start of the line, white space in front not counted.
fn bullet(line: &str) -> Option<usize> {
    let line = line.trim();
    let mark = line.chars().next().filter(|c| "-*+•‣◦▪●○·".contains(*c))?;
    let rest = &line[mark.len_utf8()..];
    let spaced = rest.starts_with([' ', '\t']) || (!mark.is_ascii() && !rest.is_empty());
    spaced.then_some(mark.len_utf8())
}

/// The bytes of `>` or `>>` at the start of the line.
fn section_mark(line: &str) -> Option<usize> {
    let marks = line.bytes().take_while(|&b| b == b'>').count();
    let words = line[marks..].chars().any(char::is_alphabetic);
    ((1..=3).contains(&marks) && words).then_some(marks)
}

/// How many equals signs stand at each end of the line, and what between them.
fn between_equals(line: &str) -> Option<(usize, &str)> {
    let signs = line.bytes().take_while(|&b| b == b'=').count();
    let marks = &line[..signs];
    let title = line[signs..].strip_prefix(' ')?.strip_suffix(marks)?.strip_suffix(' ')?;
    let is_title = !title.contains('=') && title.trim() == title && title.contains(char::is_alphabetic);
    ((2..=5).contains(&signs) && is_title).then_some((signs, title))
}

fn underline(line: &str, over: &str) -> Option<char> {
    let mark = line.chars().next().filter(|c| matches!(c, '=' | '-' | '~' | '*'))?;
    let long = line.len() >= 3 && line.len() * 2 >= over.chars().count();
    (long && line.chars().all(|c| c == mark) && over.chars().any(char::is_alphabetic)).then_some(mark)
}

fn is_capitals(line: &str) -> bool {
    let capitals = line.chars().filter(|c| c.is_uppercase()).count();
    capitals >= 4 && !line.chars().any(char::is_lowercase) && !line.contains(['=', '{', '}', ';'])
}

/// Whether a first line can be a title: words that ask nothing and label nothing.
fn is_title(line: &str) -> bool {
    let asks = line.ends_with(['?', '？', '!', '。', '」'])
        || line.contains(['：', '{', '='])
        || line.contains("::");
    let labelled = line.split_once(": ").is_some_and(|(label, _)| label.chars().count() <= 3);
    // A comment stands above what it speaks of.
    let comments = line.starts_with("//") || line.starts_with("/*");
    !asks && !labelled && !comments && line.chars().any(char::is_alphabetic)
}

/// Whether words are parted at the ends of lines, more than once, as in print.
fn is_hyphenated(lines: &[Line<'_>]) -> bool {
    let parts = |pair: &&[Line<'_>]| {
        let word = pair[0].text.trim_end().strip_suffix('-');
        word.is_some_and(|word| word.ends_with(char::is_lowercase))
            && pair[1].text.trim_start().starts_with(char::is_lowercase)
    };
    lines.windows(2).filter(parts).count() > 1
}

/// Whether the prose was wrapped at a constant width, so that a line break means a space.
fn is_wrapped(lines: &[Line<'_>]) -> bool {
    let followed = lines.windows(2).filter(|pair| {
        !pair[0].is_blank()
            && !pair[1].is_blank()
            && !is_numbered(pair[1].text)
            && bullet(pair[1].text).is_none()
    });
    let widths: Vec<usize> = followed.map(|pair| pair[0].text.chars().take(400).count()).collect();
    let Some(&widest) = widths.iter().max() else { return false };
    let near = widths.iter().filter(|&&width| width + 18 >= widest).count();
    widths.len() >= 3 && (50..=100).contains(&widest) && near * 10 >= widths.len() * 7
}
