//! The types of members: how a text becomes a value, and which values a member can have.

use std::borrow::Cow;

use payspec_core::{DateTime, Parsed};
use serde_json::{Number, Value};

use super::{ObjectType, Slot};
use crate::engine::rule_error::nearest;

/// What a member takes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Takes {
    Text,
    /// An identifier: a text, which is never empty.
    Id,
    Boolean,
    Integer,
    /// Money in minor units.
    Amount,
    Decimal,
    Date,
    DateTime,
    /// One of these codes.
    Code(&'static [&'static str]),
    Object(&'static ObjectType),
    /// An object with any keys, and values of this type.
    #[allow(dead_code, reason = "no event of the APIs so far has one")]
    Map(&'static Takes),
    /// An object with any keys, and values that are texts or any JSON.
    Metadata,
    /// Any JSON.
    Json,
}

/// The maximum number of codes that a message lists.
const MOST_CODES: usize = 24;

impl Takes {
    /// Reads a text; `None` if it is not one of the type.
    fn read(self, text: &str) -> Option<Value> {
        match self {
            Self::Text | Self::Id | Self::Date | Self::DateTime | Self::Code(_) => Some(Value::from(text)),
            Self::Boolean => text.parse::<bool>().ok().map(Value::from),
            Self::Integer | Self::Amount => text.parse::<i64>().ok().map(Value::from),
            Self::Decimal => serde_json::from_str::<Number>(text).ok().map(Value::from),
            Self::Json => Some(serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))),
            Self::Object(_) | Self::Map(_) | Self::Metadata => serde_json::from_str(text).ok(),
        }
    }

    /// Returns `true` if a value, but not what is in it, is of the type.
    pub(super) fn accepts(self, value: &Value) -> bool {
        let text = value.as_str();
        match self {
            Self::Text | Self::Id => value.is_string(),
            Self::Boolean => value.is_boolean(),
            Self::Integer | Self::Amount => value.is_i64(),
            Self::Decimal => value.is_number(),
            Self::Date => text.is_some_and(|text| matches!(DateTime::from(text).parsed(), Some(Parsed::Date(_)))),
            Self::DateTime => text.is_some_and(|text| DateTime::from(text).parsed().is_some()),
            Self::Code(known) => text.is_some_and(|text| known.contains(&text)),
            Self::Object(_) | Self::Map(_) | Self::Metadata => value.is_object(),
            Self::Json => true,
        }
    }

    /// Describes the type. `given` is the text that is not of it.
    fn description(self, given: &str) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Text => "a text",
            Self::Id => "an identifier",
            Self::Boolean => "`true` or `false`",
            Self::Integer => "a whole number",
            Self::Amount => "a whole number of minor units, such as `1500` for 15.00",
            Self::Decimal => "a number, such as `0.5`",
            Self::Date => "a date, such as `2026-01-31`",
            Self::DateTime => "a date and time, such as `2026-01-31T12:30:00Z`",
            Self::Code(known) => return Cow::Owned(codes(known, given)),
            Self::Object(_) => "an object: its members one by one (`a.b=value`), or all of it as JSON",
            Self::Map(_) | Self::Metadata => "an object: its keys one by one (`a.key=value`), or all of it as JSON",
            Self::Json => "any JSON",
        })
    }
}

fn codes(known: &[&str], given: &str) -> String {
    if known.len() <= MOST_CODES {
        return format!("one of {}", known.join(", "));
    }
    let near = nearest(given, known.iter().copied()).map(|near| format!("; the nearest is `{near}`"));
    format!("one of {} codes{}", known.len(), near.unwrap_or_default())
}

impl Slot {
    /// Reads a text. An empty one is no value, except where a text is expected.
    pub(super) fn read(self, text: &str) -> Option<Value> {
        match (self.is_list, self.takes) {
            (false, Takes::Text) => Some(Value::from(text)),
            _ if text.is_empty() => Some(Value::Null),
            (true, _) => serde_json::from_str(text).ok(),
            (false, takes) => takes.read(text),
        }
    }

    /// Describes what it takes. `given` is the text that is not of it.
    pub(super) fn description(self, given: &str) -> Cow<'static, str> {
        let one = self.takes.description(given);
        if !self.is_list {
            return one;
        }
        Cow::Owned(format!("a list: its items one by one (`a.0=value`), or all of it as JSON; an item is {one}"))
    }
}
