//! Responses of a document -> answers of operations, and the searches among them.

use super::model::{Around, Paging, Response, Type};
use super::place::Place;
use super::reader::{Call, Reader};
use super::requests::names_in_query;
use super::schema::Schema;
use super::statuses::{doubtful, outcome, spoken, status};
use super::types::{Use, Way, schema_is_union};
use super::value::Value;
use super::{errors, fields, texts, words};

/// What an operation answers with.
pub(super) struct Responses {
    pub(super) all: Vec<Response>,
    pub(super) paging: Option<Paging>,
}

/// A body of a response.
enum Body<'d> {
    None,
    /// Something that is not JSON.
    File,
    Json(Place<'d>),
}

/// Reads the responses of an operation.
pub(super) fn read<'d>(reader: &mut Reader<'d>, call: &Call<'d>, owner: &str) -> Responses {
    let listed = call.place.get("responses").map(|all| all.entries()).unwrap_or_default();
    let mut all: Vec<Response> = Vec::new();
    let mut paging = None;
    let has_success = listed.iter().any(|(status, _)| status.starts_with('2'));
    for (written, place) in &listed {
        let Some(status) = status(written, has_success) else {
            if *written != "default" {
                let what = "A response is neither a success nor an error.";
                reader.notes.left_out(&place.pointer, what, "Clients handle 1xx and 3xx themselves.");
            } else if let Some(whole) = place.resolved() {
                let what = "A default response for all other statuses.";
                reader.notes.guessed(
                    &place.pointer,
                    what,
                    "Only its body is used, for `errors`: add the actual statuses.",
                );
                let schema = body(reader, call, &whole).schema();
                reader.error_body(schema.as_ref());
            }
            continue;
        };
        if all.iter().any(|known| known.status == status) {
            let what = "Two responses have the same status.";
            reader.notes.left_out(&place.pointer, what, "Describe each status once.");
            continue;
        }
        // References that lead nowhere are reported for all objects alike.
        let Some(whole) = place.resolved() else { continue };
        if *written != status {
            let what = format!("`{}` covers several statuses.", written.replace('`', ""));
            reader.notes.guessed(&place.pointer, what, format!("It is {status} now: add the actual ones."));
        }
        let docs = whole.text("description").and_then(texts::sentences);
        if docs.is_some() {
            reader.notes.settle(format!("{}/description", whole.pointer));
        }
        let docs = docs.unwrap_or_else(|| spoken(&status).to_owned());
        let outcome = outcome(&status);
        if let Some(meaning) = doubtful(&status) {
            let what = format!("The outcome of the status {status} is ambiguous.");
            reader.notes.guessed(&place.pointer, what, meaning);
        }
        let body = body(reader, call, &whole);
        let mut response = Response { status, outcome, docs, body: None, items: None };
        if outcome == "success" {
            if matches!(response.status.as_str(), "204" | "205") {
                if !matches!(body, Body::None) {
                    let what = "A response has a body, but its status does not allow one.";
                    reader.notes.left_out(&place.pointer, what, "Check which one the API uses.");
                }
            } else {
                success(reader, call, body, owner, &mut response, &mut paging);
            }
        } else {
            error(reader, body.schema().as_ref(), &response);
        }
        all.push(response);
    }
    if !all.iter().any(|response| response.outcome == "success") {
        let pointer = call.place.pointer.clone();
        let what = "An operation has no success response.";
        reader.notes.guessed(&pointer, what, "It is 200 without a body now; add the actual response.");
        all.insert(
            0,
            Response {
                status: "200".to_owned(),
                outcome: "success",
                docs: "Done.".to_owned(),
                body: None,
                items: None,
            },
        );
    }
    one_body(reader, &mut all, &call.place.pointer);
    all.sort_by(|one, other| one.status.cmp(&other.status));
    Responses { all, paging }
}

impl<'d> Body<'d> {
    fn schema(&self) -> Option<Place<'d>> {
        match self {
            Self::Json(place) => Some(place.clone()),
            Self::None | Self::File => None,
        }
    }
}

fn body<'d>(reader: &Reader<'d>, call: &Call<'d>, response: &Place<'d>) -> Body<'d> {
    if let Some(contents) = response.get("content") {
        let contents = contents.named();
        let is_json = |media: &str| {
            let media = media.to_lowercase();
            let media = media.split(';').next().unwrap_or_default();
            media.ends_with("json") || media == "*/*" || media == "application/*"
        };
        let json = contents.iter().find(|(media, _)| is_json(media));
        let chosen = json.or(contents.first());
        reader.other_media(&contents, chosen.map(|(_, content)| content.pointer.as_str()));
        return match json {
            Some((_, content)) => content.get("schema").map_or(Body::None, Body::Json),
            None if contents.is_empty() => Body::None,
            None => Body::File,
        };
    }
    let Some(schema) = response.get("schema") else { return Body::None };
    let produces = reader.media(call, "produces");
    let has_json = produces.is_empty() || produces.iter().any(|media| media.to_lowercase().contains("json"));
    if schema.text("type") == Some("file") || !has_json { Body::File } else { Body::Json(schema) }
}

fn success<'d>(
    reader: &mut Reader<'d>,
    call: &Call<'d>,
    body: Body<'d>,
    owner: &str,
    response: &mut Response,
    paging: &mut Option<Paging>,
) {
    let place = match body {
        Body::None => return,
        Body::File => {
            response.body = Some(Type::plain("bytes"));
            return;
        }
        Body::Json(place) => place,
    };
    let schema = Schema::at(&place);
    let used = Use { wire: "response", owner, way: Way::Received };
    if call.method == "GET"
        && let Some(list) = list_of(reader, &schema)
    {
        let items = Schema::at(&list.items);
        let wire = words::singular_of(&Reader::resource_words(call)).join("_");
        // The items of one list are called after what the operation is about.
        let item_use = Use { wire: if items.is_named { "item" } else { &wire }, owner: "", way: Way::Received };
        if is_object_or_union(reader, &items) {
            let kind = reader.types.of(&list.items, &item_use);
            *paging = paging_of(reader, call, &schema);
            let is_search = list.at.is_some() || paging.is_some();
            response.body = Some(kind.within(if is_search { Around::Search } else { Around::List }));
            response.items = list.at;
            return;
        }
    }
    let kind = reader.types.of(&place, &used);
    let is_declared = is_object_or_union(reader, &schema);
    response.body = Some(match kind.around {
        Around::Nothing if is_declared => kind,
        Around::List => kind,
        _ => Type::plain("json"),
    });
}

fn error<'d>(reader: &mut Reader<'d>, schema: Option<&Place<'d>>, response: &Response) {
    let Some(place) = schema else { return };
    let schema = Schema::at(place);
    let is_object =
        !schema.properties().is_empty() && !schema_is_union(&reader.types, &schema) && schema.alternatives().is_empty();
    // What errors have in common stands in `errors` of the API.
    if is_object && response.outcome == "declined" && !errors::is_usual(&schema) {
        reader.notes.left_out(
            &place.pointer,
            "The response of a declined operation has an object that may contain the reason.",
            "Set `refusal` of the object to the member with its code, then set the object as `body` of the \
                response.",
        );
    } else {
        reader.error_body(Some(place));
    }
}

fn is_object_or_union(reader: &Reader<'_>, schema: &Schema<'_>) -> bool {
    schema_is_union(&reader.types, schema)
        || !schema.properties().is_empty()
            && schema.alternatives().is_empty()
            && matches!(schema.types()[..], [] | ["object"])
}

/// A list in a response, and where it stands.
struct List<'d> {
    items: Place<'d>,
    at: Option<String>,
}

/// Members that stand next to a list and belong to it.
const BESIDE: [&str; 14] = [
    "meta",
    "metadata",
    "links",
    "_links",
    "link",
    "pagination",
    "paging",
    "page",
    "page_info",
    "pageInfo",
    "cursor",
    "cursors",
    "_meta",
    "summary",
];

/// Members that hold a list one level deeper.
const HOLDERS: [&str; 3] = ["_embedded", "data", "result"];

fn items_of<'d>(place: &Place<'d>) -> Option<Place<'d>> {
    let schema = Schema::at(place);
    if schema.types() != ["array"] {
        return None;
    }
    schema.get("items").filter(|items| matches!(items.value, Value::Map(_)))
}

/// The list that a response is, or that is all that it is about.
fn list_of<'d>(reader: &Reader<'d>, schema: &Schema<'d>) -> Option<List<'d>> {
    if schema.types() == ["array"] {
        let items = schema.get("items").filter(|items| matches!(items.value, Value::Map(_)))?;
        return Some(List { items, at: None });
    }
    if schema_is_union(&reader.types, schema) {
        return None;
    }
    let properties = schema.properties();
    let lists: Vec<_> = properties.iter().filter_map(|(name, place)| Some((*name, items_of(place)?))).collect();
    let is_object = |place: &Place<'d>| !Schema::at(place).properties().is_empty();
    let others = properties.iter().filter(|(name, place)| is_object(place) && !BESIDE.contains(name));
    let others: Vec<_> = others.collect();
    match (&lists[..], &others[..]) {
        ([(name, items)], []) if is_about(&properties, name) && fields::is_wire_name(name) => {
            Some(List { items: items.clone(), at: Some((*name).to_owned()) })
        }
        ([], [(holder, place)]) if HOLDERS.contains(holder) => {
            let inner = Schema::at(place).properties();
            let lists: Vec<_> = inner.iter().filter_map(|(name, place)| Some((*name, items_of(place)?))).collect();
            let [(name, items)] = &lists[..] else { return None };
            fields::is_wire_name(name).then(|| List { items: items.clone(), at: Some(format!("{holder}.{name}")) })
        }
        _ => None,
    }
}

/// Whether an object is about its one list: it is called as lists are, or what stands next to it counts or leads on.
fn is_about(properties: &[(&str, Place<'_>)], list: &str) -> bool {
    const LISTS: [&str; 8] = ["data", "items", "results", "list", "content", "records", "entries", "values"];
    const COUNTS: [&str; 10] =
        ["has", "more", "next", "total", "count", "page", "cursor", "limit", "offset", "previous"];
    let counts =
        |name: &str| BESIDE.contains(&name) || words::of(name).iter().any(|word| COUNTS.contains(&word.as_str()));
    let has_id = properties.iter().any(|(name, _)| *name == "id");
    !has_id && (LISTS.contains(&list) || properties.len() == 1 || properties.iter().any(|(name, _)| counts(name)))
}

/// The first member whose name is one of some, at the top of a body or in what stands next to its list.
fn member(schema: &Schema<'_>, names: &[&str], test: &dyn Fn(&Schema<'_>) -> bool) -> Option<String> {
    let properties = schema.properties();
    let is_named =
        |name: &str| names.iter().any(|known| *known == words::of(name).join("_")) && fields::is_wire_name(name);
    for (name, place) in &properties {
        if is_named(name) && test(&Schema::at(place)) {
            return Some((*name).to_owned());
        }
    }
    for (holder, place) in properties.iter().filter(|(name, _)| BESIDE.contains(name)) {
        for (name, place) in Schema::at(place).properties() {
            let inner = Schema::at(&place);
            if is_named(name) && test(&inner) {
                return Some(format!("{holder}.{name}"));
            }
            for (deeper, place) in inner.properties() {
                if (is_named(deeper) || is_named(name) && deeper == "href") && test(&Schema::at(&place)) {
                    return Some(format!("{holder}.{name}.{deeper}"));
                }
            }
        }
    }
    None
}

/// How a search goes on, by the names of what is next to the list and in the query.
fn paging_of<'d>(reader: &Reader<'d>, call: &Call<'d>, schema: &Schema<'d>) -> Option<Paging> {
    let query = names_in_query(reader, call);
    let asks = |names: &[&str]| {
        let is_named = |name: &&String| names.iter().any(|known| *known == words::of(name).join("_"));
        query.iter().find(is_named).cloned()
    };
    let is_text = |schema: &Schema<'_>| schema.types() == ["string"];
    let is_flag = |schema: &Schema<'_>| schema.types() == ["boolean"];
    let is_address = |schema: &Schema<'_>| is_text(schema) && matches!(schema.text("format"), Some("uri" | "url"));
    let cursor = member(
        schema,
        &["next_cursor", "next_page_token", "next_token", "next", "cursor", "after", "ending_before"],
        &|one| is_text(one) && !is_address(one),
    );
    let is_link = |one: &Schema<'_>| is_text(one);
    let link =
        member(schema, &["next", "next_url", "next_page_url", "next_link"], &|one| is_address(one)).or_else(|| {
            let path = member(schema, &["next"], &is_link)?;
            path.contains("link").then_some(path)
        });
    let more = member(schema, &["has_more", "has_next", "has_next_page", "more"], &is_flag);
    let more = more.filter(|path| !matches!(path.as_str(), "has_more" | "hasMore" | "last"));
    let mut paging = Paging { by: "cursor", parameter: None, cursor: None, link: None, more, size: None };
    let token =
        asks(&["cursor", "after", "page_token", "next_token", "next_cursor", "continuation_token", "page_cursor"]);
    if let (Some(parameter), Some(cursor)) = (token, cursor.filter(|cursor| !cursor.contains("link"))) {
        (paging.parameter, paging.cursor) = (Some(parameter), Some(cursor));
    } else if let Some(parameter) = asks(&["starting_after", "start_after"]) {
        (paging.by, paging.parameter) = ("last-id", Some(parameter));
    } else if let Some(link) = link {
        (paging.by, paging.link) = ("link", Some(link));
    } else if let Some(parameter) = asks(&["offset", "skip"]) {
        (paging.by, paging.parameter) = ("offset", Some(parameter));
    } else if let Some(parameter) = asks(&["page", "page_number", "page_no"]) {
        (paging.by, paging.parameter) = ("page", Some(parameter));
    } else {
        return None;
    }
    paging.size = asks(&["limit", "per_page", "page_size", "size", "max_results"]);
    paging.size = paging.size.filter(|size| paging.parameter.as_ref() != Some(size));
    let what = "The paging of a search is derived from the names of its parameters and members.";
    reader.notes.guessed(&call.place.pointer, what, "Compare `paging` with the document.");
    Some(paging)
}

/// Where successes differ in their bodies, each is an object, a union or nothing.
fn one_body(reader: &Reader<'_>, all: &mut Vec<Response>, pointer: &str) {
    let bodies: Vec<Option<Type>> =
        all.iter().filter(|response| response.outcome == "success").map(|response| response.body).collect();
    let Some((first, others)) = bodies.split_first() else { return };
    if others.iter().all(|body| body == first) {
        return;
    }
    let can_differ =
        |body: &Option<Type>| body.is_none_or(|body| body.around == Around::Nothing && body.id().is_some());
    if bodies.iter().all(can_differ) {
        return;
    }
    let kept = bodies.iter().flatten().next().copied();
    let what = "The success responses of an operation have bodies that cannot be variants of one type.";
    reader.notes.left_out(pointer, what, "Bodies other than the first are omitted; each must be an object or a union.");
    all.retain(|response| response.outcome != "success" || response.body == kept);
}
