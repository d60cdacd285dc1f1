//! A code table as texts. The tables are generated from the spec.

/// A code table of an API, or of a library that APIs share.
pub(crate) struct Table {
    /// The API, or the library.
    pub(crate) owner: &'static str,
    /// Its name in the model crate.
    pub(crate) name: &'static str,
    /// What it lists.
    pub(crate) about: &'static str,
    /// The columns next to the code.
    pub(crate) columns: &'static [Column],
    /// Sorted by code.
    pub(crate) rows: &'static [Row],
}

/// A column.
pub(crate) struct Column {
    pub(crate) name: &'static str,
    /// What its values mean, if they are those of an enum.
    pub(crate) values: &'static [(&'static str, &'static str)],
}

/// A row.
pub(crate) struct Row {
    pub(crate) code: &'static str,
    /// Other spellings on the wire.
    pub(crate) also: &'static [&'static str],
    /// A text for each column; empty if there is none.
    pub(crate) cells: &'static [&'static str],
}

impl Row {
    pub(crate) const fn new(code: &'static str, also: &'static [&'static str], cells: &'static [&'static str]) -> Self {
        Self { code, also, cells }
    }

    /// Returns the columns that have a text in this row, with it and what it means, if it is one of an enum.
    pub(crate) fn facts(
        &self,
        table: &'static Table,
    ) -> impl Iterator<Item = (&'static Column, &'static str, &'static str)> {
        let cells = self.cells.iter().zip(table.columns).filter(|(cell, _)| !cell.is_empty());
        cells.map(|(&cell, column)| {
            let meaning = column.values.iter().find(|(value, _)| *value == cell);
            (column, cell, meaning.map_or("", |(_, about)| about))
        })
    }
}
