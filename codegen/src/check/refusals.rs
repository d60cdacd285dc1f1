//! Objects tell why they were refused where they say they do.

use super::scope::Scope;
use super::{member_path, say};
use crate::diag::{Diagnostic, code};
use crate::raw::field::Field;
use crate::raw::outcome::Outcome;
use crate::raw::types::{Refusal, Table};
use crate::raw::{Path, Sp};
use crate::symbols::{Decl, Resolved};
use crate::types::{Builtin, Shape, parse};

pub(super) fn check(scope: &Scope<'_>) {
    for (_, document) in &scope.set.files {
        for (name, object) in &document.objects {
            if let Some(refusal) = &object.refusal {
                described(scope, name, refusal);
            }
        }
    }
    for operation in scope.operations() {
        for (_, response) in &operation.raw.responses {
            if response.outcome.value == Outcome::Declined {
                response.body.iter().for_each(|body| tells_why(scope, body));
            }
        }
    }
}

/// The body of what was declined is read for why, which its object has to tell.
fn tells_why(scope: &Scope<'_>, body: &Sp<String>) {
    let Some(object) = scope.symbols.object(body) else { return };
    if object.refusal.is_some() || scope.has_lost(object.span) {
        return;
    }
    let found = Diagnostic::new(
        code::REFUSAL,
        body.span,
        format!("`{}` does not specify why something was declined", body.value),
    )
    .label("has no effect")
    .help("add `refusal: { code: .. }` to the object, with the field that holds the code, or remove `body`");
    scope.report(found.also(object.span, "missing `refusal`"));
}

fn described(scope: &Scope<'_>, object: &str, refusal: &Refusal) {
    if let Some(field) = field(scope, object, &refusal.code) {
        match table(scope, field) {
            Some(table) => advice(scope, refusal, table),
            // A type that is not declared is reported where the field is.
            None if is_known(scope, field) => {
                scope.report(
                    Diagnostic::new(
                        code::REFUSAL,
                        refusal.code.span,
                        format!("`{}` is not a code of a table", refusal.code.value),
                    )
                    .label("expected a code of a table")
                    .also(field.kind.span, "its type")
                    .help("name a field whose type is in `tables`"),
                );
            }
            None => {}
        }
    }
    if let Some(message) = &refusal.message
        && let Some(field) = self::field(scope, object, message)
        && is_known(scope, field)
        && !is_text(scope, field)
    {
        scope.report(
            Diagnostic::new(code::REFUSAL, message.span, format!("`{}` is not text", message.value))
                .label("expected the message")
                .also(field.kind.span, "its type")
                .help("name a field of the type `string`"),
        );
    }
}

fn field<'a>(scope: &Scope<'a>, object: &str, path: &Path) -> Option<&'a Sp<Field>> {
    member_path::resolve(scope, code::REFUSAL, object, path, false)
}

fn table<'a>(scope: &Scope<'a>, field: &Field) -> Option<&'a Sp<Table>> {
    let written = parse(&field.kind).filter(|written| written.shape == Shape::One)?;
    match scope.symbols.get(written.name)?.decl {
        Decl::Table(table) => Some(table),
        _ => None,
    }
}

fn is_known(scope: &Scope<'_>, field: &Field) -> bool {
    parse(&field.kind).is_some_and(|written| scope.symbols.resolve(written.name).is_some())
}

fn is_text(scope: &Scope<'_>, field: &Field) -> bool {
    parse(&field.kind).is_some_and(|written| {
        let resolved = scope.symbols.resolve(written.name);
        written.shape == Shape::One && matches!(resolved, Some(Resolved::Builtin(Builtin::String)))
    })
}

fn advice(scope: &Scope<'_>, refusal: &Refusal, table: &Sp<Table>) {
    let Some(advice) = &refusal.advice else { return };
    let base = table.extends.as_ref().and_then(|path| scope.libraries.table(path));
    let columns: Vec<&str> =
        base.into_iter().chain([table]).flat_map(|table| table.columns.iter()).map(|(name, _)| name.as_str()).collect();
    if !columns.contains(&advice.as_str()) && !scope.table_may_have(table, advice) {
        scope.report(say::unknown(code::REFUSAL, "column", advice, columns));
    }
}
