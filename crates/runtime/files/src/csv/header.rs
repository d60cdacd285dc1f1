//! The first line: which column stands where.

use csv::ByteRecord;

use crate::encoding;
use crate::error::{FileError, FileErrorKind, shown};
use crate::format::{Column, FileFormat, Separator};
use crate::options::Encoding;

/// More names than these are not kept.
const MAX_UNKNOWN: usize = 64;

/// What the first line of a file says, compared with the description.
///
/// A column that is missing where it need not be, one that is not known, or another order are no errors; they are told
/// here, because they mean that the portal has changed.
#[derive(Debug, Clone)]
pub struct Header {
    pub(crate) separator: Separator,
    pub(crate) missing: Vec<&'static str>,
    pub(crate) unknown: Vec<String>,
    pub(crate) reordered: bool,
    /// For each column of the format: which cell, counted from 1.
    pub(crate) numbers: Vec<Option<usize>>,
    /// How many cells a line has.
    pub(crate) width: usize,
}

impl Header {
    /// Returns what stands between cells.
    pub fn separator(&self) -> Separator {
        self.separator
    }

    /// Described columns that the file does not have: `None` in every row.
    pub fn missing(&self) -> &[&'static str] {
        &self.missing
    }

    /// Columns that are not described, the first 64 of them. Their cells are not read.
    pub fn unknown(&self) -> &[String] {
        &self.unknown
    }

    /// Returns `true` if the columns stand in another order than described. Each is read by its name.
    pub fn is_reordered(&self) -> bool {
        self.reordered
    }

    /// Returns `true` if the file has just the described columns in their order.
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
                    return Err(fail(format!("the column `{name}` stands twice in the header; remove one of the two")));
                }
                Some(column) => {
                    numbers[column] = Some(index + 1);
                    order.push(column);
                }
                // A separator at the end of each line makes an empty column.
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
                "the header has no column {}, which every row of `{}` needs; is it another file?",
                listed(&needed),
                format.name
            )));
        }
        let missing = absent().map(|column| column.name).collect();
        let reordered = order.windows(2).any(|pair| pair[0] > pair[1]);
        Ok(Self { separator, missing, unknown, reordered, numbers, width: record.len() })
    }
}

/// Returns the separator by which the most names of the first line are known.
pub(crate) fn separator(format: &'static FileFormat, line: &[u8]) -> Option<Separator> {
    let known = |separator: &Separator| {
        let names = line.split(|byte| *byte == separator.as_byte());
        let names = names.filter_map(|name| std::str::from_utf8(name).ok());
        names.filter(|name| format.position(name.trim().trim_matches('"')).is_some()).count()
    };
    let counted = Separator::ALL.into_iter().map(|separator| (known(&separator), separator));
    // With a single column they are all the same; the tab is the one that no text has.
    counted.filter(|(count, _)| *count > 0).max_by_key(|(count, _)| *count).map(|(_, separator)| separator)
}

/// Returns what to say of a first line that names no column.
pub(crate) fn no_header(format: &'static FileFormat) -> String {
    let first: Vec<&str> = format.columns.iter().map(|column: &Column| column.name).take(3).collect();
    format!(
        "the first line names no column of `{}`; it must be the header, with {} and so on, between commas, semicolons \
         or tabs",
        format.name,
        listed(&first)
    )
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
