//! The trait of generated row types.

use std::borrow::Cow;

use payspec_core::{FieldNode, Fields, NameStyle, Violations, check};

use crate::cells::Cells;
use crate::format::FileFormat;

/// A row of a file. Implemented by generated types.
pub trait FileRow: Sized {
    /// The file that contains rows of this type.
    const FORMAT: &'static FileFormat;

    /// Creates a row from its cells. Returns `None` if a required one is missing; problems of cells are recorded in
    /// `cells`.
    fn from_cells(cells: &mut Cells<'_>) -> Option<Self>;

    /// Returns the values in the order of the columns, as a request would send them: amounts in minor units, booleans
    /// as `true` and `false`.
    fn values(&self) -> Vec<Option<Cow<'_, str>>>;

    /// Validates the row against the rules of the file, as writers do before writing it.
    ///
    /// # Errors
    ///
    /// Returns all violations.
    fn validate(&self) -> Result<(), Violations> {
        check(Self::FORMAT.rules, &[], None, &Values { format: Self::FORMAT, values: &self.values() })
    }
}

/// A row as rules see it.
pub(crate) struct Values<'a> {
    pub(crate) format: &'static FileFormat,
    pub(crate) values: &'a [Option<Cow<'a, str>>],
}

impl Fields for Values<'_> {
    fn node(&self) -> FieldNode<'_> {
        let columns = self.format.columns.iter().zip(self.values);
        FieldNode::map(columns.filter_map(|(column, value)| Some((column.name, FieldNode::text(value.as_deref()?)))))
    }

    fn style(&self) -> NameStyle {
        NameStyle::Dots
    }
}
