//! Cases that need no file: what is required is taken away, and every bound is gone beyond.

use std::collections::BTreeSet;

use payspec_core::{Check, OperationSpec, Rule, TextFormat};
use serde_json::Value;

use super::cases::{all, apis, operations};
use super::{assert_none, broken, is_implied, is_limit};

/// What lies just beyond a limit.
fn beyond(spec: &OperationSpec, check: &Check) -> Vec<Value> {
    match check {
        Check::Length { field, max, .. } => {
            max.iter().map(|max| long(format_of(spec, field), *max as usize + 1).into()).collect()
        }
        Check::Range { min, max, .. } => {
            let (below, above) = (min.map(|min| min - 1), max.map(|max| max + 1));
            below.into_iter().chain(above).map(Value::from).collect()
        }
        _ => Vec::new(),
    }
}

/// All rules about formats, those that warn too.
fn formats(spec: &'static OperationSpec) -> impl Iterator<Item = (&'static Rule, &'static str, TextFormat)> {
    spec.rules.iter().chain(spec.warnings).filter_map(|rule| match rule.check {
        Check::Format { field, format } => Some((rule, field, format)),
        _ => None,
    })
}

fn format_of(spec: &OperationSpec, wanted: &str) -> Option<TextFormat> {
    spec.rules.iter().chain(spec.warnings).find_map(|rule| match rule.check {
        Check::Format { field, format } if field == wanted => Some(format),
        _ => None,
    })
}

/// A text of a format, and one that somebody puts there by mistake.
fn right_and_wrong(format: TextFormat) -> (&'static str, &'static str) {
    match format {
        TextFormat::Url => ("https://shop.example/back", "shop.example/back"),
        TextFormat::IpAddress => ("2001:db8::7", "203.0.113.7:443"),
        TextFormat::Email => ("a@shop.example", "+33600000000"),
        TextFormat::Phone => ("33600000000", "a@shop.example"),
        TextFormat::Country => ("FR", "FRA"),
    }
}

/// A text of a format, of a certain length.
fn long(format: Option<TextFormat>, length: usize) -> String {
    let (start, rest, end) = match format {
        None => ("", "x", ""),
        Some(TextFormat::Url) => ("https://shop.example/", "x", ""),
        Some(TextFormat::Email) => ("", "x", "@shop.example"),
        Some(TextFormat::Phone) => ("+33", "-", "600000000"),
        Some(other) => panic!("{other:?} has no long texts"),
    };
    format!("{start}{}{end}", rest.repeat(length - start.len() - end.len()))
}

/// The request with a text at a path, whose objects are made where they are missing.
fn put(request: &Value, path: &[&str], text: &str) -> Value {
    let Some((name, rest)) = path.split_first() else { return text.into() };
    if let Some(items) = request.as_array() {
        return items.iter().map(|item| put(item, path, text)).collect();
    }
    let mut members = request.as_object().cloned().unwrap_or_default();
    let inner = put(members.get(*name).unwrap_or(&Value::Null), rest, text);
    members.insert((*name).to_owned(), inner);
    Value::Object(members)
}

/// The objects that hold the field which a path leads to, through lists too.
fn holders<'v>(value: &'v mut Value, path: &[&str]) -> Vec<&'v mut serde_json::Map<String, Value>> {
    match (value, path) {
        (Value::Array(items), path) => items.iter_mut().flat_map(|item| holders(item, path)).collect(),
        (Value::Object(members), [name]) => {
            if members.contains_key(*name) {
                vec![members]
            } else {
                Vec::new()
            }
        }
        (Value::Object(members), [name, rest @ ..]) => {
            members.get_mut(*name).map(|value| holders(value, rest)).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// A text in place of an e-mail address is one too, or it would break more than its length.
fn of_the_same_form(now: &Value, value: &Value) -> Value {
    match (now.as_str(), value.as_str()) {
        (Some(now), Some(text)) if now.contains('@') && text.len() > now.len() => {
            format!("{now}{}", &text[now.len()..]).into()
        }
        _ => value.clone(),
    }
}

/// The first request that has a field, with something else in that field.
fn with(right: &[Value], field: &str, value: &Value) -> Option<Value> {
    let path: Vec<&str> = field.split('.').collect();
    right.iter().find_map(|request| {
        let mut request = request.clone();
        let holders = holders(&mut request, &path);
        let is_there = !holders.is_empty();
        for members in holders {
            let name = path[path.len() - 1];
            let value = of_the_same_form(&members[name], value);
            members.insert(name.to_owned(), value);
            // An object of nothing but blanks is none, so no rule would look into it.
            members.insert("somethingElse".to_owned(), "given".into());
        }
        is_there.then_some(request)
    })
}

#[test]
fn what_is_required_cannot_be_blank_and_a_date_must_be_one() {
    for (spec, cases) in operations() {
        let right = cases.right();
        for rule in spec.rules.iter().filter(|rule| is_implied(rule)) {
            let (fields, text) = match &rule.check {
                Check::Date { field, .. } => (std::slice::from_ref(field), "tomorrow"),
                Check::Requires(fields) => (*fields, ""),
                // What a right text is like depends on the format; see below.
                Check::Format { .. } => continue,
                _ => unreachable!("nothing else is implied"),
            };
            for field in fields {
                let wrong = with(&right, field, &text.into())
                    .unwrap_or_else(|| panic!("{}: no request that keeps the rules has `{field}`", spec.id));
                let found = broken(spec, None, &wrong);
                assert!(found.contains(rule.name), "{}: {} is not among {found:?}: {wrong}", spec.id, rule.name);
            }
        }
    }
}

#[test]
fn what_lies_beyond_a_limit_breaks_that_limit_and_no_other_rule() {
    let (mut problems, mut tried) = (Vec::new(), 0);
    for (spec, cases) in operations() {
        let right = cases.right();
        for rule in spec.rules.iter().filter(|rule| is_limit(rule) && !cases.breaks.contains_key(rule.name)) {
            let (Check::Length { field, .. } | Check::Range { field, .. }) = &rule.check else { continue };
            for value in beyond(spec, &rule.check) {
                let Some(wrong) = with(&right, field, &value) else {
                    problems.push(format!("{}: no request that keeps the rules has `{field}`", spec.id));
                    continue;
                };
                let found = broken(spec, None, &wrong);
                if found != BTreeSet::from([rule.name]) {
                    problems.push(format!("{}: {field} {value} breaks {found:?}, not {}", spec.id, rule.name));
                }
                tried += 1;
            }
        }
    }
    assert_none(&problems);
    assert!(
        tried > 250,
        "their figures are compared with the documents elsewhere; here, that they are judged: {tried}"
    );
}

#[test]
fn a_text_of_another_format_breaks_the_rule_of_the_format_and_no_other() {
    let (mut problems, mut tried) = (Vec::new(), 0);
    for api in apis() {
        let cases = all(api);
        for spec in api.operations {
            let request =
                cases.get(spec.id).map_or_else(|| Value::Object(serde_json::Map::new()), |cases| cases.request.clone());
            for (rule, field, format) in formats(spec) {
                let path: Vec<&str> = field.split('.').collect();
                let (right, wrong) = right_and_wrong(format);
                let [of_right, of_wrong, of_nothing] =
                    [right, wrong, ""].map(|text| broken(spec, None, &put(&request, &path, text)));
                // What the object around it lacks is the same for all.
                let more: BTreeSet<_> = of_wrong.difference(&of_right).copied().collect();
                if more != BTreeSet::from([rule.name]) || of_right.contains(rule.name) {
                    problems.push(format!("{}: {wrong} as {field} breaks {more:?}; {right} {of_right:?}", spec.id));
                }
                if of_nothing.contains(rule.name) {
                    problems.push(format!("{}: an empty text as {field} breaks {}", spec.id, rule.name));
                }
                tried += 1;
            }
        }
    }
    assert_none(&problems);
    assert!(tried > 80, "every field that says its format, once for each operation that sends it: {tried}");
}
