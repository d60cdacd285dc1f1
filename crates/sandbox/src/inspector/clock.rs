//! The clock of a world, and what is due.

use askama::Template;

use super::shell::{Shell, time};
use crate::engine::answer::Answer;
use crate::engine::world::Due;
use crate::pages::html;
use crate::sandbox::WorldHandle;

/// How much of what is due is listed.
const LISTED: usize = 50;

#[derive(Template)]
#[template(path = "inspector/clock.html")]
struct Page {
    shell: Shell,
    due: Vec<Planned>,
    total: usize,
    /// Seconds until the next thing is due, rounded up.
    next: Option<u64>,
}

struct Planned {
    at: String,
    what: String,
    about: String,
}

pub(super) fn page(shell: Shell, world: &WorldHandle) -> Answer {
    let now = world.shared.now();
    let (due, total, next) = world.inspect(|world| {
        let due = world.due().iter().take(LISTED).map(|(at, due)| {
            let (what, about) = match due {
                Due::Task(task, id) => (task.name.to_owned(), id.clone()),
                Due::Delivery(id) => ("webhook".to_owned(), id.to_string()),
            };
            Planned { at: time(at), what, about }
        });
        let next = world.due().next_at().map(|at| at.since(now).as_millis().div_ceil(1_000));
        (due.collect(), world.due().len(), next)
    });
    html(200, &Page { shell, due, total, next: next.and_then(|seconds| u64::try_from(seconds).ok()) })
}
