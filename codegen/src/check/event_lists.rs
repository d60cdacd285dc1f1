//! What is said of deliveries that bring a list of events can be true of them.

use super::scope::Scope;
use crate::diag::{Diagnostic, code};
use crate::raw::signing::Part;
use crate::raw::webhooks::{DeliveryBody, SecurityScheme};

pub(super) fn check(scope: &Scope<'_>) {
    let Some(webhooks) = scope.api.and_then(|api| api.webhooks.as_ref()) else { return };
    let Some(events) = webhooks.envelope.as_ref().and_then(|envelope| envelope.events.as_ref()) else { return };
    if let Some(form) = webhooks.body.iter().find(|body| body.value == DeliveryBody::Form) {
        scope.report(
            Diagnostic::new(code::EVENT_LIST, events.span, "a form cannot contain a list of events")
                .label("never matches")
                .also(form.span, "a form")
                .help("remove `form` from `body`, or remove `events`"),
        );
    }
    // The crate of the events calls their list so; elsewhere the name is free.
    if let Some(symbol) = scope.symbols.get("Events") {
        scope.report(
            Diagnostic::new(code::RESERVED_WORD, symbol.span, "the name `Events` is used by the crate of the events")
                .label("the events of a delivery")
                .also(events.span, "a delivery contains several events")
                .help("rename it"),
        );
    }
    let security = &webhooks.security;
    // What an event is signed with by itself stands in it, and a place that is missing may be that.
    let is_whole = security.member.is_none() && !security.headers.is_empty();
    let is_beside = events.value == "." && is_whole;
    let time = security.timestamp.as_ref().and_then(|timestamp| timestamp.member.as_ref());
    if let Some(time) = time.filter(|_| is_beside) {
        scope.report(
            Diagnostic::new(code::EVENT_LIST, time.span, "the body is a list, so it has no other members")
                .label("never matches")
                .also(events.span, "the body itself")
                .help("remove `timestamp`, or set `events` to the member with the list"),
        );
    }
    let parts = security.signed.iter().flat_map(|signed| signed.parts());
    let field = parts.filter_map(|part| match &part.value {
        Part::Named(part) => part.field.as_ref(),
        Part::Word(_) => None,
    });
    if let Some(field) = field.into_iter().next().filter(|_| is_beside) {
        scope.report(
            Diagnostic::new(code::EVENT_LIST, field.span, "the body is a list, so it has no fields")
                .label("never matches")
                .also(events.span, "the body itself")
                .help("sign the `body`, or set `events` to the member with the list"),
        );
    }
    // With `member`, each event may have its own signature; other mistakes are reported elsewhere.
    let is_custom = security.scheme.value == SecurityScheme::Custom && security.member.is_none();
    if security.scheme.value == SecurityScheme::Unsigned || !is_whole && !is_custom {
        return;
    }
    for (wire, event) in scope.set.files.iter().flat_map(|(_, document)| document.events.iter()) {
        if event.unsigned {
            let message = format!("`{}` is delivered in a list, which is signed as a whole", wire.value);
            scope.report(
                Diagnostic::new(code::EVENT_LIST, wire.span, message)
                    .label("has `unsigned: true`")
                    .also(events.span, "the list")
                    .help("remove `unsigned`"),
            );
        }
    }
}
