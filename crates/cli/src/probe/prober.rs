//! Calling operations one after the other, and judging the responses.

use std::time::Duration;

use payspec_core::server::ReceivedRequest;
use payspec_core::{Form, Method};
use payspec_http::{Blocking, Client, Error};
use serde_json::Value;

use super::finding::{Finding, Verdict};
use super::pool::Pool;
use crate::call::operations::{AnyCall, Entry, Options, Sent};
use crate::difference;

/// An identifier that no object has.
const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

/// The most filters that are tried on a search.
const FILTERS: usize = 3;

/// The most differences that are named.
const NAMED: usize = 8;

/// Calls the operations of one API.
pub(super) struct Prober<'c> {
    client: &'c Client<Blocking>,
    /// The wait before each call, because a test platform is shared.
    pause: Duration,
    pool: Pool,
}

type Judged = (Verdict, String);

impl<'c> Prober<'c> {
    pub(super) fn new(client: &'c Client<Blocking>, pause: Duration) -> Self {
        Self { client, pause, pool: Pool::default() }
    }

    /// Probes an operation that only reads.
    pub(super) fn read(&mut self, entry: &Entry) -> Finding {
        let (verdict, note) = self.try_to_read(entry);
        Finding { spec: entry.spec, verdict, note }
    }

    fn try_to_read(&mut self, entry: &Entry) -> Judged {
        let names: Vec<&'static str> = placeholders(entry.spec.path).collect();
        let is_known = names.iter().all(|name| self.pool.get(name).is_some());
        let path: Vec<(&'static str, String)> =
            names.iter().map(|name| (*name, self.pool.get(name).unwrap_or(NOBODY).to_owned())).collect();
        let call = match made(entry, &path, &Form::new()) {
            Ok(call) => call,
            Err(why) => return (Verdict::NotTried, why),
        };
        let result = self.send(call, &[]);
        let items = result.as_ref().ok().and_then(|sent| sent.described.as_ref()).and_then(items).map(<[_]>::to_vec);
        if let Ok(sent) = &result
            && let Some(described) = &sent.described
        {
            self.pool.add(described);
        }
        let judged = judged(entry, &result, is_known || names.is_empty());
        match (judged.0, items.as_deref().and_then(<[_]>::first)) {
            (Verdict::Confirmed, Some(item)) if names.is_empty() => self.filtered(entry, item),
            _ => judged,
        }
    }

    /// Probes whether the filters of a search are applied, with values of an item.
    fn filtered(&mut self, entry: &Entry, item: &Value) -> Judged {
        let usable = entry.parameters.iter().filter_map(|name| Some((*name, item.get(*name)?.as_str()?)));
        let usable: Vec<(&str, &str)> = usable.filter(|(_, value)| !value.is_empty()).take(FILTERS).collect();
        for (name, value) in &usable {
            let mut form = Form::new();
            form.push(*name, *value);
            let Ok(call) = made(entry, &[], &form) else { continue };
            let result = self.send(call, &[]);
            let (verdict, note) = judged(entry, &result, true);
            if verdict != Verdict::Confirmed {
                return (Verdict::Differs, format!("with the parameter `{name}`: {note}"));
            }
            let described = result.ok().and_then(|sent| sent.described);
            let found = described.as_ref().and_then(items).unwrap_or_default();
            let is_applied = |item: &Value| item.get(*name).and_then(Value::as_str).is_none_or(|found| found == *value);
            if found.is_empty() || !found.iter().all(is_applied) {
                return (Verdict::Differs, format!("the parameter `{name}` does not filter"));
            }
        }
        let names: Vec<&str> = usable.iter().map(|(name, _)| *name).collect();
        let note = if names.is_empty() { String::new() } else { format!("filters tried: {}", names.join(", ")) };
        (Verdict::Confirmed, note)
    }

    /// Probes an operation that creates, by a request without parameters.
    pub(super) fn create(&mut self, entry: &Entry) -> Finding {
        let call = (entry.blank)();
        let waived: Vec<&'static str> = call
            .validate()
            .err()
            .iter()
            .flat_map(|violations| violations.iter().map(payspec_core::Violation::rule))
            .collect();
        let result = self.send(call, &waived);
        let (verdict, note) = match &result {
            Err(error) if error.is_rejected_locally() => {
                (Verdict::NotTried, "a request without parameters cannot be made".to_owned())
            }
            Err(error) if error.is_invalid() || error.is_conflict() || error.is_declined() => {
                let status = error.status().map_or(String::new(), |status| format!(" with {status}"));
                (Verdict::Confirmed, format!("it rejects{status} a request without parameters; they are not confirmed"))
            }
            _ => judged(entry, &result, true),
        };
        Finding { spec: entry.spec, verdict, note }
    }

    fn send(&self, call: Box<dyn AnyCall>, waived: &[&'static str]) -> Result<Sent, Error> {
        std::thread::sleep(self.pause);
        call.send(self.client, &Options { key: None, waived })
    }
}

/// Returns `true` if an operation creates something at a path of its own.
pub(super) fn creates(entry: &Entry) -> bool {
    entry.spec.changes_state && entry.spec.method == Method::Post && placeholders(entry.spec.path).next().is_none()
}

/// Makes a call; the reason why there is none has no value.
fn made(entry: &Entry, path: &[(&'static str, String)], form: &Form) -> Result<Box<dyn AnyCall>, String> {
    let body = form.encode();
    let request = ReceivedRequest::new().path(path).body(body.as_bytes());
    let request = request.header("Content-Type", "application/x-www-form-urlencoded");
    let decoded = entry.decode(&request).map_err(|problems| problems.join("; "))?;
    match decoded.call.validate() {
        Ok(()) => Ok(decoded.call),
        Err(violations) => {
            let rules: Vec<&str> = violations.iter().map(payspec_core::Violation::rule).collect();
            Err(format!("it needs parameters (rules {})", rules.join(", ")))
        }
    }
}

/// Judges a response. `is_known` says that the objects that the path names exist.
fn judged(entry: &Entry, result: &Result<Sent, Error>, is_known: bool) -> Judged {
    let sent = match result {
        Ok(sent) => sent,
        Err(error) => return judged_error(error, is_known),
    };
    if !sent.unreadable.is_empty() {
        return (Verdict::Differs, format!("members of another type: {}", listed(sent.unreadable.iter())));
    }
    let body: Option<Value> = serde_json::from_slice(&sent.body).ok();
    if let (Some(body), Some(described)) = (&body, &sent.described) {
        let more = difference::missing(entry.api, body, described);
        if !more.is_empty() {
            return (Verdict::Differs, format!("members that are not described: {}", listed(more.iter())));
        }
    }
    (Verdict::Confirmed, String::new())
}

fn judged_error(error: &Error, is_known: bool) -> Judged {
    let status = error.status();
    let is_of_api = error.message().is_some() || error.code().is_some() || error.request_id().is_some();
    match status {
        Some(404) if is_known => (Verdict::NotFound, String::new()),
        Some(404) if is_of_api => (
            Verdict::Undecided,
            "there is no object to read, and the API answers a made-up identifier in the same way as a wrong path"
                .to_owned(),
        ),
        Some(404) => (Verdict::NotFound, "not in the API's format".to_owned()),
        Some(405) => (Verdict::Differs, "another method is needed".to_owned()),
        Some(401 | 403) => {
            (Verdict::Undecided, format!("the credentials are not allowed it ({})", status.unwrap_or_default()))
        }
        Some(400 | 422) => {
            let fields = error.field_errors().iter().map(|(name, _)| name);
            (Verdict::Differs, format!("it rejects the parameters; named are: {}", listed(fields)))
        }
        // Of these, the text has neither a parameter nor a part of a body.
        _ if error.is_decode() || error.is_wrong_object() || error.is_paging() => (Verdict::Differs, error.to_string()),
        Some(status) if status < 300 => (Verdict::Differs, error.to_string()),
        Some(status) => (Verdict::Undecided, format!("it answers with {status}")),
        None => (Verdict::Undecided, format!("no response: {}", error.kind().name())),
    }
}

/// Names, in a text that a server cannot fill.
fn listed<'n>(names: impl Iterator<Item = &'n String>) -> String {
    let mut shown: Vec<String> = names
        .map(|name| payspec_core::printable::text(&crate::hidden::without_numbers(name), 64).into_owned())
        .take(NAMED + 1)
        .collect();
    if shown.len() > NAMED {
        shown.truncate(NAMED);
        shown.push("..".to_owned());
    }
    if shown.is_empty() { "none".to_owned() } else { shown.join(", ") }
}

/// The items of a search.
fn items(body: &Value) -> Option<&[Value]> {
    match body {
        Value::Array(items) => Some(items),
        Value::Object(members) => members.values().find_map(|value| value.as_array()).map(Vec::as_slice),
        _ => None,
    }
}

fn placeholders(path: &'static str) -> impl Iterator<Item = &'static str> {
    path.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name)
}
