//! Files become modules, and modules have names of their own.

use std::collections::{HashMap, HashSet};

use super::scope::Scope;
use crate::diag::{Diagnostic, code};
use crate::names::{self, RESERVED_MODULE_ENDS, RESERVED_MODULES};
use crate::source::Span;
use crate::symbols::{Decl, Symbol};

pub(super) fn check(scope: &Scope<'_>) {
    let codes: HashSet<String> = scope.symbols.all.iter().filter_map(codes_module).collect();
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for ((file, document), module) in scope.set.files.iter().zip(&scope.set.modules) {
        if !document.has_items() {
            continue;
        }
        // The name is not in the file; its first line stands for it.
        let start = Span { file: *file, start: 0, end: 0 };
        if let Some(first) = seen.insert(module, start) {
            scope.report(
                Diagnostic::new(code::DUPLICATE_RUST_NAME, start, format!("two files become the module `{module}`"))
                    .also(first, "the other file")
                    .help("rename one of them: modules are named after files, with `_` for each dash"),
            );
            continue;
        }
        let is_beside = RESERVED_MODULE_ENDS.iter().any(|end| module.ends_with(end));
        let is_taken = if scope.library.is_some() {
            module == "mod"
        } else {
            RESERVED_MODULES.contains(&module.as_str()) || is_beside || codes.contains(module)
        };
        let why = if is_taken {
            "generated crates already have a module of this name"
        } else if names::hides_a_crate(module, &scope.set.folder) {
            "it would hide a crate that generated code names"
        } else if names::is_device(module) {
            "it is a device name on Windows, where no file can have it"
        } else if names::is_identifier(module) {
            continue;
        } else if !module.is_ascii() {
            "module names consist of letters from a to z, digits and dashes"
        } else {
            "it is not a valid Rust module name"
        };
        scope.report(
            Diagnostic::new(code::RESERVED_WORD, start, format!("invalid module name `{module}`: {why}"))
                .help("rename the file"),
        );
    }
}

/// The module of an API's constants for codes of a library's table.
fn codes_module(symbol: &Symbol<'_>) -> Option<String> {
    let Decl::Table(table) = symbol.decl else { return None };
    let has_constants = table.extends.is_some() && !(table.rows.is_empty() && table.accepted().is_empty());
    has_constants.then(|| names::codes_module(symbol.name))
}
