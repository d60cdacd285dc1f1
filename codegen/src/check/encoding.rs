//! Parameters can travel the way the spec says.

use payspec_core::{BodyFormat, Method};

use super::scope::Scope;
use super::walk::OperationAt;
use crate::diag::{Diagnostic, code};
use crate::raw::Sp;

pub(super) fn check(scope: &Scope<'_>) {
    for operation in scope.operations() {
        if let Some(encoding) = &operation.raw.encoding {
            fits_method(scope, operation, encoding);
        }
    }
}

fn fits_method(scope: &Scope<'_>, operation: &OperationAt<'_>, encoding: &Sp<BodyFormat>) {
    let method = &operation.raw.method;
    if matches!(method.value, Method::Get | Method::Delete) && encoding.value != BodyFormat::Query {
        scope.report(
            Diagnostic::new(code::ENCODING, encoding.span, "a request without a body cannot carry parameters in it")
                .label("parameters in the body")
                .also(method.span, "has no body")
                .help("remove `encoding`: the parameters of GET and DELETE travel in the query"),
        );
    }
}
