//! Parameters can travel the way the spec says.

use payspec_core::{BodyFormat, Method};

use super::auth::is_mixed;
use super::scope::Scope;
use super::walk::OperationAt;
use crate::diag::{Diagnostic, code};
use crate::raw::Sp;
use crate::raw::api::{Auth, Scheme};

pub(super) fn check(scope: &Scope<'_>) {
    for operation in scope.operations() {
        if let Some(encoding) = &operation.raw.encoding {
            fits_method(scope, operation, encoding);
        }
        carries_key(scope, operation);
    }
}

/// A key that travels among the parameters of a body needs one.
fn carries_key(scope: &Scope<'_>, operation: &OperationAt<'_>) {
    let Some(api) = scope.api else { return };
    let Some(name) = operation.auth(api) else { return };
    let in_body = |(known, auth): &(Sp<String>, Sp<Auth>)| {
        let is_named = auth.parameter.is_some() || !auth.parameters.is_empty();
        known.value == name.value && auth.scheme.value == Scheme::BodyParameter && is_named && !is_mixed(auth)
    };
    let Some((declared, _)) = api.auth.0.iter().find(|entry| in_body(entry)) else { return };
    let encoding = operation.raw.encoding.as_ref();
    let place = match encoding.filter(|encoding| encoding.value == BodyFormat::Query) {
        _ if operation.in_query() => operation.raw.method.span,
        Some(encoding) => encoding.span,
        None => return,
    };
    let message = format!("`{}` is sent in a body, but this request has none", name.value);
    scope.report(
        Diagnostic::new(code::ENCODING, place, message)
            .label("no body")
            .also(declared.span, "sent with the parameters of a body")
            .help("use another scheme in `auth`, or `auth: none`; keys in the query are not supported")
            .of_one_cause(format!("`{}` in a body", name.value)),
    );
}

fn fits_method(scope: &Scope<'_>, operation: &OperationAt<'_>, encoding: &Sp<BodyFormat>) {
    let method = &operation.raw.method;
    if matches!(method.value, Method::Get | Method::Delete) && encoding.value != BodyFormat::Query {
        scope.report(
            Diagnostic::new(code::ENCODING, encoding.span, "a request without a body cannot have parameters in it")
                .label("parameters in the body")
                .also(method.span, "has no body")
                .help("remove `encoding`: GET and DELETE send their parameters in the query"),
        );
    }
}
