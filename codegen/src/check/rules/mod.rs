//! Rules and profiles: their fields exist, their checks make sense, and they do not contradict each other.

mod against;
mod fields;
mod nothing;
mod profiles;
mod shape;
mod values;

use std::collections::HashMap;

use super::scope::Scope;
use super::walk::{Group, Owner};
use crate::diag::{Diagnostic, code};
use crate::ir::rule::REQUIRED;
use crate::names::{accepted_rule, form_rule, format_rule};
use crate::raw::Sp;
use crate::raw::rule::{Condition, Rule};
use crate::source::Span;
use crate::symbols::Decl;
use crate::types::parse;

use fields::Fields;

pub(super) fn check(scope: &Scope<'_>) {
    for group in scope.groups() {
        names(scope, group);
        twice(scope, group);
        of_formats(scope, group);
        of_accepted(scope, group);
        of_declarations(scope, group);
        // Most groups have no rules, and their fields need no second look.
        if group.rules.is_empty() && group.profiles.is_none_or(crate::raw::Named::is_empty) {
            continue;
        }
        let fields = Fields::of(scope, group);
        for raw in group.rules {
            let known = raw.against.as_ref().map(|object| against::object(scope, group, raw, object));
            match known {
                None => one(scope, group, &fields, raw),
                Some(Some(object)) => {
                    against::used(scope, group, raw, object);
                    one(scope, group, &fields.against(object), raw);
                }
                // What the paths lead into is not known; that is reported.
                Some(None) => {}
            }
        }
        group.profiles.iter().flat_map(|profiles| profiles.iter()).for_each(|(name, profile)| {
            profiles::check(scope, &fields, name, profile);
        });
    }
}

fn one(scope: &Scope<'_>, group: &Group<'_>, fields: &Fields<'_, '_>, raw: &Sp<Rule>) {
    if raw.warning {
        warns(scope, group, raw);
    }
    shape::check(scope, fields, raw);
    nothing::rule(scope, fields, raw);
    raw.when.iter().for_each(|when| condition(scope, fields, when));
}

/// Only requests are sent although something is doubtful about them.
fn warns(scope: &Scope<'_>, group: &Group<'_>, raw: &Rule) {
    let why = match (&raw.against, group.owner) {
        (Some(_), _) => "a precondition on an object cannot be a warning",
        (None, Owner::File(..)) => "a row of a file is either written or refused",
        (None, _) => return,
    };
    scope.report(
        Diagnostic::new(code::RULE_SHAPE, raw.name.span, format!("the rule `{}` cannot be a warning", raw.name.value))
            .label(why)
            .help("remove `warning`, or describe it in `docs`"),
    );
}

/// The rule of a format has a name that follows from the field's.
fn of_formats(scope: &Scope<'_>, group: &Group<'_>) {
    for (wire, format) in group.fields.iter().filter_map(|(wire, field)| Some((wire, field.format.as_ref()?))) {
        let implied = format_rule(wire);
        let Some(written) = group.rules.iter().find(|rule| rule.name.value == implied) else { continue };
        let message = format!("`format` already creates a rule `{implied}`");
        scope.report(
            Diagnostic::new(code::DUPLICATE_RULE, written.name.span, message)
                .label("duplicate name")
                .also(format.span, "creates the rule")
                .help("error messages name the broken rule: rename this one"),
        );
    }
}

/// So has the rule of a field whose codes the API accepts in part.
fn of_accepted(scope: &Scope<'_>, group: &Group<'_>) {
    for (wire, field) in group.fields {
        let table = parse(&field.kind).and_then(|expression| match scope.symbols.get(expression.name)?.decl {
            Decl::Table(table) => table.accepted().first(),
            _ => None,
        });
        let Some(accepted) = table else { continue };
        let implied = accepted_rule(wire);
        let Some(written) = group.rules.iter().find(|rule| rule.name.value == implied) else { continue };
        let message = format!("`accepts` already creates a rule `{implied}`");
        scope.report(
            Diagnostic::new(code::DUPLICATE_RULE, written.name.span, message)
                .label("duplicate name")
                .also(accepted.span, "creates the rule")
                .help("error messages name the broken rule: rename this one"),
        );
    }
}

/// So have the rules of what is required and of dates that are compact.
fn of_declarations(scope: &Scope<'_>, group: &Group<'_>) {
    for rule in group.rules {
        let name = rule.name.as_str();
        let is_form = |wire: &str| name == form_rule(wire);
        let compact = group.fields.iter().find_map(|(wire, field)| field.compact.as_ref().filter(|_| is_form(wire)));
        let required = group.fields.iter().find(|(_, field)| field.required && name == REQUIRED);
        let place = compact.map(|compact| compact.span).or(required.map(|(wire, _)| wire.span));
        let Some(place) = place else { continue };
        let message = format!("the fields already create a rule `{name}`");
        scope.report(
            Diagnostic::new(code::DUPLICATE_RULE, rule.name.span, message)
                .label("duplicate name")
                .also(place, "creates the rule")
                .help("error messages name the broken rule: rename this one"),
        );
    }
}

/// Error messages name a rule or profile, so a name stands for one of them.
fn names(scope: &Scope<'_>, group: &Group<'_>) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    let profiles = group.profiles.into_iter().flat_map(|profiles| profiles.iter()).map(|(name, _)| name);
    for name in group.rules.iter().map(|rule| &rule.name).chain(profiles) {
        let Some(first) = seen.insert(&name.value, name.span) else { continue };
        let message = format!("two rules or profiles are called `{}`", name.value);
        scope.report(
            Diagnostic::new(code::DUPLICATE_RULE, name.span, message)
                .label("duplicate name")
                .also(first, "first defined here")
                .help("error messages name the broken rule: rename one of them"),
        );
    }
}

/// Of two rules that check the same one is never the one that was broken. Two of one name are told by it.
fn twice(scope: &Scope<'_>, group: &Group<'_>) {
    for (at, rule) in group.rules.iter().enumerate().filter(|(_, rule)| rule.checks().count() == 1) {
        let is_same = |first: &&Sp<Rule>| first.name.value != rule.name.value && first.is_same_check(rule);
        let Some(first) = group.rules.iter().take(at).find(is_same) else { continue };
        // What could not be read of two rules is not the same.
        if rule.checks().chain(first.checks()).any(|check| scope.has_lost(check) || scope.is_replaced(check)) {
            continue;
        }
        let message = format!("the rules `{}` and `{}` check the same", first.name.value, rule.name.value);
        scope.report(
            Diagnostic::new(code::DUPLICATE_RULE, rule.name.span, message)
                .label("duplicate check")
                .also(first.name.span, "first checked here")
                .help("remove one of them, or correct what it checks"),
        );
    }
}

fn condition(scope: &Scope<'_>, fields: &Fields<'_, '_>, when: &Sp<Condition>) {
    let found = fields.find(&when.field);
    for values in [&when.is, &when.is_not].into_iter().flatten() {
        if let Some(found) = found {
            values::fit(fields, &when.field, found, values, values.span);
        }
    }
    let tests = [
        ("is", when.is.as_ref().map(|values| values.span)),
        ("is_not", when.is_not.as_ref().map(|values| values.span)),
        ("present", when.present.as_ref().map(|present| present.span)),
    ];
    let given: Vec<(&str, Span)> = tests.into_iter().filter_map(|(key, span)| Some((key, span?))).collect();
    match given.as_slice() {
        [_] => {}
        [(first, _), (second, span), ..] => scope.report(
            Diagnostic::new(code::RULE_SHAPE, *span, format!("a condition has both `{first}` and `{second}`"))
                .label("mutually exclusive")
                .help("keep one: a field with a value is present"),
        ),
        [] if tests.iter().any(|(key, _)| scope.misspelt(key, when.span)) => {}
        [] => scope.report(
            Diagnostic::new(code::RULE_SHAPE, when.field.span, "the condition has no test")
                .label("incomplete")
                .help("add `is: [...]`, `is_not: [...]` or `present: true`"),
        ),
    }
}
