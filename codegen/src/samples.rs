//! Values made up from a spec, for tests that run over everything it describes: its examples, and where it gives none, a
//! value of the type.

mod fixtures;
mod messages;

use heck::ToKebabCase;
use payspec_core::{CompactDate, TextFormat};
use serde_json::Value;

use crate::ir::{Api, Field, Id, Kind, Object, Type};
use crate::names;
use crate::types::Builtin;

pub use fixtures::{Fixture, fixtures, response_lines};
pub use messages::{Delivery, Message, deliveries, responses};

/// How deep objects in objects are filled.
pub(crate) const DEPTH: usize = 4;

/// Makes values.
pub(crate) struct Maker<'a> {
    pub(crate) api: &'a Api,
}

impl<'a> Maker<'a> {
    pub(crate) fn object(&self, name: &str) -> Option<&'a Object> {
        self.api.modules.iter().flat_map(|module| &module.objects).find(|object| object.name == name)
    }

    /// A code of a declared type: the example of an id, the first value of an enum, the first row of a table.
    pub(crate) fn code(&self, kind: &Kind) -> String {
        let name = kind.declared().unwrap_or_default();
        let modules = self.api.modules.iter();
        let found = match kind {
            Kind::Id(_) => {
                modules.flat_map(|module| &module.ids).find(|id| id.name == name).and_then(|id: &Id| id.example.clone())
            }
            Kind::Enum(_) => modules
                .flat_map(|module| &module.enums)
                .find(|declared| declared.name == name)
                .and_then(|declared| Some(declared.values.first()?.wire.clone())),
            Kind::Table(_) => {
                let own = self.api.modules.iter().flat_map(|module| &module.tables).find(|table| table.name == name);
                let shared = self.api.extensions().find(|extension| extension.name == name);
                let accepted = shared.and_then(|shared| shared.constants.iter().find(|constant| constant.is_listed));
                let first = accepted.map(|constant| &constant.code);
                first
                    .or_else(|| shared.and_then(|shared| shared.codes.first()))
                    .or_else(|| own.and_then(|table| Some(&table.rows.first()?.code)))
                    .cloned()
            }
            _ => None,
        };
        found.unwrap_or_else(|| name.to_kebab_case())
    }
}

/// A field of what the values of a map are.
pub(crate) fn of_a_map(field: &Field, value: &Kind) -> Field {
    Field { ty: Type { kind: value.clone(), list: false }, example: None, ..field.clone() }
}

/// The example, if it is a text.
pub(crate) fn text(example: Option<&Value>) -> Option<String> {
    example.and_then(Value::as_str).map(str::to_owned)
}

/// A text of the type that a field has no example of.
pub(crate) fn made_up(builtin: Builtin, field: &Field) -> String {
    let text = match (builtin, field.compact, field.format) {
        (Builtin::Date, None, _) => "2026-01-31",
        (Builtin::DateTime, None, _) => "2026-01-31T12:30:00Z",
        (_, Some(CompactDate::Day), _) => "20260131",
        (_, Some(CompactDate::Minute), _) => "202601311230",
        (_, Some(CompactDate::Second), _) => "20260131123000",
        // A published test card.
        (Builtin::CardNumber, ..) => "4000001000000067",
        (_, _, Some(TextFormat::Url)) => "https://shop.example/here",
        (_, _, Some(TextFormat::IpAddress)) => "203.0.113.7",
        (_, _, Some(TextFormat::Email)) => "jane@example.com",
        (_, _, Some(TextFormat::Phone)) => "+33123456789",
        (_, _, Some(TextFormat::Country)) => "FR",
        _ => return format!("{} of the caller", names::snake(&field.wire).replace('_', " ")),
    };
    text.to_owned()
}
