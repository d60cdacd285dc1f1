//! Events, and their deliveries to webhooks.

use askama::Template;

use super::shell::{Shell, pretty, time};
use crate::engine::answer::Answer;
use crate::engine::delivery::{Delivery, DeliveryId, Event, Outcome};
use crate::engine::request::Request;
use crate::pages::{html, queried};
use crate::sandbox::WorldHandle;

/// The lines of a page.
const LINES: usize = 100;

#[derive(Template)]
#[template(path = "inspector/events.html")]
struct List {
    shell: Shell,
    text: String,
    /// Identifiers and addresses of webhooks.
    urls: Vec<(String, String)>,
    rows: Vec<Row>,
    total: usize,
}

struct Row {
    at: String,
    name: String,
    about: String,
    body: String,
    is_lost: bool,
    deliveries: Vec<Sent>,
}

struct Sent {
    id: String,
    url: String,
    /// How it stands, as people read it.
    state: String,
    tone: &'static str,
}

fn sent(delivery: &Delivery) -> Sent {
    let last = delivery.attempts.last().map(|attempt| attempt.outcome.as_ref());
    let (state, tone) = match last {
        _ if delivery.is_acknowledged() => ("acknowledged".to_owned(), "good"),
        None => ("not yet".to_owned(), "neutral"),
        Some(None) => ("under way".to_owned(), "neutral"),
        Some(Some(Outcome::Answered(status))) => (status.to_string(), "bad"),
        Some(Some(Outcome::Failed(_))) => ("no response".to_owned(), "bad"),
    };
    Sent { id: delivery.id.to_string(), url: delivery.url.clone(), state, tone }
}

fn is_in(event: &Event, text: &str) -> bool {
    let has = |of: &str| of.to_lowercase().contains(text);
    text.is_empty()
        || has(&event.name)
        || has(&event.about)
        || has(&event.id)
        || has(&String::from_utf8_lossy(&event.body))
}

pub(super) fn list(shell: Shell, world: &WorldHandle, request: &Request<'_>) -> Answer {
    let wanted = queried(request, "q").trim().to_lowercase();
    let (rows, urls, total) = world.inspect(|world| {
        let found = world.events().iter().enumerate().rev().filter(|(_, event)| is_in(event, &wanted));
        let rows: Vec<Row> = found
            .take(LINES)
            .map(|(position, event)| Row {
                at: time(event.at),
                name: event.name.clone(),
                about: event.about.clone(),
                body: pretty(&String::from_utf8_lossy(&event.body)),
                is_lost: world.is_lost(position),
                deliveries: world
                    .deliveries()
                    .iter()
                    .filter(|delivery| delivery.event_number == position)
                    .map(sent)
                    .collect(),
            })
            .collect();
        let urls = world.subscriptions().map(|(id, known)| (id.to_string(), known.url.to_string())).collect();
        (rows, urls, world.events().len())
    });
    html(200, &List { shell, text: wanted, urls, rows, total })
}

#[derive(Template)]
#[template(path = "inspector/delivery.html")]
struct Shown {
    shell: Shell,
    id: String,
    event: String,
    event_id: String,
    about: String,
    url: String,
    fault: Option<&'static str>,
    attempts: Vec<Attempt>,
    is_acknowledged: bool,
    body: String,
}

struct Attempt {
    at: String,
    outcome: String,
    tone: &'static str,
}

pub(super) fn show(shell: Shell, world: &WorldHandle, id: &str) -> Option<Answer> {
    let id: DeliveryId = id.parse().ok()?;
    let delivery = world.inspect(|world| world.deliveries().iter().find(|known| known.id == id).cloned())?;
    let attempts = delivery.attempts.iter().map(|attempt| {
        let (outcome, tone) = match &attempt.outcome {
            None => ("under way".to_owned(), "neutral"),
            Some(outcome @ Outcome::Answered(status)) => {
                (status.to_string(), if outcome.is_acknowledged() { "good" } else { "bad" })
            }
            Some(Outcome::Failed(why)) => (why.clone(), "bad"),
        };
        Attempt { at: time(attempt.at), outcome, tone }
    });
    let shown = Shown {
        shell,
        id: delivery.id.to_string(),
        event: delivery.event.name.clone(),
        event_id: delivery.event.id.clone(),
        about: delivery.event.about.clone(),
        url: delivery.url.clone(),
        fault: delivery.fault.as_ref().map(crate::engine::delivery_faults::DeliveryFault::name),
        attempts: attempts.collect(),
        is_acknowledged: delivery.is_acknowledged(),
        body: pretty(&String::from_utf8_lossy(&delivery.event.body)),
    };
    Some(html(200, &shown))
}
