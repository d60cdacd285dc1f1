//! The inspector: pages that show what happens in the worlds of a running sandbox, and change it by the control API.
//!
//! Pages read; forms are posted to [`actions`], which calls the control API and leads back. A page is a template with a
//! struct of texts; nothing here changes a world.

mod actions;
mod clock;
mod deliveries;
mod faults;
mod home;
mod machine;
mod objects;
mod requests;
mod shell;
mod snippets;

use std::net::IpAddr;
use std::time::Duration;

use self::shell::Shell;
use crate::control;
use crate::engine::answer::Answer;
use crate::engine::request::Request;
use crate::pages::see_other;
use crate::sandbox::{Inner, WorldHandle};

/// Where it is on the server.
pub(crate) const PATH: &str = "/inspect";

/// How long a browser waits for a change before it asks again.
const PATIENCE: Duration = Duration::from_secs(25);

/// Answers a request, whose path is the one below [`PATH`].
pub(crate) async fn answer(sandbox: &Inner, request: &Request<'_>, peer: IpAddr) -> Answer {
    if let Err(refusal) = control::check(request, peer) {
        return refusal;
    }
    let path: Vec<&str> = request.path.split('/').filter(|segment| !segment.is_empty()).collect();
    let (name, rest) = match path.split_first() {
        None => return home::page(sandbox, request),
        Some((name, rest)) => (*name, rest),
    };
    let Some(world) = sandbox.existing(name) else {
        return home::no_world(sandbox, name);
    };
    match (request.method, rest) {
        ("GET", []) => see_other(format!("{PATH}/{name}/requests")),
        ("GET", ["changes"]) => changes(&world, request).await,
        ("POST", action) => actions::perform(sandbox, &world, action, request, peer).await,
        ("GET", rest) => page(sandbox, &world, rest, request),
        _ => home::not_found(sandbox),
    }
}

fn page(sandbox: &Inner, world: &WorldHandle, path: &[&str], request: &Request<'_>) -> Answer {
    let shell = |section| Shell::new(sandbox, world, section, request);
    let found = match path {
        ["requests"] => Some(requests::list(shell("requests"), world, request)),
        ["requests", number] => requests::show(shell("requests"), world, number),
        ["objects"] => Some(objects::kinds(shell("objects"), world)),
        ["objects", kind] => objects::list(shell("objects"), world, kind, request),
        ["objects", kind, id] => objects::show(shell("objects"), world, kind, id),
        ["events"] => Some(deliveries::list(shell("events"), world, request)),
        ["deliveries", id] => deliveries::show(shell("events"), world, id),
        ["clock"] => Some(clock::page(shell("clock"), world)),
        ["faults"] => Some(faults::page(shell("faults"), world)),
        _ => None,
    };
    found.unwrap_or_else(|| home::not_found(sandbox))
}

/// Answers as soon as the world differs from the version that a page shows, with its version.
async fn changes(world: &WorldHandle, request: &Request<'_>) -> Answer {
    let since = crate::pages::queried(request, "since");
    let version = world.shared.changed_since(since.parse().unwrap_or_default(), PATIENCE).await;
    let mut answer = Answer::new(200, "text/plain", version.to_string().into_bytes());
    answer.headers.push(("Cache-Control", "no-store".to_owned()));
    answer
}
