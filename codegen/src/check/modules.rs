//! Files become modules, and modules have names of their own.

use super::scope::Scope;
use crate::diag::{Diagnostic, code};
use crate::names::{self, RESERVED_MODULES};
use crate::source::Span;

pub(super) fn check(scope: &Scope<'_>) {
    if scope.library.is_some() {
        return;
    }
    for ((file, document), module) in scope.set.files.iter().zip(&scope.set.modules) {
        if !document.has_items() {
            continue;
        }
        let is_beside = ["_operations", "_specs"].iter().any(|end| module.ends_with(end));
        let why = if RESERVED_MODULES.contains(&module.as_str()) || is_beside {
            "generated crates have such a module already"
        } else if names::is_identifier(module) {
            continue;
        } else {
            "that is no name for a module of Rust"
        };
        // The name is not in the file; its first line stands for it.
        let start = Span { file: *file, start: 0, end: 0 };
        scope.report(
            Diagnostic::new(code::RESERVED_WORD, start, format!("this file would become the module `{module}`: {why}"))
                .help("rename the file"),
        );
    }
}
