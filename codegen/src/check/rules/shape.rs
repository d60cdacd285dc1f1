//! A rule holds one check, and the check suits its field.

use std::collections::HashMap;

use super::fields::{Fields, Found};
use super::values;
use crate::check::scope::Scope;
use crate::check::text;
use crate::check::types::{Known, describe};
use crate::diag::{Diagnostic, code};
use crate::raw::rule::{Pattern, Rule, UniqueBy};
use crate::raw::{Items, Sp};
use crate::source::Span;
use crate::symbols::Decl;
use crate::types::{Builtin, Shape};

pub(super) fn check(scope: &Scope<'_>, fields: &Fields<'_, '_>, raw: &Sp<Rule>) {
    one_check(scope, raw);
    groups(scope, fields, raw);
    numbers(scope, fields, raw);
    texts(scope, fields, raw);
    lists(scope, fields, raw);
    let one_of = raw.one_of.iter().map(|list| (&list.field, &list.values, list.span));
    for (field, list, whole) in one_of.chain(raw.none_of.iter().map(|list| (&list.field, &list.values, list.span))) {
        if let Some(found) = fields.find(field) {
            values::fit(fields, field, found, list, whole);
        }
    }
}

fn report(scope: &Scope<'_>, span: Span, message: impl Into<String>, help: &str) {
    scope.report(Diagnostic::new(code::RULE_SHAPE, span, message).help(help));
}

fn one_check(scope: &Scope<'_>, raw: &Sp<Rule>) {
    let mut found: Vec<Span> = raw.checks().collect();
    found.sort_unstable();
    match found.as_slice() {
        [] if scope.has_lost(raw.span) => {}
        [] => scope.report(
            Diagnostic::new(code::RULE_SHAPE, raw.name.span, format!("the rule `{}` has no check", raw.name.value))
                .label("missing check")
                .help(format!("add one of {}", Rule::CHECKS.join(", "))),
        ),
        [_] => {}
        [first, second, ..] => scope.report(
            Diagnostic::new(code::RULE_SHAPE, *second, format!("the rule `{}` has several checks", raw.name.value))
                .label("one check too many")
                .also(*first, "the first check")
                .help("split it into one rule per check, so that error messages are specific"),
        ),
    }
}

fn groups(scope: &Scope<'_>, fields: &Fields<'_, '_>, raw: &Sp<Rule>) {
    let is_always = raw.when.is_none() && !scope.misspelt("when", raw.span);
    for group in
        [&raw.exactly_one_of, &raw.at_least_one_of, &raw.at_most_one_of, &raw.all_or_none].into_iter().flatten()
    {
        let found = distinct_fields(scope, fields, group);
        required_leaves_no_choice(scope, &found);
        // A field that is not known is reported as such.
        if group.len() < 2 && found.len() == group.len() && !scope.has_lost(group.span) {
            let help = "name at least two fields; for a field that is always required, use `required: true`";
            report(scope, group.span, "a choice needs at least two fields", help);
        }
    }
    if let Some(requires) = &raw.requires {
        distinct_fields(scope, fields, requires);
        not_empty(scope, requires);
        if is_always && !requires.is_empty() {
            let help = "use `required: true` on the fields, or add `when`";
            report(scope, requires.span, "an unconditional requirement is not a rule", help);
        }
    }
    if let Some(forbids) = &raw.forbids {
        let found = distinct_fields(scope, fields, forbids);
        not_empty(scope, forbids);
        if is_always && !forbids.is_empty() {
            let help = "remove the fields, or add `when`";
            report(scope, forbids.span, "an unconditionally forbidden field should not be declared", help);
        }
        required_cannot_be_forbidden(scope, "rule", &found);
    }
}

fn not_empty(scope: &Scope<'_>, names: &Sp<Items<String>>) {
    if names.is_empty() && !scope.has_lost(names.span) {
        report(scope, names.span, "the rule names no field", "name at least one");
    }
}

/// Looks up all fields of a list, which must differ.
pub(super) fn distinct_fields<'n, 'a>(
    scope: &Scope<'_>,
    fields: &Fields<'_, 'a>,
    names: &'n [Sp<String>],
) -> Vec<(&'n Sp<String>, Found<'a>)> {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    let mut found = Vec::new();
    for name in names {
        if let Some(first) = seen.insert(&name.value, name.span) {
            scope.report(
                Diagnostic::new(code::RULE_SHAPE, name.span, format!("`{}` is listed twice", name.value))
                    .label("repeated here")
                    .also(first, "first listed here")
                    .help("remove one of them"),
            );
            continue;
        }
        found.extend(fields.find_beside(name, names).map(|field| (name, field)));
    }
    found
}

/// A parameter that is always there decides every choice it is part of.
fn required_leaves_no_choice(scope: &Scope<'_>, group: &[(&Sp<String>, Found<'_>)]) {
    for (name, found) in group {
        let Found::Field { field, top: true, .. } = found else { continue };
        if field.required {
            let message = format!("`{}` is always present, which leaves no choice", name.value);
            scope.report(
                Diagnostic::new(code::RULE_SHAPE, name.span, message)
                    .label("not optional")
                    .also(field.kind.span, "declared with `required: true`")
                    .help("make the parameter optional, or remove it from the rule"),
            );
        }
    }
}

/// A parameter that is always there cannot be forbidden.
pub(super) fn required_cannot_be_forbidden(scope: &Scope<'_>, what: &str, forbidden: &[(&Sp<String>, Found<'_>)]) {
    for (name, found) in forbidden {
        let Found::Field { field, top: true, .. } = found else { continue };
        if field.required {
            scope.report(
                Diagnostic::new(
                    code::PROFILE_CONFLICT,
                    name.span,
                    format!("the {what} forbids `{}`, which is required", name.value),
                )
                .label("forbidden here")
                .also(field.kind.span, "declared with `required: true`")
                .help("make the parameter optional, or allow it here"),
            );
        }
    }
}

fn numbers(scope: &Scope<'_>, fields: &Fields<'_, '_>, raw: &Rule) {
    if let Some(range) = &raw.range {
        // Bounds of another kind may be those of another check.
        if !scope.has_lost(range.span) {
            number(scope, fields, &range.field);
        }
        bounds(scope, range.span, &range.field, range.min, range.max);
    }
    if let Some(multiple) = &raw.multiple_of {
        number(scope, fields, &multiple.field);
        if multiple.of.value < 2 {
            let message = format!("a multiple of {} has no effect", multiple.of.value);
            report(scope, multiple.of.span, message, "use a number of at least 2");
        }
    }
    if let Some(bound) = &raw.not_above {
        number(scope, fields, &bound.field);
        number(scope, fields, &bound.other);
        if bound.field.value == bound.other.value {
            report(
                scope,
                bound.other.span,
                "a number is never greater than itself",
                "set `other` to the greater number",
            );
        }
    }
}

fn bounds<T: PartialOrd + std::fmt::Display>(
    scope: &Scope<'_>,
    whole: Span,
    field: &Sp<String>,
    min: Option<T>,
    max: Option<T>,
) {
    match (min, max) {
        (None, None) if scope.has_lost(whole) => {}
        (None, None) => report(scope, field.span, "missing bounds", "add `min`, `max` or both"),
        (Some(min), Some(max)) if min > max => {
            let message = format!("no value lies between {min} and {max}");
            report(scope, field.span, message, "swap `min` and `max`");
        }
        _ => {}
    }
}

/// Finds a field and says when the check does not suit it.
fn suits(
    scope: &Scope<'_>,
    fields: &Fields<'_, '_>,
    name: &Sp<String>,
    wanted: &str,
    test: impl Fn(Known<'_>) -> bool,
) {
    let Some(Found::Field { field, known, .. }) = fields.find(name) else { return };
    if !test(known) {
        scope.report(
            Diagnostic::new(
                code::RULE_SHAPE,
                name.span,
                format!("the check requires {wanted}, but `{}` is {}", name.value, describe(known)),
            )
            .label(format!("expected {wanted}"))
            .also(field.kind.span, "its type")
            .help("name another field, or use another check"),
        );
    }
}

fn number(scope: &Scope<'_>, fields: &Fields<'_, '_>, name: &Sp<String>) {
    // Some APIs write numbers as text; of a list each item is looked at.
    suits(scope, fields, name, "a number", |known| {
        matches!(known.builtin(), Some(Builtin::Integer | Builtin::Amount | Builtin::Iterations | Builtin::String))
    });
}

fn is_text(known: Known<'_>) -> bool {
    let is_id = matches!(known.declared().map(|symbol| symbol.decl), Some(Decl::Id(_)));
    is_id || matches!(known.builtin(), Some(Builtin::String | Builtin::Secret | Builtin::CardNumber))
}

fn is_date(known: Known<'_>) -> bool {
    matches!(known.builtin(), Some(Builtin::Date | Builtin::DateTime))
}

fn texts(scope: &Scope<'_>, fields: &Fields<'_, '_>, raw: &Rule) {
    if let Some(length) = &raw.length {
        suits(scope, fields, &length.field, "a text", is_text);
        bounds(scope, length.span, &length.field, length.min, length.max);
        match (length.min, length.max) {
            (Some(0), None) => {
                report(scope, length.field.span, "a `min` of 0 has no effect", "use a `min` of at least 1");
            }
            (_, Some(0)) => {
                report(scope, length.field.span, "a `max` of 0 allows no text", "use a `max` of at least 1");
            }
            _ => {}
        }
    }
    if let Some(pattern) = &raw.pattern {
        suits(scope, fields, &pattern.field, "a text", |known| is_text(known) || is_date(known));
        expression(scope, pattern);
    }
    if let Some(number) = &raw.luhn {
        suits(scope, fields, number, "a card number", |known| {
            matches!(known.builtin(), Some(Builtin::CardNumber | Builtin::String))
        });
    }
    if let Some(date) = &raw.date {
        suits(scope, fields, &date.field, "a date", |known| is_date(known) || known.builtin() == Some(Builtin::String));
    }
}

fn expression(scope: &Scope<'_>, pattern: &Pattern) {
    let written = pattern.pattern.as_str();
    // As it is and as the runtime puts it, where the whole text must match.
    if let Some(inner) =
        written.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')).filter(|inner| !inner.is_empty())
    {
        let found = Diagnostic::new(code::RULE_SHAPE, pattern.pattern.span, "the slashes are part of the expression")
            .label("matches texts that begin and end with a slash")
            .help("use `[/]` for a literal slash");
        return scope.report(match text::inner(&pattern.pattern) {
            Some(place) => found.patch(place, inner, "remove the slashes"),
            None => found,
        });
    }
    let compiled = regex_lite::Regex::new(written).and_then(|_| regex_lite::Regex::new(&format!("^(?:{written})$")));
    if let Err(error) = compiled {
        scope.report(
            Diagnostic::new(code::RULE_SHAPE, pattern.pattern.span, "invalid regular expression")
                .label(error.to_string())
                .help("use the syntax of the `regex-lite` crate: no look-around, no back-references"),
        );
    }
}

fn lists(scope: &Scope<'_>, fields: &Fields<'_, '_>, raw: &Rule) {
    if let Some(items) = &raw.min_items {
        suits(scope, fields, &items.field, "a list", |known| known.shape == Shape::List);
        if items.min == 0 {
            report(scope, items.field.span, "a `min` of 0 has no effect", "use a `min` of at least 1");
        }
    }
    if let Some(items) = &raw.max_items {
        let has_items = |known: Known<'_>| {
            matches!(known.shape, Shape::List | Shape::Map) || known.builtin() == Some(Builtin::Metadata)
        };
        suits(scope, fields, &items.field, "a list", has_items);
        if items.max == 0 {
            report(scope, items.field.span, "a `max` of 0 allows no items", "use a `max` of at least 1");
        }
    }
    if let Some(unique) = &raw.unique_by {
        unique_by(scope, fields, unique);
    }
}

fn unique_by(scope: &Scope<'_>, fields: &Fields<'_, '_>, unique: &UniqueBy) {
    let is_list = |known: Known<'_>| known.shape == Shape::List && known.is_object();
    suits(scope, fields, &unique.field, "a list of objects", is_list);
    if let Some(list @ Found::Field { known, .. }) = fields.find(&unique.field)
        && is_list(known)
    {
        fields.find_in(list, &unique.key);
    }
}
