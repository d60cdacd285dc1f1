//! Where two members tell which event a delivery is, events are called after both.

use super::scope::Scope;
use crate::diag::{Diagnostic, code};
use crate::raw::event_type::EventTypeAt;

pub(super) fn check(scope: &Scope<'_>) {
    let Some(webhooks) = scope.api.and_then(|api| api.webhooks.as_ref()) else { return };
    let Some(envelope) = &webhooks.envelope else { return };
    let EventTypeAt::Parts(parts) = &envelope.event_type else { return };
    let [first, _] = &**parts else {
        // A part that could not be read is told as such.
        if !scope.has_lost(envelope.span) {
            let span = parts.first().map_or(envelope.span, |part| part.span);
            scope.report(
                Diagnostic::new(code::EVENT_TYPE, span, "the type of an event is told by one member, or by two")
                    .label(format!("{} named", parts.len()))
                    .help("write one path alone, or two in a list: `type: [resource, action]`"),
            );
        }
        return;
    };
    for (wire, _) in scope.set.files.iter().flat_map(|(_, document)| document.events.iter()) {
        let is_whole = wire.split_once('.').is_some_and(|(first, second)| !first.is_empty() && !second.is_empty());
        if !is_whole {
            scope.report(
                Diagnostic::new(code::EVENT_TYPE, wire.span, format!("`{}` has one part of a type", wire.value))
                    .label("no delivery is called so")
                    .also(first.span, "two members tell the type")
                    .help("call the event after both, with a dot between them: `payments.confirmed`"),
            );
        }
    }
}
