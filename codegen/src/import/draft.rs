//! All that was read, put together into the parts of a spec.

use std::collections::{BTreeMap, HashSet};

use super::auth::{Kind, Scheme};
use super::directions;
use super::errors::{self, Errors};
use super::events::{self, Events};
use super::model::{Around, Def, Field, Operation, Paging, Resource, Response, Type, TypeDef, TypeId};
use super::naming;
use super::notes::Notes;
use super::place::Place;
use super::reader::{Header, Idempotency, Reader, Service};
use super::servers::Servers;
use super::types::Way;

/// What the files of a draft are written from.
pub(super) struct Parts {
    pub(super) servers: Servers,
    pub(super) services: Vec<Service>,
    pub(super) schemes: Vec<Scheme>,
    pub(super) default_auth: Option<String>,
    pub(super) headers: Vec<Header>,
    pub(super) idempotency: Option<Idempotency>,
    pub(super) encoding: &'static str,
    pub(super) lists: Option<&'static str>,
    pub(super) object_lists: bool,
    pub(super) errors: Option<Errors>,
    /// Errors that every operation can answer with.
    pub(super) responses: Vec<Response>,
    pub(super) paging: Option<Paging>,
    pub(super) resources: Vec<Resource>,
    pub(super) events: Option<Events>,
    pub(super) defs: Vec<TypeDef>,
    /// The types that are used.
    pub(super) used: HashSet<TypeId>,
}

/// Reads a document.
pub(super) fn read(root: &Place<'_>, api: &str, notes: &Notes) -> Parts {
    let mut reader = Reader::new(root, api, notes);
    reader.read();
    let mut events = events::read(&mut reader);
    reader.find_objects();
    tokens(&mut reader);
    let mut resources: Vec<Resource> =
        std::mem::take(&mut reader.resources).into_iter().filter(|resource| !resource.operations.is_empty()).collect();
    settle_types(&mut reader, &mut resources, &mut events, notes);
    let most = reader.errors.values().max_by_key(|(count, _)| *count).map(|(_, place)| place.clone());
    let errors = most.as_ref().and_then(errors::read);
    errors::tell_others(&reader, most.as_ref(), errors.as_ref());
    let mut defs = std::mem::take(&mut reader.types.defs);
    let used = directions::reached(&defs, roots(&resources, events.as_ref()));
    let received: HashSet<TypeId> = {
        let of = |(key, kind): (&(String, Way), &Type)| (key.1 == Way::Received).then(|| kind.id()).flatten();
        reader.types.known.iter().filter_map(of).filter(|id| used.contains(id)).collect()
    };
    let mut no_events = Vec::new();
    let all_events = events.as_mut().map_or(&mut no_events, |events| &mut events.all);
    // Types that nothing uses take no names.
    for (id, def) in defs.iter_mut().enumerate() {
        if !used.contains(&id) {
            def.def = Def::Open;
        }
    }
    naming::settle(&mut defs, &received, &mut resources, all_events, notes);
    let encoding = most_common(resources.iter().flat_map(|resource| &resource.operations));
    let is_object = |kind: Type, def: Option<&Def>| {
        matches!(def, Some(Def::Object { .. } | Def::Union { .. })) || kind.kind == Type::plain("metadata").kind
    };
    let object_lists = has_list(&defs, &resources, encoding, is_object);
    if object_lists {
        let what = "Lists of objects in queries and forms are written with an index: `items[0][price]=1`.";
        notes.guessed("#", what, "OpenAPI cannot express this: compare with an example, and correct `object_lists`.");
    }
    let json_lists = has_list(&defs, &resources, encoding, |kind, _| kind.kind == Type::plain("json").kind);
    let lists = reader.lists.iter().max_by_key(|(_, count)| **count).map(|(style, _)| *style);
    let lists = if lists == Some("commas") && json_lists {
        let what = "A list in a query or form contains JSON texts, which contain commas.";
        notes.guessed("#", what, "`lists` is `repeated` now, not `commas`; compare with an example.");
        Some("repeated")
    } else {
        lists
    };
    if reader.lists.len() > 1 {
        notes.guessed("#", "Lists in queries and forms have several formats.", "`lists` is the most common one.");
    }
    let responses = shared_responses(&mut resources);
    let paging = shared_paging(&mut resources);
    Parts {
        servers: std::mem::take(&mut reader.servers),
        services: used_services(std::mem::take(&mut reader.services), &resources, &reader.schemes),
        headers: used_headers(std::mem::take(&mut reader.headers), &resources),
        idempotency: reader.idempotency.take().filter(|_| {
            resources.iter().flat_map(|resource| &resource.operations).any(|operation| operation.idempotency_key)
        }),
        default_auth: reader.default_auth.take(),
        schemes: std::mem::take(&mut reader.schemes),
        encoding,
        lists,
        object_lists,
        errors,
        responses,
        paging,
        resources,
        events,
        defs,
        used,
    }
}

/// Hosts that give tokens become services.
fn tokens(reader: &mut Reader<'_>) {
    let environment = |reader: &Reader<'_>| {
        let all = &reader.servers.all;
        all.iter().find(|server| server.name == "production").or(all.first()).map(|server| server.name.clone())
    };
    for at in 0..reader.schemes.len() {
        let pointer = reader.schemes[at].pointer.clone();
        let Kind::Token(token) = reader.schemes[at].kind.clone() else { continue };
        let Some(host) = token.host else { continue };
        let Some(environment) = environment(reader) else { continue };
        let name = reader.add_service("tokens".to_owned(), vec![(environment, host, pointer)]);
        if let Kind::Token(token) = &mut reader.schemes[at].kind {
            token.host = Some(name);
        }
    }
}

/// Everything that only shows when all types are read.
fn settle_types(reader: &mut Reader<'_>, resources: &mut [Resource], events: &mut Option<Events>, notes: &Notes) {
    let same = directions::same(&reader.types);
    let replaced = |id: TypeId| same.get(&id).copied().unwrap_or(id);
    let replace = |kind: &mut Type| {
        if let super::model::Kind::Declared(id) = &mut kind.kind {
            *id = replaced(*id);
        }
    };
    let types = &mut reader.types;
    types.known.values_mut().for_each(replace);
    types.defs.iter_mut().flat_map(|def| def.def.fields_mut()).for_each(|field| replace(&mut field.kind));
    for resource in resources.iter_mut() {
        resource.object = resource.object.map(replaced);
        for operation in &mut resource.operations {
            operation.params.iter_mut().for_each(|field| replace(&mut field.kind));
            operation.responses.iter_mut().filter_map(|response| response.body.as_mut()).for_each(replace);
        }
    }
    if let Some(events) = events {
        events.all.iter_mut().for_each(|event| event.payload = replaced(event.payload));
        let defs = &types.defs;
        events.all.retain(|event| {
            let what = match &defs[event.payload].def {
                Def::Object { fields } if !fields.is_empty() => return true,
                Def::Object { .. } => "The object of an event has no declared members.",
                _ => "An event has one of several objects.",
            };
            notes.left_out(&event.pointer, what, "Add it by hand.");
            false
        });
    }
    if events.as_ref().is_some_and(|events| events.all.is_empty()) {
        *events = None;
    }
    let nothing = |def: &Def| match def {
        Def::Object { fields } => fields.is_empty(),
        Def::Open => true,
        _ => false,
    };
    // Objects of which no field is left are any JSON.
    let empty: HashSet<TypeId> = (0..types.defs.len()).filter(|id| nothing(&types.defs[*id].def)).collect();
    let or_json = |kind: &mut Type| {
        if kind.id().is_some_and(|id| empty.contains(&id)) {
            let around = if kind.around == Around::List { Around::List } else { Around::Nothing };
            *kind = Type::plain("json").within(around);
        }
    };
    types.defs.iter_mut().flat_map(|def| def.def.fields_mut()).for_each(|field| or_json(&mut field.kind));
    for resource in resources.iter_mut() {
        resource.object = resource.object.filter(|id| !empty.contains(id));
        for operation in &mut resource.operations {
            operation.params.iter_mut().for_each(|field| or_json(&mut field.kind));
            operation.responses.iter_mut().for_each(|response| {
                response.body.as_mut().into_iter().for_each(or_json);
                if response.body.is_some_and(|body| body.around != Around::Search) {
                    response.items = None;
                }
            });
            let searches = |response: &Response| response.body.is_some_and(|body| body.around == Around::Search);
            if !operation.responses.iter().any(searches) {
                operation.paging = None;
            }
        }
    }
    directions::settle_expandables(&mut types.defs, notes);
    directions::end_recursion(&mut types.defs, notes);
    let params: Vec<Type> = resources
        .iter()
        .flat_map(|resource| &resource.operations)
        .flat_map(|operation| &operation.params)
        .map(|field| field.kind)
        .collect();
    directions::maps_without_rules(&mut types.defs, &params, notes);
    last_ids(&types.defs, resources, notes);
}

/// Searches go on after the last id only where items have one.
fn last_ids(defs: &[TypeDef], resources: &mut [Resource], notes: &Notes) {
    let objects: HashSet<TypeId> = resources.iter().filter_map(|resource| resource.object).collect();
    let is_id =
        |field: &&Field| field.guaranteed && field.kind.id().is_some_and(|id| matches!(defs[id].def, Def::Id { .. }));
    for operation in resources.iter_mut().flat_map(|resource| &mut resource.operations) {
        let item = operation
            .responses
            .iter()
            .find_map(|response| response.body.filter(|body| body.around == Around::Search)?.id());
        let has_id = item.is_some_and(|id| objects.contains(&id) || defs[id].def.fields().iter().any(is_id));
        if operation.paging.as_ref().is_some_and(|paging| paging.by == "last-id") && !has_id {
            operation.paging = None;
            let what = "A search pages by the id of its last item, but its items are not known to have one.";
            notes.left_out(
                &operation.pointer,
                what,
                "Set `guaranteed: true` on the id of the object, and add `paging`.",
            );
        }
    }
}

/// The types that operations, resources and events name.
pub(super) fn roots(resources: &[Resource], events: Option<&Events>) -> Vec<TypeId> {
    let mut roots: Vec<TypeId> = resources.iter().flat_map(of_resource).collect();
    roots.extend(events.iter().flat_map(|events| events.all.iter().map(|event| event.payload)));
    roots
}

/// The types that a resource names.
pub(super) fn of_resource(resource: &Resource) -> Vec<TypeId> {
    let of_operation = |operation: &Operation| {
        let params = operation.params.iter().filter_map(|field| field.kind.id());
        params.chain(operation.responses.iter().filter_map(|response| response.body?.id())).collect::<Vec<_>>()
    };
    resource.object.into_iter().chain(resource.operations.iter().flat_map(of_operation)).collect()
}

/// What most bodies are written as.
fn most_common<'o>(operations: impl Iterator<Item = &'o Operation>) -> &'static str {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for encoding in operations.filter_map(|operation| operation.encoding).filter(|encoding| *encoding != "query") {
        *counts.entry(encoding).or_default() += 1;
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or("json", |(encoding, _)| encoding)
}

/// Whether a query or form has a list of something.
fn has_list(defs: &[TypeDef], resources: &[Resource], encoding: &str, of: impl Fn(Type, Option<&Def>) -> bool) -> bool {
    let mut open: Vec<Type> = Vec::new();
    for operation in resources.iter().flat_map(|resource| &resource.operations) {
        let is_json = !matches!(operation.method, "GET" | "DELETE") && operation.encoding.unwrap_or(encoding) == "json";
        if !is_json {
            open.extend(operation.params.iter().filter(|field| !field.in_path).map(|field| field.kind));
        }
    }
    let mut seen: HashSet<TypeId> = HashSet::new();
    while let Some(kind) = open.pop() {
        let def = kind.id().map(|id| &defs[id].def);
        if kind.around == Around::List && of(kind, def) {
            return true;
        }
        if let (Some(id), Some(Def::Object { fields })) = (kind.id(), def)
            && seen.insert(id)
        {
            open.extend(fields.iter().map(|field| field.kind));
        }
    }
    false
}

/// So few operations share nothing.
const FEW: usize = 3;

/// Takes out of the operations what all of them can answer with.
fn shared_responses(resources: &mut [Resource]) -> Vec<Response> {
    let operations = || resources.iter().flat_map(|resource| &resource.operations);
    let Some(first) = operations().find(|operation| operation.auth.is_none()).filter(|_| operations().count() >= FEW)
    else {
        return Vec::new();
    };
    let is_about_credentials = |response: &Response| matches!(response.outcome, "unauthenticated" | "forbidden");
    let is_same =
        |one: &Response, other: &Response| one.status == other.status && one.docs == other.docs && other.body.is_none();
    let is_shared = |response: &&Response| {
        !matches!(response.outcome, "success" | "declined")
            && operations().all(|operation| {
                let is_other = is_about_credentials(response) && operation.auth.is_some();
                is_other || operation.responses.iter().any(|other| is_same(response, other))
            })
    };
    let shared: Vec<Response> = first.responses.iter().filter(is_shared).cloned().collect();
    for operation in resources.iter_mut().flat_map(|resource| &mut resource.operations) {
        let keeps = operation.auth.is_some();
        operation.responses.retain(|response| {
            let is_own = keeps && is_about_credentials(response);
            is_own || !shared.iter().any(|other| is_same(other, response))
        });
    }
    shared
}

/// Takes out of the operations how searches go on, where all do so in one way.
fn shared_paging(resources: &mut [Resource]) -> Option<Paging> {
    let searches = |operation: &&Operation| {
        operation.responses.iter().any(|response| response.body.is_some_and(|body| body.around == Around::Search))
    };
    let found: Vec<Option<Paging>> = resources
        .iter()
        .flat_map(|resource| &resource.operations)
        .filter(searches)
        .map(|operation| operation.paging.clone())
        .collect();
    let first = found.first().cloned().flatten()?;
    if found.len() < FEW || found.iter().any(|other| other.as_ref() != Some(&first)) {
        return None;
    }
    resources.iter_mut().flat_map(|resource| &mut resource.operations).for_each(|operation| operation.paging = None);
    Some(first)
}

fn used_headers(headers: Vec<Header>, resources: &[Resource]) -> Vec<Header> {
    let operations = || resources.iter().flat_map(|resource| &resource.operations);
    let is_used = |header: &Header| {
        header.value.is_some()
            || operations().any(|operation| operation.headers.iter().any(|(name, _)| *name == header.name))
    };
    headers.into_iter().filter(is_used).collect()
}

fn used_services(services: Vec<Service>, resources: &[Resource], schemes: &[Scheme]) -> Vec<Service> {
    let operations = || resources.iter().flat_map(|resource| &resource.operations);
    let gives_tokens = |name: &str| {
        schemes.iter().any(|scheme| matches!(&scheme.kind, Kind::Token(token) if token.host.as_deref() == Some(name)))
    };
    let is_used = |service: &Service| {
        gives_tokens(&service.name)
            || operations().any(|operation| operation.service.as_deref() == Some(service.name.as_str()))
    };
    services.into_iter().filter(is_used).collect()
}
