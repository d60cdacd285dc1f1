//! Values that rules and conditions compare a field with.

use std::collections::HashSet;

use payspec_core::CompactDate;

use super::fields::{Fields, Found};
use crate::check::scope::Scope;
use crate::check::types::{Known, describe};
use crate::check::{fits, say};
use crate::diag::{About, Diagnostic, code};
use crate::raw::types::Table;
use crate::raw::{Items, Sp};
use crate::source::Span;
use crate::symbols::{Decl, Resolved, Symbol};
use crate::types::{Builtin, Shape};

/// Checks that a field can have each of some values, which stand in `whole`.
pub(super) fn fit(fields: &Fields<'_, '_>, field: &Sp<String>, found: Found<'_>, values: &Items<String>, whole: Span) {
    let scope = fields.scope();
    if values.is_empty() && !scope.has_lost(whole) {
        scope.report(
            Diagnostic::new(code::RULE_SHAPE, whole, "an empty list of values never matches")
                .help("name at least one value"),
        );
    }
    let mut seen = HashSet::new();
    for value in values.iter() {
        if !seen.insert(value.as_str()) {
            scope.report(
                Diagnostic::new(code::RULE_SHAPE, value.span, format!("the value `{}` is listed twice", value.value))
                    .help("remove one of them"),
            );
        }
    }
    let Found::Field { field: raw, known, .. } = found else { return };
    match known.resolved {
        Resolved::Declared(symbol) => declared(fields, field, symbol, known, values),
        Resolved::Builtin(Builtin::Metadata | Builtin::CardNumber | Builtin::Secret) => no_values(scope, field, known),
        Resolved::Builtin(builtin) => {
            // What an object holds is read as it is.
            let compact = raw.compact.as_ref().filter(|_| fields.is_sent(field)).map(|compact| compact.value);
            let wrong = values.iter().filter(|value| !fits::sent(builtin, value, compact));
            wrong.for_each(|value| never_holds(scope, field, known, value, compact));
        }
    }
}

fn declared(fields: &Fields<'_, '_>, field: &Sp<String>, symbol: Symbol<'_>, known: Known<'_>, values: &Items<String>) {
    let scope = fields.scope();
    if matches!(symbol.decl, Decl::Object(_) | Decl::Union(_)) {
        no_values(scope, field, known);
        return;
    }
    let Some(codes) = scope.codes_of(symbol.name) else { return };
    for value in values.iter() {
        if codes.contains(value.as_str()) {
            scope.note_use(value);
        }
        if !codes.contains(value.as_str()) && scope.may_have(symbol.name, value) {
            // Reported where the code stands.
        } else if !codes.contains(value.as_str()) {
            let mut diagnostic = say::unknown(code::RULE_SHAPE, "value", value, codes.iter().copied());
            diagnostic.message = format!("{} has no code `{}`", describe(known), value.value);
            let holder = describe(Known { shape: Shape::One, ..known });
            let diagnostic = diagnostic.about(About::missing("value", value).of(&holder));
            scope.report(say::not_twice(diagnostic, |code| values.iter().any(|other| other.value == code)));
        } else if let Some(code) = scope.code_of(symbol.name, value) {
            let message = format!("`{}` is read as `{code}` and never sent", value.value);
            let found = Diagnostic::new(code::RULE_SHAPE, value.span, message);
            let found = say::spelling(found, value, Some(code));
            scope.report(say::not_twice(found, |code| values.iter().any(|other| other.value == code)));
        } else if let Decl::Table(table) = symbol.decl
            && fields.is_sent(field)
        {
            not_accepted(scope, symbol.name, table, value);
        }
    }
}

/// A request with a code that the API does not accept is refused by another rule.
fn not_accepted(scope: &Scope<'_>, name: &str, table: &Table, value: &Sp<String>) {
    let accepted: Vec<&str> = table.accepted().iter().map(|code| code.as_str()).collect();
    let (Some(first), false) = (table.accepts.as_ref(), accepted.contains(&value.as_str())) else { return };
    if accepted.is_empty() || scope.may_hold(first.span, value) {
        return;
    }
    scope.report(
        Diagnostic::new(code::RULE_SHAPE, value.span, format!("`{name}` does not accept `{}`", value.value))
            .label("never sent: the code is already refused")
            .also(first.span, "the codes that requests may send")
            .help("add the code to `accepts`, or remove it here"),
    );
}

fn never_holds(
    scope: &Scope<'_>,
    field: &Sp<String>,
    known: Known<'_>,
    value: &Sp<String>,
    compact: Option<CompactDate>,
) {
    let message = format!("{} cannot be `{}`", describe(known), value.value);
    let help = match compact {
        Some(form) => format!("the field is `compact`: write an existing date as `{}`, in quotes", form.as_str()),
        None if matches!(known.builtin(), Some(Builtin::Date | Builtin::DateTime)) => {
            "write an existing date as it appears on the wire, in quotes".to_owned()
        }
        None => "write the value as it appears on the wire, in quotes".to_owned(),
    };
    scope.report(
        Diagnostic::new(code::RULE_SHAPE, value.span, message)
            .label("never true")
            .also(field.span, "the field")
            .help(help),
    );
}

fn no_values(scope: &Scope<'_>, field: &Sp<String>, known: Known<'_>) {
    let message = format!("{} cannot be compared with a value", describe(known));
    scope.report(
        Diagnostic::new(code::RULE_SHAPE, field.span, message)
            .label("has no single value that may be shown")
            .help("use `present: true`, or name a field inside it"),
    );
}
