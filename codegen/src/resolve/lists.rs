//! How lists of objects are written where there is no JSON.

use crate::raw::Sp;
use crate::raw::api::Api;
use crate::raw::field::Field;
use crate::raw::lists::ObjectLists;
use crate::symbols::{Decl, Resolved, Symbols};
use crate::types::{Builtin, Shape, parse};

/// How a list of objects is written: as its field says, or else the API.
pub(crate) fn of<'a>(api: Option<&'a Api>, field: &'a Field) -> Option<&'a Sp<ObjectLists>> {
    field.object_lists.as_ref().or(api?.object_lists.as_ref())
}

/// Whether a type is a list whose items have members.
pub(crate) fn is_of_objects(symbols: &Symbols<'_>, written: &str) -> bool {
    let Some(expression) = parse(written).filter(|expression| expression.shape == Shape::List) else { return false };
    match symbols.resolve(expression.name) {
        Some(Resolved::Builtin(builtin)) => builtin == Builtin::Metadata,
        Some(Resolved::Declared(symbol)) => matches!(symbol.decl, Decl::Object(_) | Decl::Union(_)),
        None => false,
    }
}
