//! What came back from a call, and whether it happened.

use std::io::Write;

use payspec_http::{CallOutcome, Error};
use serde_json::{Value, json};

use super::operations::{Entry, Sent};
use super::target::Target;
use crate::terminal::{ERROR, GOOD, WARNING};

const FAILED: u8 = 1;
const UNCERTAIN: u8 = 3;

/// Prints the response, or why there is none; returns the exit code.
pub(super) fn print(entry: &Entry, sent: Result<Sent, Error>, target: &Target, is_json: bool) -> u8 {
    let mut out = anstream::stdout().lock();
    let (told, code) = match sent {
        Ok(sent) => {
            let told = if is_json { format!("{}\n", success(entry, &sent)) } else { pretty(&sent.body) };
            if !is_json {
                note(&sent);
            }
            (told, 0)
        }
        Err(error) => {
            let code = if error.outcome() == CallOutcome::DidNotHappen { FAILED } else { UNCERTAIN };
            let mut told = String::new();
            if is_json {
                told = format!("{}\n", failure(entry, &error));
            } else {
                explain(entry, &error, target);
            }
            (told, code)
        }
    };
    let _ = out.write_all(told.as_bytes()).and_then(|()| out.flush());
    code
}

/// The body, indented if it is JSON; anything else, such as a file, as it is.
fn pretty(body: &[u8]) -> String {
    match serde_json::from_slice::<Value>(body) {
        Ok(body) => format!("{body:#}\n"),
        Err(_) if body.is_empty() => String::new(),
        Err(_) => match std::str::from_utf8(body) {
            Ok(text) => format!("{}\n", payspec_core::printable::text(text, 2000)),
            Err(_) => format!("({} bytes that are not text)\n", body.len()),
        },
    }
}

/// Tells on the other stream what is not in the body.
fn note(sent: &Sent) {
    let mut facts = vec![format!("{GOOD}{}{GOOD:#}", sent.status)];
    facts.extend(sent.request_id.as_ref().map(|id| format!("request id {id}")));
    facts.extend(
        sent.idempotency_key.as_ref().map(|key| format!("idempotency key {}", payspec_core::printable::text(key, 100))),
    );
    anstream::eprintln!("{}", facts.join("  "));
    if !sent.unreadable.is_empty() {
        anstream::eprintln!("{WARNING}unreadable{WARNING:#}  {}", sent.unreadable.join(", "));
    }
}

fn explain(entry: &Entry, error: &Error, target: &Target) {
    anstream::eprintln!("{ERROR}payspec:{ERROR:#} {error}");
    let fields = error.field_errors().iter().map(|(name, message)| format!("  {}: {}", shown(name), shown(message)));
    let code = error.code().map(|code| format!("  code {}", shown(code)));
    let message = error.message().map(|message| format!("  {}", shown(message)));
    for line in message.into_iter().chain(code).chain(fields) {
        eprintln!("{line}");
    }
    match error.outcome() {
        CallOutcome::DidNotHappen => {}
        CallOutcome::Happened => anstream::eprintln!(
            "{WARNING}It happened{WARNING:#}: {} did it, and only the response is unusable. Do not call it again.",
            target.name()
        ),
        CallOutcome::Unknown => {
            let again = match error.idempotency_key() {
                Some(key) => format!("call it again with `--key {}`, which does not repeat it", shown(key)),
                None => "read the object before you call it again".to_owned(),
            };
            anstream::eprintln!("{WARNING}It is unknown whether `{}` happened{WARNING:#}: {again}.", entry.spec.id);
        }
    }
}

/// A text of the server, on one line.
fn shown(text: &str) -> String {
    payspec_core::printable::text(&crate::hidden::without_numbers(text), 500).into_owned()
}

fn success(entry: &Entry, sent: &Sent) -> Value {
    let body =
        serde_json::from_slice::<Value>(&sent.body).unwrap_or_else(|_| String::from_utf8_lossy(&sent.body).into());
    json!({
        "operation": entry.spec.id, "status": sent.status, "request_id": sent.request_id,
        "idempotency_key": sent.idempotency_key, "unreadable": sent.unreadable, "response": body,
    })
}

fn failure(entry: &Entry, error: &Error) -> Value {
    let fields: serde_json::Map<String, Value> =
        error.field_errors().iter().map(|(name, message)| (shown(name), shown(message).into())).collect();
    json!({
        "operation": entry.spec.id, "status": error.status(), "request_id": error.request_id(),
        "idempotency_key": error.idempotency_key(),
        "error": {
            "kind": error.kind().name(), "outcome": error.outcome().name(), "text": error.to_string(),
            "code": error.code().map(shown), "message": error.message().map(shown), "fields": fields,
        },
    })
}
