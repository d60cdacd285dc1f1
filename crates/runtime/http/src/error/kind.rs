//! The kinds of failure, and which status is which.

use payspec_core::{OperationSpec, Outcome};

/// What kind of failure an [`Error`](super::Error) is.
///
/// Prefer the predicates of the error, such as [`is_declined`](super::Error::is_declined): this list
/// may grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client or the call is not set up so that a request could be made. Nothing was sent.
    Configuration,
    /// The parameters are wrong: found here before anything was sent, or by the API.
    Invalid,
    /// The credentials were not accepted.
    Unauthenticated,
    /// The API did what was asked, and the answer is no: a payment refused by the bank.
    Declined,
    /// The credentials do not allow this.
    Forbidden,
    /// There is no such thing.
    NotFound,
    /// The request contradicts the present state, or an earlier call.
    Conflict,
    /// The idempotency key was used before, and the API refuses to be asked twice under one.
    KeyReused,
    /// Too many requests.
    RateLimited,
    /// The API failed.
    Server,
    /// A status that says none of the above, a redirect for example.
    Unexpected,
    /// No complete answer arrived in time.
    Timeout,
    /// The exchange failed below HTTP: no connection, or a broken one.
    Transport,
    /// The answer was a success, and longer than the limit of the client.
    TooLarge,
    /// The answer was a success, and its body could not be read.
    Decode,
    /// The answer was a success, and about another object than the one that the request names.
    WrongObject,
    /// A search could not be followed to its end.
    Paging,
}

impl ErrorKind {
    /// The kind as a word for logs and metrics: `rate_limited`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::Invalid => "invalid",
            Self::Unauthenticated => "unauthenticated",
            Self::Declined => "declined",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::Conflict => "conflict",
            Self::KeyReused => "key_reused",
            Self::RateLimited => "rate_limited",
            Self::Server => "server",
            Self::Unexpected => "unexpected",
            Self::Timeout => "timeout",
            Self::Transport => "transport",
            Self::TooLarge => "too_large",
            Self::Decode => "decode",
            Self::WrongObject => "wrong_object",
            Self::Paging => "paging",
        }
    }
}

/// What a status means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    Success,
    Failure(ErrorKind),
}

/// What `status` means for this operation: what its description says, or else what HTTP says.
///
/// Not every status of success that nobody described is one. 203 and 206 are the word of a proxy or a part of a response
/// (RFC 9110, 15.3.4 and 15.3.7), and where a response has no body to judge, only 200 and 204 say that all is done.
/// With `any_success` the caller takes them all.
pub(crate) fn meaning(spec: &OperationSpec, status: u16, any_success: bool) -> Meaning {
    if let Some(response) = spec.response(status) {
        return of_outcome(response.outcome);
    }
    let is_doubtful = matches!(status, 203 | 206) || (!spec.success.has_body && !matches!(status, 200 | 204));
    match of_status(status) {
        Meaning::Success if is_doubtful && !any_success => Meaning::Failure(ErrorKind::Unexpected),
        meaning => meaning,
    }
}

/// What HTTP says of a status.
pub(crate) fn of_status(status: u16) -> Meaning {
    if (200..300).contains(&status) { Meaning::Success } else { Meaning::Failure(kind_of_class(status)) }
}

/// What a description says of a status or code.
pub(crate) fn of_outcome(outcome: Outcome) -> Meaning {
    Meaning::Failure(match outcome {
        Outcome::Success => return Meaning::Success,
        Outcome::Declined => ErrorKind::Declined,
        Outcome::Invalid => ErrorKind::Invalid,
        Outcome::Unauthenticated => ErrorKind::Unauthenticated,
        Outcome::Forbidden => ErrorKind::Forbidden,
        Outcome::NotFound => ErrorKind::NotFound,
        Outcome::RateLimited => ErrorKind::RateLimited,
        Outcome::Server => ErrorKind::Server,
    })
}

/// RFC 9110, and for 429 RFC 6585.
fn kind_of_class(status: u16) -> ErrorKind {
    match status {
        400 | 422 => ErrorKind::Invalid,
        401 => ErrorKind::Unauthenticated,
        402 => ErrorKind::Declined,
        403 => ErrorKind::Forbidden,
        404 | 410 => ErrorKind::NotFound,
        409 => ErrorKind::Conflict,
        429 => ErrorKind::RateLimited,
        500..=599 => ErrorKind::Server,
        _ => ErrorKind::Unexpected,
    }
}
