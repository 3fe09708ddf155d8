//! Options as they are written.

use super::{asks, verdict};
use crate::model::content::{List, plain_text};
use crate::model::page_mark::is_page_mark;
use crate::model::{Block, BlockKind, Blocks, Inline, InlineKind, Inlines, Span};
use crate::recognise::text_lines::{self, Line};
use crate::recognise::words::{self, ANSWER_LABELS};
use crate::recognise::{cut, wording};

/// More are a list of something else.
const MOST: usize = 12;

/// One option.
#[derive(Clone)]
pub struct Choosable {
    /// Its letter, in lower case.
    pub letter: Option<char>,
    /// What it says, its letter included, without the mark that it is right.
    pub content: Inlines,
    /// What it says besides, such as code.
    pub more: Blocks,
    /// Whether it is marked as right.
    pub right: bool,
    /// By what it is marked, if it is.
    mark: Option<Mark>,
    pub span: Span,
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    /// It is a task, done or not.
    Task,
    /// A check mark or a word.
    Check,
    /// It is strong as a whole.
    Strong,
}

/// Options at the start of some blocks.
pub struct Found {
    /// What stands above them in the same block.
    pub above: Inlines,
    pub options: Vec<Choosable>,
    /// What follows them in the same block.
    pub below: Option<Block>,
    /// How many blocks they take.
    pub blocks: usize,
    /// The number of the first, where they are numbered.
    pub start: Option<u64>,
}

impl Choosable {
    /// It as blocks.
    pub fn blocks(&self) -> Blocks {
        text_lines::paragraph(self.content.clone()).into_iter().chain(self.more.iter().cloned()).collect()
    }

    /// Whether it, the option at `index`, is meant by `letter`: a letter, a number or its wording.
    pub fn is_called(&self, letter: &str, index: usize) -> bool {
        let mut chars = letter.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) if c.is_ascii_alphabetic() => {
                let c = c.to_ascii_lowercase();
                self.letter.map_or(u32::from(c) - u32::from('a') == index as u32, |own| own == c)
            }
            _ => {
                let own = words::normalised(&self.words());
                (self.letter.is_none() && letter.parse() == Ok(index + 1))
                    || (!own.is_empty() && own == words::normalised(letter))
            }
        }
    }

    /// Its words, without its letter.
    pub fn words(&self) -> String {
        let text = plain_text(&self.content);
        text[letter_of(&text).map_or(0, |(_, length)| length)..].trim().to_string()
    }
}

/// The options that the first of `blocks` opens or holds; whether they are any is [`are_options`]'s to say. Paragraphs
/// with numbers in front are only where a verdict follows them, or a key tells the right ones by number: `is_told`.
pub fn at(blocks: &[Block], is_told: bool) -> Option<Found> {
    let first = blocks.first()?;
    match &first.kind {
        BlockKind::List(list) if is_short(list) && (is_marked(list) || verdict::follows(&blocks[1..])) => {
            in_list(list)
        }
        BlockKind::Paragraph(_) => {
            let lines = text_lines::of_block(first);
            const FIRST: &[&str] =
                &["a)", "A)", "a.", "A.", "a:", "A:", "a]", "A]", "a -", "A -", "A、", "A．", "A）"];
            let opens =
                |line: &Line| line.holds(FIRST) && !starts(&text_lines::prose(line.content), 0).is_empty();
            if !lines.iter().any(opens) {
                return counted(blocks, is_told);
            }
            let several = blocks.get(1).is_some_and(|next| goes_on(first, next));
            in_lines(&lines).filter(|_| !several).or_else(|| in_paragraphs(blocks))
        }
        _ => None,
    }
}

/// Whether the items of a list bear anything that options bear, as far as a glance tells: most lists do not.
fn is_marked(list: &List) -> bool {
    const SIGNS: &[&str] =
        &["✓", "✔", "✅", "☑", "✗", "✘", "❌", "✖", "☐", "☒", "[x]", "[X]", "[ ]", "(x)", "( )"];
    let line = |index: usize| text_lines::of_block(list.items.get(index)?.blocks.first()?).first().copied();
    let lettered = line(0).is_some_and(|line| !starts(&line.text(), 0).is_empty());
    lettered
        || list.items.len() == 2
        || (0..list.items.len().min(MOST)).any(|index| {
            let signed = |line: Line| line.holds(SIGNS) || line.text().ends_with([')', '）', ']']);
            list.items[index].task.is_some() || line(index).is_some_and(signed)
        })
}

/// Whether a list is as short as options are, and its items say little more than a line.
fn is_short(list: &List) -> bool {
    let is_option = |blocks: &[Block]| match blocks.split_first() {
        Some((first, more)) => matches!(first.kind, BlockKind::Paragraph(_)) && more.iter().all(is_code),
        None => false,
    };
    (2..=MOST).contains(&list.items.len()) && list.items.iter().all(|item| is_option(&item.blocks))
}

fn in_list(list: &List) -> Option<Found> {
    let mut options = Vec::new();
    let mut below = None;
    for (index, item) in list.items.iter().enumerate() {
        let (first, more) = item.blocks.split_first()?;
        let lines = text_lines::of_block(first);
        // Lines below the last option belong to it by the rules of Markdown, but may say the answer.
        let end = lines.iter().skip(1).position(names_answer).map_or(lines.len(), |at| at + 1);
        if lines.is_empty() || (end < lines.len() && index + 1 < list.items.len()) {
            return None;
        }
        below = text_lines::paragraph(text_lines::joined(lines[end..].iter().copied()));
        let mut option = option(text_lines::joined(lines[..end].iter().copied()))?;
        if let Some(done) = item.task {
            option.mark = Some(Mark::Task);
            option.right = done;
        }
        option.more = more.into();
        option.span = Span { start: item.span.start, end: option.span.end.max(item.span.start) };
        options.push(option);
    }
    lettered_or_bare(&options).then_some(Found {
        above: Inlines::new(),
        options,
        below,
        blocks: 1,
        start: list.start,
    })
}

fn is_code(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Code(_) | BlockKind::Math(_) | BlockKind::Image(_))
}

/// Lines that open with letters in order, from `a`; a line without one goes on with its option.
fn in_lines(lines: &[Line]) -> Option<Found> {
    let Gathered { above, options, below } = gathered(lines, 0);
    (2..=MOST).contains(&options.len()).then_some(Found { above, options, below, blocks: 1, start: None })
}

/// What the lines of a paragraph hold.
struct Gathered {
    above: Inlines,
    options: Vec<Choosable>,
    /// What says the answer.
    below: Option<Block>,
}

/// The options in `lines`, the first of them that with the letter `next`.
fn gathered(lines: &[Line], next: usize) -> Gathered {
    let mut above: Vec<Piece> = Vec::new();
    let mut options: Vec<Vec<Piece>> = Vec::new();
    let mut below = None;
    for (at, line) in lines.iter().enumerate() {
        if is_page_mark(&line.text()) {
            continue;
        }
        if !options.is_empty() && names_answer(line) {
            let said = lines[at..].iter().filter(|line| !is_page_mark(&line.text()));
            below = text_lines::paragraph(text_lines::joined(said.copied()));
            break;
        }
        let starts = starts(&text_lines::prose(line.content), next + options.len());
        for (place, piece) in pieces(line, &starts) {
            match (place, options.last_mut()) {
                (Place::Opening, _) => options.push(vec![piece]),
                (Place::Within, Some(option)) => option.push(piece),
                (Place::Within, None) => above.push(piece),
            }
        }
    }
    let options: Vec<Choosable> = options.into_iter().filter_map(|pieces| option(whole(pieces))).collect();
    Gathered { above: whole(above), options, below }
}

/// A part of a line, and the break in front of it.
struct Piece {
    content: Inlines,
    broken_by: Option<Inline>,
}

enum Place {
    /// It opens with the letter of an option.
    Opening,
    /// It goes on with what stands in front of it.
    Within,
}

/// `line` cut before each of `starts`.
fn pieces(line: &Line, starts: &[usize]) -> Vec<(Place, Piece)> {
    let end = line.text().len();
    let first = starts.first().copied().unwrap_or(end);
    let ends = starts.iter().skip(1).copied().chain([end]);
    let mut broken_by = line.broken_by.cloned();
    let mut cut = |range: std::ops::Range<usize>| Piece {
        content: cut::trimmed(cut::keep(line.content.into(), range)),
        broken_by: broken_by.take(),
    };
    let mut pieces = Vec::new();
    if first > 0 {
        pieces.push((Place::Within, cut(0..first)));
    }
    pieces.extend(starts.iter().zip(ends).map(|(&start, end)| (Place::Opening, cut(start..end))));
    pieces
}

fn whole(pieces: Vec<Piece>) -> Inlines {
    let mut content = Inlines::new();
    for piece in pieces {
        content.extend(piece.broken_by.filter(|_| !content.is_empty()));
        content.extend(piece.content);
    }
    content
}

/// Where options start in a line, the first of them that with the letter `next`: at its beginning, or several in a
/// row as in `(a) one (b) two`.
fn starts(text: &str, next: usize) -> Vec<usize> {
    let mut starts = Vec::new();
    let words = text
        .char_indices()
        .filter(|&(at, c)| !c.is_whitespace() && (at == 0 || text[..at].ends_with(char::is_whitespace)));
    for (at, _) in words {
        let marked = &text[at + leading_mark(&text[at..]).map_or(0, |(_, length)| length)..];
        if letter_of(marked).is_some_and(|(letter, _)| is_nth(letter, next + starts.len())) {
            starts.push(at);
        }
    }
    let at_once = starts.first().is_some_and(|&first| first == 0);
    let bracketed = starts.iter().all(|&at| text[at..].starts_with('('));
    match starts.len() {
        0 => {}
        1 if at_once => {}
        2 if at_once || bracketed => {}
        1 | 2 => starts.truncate(usize::from(at_once)),
        _ => {}
    }
    starts
}

fn is_nth(letter: char, index: usize) -> bool {
    u32::from(letter) == u32::from('a') + index as u32
}

/// Paragraphs that open with letters in order, with one option each or with several.
fn in_paragraphs(blocks: &[Block]) -> Option<Found> {
    let mut options: Vec<Choosable> = Vec::new();
    let mut below = None;
    let mut taken = 0;
    for block in blocks.iter().take(MOST) {
        let lines = text_lines::of_block(block);
        if below.is_some() || !lines.first().is_some_and(|line| opens(line, options.len())) {
            break;
        }
        let found = gathered(&lines, options.len());
        options.extend(found.options);
        below = found.below;
        taken += 1;
    }
    (2..=MOST).contains(&options.len()).then_some(Found {
        above: Inlines::new(),
        options,
        below,
        blocks: taken,
        start: None,
    })
}

/// Whether `first` is a paragraph of options and nothing else, and `next` goes on with their letters.
fn goes_on(first: &Block, next: &Block) -> bool {
    let found = gathered(&text_lines::of_block(first), 0);
    let next = text_lines::of_block(next);
    found.above.is_empty()
        && found.below.is_none()
        && !found.options.is_empty()
        && next.first().is_some_and(|line| opens(line, found.options.len()))
}

/// Paragraphs that open with numbers in order, from one, all closed by the same mark. A page's number may stand between
/// them.
fn counted(blocks: &[Block], is_told: bool) -> Option<Found> {
    let (_, form, _) = counter(blocks.first()?).filter(|(number, ..)| *number == 1)?;
    let opens = |block: &Block, number: usize| {
        counter(block).filter(|(own, mark, _)| *own == number && *mark == form).map(|(.., length)| length)
    };
    let mut options = Vec::new();
    let mut below = None;
    let mut next = 0;
    while let Some(block) = blocks.get(next).filter(|_| below.is_none() && options.len() <= MOST) {
        let number = options.len() + 1;
        let Some(length) = opens(block, number) else {
            let goes_on = blocks.get(next + 1).is_some_and(|behind| opens(behind, number).is_some());
            if !(is_number(block) && goes_on) {
                break;
            }
            next += 1;
            continue;
        };
        let lines = text_lines::of_block(block);
        let end = lines.iter().skip(1).position(names_answer).map_or(lines.len(), |at| at + 1);
        below = text_lines::paragraph(text_lines::joined(lines[end..].iter().copied()));
        let content = text_lines::joined(lines[..end].iter().copied());
        let words = plain_text(&content).len();
        options.push(option(cut::trimmed(cut::keep(content, length..words)))?);
        next += 1;
    }
    let asking = options.iter().filter(|option| plain_text(&option.content).ends_with(['?', '？'])).count();
    let told = is_told || below.is_some() || verdict::follows(&blocks[next..]);
    let are_some = (2..=MOST).contains(&options.len()) && asking * 2 < options.len();
    (are_some && told).then_some(Found {
        above: Inlines::new(),
        options,
        below,
        blocks: next,
        start: Some(1),
    })
}

/// The number that a paragraph opens with, the mark that closes it, and the length of both.
fn counter(block: &Block) -> Option<(usize, char, usize)> {
    let BlockKind::Paragraph(content) = &block.kind else { return None };
    let Some(Inline { kind: InlineKind::Text(text), .. }) = content.first() else { return None };
    let behind = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - behind.len();
    let mark = behind.chars().next().filter(|c| matches!(c, ')' | '.' | '．' | '、' | '）' | ':'))?;
    let number = text[..digits].parse().ok()?;
    let rest = behind[mark.len_utf8()..].trim_start();
    (digits <= 2 && !rest.starts_with(|c: char| c.is_ascii_digit() && mark == '.')).then_some(())?;
    Some((number, mark, text.len() - rest.len()))
}

/// Whether a paragraph is a number and nothing else, as pages have at their foot.
pub fn is_number(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Paragraph(content)
        if block.span.len() <= 8 && plain_text(content).trim().bytes().all(|b| b.is_ascii_digit()))
}

/// Whether a line opens with the letter of the option at `index`.
pub fn opens(line: &Line, index: usize) -> bool {
    let text = line.text();
    let text = &text[leading_mark(&text).map_or(0, |(_, length)| length)..];
    letter_of(text).is_some_and(|(letter, _)| is_nth(letter, index))
}

/// Whether a line says the answer: it opens with the label of one.
pub fn names_answer(line: &Line) -> bool {
    const EXPLAINS: &[&str] =
        &["explanation", "explication", "erklärung", "explicación", "explicação", "пояснение", "解析"];
    let text = line.text();
    let answers = words::opens_answer(&text)
        && words::label_or_whole(&text, ANSWER_LABELS)
            .is_some_and(|length| length > 3 || !text.starts_with(['a', 'A']));
    answers || words::label_length(&text, EXPLAINS).is_some()
}

/// The letter that `text` opens with, in lower case, and its length: `A.`, `b)`, `(C)`, `D:`.
fn letter_of(text: &str) -> Option<(char, usize)> {
    let opened = text.strip_prefix(['(', '[']).unwrap_or(text);
    let letter = opened.chars().next().filter(char::is_ascii_alphabetic)?;
    let behind = &opened[1..];
    let closed =
        behind.strip_prefix(['.', ')', ']', ':', '、', '．', '）']).or_else(|| behind.strip_prefix(" -"))?;
    let length = text.len() - closed.len();
    let spaced = closed.starts_with(char::is_whitespace) || !behind.starts_with('.');
    (spaced && !closed.trim().is_empty()).then_some((letter.to_ascii_lowercase(), length))
}

/// A box or sign that `text` opens with: whether it says that this is right, and its length.
fn leading_mark(text: &str) -> Option<(Option<(Mark, bool)>, usize)> {
    let boxes = [
        ("[x]", true),
        ("[X]", true),
        ("[ ]", false),
        ("(x)", true),
        ("( )", false),
        ("☑", true),
        ("☐", false),
        ("☒", true),
    ];
    // Files for learning platforms have a star in front of the right letter, printed ones a cross.
    let signed = text.strip_prefix('*').or_else(|| text.strip_prefix("X ").map(str::trim_start));
    let starred = signed.filter(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphabetic()) && rest[1..].starts_with(['.', ')'])
    });
    if let Some(rest) = starred {
        return Some((Some((Mark::Check, true)), text.len() - rest.len()));
    }
    // A circle or another ornament in front of each of them says nothing.
    let bare = text.trim_start_matches(|c: char| wording::is_ornament(c) && sign(c).is_none());
    if bare.len() < text.len() && !boxes.iter().any(|(sign, _)| text.starts_with(sign)) {
        let bare = bare.trim_start();
        return letter_of(bare).map(|_| (None, text.len() - bare.len()));
    }
    let (mark, length) = boxes
        .iter()
        .find_map(|(sign, right)| text.starts_with(sign).then_some((Some((Mark::Task, *right)), sign.len())))
        .or_else(|| sign(text.chars().next()?).map(|(right, length)| (Some((Mark::Check, right)), length)))?;
    let rest = text[length..].trim_start_matches(|c: char| c.is_whitespace() || c == '\u{fe0f}');
    Some((mark, text.len() - rest.len()))
}

/// Whether a sign says right or wrong, and its length.
fn sign(c: char) -> Option<(bool, usize)> {
    match c {
        '✓' | '✔' | '✅' | '☑' => Some((true, c.len_utf8())),
        '✗' | '✘' | '❌' | '✖' => Some((false, c.len_utf8())),
        _ => None,
    }
}

/// What `text` ends in that says right or wrong, and the length of what stands in front.
fn trailing_mark(text: &str) -> Option<(bool, usize)> {
    const RIGHT: &[&str] = &[
        "correct",
        "correct answer",
        "right",
        "right answer",
        "richtig",
        "correcto",
        "correcta",
        "correct!",
        "верно",
        "正解",
        "正确",
    ];
    let trimmed = text.trim_end_matches(|c: char| c.is_whitespace() || c == '\u{fe0f}');
    let last = trimmed.chars().next_back()?;
    if let Some((right, length)) = sign(last) {
        return Some((right, trimmed[..trimmed.len() - length].trim_end().len()));
    }
    let inner = trimmed.strip_suffix([')', '）', ']'])?;
    let open = inner.rfind(['(', '（', '['])?;
    let word = inner[open..].trim_start_matches(['(', '（', '[']);
    RIGHT
        .contains(&words::normalised(word).as_str())
        .then(|| (true, trimmed[..open].trim_end().len()))
        .or_else(|| {
            RIGHT
                .contains(&word.trim().to_lowercase().as_str())
                .then(|| (true, trimmed[..open].trim_end().len()))
        })
}

/// The option that `content` is, with its letter and mark read; `None` where no words are left.
pub fn option(content: Inlines) -> Option<Choosable> {
    let span = content.iter().map(|inline| inline.span).reduce(Span::cover)?;
    let mut content = cut::trimmed(content);
    let mut mark = None;
    let text = plain_text(&content);
    if let Some((said, length)) = leading_mark(&text) {
        mark = said;
        content = cut::trimmed(cut::keep(content, length..text.len()));
    }
    let text = plain_text(&content);
    if let Some((right, length)) = trailing_mark(&text).filter(|(_, length)| *length > 0) {
        mark = Some((Mark::Check, right));
        content = cut::trimmed(cut::keep(content, 0..length));
    }
    let text = plain_text(&content);
    let letter = letter_of(&text);
    if mark.is_none() {
        let words =
            cut::trimmed(cut::keep(content.clone(), letter.map_or(0, |(_, length)| length)..text.len()));
        if let [Inline { kind: InlineKind::Strong(_), .. }] = words.as_slice() {
            mark = Some((Mark::Strong, true));
            content = cut::unwrapped(content);
            let lead = letter.map_or(0, |(_, length)| length);
            let mut plain = cut::keep(content.clone(), 0..lead + usize::from(text[lead..].starts_with(' ')));
            plain.extend(cut::unwrapped(cut::trimmed(cut::keep(content, lead..text.len()))));
            content = plain;
        }
    }
    (!plain_text(&content).trim().is_empty()).then_some(Choosable {
        letter: letter.map(|(letter, _)| letter),
        content,
        more: Blocks::new(),
        right: mark.is_some_and(|(_, right)| right),
        mark: mark.map(|(mark, _)| mark),
        span,
    })
}

/// Whether all options carry their letter in order, or none carries one.
fn lettered_or_bare(options: &[Choosable]) -> bool {
    options.iter().all(|option| option.letter.is_none()) || is_lettered(options)
}

fn is_lettered(options: &[Choosable]) -> bool {
    options
        .iter()
        .enumerate()
        .all(|(index, option)| option.is_called(&letter(index), index) && option.letter.is_some())
}

fn letter(index: usize) -> String {
    char::from_u32(u32::from('a') + index as u32).map(String::from).unwrap_or_default()
}

/// Whether `options`, below `question`, are there to be chosen from; `named` says that the text below names one.
///
/// Letters, or a right answer that names one, leave no doubt. Check lists and lists of pros and cons carry
/// marks as well: below a question marks count when they single something out.
pub fn are_options(options: &[Choosable], named: bool, question: &str) -> bool {
    let right = options.iter().filter(|option| option.right).count();
    let singled = right > 0 && right < options.len();
    let all = |mark: Mark| options.iter().all(|option| option.mark == Some(mark));
    if named {
        return true;
    }
    if is_lettered(options) {
        return singled || asks(question);
    }
    if is_verdict(options) {
        return true;
    }
    // Tasks that nobody has done yet, or some, are options below what is numbered as a question.
    let numbered = || {
        words::numbered_word_length(question).is_some()
            || words::numbered_letter_length(question).is_some()
            || words::label_length(question, words::QUESTION_LABELS).is_some()
    };
    if all(Mark::Task) && right < options.len() && numbered() {
        return true;
    }
    if all(Mark::Task) && right == 0 {
        return false;
    }
    let alone = right == 1 && options.len() >= 3;
    let checked = options.iter().any(|option| option.mark == Some(Mark::Check));
    asks(question) && ((all(Mark::Task) && singled) || (alone && checked))
}

/// Whether the options are true and false.
fn is_verdict(options: &[Choosable]) -> bool {
    const PAIRS: &[[&str; 2]] = &[
        ["true", "false"],
        ["yes", "no"],
        ["wahr", "falsch"],
        ["richtig", "falsch"],
        ["verdadero", "falso"],
        ["vrai", "faux"],
        ["verdadeiro", "falso"],
        ["верно", "неверно"],
        ["правда", "ложь"],
        ["对", "错"],
        ["正确", "错误"],
    ];
    let words: Vec<String> = options.iter().map(|option| words::normalised(&option.words())).collect();
    PAIRS.iter().any(|pair| words == pair)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Choosable {
        option([Inline::text(Span::new(0, text.len()), text)].into()).expect("an option")
    }

    #[test]
    fn marks_come_off_and_letters_stay() {
        for (text, content, letter, right) in [
            ("A. Paris", "A. Paris", Some('a'), false),
            ("(b) Paris ✓", "(b) Paris", Some('b'), true),
            ("✅ c) Paris", "c) Paris", Some('c'), true),
            ("[x] Paris", "Paris", None, true),
            ("☐ Paris", "Paris", None, false),
            ("Paris (correct)", "Paris", None, true),
            ("Paris (France)", "Paris (France)", None, false),
            ("D: ❌ Paris", "D: ❌ Paris", Some('d'), false),
            ("a.b.c is a path", "a.b.c is a path", None, false),
        ] {
            let option = read(text);
            assert_eq!(
                (plain_text(&option.content).as_str(), option.letter, option.right),
                (content, letter, right),
                "{text}"
            );
        }
    }

    #[test]
    fn options_start_where_letters_run_on() {
        for (text, next, expected) in [
            ("a) one", 0, vec![0]),
            ("b) two", 0, vec![]),
            ("b) two", 1, vec![0]),
            ("What? (a) one (b) two", 0, vec![6, 14]),
            ("What? a) one b) two c) three", 0, vec![6, 13, 20]),
            ("Plan a) or plan b) then", 0, vec![]),
            ("a) one b) two", 0, vec![0, 7]),
        ] {
            assert_eq!(starts(text, next), expected, "{text}");
        }
    }
}
