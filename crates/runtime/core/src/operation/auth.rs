//! Authentication schemes.

use super::service::ServiceSpec;
use super::signing::SigningSpec;

/// An authentication scheme of an API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuthSpec {
    /// The name of the scheme, under which a client is given the credentials.
    pub name: &'static str,
    /// How the credentials are sent.
    pub scheme: AuthScheme,
    /// The method of the API's own client builder that sets them, for messages: `credentials`.
    pub setter: &'static str,
    /// The scheme that it replaces, for a client with these credentials instead.
    pub instead_of: Option<&'static str>,
    /// How requests with it are signed; `None` if they are not.
    pub signing: Option<SigningSpec>,
}

/// How credentials are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthScheme {
    /// Login and password in the `Authorization` header.
    Basic,
    /// A key in a request header.
    Header {
        /// The name of the header.
        name: &'static str,
        /// The text before the key, such as `Bearer ` including the space; empty if there is none.
        prefix: &'static str,
    },
    /// One or more keys among the parameters.
    BodyParameter {
        /// The names of the parameters.
        names: &'static [&'static str],
    },
    /// A token obtained with the credentials.
    Token(&'static TokenSpec),
    /// Only the signature of the request ([`AuthSpec::signing`]).
    Signature,
}

/// How credentials are exchanged for a token: a form is posted, and the response contains the token. With a bearer
/// token and a constant `grant_type` this is the client credentials grant of OAuth 2.0 (RFC 6749, section 4.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenSpec {
    /// The service of the token endpoint; `None` for the main host.
    pub service: Option<&'static ServiceSpec>,
    /// The path below its base URL.
    pub path: &'static str,
    /// The parameter names of the credentials.
    pub parameters: &'static [&'static str],
    /// Constant parameters.
    pub send: &'static [(&'static str, &'static str)],
    /// The member of the response with the token, as a dotted path.
    pub answer: &'static str,
    /// The member of the response with the token's lifetime in seconds.
    pub lifetime: Option<&'static str>,
    /// The lifetime in seconds, if the response has none.
    pub lifetime_seconds: u32,
    /// How requests carry it.
    pub carrier: TokenCarrier,
    /// The statuses of responses that mean that the token has expired.
    pub expired_statuses: &'static [u16],
    /// The error codes ([`ErrorFormat::code`](super::ErrorFormat::code)) that mean the same.
    pub expired_codes: &'static [&'static str],
}

/// How requests carry a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenCarrier {
    /// In the `Authorization` header (RFC 6750).
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
        /// The text before the token, such as `Token ` including the space; empty if there is none.
        prefix: &'static str,
    },
}
