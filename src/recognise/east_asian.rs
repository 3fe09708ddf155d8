//! Numbers as Chinese, Japanese and Korean documents write them in front of a question.

use crate::model::numeral::{Script, asks, numeral};

/// The number that labels what follows it, and the length of the label: `一、`, `１．`, `（1）`, `第1题：`, `問２`.
///
/// Chinese digits without a word for "question" also count chapters: they count here only where the text asks.
pub fn number_prefix(text: &str) -> Option<(u32, usize)> {
    let (opener, inner) = opened(text);
    let number = numeral(inner)?;
    let behind = &inner[number.length..];
    let (closed, is_question) = match opener {
        Opener::Bracket => (behind.strip_prefix(['）', ')', '】', '］'])?, false),
        Opener::Ordinal => (after_unit(behind)?, true),
        Opener::Word => (behind, true),
        Opener::None => (behind.strip_prefix(['、', '．', '。', '）', '：', '・', '.', ')'])?, false),
    };
    let closed = closed.trim_start_matches(['、', '．', '.', '：', ':', '）', ')', '。']);
    // A plain number in plain brackets or before a plain dot is everybody's.
    let own = number.script != Script::Arabic
        || matches!(opener, Opener::Ordinal | Opener::Word)
        || text.starts_with('（');
    let spaced = closed.len() < behind.len() || closed.starts_with(char::is_whitespace);
    let rest = closed.trim_start();
    let chapter = number.script == Script::Chinese && !is_question && !asks(rest);
    let kept = own && spaced && !rest.is_empty() && !chapter;
    kept.then(|| (number.value, text.len() - rest.len()))
}

/// The number of a chapter, `四、`, and its length: in Chinese digits in front of what asks nothing. Where questions are
/// counted so it is a question's number.
pub fn chapter_prefix(text: &str) -> Option<(u32, usize)> {
    let number = numeral(text).filter(|number| number.script == Script::Chinese)?;
    let rest = text[number.length..].strip_prefix(['、', '．', '.'])?.trim_start();
    (!rest.is_empty() && !asks(rest)).then(|| (number.value, text.len() - rest.len()))
}

enum Opener {
    /// `（`, `【`
    Bracket,
    /// `第`, `제`: a unit follows the number.
    Ordinal,
    /// `問`, `문제`: a word for "question".
    Word,
    None,
}

fn opened(text: &str) -> (Opener, &str) {
    for word in ["问题", "問題", "题目", "題目", "設問", "问", "問", "题", "題", "질문", "문제", "문항", "문"]
    {
        if let Some(rest) = text.strip_prefix(word) {
            return (Opener::Word, rest.trim_start());
        }
    }
    if let Some(rest) = text.strip_prefix(['第', '제']) {
        return (Opener::Ordinal, rest.trim_start());
    }
    match text.strip_prefix(['（', '【', '［', '(']) {
        Some(rest) => (Opener::Bracket, rest),
        None => (Opener::None, text),
    }
}

/// What stands behind the unit of an ordinal: `题`, `個問題`, `問目`.
fn after_unit(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let units = ["个问题", "個問題", "道题", "道題", "問目", "题", "題", "问", "問", "문제", "문", "항"];
    units.iter().find_map(|unit| text.strip_prefix(unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_their_forms() {
        for (text, expected) in [
            ("１．什么是进程", Some((1, "什么是进程"))),
            ("（2）什么是线程", Some((2, "什么是线程"))),
            ("一、什么是死锁？", Some((1, "什么是死锁？"))),
            ("二十三、如何避免", Some((23, "如何避免"))),
            ("第1题：进程", Some((1, "进程"))),
            ("第三题 进程", Some((3, "进程"))),
            ("第２問　プロセスとは", Some((2, "プロセスとは"))),
            ("問３．スレッドとは", Some((3, "スレッドとは"))),
            ("문제 1. 스레드란", Some((1, "스레드란"))),
            ("제2문: 교착", Some((2, "교착"))),
            // Chapters, words, and what is not East Asian.
            ("一、基础知识", None),
            ("一般来说", None),
            ("第一次世界大战", None),
            ("问题在于", None),
            ("1. What", None),
            ("(1) What", None),
            ("１２３４年", None),
            ("（）", None),
        ] {
            let read = number_prefix(text).map(|(number, length)| (number, &text[length..]));
            assert_eq!(read, expected, "{text}");
        }
    }
}
