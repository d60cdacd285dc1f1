//! Events say what they are about and how they can be recognised.

use std::collections::HashMap;

use super::say;
use super::scope::Scope;
use super::types::{Known, describe};
use crate::diag::{About, Diagnostic, code};
use crate::raw::Sp;
use crate::raw::api::Api;
use crate::raw::event::{Event, Form};
use crate::raw::types::Object;
use crate::raw::webhooks::Webhooks;
use crate::source::Span;
use crate::types::Shape;

pub(super) fn check(scope: &Scope<'_>) {
    distinct(scope);
    if let Some(api) = scope.api {
        delivered(scope, api);
    }
    for (_, document) in &scope.set.files {
        for (wire, event) in &document.events {
            payload(scope, wire, event);
            alternative(scope, wire, event);
            forms(scope, wire, event);
        }
        for (name, object) in &document.objects {
            unenveloped_members(scope, name, object);
        }
    }
    told_apart(scope);
}

fn events<'a>(scope: &Scope<'a>) -> impl Iterator<Item = &'a (Sp<String>, Sp<Event>)> {
    scope.set.files.iter().flat_map(|(_, document)| document.events.iter())
}

fn distinct(scope: &Scope<'_>) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for (wire, _) in events(scope) {
        if let Some(first) = seen.insert(&wire.value, wire.span) {
            scope.report(
                Diagnostic::new(
                    code::DUPLICATE_EVENT,
                    wire.span,
                    format!("the event `{}` is declared twice", wire.value),
                )
                .label("redeclared here")
                .also(first, "first declared here")
                .help("declare an event once, in the file of the resource it is about"),
            );
        }
    }
}

fn delivered(scope: &Scope<'_>, api: &Sp<Api>) {
    let Some(webhooks) = &api.webhooks else {
        if let Some((wire, _)) = events(scope).next()
            && !scope.misspelt("webhooks", api.span)
        {
            scope.report(
                Diagnostic::new(code::NO_WEBHOOKS, wire.span, "the API does not specify how events are delivered")
                    .label("the first event")
                    .also(api.name.span, "missing `webhooks`")
                    .help("add `webhooks:` with `docs`, `envelope` and `security` to the `api` section"),
            );
        }
        return;
    };
    let Some(envelope) = &webhooks.envelope else {
        if !scope.misspelt("envelope", webhooks.span) {
            all_unenveloped(scope, webhooks);
        }
        return;
    };
    if envelope.previous.is_some() || scope.misspelt("previous", envelope.span) {
        return;
    }
    if let Some((wire, _)) = events(scope).find(|(_, event)| event.previous) {
        scope.report(
            Diagnostic::new(
                code::NO_WEBHOOKS,
                wire.span,
                "the envelope has no member for the previous state of the object",
            )
            .label("has `previous: true`")
            .also(envelope.event_type.span().unwrap_or(envelope.span), "the envelope")
            .help("set `previous` of the envelope to the member"),
        );
    }
}

/// What of an event tells that it comes in an envelope.
fn in_envelope(wire: &Sp<String>, event: &Event) -> Option<Span> {
    let enveloped = event.forms.iter().find(|form| form.value == Form::Enveloped).map(|form| form.span);
    let alternative = event.alternative.as_ref().map(|other| other.payload.span);
    enveloped.or(event.previous.then_some(wire.span)).or(alternative)
}

/// Whether the envelope is missing that events come in: that is reported once, and the rest is not certain.
fn lacks_envelope(scope: &Scope<'_>) -> bool {
    let has_none = scope.api.and_then(|api| api.webhooks.as_ref()).is_some_and(|webhooks| webhooks.envelope.is_none());
    has_none && (events(scope).any(|(wire, event)| in_envelope(wire, event).is_some()) || most_are_enveloped(scope))
}

/// Whether of several events most are about objects that do not say how they are recognised.
fn most_are_enveloped(scope: &Scope<'_>) -> bool {
    let objects = || events(scope).filter_map(|(_, event)| scope.symbols.object(event.payload.as_ref()?));
    let (all, silent) = (objects().count(), objects().filter(|object| object.unenveloped.is_empty()).count());
    silent > 1 && silent * 2 > all
}

/// Without envelopes it is the object that tells the event.
fn all_unenveloped(scope: &Scope<'_>, webhooks: &Webhooks) {
    if !events(scope).any(|(wire, event)| in_envelope(wire, event).is_some()) && lacks_envelope(scope) {
        scope.report(
            Diagnostic::new(
                code::NO_WEBHOOKS,
                webhooks.security.scheme.span,
                "nothing identifies the type of a delivered event",
            )
            .label("missing `envelope`")
            .help("add `envelope` to `webhooks`: the members that hold the type of the event and its object")
            .help("for events without an envelope, each object lists its identifying members in `unenveloped`"),
        );
    }
    for (wire, event) in events(scope) {
        if let Some(span) = in_envelope(wire, event) {
            scope.report(
                Diagnostic::new(
                    code::NO_WEBHOOKS,
                    span,
                    format!("`{}` is delivered in an envelope, but no envelope is declared", wire.value),
                )
                .of_one_cause("delivered in an envelope, but none is declared")
                .label("an unenveloped object has no other members")
                .help("declare the `envelope` of `webhooks`, or make the event unenveloped"),
            );
        }
    }
    if lacks_envelope(scope) {
        return;
    }
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for (_, event) in events(scope) {
        let Some(payload) = &event.payload else { continue };
        if let Some(first) = seen.insert(&payload.value, payload.span) {
            scope.report(
                Diagnostic::new(
                    code::UNENVELOPED_EVENT,
                    payload.span,
                    "two events have the same object and cannot be distinguished",
                )
                .label("same object")
                .also(first, "first used here")
                .help("without an envelope, each event must have a different object"),
            );
        }
    }
}

fn payload(scope: &Scope<'_>, wire: &Sp<String>, event: &Sp<Event>) {
    let Some(payload) = &event.payload else {
        if !scope.misspelt("payload", event.span) {
            scope.report(
                Diagnostic::new(
                    code::EVENT_PAYLOAD,
                    wire.span,
                    format!("the event `{}` does not specify its object", wire.value),
                )
                .label("missing `payload`")
                .help("add `payload:` with the type of the object")
                .about(About::unused("payload", wire)),
            );
        }
        return;
    };
    about_an_object(scope, payload);
}

fn about_an_object(scope: &Scope<'_>, payload: &Sp<String>) {
    let Some(known) = Known::of(scope, payload) else { return };
    if !known.is_object() || known.shape != Shape::One {
        scope.report(
            Diagnostic::new(
                code::EVENT_PAYLOAD,
                payload.span,
                format!("the payload of an event cannot be {}", describe(known)),
            )
            .label("not an object")
            .help("name a type of the section `objects`"),
        );
    }
}

/// Of two objects one has a member that the other lacks; both come in an envelope, which says what event it is.
fn alternative(scope: &Scope<'_>, wire: &Sp<String>, event: &Event) {
    let Some(other) = &event.alternative else { return };
    about_an_object(scope, &other.payload);
    let has_envelope = scope
        .api
        .and_then(|api| api.webhooks.as_ref())
        .is_none_or(|webhooks| webhooks.envelope.is_some() || scope.misspelt("envelope", webhooks.span));
    let comes_in_it = event.forms.is_empty() || event.forms.iter().any(|form| form.value == Form::Enveloped);
    if !(has_envelope && comes_in_it || lacks_envelope(scope)) {
        scope.report(
            Diagnostic::new(
                code::EVENT_PAYLOAD,
                other.payload.span,
                format!("`{}` is unenveloped, so it is identified by its object", wire.value),
            )
            .label("another object identifies another event")
            .help("declare a separate event for the object"),
        );
    }
    let fields = |payload: &Sp<String>| scope.symbols.object(payload).map(|object| &object.fields);
    let (Some(first), Some(second)) = (event.payload.as_ref().and_then(fields), fields(&other.payload)) else { return };
    let may_have = event.payload.as_ref().is_some_and(|payload| scope.may_have(payload, &other.lacks));
    if (first.get(&other.lacks).is_none() && !may_have) || second.get(&other.lacks).is_some() {
        scope.report(
            Diagnostic::new(
                code::EVENT_PAYLOAD,
                other.lacks.span,
                "the two objects cannot be distinguished by this member",
            )
            .label("a member of the first object that this one must lack")
            .help("name a member of `payload` that the alternative does not have"),
        );
    }
}

fn forms(scope: &Scope<'_>, wire: &Sp<String>, event: &Event) {
    let mut seen: Vec<&Sp<Form>> = Vec::new();
    for form in event.forms.iter() {
        if let Some(first) = seen.iter().find(|other| other.value == form.value) {
            scope.report(
                Diagnostic::new(code::UNENVELOPED_EVENT, form.span, "the form is listed twice")
                    .label("repeated here")
                    .also(first.span, "first here")
                    .help("remove one of them"),
            );
        }
        seen.push(form);
    }
    let written = event.forms.iter().find(|form| form.value == Form::Unenveloped).map(|form| form.span);
    let no_envelope = scope
        .api
        .and_then(|api| api.webhooks.as_ref())
        .is_some_and(|webhooks| webhooks.envelope.is_none() && !scope.misspelt("envelope", webhooks.span));
    let Some(unenveloped) = written.or((no_envelope && !lacks_envelope(scope)).then_some(wire.span)) else { return };
    let Some(payload) = &event.payload else { return };
    let Some(object) = scope.symbols.object(payload).filter(|object| object.unenveloped.is_empty()) else { return };
    if !scope.misspelt("unenveloped", object.span) {
        let message = format!("the event `{}` is unenveloped, but its object has no identifying members", wire.value);
        scope.report(
            Diagnostic::new(code::UNENVELOPED_EVENT, unenveloped, message)
                .label("unenveloped")
                .also(payload.span, "missing `unenveloped`")
                .help("add `unenveloped: [...]` to the object: members that only this object has together"),
        );
    }
}

/// Objects say this of themselves, since an event need not be about the object of a resource.
fn unenveloped_members(scope: &Scope<'_>, name: &Sp<String>, object: &Object) {
    let is_about = |event: &Event| {
        let other = event.alternative.iter().map(|alternative| &alternative.payload);
        event.payload.iter().chain(other).any(|payload| payload.value == name.value)
    };
    if let Some(first) = object.unenveloped.first()
        && scope.is_all_read()
        && scope.usage.has(name)
        && events(scope).next().is_some()
        && !events(scope).any(|(_, event)| is_about(event))
        && events(scope)
            .all(|(_, event)| event.payload.as_ref().is_some_and(|payload| scope.symbols.object(payload).is_some()))
    {
        scope.report(
            Diagnostic::new(code::UNENVELOPED_EVENT, first.span, format!("no event is about `{}`", name.value))
                .label("has no effect")
                .help("remove `unenveloped`, or use the object as the `payload` of an event"),
        );
    }
    for member in object.unenveloped.iter() {
        if object.fields.get(member).is_none() && !scope.may_have(name, member) {
            let holder = format!("the object `{}`", name.value);
            let known = object.fields.iter().map(|(wire, _)| wire.as_str());
            let found = say::missing(code::UNENVELOPED_EVENT, "field", &holder, member, known);
            scope.report(say::not_twice(found, |field| object.unenveloped.iter().any(|other| other.value == field)));
        }
    }
}

/// Two objects with the same members could not be told apart.
fn told_apart(scope: &Scope<'_>) {
    let mut seen: HashMap<Vec<&str>, Span> = HashMap::new();
    for (_, object) in scope.set.files.iter().flat_map(|(_, document)| document.objects.iter()) {
        let Some(place) = object.unenveloped.first() else { continue };
        let mut members: Vec<&str> = object.unenveloped.iter().map(|member| member.value.as_str()).collect();
        members.sort_unstable();
        members.dedup();
        if let Some(first) = seen.insert(members, place.span) {
            scope.report(
                Diagnostic::new(code::UNENVELOPED_EVENT, place.span, "two objects are identified by the same members")
                    .label("same members")
                    .also(first, "first defined here")
                    .help("name members that only one of them has"),
            );
        }
    }
}
