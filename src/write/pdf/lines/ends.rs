//! Where a line may end: where Unicode says, inside words by their language, inside names behind signs.

use unicode_linebreak::{BreakOpportunity, linebreaks};

use super::super::shape::Shaped;
use super::super::text::Rich;
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
}

impl Break {
    /// In front of `cluster`, at no cost.
    pub fn plain(cluster: usize) -> Self {
        Self { cluster, cost: 0.0, hyphen: false, mandatory: false }
    }
}

/// All places where a line may end, in order; the last is the end of the text.
pub(super) fn opportunities(
    text: &Rich,
    shaped: &Shaped,
    width: Pt,
    language: Option<hypher::Lang>,
) -> Vec<Break> {
    let clusters = &shaped.clusters;
    let at = |offset: usize| clusters.binary_search_by(|cluster| cluster.start.cmp(&offset)).ok();
    let mut breaks: Vec<Break> = Vec::new();
    let mut from = 0;
    for (offset, kind) in linebreaks(&text.text) {
        let Some(offset) = beside_stroke(&text.text, offset) else { continue };
        let cluster = if offset == text.text.len() { Some(clusters.len()) } else { at(offset) };
        let Some(to) = cluster.filter(|&cluster| cluster > from) else { continue };
        inside(text, shaped, from, to, width, language, &mut breaks);
        breaks.push(Break { mandatory: kind == BreakOpportunity::Mandatory, ..Break::plain(to) });
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

/// Adds breaks inside the clusters `from..to`, between which Unicode sees none.
fn inside(
    text: &Rich,
    shaped: &Shaped,
    from: usize,
    to: usize,
    width: Pt,
    language: Option<hypher::Lang>,
    breaks: &mut Vec<Break>,
) {
    let clusters = &shaped.clusters[from..to];
    let (Some(first), Some(last)) = (clusters.first(), clusters.last()) else { return };
    let word = &text.text[first.start..last.end];
    let length = word.trim_end().chars().count();
    if length < SHORTEST_HYPHENATED {
        return;
    }
    let natural: Pt = clusters.iter().filter(|cluster| !cluster.space).map(|cluster| cluster.width).sum();
    let mut found: Vec<Break> = Vec::new();
    let mut add = |offset: usize, cost: f32, hyphen: bool| {
        if let Ok(index) = clusters.binary_search_by(|cluster| cluster.start.cmp(&offset)) {
            found.push(Break { cluster: from + index, cost, hyphen, mandatory: false });
        }
    };
    if is_identifier(word) {
        if length >= LONG_IDENTIFIER || natural > width {
            humps(word).for_each(|at| add(first.start + at, cost::IDENTIFIER, false));
        }
    } else if let Some(language) = language {
        hyphenations(word, language).for_each(|at| add(first.start + at, cost::HYPHEN, true));
    }
    if natural > width {
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

/// Offsets behind signs and before humps: `path/`, `snake_`, `dotted.`, `camel|Case`. What a word is set in, as in
/// `__init__`, stays with it.
fn humps(word: &str) -> impl Iterator<Item = usize> + '_ {
    let mut before = ' ';
    let first = word.find(char::is_alphanumeric).unwrap_or(word.len());
    let last = word.rfind(char::is_alphanumeric).unwrap_or(0);
    word.char_indices().filter_map(move |(at, c)| {
        let behind_sign = matches!(
            before,
            '/' | '.' | '_' | '-' | '&' | '?' | '=' | ':' | ',' | '(' | '[' | '#' | '@' | '+'
        ) && (c.is_alphanumeric() || matches!(c, '_' | '<' | '{' | '*'));
        let hump = before.is_lowercase() && c.is_uppercase();
        before = c;
        (at > first + 1 && at + 1 < last && (behind_sign || hump)).then_some(at)
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
        assert_eq!(humps("getElementById").collect::<Vec<_>>(), [3, 10]);
        assert_eq!(humps("__init_subclass__?").collect::<Vec<_>>(), [7]);
        assert!(!is_identifier("well-known,") && is_identifier("snake_case") && is_identifier("f(x)"));
    }
}
