//! The members of an object, and the loop over them.

use super::failed::Failed;
use super::source::{Members, Source};
use crate::code_table::is_before;
use crate::json::recovery;
use crate::json::several_names::SeveralNames;

/// The member names of an object. For generated code.
#[derive(Debug)]
pub struct Shape {
    /// The wire names of the fields, sorted. A field is identified by the index of its name.
    pub names: &'static [&'static str],
    /// The names of the required fields.
    pub required: &'static [&'static str],
    /// The fields with several names; the first name of each is in `names`.
    pub several: &'static [SeveralNames],
}

/// The number of names tried in sequence before a binary search.
const NEXT: usize = 8;

/// Checks that names are sorted.
///
/// # Panics
///
/// Panics if they are not, which is a compile-time error in a constant.
pub const fn sorted<const N: usize>(names: [&'static str; N]) -> [&'static str; N] {
    let mut at = 1;
    while at < N {
        assert!(is_before(names[at - 1], names[at]), "fields must be sorted by their names, without repeats");
        at += 1;
    }
    names
}

impl Shape {
    /// Returns the index of a field by its name. Senders have their own order, often a sorted one, so the names after
    /// the last match are tried first.
    pub(crate) fn field(&self, name: &str, expected: usize) -> Option<usize> {
        let next = self.names.get(expected..).unwrap_or_default().iter().take(NEXT).position(|known| *known == name);
        if let Some(ahead) = next {
            return Some(expected + ahead);
        }
        let place = |name: &str| self.names.binary_search(&name).ok();
        place(name).or_else(|| {
            let field = self.several.iter().find(|field| field.names.contains(&name))?;
            place(field.names.first()?)
        })
    }
}

/// An object whose fields are read one by one.
pub trait ReadFields {
    /// Reads the value of the field with this index.
    fn read_field(&mut self, field: usize, value: &mut dyn Source<'_>) -> Result<(), Failed>;
}

/// An object that is filled from its members.
pub trait Fill {
    /// Reads all members.
    fn fill(&mut self, members: &mut dyn Members<'_>) -> Result<(), Failed>;
}

impl<T: Fill> Fill for Box<T> {
    fn fill(&mut self, members: &mut dyn Members<'_>) -> Result<(), Failed> {
        (**self).fill(members)
    }
}

/// The fields that have been read.
#[derive(Default)]
struct Seen {
    first: u128,
    more: Vec<usize>,
}

impl Seen {
    /// Records a field; returns `false` if it was recorded before.
    fn insert(&mut self, field: usize) -> bool {
        let Some(bit) = u32::try_from(field).ok().and_then(|field| 1_u128.checked_shl(field)) else {
            let is_new = !self.more.contains(&field);
            self.more.push(field);
            return is_new;
        };
        let is_new = self.first & bit == 0;
        self.first |= bit;
        is_new
    }
}

/// Reads the members of an object into its fields.
pub fn fill(object: &mut dyn ReadFields, shape: &'static Shape, members: &mut dyn Members<'_>) -> Result<(), Failed> {
    let result = fill_fields(object, shape, members);
    if result.is_err() && !shape.several.is_empty() {
        recovery::note_names(shape.several);
    }
    result
}

fn fill_fields(
    object: &mut dyn ReadFields,
    shape: &'static Shape,
    members: &mut dyn Members<'_>,
) -> Result<(), Failed> {
    let mut seen = Seen::default();
    let mut expected = 0;
    while let Some(field) = members.next_field(shape, expected)? {
        let Some(field) = field else {
            members.skip()?;
            continue;
        };
        if !seen.insert(field) {
            return Err(Failed::duplicate(shape.names.get(field).copied().unwrap_or_default()));
        }
        expected = field + 1;
        object.read_field(field, members)?;
    }
    for name in shape.required {
        if shape.field(name, 0).is_none_or(|field| seen.insert(field)) {
            return Err(Failed::missing(name));
        }
    }
    Ok(())
}
