//! Whether a value fits a type.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use payspec_core::CompactDate;
use serde_json::Value;

use super::scope::Scope;
use super::types::Known;
use crate::diag::suggest;
use crate::raw::Sp;
use crate::raw::field::Field;
use crate::raw::unions::Union;
use crate::symbols::{Decl, Symbol};
use crate::types::{Builtin, Shape};

/// Why a value does not fit: what is wanted, and what to do.
pub(super) struct Mismatch {
    pub(super) wanted: String,
    pub(super) help: String,
}

fn mismatch(wanted: impl Into<String>, help: impl Into<String>) -> Result<(), Mismatch> {
    Err(Mismatch { wanted: wanted.into(), help: help.into() })
}

/// Whether a value fits a type; `is_compact` of a date that may come without separators.
pub(super) fn fits(scope: &Scope<'_>, known: Known<'_>, value: &Value, is_compact: bool) -> Result<(), Mismatch> {
    if known.shape == Shape::Expandable && value.is_string() {
        return Ok(());
    }
    if matches!(known.shape, Shape::One | Shape::Expandable) {
        return one(scope, known, value, is_compact);
    }
    if known.shape == Shape::Map {
        let Some(entries) = value.as_object() else { return mismatch("a mapping", "write it as `{ key: value }`") };
        return entries.values().try_for_each(|value| one(scope, known, value, is_compact));
    }
    let Some(items) = value.as_array() else { return mismatch("a list", "write it as `[...]`") };
    items.iter().try_for_each(|item| one(scope, known, item, is_compact))
}

fn one(scope: &Scope<'_>, known: Known<'_>, value: &Value, is_compact: bool) -> Result<(), Mismatch> {
    match (known.builtin(), known.declared()) {
        (Some(builtin), _) => plain(builtin, value, is_compact),
        (_, Some(symbol)) => declared(scope, symbol, value),
        (None, None) => Ok(()),
    }
}

fn plain(builtin: Builtin, value: &Value, is_compact: bool) -> Result<(), Mismatch> {
    match builtin {
        Builtin::String | Builtin::Secret => text(value),
        Builtin::Integer | Builtin::Amount if value.is_i64() => Ok(()),
        Builtin::Integer => mismatch("a whole number", "write digits without quotes"),
        Builtin::Iterations if is_count(value) => Ok(()),
        Builtin::Iterations => mismatch("a non-negative whole number", "write the count as it is sent"),
        Builtin::Amount => mismatch("a whole number of minor units", "12.50 EUR is `1250`"),
        Builtin::Decimal if value.is_number() => Ok(()),
        Builtin::Decimal => mismatch("a decimal number", "write it without quotes, such as `1.25`"),
        Builtin::Boolean if value.is_boolean() => Ok(()),
        Builtin::Boolean => mismatch("true or false", "write `true` or `false` without quotes"),
        Builtin::Date => date(value, is_compact, false),
        Builtin::DateTime => date(value, is_compact, true),
        // A body has no example.
        Builtin::Json | Builtin::Bytes => Ok(()),
        Builtin::Metadata if value.is_object() => Ok(()),
        Builtin::Metadata => mismatch("a mapping", "write it as `{ name: value }`"),
        Builtin::CardNumber => card_number(value),
    }
}

/// Whether a text is what a value of a type looks like where it is sent.
pub(super) fn sent(builtin: Builtin, written: &str, compact: Option<CompactDate>) -> bool {
    match builtin {
        // A date travels in its form, whatever a caller gives.
        Builtin::Date | Builtin::DateTime if compact.is_some_and(|form| !is_form(written, form)) => false,
        // A text may be empty.
        Builtin::String | Builtin::Json => true,
        Builtin::Date | Builtin::DateTime => plain(builtin, &Value::from(written), compact.is_some()).is_ok(),
        _ => serde_json::from_str(written).is_ok_and(|value| plain(builtin, &value, false).is_ok()),
    }
}

/// What a cell of a table holds instead of a value of its type. Generated rows hold numbers in 32 bits.
pub(super) fn cell(builtin: Builtin, value: &Value) -> Result<(), Mismatch> {
    match builtin {
        Builtin::Integer if is_count(value) => Ok(()),
        Builtin::Integer => mismatch("a whole number from 0 to 4294967295", "write digits without quotes"),
        other => plain(other, value, false),
    }
}

fn is_count(value: &Value) -> bool {
    value.as_u64().is_some_and(|number| u32::try_from(number).is_ok())
}

pub(super) fn text(value: &Value) -> Result<(), Mismatch> {
    match value {
        Value::String(text) if text.is_empty() => mismatch("some text", "an empty example shows nothing"),
        Value::String(_) => Ok(()),
        Value::Number(_) | Value::Bool(_) => mismatch("text", "write it in quotes"),
        _ => mismatch("text", "write one text"),
    }
}

/// Whether a text could be a date: digits where a date has them, and months and days that exist.
fn date(value: &Value, is_compact: bool, with_time: bool) -> Result<(), Mismatch> {
    let Some(text) = value.as_str() else {
        return mismatch("a date as text", "write it in quotes, such as \"2024-01-05\"");
    };
    if is_compact
        && [CompactDate::Day, CompactDate::Minute, CompactDate::Second].iter().any(|form| is_form(text, *form))
    {
        return Ok(());
    }
    let (day, time) = text.split_at_checked(10).unwrap_or((text, ""));
    let is_date = day.len() == 10
        && day
            .bytes()
            .enumerate()
            .all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() })
        && parts(day, &[0..4, 5..7, 8..10]).is_some();
    let is_no_day = parts(day, &[0..4, 5..7, 8..10]).is_some_and(|parts| !is_day(&parts));
    if is_date && is_no_day {
        return mismatch("an existing date", format!("`{day}` is not in the calendar"));
    }
    if !is_date {
        let form = if with_time { "2024-01-05T12:44:06+01:00" } else { "2024-01-05" };
        return mismatch("an ISO 8601 date", format!("use the form \"{form}\""));
    }
    if time.is_empty() || is_time(time) {
        return Ok(());
    }
    mismatch("a date and time in ISO 8601", "use the form \"2024-01-05T12:44:06+01:00\"")
}

/// Whether a text is a date in a form without separators.
pub(super) fn is_form(text: &str, form: CompactDate) -> bool {
    let digits = text.len() == form.as_str().len() && text.bytes().all(|byte| byte.is_ascii_digit());
    let time = |at: usize, below: u32| {
        text.get(at..at + 2).is_none_or(|part| part.parse().is_ok_and(|part: u32| part < below))
    };
    let is_time = time(8, 24) && time(10, 60) && time(12, 61);
    digits && is_time && parts(text, &[0..4, 4..6, 6..8]).is_some_and(|parts| is_day(&parts))
}

/// The numbers at some places of a text of digits.
fn parts(text: &str, places: &[Range<usize>; 3]) -> Option<[u32; 3]> {
    let number = |place: &Range<usize>| text.get(place.clone())?.parse().ok();
    Some([number(&places[0])?, number(&places[1])?, number(&places[2])?])
}

/// Whether a year has a month and the month a day.
fn is_day(&[year, month, day]: &[u32; 3]) -> bool {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// `T12:44`, perhaps seconds, a fraction and an offset.
fn is_time(text: &str) -> bool {
    let clock = text.strip_prefix(['T', ' ']).unwrap_or("");
    let bytes = clock.as_bytes();
    let is_clock = bytes.len() >= 5
        && bytes[2] == b':'
        && [0, 1, 3, 4].into_iter().all(|at| bytes[at].is_ascii_digit())
        && clock.get(..2).is_some_and(|hour| hour < "24")
        && clock.get(3..5).is_some_and(|minute| minute < "60");
    let is_second = bytes.get(5) != Some(&b':') || clock.get(6..8).is_some_and(|second| second <= "60");
    is_clock
        && is_second
        && bytes[5..].iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b'+' | b'-' | b'Z'))
}

fn card_number(value: &Value) -> Result<(), Mismatch> {
    match value.as_str() {
        Some(number) if (8..=19).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()) => Ok(()),
        Some(_) => mismatch("8 to 19 digits", "use a published test card, without spaces"),
        None => mismatch("digits as text", "write them in quotes"),
    }
}

fn declared(scope: &Scope<'_>, symbol: Symbol<'_>, value: &Value) -> Result<(), Mismatch> {
    match symbol.decl {
        Decl::Id(_) => text(value),
        Decl::Enum(_) | Decl::Table(_) => {
            text(value)?;
            let written = value.as_str().unwrap_or_default();
            let codes = scope.codes_of(symbol.name).filter(|_| !scope.may_have(symbol.name, written));
            codes.map_or(Ok(()), |codes| {
                let other = if codes.contains(written) { None } else { in_other_column(scope, symbol, written) };
                match other {
                    Some((column, code)) => mismatch(
                        format!("a code of `{}`", symbol.name),
                        format!("`{written}` is the `{column}` of the code `{code}`: write `{code}`"),
                    ),
                    None => code(symbol.name, codes, written),
                }
            })
        }
        Decl::Object(_) => object(scope, symbol.name, value),
        Decl::Union(raw) => union(scope, symbol.name, raw, value),
    }
}

/// The column of a table that has a text as another key of a row, and the code of the row.
fn in_other_column<'a>(scope: &Scope<'a>, symbol: Symbol<'a>, written: &str) -> Option<(&'a str, &'a str)> {
    let Decl::Table(table) = symbol.decl else { return None };
    let base = table.extends.as_ref().and_then(|path| scope.libraries.table(path));
    let columns = base.into_iter().chain([table]).flat_map(|table| table.columns.iter());
    let keys: Vec<&str> = columns.filter(|(_, column)| column.key).map(|(name, _)| name.as_str()).collect();
    scope.libraries.with_base(table).find_map(|row| {
        let key = keys.iter().find(|key| row.get(key).and_then(|value| value.as_str()) == Some(written))?;
        Some((*key, row.get("code")?.as_str()?))
    })
}

fn code(name: &str, codes: &HashSet<&str>, written: &str) -> Result<(), Mismatch> {
    if codes.contains(written) {
        return Ok(());
    }
    let mut sorted: Vec<&str> = codes.iter().copied().collect();
    sorted.sort_unstable();
    match suggest::nearest(written, sorted.iter().copied()) {
        Some(near) => mismatch(format!("a code of `{name}`"), format!("did you mean `{near}`?")),
        None => mismatch(
            format!("a code of `{name}`"),
            format!("add the code `{written}` to `{name}`, or use a declared one"),
        ),
    }
}

fn object(scope: &Scope<'_>, name: &str, value: &Value) -> Result<(), Mismatch> {
    let Some(members) = value.as_object() else { return mismatch("a mapping", "write it as `{ field: value }`") };
    let Some(fields) = scope.fields_of(name) else { return Ok(()) };
    members_fit(scope, name, members.iter(), fields)
}

/// A value of a union is of one of the kinds that are known.
fn union(scope: &Scope<'_>, name: &str, raw: &Union, value: &Value) -> Result<(), Mismatch> {
    let Some(tag) = raw.tag_inside().map(|tag| tag.as_str()) else { return union_elsewhere(scope, name, raw, value) };
    let help = format!("write it as `{{ {tag}: ..., field: value }}`");
    let Some(members) = value.as_object() else { return mismatch("a mapping", help) };
    let Some(kind) = members.get(tag).and_then(Value::as_str) else { return mismatch(format!("`{tag}` in it"), help) };
    let Some(variant) = raw.variants.get(kind) else {
        let codes = raw.variants.iter().map(|(tag, _)| tag.as_str()).collect();
        return if scope.may_have(name, kind) { Ok(()) } else { code(name, &codes, kind) };
    };
    let fields = raw.fields.iter().chain(variant.fields.iter()).map(|(wire, field)| (wire.as_str(), field)).collect();
    members_fit(scope, name, members.iter().filter(|(member, _)| *member != tag), &fields)
}

/// A value of a union that has no tag among its members: the name of its one member tells the variant. What stands next
/// to it is not in the value.
fn union_elsewhere(scope: &Scope<'_>, name: &str, raw: &Union, value: &Value) -> Result<(), Mismatch> {
    let help = "write it as `{ variant: { field: value } }`";
    let Some(members) = value.as_object().filter(|members| members.len() == 1) else {
        return mismatch("a mapping with the variant as its key", help);
    };
    let Some((kind, own)) = members.iter().next() else { return Ok(()) };
    let Some(variant) = raw.variants.get(kind) else {
        let codes = raw.variants.iter().map(|(tag, _)| tag.as_str()).collect();
        return if scope.may_have(name, kind) { Ok(()) } else { code(name, &codes, kind) };
    };
    let Some(own) = own.as_object() else { return mismatch("a mapping as the value of the variant", help) };
    let fields = raw.fields.iter().chain(variant.fields.iter()).map(|(wire, field)| (wire.as_str(), field)).collect();
    members_fit(scope, name, own.iter(), &fields)
}

fn members_fit<'v>(
    scope: &Scope<'_>,
    name: &str,
    members: impl Iterator<Item = (&'v String, &'v Value)>,
    fields: &HashMap<&str, &Sp<Field>>,
) -> Result<(), Mismatch> {
    for (member, value) in members {
        let Some(field) = fields.get(member.as_str()) else {
            if scope.may_have(name, member) {
                continue;
            }
            return mismatch(format!("the fields of `{name}`"), format!("`{name}` has no field `{member}`"));
        };
        if let Some(known) = Known::of(scope, &field.kind) {
            fits(scope, known, value, field.compact.is_some())
                .map_err(|mismatch| Mismatch { wanted: format!("{} in `{member}`", mismatch.wanted), ..mismatch })?;
        }
    }
    Ok(())
}
