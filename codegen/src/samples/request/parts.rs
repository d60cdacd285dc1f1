//! What requests are made of: the least of each part, what of it travels, and how much it is to read.

use serde_json::{Map, Value, json};

use super::{Request, Requests};
use crate::ir::{Field, Kind, Tagging, Union, Variant};
use crate::samples::{DEPTH, is_structured, of_a_map, plausible, text};
use crate::types::Builtin;

impl Requests<'_> {
    /// The fields that are required, objects in them with theirs. An example of the object gives the values.
    pub(super) fn least(&self, fields: &[Field], example: Option<&Value>, depth: usize) -> Request {
        let required = fields.iter().filter(|field| field.required);
        required
            .map(|field| {
                let given = example.and_then(|example| example.get(&field.wire)).or(field.example.as_ref());
                (field.wire.clone(), self.least_of(field, given, depth))
            })
            .collect()
    }

    /// The least value of a field.
    pub(super) fn least_of(&self, field: &Field, example: Option<&Value>, depth: usize) -> Value {
        let example = example.or_else(|| self.lent(field));
        if !field.ty.list {
            return self.least_item(field, example, depth);
        }
        let first = example.and_then(Value::as_array).and_then(|items| items.first());
        json!([self.least_item(field, first, depth)])
    }

    /// The least value of a field's type, or of an item where that is a list.
    fn least_item(&self, field: &Field, example: Option<&Value>, depth: usize) -> Value {
        let builtin = match &field.ty.kind {
            Kind::Map(kind) => {
                let first = example.and_then(Value::as_object).and_then(|entries| entries.iter().next());
                let (key, example) = first.map_or(("a-key", None), |(key, value)| (key.as_str(), Some(value)));
                return json!({ key: self.least_item(&of_a_map(field, kind), example, depth) });
            }
            // Objects that hold themselves have to end somewhere.
            Kind::Object(_) | Kind::Union(_) if depth > DEPTH => return json!({}),
            Kind::Object(name) => {
                let fields = self.maker.object(name).map(|object| object.fields.as_slice()).unwrap_or_default();
                return self.least(fields, example, depth + 1).into();
            }
            Kind::Union(name) => {
                let variant = self.maker.union(name).and_then(|union| first_variant(union, example));
                let Some((variant, example)) = variant else { return json!({}) };
                return json!({ &variant.tag: self.least(&variant.object.fields, example, depth + 1) });
            }
            Kind::Builtin(builtin) => *builtin,
            declared => {
                let code = declared.declared().and_then(|name| self.codes.get(name).copied().map(str::to_owned));
                return text(example).or(code).unwrap_or_else(|| self.maker.code(declared)).into();
            }
        };
        let given = |fits: bool| example.filter(|_| fits).cloned();
        let is_a = |fits: fn(&Value) -> bool| example.is_some_and(fits);
        match builtin {
            Builtin::Integer => given(is_a(Value::is_i64)).unwrap_or(json!(2)),
            Builtin::Boolean => given(is_a(Value::is_boolean)).unwrap_or(json!(true)),
            Builtin::Amount => given(is_a(Value::is_i64)).unwrap_or(json!(1500)),
            Builtin::Iterations => given(is_a(Value::is_u64)).unwrap_or(json!(12)),
            Builtin::Decimal => given(is_a(Value::is_number)).unwrap_or(json!(1.25)),
            Builtin::Metadata => given(is_a(Value::is_object)).unwrap_or(json!({"order": "4711"})),
            Builtin::Json => example.cloned().unwrap_or(json!({"order": "4711"})),
            Builtin::Bytes => json!("a file"),
            Builtin::String | Builtin::Date | Builtin::DateTime | Builtin::CardNumber | Builtin::Secret => {
                text(example).unwrap_or_else(|| plausible(builtin, field)).into()
            }
        }
    }

    /// The parameters that are no part of the path, as rules see them: in minor units, and with the codes of tables.
    pub(super) fn judged(fields: &[Field], request: &Request) -> Value {
        let in_path = |name: &str| fields.iter().any(|field| field.in_path && field.wire == name);
        let judged: Map<String, Value> = request
            .iter()
            .filter(|(name, _)| !in_path(name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        judged.into()
    }

    /// How much there is to read and to explain: of two requests that keep the rules, the one with less is shown.
    pub(super) fn cost(&self, fields: &[Field], members: &Request) -> usize {
        let given = fields.iter().filter_map(|field| Some((field, members.get(&field.wire)?)));
        given
            .map(|(field, value)| {
                let made_up = field.example.is_none() && matches!(field.ty.kind, Kind::Builtin(_));
                // Nobody is led to what is old, or to handle what is secret, while there is another way.
                let is_secret = matches!(field.ty.kind, Kind::Builtin(Builtin::CardNumber | Builtin::Secret));
                let is_odd = matches!(field.ty.kind, Kind::Builtin(Builtin::Json | Builtin::Bytes | Builtin::Metadata));
                let apart = usize::from(field.deprecated.is_some()) * 300 + usize::from(is_secret) * 60;
                let differs = field.example.as_ref().is_some_and(|example| is_plain(value) && example != value);
                10 + apart
                    + usize::from(is_odd) * 15
                    + usize::from(made_up) * 3
                    + usize::from(differs)
                    + self.cost_of_part(&field.ty.kind, value)
            })
            .sum()
    }

    fn cost_of_part(&self, kind: &Kind, value: &Value) -> usize {
        match (value, kind) {
            (Value::Array(items), _) => items.iter().map(|item| 2 + self.cost_of_part(kind, item)).sum(),
            (Value::Object(members), Kind::Object(name)) => {
                self.maker.object(name).map_or(0, |object| 5 + self.cost(&object.fields, members))
            }
            (Value::Object(members), Kind::Union(name)) => {
                let variants = self.maker.union(name).map(|union| union.variants.as_slice()).unwrap_or_default();
                let given =
                    variants.iter().filter_map(|variant| Some((variant, members.get(&variant.tag)?.as_object()?)));
                given.map(|(variant, own)| 5 + self.cost(&variant.object.fields, own)).sum()
            }
            (Value::Object(entries), Kind::Map(kind)) => {
                entries.values().map(|value| 5 + self.cost_of_part(kind, value)).sum()
            }
            _ => 0,
        }
    }

    /// The place of an object that has members and was given none.
    pub(super) fn hollow_object(&self, fields: &[Field], members: &Request) -> Option<Vec<String>> {
        let mut given = fields.iter().filter_map(|field| Some((field, members.get(&field.wire)?)));
        given.find_map(|(field, value)| {
            let mut path = self.hollow_part(&field.ty.kind, value)?;
            path.insert(0, field.wire.clone());
            Some(path)
        })
    }

    fn hollow_part(&self, kind: &Kind, value: &Value) -> Option<Vec<String>> {
        match (value, kind) {
            (Value::Array(items), _) => items.iter().find_map(|item| self.hollow_part(kind, item)),
            (Value::Object(members), Kind::Object(name)) => {
                self.hollow_members(&self.maker.object(name)?.fields, members)
            }
            (Value::Object(members), Kind::Union(name)) => {
                let mut variants = self.maker.union(name)?.variants.iter();
                variants.find_map(|variant| {
                    let own = members.get(&variant.tag)?.as_object()?;
                    let mut path = self.hollow_object(&variant.object.fields, own)?;
                    path.insert(0, variant.tag.clone());
                    Some(path)
                })
            }
            _ => None,
        }
    }

    fn hollow_members(&self, fields: &[Field], members: &Request) -> Option<Vec<String>> {
        if members.is_empty() && !fields.is_empty() { Some(Vec::new()) } else { self.hollow_object(fields, members) }
    }
}

/// The variant of an example, or the first that is not old.
fn first_variant<'u, 'e>(union: &'u Union, example: Option<&'e Value>) -> Option<(&'u Variant, Option<&'e Value>)> {
    let members = example.and_then(Value::as_object);
    let given = members.and_then(|members| {
        union.variants.iter().find_map(|variant| match &union.tagging {
            Tagging::Inside(tag) => (members.get(tag)?.as_str()? == variant.tag).then_some((variant, example)),
            _ => Some((variant, Some(members.get(&variant.tag)?))),
        })
    });
    let usable = union.variants.iter().find(|variant| variant.deprecated.is_none());
    given.or_else(|| Some((usable.or(union.variants.first())?, None)))
}

/// Whether a value has no parts.
fn is_plain(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}

/// Whether a field holds objects or unions.
pub(super) fn has_parts(field: &Field) -> bool {
    is_structured(&field.ty.kind)
}
