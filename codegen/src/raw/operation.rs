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

/// One request and its answers. Its key is a verb in kebab-case and becomes the client's method.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// What it does.
    pub docs: Docs,
    /// The HTTP method.
    pub method: Sp<Method>,
    /// The path under the base URL, with parameters in braces: `/refund/{refundId}`.
    pub path: Sp<String>,
    /// How we know that the operation exists.
    pub evidence: Option<Sp<Evidence>>,
    /// How we know method and path, where that is worse known than the operation.
    pub path_evidence: Option<Sp<Evidence>>,
    /// How we know which parameters are required, where that differs from the rest of the API. Not for those in the path.
    pub required_evidence: Option<Sp<Evidence>>,
    /// The service it is sent to, when not the resource's.
    pub service: Option<Sp<String>>,
    /// The scheme, when not the API's or the service's default; `none` for none.
    pub auth: Option<Sp<String>>,
    /// The API honours an idempotency key here.
    #[serde(default)]
    pub idempotency_key: bool,
    /// It changes something although its method says that it only reads (`true`, for a GET), or only reads although its
    /// method says otherwise (`false`, for the others).
    #[serde(default)]
    pub changes_state: Option<Sp<bool>>,
    /// How the search goes on after its first page, when not as the API says.
    pub paging: Option<Sp<Paging>>,
    /// Headers of the API that it sends.
    #[serde(default)]
    pub headers: Named<HeaderUse>,
    /// What always stands in the query of its URL, by name.
    #[serde(default)]
    pub query: Named<String>,
    /// What codes of answers say of its success, for an API whose status codes do not.
    pub success_codes: Option<Sp<SuccessCodes>>,
    /// How parameters travel, when not as the API's encoding and the method say.
    pub encoding: Option<Sp<BodyFormat>>,
    /// The member of a body that holds the object which is sent or answered, when not as the
    /// resource or the API says.
    pub wrap: Option<Sp<Wrap>>,
    /// The parameters, required ones in the order of `new`'s arguments.
    #[serde(default)]
    pub params: Named<Field>,
    /// Rules over the parameters.
    #[serde(default)]
    pub rules: Items<Rule>,
    /// Use cases.
    #[serde(default)]
    pub profiles: Named<Profile>,
    /// The answers by status code, written in quotes.
    #[serde(default)]
    pub responses: Named<Response>,
    /// Parameters whose value a successful response has too, each with the member that has it. Steps are separated by dots,
    /// and a list on the way stands for each of its items. An id in the path needs no mention where the member is plain.
    /// `none` says of the last parameter of the path that no member has it.
    #[serde(default)]
    pub echoes: Named<String>,
    /// The name of the params type, when not verb and resource (`CreateRefund`).
    pub rust: Option<Sp<RustName>>,
    /// What the vendor's portal calls it.
    pub vendor_term: Option<Phrase>,
    /// Why it should not be used any more.
    pub deprecated: Option<Sentence>,
}

/// What the code of an answer says of an operation's success, whatever the status code.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SuccessCodes {
    /// The codes that are a success.
    pub codes: Items<String>,
    /// What comes with a status of success, and a code that is neither here nor in `errors.outcomes`.
    pub unlisted: Sp<Unlisted>,
}

/// What a code means that nobody has described.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unlisted {
    /// An answer like others: the caller looks at the code.
    Response,
    /// A failure.
    Failure,
}

/// How an operation sends a header of the API.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeaderUse {
    /// The API refuses a request without it.
    #[serde(default)]
    pub required: bool,
}

/// An answer.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Response {
    /// What it means for the caller.
    pub outcome: Sp<Outcome>,
    /// When it comes.
    pub docs: Sentence,
    /// The body: a type, `list<...>`, `search<...>` for an answer whose shape is not documented, or nothing.
    pub body: Option<Sp<String>>,
    /// The member that holds the items of a `search<...>`, when a client would not find them by itself.
    pub items: Option<Path>,
    /// Facts that an error of this status states by its message or code, and that the status alone does not.
    #[serde(default)]
    pub reasons: Named<Reason>,
    /// How we know.
    pub evidence: Option<Sp<Evidence>>,
}

/// A fact that an error states: exactly one of `message` and `code` is given.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// The whole text of the message that states it, where `errors` says that messages stand.
    pub message: Option<Sp<String>>,
    /// The code that states it, where `errors.code` says that codes stand.
    pub code: Option<Sp<String>>,
    /// What it means.
    pub docs: Sentence,
    /// How we know.
    pub evidence: Option<Sp<Evidence>>,
}
