//! The table of what a sandbox models of an API: `sandbox.yaml` in its folder. It describes no part of the API, so it is a
//! document of its own and no section of the spec language. `spec/SANDBOX.md` describes it, and editors have a schema of it
//! (`spec/sandbox.schema.json`).

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Items, Named, Sentence, Sp};

/// The whole file.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// What the vendor's documents state, by names in kebab-case.
    #[serde(default)]
    pub behaviours: Named<Behaviour>,
    /// What the sandbox does where the documents are silent or contradict each other, by keys in kebab-case.
    #[serde(default)]
    pub chosen: Named<Choice>,
}

/// A behaviour that a document states.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Behaviour {
    /// The title of the page.
    pub page: Sp<String>,
    /// Its lines: `L12-14, L20`.
    pub lines: Sp<String>,
    /// Other places that state the same, in the form of evidence.
    pub also: Option<Sp<String>>,
    /// What is stated.
    pub behaviour: Sentence,
    /// The operations that it is about; without any, all.
    #[serde(default)]
    pub operations: Items<String>,
    /// The events that report it.
    #[serde(default)]
    pub events: Items<String>,
    /// The test of the sandbox that proves it: the name of its function.
    pub test: Option<Sp<String>>,
}

/// A choice of ours.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What the sandbox does.
    pub behaviour: Sentence,
    /// Why a merchant would expect it.
    pub why: Sentence,
    /// The places that leave it open, in the form of evidence.
    pub at: Option<Sp<String>>,
    /// The operations that it is about; without any, all.
    #[serde(default)]
    pub operations: Items<String>,
    /// The test of the sandbox that proves it: the name of its function. Only with one can responses name the choice.
    pub test: Option<Sp<String>>,
}
