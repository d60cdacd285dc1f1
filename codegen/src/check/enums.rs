//! Enums and objects have something in them, and each code once.

use std::collections::HashMap;

use super::scope::Scope;
use crate::diag::{Diagnostic, code};
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
        distinct(scope, symbol.name, symbol.decl.spellings());
    }
}

fn not_empty(scope: &Scope<'_>, symbol: &Symbol<'_>, what: &str, is_empty: bool, whole: Span) {
    if is_empty && !scope.has_lost(whole) {
        let message = format!("the {what} `{}` has nothing in it", symbol.name);
        scope.report(
            Diagnostic::new(code::EMPTY_LIST, symbol.span, message)
                .label("empty")
                .help("describe what it holds; for any JSON there is the type `json`, for any text `string`"),
        );
    }
}

fn distinct<'a>(scope: &Scope<'_>, name: &str, codes: impl Iterator<Item = &'a Sp<String>>) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for code in codes {
        let Some(first) = seen.get(code.value.as_str()) else {
            seen.insert(&code.value, code.span);
            continue;
        };
        scope.report(
            Diagnostic::new(code::DUPLICATE_CODE, code.span, format!("`{name}` has the code `{}` twice", code.value))
                .label("given again here")
                .also(*first, "first given here")
                .help("remove one of the two"),
        );
    }
}
