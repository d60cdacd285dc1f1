//! Whether an object says what identifies it, where something needs that.

use std::collections::HashMap;

use super::scope::Scope;
use super::types::Known;
use crate::diag::{About, Diagnostic};
use crate::raw::Sp;
use crate::raw::field::Field;
use crate::symbols::Decl;
use crate::types::Shape;

/// What is known of the field that identifies an object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Identified {
    /// It has one, which it guarantees.
    Always,
    /// Its resource names one, which it does not guarantee.
    Perhaps,
    /// It has none.
    Not,
    /// It is not known, for a reason that is reported: a part that was not read, a type that there is not, a field that
    /// there is not or that is no id.
    Told,
}

/// What identifies an object.
pub(super) fn identified(scope: &Scope<'_>, name: &str) -> Identified {
    let Some(object) = scope.symbols.object(name) else { return Identified::Told };
    let resources = scope.set.files.iter().filter_map(|(_, document)| document.resource.as_ref());
    let mut own = resources.filter(|own| own.object.as_ref().is_some_and(|object| object.value == name));
    let named = own.find_map(|own| own.id.as_ref());
    if crate::resolve::identity(&scope.symbols, named.map(|id| id.as_str()), object).is_some() {
        return Identified::Always;
    }
    let is_lost = scope.has_lost(object.span) || ["resource", "ids"].iter().any(|section| scope.has_lost_of(section));
    let is_unknown = |field: &Sp<Field>| Known::of(scope, &field.kind).is_none();
    match named.map(|id| object.fields.get(id)) {
        _ if is_lost || object.fields.iter().any(|(_, field)| is_unknown(field)) => Identified::Told,
        Some(Some(field)) if is_id(scope, field) => Identified::Perhaps,
        Some(_) => Identified::Told,
        None => Identified::Not,
    }
}

fn is_id(scope: &Scope<'_>, field: &Field) -> bool {
    let known = Known::of(scope, &field.kind).filter(|known| known.shape == Shape::One);
    known.and_then(|known| known.declared()).is_some_and(|symbol| matches!(symbol.decl, Decl::Id(_)))
}

/// The problem that nothing identifies an object, which is one wherever it is met.
pub(super) fn of_one_object(found: Diagnostic, name: &str) -> Diagnostic {
    found.about(About::unused("identity", name))
}

/// Keeps the first problem of each object that nothing identifies, with the places of the others.
pub(super) fn once(kept: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let object = |found: &Diagnostic| {
        let about = found.about.as_ref().filter(|about| about.what == "identity")?;
        Some(about.name.clone())
    };
    let mut firsts: HashMap<String, usize> = HashMap::new();
    let mut joined: Vec<Diagnostic> = Vec::new();
    for found in kept {
        match object(&found).map(|name| (firsts.get(&name).copied(), name)) {
            Some((Some(first), _)) => {
                joined[first].also.push((found.span, found.message));
            }
            Some((None, name)) => {
                firsts.insert(name, joined.len());
                joined.push(found);
            }
            None => joined.push(found),
        }
    }
    joined
}
