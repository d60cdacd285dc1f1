//! The header line: the position of each column.

use csv::ByteRecord;

use crate::encoding;
use crate::error::{FileError, FileErrorKind, shown};
use crate::format::{Column, FileFormat, Separator};
use crate::options::Encoding;

/// The maximum number of unknown names that are kept.
const MAX_UNKNOWN: usize = 64;

/// The header of a file, compared with the description.
///
/// A missing optional column, an unknown column, or a different order is not an error, but is reported here, because it
/// means that the portal has changed.
#[derive(Debug, Clone)]
pub struct Header {
    pub(crate) separator: Separator,
    pub(crate) missing: Vec<&'static str>,
    pub(crate) unknown: Vec<String>,
    pub(crate) reordered: bool,
    /// For each column of the format: its cell, counted from 1.
    pub(crate) numbers: Vec<Option<usize>>,
    /// The number of cells of a line.
    pub(crate) width: usize,
}

impl Header {
    /// Returns the separator between cells.
    pub fn separator(&self) -> Separator {
        self.separator
    }

    /// Returns the described columns that the file lacks: `None` in every row.
    pub fn missing(&self) -> &[&'static str] {
        &self.missing
    }

    /// Returns the columns that are not described, up to 64. Their cells are not read.
    pub fn unknown(&self) -> &[String] {
        &self.unknown
    }

    /// Returns `true` if the columns are in a different order from the description. Each is read by its name.
    pub fn is_reordered(&self) -> bool {
        self.reordered
    }

    /// Returns `true` if the file has exactly the described columns in their order.
    pub fn is_as_described(&self) -> bool {
        self.missing.is_empty() && self.unknown.is_empty() && !self.reordered
    }

    pub(crate) fn read(
        format: &'static FileFormat,
        record: &ByteRecord,
        separator: Separator,
        encoding: Encoding,
        line: u64,
    ) -> Result<Self, FileError> {
        let fail = |message: String| FileError::new(FileErrorKind::Header, Some(line), message);
        let mut numbers: Vec<Option<usize>> = vec![None; format.columns.len()];
        let (mut unknown, mut order) = (Vec::new(), Vec::new());
        for (index, cell) in record.iter().enumerate() {
            let name = encoding::text(cell, encoding).unwrap_or_default();
            match format.position(&name) {
                Some(column) if numbers[column].is_some() => {
                    let name = format.columns[column].name;
                    return Err(fail(format!("the column `{name}` is repeated in the header; remove one of them")));
                }
                Some(column) => {
                    numbers[column] = Some(index + 1);
                    order.push(column);
                }
                // A trailing separator on each line creates an empty column.
                None if cell.trim_ascii().is_empty() => {}
                None if unknown.len() < MAX_UNKNOWN => unknown.push(shown(name.trim()).to_owned()),
                None => {}
            }
        }
        let absent =
            || format.columns.iter().zip(&numbers).filter(|(_, number)| number.is_none()).map(|(column, _)| column);
        if order.is_empty() {
            return Err(fail(no_header(format)));
        }
        let needed: Vec<&str> = absent().filter(|column| column.required).map(|column| column.name).collect();
        if !needed.is_empty() {
            return Err(fail(format!(
                "the header lacks the column {}, which `{}` requires; check that it is the right file",
                listed(&needed),
                format.name
            )));
        }
        let missing = absent().map(|column| column.name).collect();
        let reordered = order.windows(2).any(|pair| pair[0] > pair[1]);
        Ok(Self { separator, missing, unknown, reordered, numbers, width: record.len() })
    }
}

/// Returns the separator with which most names in the first line are known.
pub(crate) fn separator(format: &'static FileFormat, line: &[u8]) -> Option<Separator> {
    let known = |separator: &Separator| {
        let names = line.split(|byte| *byte == separator.as_byte());
        let names = names.filter_map(|name| std::str::from_utf8(name).ok());
        names.filter(|name| format.position(name.trim().trim_matches('"')).is_some()).count()
    };
    let counted = Separator::ALL.into_iter().map(|separator| (known(&separator), separator));
    // With a single column all are equal; no text contains a tab.
    counted.filter(|(count, _)| *count > 0).max_by_key(|(count, _)| *count).map(|(_, separator)| separator)
}

/// Returns the message for a first line that names no column.
pub(crate) fn no_header(format: &'static FileFormat) -> String {
    let first: Vec<&str> = format.columns.iter().map(|column: &Column| column.name).take(3).collect();
    format!(
        "the first line names no column of `{}`; it must be the header, with {} and so on, separated by commas, \
         semicolons or tabs",
        format.name,
        listed(&first)
    )
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
