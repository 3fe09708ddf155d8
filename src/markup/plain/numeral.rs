//! Lines that East Asian numbers open: `１．`, `（1）`, `第1题`, and `一、`, which also counts chapters.

use crate::model::numeral::{Script, asks, numeral};

/// Whether a number opens the line and sets it apart from the one before.
pub(super) fn is_numbered(line: &str) -> bool {
    let inner = line.trim_start_matches(['（', '【', '［', '第', '제', '问', '問', '题', '題', '문']);
    let opened = inner.len() < line.len();
    match numeral(inner) {
        Some(number) if number.script == Script::Chinese => {
            !is_chapter(line) && closes(&inner[number.length..], opened)
        }
        Some(number) => (opened || number.script == Script::Wide) && closes(&inner[number.length..], opened),
        None => false,
    }
}

/// Whether the line is the title of a chapter: a Chinese numeral and words that neither ask nor end a sentence.
pub(super) fn is_chapter(line: &str) -> bool {
    let numbered = numeral(line)
        .is_some_and(|number| number.script == Script::Chinese && closes(&line[number.length..], false));
    numbered && line.chars().count() <= 24 && !line.contains(['。', '，', '：', ';', '；']) && !asks(line)
}

fn closes(behind: &str, opened: bool) -> bool {
    let marks: &[char] = if opened {
        &['）', '】', '］', '题', '題', '问', '問', '문', '、', '．', '.', '：', ':', '　', ' ']
    } else {
        &['、', '．', '）', '：']
    };
    behind.strip_prefix(marks).is_some_and(|rest| !rest.trim().is_empty())
}
