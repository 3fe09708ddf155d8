//! Titles of containers: the first paragraph of one is the summary, and what stands below it goes with it.

use std::ops::Range;

use super::{Container, ContainerKind, MARK, Marker, Scanner};
use crate::markup::line::line_end;
use crate::model::Span;

impl Scanner<'_> {
    /// Writes the title at `place` of the container that opens at `opener`: its first paragraph as a heading, and below
    /// it what else it holds; that of a mere wrapper in bold.
    pub(super) fn title(&mut self, prefix: &str, place: Range<usize>, is_container: bool, opener: usize) {
        let length = if is_container { first_paragraph(&self.text[place.clone()]) } else { place.len() };
        let (first, rest) = (place.start..place.start + length, place.start + length..place.end);
        self.headline(prefix, first, is_container);
        if !self.text[rest.clone()].trim().is_empty() {
            self.summary(prefix, rest, opener);
        }
    }

    /// Writes text on one line as a heading, whatever it looks like.
    fn headline(&mut self, prefix: &str, place: Range<usize>, heading: bool) {
        let title = &self.text[place.clone()];
        let derived = &mut self.scan.derived;
        derived.insert(prefix);
        derived.insert(if heading { "# " } else { "**" });
        let mut first = true;
        for line in title.split(['\n', '\r']) {
            let trimmed = line.trim();
            if trimmed.is_empty() {
                continue;
            }
            if !std::mem::take(&mut first) {
                derived.insert(" ");
            }
            let at = trimmed.as_ptr() as usize - self.text.as_ptr() as usize;
            derived.keep(at, at + trimmed.len());
        }
        let closing = if !heading {
            "**\n"
        } else if title.trim_end().ends_with('#') {
            " #"
        } else {
            ""
        };
        derived.insert(closing);
        derived.insert("\n");
    }

    /// Writes what stands in a title below its first paragraph as a quote, which keeps its damage to itself.
    fn summary(&mut self, prefix: &str, place: Range<usize>, opener: usize) {
        let text = self.text;
        let span = Span::new(place.start, place.end);
        self.scan.containers.push(Container { kind: ContainerKind::Summary, titled: false, span });
        let container = Some(self.scan.containers.len() - 1);
        let prefix = format!("{prefix}> ");
        let derived = &mut self.scan.derived;
        derived.insert(&prefix);
        self.scan.markers.push(Marker { at: derived.text.len(), container, opener });
        derived.insert(MARK);
        derived.insert("\n");
        let lines = lines(text, place);
        let indentation = |line: &Range<usize>| {
            let line = &text[line.clone()];
            line.len() - line.trim_start_matches([' ', '\t']).len()
        };
        let filled = lines.iter().filter(|line| !text[Range::clone(line)].trim().is_empty());
        let common = filled.map(indentation).min().unwrap_or(0);
        for line in lines {
            derived.insert(&prefix);
            derived.keep(line.end.min(line.start + common), line.end);
            derived.insert("\n");
        }
        // A blank line, so that nothing goes on in the quote.
        derived.insert(prefix[..prefix.len() - "> ".len()].trim_end());
        derived.insert("\n");
    }
}

/// The lines of `place`, without their breaks.
fn lines(text: &str, place: Range<usize>) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut at = place.start;
    while at < place.end {
        let (end, next) = line_end(text, at);
        lines.push(at..end.min(place.end));
        at = next;
    }
    lines
}

/// The length of the first paragraph of a title: what follows are blocks of their own, of Markdown or HTML.
fn first_paragraph(title: &str) -> usize {
    const BLOCKS: [&str; 7] = ["<pre", "<ul", "<ol", "<table", "<dl", "<blockquote", "<p>"];
    let mut at = 0;
    let mut begun = false;
    for line in title.split_inclusive(['\n', '\r']) {
        let words = line.trim();
        let number = words.trim_start_matches(|c: char| c.is_ascii_digit());
        let opens = words.is_empty()
            || ["```", "~~~", "- ", "* ", "+ "].iter().any(|mark| words.starts_with(mark))
            || (number.len() < words.len() && (number.starts_with(". ") || number.starts_with(") ")));
        if begun && opens {
            return at;
        }
        begun |= !words.is_empty();
        let lower = line.to_ascii_lowercase();
        let block = BLOCKS.iter().filter_map(|tag| lower.find(tag)).min();
        if let Some(block) = block.filter(|block| !title[..at + block].trim().is_empty()) {
            return at + block;
        }
        at += line.len();
    }
    title.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_paragraph_of_a_title_ends_where_another_block_opens() {
        for (title, first) in [
            ("What?", "What?"),
            ("\n  What\n  is it?\n", "\n  What\n  is it?\n"),
            ("What?\n\n```\nx\n```", "What?\n"),
            ("What?\n```\nx\n```", "What?\n"),
            ("Which?\n- a\n- b", "Which?\n"),
            ("1. Which?\n2. a", "1. Which?\n"),
            ("What is <code>x</code>?<PRE>x</pre>", "What is <code>x</code>?"),
            ("<p>What?</p>", "<p>What?</p>"),
            ("2.5 or -1?\n3 is", "2.5 or -1?\n3 is"),
        ] {
            assert_eq!(&title[..first_paragraph(title)], first, "{title:?}");
        }
    }
}
