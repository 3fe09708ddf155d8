//! The words that say which of the options is right.

use super::options::Choosable;
use crate::model::content::{List, plain_text};
use crate::model::{Block, BlockKind, Blocks, Inline, InlineKind, Inlines, Span};
use crate::recognise::words::{self, ANSWER_LABELS};
use crate::recognise::{cut, lines, text_lines};

/// The right options that the first of `blocks` names by letter, number or wording. What says so is taken out
/// of `blocks`; an explanation stays.
pub fn named(blocks: &mut Blocks, options: &[Choosable]) -> Option<Vec<usize>> {
    let (content, rest, taken) = statement(blocks)?;
    let (right, left) = parsed(&content, options)?;
    blocks.splice(..taken, text_lines::paragraph(left).into_iter().chain(rest));
    Some(right)
}

/// Whether `blocks` open with what may say which options are right.
pub fn follows(blocks: &[Block]) -> bool {
    statement(blocks).is_some()
}

/// What `blocks` open with that may say which options are right: its words, without their label; what else the
/// same block holds; and how many blocks that takes.
fn statement(blocks: &[Block]) -> Option<(Inlines, Blocks, usize)> {
    let bare = |content: &[Inline]| unlabelled(content).unwrap_or_else(|| content.into());
    match &blocks.first()?.kind {
        BlockKind::Paragraph(content) => Some((unlabelled(content)?, Blocks::new(), 1)),
        BlockKind::Heading { content, .. }
            if is_label(content) || words::is_answer_title(&plain_text(content)) =>
        {
            match &blocks.get(1)?.kind {
                BlockKind::Paragraph(content) => Some((bare(content), Blocks::new(), 2)),
                _ => None,
            }
        }
        BlockKind::Disclosure { summary: title, blocks, .. }
        | BlockKind::Callout { title: Some(title), blocks, .. }
            if words::is_reveal(&plain_text(title)) || is_label(title) =>
        {
            let (first, rest) = blocks.split_first()?;
            match &first.kind {
                BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => {
                    Some((bare(content), rest.into(), 1))
                }
                // `2. because …` reads as a list of one.
                BlockKind::List(List { start: Some(number), items, .. }) if items.len() == 1 => {
                    let (words, more) = items[0].blocks.split_first()?;
                    let BlockKind::Paragraph(words) = &words.kind else { return None };
                    let at = items[0].span.start as usize;
                    let mut content = vec![Inline::text(Span::new(at, at), format!("{number}. "))];
                    content.extend(words.iter().cloned());
                    Some((content.into(), [more, rest].concat().into(), 1))
                }
                _ => None,
            }
        }
        // A hint may explain first, and then tell.
        BlockKind::Disclosure { blocks, .. } | BlockKind::Callout { blocks, .. } => {
            let said = |block: &Block| match &block.kind {
                BlockKind::Paragraph(content) => unlabelled(content),
                _ => None,
            };
            let (at, content) = blocks.iter().enumerate().find_map(|(at, block)| Some((at, said(block)?)))?;
            Some((content, [&blocks[..at], &blocks[at + 1..]].concat().into(), 1))
        }
        BlockKind::Quote(blocks) => {
            let (first, rest) = blocks.split_first()?;
            let BlockKind::Paragraph(content) = &first.kind else { return None };
            Some((unlabelled(content)?, rest.into(), 1))
        }
        BlockKind::List(list) if list.items.len() == 1 => {
            let (first, rest) = list.items[0].blocks.split_first()?;
            let BlockKind::Paragraph(content) = &first.kind else { return None };
            Some((unlabelled(content)?, rest.into(), 1))
        }
        _ => None,
    }
}

fn is_label(content: &[Inline]) -> bool {
    words::label_or_whole(&plain_text(content), ANSWER_LABELS).is_some()
}

/// `content` without the label of an answer; `None` when it has none.
fn unlabelled(content: &[Inline]) -> Option<Inlines> {
    let text = plain_text(content);
    let length = words::label_length(&text, ANSWER_LABELS)?;
    Some(cut::trimmed(cut::keep(content.into(), length..text.len())))
}

/// The options that `content` names, and what it says besides.
fn parsed(content: &[Inline], options: &[Choosable]) -> Option<(Vec<usize>, Inlines)> {
    let text = plain_text(content);
    // Letters alone on their line are no words.
    let line = plain_text(content.split(lines::is_break).next().unwrap_or_default());
    let on_line = || by_letters(&line, options).filter(|(_, length)| *length == line.len());
    let (right, length) =
        on_line().or_else(|| by_letters(&text, options)).or_else(|| by_wording(&text, options))?;
    let left = cut::trimmed(cut::keep(content.into(), length..text.len()));
    // The break behind the letters goes with them.
    let opens =
        left.iter().position(|inline| !matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak));
    Some((right, opens.map(|at| left[at..].to_vec()).unwrap_or_default().into()))
}

/// `B`, `(b)`, `B, D`, `b and d`, `Option B`, `B. its wording`, `2`.
fn by_letters(text: &str, options: &[Choosable]) -> Option<(Vec<usize>, usize)> {
    let mut rest = text.trim_start();
    let lower = rest.to_lowercase();
    for word in ["option ", "options ", "choice ", "letter ", "opción ", "вариант "] {
        if lower.starts_with(word) {
            rest = &rest[word.len()..];
        }
    }
    let mut right: Vec<usize> = Vec::new();
    let mut bracketed = false;
    loop {
        let opened = rest.trim_start_matches(['(', '[', '"', '*']);
        let length = opened.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(opened.len());
        let (name, behind) = opened.split_at(length);
        let index = options.iter().enumerate().position(|(index, option)| option.is_called(name, index));
        let compact =
            || name.len() > 1 && name.len() <= options.len() && name.bytes().all(|b| b.is_ascii_uppercase());
        match index {
            Some(index) => right.push(index),
            None if right.is_empty() && compact() => {
                for letter in name.chars() {
                    right.push(
                        options
                            .iter()
                            .enumerate()
                            .position(|(at, option)| option.is_called(&letter.to_string(), at))?,
                    );
                }
            }
            None => break,
        }
        rest = behind.trim_start_matches([')', ']', '"', '*']);
        bracketed = rest.len() < behind.len();
        let next = rest.trim_start_matches([',', '&', '+', '/', ';', ' ', '・', '、', '，']);
        let next = ["and ", "und ", "y ", "et ", "e ", "и "]
            .iter()
            .find_map(|word| next.strip_prefix(word))
            .unwrap_or(next);
        let names_next = next.chars().next().is_some_and(|c| c.is_ascii_alphanumeric() || c == '(')
            && options.iter().enumerate().any(|(at, option)| {
                let word = next
                    .trim_start_matches('(')
                    .split(|c: char| !c.is_ascii_alphanumeric())
                    .next()
                    .unwrap_or_default();
                let single = word.len() <= 2 && option.is_called(word, at);
                let article = word.eq_ignore_ascii_case("a") && next.starts_with("a ") || word == "I";
                single && !article
            });
        if !names_next || next.len() == rest.len() {
            break;
        }
        rest = next;
    }
    let last = *right.last()?;
    let closed = rest.trim_start_matches(['.', ')', ':', ',', ';', '-', '–', '—']).trim_start();
    let wording = wording_length(closed, &options[last]).filter(|_| right.len() == 1);
    // A letter that words follow at once may be a word itself: `A mutex`.
    let apart = bracketed || rest.is_empty() || !rest.starts_with(' ') || closed.len() + 1 < rest.len();
    let is_end = !rest.contains(char::is_alphanumeric);
    let at = if is_end { text.len() } else { text.len() - closed.len() + wording.unwrap_or(0) };
    (apart || is_end || wording.is_some()).then_some((right, at))
}

/// The wording of an option, and nothing but a full stop behind it.
fn by_wording(text: &str, options: &[Choosable]) -> Option<(Vec<usize>, usize)> {
    let words = words::normalised(text);
    let index =
        options.iter().position(|option| !words.is_empty() && words::normalised(&option.words()) == words)?;
    Some((vec![index], text.len()))
}

/// The length of the option's own wording, where `text` opens with it.
fn wording_length(text: &str, option: &Choosable) -> Option<usize> {
    let words = option.words();
    let own = words.trim_end_matches('.');
    let opens = text.get(..own.len()).is_some_and(|opening| opening.to_lowercase() == own.to_lowercase());
    let behind = text.get(own.len()..)?;
    let ends = behind.is_empty() || behind.starts_with(|c: char| !c.is_alphanumeric());
    let length = text.len() - behind.trim_start_matches(['.', ' ', ';', ',', '–', '—', '-', ':']).len();
    (opens && ends && !own.is_empty()).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::super::options::option;
    use super::*;

    fn read(text: &str) -> Choosable {
        option([Inline::text(Span::new(0, text.len()), text)].into()).expect("an option")
    }

    #[test]
    fn answers_name_options_by_letter_number_or_wording() {
        let lettered = ["A. Oslo", "B. Bergen", "C. A fjord", "D. None"].map(read);
        let bare = ["Oslo", "Bergen", "A fjord", "None"].map(read);
        for (options, text, right, left) in [
            (&lettered, "B", Some(vec![1]), ""),
            (&lettered, "(b)", Some(vec![1]), ""),
            (&lettered, "Option C", Some(vec![2]), ""),
            (&lettered, "A, B and D", Some(vec![0, 1, 3]), ""),
            (&lettered, "AD", Some(vec![0, 3]), ""),
            (&lettered, "AD 🗳", Some(vec![0, 3]), ""),
            (&lettered, "B. Bergen. It rains there.", Some(vec![1]), "It rains there."),
            (&lettered, "b) since it rains", Some(vec![1]), "since it rains"),
            (&lettered, "A fjord", Some(vec![2]), ""),
            (&lettered, "A mountain", None, ""),
            (&lettered, "E", None, ""),
            (&lettered, "Because of the rain", None, ""),
            (&bare, "2", Some(vec![1]), ""),
            (&bare, "C", Some(vec![2]), ""),
            (&bare, "bergen.", Some(vec![1]), ""),
            (&bare, "7", None, ""),
        ] {
            let found = parsed(&[Inline::text(Span::new(0, text.len()), text)], options);
            let found = found.map(|(right, left)| (right, plain_text(&left)));
            assert_eq!(found, right.map(|right| (right, left.to_string())), "{text}");
        }
    }
}
