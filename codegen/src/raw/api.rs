//! The API as a whole, libraries, resources.

use crate::raw::outcome::Outcome;
use payspec_core::{BodyFormat, ListStyle};
use schemars::JsonSchema;
use serde::Deserialize;

use super::amounts::ApiAmounts;
use super::clearing::Clearing;
use super::evidence::Evidence;
use super::lists::ObjectLists;
use super::paging::Paging;
use super::service::{Host, HostVariable, Service};
use super::signing::Signing;
use super::times::TimeForm;
use super::token::Token;
use super::webhooks::Webhooks;
use super::wrap::Wrap;
use super::{Docs, Items, Named, Path, PathOrBody, PathThroughLists, Phrase, Sentence, Sp};

/// The API as a whole.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Api {
    /// The version of the spec language: 1.
    pub language: Sp<u32>,
    /// The name of the API, its folder and its crates, in kebab-case.
    pub name: Sp<String>,
    /// The display name of the API.
    pub title: Phrase,
    /// What the API is for.
    pub docs: Docs,
    /// It is an interface of this repository, and not of a vendor: it has no evidence, is not counted among the APIs, and
    /// is no feature of the crate that users add.
    #[serde(default)]
    pub ours: bool,
    /// Libraries whose tables this API extends.
    #[serde(default)]
    pub uses: Items<String>,
    /// Sources of knowledge, named by `evidence`.
    #[serde(default)]
    pub sources: Named<Source>,
    /// The environments of the API.
    #[serde(default)]
    pub environments: Named<Environment>,
    /// Variables in the hosts of `base_url`, by their name in braces: `https://{account}.example`.
    #[serde(default)]
    pub host_variables: Named<HostVariable>,
    /// Additional hosts to which some operations are sent.
    #[serde(default)]
    pub services: Named<Service>,
    /// The default encoding of parameters.
    pub encoding: Sp<BodyFormat>,
    /// The format of lists in a query or form; `brackets` by default.
    pub lists: Option<Sp<ListStyle>>,
    /// The format of lists of objects in a query, form or multipart body; required if there is one.
    pub object_lists: Option<Sp<ObjectLists>>,
    /// The default envelope: the member of bodies that holds the object.
    pub wrap: Option<Sp<Wrap>>,
    /// The format of amounts, if not all of them are in minor units.
    pub amounts: Option<Sp<ApiAmounts>>,
    /// How a form clears a field; required if a form parameter is `nullable`.
    pub cleared_as: Option<Sp<Clearing>>,
    /// The default format of points in time; text by default.
    pub datetimes: Option<Sp<TimeForm>>,
    /// The `Content-Type` of requests without a body; none by default.
    pub without_body: Option<Sp<WithoutBody>>,
    /// Authentication schemes.
    #[serde(default)]
    pub auth: Named<Auth>,
    /// The scheme of operations that do not name one.
    pub default_auth: Option<Sp<String>>,
    /// Request headers that operations may send, in addition to authentication.
    #[serde(default)]
    pub headers: Named<Header>,
    /// The response header that identifies a request for the vendor's support.
    pub request_id: Option<Sp<NamedHeader>>,
    /// The default evidence of what is required in requests, unless an operation, an object or a field sets its own;
    /// inferred if absent.
    pub required_evidence: Option<Sp<Evidence>>,
    /// How repeated requests are recognised.
    pub idempotency: Option<Sp<Idempotency>>,
    /// The format of error bodies.
    pub errors: Option<Sp<Errors>>,
    /// Responses that every operation can return, by status code in quotes. An operation's own response takes precedence.
    #[serde(default)]
    pub responses: Named<SharedResponse>,
    /// The default paging of searches.
    pub paging: Option<Sp<Paging>>,
    /// How events are delivered.
    pub webhooks: Option<Sp<Webhooks>>,
}

/// A document, sample collection or public client on which the spec is based.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its title, with its date if known.
    pub title: Phrase,
}

/// An environment of the API.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Environment {
    /// The base URL, without a trailing slash. Its host may contain `host_variables` in braces.
    pub base_url: Sp<String>,
    /// Its purpose.
    pub docs: Docs,
    /// Scripts of the vendor for browser pages, by name.
    #[serde(default)]
    pub scripts: Named<Script>,
    /// The evidence of the URL.
    pub evidence: Option<Sp<Evidence>>,
}

/// A script of the vendor for browser pages.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// The URL of the script.
    pub url: Sp<String>,
    /// Its purpose.
    pub docs: Docs,
    /// The evidence of the URL.
    pub evidence: Option<Sp<Evidence>>,
}

/// The headers of requests without a body.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithoutBody {
    /// The value of `Content-Type`, although there is no body: `form` or `json`.
    pub content_type: Sp<BodyFormat>,
    /// The reason.
    pub docs: Docs,
    /// The evidence.
    pub evidence: Option<Sp<Evidence>>,
}

/// An authentication scheme.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Auth {
    /// The kind.
    pub scheme: Sp<Scheme>,
    /// The header or parameter that carries the key; for `header` and `body-parameter`.
    pub parameter: Option<Sp<String>>,
    /// The prefix of the key in its header, including the space between them: `"Token "`; for `header`.
    pub prefix: Option<Sp<String>>,
    /// The parameters that carry the credentials, if there are several; for `body-parameter` and `token`.
    #[serde(default)]
    pub parameters: Items<String>,
    /// The token endpoint; for `token`.
    pub token: Option<Sp<Token>>,
    /// The signature of requests; for `signature`, and in addition to any other scheme.
    pub signing: Option<Sp<Signing>>,
    /// Base URLs for clients with these credentials, by environment, if they differ.
    #[serde(default)]
    pub environments: Named<Host>,
    /// The scheme that it replaces, for a client that has these credentials instead.
    pub instead_of: Option<Sp<String>>,
    /// Its purpose and where users find it.
    pub docs: Docs,
    /// The evidence.
    pub evidence: Option<Sp<Evidence>>,
}

/// The header of HTTP's own schemes.
pub const AUTHORIZATION: &str = "Authorization";
/// What stands before the key of the scheme `bearer`.
pub const BEARER: &str = "Bearer ";

/// Kinds of authentication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// HTTP Basic (RFC 7617).
    Basic,
    /// A key in the header `Authorization`, after `Bearer` (RFC 6750).
    Bearer,
    /// A key in a request header, after an optional `prefix`.
    Header,
    /// One or several keys among the parameters.
    BodyParameter,
    /// A token that credentials are exchanged for, such as OAuth 2.0 client credentials (RFC 6749).
    Token,
    /// A signature of the request only.
    Signature,
}

/// A request header that is set once per client.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// What it holds.
    pub docs: Docs,
    /// The value that every operation sends unless the caller overrides it, such as the version of the API.
    pub value: Option<Sp<String>>,
    /// The evidence.
    pub evidence: Option<Sp<Evidence>>,
}

/// A header named by the API.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedHeader {
    /// The name of the header.
    pub header: Sp<String>,
    /// Its contents.
    pub docs: Docs,
    /// The evidence.
    pub evidence: Option<Sp<Evidence>>,
}

/// How repeated requests are recognised.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Idempotency {
    /// The request header that carries the idempotency key.
    pub header: Sp<String>,
    /// The number of hours for which the API remembers a key.
    pub window_hours: Sp<u32>,
    /// Values of `errors.code` for a key that was used before. Without them, a repeated request returns the first
    /// response again.
    #[serde(default)]
    pub reused_codes: Items<String>,
    /// What the API does with a repeated key.
    pub docs: Docs,
    /// The evidence.
    pub evidence: Option<Sp<Evidence>>,
}

/// The format of error bodies.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Errors {
    /// The member that maps field names to messages; `.` for the body itself.
    pub fields: Option<PathOrBody>,
    /// A list of errors, each with its field.
    pub listed: Option<Sp<Listed>>,
    /// The member that holds the name of the invalid field; the message describes the error.
    pub field_name: Option<Path>,
    /// The member that holds a code for programs.
    pub code: Option<Path>,
    /// The outcome of codes, whatever the status, including a success status.
    #[serde(default)]
    pub outcomes: Named<Outcome>,
    /// The member that identifies the request for the vendor's support.
    pub request_id: Option<Path>,
    /// Members that may hold a message for people, in order of preference.
    #[serde(default)]
    pub messages: Items<Path>,
    /// A description.
    pub docs: Docs,
    /// The evidence.
    pub evidence: Option<Sp<Evidence>>,
}

/// A list of errors in an error body.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// The member that holds the list; the path leads through the items of lists.
    pub at: PathThroughLists,
    /// The member of an item that holds the name of the field.
    pub field: Path,
    /// The member of an item that holds the message.
    pub message: Path,
}

/// A response that every operation can return. It is an error, and its body is described by `errors`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SharedResponse {
    /// Its meaning for the caller. Outcomes about credentials only apply to operations that use
    /// `default_auth`.
    pub outcome: Sp<Outcome>,
    /// When it is returned.
    pub docs: Sentence,
    /// The evidence.
    pub evidence: Option<Sp<Evidence>>,
}

/// A set of code tables shared by several APIs.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Library {
    /// The name used by `uses` and `extends`; the same as the folder.
    pub name: Sp<String>,
    /// Its contents and their date.
    pub docs: Docs,
}

/// Tables for people, not for the API, such as test values. They are public in a module named after the file, and
/// no field has their types.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Module {
    /// Its contents: the first page of the module.
    pub docs: Docs,
}

/// The resource that a file describes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// The singular name in kebab-case: names the module and the params (`create` + `card-token` = `CreateCardToken`).
    pub name: Sp<String>,
    /// The plural in kebab-case: names the accessor of the client (`client.card_tokens()`).
    pub plural: Sp<String>,
    /// What it is.
    pub docs: Docs,
    /// The term in the vendor's portal, if that is not in English.
    pub vendor_term: Option<Phrase>,
    /// The object of the resource, if any.
    pub object: Option<Sp<String>>,
    /// The field of `object` that identifies it; required with `object`.
    pub id: Option<Sp<String>>,
    /// The service to which its operations are sent, if not the main host.
    pub service: Option<Sp<String>>,
    /// The envelope of its operations, if different from the API's: the member of bodies that holds the object.
    pub wrap: Option<Sp<Wrap>>,
}
