//! Parameters and bodies of requests -> parameters of operations.

use std::collections::HashSet;

use super::model::{Around, Def, Field, Type};
use super::notes::Subject;
use super::place::Place;
use super::reader::{Call, Header, Reader};
use super::schema::Schema;
use super::types::{Use, Way};
use super::{auth, bodies, fields, hints, paths, texts, words};

/// A request as far as the language can say it.
pub(super) struct Request {
    pub(super) path: String,
    pub(super) params: Vec<Field>,
    /// How parameters travel, where there are any in addition to those in the path.
    pub(super) encoding: Option<&'static str>,
    pub(super) headers: Vec<(String, bool)>,
    pub(super) idempotency_key: bool,
}

/// What the client writes itself, or what says nothing about a call.
const OWN_HEADERS: [&str; 10] = [
    "accept",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "host",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];

/// Where parameters can stand.
const PLACES: [&str; 6] = ["query", "path", "header", "cookie", "body", "formData"];

/// Reads the request of an operation. The error is why it cannot be described at all.
pub(super) fn read<'d>(reader: &mut Reader<'d>, call: &Call<'d>, owner: &str) -> Result<Request, String> {
    let parameters = parameters(reader, call);
    let has_body = !matches!(call.method, "GET" | "DELETE");
    let body = bodies::of(reader, call, &parameters)?;
    if let Some(body) = body.as_ref().filter(|_| !has_body) {
        if body.required {
            return Err(format!("{} has no body in the spec language.", call.method));
        }
        let what = format!("The body of a {} request.", call.method);
        reader.notes.left_out(&body.pointer, what, "Its fields are omitted; check whether the operation needs them.");
    }
    let body = body.filter(|_| has_body);
    let mut request = Request {
        path: call.path.clone(),
        params: Vec::new(),
        encoding: None,
        headers: Vec::new(),
        idempotency_key: false,
    };
    let query = query(reader, &parameters, owner);
    let (format, of_body) = match &body {
        Some(body) => (Some(body.format), bodies::parameters(reader, body, owner)?),
        None => (None, Vec::new()),
    };
    let is_in_query = !has_body || format.is_none();
    if !is_in_query && !query.is_empty() {
        if let Some(field) = query.iter().find(|field| field.required) {
            return Err(format!("The query parameter `{}` belongs to a request with a body.", field.wire));
        }
        for field in &query {
            let what = "A query parameter of a request with a body.";
            reader.notes.left_out(&field.pointer, what, "Only constants are supported there, in `query`.");
        }
    }
    let mut others = if is_in_query { query } else { of_body };
    if is_in_query && has_body && !others.is_empty() {
        request.encoding = Some("query");
    } else if has_body && !others.is_empty() {
        request.encoding = format;
    }
    settle(reader, &mut others, format.filter(|_| !is_in_query));
    paths::in_path(reader, call, &parameters, &others, &mut request)?;
    request.params.extend(others);
    headers(reader, call, &parameters, &mut request);
    Ok(request)
}

/// The parameters of an operation: its own, and those of its path that it does not have itself.
fn parameters<'d>(reader: &Reader<'d>, call: &Call<'d>) -> Vec<Place<'d>> {
    let lists = [call.place.get("parameters"), call.item.get("parameters")];
    let mut seen: HashSet<(String, String)> = HashSet::new();
    let mut found = Vec::new();
    for parameter in lists.into_iter().flatten().flat_map(|list| list.items()) {
        let Some(place) = parameter.resolved() else {
            // References that lead nowhere are reported for all objects alike.
            continue;
        };
        if !PLACES.contains(&place.text("in").unwrap_or_default()) {
            let what = "A parameter has an unknown location.";
            reader.notes.left_out(&place.pointer, what, "Supported: query, path, header, cookie and body.");
        }
        if place.has("content") {
            let what = "A parameter is a whole document.";
            reader.notes.left_out(&place.pointer, what, "Add it by hand, for example with `json_text`.");
        }
        let name = place.text("name").unwrap_or_default().to_owned();
        if seen.insert((place.text("in").unwrap_or_default().to_owned(), name)) {
            found.push(place);
        }
    }
    found
}

pub(super) fn of_place<'d>(parameters: &[Place<'d>], place: &str) -> impl Iterator<Item = Place<'d>> {
    let found: Vec<_> = parameters.iter().filter(|parameter| parameter.text("in") == Some(place)).cloned().collect();
    found.into_iter()
}

/// The schema of a parameter: that of Swagger 2.0 is the parameter itself.
pub(super) fn schema_of<'d>(parameter: &Place<'d>) -> Place<'d> {
    parameter
        .get("schema")
        .unwrap_or_else(|| if parameter.has("type") { parameter.clone() } else { parameter.nothing() })
}

/// A parameter as a field.
pub(super) fn field<'d>(reader: &mut Reader<'d>, parameter: &Place<'d>, wire: &str, owner: &str) -> Option<Field> {
    if parameter.has("content") {
        return None;
    }
    let schema = schema_of(parameter);
    let used = Use { wire, owner, way: Way::Sent };
    let mut field = fields::field(&mut reader.types, wire, &schema, &used, parameter.is("required"))?;
    field.pointer.clone_from(&parameter.pointer);
    if let Some(docs) = parameter.text("description").and_then(texts::sentences) {
        field.docs = docs;
    }
    field.deprecated |= parameter.is("deprecated");
    reader.notes.settle(format!("{}/deprecated", parameter.pointer));
    reader.written_plainly(parameter, "form");
    field.nullable = false;
    if field.kind.around == Around::List {
        reader.list_style(parameter);
    }
    Some(field)
}

/// The parameters in the query. Names in brackets are fields of an object: `created[gte]`.
fn query<'d>(reader: &mut Reader<'d>, parameters: &[Place<'d>], owner: &str) -> Vec<Field> {
    let mut found: Vec<Field> = Vec::new();
    let mut objects: Vec<(String, Vec<Field>, String)> = Vec::new();
    for parameter in of_place(parameters, "query") {
        let name = parameter.text("name").unwrap_or_default();
        if reader.is_credential(name) {
            continue;
        }
        let plain = name.strip_suffix("[]").unwrap_or(name);
        let within = plain.strip_suffix(']').and_then(|start| start.split_once('['));
        if let Some((object, inner)) =
            within.filter(|(object, inner)| fields::is_wire_name(object) && fields::is_wire_name(inner))
        {
            let of_object = format!("{owner}{}", words::pascal(object));
            let Some(field) = field(reader, &parameter, inner, &of_object) else { continue };
            match objects.iter_mut().find(|(known, ..)| known == object) {
                Some((_, fields, _)) => fields.push(field),
                None => objects.push((object.to_owned(), vec![field], parameter.pointer.clone())),
            }
        } else if let Some(field) = field(reader, &parameter, plain, owner) {
            found.push(field);
        }
    }
    for (wire, fields, pointer) in objects {
        if found.iter().any(|known| known.wire == wire) {
            continue;
        }
        let required = fields.iter().any(|field| field.required);
        let docs = format!("{}.", words::spoken(&wire));
        let def = Def::Object { fields: super::types::distinct(fields) };
        let id = reader.types.declare(format!("{owner}{}", words::pascal(&wire)), docs.clone(), pointer.clone(), def);
        let mut field = Field::new(&wire, Type::declared(id), docs, pointer);
        field.required = required;
        found.push(field);
    }
    found
}

/// What a field says that means nothing where it travels.
fn settle(reader: &Reader<'_>, params: &mut [Field], body: Option<&'static str>) {
    for field in params {
        field.nullable &= body == Some("json") && !field.required && !field.kind.is("json");
        if let Some(place) = reader.root.follow(&field.pointer).filter(|_| field.nullable) {
            Schema::at(&place).settle_null(reader.notes);
        }
    }
}

fn headers<'d>(reader: &mut Reader<'d>, call: &Call<'d>, parameters: &[Place<'d>], request: &mut Request) {
    for parameter in of_place(parameters, "cookie") {
        let what = "A parameter is sent in a cookie.";
        reader.notes.left_out(&parameter.pointer, what, "API clients do not send cookies.");
    }
    for parameter in of_place(parameters, "header") {
        let name = parameter.text("name").unwrap_or_default();
        if reader.is_credential(name) {
            continue;
        }
        if OWN_HEADERS.iter().any(|own| name.eq_ignore_ascii_case(own)) {
            let what = "The client sets this header itself.";
            reader.notes.add(Subject::NotNeeded, &parameter.pointer, what, "If it is constant, add it to `headers`.");
            continue;
        }
        reader.written_plainly(&parameter, "simple");
        if !auth::is_header(name) {
            reader.notes.left_out(&parameter.pointer, "The name of a header is not valid in HTTP.", "Remove it.");
            continue;
        }
        if hints::is_idempotency(name) {
            request.idempotency_key |= call.method != "GET";
            if call.method != "GET" {
                reader.idempotency(name, &parameter);
            }
            continue;
        }
        let schema = Schema::at(&schema_of(&parameter));
        let values = schema.values();
        let value = match &values[..] {
            [one] if one.is_ascii() && !one.is_empty() && one.trim() == one && !one.chars().any(char::is_control) => {
                Some(one.clone())
            }
            _ => None,
        };
        if value.is_some() {
            schema.settle_all(reader.notes, &["enum", "const"]);
        } else if !matches!(schema.types()[..], [] | ["string"]) {
            let what = "The value of a header is not text.";
            reader.notes.add(Subject::NotNeeded, &parameter.pointer, what, "Callers pass it as text.");
        }
        let docs = parameter.text("description").and_then(texts::sentences);
        let docs = docs.unwrap_or_else(|| format!("{}.", words::spoken(name)));
        let header = Header { name: name.to_owned(), docs, value: value.clone(), pointer: parameter.pointer.clone() };
        if let Some(name) = reader.header(header)
            && value.is_none()
            && !request.headers.iter().any(|(known, _)| *known == name)
        {
            request.headers.push((name, parameter.is("required")));
        }
    }
}

/// The names of the parameters in the query of an operation that can ask for a page: texts and numbers.
pub(super) fn names_in_query<'d>(reader: &Reader<'d>, call: &Call<'d>) -> Vec<String> {
    let all = parameters(reader, call);
    let can_ask = |parameter: &Place<'d>| {
        let schema = Schema::at(&schema_of(parameter));
        matches!(schema.types()[..], ["string" | "integer"]) && schema.values().is_empty()
    };
    let names = of_place(&all, "query").filter(can_ask).filter_map(|parameter| parameter.text("name"));
    names.filter(|name| fields::is_wire_name(name)).map(str::to_owned).collect()
}
