//! The constant descriptions that generated crates put into `static`s.
//!
//! All fields are public and none of the types is `#[non_exhaustive]`, because generated code writes
//! most of them as literals (of `OperationSpec`, with `..EMPTY`; others by their `const` constructors). A new field is therefore a breaking change of this crate, and regenerates the rest.

use super::auth::AuthSpec;
use super::error_kind::ErrorKind;
use super::evidence::Evidence;
use super::service::ServiceSpec;
use crate::ListStyle;
use crate::rules::{KnownValues, Precondition, Profile, Rule};

/// An API: where it is, and what all of its operations have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApiSpec {
    /// The name of its crates: `centralpay`.
    pub name: &'static str,
    /// Its name for people: `CentralPay`.
    pub title: &'static str,
    /// The servers, the first being the one to try things out on.
    pub environments: &'static [EnvironmentSpec],
    /// Further hosts, where some of its operations are sent.
    pub services: &'static [ServiceSpec],
    /// The ways to authenticate. Empty where they are not known; then a client takes any.
    pub auth: &'static [AuthSpec],
    /// How lists are written in queries and forms.
    pub lists: ListStyle,
    /// What requests without a body give as their `Content-Type`; `None` where they have none.
    pub content_type_without_body: Option<&'static str>,
    /// The response header that identifies a request to the provider's support.
    pub request_id_header: Option<&'static str>,
    /// How a repeated request is recognised; `None` when the API cannot.
    pub idempotency: Option<IdempotencySpec>,
    /// Where error answers keep their messages.
    pub errors: ErrorFormat,
    /// All operations, so that a setting that names one or belongs to one can be checked when it is given.
    /// Empty where they are not known; then nothing is checked.
    pub operations: &'static [OperationName],
}

impl ApiSpec {
    /// Nothing is known of the API: what code written by hand fills its own facts into, with `..ApiSpec::EMPTY`.
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

/// An operation, as the settings of a client speak of it. Every program has those of all operations in it, and of an
/// [`OperationSpec`] only those of the operations that it calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OperationName {
    /// The id: `transaction.create`.
    pub id: &'static str,
    /// The path, with a placeholder for each value in it.
    pub path: &'static str,
    /// The headers of the API that it sends.
    pub headers: &'static [HeaderUse],
}

impl OperationName {
    /// Returns those of several operations, in the same order.
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

/// A server of an API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnvironmentSpec {
    /// Its name: `test`, `production`.
    pub name: &'static str,
    /// The start of every URL, without a slash at the end. Its host may have variables in braces.
    pub base_url: &'static str,
}

/// How an API recognises a repeated request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdempotencySpec {
    /// The request header that carries the key.
    pub header: &'static str,
    /// For how many seconds the server remembers a key.
    pub window_seconds: u64,
    /// What the error code ([`ErrorFormat::code`]) says when a key is refused because it was used before. Empty when a
    /// repeated request is not refused, but answered as the first was.
    pub reused_codes: &'static [&'static str],
}

/// Where the error answers of an API keep their messages. Members are dotted paths from the top of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorFormat {
    /// The member that holds an object from field to message; `.` for the body itself, less the members below.
    pub fields: Option<&'static str>,
    /// A list of complaints that each name their field.
    pub listed: Option<ListedErrors>,
    /// The member that names the one field that is wrong; what is wrong with it is the message.
    pub field_name: Option<&'static str>,
    /// The members that may hold a message, in the order in which they are tried.
    pub messages: &'static [&'static str],
    /// The member that holds a code for programs: `errorId`.
    pub code: Option<&'static str>,
    /// The errors that codes mean wherever they come, whatever the status below 500 says. A service can have
    /// [its own](ServiceSpec::outcomes).
    pub outcomes: &'static [(&'static str, ErrorKind)],
    /// The member that identifies the request to the provider's support, where no header does.
    pub request_id: Option<&'static str>,
}

impl ErrorFormat {
    /// Nothing is known of error answers.
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

/// A list of complaints in an error answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedErrors {
    /// The member that holds the list. A dot steps into objects and the items of lists.
    pub at: &'static str,
    /// The member of an item that names the field.
    pub field: &'static str,
    /// The member of an item that says what is wrong with it.
    pub message: &'static str,
}

/// What the code of an answer says of an operation's success, whatever the status below 500 says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SuccessCodes {
    /// The codes that are a success.
    pub codes: &'static [&'static str],
    /// Whether a status of success is one for a code that nobody has described.
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
    /// Where and how the parameters are written.
    pub body: BodyFormat,
    /// The [path](crate::Path) to the member of a body in which the parameters stand; `None` where they are the body. For
    /// forms and JSON: queries and bodies of several parts are never wrapped.
    pub request_wrap: Option<&'static str>,
    /// The [path](crate::Path) to the member of a successful response that holds its value; `None` where the body is the
    /// value. Ids and members of [`success`](Self::success) stand inside, and [`items`](Self::items) is from the top.
    pub response_wrap: Option<&'static str>,
    /// What always stands in the query.
    pub query: &'static [(&'static str, &'static str)],
    /// The service it is sent to; `None` for the main host.
    pub service: Option<&'static ServiceSpec>,
    /// How the caller proves who it is; `None` for an open operation.
    pub auth: Option<&'static AuthSpec>,
    /// Whether the operation takes an idempotency key.
    pub idempotency_key: bool,
    /// Whether it changes anything. GET does not and all other methods do, unless the description says otherwise.
    pub changes_state: bool,
    /// How a search goes on after its first page; `None` where nothing is said of it.
    pub paging: Option<&'static PagingSpec>,
    /// The member that identifies an item of a search, by all of its names. Empty where nothing is said of it.
    pub item_id: &'static [&'static str],
    /// The [path](crate::Path) from the top of a response to the items of a search; `None` where nothing is said of it.
    pub items: Option<&'static str>,
    /// The request headers the operation uses beside those of the API.
    pub headers: &'static [HeaderUse],
    /// What each documented status means.
    pub responses: &'static [ResponseSpec],
    /// What a successful response must show to be accepted.
    pub success: SuccessSpec,
    /// The same by status, where successes have different bodies. Then a status that is not here is no success.
    pub success_by_status: &'static [(u16, SuccessSpec)],
    /// Facts that answers state by their message or code, and no status by itself.
    pub reasons: &'static [ReasonSpec],
    /// What the codes of answers mean; `None` where the status tells all.
    pub success_codes: Option<SuccessCodes>,
    /// What the parameters must satisfy.
    pub rules: &'static [Rule],
    /// What the parameters should satisfy: a request that does not is sent all the same.
    pub warnings: &'static [Rule],
    /// The values that are known for parameters; a request with another one is sent all the same, with a warning.
    pub known_values: &'static [KnownValues],
    /// What the parameters must satisfy beside an object as it is; see [`crate::check_preconditions`].
    pub preconditions: &'static [Precondition],
    /// The use cases with further demands.
    pub profiles: &'static [Profile],
    /// How well the operation is known.
    pub evidence: Evidence,
    /// How well its path is known, where that is not as the operation; see [`OperationSpec::path_evidence()`].
    pub path_evidence: Option<Evidence>,
}

impl OperationSpec {
    /// A GET of the base URL that nobody has described: what code written by hand fills its own facts into, with
    /// `..OperationSpec::EMPTY`.
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

    /// Returns how well the path is known: as the operation, unless the spec says otherwise.
    pub const fn path_evidence(&self) -> Evidence {
        match self.path_evidence {
            Some(evidence) => evidence,
            None => self.evidence,
        }
    }

    /// Returns whether any request to the operation can have warnings.
    pub const fn can_warn(&self) -> bool {
        !(self.warnings.is_empty() && self.known_values.is_empty())
    }

    /// Returns the description of a status, or `None` when the operation does not document it.
    pub fn response(&self, status: u16) -> Option<&'static ResponseSpec> {
        self.responses.iter().find(|response| response.status == status)
    }

    /// Returns what a successful response of this status must show to be accepted.
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

/// Where and how the parameters of an operation are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "spec", derive(serde::Deserialize, schemars::JsonSchema), serde(rename_all = "kebab-case"))]
pub enum BodyFormat {
    /// There are no parameters beside those of the path.
    #[cfg_attr(feature = "spec", serde(skip))]
    None,
    /// In the query of the URL, with bracketed names too.
    Query,
    /// In a body of type `application/x-www-form-urlencoded`, with bracketed names.
    Form,
    /// In a body of type `application/json`: an object.
    Json,
    /// In a body of type `multipart/form-data`.
    Multipart,
}

/// How a search goes on after its first page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PagingSpec {
    /// What names the next page.
    pub style: PagingStyle,
    /// The query parameter that asks for it: `page`, `offset`, `cursor`. A link needs none.
    pub parameter: Option<&'static str>,
    /// The query parameter that says how many items a page has at most.
    pub size_parameter: Option<&'static str>,
    /// The [path](crate::Path) to the member that says whether a page follows, when it is none of the usual ones.
    pub more: Option<&'static str>,
    /// How well this is known.
    pub evidence: Evidence,
}

/// What names the next page of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PagingStyle {
    /// Its number.
    Page {
        /// The number of the first page: 0 or 1.
        first: u32,
    },
    /// How many items come before it.
    Offset,
    /// A text that the page before it gives.
    Cursor {
        /// The [path](crate::Path) to the member beside the items that holds it.
        member: &'static str,
    },
    /// The id of the last item of the page before it.
    LastId,
    /// A link that the page before it has in a member.
    Link {
        /// The [path](crate::Path) to that member.
        member: &'static str,
    },
    /// A link in the header `Link` of the page before it (RFC 8288), with the relation `next`.
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
    /// What is sent in it when the caller gives nothing.
    pub value: Option<&'static str>,
    /// The method of the API's own client builder that takes it, for messages: `origin`.
    pub setter: &'static str,
}

/// What a status means for one operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResponseSpec {
    /// The HTTP status.
    pub status: u16,
    /// The kind of error it is; `None` where it is a success.
    pub error: Option<ErrorKind>,
    /// What the documentation says about it.
    pub meaning: &'static str,
}

/// What a successful response must show to be accepted. A status of success alone may come from a proxy, a maintenance
/// page or a cache, and so may a body that fits because nothing in it is required.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SuccessSpec {
    /// Whether it has a body. One that has none is accepted only without a body.
    pub has_body: bool,
    /// The members that identify the object of the response.
    pub ids: &'static [SuccessId],
    /// Members of the response, by all of their names, of which at least one must have a value. Empty where that is
    /// not asked, as for objects that guarantee a member.
    pub any_of: &'static [&'static str],
}

impl SuccessSpec {
    /// A body of which nothing is required: what code written by hand starts from.
    pub const ANY: Self = Self { has_body: true, ids: &[], any_of: &[] };
    /// No body.
    pub const EMPTY: Self = Self { has_body: false, ids: &[], any_of: &[] };
}

/// A member of a response that identifies its object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SuccessId {
    /// The members to step into before it, outermost first. A list on the way stands for each of its items.
    pub within: &'static [&'static str],
    /// The member, by all of its names.
    pub names: &'static [&'static str],
    /// The parameter of the request that names the same object, wherever it travels. Where it is given, a response about
    /// another object is refused.
    pub parameter: Option<&'static str>,
    /// Whether every response has it. One that has none is then refused as well.
    pub guaranteed: bool,
    /// Whether the API may write the id in another case than it was given. UUIDs are always compared so (RFC 9562).
    pub ignore_case: bool,
}

/// A fact about the matter that an error answer states by its message or code: that a card is not enrolled, for example.
///
/// The status alone never states it: a proxy, a wrong path or a wrong host answer with the same one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReasonSpec {
    /// The name in the description: `card-not-enrolled`.
    pub name: &'static str,
    /// The HTTP status of answers that state it.
    pub status: u16,
    /// What in the answer states it.
    pub told_by: ToldBy,
    /// What it means, in a sentence.
    pub meaning: &'static str,
}

/// What in an answer states a [reason](ReasonSpec).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToldBy {
    /// One of the texts where the API keeps its messages ([`ErrorFormat`]) is exactly this, or the whole body is.
    Message(&'static str),
    /// The code ([`ErrorFormat::code`]) is this.
    Code(&'static str),
}
