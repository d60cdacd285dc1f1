//! Events.

use schemars::JsonSchema;
use serde::Deserialize;

use super::evidence::{Deviation, Evidence, RustName};
use super::{Docs, Items, Named, Phrase, Sentence, Sp};

/// Something the API reports by webhook. Its key is the type on the wire.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// When it is sent.
    pub docs: Docs,
    /// The object it is about.
    pub payload: Option<Sp<String>>,
    /// The forms it comes in; `enveloped` when left out.
    #[serde(default)]
    pub forms: Items<Form>,
    /// It is not signed, although the API signs others.
    #[serde(default)]
    pub unsigned: bool,
    /// The operation that reads the object again, when not the one that its resource reads it with.
    pub refetch: Option<Sp<Refetch>>,
    /// Another object that it is about in some deliveries.
    pub alternative: Option<Sp<Alternative>>,
    /// The object as it was before is documented to come along.
    #[serde(default)]
    pub previous: bool,
    /// How we know.
    pub evidence: Option<Sp<Evidence>>,
    /// What the page says where we ship something else.
    pub deviation: Option<Sp<Deviation>>,
    /// A Rust name that is not derived from the type.
    pub rust: Option<Sp<RustName>>,
    /// What the vendor's portal calls it.
    pub vendor_term: Option<Phrase>,
    /// Why it is not sent any more.
    pub deprecated: Option<Sentence>,
}

/// Another object that an event may be about.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Alternative {
    /// The object.
    pub payload: Sp<String>,
    /// The member of the first object that this one lacks, by which the two are told apart.
    pub lacks: Sp<String>,
    /// How we know.
    pub evidence: Option<Sp<Evidence>>,
}

/// How the object of an event is read again.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Refetch {
    /// The operation, as `resource.verb`.
    pub operation: Sp<String>,
    /// Its parameters, each with the field of the event's object that has the value; a dot steps into an object.
    pub with: Named<String>,
    /// The same for objects that `with` finds nothing in, in place of it.
    #[serde(default)]
    pub or_with: Named<String>,
}

/// Forms of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Inside the API's envelope.
    Enveloped,
    /// The object alone; the event cannot be told from it.
    Unenveloped,
}
