//! What the Markdown parser would misread inside running text.
//!
//! - A name such as `__init__` outside code is that name, not strong text.
//! - A star that belongs to a name (`*args and **kwargs`) stays a star.
//! - A tag at the start of a line opens no HTML block: what stands beside and below it is Markdown.
//! - A document whose headings lack the space behind their marks (`##Title`) has headings all the same.
//! - A comment of MDX, `{/* … */}`, is a comment.
//! - A picture's path may hold spaces, and wikis embed one as `![[a.png]]`.
//! - `\(`..`\)` and `\[`..`\]` are mathematics; `$`..`$` is only where it looks like it, so that prices
//!   and shell variables stay text.
//!
//! This looks at one stretch of text at a time: lines that follow each other without a blank line, a
//! list item, a heading or a table row. What it escapes by mistake inside code is shown as written all
//! the same (`Derived::as_written`).

use std::ops::Range;

use super::derived::Mend;
use super::fences::Fences;
use super::html;
use super::line::list_item;

/// How a comment of MDX opens.
pub(super) const COMMENT: &str = "{/*";

/// Invisible, no white space, no letter: in front of a tag it makes the line one of text.
const JOINER: &str = "\u{2060}";

/// The places of `text` to be given to the Markdown parser in another form, in order. `ends` are the lines
/// that end a fence without being its closing one.
pub(super) fn mends(text: &str, ends: &[usize]) -> Vec<Mend> {
    let mut mends = Vec::new();
    let spaceless = has_headings_without_space(text);
    let comments_end = text.rfind("-->");
    let mut fences = Fences::new(ends);
    let mut raw_until = 0;
    let mut stretch = 0..0;
    let mut at = 0;
    while at < text.len() {
        let len = memchr::memchr2(b'\n', b'\r', &text.as_bytes()[at..]).unwrap_or(text.len() - at);
        let line = &text[at..at + len];
        let trimmed = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
        let fenced = at < raw_until || fences.is_code(line, at);
        if !fenced && let Some(marks) = heading_without_space(trimmed).filter(|_| spaceless) {
            mends.push(Mend { at: at + line.len() - trimmed.len() + marks, len: 0, with: " " });
        }
        if !fenced {
            let content = at + line.len() - trimmed.len() + list_item(trimmed).map_or(0, |(_, bytes)| bytes);
            match raw_html(&text[content..]) {
                Some(len) => raw_until = content + len,
                None if opens_html(&text[content..], comments_end.is_some_and(|end| end > content)) => {
                    mends.push(Mend { at: content, len: 0, with: JOINER });
                }
                None => {}
            }
        }
        let starts = trimmed.is_empty() || fenced || starts_stretch(trimmed);
        if starts {
            mend_text(text, stretch, &mut mends);
            let marker = list_item(trimmed).map_or(0, |(_, bytes)| bytes);
            let task = ["[ ] ", "[x] ", "[X] "].iter().any(|task| trimmed[marker..].starts_with(task));
            let label = trimmed.strip_prefix("[!").and_then(|label| label.find(']')).map_or(0, |len| len + 3);
            let skip = line.len() - trimmed.len() + marker + label + if task { 4 } else { 0 };
            stretch = if fenced || trimmed.is_empty() { at + len..at + len } else { at + skip..at + len };
        } else if stretch.is_empty() {
            stretch = at + line.len() - trimmed.len()..at + len;
        } else {
            stretch.end = at + len;
        }
        if is_line_of_its_own(trimmed) {
            mend_text(text, std::mem::replace(&mut stretch, at + len..at + len), &mut mends);
        }
        at += len + 1;
    }
    mend_text(text, stretch, &mut mends);
    mends.sort_by_key(|mend| mend.at);
    mends
}

/// How many marks `line` opens with when it is a heading but for the space behind them: `##Title`. One mark alone
/// is a tag or a comment.
fn heading_without_space(line: &str) -> Option<usize> {
    let marks = line.len() - line.trim_start_matches('#').len();
    let title = line[marks..].chars().next()?;
    ((2..=6).contains(&marks) && (title.is_alphanumeric() || "*`_\"“«¿".contains(title))).then_some(marks)
}

/// Whether a document leaves that space out as a habit: more often than not, and more than once.
fn has_headings_without_space(text: &str) -> bool {
    let lines = || text.split(['\n', '\r']).map(str::trim_start).filter(|line| line.starts_with("##"));
    let without = lines().filter(|line| heading_without_space(line).is_some()).count();
    let with = lines().filter(|line| line.trim_start_matches('#').starts_with(' ')).count();
    without >= 2 && without > with
}

/// The length of the element at the start of `text` whose content is no Markdown; `None` where it is none, or
/// lacks its end: what follows must not be taken for its content.
pub(super) fn raw_html(text: &str) -> Option<usize> {
    let name = raw_name(text)?;
    let mut tags = memchr::memchr_iter(b'<', &text.as_bytes()[1..]).map(|at| at + 1);
    let closes = |at: usize| {
        let rest = text.as_bytes()[at..].strip_prefix(b"</");
        rest.and_then(|rest| rest.get(..name.len()))
            .is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()))
    };
    let at = tags.find(|&at| closes(at) || html::opens(&text[at..], name)).filter(|&at| closes(at))?;
    Some(text[at..].find('>').map_or(text.len(), |len| at + len + 1))
}

/// The name of the element that opens at the start of `text`, if no Markdown can stand in it.
fn raw_name(text: &str) -> Option<&'static str> {
    ["pre", "script", "style", "textarea"].into_iter().find(|name| html::opens(text, name))
}

/// Whether the Markdown parser may take all that follows for raw HTML, should this be none of [`raw_html`].
pub(super) fn may_never_end(text: &str) -> bool {
    raw_name(text).is_some() || text.starts_with("<?") || text.starts_with("<!")
}

/// Whether the Markdown parser would open an HTML block here that is none: one with Markdown in it, or one
/// without end.
fn opens_html(text: &str, comment_ends: bool) -> bool {
    let Some(inner) = text.strip_prefix('<') else { return false };
    let tag = inner.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '?'));
    tag || (inner.starts_with("!--") && !comment_ends)
        || (inner.starts_with('!') && !inner.starts_with("!--"))
}

/// A heading, a table row, the label of a callout.
fn is_line_of_its_own(line: &str) -> bool {
    line.starts_with(['#', '|']) || line.starts_with("[!")
}

fn starts_stretch(line: &str) -> bool {
    is_line_of_its_own(line) || line.starts_with('<') || line.starts_with(": ") || list_item(line).is_some()
}

/// Mends the cells of a table row one by one, other text as a whole.
fn mend_text(text: &str, stretch: Range<usize>, mends: &mut Vec<Mend>) {
    if !text[stretch.clone()].starts_with('|') {
        return mend_stretch(text, stretch, mends);
    }
    let mut from = stretch.start;
    for (at, _) in text[stretch.clone()].match_indices('|') {
        let at = stretch.start + at;
        if !text[..at].ends_with('\\') {
            mend_stretch(text, from..at, mends);
            from = at + 1;
        }
    }
    mend_stretch(text, from..stretch.end, mends);
}

fn mend_stretch(text: &str, stretch: Range<usize>, mends: &mut Vec<Mend>) {
    let piece = &text[stretch.clone()];
    if !piece.bytes().any(|b| matches!(b, b'*' | b'_' | b'$' | b'\\' | b'!')) {
        return;
    }
    let mut marks = Marks { text: piece, runs: Vec::new(), dollars: Vec::new(), mends: Vec::new() };
    marks.read();
    marks.mend_stars();
    marks.mend_dollars();
    marks.mends.sort_by_key(|mend| mend.at);
    mends.extend(marks.mends.into_iter().map(|mend| Mend { at: mend.at + stretch.start, ..mend }));
}

/// The marks of one stretch that stand outside code.
struct Marks<'a> {
    text: &'a str,
    runs: Vec<Run>,
    dollars: Vec<Dollars>,
    mends: Vec<Mend>,
}

/// A run of stars.
struct Run {
    at: usize,
    len: usize,
    opens: bool,
    closes: bool,
}

/// A run of dollar signs.
struct Dollars {
    at: usize,
    len: usize,
}

impl Marks<'_> {
    fn read(&mut self) {
        let bytes = self.text.as_bytes();
        let ticks = Ticks::new(bytes);
        let last_comment = self.text.rfind("*/}").unwrap_or_default();
        let mut at = 0;
        while at < bytes.len() {
            at = match bytes[at] {
                b'`' => ticks.skip(at),
                b'\\' => self.backslash(at),
                b'<' => self.skip_tag(at),
                b'!' => self.picture(at),
                b'{' => self.comment(at, last_comment),
                b'*' => self.stars(at),
                b'_' => self.underscores(at),
                b'$' => {
                    let len = run_len(bytes, at);
                    self.dollars.push(Dollars { at, len });
                    at + len
                }
                _ => at + 1,
            };
        }
    }

    /// A comment as MDX writes it; the last of the stretch ends at `last`.
    fn comment(&mut self, at: usize, last: usize) -> usize {
        if !self.text[at..].starts_with(COMMENT) || last < at + COMMENT.len() {
            return at + 1;
        }
        let Some(len) = self.text[at..].find("*/}") else { return at + 1 };
        self.mends.push(Mend { at, len: COMMENT.len(), with: "<!--" });
        self.mends.push(Mend { at: at + len, len: 3, with: "-->" });
        at + len + 3
    }

    /// A picture as wikis embed it, `![[a.png|300]]`, or one whose path holds spaces.
    fn picture(&mut self, at: usize) -> usize {
        let line = self.text[at..].split(['\n', '\r']).next().unwrap_or_default();
        if let Some(inner) = line.strip_prefix("![[") {
            let Some(end) = inner.find("]]") else { return at + 3 };
            let bar = inner[..end].find('|').unwrap_or(end);
            let path = inner[..bar].trim_end_matches('\\');
            if !is_picture(path) || path.contains(['<', '>']) {
                return at + 3;
            }
            let label = inner[..end].get(bar + 1..).unwrap_or_default();
            let (from, to) = (at + 3 + path.len(), at + 3 + end);
            let words =
                label.chars().any(char::is_alphabetic) && label != "x" && !label.contains(['"', '\\', '[']);
            self.mends.push(Mend { at, len: 3, with: "![](<" });
            if words && !label.trim_matches(|c: char| c.is_ascii_digit() || c == 'x').is_empty() {
                self.mends.push(Mend { at: from, len: to - label.len() - from, with: "> \"" });
                self.mends.push(Mend { at: to, len: 2, with: "\")" });
            } else {
                self.mends.push(Mend { at: from, len: to + 2 - from, with: ">)" });
            }
            return to + 2;
        }
        let Some(open) = line.strip_prefix("![").and_then(|rest| rest.find("](")).map(|len| len + 4) else {
            return at + 1;
        };
        for (end, _) in line[open..].match_indices(')').take(4) {
            let written = &line[open..open + end];
            let path = written.find(" \"").map_or(written, |title| &written[..title]).trim_end();
            let bare = path.split(['?', '#']).next().unwrap_or_default();
            let balanced = !path.contains("](") && path.matches('(').count() == path.matches(')').count();
            if is_picture(bare) && balanced {
                if path.contains(' ') && !path.starts_with(['<', ' ']) && !path.contains("://") {
                    self.mends.push(Mend { at: at + open, len: 0, with: "<" });
                    self.mends.push(Mend { at: at + open + path.len(), len: 0, with: ">" });
                }
                return at + open + path.len();
            }
        }
        at + 1
    }

    /// An escape, or a delimiter of mathematics.
    fn backslash(&mut self, at: usize) -> usize {
        let (close, with) = match self.text.as_bytes().get(at + 1) {
            Some(b'(') => ("\\)", "$"),
            Some(b'[') => ("\\]", "$$"),
            _ => return at + 2,
        };
        // A formula is short; the bound keeps unclosed ones from costing a search each.
        let window = &self.text.as_bytes()[at + 2..self.text.len().min(at + 2002)];
        let mut closers = memchr::memmem::find_iter(window, close.as_bytes());
        // Behind a backslash the backslash is the one that is escaped.
        let Some(len) = closers.find(|&len| len == 0 || window[len - 1] != b'\\') else { return at + 2 };
        let inner = &self.text[at + 2..at + 2 + len];
        let (lead, tail) = (inner.len() - inner.trim_start().len(), inner.len() - inner.trim_end().len());
        if lead == len || inner.contains(['$', '`']) || !looks_like_tex(inner.trim(), with.len() == 2) {
            return at + 2;
        }
        self.mends.push(Mend { at, len: 2 + lead, with });
        self.mends.push(Mend { at: at + 2 + len - tail, len: 2 + tail, with });
        at + 4 + len
    }

    /// A tag or autolink holds no marks; a component's title does.
    fn skip_tag(&self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        if !bytes.get(at + 1).is_some_and(|b| b.is_ascii_lowercase() || *b == b'/') {
            return at + 1;
        }
        let window = &bytes[at..bytes.len().min(at + 1000)];
        window.iter().position(|&b| b == b'>').map_or(at + 1, |end| at + end + 1)
    }

    fn stars(&mut self, at: usize) -> usize {
        let len = run_len(self.text.as_bytes(), at);
        let before = self.text[..at].chars().next_back().unwrap_or(' ');
        let after = self.text[at + len..].chars().next().unwrap_or(' ');
        let mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
        let opens = !after.is_whitespace() && (!mark(after) || before.is_whitespace() || mark(before));
        let closes = !before.is_whitespace() && (!mark(before) || after.is_whitespace() || mark(after));
        self.runs.push(Run { at, len, opens, closes });
        at + len
    }

    /// A name between double underscores is escaped; a longer stretch is left to the parser.
    fn underscores(&mut self, at: usize) -> usize {
        let len = run_len(self.text.as_bytes(), at);
        let before = self.text[..at].chars().next_back();
        if len != 2 || before.is_some_and(|c| c.is_alphanumeric() || c == '\\') {
            return at + len;
        }
        let rest = &self.text[at + 2..];
        let word_len = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
        let Some(name) = rest[..word_len].strip_suffix("__") else { return at + len };
        let is_name = name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.ends_with(|c: char| c != '_')
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        let followed = rest[word_len..].chars().next().is_some_and(char::is_alphanumeric);
        if is_name && !followed {
            for place in [at, at + 1, at + word_len, at + word_len + 1] {
                self.mends.push(Mend { at: place, len: 0, with: "\\" });
            }
        }
        at + 2 + word_len
    }

    /// Escapes stars that open a name and that no star behind them is meant to close.
    fn mend_stars(&mut self) {
        let inner = self.outer_pair();
        let mut bare = vec![false; self.runs.len()];
        for len in [1, 2] {
            self.without_closer(len, &mut bare);
            if let Some(inner) = inner.clone() {
                self.inside_outer_pair(len, inner, &mut bare);
            }
        }
        for (run, _) in self.runs.iter().zip(bare).filter(|(_, bare)| *bare) {
            for place in run.at..run.at + run.len {
                self.mends.push(Mend { at: place, len: 0, with: "\\" });
            }
        }
    }

    fn opens_name(&self, run: &Run) -> bool {
        let before = self.text[..run.at].chars().next_back();
        let stands_free = before.is_none_or(|c| c.is_whitespace() || "(,[{\"'“‘/*".contains(c));
        let after = self.text[run.at + run.len..].chars().next();
        run.opens && stands_free && after.is_some_and(|c| c.is_alphabetic() || c == '_')
    }

    /// Runs before a name with no run of their length behind them.
    fn without_closer(&self, len: usize, bare: &mut [bool]) {
        let mut closers = 0;
        for (index, run) in self.runs.iter().enumerate().rev() {
            if run.len == len && closers == 0 && self.opens_name(run) && !run.closes {
                bare[index] = true;
            }
            // A run of three closes one and two; a single star is also closed by half of a pair that
            // nothing else opens, which is never meant.
            if run.closes && (run.len == len || run.len >= 3) {
                closers += 1;
            }
        }
    }

    /// The runs between a first that opens the whole stretch and a last that closes it.
    fn outer_pair(&self) -> Option<Range<usize>> {
        let (first, last) = (self.runs.first()?, self.runs.last()?);
        // Words between angles are those of a tag.
        let wordless = |text: &str| {
            let parts = text.split('<').enumerate();
            let mut outside = parts.filter_map(|(at, part)| {
                if at == 0 { Some(part) } else { part.split_once('>').map(|(_, after)| after) }
            });
            !outside.any(|part| part.chars().any(char::is_alphabetic))
        };
        let whole = wordless(&self.text[..first.at]) && wordless(&self.text[last.at + last.len..]);
        let pair = self.runs.len() > 2 && first.len == last.len && first.opens && last.closes;
        (whole && pair).then(|| 1..self.runs.len() - 1)
    }

    /// Inside a pair that holds the whole stretch, runs before a name that nothing inside closes.
    fn inside_outer_pair(&self, len: usize, inner: Range<usize>, bare: &mut [bool]) {
        let mut open = Vec::new();
        for index in inner {
            let run = &self.runs[index];
            if run.len != len {
                continue;
            }
            if run.closes {
                // A closer that nothing inside opened closes the pair itself: it was no outer pair.
                if open.pop().is_none() {
                    return;
                }
            } else if run.opens {
                open.push(index);
            }
        }
        for index in open {
            bare[index] |= self.opens_name(&self.runs[index]);
        }
    }

    /// Escapes dollar signs that are no delimiters of mathematics.
    fn mend_dollars(&mut self) {
        let mut index = 0;
        while index < self.dollars.len() {
            let Dollars { at, len } = self.dollars[index];
            let next = self.dollars.get(index + 1);
            let closed = next.is_some_and(|next| {
                let inner = &self.text[at + len..next.at];
                let followed = self.text[next.at + next.len..].chars().next();
                let digit = followed.is_some_and(|c| c.is_ascii_digit());
                let quoted = inner.len() > 2 && inner.starts_with('`') && inner.ends_with('`');
                next.len == len
                    && (len == 2 || len == 1 && !digit && (quoted || looks_like_tex(inner, false)))
            });
            if closed {
                index += 2;
                continue;
            }
            for place in at..at + len {
                self.mends.push(Mend { at: place, len: 0, with: "\\" });
            }
            index += 1;
        }
    }
}

/// Whether a path ends like that of a picture.
fn is_picture(path: &str) -> bool {
    let kinds = ["png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "avif"];
    let extension = path.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|extension| kinds.iter().any(|kind| extension.eq_ignore_ascii_case(kind)))
}

/// Whether the text between delimiters can be meant as mathematics.
fn looks_like_tex(inner: &str, displayed: bool) -> bool {
    let trimmed = inner.trim();
    if trimmed.is_empty() || (!displayed && trimmed.len() > 300) {
        return false;
    }
    if displayed {
        return trimmed.contains(['\\', '^', '=', '_', '+', '<', '>', '/', '|']);
    }
    let tight = !inner.starts_with(char::is_whitespace) && !inner.ends_with(char::is_whitespace);
    // On several lines an angle may be the mark of a quote.
    let compares = !inner.contains(['\n', '\r']) && inner.contains(['<', '>']);
    let symbols = compares || inner.contains(['\\', '^', '=', '+', '|']) || inner.contains("_{");
    let words =
        trimmed.split_whitespace().filter(|word| word.len() > 3 && word.chars().all(char::is_alphabetic));
    let words = words.count();
    // `$5 and $6`, `$HOME/bin:$PATH`: prose or paths between the signs.
    let short = trimmed.chars().count() <= 3
        || (!trimmed.contains(' ') && trimmed.contains(['_', '(', ',', '-', '*']));
    let path = (trimmed.contains('/') && words > 0) || trimmed.ends_with(':');
    let price = trimmed.starts_with(|c: char| c.is_ascii_digit()) && words > 0;
    let separator = trimmed.ends_with(['-', ',', '(', '/', '_']);
    tight && !inner.contains('`') && !path && !price && !separator && ((symbols && words <= 3) || short)
}

fn run_len(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().take_while(|&&b| b == bytes[at]).count()
}

/// The code spans of a stretch: for each run of backticks the one that closes it, found in one pass.
struct Ticks {
    /// Start and length of each run, and the index of the next run of the same length.
    runs: Vec<(usize, usize, Option<usize>)>,
}

impl Ticks {
    fn new(bytes: &[u8]) -> Self {
        let mut runs = Vec::new();
        let mut at = 0;
        while let Some(skip) = memchr::memchr(b'`', &bytes[at..]) {
            at += skip;
            let len = run_len(bytes, at);
            runs.push((at, len, None));
            at += len;
        }
        let mut next_of_len = std::collections::BTreeMap::new();
        for index in (0..runs.len()).rev() {
            let len = runs[index].1;
            runs[index].2 = next_of_len.insert(len, index);
        }
        Self { runs }
    }

    /// Where reading goes on when a run starts at `at`: behind its span, or behind the run itself.
    fn skip(&self, at: usize) -> usize {
        let index = self.runs.partition_point(|&(start, _, _)| start < at);
        let Some(&(start, len, close)) = self.runs.get(index) else { return at + 1 };
        close.and_then(|close| self.runs.get(close)).map_or(start + len, |&(start, len, _)| start + len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `text` with its mends.
    fn mended(text: &str) -> String {
        let mut out = String::new();
        let mut at = 0;
        for mend in mends(text, &[]) {
            out.push_str(&text[at..mend.at]);
            out.push_str(mend.with);
            at = mend.at + mend.len;
        }
        out + &text[at..]
    }

    #[test]
    fn names_between_double_underscores_are_escaped() {
        assert_eq!(mended("Why __str__?"), r"Why \_\_str\_\_?");
        assert_eq!(
            mended("T.__mro__ and __a__, __b_c__"),
            r"T.\_\_mro\_\_ and \_\_a\_\_, \_\_b\_c\_\_".replace(r"b\_c", "b_c")
        );
        for same in ["`__str__`", "__two words__", "__Note__", "a__b__c", "\\_\\_str__"] {
            assert_eq!(mended(same), same);
        }
    }

    #[test]
    fn stars_that_belong_to_a_name_are_escaped() {
        assert_eq!(mended("**What are *args and **kwargs?**"), r"**What are \*args and \*\*kwargs?**");
        assert_eq!(mended("4. \"**Why *a, **b**\""), r#"4. "**Why \*a, \*\*b**""#);
        assert_eq!(mended("f(*args, **kwargs)"), r"f(\*args, \*\*kwargs)");
        assert_eq!(mended("**Of *args** and **kw**"), r"**Of \*args** and **kw**");
        for same in ["**a** and *b*", "***both** one*", "a * b", "*x **y***", "* item *em*", "**a *b* c**"] {
            assert_eq!(mended(same), same);
        }
    }

    #[test]
    fn dollars_are_mathematics_only_where_they_look_like_it() {
        for same in ["$x^2$", "$$a = b$$", "so $n$ and $n+1$", "$O(n)$", "`$x`"] {
            assert_eq!(mended(same), same);
        }
        assert_eq!(mended("from $5 to $10"), r"from \$5 to \$10");
        assert_eq!(mended("$HOME/bin:$PATH"), r"\$HOME/bin:\$PATH");
        assert_eq!(mended(r"\( a_1 \) and \[ b = 1 \]"), "$a_1$ and $$b = 1$$");
    }
}
