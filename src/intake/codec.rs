//! What each byte above ASCII turns into when it is read in the wrong single-byte encoding, and the way back.
//!
//! Also what genuine text of each encoding looks like: the judgement whether one garbled-looking sequence could
//! have been meant as it stands.

use std::sync::LazyLock;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};

/// The wrong readings that are undone, the most frequent first.
pub(super) static CODECS: LazyLock<[Codec; 4]> = LazyLock::new(|| {
    [
        Codec::new(Reading::Western, WINDOWS_1252),
        Codec::new(Reading::Mac, MACINTOSH),
        Codec::new(Reading::Cyrillic, WINDOWS_1251),
        Codec::new(Reading::Central, WINDOWS_1250),
    ]
});

/// A single-byte encoding that UTF-8 gets mistaken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// Windows-1252 and Latin-1: where tools disagree, both characters lead to the same byte.
    Western,
    /// Mac OS Roman.
    Mac,
    /// Windows-1251.
    Cyrillic,
    /// Windows-1250.
    Central,
}

/// From the characters of a wrong reading to the bytes that were read.
pub(super) struct Codec {
    reading: Reading,
    /// Bytes of U+0080..U+0600; zero where the encoding has no such character.
    low: [u8; 0x600],
    /// Bytes of U+2000..U+2300.
    high: [u8; 0x300],
    /// The few characters elsewhere.
    rest: Vec<(char, u8)>,
}

/// One character of UTF-8 as it stands in its wrong reading.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sequence {
    /// The bytes that were read.
    bytes: [u8; 4],
    /// The characters they were read as; unused ones repeat `\0`.
    chars: [char; 4],
    /// How many bytes, and characters, there are.
    count: usize,
    /// Length of the wrong reading in the text.
    pub(super) len: usize,
    /// The character they make.
    pub(super) meant: char,
}

/// How sure it is that a sequence, or a run of them, is garbled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Genuine text may look like this.
    Weak,
    /// Genuine text does not look like this.
    Strong,
}

impl Codec {
    fn new(reading: Reading, encoding: &'static Encoding) -> Self {
        let mut codec = Self { reading, low: [0; 0x600], high: [0; 0x300], rest: Vec::new() };
        if reading != Reading::Mac {
            // Latin-1, and what tools make of bytes that a Windows encoding leaves undefined: C1 controls.
            (0x80..=0x9f).for_each(|byte| codec.low[usize::from(byte)] = byte);
        }
        for byte in 0x80..=0xff {
            let (text, _) = encoding.decode_without_bom_handling(std::slice::from_ref(&byte));
            for character in text.chars().filter(|&c| c != '\u{fffd}') {
                codec.insert(character, byte);
            }
        }
        codec
    }

    fn insert(&mut self, character: char, byte: u8) {
        match character as usize {
            low @ 0x80..0x600 => self.low[low] = byte,
            high @ 0x2000..0x2300 => self.high[high - 0x2000] = byte,
            _ => self.rest.push((character, byte)),
        }
    }

    fn byte(&self, character: char) -> Option<u8> {
        let byte = match character as usize {
            low @ 0x80..0x600 => self.low[low],
            high @ 0x2000..0x2300 => self.high[high - 0x2000],
            0xf8ff | 0xfb01 | 0xfb02 | 0x25ca => self.rest.iter().find(|(c, _)| *c == character)?.1,
            _ => 0,
        };
        (byte != 0).then_some(byte)
    }

    /// Whether `character` would begin a garbled sequence, were the next ones right.
    pub(super) fn opens(&self, character: char) -> bool {
        self.byte(character).is_some_and(|byte| (0xc2..=0xf4).contains(&byte))
    }

    /// The garbled sequence at the start of `text`, if there is one and it means a character that texts have.
    pub(super) fn sequence(&self, text: &str) -> Option<Sequence> {
        let mut chars = text.chars();
        let first = chars.next()?;
        let lead = self.byte(first)?;
        let count = match lead {
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => return None,
        };
        let mut sequence = Sequence {
            bytes: [lead, 0, 0, 0],
            chars: [first, '\0', '\0', '\0'],
            count,
            len: first.len_utf8(),
            meant: '\0',
        };
        for at in 1..count {
            let next = chars.next()?;
            if self.reading == Reading::Western && (first, next) == ('Ã', ' ') {
                return Some(Sequence::flattened(chars.next() == Some(' ')));
            }
            let byte = self.byte(next).filter(|byte| (0x80..=0xbf).contains(byte))?;
            sequence.bytes[at] = byte;
            sequence.chars[at] = next;
            sequence.len += next.len_utf8();
        }
        sequence.meant = std::str::from_utf8(&sequence.bytes[..count]).ok()?.chars().next()?;
        (!never_meant(sequence.meant)).then_some(sequence)
    }

    /// Judges a sequence on its own, between the characters `before` and `after`.
    pub(super) fn alone(&self, sequence: &Sequence, before: char, after: char) -> Strength {
        let garbled = match self.reading {
            Reading::Western => western(sequence, before, after),
            Reading::Mac => mac(sequence, before),
            Reading::Central => {
                western(sequence, before, after) && sequence.rest().iter().all(|c| !c.is_alphabetic())
            }
            Reading::Cyrillic => sequence.bytes[0] == 0xe2 && sequence.bytes[1] == 0x80,
        };
        if garbled && !is_private(sequence.meant) { Strength::Strong } else { Strength::Weak }
    }

    /// Judges a run of sequences that touch each other.
    pub(super) fn together(&self, run: &[Sequence]) -> Strength {
        let signs = run.iter().any(|sequence| sequence.rest().iter().any(|c| !c.is_alphabetic()));
        let long = run.iter().any(|sequence| sequence.count > 2);
        let private = run.iter().all(|sequence| is_private(sequence.meant));
        let garbled = !private
            && match self.reading {
                Reading::Western => run.len() >= 2,
                Reading::Mac => run.len() >= 3 || run.len() == 2 && (signs || long),
                Reading::Central => run.len() >= 3 && signs,
                Reading::Cyrillic => {
                    run.len() >= 3
                        && signs
                        && run.iter().all(|sequence| matches!(sequence.bytes[0], 0xd0 | 0xd1 | 0xe2))
                }
            };
        if garbled { Strength::Strong } else { Strength::Weak }
    }
}

impl Sequence {
    /// A garbled `à` whose no-break space an editor turned into a space; where that space is the only one left
    /// it is the one between the words.
    fn flattened(doubled: bool) -> Self {
        let len = 'Ã'.len_utf8() + usize::from(doubled);
        Self { bytes: [0xc3, 0xa0, 0, 0], chars: ['Ã', ' ', '\0', '\0'], count: 2, len, meant: 'à' }
    }

    /// Whether this ends a word in capitals and thus is no garbled `à`.
    pub(super) fn ends_capitals(&self, before: char) -> bool {
        self.chars[1] == ' ' && before.is_uppercase()
    }

    /// All characters but the first.
    fn rest(&self) -> &[char] {
        &self.chars[1..self.count]
    }
}

/// Controls, line and paragraph separators (a repair makes no line), noncharacters, and planes without characters.
fn never_meant(character: char) -> bool {
    let code = character as u32;
    matches!(code, 0x80..=0x9f | 0x2028 | 0x2029 | 0xfdd0..=0xfdef | 0x4_0000..=0xd_ffff | 0xf_0000..)
        || code & 0xfffe == 0xfffe
}

fn is_private(character: char) -> bool {
    matches!(character, '\u{e000}'..='\u{f8ff}')
}

/// What may follow a word directly: closing quotes, dashes, marks.
fn closes(character: char) -> bool {
    matches!(
        character,
        '\u{a0}' | '…' | '‘' | '’' | '“' | '”' | '–' | '—' | '™' | '‹' | '›' | '«' | '»' | '®'
    )
}

/// What may follow an accented small letter inside or behind a genuine word.
fn follows_letter(character: char) -> bool {
    closes(character)
        || character.is_alphabetic() && !matches!(character, 'ª' | 'º' | 'µ' | 'ˆ')
        || matches!(character, '†' | '‡' | '¹' | '²' | '³')
}

/// Whether `sequence` cannot be genuine text of Western Europe.
fn western(sequence: &Sequence, before: char, after: char) -> bool {
    let rest = sequence.rest();
    match (sequence.bytes[0], rest) {
        (_, [' ']) => false,
        // Angstrom, footnote or operator: a superscript stands behind something.
        (0xc2, ['²' | '³' | '¹']) => before.is_lowercase() || before.is_numeric() || before == ')',
        (0xc2..=0xc5 | 0xce | 0xcf, [sign]) if closes(*sign) => {
            before.is_lowercase()
                || after.is_lowercase()
                || (sequence.bytes[0] == 0xc2 && *sign == '\u{a0}' && !before.is_uppercase())
        }
        (0xce | 0xcf, ['²' | '³' | '¹']) => before.is_lowercase(),
        (0xc2..=0xc5 | 0xce | 0xcf, [_]) => true,
        (_, [_]) => false,
        (0xe2, ['€' | '\u{80}', _]) => true,
        (0xe2, _) => !(before.is_alphabetic() && rest.iter().all(|&c| follows_letter(c))),
        _ => !rest.iter().all(|&c| follows_letter(c)),
    }
}

/// Signs of mathematics that stand beside `√`, `¬` and `≈` in earnest.
fn is_operand(character: char) -> bool {
    matches!(character, '∞' | '±' | '≤' | '≥' | '≠' | 'µ' | '∂' | '∑' | '∏' | 'π' | '∫' | 'Ω' | '°')
}

/// Whether `sequence` cannot be genuine text from a Macintosh.
fn mac(sequence: &Sequence, before: char) -> bool {
    let rest = sequence.rest();
    let letters = rest.iter().all(|c| c.is_alphabetic() && !matches!(c, 'ª' | 'º' | 'π' | 'Ω' | 'µ'));
    let operands = rest.iter().any(|&c| is_operand(c));
    match (sequence.bytes[0], rest) {
        (0xc2, [sign]) => !is_operand(*sign) || before.is_alphanumeric(),
        (0xc3, ['°' | '±' | '≠' | '≥']) => before.is_lowercase(),
        (0xc3, [sign]) => !is_operand(*sign),
        (0xc4 | 0xc5, [sign]) => before.is_lowercase() && !is_operand(*sign),
        (_, [_]) => false,
        (0xe2, ['Ä', _]) => true,
        (0xe2, _) => !letters || matches!(sequence.meant, '\u{2190}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}'),
        (0xe0 | 0xe1 | 0xe4, _) => !letters && !operands,
        (0xe3..=0xef, _) => {
            !rest.iter().all(|&c| c.is_alphabetic() || matches!(c, '™' | '®' | '©' | '†' | '°' | '•'))
        }
        _ => true,
    }
}
