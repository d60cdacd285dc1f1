//! How deliveries look and what proves them is said completely, and nothing is said that has no use.

use super::scope::Scope;
use super::{adjoining, bounds, own_signatures, say, signed_parts};
use crate::diag::{About, Diagnostic, code};
use crate::parse::path::is_member;
use crate::raw::api::Api;
use crate::raw::event::Event;
use crate::raw::signing::{Part, PartWord};
use crate::raw::webhooks::{DeliveryBody, Envelope, Security, SecurityScheme, SignedContent, Timestamp, Webhooks};
use crate::raw::{Path, Sp};
use crate::source::Span;

pub(super) fn check(scope: &Scope<'_>, api: &Api) {
    let Some(webhooks) = &api.webhooks else { return };
    webhooks.retry.iter().for_each(|retry| bounds::retry(scope, retry));
    if let Some(envelope) = &webhooks.envelope {
        self::envelope(scope, envelope);
        if webhooks.body.iter().any(|body| body.value == DeliveryBody::Form) {
            flat(scope, envelope);
        }
    }
    let events = scope.set.files.iter().flat_map(|(_, document)| document.events.iter());
    match webhooks.security.scheme.value {
        SecurityScheme::Unsigned => {
            // Where something else says how deliveries are signed, the scheme is wrong.
            let is_mixed = unsigned(scope, &webhooks.security);
            for (wire, _) in events.filter(|(_, event)| event.unsigned && !is_mixed) {
                let message = format!("`{}` is `unsigned`, but this API signs no deliveries", wire.value);
                report(scope, wire.span, &message, "remove `unsigned`");
            }
        }
        SecurityScheme::SecretHeader => signed_parts::secret_header(scope, &webhooks.security),
        SecurityScheme::Custom => custom(scope, &webhooks.security),
        SecurityScheme::HmacSha256
        | SecurityScheme::HmacSha512
        | SecurityScheme::RsaSha256
        | SecurityScheme::RsaPssSha256 => {
            signed_parts::key(scope, &webhooks.security);
            signed(scope, webhooks, &webhooks.security);
            signed_parts::check(scope, webhooks, &webhooks.security);
            own_signatures::check(scope, webhooks, &webhooks.security);
            adjoining::check(scope, &webhooks.security);
            type_is_signed(scope, webhooks);
            events.filter(|(_, event)| !event.unsigned).for_each(|(_, event)| covered(scope, webhooks, event));
        }
    }
}

/// Deliveries are accepted a week later at most: what is older protects nobody from a copy that is sent again.
const MAX_TOLERANCE: u32 = 7 * 24 * 60 * 60;

/// Where single fields are signed, a signed event has no others: whoever sees a delivery could add them.
fn covered(scope: &Scope<'_>, webhooks: &Webhooks, event: &Sp<Event>) {
    let security = &webhooks.security;
    let is_of_fields = security.signed.as_ref().is_some_and(|signed| signed.is(SignedContent::Fields));
    let Some(object) = event.payload.as_ref().and_then(|payload| scope.symbols.object(payload)) else { return };
    // What is no name of a member may be any of them.
    let is_certain = !scope.has_lost(security.span) && security.fields.iter().all(|field| is_member(field.as_str()));
    if !is_of_fields || security.fields.is_empty() || !is_certain {
        return;
    }
    let is_signature = |name: &str| security.member.as_ref().is_some_and(|member| member.value == name);
    // An unsigned type is reported by `type_is_signed`.
    let is_type = |name: &str| {
        webhooks.envelope.as_ref().is_some_and(|envelope| envelope.event_type.paths().any(|path| path.value == name))
    };
    let is_signed =
        |name: &str| is_signature(name) || is_type(name) || security.fields.iter().any(|field| field.value == name);
    // A field that is read by another name as well can be added by that name.
    let names = object.fields.iter().flat_map(|(name, field)| std::iter::once(name).chain(field.also.iter()));
    if let Some(name) = names.into_iter().find(|name| !is_signed(name.as_str()))
        && !scope.misspelt("unsigned", event.span)
    {
        let message = format!("`{}` is not among the signed fields", name.value);
        let help = "add it to `fields`, remove it, or set `unsigned: true` on the event";
        let found = Diagnostic::new(code::WEBHOOK_SECURITY, name.span, message).help(help);
        scope.report(found.about(About::unused("field", name)));
    }
}

/// What tells the type of an event is signed where parts of it are: whoever sees a delivery could make another event of
/// it.
fn type_is_signed(scope: &Scope<'_>, webhooks: &Sp<Webhooks>) {
    let security = &webhooks.security;
    let (Some(signed), Some(envelope)) = (&security.signed, &webhooks.envelope) else { return };
    let of_parts = signed.parts().iter().filter_map(|part| match &part.value {
        Part::Named(named) => named.field.as_ref().map(|field| field.as_str()),
        Part::Word(_) => None,
    });
    let of_form = security.fields.iter().filter(|_| signed.is(SignedContent::Fields)).map(|field| field.as_str());
    let fields: Vec<&str> = of_parts.chain(of_form).collect();
    let has_whole = signed.parts().iter().any(|part| match &part.value {
        Part::Word(word) => word.value == PartWord::Body,
        Part::Named(named) => named.digest.is_some(),
    });
    // Other mistakes in what is signed are reported elsewhere.
    let are_names = security.fields.iter().all(|field| is_member(field.as_str()));
    if has_whole || fields.is_empty() || !are_names || scope.has_lost(webhooks.span) {
        return;
    }
    if let Some(path) = envelope.event_type.paths().find(|path| !fields.contains(&path.as_str())) {
        let message = format!("`{}` holds the type of an event, but is not signed", path.value);
        let help = "sign it too, or record in NOTES.md that the API does not, and describe deliveries as `unsigned`";
        let found = Diagnostic::new(code::WEBHOOK_SECURITY, path.span, message).label("anyone could change it");
        scope.report(found.also(signed.span, "the signed fields").help(help));
    }
}

fn report(scope: &Scope<'_>, span: Span, message: &str, help: &str) {
    scope.report(Diagnostic::new(code::WEBHOOK_SECURITY, span, message).help(help));
}

fn envelope(scope: &Scope<'_>, envelope: &Sp<Envelope>) {
    let mut seen: Vec<&Path> = Vec::new();
    // Of more members of the type than two, one goes.
    let has_too_many = envelope.event_type.paths().nth(2).is_some();
    let is_of_type = |member: &Path| envelope.event_type.paths().any(|path| path.span == member.span);
    for member in members(envelope).filter(|member| !has_too_many || !is_of_type(member)) {
        if let Some(first) = seen.iter().find(|other| other.value == member.value) {
            scope.report(
                Diagnostic::new(
                    code::DUPLICATE_WIRE_NAME,
                    member.span,
                    format!("two members of the envelope are called `{}`", member.value),
                )
                .label("duplicate name")
                .also(first.span, "first defined here")
                .help("each member of the envelope needs a different wire name"),
            );
        }
        seen.push(member);
    }
    for member in &seen {
        let steps_into = |other: &&&Path| {
            let inside = member.strip_prefix(other.as_str()).is_some_and(|rest| rest.starts_with('.'));
            let is_object =
                [&envelope.payload, &envelope.previous].into_iter().flatten().any(|at| at.span == other.span);
            inside && !is_object
        };
        if let Some(other) = seen.iter().find(steps_into) {
            let message = format!("`{}` steps into `{}`, which is text", member.value, other.value);
            scope.report(
                Diagnostic::new(code::MEMBER_NAME, member.span, message)
                    .label("never matches")
                    .also(other.span, "used here")
                    .help("a dot steps into an object: correct one of them"),
            );
        }
    }
    if let (Some(previous), None) = (&envelope.previous, &envelope.payload)
        && !scope.misspelt("payload", envelope.span)
    {
        scope.report(
            Diagnostic::new(code::NO_WEBHOOKS, previous.span, "if the body is the object, there is no envelope member")
                .label("the previous state of the object")
                .help("set `payload` to the member with the object, or remove `previous`"),
        );
    }
}

/// The fields of a form stand in no object.
fn flat(scope: &Scope<'_>, envelope: &Envelope) {
    for path in members(envelope).filter(|path| path.contains('.')) {
        scope.report(
            Diagnostic::new(code::MEMBER_NAME, path.span, format!("`{}` steps into an object", path.value))
                .label("never matches")
                .help("a form has no nested objects: write the name of one field, or set `body: [json]`"),
        );
    }
}

fn members(envelope: &Envelope) -> impl Iterator<Item = &Path> {
    let optional = [&envelope.payload, &envelope.previous, &envelope.id, &envelope.created, &envelope.request_id];
    envelope.event_type.paths().chain(optional.into_iter().flatten())
}

/// The keys that describe a signature, each with its place if it is set.
pub(super) fn described(security: &Security) -> [(&'static str, Option<Span>); 12] {
    [
        ("headers", security.headers.first().map(|header| header.span)),
        ("member", security.member.as_ref().map(|member| member.span)),
        ("separator", security.separator.as_ref().map(|separator| separator.span)),
        ("prefix", security.prefix.as_ref().map(|prefix| prefix.span)),
        ("key_encoding", security.key_encoding.as_ref().map(|encoding| encoding.span)),
        ("key_prefix", security.key_prefix.as_ref().map(|prefix| prefix.span)),
        ("encoding", security.encoding.as_ref().map(|encoding| encoding.span)),
        ("signed", security.signed.as_ref().map(|signed| signed.span)),
        ("fields", security.fields.first().map(|field| field.span)),
        ("unseparated", security.unseparated.as_ref().map(|said| said.span)),
        ("timestamp", security.timestamp.as_ref().map(|timestamp| timestamp.span)),
        ("key_id", security.key_id.as_ref().map(|header| header.span)),
    ]
}

/// A custom verifier decides everything itself.
fn custom(scope: &Scope<'_>, security: &Security) {
    scope.report_any(say::leftovers(
        code::WEBHOOK_SECURITY,
        &described(security),
        |keys| format!("unexpected {keys} with `scheme: custom`: users of the verifier implement it"),
        |keys| format!("remove {keys}, or set how deliveries are signed in `scheme`"),
    ));
}

/// Reports keys that have no effect without a signature. Returns `true` if there are any.
fn unsigned(scope: &Scope<'_>, security: &Security) -> bool {
    let found = say::leftovers(
        code::WEBHOOK_SECURITY,
        &described(security),
        |keys| format!("unexpected {keys} for unsigned deliveries"),
        |keys| format!("remove {keys}, or set how deliveries are signed in `scheme`"),
    );
    let is_mixed = found.is_some();
    scope.report_any(found);
    is_mixed
}

/// The time of signing can be read and be near enough.
fn time(scope: &Scope<'_>, webhooks: &Webhooks, timestamp: &Timestamp) {
    if timestamp.tolerance_seconds.value > MAX_TOLERANCE {
        let help = "set the maximum age in seconds: 604800 is a week";
        report(scope, timestamp.tolerance_seconds.span, "old deliveries would be accepted as new", help);
    }
    if timestamp.tolerance_seconds.value == 0 {
        let help = "set the maximum age of a delivery in seconds";
        report(scope, timestamp.tolerance_seconds.span, "every delivery would be too old", help);
    }
    // Next to a list of events it stands in no envelope.
    let envelope = webhooks.envelope.as_ref().filter(|envelope| !is_beside_list(envelope, &webhooks.security));
    let (Some(envelope), Some(member)) = (envelope, &timestamp.member) else { return };
    let others = [&envelope.payload, &envelope.previous, &envelope.id, &envelope.request_id];
    let mut others = envelope.event_type.paths().chain(others.into_iter().flatten());
    if let Some(other) = others.find(|other| other.value == member.value) {
        scope.report(
            Diagnostic::new(
                code::WEBHOOK_SECURITY,
                member.span,
                format!("`{}` is not the time of signing", other.value),
            )
            .label("the location of the time")
            .also(other.span, "defined in the envelope")
            .help("set `timestamp` to the member that holds the time, or remove it"),
        );
    }
}

/// Whether what a signature is made with stands next to a list of events, and not in one of them.
pub(super) fn is_beside_list(envelope: &Envelope, security: &Security) -> bool {
    envelope.events.is_some() && security.member.is_none()
}

fn signed(scope: &Scope<'_>, webhooks: &Sp<Webhooks>, security: &Sp<Security>) {
    let is_placed =
        !security.headers.is_empty() || security.member.is_some() || scope.misspelt("member", security.span);
    let needed = [
        ("headers", is_placed, "set `headers`, or `member` if it is in each event"),
        ("encoding", security.encoding.is_some(), "use `hex` or `base64`"),
        ("signed", security.signed.is_some(), "use `body`, `fields` with their names, or a list of parts"),
    ];
    let missing = needed.into_iter().filter(|(key, there, _)| !there && !scope.misspelt(key, security.span));
    let found = say::needed(code::WEBHOOK_SECURITY, security.scheme.span, missing.map(|(key, _, help)| (key, help)));
    scope.report_any(found);
    let is_form = webhooks.body.iter().any(|body| body.value == DeliveryBody::Form);
    let may_be_form = is_form || scope.misspelt("body", webhooks.span);
    match (&security.signed, security.fields.first()) {
        (Some(signed), None) if signed.is(SignedContent::Fields) && !scope.misspelt("fields", security.span) => {
            report(scope, signed.span, "the signed fields are not specified", "list them in `fields`, in order");
        }
        (Some(signed), _) if signed.is(SignedContent::Fields) && !may_be_form => {
            report(
                scope,
                signed.span,
                "`fields` requires a form",
                "set `body: [form]`, `signed: body`, or list the signed parts: `[{ field: .. }]`",
            );
        }
        // A body that contains its signature is reported by `own_signatures`.
        (Some(signed), Some(field)) if signed.is(SignedContent::Body) && security.member.is_none() => {
            report(
                scope,
                field.span,
                "`fields` has no effect: the body is signed as a whole",
                "remove `fields`, or set `signed: fields`",
            );
        }
        _ => {}
    }
    if let Some(timestamp) = &security.timestamp {
        time(scope, webhooks, timestamp);
    }
    if let (Some(member), true) = (security.timestamp.as_ref().and_then(|time| time.member.as_ref()), is_form) {
        report(scope, member.span, "the time of signing is only read from JSON", "remove `timestamp`");
    }
}
