//! The row that names the columns.

use super::page::{Cell, Cells, Page};
use crate::sheet::{Base, Column};

/// How many rows may stand in front of the header and be it: people put titles above, and `sep=;` stands there too.
pub const ROWS: usize = 10;

/// The header of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Its index among the rows of the page.
    pub row: usize,
    /// The columns, each with its place; of those of one name the first.
    columns: Vec<(usize, Column)>,
    /// Names that stand a second time.
    pub repeated: Vec<Column>,
    /// Names of no column.
    pub unknown: Vec<String>,
}

impl Header {
    /// That of `page`: the first row that names `id` and one more column; `None` where there is none.
    pub fn of(page: &Page) -> Option<Self> {
        let is_header = |cells: &Cells| {
            let named: Vec<Column> = cells.iter().filter_map(|(_, cell)| Column::named(&cell.text)).collect();
            named.len() > 1 && named.contains(&Column::Id)
        };
        let row = page.rows.iter().take(ROWS).position(|(_, cells)| is_header(cells))?;
        let mut header = Self { row, ..Self::default() };
        for (at, cell) in &page.rows[row].1 {
            match Column::named(&cell.text) {
                Some(column) if header.columns().any(|known| known == column) => header.repeated.push(column),
                Some(column) => header.columns.push((*at, column)),
                None if cell.is_blank() => {}
                None => header.unknown.push(cell.text.trim().to_owned()),
            }
        }
        Some(header)
    }

    /// The columns, as they stand.
    pub fn columns(&self) -> impl Iterator<Item = Column> {
        self.columns.iter().map(|(_, column)| *column)
    }

    /// The cells of a row that columns name and that hold something.
    pub fn cells<'a>(&self, cells: &'a Cells) -> impl Iterator<Item = (Column, &'a Cell)> {
        let named =
            cells.iter().map(|(at, cell)| (self.columns.binary_search_by_key(at, |(at, _)| *at), cell));
        named.filter_map(|(found, cell)| found.ok().map(|index| (self.columns[index].1, cell)))
    }

    /// What the cells of a row held when the sheet was written; `None` where the row does not tell.
    pub fn base(&self, cells: &Cells) -> Option<Base> {
        let (_, cell) = self.cells(cells).find(|(column, _)| *column == Column::Base)?;
        Base::unpack(&cell.text)
    }
}
