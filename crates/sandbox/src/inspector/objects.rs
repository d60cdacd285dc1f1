//! The objects of a world: by kind, and one with its statuses and its history.

use askama::Template;
use serde_json::Value;

use super::machine::{self, Drawing};
use super::shell::{Shell, pretty, time};
use crate::centralpay::{self, Inspected};
use crate::engine::answer::Answer;
use crate::engine::request::Request;
use crate::engine::world::World;
use crate::pages::{html, queried};
use crate::sandbox::WorldHandle;

/// The lines of a page.
const LINES: usize = 100;

#[derive(Template)]
#[template(path = "inspector/kinds.html")]
struct Kinds {
    shell: Shell,
    kinds: Vec<Kind>,
}

struct Kind {
    name: &'static str,
    count: usize,
}

pub(super) fn kinds(shell: Shell, world: &WorldHandle) -> Answer {
    let kinds = world.inspect(|world| {
        let all = centralpay::INSPECTED.iter();
        all.map(|kind| Kind { name: kind.name, count: world.objects().count(kind.kind) }).collect()
    });
    html(200, &Kinds { shell, kinds })
}

#[derive(Template)]
#[template(path = "inspector/objects.html")]
struct List {
    shell: Shell,
    kind: &'static str,
    text: String,
    rows: Vec<Row>,
    total: usize,
}

struct Row {
    id: String,
    /// The values that people look for.
    facts: Vec<String>,
}

fn find(name: &str) -> Option<&'static Inspected> {
    centralpay::INSPECTED.iter().find(|kind| kind.name == name)
}

/// An object as responses show it.
fn object(world: &World, kind: &Inspected, id: &str) -> Option<Value> {
    let (_, row) = world.objects().row(kind.kind, id)?;
    let mut value: Value = serde_json::from_str(row.write().ok()?.get()).ok()?;
    match kind.member {
        "" => Some(value),
        member => value.get_mut(member).map(Value::take),
    }
}

fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::Null | Value::Array(_) | Value::Object(_) => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

pub(super) fn list(shell: Shell, world: &WorldHandle, kind: &str, request: &Request<'_>) -> Option<Answer> {
    let kind = find(kind)?;
    let wanted = queried(request, "q").trim().to_lowercase();
    let (rows, total) = world.inspect(|world| {
        let ids = world.objects().order(kind.kind);
        let rows = ids.iter().rev().filter_map(|id| {
            let object = object(world, kind, id)?;
            let is_wanted = wanted.is_empty() || object.to_string().to_lowercase().contains(&wanted);
            let members = kind.facts.iter().copied().chain(kind.statuses.iter().map(|status| status.member));
            let facts = members.filter_map(|member| text(object.get(member))).collect();
            is_wanted.then(|| Row { id: id.to_string(), facts })
        });
        (rows.take(LINES).collect(), ids.len())
    });
    Some(html(200, &List { shell, kind: kind.name, text: wanted, rows, total }))
}

#[derive(Template)]
#[template(path = "inspector/object.html")]
struct Shown {
    shell: Shell,
    kind: &'static str,
    id: String,
    drawings: Vec<Drawing>,
    history: Vec<Happened>,
    json: String,
}

/// Something that happened to an object.
struct Happened {
    at: String,
    what: String,
    /// The statuses after an event.
    statuses: String,
    /// Where it is shown.
    link: String,
    order: (i64, usize),
}

pub(super) fn show(shell: Shell, world: &WorldHandle, kind: &str, id: &str) -> Option<Answer> {
    let kind = find(kind)?;
    let base = shell.base();
    let shown = world.inspect(|world| {
        let object = object(world, kind, id)?;
        let history = history(world, kind, id, &base);
        let drawings = kind.statuses.iter().filter_map(|status| {
            let now = text(object.get(status.member))?;
            let before = events(world, id).filter_map(|(_, body)| text(body.get(status.member))).collect::<Vec<_>>();
            Some(machine::draw(status.member, &(status.machine)(), &now, &before))
        });
        Some((drawings.collect(), history, pretty(&object.to_string())))
    });
    let (drawings, history, json) = shown?;
    Some(html(200, &Shown { shell, kind: kind.name, id: id.to_owned(), drawings, history, json }))
}

/// The events about an object, and what they say of it.
fn events<'w>(world: &'w World, id: &'w str) -> impl Iterator<Item = (usize, Value)> + 'w {
    let events = world.events().iter().enumerate().filter(move |(_, event)| event.about == id);
    events.map(|(position, event)| (position, centralpay::told(&event.body)))
}

fn history(world: &World, kind: &Inspected, id: &str, base: &str) -> Vec<Happened> {
    let requests = world.journal().iter().enumerate().filter(|(position, entry)| {
        let is_in_path = entry.path.split('/').any(|segment| segment == id);
        let is_created = || world.exchange(*position).is_some_and(|kept| kept.response_body.contains(id));
        is_in_path || (entry.method != "GET" && is_created())
    });
    let mut history: Vec<Happened> = requests
        .map(|(position, entry)| Happened {
            at: time(entry.at),
            what: format!("{} {} → {}", entry.method, entry.operation.unwrap_or(&entry.path), entry.status),
            statuses: String::new(),
            link: format!("{base}/requests/{}", position + 1),
            order: (entry.at.unix_millis(), 0),
        })
        .collect();
    for (position, body) in events(world, id) {
        let event = &world.events()[position];
        let statuses = kind.statuses.iter().filter_map(|status| text(body.get(status.member)));
        history.push(Happened {
            at: time(event.at),
            what: event.name.clone(),
            statuses: statuses.collect::<Vec<_>>().join(", "),
            link: format!("{base}/events?q={}", event.id),
            order: (event.at.unix_millis(), position + 1),
        });
    }
    history.sort_by_key(|happened| happened.order);
    history
}
