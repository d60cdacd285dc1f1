//! Checks on the text of a field.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use regex_lite::Regex;

use super::Check;
use super::message::{self, Finding};
use super::scope::{Place, split};
use crate::card::passes_luhn;
use crate::{CompactDate, DateTime, Parsed};

/// Checks the fields below `scope`; `paths` are those of the check, in order.
pub(super) fn check_values(check: &Check, paths: &[&[&str]], scope: &Place<'_>) -> Vec<Finding> {
    let Some((path, others)) = paths.split_first() else {
        return Vec::new();
    };
    let each_text = |judge: &dyn Fn(&str) -> Option<String>| -> Vec<Finding> {
        let texts = scope.find(path).into_iter().flat_map(Place::texts);
        texts.filter_map(|(place, text)| Some(Finding::at(&place, judge(text)?))).collect()
    };
    match *check {
        Check::Range { min, max, .. } => each_text(&|text| match integer(text) {
            None => Some(message::not_an_integer(min, max)),
            Some(number) if min.is_some_and(|min| number < i128::from(min)) => {
                Some(message::out_of_range("below", min, max))
            }
            Some(number) if max.is_some_and(|max| number > i128::from(max)) => {
                Some(message::out_of_range("above", min, max))
            }
            Some(_) => None,
        }),
        Check::MultipleOf { of, .. } => each_text(&|text| {
            if of == 0 {
                return Some(message::unusable("nothing is a multiple of zero"));
            }
            let is_multiple = integer(text).is_some_and(|number| number.wrapping_rem(of.into()) == 0);
            (!is_multiple).then(|| message::not_a_multiple(of))
        }),
        Check::Length { min, max, .. } => each_text(&|text| {
            let length = text.chars().count();
            let beyond = |bound: Option<u32>| bound.and_then(|bound| usize::try_from(bound).ok());
            if beyond(min).is_some_and(|min| length < min) {
                Some(message::wrong_length("too short", min, max))
            } else if beyond(max).is_some_and(|max| length > max) {
                Some(message::wrong_length("too long", min, max))
            } else {
                None
            }
        }),
        Check::MinItems { min, .. } => scope
            .find(path)
            .iter()
            .filter(|place| place.items().is_some_and(|items| usize::try_from(min).is_ok_and(|min| items.len() < min)))
            .map(|place| Finding::at(place, message::too_few(min)))
            .collect(),
        Check::MaxItems { max, .. } => scope
            .find(path)
            .iter()
            .filter(|place| usize::try_from(max).is_ok_and(|max| place.count() > max))
            .map(|place| Finding::at(place, message::too_many(max)))
            .collect(),
        Check::Pattern { pattern, means, .. } => {
            let pattern = whole_value(pattern);
            each_text(&|text| match &pattern {
                None => Some(message::unusable("its pattern is not a valid regular expression")),
                Some(pattern) if pattern.is_match(text) => None,
                Some(_) => Some(message::no_match(means)),
            })
        }
        Check::OneOf { values, .. } => {
            each_text(&|text| (!values.contains(&text)).then(|| message::not_one_of(values)))
        }
        Check::NoneOf { values, .. } => {
            each_text(&|text| values.contains(&text).then(|| message::one_of_the_refused(values)))
        }
        Check::UniqueBy { key, .. } => scope.find(path).iter().filter_map(|list| repeated(list, key)).collect(),
        Check::NotAbove { .. } => {
            let others = others.first().map(|path| scope.find(path));
            not_above(scope.find(path), others.unwrap_or_default())
        }
        Check::Luhn { .. } => each_text(&|text| (!passes_luhn(text)).then(message::wrong_digits)),
        Check::Date { form, .. } => each_text(&|text| (!is_date(text, form)).then(|| message::no_date(form))),
        Check::Format { format, .. } => {
            each_text(&|text| (!text.is_empty() && !format.matches(text)).then(|| message::not_of_format(format)))
        }
        Check::ExactlyOneOf(_)
        | Check::AtLeastOneOf(_)
        | Check::AtMostOneOf(_)
        | Check::AllOrNone(_)
        | Check::Requires(_)
        | Check::Forbids(_) => Vec::new(),
    }
}

/// Returns `true` if a single text certainly passes a value check. Returns `false` for other checks.
pub(super) fn passes(check: &Check, text: &str) -> bool {
    match *check {
        Check::Range { min, max, .. } => integer(text).is_some_and(|number| {
            min.is_none_or(|min| number >= i128::from(min)) && max.is_none_or(|max| number <= i128::from(max))
        }),
        Check::MultipleOf { of, .. } => {
            of != 0 && integer(text).is_some_and(|number| number.wrapping_rem(of.into()) == 0)
        }
        Check::Pattern { pattern, .. } => whole_value(pattern).is_some_and(|pattern| pattern.is_match(text)),
        Check::OneOf { values, .. } => values.contains(&text),
        Check::NoneOf { values, .. } => !values.contains(&text),
        Check::Luhn { .. } => passes_luhn(text),
        Check::Date { form, .. } => is_date(text, form),
        Check::Format { format, .. } => format.matches(text),
        _ => false,
    }
}

/// Parses an integer as it is sent: digits, with a leading `-` if negative.
fn integer(text: &str) -> Option<i128> {
    if text.starts_with('+') {
        return None;
    }
    text.parse().ok()
}

/// Returns a regular expression that matches a whole value, or `None` if the pattern is invalid.
///
/// Each is compiled once and shared with its caches: patterns are constants, so their number is bounded.
fn whole_value(pattern: &'static str) -> Option<Arc<Regex>> {
    type Made = HashMap<&'static str, Option<Arc<Regex>>>;
    static MADE: LazyLock<RwLock<Made>> = LazyLock::new(RwLock::default);
    if let Some(made) = MADE.read().unwrap_or_else(PoisonError::into_inner).get(pattern) {
        return made.clone();
    }
    let by_itself = Regex::new(pattern);
    let made = by_itself.and_then(|_| Regex::new(&format!("^(?:{pattern})$"))).ok().map(Arc::new);
    MADE.write().unwrap_or_else(PoisonError::into_inner).insert(pattern, made.clone());
    made
}

fn is_date(text: &str, form: CompactDate) -> bool {
    let is_compact = text.len() == form.as_str().len() && text.bytes().all(|b| b.is_ascii_digit());
    let parsed = || DateTime::from(text).parsed();
    is_compact && matches!(parsed(), Some(Parsed::Date(_) | Parsed::Local { .. }))
}

/// Returns the first two items of a list that have the same text under `key`.
fn repeated(list: &Place<'_>, key: &str) -> Option<Finding> {
    let items = list.items()?;
    let path = split(key);
    let texts: Vec<Vec<&str>> = items
        .iter()
        .map(|item| {
            let found = item.find(&path).into_iter();
            found.flat_map(Place::texts).map(|(_, text)| text).collect()
        })
        .collect();
    let mut seen = HashMap::with_capacity(texts.len());
    let with_key = texts.iter().enumerate().filter(|(_, texts_of)| !texts_of.is_empty());
    let (second, first) = with_key
        .map(|(place, texts_of)| (place, *seen.entry(texts_of).or_insert(place)))
        .find(|(place, first)| place != first)?;
    let message = message::repeated(key, first + 1, second + 1);
    Some(Finding::at(list, message))
}

/// Compares with the smallest of the others. One that is given but not an integer cannot be compared, which is a
/// violation itself.
fn not_above(fields: Vec<Place<'_>>, others: Vec<Place<'_>>) -> Vec<Finding> {
    let mut lowest: Option<(i128, Place<'_>)> = None;
    let mut findings = Vec::new();
    let fields: Vec<(Place<'_>, &str)> = fields.into_iter().flat_map(Place::texts).collect();
    if fields.is_empty() {
        return findings;
    }
    for (place, text) in others.into_iter().flat_map(Place::texts).filter(|(_, text)| !text.is_empty()) {
        match (integer(text), &lowest) {
            (None, _) => findings.push(Finding::at(&place, message::not_an_integer(None, None))),
            (Some(number), Some((bound, _))) if number >= *bound => {}
            (Some(number), _) => lowest = Some((number, place)),
        }
    }
    let Some((bound, other)) = lowest else {
        return findings;
    };
    findings.extend(fields.into_iter().filter_map(|(place, text)| {
        let message = match integer(text) {
            None => message::not_an_integer(None, None),
            Some(number) if number > bound => message::above(&other.name()),
            Some(_) => return None,
        };
        Some(Finding::at(&place, message))
    }));
    findings
}
