//! Where the sentences of running text end.

use unicode_segmentation::UnicodeSegmentation;

use super::cues::Cues;
use crate::model::{Inline, InlineKind};

/// The marks that end a sentence without a space behind them.
const WIDE_STOPS: [char; 5] = ['。', '！', '？', '｡', '．'];

/// Where the sentences of `inlines` end: offsets into their plain text, the last at its end.
///
/// The bounds of [UAX 29](https://www.unicode.org/reports/tr29/#Sentence_Boundaries) that are no abbreviation's, lie
/// outside of code and parentheses, and have white space behind them. A line break that is meant ends none by itself,
/// since plain text has one behind every line. What is in doubt is none: two sentences taken for one are still whole.
pub fn ends(inlines: &[Inline], lang: &str, cues: &Cues) -> Vec<usize> {
    let mut text = String::new();
    push_masked(inlines, &mut text);
    let mut ends = Vec::new();
    let mut start = 0;
    let mut depth = 0_usize;
    for (at, part) in text.split_sentence_bound_indices() {
        let end = at + part.len();
        depth += part.matches(['(', '（', '[']).count();
        depth = depth.saturating_sub(part.matches([')', '）', ']']).count());
        let sentence = &text[start..end];
        if end == text.len() || (depth == 0 && is_whole(sentence, lang, cues)) {
            ends.push(end);
            start = end;
            depth = 0;
        }
    }
    ends
}

/// Whether what ends at a bound of UAX 29 is a sentence.
fn is_whole(sentence: &str, lang: &str, cues: &Cues) -> bool {
    let core = sentence.trim_end();
    if core.ends_with(WIDE_STOPS) {
        return true;
    }
    if core.len() == sentence.len() {
        return false;
    }
    let last = core.split_whitespace().next_back().unwrap_or_default();
    let last = last.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some(stem) = last.strip_suffix('.') else { return true };
    let is_initial = stem.chars().count() == 1 && stem.chars().all(char::is_alphabetic);
    let is_number = core.len() == last.len() && stem.chars().all(|c| c.is_ascii_digit());
    !is_initial && !is_number && !cues.is_abbreviation(&last.to_lowercase(), lang)
}

/// The plain text of `inlines`, byte for byte as long, with what holds no prose as one word.
fn push_masked(inlines: &[Inline], out: &mut String) {
    let mask = |text: &str, out: &mut String| out.extend(std::iter::repeat_n('X', text.len()));
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) => out.push_str(text),
            InlineKind::Code(text) | InlineKind::Math(text) | InlineKind::Key(text) => mask(text, out),
            InlineKind::Image(image) => mask(&image.alt, out),
            InlineKind::SoftBreak | InlineKind::HardBreak => out.push(' '),
            InlineKind::FootnoteReference(_) => {}
            InlineKind::Strong(_)
            | InlineKind::Emphasis(_)
            | InlineKind::Strike(_)
            | InlineKind::Superscript(_)
            | InlineKind::Subscript(_)
            | InlineKind::Link(_) => push_masked(inline.children(), out),
        }
    }
}
