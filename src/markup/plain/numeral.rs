//! Lines that East Asian numbers open: `１．`, `（1）`, `第1题`, and `一、`, which also counts chapters.

/// Whether a number opens the line and sets it apart from the one before.
pub(super) fn is_numbered(line: &str) -> bool {
    let inner = line.trim_start_matches(['（', '【', '［', '第', '제', '问', '問', '题', '題', '문']);
    let opened = inner.len() < line.len();
    let behind = inner.trim_start_matches(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
    let wide = inner.starts_with(|c| ('０'..='９').contains(&c));
    if behind.len() == inner.len() {
        return !is_chapter(line) && has_numeral(inner, opened);
    }
    (opened || wide) && closes(behind, opened)
}

/// Whether the line is the title of a chapter: a Chinese numeral and words that neither ask nor end a sentence.
pub(super) fn is_chapter(line: &str) -> bool {
    const ASKING: [&str; 14] = [
        "什么",
        "什麼",
        "如何",
        "怎么",
        "怎样",
        "怎麼",
        "为什么",
        "為什麼",
        "哪",
        "谁",
        "吗",
        "何",
        "なぜ",
        "ですか",
    ];
    has_numeral(line, false)
        && line.chars().count() <= 24
        && !line.contains(['?', '？', '。', '，', '：', ';', '；'])
        && !ASKING.iter().any(|word| line.contains(word))
}

/// Whether `text` opens with a Chinese numeral and its mark.
fn has_numeral(text: &str, opened: bool) -> bool {
    let behind = text.trim_start_matches(|c| "一二三四五六七八九十".contains(c));
    let len = text.chars().count() - behind.chars().count();
    (1..=3).contains(&len) && closes(behind, opened)
}

fn closes(behind: &str, opened: bool) -> bool {
    let marks: &[char] = if opened {
        &['）', '】', '］', '题', '題', '问', '問', '문', '、', '．', '.', '：', ':', '　', ' ']
    } else {
        &['、', '．', '）', '：']
    };
    behind.strip_prefix(marks).is_some_and(|rest| !rest.trim().is_empty())
}
