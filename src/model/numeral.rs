//! Numbers as East Asian documents write them: `3`, `３`, `三`, `十三`, and the words that questions use there.

/// A number that a text opens with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numeral {
    /// What it counts to, up to 999.
    pub value: u32,
    /// How many bytes of the text it takes.
    pub length: usize,
    /// In what it is written.
    pub script: Script,
}

/// In what a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// `3`: everybody's.
    Arabic,
    /// `３`: digits as wide as the characters around them.
    Wide,
    /// `三`: up to 99.
    Chinese,
}

/// The number that `text` opens with.
pub fn numeral(text: &str) -> Option<Numeral> {
    let run = |is: fn(char) -> bool| &text[..text.len() - text.trim_start_matches(is).len()];
    let is_wide = |c: char| ('０'..='９').contains(&c);
    let digits = run(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
    if digits.starts_with(|c: char| c.is_ascii_digit() || is_wide(c)) {
        let value = digits.chars().take(4).try_fold(0, |value, c| {
            let digit = c.to_digit(10).or_else(|| u32::from(c).checked_sub(u32::from('０')))?;
            Some(value * 10 + digit)
        })?;
        let script = if digits.starts_with(is_wide) { Script::Wide } else { Script::Arabic };
        return (digits.chars().count() <= 3).then_some(Numeral { value, length: digits.len(), script });
    }
    let chinese = run(|c| chinese_digit(c).is_some());
    let parts: Vec<u32> = chinese.chars().take(4).filter_map(chinese_digit).collect();
    let value = match parts.as_slice() {
        [unit] => *unit,
        [10, unit @ 1..=9] => 10 + unit,
        [tens @ 1..=9, 10] => tens * 10,
        [tens @ 1..=9, 10, unit @ 1..=9] => tens * 10 + unit,
        _ => return None,
    };
    Some(Numeral { value, length: chinese.len(), script: Script::Chinese })
}

fn chinese_digit(c: char) -> Option<u32> {
    let at = "一二三四五六七八九十".chars().position(|digit| digit == c)?;
    u32::try_from(at + 1).ok()
}

/// Whether a Chinese or Japanese text asks: by its mark, or by a word that questions use.
pub fn asks(text: &str) -> bool {
    const WORDS: [&str; 20] = [
        "什么",
        "什麼",
        "甚麼",
        "如何",
        "怎么",
        "怎樣",
        "怎样",
        "怎麼",
        "为什么",
        "為什麼",
        "哪",
        "谁",
        "誰",
        "多少",
        "吗",
        "嗎",
        "なに",
        "何",
        "なぜ",
        "ですか",
    ];
    text.contains(['?', '？']) || WORDS.iter().any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_up_to_their_limit() {
        for (text, expected) in [
            ("3x", Some((3, 1, Script::Arabic))),
            ("１２ ", Some((12, 6, Script::Wide))),
            ("二十三、", Some((23, 9, Script::Chinese))),
            ("十", Some((10, 3, Script::Chinese))),
            ("999.", Some((999, 3, Script::Arabic))),
            ("1000", None),
            ("一二", None),
            ("二十三四", None),
            ("x", None),
            ("", None),
        ] {
            let read = numeral(text).map(|number| (number.value, number.length, number.script));
            assert_eq!(read, expected, "{text}");
        }
    }
}
