//! No object contains itself so that it could never be complete.

use std::collections::HashMap;

use super::scope::Scope;
use super::types::Known;
use crate::diag::{Diagnostic, code};
use crate::raw::Sp;
use crate::raw::field::Field;
use crate::symbols::Decl;
use crate::types::Shape;

/// A field that is always there, and the object it holds.
type Edge<'a> = (&'a Sp<String>, &'a str);

pub(super) fn check(scope: &Scope<'_>) {
    let mut edges: HashMap<&str, Vec<Edge<'_>>> = scope
        .symbols
        .all
        .iter()
        .filter_map(|symbol| match symbol.decl {
            Decl::Object(object) => Some((symbol.name, fixed_objects(scope, object.fields.iter()))),
            // Each of its variants has to be such that one can be made.
            Decl::Union(union) => Some((symbol.name, fixed_objects(scope, union.all_fields()))),
            _ => None,
        })
        .collect();
    remove_finite(&mut edges);
    let mut starts: Vec<&str> = edges.keys().copied().collect();
    starts.sort_unstable();
    for start in starts {
        if let Some(cycle) = take_cycle(&mut edges, start) {
            report(scope, &cycle);
        }
    }
}

fn fixed_objects<'a>(scope: &Scope<'a>, fields: impl Iterator<Item = &'a (Sp<String>, Sp<Field>)>) -> Vec<Edge<'a>> {
    let fixed = fields.filter(|(_, field)| field.required || field.guaranteed);
    fixed
        .filter_map(|(wire, field)| {
            let is_made = |known: &Known<'_>| known.shape == Shape::One && (known.is_object() || known.is_union());
            let known = Known::of(scope, &field.kind).filter(is_made)?;
            Some((wire, known.declared()?.name))
        })
        .collect()
}

/// Takes away objects that hold nothing recursive, until only cycles and what leads to them is left.
fn remove_finite<'a>(edges: &mut HashMap<&'a str, Vec<Edge<'a>>>) {
    let mut holders: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut open_fields: HashMap<&str, usize> = HashMap::new();
    for (holder, fields) in edges.iter() {
        open_fields.insert(holder, fields.len());
        for (_, held) in fields {
            holders.entry(held).or_default().push(holder);
        }
    }
    let mut finite: Vec<&str> = open_fields.iter().filter(|(_, open)| **open == 0).map(|(name, _)| *name).collect();
    while let Some(name) = finite.pop() {
        edges.remove(name);
        for holder in holders.remove(name).unwrap_or_default() {
            if let Some(open) = open_fields.get_mut(holder) {
                *open -= 1;
                if *open == 0 {
                    finite.push(holder);
                }
            }
        }
    }
}

/// Follows fields from `start` until an object comes again, and forgets what was passed.
fn take_cycle<'a>(edges: &mut HashMap<&'a str, Vec<Edge<'a>>>, start: &'a str) -> Option<Vec<Edge<'a>>> {
    let mut passed: Vec<(&str, Edge<'_>)> = Vec::new();
    let mut position: HashMap<&str, usize> = HashMap::new();
    let mut at = start;
    loop {
        if let Some(first) = position.get(at) {
            return Some(passed[*first..].iter().map(|(_, edge)| *edge).collect());
        }
        let fields = edges.remove(at)?;
        let next = fields
            .into_iter()
            .find(|(_, held)| edges.contains_key(held) || position.contains_key(held) || *held == at)?;
        position.insert(at, passed.len());
        passed.push((at, next));
        at = next.1;
    }
}

fn report(scope: &Scope<'_>, cycle: &[Edge<'_>]) {
    let [(first, held), others @ ..] = cycle else { return };
    let through: Vec<_> = cycle.iter().map(|(wire, _)| format!("`{}`", wire.value)).collect();
    let object = cycle.last().map_or(*held, |(_, held)| held);
    let mut diagnostic = Diagnostic::new(
        code::RECURSIVE_PARAMS,
        first.span,
        format!("the object `{object}` contains itself without end, through {}", through.join(", ")),
    )
    .label("always present")
    .help("make one of the fields optional, or a list");
    for (wire, _) in others {
        diagnostic = diagnostic.also(wire.span, "also always present");
    }
    scope.report(diagnostic);
}
