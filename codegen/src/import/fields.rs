//! Properties of a schema -> fields of an object.

use std::collections::HashSet;

use super::hints;
use super::model::{Bounds, Field, Type};
use super::place::Place;
use super::schema::Schema;
use super::types::{Types, Use, Way, is_visible};
use super::value::Value;
use super::{constraints, texts, words};

/// The fields of an object.
pub(super) fn of_object<'d>(types: &mut Types<'d>, schema: &Schema<'d>, owner: &str, way: Way) -> Vec<Field> {
    let choices = schema.choices();
    if !choices.is_empty() {
        schema.settle_alternatives(types.notes);
    }
    if !choices.is_empty() && way == Way::Sent {
        for choice in &choices {
            types.notes.settle(format!("{}/required", choice.pointer));
        }
        types.notes.left_out(
            &schema.identity.pointer,
            "One of several sets of fields is required.",
            "Add a rule, such as `at_least_one_of` or `exactly_one_of`.",
        );
    }
    let required = self::required(types, schema, way);
    of_properties(types, &schema.properties(), &required, owner, way)
}

/// The properties that a schema requires; what has no property is reported.
pub(super) fn required<'d>(types: &Types<'d>, schema: &Schema<'d>, way: Way) -> HashSet<&'d str> {
    let required = schema.required();
    if way == Way::Sent {
        schema.settle_all(types.notes, &["required"]);
    }
    let properties = schema.properties();
    let mut missing: Vec<&str> =
        required.iter().copied().filter(|name| !properties.iter().any(|(known, _)| known == name)).collect();
    missing.sort_unstable();
    for name in missing {
        let what = format!("`{}` is required, but there is no such property.", name.replace('`', ""));
        types.notes.left_out(&schema.identity.pointer, what, "Add the field if the API has it.");
    }
    required
}

/// The fields of some properties.
pub(super) fn of_properties<'d>(
    types: &mut Types<'d>,
    properties: &[(&'d str, Place<'d>)],
    required: &HashSet<&'d str>,
    owner: &str,
    way: Way,
) -> Vec<Field> {
    let field = |(wire, place): &(&'d str, Place<'d>)| {
        field(types, wire, place, &Use { wire, owner, way }, required.contains(wire))
    };
    properties.iter().filter_map(field).collect()
}

/// Whether a name can stand on the wire of a spec: brackets build names of forms, dots step into objects.
pub(super) fn is_wire_name(name: &str) -> bool {
    let is_strange =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '[' | ']' | '{' | '}' | '.' | '&' | '=');
    !name.is_empty() && !name.contains(is_strange) && is_visible(name)
}

/// A field of an object that is sent or received; none where it does not travel that way or cannot be described.
pub(super) fn field<'d>(
    types: &mut Types<'d>,
    wire: &str,
    place: &Place<'d>,
    used: &Use<'_>,
    required: bool,
) -> Option<Field> {
    let schema = Schema::at(place);
    let other_way = if used.way == Way::Sent { "readOnly" } else { "writeOnly" };
    if schema.is(other_way) || *place.value == Value::Bool(false) {
        return None;
    }
    if !is_wire_name(wire) {
        let instead = "Wire names with dots, brackets or spaces are not supported; if it is required, this part \
            of the API cannot be described.";
        types.notes.left_out(&place.pointer, format!("The name of a field is `{}`.", wire.replace('`', "")), instead);
        return None;
    }
    let kind = types.of(place, used);
    let mut field = Field::new(wire, kind, docs(types, &schema, wire), place.pointer.clone());
    field.deprecated = schema.is("deprecated");
    schema.settle_all(types.notes, &["deprecated"]);
    field.time = (kind.is("datetime") && is_unix_time(&schema)).then_some("unix-seconds");
    field.sensitive = hints::is_personal(wire) && (kind.is("string") || kind.is("date"))
        || matches!(schema.text("format"), Some("password" | "email")) && kind.is("string");
    if used.way == Way::Sent {
        field.required = required;
        field.nullable = schema.is_nullable();
        field.format = format(types, &schema, wire, kind);
        field.bounds = constraints::of(types, &schema, kind, field.format);
    } else {
        let is_own_id = kind.id().is_some() && identifies_owner(types, used) == kind.id();
        field.guaranteed = is_own_id && required && !schema.is_nullable();
    }
    field.example = example(&schema, kind, field.bounds.as_ref());
    if field.example.is_some() {
        schema.settle(types.notes, &["example", "examples"]);
    }
    Some(field)
}

/// What a schema says of itself, or its name.
pub(super) fn docs(types: &Types<'_>, schema: &Schema<'_>, name: &str) -> String {
    for key in ["description", "title"] {
        if let Some(said) = schema.text(key).and_then(texts::sentences) {
            schema.settle(types.notes, &[key]);
            return said;
        }
    }
    format!("{}.", words::spoken(name))
}

/// The thing that the type with the field describes, by its name or because an address leads to it.
pub(super) fn thing_of_owner(types: &Types<'_>, owner: &str) -> Option<String> {
    const ENDS: [&str; 10] =
        ["response", "object", "resource", "details", "summary", "dto", "output", "model", "view", "data"];
    if let Some(thing) = types.owners.get(owner) {
        return Some(thing.clone());
    }
    let mut words = words::of(owner);
    if words.len() > 1 && words.last().is_some_and(|last| ENDS.contains(&last.as_str())) {
        words.pop();
    }
    let name = words.join("-");
    types.stems.contains(&name).then_some(name)
}

fn identifies_owner(types: &Types<'_>, used: &Use<'_>) -> Option<usize> {
    types.ids.get(&thing_of_owner(types, used.owner)?).copied()
}

/// The thing that a text identifies, by its name: `payment_id`, or `id` in a `Payment`.
pub(super) fn identified(types: &Types<'_>, used: &Use<'_>) -> Option<String> {
    let words = words::of(used.wire);
    let (last, before) = words.split_last()?;
    if !matches!(last.as_str(), "id" | "uuid") {
        return None;
    }
    if before.is_empty() {
        return thing_of_owner(types, used.owner);
    }
    // `original_payment_id` identifies a payment too.
    (0..before.len()).map(|at| before[at..].join("-")).find(|name| types.stems.contains(name))
}

/// Whether a whole number is a point in time.
pub(super) fn is_unix_time(schema: &Schema<'_>) -> bool {
    matches!(schema.text("format"), Some("unix-time" | "unixtime" | "unix-timestamp" | "timestamp"))
        && schema.types().contains(&"integer")
}

/// Tells of what may be a point in time, by its description alone.
pub(super) fn spoken_time(types: &Types<'_>, schema: &Schema<'_>) {
    if hints::speaks_of_unix_time(schema.text("description").unwrap_or_default()) {
        types.notes.guessed(
            &schema.identity.pointer,
            "A value may be a point in time: its description mentions Unix time.",
            "If so, use `type: datetime` with `as: unix-seconds` or `as: unix-milliseconds`.",
        );
    }
}

/// Tells of what may be money in major units.
pub(super) fn decimal_money(types: &Types<'_>, schema: &Schema<'_>, used: &Use<'_>) {
    let is_named = hints::is_amount(used.wire);
    let is_in_amount = matches!(used.wire, "value" | "total" | "price") && hints::is_amount(used.owner);
    if is_named || is_in_amount {
        types.notes.guessed(
            &schema.identity.pointer,
            "A number or text may be an amount in major units, such as `12.50`.",
            "If so, use `type: amount` with its `currency`, and `amounts` in `api.yaml`.",
        );
    }
}

fn format(types: &Types<'_>, schema: &Schema<'_>, wire: &str, kind: Type) -> Option<&'static str> {
    let is_text = kind.kind == Type::plain("string").kind;
    if !is_text {
        return None;
    }
    let items = schema.get("items").map(|items| Schema::at(&items));
    let format = items.as_ref().and_then(|items| items.text("format")).or_else(|| schema.text("format"));
    if matches!(
        format,
        Some("email" | "url" | "uri" | "uri-reference" | "ipv4" | "ipv6" | "ip" | "phone" | "e164" | "tel")
    ) {
        items.as_ref().unwrap_or(schema).settle(types.notes, &["format"]);
        schema.settle(types.notes, &["format"]);
    }
    let longest = schema.number("maxLength").and_then(serde_json::Number::as_u64);
    match format {
        Some("email") => Some("email"),
        Some("url" | "uri" | "uri-reference") => {
            types.notes.guessed(
                &schema.identity.pointer,
                "A URL must be absolute, with `http` or `https`.",
                "Remove `format: url` if app links are accepted too.",
            );
            Some("url").filter(|_| format != Some("uri-reference"))
        }
        Some("ipv4" | "ipv6" | "ip") => Some("ip-address"),
        Some("phone" | "e164" | "tel") => Some("phone"),
        _ if hints::is_country(wire) && longest == Some(2) => Some("country"),
        _ => None,
    }
}

/// An example that certainly fits.
fn example(schema: &Schema<'_>, kind: Type, bounds: Option<&Bounds>) -> Option<serde_json::Value> {
    if bounds.is_some() {
        return None;
    }
    let example = schema.example()?;
    match example {
        Value::Text(text) if kind.is("string") && !text.trim().is_empty() && is_visible(text) && text.len() < 60 => {
            // Formats are rules as well.
            schema.text("format").is_none().then(|| text.as_str().into())
        }
        Value::Text(text) if kind.is("date") && text.len() == 10 => is_date(text).then(|| text.as_str().into()),
        Value::Number(number) if kind.is("integer") || kind.is("amount") => number.as_i64().map(Into::into),
        Value::Bool(value) if kind.is("boolean") => Some((*value).into()),
        _ => None,
    }
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    year.len() == 4
        && number(year).is_some()
        && month.len() == 2
        && number(month).is_some_and(|month| (1..=12).contains(&month))
        && number(day).is_some_and(|day| (1..=28).contains(&day))
}
