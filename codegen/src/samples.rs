//! Values made up from a spec, for tests that run over everything it describes: its examples, and where it gives none, a
//! value of the type.

mod fixtures;
mod messages;
mod request;

use heck::ToKebabCase;
use payspec_core::{CompactDate, TextFormat};
use serde_json::Value;

use crate::ir::{Api, Field, Id, Kind, Object, Type};
use crate::names;
use crate::types::Builtin;

pub use fixtures::{Fixture, fixtures, response_lines};
pub(crate) use messages::is_structured;
pub use messages::{Delivery, Message, deliveries, responses};
pub use request::request;
pub(crate) use request::{Request, Requests};

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

/// A text of the type that a field has no example of, as documentation shows it: what a name says is a name, and what is
/// secret is no more than named.
pub(crate) fn plausible(builtin: Builtin, field: &Field) -> String {
    let has_form = field.compact.is_some() || field.format.is_some();
    let is_text = matches!(builtin, Builtin::String | Builtin::Secret);
    if has_form || !is_text {
        return made_up(builtin, field);
    }
    let snake = names::snake(&field.wire);
    if builtin == Builtin::Secret {
        return format!("the-{}", snake.replace('_', "-"));
    }
    let words: Vec<&str> = snake.split('_').collect();
    let has = |word: &str| words.contains(&word);
    let last = words.last().copied().unwrap_or_default();
    let text = match last {
        "name" if has("first") || has("given") => "Jane",
        "name" if has("last") || has("family") => "Doe",
        "firstname" => "Jane",
        "lastname" | "surname" => "Doe",
        "name" | "holder" => "Jane Doe",
        "city" | "town" => "Paris",
        "street" | "address" | "line1" => "1 rue de la Paix",
        "zip" | "zipcode" | "postcode" => "75002",
        "code" if has("postal") || has("zip") || has("post") => "75002",
        "email" | "mail" => "jane@example.com",
        "phone" | "mobile" => "+33123456789",
        "iban" => "FR7630006000011234567890189",
        "bic" => "AGRIFRPP",
        "url" => "https://shop.example/here",
        "description" | "label" | "title" | "subject" => "Order 4711",
        "reason" | "comment" | "note" | "message" => "Goods came back",
        "id" | "reference" | "number" | "key" | "order" => {
            let stem = words.iter().filter(|word| !matches!(**word, "id" | "number" | "reference")).copied();
            let stem = stem.collect::<Vec<_>>().join("-");
            return if stem.is_empty() { "order-4711".to_owned() } else { format!("{stem}-4711") };
        }
        _ => return snake.replace('_', "-"),
    };
    text.to_owned()
}
