//! The value of a field.

use payspec_core::{CompactDate, TextFormat, UnixTime};

use super::super::node::{Members, Node};
use super::super::text;
use super::{Schemas, Way};
use crate::ir::{Field, Kind};
use crate::types::Builtin;

impl Schemas<'_> {
    /// The schema of a field with its docs.
    pub(in super::super) fn field(&self, field: &Field, way: Way) -> Members {
        let mut schema = self.value(field, way);
        let is_nullable = if way == Way::Input { field.nullable } else { !field.guaranteed };
        if is_nullable {
            schema = or_null(schema);
        }
        let mut description = text::description(&field.docs);
        text::paragraph(&mut description, &in_words(field));
        schema
            .with_text("description", &description)
            .with_some("deprecated", field.deprecated.as_ref().map(|_| true))
            .with_some("writeOnly", (field.sensitive && way == Way::Input && is_secret(&field.ty.kind)).then_some(true))
            .with_list("examples", example(field, way).into_iter().collect())
            .with_some("x-evidence", field.docs.evidence.as_ref().map(text::evidence))
            .with_some("x-required-evidence", field.required_evidence.as_ref().map(text::evidence))
    }

    /// The schema of the value alone.
    fn value(&self, field: &Field, way: Way) -> Members {
        let mut schema = self.kind(field, &field.ty.kind, way);
        if field.ty.list {
            schema = list_of(schema);
            if field.nested {
                schema = list_of(schema);
            }
        }
        schema
    }

    /// The schema of an item of a list, or of the value itself.
    fn kind(&self, field: &Field, kind: &Kind, way: Way) -> Members {
        match kind {
            Kind::Builtin(builtin) => self.builtin(field, *builtin, way),
            Kind::Map(value) => {
                // An empty list stands for an empty map in answers of several vendors.
                let map = typed("object").with("additionalProperties", self.kind(field, value, way));
                if way == Way::Input { map } else { Members::new().with("anyOf", vec![map.into(), empty_list()]) }
            }
            Kind::Expandable(name) => {
                let id = self.object(name).and_then(|object| object.identity.as_ref());
                let id = id.map_or_else(|| typed("string"), |(_, id)| self.refer(&Kind::Id(id.clone()), way));
                let object = self.refer(&Kind::Object(name.clone()), way);
                Members::new().with("anyOf", vec![id.into(), object.into()])
            }
            // Codes in lower case are not those of the list.
            Kind::Enum(_) | Kind::Table(_) if field.lower_case => typed("string"),
            declared => self.refer(declared, way),
        }
    }

    fn builtin(&self, field: &Field, builtin: Builtin, way: Way) -> Members {
        if field.unix.is_some() {
            return typed("integer").with("format", "int64");
        }
        match builtin {
            Builtin::Amount if field.major.is_some() => {
                let is_number = self.api.amounts.as_ref().is_some_and(|amounts| amounts.is_number);
                let as_text = typed("string").with("pattern", r"^-?[0-9]+(\.[0-9]+)?$");
                match (is_number, way) {
                    (true, Way::Input) => typed("number"),
                    // Vendors that read numbers have been seen to write texts.
                    (true, Way::Output) => Members::new().with("anyOf", vec![typed("number").into(), as_text.into()]),
                    (false, _) => as_text,
                }
            }
            Builtin::Integer | Builtin::Amount | Builtin::Iterations => typed("integer").with("format", "int64"),
            Builtin::Decimal => typed("number"),
            Builtin::Boolean => typed("boolean"),
            Builtin::Json => Members::new(),
            Builtin::Metadata => {
                let map = typed("object").with("additionalProperties", Members::new());
                if way == Way::Input { map } else { Members::new().with("anyOf", vec![map.into(), empty_list()]) }
            }
            Builtin::Bytes => typed("string").with("contentEncoding", "binary"),
            Builtin::CardNumber => typed("string"),
            Builtin::Secret => typed("string").with("format", "password"),
            Builtin::Date if field.compact.is_none() => {
                typed("string").with_some("format", (way == Way::Input).then_some("date"))
            }
            Builtin::String | Builtin::Date | Builtin::DateTime => text_of(field),
        }
    }
}

/// What JSON Schema cannot say of a value.
fn in_words(field: &Field) -> String {
    let mut said = Vec::new();
    said.extend(field.deprecated.as_ref().map(|why| format!("Deprecated: {why}")));
    if field.ty.kind == Kind::Builtin(Builtin::Amount) && field.major.is_none() {
        said.push("An amount in minor units.".to_owned());
    }
    if field.major.is_some() {
        said.push("An amount in major units, with the decimals of its currency.".to_owned());
    }
    said.extend(field.unix.map(|unix| match unix {
        UnixTime::Seconds => "Seconds since 1970-01-01T00:00:00Z.".to_owned(),
        UnixTime::Milliseconds => "Milliseconds since 1970-01-01T00:00:00Z.".to_owned(),
    }));
    said.extend(field.compact.map(|form| format!("Written as `{}`.", form.as_str())));
    if field.lower_case {
        said.push("Codes are written in lower case.".to_owned());
    }
    if !field.also.is_empty() {
        said.push(format!("Also called {}.", names(&field.also)));
    }
    said.extend(field.also_by.as_ref().map(|also| format!("Values of {} are accepted too.", also.column)));
    said.join(" ")
}

/// An example that is written in JSON as it is in the spec.
fn example(field: &Field, way: Way) -> Option<Node> {
    let is_text = field.json_text || field.compact.is_some();
    let is_written_otherwise = field.is_written_apart() || (is_text && way == Way::Input);
    field.example.clone().filter(|_| !is_written_otherwise).map(Node::from)
}

/// A text in one of the forms that a field may have. In responses such a form is not checked either.
fn text_of(field: &Field) -> Members {
    let pattern = field.compact.map(|form| match form {
        CompactDate::Day => "^[0-9]{8}$",
        CompactDate::Minute => "^[0-9]{12}$",
        CompactDate::Second => "^[0-9]{14}$",
    });
    // `format` annotates and validates nothing unless a validator is told to.
    let format = field.format.and_then(|format| match format {
        TextFormat::Url => Some("uri"),
        TextFormat::Email => Some("email"),
        TextFormat::IpAddress | TextFormat::Phone | TextFormat::Country => None,
    });
    typed("string").with_some("pattern", pattern).with_some("format", format)
}

fn is_secret(kind: &Kind) -> bool {
    matches!(kind, Kind::Builtin(Builtin::Secret | Builtin::CardNumber))
}

fn names(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn empty_list() -> Node {
    typed("array").with("items", Members::new()).with("maxItems", 0_u32).into()
}

/// The schema of a type of JSON.
pub(in super::super) fn typed(name: &str) -> Members {
    Members::new().with("type", name)
}

/// The schema of a list.
pub(in super::super) fn list_of(items: Members) -> Members {
    typed("array").with("items", items)
}

/// A schema that accepts nothing too.
fn or_null(mut schema: Members) -> Members {
    let null = || Node::from("null");
    if let Some(ty @ Node::Scalar(_)) = schema.get_mut("type") {
        let one = std::mem::replace(ty, null());
        *ty = Node::List(vec![one, null()]);
        return schema;
    }
    if let Some(Node::List(variants)) = schema.get_mut("anyOf") {
        variants.push(typed("null").into());
        return schema;
    }
    // Anything at all accepts it already.
    if schema.is_empty() {
        return schema;
    }
    Members::new().with("anyOf", vec![schema.into(), typed("null").into()])
}
