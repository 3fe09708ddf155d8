//! A page of cells as a file holds them, before anything is made of them, within what a sheet may hold.

/// The most rows that hold something. Spreadsheets have at most 1,048,576; no deck comes near.
const MOST_ROWS: usize = 250_000;

/// The most text of all cells together, in bytes.
const MOST_TEXT: usize = 512 << 20;

/// The most cells that hold something.
const MOST_CELLS: usize = 8_000_000;

/// The cells of a row that hold something, each with its column, counted from zero.
pub type Cells = Vec<(usize, Cell)>;

/// Rows of cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Its name; empty where the file has but one.
    pub name: String,
    /// Its rows that hold something, each with its number as a spreadsheet counts, from one.
    pub rows: Vec<(usize, Cells)>,
}

/// What a cell holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// As text; what is left of it where there is a fault.
    pub text: String,
    /// Why it cannot be taken at its word, in words: `the error #NAME?`; `None` where it can.
    pub fault: Option<String>,
}

impl Cell {
    /// One that says `text`.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), fault: None }
    }

    /// Whether there is nothing to see in it.
    pub fn is_blank(&self) -> bool {
        self.fault.is_none() && self.text.trim().is_empty()
    }
}

/// More than a sheet may hold, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooMuch(pub String);

/// Takes the rows of a file, and refuses what is more than a sheet may hold before it is kept.
#[derive(Debug, Default)]
pub struct Gathering {
    rows: Vec<(usize, Cells)>,
    cells: usize,
    text: usize,
}

impl Gathering {
    /// Takes a cell in row `line`, counted from one, and `column`, counted from zero; cells come row by row.
    ///
    /// # Errors
    /// When that is more than a sheet may hold.
    pub fn push(&mut self, line: usize, column: usize, cell: Cell) -> Result<(), TooMuch> {
        if cell == Cell::default() {
            return Ok(());
        }
        self.cells += 1;
        self.text += cell.text.len();
        if self.cells > MOST_CELLS {
            return Err(TooMuch(format!("it has more than {MOST_CELLS} cells")));
        }
        if self.text > MOST_TEXT {
            return Err(TooMuch(format!("its cells hold more than {} MB of text", MOST_TEXT >> 20)));
        }
        if let Some((last, cells)) = self.rows.last_mut()
            && *last == line
        {
            cells.push((column, cell));
            return Ok(());
        }
        if self.rows.len() == MOST_ROWS {
            return Err(TooMuch(format!("it has more than {MOST_ROWS} rows")));
        }
        self.rows.push((line, vec![(column, cell)]));
        Ok(())
    }

    /// The rows that were taken.
    pub fn rows(self) -> Vec<(usize, Cells)> {
        self.rows
    }
}
