//! Examples fit the types they are examples of.

use serde_json::Value;

use super::fits::{Mismatch, fits, text};
use super::scope::Scope;
use super::types::Known;
use super::walk::Owner;
use crate::diag::{Diagnostic, code};
use crate::raw::Sp;
use crate::source::Span;
use crate::symbols::{Decl, Resolved};

pub(super) fn check(scope: &Scope<'_>) {
    accepted(scope);
    for (wire, field) in scope.groups().iter().flat_map(|group| group.fields.iter()) {
        let Some(example) = &field.example else { continue };
        let Some(known) = Known::of(scope, &field.kind) else { continue };
        let is_compact = field.compact.is_some();
        if scope.misspelt("compact", field.span) {
            continue;
        }
        if let Err(mismatch) = fits(scope, known, &example.value, is_compact) {
            report(scope, &wire.value, example, mismatch, Some(field.kind.span));
        }
    }
    for symbol in &scope.symbols.all {
        if let Decl::Id(id) = symbol.decl
            && let Some(example) = &id.example
            && let Err(mismatch) = text(&example.value)
        {
            report(scope, symbol.name, example, mismatch, None);
        }
    }
}

/// The example of a parameter is a code that requests take: the conformance suite sends it.
fn accepted(scope: &Scope<'_>) {
    let params = scope.groups().iter().filter(|group| matches!(group.owner, Owner::Operation(_)));
    for (wire, field) in params.flat_map(|group| group.fields.iter()) {
        let Some(example) = &field.example else { continue };
        let Some(Resolved::Declared(symbol)) = scope.symbols.resolve(&field.kind) else { continue };
        let Decl::Table(table) = symbol.decl else { continue };
        let codes: Vec<&str> = table.accepted().iter().map(|code| code.as_str()).collect();
        let is_known = scope.codes_of(symbol.name).is_some_and(|known| known.contains(example.as_str().unwrap_or("")));
        // A code that the table does not have is reported, and may be meant to be this one.
        let all = scope.codes_of(symbol.name);
        let are_known = codes
            .iter()
            .all(|code| all.is_some_and(|all| all.contains(code)) && scope.code_of(symbol.name, code).is_none());
        if are_known && !codes.is_empty() && is_known && !codes.iter().any(|code| example.as_str() == Some(code)) {
            let wanted = format!("a code accepted by `{}`", symbol.name);
            let help = format!("use one of {}", codes.join(", "));
            report(scope, &wire.value, example, Mismatch { wanted, help }, Some(field.kind.span));
        }
    }
}

fn report(scope: &Scope<'_>, name: &str, example: &Sp<Value>, mismatch: Mismatch, kind: Option<Span>) {
    let mut diagnostic =
        Diagnostic::new(code::EXAMPLE, example.span, format!("the example of `{name}` does not match its type"))
            .label(format!("expected {}", mismatch.wanted))
            .help(mismatch.help);
    if let Some(kind) = kind {
        diagnostic = diagnostic.also(kind, "the type");
    }
    scope.report(diagnostic);
}
