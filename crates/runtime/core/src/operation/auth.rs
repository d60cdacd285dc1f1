//! How callers prove who they are.

use super::service::ServiceSpec;
use super::signing::SigningSpec;

/// A way to prove who the caller is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuthSpec {
    /// The name under which a client is given the credentials.
    pub name: &'static str,
    /// Where they are sent.
    pub scheme: AuthScheme,
    /// The method of the API's own client builder that takes them, for messages: `credentials`.
    pub setter: &'static str,
    /// The scheme that it takes the place of, for a client that is given these credentials instead.
    pub instead_of: Option<&'static str>,
    /// How requests with it are signed; `None` where they are not.
    pub signing: Option<SigningSpec>,
}

/// Where credentials are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthScheme {
    /// Login and password in the header `Authorization`.
    Basic,
    /// A key in a request header.
    Header {
        /// The name of the header.
        name: &'static str,
        /// What stands before the key, as `Bearer ` with its blank; empty where nothing does.
        prefix: &'static str,
    },
    /// A key among the parameters, or several.
    BodyParameter {
        /// The names of the parameters.
        names: &'static [&'static str],
    },
    /// A token that credentials are exchanged for.
    Token(&'static TokenSpec),
    /// Nothing but the signature of the request ([`AuthSpec::signing`]).
    Signature,
}

/// How credentials are exchanged for a token: a form is posted, and the answer has the token. With a bearer token and
/// `grant_type` among the constants this is the client credentials grant of OAuth 2.0 (RFC 6749, section 4.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenSpec {
    /// The service that gives tokens; `None` for the main host.
    pub service: Option<&'static ServiceSpec>,
    /// The path below its base URL.
    pub path: &'static str,
    /// The names under which the credentials are sent.
    pub parameters: &'static [&'static str],
    /// What is sent beside them.
    pub send: &'static [(&'static str, &'static str)],
    /// The member of the answer that holds the token, as a dotted path.
    pub answer: &'static str,
    /// The member of the answer that says how many seconds it lives.
    pub lifetime: Option<&'static str>,
    /// How many seconds it lives where the answer does not say.
    pub lifetime_seconds: u32,
    /// How requests carry it.
    pub carrier: TokenCarrier,
    /// The statuses of answers that say that it has expired.
    pub expired_statuses: &'static [u16],
    /// The error codes ([`ErrorFormat::code`](super::ErrorFormat::code)) that say the same.
    pub expired_codes: &'static [&'static str],
}

/// How requests carry a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenCarrier {
    /// In the header `Authorization` (RFC 6750).
    Bearer,
    /// In the query of the URL.
    Query {
        /// The name of the parameter.
        name: &'static str,
    },
    /// In another header, or after another prefix.
    Header {
        /// The name of the header.
        name: &'static str,
        /// What stands before the token, as `Token ` with its blank; empty where nothing does.
        prefix: &'static str,
    },
}
