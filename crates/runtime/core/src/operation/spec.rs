//! The constant descriptions that generated crates define as `static`s.
//!
//! All fields are public and none of the types is `#[non_exhaustive]`, because generated code writes most of them as
//! literals (`OperationSpec` with `..EMPTY`; others with their `const` constructors). A new field is therefore a
//! breaking change of this crate, and requires regenerating the others.

use super::auth::AuthSpec;
use super::error_kind::ErrorKind;
use super::evidence::Evidence;
use super::service::ServiceSpec;
use crate::ListStyle;
use crate::rules::{KnownValues, Precondition, Profile, Rule};

/// An API: its addresses, and the properties that its operations share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApiSpec {
    /// The name of its crates: `centralpay`.
    pub name: &'static str,
    /// Its display name: `CentralPay`.
    pub title: &'static str,
    /// The environments; the first is the one for testing.
    pub environments: &'static [EnvironmentSpec],
    /// Additional hosts for some of its operations.
    pub services: &'static [ServiceSpec],
    /// The authentication schemes. Empty if they are not known, in which case a client accepts any.
    pub auth: &'static [AuthSpec],
    /// How lists are written in queries and forms.
    pub lists: ListStyle,
    /// The `Content-Type` of requests without a body; `None` if they have none.
    pub content_type_without_body: Option<&'static str>,
    /// The response header with the request ID, for the provider's support.
    pub request_id_header: Option<&'static str>,
    /// How a repeated request is recognised; `None` if it is not.
    pub idempotency: Option<IdempotencySpec>,
    /// The locations of messages in error responses.
    pub errors: ErrorFormat,
    /// All operations, against which client settings are validated. Empty if they are not known, in which case nothing
    /// is validated.
    pub operations: &'static [OperationName],
}

impl ApiSpec {
    /// An API of which nothing is known, for handwritten specs: `..ApiSpec::EMPTY`.
    pub const EMPTY: Self = Self {
        name: "",
        title: "",
        environments: &[],
        services: &[],
        auth: &[],
        lists: ListStyle::Brackets,
        content_type_without_body: None,
        request_id_header: None,
        idempotency: None,
        errors: ErrorFormat::UNKNOWN,
        operations: &[],
    };
}

/// The parts of an operation that client settings refer to. A program contains these for all operations, but the
/// [`OperationSpec`] only of those that it calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OperationName {
    /// The id: `transaction.create`.
    pub id: &'static str,
    /// The path, with a placeholder for each value.
    pub path: &'static str,
    /// The API's headers that it sends.
    pub headers: &'static [HeaderUse],
}

impl OperationName {
    /// Returns the names of several operations, in the same order.
    pub const fn list<const N: usize>(specs: &[&'static OperationSpec; N]) -> [Self; N] {
        let mut names = [Self { id: "", path: "", headers: &[] }; N];
        let mut at = 0;
        while at < N {
            names[at] = Self { id: specs[at].id, path: specs[at].path, headers: specs[at].headers };
            at += 1;
        }
        names
    }
}

/// An environment of an API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnvironmentSpec {
    /// Its name: `test`, `production`.
    pub name: &'static str,
    /// The start of every URL, without a trailing slash. Its host may contain variables in braces.
    pub base_url: &'static str,
}

/// How an API recognises a repeated request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdempotencySpec {
    /// The request header that carries the key.
    pub header: &'static str,
    /// How long the server remembers a key, in seconds.
    pub window_seconds: u64,
    /// The error codes ([`ErrorFormat::code`]) that mean that a key was rejected because it was used before. Empty if a
    /// repeated request gets the same response as the first.
    pub reused_codes: &'static [&'static str],
}

/// The locations of messages in the API's error responses. Members are dotted paths from the top of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorFormat {
    /// The member with an object from field to message; `.` for the body itself, without the members below.
    pub fields: Option<&'static str>,
    /// A list of messages that each name their field.
    pub listed: Option<ListedErrors>,
    /// The member with the name of the only invalid field; the general message applies to it.
    pub field_name: Option<&'static str>,
    /// The members that may contain a message, in the order in which they are tried.
    pub messages: &'static [&'static str],
    /// The member with a machine-readable code: `errorId`.
    pub code: Option<&'static str>,
    /// The meanings of codes in any response with a status below 500. A service can have [its
    /// own](ServiceSpec::outcomes).
    pub outcomes: &'static [(&'static str, ErrorKind)],
    /// The member with the request ID for the provider's support, if no header has it.
    pub request_id: Option<&'static str>,
}

impl ErrorFormat {
    /// Nothing is known about error responses.
    pub const UNKNOWN: Self = Self {
        fields: None,
        listed: None,
        field_name: None,
        messages: &[],
        code: None,
        outcomes: &[],
        request_id: None,
    };
}

/// A list of messages in an error response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedErrors {
    /// The member with the list. A dot steps into objects and the items of lists.
    pub at: &'static str,
    /// The member of an item that names the field.
    pub field: &'static str,
    /// The member of an item with the message.
    pub message: &'static str,
}

/// The codes that determine whether an operation succeeded, in responses with a status below 500.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SuccessCodes {
    /// The codes of a success.
    pub codes: &'static [&'static str],
    /// Whether an undescribed code with a success status is a success.
    pub unlisted_are_responses: bool,
}

/// An operation of an API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OperationSpec {
    /// Resource and action: `transaction.create`.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path below the base URL, with `{name}` for each path parameter.
    pub path: &'static str,
    /// How the parameters are encoded.
    pub body: BodyFormat,
    /// The [path](crate::Path) to the body member that contains the parameters; `None` if they are the body. For forms
    /// and JSON: queries and multipart bodies are never wrapped.
    pub request_wrap: Option<&'static str>,
    /// The [path](crate::Path) to the member of a successful response that contains its value; `None` if the body is
    /// the value. IDs and members of [`success`](Self::success) are inside it, but [`items`](Self::items) starts at the
    /// top.
    pub response_wrap: Option<&'static str>,
    /// Constant query parameters.
    pub query: &'static [(&'static str, &'static str)],
    /// The service it is sent to; `None` for the main host.
    pub service: Option<&'static ServiceSpec>,
    /// The authentication scheme; `None` for a public operation.
    pub auth: Option<&'static AuthSpec>,
    /// Whether the operation takes an idempotency key.
    pub idempotency_key: bool,
    /// Whether it changes anything. By default all methods except GET do.
    pub changes_state: bool,
    /// How the search pages; `None` if that is not described.
    pub paging: Option<&'static PagingSpec>,
    /// The member with the ID of a search's item, by all of its names. Empty if that is not described.
    pub item_id: &'static [&'static str],
    /// The [path](crate::Path) from the top of a response to the items of a search; `None` if that is not described.
    pub items: Option<&'static str>,
    /// The request headers of the operation, in addition to those of the API.
    pub headers: &'static [HeaderUse],
    /// The meaning of each documented status.
    pub responses: &'static [ResponseSpec],
    /// What a successful response must contain.
    pub success: SuccessSpec,
    /// The same by status, if successes have different bodies. Any other status is then not a success.
    pub success_by_status: &'static [(u16, SuccessSpec)],
    /// Reasons that responses state by their message or code, never by a status alone.
    pub reasons: &'static [ReasonSpec],
    /// The meanings of codes in responses; `None` if the status is sufficient.
    pub success_codes: Option<SuccessCodes>,
    /// The rules for the parameters.
    pub rules: &'static [Rule],
    /// Advisory rules: a request that violates one is still sent.
    pub warnings: &'static [Rule],
    /// The known values of parameters; a request with another one is still sent, with a warning.
    pub known_values: &'static [KnownValues],
    /// Rules for the parameters and the current state of an object; see [`crate::check_preconditions`].
    pub preconditions: &'static [Precondition],
    /// The use cases with additional rules.
    pub profiles: &'static [Profile],
    /// How well the operation is known.
    pub evidence: Evidence,
    /// How well its path is known, if that differs; see [`OperationSpec::path_evidence()`].
    pub path_evidence: Option<Evidence>,
}

impl OperationSpec {
    /// A GET of the base URL that is not described, for handwritten specs: `..OperationSpec::EMPTY`.
    pub const EMPTY: Self = Self {
        id: "",
        method: Method::Get,
        path: "",
        body: BodyFormat::None,
        request_wrap: None,
        response_wrap: None,
        query: &[],
        service: None,
        auth: None,
        idempotency_key: false,
        changes_state: false,
        paging: None,
        item_id: &[],
        items: None,
        headers: &[],
        responses: &[],
        success: SuccessSpec::ANY,
        success_by_status: &[],
        reasons: &[],
        success_codes: None,
        rules: &[],
        warnings: &[],
        known_values: &[],
        preconditions: &[],
        profiles: &[],
        evidence: Evidence::NONE,
        path_evidence: None,
    };

    /// Returns how well the path is known: like the operation, unless the spec says otherwise.
    pub const fn path_evidence(&self) -> Evidence {
        match self.path_evidence {
            Some(evidence) => evidence,
            None => self.evidence,
        }
    }

    /// Returns `true` if a request to the operation can have warnings.
    pub const fn can_warn(&self) -> bool {
        !(self.warnings.is_empty() && self.known_values.is_empty())
    }

    /// Returns the description of a status, or `None` if the operation does not document it.
    pub fn response(&self, status: u16) -> Option<&'static ResponseSpec> {
        self.responses.iter().find(|response| response.status == status)
    }

    /// Returns what a successful response with this status must contain.
    pub fn success_of(&self, status: u16) -> &SuccessSpec {
        let mut by_status = self.success_by_status.iter();
        by_status.find(|(known, _)| *known == status).map_or(&self.success, |(_, success)| success)
    }

    /// Returns the profile of this name.
    pub fn profile(&self, name: &str) -> Option<&'static Profile> {
        self.profiles.iter().find(|profile| profile.name == name)
    }
}

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "spec", derive(serde::Deserialize, schemars::JsonSchema), serde(rename_all = "UPPERCASE"))]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
}

impl Method {
    /// Returns the method as written in a request: `GET`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// How the parameters of an operation are encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "spec", derive(serde::Deserialize, schemars::JsonSchema), serde(rename_all = "kebab-case"))]
pub enum BodyFormat {
    /// There are no parameters except in the path.
    #[cfg_attr(feature = "spec", serde(skip))]
    None,
    /// In the query of the URL, possibly with bracketed names.
    Query,
    /// In a body of type `application/x-www-form-urlencoded`, possibly with bracketed names.
    Form,
    /// In a body of type `application/json`: an object.
    Json,
    /// In a body of type `multipart/form-data`.
    Multipart,
}

/// How a search pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PagingSpec {
    /// The paging style.
    pub style: PagingStyle,
    /// The query parameter that selects the page: `page`, `offset`, `cursor`. A link needs none.
    pub parameter: Option<&'static str>,
    /// The query parameter with the maximum number of items per page.
    pub size_parameter: Option<&'static str>,
    /// The [path](crate::Path) to the member that says whether another page follows, if it is not a usual one.
    pub more: Option<&'static str>,
    /// How well this is known.
    pub evidence: Evidence,
}

/// What identifies the next page of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PagingStyle {
    /// Its page number.
    Page {
        /// The number of the first page: 0 or 1.
        first: u32,
    },
    /// The number of items before it.
    Offset,
    /// A cursor in the previous page.
    Cursor {
        /// The [path](crate::Path) to the member of the envelope with the cursor.
        member: &'static str,
    },
    /// The ID of the last item of the previous page.
    LastId,
    /// A link in a member of the previous page.
    Link {
        /// The [path](crate::Path) to that member.
        member: &'static str,
    },
    /// A link in the `Link` header of the previous page (RFC 8288), with the relation `next`.
    LinkHeader,
}

/// A request header that an operation uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeaderUse {
    /// The name of the header.
    pub name: &'static str,
    /// Whether the operation fails without it.
    pub required: bool,
    /// What it is for.
    pub docs: &'static str,
    /// The default value.
    pub value: Option<&'static str>,
    /// The method of the API's own client builder that sets it, for messages: `origin`.
    pub setter: &'static str,
}

/// The meaning of a status for one operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResponseSpec {
    /// The HTTP status.
    pub status: u16,
    /// The kind of error; `None` for a success.
    pub error: Option<ErrorKind>,
    /// The description in the documentation.
    pub meaning: &'static str,
}

/// What a successful response must contain. A success status alone may come from a proxy, a maintenance page or a
/// cache, and a body may decode because none of its members is required.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SuccessSpec {
    /// Whether it has a body. If not, only an empty body is accepted.
    pub has_body: bool,
    /// The members that identify the object of the response.
    pub ids: &'static [SuccessId],
    /// Members of the response, by all of their names, of which at least one must have a value. Empty if that is not
    /// required, as for objects with a guaranteed member.
    pub any_of: &'static [&'static str],
}

impl SuccessSpec {
    /// Any body, for handwritten specs.
    pub const ANY: Self = Self { has_body: true, ids: &[], any_of: &[] };
    /// An empty body.
    pub const EMPTY: Self = Self { has_body: false, ids: &[], any_of: &[] };
}

/// A member of a response that identifies its object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SuccessId {
    /// The members to step into before it, outermost first. A list on the path stands for each of its items.
    pub within: &'static [&'static str],
    /// The member, by all of its names.
    pub names: &'static [&'static str],
    /// The request parameter that contains the same ID, wherever it is sent. If it is given, a response about a
    /// different object is rejected.
    pub parameter: Option<&'static str>,
    /// Whether every response has it. If so, a response without it is rejected.
    pub guaranteed: bool,
    /// Whether the API may change the case of the ID. UUIDs are always compared case-insensitively (RFC 9562).
    pub ignore_case: bool,
}

/// A business reason that an error response states by its message or code: that a card is not enrolled, for example.
///
/// A status alone never states it: a proxy, a wrong path or a wrong host may produce the same one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReasonSpec {
    /// The name in the description: `card-not-enrolled`.
    pub name: &'static str,
    /// The HTTP status of responses that state it.
    pub status: u16,
    /// The part of the response that states it.
    pub told_by: ToldBy,
    /// Its meaning, in a sentence.
    pub meaning: &'static str,
}

/// The part of a response that states a [reason](ReasonSpec).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToldBy {
    /// One of the API's messages ([`ErrorFormat`]), or the whole body, is exactly this text.
    Message(&'static str),
    /// The code ([`ErrorFormat::code`]) is this.
    Code(&'static str),
}
