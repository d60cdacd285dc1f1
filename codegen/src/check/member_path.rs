//! Paths through objects, member by member, with a dot between two.

use super::scope::Scope;
use super::{say, text};
use crate::diag::{About, Code, Diagnostic};
use crate::parse::path::is_path;
use crate::raw::Sp;
use crate::raw::field::Field;
use crate::types::{Shape, parse};

/// The field at the end of a path through an object; what is wrong with the path is reported. `through_lists` tells
/// whether a step may go into the items of a list.
pub(super) fn resolve<'a>(
    scope: &Scope<'a>,
    code: &'static Code,
    object: &str,
    path: &Sp<String>,
    through_lists: bool,
) -> Option<&'a Sp<Field>> {
    // What is no path is reported as such.
    if !is_path(path) {
        return None;
    }
    let mut object = object.to_owned();
    let mut found = None;
    for segment in path.split('.') {
        let Some(fields) = scope.fields_of(&object) else {
            // A type that is not known is reported where it is named.
            if scope.symbols.resolve(&object).is_some() || object.is_empty() {
                let at = text::slice(path, segment);
                scope.report(
                    Diagnostic::new(code, at, format!("`{segment}` is not in an object"))
                        .help("a dot steps into an object"),
                );
            }
            return None;
        };
        let Some(field) = fields.get(segment) else {
            if !scope.may_have(&object, segment) {
                let at = text::slice(path, segment);
                let found = say::unknown_at(code, "field", segment, at, fields.keys().copied());
                scope.report(found.about(About::missing("field", segment).of(&format!("the object `{object}`"))));
            }
            return None;
        };
        let inner = parse(&field.kind).filter(|inner| match inner.shape {
            Shape::One => true,
            Shape::List | Shape::Search => through_lists,
            Shape::Map | Shape::Expandable => false,
        });
        object = inner.map_or_else(String::new, |inner| inner.name.to_owned());
        found = Some(*field);
    }
    found
}
