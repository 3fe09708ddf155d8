//! Fences of code, and where one that lacks its closing line is taken to end.
//!
//! A fence without end would take everything behind it, and where another fence follows, each of the rest would
//! be read inside out. So a fence is taken to end at a line that can only be Markdown, in two cases:
//!
//! - another fence that names its language opens before this one is closed;
//! - at the end of the document a fence is open: then one line is missing, and it is missed in the first
//!   fence that holds such a line.
//!
//! Such a line is a heading of at least two hashes behind a blank line, with a blank line below where one hash
//! is a comment of the language. Fences that say they hold Markdown, or text, are left alone.

use super::line::list_item;

/// A fence that is open.
#[derive(Clone, Copy)]
struct Fence {
    mark: u8,
    len: usize,
    /// The column where the content of its list item starts; 0 outside of one.
    column: usize,
}

/// Tells code in fences from the rest, line by line.
pub(super) struct Fences<'a> {
    open: Option<Fence>,
    ends: &'a [usize],
}

impl<'a> Fences<'a> {
    /// Starts in front of a document where `ends` (sorted) end fences.
    pub fn new(ends: &'a [usize]) -> Self {
        Self { open: None, ends }
    }

    /// Whether `line`, which starts at `at`, is code or the opening or closing line of a fence.
    pub fn is_code(&mut self, line: &str, at: usize) -> bool {
        if let Some(fence) = self.open {
            if self.ends.binary_search(&at).is_err() && !leaves(fence, line) {
                if closes(fence, line) {
                    self.open = None;
                }
                return true;
            }
            self.open = None;
        }
        self.open = opens(line).map(|(fence, _)| fence);
        self.open.is_some()
    }
}

/// Lines of `text` at which a fence ends that has no closing line, sorted.
pub(super) fn ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut from = 0;
    // Each round mends one fence that the end of the document laid open.
    for _ in 0..MAX_MISSING {
        let Some(end) = walk(text, from, &mut ends) else { break };
        ends.retain(|known| *known < end);
        ends.push(end);
        from = end;
    }
    ends
}

/// A document lacks no more closing lines than this that only its end tells of.
const MAX_MISSING: usize = 16;

/// Walks through the fences behind `from`, and notes those that another one ends. Where the last fence is not
/// closed, the first line that could have ended one.
fn walk(text: &str, from: usize, ends: &mut Vec<usize>) -> Option<usize> {
    let mut open: Option<(Fence, &str)> = None;
    let mut candidate = None;
    let mut first = None;
    let mut after_blank = true;
    let mut lines = lines(text, from).peekable();
    while let Some((at, line)) = lines.next() {
        if let Some((fence, info)) = open {
            let below = lines.peek().is_none_or(|(_, line)| line.trim().is_empty());
            if closes(fence, line) || leaves(fence, line) {
                first = first.or(candidate.take());
                open = None;
            } else if candidate.is_none() && after_blank && is_markdown(line, info, below) {
                candidate = Some(at);
            } else if let (Some(end), Some((next, info))) = (candidate, opens(line))
                && next.mark == fence.mark
                && !info.is_empty()
            {
                ends.push(end);
                candidate = None;
                open = Some((next, info));
            }
        } else {
            open = opens(line);
            candidate = None;
        }
        after_blank = line.trim().is_empty();
    }
    open.and_then(|_| first.or(candidate))
}

/// Whether a line behind a blank one can only be Markdown and no code in the language of `info`.
fn is_markdown(line: &str, info: &str, blank_below: bool) -> bool {
    let language = info.trim_start_matches(['{', '.']).split([' ', '{', '}', ',']).next().unwrap_or("");
    let prose = ["md", "mdx", "markdown", "text", "txt", "plain", "plaintext"];
    if prose.iter().any(|name| language.eq_ignore_ascii_case(name)) {
        return false;
    }
    let hashes = line.bytes().take_while(|&b| b == b'#').count();
    let rest = &line[hashes..];
    let heading = (2..=6).contains(&hashes) && rest.starts_with(' ') && rest.chars().any(char::is_alphabetic);
    let no_comment = [
        "c",
        "cpp",
        "c++",
        "java",
        "js",
        "javascript",
        "ts",
        "typescript",
        "go",
        "rust",
        "sql",
        "html",
        "css",
    ];
    heading && (blank_below || no_comment.iter().any(|name| language.eq_ignore_ascii_case(name)))
}

/// The fence that `line` opens, and what it says of its content.
fn opens(line: &str) -> Option<(Fence, &str)> {
    let mut rest = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
    let mut column = 0;
    while let Some((_, bytes)) = list_item(rest).filter(|(_, bytes)| *bytes < rest.len()) {
        rest = &rest[bytes..];
        column = line.len() - rest.len();
    }
    let mark = *rest.as_bytes().first().filter(|b| matches!(b, b'`' | b'~'))?;
    let len = rest.bytes().take_while(|&b| b == mark).count();
    let info = rest[len..].trim();
    // Backticks behind the first ones make it a code span.
    (len >= 3 && (mark == b'~' || !info.contains('`'))).then_some((Fence { mark, len, column }, info))
}

fn closes(fence: Fence, line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>').trim_end();
    rest.len() >= fence.len && rest.bytes().all(|b| b == fence.mark)
}

/// Whether the line stands to the left of the list item that holds the fence.
fn leaves(fence: Fence, line: &str) -> bool {
    let blank = |c: char| c.is_whitespace() || c == '>';
    let rest = line.trim_start_matches(blank);
    fence.column > 0 && !rest.is_empty() && line.len() - rest.len() < fence.column && !line.contains('\t')
}

/// The lines of `text` behind `from`, each with its place.
fn lines(text: &str, from: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut at = from;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let len = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let start = at;
        at += len + if rest[len..].starts_with("\r\n") { 2 } else { usize::from(len < rest.len()) };
        Some((start, &rest[..len]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(text: &str) -> Vec<&str> {
        ends(text).into_iter().map(|at| text[at..].lines().next().unwrap()).collect()
    }

    #[test]
    fn closed_fences_end_where_they_say() {
        assert!(ended("```py\n# a\n\n## b\n\nx\n```\n\n```js\ny\n```\n").is_empty());
        assert!(ended("````md\n\n## a\n\n```py\nx\n```\n````\n").is_empty());
        assert!(ended("- ```py\n  x\n  ```\n\n## a\n\n```\nb\n```\n").is_empty());
    }

    #[test]
    fn a_fence_that_another_one_follows_ends_at_the_heading() {
        assert_eq!(ended("```py\nx\n\n## a\n\n```py\ny\n```\n\n## b\n"), ["## a"]);
    }

    #[test]
    fn a_fence_open_at_the_end_is_looked_for_where_it_broke() {
        assert_eq!(ended("```\nx\n\n## a\n\nwords\n\n```\ny\n```\n\n## b\n"), ["## a"]);
        assert_eq!(ended("```\nx\n```\n\n## a\n\n```\ny\n\n## b\n\nwords\n"), ["## b"]);
    }

    #[test]
    fn code_alone_is_not_cut() {
        assert!(ended("```py\nx = 1\n\n# one comment\n\ny = 2\n").is_empty());
    }
}
