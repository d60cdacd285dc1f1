//! The variants of the enum of events, and the ids of what they are about.

use std::collections::BTreeSet;

use crate::emit::tokens::ident;
use crate::ir::{Api, Docs, Event, Kind};

pub(super) fn has_envelope(api: &Api) -> bool {
    api.webhooks.as_ref().is_some_and(|webhooks| webhooks.envelope.is_some())
}

/// A variant of an event in an envelope: there is one for each object that it may be about.
pub(super) struct Variant<'a> {
    pub(super) name: proc_macro2::Ident,
    pub(super) event: &'a Event,
    pub(super) payload: &'a str,
    /// Of an alternative: the member that tells it, by lacking it, and what to say.
    pub(super) alternative: Option<(&'a str, &'a Docs)>,
}

/// Events that come in an envelope, or would if they ever did.
pub(super) fn in_envelope(api: &Api) -> impl Iterator<Item = Variant<'_>> {
    let any = has_envelope(api);
    api.events().filter(move |_| any).flat_map(|event| {
        let other = event.alternative.as_ref().map(|other| Variant {
            name: ident(&event.rust_about(&other.payload)),
            event,
            payload: &other.payload,
            alternative: Some((&other.lacks, &other.docs)),
        });
        let first = Variant { name: ident(&event.rust()), event, payload: &event.payload, alternative: None };
        std::iter::once(first).chain(other)
    })
}

/// The ids of the objects of events: what they are read again with, and what else they have at their top that nobody hides.
pub(super) fn ids(api: &Api) -> Vec<String> {
    let payloads: BTreeSet<&str> = in_envelope(api)
        .map(|variant| variant.payload)
        .chain(api.events().map(|event| event.payload.as_str()))
        .collect();
    let objects = api.modules.iter().flat_map(|module| &module.objects);
    let hidden: BTreeSet<&str> = api
        .modules
        .iter()
        .flat_map(|module| &module.ids)
        .filter(|id| id.sensitive)
        .map(|id| id.name.as_str())
        .collect();
    let mut found = BTreeSet::new();
    for object in objects.filter(|object| payloads.contains(object.name.as_str())) {
        let ways = object.refetch.iter().flat_map(|refetch| &refetch.ways);
        let places = ways.flat_map(|way| way.required.iter().chain(way.optional.iter().map(|(_, place)| place)));
        found.extend(places.filter(|place| place.is_text()).map(|place| place.path.clone()));
        let ids = object.fields.iter().filter(|field| {
            let id = if let Kind::Id(name) = &field.ty.kind { Some(name.as_str()) } else { None };
            !field.ty.list && !field.sensitive && id.is_some_and(|id| !hidden.contains(id))
        });
        found.extend(ids.map(|field| field.wire.clone()));
    }
    found.into_iter().collect()
}
