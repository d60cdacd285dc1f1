//! One name on the wire means one thing.

use std::collections::HashMap;

use super::scope::Scope;
use super::walk::{Group, OperationAt, Owner};
use crate::diag::{Diagnostic, code};
use crate::raw::Sp;
use crate::raw::api::Scheme;
use crate::raw::unions::ToldBy;
use crate::source::Span;
use crate::types::parse;

pub(super) fn check(scope: &Scope<'_>) {
    for group in scope.groups() {
        let names = fields(scope, group);
        if let Owner::Operation(operation) = group.owner {
            auth_parameter(scope, &operation, &names);
        }
    }
}

fn fields<'a>(scope: &Scope<'a>, group: &Group<'a>) -> HashMap<&'a str, Span> {
    let keys = group.fields.iter().map(|(wire, _)| wire);
    // Keys first: of a key and an `also` it is the `also` that is wrong.
    let others = group.fields.iter().flat_map(|(_, field)| field.also.iter());
    let mut seen = taken(scope, group);
    for name in keys.chain(others) {
        match seen.get(name.value.as_str()) {
            Some(first) => duplicate(scope, group, name, *first),
            None => drop(seen.insert(&name.value, name.span)),
        }
    }
    seen
}

/// What stands in the same object in addition to the fields: the tag of a union, and what all of its kinds have; what
/// tells the variant of a union that a field holds.
fn taken<'a>(scope: &Scope<'a>, group: &Group<'a>) -> HashMap<&'a str, Span> {
    let mut taken = HashMap::new();
    for (_, field) in group.fields {
        let union = parse(&field.kind).and_then(|expression| scope.symbols.union(expression.name));
        let Some(tag) = union.and_then(|union| union.tag_beside()) else { continue };
        match taken.get(tag.value.as_str()) {
            Some(first) => duplicate(scope, group, &Sp { value: tag.value.clone(), span: field.kind.span }, *first),
            None => drop(taken.insert(tag.as_str(), field.kind.span)),
        }
    }
    let (Owner::Union(name) | Owner::Variant(name, _)) = group.owner else { return taken };
    let Some(union) = scope.symbols.union(name) else { return taken };
    taken.extend(union.tag_inside().map(|tag| (tag.as_str(), tag.span)));
    if let Owner::Variant(..) = group.owner
        && union.told_by() != ToldBy::Member
    {
        let names = union.fields.iter().flat_map(|(wire, field)| std::iter::once(wire).chain(field.also.iter()));
        taken.extend(names.map(|name| (name.as_str(), name.span)));
    }
    taken
}

fn duplicate(scope: &Scope<'_>, group: &Group<'_>, name: &Sp<String>, first: Span) {
    let message = format!("duplicate wire name `{}` in {}", name.value, group.owner.describe());
    let help = match group.owner {
        Owner::Union(_) | Owner::Variant(..) => {
            "the tag, common fields and fields of the variant are in one \
            object: remove one"
        }
        Owner::Object(_) | Owner::Operation(_) | Owner::File(..) => {
            "a key and the names in `also` must differ: remove one"
        }
    };
    scope.report(
        Diagnostic::new(code::DUPLICATE_WIRE_NAME, name.span, message)
            .label("duplicate name")
            .also(first, "first defined here")
            .help(help),
    );
}

/// A key that travels among the parameters must not be a parameter too.
fn auth_parameter(scope: &Scope<'_>, operation: &OperationAt<'_>, names: &HashMap<&str, Span>) {
    let query = operation.raw.query.iter().filter(|_| operation.in_query());
    for (name, _) in query {
        if let Some(span) = names.get(name.as_str()) {
            let message = format!("`{}` is sent twice: as a parameter and as a constant of the query", name.value);
            scope.report(
                Diagnostic::new(code::DUPLICATE_WIRE_NAME, *span, message)
                    .label("a parameter of the operation")
                    .also(name.span, "declared in `query`")
                    .help("remove one of them"),
            );
        }
    }
    let Some(api) = scope.api else { return };
    let Some(name) = operation.auth(api) else { return };
    let Some(auth) = api.auth.get(name).filter(|auth| auth.scheme.value == Scheme::BodyParameter) else { return };
    let sent = auth.parameter.iter().chain(auth.parameters.iter());
    for (parameter, span) in sent.filter_map(|parameter| Some((parameter, names.get(parameter.as_str())?))) {
        let message = format!("`{}` is sent twice: as a parameter and as the authentication", parameter.value);
        scope.report(
            Diagnostic::new(code::DUPLICATE_WIRE_NAME, *span, message)
                .label("a parameter of the operation")
                .also(parameter.span, "sent by the auth scheme")
                .help("remove the parameter: the client adds it from its credentials"),
        );
    }
}
