//! How much blocks hold, and how much of it a brief may.

use crate::model::content::{Code, List, Table, plain_text};
use crate::model::{Block, BlockKind};

/// A brief has at most so many words outside of code and table,
pub const MOST_WORDS: usize = 60;
/// and so many lines of code
pub const MOST_CODE_LINES: usize = 8;
/// or one table of at most so many rows below its head
pub const MOST_ROWS: usize = 8;
/// with at most so many words.
pub const MOST_TABLE_WORDS: usize = 110;

/// What blocks hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Words outside of code and tables.
    pub words: usize,
    /// Lines of code that are not blank.
    pub code_lines: usize,
    /// Tables.
    pub tables: usize,
    /// Rows of tables, without their heads.
    pub rows: usize,
    /// Words in tables.
    pub table_words: usize,
    /// Pictures, diagrams and displayed formulas.
    pub pictures: usize,
}

impl Size {
    /// The size of `blocks`.
    pub fn of(blocks: &[Block]) -> Self {
        let mut size = Self::default();
        for block in blocks {
            size.add(block);
        }
        size
    }

    /// Whether so much may be a brief.
    pub fn is_brief(&self) -> bool {
        self.words <= MOST_WORDS
            && match self.tables {
                0 => self.code_lines <= MOST_CODE_LINES,
                1 => self.code_lines == 0 && self.rows <= MOST_ROWS && self.table_words <= MOST_TABLE_WORDS,
                _ => false,
            }
    }

    /// How long it takes to read, in words: a line of code is worth five, a picture twenty.
    pub fn weight(&self) -> usize {
        self.words + self.table_words + 5 * self.code_lines + 20 * self.pictures
    }

    fn add(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => {
                self.words += words(&plain_text(content));
            }
            BlockKind::Code(Code { text, .. }) => {
                self.code_lines += text.lines().filter(|line| !line.trim().is_empty()).count();
            }
            BlockKind::Table(table) => self.add_table(table),
            BlockKind::Image(_) | BlockKind::Diagram { .. } | BlockKind::Math(_) => self.pictures += 1,
            BlockKind::DefinitionList(list) => {
                let terms = list.iter().flat_map(|definition| &definition.terms);
                self.words += terms.map(|term| words(&plain_text(term))).sum::<usize>();
            }
            BlockKind::Callout { title, .. } => {
                self.words += title.iter().map(|title| words(&plain_text(title))).sum::<usize>();
            }
            BlockKind::Disclosure { summary, .. } => self.words += words(&plain_text(summary)),
            BlockKind::List(List { .. })
            | BlockKind::Quote(_)
            | BlockKind::Footnote { .. }
            | BlockKind::Rule => {}
        }
        for child in block.children() {
            self.add(child);
        }
    }

    fn add_table(&mut self, table: &Table) {
        self.tables += 1;
        self.rows += table.rows.len();
        let cells = std::iter::once(&table.head).chain(&table.rows).flat_map(|row| &row.cells);
        self.table_words += cells.map(|cell| words(&plain_text(cell))).sum::<usize>();
    }
}

/// How many words `text` has; in scripts that do not part them, two characters are one.
pub fn words(text: &str) -> usize {
    let is_wide = |c: char| matches!(u32::from(c), 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF);
    let mut count = 0;
    let mut wide = 0;
    for word in text.split_whitespace() {
        wide += word.chars().filter(|c| is_wide(*c)).count();
        count += usize::from(word.chars().any(|c| c.is_alphanumeric() && !is_wide(c)));
    }
    count + wide.div_ceil(2)
}
