//! Examples fit the types they are examples of.

use serde_json::Value;

use super::fits::{Mismatch, fits, text};
use super::scope::Scope;
use super::types::Known;
use crate::diag::{Diagnostic, code};
use crate::raw::Sp;
use crate::source::Span;
use crate::symbols::Decl;

pub(super) fn check(scope: &Scope<'_>) {
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

fn report(scope: &Scope<'_>, name: &str, example: &Sp<Value>, mismatch: Mismatch, kind: Option<Span>) {
    let mut diagnostic =
        Diagnostic::new(code::EXAMPLE, example.span, format!("the example of `{name}` does not fit its type"))
            .label(format!("expected {}", mismatch.wanted))
            .help(mismatch.help);
    if let Some(kind) = kind {
        diagnostic = diagnostic.also(kind, "the type");
    }
    scope.report(diagnostic);
}
