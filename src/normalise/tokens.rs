//! A question's wording as words and marks.

use super::lexicon::Language;

/// A piece of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// A word or a number.
    Word(Word),
    /// Characters of a script that does not part words.
    Run(String),
    /// A mark that parts.
    Mark(Mark),
}

/// A word of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// It in lower case.
    pub text: String,
    /// What it belongs to, where it is written in front with a dot: `functools` of `functools.lru_cache`.
    pub qualifier: Option<String>,
    /// Whether it is code.
    pub code: bool,
    /// Whether it stands in capitals, as abbreviations do.
    pub capitals: bool,
    /// The signs in front of it and behind it, where it is code: `--` of `--force`.
    pub signs: String,
}

/// The marks that part a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The end of a sentence that asks.
    Question,
    /// The end of a sentence.
    Stop,
    /// A comma or semicolon.
    Comma,
    /// A colon.
    Colon,
    /// A dash between words.
    Dash,
    /// A slash between words.
    Slash,
    /// An opening parenthesis.
    Open,
    /// A closing parenthesis.
    Close,
}

/// The tokens of `wording`, in which code stands between backticks.
pub fn tokens(wording: &str, language: &Language) -> Vec<Token> {
    let mut tokens = Vec::new();
    for (at, mut part) in wording.split('`').enumerate() {
        // The ending of a word that is code: `dataclass`es.
        if at > 0 && at % 2 == 0 {
            part = part.trim_start_matches(|c: char| c.is_ascii_lowercase());
        }
        for chunk in part.split_whitespace() {
            push_chunk(chunk, at % 2 == 1, language, &mut tokens);
        }
    }
    tokens
}

/// What stands between two spaces.
fn push_chunk(chunk: &str, code: bool, language: &Language, out: &mut Vec<Token>) {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    if !chunk.contains(is_word) {
        return if code { push_operator(chunk, out) } else { push_marks(chunk, out) };
    }
    let start = chunk.find(is_word).unwrap_or(0);
    if chunk[..start].contains(['(', '（', '[']) {
        out.push(Token::Mark(Mark::Open));
    }
    let mut core = &chunk[start..];
    let mut behind = Vec::new();
    while let Some(last) = core.chars().next_back().filter(|c| !is_word(*c)) {
        let before = &core[..core.len() - last.len_utf8()];
        let mark = match last {
            '?' | '？' => Some(Mark::Question),
            '.' if is_shortened(before) => None,
            '!' | '.' | '…' | '。' | '！' => Some(Mark::Stop),
            ',' | ';' | '，' | '、' | '；' => Some(Mark::Comma),
            ':' | '：' => Some(Mark::Colon),
            '—' | '–' => Some(Mark::Dash),
            ')' if before.contains('(') => break,
            ')' | '）' | ']' => Some(Mark::Close),
            '+' | '#' => break,
            _ => None,
        };
        behind.extend(mark.map(Token::Mark));
        core = before;
    }
    // A word in quotes is meant as a word, like code.
    let is_quoted = |c: Option<char>| c.is_some_and(|c| "\"“”„«»‘".contains(c));
    let rest = &chunk[start + core.len()..];
    if code || is_flag(chunk) {
        let at = out.len();
        push_word(core, true, language, out);
        if let [Token::Word(word)] = &mut out[at..] {
            let behind = if core.contains('(') { "" } else { rest };
            word.signs = chunk[..start].chars().chain(behind.chars()).filter(|c| tells(*c)).collect();
        }
    } else if is_quoted(chunk[..start].chars().next_back())
        && is_quoted(rest.chars().find(|c| !c.is_ascii_punctuation() || *c == '"'))
    {
        push_word(core, true, language, out);
    } else {
        for (at, dashed) in core.split(['—', '–']).enumerate() {
            if at > 0 {
                out.push(Token::Mark(Mark::Dash));
            }
            // `I/O`, `A/B`
            let is_one = dashed.len() == 3 && dashed.split('/').all(|part| part.len() == 1);
            if is_one {
                push_word(dashed, false, language, out);
                continue;
            }
            for (at, slashed) in dashed.split('/').enumerate() {
                if at > 0 {
                    out.push(Token::Mark(Mark::Slash));
                }
                for part in slashed.split(['-', '‐', '‑']) {
                    push_word(part, false, language, out);
                }
            }
        }
    }
    // No mark in code ends what is asked.
    out.extend(behind.into_iter().rev().filter(|mark| !code || *mark == Token::Mark(Mark::Comma)));
}

/// Whether `chunk` is an option of a command: `-v`, `--force`.
fn is_flag(chunk: &str) -> bool {
    let name = chunk.trim_start_matches('-');
    matches!(chunk.len() - name.len(), 1 | 2) && name.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Whether `sign`, at the edge of code, says something of it: not quotes, brackets and what ends a sentence or a word.
fn tells(sign: char) -> bool {
    !"\"'`()[]{}<>.,;:@“”„«»‘’".contains(sign) && !sign.is_alphanumeric()
}

/// Whether a full stop behind `word` only shortens it.
fn is_shortened(word: &str) -> bool {
    const SHORTENED: [&str; 18] = [
        "vs", "e.g", "i.e", "etc", "cf", "dr", "mr", "mrs", "st", "approx", "z.b", "d.h", "bzw", "u.a",
        "usw", "p.ej", "p.ex", "т.е",
    ];
    SHORTENED.contains(&word.to_lowercase().as_str())
}

fn push_marks(chunk: &str, out: &mut Vec<Token>) {
    let mark = |mark| Token::Mark(mark);
    match chunk {
        "-" | "–" | "—" | "―" | "--" | "|" | "·" | "•" | "→" => out.push(mark(Mark::Dash)),
        "/" => out.push(mark(Mark::Slash)),
        "?" | "？" => out.push(mark(Mark::Question)),
        "." | "!" | "…" | "..." | "。" => out.push(mark(Mark::Stop)),
        "," | ";" => out.push(mark(Mark::Comma)),
        ":" => out.push(mark(Mark::Colon)),
        "(" => out.push(mark(Mark::Open)),
        ")" => out.push(mark(Mark::Close)),
        // An operator is a word, whatever marks stand around it.
        _ => {
            let operator = chunk.trim_matches(['"', '\'', '“', '”', '‘', '’', ',', '(', ')', '?', '.', ';']);
            if !operator.is_empty() {
                push_operator(operator, out);
            }
            if chunk.ends_with('?') {
                out.push(mark(Mark::Question));
            }
        }
    }
}

fn push_operator(operator: &str, out: &mut Vec<Token>) {
    out.push(Token::Word(Word {
        text: operator.to_string(),
        qualifier: None,
        code: true,
        capitals: false,
        signs: String::new(),
    }));
}

fn push_word(text: &str, code: bool, language: &Language, out: &mut Vec<Token>) {
    // What is called counts by its name.
    let text = text.split('(').next().unwrap_or(text);
    let text = text.trim_matches(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '+' | '#')));
    if text.is_empty() {
        return;
    }
    if text.chars().any(parts_no_words) {
        return push_runs(text, out);
    }
    let mut lower: String = text.to_lowercase().replace('’', "'");
    if language.role(&lower).is_none()
        && let Some((before, behind)) = lower.split_once('\'')
    {
        // `l'eau`, `Python's`; what is elided stands in front, what is owned behind.
        let elided =
            before.chars().count() <= 2 || matches!(before, "qu" | "dell" | "nell" | "all" | "un" | "quell");
        lower = if elided { behind.to_string() } else { before.to_string() };
    }
    let is_name =
        |part: &str| !part.is_empty() && part.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_');
    let (qualifier, text_of) = match lower.rsplit_once('.') {
        Some((front, back)) if is_name(back) && is_name(front) => (Some(front.to_string()), back.to_string()),
        _ => (None, lower),
    };
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let capitals = letters.clone().count() >= 2
        && letters.clone().filter(|c| c.is_uppercase()).count() >= 2
        && !letters.clone().any(char::is_lowercase)
        || is_plural_abbreviation(text);
    out.push(Token::Word(Word { text: text_of, qualifier, code, capitals, signs: String::new() }));
}

/// `ABCs`.
fn is_plural_abbreviation(text: &str) -> bool {
    text.strip_suffix('s').is_some_and(|rest| rest.len() >= 2 && rest.chars().all(|c| c.is_ascii_uppercase()))
}

/// Words and runs of a text that holds a script that does not part words.
fn push_runs(text: &str, out: &mut Vec<Token>) {
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = chars.peek().map_or(text.len(), |(next, _)| *next);
        let kind = |c: char| (parts_no_words(c), c.is_alphanumeric());
        if chars.peek().is_some_and(|(_, next)| kind(*next) == kind(c)) {
            continue;
        }
        let piece = &text[start..end];
        start = end;
        if parts_no_words(c) {
            out.push(Token::Run(piece.to_lowercase()));
        } else if c.is_alphanumeric() {
            out.push(Token::Word(Word {
                text: piece.to_lowercase(),
                qualifier: None,
                code: false,
                capitals: false,
                signs: String::new(),
            }));
        } else {
            push_marks(&text[at..end], out);
        }
    }
}

/// Whether `c` is of a script whose words no spaces part, or whose particles are written on the word: Chinese,
/// Japanese, Korean, Thai, Lao, Khmer, Burmese.
fn parts_no_words(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3041}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}')
}
