//! Texts that are shown in a sentence of ours, or sent as they are, are visible.

use super::scope::Scope;
use crate::diag::{Diagnostic, code};
use crate::parse::markup::named;
use crate::source::Span;

pub(super) fn check(scope: &Scope<'_>) {
    for (_, document) in &scope.set.files {
        for (_, table) in &document.tables {
            let rows = table.rows.iter().chain(table.adds.iter().map(|(_, row)| row));
            for (column, cell) in rows.flat_map(|row| row.iter()) {
                let spellings = cell.as_array().into_iter().flatten().chain([&cell.value]);
                spellings.filter_map(|text| text.as_str()).for_each(|text| {
                    visible(scope, &format!("`{}`", column.value), cell.span, text);
                });
            }
        }
    }
    for operation in scope.operations() {
        let reasons = operation.raw.responses.iter().flat_map(|(_, response)| response.reasons.iter());
        for message in reasons.filter_map(|(_, reason)| reason.message.as_ref()) {
            visible(scope, "`message`", message.span, message);
        }
        for (name, value) in &operation.raw.query {
            visible(scope, &format!("`{}`", name.value), value.span, value);
        }
    }
    let Some(api) = scope.api else { return };
    for value in api.headers.iter().filter_map(|(_, header)| header.value.value.as_ref()) {
        visible(scope, "`value`", value.span, value);
    }
    let tokens = api.auth.iter().filter_map(|(_, auth)| auth.token.as_ref());
    for (name, value) in tokens.flat_map(|token| token.send.iter()) {
        visible(scope, &format!("`{}`", name.value), value.span, value);
    }
}

fn visible(scope: &Scope<'_>, what: &str, span: Span, value: &str) {
    if let Some(c) = value.chars().find(|c| c.is_control()) {
        scope.report(
            Diagnostic::new(code::MARKUP, span, format!("{what} contains {}", named(c)))
                .help("use visible characters, on one line"),
        );
    }
}
