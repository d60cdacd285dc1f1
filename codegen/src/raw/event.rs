//! Events.

use schemars::JsonSchema;
use serde::Deserialize;

use super::evidence::{Deviation, Evidence, RustName};
use super::{Docs, Items, Named, Phrase, Sentence, Sp};

/// An event delivered by webhook. Its key is the type on the wire.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// When it is sent.
    pub docs: Docs,
    /// The object it is about.
    pub payload: Option<Sp<String>>,
    /// The forms of its deliveries; `enveloped` by default.
    #[serde(default)]
    pub forms: Items<Form>,
    /// It is not signed, although other events of the API are.
    #[serde(default)]
    pub unsigned: bool,
    /// The operation that reads the object again, if not the default one of its resource.
    pub refetch: Option<Sp<Refetch>>,
    /// An alternative object in some deliveries.
    pub alternative: Option<Sp<Alternative>>,
    /// Deliveries include the previous state of the object.
    #[serde(default)]
    pub previous: bool,
    /// The evidence.
    pub evidence: Option<Sp<Evidence>>,
    /// The text of the vendor's page, if the spec deviates from it.
    pub deviation: Option<Sp<Deviation>>,
    /// A Rust name, instead of the one derived from the type.
    pub rust: Option<Sp<RustName>>,
    /// The term in the vendor's portal.
    pub vendor_term: Option<Phrase>,
    /// Why it is no longer sent.
    pub deprecated: Option<Sentence>,
}

/// An alternative object of an event.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Alternative {
    /// The object.
    pub payload: Sp<String>,
    /// The member of the first object that this one lacks, which distinguishes the two.
    pub lacks: Sp<String>,
    /// The evidence.
    pub evidence: Option<Sp<Evidence>>,
}

/// How the object of an event is read again.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Refetch {
    /// The operation, as `resource.verb`.
    pub operation: Sp<String>,
    /// Its parameters, each with the field of the event's object that holds the value; a dot steps into an object.
    pub with: Named<String>,
    /// Alternative parameters for objects without the fields in `with`.
    #[serde(default)]
    pub or_with: Named<String>,
}

/// Forms of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Inside the API's envelope.
    Enveloped,
    /// The object alone; it does not identify the event.
    Unenveloped,
}
