//! A question's wording without what carries it, and the pieces that the carrier was made of.

use super::cut::{keep, trimmed, unquoted, unwrapped};
use super::metadata::{self, Metadata};
use super::{east_asian, points, words};
use crate::model::content::plain_text;
use crate::model::{Inline, InlineKind, Inlines};

/// A question with its carrier taken off.
pub struct Wording {
    /// The wording.
    pub question: Inlines,
    /// The number it carried.
    pub number: Option<String>,
    /// Difficulty and companies that stood in the carrier.
    pub metadata: Metadata,
}

/// No question is carried by more than this: number, label, difficulty and ornaments, some of them twice.
const MOST_LAYERS: usize = 12;

/// Takes off `carried` its number, label, difficulty, suffix, ornaments and quotes.
pub fn strip(carried: Inlines) -> Wording {
    let mut rest = unwrapped(trimmed(carried));
    let mut text = plain_text(&rest);
    let mut number = None;
    let mut metadata = Metadata::default();
    // Each round takes one layer off the front; what stands behind it may be the next layer.
    for _ in 0..MOST_LAYERS {
        // A label that says more in brackets holds more than its number.
        let glossed = text
            .contains('(')
            .then(|| words::question_label_length(&text).filter(|length| text[..*length].contains('(')))
            .flatten();
        let layer = if let Some(length) = glossed {
            number = number.or_else(|| number_of(text[..length].split('(').next().unwrap_or_default()));
            length
        } else if let Some((label, length)) = number_prefix(&text) {
            number = number.or(label);
            length
        } else if let Some(length) = words::question_label_length(&text) {
            number = number.or_else(|| number_of(&text[..length]));
            length
        } else if let Some((difficulty, length)) = metadata::difficulty_prefix(&text) {
            metadata.difficulty = metadata.difficulty.or(difficulty);
            length
        } else {
            match ornament_length(&text) {
                0 => break,
                length => length,
            }
        };
        if layer >= text.len() {
            break;
        }
        let inner = unwrapped(trimmed(keep(rest.clone(), layer..text.len())));
        // A layer inside code does not come off: it is no carrier.
        let left = plain_text(&inner);
        if left.len() >= text.len() {
            break;
        }
        (rest, text) = (inner, left);
    }
    let kept = without_closing(&text).len();
    if (1..text.len()).contains(&kept) {
        rest = trimmed(keep(rest, 0..kept));
        text = plain_text(&rest);
    }
    if let Some(kept) = points::suffix(&text) {
        rest = unwrapped(trimmed(keep(rest, 0..kept)));
        text = plain_text(&rest);
    }
    if let Some((kept, difficulty)) = metadata::difficulty_suffix(&text) {
        metadata.difficulty = metadata.difficulty.or(Some(difficulty));
        rest = unwrapped(trimmed(keep(rest, 0..kept)));
        text = plain_text(&rest);
    }
    if let Some((kept, companies)) = metadata::asked_suffix(&text) {
        metadata.companies = companies;
        rest = trimmed(keep(rest, 0..kept));
    }
    rest = without_links(rest, &mut metadata);
    Wording { question: unquoted(unwrapped(rest)), number, metadata }
}

/// Without the links behind the mark of a question, `… ? [source](…)`, which go to `metadata`: they lead elsewhere.
fn without_links(question: Inlines, metadata: &mut Metadata) -> Inlines {
    let frames = |text: &str| text.chars().all(|c| c.is_whitespace() || "[](){}|/-–—,·".contains(c));
    let is_behind = |inline: &Inline| match &inline.kind {
        InlineKind::Link(_) => true,
        InlineKind::Text(text) => frames(text),
        _ => false,
    };
    let behind = question.iter().rev().take_while(|inline| is_behind(inline)).count();
    let (asked, links) = question.split_at(question.len() - behind);
    let asked = plain_text(asked);
    let asked = asked.trim_end_matches(|c: char| c.is_whitespace() || "[({|/-–—·".contains(c));
    let leads = links.iter().any(|inline| matches!(inline.kind, InlineKind::Link(_)));
    if !leads || !asked.ends_with(['?', '？', '؟']) {
        return question;
    }
    metadata.links.extend(metadata::links_in(links));
    trimmed(keep(question.clone(), 0..asked.len()))
}

/// The number of a label: of `Question 12`.
pub fn number_of(label: &str) -> Option<String> {
    let from = label.find(|c: char| c.is_ascii_digit())?;
    let number = label[from..].split(|c: char| !c.is_ascii_digit() && c != '.').next()?;
    Some(number.trim_end_matches('.').to_string())
}

/// Whether `text` can only carry what follows it: nothing, a number, a label, ornaments.
pub fn is_carrier(text: &str) -> bool {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    text.chars().all(|c| c.is_ascii_digit()) || words::is_bare_label(text)
}

/// Without the hashes that close a heading, and ornaments; those of `C#` and `F#` are no such.
fn without_closing(text: &str) -> &str {
    let ends = |c: char| c.is_whitespace() || is_ornament(c) && !metadata::is_circle(c);
    let text = text.trim_end_matches(ends);
    let bare = text.trim_end_matches('#');
    let closes = text.len() - bare.len() > 1 || bare.ends_with(char::is_whitespace);
    if closes { bare.trim_end_matches(ends) } else { text }
}

/// The words of a heading without ornaments, numbers and leading quote marks.
pub fn title(text: &str) -> String {
    let mut rest = text.trim();
    loop {
        let length = match ornament_length(rest) {
            0 => number_prefix(rest).map_or(0, |(_, length)| length),
            length => length,
        };
        if length == 0 || length >= rest.len() {
            break;
        }
        rest = rest[length..].trim_start();
    }
    without_closing(rest).trim_end_matches(metadata::is_circle).trim_end().to_string()
}

/// A number that labels what follows it, and the length of the label: `12. `, `12) `, `Q12: `, `(12) `, `#12 `.
pub fn number_prefix(text: &str) -> Option<(Option<String>, usize)> {
    if let Some((number, length)) = east_asian::number_prefix(text) {
        return Some((Some(number.to_string()), length));
    }
    let after_word =
        words::numbered_word_length(text).or_else(|| words::numbered_letter_length(text)).unwrap_or(0);
    let opened = text[after_word..].trim_start_matches(['(', '#', '[']);
    let digits = opened.len() - opened.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits == 0 || digits > 4 {
        return None;
    }
    let (mut number, mut behind) = opened.split_at(digits);
    if let Some(length) = numbering_length(opened) {
        (number, behind) = opened.split_at(length);
    }
    let closers = ['.', ')', ':', ']', '-', '、', '．', '：', '–', '】', '］'];
    let mut closed = behind.trim_start_matches(closers);
    // A dash between spaces closes as well, and the colon as French sets it.
    if let Some(behind_dash) = behind.trim_start().strip_prefix(['-', '–', '—', ':'])
        && closed.len() == behind.len()
        && behind_dash.starts_with(' ')
    {
        closed = behind_dash;
    }
    let marked = after_word > 0
        || opened.len() < text.len()
        || closed.len() < behind.len()
        || number.contains(['.', '-']);
    let spaced = closed.starts_with(char::is_whitespace)
        || closed.starts_with(['"', '“', '*', '`', '_', '¿', '¡'])
        || (behind.starts_with(['.', ')']) && opens_sentence(closed));
    let wide = behind.starts_with(['、', '．', '：', '】', '］']);
    if !marked || !(spaced || wide) || closed.trim().is_empty() {
        return None;
    }
    let length = text.len() - closed.trim_start().len();
    Some((Some(number.to_string()), length))
}

/// Whether `text` opens with a word in a capital letter and goes on with another, as sentences do behind a number that
/// lacks its space: `12.What is`, not `2.NET` or `3.Foo`.
fn opens_sentence(text: &str) -> bool {
    let mut words = text.split(' ');
    let first = words.next().unwrap_or_default();
    let mut letters = first.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    let is_word = |c: char| c.is_alphabetic() && !c.is_uppercase() || matches!(c, '\'' | '’');
    capital && letters.all(is_word) && words.next().is_some_and(|next| !next.is_empty())
}

/// Length of a number of several parts that `text` opens with, when it is one: `1.2.`, `1-2.` or, in front of a
/// capital letter, `1.2`; `3.12 or later` holds a version.
fn numbering_length(text: &str) -> Option<usize> {
    let is_numbering = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-');
    let length = text.len() - text.trim_start_matches(is_numbering).len();
    let number = text[..length].trim_end_matches('.');
    let parts = number.split(['.', '-']).collect::<Vec<_>>();
    let is_part = |part: &&str| (1..=2).contains(&part.len());
    if !(2..=4).contains(&parts.len()) || !parts.iter().all(is_part) {
        return None;
    }
    let closed = number.len() < length || text[length..].starts_with([')', ':']);
    let titled = text[length..].trim_start().starts_with(char::is_uppercase);
    (closed || (titled && !number.contains('-'))).then_some(number.len())
}

/// Length of the emoji, bullets and quote marks that `text` opens with, and the space behind them.
fn ornament_length(text: &str) -> usize {
    let behind = text.trim_start_matches(|c: char| c == '>' || c == '•' || is_ornament(c));
    if behind.len() == text.len() { 0 } else { text.len() - behind.trim_start().len() }
}

/// Whether `c` only decorates: pictographs, geometric shapes, dingbats and what joins them.
pub fn is_ornament(c: char) -> bool {
    matches!(u32::from(c),
        0x25A0..=0x25FF // geometric shapes
        | 0x2600..=0x27BF // miscellaneous symbols, dingbats
        | 0x2B00..=0x2BFF // stars and large shapes
        | 0xFE0E..=0xFE0F | 0x200D | 0x20E3 // presentation selectors, joiner, keycap
        | 0x1F000..=0x1FAFF) // pictographs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    fn stripped(text: &str) -> (String, Option<String>) {
        let wording = strip([Inline::text(Span::new(0, text.len()), text)].into());
        (plain_text(&wording.question), wording.number)
    }

    #[test]
    fn what_code_holds_is_no_carrier() {
        let code =
            |text: &str| Inline::new(Span::new(0, text.len() + 2), InlineKind::Code(text.to_string().into()));
        for text in ["Q: a", "[HARD] x", "7. x", "🔹 x"] {
            assert_eq!(
                plain_text(&strip([code(text), Inline::text(Span::default(), "?")].into()).question),
                format!("{text}?")
            );
        }
    }

    #[test]
    fn carriers_come_off_and_wording_stays() {
        for (carried, question, number) in [
            ("12. What is a slot?", "What is a slot?", Some("12")),
            ("Q3: Why?", "Why?", Some("3")),
            ("P3. ¿Por qué hay viento?", "¿Por qué hay viento?", Some("3")),
            ("P1. Critical bugs", "P1. Critical bugs", None),
            ("Q: Why?", "Why?", None),
            ("(4) “Name two.”", "Name two.", Some("4")),
            ("🔹 7) Describe it", "Describe it", Some("7")),
            ("[HARD] How?", "How?", None),
            ("2 phase commit", "2 phase commit", None),
            ("3.12 or later?", "3.12 or later?", None),
            ("1.2. Why?", "Why?", Some("1.2")),
            ("【問3】何か", "何か", Some("3")),
            ("2.10 Why?", "Why?", Some("2.10")),
            ("2-1. Why?", "Why?", Some("2-1")),
            ("2-1 Why?", "2-1 Why?", None),
            ("Question 6 : Why?", "Why?", Some("6")),
            ("7 - Why?", "Why?", Some("7")),
            ("2 - x is what?", "x is what?", Some("2")),
            ("01. Why?", "Why?", Some("01")),
            ("12.What is it", "What is it", Some("12")),
            ("14.¿Qué es?", "¿Qué es?", Some("14")),
            ("Q4)What is it?", "What is it?", Some("4")),
            ("2.NET is what?", "2.NET is what?", None),
            ("3.Foo", "3.Foo", None),
            ("Why? 🟢", "Why?", None),
            ("Why? (hard)", "Why?", None),
            ("Why (really)", "Why (really)", None),
            ("4. Why? (3 points)", "Why?", Some("4")),
            ("What is C#", "What is C#", None),
            ("Why? ##", "Why?", None),
            ("\"a\" or \"b\"", "\"a\" or \"b\"", None),
            ("Explain A - B, C Interview Question", "Explain A", None),
            ("Explain A - when and why?", "Explain A - when and why?", None),
        ] {
            assert_eq!(stripped(carried), (question.to_string(), number.map(str::to_string)), "{carried}");
        }
    }

    #[test]
    fn titles_lose_ornaments_and_numbers() {
        for (text, expected) in [
            ("🔹 Advanced & More", "Advanced & More"),
            ("3. Data", "Data"),
            (">>Late", "Late"),
            ("2024", "2024"),
            ("Data ⭐", "Data"),
            ("C#", "C#"),
            ("Data ###", "Data"),
        ] {
            assert_eq!(title(text), expected);
        }
    }
}
