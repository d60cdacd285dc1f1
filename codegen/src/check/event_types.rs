//! Where two members tell which event a delivery is, events are called after both.

use super::scope::Scope;
use crate::diag::{Diagnostic, code};
use crate::raw::event_type::EventTypeAt;

pub(super) fn check(scope: &Scope<'_>) {
    let Some(webhooks) = scope.api.and_then(|api| api.webhooks.as_ref()) else { return };
    let Some(envelope) = &webhooks.envelope else { return };
    let EventTypeAt::Parts(parts) = &envelope.event_type else { return };
    let [first, _] = &**parts else {
        // A part that could not be read is reported as such.
        if !scope.has_lost(envelope.span) {
            let span = parts.first().map_or(envelope.span, |part| part.span);
            scope.report(
                Diagnostic::new(code::EVENT_TYPE, span, "the type of an event is held by one or two members")
                    .label(format!("found {}", parts.len()))
                    .help("write one path, or a list of two: `type: [resource, action]`"),
            );
        }
        return;
    };
    for (wire, _) in scope.set.files.iter().flat_map(|(_, document)| document.events.iter()) {
        let is_whole = wire.split_once('.').is_some_and(|(first, second)| !first.is_empty() && !second.is_empty());
        if !is_whole {
            scope.report(
                Diagnostic::new(code::EVENT_TYPE, wire.span, format!("`{}` has only one part of a type", wire.value))
                    .label("no delivery has this type")
                    .also(first.span, "the type is held by two members")
                    .help("name the event by both parts, separated by a dot: `payments.confirmed`"),
            );
        }
    }
}
