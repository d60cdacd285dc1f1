//! An enum that an object moves through is a machine that starts, moves and ends.

use std::collections::HashMap;

use super::say;
use super::scope::Scope;
use crate::diag::{About, Diagnostic, code, suggest};
use crate::raw::Sp;
use crate::raw::types::{Enum, EnumValue};
use crate::symbols::Decl;

pub(super) fn check(scope: &Scope<'_>) {
    for symbol in &scope.symbols.all {
        if let Decl::Enum(raw) = symbol.decl
            && raw.is_status()
        {
            let by_code: HashMap<&str, usize> =
                raw.values.iter().enumerate().map(|(index, value)| (value.code.as_str(), index)).collect();
            for value in raw.values.iter() {
                moves(scope, symbol.name, value, &by_code);
                ends(scope, value);
            }
            starts(scope, symbol.name, symbol.span, raw, &by_code);
        }
    }
}

fn moves(scope: &Scope<'_>, name: &str, value: &EnumValue, by_code: &HashMap<&str, usize>) {
    let mut seen: HashMap<&str, crate::source::Span> = HashMap::new();
    for to in value.to.iter() {
        if !by_code.contains_key(to.value.as_str()) && !scope.may_have(name, to) {
            let what = format!("status of `{name}`");
            let mut diagnostic = say::unknown(code::UNKNOWN_STATUS, "status", to, by_code.keys().copied());
            diagnostic.message = format!("`{}` moves to `{}`, which is not a {what}", value.code.value, to.value);
            let diagnostic = say::spelling(diagnostic, to, scope.code_of(name, to));
            let about = About::missing("status", to).of(&format!("the enum `{name}`"));
            let diagnostic = diagnostic.about(about);
            scope.report(say::not_twice(diagnostic, |code| value.to.iter().any(|other| other.value == code)));
        }
        if let Some(first) = seen.insert(&to.value, to.span) {
            scope.report(
                Diagnostic::new(
                    code::DUPLICATE_CODE,
                    to.span,
                    format!("the transition to `{}` is listed twice", to.value),
                )
                .label("repeated here")
                .also(first, "first listed here")
                .help("remove one of them"),
            );
        }
    }
}

fn ends(scope: &Scope<'_>, value: &Sp<EnumValue>) {
    let code = &value.code;
    if let (true, Some(to)) = (value.last, value.to.first()) {
        scope.report(
            Diagnostic::new(
                code::STATUS_SHAPE,
                code.span,
                format!("the status `{}` is final, but has transitions", code.value),
            )
            .label("has `final: true`")
            .also(to.span, "has transitions")
            .help("remove `final`, or the transitions"),
        );
    }
    let misspelt = scope.misspelt("to", value.span) || scope.misspelt("final", value.span);
    if !value.last && value.to.is_empty() && !misspelt {
        scope.report(
            Diagnostic::new(code::STATUS_SHAPE, code.span, format!("the status `{}` is a dead end", code.value))
                .label("missing `to` or `final: true`")
                .help("add `to: [...]`, or `final: true` if it is an end state"),
        );
    }
}

fn starts(scope: &Scope<'_>, name: &str, span: crate::source::Span, raw: &Sp<Enum>, by_code: &HashMap<&str, usize>) {
    let initial: Vec<usize> = (0..raw.values.len()).filter(|index| raw.values[*index].initial).collect();
    if raw.values.is_empty() || scope.has_lost(raw.span) {
        return;
    }
    if initial.is_empty() {
        scope.report(
            Diagnostic::new(
                code::STATUS_SHAPE,
                span,
                format!("the enum `{name}` has transitions, but no initial status"),
            )
            .label("no initial status")
            .help("add `initial: true` to each status in which an object can start"),
        );
        return;
    }
    // Where a move leads to an unknown status, that may be the one which nothing leads to. So may the moves that a dead
    // end lacks.
    let is_known = |to: &Sp<String>| by_code.contains_key(to.value.as_str());
    let goes_on = |value: &Sp<EnumValue>| value.last || !value.to.is_empty();
    if !raw.values.iter().all(|value| goes_on(value) && value.to.iter().all(is_known)) {
        return;
    }
    let reached = reached(raw, initial, by_code);
    // What only follows on another such status is reached with that one; of a circle each is reported.
    let mut follows = vec![false; reached.len()];
    for (index, value) in raw.values.iter().enumerate().filter(|(index, _)| !reached[*index]) {
        let others = value.to.iter().filter_map(|to| by_code.get(to.as_str())).filter(|to| **to != index);
        others.for_each(|to| follows[*to] = true);
    }
    let has_root = (0..reached.len()).any(|index| !reached[index] && !follows[index]);
    for (index, is_reached) in reached.iter().copied().enumerate() {
        let value = &raw.values[index];
        if !is_reached && has_root && follows[index] {
            continue;
        }
        // A second entry of one code is a duplicate, and reported as one; so is one that differs in its case only.
        let is_again = raw.values[..index].iter().any(|other| suggest::is_same(&other.code, &value.code));
        if !is_reached && !is_again && by_code.get(value.code.as_str()) == Some(&index) {
            scope.report(
                Diagnostic::new(
                    code::UNREACHABLE_STATUS,
                    value.code.span,
                    format!("the status `{}` of `{name}` is unreachable", value.code.value),
                )
                .label("not reachable from an initial status")
                .help("add it to `to` of a preceding status, or set `initial: true`"),
            );
        }
    }
}

/// Which values can be reached from the initial ones by any number of moves.
fn reached(raw: &Enum, initial: Vec<usize>, by_code: &HashMap<&str, usize>) -> Vec<bool> {
    let mut reached = vec![false; raw.values.len()];
    let mut open = initial;
    while let Some(index) = open.pop() {
        if std::mem::replace(&mut reached[index], true) {
            continue;
        }
        open.extend(raw.values[index].to.iter().filter_map(|to| by_code.get(to.value.as_str())));
    }
    reached
}
