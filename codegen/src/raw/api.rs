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
    /// The name that crates start with, in kebab-case; the same as the folder.
    pub name: Sp<String>,
    /// The API's own name for people.
    pub title: Phrase,
    /// What the API is for.
    pub docs: Docs,
    /// Libraries whose tables this API uses.
    #[serde(default)]
    pub uses: Items<String>,
    /// Where our knowledge comes from; `evidence` names these.
    #[serde(default)]
    pub sources: Named<Source>,
    /// Where the API answers.
    #[serde(default)]
    pub environments: Named<Environment>,
    /// Variables in the hosts of `base_url`, by the name that stands there in braces: `https://{account}.example`.
    #[serde(default)]
    pub host_variables: Named<HostVariable>,
    /// Further hosts beside the main one, where some operations are sent.
    #[serde(default)]
    pub services: Named<Service>,
    /// How parameters travel unless an operation says otherwise.
    pub encoding: Sp<BodyFormat>,
    /// How a list is written in a query or form; `brackets` when left out.
    pub lists: Option<Sp<ListStyle>>,
    /// How a list of objects is written in a query, a form or a body of several parts; needed as soon as there is one.
    pub object_lists: Option<Sp<ObjectLists>>,
    /// The member of a body that holds the object which is sent or answered, unless a resource or an operation says otherwise.
    pub wrap: Option<Sp<Wrap>>,
    /// How amounts are written, where not all of them are in minor units.
    pub amounts: Option<Sp<ApiAmounts>>,
    /// How a form clears a field; needed as soon as a parameter of one is `nullable`.
    pub cleared_as: Option<Sp<Clearing>>,
    /// How points in time are written, where a field does not say it; as text when left out.
    pub datetimes: Option<Sp<TimeForm>>,
    /// What requests without a body say of it; nothing when left out.
    pub without_body: Option<Sp<WithoutBody>>,
    /// Ways to authenticate.
    #[serde(default)]
    pub auth: Named<Auth>,
    /// The scheme of operations that name none.
    pub default_auth: Option<Sp<String>>,
    /// Request headers that operations may send beside the authentication.
    #[serde(default)]
    pub headers: Named<Header>,
    /// The response header that identifies a request in talks with the vendor.
    pub request_id: Option<Sp<NamedHeader>>,
    /// How we know what is required of requests, unless an operation, an object or a field says otherwise. Left out, it
    /// is inferred.
    pub required_evidence: Option<Sp<Evidence>>,
    /// How a repeated request is recognised.
    pub idempotency: Option<Sp<Idempotency>>,
    /// What error bodies look like.
    pub errors: Option<Sp<Errors>>,
    /// Answers that every operation can give, by status code in quotes. An operation's own answer comes before.
    #[serde(default)]
    pub responses: Named<SharedResponse>,
    /// How searches go on after their first page, unless an operation says otherwise.
    pub paging: Option<Sp<Paging>>,
    /// How events are delivered.
    pub webhooks: Option<Sp<Webhooks>>,
}

/// A document, sample collection or public client that the spec rests on.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// What it is, with its date where known.
    pub title: Phrase,
}

/// A place where the API answers.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Environment {
    /// The URL that paths are appended to, without a slash at the end. Its host may have `host_variables` in braces.
    pub base_url: Sp<String>,
    /// What it is for.
    pub docs: Docs,
    /// Scripts of the vendor for pages in a browser, by name.
    #[serde(default)]
    pub scripts: Named<Script>,
    /// How we know the URL.
    pub evidence: Option<Sp<Evidence>>,
}

/// A script of the vendor that a page in a browser loads.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// The whole address of the script.
    pub url: Sp<String>,
    /// What it is for.
    pub docs: Docs,
    /// How we know the address.
    pub evidence: Option<Sp<Evidence>>,
}

/// What requests without a body say of it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithoutBody {
    /// What they give as their `Content-Type`, which describes a body that is not there: `form` or `json`.
    pub content_type: Sp<BodyFormat>,
    /// Why.
    pub docs: Docs,
    /// How we know.
    pub evidence: Option<Sp<Evidence>>,
}

/// A way to authenticate.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Auth {
    /// The kind.
    pub scheme: Sp<Scheme>,
    /// The header or parameter that carries the key; for `header` and `body-parameter`.
    pub parameter: Option<Sp<String>>,
    /// What stands before the key in its header, with the blank that parts the two: `"Token "`; for `header`.
    pub prefix: Option<Sp<String>>,
    /// The parameters that carry the credentials, where there are several; for `body-parameter` and `token`.
    #[serde(default)]
    pub parameters: Items<String>,
    /// How the credentials are exchanged for a token; for `token`.
    pub token: Option<Sp<Token>>,
    /// How requests are signed; for `signature`, and beside any other scheme.
    pub signing: Option<Sp<Signing>>,
    /// Where the API answers clients with these credentials, by environment, when not where it answers others.
    #[serde(default)]
    pub environments: Named<Host>,
    /// The scheme that it takes the place of, for a client that is given these credentials instead.
    pub instead_of: Option<Sp<String>>,
    /// What it is and where users find it.
    pub docs: Docs,
    /// How we know.
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
    /// A key in a request header, after `prefix` where there is one.
    Header,
    /// A key among the parameters, or several.
    BodyParameter,
    /// A token that credentials are exchanged for, such as OAuth 2.0 client credentials (RFC 6749).
    Token,
    /// Nothing but a signature of the request.
    Signature,
}

/// A request header that is set once for a client.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// What it holds.
    pub docs: Docs,
    /// What every operation sends in it, unless the caller says otherwise: the version of the API.
    pub value: Option<Sp<String>>,
    /// How we know.
    pub evidence: Option<Sp<Evidence>>,
}

/// A header named by the API.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedHeader {
    /// The header's name.
    pub header: Sp<String>,
    /// What it holds.
    pub docs: Docs,
    /// How we know.
    pub evidence: Option<Sp<Evidence>>,
}

/// How a repeated request is recognised.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Idempotency {
    /// The request header that carries the key.
    pub header: Sp<String>,
    /// How long the API remembers a key.
    pub window_hours: Sp<u32>,
    /// What `errors.code` says when a key is refused because it was used before. Without it a repeated request is
    /// answered as the first was.
    #[serde(default)]
    pub reused_codes: Items<String>,
    /// What the API does with a key it has seen.
    pub docs: Docs,
    /// How we know.
    pub evidence: Option<Sp<Evidence>>,
}

/// What error bodies look like.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Errors {
    /// The member that maps a field's name to what is wrong with it; `.` for the body itself.
    pub fields: Option<PathOrBody>,
    /// A list of complaints, each naming its field.
    pub listed: Option<Sp<Listed>>,
    /// The member that names the one field that is wrong. What is wrong with it is the message.
    pub field_name: Option<Path>,
    /// The member that holds a code for programs.
    pub code: Option<Path>,
    /// What codes mean wherever they come, with a status of success as well.
    #[serde(default)]
    pub outcomes: Named<Outcome>,
    /// The member that identifies the request in talks with the vendor.
    pub request_id: Option<Path>,
    /// Members that may hold a message for people, best first.
    #[serde(default)]
    pub messages: Items<Path>,
    /// What is known of error bodies.
    pub docs: Docs,
    /// How we know.
    pub evidence: Option<Sp<Evidence>>,
}

/// A list of complaints in an error body.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// The member that holds the list; the path leads through the items of lists.
    pub at: PathThroughLists,
    /// The member of an item that names the field.
    pub field: Path,
    /// The member of an item that says what is wrong with it.
    pub message: Path,
}

/// An answer that every operation can give. It is an error, and its body is told by `errors`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SharedResponse {
    /// What it means for the caller. What says that credentials are wrong belongs to operations that use
    /// `default_auth`.
    pub outcome: Sp<Outcome>,
    /// When it comes.
    pub docs: Sentence,
    /// How we know.
    pub evidence: Option<Sp<Evidence>>,
}

/// A set of code tables that several APIs share.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Library {
    /// The name that `uses` and `extends` give; the same as the folder.
    pub name: Sp<String>,
    /// What is in it and as of when.
    pub docs: Docs,
}

/// Tables for people rather than for the API: values to test with. They are public in a module named after the file, and
/// no field has their types.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Module {
    /// What is in it: the first page of the module.
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
    /// What the vendor's portal calls it, where that is another language than English.
    pub vendor_term: Option<Phrase>,
    /// The object of the resource, when it has one.
    pub object: Option<Sp<String>>,
    /// The field of `object` that identifies it; needed with `object`.
    pub id: Option<Sp<String>>,
    /// The service that its operations are sent to, when not the main host.
    pub service: Option<Sp<String>>,
    /// The member of a body that holds the object which is sent or answered, when not as the API says.
    pub wrap: Option<Sp<Wrap>>,
}
