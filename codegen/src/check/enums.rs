//! Enums and objects have something in them, and each code once.

use std::collections::HashMap;

use super::scope::Scope;
use crate::diag::{About, Diagnostic, code};
use crate::raw::Sp;
use crate::source::Span;
use crate::symbols::{Decl, Symbol};

pub(super) fn check(scope: &Scope<'_>) {
    for symbol in &scope.symbols.all {
        match symbol.decl {
            Decl::Enum(raw) => not_empty(scope, symbol, "enum", raw.values.is_empty(), raw.span),
            Decl::Object(raw) => not_empty(scope, symbol, "object", raw.fields.is_empty(), raw.span),
            Decl::Union(raw) => not_empty(scope, symbol, "union", raw.variants.is_empty(), raw.span),
            Decl::Id(_) | Decl::Table(_) => {}
        }
        distinct(scope, symbol.name, symbol.decl.values());
    }
}

fn not_empty(scope: &Scope<'_>, symbol: &Symbol<'_>, what: &str, is_empty: bool, whole: Span) {
    if is_empty && !scope.has_lost(whole) {
        let message = format!("the {what} `{}` is empty", symbol.name);
        scope.report(
            Diagnostic::new(code::EMPTY_LIST, symbol.span, message)
                .label("empty")
                .help("describe its contents; use the type `json` for any JSON, `string` for any text")
                .about(About::unused("payload", symbol.name)),
        );
    }
}

/// A value that stands twice is one mistake, whatever its other spellings.
fn distinct<'a>(scope: &Scope<'_>, name: &str, values: impl Iterator<Item = (&'a Sp<String>, &'a [Sp<String>])>) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for (code, also) in values {
        let mut again = None;
        for spelling in std::iter::once(code).chain(also) {
            match seen.get(spelling.value.as_str()) {
                Some(first) => again = again.or(Some((spelling, *first))),
                None => drop(seen.insert(&spelling.value, spelling.span)),
            }
        }
        let Some((code, first)) = again else { continue };
        scope.report(
            Diagnostic::new(code::DUPLICATE_CODE, code.span, format!("`{name}` lists the code `{}` twice", code.value))
                .label("repeated here")
                .also(first, "first listed here")
                .help("remove one of them"),
        );
    }
}
