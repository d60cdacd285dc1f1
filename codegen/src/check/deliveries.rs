//! The envelope is that of the samples: a member that they do not have would be looked for, and every event
//! undecodable.

use serde_json::Value;

use super::scope::Scope;
use super::webhooks::is_beside_list;
use crate::diag::{Diagnostic, code, suggest};
use crate::load::Delivery;
use crate::parse::path::is_path;
use crate::raw::Sp;
use crate::raw::event::Form;
use crate::raw::event_type::EventTypeAt;
use crate::raw::webhooks::{Envelope, Webhooks};

pub(super) fn check(scope: &Scope<'_>) {
    let Some(webhooks) = scope.api.and_then(|api| api.webhooks.as_ref()) else { return };
    let Some(envelope) = &webhooks.envelope else { return };
    if !scope.is_all_read() {
        return;
    }
    let samples: Vec<(&Delivery, Value)> =
        scope.set.deliveries.iter().filter_map(|sample| enveloped(scope, sample)).collect();
    let Some((first, body)) = samples.first() else { return };
    for member in envelope.event_type.paths().chain(&envelope.payload) {
        // What each delivery has.
        if let Some((sample, body)) = samples.iter().find(|(_, body)| find(body, member).is_none()) {
            missing(scope, member, &sample.path, body);
        }
    }
    // What some have.
    for member in others(webhooks, envelope) {
        if samples.iter().all(|(_, body)| find(body, member).is_none()) {
            missing(scope, member, &first.path, body);
        }
    }
    types(scope, envelope, &samples);
}

/// A sample of an event that comes in an envelope only.
fn enveloped<'a>(scope: &Scope<'a>, sample: &'a Delivery) -> Option<(&'a Delivery, Value)> {
    let mut events = scope.set.files.iter().filter_map(|(_, document)| document.events.get(&sample.event));
    let event = events.next()?;
    let is_enveloped = !event.forms.iter().any(|form| form.value == Form::Unenveloped);
    let body = serde_json::from_str::<Value>(&sample.text).ok()?;
    (is_enveloped && body.is_object()).then_some((sample, body))
}

/// The members of an envelope that not every delivery has.
fn others<'a>(webhooks: &'a Webhooks, envelope: &'a Envelope) -> impl Iterator<Item = &'a Sp<String>> {
    let security = &webhooks.security;
    // Next to a list of events it stands in no event.
    let time = security.timestamp.as_ref().filter(|_| !is_beside_list(envelope, security));
    let time = time.and_then(|timestamp| timestamp.member.as_ref());
    let optional = [&envelope.previous, &envelope.id, &envelope.created, &envelope.request_id];
    optional.into_iter().flatten().chain(&security.member).chain(time).map(|path| &**path)
}

/// The member of a body, with a dot between two steps.
fn find<'b>(body: &'b Value, member: &str) -> Option<&'b Value> {
    member.split('.').try_fold(body, |value, step| value.get(step))
}

fn missing(scope: &Scope<'_>, member: &Sp<String>, sample: &str, body: &Value) {
    // A name in a form that is not understood is reported as such.
    if !is_path(member) {
        return;
    }
    let known: Vec<&str> =
        body.as_object().into_iter().flat_map(|members| members.keys()).map(String::as_str).collect();
    let found = Diagnostic::new(code::MEMBER_NAME, member.span, format!("{sample} has no member `{}`", member.value));
    let found = match suggest::nearest(member, known.iter().copied()) {
        Some(near) => found.label(format!("did you mean `{near}`?")).help(format!("use `{near}`, as in the sample")),
        None => found.label("never matches").help(format!("the sample has {}", known.join(", "))),
    };
    scope.report(found);
}

/// A sample is called after the event that it says it is.
fn types(scope: &Scope<'_>, envelope: &Envelope, samples: &[(&Delivery, Value)]) {
    let Some(span) = envelope.event_type.span() else { return };
    let named = |body: &Value| {
        let parts = envelope.event_type.paths().map(|path| find(body, path).map(part));
        Some(EventTypeAt::joined(parts.collect::<Option<Vec<_>>>()?.iter().map(String::as_str)))
    };
    let said = samples.iter().filter_map(|(sample, body)| Some((sample, named(body)?)));
    if let Some((sample, said)) = said.into_iter().find(|(sample, said)| *said != sample.event) {
        let message = format!("{} has the event type {}", sample.path, Value::from(said));
        scope.report(
            Diagnostic::new(code::MEMBER_NAME, span, message)
                .label("the type is in another member, or the sample has the wrong name")
                .help(format!("name the member that holds `{}`, or rename the sample", sample.event)),
        );
    }
}

/// A part of the name of an event as the runtime reads it.
fn part(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
