//! Maps have values that can be read and written one by one, and of which no rule speaks.

use super::scope::Scope;
use super::types::{Known, describe};
use super::usage::reached_from;
use super::walk::{Group, Owner};
use crate::diag::{Diagnostic, code};
use crate::raw::Sp;
use crate::raw::field::Field;
use crate::raw::types::Object;
use crate::resolve::times;
use crate::symbols::Decl;
use crate::types::{Builtin, Shape};

pub(super) fn check(scope: &Scope<'_>) {
    for group in scope.groups() {
        for (_, field) in group.fields {
            if let Some(known) = Known::of(scope, &field.kind).filter(|known| known.shape == Shape::Map) {
                values(scope, group, field, known);
            }
        }
    }
}

fn values(scope: &Scope<'_>, group: &Group<'_>, field: &Sp<Field>, known: Known<'_>) {
    let report = |message: String, help: &str| {
        let found = Diagnostic::new(code::TYPE_PLACE, field.kind.span, message);
        scope.report(found.label("not allowed here").help(help));
    };
    let api = scope.api.map(|api| &api.value);
    let single = describe(Known { shape: Shape::One, ..known });
    match (known.builtin(), known.declared().map(|symbol| symbol.decl)) {
        // Told of any other place as well.
        (Some(Builtin::Bytes | Builtin::Iterations), _) => {}
        (Some(Builtin::Metadata), _) => {
            report("the values of a map cannot be maps".to_owned(), "make it `map<json>`, or declare an object");
        }
        (Some(Builtin::DateTime), _) if times::of(api, field).is_some() => {
            let help = "set `as: text`, or make it `map<integer>`";
            report("the values of a map cannot be numeric times".to_owned(), help);
        }
        (_, Some(Decl::Table(table))) if table.case.is_some() => {
            let help = "make it `map<string>`";
            report("the values of a map cannot be lowercase codes".to_owned(), help);
        }
        (_, Some(Decl::Table(table))) if !table.accepted().is_empty() && is_sent(scope, group) => {
            let help = "make it `map<string>`, and list the codes in `docs`";
            report(format!("the values of a map are not checked against the codes that {single} accepts"), help);
        }
        (_, Some(Decl::Object(object))) if is_sent(scope, group) => {
            let name = known.declared().map_or("", |symbol| symbol.name);
            let inner = reached_from(&scope.symbols, name);
            let objects = inner.iter().filter_map(|name| scope.symbols.object(name)).chain([object]);
            if objects.into_iter().any(has_rules) {
                let help = "remove them and describe them in `docs`, or declare an object without rules for the map";
                report(format!("rules of {single} are not applied to the values of a map"), help);
            }
        }
        (_, Some(Decl::Union(_))) if is_sent(scope, group) => {
            let help = "make it a list, or declare an object with an optional field for each key";
            report(format!("no rule of {single} is checked in the values of a map"), help);
        }
        _ => {}
    }
    let is_major = field.unit.as_ref().or(api.and_then(|api| api.amounts.as_ref()).map(|amounts| &amounts.unit));
    if known.builtin() == Some(Builtin::Amount)
        && is_major.is_some_and(|unit| unit.value == crate::raw::file::AmountUnit::Major)
    {
        report("the values of a map cannot be amounts in major units".to_owned(), "make it `map<decimal>`");
    }
}

fn is_sent(scope: &Scope<'_>, group: &Group<'_>) -> bool {
    match group.owner {
        Owner::Operation(_) => true,
        Owner::Object(name) => scope.usage.sent.contains(name),
        Owner::Union(_) | Owner::Variant(..) | Owner::File(..) => false,
    }
}

/// Whether a request that sends an object is judged by what the object says.
fn has_rules(object: &Sp<Object>) -> bool {
    !object.rules.is_empty() || object.fields.iter().any(|(_, field)| field.format.is_some() || field.compact.is_some())
}
