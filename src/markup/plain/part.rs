//! Titles of parts that a word and a number open: `Section 3. Sails`, `Part B: Essays`.

use super::Line;

/// Words that parts are counted by.
const WORDS: &[&str] = &[
    "part",
    "section",
    "chapter",
    "unit",
    "lesson",
    "teil",
    "abschnitt",
    "kapitel",
    "parte",
    "sección",
    "capítulo",
    "unidad",
    "partie",
    "chapitre",
    "unité",
    "seção",
    "unidade",
    "sezione",
    "capitolo",
    "часть",
    "раздел",
    "глава",
    "część",
    "rozdział",
    "deel",
    "hoofdstuk",
];

/// A longer line is a sentence.
const LONGEST: usize = 70;

/// Whether several lines are titles of parts, as no one of them tells it.
pub(super) fn are_in(lines: &[Line<'_>]) -> bool {
    lines.iter().filter(|line| is_title(line.trimmed())).nth(1).is_some()
}

/// Whether `line` is a word for a part, its number, a mark, and a title.
pub(super) fn is_title(line: &str) -> bool {
    if line.len() > LONGEST || line.ends_with(['.', '?', '!', ',', ';']) {
        return false;
    }
    let Some((word, rest)) = line.split_once(' ') else { return false };
    let Some((number, title)) = rest.split_once(['.', ':', ')', '–', '—']) else { return false };
    let number = number.trim_end();
    let counts = number.bytes().all(|byte| byte.is_ascii_digit())
        || number.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'))
        || number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_uppercase());
    let opens = title.starts_with(' ')
        && title.trim_start().starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    (1..=4).contains(&number.len()) && counts && opens && WORDS.contains(&word.to_lowercase().as_str())
}
