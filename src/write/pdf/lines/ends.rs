//! Where a line may end: where Unicode says, inside words by their language, inside names behind signs.

use std::ops::Range;

use unicode_linebreak::{BreakOpportunity, linebreaks};

use super::super::shape::{Cluster, Shaped};
use super::super::text::{Rich, Setting};
use super::super::units::Pt;
use super::cost;

/// From this many characters on, an identifier may break behind its signs.
const LONG_IDENTIFIER: usize = 10;
/// Shorter words are not hyphenated.
const SHORTEST_HYPHENATED: usize = 6;

/// Names that a stroke parts stay together where one of them has fewer letters.
const FEWEST_AT_STROKE: usize = 3;

/// A place where a line may end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Break {
    /// Index of the cluster that would start the next line.
    pub cluster: usize,
    pub cost: f32,
    pub hyphen: bool,
    pub mandatory: bool,
    /// Whether a word ends there, rather than a part of one.
    pub ends_word: bool,
}

impl Break {
    /// In front of `cluster`, at no cost.
    pub fn plain(cluster: usize) -> Self {
        Self { cluster, cost: 0.0, hyphen: false, mandatory: false, ends_word: true }
    }
}

/// All places where a line may end, in order; the last is the end of the text.
pub(super) fn opportunities(text: &Rich, shaped: &Shaped, setting: Setting) -> Vec<Break> {
    let clusters = &shaped.clusters;
    let at = |offset: usize| clusters.binary_search_by(|cluster| cluster.start.cmp(&offset)).ok();
    let mut breaks: Vec<Break> = Vec::new();
    let mut from = 0;
    for (offset, kind) in linebreaks(&text.text) {
        let Some(offset) = beside_stroke(&text.text, offset) else { continue };
        let cluster = if offset == text.text.len() { Some(clusters.len()) } else { at(offset) };
        let Some(to) = cluster.filter(|&cluster| cluster > from) else { continue };
        held(text, shaped, from..to, setting, &mut breaks);
        let mandatory = kind == BreakOpportunity::Mandatory;
        let part = if mandatory { None } else { in_compound(&text.text[..offset], setting) };
        let (cost, ends_word) = (part.unwrap_or(0.0), part.is_none());
        breaks.push(Break { cost, mandatory, ends_word, ..Break::plain(to) });
        from = to;
    }
    breaks
}

/// Where a line may end instead of at `offset`, where Unicode would end it: there, unless that is behind a stroke with few
/// letters at one of its sides, as in `I/O`, `/etc`, `https://host`. A name that begins with one may begin a line.
fn beside_stroke(text: &str, offset: usize) -> Option<usize> {
    let (before, behind) = text.split_at(offset);
    let Some(before) = before.strip_suffix('/').filter(|_| !behind.is_empty()) else { return Some(offset) };
    let few = |chars: &mut dyn Iterator<Item = char>| {
        chars.take(FEWEST_AT_STROKE).take_while(|c| c.is_alphanumeric()).count() < FEWEST_AT_STROKE
    };
    if !few(&mut before.chars().rev()) && !few(&mut behind.chars()) {
        return Some(offset);
    }
    before.ends_with(' ').then_some(before.len())
}

/// What it costs to end a line behind `before` where that is a part of a word, as in `well-known` and `read/write`.
fn in_compound(before: &str, setting: Setting) -> Option<f32> {
    let is_part = before.ends_with(['-', '\u{2010}', '/']);
    is_part.then_some(if setting.whole_words { cost::NAMES } else { cost::COMPOUND })
}

/// Adds breaks inside the clusters `all`, between which Unicode sees none: in the words that spaces hold together, and
/// behind such spaces where a line does not hold all of them.
fn held(text: &Rich, shaped: &Shaped, all: Range<usize>, setting: Setting, breaks: &mut Vec<Break>) {
    let is_tie = |cluster: &Cluster| &text.text[cluster.start..cluster.end] == "\u{A0}";
    let is_too_wide = natural(&shaped.clusters[all.clone()]) > setting.width;
    let mut from = all.start;
    for piece in shaped.clusters[all.clone()].split_inclusive(is_tie) {
        let to = from + piece.len();
        inside(text, shaped, from..to, setting, breaks);
        if is_too_wide && to < all.end && !is_tie(&shaped.clusters[to]) {
            breaks.push(Break { cost: cost::TIE, ..Break::plain(to) });
        }
        from = to;
    }
}

/// Adds breaks inside a word. One that has to stay whole has them only where a line does not hold it.
fn inside(text: &Rich, shaped: &Shaped, all: Range<usize>, setting: Setting, breaks: &mut Vec<Break>) {
    let clusters = &shaped.clusters[all.clone()];
    let (Some(first), Some(last)) = (clusters.first(), clusters.last()) else { return };
    let word = &text.text[first.start..last.end];
    let length = word.trim_end().chars().count();
    let is_too_wide = natural(clusters) > setting.width;
    if !is_too_wide && (setting.whole_words || length < SHORTEST_HYPHENATED) {
        return;
    }
    let mut found: Vec<Break> = Vec::new();
    let mut add = |offset: usize, cost: f32, hyphen: bool| {
        if let Ok(index) = clusters.binary_search_by(|cluster| cluster.start.cmp(&offset)) {
            let ends_word = false;
            found.push(Break { cluster: all.start + index, cost, hyphen, mandatory: false, ends_word });
        }
    };
    if is_identifier(word) {
        if length >= LONG_IDENTIFIER || is_too_wide {
            joints(word).for_each(|(at, cost)| add(first.start + at, cost, false));
        }
    } else if let Some(language) = setting.language.hyphens {
        hyphenations(word, language).for_each(|at| add(first.start + at, cost::HYPHEN, true));
    }
    if is_too_wide {
        clusters
            .iter()
            .skip(1)
            .filter(|cluster| !cluster.space)
            .for_each(|cluster| add(cluster.start, cost::ANYWHERE, false));
    }
    found.sort_by(|a, b| a.cluster.cmp(&b.cluster).then(a.cost.total_cmp(&b.cost)));
    found.dedup_by_key(|found| found.cluster);
    breaks.append(&mut found);
}

/// Width of clusters without the spaces among them.
fn natural(clusters: &[Cluster]) -> Pt {
    clusters.iter().filter(|cluster| !cluster.space).map(|cluster| cluster.width).sum()
}

/// Whether `word` is made of signs, digits or humps rather than letters of a language.
fn is_identifier(word: &str) -> bool {
    let core = word.trim_matches(|c: char| !c.is_alphanumeric());
    let mut before = ' ';
    core.chars().any(|c| {
        let hump = before.is_lowercase() && c.is_uppercase();
        before = c;
        hump || !(c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '\u{AD}' | '/'))
    })
}

/// Offsets behind signs and before humps, and what a break there costs: `path/`, `dotted.` between names, `snake_`,
/// `camel|Case` inside one. What a name is set in, as in `__init__` and `self.__dict__`, stays with it.
fn joints(word: &str) -> impl Iterator<Item = (usize, f32)> + '_ {
    let (mut before, mut behind_letter) = (' ', false);
    let first = word.find(char::is_alphanumeric).unwrap_or(word.len());
    let last = word.rfind(char::is_alphanumeric).unwrap_or(0);
    word.char_indices().filter_map(move |(at, c)| {
        let cost = match before {
            '/' | '.' | '-' | '&' | '?' | '=' | ':' | ',' | '(' | '[' | '#' | '@' | '+'
                if c.is_alphanumeric() || matches!(c, '_' | '<' | '{' | '*') =>
            {
                Some(cost::NAMES)
            }
            '_' if c.is_alphanumeric() && behind_letter => Some(cost::NAME),
            _ if before.is_lowercase() && c.is_uppercase() => Some(cost::NAME),
            _ => None,
        };
        // Of the signs in a row, what stands before the first counts.
        behind_letter =
            if c == '_' { before.is_alphanumeric() || (before == '_' && behind_letter) } else { false };
        before = c;
        cost.filter(|_| at > first + 1 && at + 1 < last).map(|cost| (at, cost))
    })
}

/// Offsets of the places where the letters inside `word` may be hyphenated.
fn hyphenations(word: &str, language: hypher::Lang) -> impl Iterator<Item = usize> + '_ {
    // Words in capitals are names or abbreviations: a hyphen would change what they say.
    let is_word = |run: &&str| {
        run.chars().count() >= SHORTEST_HYPHENATED && !run.chars().skip(1).any(char::is_uppercase)
    };
    let runs = word.split(|c: char| !c.is_alphabetic()).filter(is_word);
    runs.flat_map(move |run| {
        let start = run.as_ptr() as usize - word.as_ptr() as usize;
        let mut at = start;
        let mut ends: Vec<usize> = hypher::hyphenate(run, language)
            .map(|syllable| {
                at += syllable.len();
                at
            })
            .collect();
        ends.pop();
        ends
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_stay_with_their_stroke() {
        let places = |text: &str| {
            linebreaks(text).filter_map(|(offset, _)| beside_stroke(text, offset)).collect::<Vec<_>>()
        };
        assert_eq!(places("of I/O or /etc"), [3, 7, 10, 14]);
        assert_eq!(places("first/second https://host"), [6, 13, 25]);
    }

    #[test]
    fn names_break_behind_signs_and_before_humps() {
        let places = |word| joints(word).map(|(at, _)| at).collect::<Vec<_>>();
        assert_eq!(places("getElementById"), [3, 10]);
        assert_eq!(places("__init_subclass__?"), [7]);
        assert_eq!(places("self.__token.__name__/__doc__"), [5, 13, 22]);
        assert_eq!(places("name__part"), [6]);
        assert!(!is_identifier("well-known,") && is_identifier("snake_case") && is_identifier("f(x)"));
    }
}
