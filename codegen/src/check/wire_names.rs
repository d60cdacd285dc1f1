//! One name on the wire means one thing.

use std::collections::HashMap;

use super::scope::Scope;
use super::walk::{Group, OperationAt, Owner};
use crate::diag::{Diagnostic, rule};
use crate::raw::Sp;
use crate::raw::api::Scheme;
use crate::source::Span;

pub(super) fn check(scope: &Scope<'_>) {
    for group in scope.groups() {
        let names = fields(scope, group);
        if let Owner::Operation(operation) = group.owner {
            auth_parameter(scope, &operation, &names);
        }
    }
}

fn fields<'a>(scope: &Scope<'_>, group: &Group<'a>) -> HashMap<&'a str, Span> {
    let keys = group.fields.iter().map(|(wire, _)| wire);
    // Keys first: of a key and an `also` it is the `also` that is wrong.
    let others = group.fields.iter().flat_map(|(_, field)| field.also.iter());
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for name in keys.chain(others) {
        match seen.get(name.value.as_str()) {
            Some(first) => duplicate(scope, group, name, *first),
            None => drop(seen.insert(&name.value, name.span)),
        }
    }
    seen
}

fn duplicate(scope: &Scope<'_>, group: &Group<'_>, name: &Sp<String>, first: Span) {
    let message = format!("`{}` stands twice among the wire names of {}", name.value, group.owner.describe());
    scope.report(
        Diagnostic::new(rule::DUPLICATE_WIRE_NAME, name.span, message)
            .label("the same name again")
            .also(first, "first given here")
            .help("a key and all names in `also` must differ: remove one"),
    );
}

/// A key that travels among the parameters must not be a parameter too.
fn auth_parameter(scope: &Scope<'_>, operation: &OperationAt<'_>, names: &HashMap<&str, Span>) {
    let Some(api) = scope.api else { return };
    let Some(name) = operation.raw.auth.as_ref().or(api.default_auth.as_ref()) else { return };
    let Some(auth) = api.auth.get(name).filter(|auth| auth.scheme.value == Scheme::BodyParameter) else { return };
    let Some(parameter) = &auth.parameter else { return };
    if let Some(span) = names.get(parameter.value.as_str()) {
        let message = format!("`{}` is sent twice: as a parameter and as the authentication", parameter.value);
        scope.report(
            Diagnostic::new(rule::DUPLICATE_WIRE_NAME, *span, message)
                .label("a parameter of the operation")
                .also(parameter.span, "sent by the auth scheme")
                .help("remove the parameter: the client adds it from its configuration"),
        );
    }
}
