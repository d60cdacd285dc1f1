//! Values that rules and conditions compare a field with.

use std::collections::HashSet;

use super::fields::Found;
use crate::check::scope::Scope;
use crate::check::types::{Known, describe};
use crate::check::{fits, say};
use crate::diag::{Diagnostic, code};
use crate::raw::{Items, Sp};
use crate::source::Span;
use crate::symbols::{Decl, Resolved, Symbol};
use crate::types::Builtin;

/// Checks that a field can have each of some values, which stand in `whole`.
pub(super) fn fit(scope: &Scope<'_>, field: &Sp<String>, found: Found<'_>, values: &Items<String>, whole: Span) {
    if values.is_empty() && !scope.has_lost(whole) {
        scope.report(
            Diagnostic::new(code::RULE_SHAPE, whole, "an empty list of values holds for nothing")
                .help("name at least one value"),
        );
    }
    let mut seen = HashSet::new();
    for value in values.iter() {
        if !seen.insert(value.as_str()) {
            scope.report(
                Diagnostic::new(code::RULE_SHAPE, value.span, format!("the value `{}` stands here twice", value.value))
                    .help("remove one of the two"),
            );
        }
    }
    let Found::Field { field: raw, known, .. } = found else { return };
    match known.resolved {
        Resolved::Declared(symbol) => declared(scope, field, symbol, known, values),
        Resolved::Builtin(Builtin::Metadata | Builtin::CardNumber | Builtin::Secret) => no_values(scope, field, known),
        Resolved::Builtin(builtin) => {
            let wrong = values.iter().filter(|value| !fits::sent(builtin, value, raw.compact.is_some()));
            wrong.for_each(|value| never_holds(scope, field, known, value));
        }
    }
}

fn declared(scope: &Scope<'_>, field: &Sp<String>, symbol: Symbol<'_>, known: Known<'_>, values: &Items<String>) {
    if matches!(symbol.decl, Decl::Object(_) | Decl::Union(_)) {
        no_values(scope, field, known);
        return;
    }
    let Some(codes) = scope.codes_of(symbol.name) else { return };
    for value in values.iter() {
        if !codes.contains(value.as_str()) && scope.may_have(symbol.name, value) {
            // Reported where the code stands.
        } else if !codes.contains(value.as_str()) {
            let mut diagnostic = say::unknown(code::RULE_SHAPE, "value", value, codes.iter().copied());
            diagnostic.message = format!("{} has no code `{}`", describe(known), value.value);
            scope.report(say::not_twice(diagnostic, |code| values.iter().any(|other| other.value == code)));
        } else if let Some((code, _)) =
            symbol.decl.values().find(|(_, also)| also.iter().any(|other| other.value == value.value))
        {
            other_spelling(scope, value, code);
        }
    }
}

/// Rules look at what is sent, and that is the code whatever spelling it was read from.
fn other_spelling(scope: &Scope<'_>, value: &Sp<String>, code: &Sp<String>) {
    let message = format!("`{}` is read as `{}` and never sent", value.value, code.value);
    let diagnostic = Diagnostic::new(code::RULE_SHAPE, value.span, message)
        .label("never holds")
        .also(code.span, "the code that is sent")
        .help(format!("write `{}`", code.value));
    scope.report(diagnostic);
}

fn never_holds(scope: &Scope<'_>, field: &Sp<String>, known: Known<'_>, value: &Sp<String>) {
    let message = format!("{} cannot be `{}`", describe(known), value.value);
    scope.report(
        Diagnostic::new(code::RULE_SHAPE, value.span, message)
            .label("never holds")
            .also(field.span, "the field")
            .help("write the value as it stands on the wire, in quotes"),
    );
}

fn no_values(scope: &Scope<'_>, field: &Sp<String>, known: Known<'_>) {
    let message = format!("{} cannot be compared with a value", describe(known));
    scope.report(
        Diagnostic::new(code::RULE_SHAPE, field.span, message)
            .label("has no single value that may be shown")
            .help("ask whether it is there (`present: true`), or name a field inside it"),
    );
}
