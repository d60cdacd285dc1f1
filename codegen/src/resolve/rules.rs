//! What a rule says, and of which fields.

use crate::ir::{self, Check, Test};
use crate::raw::{Items, Sp, rule as raw};

/// All paths that a rule names.
pub(crate) fn paths(raw: &raw::Rule) -> Vec<String> {
    let Some(mut rule) = self::rule(raw) else { return Vec::new() };
    let mut found = Vec::new();
    for_each_path(&mut rule, |path| found.push(path.clone()));
    found
}

/// A rule without its evidence; `None` where it demands nothing.
pub(crate) fn rule(raw: &raw::Rule) -> Option<ir::Rule> {
    Some(ir::Rule {
        name: raw.name.value.clone(),
        when: raw.when.as_ref().and_then(|when| condition(when)),
        check: check(raw)?,
        because: raw.because.trim().to_owned(),
        evidence: None,
    })
}

/// A condition; `None` where it tests nothing.
pub(crate) fn condition(raw: &raw::Condition) -> Option<ir::Condition> {
    let test = match (&raw.is, &raw.is_not, &raw.present) {
        (Some(values), _, _) => Test::OneOf(texts(values)),
        (None, Some(values), _) => Test::NoneOf(texts(values)),
        (None, None, Some(present)) if present.value => Test::Present,
        (None, None, Some(_)) => Test::Absent,
        (None, None, None) => return None,
    };
    Some(ir::Condition { field: raw.field.value.clone(), test })
}

/// The values without their places.
pub(crate) fn texts(items: &Items<String>) -> Vec<String> {
    items.iter().map(|item| item.value.clone()).collect()
}

fn check(raw: &raw::Rule) -> Option<Check> {
    let field = |field: &Sp<String>| field.value.clone();
    if let Some(fields) = &raw.exactly_one_of {
        return Some(Check::ExactlyOneOf(texts(fields)));
    }
    if let Some(fields) = &raw.at_least_one_of {
        return Some(Check::AtLeastOneOf(texts(fields)));
    }
    if let Some(fields) = &raw.at_most_one_of {
        return Some(Check::AtMostOneOf(texts(fields)));
    }
    if let Some(fields) = &raw.all_or_none {
        return Some(Check::AllOrNone(texts(fields)));
    }
    if let Some(fields) = &raw.requires {
        return Some(Check::Requires(texts(fields)));
    }
    if let Some(fields) = &raw.forbids {
        return Some(Check::Forbids(texts(fields)));
    }
    if let Some(range) = &raw.range {
        return Some(Check::Range { field: field(&range.field), min: range.min, max: range.max });
    }
    if let Some(multiple) = &raw.multiple_of {
        return Some(Check::MultipleOf { field: field(&multiple.field), of: multiple.of.value });
    }
    if let Some(length) = &raw.length {
        return Some(Check::Length { field: field(&length.field), min: length.min, max: length.max });
    }
    if let Some(items) = &raw.min_items {
        return Some(Check::MinItems { field: field(&items.field), min: items.min });
    }
    if let Some(items) = &raw.max_items {
        return Some(Check::MaxItems { field: field(&items.field), max: items.max });
    }
    if let Some(pattern) = &raw.pattern {
        let (pattern_text, means) = (pattern.matches.value.clone(), pattern.means.value.clone());
        return Some(Check::Pattern { field: field(&pattern.field), pattern: pattern_text, means });
    }
    if let Some(one) = &raw.one_of {
        return Some(Check::OneOf { field: field(&one.field), values: texts(&one.values) });
    }
    if let Some(none) = &raw.none_of {
        return Some(Check::NoneOf { field: field(&none.field), values: texts(&none.values) });
    }
    if let Some(unique) = &raw.unique_by {
        return Some(Check::UniqueBy { field: field(&unique.field), key: unique.key.value.clone() });
    }
    if let Some(bound) = &raw.not_above {
        return Some(Check::NotAbove { field: field(&bound.field), other: bound.other.value.clone() });
    }
    if let Some(number) = &raw.luhn {
        return Some(Check::Luhn { field: field(number) });
    }
    raw.date.as_ref().map(|date| Check::Date { field: field(&date.field), form: date.form.value })
}

/// Visits all paths that a rule names.
pub(crate) fn for_each_path(rule: &mut ir::Rule, mut visit: impl FnMut(&mut String)) {
    match &mut rule.check {
        Check::ExactlyOneOf(fields)
        | Check::AtLeastOneOf(fields)
        | Check::AtMostOneOf(fields)
        | Check::AllOrNone(fields)
        | Check::Requires(fields)
        | Check::Forbids(fields) => fields.iter_mut().for_each(&mut visit),
        Check::Range { field, .. }
        | Check::MultipleOf { field, .. }
        | Check::Length { field, .. }
        | Check::MinItems { field, .. }
        | Check::MaxItems { field, .. }
        | Check::Pattern { field, .. }
        | Check::OneOf { field, .. }
        | Check::NoneOf { field, .. }
        | Check::UniqueBy { field, .. }
        | Check::Luhn { field }
        | Check::Date { field, .. }
        | Check::Format { field, .. } => visit(field),
        Check::NotAbove { field, other } => {
            visit(field);
            visit(other);
        }
    }
    if let Some(condition) = &mut rule.when {
        visit(&mut condition.field);
    }
}
