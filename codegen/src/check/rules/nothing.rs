//! Rules that hold for every request, or for none: what their condition says already.

use super::fields::{Fields, Found};
use crate::check::scope::Scope;
use crate::diag::{Diagnostic, code};
use crate::raw::rule::{Condition, Profile, Rule};
use crate::raw::{Items, Sp};
use crate::source::Span;
use crate::types::Shape;

/// What is known of the condition's field where the condition holds.
enum Known<'a> {
    /// It is given, whatever its value.
    Given,
    /// It is not given.
    Absent,
    /// It has one of these values, and so is given.
    OneOf(&'a Items<String>),
    /// It has none of these values, or is not given.
    NoneOf,
}

impl<'a> Known<'a> {
    fn of(when: &'a Condition) -> Option<Self> {
        Some(match (&when.is, &when.is_not, &when.present) {
            (Some(values), None, None) => Self::OneOf(values),
            (None, Some(_), None) => Self::NoneOf,
            (None, None, Some(present)) if present.value => Self::Given,
            (None, None, Some(_)) => Self::Absent,
            _ => return None,
        })
    }
}

pub(super) fn rule(scope: &Scope<'_>, fields: &Fields<'_, '_>, raw: &Sp<Rule>) {
    if scope.has_lost(raw.span) {
        return;
    }
    if let Some(when) = &raw.when {
        let list =
            |names: &'_ Option<Sp<Items<String>>>| names.as_ref().map(|names| names.value.to_vec()).unwrap_or_default();
        if conditional(scope, fields, when, &list(&raw.requires), &list(&raw.forbids)) {
            values(scope, fields, raw, when);
        }
    }
    holders(scope, raw);
}

pub(super) fn profile(scope: &Scope<'_>, fields: &Fields<'_, '_>, raw: &Sp<Profile>) {
    match raw.when.as_ref().filter(|_| !scope.has_lost(raw.span)) {
        Some(when) => drop(conditional(scope, fields, when, &raw.requires, &raw.forbids)),
        None => {
            for name in raw.requires.iter().filter(|name| fields.is_always_given(&name.value)) {
                let help = "remove it: the field is `required: true`";
                report(scope, name.span, format!("`{}` is always present", name.value), "no effect", name.span, help);
            }
        }
    }
}

fn report(scope: &Scope<'_>, span: Span, message: impl Into<String>, label: &str, when: Span, help: &str) {
    let found = Diagnostic::new(code::RULE_SHAPE, span, message).label(label).help(help);
    scope.report(if when == span { found } else { found.also(when, "the condition") });
}

/// Whether the condition may hold or not, and the fields that are demanded are others than its own.
fn conditional(
    scope: &Scope<'_>,
    fields: &Fields<'_, '_>,
    when: &Condition,
    requires: &[Sp<String>],
    forbids: &[Sp<String>],
) -> bool {
    let Some(known) = Known::of(when) else { return false };
    let (field, place) = (&when.field.value, when.field.span);
    if fields.is_always_given(field) {
        let (message, help) = match known {
            Known::Given => (format!("`{field}` is always present"), "remove `when`"),
            Known::Absent => (format!("`{field}` is never absent"), "make the parameter optional, or remove this"),
            Known::OneOf(_) | Known::NoneOf => return others(scope, fields, when, &known, requires, forbids),
        };
        let label = if matches!(known, Known::Given) { "always true" } else { "never true" };
        report(scope, place, message, label, place, help);
        return false;
    }
    others(scope, fields, when, &known, requires, forbids)
}

fn others(
    scope: &Scope<'_>,
    fields: &Fields<'_, '_>,
    when: &Condition,
    known: &Known<'_>,
    requires: &[Sp<String>],
    forbids: &[Sp<String>],
) -> bool {
    let field = &when.field.value;
    let place = when.field.span;
    // What an object holds may be allowed elsewhere, and only a condition can say that it is not allowed here.
    let is_own = !field.contains('.');
    let mut says_something = true;
    for name in requires {
        let (message, help) = if name.value == *field {
            match known {
                Known::Given | Known::OneOf(_) => (
                    format!("`{field}` is already present when the condition is true"),
                    "name another field: this requirement has no effect",
                ),
                Known::Absent | Known::NoneOf if !is_own => continue,
                Known::Absent | Known::NoneOf => {
                    (format!("`{field}` would always be required"), "use `required: true` on the field instead")
                }
            }
        } else if fields.is_always_given(&name.value) {
            (format!("`{}` is always present", name.value), "remove it: the field is `required: true`")
        } else {
            continue;
        };
        says_something = false;
        report(scope, name.span, message, "no effect", place, help);
    }
    for name in forbids.iter().filter(|name| name.value == *field) {
        let (message, help) = match known {
            Known::Absent => (
                format!("`{field}` is already absent when the condition is true"),
                "name another field: this requirement has no effect",
            ),
            Known::Given if !is_own => continue,
            Known::NoneOf if !is_single(fields, when) => continue,
            Known::Given => (format!("`{field}` would never be allowed"), "remove the field instead"),
            Known::OneOf(_) => {
                (format!("`{field}` is refused for its value"), "use `none_of` with these values instead")
            }
            Known::NoneOf => (format!("`{field}` is refused for its value"), "use `one_of` with these values instead"),
        };
        says_something = false;
        report(scope, name.span, message, "the field of the condition", place, help);
    }
    says_something
}

/// Whether the field of a condition has one value, where a list would have several.
fn is_single(fields: &Fields<'_, '_>, when: &Condition) -> bool {
    matches!(fields.find(&when.field), Some(Found::Field { known, .. }) if known.shape == Shape::One)
}

/// A check of a value, on the field whose values the condition names.
fn values(scope: &Scope<'_>, fields: &Fields<'_, '_>, raw: &Rule, when: &Condition) {
    let Some(Known::OneOf(given)) = Known::of(when).filter(|_| is_single(fields, when)) else { return };
    let field = &when.field.value;
    let has = |values: &Items<String>, text: &str| values.iter().any(|value| value.value == text);
    let number = |text: &str| text.parse::<i64>().ok();
    let passes: Vec<Option<bool>> = given
        .iter()
        .map(|value| {
            let text = value.as_str();
            if let Some(check) = raw.one_of.as_ref().filter(|check| check.field.value == *field) {
                return Some(has(&check.values, text));
            }
            if let Some(check) = raw.none_of.as_ref().filter(|check| check.field.value == *field) {
                return Some(!has(&check.values, text));
            }
            let check = raw.range.as_ref().filter(|check| check.field.value == *field)?;
            let number = number(text)?;
            Some(check.min.is_none_or(|min| number >= min) && check.max.is_none_or(|max| number <= max))
        })
        .collect();
    let Some(passes) = passes.into_iter().collect::<Option<Vec<bool>>>().filter(|passes| !passes.is_empty()) else {
        return;
    };
    let place = when.field.span;
    if passes.iter().all(|passes| *passes) {
        let message = format!("all values of the condition pass the check of `{field}`");
        report(
            scope,
            raw.name.span,
            message,
            "refuses nothing",
            place,
            "name another field in `when`, or remove the rule",
        );
    } else {
        let message = format!("the condition lists values of `{field}` that the check refuses");
        let help = "use `none_of` to refuse a value unconditionally, or name another field in `when`";
        report(scope, raw.name.span, message, "refuses what it applies to", place, help);
    }
}

/// A choice between a field and what holds it: whoever gives the one gives the other.
fn holders(scope: &Scope<'_>, raw: &Rule) {
    for list in [&raw.exactly_one_of, &raw.at_most_one_of, &raw.at_least_one_of].into_iter().flatten() {
        let inside = |name: &str, holder: &str| name.strip_prefix(holder).is_some_and(|rest| rest.starts_with('.'));
        for name in list.iter() {
            let Some(holder) = list.iter().find(|holder| inside(&name.value, &holder.value)) else { continue };
            let found = Diagnostic::new(
                code::RULE_SHAPE,
                name.span,
                format!("`{}` is never present without `{}`", name.value, holder.value),
            );
            scope.report(
                found
                    .label("not a choice")
                    .also(holder.span, "contains it")
                    .help("name fields that do not contain each other"),
            );
        }
    }
}
