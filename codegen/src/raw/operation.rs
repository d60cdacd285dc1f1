//! Operations.

use crate::raw::outcome::Outcome;
use payspec_core::{BodyFormat, Method};
use schemars::JsonSchema;
use serde::Deserialize;

use super::evidence::{Evidence, RustName};
use super::field::Field;
use super::paging::Paging;
use super::rule::{Profile, Rule};
use super::wrap::Wrap;
use super::{Docs, Items, Named, Path, Phrase, Sentence, Sp};

/// One request and its responses. Its key is a verb in kebab-case and becomes the client's method.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// What it does.
    pub docs: Docs,
    /// The HTTP method.
    pub method: Sp<Method>,
    /// The path under the base URL, with parameters in braces: `/refund/{refundId}`.
    pub path: Sp<String>,
    /// The evidence of the operation.
    pub evidence: Option<Sp<Evidence>>,
    /// The evidence of method and path, if weaker than that of the operation.
    pub path_evidence: Option<Sp<Evidence>>,
    /// The evidence of the required parameters, if different from the rest of the API. Excludes path parameters.
    pub required_evidence: Option<Sp<Evidence>>,
    /// The service to which it is sent, if not the resource's.
    pub service: Option<Sp<String>>,
    /// The auth scheme, if not the default of the API or the service; `none` for no authentication.
    pub auth: Option<Sp<String>>,
    /// The API accepts an idempotency key.
    #[serde(default)]
    pub idempotency_key: bool,
    /// Overrides what the method implies: `true` for a GET that changes something, `false` for another method
    /// that only reads.
    #[serde(default)]
    pub changes_state: Option<Sp<bool>>,
    /// The paging of the search, if different from the API's.
    pub paging: Option<Sp<Paging>>,
    /// Headers of the API that it sends.
    #[serde(default)]
    pub headers: Named<HeaderUse>,
    /// Constants in the query, by name.
    #[serde(default)]
    pub query: Named<String>,
    /// Codes of responses that indicate success, for an API whose status codes do not.
    pub success_codes: Option<Sp<SuccessCodes>>,
    /// The encoding of parameters, if not implied by the API and the method.
    pub encoding: Option<Sp<BodyFormat>>,
    /// The envelope: the member of bodies that holds the object, if different from the
    /// resource's or the API's.
    pub wrap: Option<Sp<Wrap>>,
    /// The parameters; required ones in the order of the arguments of `new`.
    #[serde(default)]
    pub params: Named<Field>,
    /// Rules for the parameters.
    #[serde(default)]
    pub rules: Items<Rule>,
    /// Use cases.
    #[serde(default)]
    pub profiles: Named<Profile>,
    /// The responses by status code, in quotes.
    #[serde(default)]
    pub responses: Named<Response>,
    /// Parameters that a successful response repeats, each with its member there. Steps are separated by dots, and a list in
    /// the path stands for each of its items. A path id is compared by default if its member is obvious.
    /// `none` for the last path parameter means that no member repeats it.
    #[serde(default)]
    pub echoes: Named<String>,
    /// The name of the params type, if not verb and resource (`CreateRefund`).
    pub rust: Option<Sp<RustName>>,
    /// The term in the vendor's portal.
    pub vendor_term: Option<Phrase>,
    /// Why it is deprecated.
    pub deprecated: Option<Sentence>,
}

/// Codes of responses that indicate the success of an operation, whatever the status code.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SuccessCodes {
    /// The codes that are a success.
    pub codes: Items<String>,
    /// The meaning of a code with a success status that is neither listed here nor in `errors.outcomes`.
    pub unlisted: Sp<Unlisted>,
}

/// The meaning of an undeclared code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unlisted {
    /// A normal response: the caller checks the code.
    Response,
    /// A failure.
    Failure,
}

/// How an operation sends a header of the API.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeaderUse {
    /// The API refuses requests without it.
    #[serde(default)]
    pub required: bool,
}

/// A response.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Response {
    /// Its meaning for the caller.
    pub outcome: Sp<Outcome>,
    /// When it is returned.
    pub docs: Sentence,
    /// The body: a type, `list<...>`, `search<...>` for a list whose location is not documented, or nothing.
    pub body: Option<Sp<String>>,
    /// The member that holds the items of a `search<...>`, if a client cannot find them by default.
    pub items: Option<Path>,
    /// Facts that an error of this status states by its message or code.
    #[serde(default)]
    pub reasons: Named<Reason>,
    /// The evidence.
    pub evidence: Option<Sp<Evidence>>,
}

/// A fact that an error states by exactly one of `message` and `code`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// The full text of the message, as found by `errors`.
    pub message: Option<Sp<String>>,
    /// The code, as found by `errors.code`.
    pub code: Option<Sp<String>>,
    /// Its meaning.
    pub docs: Sentence,
    /// The evidence.
    pub evidence: Option<Sp<Evidence>>,
}
