//! The first page: the worlds, and the requests that reached none.

use askama::Template;
use payspec_core::printable;

use super::PATH;
use super::requests::{Line, line};
use super::shell::Shell;
use crate::engine::answer::Answer;
use crate::engine::request::Request;
use crate::pages::{html, queried, see_other};
use crate::sandbox::Inner;

#[derive(Template)]
#[template(path = "inspector/home.html")]
struct Home {
    shell: Shell,
    worlds: Vec<Row>,
    /// Requests that reached no world, the latest first.
    lost: Vec<Lost>,
}

struct Row {
    name: String,
    login: String,
    requests: usize,
    events: usize,
}

struct Lost {
    line: Line,
    why: String,
}

pub(super) fn page(sandbox: &Inner, request: &Request<'_>) -> Answer {
    let chosen = queried(request, "world");
    if sandbox.existing(&chosen).is_some() {
        return see_other(format!("{PATH}/{chosen}/requests"));
    }
    let worlds = sandbox.all().into_iter().map(|world| Row {
        name: world.name().to_owned(),
        login: world.login(),
        requests: world.inspect(|world| world.journal().len()),
        events: world.inspect(|world| world.events().len()),
    });
    let outside = sandbox.outside();
    let lost = outside.journal().iter().enumerate().rev().take(50).map(|(position, entry)| Lost {
        line: line(position, entry),
        why: outside.exchange(position).map(|exchange| exchange.response_body.clone()).unwrap_or_default(),
    });
    let home = Home { worlds: worlds.collect(), lost: lost.collect(), shell: Shell::of_none(sandbox) };
    drop(outside);
    html(200, &home)
}

#[derive(Template)]
#[template(path = "inspector/note.html")]
struct Note {
    shell: Shell,
    text: String,
}

pub(super) fn no_world(sandbox: &Inner, name: &str) -> Answer {
    let name = printable::text(name, 80);
    let text = format!("There is no world `{name}`. The first request with the login `test-{name}` makes it.");
    html(404, &Note { shell: Shell::of_none(sandbox), text })
}

pub(super) fn not_found(sandbox: &Inner) -> Answer {
    html(404, &Note { shell: Shell::of_none(sandbox), text: "There is no such page.".to_owned() })
}
