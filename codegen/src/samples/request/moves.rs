//! What can be done about a rule that a request does not keep.

use payspec_core::{CompactDate, TextFormat};
use regex_lite::Regex;
use serde_json::{Value, json};

use super::judge::Demand;
use super::parts::has_parts;
use super::{Request, Requests};
use crate::ir::{Check, Condition, Field, Kind, Operation, Test};
use crate::samples::{DEPTH, made_up};
use crate::types::Builtin;

/// Of many accepted values so many are tried.
const VALUES: usize = 6;

/// What to do with a field.
enum Put<'v> {
    /// Give it the least that it can have, if it is not given.
    Least,
    /// Take it away.
    Nothing,
    /// Give it another value in place of the one that it has, or of each item of it.
    Other(&'v dyn Fn(&Field, &Value) -> Option<Value>),
}

impl Requests<'_> {
    /// The requests that are a step away from one and may keep what it does not.
    pub(super) fn moves(&self, operation: &Operation, request: &Request, demand: &Demand<'_>) -> Vec<Request> {
        let steps = Steps { requests: self, params: &operation.params, request };
        match demand {
            Demand::Filled(path) => steps.fill(path),
            Demand::Rule(rule) => {
                let mut next = steps.keep(&rule.check);
                next.extend(rule.when.iter().flat_map(|when| steps.avoid(when)));
                next
            }
            Demand::Profile(profile) => {
                let required = steps.all(&profile.requires, &Put::Least);
                let kept = required.and_then(|next| {
                    Steps { request: &next, ..steps }.all(&profile.forbids, &Put::Nothing).or(Some(next))
                });
                let avoided = profile.when.iter().flat_map(|when| steps.avoid(when));
                kept.into_iter().chain(avoided).collect()
            }
        }
    }
}

#[derive(Clone, Copy)]
struct Steps<'a> {
    requests: &'a Requests<'a>,
    params: &'a [Field],
    request: &'a Request,
}

impl Steps<'_> {
    /// What makes a request keep a check.
    fn keep(&self, check: &Check) -> Vec<Request> {
        let each = |fields: &[String], put: &Put<'_>| {
            fields.iter().filter_map(|field| self.put(self.request, field, put)).collect::<Vec<_>>()
        };
        let one = |field: &str, change: &dyn Fn(&Field, &Value) -> Option<Value>| {
            self.put(self.request, field, &Put::Other(change)).into_iter().collect::<Vec<_>>()
        };
        match check {
            Check::ExactlyOneOf(fields) | Check::AtLeastOneOf(fields) if self.given(fields).is_empty() => {
                each(fields, &Put::Least)
            }
            Check::ExactlyOneOf(fields) | Check::AtLeastOneOf(fields) | Check::AtMostOneOf(fields) => {
                let given = self.given(fields);
                let without = |kept: &String| {
                    let others: Vec<String> = given.iter().filter(|other| *other != kept).cloned().collect();
                    self.all(&others, &Put::Nothing)
                };
                given.iter().filter_map(without).collect()
            }
            Check::AllOrNone(fields) => {
                let none = self.all(&self.given(fields), &Put::Nothing);
                self.all(fields, &Put::Least).into_iter().chain(none).collect()
            }
            Check::Requires(fields) => self.all(fields, &Put::Least).into_iter().collect(),
            Check::Forbids(fields) => self.all(&self.given(fields), &Put::Nothing).into_iter().collect(),
            Check::Range { field, min, max } => one(field, &|field, value| {
                let number = value.as_i64().unwrap_or_default();
                let number = min.map_or(number, |min| number.max(min));
                of_kind(field, &max.map_or(number, |max| number.min(max)).to_string())
            }),
            Check::MultipleOf { field, of } => one(field, &|field, value| {
                let number = value.as_i64()?.checked_div(*of)?.max(1).checked_mul(*of)?;
                of_kind(field, &number.to_string())
            }),
            Check::Length { field, min, max } => one(field, &|_, value| {
                let mut text = value.as_str()?.to_owned();
                let (min, max) = (min.unwrap_or_default() as usize, max.unwrap_or(u32::MAX) as usize);
                let part = if text.is_empty() { "4711".to_owned() } else { text.clone() };
                while text.chars().count() < min.min(200) {
                    text.push_str(&part);
                }
                let text: String = text.chars().take(max.min(200)).collect();
                Some(json!(text.trim_end()))
            }),
            Check::MinItems { field, min } => {
                let most = usize::try_from(*min).unwrap_or_default().min(10);
                self.list(field, &|items| items.iter().cycle().take(most).cloned().collect())
            }
            Check::MaxItems { field, max } => {
                let most = usize::try_from(*max).unwrap_or_default();
                self.list(field, &|items| items.iter().take(most).cloned().collect())
            }
            Check::UniqueBy { field, .. } => self.list(field, &|items| items.iter().take(1).cloned().collect()),
            Check::Pattern { field, pattern, .. } => {
                let texts =
                    texts_of(pattern).into_iter().flat_map(|text| one(field, &|field, _| of_kind(field, &text)));
                texts.collect()
            }
            Check::OneOf { field, values } => self.values(field, values),
            Check::NoneOf { field, values } => self.other_values(field, values),
            Check::NotAbove { field, other } => {
                let bound = found(&Value::Object(self.request.clone()), other);
                one(field, &|_, _| bound.clone())
            }
            Check::Luhn { field } => one(field, &|field, _| of_kind(field, "4000001000000067")),
            Check::Date { field, form } => one(field, &|_, _| {
                Some(json!(match form {
                    CompactDate::Day => "20260131",
                    CompactDate::Minute => "202601311230",
                    CompactDate::Second => "20260131123000",
                }))
            }),
            Check::Format { field, format } => {
                let form: Option<TextFormat> = Some(*format);
                one(field, &|field, _| {
                    Some(json!(made_up(Builtin::String, &Field { format: form, compact: None, ..field.clone() })))
                })
            }
        }
    }

    /// What makes the condition of a rule not hold.
    fn avoid(&self, when: &Condition) -> Vec<Request> {
        let field = &when.field;
        let gone = || self.put(self.request, field, &Put::Nothing);
        match &when.test {
            Test::Present => gone().into_iter().collect(),
            Test::Absent => self.put(self.request, field, &Put::Least).into_iter().collect(),
            Test::OneOf(values) => self.other_values(field, values),
            Test::NoneOf(values) => {
                let given = self.put(self.request, field, &Put::Least);
                let given = given.unwrap_or_else(|| self.request.clone());
                Steps { request: &given, ..*self }.values(field, values)
            }
        }
    }

    /// One of some values.
    fn values(&self, field: &str, values: &[String]) -> Vec<Request> {
        let with = |text: &String| self.put(self.request, field, &Put::Other(&|field, _| of_kind(field, text)));
        values.iter().take(VALUES).filter_map(with).collect()
    }

    /// A value that is none of some, or nothing.
    fn other_values(&self, field: &str, values: &[String]) -> Vec<Request> {
        let mut others: Vec<String> = Vec::new();
        if let Some(Kind::Enum(name)) = self.kind(field) {
            let enums = self.requests.maker.api.modules.iter().flat_map(|module| &module.enums);
            let known = enums.filter(|one| one.name == name).flat_map(|one| &one.values);
            let known = known.filter(|value| value.deprecated.is_none() && !values.contains(&value.wire));
            others.extend(known.map(|value| value.wire.clone()));
        }
        others.extend(["true", "false"].map(str::to_owned).into_iter().filter(|word| !values.contains(word)));
        let gone = self.put(self.request, field, &Put::Nothing);
        self.values(field, &others).into_iter().chain(gone).collect()
    }

    /// Each member that the object at a place could have.
    fn fill(&self, path: &[String]) -> Vec<Request> {
        let path = path.join(".");
        let fields = if path.is_empty() { self.params } else { self.fields_at(&path).unwrap_or_default() };
        let optional = fields.iter().filter(|field| !field.required && !field.in_path);
        let name = |field: &Field| if path.is_empty() { field.wire.clone() } else { format!("{path}.{}", field.wire) };
        optional.filter_map(|field| self.put(self.request, &name(field), &Put::Least)).collect()
    }

    /// Does the same with several fields; nothing, if that cannot be done with one of them.
    fn all(&self, fields: &[String], put: &Put<'_>) -> Option<Request> {
        fields.iter().try_fold(self.request.clone(), |request, field| self.put(&request, field, put))
    }

    fn put(&self, request: &Request, path: &str, put: &Put<'_>) -> Option<Request> {
        let steps: Vec<&str> = path.split('.').collect();
        self.edited(self.params, request, &steps, put)
    }

    fn edited(&self, fields: &[Field], members: &Request, path: &[&str], put: &Put<'_>) -> Option<Request> {
        let (name, rest) = path.split_first()?;
        let field = fields.iter().find(|field| field.wire == *name)?;
        let (mut changed, now) = (members.clone(), members.get(&field.wire));
        if path.len() > 2 * DEPTH {
            return None;
        }
        let least = || self.requests.least_of(field, field.example.as_ref(), 1);
        let value = match (put, now) {
            _ if !rest.is_empty() => {
                let least = matches!(put, Put::Least).then(least);
                self.inside(&field.ty.kind, now.or(least.as_ref())?, rest, put)?
            }
            (Put::Least, Some(now)) => now.clone(),
            (Put::Least, None) => least(),
            (Put::Nothing, _) if field.required => return None,
            (Put::Nothing, _) => {
                changed.remove(&field.wire);
                return Some(changed);
            }
            (Put::Other(change), Some(Value::Array(items))) => {
                items.iter().map(|item| change(field, item)).collect::<Option<Value>>()?
            }
            (Put::Other(change), now) => change(field, now?)?,
        };
        changed.insert(field.wire.clone(), value);
        Some(changed)
    }

    fn inside(&self, kind: &Kind, value: &Value, path: &[&str], put: &Put<'_>) -> Option<Value> {
        match (value, kind) {
            (Value::Array(items), _) => items.iter().map(|item| self.inside(kind, item, path, put)).collect(),
            (Value::Object(members), Kind::Object(name)) => {
                self.edited(&self.requests.maker.object(name)?.fields, members, path, put).map(Value::Object)
            }
            (Value::Object(members), Kind::Union(name)) => {
                let (tag, rest) = path.split_first()?;
                let variant = self.requests.maker.union(name)?.variants.iter().find(|variant| variant.tag == *tag)?;
                let own = match (members.get(*tag), put) {
                    (Some(own), _) => own.as_object()?.clone(),
                    (None, Put::Least) => self.requests.least(&variant.object.fields, None, 1),
                    _ => return None,
                };
                let own = match (rest, put) {
                    ([], Put::Least) => own,
                    ([], _) => return None,
                    _ => self.edited(&variant.object.fields, &own, rest, put)?,
                };
                Some(json!({ *tag: own }))
            }
            _ => None,
        }
    }

    /// Another list in place of the one that a field has.
    fn list(&self, path: &str, change: &dyn Fn(&[Value]) -> Vec<Value>) -> Vec<Request> {
        let Some((last, names)) =
            path.split('.').collect::<Vec<_>>().split_last().map(|(last, names)| {
                ((*last).to_owned(), names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
            })
        else {
            return Vec::new();
        };
        let mut request = Value::Object(self.request.clone());
        change_lists(&mut request, &names, &last, change);
        match request {
            Value::Object(request) => vec![request],
            _ => Vec::new(),
        }
    }

    fn given(&self, fields: &[String]) -> Vec<String> {
        let request = Value::Object(self.request.clone());
        fields.iter().filter(|field| found(&request, field).is_some()).cloned().collect()
    }

    /// The fields of the object at a place.
    fn fields_at(&self, path: &str) -> Option<&[Field]> {
        let mut fields = self.params;
        let mut steps = path.split('.');
        while let Some(step) = steps.next() {
            let field = fields.iter().find(|field| field.wire == step)?;
            if !has_parts(field) {
                return None;
            }
            fields = match field.ty.kind.value() {
                Kind::Object(name) => &self.requests.maker.object(name)?.fields,
                Kind::Union(name) => {
                    let tag = steps.next()?;
                    &self.requests.maker.union(name)?.variants.iter().find(|variant| variant.tag == tag)?.object.fields
                }
                _ => return None,
            };
        }
        Some(fields)
    }

    /// What the field at a place holds.
    fn kind(&self, path: &str) -> Option<Kind> {
        let (holder, name) = path.rsplit_once('.').map_or(("", path), |(holder, name)| (holder, name));
        let fields = if holder.is_empty() { self.params } else { self.fields_at(holder)? };
        fields.iter().find(|field| field.wire == name).map(|field| field.ty.kind.clone())
    }
}

/// Texts that match a pattern, of those that descriptions usually ask for: digits and letters, so many of them.
fn texts_of(pattern: &str) -> Vec<String> {
    const KNOWN: [&str; 5] = ["order-4711", "ORDER4711", "FR", "EUR", "FR7630006000011234567890189"];
    let digits = (1..=20).map(|count| "1234567890".chars().cycle().take(count).collect());
    let letters = (1..=20).map(|count| "ABCDEFGHIJ".chars().cycle().take(count).collect::<String>());
    let letters = letters.flat_map(|text| [text.to_lowercase(), text]);
    let Ok(whole) = Regex::new(&format!("^(?:{pattern})$")) else { return Vec::new() };
    let texts = KNOWN.map(str::to_owned).into_iter().chain(digits).chain(letters);
    texts.filter(|text| whole.is_match(text)).take(VALUES).collect()
}

/// A text as the value of a field.
fn of_kind(field: &Field, text: &str) -> Option<Value> {
    match field.ty.kind {
        Kind::Builtin(Builtin::Integer | Builtin::Amount | Builtin::Iterations) => {
            text.parse::<i64>().ok().map(Value::from)
        }
        Kind::Builtin(Builtin::Boolean) => text.parse::<bool>().ok().map(Value::from),
        Kind::Builtin(Builtin::Decimal) => text.parse::<f64>().ok().map(Value::from),
        Kind::Builtin(Builtin::Json | Builtin::Metadata | Builtin::Bytes) | Kind::Object(_) | Kind::Union(_) => None,
        _ => Some(text.into()),
    }
}

/// The first value at a place that is given, through lists.
fn found(value: &Value, path: &str) -> Option<Value> {
    fn at<'v>(value: &'v Value, steps: &[&str]) -> Option<&'v Value> {
        match (value, steps) {
            (Value::Array(items), _) if !steps.is_empty() => items.iter().find_map(|item| at(item, steps)),
            (value, []) => (!value.is_null() && value != &json!("")).then_some(value),
            (value, [step, rest @ ..]) => at(value.get(step)?, rest),
        }
    }
    at(value, &path.split('.').collect::<Vec<_>>()).cloned()
}

fn change_lists(value: &mut Value, names: &[String], last: &str, change: &dyn Fn(&[Value]) -> Vec<Value>) {
    match (value, names) {
        (Value::Array(items), _) => items.iter_mut().for_each(|item| change_lists(item, names, last, change)),
        (Value::Object(members), [name, rest @ ..]) => {
            if let Some(inner) = members.get_mut(name) {
                change_lists(inner, rest, last, change);
            }
        }
        (Value::Object(members), []) => {
            if let Some(Value::Array(items)) = members.get_mut(last) {
                *items = change(items);
            }
        }
        _ => {}
    }
}
