//! What `new` takes, and what methods of clients take: order and form follow from what is required.

use super::super::finder::{Finder, Spot};
use super::super::table::params as table;
use crate::emit::required::{is_by_name, takes_params};
use crate::ir::{Field, Operation};

/// Compares the constructors of two structs. What was added, removed or made required is reported as such.
pub(super) fn compare(finder: &mut Finder, spot: &Spot<'_>, before: &[Field], after: &[Field]) {
    let required = |fields: &[Field]| -> Vec<String> {
        fields.iter().filter(|field| field.required).map(|field| field.wire.clone()).collect()
    };
    let (old, new) = (required(before), required(after));
    let sorted = |names: &[String]| {
        let mut names = names.to_vec();
        names.sort();
        names
    };
    if sorted(&old) != sorted(&new) {
        return;
    }
    if is_by_name(before) != is_by_name(after) {
        let form = |fields| if is_by_name(fields) { "by name" } else { "by position" };
        finder.differs(table::CONSTRUCTOR_BY_NAME, spot, "form of the arguments of `new`", form(before), form(after));
    } else if old != new && !is_by_name(before) {
        finder.differs(table::REORDERED, spot, "order of the arguments of `new`", &old, &new);
    }
}

/// Compares the methods of clients.
pub(super) fn method(finder: &mut Finder, spot: &Spot<'_>, before: &Operation, after: &Operation) {
    let form = |operation| if takes_params(operation) { "the params" } else { "ids" };
    finder.differs(table::METHOD_TAKES_PARAMS, spot, "argument of the client's method", form(before), form(after));
}
