//! The webhook crate: one enum of events and its `decode`. Reading the body is runtime code.

mod keys;
pub(super) mod receive;
mod testing;
mod variants;
mod verifier;
mod verify;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::rustdoc;
use super::tokens::{deprecated, docs, ident, integer, option, texts, variant};
use super::{Content, Output, path, reexports};
use crate::ir::{Api, Envelope, Event, Retry, Webhooks};
use crate::names;
use variants::{has_envelope, in_envelope};

pub(super) fn emit(api: &Api, crates_dir: &str, outputs: &mut Vec<Output>) {
    let Some(webhooks) = &api.webhooks else { return };
    let mut push = |file: &str, items: Vec<TokenStream>| {
        outputs.push(Output {
            path: path(api, crates_dir, "webhook", file),
            source: api.source.clone(),
            content: Content::Rust(items),
        });
    };
    let files: Vec<_> = if webhooks.signature.is_some() { vec!["event", "verifier"] } else { vec!["event"] };
    let declarations = files.iter().map(|file| ident(file)).map(|file| quote!(mod #file;));
    let own = files.iter().map(|file| ident(file)).map(|file| quote!(pub use #file::*;));
    let runtime = [reexports::webhook(api, webhooks), reexports::model(api)];
    push("mod", declarations.chain(own).chain(runtime).chain([testing::declaration(api)]).collect());
    push("event", items(api, webhooks));
    if let Some(signature) = &webhooks.signature {
        let mut items = verifier::items(api, webhooks, signature);
        items.push(receive::verify_item(webhooks, signature));
        push("verifier", items);
    }
    testing::emit(api, crates_dir, webhooks, outputs);
}

/// An object that may come without envelope.
struct Payload {
    variant: proc_macro2::Ident,
    /// The event it is for certain: where there are no envelopes, an object tells it.
    event: Option<proc_macro2::Ident>,
    object: String,
    keys: Vec<String>,
    docs: String,
}

fn unenveloped_objects(api: &Api) -> Vec<Payload> {
    let mut found = Vec::new();
    for object in api.modules.iter().flat_map(|module| &module.objects) {
        let events: Vec<&Event> =
            api.events().filter(|event| event.unenveloped && event.payload == object.name).collect();
        if let ([event], false) = (&events[..], has_envelope(api)) {
            found.push(Payload {
                variant: ident(&event.rust()),
                event: Some(ident(&event.rust())),
                object: object.name.clone(),
                keys: object.unenveloped.clone(),
                docs: rustdoc::event(event),
            });
            continue;
        }
        let names: Vec<_> = events.iter().map(|event| format!("`{}`", event.wire)).collect();
        if names.is_empty() {
            continue;
        }
        let names = match &names[..] {
            [only] => format!("As far as is known, it is the event {only}."),
            several => format!("It is one of these events: {}.", several.join(", ")),
        };
        found.push(Payload {
            variant: format_ident!("Unenveloped{}", object.name),
            event: None,
            object: object.name.clone(),
            keys: object.unenveloped.clone(),
            docs: format!("An unenveloped object. {names}"),
        });
    }
    found
}

fn items(api: &Api, webhooks: &Webhooks) -> Vec<TokenStream> {
    let model = ident(&format!("{}_model", names::snake(&api.name)));
    let unenveloped = unenveloped_objects(api);
    let mut payloads: BTreeSet<&str> = api.events().map(|event| event.payload.as_str()).collect();
    payloads.extend(in_envelope(api).map(|variant| variant.payload));
    let types = payloads.into_iter().map(ident);
    let (unenveloped_types, shapes) = if unenveloped.is_empty() {
        (TokenStream::new(), TokenStream::new())
    } else {
        (quote!(Payload,), shapes_item(&unenveloped))
    };
    let unenveloped_shape = if unenveloped.is_empty() { TokenStream::new() } else { quote!(PayloadShape,) };
    let notification = if has_envelope(api) { quote!(Notification,) } else { TokenStream::new() };
    let mut items = vec![
        quote!(use #model::{EventType, #(#types),*};),
        quote!(use payspec_webhook::{#unenveloped_types #unenveloped_shape Envelope, #notification RawBody, UndecodableError, Unknown};),
        envelope_item(api, webhooks.envelope.as_ref()),
    ];
    items.extend(webhooks.retry.map(retry_item));
    if !shapes.is_empty() {
        items.push(shapes);
    }
    items.push(enum_item(api, webhooks, &unenveloped));
    items.push(access_item(api, &unenveloped));
    items.push(serialize_item(api, &unenveloped));
    items.push(match webhooks.events() {
        Some(at) => decode_several_item(at),
        None => decode_item(),
    });
    items.push(read_item(api, webhooks, &unenveloped));
    items.extend(receive::has_claims(api, webhooks).then(|| receive::claims_item(webhooks)));
    items
}

fn envelope_item(api: &Api, envelope: Option<&Envelope>) -> TokenStream {
    let ids = texts(&variants::ids(api));
    let Some(envelope) = envelope else {
        return quote! {
            /// Events have no envelope.
            pub static ENVELOPE: Envelope = Envelope { ids: #ids, ..Envelope::NONE };
        };
    };
    let (event_type, payload) = (&envelope.event_type, option(envelope.payload.as_ref()));
    let (id, created) = (option(envelope.id.as_ref()), option(envelope.created.as_ref()));
    let created_as = envelope.created_as.map_or_else(
        || quote!(None),
        |unix| {
            let unix = variant(unix);
            quote!(Some(payspec_webhook::UnixTime::#unix))
        },
    );
    let (request_id, previous) = (option(envelope.request_id.as_ref()), option(envelope.previous.as_ref()));
    let event_subtype = option(envelope.event_subtype.as_ref());
    quote! {
        /// The envelope of an event.
        pub static ENVELOPE: Envelope = Envelope {
            event_type: Some(#event_type),
            event_subtype: #event_subtype,
            payload: #payload,
            event_id: #id,
            created: #created,
            created_as: #created_as,
            request_id: #request_id,
            previous: #previous,
            ids: #ids,
            event_types: EventType::WIRE_VALUES,
        };
    }
}

fn retry_item(retry: Retry) -> TokenStream {
    let (every, within) = (seconds(retry.every), seconds(retry.within));
    quote! {
        /// How often and for how long the delivery of an event that is not acknowledged is retried. Keep event IDs for at
        /// least `within`: until then, the same event may be delivered again.
        pub static RETRY: payspec_webhook::RetrySchedule = payspec_webhook::RetrySchedule {
            every: core::time::Duration::from_secs(#every),
            within: core::time::Duration::from_secs(#within),
        };
    }
}

fn seconds(count: u64) -> TokenStream {
    integer(i64::try_from(count).unwrap_or(i64::MAX))
}

fn shapes_item(unenveloped: &[Payload]) -> TokenStream {
    let shapes = unenveloped.iter().map(|unenveloped| {
        let (object, keys) = (&unenveloped.object, texts(&unenveloped.keys));
        quote!(PayloadShape { object: #object, keys: #keys })
    });
    quote! {
        /// The members that identify unenveloped objects.
        static UNENVELOPED: &[PayloadShape] = &[#(#shapes),*];
    }
}

fn enum_item(api: &Api, webhooks: &Webhooks, unenveloped: &[Payload]) -> TokenStream {
    let trust = match &webhooks.signature {
        Some(_) => {
            "Deliveries are signed: [`Verifier::verify`](super::Verifier::verify) returns an event only if the \
                signature is valid."
        }
        None => {
            "Deliveries are not signed, so a receiver cannot authenticate the sender. Treat an event as a hint: \
                make the call that `refetch` returns, and act on the response of the API."
        }
    };
    let what = if webhooks.events().is_some() { "An event in a delivery" } else { "A delivery" };
    let text = docs(&format!("{what} of {}.\n\n{}\n\n{trust}", api.title, rustdoc::of(&webhooks.docs)));
    let variants = in_envelope(api).map(|variant| {
        let (name, payload) = (&variant.name, ident(variant.payload));
        let text = match variant.alternative {
            None => docs(&rustdoc::event(variant.event)),
            Some((lacks, text)) => {
                docs(&format!("{}\n\nIdentified by its object, which has no `{lacks}`.", rustdoc::of(text)))
            }
        };
        let old = deprecated(variant.event.deprecated.as_ref());
        let wire = docs(&format!("\nWire value: `{}`.", variant.event.wire));
        quote!(#text #wire #old #name(Box<Notification<#payload>>),)
    });
    let unenveloped = unenveloped.iter().map(|unenveloped| {
        let (variant, object, text) = (&unenveloped.variant, ident(&unenveloped.object), docs(&unenveloped.docs));
        let old = api.events().find(|event| unenveloped.event.as_ref().is_some_and(|known| *known == event.rust()));
        let old = deprecated(old.and_then(|event| event.deprecated.as_ref()));
        quote!(#text #old #variant(Box<Payload<#object>>),)
    });
    let allow = allow_deprecated(api);
    quote! {
        #text
        #allow
        #[derive(Debug, Clone)]
        #[non_exhaustive]
        pub enum Event {
            #(#variants)*
            #(#unenveloped)*
            /// An event unknown to this version; its content is preserved.
            Unknown(Unknown),
            /// Bytes that are not an event, or an event whose object cannot be decoded; the bytes are preserved.
            Undecodable(UndecodableError),
        }
    }
}

fn allow_deprecated(api: &Api) -> TokenStream {
    if api.events().any(|event: &Event| event.deprecated.is_some()) {
        quote!(#[allow(deprecated)])
    } else {
        TokenStream::new()
    }
}

/// Patterns that bind `event`, one for all events about the same object: what is done with them is the same.
fn patterns(api: &Api) -> Vec<TokenStream> {
    let mut by_payload: BTreeMap<&str, Vec<proc_macro2::Ident>> = BTreeMap::new();
    for variant in in_envelope(api) {
        by_payload.entry(variant.payload).or_default().push(variant.name);
    }
    by_payload.into_values().map(|variants| quote!(#(Self::#variants(event))|*)).collect()
}

fn access_item(api: &Api, unenveloped: &[Payload]) -> TokenStream {
    let enveloped = in_envelope(api).map(|variant| (variant.name, ident(&variant.event.rust())));
    let with_type =
        unenveloped.iter().filter_map(|unenveloped| unenveloped.event.clone().map(|event| (event.clone(), event)));
    // The variants of an event stand together.
    let mut types: Vec<(proc_macro2::Ident, Vec<proc_macro2::Ident>)> = Vec::new();
    for (variant, event) in enveloped.chain(with_type) {
        match types.last_mut() {
            Some((known, variants)) if *known == event => variants.push(variant),
            _ => types.push((event, vec![variant])),
        }
    }
    let types = types.into_iter().map(|(event, variants)| quote!(#(Self::#variants(_))|* => Some(EventType::#event),));
    let patterns = patterns(api);
    let without_type: Vec<_> = unenveloped
        .iter()
        .filter(|unenveloped| unenveloped.event.is_none())
        .map(|unenveloped| &unenveloped.variant)
        .collect();
    let unenveloped: Vec<_> = unenveloped.iter().map(|unenveloped| &unenveloped.variant).collect();
    let no_type =
        if without_type.is_empty() { TokenStream::new() } else { quote!(#(Self::#without_type(_))|* => None,) };
    let none = if unenveloped.is_empty() { TokenStream::new() } else { quote!(#(Self::#unenveloped(_))|* => None,) };
    let allow = allow_deprecated(api);
    quote! {
        #allow
        impl Event {
            /// Returns the type of the event; `None` if the body does not contain it.
            pub fn event_type(&self) -> Option<EventType> {
                match self {
                    #(#types)*
                    #no_type
                    Self::Unknown(unknown) => unknown.event_type().map(EventType::from),
                    Self::Undecodable(undecodable) => undecodable.event_type().map(EventType::from),
                }
            }
            /// Returns the id of the event, for detecting duplicates; `None` if the body does not contain it.
            pub fn event_id(&self) -> Option<&str> {
                match self {
                    #(#patterns => event.event_id.as_deref(),)*
                    #none
                    Self::Unknown(unknown) => unknown.event_id(),
                    Self::Undecodable(undecodable) => undecodable.event_id(),
                }
            }
            /// Returns the raw bytes.
            pub fn raw(&self) -> &RawBody {
                match self {
                    #(#patterns => &event.raw,)*
                    #(Self::#unenveloped(unenveloped) => &unenveloped.raw,)*
                    Self::Unknown(unknown) => unknown.raw(),
                    Self::Undecodable(undecodable) => undecodable.raw(),
                }
            }
            /// Returns the members that could not be decoded and therefore read as absent.
            pub fn unreadable(&self) -> &[payspec_webhook::Unreadable] {
                match self {
                    #(#patterns => event.unreadable(),)*
                    #(Self::#unenveloped(unenveloped) => unenveloped.unreadable(),)*
                    Self::Unknown(_) | Self::Undecodable(_) => &[],
                }
            }
        }
    }
}

/// Writing back is what stores and test harnesses need: decode and encode are each other's inverse.
fn serialize_item(api: &Api, unenveloped: &[Payload]) -> TokenStream {
    let patterns = patterns(api);
    let unenveloped: Vec<_> = unenveloped.iter().map(|unenveloped| &unenveloped.variant).collect();
    let allow = allow_deprecated(api);
    quote! {
        /// Serializes the decoded part of the event as JSON, or all of an unknown event. An undecodable body has no JSON
        /// form and is an error: keep its raw bytes.
        #allow
        impl serde::Serialize for Event {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(#patterns => event.serialize(serializer),)*
                    #(Self::#unenveloped(unenveloped) => unenveloped.serialize(serializer),)*
                    Self::Unknown(unknown) => unknown.serialize(serializer),
                    Self::Undecodable(_) => {
                        Err(serde::ser::Error::custom("an undecodable body has no JSON form: keep its raw bytes"))
                    }
                }
            }
        }
    }
}

fn decode_item() -> TokenStream {
    quote! {
        /// Decodes a delivery without verifying it. Any bytes yield a value, and none are lost.
        pub fn decode(body: impl Into<RawBody>) -> Event {
            decode_delivery((&body.into()).into())
        }

        pub(super) fn decode_delivery(delivery: payspec_webhook::Delivery<'_>) -> Event {
            read(delivery).unwrap_or_else(Event::Undecodable)
        }
    }
}

/// Where a delivery brings several events, each is read on its own.
fn decode_several_item(at: &str) -> TokenStream {
    let at = option(Some(at).filter(|at| *at != "."));
    quote! {
        /// The events of a delivery.
        pub type Events = payspec_webhook::Events<Event>;

        /// The location of the list of events.
        pub static EVENTS: payspec_webhook::EventList = payspec_webhook::EventList { at: #at, envelope: &ENVELOPE };

        /// Decodes the events of a delivery without verifying them. Each is decoded separately, so an unknown or
        /// undecodable event does not affect the others.
        pub fn decode(body: impl Into<RawBody>) -> Events {
            decode_delivery((&body.into()).into())
        }

        /// Decodes one event of a delivery from its stored bytes ([`Event::raw`]). Any bytes yield a value.
        pub fn decode_event(item: impl Into<RawBody>) -> Event {
            read((&item.into()).into()).unwrap_or_else(Event::Undecodable)
        }

        pub(super) fn decode_delivery(delivery: payspec_webhook::Delivery<'_>) -> Events {
            Events::of(&EVENTS, delivery, decode_event, Event::Undecodable)
        }
    }
}

fn read_item(api: &Api, webhooks: &Webhooks, unenveloped: &[Payload]) -> TokenStream {
    let shapes = unenveloped.iter().map(|unenveloped| {
        let (object, variant) = (&unenveloped.object, &unenveloped.variant);
        quote!(Some(#object) => parsed.unenveloped().map(Event::#variant),)
    });
    let shapes: Vec<_> = shapes.collect();
    let allow = allow_deprecated(api);
    let open = if webhooks.is_form {
        let read = ident(if webhooks.is_json { "read_form_or_json" } else { "read" });
        quote! {
            let body = payspec_webhook::FormBody::#read(delivery.into_raw()).map_err(|error| error.within(&ENVELOPE))?;
            let parsed = body.parse(&ENVELOPE)?;
        }
    } else {
        quote!(let parsed = delivery.parse(&ENVELOPE)?;)
    };
    if !has_envelope(api) {
        return quote! {
            #allow
            fn read(delivery: payspec_webhook::Delivery<'_>) -> Result<Event, UndecodableError> {
                #open
                match parsed.payload_object(UNENVELOPED) {
                    #(#shapes)*
                    _ => parsed.unknown_with(UNENVELOPED).map(Event::Unknown),
                }
            }
        };
    }
    let at_once = if webhooks.is_form {
        TokenStream::new()
    } else {
        quote! {
            if let Some(event) = delivery.read_at_once(&ENVELOPE, choose) {
                return Ok(event);
            }
        }
    };
    let otherwise = if unenveloped.is_empty() {
        quote!(parsed.unknown().map(Event::Unknown))
    } else {
        quote! {
            match parsed.payload_object(UNENVELOPED) {
                #(#shapes)*
                _ => parsed.unknown().map(Event::Unknown),
            }
        }
    };
    let choose = choose_item(api);
    quote! {
        #choose
        fn read(delivery: payspec_webhook::Delivery<'_>) -> Result<Event, UndecodableError> {
            #at_once
            #open
            if let Some(read) = choose(parsed.event_type().unwrap_or_default(), Some(&parsed)) {
                return parsed.read_with(read);
            }
            #otherwise
        }
    }
}

/// How an event is read, by its name. The function is chosen first and called then, so that the frame of the choice has no
/// room for what all of them return.
fn choose_item(api: &Api) -> TokenStream {
    let mut variants: Vec<_> = in_envelope(api).collect();
    // Alternatives have a condition, so they come first.
    variants.sort_by_key(|variant| variant.alternative.is_none());
    let arms = variants.iter().map(|variant| {
        let (name, event) = (&variant.name, ident(&variant.event.rust()));
        let condition = variant.alternative.map(|(lacks, _)| quote!(if parsed?.payload_lacks(#lacks)));
        quote!(EventType::#event #condition => |event| event.notification().map(Event::#name),)
    });
    let allow = allow_deprecated(api);
    let parsed = ident(if variants.iter().any(|variant| variant.alternative.is_some()) { "parsed" } else { "_parsed" });
    quote! {
        /// Selects the decoder of an event by its type and, if needed, by its object.
        #allow
        fn choose(
            event_type: &str,
            #parsed: Option<&payspec_webhook::ParsedEnvelope<'_>>,
        ) -> Option<payspec_webhook::Read<Event>> {
            Some(match EventType::from(event_type) {
                #(#arms)*
                _ => return None,
            })
        }
    }
}
