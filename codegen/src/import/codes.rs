//! Words and codes: enums, and the table of currencies.

use super::model::{Def, EnumValue, Type, TypeId};
use super::schema::Schema;
use super::types::{Types, Use, is_visible};
use super::value::Value;
use super::{fields, texts, words};

impl<'d> Types<'d> {
    pub(super) fn currency(&mut self, schema: &Schema<'d>, values: &[String]) -> TypeId {
        schema.settle_all(self.notes, &["enum", "const"]);
        let example = schema.example().and_then(Value::text).map(str::to_owned);
        let is_lower = |code: &String| code.chars().all(|c| c.is_ascii_lowercase());
        let lower = values.iter().chain(&example).any(is_lower);
        if !values.is_empty() {
            self.notes.guessed(
                &schema.identity.pointer,
                "The document lists the supported currencies.",
                "Add them as `accepts` of the table `Currency` if a request with another one is refused.",
            );
        }
        let id = if let Some(id) = self.currency {
            id
        } else {
            let docs = "A currency, by its ISO 4217 code.".to_owned();
            self.declare("Currency".to_owned(), docs, schema.identity.pointer.clone(), Def::Currency { lower })
        };
        self.currency = Some(id);
        if let Def::Currency { lower: known } = &mut self.defs[id].def {
            *known |= lower;
        }
        id
    }

    /// An enum. One with the same words for the same thing is the same one.
    pub(super) fn words(&mut self, schema: &Schema<'d>, used: &Use<'_>, values: Vec<String>) -> Type {
        let pointer = &schema.identity.pointer;
        let mut listed: Vec<String> = Vec::new();
        for value in values {
            let is_code = !value.is_empty() && value.trim() == value && is_visible(&value);
            if !is_code {
                self.notes.left_out(
                    pointer,
                    "A value of an enum is empty or has leading or trailing spaces.",
                    "It is omitted.",
                );
            } else if !listed.contains(&value) {
                listed.push(value);
            }
        }
        if listed.is_empty() {
            return Type::plain("string");
        }
        schema.settle_all(self.notes, &["enum", "const"]);
        let name = Self::name_of(schema, used);
        let key = if schema.is_named { pointer.clone() } else { words::pascal(used.wire) };
        let mut sorted = listed.clone();
        sorted.sort();
        if let Some(id) = self.enums.get(&(key.clone(), sorted.clone())) {
            // `PaymentStatus` says more than `ListPaymentStatus`.
            if name.len() < self.defs[*id].name.len() {
                self.defs[*id].name = name;
            }
            return Type::declared(*id);
        }
        let values = listed.iter().map(|code| EnumValue { code: code.clone(), docs: spoken_code(code), rust: None });
        let values = values.collect();
        let docs = fields::docs(self, schema, used.wire);
        let id = self.declare(name, docs, pointer.clone(), Def::Enum { values });
        self.enums.insert((key, sorted), id);
        Type::declared(id)
    }
}

/// Whether a text looks like a code of ISO 4217.
pub(super) fn is_currency_code(value: &str) -> bool {
    value.len() == 3 && value.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// What a code says, as far as it can be read: `requires_action` is "Requires action."
fn spoken_code(code: &str) -> String {
    let spoken = words::spoken(code);
    if words::of(code).is_empty() {
        texts::sentences(&format!("The value `{}`", code.replace('`', ""))).unwrap_or_else(|| "A value.".to_owned())
    } else {
        format!("{spoken}.")
    }
}
