//! What the cells of a row held when the sheet was written: what tells an edit from a document that changed since.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::{Column, PerRow, Shape, cell, items, unguard};

/// What the cells of a row held when the sheet was written.
///
/// It stands in the row's last column as one line, `note` or `entry` and then `column:hash` for each cell that was not
/// empty, so that a sheet alone tells what was edited in it, and rows whose cells were sorted apart are noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    /// What the row stands for.
    pub row: PerRow,
    held: BTreeMap<Column, Held>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Held {
    hash: u32,
    /// Whether the cell held less than the text that it was made from.
    shortened: bool,
}

/// Stands before the hash of a shortened cell.
const SHORTENED: char = '~';

impl Base {
    /// That of a row of which `cells` tells what each column shows: cells without a guard, shortened where the text was
    /// too long (see [`cell::shortened`]).
    pub fn of<'a>(row: PerRow, cells: impl IntoIterator<Item = (Column, &'a str)>) -> Self {
        let cells = cells.into_iter().filter(|(column, text)| *column != Column::Base && !text.is_empty());
        let held = cells.map(|(column, text)| {
            (column, Held { hash: fingerprint(column, text), shortened: cell::is_shortened(text) })
        });
        Self { row, held: held.collect() }
    }

    /// As it stands in its cell.
    pub fn pack(&self) -> String {
        let mut packed = self.row.word().to_owned();
        for (column, held) in &self.held {
            let mark = if held.shortened { String::from(SHORTENED) } else { String::new() };
            // Writing to a string cannot fail.
            let _ = write!(packed, " {}:{mark}{:08x}", column.name(), held.hash);
        }
        packed
    }

    /// Reads what [`Self::pack`] wrote; `None` where that is damaged.
    pub fn unpack(cell: &str) -> Option<Self> {
        let mut words = cell.split_whitespace();
        let row = PerRow::of_word(words.next()?)?;
        let held = words.map(|word| {
            let (column, hash) = word.split_once(':')?;
            let whole = hash.strip_prefix(SHORTENED);
            let digits = whole.unwrap_or(hash);
            let is_hash = digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            let hash = is_hash.then(|| u32::from_str_radix(digits, 16).ok())??;
            Some((Column::named(column)?, Held { hash, shortened: whole.is_some() }))
        });
        Some(Self { row, held: held.collect::<Option<_>>()? })
    }

    /// Whether `text`, without a guard, is what the cell of `column` held, but for what spreadsheets do to a text that
    /// nobody edits.
    pub fn is(&self, column: Column, text: &str) -> bool {
        match self.held.get(&column) {
            // It says nothing of itself.
            _ if column == Column::Base => true,
            Some(held) => held.hash == fingerprint(column, text),
            None => normal(column.shape(), text).is_empty(),
        }
    }

    /// Whether the cell of `column` held less than the text that it was made from: an edit of it cannot be taken, since
    /// the rest of the text would be lost.
    pub fn is_shortened(&self, column: Column) -> bool {
        self.held.get(&column).is_some_and(|held| held.shortened)
    }

    /// The text of a cell that says `raw` in the sheet: without the guard that it was written with, if it was.
    ///
    /// A workbook needs no guards, and files are converted: what the cell held tells which it is.
    pub fn text<'a>(&self, column: Column, raw: &'a str) -> &'a str {
        if self.is(column, raw) { raw } else { unguard(raw) }
    }
}

/// A short hash of what `text`, without a guard, says in a cell of `column`: the first 32 bits of SHA-256 over its
/// normal form.
pub fn fingerprint(column: Column, text: &str) -> u32 {
    let digest = Sha256::digest(normal(column.shape(), text));
    u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]])
}

/// `text` without what spreadsheets and their users change and mean nothing by: typographic quotes, the kind of spaces
/// and line breaks, white space at the ends of lines and around the whole; in Markdown the indentation of lines stays.
fn normal(shape: Shape, text: &str) -> String {
    match shape {
        Shape::Word => joined(text.split_whitespace(), " ").to_lowercase(),
        Shape::Text => joined(text.split_whitespace(), " "),
        Shape::Items => joined(items(text), "\n"),
        Shape::Markdown => {
            let lines: Vec<&str> =
                text.lines().flat_map(|line| line.split('\r')).map(str::trim_end).collect();
            let is_blank = |line: &&str| line.is_empty();
            let from = lines.iter().take_while(|line| is_blank(line)).count();
            let rest = &lines[from..];
            let to = rest.len() - rest.iter().rev().take_while(|line| is_blank(line)).count();
            joined(rest[..to].iter().copied(), "\n")
        }
    }
}

fn joined<'a>(parts: impl IntoIterator<Item = &'a str>, between: &str) -> String {
    let mut out = String::new();
    for (index, part) in parts.into_iter().enumerate() {
        if index > 0 {
            out.push_str(between);
        }
        // Most text is as it is typed.
        if part.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            out.push_str(part);
        } else {
            out.extend(part.chars().filter_map(straight));
        }
    }
    out
}

/// `c` as it is typed; `None` for marks that are nothing to see.
fn straight(c: char) -> Option<char> {
    match c {
        '“' | '”' | '„' | '‟' | '«' | '»' => Some('"'),
        '‘' | '’' | '‚' | '‛' => Some('\''),
        '\u{feff}' | '\u{200b}' => None,
        c if c.is_whitespace() && c != '\n' => Some(' '),
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn base() -> Base {
        Base::of(
            PerRow::Note,
            [
                (Column::Id, "k7f3qpabcd"),
                (Column::Question, "What is `x`?"),
                (Column::Answer, "It's \"so\":\n\n    code\n"),
                (Column::Tags, "one\ntwo"),
                (Column::Difficulty, "easy"),
                (Column::Comment, ""),
            ],
        )
    }

    #[test]
    fn what_nobody_meant_is_no_edit() {
        for (column, text) in [
            (Column::Answer, "It’s “so”:\r\n\r\n\u{a0}\u{a0}\u{a0} code"),
            (Column::Answer, "\nIt's \"so\":  \r\r    code\t\n\n"),
            (Column::Tags, " one \r\n\r\ntwo\n"),
            (Column::Difficulty, "EASY "),
            (Column::Comment, " \n"),
            (Column::Companies, ""),
        ] {
            assert!(base().is(column, text), "{column:?} {text:?}");
        }
    }

    #[test]
    fn an_edit_is_one() {
        for (column, text) in [
            (Column::Answer, "It's \"so\":\n\ncode\n"),
            (Column::Answer, "It's \"so\":\n    code\n"),
            (Column::Answer, ""),
            (Column::Tags, "two\none"),
            (Column::Difficulty, "hard"),
            (Column::Comment, "x"),
            (Column::Id, "k7f3qpabce"),
        ] {
            assert!(!base().is(column, text), "{column:?} {text:?}");
        }
    }

    #[test]
    fn damage_is_noticed() {
        for cell in
            ["", "note id", "note id:12", "note id:+1234567", "notes id:12345678", "note x:12345678", "5"]
        {
            assert_eq!(Base::unpack(cell), None, "{cell:?}");
        }
        assert!(Base::unpack("note").is_some(), "a row may be empty");
    }

    #[test]
    fn a_guard_goes_only_where_one_was_put() {
        for text in ["=x", "'=x", "''=x", "- item", "'quoted'"] {
            let base = Base::of(PerRow::Note, [(Column::Answer, text)]);
            assert_eq!(base.text(Column::Answer, text), text, "as a workbook has it");
            assert_eq!(base.text(Column::Answer, &super::super::guard(text)), text, "as a text file has it");
        }
        assert_eq!(base().text(Column::Answer, "'=edited"), "=edited");
    }

    proptest! {
        #[test]
        fn packing_is_exactly_reversible(cells in prop::collection::btree_map(0..Column::COUNT, any::<String>(), 0..8)) {
            let cells = cells.iter().map(|(at, text)| (Column::ALL[*at], text.as_str()));
            let base = Base::of(PerRow::Entry, cells.clone());
            let unpacked = Base::unpack(&base.pack()).unwrap();
            prop_assert_eq!(&unpacked, &base);
            for (column, text) in cells.filter(|(column, _)| *column != Column::Base) {
                prop_assert!(unpacked.is(column, text));
            }
        }
    }
}
