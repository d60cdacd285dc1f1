//! Every declared type is used, but for tables that stand for themselves.

use std::collections::HashSet;

use super::scope::Scope;
use super::usage::made_of;
use crate::diag::{About, Diagnostic, code};
use crate::names;
use crate::symbols::{Decl, Symbol};

pub(super) fn check(scope: &Scope<'_>) {
    for symbol in &scope.symbols.all {
        lookup(scope, symbol);
    }
    // What uses the tables of a library is in other folders.
    if scope.library.is_some() || scope.may_be_library() {
        return;
    }
    let unused: Vec<Symbol<'_>> = scope.symbols.all.iter().filter(|symbol| is_unused(scope, symbol)).copied().collect();
    let names: HashSet<&str> = unused.iter().map(|symbol| symbol.name).collect();
    // Those first that nothing unused uses; of a circle the first.
    let inner = inner(scope, unused.clone(), &mut HashSet::new());
    let mut told: HashSet<&str> = HashSet::new();
    for only_roots in [true, false] {
        for symbol in &unused {
            if (only_roots && inner.contains(symbol.name)) || !told.insert(symbol.name) {
                continue;
            }
            let inner = self::inner(scope, vec![*symbol], &mut told);
            let inner = inner.iter().filter(|name| names.contains(*name)).filter_map(|name| scope.symbols.get(name));
            let mut inner: Vec<_> = inner.collect();
            inner.sort_by_key(|symbol| symbol.span);
            report(scope, symbol, inner.iter());
        }
    }
}

/// The types without a use that some types are made of, but for those that were told before.
fn inner<'a>(scope: &Scope<'a>, mut open: Vec<Symbol<'a>>, told: &mut HashSet<&'a str>) -> HashSet<&'a str> {
    let mut found = HashSet::new();
    while let Some(symbol) = open.pop() {
        for name in made_of(&scope.symbols, symbol.name) {
            if name != symbol.name && !scope.usage.has(name) && told.insert(name) {
                found.insert(name);
                open.extend(scope.symbols.get(name));
            }
        }
    }
    found
}

fn is_unused(scope: &Scope<'_>, symbol: &Symbol<'_>) -> bool {
    // A name in the wrong form can be used nowhere; `name_form` says so.
    !scope.usage.has(symbol.name)
        && !scope.misspelt("lookup", symbol.decl.span())
        && scope.usage.is_certain(symbol.name)
        && names::is_pascal(symbol.name)
        && !is_of_missing_field(scope, symbol)
}

/// Whether an id is that of a resource whose object lacks the field that holds it, which is reported.
fn is_of_missing_field(scope: &Scope<'_>, symbol: &Symbol<'_>) -> bool {
    let mut own = scope.set.files.iter().filter(|(file, _)| *file == symbol.span.file);
    let resource = own.find_map(|(_, document)| document.resource.as_ref());
    let named = resource.and_then(|resource| resource.object.as_ref().zip(resource.id.as_ref()));
    matches!(symbol.decl, Decl::Id(_))
        && named
            .is_some_and(|(object, id)| scope.fields_of(object).is_some_and(|fields| !fields.contains_key(id.as_str())))
}

/// Further types than these are not listed.
const SHOWN: usize = 3;

fn report<'s>(scope: &Scope<'_>, symbol: &Symbol<'_>, inner: impl Iterator<Item = &'s Symbol<'s>>) {
    let help = match symbol.decl {
        Decl::Table(_) => "use it in a field or parameter, delete it, or set `lookup: true` if it is for lookups",
        _ => "use it in a field, parameter or response, or delete it",
    };
    let mut found =
        Diagnostic::new(code::UNUSED_TYPE, symbol.span, format!("the type `{}` is never used", symbol.name))
            .label("not reachable from any operation, event, resource or file")
            .help(help)
            .about(About::unused("type", symbol.name).of(&scope.set.path));
    for other in inner.take(SHOWN) {
        found = found.also(other.span, "only used by it");
    }
    scope.report(found);
}

/// `lookup` says that a table has no user. Where it has one, the word would hide the day when it has none any more.
fn lookup(scope: &Scope<'_>, symbol: &Symbol<'_>) {
    let Decl::Table(table) = symbol.decl else { return };
    // What no other file may use is reported where it is used.
    if !table.lookup || scope.module_of(symbol).is_some() {
        return;
    }
    let (label, help) = if scope.library.is_some() {
        ("a table of a library cannot be a lookup table", "remove `lookup`; set it in the API that extends the table")
    } else if scope.usage.travels(symbol.name) {
        ("reachable from an operation, event or resource", "remove `lookup`")
    } else {
        return;
    };
    let message = format!("the table `{}` is used by a field, so `lookup` has no effect", symbol.name);
    scope.report(Diagnostic::new(code::LOOKUP, symbol.span, message).label(label).help(help));
}
