//! What identifies an object.

use crate::raw::Sp;
use crate::raw::field::Field;
use crate::raw::types::Object;
use crate::symbols::{Decl, Symbols};
use crate::types::{Shape, parse};

/// The field with an object's identifier, which it guarantees: the one that its resource names, or else the first of a type
/// of `ids`.
pub(crate) fn identity<'a>(
    symbols: &Symbols<'_>,
    of_resource: Option<&str>,
    object: &'a Object,
) -> Option<(&'a str, &'a Sp<Field>)> {
    let is_id = |field: &Field| {
        let one = parse(&field.kind).filter(|written| written.shape == Shape::One);
        let symbol = one.and_then(|written| symbols.get(written.name));
        field.guaranteed && symbol.is_some_and(|symbol| matches!(symbol.decl, Decl::Id(_)))
    };
    let mut found = object.fields.iter().filter(|(_, field)| is_id(field));
    let named = of_resource.and_then(|id| found.clone().find(|(wire, _)| wire.value == id));
    named.or_else(|| found.next()).map(|(wire, field)| (wire.as_str(), field))
}
