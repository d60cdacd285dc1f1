//! Bodies of requests -> parameters: their fields are what an operation takes.

use std::collections::HashSet;

use super::fields;
use super::model::{Around, Field, Type};
use super::place::Place;
use super::reader::{Call, Reader};
use super::requests::{field, of_place, schema_of};
use super::schema::Schema;
use super::types::Way;
use super::unions::{Telling, telling};
use super::value::Value;

/// A body and what it is written as.
pub(super) struct Body<'d> {
    pub(super) format: &'static str,
    schema: Place<'d>,
    pub(super) required: bool,
    /// The document says that it need not be there, and not only nothing of it.
    is_optional: bool,
    pub(super) pointer: String,
}

/// The body of an operation, if it has one. The error is why it cannot be described.
pub(super) fn of<'d>(
    reader: &Reader<'d>,
    call: &Call<'d>,
    parameters: &[Place<'d>],
) -> Result<Option<Body<'d>>, String> {
    if let Some(body) = call.place.get("requestBody") {
        let Some(whole) = body.resolved() else { return Err("The body is not in the document.".to_owned()) };
        let contents = whole.get("content").map(|contents| contents.named()).unwrap_or_default();
        let best = contents.iter().filter_map(|(media, content)| Some((format(media)?, content)));
        let best = best.min_by_key(|(format, _)| rank(format));
        reader.other_media(&contents, best.map(|(_, content)| content.pointer.as_str()));
        let Some((format, content)) = best else {
            if contents.is_empty() {
                return Ok(None);
            }
            let written: Vec<&str> = contents.iter().map(|(media, _)| *media).collect();
            return Err(format!("The format of the body is `{}`.", written.join("`, `").replace('\n', "")));
        };
        let schema = content.get("schema").unwrap_or_else(|| content.nothing());
        return Ok(Some(Body {
            format,
            schema,
            required: whole.is("required"),
            is_optional: is_optional(&whole),
            pointer: body.pointer,
        }));
    }
    if let Some(body) = of_place(parameters, "body").next() {
        let consumes = reader.media(call, "consumes");
        if !consumes.is_empty() && !consumes.iter().any(|media| format(media) == Some("json")) {
            return Err(format!("The format of the body is `{}`.", consumes.join("`, `")));
        }
        let schema = body.get("schema").unwrap_or_else(|| body.nothing());
        return Ok(Some(Body {
            format: "json",
            schema,
            required: body.is("required"),
            is_optional: is_optional(&body),
            pointer: body.pointer,
        }));
    }
    let Some(first) = of_place(parameters, "formData").next() else { return Ok(None) };
    let has_files = of_place(parameters, "formData").any(|parameter| parameter.text("type") == Some("file"));
    let consumes = reader.media(call, "consumes");
    let only_parts = !consumes.is_empty() && consumes.iter().all(|media| format(media) == Some("multipart"));
    let format = if has_files || only_parts { "multipart" } else { "form" };
    let whole = call.place.get("parameters").unwrap_or(first);
    Ok(Some(Body { format, schema: whole.clone(), required: true, is_optional: false, pointer: whole.pointer }))
}

/// A body that may be left out; where nothing is said, the members that it must have are taken for those of the request.
fn is_optional(body: &Place<'_>) -> bool {
    body.get("required").is_some() && !body.is("required")
}

fn format(media: &str) -> Option<&'static str> {
    let media = media.split(';').next().unwrap_or_default().trim().to_lowercase();
    match media.as_str() {
        "application/json" | "text/json" | "*/*" | "application/*" => Some("json"),
        "application/x-www-form-urlencoded" => Some("form"),
        "multipart/form-data" => Some("multipart"),
        other if other.ends_with("+json") => Some("json"),
        _ => None,
    }
}

fn rank(format: &str) -> usize {
    ["json", "form", "multipart"].iter().position(|known| *known == format).unwrap_or(3)
}

/// The fields of a body, which are parameters in the language.
pub(super) fn parameters<'d>(reader: &mut Reader<'d>, body: &Body<'d>, owner: &str) -> Result<Vec<Field>, String> {
    let mut found = if matches!(body.schema.value, Value::List(_)) {
        let mut found = Vec::new();
        for parameter in body.schema.items().iter().filter_map(Place::resolved) {
            if parameter.text("in") == Some("formData") {
                let wire = parameter.text("name").unwrap_or_default();
                let wire = wire.strip_suffix("[]").unwrap_or(wire);
                if !reader.is_credential(wire) {
                    found.extend(field(reader, &parameter, wire, owner));
                }
            }
        }
        found
    } else {
        of_schema(reader, body, owner)?
    };
    if body.format == "multipart" {
        for field in &mut found {
            let place = Place::root(body.schema.root).follow(&field.pointer);
            let schema = place.as_ref().map(|place| Schema::at(&schema_of_part(place)));
            let is_file = schema.is_some_and(|schema| {
                schema.types() == ["file"]
                    || schema.text("format") == Some("binary")
                    || schema.text("contentMediaType").is_some()
            });
            if is_file && field.kind.around == Around::Nothing {
                if let Some(place) = &place {
                    Schema::at(&schema_of_part(place)).settle(reader.notes, &["format", "contentMediaType"]);
                }
                let (wire, docs, pointer) = (field.wire.clone(), field.docs.clone(), field.pointer.clone());
                *field = Field { required: field.required, ..Field::new(&wire, Type::plain("bytes"), docs, pointer) };
            }
        }
    }
    if body.is_optional {
        for field in &mut found {
            field.required = false;
        }
    } else if !body.required && found.iter().any(|field| field.required) {
        let what = "The required members of this body are required in the draft, although the document does not mark the \
                body as required.";
        reader.notes.guessed(&body.pointer, what, "If the body is optional, remove `required` from its parameters.");
    }
    if body.format != "json" && found.iter().any(|field| field.kind.around == Around::List) {
        reader.form_lists();
    }
    Ok(super::types::distinct(found))
}

/// A part of a body is a property, or a parameter of Swagger 2.0.
fn schema_of_part<'d>(place: &Place<'d>) -> Place<'d> {
    if place.has("in") { schema_of(place) } else { place.clone() }
}

fn of_schema<'d>(reader: &mut Reader<'d>, body: &Body<'d>, owner: &str) -> Result<Vec<Field>, String> {
    let schema = Schema::at(&body.schema);
    if !schema.lost.is_empty() {
        return Err("The body is defined in another document.".to_owned());
    }
    let types = schema.types();
    let telling = telling(&reader.types, &schema);
    let alternatives = schema.alternatives();
    if telling.is_some() || !alternatives.is_empty() {
        return of_alternatives(reader, &schema, telling, &alternatives, owner);
    }
    if !schema.properties().is_empty() {
        return Ok(fields::of_object(&mut reader.types, &schema, owner, Way::Sent));
    }
    match types[..] {
        ["object"] if schema.additional().is_some_and(|values| matches!(values.value, Value::Map(_))) => {
            Err("The body is a map.".to_owned())
        }
        [] | ["object"] => Ok(Vec::new()),
        ["array"] => Err("The body is a list.".to_owned()),
        _ => Err("The body is not an object.".to_owned()),
    }
}

/// A body that is one of several objects: the fields of all.
fn of_alternatives<'d>(
    reader: &mut Reader<'d>,
    schema: &Schema<'d>,
    telling: Option<Telling<'d>>,
    alternatives: &[Place<'d>],
    owner: &str,
) -> Result<Vec<Field>, String> {
    schema.settle_alternatives(reader.notes);
    let places: Vec<Place<'d>> = match telling {
        Some(Telling::Tag(_, places) | Telling::Member(places)) => places.into_iter().map(|(_, place)| place).collect(),
        None => alternatives.to_vec(),
    };
    // The members of a union that is told by them stand in its alternatives.
    let each: Vec<Schema<'d>> =
        if alternatives.is_empty() { &places[..] } else { alternatives }.iter().map(Schema::at).collect();
    let mut found = fields::of_object(&mut reader.types, schema, owner, Way::Sent);
    for one in &each {
        if one.properties().is_empty() {
            return Err("The body is one of several types, not all of which are objects.".to_owned());
        }
        let all = fields::of_object(&mut reader.types, one, owner, Way::Sent);
        for field in
            all.into_iter().filter(|field| !found.iter().any(|known| known.wire == field.wire)).collect::<Vec<_>>()
        {
            let is_always = each.iter().all(|other| other.required().contains(field.wire.as_str()));
            // What tells the alternatives has another constant in each.
            let values: HashSet<String> = each
                .iter()
                .filter_map(|other| other.properties().into_iter().find(|(wire, _)| *wire == field.wire))
                .flat_map(|(_, place)| Schema::at(&place).values())
                .collect();
            let kind = if values.len() > 1 { Type::plain("string") } else { field.kind };
            found.push(Field { required: is_always && field.required, kind, ..field });
        }
    }
    if each.len() > 1 {
        reader.notes.guessed(
            &schema.identity.pointer,
            "The body of a request is one of several objects.",
            "All their fields are parameters now; add rules or `profiles` for valid combinations.",
        );
    }
    Ok(found)
}
