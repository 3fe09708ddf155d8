//! Cards on one line: `question::answer`, `question >> answer`, `question? answer`.
//!
//! `::` is also an operator of many languages, and a question mark ends many sentences. So each line is
//! judged by its shape, and a line of doubtful shape by what the other lines do.

use super::page::Page;
use super::text_lines::{self, Line};
use super::words::{Likeness, announces_cards, announces_vocabulary, likeness};
use super::{Claim, cut, hashtag, metadata::Metadata, wording};
use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, Inlines};

/// Fewer lines of one shape are no habit.
const HABIT: usize = 3;

/// Claims lines that hold a question, a separator and an answer.
pub fn find(page: &Page) -> Vec<Claim> {
    let groups = groups(page);
    let mut claims = separated(&groups, is_deck(page));
    claims.extend(groups.iter().filter(|lines| asks_and_answers(lines)).flatten().filter_map(asked));
    let on_cards = |lines: &&Vec<Line>| {
        let section = page.outline.section_at(lines[0].span().start);
        section.iter().any(|title| announces_cards(title) || announces_vocabulary(title))
    };
    let announced = groups.iter().filter(|lines| are_pairs(lines)).filter(on_cards);
    claims.extend(announced.flatten().filter_map(|line| claim(line, pair(&line.text())?, 77)));
    claims
}

/// Whether nearly all lines are two things with the same kind of mark between them.
fn are_pairs(lines: &[Line]) -> bool {
    let found = lines.iter().filter(|line| pair(&line.text()).is_some()).count();
    found >= HABIT && found * 10 >= lines.len() * 9
}

/// Where a term ends and its meaning starts, with a dash, arrow or equals sign between spaces.
fn pair(text: &str) -> Option<(usize, usize)> {
    const MARKS: &[&str] = &[" - ", " – ", " — ", " → ", " -> ", " => ", " = ", " : "];
    const LONGEST: usize = 80;
    let (at, mark) = MARKS.iter().find_map(|mark| Some((text.find(mark)?, mark)))?;
    let (term, meaning) = (text[..at].trim(), text[at + mark.len()..].trim());
    (!term.is_empty() && term.len() <= LONGEST && !meaning.is_empty()).then_some((at, at + mark.len()))
}

/// Lines that stand together, those of a paragraph or the items of a list, where one of them may hold a card.
fn groups<'a>(page: &Page<'a>) -> Vec<Vec<Line<'a>>> {
    let mut groups: Vec<Vec<Line>> = Vec::new();
    // Where cards are announced, other marks part them as well.
    let announced =
        page.outline.titles.iter().any(|title| announces_cards(title) || announces_vocabulary(title));
    let mut add = |lines: Vec<Line<'a>>| {
        if announced || lines.iter().any(|line| line.holds(&["::", ">>", "?", "？"])) {
            groups.push(lines);
        }
    };
    for block in page.flows.iter().flat_map(|flow| flow.iter()) {
        match &block.kind {
            // The paragraphs of items come with their list.
            BlockKind::List(list) => {
                add(list.items.iter().flat_map(|item| first_line(&item.blocks)).collect());
            }
            BlockKind::Paragraph(_) => add(text_lines::of_block(block)),
            _ => {}
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    for group in &mut groups {
        group.retain(|line: &Line| seen.insert(line.span()));
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// The line of an item that has no more than one.
fn first_line(blocks: &[Block]) -> Option<Line<'_>> {
    let lines = text_lines::of_block(blocks.first()?);
    (lines.len() == 1).then(|| lines[0])
}

/// What the separator of a line seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// An operator of the line's subject, or the key of a property.
    Operator,
    /// A separator where other lines have one too.
    Likely,
    /// A separator.
    Clear,
}

/// A line with exactly one separator.
struct Cut<'a> {
    line: Line<'a>,
    /// Where the question ends and the answer starts, in the line's words.
    at: (usize, usize),
    shape: Shape,
    /// Whether the question's last word and the answer's first one touch.
    glued: bool,
}

/// Whether a note program keeps cards in the document: it has written below one when that is due, or a line of tags says
/// so.
fn is_deck(page: &Page) -> bool {
    let tags = |line: &Line| hashtag::is_bare(line.content) && hashtag::is_card(line.content);
    page.text.contains("<!--SR:!")
        || page.tree.blocks.iter().any(|block| text_lines::of_block(block).iter().any(tags))
}

/// Claims lines that a separator parts; in a `deck` words may touch it.
fn separated(groups: &[Vec<Line>], deck: bool) -> Vec<Claim> {
    let mut cuts = Vec::new();
    let mut operators = 0;
    for group in groups {
        let from = cuts.len();
        for line in group {
            match cut_of(*line) {
                Some(cut) if cut.shape != Shape::Operator => cuts.push(cut),
                Some(_) => operators += usize::from(!only_names_it(&line.text())),
                None => operators += usize::from(line.holds(&["::"]) && !only_names_it(&line.text())),
            }
        }
        // Words that touch the separator are a path unless all lines of the group are so.
        let whole = cuts.len() - from == group.len() && group.len() > 1;
        if !whole && !deck {
            operators += cuts.extract_if(from.., |cut| cut.glued && cut.shape == Shape::Likely).count();
        }
    }
    let clear = cuts.iter().filter(|cut| cut.shape == Shape::Clear).count();
    let habit = cuts.len() >= HABIT && operators * 5 <= cuts.len() && varied(&cuts);
    let trusted = deck || habit || (operators == 0 && clear * 2 >= cuts.len().max(1));
    cuts.iter()
        .filter(|cut| trusted || (cut.shape == Shape::Clear && clear >= operators))
        .filter_map(|cut| claim(&cut.line, cut.at, if cut.shape == Shape::Clear { 84 } else { 78 }))
        .collect()
}

/// Whether a line speaks of the separator, in brackets or quotes, and does not use it.
fn only_names_it(text: &str) -> bool {
    text.contains("::")
        && text.match_indices("::").all(|(at, mark)| {
            let touches = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | ' '));
            !touches(text[..at].chars().next_back()) && !touches(text[at + mark.len()..].chars().next())
        })
}

/// Whether the questions end in different words: a path's first part comes again and again.
fn varied(cuts: &[Cut]) -> bool {
    let ends: Vec<String> = cuts
        .iter()
        .filter_map(|cut| {
            plain_text(cut.line.content)[..cut.at.0].split_whitespace().last().map(str::to_lowercase)
        })
        .collect();
    let distinct: std::collections::BTreeSet<&String> = ends.iter().collect();
    distinct.len() * 3 >= ends.len() * 2
}

fn cut_of(line: Line) -> Option<Cut> {
    if !line.holds(&["::", ">>"]) {
        return None;
    }
    let text = text_lines::prose(line.content);
    let (start, end) = separator(&text)?;
    let (left, right) = (&text[..start], &text[end..]);
    if left.trim().is_empty() || right.trim().is_empty() {
        return None;
    }
    let glued = left.ends_with(is_name) && right.starts_with(is_name);
    Some(Cut { line, at: (start, end), shape: shape(left, right, &text[start..end]), glued })
}

/// The separator of a line: `::`, `:::`, or `>>` between spaces. Of several it is the one between spaces, or
/// behind a question mark.
fn separator(text: &str) -> Option<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find([':', '>']).map(|offset| at + offset) {
        let mark = &text[start..=start];
        let length = text[start..].len() - text[start..].trim_start_matches(mark).len();
        at = start + length;
        let separates = match mark {
            ":" => (2..=3).contains(&length),
            _ => length == 2 && is_spaced(text, (start, at)),
        };
        if separates {
            found.push((start, at));
        }
    }
    let only = |mut found: Vec<(usize, usize)>| if found.len() == 1 { found.pop() } else { None };
    let which =
        |is: &dyn Fn((usize, usize)) -> bool| only(found.iter().copied().filter(|&at| is(at)).collect());
    which(&|_| true)
        .or_else(|| which(&|at| is_spaced(text, at)))
        .or_else(|| which(&|(start, _)| text[..start].ends_with(['?', '？'])))
}

fn is_spaced(text: &str, (start, end): (usize, usize)) -> bool {
    text[..start].ends_with(' ') && text[end..].starts_with(' ')
}

fn shape(left: &str, right: &str, mark: &str) -> Shape {
    let spaced = left.ends_with(char::is_whitespace) && right.starts_with(char::is_whitespace);
    let open = right.starts_with(char::is_whitespace);
    let (question, answer) = (left.trim(), right.trim());
    if question.ends_with(['?', '？']) {
        return Shape::Clear;
    }
    // Three colons are an operator of hardly any language.
    let is_word_of_prose = mark == ":::" && answer.contains(' ') && !question.contains(['.', '_', '(']);
    let single = !question.contains(char::is_whitespace) && !is_word_of_prose;
    if answer.ends_with([';', '{', '?']) || question.contains(['{', '<', '=', ';']) || question.ends_with('(')
    {
        return Shape::Operator;
    }
    if single && (is_type(answer) || (open && !spaced && is_property(question))) {
        return Shape::Operator;
    }
    if left.ends_with(is_name) && right.starts_with(is_name) {
        let before = question.rsplit(|c: char| !is_name(c)).next().unwrap_or_default();
        let after = answer.split(|c: char| !is_name(c)).next().unwrap_or_default();
        let called =
            answer[after.len()..].starts_with(['(', '<', '!', '.']) && answer.len() > after.len() + 1;
        let operator = single || called || is_scope(before) || is_identifier(before) || is_identifier(after);
        return if operator { Shape::Operator } else { Shape::Likely };
    }
    if mark.starts_with(':') && spaced && !single { Shape::Clear } else { Shape::Likely }
}

/// Whether `c` is part of names in code.
fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// A name that only code has: `snake_case`, `camelCase`.
fn is_identifier(word: &str) -> bool {
    word.contains('_')
        || word.chars().zip(word.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase())
}

/// Words that stand in front of `::` in paths of common languages.
fn is_scope(word: &str) -> bool {
    matches!(
        word,
        "std"
            | "core"
            | "alloc"
            | "crate"
            | "self"
            | "super"
            | "boost"
            | "parent"
            | "static"
            | "ios"
            | "tokio"
    )
}

/// Whether `text` is a type, as it stands behind `::` in Haskell and its kin.
fn is_type(text: &str) -> bool {
    const TYPES: &[&str] = &[
        "Int", "Integer", "String", "Bool", "Char", "Float", "Double", "Maybe", "Either", "IO", "Text",
        "Nat", "Type",
    ];
    let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    text.contains("->") || text.contains("=>") || text.contains('∷') || TYPES.contains(&first)
}

/// The key of a property: `card-last-interval`, `tags`.
fn is_property(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'))
}

/// Whether most of `lines` are a question, its mark, and an answer behind it.
fn asks_and_answers(lines: &[Line]) -> bool {
    let found = lines.iter().filter(|line| question_end(line).is_some_and(|(_, opens)| opens)).count();
    found >= HABIT && found * 4 >= lines.len() * 3
}

/// Where the only question of a line ends, if an answer follows; and whether it also opens as a question.
fn question_end(line: &Line) -> Option<(usize, bool)> {
    if !line.holds(&["?", "？"]) {
        return None;
    }
    let text = text_lines::prose(line.content);
    let (at, mark) = text.char_indices().find(|(_, c)| matches!(c, '?' | '？'))?;
    let behind = at + mark.len_utf8();
    let (question, answer) = (text[..at].trim(), text[behind..].trim());
    let opens = likeness(&wording::title(question)) > Likeness::None || text[..at].ends_with(' ');
    let follows = text[behind..].starts_with(char::is_whitespace) || mark == '？';
    let plain =
        !answer.starts_with(['(', '"', '“', '—', '–', '-', '*', '[', '|']) && !answer.contains(['?', '？']);
    let says = answer.contains(char::is_alphanumeric);
    (follows && plain && says && question.split_whitespace().count() >= 2).then_some((behind, opens))
}

fn asked(line: &Line) -> Option<Claim> {
    let (end, _) = question_end(line)?;
    claim(line, (end, end), 78)
}

fn claim(line: &Line, (end, start): (usize, usize), confidence: u8) -> Option<Claim> {
    let text = line.text();
    let question = cut::trimmed(cut::keep(line.content.into(), 0..end));
    let answer: Inlines = cut::trimmed(cut::keep(line.content.into(), start..text.len()));
    let mut metadata = Metadata::default();
    let answer = hashtag::without_tags(answer, &mut metadata.tags);
    Some(Claim {
        runs_on: false,
        confidence,
        span: line.span(),
        question_span: question.iter().map(|inline| inline.span).reduce(crate::model::Span::cover)?,
        question: without_spaced_mark(question),
        body: text_lines::paragraph(answer).into_iter().collect(),
        metadata: metadata.told(),
    })
}

/// `capital of Peru ?` as `capital of Peru?`.
fn without_spaced_mark(question: Inlines) -> Inlines {
    let text = plain_text(&question);
    match text.strip_suffix('?') {
        Some(words) if words.ends_with(' ') => cut::trimmed(cut::keep(question, 0..words.len())),
        _ => question,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Inline, Span};

    #[test]
    fn the_shape_of_a_line_tells_separators_from_operators() {
        use Shape::{Clear, Likely, Operator};
        for (text, expected) in [
            ("Who is it?::She", Some(Clear)),
            ("capital of Peru :: Lima", Some(Clear)),
            ("uno :: one", Some(Likely)),
            ("capital of Peru::Lima", Some(Likely)),
            ("osmosis >> water through a membrane", Some(Likely)),
            ("What does a::b do? :: It names b.", Some(Clear)),
            ("std::vec holds arrays", Some(Operator)),
            ("Prefer std::vector to arrays", Some(Operator)),
            ("Call Widget::paint() first", Some(Operator)),
            ("length :: [a] -> Int", Some(Operator)),
            ("tags:: a, b", Some(Operator)),
            ("osmosis:::water through a membrane", Some(Likely)),
            ("stats:::weighted()", Some(Operator)),
            ("a::b and c::d", None),
            ("nothing at all", None),
            (":: only", None),
            ("cat a >>b", None),
        ] {
            let content = [Inline::text(Span::new(0, text.len()), text)];
            let shape = cut_of(Line { content: &content, broken_by: None }).map(|cut| cut.shape);
            assert_eq!(shape, expected, "{text}");
        }
    }
}
