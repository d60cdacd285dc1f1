//! Every declared type is used.

use super::scope::Scope;
use crate::diag::{Diagnostic, rule};
use crate::names;

pub(super) fn check(scope: &Scope<'_>) {
    // What uses the tables of a library is in other folders.
    if scope.library.is_some() || !scope.complete {
        return;
    }
    for symbol in &scope.symbols.all {
        // A name in the wrong form can be used nowhere; `name_form` says so.
        if !scope.usage.has(symbol.name) && names::is_pascal(symbol.name) {
            scope.report(
                Diagnostic::new(rule::UNUSED_TYPE, symbol.span, format!("the type `{}` is not used", symbol.name))
                    .label("reached from no operation, event or resource")
                    .help("use it in a field, parameter or response, or delete it"),
            );
        }
    }
}
