//! Windows have a length, and each window and limit a name of its own.

use std::collections::HashMap;

use super::scope::Scope;
use crate::diag::{Diagnostic, code};
use crate::ir::bounds::Length;
use crate::raw::Sp;
use crate::raw::webhooks::Retry;
use crate::resolve::figures::length;

pub(super) fn check(scope: &Scope<'_>) {
    let documents = || scope.set.files.iter().map(|(_, document)| document);
    for (_, window) in documents().flat_map(|document| &document.windows) {
        if length(&window.length).is_none() {
            scope.report(
                Diagnostic::new(
                    code::BOUND_SHAPE,
                    window.length.span,
                    format!("invalid length of a window: `{}`", window.length.value),
                )
                .label("expected a number and a unit")
                .help("write it as `15 minutes`, `24 hours`, `7 days`, `8 weeks` or `13 months`"),
            );
        }
    }
    distinct(scope, "windows", documents().flat_map(|document| &document.windows).map(|(name, _)| name));
    distinct(scope, "limits", documents().flat_map(|document| &document.limits).map(|(name, _)| name));
}

/// Attempts to deliver an event are made at exact intervals, which a month is not.
pub(super) fn retry(scope: &Scope<'_>, retry: &Sp<Retry>) {
    let seconds = |written: &Sp<String>| {
        let seconds = length(written).and_then(Length::seconds);
        if seconds.is_none() {
            scope.report(
                Diagnostic::new(code::BOUND_SHAPE, written.span, format!("invalid time: `{}`", written.value))
                    .label("expected a number and a unit")
                    .help("write it as `5 minutes`, `2 hours`, `3 days` or `1 week`"),
            );
        }
        seconds
    };
    let (every, within) = (seconds(&retry.every), seconds(&retry.within));
    if every.zip(within).is_some_and(|(every, within)| every > within) {
        let (every, within) = (&retry.every, &retry.within);
        scope.report(
            Diagnostic::new(
                code::BOUND_SHAPE,
                every.span,
                format!("deliveries would never be retried: `{}` is longer than `{}`", every.value, within.value),
            )
            .label("the time between two attempts")
            .also(within.span, "the time from the first attempt to the last")
            .help("correct one of them, or remove `retry`"),
        );
    }
}

fn distinct<'a>(scope: &Scope<'_>, what: &str, all: impl Iterator<Item = &'a Sp<String>>) {
    let mut seen: HashMap<&str, &Sp<String>> = HashMap::new();
    for name in all {
        if let Some(first) = seen.insert(&name.value, name) {
            scope.report(
                Diagnostic::new(
                    code::BOUND_SHAPE,
                    name.span,
                    format!("duplicate name: two {what} of the API are called `{}`", name.value),
                )
                .label("duplicate name")
                .also(first.span, "first used here")
                .help("they become constants of one module: give each a specific name"),
            );
        }
    }
}
