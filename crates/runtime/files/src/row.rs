//! What a generated row type knows of itself.

use std::borrow::Cow;

use payspec_core::{FieldNode, Fields, NameStyle, Violations, check};

use crate::cells::Cells;
use crate::format::FileFormat;

/// A row of a file. Implemented by generated types.
pub trait FileRow: Sized {
    /// The file that rows of this type stand in.
    const FORMAT: &'static FileFormat;

    /// Makes a row of its cells. `None` when a required one is missing; what is wrong with any cell stands in `cells`.
    fn from_cells(cells: &mut Cells<'_>) -> Option<Self>;

    /// Returns the values in the order of the columns, as a request would send them: amounts in minor units, booleans
    /// as `true` and `false`.
    fn values(&self) -> Vec<Option<Cow<'_, str>>>;

    /// Validates the row against the rules of the file, as a writer does before it writes the row.
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
