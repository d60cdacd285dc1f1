//! The document as a whole: its operations one by one, and what they have in common.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::auth::{self, Scheme};
use super::model::{Operation, Resource};
use super::notes::{Notes, Subject};
use super::place::Place;
use super::schema::Schema;
use super::servers::{Server, Servers};
use super::types::Types;
use super::value::Value;
use super::{hints, naming, requests, responses, texts, verbs, words};
use crate::names;

/// A request header that is set once for a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) name: String,
    pub(super) docs: String,
    pub(super) value: Option<String>,
    pub(super) pointer: String,
}

/// The header by which a repeated request is recognised.
#[derive(Debug, Clone)]
pub(super) struct Idempotency {
    pub(super) header: String,
    pub(super) docs: String,
    pub(super) hours: Option<u32>,
    pub(super) pointer: String,
}

/// Another host than the main one.
#[derive(Debug, Clone)]
pub(super) struct Service {
    pub(super) name: String,
    pub(super) docs: String,
    /// By environment: the address, and where it stands.
    pub(super) hosts: Vec<(String, String, String)>,
}

/// An operation of the document.
pub(super) struct Call<'d> {
    pub(super) place: Place<'d>,
    /// The path item that has it.
    pub(super) item: Place<'d>,
    pub(super) method: &'static str,
    pub(super) path: String,
}

/// What is read, and what has been found so far.
pub(super) struct Reader<'d> {
    pub(super) root: Place<'d>,
    pub(super) notes: &'d Notes,
    pub(super) types: Types<'d>,
    pub(super) servers: Servers,
    pub(super) services: Vec<Service>,
    pub(super) schemes: Vec<Scheme>,
    pub(super) default_auth: Option<String>,
    pub(super) headers: Vec<Header>,
    pub(super) idempotency: Option<Idempotency>,
    pub(super) resources: Vec<Resource>,
    /// How often error bodies are of a schema, by its pointer.
    pub(super) errors: BTreeMap<String, (usize, Place<'d>)>,
    /// How often lists in queries and forms are written so.
    pub(super) lists: BTreeMap<&'static str, usize>,
    /// Operations by method and path, without the names of parameters.
    seen: HashSet<(&'static str, String)>,
    /// Descriptions of tags, each with its place.
    tags: HashMap<String, (String, String)>,
    /// Any operation says how it authenticates.
    pub(super) calls_say_auth: bool,
}

const METHODS: [(&str, &str); 5] =
    [("get", "GET"), ("post", "POST"), ("put", "PUT"), ("patch", "PATCH"), ("delete", "DELETE")];
const OTHER_METHODS: [&str; 4] = ["head", "options", "trace", "query"];

impl<'d> Reader<'d> {
    pub(super) fn new(root: &Place<'d>, api: &str, notes: &'d Notes) -> Self {
        let listed = root.get("servers").map(|all| all.items()).unwrap_or_default();
        let mut servers = if root.has("swagger") {
            Servers::of_swagger(root, api, notes)
        } else {
            Servers::read(&listed, api, notes)
        };
        if servers.all.is_empty() {
            // Without a server the API answers where the document is, which is nowhere here.
            servers = Servers::of_swagger(&root.nothing(), api, notes);
        }
        let schemes = auth::read(root, &servers.all, notes);
        let tags = root.get("tags").map(|tags| tags.items()).unwrap_or_default();
        let tags = tags.iter().filter_map(|tag| {
            let place = tag.get("description")?;
            Some((tag.text("name")?.to_owned(), (place.value.text()?.to_owned(), place.pointer)))
        });
        let mut reader = Self {
            root: root.clone(),
            notes,
            types: Types::new(root, notes),
            servers,
            services: Vec::new(),
            schemes,
            default_auth: None,
            headers: Vec::new(),
            idempotency: None,
            resources: Vec::new(),
            errors: BTreeMap::new(),
            lists: BTreeMap::new(),
            seen: HashSet::new(),
            tags: tags.collect(),
            calls_say_auth: false,
        };
        reader.calls_say_auth = reader.calls().iter().any(|call| call.place.has("security"));
        reader.find_things();
        reader.find_default_auth();
        reader
    }

    /// Reads all operations.
    pub(super) fn read(&mut self) {
        for call in self.calls() {
            self.operation(&call);
        }
        self.types.finish();
    }

    pub(super) fn calls(&self) -> Vec<Call<'d>> {
        let mut calls = Vec::new();
        for (path, item) in self.root.get("paths").map(|paths| paths.entries()).unwrap_or_default() {
            let Some(item) = item.resolved() else {
                // References that lead nowhere are reported for all objects alike.
                continue;
            };
            for (key, method) in METHODS {
                let Some(place) = item.get(key) else { continue };
                calls.push(Call { place, item: item.clone(), method, path: path.to_owned() });
            }
            for key in OTHER_METHODS {
                if let Some(place) = item.get(key) {
                    let what = format!("The method {} is not supported.", key.to_uppercase());
                    self.notes.left_out(&place.pointer, what, "Remove it.");
                }
            }
        }
        calls
    }

    fn operation(&mut self, call: &Call<'d>) {
        let words = Self::resource_words(call);
        let at = self.resource(call, &words);
        let id = call.place.text("operationId").unwrap_or_default();
        let taken: HashSet<&str> = self.resources[at].operations.iter().map(|known| known.verb.as_str()).collect();
        let candidates = verbs::candidates(call.method, &call.path, &words, id);
        let free = candidates.iter().find(|name| !taken.contains(name.as_str())).cloned();
        let first = candidates.first().map_or("call", String::as_str);
        let verb = free.unwrap_or_else(|| naming::numbered(first, "-no", |name| taken.contains(name)));
        let resource = self.resources[at].name.clone();
        let owner = names::params(&verb, &resource);
        let request = match requests::read(self, call, &owner) {
            Ok(request) => request,
            Err(why) => {
                // Nothing that stands in it is in the draft, and this note tells so.
                self.notes.settle(call.place.pointer.clone());
                let what = format!("An operation cannot be described. {why}");
                return self.notes.left_out(&call.place.pointer, what, "Omit it, or send it with your own client.");
            }
        };
        if !self.seen.insert((call.method, without_names(&request.path))) {
            self.notes.settle(call.place.pointer.clone());
            let what = "Two operations have the same method and path.";
            return self.notes.left_out(
                &call.place.pointer,
                what,
                "Describe a request once; use `profiles` for its different uses.",
            );
        }
        let answers = responses::read(self, call, &owner);
        let [summary, description] =
            ["summary", "description"].map(|key| call.place.text(key).and_then(texts::sentences));
        let by_id = !id.is_empty() && (verb == verbs::of_id(id, &words) || verb == words::kebab(&words::of(id)));
        if by_id || !id.is_empty() && summary.is_none() && description.is_none() {
            self.notes.settle(format!("{}/operationId", call.place.pointer));
        }
        if call.place.get("tags").is_some_and(|tags| tags.items().len() < 2) {
            self.notes.settle(format!("{}/tags", call.place.pointer));
        }
        let docs = match (summary, description) {
            (Some(summary), Some(description)) if !description.starts_with(summary.trim_end_matches('.')) => {
                format!("{summary} {description}")
            }
            (summary, description) => {
                let named = || format!("{}.", words::spoken(if id.is_empty() { &owner } else { id }));
                description.or(summary).unwrap_or_else(named)
            }
        };
        let operation = Operation {
            verb,
            docs,
            method: call.method,
            path: request.path,
            pointer: call.place.pointer.clone(),
            service: self.service(call),
            auth: self.auth(call),
            encoding: request.encoding,
            idempotency_key: request.idempotency_key,
            headers: request.headers,
            params: request.params,
            paging: answers.paging,
            responses: answers.all,
            deprecated: call.place.is("deprecated"),
            rust: None,
        };
        self.resources[at].operations.push(operation);
    }

    /// What an operation is about: its first tag, or the first segment of its path.
    pub(super) fn resource_words(call: &Call<'_>) -> Vec<String> {
        let tag = call.place.get("tags").and_then(|tags| tags.items().first().and_then(|tag| tag.value.text()));
        let of_tag = tag.map(|tag| words::of_group(&words::of(tag))).filter(|words| !words::kebab(words).is_empty());
        let of_path = || {
            verbs::steps(&call.path).into_iter().find_map(|step| match step {
                verbs::Step::Words(words) if !words::kebab(&words).is_empty() => Some(words),
                _ => None,
            })
        };
        let words = of_tag.or_else(of_path).unwrap_or_else(|| vec!["resource".to_owned()]);
        words::singular_of(&words)
    }

    /// The resource of some words, which is made when it is first used.
    fn resource(&mut self, call: &Call<'d>, words: &[String]) -> usize {
        let name = words::kebab(words);
        if let Some(at) = self.resources.iter().position(|resource| resource.name == name) {
            return at;
        }
        let tag = call.place.get("tags").and_then(|tags| tags.items().first().and_then(|tag| tag.value.text()));
        let said = tag.and_then(|tag| self.tags.get(tag)).and_then(|(text, pointer)| {
            let said = texts::sentences(text)?;
            self.notes.settle(pointer.clone());
            Some(said)
        });
        self.resources.push(Resource {
            plural: words::kebab(&words::plural_of(words)),
            file: name.clone(),
            docs: said.unwrap_or_else(|| format!("{}.", words::spoken(&words::plural_of(words).join(" ")))),
            name,
            object: None,
            id: None,
            operations: Vec::new(),
        });
        self.resources.len() - 1
    }

    /// The service of an operation that has servers of its own.
    fn service(&mut self, call: &Call<'d>) -> Option<String> {
        let list = call.place.get("servers").or_else(|| call.item.get("servers"))?;
        let own = Servers::read(&list.items(), "service", self.notes);
        let is_plain = |server: &Server| !server.is_made_up && !server.url.contains('{');
        if !own.all.is_empty() && own.all.len() == list.items().len() && own.all.iter().all(is_plain) {
            self.notes.settle(list.pointer.clone());
        }
        let other: Vec<&Server> =
            own.all.iter().filter(|server| !server.is_made_up && !server.url.contains('{')).collect();
        let other: Vec<&Server> =
            other.into_iter().filter(|server| !self.servers.all.iter().any(|known| known.url == server.url)).collect();
        let first = other.first()?;
        let host = first.url.split("://").nth(1).unwrap_or_default();
        let label: Vec<String> = words::of(host.split(['/', '.', ':']).next().unwrap_or_default());
        let name = words::kebab(&label);
        let name = if name.is_empty() { "other".to_owned() } else { name };
        let environments: Vec<&str> = self.servers.all.iter().map(|server| server.name.as_str()).collect();
        let mut hosts: Vec<(String, String, String)> = Vec::new();
        for server in &other {
            let environment = environments.iter().find(|known| **known == server.name);
            let environment = environment.or(environments.first()).map(|name| (*name).to_owned())?;
            if !hosts.iter().any(|(known, ..)| *known == environment) {
                hosts.push((environment, server.url.clone(), server.pointer.clone()));
            }
        }
        Some(self.add_service(name, hosts))
    }

    /// A service with some hosts; one that is there already with the same.
    pub(super) fn add_service(&mut self, name: String, hosts: Vec<(String, String, String)>) -> String {
        let urls = |hosts: &[(String, String, String)]| hosts.iter().map(|(_, url, _)| url.clone()).collect::<Vec<_>>();
        if let Some(known) = self.services.iter().find(|known| urls(&known.hosts) == urls(&hosts)) {
            return known.name.clone();
        }
        let mut unique = name;
        while self.services.iter().any(|known| known.name == unique) {
            unique.push_str("-too");
        }
        let docs = "A separate host for some operations.".to_owned();
        self.services.push(Service { name: unique.clone(), docs, hosts });
        unique
    }

    /// What requests or answers are written as, in Swagger 2.0.
    pub(super) fn media(&self, call: &Call<'d>, key: &str) -> Vec<String> {
        let list = call.place.get(key).or_else(|| self.root.get(key));
        if let Some(list) = list.as_ref().filter(|list| list.items().len() < 2) {
            self.notes.settle(list.pointer.clone());
        }
        list.map(|list| list.value.items()).unwrap_or_default().iter().filter_map(Value::word).collect()
    }

    /// Tells the formats of a body that are not in the draft.
    pub(super) fn other_media(&self, contents: &[(&str, Place<'d>)], chosen: Option<&str>) {
        for (media, place) in contents.iter().filter(|(_, place)| chosen.is_some_and(|chosen| chosen != place.pointer))
        {
            let what = format!("A body also has the format `{}`.", media.replace('`', ""));
            self.notes.add(Subject::NotNeeded, &place.pointer, what, "The draft has one format, preferably JSON.");
        }
    }

    /// Keeps in mind that a parameter is written as the language does, if it is.
    pub(super) fn written_plainly(&self, parameter: &Place<'d>, usual: &str) {
        let schema = Schema::at(&requests::schema_of(parameter));
        let is_object = schema.types() == ["object"] || !schema.properties().is_empty();
        let is_list = schema.types() == ["array"];
        let style = parameter.text("style").unwrap_or(usual);
        let keys: &[&str] = match (style, parameter.text("collectionFormat")) {
            ("deepObject", _) if usual == "form" && is_object => &["style", "explode"],
            (_, Some("csv" | "multi")) if usual == "form" => &["collectionFormat"],
            (style, None) if style == usual && is_list => &["style", "explode"],
            (style, _) if style == usual && !is_list && !is_object => &["style", "explode", "collectionFormat"],
            _ => &[],
        };
        for key in keys {
            self.notes.settle(format!("{}/{key}", parameter.pointer));
        }
        if is_object && style == "form" {
            let what = "An object in the query is written member by member, without its name.";
            let instead = "The draft writes `name[member]`: declare its members as separate parameters.";
            self.notes.guessed(&parameter.pointer, what, instead);
        }
    }

    /// Notes how a list in the query is written.
    pub(super) fn list_style(&mut self, parameter: &Place<'d>) {
        let name = parameter.text("name").unwrap_or_default();
        let style = if name.ends_with("[]") || parameter.text("style") == Some("deepObject") {
            "brackets"
        } else if self.root.has("swagger") {
            if parameter.text("collectionFormat") == Some("multi") { "repeated" } else { "commas" }
        } else if parameter.value.get("explode") == Some(&Value::Bool(false)) {
            "commas"
        } else {
            "repeated"
        };
        *self.lists.entry(style).or_default() += 1;
    }

    /// Notes that a form has a list, which OpenAPI writes by repeating its name.
    pub(super) fn form_lists(&mut self) {
        self.lists.entry("repeated").or_default();
    }

    /// Notes the header that carries idempotency keys.
    pub(super) fn idempotency(&mut self, header: &str, parameter: &Place<'d>) {
        if self.idempotency.is_some() {
            return;
        }
        let said = parameter.text("description").unwrap_or_default();
        let hours = hints::hours(said);
        let docs =
            texts::sentences(said).unwrap_or_else(|| "A repeated key returns the first response again.".to_owned());
        self.idempotency =
            Some(Idempotency { header: header.to_owned(), docs, hours, pointer: parameter.pointer.clone() });
    }

    /// Counts the schema of an error's body.
    pub(super) fn error_body(&mut self, schema: Option<&Place<'d>>) {
        let Some(schema) = schema.map(Schema::at).filter(|schema| !schema.properties().is_empty()) else {
            return;
        };
        let place = schema.identity;
        self.errors.entry(place.pointer.clone()).or_insert((0, place)).0 += 1;
    }
}

/// `/a/{b}` and `/a/{c}` are one path to a server.
fn without_names(path: &str) -> String {
    path.split('{')
        .enumerate()
        .map(|(at, part)| if at == 0 { part } else { part.split_once('}').map_or("", |(_, rest)| rest) })
        .collect::<Vec<_>>()
        .join("{}")
}
