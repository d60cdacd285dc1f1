//! What the forms of the inspector do: they call the control API, and lead back with what it said.

use std::net::IpAddr;

use serde_json::{Map, Number, Value, json};

use super::PATH;
use crate::control;
use crate::engine::answer::Answer;
use crate::engine::request::Request;
use crate::pages::{posted, see_other};
use crate::sandbox::{Inner, WorldHandle};

/// Parameters of the control API that are numbers.
const NUMBERS: [&str; 6] = ["nth", "rate", "milliseconds", "status", "seconds", "steps"];

/// A call of the control API: the method, the path below that of the world, and where the browser goes then.
struct Call {
    method: &'static str,
    path: String,
    back: String,
    says: &'static str,
}

pub(super) async fn perform(
    sandbox: &Inner,
    world: &WorldHandle,
    action: &[&str],
    request: &Request<'_>,
    peer: IpAddr,
) -> Answer {
    if let ["requests", "send"] = action {
        return send_again(sandbox, world, request).await;
    }
    if let ["deliveries", id, "replay"] = action {
        return replay(world, id, request).await;
    }
    let call = |method, path: String, back: &str, says| Some(Call { method, path, back: back.to_owned(), says });
    let found = match action {
        ["clock"] => call("POST", "/clock/advance".to_owned(), "clock", "The clock was advanced."),
        ["faults"] => call("POST", "/faults".to_owned(), "faults", "The rule was added."),
        ["faults", "clear"] => call("DELETE", "/faults".to_owned(), "faults", "All rules were removed."),
        ["faults", id] => call("DELETE", format!("/faults/{id}"), "faults", "The rule was removed."),
        ["delivery-faults"] => call("POST", "/delivery-faults".to_owned(), "faults", "The rule was added."),
        ["delivery-faults", "clear"] => {
            call("DELETE", "/delivery-faults".to_owned(), "faults", "All rules were removed.")
        }
        ["delivery-faults", id] => call("DELETE", format!("/delivery-faults/{id}"), "faults", "The rule was removed."),
        ["webhooks"] => call("POST", "/subscriptions".to_owned(), "events", "Events are posted there from now on."),
        ["webhooks", id] => {
            call("DELETE", format!("/subscriptions/{id}"), "events", "Nothing is posted there any more.")
        }
        ["deliveries", id, "redeliver"] => {
            call("POST", format!("/deliveries/{id}/redeliver"), &format!("deliveries/{id}"), "It was delivered again.")
        }
        ["reset"] => call("POST", "/reset".to_owned(), "requests", "The world was reset."),
        _ => None,
    };
    let Some(Call { method, path, back, says }) = found else {
        return super::home::not_found(sandbox);
    };
    let before = counts(world);
    let path = format!("/worlds/{}{path}", world.name());
    let body = if method == "DELETE" { Vec::new() } else { body(request).to_string().into_bytes() };
    let mut headers: Vec<(String, String)> = vec![("Content-Type".to_owned(), "application/json".to_owned())];
    headers.extend(request.headers.iter().filter(|(name, _)| ["host", "origin"].contains(&name.as_str())).cloned());
    let asked = Request { method, path: &path, query: "", headers: &headers, body: &body };
    let answer = control::answer(sandbox, &asked, peer).await;
    let notice = if answer.status < 300 {
        let after = counts(world);
        let what = match (after.0.saturating_sub(before.0), after.1.saturating_sub(before.1)) {
            (0, 0) => String::new(),
            (events, attempts) => format!(" Events: {events}, deliveries: {attempts}."),
        };
        ("done", format!("{says}{what}"))
    } else {
        ("error", message(&answer))
    };
    back_to(world, &back, notice)
}

/// The numbers of events, and of attempts to deliver.
fn counts(world: &WorldHandle) -> (usize, usize) {
    world.inspect(|world| {
        let attempts = world.deliveries().iter().map(|delivery| delivery.attempts.len());
        (world.events().len(), attempts.sum())
    })
}

/// The fields of a form that are filled in, as the control API takes them.
fn body(request: &Request<'_>) -> Value {
    let mut members = Map::new();
    let mut seconds = 0_i64;
    for (name, value) in form_urlencoded::parse(request.body).filter(|(_, value)| !value.is_empty()) {
        // The clock is advanced by days and hours; the control API counts seconds.
        let unit = match name.as_ref() {
            "days" => 86_400,
            "hours" => 3_600,
            _ => 0,
        };
        if let Some(count) = value.parse::<i64>().ok().filter(|_| unit > 0) {
            seconds = seconds.saturating_add(count.saturating_mul(unit));
            members.insert("seconds".to_owned(), json!(seconds));
            continue;
        }
        let number = NUMBERS.contains(&name.as_ref()).then(|| value.parse::<Number>().ok()).flatten();
        members.insert(name.into_owned(), number.map_or_else(|| Value::from(value.into_owned()), Value::Number));
    }
    Value::Object(members)
}

/// What a refusal of the control API says.
fn message(answer: &Answer) -> String {
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    match (body.get("message").and_then(Value::as_str), body.get("field").and_then(Value::as_str)) {
        (Some(message), Some(field)) => format!("{field}: {message}"),
        (Some(message), None) => message.to_owned(),
        _ => String::from_utf8_lossy(&answer.body).into_owned(),
    }
}

fn back_to(world: &WorldHandle, page: &str, (name, text): (&str, String)) -> Answer {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair(name, &text).finish();
    see_other(format!("{PATH}/{}/{page}?{query}", world.name()))
}

/// Sends a request as if a client of the world had, and shows it.
async fn send_again(sandbox: &Inner, world: &WorldHandle, request: &Request<'_>) -> Answer {
    let [method, path, query, body, content_type] =
        ["method", "path", "query", "body", "content_type"].map(|name| posted(request, name));
    if !["GET", "POST", "PUT", "DELETE"].contains(&method.as_str()) {
        return back_to(world, "requests", ("error", "method: expected GET, POST, PUT or DELETE".to_owned()));
    }
    let mut headers = vec![("authorization".to_owned(), world.authorization())];
    if !content_type.is_empty() {
        headers.push(("content-type".to_owned(), content_type));
    }
    let sent = Request { method: &method, path: &path, query: &query, headers: &headers, body: body.as_bytes() };
    let before = world.inspect(|world| world.journal().len());
    let answer = crate::http::centralpay(sandbox, &sent).await;
    let after = world.inspect(|world| world.journal().len());
    if after == before {
        return back_to(world, "requests", ("error", format!("{}: {}", answer.status, message(&answer))));
    }
    back_to(world, &format!("requests/{after}"), ("done", "It was sent again.".to_owned()))
}

/// Posts the body of a delivery, as it was edited, to the same address.
async fn replay(world: &WorldHandle, id: &str, request: &Request<'_>) -> Answer {
    let body = posted(request, "body").replace("\r\n", "\n");
    let Some(replayed) = id.parse().ok().and_then(|id| world.webhooks().replay(id, body.into_bytes())) else {
        return back_to(world, "events", ("error", "There is no such delivery any more.".to_owned()));
    };
    world.webhooks().settle().await;
    back_to(world, &format!("deliveries/{replayed}"), ("done", "It was delivered as you edited it.".to_owned()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::body;
    use crate::engine::request::Request;

    #[test]
    fn forms_become_what_the_control_api_takes() {
        let of = |form: &str| {
            let request = Request { method: "POST", path: "", query: "", headers: &[], body: form.as_bytes() };
            body(&request)
        };
        assert_eq!(of("days=1&hours=2"), json!({ "seconds": 93_600 }));
        assert_eq!(of("kind=decline&code=51&nth=2&rate="), json!({ "kind": "decline", "code": "51", "nth": 2 }));
        assert_eq!(of("nth=x&rate=0.1"), json!({ "nth": "x", "rate": 0.1 }));
    }
}
